"""What a file is by what it holds, never by its name or what its sender calls it: films, sound, text documents. No database, no clock."""

import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _

from folkmoot.documents.contract import DocumentError, DocumentKind, HazardKind
from folkmoot.documents.reading import read

HEAD = 4096  # bytes of a recording that say what it is
FILM, SOUND, DOCUMENT = "film", "sound", "document"


@dataclass(frozen=True)
class FileKind:
    """One kind of file: what it is (FILM, SOUND or DOCUMENT), the ending it gets, and the type under which it is sent."""

    what: str
    ending: str
    content_type: str


MP4, WEBM = FileKind(FILM, "mp4", "video/mp4"), FileKind(FILM, "webm", "video/webm")
MP3, WAV = FileKind(SOUND, "mp3", "audio/mpeg"), FileKind(SOUND, "wav", "audio/wav")
OGG, M4A = FileKind(SOUND, "ogg", "audio/ogg"), FileKind(SOUND, "m4a", "audio/mp4")
PDF = FileKind(DOCUMENT, "pdf", "application/pdf")
DOCX = FileKind(DOCUMENT, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
ODT = FileKind(DOCUMENT, "odt", "application/vnd.oasis.opendocument.text")
BY_ENDING = {kind.ending: kind for kind in (MP4, WEBM, MP3, WAV, OGG, M4A, PDF, DOCX, ODT)}
_DOCUMENTS = {DocumentKind.PDF: PDF, DocumentKind.DOCX: DOCX, DocumentKind.ODT: ODT}
# Brands of the ISO base media format that browsers play; QuickTime's own and still pictures are not among them.
_FILM_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"MSNV")
_SOUND_BRANDS = (b"M4A ", b"M4B ")
# What a published file may not hold besides its pages.
_KEPT_BACK = frozenset({
    HazardKind.TRACKED_CHANGES, HazardKind.COMMENTS, HazardKind.HIDDEN_TEXT, HazardKind.TEXT_UNDER_BOX, HazardKind.ATTACHMENT,
    HazardKind.MACRO, HazardKind.PASSWORD, HazardKind.EARLIER_REVISION,
})  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A text document that was opened: its kind (None where it is none), why it may not be published, and whether it says who wrote it."""

    kind: FileKind | None
    problem: str = ""
    properties: bool = False


def recording_kind(head: bytes) -> FileKind | None:
    """What the first bytes say that a film or a sound is; None for everything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    if head.startswith(b"ID3") or head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return MP3
    if head.startswith(b"OggS"):
        return OGG
    if head[4:8] == b"ftyp":
        return MP4 if head[8:12] in _FILM_BRANDS else M4A if head[8:12] in _SOUND_BRANDS else None
    return WEBM if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64] else None


def wave_seconds(head: bytes, size: int) -> float | None:
    """How long a WAV file of that many bytes lasts by its own account: bytes over bytes a second (RIFF, chunk “fmt ”); else None."""
    at = head.find(b"fmt ", 12)
    if recording_kind(head) != WAV or at < 0 or len(head) < at + 20:
        return None
    (a_second,) = struct.unpack_from("<I", head, at + 16)
    return max(size - at - 32, 0) / a_second if a_second else None


def opened_document(data: bytes) -> Document:
    """Open a PDF, DOCX or ODT to the end, and say what stands against publishing it."""
    try:
        found = read(data, _("The file"))
    except DocumentError as error:
        return Document(None, str(error))
    kind = _DOCUMENTS.get(found.kind)
    if kind is None:
        return Document(None)
    held = {hazard.kind for hazard in found.hazards}
    if held & _KEPT_BACK:
        why = _("It holds more than its pages show, such as comments, tracked changes, hidden text or files within it.")
        return Document(kind, why + " " + _("Accept or delete these in the program it was written with, save it anew, and send that."))
    if not found.text.strip():
        why = _("No word can be read in it: it is a picture of a page, which a screen reader cannot read and nobody can enlarge well.")
        return Document(kind, why + " " + _("Save it from the program it was written with, and send that."))
    return Document(kind, properties=HazardKind.METADATA in held)
