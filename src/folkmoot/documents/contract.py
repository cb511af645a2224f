"""The words in which documents are spoken of: what was read, what else the file holds, and why a file was refused."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.errors import FolkmootError

# Called with (pages done, pages in all) while a long document is read.
Progress = Callable[[int, int], None]


class DocumentError(FolkmootError):
    """The file cannot be read; the message never quotes what the file holds."""


class NeedsPassword(DocumentError):
    """The file opens only with a password."""


class DocumentKind(StrEnum):
    """What a file is by its content, whatever its name says."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    EML = "eml"
    HTML = "html"
    TEXT = "txt"
    PICTURE = "picture"
    XLSX = "xlsx"
    ODS = "ods"


class HazardKind(StrEnum):
    """What a file holds besides the text a person sees on its pages."""

    TRACKED_CHANGES = "tracked_changes"
    COMMENTS = "comments"
    HIDDEN_TEXT = "hidden_text"  # white, tiny, marked hidden, off the page, drawn invisibly, invisible characters
    TEXT_UNDER_BOX = "text_under_box"  # readable text under a box or a picture, or in the colour of its own highlight
    METADATA = "metadata"
    ATTACHMENT = "attachment"
    EMBEDDED = "embedded"
    PICTURE = "picture"
    SCAN = "scan"  # a page without text: nothing of it is in the reading
    PASSWORD = "password"  # noqa: S105  opens without one, yet is encrypted
    LAYER = "layer"
    EARLIER_REVISION = "earlier_revision"
    ANNOTATION = "annotation"
    HEADER_FOOTER = "header_footer"  # left out of the reading
    ALT_TEXT = "alt_text"
    MACRO = "macro"
    EXTERNAL_LINK = "external_link"
    CUSTOM_XML = "custom_xml"
    THUMBNAIL = "thumbnail"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROWS = "hidden_rows"  # rows or columns
    HIDDEN_NAME = "hidden_name"
    PIVOT_CACHE = "pivot_cache"
    EXTERNAL_CACHE = "external_cache"  # values kept from another workbook


class Place(StrEnum):
    """Where in a file something is. A `where` is one of these, with a number from 1 after a space where there are several: "page 3"."""

    FILE = "file"
    PAGE = "page"
    BODY = "body"
    PARAGRAPH = "paragraph"
    NOTES = "notes"
    HEADERS = "headers"
    COMMENTS = "comments"
    PROPERTIES = "properties"
    MESSAGE = "message"
    ATTACHMENT = "attachment"
    PICTURE = "picture"
    SHEET = "sheet"


def at(place: Place, number: int = 0) -> str:
    """`at(Place.PAGE, 3)` is "page 3"; without a number the place alone."""
    return f"{place} {number}" if number else str(place)


@dataclass(frozen=True)
class Piece:
    """One paragraph of the reading: `reading.text[start : start + len(text)] == text`; `where` as in Place."""

    text: str
    where: str
    start: int = 0


@dataclass(frozen=True)
class Hazard:
    """Something besides visible text: its kind, where, and how many. Never the text itself, nor a name out of the file."""

    kind: HazardKind
    where: str
    count: int = 1


@dataclass(frozen=True)
class Reading:
    """A document as a person sees it: `text` in reading order, paragraphs parted by a line break; hidden text is never in it.

    `pages` is 1 for kinds that know no pages.
    """

    kind: DocumentKind
    text: str
    pieces: tuple[Piece, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    pages: int = 1


@dataclass(frozen=True)
class Carrier:
    """A string found anywhere in a file, seen or not. `raw`: read out of bytes of no known structure, so much of it means nothing."""

    where: str
    text: str
    raw: bool = False


@dataclass(frozen=True)
class Attachment:
    """A file inside a file, to be read as a document of its own; `number` from 1, `name` as the file gives it (it may name a person)."""

    number: int
    name: str
    data: bytes


@dataclass(frozen=True)
class Limits:
    """How much of a stranger's file is ever unpacked. Bytes, members, pages, pixels, levels."""

    file_bytes: int = 100_000_000
    unpacked_bytes: int = 300_000_000
    member_bytes: int = 100_000_000
    text_part_bytes: int = 40_000_000  # one XML part
    ratio: int = 200  # unpacked : packed, of members beyond a megabyte
    members: int = 5_000
    pages: int = 1_000
    elements: int = 2_000_000
    xml_levels: int = 200
    pixels: int = 120_000_000
    nesting: int = 4  # files within files
    mail_parts: int = 500


LIMITS = Limits()
