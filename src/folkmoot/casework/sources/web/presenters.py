"""Words of the pages of sources: how a source stands, what a load holds, what a report says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.casework.sources.columns import Role, from_plain
from folkmoot.casework.sources.models import Layout, Load, LoadedMonth, Source
from folkmoot.casework.sources.queries import Listed
from folkmoot.casework.sources.report import Report, StageCount
from folkmoot.casework.sources.rules import Lateness, Standing, in_ranges
from folkmoot.casework.sources.words import number_words, said, said_of_parts
from folkmoot.casework.stages.scheme import codes_of, stage
from folkmoot.webkit.dates import month_words

_COLOURS = {Standing.LATE: "red", Standing.UP_TO_DATE: "green", Standing.EMPTY: "yellow", Standing.RETIRED: "grey", Standing.ONCE: "grey"}


@dataclass(frozen=True)
class Line:
    """A source in the list."""

    source: Source
    tag: str
    colour: str
    due: str
    months: str
    data_as_of: Any
    loads: int
    is_late: bool


def line_of(listed: Listed) -> Line:
    tag, due = _standing(listed.standing)
    return Line(
        listed.source, tag, _COLOURS[listed.standing.standing], due, month_words(listed.last_month), listed.data_as_of, listed.loads,
        listed.standing.late,
    )  # fmt: skip


def standing_words(standing: Lateness) -> dict[str, str]:
    tag, due = _standing(standing)
    return {"tag": tag, "colour": _COLOURS[standing.standing], "due": due}


def _standing(standing: Lateness) -> tuple[str, str]:
    tags = {
        Standing.LATE: _("Late"), Standing.UP_TO_DATE: _("Up to date"), Standing.EMPTY: _("Nothing loaded yet"),
        Standing.RETIRED: _("No longer kept up"), Standing.ONCE: _("Loaded once"),
    }  # fmt: skip
    if standing.due_on is None:
        return tags[standing.standing], ""
    values = {"period": standing.period, "day": date_format(standing.due_on, "j F Y"), "days": standing.days_late}
    if standing.late:
        words = ngettext(
            "%(period)s was due on %(day)s: %(days)s day late.", "%(period)s was due on %(day)s: %(days)s days late.", standing.days_late
        )
        return tags[standing.standing], words % values
    return tags[standing.standing], _("%(period)s is due on %(day)s.") % values


def load_line(load: Load) -> dict[str, Any]:
    """A load in the list: its months in words, whether it was revised, its state."""
    revises = [str(each) for each in load.replaces.all()]
    return {
        "load": load, "months": in_ranges(load.months), "revised": revises, "remarks": len(load.report.get("remarks", [])),
        "taken_back": load.state == Load.State.TAKEN_BACK, "replaced": load.state == Load.State.REPLACED,
        "state": load.get_state_display(), "layout": load.layout.number if load.layout else None,
    }  # fmt: skip


def months_words(months: Sequence[LoadedMonth]) -> str:
    return in_ranges([row.month for row in months])


def layout_lines(layout: Layout | None) -> list[dict[str, str]]:
    """What each column is for, in words."""
    if layout is None:
        return []
    lines = []
    for column in from_plain(layout.columns):
        how = column.scheme or column.bands
        if column.role is Role.STAGE:
            names = {code.code: code.name for code in codes_of(column.key)}
            how = "; ".join(f"{value}: {names.get(code, code)}" for value, code in column.meanings.items())
        lines.append({"heading": column.heading, "role": str(role_words(column.role.value)), "name": column.name, "how": how})
    return lines


def role_words(role: str) -> str:
    return {
        "month": _("Date or month"), "area": _("Area"), "force": _("Police force"), "offence": _("Offence"),
        "characteristic": _("Characteristic"), "stage": _("Stage"), "flag": _("Flag"), "other": _("Taken into account"),
        "count": _("Number of people"),
    }.get(role, role)  # fmt: skip


def report_shown(report: Report) -> dict[str, Any]:
    """A report as the page shows it: remarks in sentences, grave ones first."""
    shared, each = said_of_parts(report.parts)
    return {
        "rows_read": report.rows_read, "rows_counted": report.rows_counted, "left_out": report.rows_read - report.rows_counted,
        "months": in_ranges(report.months), "grave": [said(one) for one in report.remarks if one.grave],
        "remarks": [said(one) for one in report.remarks if not one.grave], "renamed": report.renamed, "unused": report.unused,
        "notes": report.notes, "mapped": [_mapped(one) for one in report.mapped],
        "stages": [_stage(one) for one in report.stages],
        "in_every_part": shared, "parts": [_part(one, words) for one, words in zip(report.parts, each, strict=True)],
    }  # fmt: skip


def _mapped(one: Any) -> dict[str, Any]:
    shares = (f"{100 * number / one.rows:.1f}%" if one.rows else "" for number in (one.recorded, one.not_stated))
    share, not_stated = shares
    said = {"heading": one.heading, "role": role_words(one.role), "name": one.name, "groups": one.groups, "share": share}
    return said | {"not_stated": not_stated if one.role == Role.CHARACTERISTIC else "–"}


def _stage(one: StageCount) -> dict[str, Any]:
    return {"stage": stage(one.stage), "at_risk": number_words(one.at_risk), "not_recorded": number_words(one.not_recorded)}


def _part(one: Any, remarks: list[str]) -> dict[str, Any]:
    """One file of several."""
    return {"name": one["name"], "months": in_ranges(one.get("months", [])), "rows": one.get("rows", 0), "remarks": remarks}
