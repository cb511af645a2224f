"""Reviews in words: where rounds and cases stand, agreement with its interval and base, and results by group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.reviews.results import LEAST_CASES, Agreed, Answered
from folkmoot.casework.reviews.rules import NO, NOT_APPLICABLE, NOT_SAID, YES, CaseState, Question, State
from folkmoot.casework.rules import in_words
from folkmoot.disparity import figures as f
from folkmoot.sampling.receipt import Proof
from folkmoot.stats.agreement.coefficients import Agreement
from folkmoot.stats.disclosure import Suppressed
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.released import SYMBOL, Release, ReleasedTable

STATE_WORDS: dict[State, Promise] = {
    State.READING: _("Being read"), State.TO_SETTLE: _("Differences to settle"), State.SETTLED: _("Ready to close"),
    State.CLOSED: _("Closed"),
}  # fmt: skip
STATE_COLOURS = {State.READING: "light-blue", State.TO_SETTLE: "orange", State.SETTLED: "turquoise", State.CLOSED: "grey"}
CASE_WORDS: dict[CaseState, Promise] = {
    CaseState.FREE: _("Waits for a reviewer"), CaseState.BEING_READ: _("Being read"), CaseState.DIFFERS: _("Two readings differ"),
    CaseState.DONE: _("Done"),
}  # fmt: skip
CASE_COLOURS = {CaseState.FREE: "yellow", CaseState.BEING_READ: "light-blue", CaseState.DIFFERS: "orange", CaseState.DONE: "grey"}
ANSWER_WORDS: dict[str, Promise] = {
    YES: _("Yes"), NO: _("No"), NOT_APPLICABLE: _("Does not apply"), NOT_SAID: _("The file does not say"),
}  # fmt: skip
PROOF_WORDS: dict[Proof, Promise] = {
    Proof.OPEN: _("The list, the phrases and the rules always give these cases. Somebody other than the one who drew gave a phrase."),
    Proof.ALONE: _("The list, the phrase and the rules always give these cases. Nobody but the one who drew had a part in it."),
    Proof.SEEN: _("The service fixed the list and the rules before phrases were given."),
    Proof.SEALED: _("The service fixed the list and the rules before phrases were sealed."),
}
ALL_TOGETHER = _("All questions together, each case varying as one")


@dataclass(frozen=True)
class Line:
    name: str | Promise
    figures: tuple[str, ...]
    equality: bool = False


def lines_of_agreement(questions: Sequence[Question], found: Sequence[Agreed]) -> list[Line]:
    """Agreement, AC1 and kappa of each question with interval and base."""
    asked = {one.key: one for one in questions}
    return [
        Line(
            asked[one.key].words if one.key else ALL_TOGETHER,
            (f"{one.cases:,}", _percent(one.share), _coefficient(one.ac1), _coefficient(one.kappa)),
            bool(one.key) and asked[one.key].equality,
        )
        for one in found
    ]  # fmt: skip


def _percent(found: Agreement | None) -> str:
    if found is None or found.value is None or found.interval is None:
        return f.NOT_DEFINED
    return f"{f.percent(found.value)}% ({f.percent(found.interval.low)} to {f.percent(found.interval.high)})"


def _coefficient(found: Agreement | None) -> str:
    if found is None or found.value is None:
        return f.NOT_DEFINED
    value = _signed(found.value)
    return f"{value} ({_signed(found.interval.low)} to {_signed(found.interval.high)})" if found.interval else value


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", f.MINUS)


def sentence_of_agreement(found: Sequence[Agreed]) -> str:
    together = found[-1]
    if together.ac1 is None or together.ac1.value is None:
        words = gettext("Fewer than %(least)d cases were read by two people to the end, so nothing can be said of how they agree.")
        return words % {"least": LEAST_CASES}
    words = gettext(
        "Over all questions the two reviewers' agreement beyond chance (Gwet's AC1) is %(value)s, from %(cases)d cases read by two."
    )
    return words % {"value": _coefficient(together.ac1), "cases": together.cases}


def lines_of_answers(questions: Sequence[Question], found: Sequence[Answered]) -> list[Line]:
    asked = {one.key: one for one in questions}
    return [Line(asked[one.key].words, (_count(one.base), _count(one.yes), _rate(one.share)), asked[one.key].equality) for one in found]


def _count(value: int | Suppressed) -> str:
    return SYMBOL if isinstance(value, Suppressed) else f"{value:,}"


def _rate(value: object) -> str:
    if isinstance(value, Estimate):
        return f"{f.percent(value.value)}% ({f.percent(value.low)} to {f.percent(value.high)})"
    return SYMBOL if isinstance(value, Suppressed) else f.NOT_DEFINED


@dataclass(frozen=True)
class GroupTable:
    """One equality question by one fact."""

    question: str
    fact: str
    lines: tuple[Line, ...]


def tables_by_group(questions: Sequence[Question], found: Release) -> list[GroupTable]:
    asked = {one.key: one for one in questions}
    return [GroupTable(asked[table.outcome].words, in_words(table.by[0]), tuple(_lines(table))) for table in found.tables]


def _lines(table: ReleasedTable) -> list[Line]:
    rows = (*table.rows, table.not_recorded, table.overall)
    return [Line(row.group, (_count(row.shown.base), _count(row.shown.with_outcome), _rate(row.rate))) for row in rows]


def coverage_tables(plain: Sequence[Mapping[str, Any]]) -> list[GroupTable]:
    """Drawn beside the caseload, from the figures kept with an assessment."""
    found = []
    for table in plain:
        lines = [
            Line(row["group"], (f.counted(row["base"]), f.counted(row["with_outcome"]), _plain_rate(row["rate"])))
            for row in [*table["groups"], table["not_recorded"], table["overall"]]
        ]
        found.append(GroupTable("", in_words(table["by"][0]), tuple(lines)))
    return found


def _plain_rate(rate: Any) -> str:
    if isinstance(rate, Mapping):
        return f"{f.percent(rate['value'])}% ({f.percent(rate['low'])} to {f.percent(rate['high'])})"
    return SYMBOL if rate == SYMBOL else f.NOT_DEFINED


def agreement_plain(rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    return [Line(row["round"], (f"{row['cases']:,}", _plain_coefficient(row))) for row in rows]


def _plain_coefficient(row: Mapping[str, Any]) -> str:
    if row["ac1"] is None:
        return f.NOT_DEFINED
    return _signed(float(row["ac1"])) + (
        f" ({_signed(float(row['low']))} to {_signed(float(row['high']))})" if row["low"] is not None else ""
    )


def answer_rows(
    questions: Sequence[Question], readings: Sequence[Any], settled: Mapping[str, str]
) -> list[tuple[Question, list[tuple[Any, str]], Any]]:
    """For each question what each of two said, with the remark, and what was settled ("" for nothing)."""
    return [
        (one, [(ANSWER_WORDS.get(each.answers.get(one.key, ""), "–"), each.remarks.get(one.key, "")) for each in readings],
         ANSWER_WORDS.get(settled.get(one.key, ""), ""))
        for one in questions
    ]  # fmt: skip
