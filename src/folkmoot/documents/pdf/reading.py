"""A whole PDF."""

from folkmoot.documents.contract import DocumentKind, Hazard, Place, Progress, Reading, at
from folkmoot.documents.finishing import finished
from folkmoot.documents.pdf.opening import opened
from folkmoot.documents.pdf.outside import hazards_outside
from folkmoot.documents.pdf.pages import seen_pages


def read_pdf(data: bytes, name: str, progress: Progress | None = None) -> Reading:
    """Each page's text as seen, and every hazard. Raises DocumentError, and NeedsPassword where only a password opens it."""
    pieces: list[tuple[str, str]] = []
    hazards: list[Hazard] = []
    with opened(data, name) as document:
        pages = len(document)
        for number, (paragraphs, found) in enumerate(seen_pages(document, progress), 1):
            pieces += [(text, at(Place.PAGE, number)) for text in paragraphs]
            hazards += found
    return finished(DocumentKind.PDF, pieces, hazards + hazards_outside(data, name), pages)
