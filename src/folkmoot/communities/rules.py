"""What must be true of a community, and when contact with it is due. No database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.foundation.periods import months_before

EARLIEST = date(2000, 1, 1)

# The schemes by which a community may be described; each answer or heading of them may be chosen.
DESCRIBING_SCHEMES = (
    "ethnicity-census-2021", "religion-census-2021", "disability-equality-act", "sex", "gender-identity-census-2021",
    "sexual-orientation-census-2021", "age-civil-service", "pregnancy-maternity", "seb-occupation",
)  # fmt: skip


@dataclass(frozen=True)
class Contact:
    """Contact with a community against what was expected. `months_since` is in whole months; None where they were never met."""

    last: date | None
    every_months: int
    months_since: int | None
    due_on: date | None
    overdue: bool


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one; 0 where the later one is not later."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (months_before(last, months) < first))


def contact_due(last: date | None, every_months: int, today: date) -> Contact:
    """When contact is due after the last one. A community never met is overdue at once."""
    if last is None:
        return Contact(None, every_months, None, None, True)
    due_on = months_before(last, -every_months)
    return Contact(last, every_months, months_between(last, today), due_on, due_on < today)


def community_problems(
    *, low_trust: bool, low_trust_evidence: str, population: int | None, population_source: str, population_on: date | None,
    contact_every_months: int | None, today: date,
) -> dict[str, list[str]]:  # fmt: skip
    """Why a community may not be stored as it is, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if low_trust and not low_trust_evidence.strip():
        problems["low_trust_evidence"] = [_("Say what shows that trust is low, for example a survey figure or what was said at a meeting.")]
    if population is not None and not population_source.strip():
        problems["population_source"] = [_("Say where the population figure comes from, for example “Census 2021”.")]
    if population is not None and population_on is None:
        problems["population_on"] = [_("Give the day the population figure stands for. Census day was 21 March 2021.")]
    if population_on and population_on > today:
        problems["population_on"] = [_("The population figure cannot be for a day in the future.")]
    if contact_every_months is None or not 1 <= contact_every_months <= 60:
        problems["contact_every_months"] = [_("Enter how often you expect contact, from every 1 to every 60 months.")]
    return problems


def trust_problems(*, low: bool, words: str, on: date | None, last_on: date | None, today: date) -> dict[str, list[str]]:
    """Why a change of trust may not be recorded, by field. `last_on` is the day of the change before it."""
    problems: dict[str, list[str]] = {}
    if not words.strip():
        say = _("Say what shows that trust is low, for example a survey figure or what was said at a meeting.")
        problems["words"] = [say if low else _("Say what shows that trust is no longer low.")]
    if on is None:
        problems["on"] = [_("Give the day.")]
    elif on > today:
        problems["on"] = [_("The day cannot be in the future.")]
    elif on < EARLIEST:
        problems["on"] = [_("Check the year.")]
    elif last_on and on < last_on:
        problems["on"] = [_("The last change is of %(day)s. Give a day not before it.") % {"day": date_format(last_on, "j F Y")}]
    return problems


def together(described: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Categories, given as (scheme, name), as groups: any of one group and, of several groups, all together."""
    groups: dict[str, list[str]] = {}
    for scheme, name in described:
        groups.setdefault(scheme, []).append(name)
    return list(groups.values())


def in_words(groups: Sequence[Sequence[str]]) -> str:
    """“Pakistani or Bangladeshi, and disabled”: what `together` gives, as one phrase."""
    either = [_(" or ").join(group) for group in groups]
    return _(", and ").join(either)


def end_problem(*, ended_on: date | None, on: date, starts: date | None, today: date) -> str | None:
    """Why a community may not be ended on this day, or None."""
    if ended_on:
        return _("This community already ended on %(day)s.") % {"day": date_format(ended_on, "j F Y")}
    if on > today:
        return _("The day it ended cannot be in the future.")
    if starts and on < starts:
        return _("It cannot end before it was known (%(day)s).") % {"day": date_format(starts, "j F Y")}
    if on < EARLIEST:
        return _("Check the year.")
    return None


def may_share_point(*, community_area: int | None, point_area: int) -> bool:
    """A point belongs to communities of its own Area, or of the whole service."""
    return community_area is None or community_area == point_area
