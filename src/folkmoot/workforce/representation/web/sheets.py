"""The tables of representation as files, and how any table about staff leaves: as it is shown, and recorded."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.foundation import audit
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.workforce.representation.queries import Line, Table
from folkmoot.workforce.representation.web.presenters import FLOWS, flow_row, method
from folkmoot.workforce.web.words import base, completeness, missed, process, said_day, share

FORMATS = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}


def send(request: HttpRequest, sheets: Sequence[Sheet], ending: str, name: str, what: str) -> HttpResponse:
    """The sheets as ODS, or under one another as CSV, with the record that they left. `ending` is a key of FORMATS."""
    audit.record(
        audit.Kind.DISCLOSURE, by=request.viewer, at=request.at, subject="workforce.headcount", route=request.path,
        recipient=request.viewer.name, detail={"format": ending, "table": what},
    )  # fmt: skip
    language = "cy" if get_language() == "cy" else "en-GB"
    data = write_ods(sheets, name, language) if ending == "ods" else _as_csv(sheets)
    answer = HttpResponse(data, content_type=FORMATS[ending])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _as_csv(sheets: Sequence[Sheet]) -> bytes:
    """One table: the title of the sheet first on every line, then every heading of any sheet once; empty where a sheet has no such."""
    headings = list(dict.fromkeys(heading for sheet in sheets for heading in sheet.columns))
    rows = []
    for sheet in sheets:
        for row in sheet.rows:
            told = dict(zip(sheet.columns, row, strict=True))
            rows.append([sheet.title, *(told.get(heading, "") for heading in headings)])
    return write_csv([_("Table"), *headings], rows)


def table_sheets(table: Table, named: str) -> list[Sheet]:
    """A sheet for each table of the page; the notes say how the figures were come by."""
    said = {"what": named, "unit": table.unit.name if table.unit else _("The whole service"), "day": said_day(table.as_of)}
    notes = [_("%(what)s; %(unit)s, as of %(day)s.") % said, *method()]
    sheets = [_lines(_("All"), "", [table.everyone], table.as_of, notes)]
    sheets += [_lines(_("By grade"), _("Grade"), table.by_level, table.as_of)] if table.by_level else []
    sheets += [_lines(_("By unit"), _("Unit"), table.by_unit, table.as_of)] if table.by_unit else []
    sheets.append(_over_time(table))
    if table.flows:
        flows = [flow_row(one) for one in table.flows]
        rows: list[Sequence[Cell]] = [[one.name, one.rate, one.beside, one.difference, one.base, one.finding] for one in flows]
        sheets.append(Sheet(_("Joined, promoted, left"), [str(words) for words in FLOWS], rows))
    return sheets


def _lines(title: str, what: str, lines: Sequence[Line], day: date, notes: Sequence[str] = ()) -> Sheet:
    columns = [
        what or _("Of"), _("Day"), _("Share as printed or range"), _("95% interval of the process"), _("Staff whose group is known"),
        _("Share of staff whose group is known"), _("Beside the target"),
    ]  # fmt: skip
    rows = [_row(line.name or _("All"), day, line) for line in lines]
    return Sheet(title, columns, rows, notes)


def _over_time(table: Table) -> Sheet:
    rows = [_row(table.unit.name if table.unit else _("All"), one.as_of, one.line) for one in table.over_time]
    return Sheet(_("Over time"), _lines("", "", (), table.as_of).columns, rows)


def _row(name: str, day: date, line: Line) -> Sequence[Cell]:
    against = missed(line.against) if line.against else ""
    return [name, day, share(line.found), process(line.found), base(line.found), completeness(line.found), against]
