"""What a part of the search found, before it is settled which of several lie over one another and what stands in their place."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from folkmoot.redaction.spans import Kind


class Origin(IntEnum):
    """What is trusted more comes first."""

    KNOWN = 0
    PATTERN = 1
    NAMES = 2


class Form(StrEnum):
    """How a name stands in its sentence, so that what replaces it fits."""

    PLAIN = "plain"
    FAMILY = "family"
    POSSESSIVE = "possessive"
    INITIALS = "initials"
    COLLAR = "rank and number"


@dataclass(frozen=True, slots=True)
class Found:
    """A place in the text. `owner` is the key of the person it belongs to; `value` tells values of one kind apart."""

    start: int
    end: int
    kind: Kind
    confidence: float
    rule: str
    origin: Origin
    owner: str = ""
    value: str = ""
    form: Form = Form.PLAIN

    @property
    def length(self) -> int:
        return self.end - self.start
