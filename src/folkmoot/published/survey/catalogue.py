"""What the survey measures, the groups it reports, how each was labelled over the years, and where its series break.

Shipped as data in data/*.csv. `labels.csv` says for which years a label was printed; a label is known in every year.
"""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_NOTES = re.compile(r"\[(?:notes?\s*)?[\d,\s]+\]", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:(?<=[a-z]{3})|(?<=[)\]])|(?<=[a-z]{3}\s))\s?\d{1,2}(?:\s?,\s?\d{1,2})*$", re.IGNORECASE)
_OTHER_ANSWER = re.compile(r"\(\s*%\s*(?:selecting\s*)?['’]?(no|prefer not to say)\b", re.IGNORECASE)
_CODE_IN_BRACKETS = re.compile(r"\(([A-Z]\d{2}[A-Z]?)\)")
_QUESTION = re.compile(r"(?:[A-Z]\d{2}[A-Z]?|CV\d)(?:_\w+)?\b")
PREFER_NOT_TO_SAY = "pnts"
_PREFER_NOT = re.compile(r"prefer(?:red)? not to say|undisclosed", re.IGNORECASE)
_UNKNOWN = re.compile(r"don.?t know|not known|unknown", re.IGNORECASE)


class ItemKind(StrEnum):
    INDEX = "index"
    THEME = "theme"
    QUESTION = "question"
    RATE = "rate"


class GroupKind(StrEnum):
    """What a row says: `reference` and `group` are compared; `pnts` (prefer not to say), `unknown` and `other` stand for themselves."""

    REFERENCE = "reference"
    GROUP = "group"
    PREFER_NOT = "pnts"
    UNKNOWN = "unknown"
    OTHER = "other"


class BreakReason(StrEnum):
    WORDING = "wording"
    CATEGORIES = "categories"
    FEWER_QUESTIONS = "fewer_questions"


@dataclass(frozen=True)
class Item:
    """A score the survey publishes: an index (0 to 100), or the per cent of a theme or question."""

    code: str
    kind: ItemKind
    worse_when_higher: bool
    words: str


@dataclass(frozen=True)
class Group:
    characteristic: str
    code: str
    kind: GroupKind
    words: str


@dataclass(frozen=True)
class Break:
    """From this year on an item, or the groups of a characteristic, cannot be compared with earlier years."""

    what: str
    code: str
    year: int
    reason: BreakReason
    words: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


@cache
def items() -> dict[str, Item]:
    """The scores by code, in the order in which they are shown."""
    found = (Item(row["code"], ItemKind(row["kind"]), row["worse_when_higher"] == "yes", row["words"]) for row in _rows("items.csv"))
    return {item.code: item for item in found}


@cache
def _aliases() -> dict[str, str]:
    return {alias: row["code"] for row in _rows("items.csv") for alias in row["aliases"].split("|")}


@cache
def groups() -> dict[tuple[str, str], Group]:
    """Groups by characteristic and code, the reference first; with "prefer not to say" and "not known" for every characteristic."""
    found = {(row["characteristic"], row["group"]): _group(row) for row in _rows("groups.csv")}
    for characteristic in dict.fromkeys(key[0] for key in found):
        found[characteristic, PREFER_NOT_TO_SAY] = Group(characteristic, PREFER_NOT_TO_SAY, GroupKind.PREFER_NOT, "Prefer not to say")
        found[characteristic, "unknown"] = Group(characteristic, "unknown", GroupKind.UNKNOWN, "Not known")
    return found


def _group(row: dict[str, str]) -> Group:
    return Group(row["characteristic"], row["group"], GroupKind(row["kind"]), row["words"])


def groups_of(characteristic: str) -> list[Group]:
    return [group for group in groups().values() if group.characteristic == characteristic]


@cache
def characteristics() -> tuple[str, ...]:
    return tuple(dict.fromkeys(key[0] for key in groups()))


@cache
def _labels() -> dict[str, dict[str, str]]:
    """For each characteristic, the group that a folded label stands for."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows("labels.csv"):
        found.setdefault(row["characteristic"], {})[folded(row["label"])] = row["group"]
    return found


@cache
def _variables() -> dict[str, str]:
    return {row["code"].casefold(): row["characteristic"] for row in _rows("variables.csv")}


@cache
def breaks() -> tuple[Break, ...]:
    return tuple(Break(row["what"], row["code"], int(row["year"]), BreakReason(row["reason"]), row["words"]) for row in _rows("breaks.csv"))


def breaks_of(item: str, characteristic: str) -> list[Break]:
    """Where a series of one item for the groups of one characteristic ("" for everybody) breaks, the earliest first."""
    wanted = {("item", item), ("characteristic", characteristic)}
    return sorted((one for one in breaks() if (one.what, one.code) in wanted), key=lambda one: one.year)


def plain(text: str) -> str:
    """A label without line ends, remarks such as [note 5] or a footnote's number at its end."""
    joined = " ".join(_NOTES.sub(" ", text).split())
    return _FOOTNOTE.sub("", joined).strip()


def folded(text: str) -> str:
    """A label for comparing: no base such as (n=77,720), no remarks, one case."""
    without = re.sub(r"\(\s*n\s*=[^)]*\)", " ", text, flags=re.IGNORECASE)
    return plain(without).casefold().replace("’", "'")


def item_of(heading: str) -> str | None:
    """Code of the score that a heading names, by its code or its words; None where it names none that is kept, or another answer."""
    if _OTHER_ANSWER.search(heading):
        return None
    in_brackets = None if question_of(heading) else _CODE_IN_BRACKETS.search(heading)
    clean = folded(heading)
    first = re.split(r"[\s.:]", clean, maxsplit=1)[0]
    words = re.sub(r"\([^)]*\)?", " ", clean)
    words = " ".join(words.split())
    for said in (first, words, in_brackets.group(1).casefold() if in_brackets else ""):
        if said in _aliases():
            return _aliases()[said]
    return None


def question_of(heading: str) -> str | None:
    """Code of a question that the survey asks but is not kept, such as "B27" or "E02_04"; None for anything else."""
    found, other = _QUESTION.match(plain(heading)), _OTHER_ANSWER.search(heading)
    if found and other and "_" not in found.group():
        return f"{found.group()}_{'no' if other.group(1).casefold() == 'no' else PREFER_NOT_TO_SAY}"
    return found.group() if found else None


def group_of(characteristic: str, label: str) -> Group | None:
    """The group that a printed label stands for; "prefer not to say" is always a group of its own."""
    if _PREFER_NOT.search(label):
        return groups().get((characteristic, PREFER_NOT_TO_SAY))
    if _UNKNOWN.fullmatch(label.strip()):
        return groups().get((characteristic, "unknown"))
    code = _labels().get(characteristic, {}).get(folded(label))
    return groups()[characteristic, code] if code else None


def characteristic_of_variable(text: str) -> str | None:
    """The characteristic that a variable's code names, as in "J03_grouped. Ethnic Minority / White"."""
    return _variables().get(re.split(r"[\s.:]", text.strip(), maxsplit=1)[0].casefold())


def characteristic_of_labels(labels: Collection[str]) -> str | None:
    """The characteristic whose labels most of these are: two at least, for one alone ("Other") can be of several."""
    said = {label for label in labels if label.strip() and not _PREFER_NOT.search(label)}
    known = {one: sum(1 for label in said if group_of(one, label)) for one in characteristics()}
    best = max(known, key=lambda one: known[one])
    return best if known[best] > 1 and 2 * known[best] > len(said) else None
