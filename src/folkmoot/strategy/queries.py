"""Reading strategies. They are public; the viewer is taken all the same, so that no page can forget who is looking."""

from django.db.models import Prefetch, QuerySet

from folkmoot.errors import FolkmootError
from folkmoot.foundation.audit import Actor
from folkmoot.strategy.models import Aim, Commitment, Strategy


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
        .select_related("area")
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
