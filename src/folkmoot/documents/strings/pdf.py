"""Every string of a PDF: its pages in every revision, every object, used or not."""

import re
from collections.abc import Iterator
from typing import Any

from folkmoot.documents.contract import Carrier, DocumentError
from folkmoot.documents.pdf.objects import PdfObject, as_text, objects_of, strings_of
from folkmoot.documents.pdf.opening import opened
from folkmoot.documents.pdf.outside import earlier_revisions, structure

_SHOWS_TEXT = re.compile(rb"\b(?:Tj|TJ)\b|['\"]\s")
_TEXT_BLOCK = re.compile(rb"\bBT\b(.*?)\bET\b", re.DOTALL)
_DRAWS = re.compile(rb"\s(?:re|cm|rg|RG|scn|gs|Do|BDC)\s")
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]{3,})")
_SHORTEST = 2


def pdf_carriers(data: bytes, name: str) -> Iterator[tuple[Carrier | None, str, bytes]]:
    """Strings as (carrier, "", b""), and files or pictures inside as (None, where, bytes) to be looked into. Raises DocumentError."""
    for carrier in _pages(data, name, ""):
        yield carrier, "", b""
    for number, end in enumerate(earlier_revisions(data), 1):
        try:
            for carrier in _pages(data[:end] + b"\n", name, f"earlier revision {number}, "):
                yield carrier, "", b""
        except DocumentError:
            continue  # its objects are looked at below, whether or not the revision opens by itself
    with structure(data, name) as reader:
        encrypted = reader.is_encrypted
        if encrypted:
            for carrier in _deciphered(reader):
                yield carrier, "", b""
        for carrier in _lost_pages(reader):
            yield carrier, "", b""
    for each in objects_of(data):
        yield from _object(each, encrypted)
    yield Carrier("between the objects of the PDF", _between(data), raw=True), "", b""


def _pages(data: bytes, name: str, when: str) -> Iterator[Carrier]:
    """All text of each page, seen or not, with and without what its annotations show."""
    import pypdfium2.raw as raw

    with opened(data, name) as document:
        for place in range(len(document)):
            for flattened in (False, True):
                page = document[place]
                if flattened and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
                    page.close()
                    continue
                if flattened:
                    page.close()
                    page = document[place]
                text_page = page.get_textpage()
                text = text_page.get_text_range()
                text_page.close()
                page.close()
                if text.strip():
                    yield Carrier(f"{when}page {place + 1}", re.sub(r"[\x02\ufffe](?:\r?\n)?", "", text))


def _object(each: PdfObject, encrypted: bool) -> Iterator[tuple[Carrier | None, str, bytes]]:
    where = f"object {each.number} of the PDF"
    said = [as_text(text) for text in strings_of(each.head)]
    joined = "\n".join(text for text in said if len(text) >= _SHORTEST)
    if joined:
        yield Carrier(where, joined, raw=encrypted), "", b""
    names = "\n".join(_named(match[1]) for match in _NAME.finditer(each.head))
    if names:
        yield Carrier(f"{where}: names", names, raw=True), "", b""
    if each.stream is None or each.says(b"/ObjStm") or each.says(b"/XRef"):
        return
    if _SHOWS_TEXT.search(each.stream) and _TEXT_BLOCK.search(each.stream) and not each.says(b"/Image"):
        yield Carrier(f"{where}: drawn text", drawn_text(each.stream), raw=encrypted), "", b""
        joined = "\n".join(as_text(text) for text in _properties(each.stream))
        if joined:
            yield Carrier(f"{where}: beside drawn text", joined, raw=encrypted), "", b""
    elif each.says(b"/Image") and not each.stream.startswith((b"\xff\xd8", b"\x89PNG")):
        return  # pixels
    elif each.says(b"/XObject") or each.says(b"/FontDescriptor") or _DRAWS.search(each.stream[:2000]):
        yield Carrier(where, as_text(each.stream), raw=True), "", b""
    else:
        yield None, where, each.stream


def drawn_text(stream: bytes) -> str:
    """The strings of each text block joined, once as they stand (letters placed one by one) and once with blanks between (words)."""
    blocks = []
    for match in _TEXT_BLOCK.finditer(stream):
        texts = [as_text(text) for text in strings_of(match[1])]
        blocks += ["".join(texts), " ".join(texts)]
    return "\n".join(blocks)


def _properties(stream: bytes) -> Iterator[bytes]:
    """Strings in the content outside what is drawn: alternative and replacement texts."""
    yield from strings_of(_TEXT_BLOCK.sub(b" ", stream))
    for match in re.finditer(rb"/(?:ActualText|Alt|E|Contents)\s*(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)", stream):
        yield from strings_of(match[1])


def _named(raw_name: bytes) -> str:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), raw_name).decode("utf-8", "replace")


def _lost_pages(reader: Any) -> Iterator[Carrier]:
    """Pages that no list of pages names any more, read with their own fonts."""
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject, IndirectObject

    listed = {page.indirect_reference.idnum for page in reader.pages if page.indirect_reference is not None}
    for generation, offsets in list(reader.xref.items()):
        for number in list(offsets):
            if number in listed:
                continue
            found = reader.get_object(IndirectObject(number, generation, reader))
            if isinstance(found, DictionaryObject) and found.get("/Type") == "/Page":
                page = PageObject(reader, found.indirect_reference)
                page.update(found)
                text = page.extract_text()
                if text.strip():
                    yield Carrier(f"object {number} of the PDF: a page that is no longer shown", text)


def _deciphered(reader: Any) -> Iterator[Carrier]:
    """Every string and stream of a file that opens without a password although it is encrypted."""
    from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

    numbers = {(number, generation) for generation, offsets in reader.xref.items() for number in offsets}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        found = reader.get_object(IndirectObject(number, generation, reader))
        texts = "\n".join(_values(found))
        if texts:
            yield Carrier(f"object {number} of the PDF", texts)
        if isinstance(found, StreamObject) and not (isinstance(found, DictionaryObject) and found.get("/Subtype") == "/Image"):
            stream = found.get_data()
            yield Carrier(f"object {number} of the PDF", drawn_text(stream) or as_text(stream), raw=not _TEXT_BLOCK.search(stream))


def _values(value: Any, levels: int = 6) -> Iterator[str]:
    if isinstance(value, str) and not value.startswith("/"):
        yield value
    elif isinstance(value, bytes):
        yield as_text(value)
    elif isinstance(value, dict) and levels:
        for inner in value.values():
            yield from _values(inner, levels - 1)
    elif isinstance(value, list) and levels:
        for inner in value:
            yield from _values(inner, levels - 1)


def _between(data: bytes) -> str:
    """Comments and trailers: what lies outside every object."""
    outside = re.sub(rb"\d+\s+\d+\s+obj\b.*?\bendobj", b"\n", data, flags=re.DOTALL)
    texts = [as_text(text) for text in strings_of(outside)]
    return "\n".join([*texts, *(run.decode("utf-8", "replace") for run in re.findall(rb"[\x20-\x7e\x80-\xff]{4,}", outside))])
