"""Delivery of commitments. What an Area does is seen by those who may read its actions; of other Areas only whether anything is done.

That an Area has an action for a published commitment says nothing of the action: no title, owner, day or number.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.commitments.rules import NOTHING, Delivered, Reach, add_up, in_time, reach_of
from folkmoot.actions.models import Action
from folkmoot.actions.queries import list_actions
from folkmoot.actions.rules import State
from folkmoot.areas.models import Area
from folkmoot.areas.queries import list_areas
from folkmoot.strategy.models import Commitment, Ownership, Standing, Strategy
from folkmoot.strategy.queries import list_commitments, owners_of, standings_of

ORIGIN = "strategy.commitment"


@dataclass(frozen=True)
class Tracked:
    """One commitment as a line of the tracker. `owner` and `standing` are None where nobody answers or nothing was reported."""

    commitment: Commitment
    owner: Ownership | None
    standing: Standing | None
    delivered: Delivered
    reach: Reach


def track(viewer: Viewer, *, today: date, commitments: Iterable[Commitment] | None = None, area_id: int | None = None) -> list[Tracked]:
    """The commitments with what is done for each, in document order; counts are of the actions in sight, or of one Area of them.

    The number of queries does not grow with the commitments.
    """
    lines = list(list_commitments(viewer).select_related("strategy__area", "aim__parent") if commitments is None else commitments)
    ids = [line.pk for line in lines]
    owners, standings = owners_of(viewer, ids, on=today), standings_of(viewer, ids)
    done, reaches = delivered(viewer, ids, today=today, area_id=area_id), reach_by_commitment(viewer, lines, today=today)
    return [Tracked(line, owners.get(line.pk), standings.get(line.pk), done.get(line.pk, NOTHING), reaches[line.pk]) for line in lines]


def delivered(viewer: Viewer, commitment_ids: Collection[int], *, today: date, area_id: int | None = None) -> dict[int, Delivered]:
    """How the actions in sight stand that serve each commitment; a commitment that none serves is left out."""
    rows = list_actions(viewer, today=today, area_id=area_id).order_by()
    states: defaultdict[int, dict[int, State]] = defaultdict(dict)
    for commitment, action, state in _pairs(rows, commitment_ids, "state"):
        states[commitment][action] = State(state)
    return {commitment: add_up(of.values()) for commitment, of in states.items()}


def actions_by_commitment(viewer: Viewer, commitment_ids: Collection[int], *, today: date) -> dict[int, list[Action]]:
    """The actions in sight that serve each commitment, with their evidence, the overdue first; in a constant number of queries."""
    rows = list_actions(viewer, today=today)
    serving = {(commitment, action) for commitment, action, _area in _pairs(rows.order_by(), commitment_ids, "area_id")}
    found: defaultdict[int, list[Action]] = defaultdict(list)
    for row in rows.filter(pk__in={action for _commitment, action in serving}).prefetch_related("evidence"):
        for commitment in commitment_ids:
            if (commitment, row.pk) in serving:
                found[commitment].append(row)
    return dict(found)


def _pairs(rows: QuerySet[Action], commitment_ids: Collection[int], field: str) -> Iterable[tuple[int, int, Any]]:
    """Commitment, action and a field of the action, for those that name a commitment and those that were raised from one."""
    ids = list(commitment_ids)
    yield from rows.filter(commitments__in=ids).values_list("commitments", "pk", field)
    yield from rows.filter(origin_kind=ORIGIN, origin_id__in=ids).values_list("origin_id", "pk", field)


def reach_by_commitment(viewer: Viewer, commitments: Collection[Commitment], *, today: date) -> dict[int, Reach]:
    """For each commitment the Areas where an action is open or achieved in the time of its strategy, and those where none is.

    Of every Area, whoever looks: only that something is done is said, and only to those who may read the actions of some Area.
    """
    viewer.require("actions.read")
    found = _happening([line.pk for line in commitments], {line.pk: line.strategy for line in commitments})
    areas = [area.pk for area in list_areas(viewer, on=today)]
    return {line.pk: reach_of(_for(line.strategy, areas), found.get(line.pk, set())) for line in commitments}


def actions_for(viewer: Viewer, commitment: Commitment, *, today: date) -> QuerySet[Action]:
    """The actions in sight that serve one commitment, with their evidence: by Area, the overdue first."""
    rows = list_actions(viewer, today=today).filter(_serves(commitment.pk))
    return rows.distinct().prefetch_related("evidence")


def areas_named(viewer: Viewer, ids: Collection[int]) -> list[Area]:
    """Areas by name. Their names are public."""
    return list(Area.objects.filter(pk__in=list(ids)).order_by("name_en"))


def idle(viewer: Viewer, area_id: int, *, today: date) -> list[Commitment]:
    """The commitments in force for which nothing is happening in one Area."""
    lines = [line for line in list_commitments(viewer, kind=Commitment.Kind.COMMITMENT).select_related("strategy__area") if in_force(line)]
    reaches = reach_by_commitment(viewer, lines, today=today)
    return [line for line in lines if area_id in reaches[line.pk].nothing]


def in_force(commitment: Commitment) -> bool:
    return commitment.ended_on is None and commitment.strategy.ended_on is None


def _serves(commitment_id: int) -> Q:
    return Q(commitments=commitment_id) | Q(origin_kind=ORIGIN, origin_id=commitment_id)


def _happening(commitment_ids: list[int], strategies: dict[int, Strategy]) -> dict[int, set[int | None]]:
    """Of every Area, seen or not: nothing but the Area leaves this function."""
    rows = Action.objects.filter(ended_on__isnull=True)
    fields = ("area_id", "starts_on", "due_on")
    chosen = rows.filter(commitments__in=commitment_ids).values_list("commitments", *fields)
    raised = rows.filter(origin_kind=ORIGIN, origin_id__in=commitment_ids).values_list("origin_id", *fields)
    found: defaultdict[int, set[int | None]] = defaultdict(set)
    for commitment, area, starts_on, due_on in (*chosen, *raised):
        of = strategies[commitment]
        if in_time(starts_on=starts_on, due_on=due_on, starts=of.starts, ends=of.ended_on or of.ends):
            found[commitment].add(area)
    return found


def _for(strategy: Strategy, areas: list[int]) -> list[int]:
    """The Areas a strategy is for: all in being today, or its own."""
    return areas if strategy.area_id is None else [strategy.area_id]
