"""Comments and answers in words, and the parts of a report that can be commented on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.reports.models import Report
from folkmoot.reports.review.queries import Standing
from folkmoot.reports.review.web.forms import STATE_COLOURS, STATE_WORDS
from folkmoot.reports.wording.document import Document
from folkmoot.reports.wording.writing import document_of


@dataclass(frozen=True)
class Line:
    """A comment as a page shows it. `part` is the heading of the part it is about, "" for the whole report."""

    standing: Standing
    part: str
    words: Any
    colour: str

    @property
    def row(self) -> Any:
        return self.standing.row

    @property
    def report(self) -> Report:
        return self.standing.row.report


def lines_of(rows: Iterable[Standing]) -> list[Line]:
    among = list(rows)
    parts = {report.pk: dict(sections_of(report)) for report in {one.row.report for one in among if one.row.section}}
    return [
        Line(one, parts.get(one.row.report.pk, {}).get(one.row.section, one.row.section), STATE_WORDS[one.state], STATE_COLOURS[one.state])
        for one in among
    ]  # fmt: skip


def sections_of(report: Report, document: Document | None = None) -> list[tuple[str, str]]:
    """Key and heading of every part of the report, in its order."""
    document = document or document_of(report, "cy" if get_language() == "cy" else "en")
    return [(section.key, section.heading.text) for section in document.every_section()]


def draft_words(line_report: Report, report: Report) -> str:
    """Of which draft something was said, where it was an earlier one than this."""
    if line_report.pk == report.pk:
        return ""
    return _("Said of report %(number)s, which this one follows.") % {"number": line_report.number}
