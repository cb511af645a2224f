"""Reports in lists and on their page: what they are called, their state, and links to the rows behind figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.periods import HalfYear, half_year_of, parse_half_year
from folkmoot.reports.models import Report
from folkmoot.reports.release.queries import states_of
from folkmoot.reports.rules import State
from folkmoot.reports.wording.document import Target

STATE_WORDS: dict[State, Promise] = {
    State.DRAFT: _("Draft"), State.REVIEW: _("Open for review"), State.REVIEWED: _("Reviewed"), State.RETURNED: _("Returned"),
    State.SIGNED: _("Signed"), State.RESTATED: _("Restated"),
}  # fmt: skip
STATE_COLOURS = {
    State.DRAFT: "grey", State.REVIEW: "light-blue", State.REVIEWED: "yellow", State.RETURNED: "red", State.SIGNED: "turquoise",
    State.RESTATED: "orange",
}  # fmt: skip
# kind of a file -> what a browser is told it is
CONTENT_TYPES = {
    "html": "text/html; charset=utf-8", "pdf": "application/pdf", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
HALF_YEARS_OFFERED = 6


@dataclass(frozen=True)
class Line:
    """One report as a line of the list."""

    report: Report
    state_words: Promise
    state_colour: str

    @property
    def period(self) -> str:
        return period_in_words(self.report.period)


def lines_of(reports: Sequence[Report], today: date) -> list[Line]:
    """Reports as lines of the list, each with where it stands today."""
    states = states_of(reports, today)
    return [Line(one, STATE_WORDS[states[one.pk]], STATE_COLOURS[states[one.pk]]) for one in reports]


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


def period_in_words(period: str) -> str:
    """2026-H1 as people say it."""
    return _in_words(parse_half_year(period))


def _in_words(period: HalfYear) -> str:
    months = _("January to June") if period.half == 1 else _("July to December")
    return f"{months} {period.year}"


def address_of(target: Target | None, viewer: Viewer, areas: Mapping[str, int]) -> str:
    """Where the rows behind a figure can be seen; empty where there is no such page, or the viewer may not open it.

    `areas`: the key of each Area by its code.
    """
    if target is None:
        return ""
    try:
        address = reverse(target.route, args=[target.key] if target.key is not None else None)
    except NoReverseMatch:
        return ""
    if not viewer.may(resolve(address).func.access_rule, areas.get(target.area)):
        return ""
    return f"{address}?{urlencode(target.asks)}" if target.asks else address
