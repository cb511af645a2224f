"""The whole of an assessment as plain parts and lines: what is shown, signed, compared between versions, and published.

A part is {"code", "lines"} and, where it is withheld from the public, {"code", "withheld": why}. A line is {"kind", "label", …}: "words"
(`words`), "choice" (`value`), "day" (`value`), "touch" (`value`, `words`), "impact" (`effect`, `likely`, `severe`, `aims`, `words`,
`will_do`, `cited`), "evidence" (`title`, `source`, `as_of`, `base`, `words`, `gaps`, `address`, `own_words`), "mitigation" (`words`,
`measure`, `value`: its day). `private` marks a line that is never published. Codes and days are stored, never phrases, so that a page
shows them in its own language.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.actions.models import Action
from folkmoot.decisions.assessments.models import Assessment, Impact, TakenEvidence
from folkmoot.decisions.assessments.rules import FIELDS, Step, steps_of
from folkmoot.decisions.assessments.screening import Characteristic

Line = dict[str, Any]
Part = dict[str, Any]
SCREENING = "screening"
_CHOICES = frozenset({"rule_set", "language", "conclusion", "kind", "asked_for"})
_DAYS = frozenset({"decision_due", "starts_on", "review_on"})
_PRIVATE = frozenset({"owner", "decision"})
_NOT_CONTENT = frozenset({"title", "language"})  # they stand above the parts


def parts_of(
    assessment: Assessment, impacts: Iterable[Impact], evidence: Sequence[TakenEvidence], mitigations: Iterable[Action]
) -> list[Part]:
    """Every part of an assessment as it stands. Evidence is numbered in the order in which it was taken."""
    numbers = {row.pk: number for number, row in enumerate(evidence, start=1)}
    found = [_impact(row, numbers) for row in sorted(impacts, key=lambda row: (len(row.codes), _place(row)))]
    rows = {
        Step.EVIDENCE: [_evidence(row, numbers[row.pk]) for row in evidence],
        Step.IMPACT: [line for line in found if "+" not in line["label"]],
        Step.COMBINATIONS: [line for line in found if "+" in line["label"]],
        Step.MITIGATION: [_mitigation(action) for action in mitigations],
    }
    parts = [{"code": SCREENING, "lines": list(_screening(assessment))}]
    for step in steps_of(assessment.kind):
        written = [_field(assessment, name) for name in FIELDS[step] if name not in _NOT_CONTENT and getattr(assessment, name)]
        parts.append({"code": step.value, "lines": [*rows.get(step, []), *written]})
    return parts


def fingerprint(title: str, parts: Sequence[Part]) -> str:
    """SHA-256 of a title and its parts."""
    said = json.dumps([title, parts], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def for_the_public(parts: Iterable[Part], withheld: Mapping[str, str]) -> list[Part]:
    """The parts as they may leave: without private lines and what only concerns us, and with a reason in place of what is withheld."""
    return [
        {"code": part["code"], "withheld": withheld[part["code"]]}
        if part["code"] in withheld
        else {"code": part["code"], "lines": [_public(line) for line in part["lines"] if not line.get("private")]}
        for part in parts
    ]


def words_in(parts: Iterable[Part]) -> str:
    """All that a person wrote in the parts, one line each: what the check before publishing reads."""
    names = ("words", "will_do", "title", "own_words", "gaps", "base", "measure", "address")
    said = [str(line[name]) for part in parts for line in part.get("lines", []) for name in names if line.get(name)]
    return "\n\n".join([*said, *(part["withheld"] for part in parts if "withheld" in part)])


@dataclass(frozen=True)
class Difference:
    """One line that is not the same in two versions; None where it is not in that version."""

    part: str
    before: Line | None
    after: Line | None


def differences(before: Iterable[Part], after: Iterable[Part]) -> list[Difference]:
    """What changed from one version to the next, in the order of the later one; lines that went stand at the end."""
    old, new = dict(_keyed(before)), dict(_keyed(after))
    found = [Difference(key[0], old.get(key), line) for key, line in new.items() if old.get(key) != line]
    return found + [Difference(key[0], line, None) for key, line in old.items() if key not in new]


def _keyed(parts: Iterable[Part]) -> Iterator[tuple[tuple[str, str, str, str], Line]]:
    for part in parts:
        for line in part["lines"]:
            told_by = line.get("title") or line["words"] if line["kind"] in ("evidence", "mitigation") else ""
            yield (part["code"], line["kind"], line["label"], str(told_by)), {key: value for key, value in line.items() if key != "number"}


def _screening(assessment: Assessment) -> Iterator[Line]:
    for name in ("proposal", "affected"):
        yield _field(assessment, name)
    yield {"kind": "choice", "label": "large", "value": "yes" if assessment.large else "no"}
    for code in Characteristic:
        touch, why = assessment.screening.get(code, ["", ""])
        yield {"kind": "touch", "label": code.value, "value": touch, "words": why}
    for name in ("asked_for", "kind"):
        yield _field(assessment, name)
    if assessment.screening_reason:
        yield _field(assessment, "screening_reason")


def _field(assessment: Assessment, name: str) -> Line:
    value = getattr(assessment, name)
    private = {"private": True} if name in _PRIVATE else {}
    if name in _CHOICES:
        return {"kind": "choice", "label": name, "value": value}
    if name in _DAYS:
        return {"kind": "day", "label": name, "value": value.isoformat()}
    return {"kind": "words", "label": name, "words": str(value), **private}


def _impact(row: Impact, numbers: Mapping[int, int]) -> Line:
    return {
        "kind": "impact", "label": "+".join(row.codes), "effect": row.effect, "likely": row.likely, "severe": row.severe,
        "aims": list(row.aims), "words": row.words, "will_do": row.will_do,
        "cited": sorted(numbers[one.pk] for one in row.cited.all() if one.pk in numbers),
    }  # fmt: skip


def _evidence(row: TakenEvidence, number: int) -> Line:
    return {
        "kind": "evidence", "label": row.code, "number": number, "title": row.title, "source": row.source,
        "as_of": row.as_of.isoformat() if row.as_of else "", "base": row.base, "words": row.words, "gaps": row.gaps,
        "address": row.address, "own_words": row.own_words,
    }  # fmt: skip


def _mitigation(action: Action) -> Line:
    return {
        "kind": "mitigation",
        "label": str(action.pk),
        "words": action.title,
        "measure": action.measure,
        "value": action.due_on.isoformat(),
    }


def _public(line: Line) -> Line:
    """A line as it leaves: an address inside the product leads nobody outside anywhere."""
    if line["kind"] == "evidence" and not line["address"].startswith("http"):
        return {**line, "address": ""}
    return {**line, "label": ""} if line["kind"] == "mitigation" else line


def _place(row: Impact) -> list[int]:
    order = list(Characteristic)
    return [order.index(Characteristic(code)) for code in row.codes]
