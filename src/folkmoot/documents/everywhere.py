"""Every string anywhere in a file: for looking whether anything of a case is left, not for reading."""

from collections.abc import Iterator

from folkmoot.documents.archive import Archive, too_large
from folkmoot.documents.contract import LIMITS, Carrier, DocumentError
from folkmoot.documents.kinds import is_mail, is_zip
from folkmoot.documents.plain import decoded
from folkmoot.documents.strings.raw import packed_in, readable, said_otherwise, strings_in
from folkmoot.documents.strings.xml import xml_carriers
from folkmoot.documents.xmltree import parsed

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"RIFF", b"BM")
_XML = (b"<?xml", b"\xef\xbb\xbf<?xml", b"\xff\xfe<\0?\0", b"\xfe\xff\0<\0?", b"<x:xmpmeta", b"<?xpacket", b"<svg")


def carriers(data: bytes, name: str = "") -> Iterator[Carrier]:
    """Every string anywhere in the file, its name included, files within it too, seen or not. Raises DocumentError.

    A damaged part is looked at as plain bytes rather than passed over. The pixels of pictures are not read.
    """
    if len(data) > LIMITS.file_bytes:
        raise too_large(name or "The file")
    if name:
        yield from _text(name, "file name", 0)
    yield from _Inside(name or "The file").look(data, "", 0)


class _Inside:
    """One file and what is inside it, with one allowance of bytes for all of it together."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.left = LIMITS.unpacked_bytes

    def look(self, data: bytes, where: str, level: int) -> Iterator[Carrier]:
        self.left -= len(data)
        if self.left < 0:
            raise too_large(self.name)
        if level > LIMITS.nesting * 2:
            yield from _raw(data, where)
        elif b"%PDF-" in data[:1024]:
            yield from self._pdf(data, where, level)
        elif is_zip(data):
            yield from self._archive(data, where, level)
        elif data.startswith(_PICTURES):
            yield from self._picture(data, where, level)
        elif data.lstrip()[:40].startswith(_XML):
            yield from self._xml(data, where, level)
        elif is_mail(data):
            yield from self._mail(data, where, level)
        else:
            yield from self._other(data, where, level)

    def _pdf(self, data: bytes, where: str, level: int) -> Iterator[Carrier]:
        from folkmoot.documents.strings.pdf import pdf_carriers

        try:
            for carrier, place, inside in pdf_carriers(data, self.name):
                if carrier is None:
                    yield from self.look(inside, _at(where, place), level + 1)
                else:
                    yield from self._said(Carrier(_at(where, carrier.where), carrier.text, carrier.raw), level)
        except DocumentError:
            if not level:
                raise
            yield from _raw(data, where)

    def _archive(self, data: bytes, where: str, level: int) -> Iterator[Carrier]:
        archive = Archive(data, self.name)
        names = [text for entry in archive.entries for text in (entry.filename, entry.comment.decode("utf-8", "replace")) if text]
        yield Carrier(_at(where, "names of the parts"), "\n".join(names))
        for entry in archive.entries:
            if not entry.is_dir():
                yield from self.look(archive.unpacked(entry), _at(where, entry.filename), level + 1)
        for stray in archive.strays():
            yield from self.look(stray, _at(where, "a part that the file no longer lists"), level + 1)
        yield from _raw(_outside(data, archive), _at(where, "between the parts"))

    def _picture(self, data: bytes, where: str, level: int) -> Iterator[Carrier]:
        from folkmoot.documents.pictures import beside_pixels, picture_carriers

        try:
            for carrier in picture_carriers(data, self.name):
                yield from self._said(Carrier(_at(where, carrier.where), carrier.text), level)
        except DocumentError:
            yield from _raw(data, where)
        for inside in beside_pixels(data):
            yield from _raw(inside, _at(where, "beside the picture"))
            yield from self._packed_after(inside, where, level)

    def _packed_after(self, data: bytes, where: str, level: int) -> Iterator[Carrier]:
        """A picture or an archive inside or behind a picture: its thumbnail, or what somebody appended."""
        for sign in (b"\xff\xd8\xff", b"PK\x03\x04", b"%PDF-"):
            start = data.find(sign, 1)
            if start > 0 and level < LIMITS.nesting:
                yield from self.look(data[start:], _at(where, "a file inside the picture"), level + 1)

    def _xml(self, data: bytes, where: str, level: int) -> Iterator[Carrier]:
        try:
            for carrier in xml_carriers(parsed(data.strip(), self.name), where):
                yield from self._said(carrier, level)
        except DocumentError:
            if not level:
                raise
            yield from self._other(data, where, level)

    def _mail(self, data: bytes, where: str, level: int) -> Iterator[Carrier]:
        from folkmoot.documents.mail.strings import mail_parts

        for place, text, inside in mail_parts(data, self.name):
            if text:
                yield from self._said(Carrier(_at(where, place), text), level)
            if inside:
                yield from self.look(inside, _at(where, place), level + 1)
        yield from self._other(data, where, LIMITS.nesting)

    def _other(self, data: bytes, where: str, level: int) -> Iterator[Carrier]:
        text = decoded(data) if data else ""
        if text is None:
            yield from _raw(data, where)
        elif text.strip():
            yield from self._said(Carrier(where or "text", text), level)

    def _said(self, carrier: Carrier, level: int) -> Iterator[Carrier]:
        yield carrier
        for how, text in said_otherwise(carrier.text):
            yield Carrier(f"{carrier.where} ({how})", text, carrier.raw)
        for how, data in packed_in(carrier.text):
            if (readable(data) or data.startswith(_PICTURES) or is_zip(data) or data[:5] == b"%PDF-") and level <= LIMITS.nesting:
                yield from self.look(data, f"{carrier.where} ({how})", level + 2)


def _text(text: str, where: str, level: int) -> Iterator[Carrier]:
    yield Carrier(where, text)
    for how, plain in said_otherwise(text):
        yield Carrier(f"{where} ({how})", plain)


def _raw(data: bytes, where: str) -> Iterator[Carrier]:
    for text in strings_in(data):
        yield Carrier(where or "bytes", text, raw=True)


def _outside(data: bytes, archive: Archive) -> bytes:
    """What stands before the first part and after the table of parts."""
    first = min((entry.header_offset for entry in archive.entries), default=0)
    table = data.rfind(b"PK\x05\x06")
    return data[:first] + b"\n" + data[max(table, 0) :]


def _at(outer: str, inner: str) -> str:
    return f"{outer} > {inner}" if outer else inner
