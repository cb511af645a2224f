"""A whole workbook as a document."""

from collections import Counter

from folkmoot.documents.archive import Archive
from folkmoot.documents.contract import DocumentKind, Hazard, HazardKind, Place, Reading, at
from folkmoot.documents.finishing import finished

# What a sheet shows, as one text a row, and what it hides.
Sheet = tuple[list[str], Counter[HazardKind]]


def read_sheets(kind: DocumentKind, data: bytes, name: str) -> Reading:
    """The rows of each sheet that show, cells parted by tabs. Raises DocumentError."""
    archive = Archive(data, name)
    if kind is DocumentKind.XLSX:
        from folkmoot.documents.sheets.excel import hazards_of_workbook, sheets_of
    else:
        from folkmoot.documents.sheets.open import hazards_of_workbook, sheets_of
    pieces: list[tuple[str, str]] = []
    hazards: list[Hazard] = []
    for number, (rows, found) in enumerate(sheets_of(archive), 1):
        where = at(Place.SHEET, number)
        pieces += [(row, where) for row in rows]
        hazards += [Hazard(hazard, where, count) for hazard, count in found.items() if count]
    whole = hazards_of_workbook(archive)
    hazards += [Hazard(hazard, at(Place.FILE), count) for hazard, count in whole.items() if count]
    return finished(kind, pieces, hazards)
