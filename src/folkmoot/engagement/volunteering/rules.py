"""Whether an opportunity is open, what time may be logged, and which totals may be shown. No database, no clock."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from folkmoot.engagement.volunteering.subtraction import LEAST, Cell, people_in, tells_of_few


def opened(*, starts: date, ends: date | None, today: date) -> bool:
    """Whether an opportunity may still be taken up: it has not ended. One that is to come may be."""
    return ends is None or today <= ends


def take_up_problem(*, starts: date, ends: date | None, places: int | None, taken: int, today: date) -> str | None:
    """Why somebody cannot take it up, or None."""
    if not opened(starts=starts, ends=ends, today=today):
        return _("It has ended.")
    if places is not None and taken >= places:
        return _("All its places are taken.")
    return None


def time_problem(*, day: date, quarters: int, starts: date, left_on: date | None, ends: date | None, today: date) -> tuple[str, str] | None:
    """The field at fault and why this time may not be logged, or None."""
    if day > today:
        return "day", _("This day has not come yet.")
    if day < starts:
        return "day", _("It began after this day.")
    if left_on and day > left_on:
        return "day", _("You left it before this day.")
    if ends and day > ends:
        return "day", _("It had ended by this day.")
    if not 1 <= quarters <= 96:
        return "hours", _("Enter from a quarter of an hour to 24 hours.")
    return None


@dataclass(frozen=True)
class Given:
    """Time that some people gave: `key` is what it is counted by, None for several kept together so that nobody stands out."""

    key: Hashable | None
    people: int
    quarters: int

    @property
    def hours(self) -> Decimal:
        return Decimal(self.quarters) / 4


def total_of(people: Mapping[int, int]) -> Given | None:
    """What everybody gave together (quarter hours by person); None where too few gave for a total to be shown."""
    return Given(None, len(people), sum(people.values())) if len(people) >= LEAST else None


def apart(lines: Mapping[Hashable, Mapping[int, int]]) -> list[Given]:
    """Time by something that divides it (each hour in one line), the most first. Lines of too few people are kept together.

    So that the rest cannot be worked out from the total, the smallest line joins them until they are enough. Empty where even all
    together are too few.
    """
    ordered = sorted(lines.items(), key=lambda item: (len(item[1]), sum(item[1].values()), str(item[0])))
    small = [item for item in ordered if len(item[1]) < LEAST]
    rest = ordered[len(small) :]
    while small and rest and len(_together(small)) < LEAST:
        small.append(rest.pop(0))
    if small and len(_together(small)) < LEAST:
        return []
    shown = [Given(key, len(people), sum(people.values())) for key, people in reversed(rest)]
    shown.sort(key=lambda each: -each.quarters)
    pooled = _together(small)
    return [*shown, Given(None, len(pooled), sum(pooled.values()))] if small else shown


def overlapping(lines: Mapping[Hashable, Mapping[Cell, int]], beside: Sequence[Mapping[Cell, int]]) -> dict[Hashable, Given]:
    """Time by something of which an hour may serve several, the most first.

    Only lines of enough people that, together with the totals shown `beside` them and with each other, give no one or two people's time
    away by subtraction. Where two would, the one of fewer people is left out.
    """
    known, shown = list(beside), {}
    for key, cells in sorted(lines.items(), key=lambda item: (-len(people_in(item[1])), -sum(item[1].values()), str(item[0]))):
        if len(people_in(cells)) >= LEAST and not tells_of_few([*known, cells]):
            known.append(cells)
            shown[key] = Given(key, len(people_in(cells)), sum(cells.values()))
    return dict(sorted(shown.items(), key=lambda item: -item[1].quarters))


def _together(items: Sequence[tuple[Hashable, Mapping[int, int]]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for _key, people in items:
        for person, quarters in people.items():
            found[person] = found.get(person, 0) + quarters
    return found
