"""How text of an OpenDocument file looks, from its named and automatic styles."""

import re
from collections.abc import Iterable

from folkmoot.documents.word.looks import Look
from folkmoot.documents.xmltree import Element, attribute, child, named

_LENGTH = re.compile(r"([\d.]+)(pt|cm|mm|in|px)?$")
_POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "px": 0.75, None: 1.0}
_DEEPEST_STYLE = 20


class OpenStyles:
    """The styles of content.xml and styles.xml together, by family and name, each with what its parent says."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles = {
            (attribute(style, "family") or "", attribute(style, "name") or ""): style for root in roots for style in named(root, "style")
        }
        self._known: dict[tuple[str, str], Look] = {}

    def look(self, family: str, name: str | None) -> Look:
        """The look that a style of a family ("text", "paragraph", "table-cell", "section", "graphic") gives."""
        key = (family, name or "")
        if key not in self._known:
            self._known[key] = self._found(key, _DEEPEST_STYLE)
        return self._known[key]

    def _found(self, key: tuple[str, str], levels: int) -> Look:
        style = self._styles.get(key)
        if style is None or not levels:
            return Look()
        parent = attribute(style, "parent-style-name")
        under = self._found((key[0], parent), levels - 1) if parent else Look()
        look = Look()
        for part in ("text-properties", "paragraph-properties", "table-cell-properties", "section-properties", "graphic-properties"):
            look = look.over(_look(child(style, part)))
        return look.over(under)


def _look(properties: Element | None) -> Look:
    if properties is None:
        return Look()
    display = attribute(properties, "display")
    ground = attribute(properties, "background-color")
    if ground == "transparent":
        ground = None
    return Look(
        None if display is None else display == "none",
        _colour(attribute(properties, "color")),
        _colour(ground),
        None,
        _half_points(attribute(properties, "font-size")),
    )


def _colour(text: str | None) -> str | None:
    return text.lstrip("#").upper() if text and text.startswith("#") else None


def _half_points(text: str | None) -> int | None:
    found = _LENGTH.match(text or "")
    return round(float(found[1]) * _POINTS[found[2]] * 2) if found and found[1].count(".") <= 1 else None
