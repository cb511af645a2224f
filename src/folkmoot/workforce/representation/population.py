"""The share of a group among the people of an Area, or of England and Wales, by the census: a line to hold representation against."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.census.queries.populations import population
from folkmoot.characteristics.models import Category
from folkmoot.stats.counts import Counts
from folkmoot.stats.reach import BesidePopulation
from folkmoot.stats.workforce.representation import Representation
from folkmoot.stats.workforce.targets import against_population

# By characteristic: the scheme of the census table, and the codes of each group of staff in it.
_IN_THE_CENSUS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "ethnicity": (
        "ethnicity-census-2021", {"Asian": "A", "Black": "B", "Mixed": "M", "White": "W", "Other": "O", "Ethnic minority": "A B M O"},
    ),
    "sex": ("sex", {"Female": "F", "Male": "M"}),
    "disability": ("disability-census-2021", {"Disabled": "1 2", "Not disabled": "3 4"}),
    "sexual_orientation": ("sexual-orientation-census-2021-5", {"Lesbian gay bisexual or other": "2 3 4", "Heterosexual": "1"}),
    "gender_identity": (
        "gender-identity-census-2021-6", {"Different from sex registered at birth": "2 3 4 5", "Same as sex registered at birth": "1"},
    ),
    "religion": (
        "religion-census-2021",
        {
            "No religion": "1", "Christian": "2", "Buddhist": "3", "Hindu": "4", "Jewish": "5", "Muslim": "6", "Sikh": "7",
            "Other religion": "8",
        },
    ),
}  # fmt: skip
_AGED_16 = frozenset({"sexual_orientation", "gender_identity"})  # the census asked only people of that age


@dataclass(frozen=True)
class Local:
    """`share` 0 to 1 of `base` people in the year of the census; `beside` None where a headcount is withheld.

    `adults`: the base is people aged 16 and over; otherwise all ages, because no table of this group by age and place was brought in.
    """

    share: float
    base: int
    year: int | None
    source: str
    beside: BesidePopulation | None
    note: str
    adults: bool = False
    place: str = ""


def local(viewer: Viewer, characteristic: str, groups: Sequence[str], found: Representation, area: Area | None) -> Local | None:
    """None where the census of that place is not in, or does not ask of this characteristic in these groups."""
    scheme, known = _IN_THE_CENSUS.get(characteristic, ("", {}))
    codes = {code for group in groups for code in known.get(group, "").split()}
    if not codes or not all(group in known for group in groups):
        return None
    categories = list(Category.objects.filter(scheme__code=scheme, code__in=codes, withdrawn_on__isnull=True))
    if len(categories) != len(codes):
        return None
    there = population(viewer, categories=categories, area=area)
    if there.value is None or not there.base:
        return None
    beside = against_population(found, Counts(there.base, there.value))
    place = str(area) if area else ""
    return Local(there.value / there.base, there.base, there.year, there.source, beside, there.note, characteristic in _AGED_16, place)
