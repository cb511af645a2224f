from datetime import date, timedelta
from itertools import product

import pytest

from folkmoot.actions.rules import LEVELS, TRANSITIONS, State, evidence_problem, progress_problem, smart_problems, state_of

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
