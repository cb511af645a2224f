from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from folkmoot.engagement.rules import (
    TRANSITIONS,
    Obstacle,
    State,
    ToClose,
    closing_problems,
    days_late,
    hours_of,
    may_change,
    may_do,
    may_take_points,
    planning_problems,
    quarters_of,
    recording_problem,
    state_of,
    transition_problem,
)

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("held_on", "closed", "cancelled", "state"),
    [
        (None, False, False, State.PLANNED),
        (TODAY, False, False, State.RECORDED),
        (TODAY, True, False, State.CLOSED),
        (None, False, True, State.CANCELLED),
    ],
)
def test_the_state_is_read_off_what_happened(held_on, closed, cancelled, state):
    assert state_of(held_on=held_on, closed=closed, cancelled=cancelled) is state


def test_only_what_the_table_says_may_be_done_and_each_refusal_has_words():
    allowed = {(start, verb) for start, verb, _end in TRANSITIONS}
    for state, verb in product(State, ("record", "cancel", "close", "reopen")):
        assert may_do(state, verb) is ((state, verb) in allowed)
        assert (transition_problem(state, verb) is None) is ((state, verb) in allowed)


def test_every_state_is_reached_from_planned():
    reached = {State.PLANNED}
    for _ in State:
        reached |= {end for start, _verb, end in TRANSITIONS if start in reached}
    assert reached == set(State)


def test_points_are_taken_and_changes_made_only_while_open():
    assert [state for state in State if may_take_points(state)] == [State.RECORDED]
    assert [state for state in State if may_change(state)] == [State.PLANNED, State.RECORDED]


def planning(**over):
    values = {"objective": "Deaf people know how to report", "measure": "20 people come", "planned_for": date(2026, 4, 2), "today": TODAY}
    return set(planning_problems(**(values | over)))


def test_a_plan_is_smart():
    assert planning() == set()
    assert planning(objective="Meet people") == {"objective"}
    assert planning(measure="Many") == {"measure"}
    assert planning(planned_for=None) == {"planned_for"}
    assert planning(planned_for=TODAY) == set()
    assert planning(planned_for=date(2026, 3, 9)) == {"planned_for"}
    assert planning(planned_for=date(2029, 1, 1)) == {"planned_for"}


def test_what_was_held_is_not_in_the_future_nor_long_before_records_began():
    assert recording_problem(held_on=TODAY, today=TODAY) is None
    assert "future" in recording_problem(held_on=date(2026, 3, 11), today=TODAY)
    assert "year" in recording_problem(held_on=date(1999, 12, 31), today=TODAY)
    assert recording_problem(held_on=date(2000, 1, 1), today=TODAY) is None
    assert recording_problem(held_on=None, today=TODAY)


def closing(unanswered=(), **over):
    values = {"outcome": "They will join the panel.", "headcount": 0, "purpose": "consultation", "aims": 1, "communities": 1,
              "follow_up": "none", "planned": True, "result": "met"}  # fmt: skip
    return closing_problems(ToClose(**(values | over)), unanswered=list(unanswered))


def test_an_activity_closes_when_nothing_is_missing_and_nobody_was_counted_as_zero():
    assert closing() == []


@pytest.mark.parametrize("missing", [{"outcome": " "}, {"headcount": None}, {"purpose": ""}, {"aims": 0}, {"communities": 0},
                                     {"follow_up": ""}, {"result": ""}])  # fmt: skip
def test_each_missing_thing_is_one_obstacle(missing):
    assert len(closing(**missing)) == 1


def test_what_was_never_planned_has_no_intended_result_to_be_missed():
    assert closing(planned=False, result="") == []


def test_an_unanswered_point_stands_in_the_way_by_name():
    waiting = Obstacle("We hear nothing for a year.", 7)
    assert closing(unanswered=[waiting]) == [waiting]


def test_lateness_is_in_days_and_never_negative():
    assert days_late(date(2026, 2, 1), date(2026, 2, 24)) == 23
    assert days_late(date(2026, 2, 24), date(2026, 2, 1)) == 0


@pytest.mark.parametrize(("hours", "quarters"), [("1.5", 6), ("0", 0), ("2.25", 9), ("0.1", None), ("1.33", None)])
def test_hours_are_whole_quarters(hours, quarters):
    assert quarters_of(Decimal(hours)) == quarters
    if quarters is not None:
        assert hours_of(quarters) == Decimal(hours)
