"""Recognising labels and moving counts from one scheme to another: values in, values out."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a category says. Only ANSWER enters a comparison; GROUP is a heading and counts nobody."""

    ANSWER = "answer"
    GROUP = "group"
    NOT_STATED = "not_stated"
    NOT_KNOWN = "not_known"
    DOES_NOT_APPLY = "does_not_apply"


class Recognised(StrEnum):
    """MISSING (nothing was recorded) is not NOT_STATED (the person was asked and did not say), which is a category.

    HEADING: the label is too coarse for the scheme; it names a group of answers, not one of them.
    """

    CATEGORY = "category"
    HEADING = "heading"
    MISSING = "missing"
    UNMAPPED = "unmapped"


@dataclass(frozen=True)
class Match:
    """What a label turned out to be; `code` only for CATEGORY and HEADING."""

    what: Recognised
    code: str | None = None


@dataclass(frozen=True)
class Entry:
    """A category as `normalise` needs it: its code, its names and the labels met for it."""

    code: str
    names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    kind: Kind = Kind.ANSWER

    def match(self) -> Match:
        return Match(Recognised.HEADING if self.kind is Kind.GROUP else Recognised.CATEGORY, self.code)


@dataclass(frozen=True)
class Step:
    """One line of a mapping between two schemes."""

    from_code: str
    to_code: str
    lossy: bool = False
    note: str = ""


@dataclass
class Lost:
    """Counts that moved, but only approximately, and why."""

    from_code: str
    to_code: str
    count: int
    why: str


@dataclass
class Converted:
    """Counts by code of the new scheme; what moved only approximately; what has no home in the new scheme, and stays out.

    The sum of `counts` and `unmapped` is the sum of what came in.
    """

    counts: dict[str, int] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    unmapped: dict[str, int] = field(default_factory=dict)

    @property
    def lossy(self) -> bool:
        return bool(self.lost or self.unmapped)


class DoubleMapping(ValueError):
    """A category maps to two categories of the same scheme: its people would be counted twice."""


def label_key(label: str) -> str:
    """What two spellings of a label share: no case, accents, spaces or marks; “&” and “and” alike.

    "White - English/Welsh" and "White: English, Welsh" give the same key.
    """
    plain = unicodedata.normalize("NFKD", label.casefold().replace("&", " and "))
    return "".join(mark for mark in plain if mark.isalnum())


def normalise(label: str | None, entries: Iterable[Entry]) -> Match:
    """The category of a scheme that a label stands for. A code counts exactly as written, case apart; names and labels by key."""
    if label is None or not label.strip():
        return Match(Recognised.MISSING)
    entries = list(entries)
    wanted = label.strip()
    for entry in entries:
        if wanted.casefold() == entry.code.casefold():
            return entry.match()
    key = label_key(wanted)
    for entry in entries:
        if key and any(key == label_key(name) for name in (*entry.names, *entry.labels) if name):
            return entry.match()
    return Match(Recognised.UNMAPPED)


def convert(counts: Mapping[str, int], mapping: Iterable[Step]) -> Converted:
    """Move counts by code into another scheme. Nobody is lost or counted twice: what cannot move is in `unmapped`.

    Raises DoubleMapping where a code leads to two codes.
    """
    steps: dict[str, Step] = {}
    for step in mapping:
        if steps.setdefault(step.from_code, step).to_code != step.to_code:
            raise DoubleMapping(f"“{step.from_code}” leads to both “{steps[step.from_code].to_code}” and “{step.to_code}”.")
    result = Converted()
    for code, count in counts.items():
        found = steps.get(code)
        if found is None:
            result.unmapped[code] = result.unmapped.get(code, 0) + count
            continue
        result.counts[found.to_code] = result.counts.get(found.to_code, 0) + count
        if found.lossy and count:
            result.lost.append(Lost(code, found.to_code, count, found.note))
    return result


def unmapped_answers(categories: Iterable[tuple[str, Kind]], mapping: Iterable[Step]) -> list[str]:
    """The codes of the answers that a mapping leaves out: empty for a total mapping."""
    mapped = {step.from_code for step in mapping}
    return [code for code, kind in categories if kind is Kind.ANSWER and code not in mapped]


def chain(steps: Sequence[Sequence[Step]]) -> list[Step]:
    """Several mappings one after the other as one: lossy where any part is; a code that falls out on the way is left out."""
    result = list(steps[0]) if steps else []
    for following in steps[1:]:
        onward = {step.from_code: step for step in following}
        result = [_joined(step, onward[step.to_code]) for step in result if step.to_code in onward]
    return result


def band_of(age: int, codes: Iterable[str]) -> str | None:
    """The age band that holds an age in whole years, from codes such as "18-24" and "65+"; None where none does."""
    for code in codes:
        first, dash, last = code.removesuffix("+").partition("-")
        if not first.isdecimal():
            continue
        if int(first) <= age and (age <= int(last) if dash else code.endswith("+")):
            return code
    return None


def _joined(first: Step, second: Step) -> Step:
    note = "; ".join(note for note in (first.note, second.note) if note)
    return Step(first.from_code, second.to_code, first.lossy or second.lossy, note)
