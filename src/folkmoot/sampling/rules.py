"""The rules of a draw: what chance draws from, how many, what is always taken, what a person chose and why. Fixed by the commitment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from folkmoot.sampling.digests import FORMAT, canonical_json, cleaned, digest
from folkmoot.sampling.errors import RulesError

MOST = 100_000
REASON_CHARS = 300


class Method(StrEnum):
    """What kind of draw the rules describe."""

    RANDOM = "random"
    STRATIFIED = "stratified"
    THEME = "theme"
    CHOSEN = "chosen"
    MIXED = "mixed"


@dataclass(frozen=True)
class Chosen:
    """A case that a person took, and why. It is never called random."""

    case: str
    why: str


@dataclass(frozen=True)
class Columns:
    """Which columns of a file were read: so that whoever verifies reads the same."""

    id: str
    strata: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What is drawn. Either `each` (so many from every group) or `total` (shared between the groups by their size, at least `least` each).

    `only` narrows what chance draws from: a case must hold at least one mark of every tuple. `always`: cases that hold one of these marks
    are all taken, whatever `only` says, and besides the number drawn. `chosen` too are besides. A mark is a text a case carries in the
    list; read from a file it is COLUMN=VALUE. Without `grouped` all cases are in one group, whatever the list
    says. Raises RulesError.
    """

    each: int | None = None
    total: int | None = None
    least: int = 0
    only: tuple[tuple[str, ...], ...] = ()
    always: tuple[str, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    grouped: bool = False
    title: str = ""
    columns: Columns | None = None

    def __post_init__(self) -> None:
        for problem in _contradictions(self):
            raise problem

    @property
    def number(self) -> int | None:
        return self.total if self.each is None else self.each

    @property
    def method(self) -> Method:
        """The kind of draw these rules describe; never stated apart from them."""
        if self.number is None:
            return Method.MIXED if self.always else Method.CHOSEN
        if self.always or self.chosen:
            return Method.MIXED
        if self.only:
            return Method.THEME
        return Method.STRATIFIED if self.grouped else Method.RANDOM

    def to_plain(self) -> dict[str, Any]:
        """What JSON holds of the rules; every key is always there."""
        columns = self.columns and {"id": self.columns.id, "marks": list(self.columns.marks), "strata": list(self.columns.strata)}
        return {
            "always": list(self.always), "chosen": [{"case": one.case, "why": one.why} for one in self.chosen], "columns": columns,
            "each": self.each, "format": f"{FORMAT}/rules", "grouped": self.grouped, "least": self.least,
            "only": [list(marks) for marks in self.only], "title": self.title, "total": self.total,
        }  # fmt: skip

    @classmethod
    def from_plain(cls, plain: Any) -> "Rules":
        """The rules that `to_plain` wrote; anything else is refused, since it would be no part of the commitment. Raises RulesError."""
        try:
            rules = cls(
                plain["each"], plain["total"], plain["least"], tuple(tuple(marks) for marks in plain["only"]), tuple(plain["always"]),
                tuple(Chosen(**one) for one in plain["chosen"]), plain["grouped"], plain["title"], _columns(plain["columns"]),
            )  # fmt: skip
            same = rules.to_plain() == plain and canonical_json(rules.to_plain()).encode() == canonical_json(plain).encode()
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise _not_rules() from error
        if not same:
            raise _not_rules()
        return rules

    @cached_property
    def digest(self) -> str:
        return digest("rules", canonical_json(self.to_plain()))


def _columns(plain: Any) -> Columns | None:
    if plain is None:
        return None
    return Columns(plain["id"], tuple(plain["strata"]), tuple(plain["marks"]))


def _not_rules() -> RulesError:
    return RulesError(
        "These are not the rules of a draw.", "Something is missing, added or of another kind.", "Use them as they were written."
    )


def _contradictions(rules: Rules) -> list[RulesError]:
    problems: list[RulesError] = []
    for name, number, lowest in (("each", rules.each, 1), ("total", rules.total, 1), ("least", rules.least, 0)):
        stated = number is not None or name == "least"
        if stated and (type(number) is not int or not lowest <= number <= MOST):
            problems.append(RulesError(f"“{name}” must be a whole number from {lowest} to {MOST:,}.", f"It is {number!r}."))
    if rules.each is not None and rules.total is not None:
        problems.append(RulesError("Both a number for each group and a number in all were given.", "", "Give one of them."))
    if rules.number is None and not rules.always and not rules.chosen:
        problems.append(RulesError("Nothing is to be drawn.", "", "Say how many cases, which are always taken, or which are chosen."))
    if rules.least and rules.total is None:
        problems.append(RulesError("A least number for each group needs a number in all.", "", "Give both, or a number for each group."))
    if type(rules.grouped) is not bool:
        problems.append(RulesError("“grouped” is yes or no."))
    return problems or _unclean(rules)


def _unclean(rules: Rules) -> list[RulesError]:
    texts = [*rules.always, *(mark for marks in rules.only for mark in marks), *(one.case for one in rules.chosen)]
    if rules.columns:
        texts += [rules.columns.id, *rules.columns.strata, *rules.columns.marks]
    if not all(rules.only) or not all(_is_clean(text) and text for text in texts) or not _is_clean(rules.title):
        return [
            RulesError("A mark, a case or a column in the rules is empty or holds a character that cannot be fixed.", "", "Correct it.")
        ]
    unexplained = [one.case for one in rules.chosen if not _is_clean(one.why) or not 0 < len(one.why) <= REASON_CHARS]
    if unexplained:
        return [
            RulesError(
                f"Why was “{unexplained[0]}” chosen?", "A chosen case stands on the receipt with its reason.", "Say why, on one line."
            )
        ]
    if len({one.case for one in rules.chosen}) < len(rules.chosen):
        return [RulesError("A case is chosen twice.", "", "Name it once.")]
    return []


def _is_clean(text: object) -> bool:
    return (
        isinstance(text, str)
        and cleaned(text, lambda code: RulesError(f"The rules hold a character that cannot be fixed ({code}).")) == text
    )


def tidied(text: str) -> str:
    """A text as rules may hold it. Raises RulesError."""
    return cleaned(
        text,
        lambda code: RulesError(f"“{text.strip()[:40]}” holds a character that cannot be fixed ({code}).", "", "Write it on one line."),
    )


def marks_of(values: Mapping[str, str], columns: Sequence[str]) -> tuple[str, ...]:
    """The marks of a case read from a file: COLUMN=VALUE for each of the columns that holds anything."""
    return tuple(f"{column}={values[column]}" for column in columns if values[column])
