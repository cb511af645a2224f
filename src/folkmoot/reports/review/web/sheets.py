"""The log of challenges as a file: one row for each, with its answer as it stands."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Cell, Sheet
from folkmoot.reports.review.queries import Standing
from folkmoot.reports.review.web.forms import STATE_WORDS

KINDS = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}
COLUMNS = (
    _("Report"), _("Half-year"), _("Scope"), _("Part"), _("Said by"), _("Said on"), _("Challenge"), _("Comment"), _("What came of it"),
    _("Answer"), _("Answered as"), _("Answered on"), _("Days to the first answer"), _("Answers given"),
)  # fmt: skip


def as_file(kind: str, rows: Iterable[Standing]) -> bytes:
    """`kind` is a key of `KINDS`. Reviewers stand in it as they do in the report: by office, and by name where they agreed to it."""
    headings, cells = [str(one) for one in COLUMNS], [_cells(row) for row in rows]
    if kind == "csv":
        return write_csv(headings, cells)
    title = gettext("Challenges and comments on reports")
    return write_ods([Sheet(title, headings, cells)], title, "en-GB")


def _cells(one: Standing) -> list[Cell]:
    row, report, answer = one.row, one.row.report, one.answer
    return [
        report.number, report.period, report.area.name if report.area else gettext("England and Wales"), row.section,
        row.reviewer.shown, timezone.localdate(row.at), gettext("Yes") if row.challenge else gettext("No"), row.words,
        str(STATE_WORDS[one.state]), answer.words if answer else "", answer.office if answer else "",
        timezone.localdate(answer.at) if answer else "", one.days if one.days is not None else "", len(row.answers.all()),
    ]  # fmt: skip
