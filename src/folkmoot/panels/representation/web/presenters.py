"""Who is represented, in words. How many members is exact only for those who keep the members; others see no number under five."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from folkmoot.panels.representation.queries import Line, Representation
from folkmoot.panels.representation.rules import FEWEST_SHOWN, few, may_name_communities
from folkmoot.panels.representation.statement import figure_words

MOST_NAMED = 3


@dataclass(frozen=True)
class LineWords:
    """One community in a table. `yardstick`: how many of the members would match its share."""

    line: Line
    members: str
    figure: str
    yardstick: str


@dataclass(frozen=True)
class PanelWords:
    """One panel in the list: its members, how many communities are missing, and the first of them by name."""

    found: Representation
    members: str
    named: bool
    first_gaps: list[str]
    more_gaps: int


def members_words(number: int, *, exact: bool) -> str:
    """“7”, “0”, or “fewer than 5” for those who do not keep the members."""
    if exact or not few(number):
        return str(number)
    return _("fewer than %(fewest)d") % {"fewest": FEWEST_SHOWN}


def line_words(line: Line, *, exact: bool) -> LineWords:
    yardstick = "" if line.by_share is None else _("under 0.1") if line.by_share < 0.1 else number_format(line.by_share, 1)
    return LineWords(line, members_words(line.members, exact=exact), figure_words(line) or _("Nobody counted"), yardstick)


def panel_words(found: Representation, *, exact: bool) -> PanelWords:
    """Of a panel of so few that its communities would tell who sits on it, none is named to those who do not keep the members."""
    named = exact or may_name_communities(found.members)
    first = [str(line.community) for line in found.gaps[:MOST_NAMED]] if named else []
    return PanelWords(found, members_words(found.members, exact=exact), named, first, max(0, len(found.gaps) - MOST_NAMED) if named else 0)


def spoken_for_nowhere(found: Iterable[Representation], area_id: int | None) -> list[Line]:
    """The communities of one Area for which no member of any of its panels can speak, the most wanting first."""
    here = [each for each in found if each.panel.area_id == area_id]
    covered = {line.community.pk for each in here for line in each.represented}
    return [line for line in (here[0].gaps if here else []) if line.community.pk not in covered]


def campaign_address(found: Representation) -> str:
    """Where a search for those who are missing is planned, with the first of the gaps ticked."""
    asked = [("panel", found.panel.code), *(("community", line.community.pk) for line in found.gaps[:6])]
    return f"{reverse('panels:new_campaign')}?{urlencode(asked)}"
