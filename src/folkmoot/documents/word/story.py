"""The text of one part of a Word document as it is printed, and what of it is not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from folkmoot.documents.contract import HazardKind
from folkmoot.documents.word.looks import Look, Styles, look_of, table_parts
from folkmoot.documents.xmltree import Element, attribute, child, local, named

_TAKEN_OUT = {"del", "moveFrom"}
_PUT_IN = {"ins", "moveTo"}
_CHANGED_LOOK = {
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tcPrChange",
    "trPrChange",
    "numberingChange",
    "cellIns",
    "cellDel",
}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_WITHOUT_TEXT = {"instrText", "delText", "delInstrText", "rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "fldData"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_FAR_OFF = 15_000_000  # English Metric Units: 41 cm, beyond any page set upright
_COVERS = {"wsp", "rect", "shape", "roundrect", "oval"}


@dataclass
class Story:
    """Paragraphs as printed; hazards by kind; the notes referred to, in order, as (kind, id)."""

    paragraphs: list[str] = field(default_factory=list)
    hazards: Counter[HazardKind] = field(default_factory=Counter)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class _Around:
    """What holds at a place in the document: the look of its surroundings, and whether its text is taken out or hidden already."""

    look: Look
    unseen: bool = False
    level: int = 0


class Teller:
    """Walks one part. Fields are followed through runs and paragraphs, because Word lets them reach over both."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.story = Story()
        self._fields: list[bool] = []  # one entry an open field: whether its instruction is still being said
        self._line: list[str] = []

    def tell(self, root: Element) -> Story:
        """The story of the part's root element."""
        self._walk(root, _Around(self.styles.default))
        self._end_paragraph()
        return self.story

    def _walk(self, element: Element, around: _Around) -> None:
        for each in element:
            name = local(each.tag)
            teller = _TELLERS.get(name)
            if teller:
                teller(self, each, around)
            elif name in _TAKEN_OUT or name in _PUT_IN:
                self.story.hazards[HazardKind.TRACKED_CHANGES] += 1
                if name in _PUT_IN:
                    self._walk(each, around)
            elif name in _SIGNS:
                self._say(_SIGNS[name], around)
            elif name in _CHANGED_LOOK:
                self.story.hazards[HazardKind.TRACKED_CHANGES] += 1
            elif name not in _WITHOUT_TEXT:
                self._walk(each, around)

    def _paragraph(self, element: Element, around: _Around) -> None:
        self._end_paragraph()
        properties = child(element, "pPr")
        if properties is not None:
            self._changes_of_look(properties)
            style = child(properties, "pStyle")
            own = self.styles.look(attribute(style, "val")) if style is not None else Look()
            ground = look_of(properties).ground
            around = replace(around, look=Look(ground=ground).over(own).over(around.look))
        self._walk(element, around)
        self._end_paragraph()

    def _end_paragraph(self) -> None:
        text = "".join(self._line).strip(" ")
        self._line.clear()
        if text.strip():
            self.story.paragraphs.append(text)

    def _run(self, element: Element, around: _Around) -> None:
        properties = child(element, "rPr")
        if properties is not None:
            self._changes_of_look(properties)
            style = child(properties, "rStyle")
            named_look = self.styles.look(attribute(style, "val")) if style is not None else Look()
            around = replace(around, look=look_of(properties).over(named_look).over(around.look))
        self._walk(element, around)

    def _changes_of_look(self, properties: Element) -> None:
        changes = sum(local(each.tag) in _CHANGED_LOOK | _TAKEN_OUT | _PUT_IN for each in properties.iter())
        if changes:
            self.story.hazards[HazardKind.TRACKED_CHANGES] += changes

    def _text(self, element: Element, around: _Around) -> None:
        self._say(element.text or "", around)

    def _say(self, text: str, around: _Around) -> None:
        if any(self._fields):
            return
        hazard = HazardKind.HIDDEN_TEXT if around.unseen else around.look.hazard()
        if hazard is None:
            self._line.append(text)
        elif text.strip():
            self.story.hazards[hazard] += 1

    def _field(self, element: Element, around: _Around) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, element: Element, around: _Around) -> None:
        self._end_paragraph()
        properties = child(element, "tblPr")
        style = child(properties, "tblStyle")
        style_id = attribute(style, "val") if style is not None else None
        rows = list(_inside(element, "tr"))
        for place, row in enumerate(rows):
            row_properties = child(row, "trPr")
            if child(row_properties, "del") is not None:
                self.story.hazards[HazardKind.TRACKED_CHANGES] += 1
                continue
            unseen = around.unseen or child(row_properties, "hidden") is not None
            cells = list(_inside(row, "tc"))
            told = []
            for column, cell in enumerate(cells):
                parts = table_parts(child(properties, "tblLook"), place, len(rows), column, len(cells))
                told.append(self._cell(cell, replace(around, unseen=unseen, look=self._look_in(style_id, parts, cell, around))))
            if any(told):
                self.story.paragraphs.append("\t".join(told))

    def _look_in(self, style_id: str | None, parts: list[str], cell: Element, around: _Around) -> Look:
        look = around.look
        for part in parts:
            look = self.styles.look(style_id, part).over(look)
        return Look(ground=look_of(child(cell, "tcPr")).ground).over(look)

    def _cell(self, cell: Element, around: _Around) -> str:
        """A cell's paragraphs in one line, so that a row reads as a row."""
        outside = self.story.paragraphs
        self.story.paragraphs = []
        self._walk(cell, around)
        self._end_paragraph()
        said = " / ".join(self.story.paragraphs)
        self.story.paragraphs = outside
        return said

    def _alternatives(self, element: Element, around: _Around) -> None:
        chosen = child(element, "Choice")
        chosen = chosen if chosen is not None else child(element, "Fallback")
        if chosen is not None:
            self._walk(chosen, around)

    def _text_box(self, element: Element, around: _Around) -> None:
        """A text box is told after the paragraph that holds it; it starts afresh from the document's own look."""
        kept, self._line = self._line, []
        outside, self.story.paragraphs = self.story.paragraphs, []
        self._walk(element, replace(around, look=self.styles.default))
        self._end_paragraph()
        inside = self.story.paragraphs
        self.story.paragraphs = outside
        self._line = kept
        if inside and any(part.strip() for part in kept):
            self._line.append("\n")
        self._line.extend("\n".join(inside))

    def _drawing(self, element: Element, around: _Around) -> None:
        for described in named(element, "docPr"):
            if any((attribute(described, name) or "").strip() for name in ("descr", "title")):
                self.story.hazards[HazardKind.ALT_TEXT] += 1
            if (attribute(described, "hidden") or "0") not in ("0", "false"):
                around = replace(around, unseen=True)
        pictures = sum(1 for _ in named(element, "pic", "imagedata"))
        if pictures:
            self.story.hazards[HazardKind.PICTURE] += pictures
        if any((attribute(shape, "alt") or "").strip() for shape in element.iter() if local(shape.tag) in _COVERS):
            self.story.hazards[HazardKind.ALT_TEXT] += 1
        if _covers_text(element):
            self.story.hazards[HazardKind.TEXT_UNDER_BOX] += 1
        self._walk(element, replace(around, unseen=around.unseen or _off_the_page(element)))

    def _embedded(self, element: Element, around: _Around) -> None:
        self.story.hazards[HazardKind.EMBEDDED] += 1
        self._walk(element, around)

    def _note(self, element: Element, around: _Around) -> None:
        self.story.notes.append((_NOTES[local(element.tag)], attribute(element, "id") or ""))


def _inside(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those inside content controls and tracked insertions, but not those of inner tables."""
    for each in element:
        kind = local(each.tag)
        if kind == name:
            yield each
        elif kind in {"sdt", "sdtContent", "ins", "moveTo", "customXml"}:
            yield from _inside(each, name)


def _off_the_page(drawing: Element) -> bool:
    offsets = [each.text or "0" for each in named(drawing, "posOffset")]
    extents = [int(attribute(each, "cx") or 0) for each in named(drawing, "extent") if (attribute(each, "cx") or "").isdigit()]
    width = max([*extents, 0])
    numbers = [int(each) for each in offsets if each.strip().lstrip("-").isdigit()]
    return any(number > _FAR_OFF or number < -max(width, 1_000_000) - 1_000_000 for number in numbers)


def _covers_text(drawing: Element) -> bool:
    """A filled shape without words, floating before the text: what lies under it can be read in the file."""
    anchor = next(named(drawing, "anchor"), None)
    if anchor is not None:
        in_front = (attribute(anchor, "behindDoc") or "0") in ("0", "false")
        filled = any(child(properties, "solidFill") is not None for properties in named(anchor, "spPr"))
        return in_front and filled and next(named(anchor, "wsp"), None) is not None and next(named(anchor, "txbxContent"), None) is None
    shapes = [each for each in drawing.iter() if local(each.tag) in _COVERS]
    floating = [shape for shape in shapes if "position:absolute" in (attribute(shape, "style") or "")]
    return any(attribute(shape, "fillcolor") and not _boxed(shape) for shape in floating)


def _boxed(shape: Element) -> bool:
    return any(True for _ in named(shape, "textbox", "imagedata"))


_TELLERS = {
    "p": Teller._paragraph, "r": Teller._run, "t": Teller._text, "fldChar": Teller._field, "tbl": Teller._table,
    "AlternateContent": Teller._alternatives, "txbxContent": Teller._text_box, "drawing": Teller._drawing, "pict": Teller._drawing,
    "object": Teller._embedded, "altChunk": Teller._embedded, "footnoteReference": Teller._note, "endnoteReference": Teller._note,
}  # fmt: skip
