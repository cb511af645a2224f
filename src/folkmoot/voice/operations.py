"""Writing points: record and change them, answer them, tell those who said them. Each is one transaction with its audit event."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.strategy.models import Aim
from folkmoot.voice.identifying import identifiers_in
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.queries import facts_of, points
from folkmoot.voice.rules import answer_problem, point_problem, telling_problem

# What may be changed after a point was recorded. Its Area and where it was raised stay as they were.
CHANGEABLE = frozenset({"words", "said_on", "nature", "theme", "aim", "said_by"})


@transaction.atomic
def record_point(
    *, by: Viewer, at: datetime, area: Area, origin_kind: str, words: str, said_on: date, origin_id: int | None = None,
    nature: str = "concern", theme: str = "", aim: Aim | None = None, said_by: str = "",
) -> Point:  # fmt: skip
    """Record one thing said. `origin_kind` and `origin_id` say where: ("engagement.activity", 12), or ("letter", None).

    Raises Refused (by field) or NotAllowed.
    """
    by.require("voice.write", area.pk)
    _refuse(point_problem(words=words, said_on=said_on, today=timezone.localdate(at)))
    point = Point(
        area=area, origin_kind=origin_kind, origin_id=origin_id, words=words.strip(), said_on=said_on, nature=nature,
        theme=theme.strip(), aim=aim, said_by=said_by.strip(), recorded_by_id=by.account_id, recorded_at=at,
    )  # fmt: skip
    check(point)
    point.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=point, detail={"origin": origin_kind, "may_identify": _kinds_in(point)})
    return point


@transaction.atomic
def change_point(*, by: Viewer, at: datetime, point: Point, seen_version: int | None = None, **values: object) -> list[str]:
    """Change what is in CHANGEABLE; returns the fields that changed. Raises Refused, ChangedMeanwhile, or KeyError for another field."""
    by.require("voice.write", point.area_id)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"a point's {', '.join(sorted(unknown))} cannot be changed")
    said_on = values.get("said_on")
    day = said_on if isinstance(said_on, date) else point.said_on
    _refuse(point_problem(words=str(values.get("words", point.words)), said_on=day, today=timezone.localdate(at)))
    changed = change(point, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail={"fields": changed, "may_identify": _kinds_in(point)})
    return changed


@transaction.atomic
def answer_point(*, by: Viewer, at: datetime, point: Point, outcome: str, words: str, on: date, reason: str = "") -> Answer:
    """Answer a point; an earlier answer stays beneath it. Raises Refused (by field) or NotAllowed."""
    by.require("voice.answer", point.area_id)
    _refuse(
        answer_problem(
            outcome=outcome, words=words, reason=reason, on=on, nature=point.nature, said_on=point.said_on, today=timezone.localdate(at)
        )
    )
    answer = Answer(point=point, outcome=outcome, words=words.strip(), reason=reason.strip(), on=on, by_id=by.account_id)
    check(answer)
    answer.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail={"answer": outcome})
    return answer


@transaction.atomic
def tell(*, by: Viewer, at: datetime, point: Point, on: date, channel: str, who: str, words: str) -> Telling:
    """Record that those who said it were told what became of it. Raises Refused (by field) or NotAllowed."""
    by.require("voice.answer", point.area_id)
    facts = facts_of(points(by).get(pk=point.pk))
    _refuse(telling_problem(facts=facts, on=on, who=who, words=words, said_on=point.said_on, today=timezone.localdate(at)))
    telling = Telling(point=point, on=on, channel=channel, who=who.strip(), words=words.strip(), by_id=by.account_id)
    check(telling)
    telling.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=point, detail={"told": channel})
    return telling


def _kinds_in(point: Point) -> list[str]:
    """The kinds of identifier left in a point's words, for the audit trail: never the identifiers themselves."""
    return sorted({found.kind.value for found in identifiers_in(point.words)})


def _refuse(problem: tuple[str, str] | None) -> None:
    if problem:
        raise Refused({problem[0]: [problem[1]]})
