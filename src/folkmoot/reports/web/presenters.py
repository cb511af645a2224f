"""Reports in lists and on their page: what they are called, their state, and links to the rows behind figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.periods import HalfYear, half_year_of, parse_half_year
from folkmoot.reports.models import Report
from folkmoot.reports.rules import State, state_of
from folkmoot.reports.wording.document import Target

STATE_WORDS: dict[State, Promise] = {State.DRAFT: _("Draft"), State.SIGNED: _("Signed"), State.RESTATED: _("Restated")}
STATE_COLOURS = {State.DRAFT: "grey", State.SIGNED: "turquoise", State.RESTATED: "orange"}
HALF_YEARS_OFFERED = 6

# The capability that opens each page to which a figure may lead.
_OPENED_BY: Mapping[str, str] = {
    "engagement": "engagement.read", "communities": "communities.read", "voice": "voice.read", "actions": "actions.read",
    "casework": "casework.read",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One report as a line of the list."""

    report: Report
    state_words: Promise
    state_colour: str

    @property
    def period(self) -> str:
        return _in_words(parse_half_year(self.report.period))


def line_of(report: Report) -> Line:
    state = state_of_row(report)
    return Line(report, STATE_WORDS[state], STATE_COLOURS[state])


def state_of_row(report: Report) -> State:
    return state_of(signed=report.signed_at is not None, restated=later_report(report) is not None)


def later_report(report: Report) -> Report | None:
    """The report that restates this one, or None."""
    return getattr(report, "restated_by", None)


def half_years(today: date) -> list[tuple[str, str]]:
    """The half-year that ended last, then the one that runs, then earlier ones."""
    running = half_year_of(today)
    ended = [running.previous]
    while len(ended) < HALF_YEARS_OFFERED:
        ended.append(ended[-1].previous)
    return [(str(one), _in_words(one)) for one in (ended[0], running, *ended[1:])]


def _in_words(period: HalfYear) -> str:
    months = _("January to June") if period.half == 1 else _("July to December")
    return f"{months} {period.year}"


def address_of(target: Target | None, viewer: Viewer) -> str:
    """Where the rows behind a figure can be seen; empty where there is no such page, or the viewer may not open it."""
    if target is None or not viewer.may(_OPENED_BY[target.route.split(":")[0]]):
        return ""
    try:
        address = reverse(target.route, args=[target.key] if target.key is not None else None)
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(target.asks)}" if target.asks else address
