"""Which themes the points of each community bear. Small numbers are withheld, and those from which one could be worked out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from folkmoot.accounts.scope import Viewer, within
from folkmoot.communities.models import Community, CommunityPoint
from folkmoot.foundation.periods import months_before
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, is_small
from folkmoot.voice.themes.models import Theme
from folkmoot.voice.themes.queries import counted_as, is_coded_through, points_in_sight
from folkmoot.voice.themes.rules import Cell, cells

MONTHS = 24  # of what was said: the points of a shorter time are too few to be shown


@dataclass(frozen=True)
class CommunityThemes:
    """A community's coded points, of all its points; the themes whose number may be shown, of most points first; and the others raised.

    The themes `withheld` stand in the order of the list, so that their order tells nothing. `hidden` where even the numbers of points
    are too small to be shown: then no theme is named.
    """

    community: Community
    coded: int
    points: int
    hidden: bool
    themes: tuple[tuple[Theme, Cell], ...]
    withheld: tuple[Theme, ...]

    @property
    def in_words(self) -> list[tuple[Theme, str]]:
        """Each theme that may be named with “12 (30 %, 18 to 45)”."""
        return [(theme, _words(cell)) for theme, cell in self.themes]


def _words(cell: Cell) -> str:
    share = cell.share
    if share is None:
        return ""
    percents = {"share": f"{100 * share.value:.0f}", "low": f"{100 * share.low:.0f}", "high": f"{100 * share.high:.0f}"}
    return gettext("%(number)d (%(share)s\u00a0%%, %(low)s to %(high)s)") % {"number": cell.number, **percents}


def themes_by_community(viewer: Viewer, *, today: date) -> list[CommunityThemes]:
    """Every community in sight from which a point in sight came in the last MONTHS months, those of most coded points first.

    Always all of them together, never one alone: which numbers are withheld depends on the others. Four queries, whatever the number.
    """
    said = points_in_sight(viewer).filter(said_on__gt=months_before(today, MONTHS), said_on__lte=today)
    seen = within(viewer, Community.objects.order_by(), "communities.read", national_rows=True)
    links = CommunityPoint.objects.filter(community__in=seen.values("pk"), point__in=said.values("pk")).order_by()
    rows: QuerySet[Any, Any] = links.values("community").annotate(
        every=Count("point", distinct=True), read=Count("point", distinct=True, filter=is_coded_through("point"))
    )
    bases = {row["community"]: (row["read"], row["every"]) for row in rows}
    known = Community.objects.select_related("area").in_bulk(bases)
    numbers = _numbers(links)
    themes = Theme.objects.in_bulk(numbers)
    order = sorted(bases, key=lambda pk: (-bases[pk][0], str(known[pk]).casefold()))
    shown = shown_together({theme: [numbers[theme].get(pk, 0) for pk in order] for theme in numbers}, [bases[pk][0] for pk in order])
    return [
        _one(known[pk], bases[pk], {themes[theme]: line[place] for theme, line in shown.items()}) for place, pk in enumerate(order)
    ]  # fmt: skip


def of_community(viewer: Viewer, community: Community, *, today: date) -> CommunityThemes | None:
    """One community's line of `themes_by_community`; None where nothing was said."""
    return next((line for line in themes_by_community(viewer, today=today) if line.community.pk == community.pk), None)


def _numbers(links: QuerySet[CommunityPoint]) -> dict[int, dict[int, int]]:
    """Points by theme and community; a local theme that was merged is counted as what it was merged into."""
    live = Q(point__codings__ended_at__isnull=True, point__codings__isnull=False)
    rows: QuerySet[Any, Any] = links.filter(live).values("community", bears=counted_as("point__codings__theme"))
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for row in rows.annotate(number=Count("point", distinct=True)):
        found[row["bears"]][row["community"]] = row["number"]
    return dict(found)


def shown_together(numbers: dict[int, list[int]], bases: list[int]) -> dict[int, list[Cell]]:
    """The numbers by theme (keys) and community (places) as they may be shown.

    Theme by theme first: a single hidden number of a theme could be found from what all Areas know of the theme. Then community by
    community: where each point bears one theme, a single hidden number could be found from the community's base.
    """
    lines = {theme: cells(line, bases, protect=True) for theme, line in numbers.items()}
    for place in range(len(bases)):
        column = {theme: line[place] for theme, line in lines.items()}
        others = [(cell.number, theme) for theme, cell in column.items() if cell.number and not cell.hidden]
        if sum(cell.hidden and cell.number > 0 for cell in column.values()) == 1 and others:
            _number, theme = min(others)
            lines[theme][place] = Cell(column[theme].number, bases[place], hidden=True)
    return lines


def _one(community: Community, base: tuple[int, int], column: dict[Theme, Cell]) -> CommunityThemes:
    coded, points = base
    hidden = any(is_small(each, DEFAULT_THRESHOLD) for each in (coded, points, points - coded))
    if hidden:
        return CommunityThemes(community, coded, points, hidden, (), ())
    raised = sorted(((theme, cell) for theme, cell in column.items() if cell.number), key=lambda one: one[0].order)
    named = sorted((one for one in raised if not one[1].hidden), key=lambda one: -one[1].number)
    return CommunityThemes(community, coded, points, hidden, tuple(named), tuple(theme for theme, cell in raised if cell.hidden))
