"""Raising actions, changing them, handing them over, and ending those that will not be done."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.actions.minimum.models import MinimumItem
from folkmoot.actions.models import Action, DueMove, Handover
from folkmoot.actions.operations.progress import roll_up
from folkmoot.actions.plans.models import Plan
from folkmoot.actions.queries import held, state_of_row
from folkmoot.actions.rules import (
    closed_problem,
    ending_problem,
    family_problem,
    handover_problem,
    moving_problem,
    partner_problem,
    plan_problem,
)
from folkmoot.actions.smart import smart_problems
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change_with_links, check
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.trends.models import Trend

# What may be changed after an action was raised. Where it came from, its Area and its first day stay as they were.
CHANGEABLE = frozenset(
    {
        "title",
        "measure",
        "owner",
        "agency",
        "due_on",
        "moves",
        "baseline",
        "target",
        "resources",
        "partner_name",
        "plan",
        "parent",
        "weight",
    }
)


@transaction.atomic
def raise_action(
    *, by: Viewer, at: datetime, area: Area | None, origin_kind: str, origin_id: int | None, title: str, measure: str,
    owner: Account | None, due_on: date, agency: str = "cps", starts_on: date | None = None, trends: Iterable[Trend] = (),
    resources: str | None = None, moves: Measure | None = None, baseline: str = "", target: str = "", partner_name: str = "",
    commitments: Iterable[Commitment] = (), plan: Plan | None = None, parent: Action | None = None, weight: int | None = 1,
    minimum: MinimumItem | None = None,
) -> Action:  # fmt: skip
    """Raise a SMART action from whatever gave rise to it; `area` None: an action of the whole service.

    `resources` None: what it takes was not asked. Only an action of the `minimum` set may wait for its owner.
    Raises Refused (by field) or NotAllowed.
    """
    by.require_for("actions.write", area.pk if area else None)
    action = Action(
        area=area, origin_kind=origin_kind, origin_id=origin_id, title=title, measure=measure, owner=owner, agency=agency,
        starts_on=starts_on or timezone.localdate(at), due_on=due_on, raised_by_id=by.account_id, raised_at=at, resources=resources or "",
        moves=moves, baseline=baseline, target=target, partner_name=partner_name, plan=plan, parent=parent, weight=weight or 1,
        minimum=minimum,
    )  # fmt: skip
    _must_hold(action, asked_resources=resources, today=timezone.localdate(at))
    check(action)
    action.save()
    action.trends.set(trends)
    action.commitments.set(commitments)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=action, detail={"origin": origin_kind})
    if parent:
        roll_up(by=by, at=at, action=parent)
    return action


@transaction.atomic
def change_action(
    *, by: Viewer, at: datetime, action: Action, seen_version: int | None = None, trends: Iterable[Trend] | None = None,
    commitments: Iterable[Commitment] | None = None, due_reason: str = "", **values: object,
) -> list[str]:  # fmt: skip
    """Change what is in CHANGEABLE, the trends it answers and the commitments it delivers; returns the fields that changed.

    A moved due date needs `due_reason`; the earlier date and the reason are kept, as is who owned it before.
    Raises Refused, ChangedMeanwhile, or KeyError for another field.
    """
    by.require_for("actions.write", action.area_id)
    if unknown := set(values) - CHANGEABLE:
        raise KeyError(f"an action's {', '.join(sorted(unknown))} cannot be changed")
    today = timezone.localdate(at)
    if closed := closed_problem(state_of_row(held(action), today)):
        raise Refused({"": [closed]})
    was = Action(due_on=action.due_on, owner_id=action.owner_id, parent_id=action.parent_id, weight=action.weight)
    moved = values.get("due_on", was.due_on) not in (was.due_on, None)
    if moved and (problem := moving_problem(reason=due_reason)):
        raise Refused({"due_reason": [problem]})
    _must_hold(_as_changed(action, values), asked_resources=values.get("resources"), today=today)
    links: dict[str, Iterable[Any]] = {name: rows for name, rows in (("trends", trends), ("commitments", commitments)) if rows is not None}
    changed = change_with_links(action, values, links, seen_version=seen_version)
    if moved:
        DueMove.objects.create(
            action=action, was_due_on=was.due_on, now_due_on=action.due_on, reason=due_reason, on=today, by_id=by.account_id
        )
    if action.owner_id and action.owner_id != was.owner_id:
        Handover.objects.create(action=action, from_owner_id=was.owner_id, to_owner_id=action.owner_id, on=today, by_id=by.account_id)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"fields": changed})
    if "plan" in changed:
        action.parts.update(plan=action.plan)
    _roll_up_families(by, at, action, was)
    return changed


@transaction.atomic
def hand_over(*, by: Viewer, at: datetime, action: Action, to: Account, on: date, note: str = "") -> Handover:
    """Give an action to another owner from a day on; an achieved one too, so that somebody is asked whether it worked. Raises Refused."""
    by.require_for("actions.write", action.area_id)
    row = held(action)
    if row.ended_on and (closed := closed_problem(state_of_row(row, timezone.localdate(at)))):
        raise Refused({"": [closed]})
    problem = handover_problem(is_same=row.owner_id == to.pk, on=on, starts_on=row.starts_on, today=timezone.localdate(at))
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    handover = Handover(action=action, from_owner_id=row.owner_id, to_owner=to, on=on, note=note, by_id=by.account_id)
    check(handover)
    change_with_links(action, {"owner": to}, {}, seen_version=row.version)
    handover.save()
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=action, detail={"fields": ["owner"]})
    return handover


@transaction.atomic
def end_action(*, by: Viewer, at: datetime, action: Action, reason: str) -> None:
    """Say that an action will not be done, and why; its sub-actions end with it. Raises Refused, also for one of the minimum set."""
    by.require_for("actions.write", action.area_id)
    if action.minimum_id:
        by.require_national("minimum.issue")
    today = timezone.localdate(at)
    problem = ending_problem(state=state_of_row(held(action), today), reason=reason)
    if problem:
        raise Refused({problem[0]: [problem[1]]})
    ending = [action, *(part for part in action.parts.filter(ended_on__isnull=True) if not closed_problem(state_of_row(held(part), today)))]
    for one in ending:
        change_with_links(one, {"ended_on": today, "ended_why": reason}, {})
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=one, detail={"ended": True})
    if action.parent_id and action.parent:
        roll_up(by=by, at=at, action=action.parent)


def _as_changed(action: Action, values: Mapping[str, object]) -> Action:
    """The action as it would be, without touching the one in hand."""
    fields = {field.attname: getattr(action, field.attname) for field in Action._meta.concrete_fields}
    changed = Action(**fields)
    for name, value in values.items():
        setattr(changed, name, value)
    return changed


def _must_hold(action: Action, *, asked_resources: object, today: date) -> None:
    """Raises Refused where the action as it stands is not SMART, or is placed where it cannot be."""
    problems = smart_problems(
        title=action.title, measure=action.measure, starts_on=action.starts_on, due_on=action.due_on,
        resources=None if asked_resources is None else str(asked_resources), has_owner=bool(action.owner_id or action.minimum),
    )  # fmt: skip
    placed = {"partner_name": partner_problem(agency=action.agency, partner_name=action.partner_name)}
    if action.plan:
        placed["plan"] = plan_problem(plan_area=action.plan.area_id, area=action.area_id)
    if action.parent:
        placed["parent"] = family_problem(
            parent_is_part=action.parent.parent_id is not None, same_area=action.parent.area_id == action.area_id,
            has_parts=action.pk is not None and Action.objects.filter(parent=action.pk).exists(), is_itself=action.parent_id == action.pk,
        )  # fmt: skip
        placed["parent"] = placed["parent"] or closed_problem(state_of_row(held(action.parent), today))
    problems |= {field: [sentence] for field, sentence in placed.items() if sentence}
    if problems:
        raise Refused(problems)


def _roll_up_families(by: Viewer, at: datetime, action: Action, was: Action) -> None:
    """Both the action it was part of and the one it is part of now follow from their parts."""
    if (action.parent_id, action.weight) == (was.parent_id, was.weight):
        return
    for parent in Action.objects.filter(pk__in=[pk for pk in (was.parent_id, action.parent_id) if pk]):
        roll_up(by=by, at=at, action=parent)
