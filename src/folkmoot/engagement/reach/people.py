"""How many people a community has in a place, and what share of all who live there: as recorded, or else from published counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.accounts.scope import Viewer
from folkmoot.census.territory import Territory
from folkmoot.communities.counted import Counted, Wanted, counted_all
from folkmoot.engagement.reach.adding import Where


@dataclass(frozen=True)
class People:
    """`value` None: nobody has counted them, and `note` says why. `base` is everyone in the place in the same year.

    `derived`: worked out at a merge or a split, so of low confidence.
    """

    value: int | None = None
    base: int | None = None
    source: str = ""
    year: int | None = None
    note: str = ""
    derived: bool = False

    @property
    def share(self) -> float | None:
        return self.value / self.base if self.value is not None and self.base else None


def people_of(viewer: Viewer, wanted: Sequence[Wanted], territory: Territory | None = None) -> dict[Where, People]:
    """The people of each community in each place. What is recorded of all its place counts before what the tables say."""
    published = counted_all(viewer, wanted, territory)
    return {(each.community.pk, each.county.pk if each.county else None): _people(each, published[each]) for each in wanted}


def recorded(wanted: Sequence[Wanted]) -> dict[Where, People]:
    """The people of each community in each place as far as they are recorded, without a look at the tables."""
    return {(each.community.pk, each.county.pk if each.county else None): _people(each, Counted()) for each in wanted}


def _people(each: Wanted, published: Counted) -> People:
    community = each.community
    if community.population is None or (each.county and each.county.pk != community.county_id):
        return People(published.value, published.base, published.source, published.year, published.note)
    year = community.population_on.year if community.population_on else None
    base = published.base if published.year == year else None
    return People(community.population, base, community.population_source, year, derived=community.derived)
