"""What a mailbox must do for us. Nothing is ever deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from folkmoot.errors import FolkmootError


class MailboxUnreachable(FolkmootError):
    """The mailbox cannot be read: no server there, a wrong password, a folder that is not there."""


@dataclass(frozen=True)
class Waiting:
    """One message that nobody has read: its number in the mailbox, its size in bytes, and all of it unless it is too large."""

    number: str
    size: int
    raw: bytes | None


class Mailbox(Protocol):
    def waiting(self, *, most: int, largest: int) -> Iterator[Waiting]:
        """At most `most` unread messages, the oldest first; the contents of one above `largest` bytes are not fetched.

        Looking at a message does not mark it. Raises MailboxUnreachable.
        """

    def done(self, number: str) -> None:
        """Mark a message as read, and put it into the folder for those where there is one. Raises MailboxUnreachable."""

    def close(self) -> None:
        """Leave the mailbox; never raises."""
