"""What is looked for in a text, and the places where it was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from folkmoot.errors import FolkmootError


class RedactionError(FolkmootError):
    """Something about a redaction that a person can put right."""


class Kind(StrEnum):
    """What a found value is. The code is kept and printed; a page says the word in its own language."""

    NAME = "name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    DATE_OF_BIRTH = "date_of_birth"
    AGE = "age"
    PHONE = "phone"
    EMAIL = "email"
    VEHICLE = "vehicle"
    REFERENCE = "reference"
    NI_NUMBER = "ni_number"
    NHS_NUMBER = "nhs_number"
    BANK = "bank"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    PLACE = "place"
    HANDLE = "handle"
    ORGANISATION = "organisation"
    URL = "url"
    IP = "ip"
    DEVICE = "device"
    OTHER = "other"


class Role(StrEnum):
    """The part a person plays in a case. Any other word is taken as it is: an interpreter becomes “Interpreter A”."""

    VICTIM = "victim"
    DEFENDANT = "defendant"
    WITNESS = "witness"
    OFFICER = "officer"
    PROSECUTOR = "prosecutor"
    JUDGE = "judge"
    CHILD = "child"
    RELATIVE = "relative"
    OTHER = "other"


@dataclass(frozen=True)
class Known:
    """A value that the case is known to hold.

    `person` ties several values to one person: the same word on each, or the full name. A `role` such as “mother of John Smith”
    keeps the relationship: she is then called “the mother of Victim A”.
    """

    value: str
    kind: Kind = Kind.NAME
    role: str = ""
    person: str = ""


@dataclass(frozen=True, order=True)
class Span:
    """One suggestion: `text` is exactly what stands from `start` (counted from 0) up to, but not including, `end`.

    `confidence` lies between 0 and 1. It orders suggestions and is no probability. `rule` says in words why this was found.
    """

    start: int
    end: int
    text: str
    kind: Kind
    replacement: str
    confidence: float
    rule: str

    def as_dict(self) -> dict[str, Any]:
        """The seven fields, as they stand in the JSON of `folkmoot redact`."""
        return {
            "start": self.start, "end": self.end, "text": self.text, "kind": self.kind.value, "replacement": self.replacement,
            "confidence": round(self.confidence, 2), "rule": self.rule,
        }  # fmt: skip


class SpansDoNotFit(RedactionError):
    """The suggestions were made for another text, or lie over one another."""


def apply(text: str, spans: Iterable[Span]) -> str:
    """The text with each of `spans` replaced. Raises SpansDoNotFit where one is not of this text or two lie over one another."""
    kept, place = [], 0
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        _must_fit(text, span, place)
        kept += [text[place : span.start], span.replacement]
        place = span.end
    return "".join([*kept, text[place:]])


def _must_fit(text: str, span: Span, place: int) -> None:
    if not place <= span.start < span.end <= len(text):
        why = "It lies over another one, or outside the text."
    elif text[span.start : span.end] != span.text:
        why = "Other words stand there: the text has changed since the suggestion was made."
    else:
        return
    raise SpansDoNotFit(f"The suggestion at characters {span.start} to {span.end} cannot be used.", why, "Make the suggestions anew.")


def between(spans: Sequence[Span], length: int) -> list[tuple[int, int]]:
    """The stretches of a text of `length` characters that no span covers. `spans` are sorted and do not overlap."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
