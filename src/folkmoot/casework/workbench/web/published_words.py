"""What the page of a published table says: measures by their names, the answer in sentences, its tables, pictures, caveats and files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.sources.rules import in_ranges
from folkmoot.casework.workbench.opening import title_of as column_title
from folkmoot.casework.workbench.published import Choice, OpenedTable, Shown
from folkmoot.disparity.figures import points, share
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx
from folkmoot.stats.funnel import AreaPoint, Funnel, Position
from folkmoot.stats.funnel.limits import Limits as Ends
from folkmoot.stats.intervals import wilson
from folkmoot.stats.trends import Chart, Point, Signal
from folkmoot.webkit.charts import Drawing
from folkmoot.webkit.charts.control import Moment, control_svg
from folkmoot.webkit.charts.drawing import Mark
from folkmoot.webkit.charts.funnel import Dot, Limits, funnel_svg
from folkmoot.webkit.dates import month_cell, month_words

# Measure -> what it is called, and of whom it is a share.
MEASURES: Mapping[str, tuple[Promise, Promise]] = {
    "convicted": (_("Prosecutions that ended in a conviction"), _("all prosecutions that ended, administrative finalisations among them")),
    "unsuccessful": (
        _("Prosecutions that ended without a conviction"), _("all prosecutions that ended, administrative finalisations among them"),
    ),
    "arrested": (_("Searches that led to an arrest"), _("all searches of people whose outcome is recorded")),
    "no_further_action": (_("Searches that led to no further action"), _("all searches of people whose outcome is recorded")),
    "outcome_linked": (
        _("Searches whose outcome was linked to their object"), _("all searches of people for which it is recorded whether it was linked"),
    ),
    "less_lethal_weapon": (
        _("Less lethal weapons among tactics reported"), _("all tactics reported; one incident may hold several tactics and reports"),
    ),
}  # fmt: skip
SIGNALS: Mapping[Signal, Promise] = {
    Signal.OUTSIDE: _("outside the limits"), Signal.SHIFT: _("seven or more on one side of the mean"),
    Signal.TREND: _("seven or more that only rise or only fall"), Signal.CLOSE: _("two of three close to the same limit"),
}  # fmt: skip
POSITIONS: Mapping[Position, Promise] = {
    Position.INSIDE: _("inside the limits"), Position.BEYOND_95: _("beyond the 95% limit: needs review"),
    Position.BEYOND_998: _("beyond the 99.8% limit: needs review"), Position.TOO_FEW: _("cannot tell (too few)"),
}  # fmt: skip
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILE_COLUMNS = ("Table", "Month or place", "At risk", "With the outcome", "Share", "Share low", "Share high", "What it says")
_MARKS = {Position.BEYOND_95: Mark.DIAMOND, Position.BEYOND_998: Mark.SQUARE, Position.TOO_FEW: Mark.CROSS}
_CURVE_POINTS = 40
THOUSAND = 1000


@dataclass(frozen=True)
class Picture:
    drawing: Drawing
    title: str
    tells: str


def measure_words(measure: str) -> str:
    return str(MEASURES[measure][0]) if measure in MEASURES else measure.replace("_", " ").capitalize()


def base_words(measure: str) -> str:
    return str(MEASURES[measure][1]) if measure in MEASURES else gettext("all for whom it is recorded")


def title_of_column(column: str) -> str:
    return column_title(column, "")


def place_column(opened: OpenedTable) -> str:
    return str(_("Area")) if opened.place == "area" else str(_("Police force"))


def title_of(choice: Choice) -> str:
    chosen = [choice.place, *(level for _column, level in choice.only)]
    return ", ".join([measure_words(choice.measure), *filter(None, chosen)])


def query_of(choice: Choice) -> str:
    return urlencode([("measure", choice.measure), *([("place", choice.place)] if choice.place else []), *choice.only])


def as_of_words(opened: OpenedTable) -> str:
    day = date_format(opened.data_as_of, "j F Y") if opened.data_as_of else "?"
    return gettext("Data as of %(day)s, for %(months)s.") % {"day": day, "months": in_ranges(opened.months)}


def lead_of(opened: OpenedTable, found: Shown) -> list[str]:
    """The answer for somebody who reads nothing else."""
    return [*_latest(found), *_change(found.rates), *_signals(found.rates), *_places(opened, found), as_of_words(opened)]


def _latest(found: Shown) -> list[str]:
    last = next((one for one in reversed(found.series) if one.rate), None)
    if last is None or last.rate is None:
        return [gettext("There is nobody to count in what was chosen.")]
    words = gettext("In %(month)s it was %(share)s (between %(low)s and %(high)s) of %(base)s.")
    values = {"share": share(last.rate.value), "low": share(last.rate.low), "high": share(last.rate.high)}
    of = gettext("The base: %(base)s.") % {"base": base_words(found.choice.measure)}
    return [words % {"month": month_words(last.name), "base": f"{last.counts.base:,}", **values}, of]


def _change(chart: Chart) -> list[str]:
    change = chart.change
    if change is None:
        return []
    values = {"change": points(change.value), "low": points(change.low), "high": points(change.high)}
    if change.low <= 0 <= change.high:
        words = gettext(
            "From the first month to the last: %(change)s percentage points (between %(low)s and %(high)s), which chance allows."
        )
    else:
        words = gettext("From the first month to the last: %(change)s percentage points (between %(low)s and %(high)s).")
    return [words % values]


def _signals(chart: Chart) -> list[str]:
    refused = [segment for segment in chart.segments if segment.refused]
    if refused:
        return [gettext("There are too few months for limits that mean anything: read the intervals.")]
    marked = [point.period for segment in chart.segments for point in segment.points if point.signals]
    if not marked:
        return [gettext("No month is unlike the others: the ups and downs are the usual ones.")]
    return [gettext("Unlike the usual ups and downs: %(months)s. That says when to look, not why.") % {"months": in_ranges(marked)}]


def _places(opened: OpenedTable, found: Shown) -> list[str]:
    if found.places is None:
        return []
    beyond = [point.area for point in found.places.beyond]
    if not beyond:
        return [gettext("No place lies beyond the limits that its own number allows.")]
    words = gettext("Beyond the limits, in the order of the alphabet: %(places)s. They need review; they are not ranked.")
    return [words % {"places": ", ".join(beyond)}]


def place_words(opened: OpenedTable, found: Shown) -> str:
    """What the funnel covers."""
    return gettext("%(column)s by number of cases, %(months)s together. Limits are wider where there are few; places are never ranked.") % {
        "column": place_column(opened), "months": in_ranges(found.places_months),
    }  # fmt: skip


def caveats_of(opened: OpenedTable) -> list[str]:
    """What has to be known before a figure is used."""
    said = [
        gettext("Published by %(publisher)s. %(licence)s") % {"publisher": opened.row.publisher, "licence": opened.row.licence},
        gettext("The figures are as they were published, small ones too. A difference is a reason to look, not evidence of bias."),
        gettext("Management information: provisional, and subject to errors of entry."),
        gettext("A case counts in the month in which it ended, a search or a use of force in the month in which it was."),
    ]
    if "offence" in opened.filters:
        said.append(gettext("Places and months differ in the offences they have: choose one offence to compare like with like."))
    if opened.row.cadence in ("quarterly", "yearly"):
        said.append(gettext("Each figure is of a whole quarter or year, and stands under its last month."))
    if opened.gaps:
        said.append(gettext("There is no file for %(months)s: the line is broken there.") % {"months": in_ranges(opened.gaps)})
    if opened.place == "force" and "Metropolitan and City" in opened.levels("force"):
        said.append(gettext("“Metropolitan and City” is one row for two police forces, which cannot be told apart."))
    return [one.strip() for one in said]


def month_table(found: Shown) -> list[dict[str, Any]]:
    points_of = {point.period: point for segment in found.rates.segments for point in segment.points}
    return [
        {
            "name": month_cell(one.name), "base": "–" if one.is_gap else f"{one.counts.base:,}",
            "rate": share(one.rate.value) if one.rate else "–",
            "with": "–" if one.is_gap else f"{one.counts.with_outcome:,}", "interval": _interval(one.rate),
            "says": gettext("no file") if one.is_gap else _said(points_of[one.name]),
        }
        for one in found.series
    ]  # fmt: skip


def _said(point: Point) -> str:
    return "; ".join(str(SIGNALS[signal]) for signal in SIGNALS if signal in point.signals)


def place_table(opened: OpenedTable, found: Shown) -> list[dict[str, Any]]:
    return [
        {
            "name": one.area, "base": f"{one.counts.base:,}", "with": f"{one.counts.with_outcome:,}",
            "rate": share(one.rate.value) if one.rate else "–", "interval": _interval(one.rate), "says": str(POSITIONS[one.position]),
        }
        for one in (found.places.areas if found.places else ())
    ]  # fmt: skip


def _interval(rate: Any) -> str:
    return gettext("%(low)s to %(high)s") % {"low": share(rate.low), "high": share(rate.high)} if rate else "–"


def pictures_of(opened: OpenedTable, found: Shown) -> dict[str, Picture]:
    unit = THOUSAND if max((one.counts.base for one in found.series), default=0) >= 10 * THOUSAND else 1
    rates = [_moment(point, segment.centre) for segment in found.rates.segments for point in segment.points]
    numbers = [_number(point, segment.centre, unit) for segment in found.numbers.segments for point in segment.points]
    tells = gettext("One point for each month; between the dashed lines are the usual ups and downs. A filled diamond is unlike them.")
    title, many = title_of(found.choice), _how_many(found, unit)
    drawn = {
        "rates": Picture(_control(rates, title, tells, "%"), title, tells),
        "numbers": Picture(_control(numbers, many, tells, ""), many, tells),
    }
    if found.places:
        told = place_words(opened, found)
        drawn["places"] = Picture(_funnel(found.places, title, told), title, told)
    return drawn


def _how_many(found: Shown, unit: int) -> str:
    words = gettext("How many there were, in thousands: %(base)s") if unit > 1 else gettext("How many there were: %(base)s")
    return words % {"base": base_words(found.choice.measure)}


def _control(moments: Sequence[Moment], title: str, tells: str, unit: str) -> Drawing:
    return control_svg(moments, title=title, description=tells, period_words=gettext("Month"), unit=unit, lang=_language())


def _funnel(places: Funnel, title: str, tells: str) -> Drawing:
    bases = [point.counts.base for point in places.areas if point.rate]
    low, high = max(1, min(bases)), max(bases)
    steps = sorted({max(1, round(low * (high / low) ** (step / _CURVE_POINTS))) for step in range(_CURVE_POINTS + 1)})
    curve = [Limits(one.base, _times_100(one.limits95), _times_100(one.limits998)) for one in places.curve(steps)]
    dots = [_dot(point) for point in places.areas if point.rate]
    return funnel_svg(
        dots, curve, target=places.target * 100, title=title, description=tells, base_words=gettext("Cases"), lang=_language()
    )


def _dot(point: AreaPoint) -> Dot:
    mark = _MARKS.get(point.position, Mark.CIRCLE)
    is_beyond = point.position in (Position.BEYOND_95, Position.BEYOND_998)
    return Dot(point.counts.base, 100 * point.rate.value if point.rate else 0, mark, point.area if is_beyond else "")


def _moment(point: Point, centre: float | None) -> Moment:
    low, high = _times_100(point.limits) if point.limits else (None, None)
    value, middle = (None if one is None else 100 * one for one in (point.value, centre))
    rate = wilson(point.counts.with_outcome, point.counts.base) if point.counts and point.counts.base else None
    least, most = (100 * rate.low, 100 * rate.high) if rate else (None, None)
    return Moment(month_words(point.period), value, least, most, low, middle, high, Mark.DIAMOND if point.signals else Mark.CIRCLE)


def _number(point: Point, centre: float | None, unit: int) -> Moment:
    low, high = (max(0.0, point.limits.low) / unit, point.limits.high / unit) if point.limits else (None, None)
    value, middle = (None if one is None else one / unit for one in (point.value, centre))
    return Moment(month_words(point.period), value, None, None, low, middle, high, Mark.DIAMOND if point.signals else Mark.CIRCLE)


def _times_100(ends: Ends) -> tuple[float, float]:
    return 100 * ends.low, 100 * ends.high


def _language() -> str:
    return "cy" if get_language() == "cy" else "en-GB"


def as_file(kind: str, opened: OpenedTable, found: Shown, address: str) -> bytes:
    """The two tables with their caveats, as CSV, ODS or XLSX."""
    rows = [*_month_rows(found), *_place_rows(opened, found)]
    if kind == "csv":
        return write_csv(FILE_COLUMNS, rows)
    notes = [f"{opened.row.title}. {title_of(found.choice)}. {as_of_words(opened)}", *caveats_of(opened), address]
    writers: Mapping[str, Callable[[Sequence[Sheet], str, str], bytes]] = {"ods": write_ods, "xlsx": write_xlsx}
    return writers[kind]([Sheet("Figures", FILE_COLUMNS, rows, notes)], opened.row.title, "en-GB")


def _month_rows(found: Shown) -> list[list[Cell]]:
    said = [line["says"] for line in month_table(found)]
    return [
        ["Month", one.name, *(["[x]"] * 2 if one.is_gap else [one.counts.base, one.counts.with_outcome]), *_ends(one.rate), says]
        for one, says in zip(found.series, said, strict=True)
    ]


def _place_rows(opened: OpenedTable, found: Shown) -> list[list[Cell]]:
    table = f"{place_column(opened)}, {in_ranges(found.places_months)}"
    return [
        [table, one.area, one.counts.base, one.counts.with_outcome, *_ends(one.rate), str(POSITIONS[one.position])]
        for one in (found.places.areas if found.places else ())
    ]


def _ends(rate: Any) -> list[Cell]:
    return [round(rate.value, 6), round(rate.low, 6), round(rate.high, 6)] if rate else ["[x]"] * 3
