"""The sheets of an ODS workbook: what shows, and what is hidden in sheets, rows and columns."""

from collections import Counter
from collections.abc import Iterator

from folkmoot.documents.archive import Archive
from folkmoot.documents.contract import HazardKind
from folkmoot.documents.opendoc.reading import of_open_package, refuse_locked
from folkmoot.documents.opendoc.story import OpenTeller
from folkmoot.documents.opendoc.styles import OpenStyles
from folkmoot.documents.package import part
from folkmoot.documents.sheets.reading import Sheet
from folkmoot.documents.xmltree import Element, attribute, child, has_words, local, named

_NOT_SHOWN = ("collapse", "filter")
_MOST_REPEATS = 1_000  # of one cell; a sheet of a million repeated blanks is one blank


def sheets_of(archive: Archive) -> Iterator[Sheet]:
    """Each sheet in the order of the workbook; a hidden sheet shows nothing."""
    refuse_locked(archive)
    content, styles = part(archive, "content.xml"), part(archive, "styles.xml")
    roots = [root for root in (styles, content) if root is not None]
    hidden = {attribute(style, "name") for root in roots for style in named(root, "style") if _hides(style)}
    looks = OpenStyles(roots)
    book = next(named(content, "spreadsheet"), None) if content is not None else None
    for table in book if book is not None else ():
        if local(table.tag) == "table":
            shown = attribute(table, "style-name") not in hidden
            yield _sheet(table, looks) if shown else ([], Counter({HazardKind.HIDDEN_SHEET: 1}))


def _hides(style: Element) -> bool:
    properties = child(style, "table-properties")
    return properties is not None and attribute(properties, "display") == "false"


def _sheet(table: Element, looks: OpenStyles) -> Sheet:
    found: Counter[HazardKind] = Counter()
    hidden = _hidden_columns(table)
    found[HazardKind.HIDDEN_ROWS] += len(hidden)
    rows = []
    for row in named(table, "table-row"):
        if attribute(row, "visibility") in _NOT_SHOWN:
            found[HazardKind.HIDDEN_ROWS] += has_words(row)
            continue
        cells = _cells(row, looks, hidden, found)
        if any(cells):
            rows.append("\t".join(cells).rstrip("\t"))
    for each in named(table, "annotation"):
        found[HazardKind.COMMENTS] += has_words(each)
    for each in table.iter():
        found[HazardKind.PICTURE] += local(each.tag) == "image"
        found[HazardKind.EMBEDDED] += local(each.tag) in ("object", "object-ole")
        found[HazardKind.ALT_TEXT] += local(each.tag) in ("desc", "title") and has_words(each)
    return rows, found


def _hidden_columns(table: Element) -> set[int]:
    hidden: set[int] = set()
    place = 0
    for column in named(table, "table-column"):
        repeats = _repeats(column)
        if attribute(column, "visibility") in _NOT_SHOWN:
            hidden.update(range(place, place + min(repeats, _MOST_REPEATS)))
        place += repeats
    return hidden


def _repeats(element: Element) -> int:
    said = attribute(element, "number-columns-repeated") or "1"
    return int(said) if said.isdigit() else 1


def _cells(row: Element, looks: OpenStyles, hidden: set[int], found: Counter[HazardKind]) -> list[str]:
    texts: list[str] = []
    place = 0
    for cell in row:
        if local(cell.tag) not in ("table-cell", "covered-table-cell"):
            continue
        repeats = _repeats(cell)
        if place not in hidden:
            texts += [_said(cell, looks, found)] * (1 if repeats > _MOST_REPEATS else repeats)
        place += repeats
    return texts


def _said(cell: Element, looks: OpenStyles, found: Counter[HazardKind]) -> str:
    teller = OpenTeller(looks)
    paragraphs = []
    for each in cell:
        if local(each.tag) == "p":
            holder = Element("cell")
            holder.append(each)
            paragraphs += teller.tell(holder, looks.look("table-cell", attribute(cell, "style-name"))).paragraphs
            teller.story.paragraphs = []
    for hazard in (HazardKind.HIDDEN_TEXT, HazardKind.TEXT_UNDER_BOX):
        found[hazard] += teller.story.hazards[hazard]
    return " ".join(" ".join(paragraphs).split())


def hazards_of_workbook(archive: Archive) -> Counter[HazardKind]:
    """What the workbook holds besides its sheets."""
    content = part(archive, "content.xml")
    found = of_open_package(archive, content) if content is not None else Counter[HazardKind]()
    if content is not None:
        found[HazardKind.EXTERNAL_CACHE] = sum(1 for _ in named(content, "table-source"))
        found[HazardKind.PIVOT_CACHE] = sum(1 for _ in named(content, "data-pilot-table"))
        found[HazardKind.TRACKED_CHANGES] = sum(1 for each in named(content, "tracked-changes") for _ in each)
    return found
