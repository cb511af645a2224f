"""The words in which headcount tables are written: groups, levels, measures and headings, from the files that ship."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
ALL_LEVELS = "all"
WHOLE = "Whole service"
UNDECLARED, UNKNOWN, TOGETHER = "undeclared", "unknown", "together"
# Groups that a table of the Civil Service may give as one; those who belong to any of them are counted together as well.
COUNTED_TOGETHER: Mapping[str, tuple[str, frozenset[str]]] = {
    "ethnicity": ("Ethnic minority", frozenset({"Asian", "Black", "Mixed", "Other"})),
}  # fmt: skip
MEASURES: Mapping[str, str] = {
    "in post": "in_post", "staff in post": "in_post", "headcount in post": "in_post",
    "joiners": "joined", "joined": "joined", "joiner": "joined", "entrants": "joined", "new starters": "joined", "new entrants": "joined",
    "new entrant cs": "joined", "new entrant dept": "joined", "starters": "joined",
    "leavers": "left", "left": "left", "leaver": "left", "leaver cs": "left", "leaver dept": "left",
    "promotions": "promoted", "promoted": "promoted", "promotees": "promoted", "promotion": "promoted",
}  # fmt: skip
_OTHER_NAMES: Mapping[str, str] = {
    "gender": "sex", "ethnic group": "ethnicity", "race": "ethnicity", "ethnic origin": "ethnicity", "seb": "socio_economic",
    "parental occupation": "socio_economic", "socio economic background": "socio_economic", "religion": "religion", "belief": "religion",
    "faith": "religion", "age band": "age", "age group": "age", "disability status": "disability", "orientation": "sexual_orientation",
    "trans status": "gender_identity", "school type": "school_type", "fsm": "free_school_meals",
}  # fmt: skip


@dataclass(frozen=True)
class Group:
    """What a word stands for: a group of a characteristic, or "undeclared" or "unknown" of any."""

    characteristic: str
    group: str
    kind: str

    @property
    def words(self) -> str:
        return self.group or {UNDECLARED: "those who declined to say", UNKNOWN: "those who never answered"}.get(self.kind, self.kind)


@dataclass(frozen=True)
class Question:
    """A characteristic of staff, the question asked, where it comes from, and the scheme of its answers among the characteristics."""

    key: str
    name: str
    words: str
    source: str
    scheme: str


def folded(text: str) -> str:
    """A word as it is compared: no case, no punctuation but what tells groups apart, no spaces about a stroke."""
    plain = " ".join(re.sub(r"[^\w/+<>&-]+", " ", text.replace("’", "'").casefold().replace("'", "")).split())
    return re.sub(r"\s*/\s*", "/", plain)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def questions() -> Mapping[str, Question]:
    rows = _rows("questions.csv")
    return {
        row["characteristic"]: Question(row["characteristic"], row["name"], row["question"], row["source"], row["scheme"]) for row in rows
    }


@cache
def levels() -> Mapping[str, str]:
    """Level -> its name, from the most junior to the most senior."""
    return {row["level"]: row["name"] for row in _rows("levels.csv")}


@cache
def _levels_by_word() -> Mapping[str, str]:
    return {folded(word): row["level"] for row in _rows("levels.csv") for word in (row["name"], *row["words"].split(";"))}


@cache
def _groups() -> tuple[tuple[str, Group], ...]:
    return tuple(
        (folded(word), Group(row["characteristic"], row["group"], row["kind"]))
        for row in _rows("groups.csv")
        for word in (row["group"], *row["words"].split(";"))
        if word
    )


@cache
def _groups_by_word() -> Mapping[str, frozenset[Group]]:
    found: dict[str, set[Group]] = {}
    for word, group in _groups():
        found.setdefault(word, set()).add(group)
    return {word: frozenset(groups) for word, groups in found.items()}


def level_of(word: str) -> str:
    """The level of a grade as a table calls it; "" where it is not known."""
    return _levels_by_word().get(folded(word), "")


def group_of(word: str, characteristic: str = "") -> Group | None:
    """What a word stands for, among the groups of a characteristic where that is known; None where it is not known or could be several."""
    known = _groups_by_word().get(folded(word), ())
    found = {group for group in known if not characteristic or group.characteristic in ("", characteristic)}
    return next(iter(found)) if len(found) == 1 else None


def measure_of(word: str) -> str:
    """The measure that a word such as “Leavers” names; "" where none."""
    return MEASURES.get(folded(word), "")


@cache
def _characteristics_by_word() -> Mapping[str, str]:
    named = {folded(one.name): one.key for one in questions().values()} | {key.replace("_", " "): key for key in questions()}
    return named | dict(_OTHER_NAMES)


def characteristic_of(word: str) -> str:
    """The characteristic a heading or value names; "" where none."""
    return _characteristics_by_word().get(folded(word).replace("_", " ").replace("-", " "), "") or _characteristics_by_word().get(
        folded(word).replace("_", " "), ""
    )


def groups_of(characteristic: str) -> tuple[str, ...]:
    """The groups of a characteristic in the order of the file."""
    return tuple(dict.fromkeys(group.group for _, group in _groups() if group.characteristic == characteristic))
