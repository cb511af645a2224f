"""What a PDF holds besides the marks on its pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from folkmoot.documents.contract import Attachment, Hazard, HazardKind, Place, at
from folkmoot.documents.pdf.objects import objects_of
from folkmoot.documents.pdf.opening import refusal

_OF_THE_PROGRAM = {"/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped", "/SourceModified"}
_XMP_ABOUT_PEOPLE = re.compile(
    rb"<(?:\w+:)?(creator|title|subject|description|rights|Keywords|Author|AuthorsPosition|CaptionWriter|City|Location|Manager|Company)\b[^>]*>"
    rb"((?:(?!</(?:\w+:)?\1>).)*)</",
    re.DOTALL,
)
_TAG = re.compile(rb"<[^>]*>")
_NO_NOTES = {"/Link", "/Popup", "/Widget"}
_MOVING = {"/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"}
_ALT_TEXT = re.compile(rb"/(?:Alt|ActualText)\s*(?:\(\s*[^)\s]|<\s*(?!FEFF\s*>)[0-9A-Fa-f])")
_MANY = 100_000


@contextmanager
def structure(data: bytes, name: str) -> Iterator[Any]:
    """A pypdf reader that forgives what PDFium forgives. Raises DocumentError."""
    import io
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    said = logging.getLogger("pypdf")
    level, quiet = said.level, logging.CRITICAL + 1
    said.setLevel(quiet)  # its warnings quote what the file holds
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise refusal(name, needs_password=True)
        yield reader
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
        NotImplementedError,
        AssertionError,
    ):
        raise refusal(name) from None
    finally:
        said.setLevel(level)


def hazards_outside(data: bytes, name: str) -> list[Hazard]:
    """The hazards of the whole file and of what hangs on its pages. Raises DocumentError."""
    found: list[Hazard] = []
    whole: Counter[HazardKind] = Counter()
    with structure(data, name) as reader:
        root = _plain(reader.trailer["/Root"])
        whole[HazardKind.PASSWORD] = int(reader.is_encrypted)
        whole[HazardKind.METADATA] = _metadata(reader, root)
        whole[HazardKind.ATTACHMENT] = len(_files(reader))
        whole[HazardKind.LAYER] = _hidden_layers(root)
        whole[HazardKind.MACRO] = _scripts(root)
        whole[HazardKind.CUSTOM_XML] = int("/XFA" in _dictionary(root.get("/AcroForm")))
        whole[HazardKind.EMBEDDED] = int("/PieceInfo" in root)
        for number, page in enumerate(reader.pages, 1):
            counts = _on_page(page)
            found += [Hazard(kind, at(Place.PAGE, number), count) for kind, count in counts.items() if count]
    whole[HazardKind.EARLIER_REVISION] = len(earlier_revisions(data))
    whole[HazardKind.ALT_TEXT] = sum(len(_ALT_TEXT.findall(each.head)) for each in objects_of(data))
    return [Hazard(kind, at(Place.FILE), count) for kind, count in whole.items() if count] + found


def earlier_revisions(data: bytes) -> list[int]:
    """Where each earlier revision ends, as a number of bytes: a file saved again by adding to it still holds them."""
    ends = [match.end() for match in re.finditer(rb"%%EOF", data)]
    linear = b"/Linearized" in data[:2048]
    kept = []
    for place, end in enumerate(ends[:-1]):
        if linear and place == 0:
            continue  # the first end mark of a file made for the web comes before most of the file
        if re.search(rb"\d\s+\d+\s+obj\b", data[end : ends[place + 1]]):  # Word ends its files twice, with nothing in between
            kept.append(end)
    return kept


def _plain(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _dictionary(value: Any) -> Any:
    value = _plain(value)
    return value if isinstance(value, dict) else {}


def _array(value: Any) -> list[Any]:
    value = _plain(value)
    return list(value) if isinstance(value, list) else []


def _metadata(reader: Any, root: Any) -> int:
    info = _dictionary(reader.trailer.get("/Info"))
    count = sum(1 for key, value in info.items() if key not in _OF_THE_PROGRAM and str(_plain(value)).strip())
    stream = _plain(root.get("/Metadata"))
    packet = stream.get_data() if hasattr(stream, "get_data") else b""
    return count + sum(1 for match in _XMP_ABOUT_PEOPLE.finditer(packet) if _TAG.sub(b"", match[2]).strip())


def _hidden_layers(root: Any) -> int:
    layers = _dictionary(root.get("/OCProperties"))
    usual = _dictionary(layers.get("/D"))
    hidden = len(_array(usual.get("/OFF")))
    if usual.get("/BaseState") == "/OFF":
        hidden = max(0, len(_array(layers.get("/OCGs"))) - len(_array(usual.get("/ON"))))
    by_usage = 0
    for group in _array(layers.get("/OCGs")):
        usage = _dictionary(_dictionary(group).get("/Usage"))
        by_usage += any(str(_plain(value)) == "/OFF" for part in usage.values() for value in _dictionary(part).values())
    return max(hidden, by_usage)


def _scripts(root: Any) -> int:
    names = _dictionary(root.get("/Names"))
    action = _dictionary(root.get("/OpenAction"))
    return int("/JavaScript" in names) + int(action.get("/S") in ("/JavaScript", "/Launch")) + int("/AA" in root)


def _on_page(page: Any) -> Counter[HazardKind]:
    counts: Counter[HazardKind] = Counter()
    counts[HazardKind.THUMBNAIL] = int("/Thumb" in page)
    counts[HazardKind.EMBEDDED] = int("/PieceInfo" in page)
    counts[HazardKind.MACRO] = int("/AA" in page)
    for each in _array(page.get("/Annots"))[:_MANY]:
        note = _dictionary(each)
        kind = note.get("/Subtype")
        action = _dictionary(note.get("/A"))
        counts[HazardKind.ANNOTATION] += kind not in _NO_NOTES or (kind == "/Widget" and _says_unseen(note))
        counts[HazardKind.ALT_TEXT] += kind == "/Link" and bool(str(_plain(note.get("/Contents")) or "").strip())
        counts[HazardKind.EMBEDDED] += kind in _MOVING
        counts[HazardKind.EXTERNAL_LINK] += action.get("/S") in ("/URI", "/GoToR", "/Launch", "/SubmitForm", "/ImportData")
        counts[HazardKind.MACRO] += action.get("/S") == "/JavaScript" or "/AA" in note
    return counts


def _says_unseen(field: Any) -> bool:
    """A form field that keeps a value without showing it, or a hint that only a pointer brings up."""
    flags = int(_plain(field.get("/F")) or 0)
    value = str(_plain(field.get("/V")) or _plain(field.get("/DV")) or "").strip()
    unseen = bool(flags & 0b100010) or "/AP" not in field
    return bool((value and unseen) or str(_plain(field.get("/TU")) or "").strip())


def _files(reader: Any) -> list[tuple[str, bytes]]:
    """Embedded files by every way that leads to them, each once."""
    root = _dictionary(reader.trailer["/Root"])
    specs = list(_tree(_dictionary(_dictionary(root.get("/Names")).get("/EmbeddedFiles"))))
    specs += _array(root.get("/AF"))
    for page in reader.pages:
        specs += _array(page.get("/AF"))
        specs += [_dictionary(note).get("/FS") for note in _array(page.get("/Annots"))[:_MANY]]
    found: dict[int, tuple[str, bytes]] = {}
    for spec in (_dictionary(each) for each in specs):
        stream = _plain(next(iter(_dictionary(spec.get("/EF")).values()), None))
        if hasattr(stream, "get_data") and id(stream) not in found:
            found[id(stream)] = (str(_plain(spec.get("/UF")) or _plain(spec.get("/F")) or ""), stream.get_data())
    return list(found.values())


def _tree(node: Any, levels: int = 20) -> Iterable[Any]:
    names = _array(node.get("/Names"))
    yield from names[1::2]
    if levels:
        for kid in _array(node.get("/Kids")):
            yield from _tree(_dictionary(kid), levels - 1)


def files_within(data: bytes, name: str) -> tuple[Attachment, ...]:
    """The files embedded in a PDF. Raises DocumentError."""
    with structure(data, name) as reader:
        return tuple(Attachment(number, title, inside) for number, (title, inside) in enumerate(_files(reader), 1))
