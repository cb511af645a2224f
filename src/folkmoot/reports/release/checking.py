"""The check of a report before it is published: what was found, and whether anything of it stops the publication."""

from collections.abc import Mapping
from datetime import date

from folkmoot.reports.models import Report
from folkmoot.reports.release.known import known_for
from folkmoot.reports.release.leaks import Finding, findings_in
from folkmoot.reports.review.annex import Entry, annex
from folkmoot.reports.rules import fingerprint
from folkmoot.reports.wording.document import pieces_of
from folkmoot.reports.wording.writing import document_of


def check_report(report: Report, explained: Mapping[str, str], *, today: date) -> list[Finding]:
    """What the check finds in a signed report and its annex."""
    document = document_of(report, "en")
    said = words_of(annex(report))
    texts = ["".join(piece.text for piece in pieces_of(block)) for section in document.every_section() for block in section.blocks]
    known = known_for(report, [*texts, *said])
    return findings_in(document, report.figures, said, known, this_year=today.year, explained=explained)


def words_of(entries: list[Entry]) -> list[str]:
    """What members and the service wrote, as it would be published."""
    return [words for one in entries for words in (one.words, one.said_by, *((one.answer.words, one.answer.by) if one.answer else ()))]


def published_fingerprint(report: Report) -> str:
    """SHA-256 of what is published: the fingerprints of the figures, of the annex, and of every signed file."""
    files = report.files.filter(signed=True).order_by("language", "kind").values_list("sha256", flat=True)
    kept = getattr(report, "annex", None)
    return fingerprint([report.figures_sha256, kept.sha256 if kept else "", *files])
