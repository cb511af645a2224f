"""The lines of the grid as they are shown, and the Areas side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.areas.models import Area
from folkmoot.engagement.reach.queries import AreaLine, Line
from folkmoot.engagement.reach.rules import Rate
from folkmoot.engagement.reach.web.presenters import expected_words, plan_address, share_words, source_words


@dataclass(frozen=True)
class Row:
    """One line with the words of its place, its share of everybody, its source and its contacts against expectation."""

    line: Line
    where: str
    share: str
    source: str
    contacts: str
    plan: str


@dataclass(frozen=True)
class AreaRow:
    area: Area
    communities: int
    overdue: int
    never: int
    contacts: int
    rate: str


def rows_of(lines: Iterable[Line], months: int) -> list[Row]:
    return [
        Row(line, _where(line), share_words(line.people), source_words(line.people), expected_words(line, months), plan_address(line))
        for line in lines
    ]


def area_rows(lines: Iterable[AreaLine]) -> list[AreaRow]:
    return [AreaRow(each.area, each.communities, each.overdue, each.never, each.contacts, rate_words(each.rate)) for each in lines]


def rate_words(rate: Rate | None) -> str:
    """“0.42 (0.31 to 0.55)”, or why it cannot be told."""
    if rate is None:
        return _("cannot tell: how many people live there is not known")
    span = _("%(low)s to %(high)s") % {"low": f"{rate.low:.2f}", "high": f"{rate.high:.2f}"}
    if not rate.steady:
        return _("cannot tell (too few contacts): anything from %(span)s") % {"span": span}
    return f"{rate.value:.2f} ({span})"


def _where(line: Line) -> str:
    community = line.community
    county = line.county or community.county
    if county:
        return str(county.name)
    return str(community.area.name) if community.area else _("The whole service")
