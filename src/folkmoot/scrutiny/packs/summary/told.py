"""Facts about people that stand in the words of a pack and are together rare in the Area: what recognises somebody though no name is left.

The words are read by `folkmoot.redaction.jigsaw`; the figures are the census's, one characteristic at a time, so each number is a rough
estimate with bounds. It warns; those who write and review decide.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.models import Area
from folkmoot.census.queries.populations import Asked, populations
from folkmoot.characteristics.models import Category
from folkmoot.redaction.jigsaw import Attribute, Counts, Fact, Warning, Why, facts_in, rare_combinations
from folkmoot.scrutiny.packs.summary.rules import FEWEST_PEOPLE

MOST_FACTS = 24  # of one person: more than that, and every combination of three is looked at for minutes
AT_MOST = 3
SHOWN = 30
# A word of a text -> the categories of a census scheme that it names. Words that name only a part of a category are in no table.
_SCHEMES = {Attribute.SEX: "sex", Attribute.ETHNICITY: "ethnicity-census-2021", Attribute.RELIGION: "religion-census-2021"}
_CODES: dict[tuple[Attribute, str], tuple[str, ...]] = {
    (Attribute.SEX, "female"): ("F",), (Attribute.SEX, "male"): ("M",),
    (Attribute.ETHNICITY, "bangladeshi"): ("1",), (Attribute.ETHNICITY, "chinese"): ("2",), (Attribute.ETHNICITY, "indian"): ("3",),
    (Attribute.ETHNICITY, "pakistani"): ("4",), (Attribute.ETHNICITY, "asian"): ("1", "2", "3", "4", "5"),
    (Attribute.ETHNICITY, "south asian"): ("1", "3", "4"), (Attribute.ETHNICITY, "black african"): ("6",),
    (Attribute.ETHNICITY, "african"): ("6",), (Attribute.ETHNICITY, "black caribbean"): ("7",), (Attribute.ETHNICITY, "caribbean"): ("7",),
    (Attribute.ETHNICITY, "black"): ("6", "7", "8"), (Attribute.ETHNICITY, "white and asian"): ("9",),
    (Attribute.ETHNICITY, "white and black caribbean"): ("11",), (Attribute.ETHNICITY, "mixed race"): ("9", "10", "11", "12"),
    (Attribute.ETHNICITY, "mixed heritage"): ("9", "10", "11", "12"), (Attribute.ETHNICITY, "white british"): ("13",),
    (Attribute.ETHNICITY, "white irish"): ("14",), (Attribute.ETHNICITY, "irish traveller"): ("15",),
    (Attribute.ETHNICITY, "gypsy"): ("15",),
    (Attribute.ETHNICITY, "roma"): ("16",), (Attribute.ETHNICITY, "white"): ("13", "14", "15", "16", "17"),
    (Attribute.ETHNICITY, "arab"): ("18",),
    (Attribute.RELIGION, "christian"): ("2",), (Attribute.RELIGION, "buddhist"): ("3",), (Attribute.RELIGION, "hindu"): ("4",),
    (Attribute.RELIGION, "jewish"): ("5",), (Attribute.RELIGION, "muslim"): ("6",), (Attribute.RELIGION, "sikh"): ("7",),
}  # fmt: skip
_AGES, _YEARS, _OLDEST = "age-census-2021-18", 5, 85


@dataclass(frozen=True)
class RareTold:
    """A combination in the words: of whom, the words, how many people of the Area, and whether it can simply be looked up.

    `people` is an estimate, `high` the most there can be; both None where no table counts any of it.
    """

    of: str
    words: tuple[str, ...]
    people: float | None
    high: float | None
    looked_up: bool


def rare_in_words(text: str, area: Area | None, at: datetime) -> list[RareTold]:
    """The rarest combinations in a text that fewer than `FEWEST_PEOPLE` people of the Area may share; none without a census."""
    facts = _some(facts_in(text))
    if not facts:
        return []
    counts = _counts(facts, area, at)
    if not counts(()):
        return []
    found = rare_combinations(facts, counts, fewer_than=FEWEST_PEOPLE, at_most=AT_MOST)
    return [_told(one) for one in found[:SHOWN]]


def _told(one: Warning) -> RareTold:
    looked_up = Why.LOOKED_UP in one.why
    return RareTold(
        one.person, tuple(fact.value for fact in one.attributes), one.estimate, one.high if one.estimate is not None else None, looked_up
    )


def _some(facts: Iterable[Fact]) -> list[Fact]:
    """Each fact of a person once, and at most so many of each person, in the order of the text."""
    kept: list[Fact] = []
    seen: set[tuple[str, Attribute, str]] = set()
    of_person: Counter[str] = Counter()
    for fact in facts:
        key = (fact.person, fact.attribute, fact.value)
        if key not in seen and of_person[fact.person] < MOST_FACTS:
            seen.add(key)
            of_person[fact.person] += 1
            kept.append(fact)
    return kept


def _counts(facts: list[Fact], area: Area | None, at: datetime) -> Counts:
    """How many people of the Area share one fact; None for several at once, which no published table counts."""
    wanted = {fact: codes for fact in facts if (codes := _codes_of(fact))}
    rows = Category.objects.filter(scheme__code__in={*_SCHEMES.values(), _AGES}, withdrawn_on__isnull=True).select_related("scheme")
    by_code = {(row.scheme.code, row.code): row for row in rows} if wanted else {}
    asked = {fact: tuple(by_code[code] for code in codes if code in by_code) for fact, codes in wanted.items()}
    questions = {fact: Asked(categories, area) for fact, categories in asked.items() if categories}
    everybody = Asked((), area)
    figures = populations(THE_PRODUCT, [everybody, *questions.values()], today=timezone.localdate(at))
    values = {(fact.attribute, fact.value): _of_age(fact, figures[one].value) for fact, one in questions.items()}

    def counts(some: tuple[Fact, ...]) -> float | None:
        if not some:
            return figures[everybody].value
        return values.get((some[0].attribute, some[0].value)) if len(some) == 1 else None

    return counts


def _codes_of(fact: Fact) -> tuple[tuple[str, str], ...]:
    """The categories that a fact names, each as scheme and code."""
    if fact.attribute is Attribute.AGE and fact.value.isdecimal():
        years = int(fact.value)
        first = years // _YEARS * _YEARS
        return ((_AGES, f"{_OLDEST}+" if years >= _OLDEST else f"{first}-{first + _YEARS - 1}"),)
    scheme = _SCHEMES.get(fact.attribute)
    return tuple((scheme, code) for code in _CODES.get((fact.attribute, fact.value), ())) if scheme else ()


def _of_age(fact: Fact, people: int | None) -> float | None:
    """Of an age in years there are about a fifth of those of its band of five."""
    if people is None or fact.attribute is not Attribute.AGE or int(fact.value) >= _OLDEST:
        return people
    return people / _YEARS
