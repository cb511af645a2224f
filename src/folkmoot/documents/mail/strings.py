"""Every string of an e-mail: all headers of all parts, all texts, all files."""

from collections.abc import Iterator
from email.message import Message

from folkmoot.documents.html import said_anywhere
from folkmoot.documents.mail.reading import header, message_of, part_text


def mail_parts(data: bytes, name: str) -> Iterator[tuple[str, str, bytes]]:
    """As (where, text, bytes to look into); either may be empty. Raises DocumentError."""
    message = message_of(data, name)
    for number, part in enumerate(message.walk()):
        where = f"part {number} of the message" if number else "message"
        yield f"{where}: headers", "\n".join(_headers(part)), b""
        if part.is_multipart():
            yield where, "\n".join(str(each or "") for each in (part.preamble, part.epilogue)).strip(), b""
            continue
        if part.get_content_maintype() == "text":
            text = part_text(part)
            yield where, text, b""
            if part.get_content_subtype() == "html":
                yield f"{where}: HTML", said_anywhere(text), b""
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield where, "", payload


def _headers(part: Message) -> Iterator[str]:
    for key in dict.fromkeys(part.keys()):
        yield header(part, key)
        try:
            yield from (str(value) for value in part.get_all(key, []))
        except (ValueError, LookupError, IndexError, TypeError, AttributeError):
            continue
    yield part.get_filename() or ""
