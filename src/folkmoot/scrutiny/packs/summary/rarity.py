"""Whether what is told of somebody fits so few people of the Area that a neighbour would know who is meant.

Published tables count one characteristic at a time, so the estimate multiplies shares as if they were independent. They are not: it may
be several times too high or too low, and is said to be an estimate.
"""

from datetime import datetime
from math import prod

from django.utils import timezone

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.models import Area
from folkmoot.census.queries.populations import Asked, Population, populations
from folkmoot.characteristics.models import Category
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.summary.models import PackPerson
from folkmoot.scrutiny.packs.summary.queries import people_of
from folkmoot.scrutiny.packs.summary.rules import FEWEST_PEOPLE, Rare, rare_unexplained

TRAIT_SCHEMES = (
    "sex", "age-census-2021-11", "ethnicity-census-2021", "religion-census-2021", "disability-census-2021",
    "sexual-orientation-census-2021-5", "gender-identity-census-2021-6", "main-language-census-2021",
)  # fmt: skip


def rare_people(pack: Pack, at: datetime) -> list[Rare]:
    """Everybody of a pack whose traits together fit fewer people of the Area than `FEWEST_PEOPLE`, or for whom nobody can say."""
    told = [(one, list(one.traits.all())) for one in people_of(pack)]
    area = pack.drawn.draw.panel.area
    asked = {Asked((trait,), area) for _one, traits in told for trait in traits} | {Asked((), area)}
    figures = populations(THE_PRODUCT, asked, today=timezone.localdate(at)) if any(traits for _one, traits in told) else {}
    found = [(one, _estimate(traits, figures, area)) for one, traits in told if traits]
    return [_rare(one, people) for one, people in found if people is None or people < FEWEST_PEOPLE]


def rare_in(pack: Pack, at: datetime) -> list[Rare]:
    """Those of them for whom nobody has said why the panel must know."""
    return rare_unexplained(rare_people(pack, at))


def _estimate(traits: list[Category], figures: dict[Asked, Population], area: Area | None) -> float | None:
    """How many people of the Area are expected to have all of these traits; None where a table is missing."""
    everybody = figures[Asked((), area)].value
    shares = [figures[Asked((trait,), area)].share for trait in traits]
    known = [share for share in shares if share is not None]
    if everybody is None or len(known) < len(shares):
        return None
    return everybody * prod(share / 100 for share in known)


def _rare(one: PackPerson, people: float | None) -> Rare:
    return Rare(one.called, tuple(trait.name for trait in one.traits.all()), people, one.kept_why)
