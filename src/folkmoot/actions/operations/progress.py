"""Progress and evidence, reopening, and what sub-actions make of the action they are part of."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action, Evidence, Progress
from folkmoot.actions.queries import held, parts_of, state_of_row
from folkmoot.actions.rules import LEVELS, State, closed_problem, evidence_problem, progress_problem, reopening_problem
from folkmoot.actions.weighing import Weighed, weigh
from folkmoot.actions.words import weighed_in_words
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, check


@transaction.atomic
def record_progress(*, by: Viewer, at: datetime, action: Action, level: str, note: str, on: date) -> Progress:
    """Add one dated step. Raises Refused (by field) when the rules do not allow it, among them when the action is locked.

    An action with sub-actions gets its steps from them; by hand it is only recorded as achieved, once all of them are.
    """
    by.require_for("actions.write", action.area_id)
    today = timezone.localdate(at)
    row = held(action)
    _refuse("", closed_problem(state_of_row(row, today)))
    _refuse("level", _by_hand_problem(weigh(parts_of(action)), level))
    problem = progress_problem(
        level=level, note=note, has_evidence=_evidence_that_counts(action), on=on, starts_on=action.starts_on, today=today,
        last_on=row.latest_on,  # type: ignore[attr-defined]
    )  # fmt: skip
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    step = _add(action, by=by, level=level, note=note, on=on)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"progress": level})
    _roll_up_parent(by, at, action)
    return step


@transaction.atomic
def reopen_action(*, by: Viewer, at: datetime, action: Action, level: str, reason: str, on: date) -> Progress:
    """Take an achieved action up again. What was recorded stays; to achieve it anew it needs evidence from that day on. Raises Refused."""
    by.require_for("actions.write", action.area_id)
    today = timezone.localdate(at)
    row = held(action)
    problem = reopening_problem(
        state=state_of_row(row, today),
        level=level,
        reason=reason,
        on=on,
        last_on=row.latest_on,  # type: ignore[attr-defined]
        today=today,
    )
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    step = _add(action, by=by, level=level, note=reason, on=on, reopens=True)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"reopened": level})
    _roll_up_parent(by, at, action)
    return step


@transaction.atomic
def add_evidence(*, by: Viewer, at: datetime, action: Action, title: str, kept_at: str, on: date) -> Evidence:
    """Add what shows that it was done. Raises Refused for an empty title or a future date."""
    by.require_for("actions.write", action.area_id)
    problem = evidence_problem(title=title, on=on, today=timezone.localdate(at))
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    evidence = Evidence(action=action, title=title, kept_at=kept_at, on=on, by_id=by.account_id)
    check(evidence)
    evidence.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"evidence": evidence.pk})
    return evidence


@transaction.atomic
def roll_up(*, by: Viewer, at: datetime, action: Action) -> Progress | None:
    """Give an action the step that its sub-actions come to by weight; None where that says nothing new.

    All achieved comes to substantial progress until somebody shows evidence for the whole and records it as achieved.
    """
    row, weighed = held(action), weigh(parts_of(action))
    if weighed is None or row.ended_on:
        return None
    level = LEVELS[-2] if weighed.level == "achieved" else weighed.level
    before = row.latest_level or LEVELS[0]  # type: ignore[attr-defined]
    achieved = state_of_row(row, timezone.localdate(at)) is State.ACHIEVED
    if level == before or (achieved and weighed.level == "achieved"):
        return None
    last_on = row.latest_on  # type: ignore[attr-defined]
    on = max(timezone.localdate(at), last_on) if last_on else timezone.localdate(at)
    step = _add(action, by=by, level=level, note=weighed_in_words(weighed), on=on, reopens=achieved, rolled_up=True)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"rolled_up": level})
    return step


def _roll_up_parent(by: Viewer, at: datetime, action: Action) -> None:
    if action.parent_id and action.parent:
        roll_up(by=by, at=at, action=action.parent)


def _by_hand_problem(weighed: Weighed | None, level: str) -> str | None:
    if weighed is None:
        return None
    if level != "achieved":
        return _("This action has sub-actions: record progress on them, and it follows.")
    if weighed.level != "achieved":
        return _("%(base)s. The action is achieved once all its sub-actions are.") % {"base": weighed_in_words(weighed)}
    return None


def _evidence_that_counts(action: Action) -> bool:
    """Evidence at all; after a reopening, evidence from that day on: the earlier one did not hold."""
    reopened = Progress.objects.filter(action=action, reopens=True).order_by("-on", "-pk").first()
    rows = Evidence.objects.filter(action=action)
    return (rows.filter(on__gte=reopened.on) if reopened else rows).exists()


def _add(action: Action, *, by: Viewer, level: str, note: str, on: date, reopens: bool = False, rolled_up: bool = False) -> Progress:
    step = Progress(action=action, level=level, note=note, on=on, reopens=reopens, rolled_up=rolled_up, by_id=by.account_id)
    check(step)
    step.save()
    return step


def _refuse(field: str, sentence: str | None) -> None:
    if sentence:
        raise Refused({field: [sentence]})
