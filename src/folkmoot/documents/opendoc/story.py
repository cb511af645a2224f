"""The text of an OpenDocument text as it is printed, and what of it is not."""

from collections import Counter
from dataclasses import dataclass, field

from folkmoot.documents.contract import HazardKind
from folkmoot.documents.opendoc.styles import OpenStyles
from folkmoot.documents.word.looks import Look
from folkmoot.documents.xmltree import Element, attribute, child, has_words, local, named

_SIGNS = {"tab": "\t", "line-break": "\n", "soft-page-break": ""}
_HIDING = {"hidden-text", "hidden-paragraph"}
_SILENT = {"tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "dde-connection-decls", "forms", "event-listeners"}
_NEVER_SHOWN = {"variable-decls", "user-field-decls"}


@dataclass
class OpenStory:
    """Paragraphs and notes as printed; hazards by kind."""

    paragraphs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    hazards: Counter[HazardKind] = field(default_factory=Counter)


class OpenTeller:
    """Walks the body of content.xml, or the header of a page style."""

    def __init__(self, styles: OpenStyles) -> None:
        self.styles = styles
        self.story = OpenStory()
        self._line: list[str] = []

    def tell(self, root: Element, look: Look | None = None) -> OpenStory:
        """The story of everything under `root`, in the look of its surroundings."""
        self._walk(root, look or Look())
        self._end()
        return self.story

    def _walk(self, element: Element, look: Look) -> None:
        for each in element:
            self._one(each, look)

    def _one(self, element: Element, look: Look) -> None:
        name = local(element.tag)
        if name in _SILENT:
            self._silent(element, name)
        elif name in ("p", "h"):
            self._paragraph(element, look)
        elif name in _HIDING:
            self.story.hazards[HazardKind.HIDDEN_TEXT] += has_words(element) or bool(attribute(element, "string-value"))
        elif name in ("annotation", "annotation-end"):
            self.story.hazards[HazardKind.COMMENTS] += name == "annotation"
        elif name == "note":
            self._note(element, look)
        elif name == "table-row":
            self._row(element, look)
        elif name in ("title", "desc"):
            self.story.hazards[HazardKind.ALT_TEXT] += has_words(element)
        else:
            self._container(element, name, look)

    def _container(self, element: Element, name: str, look: Look) -> None:
        self.story.hazards[HazardKind.PICTURE] += name == "image"
        self.story.hazards[HazardKind.EMBEDDED] += name in ("object", "object-ole", "plugin", "applet")
        if name == "section":
            hidden = attribute(element, "display") in ("none", "condition")
            look = Look(hidden=hidden or None).over(self.styles.look("section", attribute(element, "style-name")).over(look))
        if name == "text-box":
            self._text_box(element, look)
        else:
            self._walk(element, look)

    def _silent(self, element: Element, name: str) -> None:
        if name == "tracked-changes":
            self.story.hazards[HazardKind.TRACKED_CHANGES] += sum(1 for _ in named(element, "changed-region"))
        elif name in _NEVER_SHOWN:
            said = sum(any((attribute(each, key) or "").strip() for key in ("string-value", "value")) for each in element)
            self.story.hazards[HazardKind.METADATA] += said

    def _paragraph(self, element: Element, look: Look) -> None:
        self._end()
        self._inline(element, self.styles.look("paragraph", attribute(element, "style-name")).over(look))
        self._end()

    def _end(self) -> None:
        text = "".join(self._line).strip(" ")
        self._line.clear()
        if text.strip():
            self.story.paragraphs.append(text)

    def _inline(self, element: Element, look: Look) -> None:
        """Text and what stands between it: spans, signs, links, fields."""
        self._say(element.text, look)
        for each in element:
            name = local(each.tag)
            if name == "s":
                count = attribute(each, "c") or "1"
                self._say(" " * min(int(count), 200) if count.isdigit() else " ", look)
            elif name in _SIGNS:
                self._say(_SIGNS[name], look)
            elif name == "span":
                self._inline(each, self.styles.look("text", attribute(each, "style-name")).over(look))
            elif name in ("frame", "custom-shape", "rect", "g", "note", "annotation", "annotation-end") or name in _HIDING | _SILENT:
                self._cover(each, name)
                self._one(each, look)
            elif name:
                self._inline(each, look)
            self._say(each.tail, look)

    def _cover(self, element: Element, name: str) -> None:
        if name in ("custom-shape", "rect") and not has_words(element):
            self.story.hazards[HazardKind.TEXT_UNDER_BOX] += 1

    def _say(self, text: str | None, look: Look) -> None:
        if not text:
            return
        hazard = look.hazard()
        if hazard is None:
            self._line.append(" ".join(text.split("\n")) if text != "\n" else text)
        elif text.strip():
            self.story.hazards[hazard] += 1

    def _note(self, element: Element, look: Look) -> None:
        inside = child(element, "note-body")
        if inside is not None:
            self.story.notes += self._aside(inside, Look())

    def _text_box(self, element: Element, look: Look) -> None:
        inside = self._aside(element, Look())
        if inside and any(part.strip() for part in self._line):
            self._line.append("\n")
        self._line.extend("\n".join(inside))

    def _row(self, row: Element, look: Look) -> None:
        if attribute(row, "visibility") in ("collapse", "filter"):
            self.story.hazards[HazardKind.HIDDEN_TEXT] += has_words(row)
            return
        cells = [each for each in row if local(each.tag) == "table-cell"]
        told = []
        for cell in cells:
            around = self.styles.look("table-cell", attribute(cell, "style-name")).over(look)
            told.append(" / ".join(self._aside(cell, around)))
        if any(told):
            self.story.paragraphs.append("\t".join(told))

    def _aside(self, element: Element, look: Look) -> list[str]:
        """What an element says by itself, apart from the paragraph that holds it."""
        line, self._line = self._line, []
        outside, self.story.paragraphs = self.story.paragraphs, []
        self._walk(element, look)
        self._end()
        inside, self.story.paragraphs = self.story.paragraphs, outside
        self._line = line
        return inside
