"""What a round found: how far two reviewers agree, what the answers are, and the equality questions by group. Pure.

Reviewers reading differently is about how a question is understood. A group that differs “needs review”; samples of reviews are small.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from folkmoot.casework.reviews.rules import ANSWERS, NO, YES, Question
from folkmoot.stats.agreement.coefficients import Agreement, cohen_kappa, gwet_ac, percent_agreement
from folkmoot.stats.agreement.ratings import ratings
from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, SUPPRESSED, Suppressed, is_small
from folkmoot.stats.disparity import DisparityTable, Settings, label, uncompared_table
from folkmoot.stats.intervals import Estimate, wilson
from folkmoot.stats.released import Release, released

LEAST_CASES = 5  # with two readings; fewer say nothing, and would tell what single people answered
NOT_EVIDENCE = (
    "A difference between groups here is a reason to look, not evidence of bias: the sample is small, and offence, history and much else"
    " are not taken into account."
)


@dataclass(frozen=True)
class Read:
    """A case as results need it: its facts, the two readings (empty where not locked), and the answers that hold (empty: not settled)."""

    number: int
    facts: Mapping[str, str]
    first: Mapping[str, str]
    second: Mapping[str, str]
    settled: Mapping[str, str]


@dataclass(frozen=True)
class Agreed:
    """Agreement about one question ("" for all together, where each case varies as one). None of it where cases are too few."""

    key: str
    cases: int
    share: Agreement | None
    ac1: Agreement | None
    kappa: Agreement | None


@dataclass(frozen=True)
class Answered:
    """Answers that hold on one question: yes among yes and no, with the Wilson interval; SUPPRESSED where few said one of them."""

    key: str
    base: int | Suppressed
    yes: int | Suppressed
    share: Estimate | Suppressed | None


def agreement(questions: Sequence[Question], cases: Sequence[Read]) -> list[Agreed]:
    """Question by question, then over all of them."""
    both = [case for case in cases if case.first and case.second]
    if len(both) < LEAST_CASES:
        return [Agreed(one.key, len(both), None, None, None) for one in questions] + [Agreed("", len(both), None, None, None)]
    found = [_agreed(one.key, [[case.first.get(one.key), case.second.get(one.key)] for case in both]) for one in questions]
    rows = [[case.first.get(one.key), case.second.get(one.key)] for case in both for one in questions]
    clusters = [case.number for case in both for _one in questions]
    given = ratings(rows, ANSWERS)
    return [*found, Agreed("", len(both), None, gwet_ac(given, clusters=clusters), None)]


def _agreed(key: str, rows: list[list[str | None]]) -> Agreed:
    given = ratings(rows, ANSWERS)
    return Agreed(key, len(rows), percent_agreement(given), gwet_ac(given), cohen_kappa(given))


def answers(questions: Sequence[Question], cases: Sequence[Read], threshold: int = DEFAULT_THRESHOLD) -> list[Answered]:
    """What holds on each question over all cases that are settled."""
    return [_answered(one.key, [case.settled.get(one.key, "") for case in cases if case.settled], threshold) for one in questions]


def _answered(key: str, given: Sequence[str], threshold: int) -> Answered:
    yes, no = given.count(YES), given.count(NO)
    if is_small(yes, threshold) or is_small(no, threshold):
        return Answered(key, SUPPRESSED, SUPPRESSED, SUPPRESSED)
    return Answered(key, yes + no, yes, wilson(yes, yes + no) if yes + no else None)


def by_group(
    questions: Sequence[Question], cases: Sequence[Read], listed: Mapping[str, Mapping[str, int]], threshold: int = DEFAULT_THRESHOLD
) -> Release:
    """The equality questions by each fact: rates with interval and base, small numbers withheld over all tables together, and attacked.

    Tables stand in the order of the facts, and within each of the questions; `outcome` is the question's key. A base says how many of a
    group were drawn, and an assessment of the process how many were `listed`: what it withholds is withheld here as well.
    """
    settled = [case for case in cases if case.settled]
    facts = sorted({fact for case in settled for fact in case.facts})
    asked = [one for one in questions if one.equality]
    tables = [_counts(fact, one.key, settled) for fact in facts for one in asked]
    kept = [table for table in tables if table.total.base]
    also = _not_told([(listed, [case.facts for case in cases])], threshold)
    return released([uncompared_table(table, Settings()) for table in kept], threshold, also=also)


def _counts(fact: str, key: str, cases: Sequence[Read]) -> CountsTable:
    cells: dict[Key, Counts] = {}
    for case in cases:
        answer = case.settled.get(key)
        if answer in (YES, NO):
            group: Key = (case.facts.get(fact) or None,)
            cells[group] = cells.get(group, Counts(0, 0)) + Counts(1, int(answer == YES))
    return CountsTable((fact,), key, cells, len(cases))


_Round: TypeAlias = tuple[Mapping[str, Mapping[str, int]], Sequence[Mapping[str, str]]]  # what its list held, and the facts of its cases


def coverage(rounds: Sequence[_Round], threshold: int = DEFAULT_THRESHOLD) -> Release:
    """Of each fact, how many cases of the lists had each value and how many of those were drawn.

    A group that is withheld in one of the rounds is withheld in all of them together.
    """
    return released(_coverage(rounds), threshold, also=_not_told(rounds, threshold))


def _not_told(rounds: Sequence[_Round], threshold: int) -> dict[tuple[str, ...], set[Key]]:
    """The groups of which it may not be known how many were drawn, by fact: withheld in a round looked at by itself."""
    found: dict[tuple[str, ...], set[Key]] = {}
    for one in rounds:
        drafts = _coverage([one])
        for draft, table in zip(drafts, released(drafts, threshold).tables, strict=True):
            hidden = {row.group for row in (*table.rows, table.not_recorded) if isinstance(row.shown.with_outcome, Suppressed)}
            found.setdefault(table.by, set()).update(key for key in draft.counts.cells if label(key) in hidden)
    return found


def _coverage(rounds: Sequence[_Round]) -> list[DisparityTable]:
    tables = []
    for fact in sorted({fact for listed, _cases in rounds for fact in listed}):
        cells: dict[Key, Counts] = {}
        for listed, cases in rounds:
            for value, number in listed.get(fact, {}).items():
                drawn = sum(case.get(fact, "") == value for case in cases)
                key: Key = (value or None,)
                cells[key] = cells.get(key, Counts(0, 0)) + Counts(max(number, drawn), drawn)
        tables.append(uncompared_table(CountsTable((fact,), "drawn", cells, sum(one.base for one in cells.values())), Settings()))
    return tables
