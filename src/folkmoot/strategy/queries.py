"""Reading strategies. They are public; the viewer is taken all the same, so that no page can forget who is looking."""

from collections.abc import Collection
from datetime import date

from django.db.models import Prefetch, QuerySet

from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import Actor
from folkmoot.strategy.lines import Held
from folkmoot.strategy.models import Aim, Commitment, Ownership, Standing, Strategy


class NoSuchAim(FolkmootError):
    """No aim has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no aim “{code}”.", "", "Choose one from the page of the strategy.")


def list_strategies(viewer: Actor) -> QuerySet[Strategy]:
    """Every strategy, each with `listed_aims` (top aims, each with `listed_sub_aims`) and `listed_lines` (all its lines)."""
    lines = Commitment.objects.filter(withdrawn_on__isnull=True)
    below = Aim.objects.filter(withdrawn_on__isnull=True).prefetch_related(Prefetch("commitments", lines, to_attr="listed_lines"))
    tops = below.filter(parent__isnull=True).prefetch_related(Prefetch("sub_aims", below, to_attr="listed_sub_aims"))
    return (
        Strategy.objects.filter(withdrawn_on__isnull=True)
        .select_related("area", "successor")
        .prefetch_related(Prefetch("aims", tops, to_attr="listed_aims"), Prefetch("commitments", lines, to_attr="listed_lines"))
    )


def list_aims(viewer: Actor, *, strategy: str | None = None, top_only: bool = False) -> QuerySet[Aim]:
    """Aims in their order, sub-aims after the aim they serve; `top_only` leaves sub-aims out."""
    rows = Aim.objects.filter(withdrawn_on__isnull=True).select_related("strategy", "parent")
    if strategy:
        rows = rows.filter(strategy__code=strategy)
    return rows.filter(parent__isnull=True) if top_only else rows


def get_aim(viewer: Actor, code: str) -> Aim:
    """One aim by its code. Raises NoSuchAim."""
    aim = list_aims(viewer).filter(code=code).first()
    if aim is None:
        raise NoSuchAim(code)
    return aim


def list_commitments(
    viewer: Actor, *, strategy: str | None = None, aim: Aim | None = None, kind: str | None = None
) -> QuerySet[Commitment]:
    """Lines of the strategies in document order; those of an aim take in its sub-aims."""
    rows = Commitment.objects.filter(withdrawn_on__isnull=True).select_related("strategy", "aim")
    if strategy:
        rows = rows.filter(strategy__code=strategy)
    if aim:
        rows = rows.filter(aim__in=[aim.pk, *Aim.objects.filter(parent=aim).values_list("pk", flat=True)])
    return rows.filter(kind=kind) if kind else rows


def get_strategy(viewer: Actor, code: str) -> Strategy:
    """One strategy with its aims and lines, as `list_strategies` reads them. Raises Strategy.DoesNotExist."""
    return list_strategies(viewer).select_related("area", "successor").prefetch_related("predecessors").get(code=code)


def get_commitment(viewer: Actor, commitment_id: int) -> Commitment:
    """One line with its strategy and aim. Raises Commitment.DoesNotExist."""
    rows = list_commitments(viewer).select_related("strategy__area", "strategy__successor", "aim__parent")
    return rows.prefetch_related("corrections__by", "ownerships__account", "ownerships__by", "standings__by").get(pk=commitment_id)


def commitments_of_area(viewer: Actor, area_id: int | None, *, also: Collection[int] = ()) -> QuerySet[Commitment]:
    """The lines an action of this Area may serve: those in force of the whole service and of its own strategy; `also` those it has."""
    rows = list_commitments(viewer)
    of_area = (
        rows.filter(strategy__area__isnull=True) | rows.filter(strategy__area_id=area_id)
        if area_id
        else rows.filter(strategy__area__isnull=True)
    )
    in_force = of_area.filter(ended_on__isnull=True, strategy__ended_on__isnull=True)
    return in_force | rows.filter(pk__in=list(also))


def owners_of(viewer: Actor, commitment_ids: Collection[int], *, on: date) -> dict[int, Ownership]:
    """Who answers for each commitment on a day; one that nobody ever answered for, or nobody does any longer, is left out."""
    rows = Ownership.objects.filter(commitment__in=list(commitment_ids), since__lte=on).select_related("account").order_by("since", "pk")
    latest = {row.commitment_id: row for row in rows}
    return {commitment: row for commitment, row in latest.items() if row.account_id}


def standings_of(viewer: Actor, commitment_ids: Collection[int]) -> dict[int, Standing]:
    """The latest report of where each commitment stands; one of which nothing was reported is left out."""
    rows = Standing.objects.filter(commitment__in=list(commitment_ids)).order_by("on", "pk")
    return {row.commitment_id: row for row in rows}


def held_by(viewer: Actor, strategy: Strategy) -> Held:
    """The aims and the words a strategy has already, for a file that may add to it."""
    tops = {aim.name_en: aim.parent_id is None for aim in list_aims(viewer, strategy=strategy.code)}
    return Held(tops, frozenset(list_commitments(viewer, strategy=strategy.code).values_list("words_en", flat=True)))
