"""Reading a message of the mailbox: who says they sent it, whether a machine did, and the calendar file in it. No database.

The name of a sender proves nothing. What a server of ours found about it is kept where that server is named in the settings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from hashlib import sha256
from typing import Any

MOST_BYTES, MOST_PARTS, DEEPEST = 5 * 1024 * 1024, 60, 8
_AUTOMATIC = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+._-].*)?@.*", re.IGNORECASE)
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_FINDING = re.compile(r"\b(dkim|spf|dmarc)=([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Letter:
    """One message. `sender` is the address it claims, in lower case; `automatic` means that it must never be answered.

    `calendar` holds the first calendar file, None where there is none; `problem` says why nothing could be looked for in it.
    """

    fingerprint: str
    sender: str
    subject: str
    message_id: str
    automatic: bool
    authenticity: str
    calendar: bytes | None
    problem: str = ""


def open_letter(raw: bytes, *, trusted_server: str = "", own_addresses: frozenset[str] = frozenset()) -> Letter:
    """Read a message, however odd: nothing in it raises. `trusted_server` is the name whose findings about the sender count."""
    fingerprint = sha256(raw).hexdigest()
    if len(raw) > MOST_BYTES:
        return Letter(fingerprint, "", "", "", True, "", None, "too large")
    try:
        message = message_from_bytes(raw, policy=policy.default)
        sender = _sender(message)
        automatic = not sender or sender in own_addresses or is_automatic(message, sender)
        calendar, problem = _calendar(message)
        return Letter(
            fingerprint, sender, _header(message, "Subject")[:200], _header(message, "Message-ID")[:250], automatic,
            authenticity(message, trusted_server), calendar, problem,
        )  # fmt: skip
    except Exception:
        return Letter(fingerprint, "", "", "", True, "", None, "damaged")


def is_automatic(message: EmailMessage, sender: str) -> bool:
    """Whether a machine sent it, or a list: answering could begin a loop (RFC 3834)."""
    submitted = _header(message, "Auto-Submitted").lower().split(";")[0].strip()
    return (
        submitted not in ("", "no")
        or _header(message, "Precedence").lower().strip() in _BULK
        or any(
            name in message for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Loop", "X-Auto-Response-Suppress", "Feedback-ID")
        )
        or _header(message, "Return-Path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or _AUTOMATIC.fullmatch(sender) is not None
    )


def authenticity(message: EmailMessage, trusted_server: str) -> str:
    """What the trusted server found, such as "dkim=pass spf=fail"; "" where no server is trusted or it said nothing.

    Only the topmost header of that server counts: those below may have come with the message.
    """
    if not trusted_server:
        return ""
    for value in message.get_all("Authentication-Results", [])[:1]:
        server, _semicolon, findings = str(value).partition(";")
        if server.split()[:1] == [trusted_server]:
            found = {name.lower(): result.lower() for name, result in reversed(_FINDING.findall(findings))}
            return " ".join(f"{name}={found[name]}" for name in ("dkim", "spf", "dmarc") if name in found)
    return ""


def _sender(message: EmailMessage) -> str:
    """The one address of the From header in lower case; "" where there is none, or several."""
    header: Any = message.get("From")
    addresses: tuple[Address, ...] = getattr(header, "addresses", ())
    return addresses[0].addr_spec.lower()[:254] if len(addresses) == 1 and addresses[0].domain else ""


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _calendar(message: EmailMessage) -> tuple[bytes | None, str]:
    """The first calendar file among the parts, and why the parts could not be looked through."""
    try:
        for part in _parts(message, 0, [0]):
            if part.get_content_type() in ("text/calendar", "application/ics") or _file_name(part).endswith(".ics"):
                payload = part.get_payload(decode=True)
                return payload if isinstance(payload, bytes) else b"", ""
    except _TooMuch:
        return None, "too many parts"
    return None, ""


class _TooMuch(Exception):
    pass


def _parts(message: Any, depth: int, seen: list[int]) -> Iterator[Any]:
    """The leaves of a message. One inside another is not opened: it is somebody else's, and may be a bomb."""
    seen[0] += 1
    if depth > DEEPEST or seen[0] > MOST_PARTS:
        raise _TooMuch
    if message.get_content_maintype() == "message":
        return
    if not message.is_multipart():
        yield message
        return
    for part in message.iter_parts():
        yield from _parts(part, depth + 1, seen)


def _file_name(part: Any) -> str:
    return (part.get_filename() or "").lower()
