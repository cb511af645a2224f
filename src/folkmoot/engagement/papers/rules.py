"""What a file is by what it holds, never by what its name or sender says, and which may be kept. No database, no clock."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 25_000_000  # decoded: 100 MB; a picture that claims more is refused before it is decoded
LONGEST_SIDE = 3000
MOST_MEMBERS = 3000  # of a document that is a zip archive


@dataclass(frozen=True)
class FileKind:
    """One kind of file that is kept: its sort (a word of `Paper.Sort`), the ending it gets, and how it is handed over."""

    sort: str
    ending: str
    content_type: str


PDF = FileKind("document", "pdf", "application/pdf")
DOCX = FileKind("document", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ODT = FileKind("document", "odt", "application/vnd.oasis.opendocument.text")
TEXT = FileKind("document", "txt", "text/plain; charset=utf-8")
PICTURES = {
    "jpg": FileKind("picture", "jpg", "image/jpeg"),
    "png": FileKind("picture", "png", "image/png"),
    "webp": FileKind("picture", "webp", "image/webp"),
}
RECORDINGS = {
    "mp3": FileKind("recording", "mp3", "audio/mpeg"), "wav": FileKind("recording", "wav", "audio/wav"),
    "ogg": FileKind("recording", "ogg", "audio/ogg"), "mp4": FileKind("recording", "mp4", "video/mp4"),
    "webm": FileKind("recording", "webm", "video/webm"),
}  # fmt: skip
BY_ENDING = {kind.ending: kind for kind in (PDF, DOCX, ODT, TEXT, *PICTURES.values(), *RECORDINGS.values())}


def kind_of(data: bytes) -> FileKind | None:
    """What these bytes are, or None for anything that is not kept: programs, pages, documents with macros, unknown kinds."""
    for holds, kind in _MARKS:
        if holds(data):
            return kind
    if data.startswith(b"PK\x03\x04"):
        return _archive_kind(data)
    return TEXT if _is_text(data) else None


_MARKS: tuple[tuple[Callable[[bytes], bool], FileKind], ...] = (
    (lambda data: data.startswith(b"\xff\xd8\xff"), PICTURES["jpg"]),
    (lambda data: data.startswith(b"\x89PNG\r\n\x1a\n"), PICTURES["png"]),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", PICTURES["webp"]),
    (lambda data: data.startswith(b"%PDF-"), PDF),
    (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WAVE", RECORDINGS["wav"]),
    (lambda data: data.startswith(b"ID3") or data[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"), RECORDINGS["mp3"]),
    (lambda data: data.startswith(b"OggS"), RECORDINGS["ogg"]),
    (lambda data: data[4:8] == b"ftyp", RECORDINGS["mp4"]),
    (lambda data: data.startswith(b"\x1a\x45\xdf\xa3"), RECORDINGS["webm"]),
)


def _archive_kind(data: bytes) -> FileKind | None:
    """A text document, or None. Nothing is unpacked but the one word that says what an OpenDocument file is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if len(members) > MOST_MEMBERS or any("vbaproject" in name.casefold() or name.startswith("Basic/") for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return ODT if archive.read("mimetype").strip() == b"application/vnd.oasis.opendocument.text" else None
            return DOCX if {"[Content_Types].xml", "word/document.xml"} <= names else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        # zipfile's own errors of a damaged, encrypted or unknown kind of archive: it is none of ours
        return None


def _is_text(data: bytes) -> bool:
    """Plain words in UTF-8: no byte that writing does not use, and nothing that a browser would take for a page."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any((ord(mark) < 32 and mark not in "\t\n\r\f") or mark == "\x7f" for mark in text):
        return False
    return bool(text.strip()) and not text.lstrip().startswith(("<", "#!"))


def paper_problems(*, kind: FileKind | None, title: str, consent: str, transcript: str, empty: bool) -> dict[str, list[str]]:
    """Why a file may not be attached, by field; empty when it may."""
    problems: dict[str, list[str]] = {}
    if empty:
        problems["file"] = [_("Choose a file that is not empty.")]
    elif kind is None:
        usable = _("Use a JPEG, PNG or WebP picture, a PDF, DOCX or ODT document without macros, or plain text.")
        problems["file"] = [_("This is no kind of file that can be kept.") + " " + usable]
    if not title.strip():
        problems["title"] = [_("Say what it is, for example “Programme of the open evening”.")]
    if kind and kind.sort == "picture" and not consent:
        problems["consent"] = [_("Say whether those in the picture agreed.")]
    if kind and kind.sort == "recording" and not transcript.strip():
        problems["transcript"] = [_("Sound and film are kept only with what is said in them, in writing.")]
    return problems
