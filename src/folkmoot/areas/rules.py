"""Names, dates and succession of places: values in, values out."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

# Words that organisations add to the name of a place, longest first.
_FORCE_ENDINGS = ("policeservice", "policeforce", "constabulary", "police")


class Held(StrEnum):
    """Whether something was in being on a day. Where the sources give no day, the honest answer may be NOT_KNOWN."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class Span:
    """First and last day, both included; None is not known. The `_by` days are the latest possible where the day is not known."""

    starts: date | None = None
    starts_by: date | None = None
    ends: date | None = None
    ends_by: date | None = None

    def on(self, day: date) -> Held:
        if (self.starts and day < self.starts) or (self.ends and day > self.ends) or (self.ends_by and day > self.ends_by):
            return Held.NO
        if (self.starts_by and day < self.starts_by) or self.ends_by:
            return Held.NOT_KNOWN
        return Held.YES


class Dated(Protocol):
    @property
    def span(self) -> Span: ...


AnyDated = TypeVar("AnyDated", bound=Dated)


def in_being(places: Iterable[AnyDated], on: date) -> list[AnyDated]:
    """The places certainly in being on a day; those of which it is not known are left out."""
    return [place for place in places if place.span.on(on) is Held.YES]


def name_key(name: str) -> str:
    """What two spellings of a place share: no case, spaces, hyphens or accents; “&” and “and” alike; without “CPS”.

    "CPS Mersey-Cheshire" and "mersey cheshire" both give "merseycheshire".
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    words = "".join(mark if mark.isalnum() else " " for mark in plain if not unicodedata.combining(mark)).split()
    if len(words) > 1 and words[0] == "cps":
        words = words[1:]
    return "".join(words)


def force_key(name: str) -> str:
    """As `name_key`, without “Police”, “Constabulary” and the like at the end: "Thames Valley Police" gives "thamesvalley"."""
    key = name_key(name)
    for ending in _FORCE_ENDINGS:
        if key.endswith(ending) and key != ending:
            return key.removesuffix(ending)
    return key


@dataclass(frozen=True)
class Succession:
    """Codes of two Areas, one after the other; `lossy` where what was counted cannot be divided."""

    from_area: str
    to_area: str
    lossy: bool


def successors(area: str, successions: Iterable[Succession]) -> list[str]:
    """The Areas that stand where `area` stood, through every step; [area] itself where nothing followed it."""
    following: dict[str, list[str]] = {}
    for step in successions:
        following.setdefault(step.from_area, []).append(step.to_area)
    return _last_of(area, following, frozenset())


def predecessors(area: str, successions: Iterable[Succession]) -> list[str]:
    """The Areas that stood where `area` stands, nearest first. `area` is among them only where the steps go in a circle."""
    before: dict[str, list[str]] = {}
    for step in successions:
        before.setdefault(step.to_area, []).append(step.from_area)
    found: list[str] = []
    waiting = list(before.get(area, []))
    while waiting:
        earlier = waiting.pop(0)
        if earlier not in found:
            found.append(earlier)
            waiting += before.get(earlier, [])
    return found


def in_a_circle(area: str, successions: Iterable[Succession]) -> bool:
    """Whether an Area would follow itself."""
    return area in predecessors(area, successions)


def _last_of(area: str, following: Mapping[str, list[str]], passed: frozenset[str]) -> list[str]:
    nexts = [each for each in following.get(area, []) if each not in passed]
    if not nexts:
        return [area]
    ends: list[str] = []
    for each in nexts:
        ends += [end for end in _last_of(each, following, passed | {area}) if end not in ends]
    return ends
