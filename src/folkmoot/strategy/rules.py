"""How the lines of a strategy are ordered and grouped: values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# What a line of a strategy is: something promised, a sign that it worked, or how it is overseen.
KINDS = ("commitment", "success_measure", "governance")


@dataclass(frozen=True)
class AimLine:
    code: str
    parent: str | None


def under(aim: str, aims: Iterable[AimLine]) -> list[str]:
    """The code of an aim and of the sub-aims below it, so that activity and commitments add up by aim."""
    return [aim, *(line.code for line in aims if line.parent == aim)]


def top_of(aim: str, aims: Iterable[AimLine]) -> str:
    """The code of the aim that a sub-aim serves; an aim serves itself."""
    return next((line.parent for line in aims if line.code == aim and line.parent), aim)


def in_period(starts: date | None, ends: date | None, on: date) -> bool:
    """Whether a strategy may govern on a day. A blank date is not known and bars nothing."""
    return (starts is None or starts <= on) and (ends is None or on <= ends)
