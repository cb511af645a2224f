"""A mailbox in memory, for tests and for trying things out."""

from collections.abc import Iterator, Sequence

from folkmoot.adapters.mailbox.protocol import Waiting


class MemoryMailbox:
    """Messages given beforehand, in order; `read` holds the numbers of those marked."""

    def __init__(self, messages: Sequence[bytes]) -> None:
        self.messages = list(messages)
        self.read: list[str] = []
        self.closed = False

    def waiting(self, *, most: int, largest: int) -> Iterator[Waiting]:
        unread = [(str(place), raw) for place, raw in enumerate(self.messages, 1) if str(place) not in self.read]
        for number, raw in unread[:most]:
            yield Waiting(number, len(raw), raw if len(raw) <= largest else None)

    def done(self, number: str) -> None:
        self.read.append(number)

    def close(self) -> None:
        self.closed = True
