"""How a run of a Word document looks, from its own settings, its styles and its table: whether anybody could read it on paper."""

from dataclasses import dataclass, replace

from folkmoot.documents.contract import HazardKind
from folkmoot.documents.xmltree import Element, attribute, child, local, named

SMALLEST_HALF_POINTS = 4  # 2 points
LEAST_CONTRAST = 1.25  # WCAG ratio of luminances; 1 is the same colour
_OFF = ("0", "false", "off", "none")
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00",
    "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
_DEEPEST_STYLE = 20


@dataclass(frozen=True)
class Look:
    """None: not said at this place, so what is said further out holds."""

    hidden: bool | None = None
    colour: str | None = None  # RRGGBB or "auto"
    ground: str | None = None
    highlighted: bool | None = None  # the ground is a highlight, on which text without a colour of its own stays black
    half_points: int | None = None

    def over(self, other: "Look") -> "Look":
        """This look where it says something, the other where it does not."""
        said = {key: value for key, value in vars(self).items() if value is not None}
        return replace(other, **said)

    def hazard(self) -> HazardKind | None:
        """How text of this look is hidden, or None where it can be read."""
        if self.hidden or (self.half_points is not None and self.half_points <= SMALLEST_HALF_POINTS):
            return HazardKind.HIDDEN_TEXT
        colour = "000000" if self.highlighted and self.colour in (None, "auto") else self.colour
        return hidden_by_colour(colour, self.ground)


def hidden_by_colour(colour: str | None, ground: str | None) -> HazardKind | None:
    """Text in the colour of the paper is hidden; text in the colour of its own dark highlight is under a box. Colours are RRGGBB."""
    if colour is None or colour == "auto":  # programs make such text light on dark shading by themselves
        return None
    paper = _luminance(ground) if ground and ground != "auto" else 1.0
    ink = _luminance(colour)
    if (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= LEAST_CONTRAST:
        return None
    return HazardKind.HIDDEN_TEXT if paper > 0.9 else HazardKind.TEXT_UNDER_BOX


def _luminance(colour: str) -> float:
    try:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    except ValueError:
        return 0.0
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def look_of(properties: Element | None) -> Look:
    """What `rPr`, `pPr` or `tcPr` says."""
    if properties is None:
        return Look()
    hidden = child(properties, "vanish")
    colour, size = child(properties, "color"), child(properties, "sz")
    highlight = child(properties, "highlight")
    return Look(
        None if hidden is None else (attribute(hidden, "val") or "1") not in _OFF,
        attribute(colour, "val") if colour is not None else None,
        _ground(properties),
        None if highlight is None else attribute(highlight, "val") in _HIGHLIGHTS,
        _number(attribute(size, "val")) if size is not None else None,
    )


def _ground(properties: Element) -> str | None:
    highlight, shading = child(properties, "highlight"), child(properties, "shd")
    if highlight is not None and attribute(highlight, "val") in _HIGHLIGHTS:
        return _HIGHLIGHTS[attribute(highlight, "val") or ""]
    if shading is None:
        return None
    if attribute(shading, "val") == "solid":
        colour = attribute(shading, "color")
        return "000000" if colour in (None, "auto") else colour
    return attribute(shading, "fill")


def _number(text: str | None) -> int | None:
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None


class Styles:
    """The styles of a document by their ids, each with what it takes from the style it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {attribute(style, "styleId") or "": style for style in named(root, "style")} if root is not None else {}
        self._known: dict[tuple[str, str], Look] = {}
        defaults = next(named(root, "rPrDefault"), None) if root is not None else None
        self.default = look_of(child(defaults, "rPr"))
        for style in self._styles.values():
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true"):
                self.default = self.look(attribute(style, "styleId")).over(self.default)

    def look(self, style_id: str | None, part: str = "") -> Look:
        """The look of a style; of a table style, the look of one of its parts such as "firstRow", or of the whole table for ""."""
        key = (style_id or "", part)
        if key not in self._known:
            self._known[key] = self._found(style_id, part, _DEEPEST_STYLE)
        return self._known[key]

    def _found(self, style_id: str | None, part: str, levels: int) -> Look:
        style = self._styles.get(style_id or "")
        if style is None or not levels:
            return Look()
        based = child(style, "basedOn")
        under = self._found(attribute(based, "val"), part, levels - 1) if based is not None else Look()
        where: Element | None = style
        if part:
            where = next((each for each in style if local(each.tag) == "tblStylePr" and attribute(each, "type") == part), None)
        if where is None:
            return under
        look = look_of(child(where, "rPr"))
        for name in ("pPr", "tcPr"):
            ground = look_of(child(where, name)).ground
            look = look.over(Look(ground=ground))
        return look.over(under)


def table_parts(look: Element | None, row: int, rows: int, column: int, columns: int) -> list[str]:
    """The parts of a table's style that hold for a cell, the strongest last. `look` is `tblLook`; rows and columns count from 0."""
    bits = int(attribute(look, "val") or "0", 16) if look is not None and (attribute(look, "val") or "").isalnum() else 0

    def on(name: str, bit: int) -> bool:
        said = attribute(look, name) if look is not None else None
        return said not in _OFF if said is not None else bool(bits & bit)

    parts = [""]
    if not on("noHBand", 0x200):
        parts.append("band1Horz" if (row - on("firstRow", 0x20)) % 2 == 0 else "band2Horz")
    for name, bit, holds in (
        ("lastColumn", 0x100, column == columns - 1), ("firstColumn", 0x80, column == 0), ("lastRow", 0x40, row == rows - 1),
        ("firstRow", 0x20, row == 0),
    ):  # fmt: skip
        if holds and on(name, bit):
            parts.append({"lastColumn": "lastCol", "firstColumn": "firstCol"}.get(name, name))
    return parts
