"""Writing trends and priorities. Each is one transaction with its audit event."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.strategy.models import Aim
from folkmoot.strategy.trends.models import Trend, TrendReview
from folkmoot.strategy.trends.rules import end_problem, review_problem, trend_problems

STATED = ("title", "words", "evidence", "since")


@transaction.atomic
def add_trend(
    *, by: Viewer, at: datetime, area: Area | None, aims: Iterable[Aim] = (), categories: Iterable[Category] = (), **values: object
) -> Trend:
    """Add a trend of an Area, or of the whole service. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", area.pk if area else None)
    trend = Trend(area=area, **values)
    _check(trend, at, reviewed=True)
    trend.save()
    trend.aims.set(aims)
    trend.categories.set(categories)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=trend)
    return trend


@transaction.atomic
def change_trend(
    *, by: Viewer, at: datetime, trend: Trend, seen_version: int | None = None, aims: Iterable[Aim] | None = None,
    categories: Iterable[Category] | None = None, **values: object,
) -> list[str]:  # fmt: skip
    """Change a trend; returns the fields that changed. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_for("strategy.write", trend.area_id)
    moved = values.get("review_on", trend.review_on) != trend.review_on
    _check(Trend(**{name: getattr(trend, name) for name in (*STATED, "review_on")} | _stated(values)), at, reviewed=moved, whole=False)
    links = {name: rows for name, rows in (("aims", aims), ("categories", categories)) if rows is not None}
    changed = change_with_links(trend, values, links, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=trend, detail={"fields": changed})
    return changed


@transaction.atomic
def review_trend(*, by: Viewer, at: datetime, trend: Trend, words: str, next_on: date, seen_version: int | None = None) -> TrendReview:
    """Record that a trend was looked at again, and when next. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_for("strategy.write", trend.area_id)
    today = timezone.localdate(at)
    problem = review_problem(next_on, today)
    if problem:
        raise Refused({"next_on": [problem]})
    review = TrendReview(trend=trend, on=today, words=words.strip(), next_on=next_on, by_id=by.account_id)
    check(review)
    change(trend, {"review_on": next_on}, seen_version=seen_version)
    review.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=trend, detail={"fields": ["review_on"], "review": review.pk})
    return review


@transaction.atomic
def end_trend(*, by: Viewer, at: datetime, trend: Trend, on: date, reason: str) -> None:
    """Say that a trend is no longer so. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", trend.area_id)
    problem = end_problem(ended_on=trend.ended_on, on=on, reason=reason, today=timezone.localdate(at))
    if problem:
        raise Refused({"": [problem]})
    change(trend, {"ended_on": on, "ended_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=trend, detail={"fields": ["ended_on", "ended_why"]})


@transaction.atomic
def take_up_trend(*, by: Viewer, at: datetime, trend: Trend, review_on: date) -> None:
    """Take up again a trend that had ended. Raises Refused or NotAllowed."""
    by.require_for("strategy.write", trend.area_id)
    problem = review_problem(review_on, timezone.localdate(at))
    if problem:
        raise Refused({"review_on": [problem]})
    change(trend, {"ended_on": None, "ended_why": "", "review_on": review_on})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=trend, detail={"fields": ["ended_on", "ended_why", "review_on"]})


def _stated(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name in (*STATED, "review_on")}


def _check(trend: Trend, at: datetime, *, reviewed: bool, whole: bool = True) -> None:
    """Raises Refused. `reviewed`: the day of the next review was set now, and so must lie ahead."""
    today = timezone.localdate(at)
    problems = trend_problems(title=trend.title, words=trend.words, evidence=trend.evidence, since=trend.since, today=today)
    late = review_problem(trend.review_on, today) if reviewed else None
    if late:
        problems["review_on"] = [late]
    if problems:
        raise Refused(problems)
    if whole:
        check(trend)
