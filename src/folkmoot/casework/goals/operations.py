"""Setting a goal, changing it, publishing it as a second person, ending it, and reading it each month."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.casework.goals.measuring import What, measured
from folkmoot.casework.goals.models import Goal, GoalReading, GoalVersion
from folkmoot.casework.goals.rules import (
    SENTENCE_WORDS,
    Measured,
    Promise,
    agreement_problems,
    judged,
    publishing_problem,
    version_problems,
)
from folkmoot.casework.signals.runs.windows import month_before
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, check
from folkmoot.stakeholders.models import Organisation

WRITE = "goals.write"


@transaction.atomic
def set_goal(
    *, by: Viewer, at: datetime, what: What, promise: Promise, agreed_on: date, present: str, organisation: Organisation | None = None,
    advisory_words: str = "",
) -> Goal:  # fmt: skip
    """Set a goal that was agreed with an advisory group, with its baseline of now. It is published by somebody else.

    Raises Refused (by field), NotAllowed, CannotMeasure, or what opening the source raises.
    """
    by.require_for(WRITE, what.area.pk if what.area else None)
    today = timezone.localdate(at)
    start = measured(what, month=month_before(today))
    if start.figure is None:
        raise Refused(
            {"group": [_("This figure may not be shown, so it cannot be a public goal. Choose a larger group, or a longer period.")]}
        )
    somebody = organisation is not None or bool(advisory_words.strip())
    problems = agreement_problems(with_somebody=somebody, agreed_on=agreed_on, present=present, today=today)
    problems |= version_problems(promise, measure=what.measure, baseline=start.figure.value, first=True, today=today)
    if problems:
        raise Refused(problems)
    goal = Goal(
        **_fields_of(what), outcome=start.outcome, baseline=start.figure.value, baseline_low=start.figure.low,
        baseline_high=start.figure.high, window_first=start.window.first, window_last=start.window.last, data_as_of=start.as_of,
        organisation=organisation, advisory_words=advisory_words.strip(), agreed_on=agreed_on, present=present.strip(),
        set_by_id=by.account_id, set_at=at,
    )  # fmt: skip
    _keep(goal)
    _version(by, at, goal, 1, promise)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=goal, detail={"stage": what.stage, "measure": what.measure})
    return goal


def _fields_of(what: What) -> dict[str, object]:
    """The fields of what is measured, rows as they are."""
    return {name: getattr(what, name) for name in What.__dataclass_fields__}


@transaction.atomic
def change_goal(*, by: Viewer, at: datetime, goal: Goal, promise: Promise, seen_versions: int | None = None) -> GoalVersion:
    """Change the words, the target or the day of a goal as its next version, with the reason; it is public once somebody else publishes it.

    `seen_versions`: how many the person had on screen. Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    row = _held(by, goal)
    number = row.versions.count()
    if seen_versions is not None and seen_versions != number:
        raise ChangedMeanwhile(goal)
    problems = version_problems(promise, measure=row.measure, baseline=row.baseline, first=False, today=timezone.localdate(at))
    if row.ended_on is not None:
        problems[""] = [_("The goal has ended.")]
    if problems:
        raise Refused(problems)
    made = _version(by, at, row, number + 1, promise)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"version": made.number})
    return made


def _version(by: Viewer, at: datetime, goal: Goal, number: int, promise: Promise) -> GoalVersion:
    words = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(promise).items()}
    made = GoalVersion(goal=goal, number=number, by_id=by.account_id, at=at, **words)
    _keep(made)
    return made


@transaction.atomic
def publish_goal(*, by: Viewer, at: datetime, version: GoalVersion) -> GoalVersion:
    """Publish a version that somebody else wrote. Raises Refused or NotAllowed."""
    row = _held(by, version.goal)
    held = GoalVersion.objects.get(pk=version.pk)
    problem = publishing_problem(
        author=held.by_id, publisher=by.account_id, published=held.published_at is not None, ended=row.ended_on is not None
    )
    if problem:
        raise Refused({"": [problem]})
    held.published_by_id, held.published_at = by.account_id, at
    _keep(held)
    if not row.readings.exists():
        _first_reading(at, row, held)
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=row, recipient="public", detail={"version": held.number})
    return held


@transaction.atomic
def end_goal(*, by: Viewer, at: datetime, goal: Goal, why: str) -> Goal:
    """End a goal, with the reason, which is published. Raises Refused (by field) or NotAllowed."""
    row = _held(by, goal)
    if row.ended_on is not None:
        raise Refused({"": [_("The goal has ended.")]})
    if len(why.split()) < SENTENCE_WORDS:
        raise Refused({"why": [_("Say in a whole sentence why it ends: the reason is published.")]})
    row.ended_on, row.ended_why, row.ended_by_id = timezone.localdate(at), why.strip(), by.account_id
    _keep(row)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"ended": why.strip()[:80]})
    return row


def read_goals(*, by: Viewer, at: datetime, month: str | None = None) -> int:
    """Read every published goal that runs, for the data up to `month`; how many had anything new. Idempotent. Raises NotAllowed.

    A source that cannot be read stops no other goal: its goal keeps its last reading, with the day of its data.
    """
    by.require_national(WRITE)
    month = month or month_before(timezone.localdate(at))
    rows = Goal.objects.filter(ended_on=None, versions__published_at__isnull=False).distinct()
    return sum(_read(by, at, row, month) for row in rows.select_related("source", "area"))


@transaction.atomic
def _read(by: Viewer, at: datetime, row: Goal, month: str) -> bool:
    try:
        now = measured(_what(row), month=month)
    except FolkmootError:
        return False
    last, target = row.readings.order_by("pk").last(), _target(row)
    told = (now.window.last, now.figure.value if now.figure else None, target)
    if last is not None and (last.window_last, last.value, last.target) == told:
        return False
    if last is not None and now.window.last < last.window_last:
        return False
    figure = now.figure
    finding = judged(figure, baseline=row.baseline, target=target) if figure else GoalReading.Finding.WITHHELD
    made = GoalReading(
        goal=row, window_first=now.window.first, window_last=now.window.last, as_of=now.as_of, target=target, finding=finding, at=at,
        **(asdict(figure) if figure else {}),
    )  # fmt: skip
    _keep(made)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=made, detail={"goal": row.pk, "finding": str(made.finding)})
    return True


def _first_reading(at: datetime, row: Goal, version: GoalVersion) -> None:
    """Where it began, as the first point of its history."""
    start = Measured(row.baseline, row.baseline_low, row.baseline_high, 0)
    made = GoalReading(
        goal=row, window_first=row.window_first, window_last=row.window_last, as_of=row.data_as_of, value=start.value, low=start.low,
        high=start.high, target=version.target, finding=judged(start, baseline=row.baseline, target=version.target), at=at,
    )  # fmt: skip
    _keep(made)


def _target(row: Goal) -> float:
    version = row.versions.filter(published_at__isnull=False).order_by("number").last()
    assert version is not None, "only published goals are read"
    return version.target


def _what(row: Goal) -> What:
    return What(row.source, row.area, row.stage, row.column, row.group, row.reference, row.measure, row.months)


def _held(by: Viewer, goal: Goal) -> Goal:
    by.require_for(WRITE, goal.area_id)
    return Goal.objects.select_for_update().get(pk=goal.pk)


def _keep(row: Row) -> None:
    check(row)
    row.save()
