"""The words of a web page or an e-mail as they show, and what of them does not. Nothing is ever run or fetched."""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from folkmoot.documents.contract import LIMITS, DocumentKind, Hazard, HazardKind, Place, Reading, at
from folkmoot.documents.finishing import body, finished
from folkmoot.documents.word.looks import hidden_by_colour

_SILENT = {
    "script",
    "style",
    "head",
    "title",
    "template",
    "noscript",
    "object",
    "iframe",
    "select",
    "datalist",
    "canvas",
    "svg",
    "audio",
    "video",
}
_BLOCKS = {
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article", "header",
    "footer", "pre", "hr", "dt", "dd", "center", "form", "fieldset", "address", "body",
}  # fmt: skip
_VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "param"}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"^[a-z0-9]*(?:[.#][\w-]+)?$", re.IGNORECASE)
_SIZE = re.compile(r"^([\d.]+)(px|pt|em|rem|%)?")
_COLOURS = {"white": "FFFFFF", "black": "000000", "transparent": "", "inherit": "", "red": "FF0000", "blue": "0000FF", "navy": "000080"}
_FAR = re.compile(r"^-\d{3,}")


@dataclass(frozen=True)
class _Showing:
    """What holds inside an element."""

    tag: str
    hidden: bool = False
    silent: bool = False
    colour: str = ""
    ground: str = ""


class _Words(HTMLParser):
    def __init__(self, rules: dict[str, dict[str, str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.rules = rules
        self.open: list[_Showing] = [_Showing("")]
        self.text: list[str] = []
        self.found: Counter[HazardKind] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        self._count(tag, said)
        if tag in _BLOCKS:
            self.text.append("\n")
        elif tag in ("td", "th"):
            self.text.append("\t")
        if tag not in _VOID and len(self.open) < LIMITS.xml_levels * 5:
            self.open.append(self._showing(tag, said))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        around = self.open[-1]
        if around.silent or not data.strip():
            self.text.append("" if around.silent else " ")
            return
        hazard = HazardKind.HIDDEN_TEXT if around.hidden else hidden_by_colour(around.colour or None, around.ground or None)
        if hazard:
            self.found[hazard] += 1
        else:
            self.text.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def handle_comment(self, data: str) -> None:
        if data.strip() and not data.lstrip().lower().startswith(("[if", "[endif", "<![endif")):
            self.found[HazardKind.COMMENTS] += 1

    def _count(self, tag: str, said: dict[str, str]) -> None:
        if tag == "script" or any(key.startswith("on") for key in said) or said.get("href", "").lower().startswith("javascript:"):
            self.found[HazardKind.MACRO] += 1
        if any(said.get(key, "").lower().startswith(("http:", "https:", "//")) for key in ("href", "src", "background")):
            self.found[HazardKind.EXTERNAL_LINK] += 1
        if tag == "img":
            self.found[HazardKind.PICTURE] += 1
        if said.get("alt", "").strip() or said.get("title", "").strip():
            self.found[HazardKind.ALT_TEXT] += 1
        if (tag == "input" and said.get("value", "").strip()) or (
            tag == "meta" and said.get("name") not in (None, "viewport", "Generator")
        ):
            self.found[HazardKind.METADATA] += 1

    def _showing(self, tag: str, said: dict[str, str]) -> _Showing:
        around = self.open[-1]
        style = self._style(tag, said)
        colour = _colour(style.get("color") or (said.get("color", "") if tag == "font" else "")) or around.colour
        ground = (
            _colour(style.get("background-color") or style.get("background", "").split(" ")[0] or said.get("bgcolor", "")) or around.ground
        )
        hidden = around.hidden or "hidden" in said or _hides(style)
        return _Showing(tag, hidden, around.silent or tag in _SILENT, colour, ground)

    def _style(self, tag: str, said: dict[str, str]) -> dict[str, str]:
        style: dict[str, str] = {}
        names = ["." + name for name in said.get("class", "").split()] + (["#" + said["id"]] if said.get("id") else [])
        for name in ["*", tag, *names, *(tag + name for name in names)]:
            style.update(self.rules.get(name, {}))
        style.update(_declared(said.get("style", "")))
        return style


def _declared(text: str) -> dict[str, str]:
    pairs = (each.partition(":") for each in text.split(";"))
    return {key.strip().lower(): value.replace("!important", "").strip().lower() for key, _, value in pairs if value.strip()}


def _hides(style: dict[str, str]) -> bool:
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse") or style.get("mso-hide") == "all":
        return True
    if style.get("opacity") in ("0", "0.0", "0%", ".0") or _points(style.get("font-size", "")) <= 2:
        return True
    if style.get("overflow") == "hidden" and any(
        _points(style.get(side, "")) <= 1 for side in ("height", "width", "max-height", "max-width")
    ):
        return True
    return any(_FAR.match(style.get(side, "")) for side in ("left", "top", "text-indent", "margin-left", "right"))


def _points(size: str) -> float:
    found = _SIZE.match(size)
    if not found or found[1].count(".") > 1 or not found[1].strip("."):
        return 12.0
    return float(found[1]) * {"px": 0.75, "em": 12, "rem": 12, "%": 0.12}.get(found[2], 1.0)


def _colour(text: str) -> str:
    text = text.strip().lower()
    if text.startswith("#"):
        digits = text[1:7]
        return ("".join(each * 2 for each in digits) if len(digits) == 3 else digits).upper()
    numbers = re.findall(r"\d+", text) if text.startswith("rgb") else []
    if len(numbers) >= 3:
        return "".join(f"{min(255, int(each)):02X}" for each in numbers[:3])
    return _COLOURS.get(text, "")


def _rules(markup: str) -> dict[str, dict[str, str]]:
    """The simple selectors of the page's own style sheets: a tag, a class, an id."""
    rules: dict[str, dict[str, str]] = {}
    for sheet in re.findall(r"<style[^>]*>(.*?)</style", markup[: LIMITS.text_part_bytes], re.DOTALL | re.IGNORECASE):
        for selectors, declarations in _RULE.findall(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)):
            for selector in selectors.replace("<!--", "").split(","):
                if _SIMPLE.match(selector.strip()):
                    rules.setdefault(selector.strip(), {}).update(_declared(declarations))
    return rules


def shown(markup: str) -> tuple[list[str], Counter[HazardKind]]:
    """The paragraphs that show, and the hazards by kind."""
    words = _Words(_rules(markup))
    words.feed(markup)
    words.close()
    lines = (re.sub(r" *\t *", "\t", re.sub(r" {2,}", " ", line)).strip() for line in "".join(words.text).split("\n"))
    return [line for line in lines if line], words.found


def read_html(markup: str) -> Reading:
    """A web page as a document."""
    paragraphs, found = shown(markup)
    hazards = [Hazard(kind, at(Place.BODY), count) for kind, count in found.items() if count]
    return finished(DocumentKind.HTML, body(paragraphs, Place.PARAGRAPH), hazards)


_SPEAKING = {"alt", "title", "href", "src", "value", "content", "name", "id", "placeholder", "aria-label", "data", "action", "summary"}


class _Everything(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += ["\n"] if tag in _BLOCKS else []
        self.said += [f"\n{value}\n" for key, value in attrs if value and key in _SPEAKING]

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_comment(self, data: str) -> None:
        self.said.append(f"\n{data}\n")


def said_anywhere(markup: str) -> str:
    """All words of a page, its comments and its attributes too, shown or not."""
    everything = _Everything()
    everything.feed(markup)
    everything.close()
    return "".join(everything.said)
