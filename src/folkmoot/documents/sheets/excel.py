"""The sheets of an XLSX workbook, read from its XML: what shows, and what is hidden in rows, columns, colours and formats."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from folkmoot.documents.archive import Archive
from folkmoot.documents.contract import HazardKind
from folkmoot.documents.package import of_package, part, parts_named
from folkmoot.documents.sheets.reading import Sheet
from folkmoot.documents.word.looks import hidden_by_colour
from folkmoot.documents.xmltree import Element, attribute, child, local, named

_ON = ("1", "true")
_LETTERS = re.compile(r"[A-Z]+")
_MARGIN_CODES = re.compile(r'&"[^"]*"|&\d+|&K[0-9A-F]{6}|&[A-Z&]|\bPage\b', re.IGNORECASE)
_SAYS_NOTHING = re.compile(r'^(?:"";*)*;{2,}(?:"")?(?:@?;)*$|^;{3}$')


class _Book(NamedTuple):
    """What all sheets share: texts by their place, and the styles of cells that hide what is in them."""

    texts: list[str]
    hiding: dict[int, HazardKind]


def sheets_of(archive: Archive) -> Iterator[Sheet]:
    """Each sheet in the order of the workbook; a hidden sheet shows nothing."""
    workbook = part(archive, "xl/workbook.xml")
    targets = _targets(archive)
    book = _Book(_shared_texts(archive), _hiding_styles(archive))
    for sheet in named(workbook, "sheet") if workbook is not None else ():
        found: Counter[HazardKind] = Counter()
        rows = _rows(part(archive, targets.get(_relation(sheet), "")), book, found)
        if attribute(sheet, "state") in ("hidden", "veryHidden"):
            found = Counter({HazardKind.HIDDEN_SHEET: 1})
            rows = []
        yield rows, found


def _relation(sheet: Element) -> str:
    return next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")


def _targets(archive: Archive) -> dict[str, str]:
    relations = part(archive, "xl/_rels/workbook.xml.rels")
    found = {}
    for each in named(relations, "Relationship") if relations is not None else ():
        target = attribute(each, "Target") or ""
        found[attribute(each, "Id") or ""] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _shared_texts(archive: Archive) -> list[str]:
    root = part(archive, "xl/sharedStrings.xml")
    return [_said(each) for each in named(root, "si")] if root is not None else []


def _said(element: Element) -> str:
    """Text of all runs, without the readings of Japanese characters."""
    texts = []
    for each in element:
        if local(each.tag) == "t":
            texts.append(each.text or "")
        elif local(each.tag) == "r":
            texts.append(_said(each))
    return "".join(texts)


def _hiding_styles(archive: Archive) -> dict[int, HazardKind]:
    """Cell styles by number whose text cannot be seen: in the colour of the cell, or by a format that says nothing."""
    root = part(archive, "xl/styles.xml")
    if root is None:
        return {}
    colours = [_colour(child(font, "color")) for font in _children(root, "fonts")]
    grounds: list[str | None] = [None, None]  # the first two fills are never painted, whatever they say
    grounds += [_ground(child(fill, "patternFill")) for fill in _children(root, "fills")[2:]]
    formats = {attribute(each, "numFmtId"): attribute(each, "formatCode") or "" for each in named(root, "numFmt")}
    found = {}
    for number, style in enumerate(_children(root, "cellXfs")):
        colour, ground = _listed(colours, attribute(style, "fontId")), _listed(grounds, attribute(style, "fillId"))
        hazard = hidden_by_colour(colour, ground)
        if _SAYS_NOTHING.match(formats.get(attribute(style, "numFmtId"), "")):
            hazard = HazardKind.HIDDEN_TEXT
        if hazard:
            found[number] = hazard
    return found


def _children(root: Element, name: str) -> list[Element]:
    holder = child(root, name)
    return [each for each in holder if local(each.tag)] if holder is not None else []


def _listed(values: list[str | None], place: str | None) -> str | None:
    return values[int(place)] if place and place.isdigit() and int(place) < len(values) else None


def _colour(element: Element | None) -> str | None:
    if element is None:
        return None
    said = attribute(element, "rgb")
    if said and len(said) in (6, 8):
        return said[-6:]
    return {"0": "FFFFFF", "1": "000000"}.get(attribute(element, "theme") or "") if attribute(element, "tint") is None else None


def _ground(fill: Element | None) -> str | None:
    return _colour(child(fill, "fgColor")) if fill is not None and attribute(fill, "patternType") == "solid" else None


def _rows(root: Element | None, book: _Book, found: Counter[HazardKind]) -> list[str]:
    if root is None:
        return []
    hidden = _hidden_columns(root)
    found[HazardKind.HIDDEN_ROWS] += len(hidden)
    found[HazardKind.HEADER_FOOTER] += any(
        _MARGIN_CODES.sub("", each.text or "").strip() for holder in named(root, "headerFooter") for each in holder
    )
    rows = []
    for row in named(root, "row"):
        if attribute(row, "hidden") in _ON:
            found[HazardKind.HIDDEN_ROWS] += 1
            continue
        cells = [_cell(cell, book, found) for cell in row if local(cell.tag) == "c" and not _within(cell, hidden)]
        rows.append("\t".join(cells).rstrip("\t"))
    return [row for row in rows if row.strip()]


def _hidden_columns(root: Element) -> list[tuple[int, int]]:
    return [
        (int(attribute(each, "min") or 0), int(attribute(each, "max") or 0))
        for each in named(root, "col")
        if attribute(each, "hidden") in _ON
    ]


def _within(cell: Element, columns: list[tuple[int, int]]) -> bool:
    letters = _LETTERS.match(attribute(cell, "r") or "")
    if not letters or not columns:
        return False
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return any(first <= number <= last for first, last in columns)


def _cell(cell: Element, book: _Book, found: Counter[HazardKind]) -> str:
    kind = attribute(cell, "t")
    value = child(cell, "v")
    text = (value.text or "") if value is not None else ""
    inside = child(cell, "is")
    if kind == "s":
        text = book.texts[int(text)] if text.isdigit() and int(text) < len(book.texts) else ""
    elif kind == "inlineStr" and inside is not None:
        text = _said(inside)
    style = attribute(cell, "s") or "0"
    hazard = book.hiding.get(int(style)) if style.isdigit() else None
    if hazard and text.strip():
        found[hazard] += 1
        return ""
    return " ".join(text.split())


def hazards_of_workbook(archive: Archive) -> Counter[HazardKind]:
    """What the workbook holds besides its sheets."""
    found = of_package(archive, "xl")
    workbook = part(archive, "xl/workbook.xml")
    names = named(workbook, "definedName") if workbook is not None else ()
    found[HazardKind.HIDDEN_NAME] = sum(attribute(each, "hidden") in _ON for each in names)
    found[HazardKind.PIVOT_CACHE] = sum(1 for _ in parts_named(archive, "xl/pivotCache/pivotCacheDefinition"))
    found[HazardKind.EXTERNAL_CACHE] = sum(1 for _ in parts_named(archive, "xl/externalLinks/externalLink"))
    found[HazardKind.PICTURE] += sum(1 for _ in parts_named(archive, "xl/media/"))
    found[HazardKind.TRACKED_CHANGES] = sum(1 for _ in parts_named(archive, "xl/revisions/revisionLog"))
    for name in [*parts_named(archive, "xl/comments", ending=".xml"), *parts_named(archive, "xl/threadedComments/")]:
        root = part(archive, name)
        found[HazardKind.COMMENTS] += sum(1 for _ in named(root, "comment", "threadedComment")) if root is not None else 0
    for name in parts_named(archive, "xl/drawings/drawing", ending=".xml"):
        root = part(archive, name)
        described = named(root, "cNvPr") if root is not None else ()
        found[HazardKind.ALT_TEXT] += sum(bool((attribute(each, "descr") or "").strip()) for each in described)
    return found
