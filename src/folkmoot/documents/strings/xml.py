"""Every string of an XML part: its text, its attributes, its comments and instructions."""

import re
from collections.abc import Iterator

from folkmoot.documents.contract import Carrier
from folkmoot.documents.xmltree import Element, local

_LINE_ENDS = {
    "p",
    "h",
    "si",
    "tc",
    "table-cell",
    "comment",
    "annotation",
    "br",
    "line-break",
    "cr",
    "row",
    "c",
    "v",
    "property",
    "div",
    "tr",
    "td",
    "li",
}
_BLANKS = {"tab", "s", "ptab"}
_NO_WORDS = re.compile(r"^(?:[0-9A-Fa-f.,:%#-]+|\{[0-9A-Fa-f-]+\}|https?://(?:schemas|purl|www\.w3|ns\.adobe)\S*)$")


def xml_carriers(root: Element, where: str) -> Iterator[Carrier]:
    """Text is joined within a paragraph, because programs part words into runs."""
    texts: list[str] = []
    beside: list[str] = []
    values: dict[str, None] = {}
    _gather(root, texts, beside, values)
    for text, place in (("".join(texts), where), ("\n".join(beside), f"{where}: comments in the code")):
        if text.strip():
            yield Carrier(place, text)
    said = [value for value in values if not _NO_WORDS.match(value)]
    if said:
        yield Carrier(f"{where}: attributes", "\n".join(said))
    codes = [value for value in values if _NO_WORDS.match(value)]
    if codes:
        yield Carrier(f"{where}: codes", "\n".join(codes), raw=True)
    # Each element's own text as well: what is joined above can run two words together.
    yield Carrier(where, "\n".join(text for text in texts if text.strip()))


def _gather(root: Element, texts: list[str], beside: list[str], values: dict[str, None]) -> None:
    waiting: list[Element | str] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            texts.append(each)
            continue
        if not isinstance(each.tag, str):  # a comment or an instruction
            beside.append(each.text or "")
        else:
            texts.append(each.text or "")
            values.update(dict.fromkeys(value for value in each.attrib.values() if value.strip()))
            name = local(each.tag)
            if name in _BLANKS:
                texts.append(" ")
            if name in _LINE_ENDS:
                waiting.append("\n")
        for inner in reversed(each):
            if inner.tail:
                waiting.append(inner.tail)
            waiting.append(inner)
