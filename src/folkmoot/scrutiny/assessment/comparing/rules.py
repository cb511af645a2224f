"""Agreement among members and drift over meetings, from answers that were locked. No database, no clock.

A difference here is about how a question is understood or how a panel reads: it “needs review”, and never says that anybody is biased.
Answers about one case hang together, so wherever several questions are taken together the case is what varies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.scrutiny.assessment.questions.rules import NO, SCALE, STEPS, VALUES, YES, YES_NO
from folkmoot.stats.agreement.coefficients import Agreement, gwet_ac, percent_agreement
from folkmoot.stats.agreement.krippendorff import Level, krippendorff_alpha
from folkmoot.stats.agreement.ratings import Ratings, Weighting, ratings
from folkmoot.stats.clustered import Share, clustered_share, difference_of
from folkmoot.stats.intervals import Estimate

LEAST_CASES = 5  # with two judgements or more; fewer say nothing, and would tell what single members answered
LEAST_MEMBERS = 3
LEAST_A_MEETING = 3  # cases of one meeting
WANTED = 0.6  # proposed: agreement beyond chance below which a question is looked at again; no source lays down a figure
SEED = 1944  # of the bootstrap, so that the same answers give the same interval


class Finding(StrEnum):
    """What may be said of a coefficient: `OPEN` where its interval holds the wanted figure, or there is none."""

    NEEDS_REVIEW = "needs_review"
    HOLDS = "holds"
    OPEN = "open"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Answered:
    """One answer of one member to one question about one case. `value` of the question's VALUES, or a grade by its place ("1" best).

    `group` is what answers are compared within: a panel, a strand, or nothing.
    """

    case: int
    member: int
    question: str
    kind: str
    value: str
    group: str = ""
    meeting: int = 0


@dataclass(frozen=True)
class Figure:
    """Agreement about one thing. `cases` with two judgements or more, `judgements` over them; the rest None where it is withheld."""

    key: str
    cases: int
    members: int
    judgements: int
    share: Agreement | None
    coefficient: Agreement | None
    alpha: Agreement | None
    finding: Finding


def of_question(key: str, kind: str, answers: Sequence[Answered], grades: Sequence[str] = ()) -> Figure:
    """Agreement about one question (or, with `grades` best first, about the grade). Steps and grades have an order; yes and no have none.

    “Does not apply” and “the pack does not say” count as answers of their own beside yes and no, and as none on a scale.
    """
    ordered = kind == SCALE or bool(grades)
    scale = list(grades) or list(STEPS if kind == SCALE else VALUES[kind])
    table, _cases = _table([each for each in answers if each.value in scale])
    weights, level = (Weighting.ORDINAL, Level.ORDINAL) if ordered else (Weighting.IDENTITY, Level.NOMINAL)
    return _figure(key, table, scale, weights, level, _members(answers), None)


def of_group(key: str, answers: Sequence[Answered]) -> Figure:
    """Agreement within one panel or strand over all its yes-or-no questions together, each case varying as one."""
    table, cases = _table([each for each in answers if each.kind == YES_NO], by_question=True)
    return _figure(key, table, list(VALUES[YES_NO]), Weighting.IDENTITY, Level.NOMINAL, _members(answers), cases)


def _table(answers: Iterable[Answered], *, by_question: bool = False) -> tuple[list[list[str | None]], list[int]]:
    """One row a case (or a question about a case), one place a member, in the order of the members; and the case of each row."""
    rows: dict[tuple[int, str], dict[int, str]] = {}
    for each in answers:
        rows.setdefault((each.case, each.question if by_question else ""), {})[each.member] = each.value
    members = sorted({member for row in rows.values() for member in row})
    keys = sorted(rows)
    return [[rows[key].get(member) for member in members] for key in keys], [case for case, _question in keys]


def _figure(
    key: str, table: list[list[str | None]], scale: list[str], weights: Weighting, level: Level, members: int, clusters: list[int] | None
) -> Figure:
    paired = [sum(value is not None for value in row) >= 2 for row in table]
    cases = len({case for case, two in zip(clusters, paired, strict=True) if two}) if clusters is not None else sum(paired)
    judgements = sum(value is not None for row, two in zip(table, paired, strict=True) if two for value in row)
    if cases < LEAST_CASES or members < LEAST_MEMBERS:
        return Figure(key, cases, members, judgements, None, None, None, Finding.WITHHELD)
    given = ratings(table, scale)
    coefficient = gwet_ac(given, weights, clusters=clusters)
    alpha = krippendorff_alpha(given, level, seed=SEED, clusters=clusters)
    return Figure(key, cases, members, judgements, _share(given, clusters), coefficient, alpha, finding_of(coefficient.interval))


def _share(given: Ratings, clusters: list[int] | None) -> Agreement | None:
    """Plain agreement; over several questions its own interval would be too narrow, so it is given with one question only."""
    return percent_agreement(given) if clusters is None else None


def finding_of(interval: Estimate | None) -> Finding:
    """Only an interval that lies wholly on one side of the wanted figure says anything."""
    if interval is None:
        return Finding.OPEN
    if interval.high < WANTED:
        return Finding.NEEDS_REVIEW
    return Finding.HOLDS if interval.low >= WANTED else Finding.OPEN


def _members(answers: Iterable[Answered]) -> int:
    return len({each.member for each in answers})


# --------------------------------------------------------------------------------------------------------------------------- drift


@dataclass(frozen=True)
class Turn:
    """One meeting: the share of “yes” among yes and no, and its difference from all earlier meetings taken together.

    `finding` is NEEDS_REVIEW where that difference's interval leaves out none at all; WITHHELD with too few cases.
    """

    meeting: int
    share: Share
    before: Share | None
    difference: Estimate | None
    finding: Finding


def drift(answers: Sequence[Answered], meetings: Sequence[int], weights: dict[str, int] | None = None) -> list[Turn]:
    """How the answers of one panel went from meeting to meeting (`meetings` in order). `weights`: of each question (1 where none)."""
    by_meeting = {meeting: _counts([each for each in answers if each.meeting == meeting], weights or {}) for meeting in meetings}
    turns: list[Turn] = []
    for place, meeting in enumerate(meetings):
        earlier = [count for before in meetings[:place] for count in by_meeting[before]]
        turns.append(_turn(meeting, clustered_share(by_meeting[meeting]), clustered_share(earlier) if earlier else None))
    return turns


def _turn(meeting: int, share: Share, before: Share | None) -> Turn:
    if share.estimate is None or share.groups < LEAST_A_MEETING:
        return Turn(meeting, share, before, None, Finding.WITHHELD)
    if before is None or before.estimate is None or before.groups < LEAST_CASES:
        return Turn(meeting, share, before, None, Finding.OPEN)
    difference = difference_of(share.estimate, before.estimate)
    apart = difference.low > 0 or difference.high < 0
    return Turn(meeting, share, before, difference, Finding.NEEDS_REVIEW if apart else Finding.OPEN)


def _counts(answers: Iterable[Answered], weights: dict[str, int]) -> list[tuple[float, float]]:
    """Of each case how much “yes”, and how much yes and no together, by the weights of the questions."""
    found: dict[int, list[float]] = {}
    for each in answers:
        if each.kind == YES_NO and each.value in (YES, NO):
            weight = weights.get(each.question, 1)
            count = found.setdefault(each.case, [0.0, 0.0])
            count[0] += weight if each.value == YES else 0
            count[1] += weight
    return [(have, units) for _case, (have, units) in sorted(found.items())]


# --------------------------------------------------------------------------------------------------------------- calibration rounds


@dataclass(frozen=True)
class Against:
    """How many members answered one question of a known case as the key has it, of how many, and how many gave each answer."""

    question: str
    key: str
    same: int
    of: int
    given: dict[str, int]


def against_key(key: dict[str, str], answers: Sequence[Answered]) -> list[Against]:
    """Question by question in the order of the key; questions nobody answered are left out."""
    found = []
    for question, right in key.items():
        values = [each.value for each in answers if each.question == question]
        given: dict[str, int] = {}
        for value in values:
            given[value] = given.get(value, 0) + 1
        if values:
            found.append(Against(question, right, given.get(right, 0), len(values), given))
    return found
