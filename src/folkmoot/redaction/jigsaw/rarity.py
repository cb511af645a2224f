"""Facts that together are so rare in an Area that somebody could be recognised without any name.

How many people share all of them is seldom counted anywhere. Where one table counts them together, that figure is used. Where none
does, the estimate multiplies shares as if the facts were independent, starting from the rarest facts that a table does count
together. That is rough: facts that go together (a religion and a nationality) are shared by more people than it says, facts that
seldom meet by fewer. So two bounds stand beside it (Fréchet 1951): no more people can share all the facts than share the rarest part
of them that is counted; and no fewer than the counts leave over when they overlap as little as they can, which is mostly none.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from folkmoot.redaction.jigsaw.facts import Attribute, Fact, facts_in
from folkmoot.redaction.jigsaw.words import coarser_words

# People in the Area who have all of these facts, from one table; None where no table counts them together. No facts: everybody.
Counts = Callable[[tuple[Fact, ...]], float | None]


class Why(StrEnum):
    """What an estimate rests on. A page says each in its own language."""

    COUNTED = "counted"  # one table counts exactly these people
    INDEPENDENT = "independent"  # multiplied as if the facts had nothing to do with one another
    NOT_COUNTED = "not_counted"  # some fact is in no table: in truth fewer people than estimated
    LOOKED_UP = "looked_up"  # an event that anybody can look up


class Coarser(StrEnum):
    """How a fact can be said so that more people share it."""

    AGE_BAND = "age_band"
    WIDER_PLACE = "wider_place"
    SECTOR = "sector"
    BROADER_GROUP = "broader_group"
    REGION_OF_WORLD = "region_of_world"
    BROADER_OFFENCE = "broader_offence"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True)
class Suggestion:
    """Say `instead` for a fact; an empty text means to leave it out. `wider_place` leaves the county's name to the caller."""

    fact: Fact
    how: Coarser
    instead: str = ""


@dataclass(frozen=True)
class Warning:
    """A combination that few people share.

    `estimate`, `low` and `high` are people in the Area; `estimate` is None where nothing could be counted. `coarsen` begins with the
    change that helps most.
    """

    attributes: tuple[Fact, ...]
    estimate: float | None
    low: float
    high: float
    why: tuple[Why, ...]
    coarsen: tuple[Suggestion, ...]
    person: str = ""

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the facts stand in the text."""
        return tuple((fact.start, fact.end) for fact in self.attributes if fact.end)


def rare_combinations(text_or_facts: str | Iterable[Fact], counts: Counts, *, fewer_than: float = 10, at_most: int = 4) -> list[Warning]:
    """The smallest combinations, of up to `at_most` facts of one person, that fewer than `fewer_than` people may share; rarest first.

    A combination that holds a smaller one already warned of is left out. An event that can be looked up is a warning by itself.
    """
    facts = facts_in(text_or_facts) if isinstance(text_or_facts, str) else list(text_or_facts)
    found: list[Warning] = []
    for person, own in _by_person(facts).items():
        found += _of_one(person, own, _remembering(counts), fewer_than, at_most)
    return sorted(found, key=lambda each: (each.estimate is not None, each.estimate or 0.0, [fact.start for fact in each.attributes]))


def _by_person(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """Facts by person, each value once. What is said of nobody in particular goes to the only person there is, or stays by itself."""
    people = {fact.person for fact in facts if fact.person}
    only = next(iter(people)) if len(people) == 1 else ""
    grouped: dict[str, dict[tuple[Attribute, str], Fact]] = {}
    for fact in facts:
        grouped.setdefault(fact.person or only, {}).setdefault((fact.attribute, fact.value), fact)
    return {person: list(own.values()) for person, own in grouped.items()}


def _remembering(counts: Counts) -> Counts:
    known: dict[frozenset[tuple[Attribute, str]], float | None] = {}

    def remembered(facts: tuple[Fact, ...]) -> float | None:
        key = frozenset((fact.attribute, fact.value) for fact in facts)
        if key not in known:
            known[key] = counts(facts)
        return known[key]

    return remembered


def _of_one(person: str, facts: list[Fact], counts: Counts, fewer_than: float, at_most: int) -> Iterator[Warning]:
    events = [fact for fact in facts if fact.attribute is Attribute.EVENT]
    for event in events:
        yield Warning((event,), None, 0.0, counts(()) or float("inf"), (Why.LOOKED_UP,), (_coarser(event),), person)
    others = [fact for fact in facts if fact.attribute is not Attribute.EVENT]
    warned: list[frozenset[Fact]] = []
    for size in range(1, at_most + 1):
        for group in combinations(others, size):
            if _contradicts(group) or any(each <= frozenset(group) for each in warned):
                continue
            figure = estimated(group, counts)
            if figure.estimate is not None and figure.estimate < fewer_than:
                warned.append(frozenset(group))
                yield Warning(group, figure.estimate, figure.low, figure.high, figure.why, _coarsen(group, counts), person)


def _contradicts(group: Sequence[Fact]) -> bool:
    """Two ages or two sexes are said of two people."""
    return any(sum(fact.attribute is attribute for fact in group) > 1 for attribute in (Attribute.AGE, Attribute.SEX))


@dataclass(frozen=True)
class Figure:
    """How many people share some facts, with bounds and what they rest on."""

    estimate: float | None
    low: float
    high: float
    why: tuple[Why, ...]


def estimated(facts: Sequence[Fact], counts: Counts) -> Figure:
    """People in the Area who share all of `facts`. Raises ValueError where `counts` does not know how many people there are."""
    everybody = counts(())
    if not everybody or everybody < 0:
        raise ValueError("counts(()) must be the number of people in the Area")
    together = counts(tuple(facts))
    if together is not None:
        return Figure(together, together, together, (Why.COUNTED,))
    alone = {fact: counts((fact,)) for fact in facts}
    counted = [fact for fact in facts if alone[fact] is not None]
    if not counted:
        return Figure(None, 0.0, everybody, (Why.NOT_COUNTED,))
    parts = dict(_counted_parts(counted, counts))
    rarest = min(parts, key=lambda part: (parts[part], -len(part)))
    high = min([*parts.values(), everybody])
    estimate = _multiplied(counted, parts, everybody)
    low = 0.0 if len(counted) < len(facts) else max(0.0, sum(alone[fact] or 0.0 for fact in counted) - (len(counted) - 1) * everybody)
    why = [Why.COUNTED] if len(rarest) == len(counted) else [Why.INDEPENDENT]
    return Figure(min(estimate, high), min(low, high), high, (*why, *([Why.NOT_COUNTED] if len(counted) < len(facts) else ())))


def _counted_parts(facts: Sequence[Fact], counts: Counts) -> Iterator[tuple[tuple[Fact, ...], float]]:
    """Every part of the facts that some table counts together."""
    for size in range(1, len(facts) + 1):
        for part in combinations(facts, size):
            if (figure := counts(part)) is not None:
                yield part, figure


def _multiplied(facts: Sequence[Fact], parts: dict[tuple[Fact, ...], float], everybody: float) -> float:
    """People, from the largest parts that are counted together, each taken once, as if the parts were independent."""
    estimate, left = everybody, set(facts)
    for part in sorted(parts, key=lambda part: (-len(part), parts[part])):
        if left.issuperset(part):
            estimate *= parts[part] / everybody
            left -= set(part)
    return estimate


def _coarsen(group: Sequence[Fact], counts: Counts) -> tuple[Suggestion, ...]:
    """What to say instead, beginning with the fact without which most people would share the rest."""

    def without(fact: Fact) -> float:
        rest = [other for other in group if other != fact]
        return (estimated(rest, counts).estimate if rest else counts(())) or 0.0

    return tuple(_coarser(fact) for fact in sorted(group, key=without, reverse=True))


_BROADER = {
    Attribute.OCCUPATION: Coarser.SECTOR,
    Attribute.ETHNICITY: Coarser.BROADER_GROUP,
    Attribute.NATIONALITY: Coarser.REGION_OF_WORLD,
    Attribute.OFFENCE: Coarser.BROADER_OFFENCE,
}


def _coarser(fact: Fact) -> Suggestion:
    if fact.attribute is Attribute.AGE:
        return Suggestion(fact, Coarser.AGE_BAND, age_band(int(fact.value)))
    if fact.attribute is Attribute.PLACE:
        return Suggestion(fact, Coarser.WIDER_PLACE)
    instead = coarser_words(fact.attribute.value).get(fact.value, "") if fact.attribute in _BROADER else ""
    return Suggestion(fact, _BROADER[fact.attribute], instead) if instead else Suggestion(fact, Coarser.LEAVE_OUT)


def age_band(years: int) -> str:
    """Under 18, tens of years, or 80 and over: few people are very old, and a child's exact age tells the school year."""
    if years < 18:
        return "under 18"
    if years >= 80:
        return "80 or over"
    first = max(18, years // 10 * 10)
    return f"{first} to {years // 10 * 10 + 9}"
