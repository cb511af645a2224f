"""What is seen on the pages of a PDF."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from folkmoot.documents.contract import Hazard, HazardKind, Place, Progress, at
from folkmoot.documents.pdf.glyphs import glyphs_of
from folkmoot.documents.pdf.lines import lines_of, paragraphs, words_hidden
from folkmoot.documents.pdf.seeing import Painted

_SMALLEST_PICTURE = 0.005  # of the page: rules and bullets are no pictures
_DEEPEST_FORM = 8
_IMAGE, _FORM = 3, 5  # FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_FORM


def seen_pages(document: Any, progress: Progress | None = None) -> Iterator[tuple[list[str], list[Hazard]]]:
    """For each page: its paragraphs as seen, and its hazards."""
    total = len(document)
    for number in range(1, total + 1):
        page = _flattened(document, number - 1)
        try:
            yield _seen(page, at(Place.PAGE, number))
        finally:
            page.close()
        if progress:
            progress(number, total)


def _flattened(document: Any, place: int) -> Any:
    """The page with what its annotations and filled-in fields show drawn upon it, upright."""
    import pypdfium2.raw as raw

    page = document[place]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    page.close()
    page = document[place]
    page.set_rotation(0)
    return page


def _seen(page: Any, where: str) -> tuple[list[str], list[Hazard]]:
    glyphs = glyphs_of(page)
    painted = Painted(page, glyphs)
    hidden = words_hidden(glyphs, painted.seen())
    counts: Counter[HazardKind] = Counter()
    for place in np.flatnonzero(hidden):
        if place == 0 or not hidden[place - 1] or not glyphs.letters[place - 1].strip():
            counts[painted.why_unseen(int(place))] += 1
    over, unread = painted.overprinted()
    counts[HazardKind.HIDDEN_TEXT] += over
    if unread:
        hidden |= np.isin(glyphs.owner, list(unread))
    lines = lines_of(glyphs, hidden)
    pictures = _pictures(page)
    if pictures:
        counts[HazardKind.PICTURE] += pictures
    if not lines and not painted.blank():
        counts[HazardKind.SCAN] += 1
    hazards = [Hazard(kind, where, count) for kind, count in counts.items() if count]
    return paragraphs(lines), hazards


def _pictures(page: Any) -> int:
    """How many pictures of any size the page shows."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    handles = [raw.FPDFPage_GetObject(page, place) for place in range(raw.FPDFPage_CountObjects(page))]
    return _pictures_among(raw, handles, width * height * _SMALLEST_PICTURE, _DEEPEST_FORM)


def _pictures_among(raw: Any, handles: list[Any], smallest: float, levels: int) -> int:
    count = 0
    for handle in handles:
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == _IMAGE and _area(raw, handle) >= smallest:
            count += 1
        elif kind == _FORM and levels:
            inside = [raw.FPDFFormObj_GetObject(handle, place) for place in range(raw.FPDFFormObj_CountObjects(handle))]
            count += _pictures_among(raw, inside, smallest, levels - 1)
    return count


def _area(raw: Any, handle: Any) -> float:
    import ctypes

    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *edges):
        return 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return (right - left) * (top - bottom)
