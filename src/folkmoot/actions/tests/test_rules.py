from datetime import date, timedelta
from itertools import product

import pytest

from folkmoot.actions.rules import (
    LEVELS,
    TRANSITIONS,
    State,
    asking_problem,
    closed_problem,
    evidence_problem,
    family_problem,
    months_later,
    partner_problem,
    plan_problem,
    progress_problem,
    reopening_problem,
    review_asks_back_to,
    review_due_on,
    review_problem,
    state_of,
)
from folkmoot.actions.smart import FIELDS, Letter, smart_problems
from folkmoot.actions.weighing import Part, weigh

TODAY = date(2026, 3, 10)
SMART = {"title": "Brief all hate crime prosecutors", "measure": "30 prosecutors briefed", "starts_on": TODAY, "due_on": date(2026, 6, 1)}
STEP = {"level": "in_progress", "note": "Ten briefed.", "has_evidence": False, "on": TODAY, "starts_on": date(2026, 1, 1), "today": TODAY}


@pytest.mark.parametrize(
    ("levels", "has_evidence", "due_on", "state"),
    [
        ([], False, TODAY, State.PLANNED),
        (["not_progressed"], False, TODAY, State.PLANNED),
        (["in_progress"], False, TODAY, State.IN_PROGRESS),
        (["in_progress"], False, TODAY - timedelta(days=1), State.OVERDUE),
        (["achieved"], True, TODAY - timedelta(days=1), State.ACHIEVED),
        (["achieved"], False, TODAY, State.IN_PROGRESS),
        (["achieved", "in_progress"], True, TODAY, State.IN_PROGRESS),
    ],
)
def test_the_state_follows_from_what_was_recorded(levels, has_evidence, due_on, state):
    assert state_of(levels=levels, has_evidence=has_evidence, due_on=due_on, today=TODAY) is state


def test_the_table_of_transitions_is_what_the_rule_really_does():
    """Take every situation, do one thing to it, and see which changes of state come out."""
    late, early = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    moves = set()
    for latest, has_evidence, due_on in product([*LEVELS, None], [False, True], [late, early]):
        before = _state(latest, has_evidence, due_on)
        moves |= {(before, _state(level, has_evidence, due_on)) for level in LEVELS}
        moves.add((before, _state(latest, True, due_on)))
        moves |= {(before, _state(latest, has_evidence, other)) for other in (late, early)}
        if before is not State.ACHIEVED:
            moves.add(
                (before, state_of(levels=[latest] if latest else [], has_evidence=has_evidence, due_on=due_on, today=TODAY, ended=True))
            )
    assert {(before, after) for before, after in moves if before is not after} == {(before, after) for before, _, after in TRANSITIONS}


def _state(latest, has_evidence, due_on):
    return state_of(levels=[latest] if latest else [], has_evidence=has_evidence, due_on=due_on, today=TODAY)


def test_a_smart_action_has_no_problem():
    assert smart_problems(**SMART) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Improve things"),
        ("measure", "better"),
        ("resources", ""),
        ("resources", "money"),
        ("due_on", None),
        ("due_on", TODAY - timedelta(days=1)),
        ("due_on", TODAY + timedelta(days=4 * 366)),
    ],
)
def test_an_action_that_is_not_smart_is_refused_at_its_field(field, value):
    assert list(smart_problems(**{**SMART, field: value})) == [field]


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"level": "finished"}, "level"),
        ({"note": "  "}, "note"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2025, 12, 31)}, "on"),
        ({"level": "achieved"}, "level"),
    ],
)
def test_progress_that_cannot_be_true_is_refused(over, field):
    assert progress_problem(**{**STEP, **over})[0] == field


def test_progress_that_holds_is_let_through():
    assert progress_problem(**STEP) is None
    assert progress_problem(**{**STEP, "level": "achieved", "has_evidence": True}) is None


def test_evidence_needs_words_and_a_day_that_has_come():
    assert evidence_problem(title="Attendance list", on=TODAY, today=TODAY) is None
    assert evidence_problem(title=" ", on=TODAY, today=TODAY)[0] == "title"
    assert evidence_problem(title="Attendance list", on=TODAY + timedelta(days=1), today=TODAY)[0] == "on"


def test_every_missing_letter_is_named():
    problems = smart_problems(title="", measure="", starts_on=TODAY, due_on=None, resources="", has_owner=False)
    assert {field: sentences[0][0] for field, sentences in problems.items()} == {FIELDS[letter]: letter.value for letter in Letter}
    assert "resources" not in smart_problems(**{**SMART, "resources": None})


def test_an_achieved_or_ended_action_is_locked():
    assert [closed_problem(state) is None for state in State] == [True, True, True, False, False]


REOPENED = {"state": State.ACHIEVED, "level": "in_progress", "reason": "Half left.", "on": TODAY, "last_on": TODAY, "today": TODAY}


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"state": State.OVERDUE}, ""),
        ({"level": "achieved"}, "level"),
        ({"reason": " "}, "reason"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": TODAY - timedelta(days=1)}, "on"),
    ],
)
def test_a_reopening_that_cannot_be_is_refused(over, field):
    assert reopening_problem(**REOPENED) is None
    assert reopening_problem(**{**REOPENED, **over})[0] == field


def test_one_level_of_sub_actions():
    fine = {"parent_is_part": False, "has_parts": False, "same_area": True, "is_itself": False}
    assert family_problem(**fine) is None
    for name, value in fine.items():
        assert family_problem(**{**fine, name: not value})


def test_a_plan_of_an_area_takes_only_its_own_actions():
    assert [bool(plan_problem(plan_area=plan, area=area)) for plan, area in ((None, 1), (None, None), (1, 1), (1, 2), (1, None))] == [
        False, False, False, True, True,
    ]  # fmt: skip
    assert partner_problem(agency="partner", partner_name=" ")
    assert partner_problem(agency="police", partner_name="") is None


def test_the_share_of_parts_follows_their_weights_and_says_its_base():
    weighed = weigh([Part("achieved", 2), Part(None), Part("substantial")])
    assert (weighed.achieved, weighed.parts, weighed.percent, weighed.level) == (1, 3, 66, "substantial")
    assert weigh([]) is None
    assert [weigh([Part(level)]).level for level in LEVELS] == list(LEVELS)
    nearly = weigh([Part("achieved", 100), Part("substantial", 1)])
    assert (nearly.percent, nearly.level) == (99, "substantial")


def test_months_later_keep_to_the_month():
    assert months_later(date(2025, 11, 30), 3) == date(2026, 2, 28)
    assert months_later(date(2026, 1, 15), -3) == date(2025, 10, 15)


def test_whether_it_worked_is_asked_three_months_on_and_again_after_cannot_tell():
    done = date(2026, 1, 31)
    assert review_due_on(achieved_on=done, reviews=[]) == date(2026, 4, 30)
    assert review_due_on(achieved_on=done, reviews=[(date(2025, 12, 1), "worked")]) == date(2026, 4, 30)
    assert review_due_on(achieved_on=done, reviews=[(date(2026, 5, 1), "cannot_tell")]) == date(2026, 8, 1)
    assert review_due_on(achieved_on=done, reviews=[(date(2026, 5, 1), "cannot_tell"), (date(2026, 8, 1), "no")]) is None


def test_the_day_asked_back_to_is_the_same_rule_turned_round():
    """Every day of two years: achieved by that day, it is due; achieved a day later, it is not."""
    for number in range(731):
        today = date(2027, 1, 1) + timedelta(days=number)
        back_to = review_asks_back_to(today)
        assert review_due_on(achieved_on=back_to, reviews=[]) <= today < review_due_on(achieved_on=back_to + timedelta(days=1), reviews=[])


REVIEW = {
    "state": State.ACHIEVED, "verdict": "worked", "after": "72% of 150", "source": "Attendance lists", "words": "More came.",
    "on": TODAY, "achieved_on": date(2025, 12, 1), "today": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"state": State.OVERDUE}, ""),
        ({"verdict": "splendid"}, "verdict"),
        ({"after": ""}, "after"),
        ({"source": ""}, "source"),
        ({"words": ""}, "words"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2025, 11, 30)}, "on"),
    ],
)
def test_a_review_rests_on_a_figure_and_its_source(over, field):
    assert review_problem(**REVIEW) is None
    assert review_problem(**{**REVIEW, **over})[0] == field
    assert review_problem(**{**REVIEW, "verdict": "cannot_tell", "after": "", "source": ""}) is None


def test_only_partners_are_asked():
    asked = {"agency": "police", "words": "How many were trained?", "on": TODAY, "today": TODAY}
    assert asking_problem(**asked) is None
    for over in ({"agency": "cps"}, {"words": ""}, {"on": TODAY + timedelta(days=1)}):
        assert asking_problem(**{**asked, **over})
