"""A report as the bytes of a file."""

from folkmoot.reports import render_html, render_pdf
from folkmoot.reports.models import Report
from folkmoot.reports.wording.writing import document_of


def rendered(report: Report, *, kind: str, language: str) -> bytes:
    """The same bytes whenever the same product is asked for the same report: nothing but the report's own row is read."""
    document = document_of(report, language)
    if kind == "html":
        return render_html.page(document).encode()
    return render_pdf.pdf(document, made_at=report.signed_at or report.made_at)
