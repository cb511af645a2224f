"""Taking out of a film or a recording what programs and devices write beside it: who made it, where, when, with what, and pictures of it.

Sound and picture stay as they were, byte for byte. In MP4 (ISO/IEC 14496-12) and WebM (RFC 8794, RFC 9559) what goes is overwritten
where it stands, as space that players pass over, so that no place named elsewhere in the file moves. WAV is written anew of the
chunks that hold its sound; MP3 loses what stands before and behind its sound (ID3, APE). The comments of an Ogg file are part of its
sums: one that holds any is refused. What is drawn or spoken in the recording is for the person who looks it through.
"""

import struct
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.core.files import File
from django.utils.translation import gettext as _

from folkmoot.languages.media.kinds import M4A, MP3, MP4, OGG, WAV, WEBM, FileKind

_MOST_PARTS = 200_000  # parts of one file; a film of two hours in pieces has some ten thousand
_DEEPEST = 12
_HEAD = 256 * 1024
# Boxes that hold others, and those that hold what goes. “free” and “skip” are kept as they are called, and emptied.
_HOLDING = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex", b"moof", b"traf"})
_GOING = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"pnot", b"PICT", b"XMP_", b"bloc", b"idta"})
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_TRACKS = frozenset({b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp", b"tmcd", b"hint"})
# Elements of WebM: those walked into, those that go, and those that begin a new part although the one before has no stated end.
_SEGMENT, _CLUSTER, _INFO, _TRACKS_OF, _ENTRY = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE
_TOP = frozenset({_CLUSTER, _INFO, _TRACKS_OF, 0x114D9B74, 0x1C53BB6B, 0x1254C367, 0x1941A469, 0x1043A770})
# Tags, attachments, chapters; title, date, file and family names of the film; name of a track; what fills space.
_SPACED = frozenset({0x1254C367, 0x1941A469, 0x1043A770, 0x7BA9, 0x4461, 0x7384, 0x3C83AB, 0x3E83BB, 0x4444, 0x536E, 0xEC})
_BLANKED = frozenset({0x4D80, 0x5741})  # the programs that wrote it: a player wants the element, not what it says
_SOUND_CHUNKS = frozenset({b"fmt ", b"fact", b"data"})


class CannotClean(Exception):
    """What is in the file cannot be taken out; the message says so to the person who sent it, and what to do."""


class _Odd(Exception):
    """The file is not built as its kind is."""


@dataclass(frozen=True)
class Part:
    """A box, an element or a chunk: its name, where it begins, where its contents begin, where it ends."""

    name: Any
    start: int
    inner: int
    end: int


def cleaned(file: "File[Any]", kind: FileKind) -> "File[Any]":
    """A copy without what is said of it, to be closed by the caller; `file` stays as it is. Raises CannotClean."""
    copy: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed by the caller
    try:
        file.seek(0)
        for piece in file.chunks():
            copy.write(piece)
        size = copy.tell()
        _CLEANERS[kind](copy, size)
        copy.seek(0, 2)
        made: File[Any] = File(copy, name=file.name)
        made.size = copy.tell()
        made.seek(0)
    except _Odd as odd:
        copy.close()
        raise CannotClean(
            _("It is not built as files of its kind are, so what it says of its maker cannot be taken out. Save it anew, and send that.")
        ) from odd
    except BaseException:
        copy.close()
        raise
    return made


def _mp4(copy: IO[bytes], size: int) -> None:
    film = False
    for box in _boxes(copy, 0, size, 0, [0]):
        film = film or box.name == b"moov"
        if box.name in _GOING:
            _write(copy, box.start + 4, b"free")
            _zeros(copy, box.inner, box.end)
        elif box.name in _DATED:
            long = _read(copy, box.inner, 1) == b"\x01"
            _zeros(copy, box.inner + 4, min(box.inner + (20 if long else 12), box.end))
        elif box.name == b"hdlr":
            if (kind := _read(copy, box.inner + 8, 4)) not in _TRACKS and kind not in (b"url ", b"alis"):
                raise CannotClean(
                    _("It holds a track that is no picture, sound or subtitles, such as places on a map. Save it without, and send that.")
                )
            _zeros(copy, box.inner + 24, box.end)
    if not film:  # a still picture in the same kind of box
        raise _Odd


def _boxes(copy: IO[bytes], start: int, end: int, deep: int, seen: list[int]) -> Iterator[Part]:
    """Every box, and those within the ones that hold others. Raises _Odd."""
    while end - start >= 8:
        seen[0] += 1
        length, name = struct.unpack(">I4s", _read(copy, start, 8))
        inner = start + 8
        if length == 1:
            (length,) = struct.unpack(">Q", _read(copy, inner, 8))
            inner += 8
        length = length or end - start
        if length < inner - start or start + length > end or seen[0] > _MOST_PARTS or deep > _DEEPEST:
            raise _Odd
        box = Part(name, start, inner, start + length)
        yield box
        if name in _HOLDING:
            yield from _boxes(copy, inner, box.end, deep + 1, seen)
        start = box.end
    if deep == 0 and start < end:
        raise _Odd


def _webm(copy: IO[bytes], size: int) -> None:
    for element in _elements(copy, 0, size, [0]):
        if element.name in _SPACED:
            _space(copy, element)
        elif element.name in _BLANKED:
            _zeros(copy, element.inner, element.end)


def _elements(copy: IO[bytes], start: int, end: int, seen: list[int]) -> Iterator[Part]:
    """Every element down to where things are said of the film. One without a stated end goes on to the next of the top. Raises _Odd."""
    while start < end:
        seen[0] += 1
        name, at = _number(copy, start, keep=True)
        length, inner = _number(copy, at, keep=False)
        unknown = length == (1 << (7 * (inner - at))) - 1
        stop = end if unknown else inner + length
        if stop > end or seen[0] > _MOST_PARTS or (unknown and name not in (_SEGMENT, _CLUSTER)):
            raise _Odd
        if name == _CLUSTER and unknown:
            start = _after_cluster(copy, inner, end, seen)
            continue
        yield Part(name, start, inner, stop)
        if name in (_SEGMENT, _INFO, _TRACKS_OF, _ENTRY):
            yield from _elements(copy, inner, stop, seen)
        start = stop


def _after_cluster(copy: IO[bytes], start: int, end: int, seen: list[int]) -> int:
    """Where a piece of film without a stated end is over."""
    while start < end:
        seen[0] += 1
        name, at = _number(copy, start, keep=True)
        if name in _TOP:
            return start
        length, inner = _number(copy, at, keep=False)
        if seen[0] > _MOST_PARTS:
            raise _Odd
        start = inner + length
    return end


def _number(copy: IO[bytes], at: int, *, keep: bool) -> tuple[int, int]:
    """A number of variable length, with its leading mark where `keep`, and where it ends (RFC 8794, section 4)."""
    first = _read(copy, at, 1)[0]
    width = 9 - first.bit_length()
    if not first or (keep and width > 4):
        raise _Odd
    value = int.from_bytes(_read(copy, at, width), "big")
    return (value if keep else value & ((1 << (7 * width)) - 1)), at + width


def _space(copy: IO[bytes], element: Part) -> None:
    """Make an element into empty space of the same length: EBML's Void."""
    whole = element.end - element.start
    width = min(8, whole - 1)
    _write(copy, element.start, b"\xec" + ((1 << (7 * width)) | (whole - 1 - width)).to_bytes(width, "big"))
    _zeros(copy, element.start + 1 + width, element.end)


def _wav(copy: IO[bytes], size: int) -> None:
    parts = [part for part in _chunks(copy, size) if part.name in _SOUND_CHUNKS]
    if not {b"fmt ", b"data"} <= {part.name for part in parts}:
        raise _Odd
    target = 12
    for part in parts:
        _move(copy, part.start, part.end, target)
        target += part.end - part.start
    copy.truncate(target)
    _write(copy, 4, struct.pack("<I", target - 8))


def _chunks(copy: IO[bytes], size: int) -> Iterator[Part]:
    start = 12
    while size - start >= 8:
        name, length = struct.unpack("<4sI", _read(copy, start, 8))
        end = min(start + 8 + length + length % 2, size)  # a recorder that was cut off says more than there is
        yield Part(name, start, start + 8, end)
        start = end


def _mp3(copy: IO[bytes], size: int) -> None:
    start, end = 0, size
    while (head := _read(copy, start, 10, short=True))[:3] == b"ID3" and len(head) == 10:
        start += 10 + _seven_bits(head[6:10]) + (10 if head[5] & 0x10 else 0)
    while (shorter := _before_tail(copy, end)) < end:
        end = shorter
    if start >= end or _read(copy, start, 1) not in (b"\xff", b"\0"):  # zeros: room left behind the tag
        raise _Odd
    _move(copy, start, end, 0)
    copy.truncate(end - start)


def _before_tail(copy: IO[bytes], end: int) -> int:
    """Where a file ends without the last tag behind its sound; the same where there is none."""
    if end >= 128 and _read(copy, end - 128, 3) == b"TAG":
        return end - 128
    if end >= 227 and _read(copy, end - 9, 9) == b"LYRICS200":
        length = _read(copy, end - 15, 6)
        return max(end - 15 - int(length), 0) if length.isdigit() else end
    if end >= 32 and (foot := _read(copy, end - 32, 32))[:8] == b"APETAGEX":
        long, flags = int.from_bytes(foot[12:16], "little"), int.from_bytes(foot[20:24], "little")
        return max(end - long - (32 if flags & 0x80000000 else 0), 0)
    if end >= 10 and _read(copy, end - 10, 3) == b"3DI":
        return max(end - 20 - _seven_bits(_read(copy, end - 4, 4)), 0)
    return end


def _seven_bits(four: bytes) -> int:
    return sum((each & 0x7F) << (7 * (3 - place)) for place, each in enumerate(four))


def _ogg(copy: IO[bytes], size: int) -> None:
    """Comments and the program's name are part of the sums of a page: nothing is altered, and what says anything is refused."""
    head = _read(copy, 0, min(size, _HEAD))
    marks = [at + len(mark) for mark in (b"\x03vorbis", b"OpusTags") if (at := head.find(mark)) >= 0]
    if len(marks) != 1 or b"\x80theora" in head[:_HEAD] or b"fishead" in head:
        raise _Odd
    try:
        (vendor,) = struct.unpack_from("<I", head, marks[0])
        (count,) = struct.unpack_from("<I", head, marks[0] + 4 + vendor)
        at, said = marks[0] + 8 + vendor, False
        for _each in range(min(count, 100)):
            (length,) = struct.unpack_from("<I", head, at)
            said = said or not head[at + 4 : at + 4 + length].lower().startswith(b"encoder=")
            at += 4 + length
    except struct.error as error:
        raise _Odd from error
    if said or count > 100:
        raise CannotClean(
            _("It says in its comments who made it or what it is. Save it without comments, or as MP3 or WAV, and send that.")
        )


def _read(copy: IO[bytes], at: int, length: int, *, short: bool = False) -> bytes:
    copy.seek(at)
    data = copy.read(length)
    if len(data) < length and not short:
        raise _Odd
    return data


def _write(copy: IO[bytes], at: int, data: bytes) -> None:
    copy.seek(at)
    copy.write(data)


def _zeros(copy: IO[bytes], start: int, end: int) -> None:
    copy.seek(start)
    for left in range(end - start, 0, -_HEAD):
        copy.write(bytes(min(left, _HEAD)))


def _move(copy: IO[bytes], start: int, end: int, target: int) -> None:
    """Move a stretch towards the beginning, piece by piece."""
    while start < end and start != target:
        piece = _read(copy, start, min(_HEAD, end - start))
        _write(copy, target, piece)
        start, target = start + len(piece), target + len(piece)


_CLEANERS: dict[FileKind, Callable[[IO[bytes], int], None]] = {
    MP4: _mp4, M4A: _mp4, WEBM: _webm, WAV: _wav, MP3: _mp3, OGG: _ogg
}  # fmt: skip
