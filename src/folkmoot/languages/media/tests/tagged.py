"""Recordings of each kind that say in every place who made them and where; each keeps the same sound or picture."""

import struct
from functools import reduce
from operator import xor

from folkmoot.languages.media.tests.making import sound

SAID = b"Aisha Quillfeather 51.5034 -0.1276"
SOUND = bytes(range(7, 250)) * 9  # what must come through byte for byte


def box(name: bytes, *inner: bytes) -> bytes:
    data = b"".join(inner)
    return struct.pack(">I4s", 8 + len(data), name) + data


def mp4(brand: bytes = b"isom", handler: bytes = b"vide") -> bytes:
    """A film with a place, tags, a thumbnail, a date and XMP, in every box that holds such."""
    times = b"\0\0\0\0" + SAID[:8] + b"\0" * 72
    told = box(b"udta", box(b"\xa9xyz", SAID), box(b"meta", b"\0\0\0\0", box(b"ilst", box(b"covr", SAID))))
    named = box(b"hdlr", b"\0" * 8, handler, b"\0" * 12, SAID, b"\0")
    place = box(b"stbl", box(b"stco", b"\0\0\0\0\0\0\0\1\0\0\x10\0"))
    track = box(b"trak", box(b"tkhd", times), box(b"mdia", box(b"mdhd", times), named, box(b"minf", place)), told)
    film = box(b"moov", box(b"mvhd", times), track, told, box(b"meta", SAID))
    return box(b"ftyp", brand, b"\0\0\2\0", brand) + film + box(b"uuid", SAID) + box(b"free", SAID) + box(b"mdat", SOUND)


def element(name: int, *inner: bytes) -> bytes:
    data = b"".join(inner)
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + (0x0100000000000000 | len(data)).to_bytes(8, "big") + data


def webm(*, open_ended: bool = False) -> bytes:
    """A film with a title, a date, tags, attachments, chapters and track names; `open_ended` as browsers record it."""
    head = element(0x1A45DFA3, element(0x4282, b"webm"))
    info = element(0x1549A966, element(0x7BA9, SAID), element(0x4D80, SAID), element(0x5741, SAID), element(0x4461, SAID[:8]))
    tracks = element(0x1654AE6B, element(0xAE, element(0x536E, SAID), element(0x86, b"V_VP8")))
    unknown = b"\x01\xff\xff\xff\xff\xff\xff\xff"
    block = element(0xA3, SOUND)
    cluster = b"\x1f\x43\xb6\x75" + unknown + block if open_ended else element(0x1F43B675, block)
    rest = info + tracks + cluster + element(0x1254C367, SAID) + element(0x1941A469, SAID) + element(0x1043A770, SAID)
    return head + (b"\x18\x53\x80\x67" + unknown + rest if open_ended else element(0x18538067, rest))


def mp3() -> bytes:
    tag = b"TPE1" + struct.pack(">I", len(SAID) + 1) + b"\0\0\0" + SAID
    size = bytes(len(tag) >> shift & 0x7F for shift in (21, 14, 7, 0))
    ape = b"APETAGEX" + struct.pack("<IIII", 2000, 32 + len(SAID), 1, 0) + b"\0" * 8
    return b"ID3\4\0\0" + size + tag + b"\xff\xfb\x90\x64" + SOUND + SAID + ape + (b"TAG" + SAID).ljust(128, b"\0")


def wav() -> bytes:
    chunk = b"LIST" + struct.pack("<I", 12 + len(SAID)) + b"INFOIART" + struct.pack("<I", len(SAID)) + SAID
    bext = b"bext" + struct.pack("<I", len(SAID)) + SAID
    plain = sound(1)
    return plain[:4] + struct.pack("<I", len(plain) - 8 + len(chunk) + len(bext)) + plain[8:12] + bext + plain[12:] + chunk


def ogg(*comments: bytes) -> bytes:
    """The first pages of an Ogg Opus file (sums not worked out: nothing here reads them)."""
    told = b"".join(struct.pack("<I", len(each)) + each for each in comments)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"libx" + struct.pack("<I", len(comments)) + told
    return b"".join(_page(number, data) for number, data in enumerate((b"OpusHead\1\1" + bytes(9), tags, SOUND[:200])))


def _page(number: int, data: bytes) -> bytes:
    return b"OggS\0\0" + bytes(12) + struct.pack("<II", number, reduce(xor, data)) + bytes([1, len(data)]) + data
