"""Writing actions: raise, change, record progress, add evidence. Each is one transaction with its audit event."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action, Evidence, Progress
from folkmoot.actions.rules import evidence_problem, progress_problem, smart_problems
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change_with_links, check
from folkmoot.strategy.trends.models import Trend

# What may be changed after an action was raised. Where it came from, its Area and its first day stay as they were.
CHANGEABLE = frozenset({"title", "measure", "owner", "agency", "due_on"})


@transaction.atomic
def raise_action(
    *, by: Viewer, at: datetime, area: Area | None, origin_kind: str, origin_id: int | None, title: str, measure: str,
    owner: Account, due_on: date, agency: str = "cps", starts_on: date | None = None, trends: Iterable[Trend] = (),
) -> Action:  # fmt: skip
    """Raise a SMART action from whatever gave rise to it; `area` None: an action of the whole service.

    Raises Refused (by field) or NotAllowed.
    """
    by.require_for("actions.write", area.pk if area else None)
    starts = starts_on or timezone.localdate(at)
    problems = smart_problems(title=title, measure=measure, starts_on=starts, due_on=due_on)
    if problems:
        raise Refused(problems)
    action = Action(
        area=area, origin_kind=origin_kind, origin_id=origin_id, title=title, measure=measure, owner=owner, agency=agency,
        starts_on=starts, due_on=due_on, raised_by_id=by.account_id, raised_at=at,
    )  # fmt: skip
    check(action)
    action.save()
    action.trends.set(trends)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=action, detail={"origin": origin_kind})
    return action


@transaction.atomic
def change_action(
    *, by: Viewer, at: datetime, action: Action, seen_version: int | None = None, trends: Iterable[Trend] | None = None, **values: object
) -> list[str]:
    """Change what is in CHANGEABLE, and the trends it answers; returns the fields that changed.

    Raises Refused, ChangedMeanwhile, or KeyError for another field.
    """
    by.require_for("actions.write", action.area_id)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"an action's {', '.join(sorted(unknown))} cannot be changed")
    due_on = values.get("due_on", action.due_on)
    problems = smart_problems(
        title=str(values.get("title", action.title)), measure=str(values.get("measure", action.measure)),
        starts_on=action.starts_on, due_on=due_on if isinstance(due_on, date) else None,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    changed = change_with_links(action, values, {} if trends is None else {"trends": trends}, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"fields": changed})
    return changed


@transaction.atomic
def record_progress(*, by: Viewer, at: datetime, action: Action, level: str, note: str, on: date) -> Progress:
    """Add one dated step. Raises Refused (by field) when the rules do not allow it."""
    by.require_for("actions.write", action.area_id)
    problem = progress_problem(
        level=level, note=note, has_evidence=Evidence.objects.filter(action=action).exists(), on=on, starts_on=action.starts_on,
        today=timezone.localdate(at),
    )  # fmt: skip
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    step = Progress(action=action, level=level, note=note, on=on, by_id=by.account_id)
    check(step)
    step.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"progress": level})
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
