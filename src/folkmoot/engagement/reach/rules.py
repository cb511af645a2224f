"""The order of opportunities, and when a figure is too few to be shaded. No database, no clock."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import TypeVar

from folkmoot.communities.rules import Contact

T = TypeVar("T")


@dataclass(frozen=True)
class Weights:
    """The constants of the order, set for the whole service (`settings.REACH`) and shown on the page.

    The `…_factor`s multiply: 1 changes nothing. `never_met_months`: a community never met counts as last met so many months ago.
    Of a map by county: `few_contacts` are too few to tell; `min_stated` of all contacts must state their county.
    """

    low_trust_factor: float = 1.5
    nobody_speaks_factor: float = 1.25
    no_organisation_factor: float = 1.25
    never_met_months: int = 60
    few_contacts: int = 5
    min_stated: float = 0.6


def weights_from(settings: Mapping[str, float]) -> Weights:
    """The constants as the service has set them; what is not set stays as it is. Raises ValueError for one that is not above 0."""
    known = {field.name for field in fields(Weights)}
    if unknown := set(settings) - known:
        raise ValueError(f"no such constant: {', '.join(sorted(unknown))}")
    if any(value <= 0 for value in settings.values()):
        raise ValueError("every constant of the order is above 0")
    return Weights(**{name: type(getattr(Weights, name))(value) for name, value in settings.items()})


@dataclass(frozen=True)
class Why:
    """Why an opportunity stands where it does: people × how many times over contact is due × the factors that apply.

    `people` None: nobody has counted them, and the community stands in a list of its own, by its `urgency`. `speakers` and
    `organisations` None: the viewer may not see them, and they do not count.
    """

    people: int | None
    times_due: float
    low_trust: float = 1.0
    nobody_speaks: float = 1.0
    no_organisation: float = 1.0

    @property
    def factor(self) -> float:
        return self.low_trust * self.nobody_speaks * self.no_organisation

    @property
    def urgency(self) -> float:
        """How late contact is, times the factors: what puts those in order whom nobody has counted."""
        return self.times_due * self.factor

    @property
    def score(self) -> float | None:
        """People times urgency; None where nobody has counted them: no number of people is made up for them."""
        return None if self.people is None else self.people * self.urgency


def times_due(contact: Contact, weights: Weights) -> float:
    """How many times over the expected interval has passed since the last contact: 1 is due now, 2 is one contact missed."""
    months = weights.never_met_months if contact.months_since is None else contact.months_since
    return months / contact.every_months


def why(*, people: int | None, contact: Contact, low_trust: bool, speakers: int | None, organisations: int | None, weights: Weights) -> Why:
    """The numbers by which one community is put in order."""
    return Why(
        people,
        times_due(contact, weights),
        weights.low_trust_factor if low_trust else 1.0,
        weights.nobody_speaks_factor if speakers == 0 else 1.0,
        weights.no_organisation_factor if organisations == 0 else 1.0,
    )


def place_in_order(contact: Contact, reasons: Why) -> tuple[bool, bool, float]:
    """Sorts communities: overdue before met, known size before unknown; those of known size by score, the others by urgency.

    The two cannot be compared: a page that shows the first few shows the first few of each.
    """
    return (not contact.overdue, reasons.people is None, -(reasons.urgency if reasons.score is None else reasons.score))


def alternately(first: Sequence[T], second: Sequence[T]) -> list[T]:
    """One of each list in turn, each in its order, until both are used up: where two orders cannot be compared, neither hides the other."""
    pairs = zip_longest(((each,) for each in first), ((each,) for each in second), fillvalue=())
    return [each for pair in pairs for found in pair for each in found]


def expected_contacts(every_months: int, months: int) -> float:
    """How many contacts a period of so many months should hold."""
    return months / every_months


@dataclass(frozen=True)
class Rate:
    """Contacts per 10,000 people, with a 95 per cent interval. Not `steady`: too few to tell, and a shade would show chance."""

    contacts: int
    people: int
    value: float
    low: float
    high: float
    steady: bool


def contact_rate(contacts: int, people: int, overall: float, few: int, *, countable: bool = True, per: int = 10_000) -> Rate | None:
    """Contacts of a place (or whatever is counted there) for every `per` of its people; None without people.

    It is steady where the contacts seen, or those to be expected at the `overall` rate (per person), reach `few`. The interval is
    Byar's for a Poisson count. Not `countable`: too many contacts do not say where they were held, so nothing is steady.
    """
    if people <= 0:
        return None
    low, high = (per * bound / people for bound in byar(contacts))
    return Rate(contacts, people, per * contacts / people, low, high, countable and max(contacts, overall * people) >= few)


def byar(count: int, z: float = 1.959964) -> tuple[float, float]:
    """Limits of a Poisson count (Byar's approximation; Breslow and Day 1987, page 69)."""
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    more = count + 1
    return max(0.0, low), more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3


def bands(values: Sequence[float], most: int = 4) -> list[tuple[float, float | None]]:
    """Up to `most` bands with about as many values each, as (from, up to but not including; None: without end); fewer where alike."""
    ordered = sorted(values)
    starts = sorted({ordered[len(ordered) * part // most] for part in range(most)}) if ordered else []
    ends: list[float | None] = [*starts[1:], None]
    return list(zip(starts, ends, strict=False))
