"""What must not survive, and what did."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """In what form a secret was found. `SAID` has the English words; a page says them in its own language."""

    WHOLE = "whole"
    PART = "part"
    OTHER_ORDER = "other_order"
    INITIALS = "initials"
    MISSPELT = "misspelt"
    SPACED = "spaced"
    RUN_TOGETHER = "run_together"
    REGROUPED = "regrouped"
    SPELLED_OUT = "spelled_out"
    LOOKALIKE = "lookalike"
    DATE = "date"
    DAY_AND_MONTH = "day_and_month"
    STREET = "street"
    PATTERN = "pattern"


SAID: dict[Why, str] = {
    Why.WHOLE: "a detail of the case stands here",
    Why.PART: "part of a name of the case stands here",
    Why.OTHER_ORDER: "a name of the case stands here in another order",
    Why.INITIALS: "these are the initials of a name of the case",
    Why.MISSPELT: "this differs by one letter from a name of the case",
    Why.SPACED: "a detail of the case stands here with gaps between its letters",
    Why.RUN_TOGETHER: "a name of the case stands here inside another word",
    Why.REGROUPED: "a number of the case stands here, grouped in another way",
    Why.SPELLED_OUT: "a number of the case stands here in words",
    Why.LOOKALIKE: "this reads like a code of the case, with letters and figures exchanged",
    Why.DATE: "a date of the case stands here",
    Why.DAY_AND_MONTH: "the day and month of a date of the case stand here",
    Why.STREET: "a street of an address of the case stands here",
    Why.PATTERN: "nobody listed this, yet it looks like something that tells who somebody is",
}


@dataclass(frozen=True)
class Secret:
    """A value that must not survive. `kind` is a code as redaction uses it ("name", "phone", "address", "date_of_birth" …)."""

    value: str
    kind: str = "name"


@dataclass(frozen=True)
class Leak:
    """`text` is what stands from `start` (counted from 0) up to, but not including, `end`."""

    kind: str
    start: int
    end: int
    text: str
    why: Why


@dataclass(frozen=True)
class FileLeak:
    """A leak and where in the file it is: "page 2", "word/comments.xml", "EXIF Artist". `start` and `end` count in that carrier."""

    where: str
    leak: Leak
