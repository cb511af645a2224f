"""What a check found, in words, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "OK"
    LOOK = "look at this"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    state: State
    words: str
    do: str = ""


def ok(words: str) -> Finding:
    return Finding(State.OK, words)


def look(words: str, do: str) -> Finding:
    return Finding(State.LOOK, words, do)


def wrong(words: str, do: str) -> Finding:
    return Finding(State.WRONG, words, do)
