"""A report as the bytes of a file."""

from folkmoot.reports import render_html, render_pdf
from folkmoot.reports.formats.ods import ods
from folkmoot.reports.formats.word import docx
from folkmoot.reports.models import Report
from folkmoot.reports.review.annex import annex
from folkmoot.reports.wording.annexed import with_annex
from folkmoot.reports.wording.writing import document_of


def rendered(report: Report, *, kind: str, language: str) -> bytes:
    """The same bytes whenever the same product is asked for the same report: nothing but what was frozen with it is read."""
    entries = annex(report)
    document, made_at = document_of(report, language), report.signed_at or report.made_at
    if kind == "ods":
        return ods(document, entries)
    whole = with_annex(document, entries)
    if kind == "html":
        return render_html.page(whole).encode()
    return docx(whole, made_at=made_at) if kind == "docx" else render_pdf.pdf(whole, made_at=made_at)
