"""Stages, the fields they are made of, and flags: read from the files that ship, once, and held against each other."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from folkmoot.engines.spec import folded
from folkmoot.errors import FolkmootError

FOLDER = Path(__file__).parent / "data"
NOT_REACHED = "not_reached"  # a value that says that this point has not been reached: the row is not counted for it


class Population(StrEnum):
    """Who is counted: one row of an extract is one of these."""

    SUSPECTS = "suspects"
    DEFENDANTS = "defendants"
    VICTIMS = "victims"
    WITNESSES = "witnesses"


class FlagGroup(StrEnum):
    """Hate crime strands; crimes against older people, which are reported alongside; violence against women and girls."""

    HATE = "hate"
    OLDER = "older"
    VAWG = "vawg"


class SchemeDamaged(FolkmootError):
    """The files of stages that ship with the product contradict each other."""


@dataclass(frozen=True)
class Code:
    """One thing a field may say. `written` are ways of writing it that are known, folded as the engines fold values."""

    field: str
    code: str
    name: str
    written: frozenset[str]


@dataclass(frozen=True)
class Stage:
    """One outcome. `outcome` are codes of `field` that are the outcome, among those whose code is one of `at_risk_codes`.

    `among` are codes of another field that must hold as well, where the extract has that field. `adverse`: having the outcome is the
    worse result for the person. `denominator` is a sentence.
    """

    key: str
    name: str
    population: Population
    field: str
    at_risk_codes: frozenset[str]
    outcome_codes: frozenset[str]
    among_field: str
    among_codes: frozenset[str]
    adverse: bool
    at_risk: str
    outcome: str
    denominator: str


@dataclass(frozen=True)
class Flag:
    """An administrative marker of a case, never of a person."""

    key: str
    group: FlagGroup
    name: str


@cache
def codes() -> tuple[Code, ...]:
    return tuple(_code(line) for line in _lines("fields.csv"))


@cache
def stages() -> tuple[Stage, ...]:
    """Every stage, in the order of the process. Raises SchemeDamaged."""
    found = tuple(_stage(line) for line in sorted(_lines("stages.csv"), key=lambda line: int(line["order"])))
    _refuse_unknown(found)
    return found


@cache
def flags() -> tuple[Flag, ...]:
    return tuple(Flag(line["key"], FlagGroup(line["group"]), line["name"]) for line in _lines("flags.csv"))


def fields() -> tuple[str, ...]:
    """The fields, in the order of the process."""
    return tuple(dict.fromkeys(code.field for code in codes()))


def codes_of(field: str) -> tuple[Code, ...]:
    return tuple(code for code in codes() if code.field == field)


def stage(key: str) -> Stage:
    """Raises KeyError."""
    return _by_key()[key]


def flag_named(key: str) -> Flag | None:
    return next((flag for flag in flags() if flag.key == key), None)


def meaning_of(field: str, value: str) -> str:
    """The code that a value of a column is known to stand for; "" where it is not known."""
    said = folded(value)
    return next((code.code for code in codes_of(field) if said in code.written or said == folded(code.name)), "")


def fields_of(population: str) -> tuple[str, ...]:
    """The fields from which a stage of this population is made, and those it depends on; of suspects, those of defendants too."""
    of_these = {Population.SUSPECTS, Population.DEFENDANTS} if population in _ACCUSED else {Population.VICTIMS, Population.WITNESSES}
    used = {name for each in stages() if each.population in of_these for name in (each.field, each.among_field)}
    return tuple(field for field in fields() if field in used)


_ACCUSED = frozenset({Population.SUSPECTS, Population.DEFENDANTS})


@cache
def _by_key() -> Mapping[str, Stage]:
    return {each.key: each for each in stages()}


def _lines(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _code(line: Mapping[str, str]) -> Code:
    written = frozenset(folded(one) for one in line["words"].split(";"))
    return Code(line["field"], line["code"], line["name"], written)


def _stage(line: Mapping[str, str]) -> Stage:
    return Stage(
        line["key"], line["name"], Population(line["population"]), line["field"], _several(line["at_risk"]), _several(line["with"]),
        line["among_field"], _several(line["among"]), line["adverse"] == "yes", line["at_risk_words"], line["outcome_words"],
        line["denominator"],
    )  # fmt: skip


def _several(text: str) -> frozenset[str]:
    return frozenset(one for one in text.split(";") if one)


def _refuse_unknown(found: tuple[Stage, ...]) -> None:
    known = {(code.field, code.code) for code in codes()}
    for each in found:
        used = {(each.field, code) for code in each.at_risk_codes | each.outcome_codes} | {(each.among_field, c) for c in each.among_codes}
        if not used <= known or not each.outcome_codes < each.at_risk_codes:
            raise SchemeDamaged(f"The stage '{each.key}' is damaged.", "It names a code that no field has.", "Install the product again.")
