"""How deprived an authority is, by the index of its own nation and edition. England and Wales are never ranked together."""

from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.areas.models import Authority
from folkmoot.census.models import Score
from folkmoot.census.sources import SOURCES
from folkmoot.census.sources.declaring import Source
from folkmoot.census.territory import Territory
from folkmoot.foundation.audit import Actor


@dataclass(frozen=True)
class Deprivation:
    """A score of an authority. `rank` 1 is the most deprived of `of` authorities of the same nation and edition."""

    authority: Authority
    source: Source
    average: float
    share_worst: float
    rank: int
    of: int


def deprivation_of(viewer: Actor, authorities: Iterable[Authority], *, territory: Territory | None = None) -> list[Deprivation]:
    """The scores of some authorities by every index that is in, newest first. Given `territory`, those of the authorities before them too.

    A score is of the authority it was published for; scores are never added up or averaged.
    """
    wanted = {one.pk for one in authorities}
    if territory:
        wanted |= {
            pk for one in list(wanted) for pk in territory.members(territory.authorities.get(one)).whole if one in territory.authorities
        }
    rows = list(
        Score.objects.filter(table__replaced_at__isnull=True).select_related("table", "authority").order_by("-table__year", "-average")
    )
    of: dict[int, list[Score]] = {}
    for row in rows:
        of.setdefault(row.table_id, []).append(row)
    return [
        Deprivation(
            row.authority, SOURCES[row.table.source], float(row.average), float(row.share_worst),
            1 + sum(other.average > row.average for other in of[row.table_id]), len(of[row.table_id]),
        )
        for row in rows
        if row.authority_id in wanted and row.table.source in SOURCES
    ]  # fmt: skip
