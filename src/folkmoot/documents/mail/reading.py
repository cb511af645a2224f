"""A whole e-mail message."""

import email
import re
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.policy import default

from folkmoot.documents.archive import damaged, too_large
from folkmoot.documents.contract import LIMITS, Attachment, DocumentKind, Hazard, HazardKind, Place, Reading, at
from folkmoot.documents.finishing import finished
from folkmoot.documents.html import shown

SHOWN_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_WORD = re.compile(r"\w+")


def message_of(data: bytes, name: str) -> EmailMessage:
    """The parsed message. Raises DocumentError where it is none or holds too many parts."""
    try:
        message = email.message_from_bytes(data, policy=default)
        parts = sum(1 for _ in message.walk())
    except (ValueError, LookupError, RecursionError, IndexError, AttributeError, TypeError):
        raise damaged(name) from None
    if parts > LIMITS.mail_parts:
        raise too_large(name)
    return message


def read_mail(data: bytes, name: str) -> Reading:
    """Who, when and about what, then the text as the reader's program shows it; attachments are documents of their own."""
    message = message_of(data, name)
    paragraphs, found = _body(message)
    heading = [f"{key}: {header(message, key)}" for key in SHOWN_HEADERS if header(message, key)]
    other = sum(1 for key in message if key not in SHOWN_HEADERS and key.lower() not in _ENVELOPE)
    found[HazardKind.METADATA] += other
    found[HazardKind.ATTACHMENT] += len(attached(message))
    hazards = [Hazard(kind, at(Place.MESSAGE), count) for kind, count in found.items() if count]
    return finished(DocumentKind.EML, [(text, at(Place.MESSAGE)) for text in [*heading, *paragraphs]], hazards)


_ENVELOPE = {"mime-version", "content-type", "content-transfer-encoding", "content-language", "content-disposition"}


def header(message: Message, key: str) -> str:
    """One header in plain words, encoded words read; empty where it is absent or cannot be read."""
    try:
        return re.sub(r"\s+", " ", str(message.get(key) or "")).strip()
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""


def part_text(part: Message) -> str:
    """A text part in its own encoding, or in one that fits."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return str(part.get_payload() or "")
    for charset in (part.get_content_charset(), "utf-8", "cp1252"):
        try:
            return data.decode(charset or "utf-8")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("latin-1")


def bodies(message: Message) -> Iterator[tuple[str, str]]:
    """The text parts that are no attachments, as (subtype, text), in order."""
    for part in message.walk():
        if part.get_content_maintype() == "text" and not _is_attached(part) and not _inside_message(part, message):
            yield part.get_content_subtype(), part_text(part)


def _body(message: Message) -> tuple[list[str], Counter[HazardKind]]:
    """What the reader sees: the HTML where there is one. A plain version that says more than it is hidden text."""
    found: Counter[HazardKind] = Counter()
    paragraphs: list[str] = []
    plain: list[str] = []
    for subtype, text in bodies(message):
        if subtype == "html":
            words, hazards = shown(text)
            paragraphs += words
            found += hazards
        else:
            plain += [line.strip() for line in text.splitlines() if line.strip()]
    if not paragraphs:
        return plain, found
    if not _is_alternative(message):
        return [*plain, *paragraphs], found
    said = set(_WORD.findall(" ".join(paragraphs).lower()))
    more = [
        line
        for line in plain
        if any(word.lower() not in said for word in _WORD.findall(re.sub(r"https?://\S+|<[^>]*>|\[[^\]]*\]", "", line)))
    ]
    found[HazardKind.HIDDEN_TEXT] += len(more)
    return paragraphs, found


def _is_alternative(message: Message) -> bool:
    return any(part.get_content_type() == "multipart/alternative" for part in message.walk())


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _inside_message(part: Message, message: Message) -> bool:
    """Whether the part belongs to a forwarded message, which is a document of its own."""
    return any(part is inner for whole in message.walk() if whole.get_content_type() == "message/rfc822" for inner in whole.walk())


def attached(message: Message) -> tuple[Attachment, ...]:
    """The files and forwarded messages of a message, in order."""
    found: list[Attachment] = []
    for part in _own_parts(message):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, Message):
                found.append(Attachment(len(found) + 1, _named(part) or "message.eml", inner.as_bytes()))
        elif not part.is_multipart() and (_is_attached(part) or part.get_content_maintype() != "text"):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                found.append(Attachment(len(found) + 1, _named(part), data))
    return tuple(found)


def _own_parts(message: Message) -> Iterator[Message]:
    """The parts of the message without those of the messages it forwards."""
    yield message
    if message.get_content_type() != "message/rfc822" and message.is_multipart():
        for part in message.iter_parts() if isinstance(message, EmailMessage) else message.get_payload():
            if isinstance(part, Message):
                yield from _own_parts(part)


def _named(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, IndexError, TypeError):
        return ""
