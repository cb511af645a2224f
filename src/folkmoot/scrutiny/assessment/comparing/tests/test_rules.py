"""Agreement and drift from answers: published figures come out, small numbers do not, and questions about one case hang together."""

import pytest

from folkmoot.scrutiny.assessment.comparing.rules import (
    LEAST_CASES,
    Answered,
    Finding,
    against_key,
    drift,
    finding_of,
    of_group,
    of_question,
)
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.tests.test_agreement import FOUR_RATERS

STEPS = {1: "1", 2: "2", 3: "3", 4: "4", 5: "5"}


def answers(rows, kind="yes_no", question="charge", values=None):
    """One row a case, one place a member."""
    said = values or {1: "yes", 2: "no", 3: "na", 4: "unsaid"}
    return [
        Answered(case, member, question, kind, said[value])
        for case, row in enumerate(rows)
        for member, value in enumerate(row)
        if value is not None
    ]


def test_gwets_table_comes_out_for_a_question_in_five_steps():
    """Gwet, Handbook, 4th edition (2014), page 120; AC2 with ordinal weights as irrCAC prints it."""
    found = of_question("needs", "scale", answers(FOUR_RATERS, "scale", values=STEPS))
    assert (found.cases, found.members, found.judgements) == (11, 4, 40)
    assert (found.coefficient.measure, found.coefficient.value) == ("Gwet AC2", pytest.approx(0.89894, abs=1e-5))
    assert found.alpha.interval is not None


def test_krippendorffs_table_comes_out_where_answers_have_no_order():
    """His example of 2011 with its five values as grades: alpha .743 nominal, and AC1 .77544 for Gwet's nearly equal table."""
    found = of_question("grade", "", answers(FOUR_RATERS, "", values=STEPS), grades=list(STEPS.values()))
    assert found.coefficient.measure == "Gwet AC2"
    four = [[min(value, 4) if value else None for value in row] for row in FOUR_RATERS]
    plain = of_question("charge", "yes_no", answers(four))
    assert (plain.coefficient.measure, plain.share.measure) == ("Gwet AC1", "percent agreement")


def test_small_numbers_are_withheld():
    few_cases = of_question("charge", "yes_no", answers([[1, 1, 2]] * (LEAST_CASES - 1)))
    few_members = of_question("charge", "yes_no", answers([[1, 1]] * 12))
    for found in (few_cases, few_members):
        assert (found.finding, found.coefficient, found.alpha, found.share) == (Finding.WITHHELD, None, None, None)
    assert of_question("charge", "yes_no", answers([[1, 1, 2]] * LEAST_CASES)).coefficient is not None


def test_only_an_interval_wholly_on_one_side_says_anything():
    assert finding_of(Estimate(0.3, 0.1, 0.5)) is Finding.NEEDS_REVIEW
    assert finding_of(Estimate(0.5, 0.3, 0.7)) is Finding.OPEN
    assert finding_of(Estimate(0.8, 0.7, 0.9)) is Finding.HOLDS
    assert finding_of(None) is Finding.OPEN


def test_many_questions_about_few_cases_are_few_cases():
    rows = [[1, 1, 2], [1, 1, 1], [2, 2, 2], [1, 2, 1], [1, 1, 1], [2, 2, 1]]
    one, five = answers(rows), [each for number in range(5) for each in answers(rows, question=f"q{number}")]
    alone, pooled = of_group("race", one), of_group("race", five)
    assert pooled.cases == alone.cases == 6
    assert pooled.coefficient.standard_error == pytest.approx(alone.coefficient.standard_error, abs=1e-12)
    assert pooled.share is None
    assert of_group("race", answers(rows[:4])).finding is Finding.WITHHELD


def test_drift_needs_meetings_before_and_says_no_more_than_needs_review():
    def meeting(number, values, cases):
        return [
            Answered(number * 100 + case, member, f"q{question}", "yes_no", values[(case + member + question) % len(values)], "", number)
            for case in range(cases)
            for member in range(3)
            for question in range(4)
        ]

    mostly, seldom = ("yes", "yes", "yes", "no"), ("no", "no", "no", "no", "yes")
    rows = [*meeting(1, mostly, 4), *meeting(2, mostly, 4), *meeting(3, mostly, 4), *meeting(4, seldom, 4), *meeting(5, mostly, 2)]
    turns = drift(rows, [1, 2, 3, 4, 5])
    assert [turn.finding for turn in turns] == [Finding.OPEN, Finding.OPEN, Finding.OPEN, Finding.NEEDS_REVIEW, Finding.WITHHELD]
    assert turns[1].difference is None  # four cases before are too few to compare with
    assert turns[3].difference.high < 0
    weighted = drift(rows, [1], {"q0": 0, "q1": 0, "q2": 0})
    assert weighted[0].share.units == 12


def test_against_the_key_every_answer_counts_and_what_nobody_answered_is_left_out():
    found = against_key({"charge": "yes", "vps": "no"}, answers([[1, 1, 2]]))
    assert [(each.question, each.same, each.of, each.given) for each in found] == [("charge", 2, 3, {"yes": 2, "no": 1})]
