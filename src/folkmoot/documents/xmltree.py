"""XML of strangers: no document type, no entities, no end to nesting or to the number of elements."""

import xml.etree.ElementTree as ET  # the document type, and with it every entity, is refused below
from collections.abc import Iterator

from folkmoot.documents.archive import damaged, too_large
from folkmoot.documents.contract import LIMITS, DocumentError

Element = ET.Element


class _Refused(Exception):
    pass


class _Builder(ET.TreeBuilder):
    """Comments and processing instructions are kept, because text can hide in them."""

    def __init__(self) -> None:
        super().__init__(insert_comments=True, insert_pis=True)
        self.level = 0
        self.elements = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise _Refused

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.level += 1
        self.elements += 1
        if self.level > LIMITS.xml_levels or self.elements > LIMITS.elements:
            raise OverflowError
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.level -= 1
        return super().end(tag)


def parsed(data: bytes, name: str) -> Element:
    """The root element. Raises DocumentError for what is no XML, declares a document type, or is too large."""
    if len(data) > LIMITS.text_part_bytes:
        raise too_large(name)
    parser = ET.XMLParser(target=_Builder())  # noqa: S314
    try:
        parser.feed(data)
        root = parser.close()
    except _Refused:
        raise DocumentError(
            f"{name} declares a document type of its own.",
            "Such declarations can be made to read other files or to stop the service, and no office program writes them.",
            "Do not open it; ask for it anew.",
        ) from None
    except OverflowError:
        raise too_large(name) from None
    except (ET.ParseError, ValueError, LookupError):
        raise damaged(name) from None
    return root


def local(tag: object) -> str:
    """The name of an element or attribute without its namespace; empty for comments."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """The first attribute of that local name, in whatever namespace."""
    return next((value for key, value in element.attrib.items() if local(key) == name), None)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    return next((each for each in element if local(each.tag) == name), None) if element is not None else None


def named(element: Element, *names: str) -> Iterator[Element]:
    """The element and everything under it of those local names."""
    return (each for each in element.iter() if local(each.tag) in names)


def has_words(element: Element) -> bool:
    """Whether any text but blanks stands in the element."""
    return any((each.text or "").strip() or (each.tail or "").strip() for each in element.iter())
