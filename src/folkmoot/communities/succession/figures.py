"""How many people communities have after a merge or a split, worked out from the figures before it. No database, no clock.

Such a figure is derived and of low confidence: nobody counted it. It carries the day of the figures that it was worked out from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

LONGEST_SOURCE = 200


@dataclass(frozen=True)
class Figure:
    """How many people a community has. `name` is the community's; `people` None: nobody has counted them; `on` is the day it stands for."""

    name: str
    people: int | None
    source: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Derived:
    """A figure worked out from others. `people` None: it cannot be, and `why_not` says why."""

    people: int | None = None
    source: str = ""
    on: date | None = None
    why_not: str = ""


def of_share(earlier: Figure, share: Decimal | None, agreed_on: date) -> Derived:
    """The people of a part of a community, by the share of it (above 0, at most 1) that was agreed on a day."""
    if earlier.people is None:
        return Derived(why_not=_("nobody has counted the people of “%(name)s”") % {"name": earlier.name})
    if share is None:
        return Derived(why_not=_("its share is not given"))
    source = _("Share of %(name)s agreed on %(day)s") % {"name": earlier.name, "day": date_format(agreed_on, "j F Y")}
    return Derived(round(earlier.people * share), source[:LONGEST_SOURCE], earlier.on)


def of_merge(figures: Sequence[Figure], agreed_on: date) -> Derived:
    """The people of communities merged on a day: their figures added, where all stand for one day."""
    uncounted = next((each for each in figures if each.people is None), None)
    if uncounted:
        return Derived(why_not=_("nobody has counted the people of “%(name)s”") % {"name": uncounted.name})
    days = sorted({each.on for each in figures if each.on})
    if len(days) != 1:
        given = _(" and ").join(date_format(day, "j F Y") for day in days)
        return Derived(why_not=_("the earlier figures are of different days (%(days)s), which cannot be added") % {"days": given})
    names = ", ".join(each.name for each in figures)
    source = _("Sum at the merge on %(day)s: %(names)s") % {"day": date_format(agreed_on, "j F Y"), "names": names}
    return Derived(sum(each.people or 0 for each in figures), source[:LONGEST_SOURCE], days[0])
