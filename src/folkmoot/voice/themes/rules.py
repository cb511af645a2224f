"""When a theme is in use and what it counts as, what may be saved of a coding, and which counts may be shown. No database, no clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, is_small
from folkmoot.stats.intervals import Estimate, wilson

# Keys for the themes of the list in their order. Those that do something else on the page are left out.
KEYS = "123456789acdfghijklmopqrtvwxz"
MOST_THEMES = 10  # for one point: more would say nothing about it


def in_use(starts: date, ends: date | None, day: date) -> bool:
    """From its first day on; on its last day no longer."""
    return starts <= day and (ends is None or day < ends)


def names_of(*, name_en: str, name_cy: str, aliases: str) -> set[str]:
    """Every name by which a theme may be noted, in small letters."""
    return {name.strip().casefold() for name in (name_en, name_cy, *aliases.splitlines()) if name.strip()}


def reading_problem(*, chosen: Collection[int], none_fits: bool) -> tuple[str, str] | None:
    """The field at fault and why this coding may not be saved, or None."""
    if none_fits and chosen:
        return "none_fits", _("You chose themes and said that none fits. Take one of the two back.")
    if not none_fits and not chosen:
        return "themes", _("Choose at least one theme, or say that none of them fits.")
    if len(chosen) > MOST_THEMES:
        return "themes", _("More than %(most)d themes say nothing about a point. Choose those it is really about.") % {"most": MOST_THEMES}
    return None


def issue_problem(*, entries: int, note: str, changed: bool, first: bool) -> tuple[str, str] | None:
    """The field at fault and why this draft may not be issued, or None."""
    if not entries:
        return "", _("The draft holds no theme.")
    if not changed and not first:
        return "", _("The draft says what the issued list says already: change something, or drop it.")
    return None if note.strip() else ("note", _("Say in a sentence what changed: everyone who codes reads it."))


@dataclass(frozen=True)
class Cell:
    """Points of a theme among the coded points of a period. With `hidden`, number and base exist and are not shown."""

    number: int
    base: int
    hidden: bool = False

    @property
    def share(self) -> Estimate | None:
        """With Wilson's 95 per cent interval; None without a base, or where it is not shown."""
        return None if self.hidden or not self.base else wilson(self.number, self.base)


def cells(numbers: Sequence[int], bases: Sequence[int], *, protect: bool, threshold: int = DEFAULT_THRESHOLD) -> list[Cell]:
    """A theme's numbers by period. With `protect` small ones are hidden, and so are those that could be found by subtraction.

    Small is 1 to threshold - 1, of the points with the theme, of those without it and of the base. One hidden number of a line
    could be found from the line's total on another page: then the next smallest is hidden with it.
    """
    small = [any(is_small(each, threshold) for each in (number, base - number, base)) for number, base in zip(numbers, bases, strict=True)]
    hidden = [protect and each for each in small]
    if sum(hidden) == 1:
        others = [(number, place) for place, number in enumerate(numbers) if number and not hidden[place]]
        if others:
            hidden[min(others)[1]] = True
    return [Cell(number, base, away) for number, base, away in zip(numbers, bases, hidden, strict=True)]


@dataclass(frozen=True)
class Changes:
    """What people made of the suggestions of a theme: accepted, rejected, and added by hand where it had not been suggested."""

    accepted: int = 0
    rejected: int = 0
    added: int = 0

    @property
    def base(self) -> int:
        """Suggestions that people decided about."""
        return self.accepted + self.rejected

    @property
    def rejected_share(self) -> Estimate | None:
        return wilson(self.rejected, self.base) if self.base else None


def keys_for(number: int) -> list[str]:
    """A key for each of the first themes; empty for those beyond the keys there are."""
    return [*KEYS, *[""] * max(0, number - len(KEYS))][:number]
