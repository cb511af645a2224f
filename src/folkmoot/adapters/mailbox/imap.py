"""A mailbox over IMAP with TLS (RFC 9051 and its forerunner, RFC 3501).

    imaps://user:password@host[:port]/INBOX[?done=Processed]

Special characters of user and password are written as in any address (%40 for @). Messages that were read are flagged as seen; with
`done` they are moved into that folder as well, where the server can move (RFC 6851), or copied there where it cannot.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from folkmoot.adapters.mailbox.protocol import MailboxUnreachable, Waiting

SECONDS, TLS_PORT = 30, 993
Answer = TypeVar("Answer")


class ImapMailbox:
    """An open mailbox. Raises MailboxUnreachable where it cannot be opened."""

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme != "imaps" or not parts.hostname or not parts.username or parts.password is None:
            raise MailboxUnreachable("The address of the mailbox cannot be read.", "", "Write it as imaps://user:password@host/INBOX.")
        self._folder = unquote(parts.path.lstrip("/")) or "INBOX"
        self._done_folder = parse_qs(parts.query).get("done", [""])[0]
        host, port = parts.hostname, parts.port or TLS_PORT
        context = tls or ssl.create_default_context()
        self._server = _tried(lambda: imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=SECONDS), f"the mail server {host}")
        try:
            self._enter(unquote(parts.username), unquote(parts.password))
        except MailboxUnreachable:
            self.close()
            raise

    def _enter(self, user: str, password: str) -> None:
        _tried(lambda: self._server.login(user, password), "the mailbox: the server did not let us in with this user and password")
        self._ask("SELECT", lambda: self._server.select(_quoted(self._folder)))

    def waiting(self, *, most: int, largest: int) -> Iterator[Waiting]:
        numbers = self._ask("SEARCH", lambda: self._server.uid("SEARCH", "UNSEEN"))
        for number in (numbers[0] or b"").split()[:most]:
            yield self._message(number.decode("ascii"), largest)

    def done(self, number: str) -> None:
        self._ask("STORE", lambda: self._server.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))
        if not self._done_folder:
            return
        folder = _quoted(self._done_folder)
        how = "MOVE" if "MOVE" in self._server.capabilities else "COPY"
        self._ask(how, lambda: self._server.uid(how, number, folder))

    def close(self) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            self._server.logout()
        with suppress(OSError):
            self._server.shutdown()

    def _message(self, number: str, largest: int) -> Waiting:
        answer = self._ask("FETCH", lambda: self._server.uid("FETCH", number, "(RFC822.SIZE)"))
        found = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(part for part in answer if isinstance(part, bytes)))
        size = int(found.group(1)) if found else 0
        if size > largest:
            return Waiting(number, size, None)
        # PEEK: a message that was only looked at stays unread, so that one whose taking was cut short comes again.
        answer = self._ask("FETCH", lambda: self._server.uid("FETCH", number, f"(BODY.PEEK[]<0.{largest + 1}>)"))
        raw = next((part[1] for part in answer if isinstance(part, tuple)), b"")
        return Waiting(number, max(size, len(raw)), raw if len(raw) <= largest else None)

    def _ask(self, what: str, command: Callable[[], tuple[str, list[Any]]]) -> list[Any]:
        status, answer = _tried(command, f"the mailbox ({what})")
        if status != "OK":
            raise MailboxUnreachable(f"The mail server refused: {what}.", "", "Check that the folder exists and may be written to.")
        return answer


def _tried(what: Callable[[], Answer], words: str) -> Answer:
    """Do it; an error of the network or the protocol becomes a plain one. Its own text is left out: it may name the user."""
    try:
        return what()
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxUnreachable(
            f"We could not reach {words}.", f"({type(error).__name__})", "Check MAILBOX_URL and that the server is up, then try again."
        ) from error


def _quoted(folder: str) -> str:
    """A folder's name as IMAP writes it: in quotes, in modified UTF-7 where it holds more than ASCII (RFC 3501, 5.1.3)."""
    if any(ord(mark) < 32 or mark == "\x7f" for mark in folder):
        raise MailboxUnreachable("The name of a folder of the mailbox holds a character that no folder has.", "", "Check MAILBOX_URL.")
    written = re.sub(r"[^\x20-\x7e]+", lambda found: _utf7(found.group()), folder.replace("&", "&-"))
    return '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(words: str) -> str:
    import base64

    return "&" + base64.b64encode(words.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"
