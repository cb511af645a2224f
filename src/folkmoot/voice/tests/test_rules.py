from datetime import date, timedelta

import pytest

from folkmoot.actions.rules import State as ActionState
from folkmoot.voice.rules import (
    RESPONSE_DAYS,
    TRANSITIONS,
    Facts,
    Standing,
    State,
    answer_problem,
    answered_on,
    broken_link,
    overdue,
    overdue_before,
    point_problem,
    standing_of,
    state_of,
    telling_problem,
)

TODAY = date(2026, 3, 10)
SAID, ANSWERED, CHANGED = date(2026, 2, 3), date(2026, 2, 20), date(2026, 3, 1)
ANSWER = {
    "outcome": "accepted", "words": "You are right.", "reason": "", "on": ANSWERED, "nature": "concern", "said_on": SAID, "today": TODAY,
}  # fmt: skip
TELLING = {"facts": Facts(ANSWERED), "on": CHANGED, "who": "Forum", "words": "We listened.", "said_on": SAID, "today": TODAY}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts(), State.RAISED),
        (Facts(told_on=ANSWERED), State.RAISED),
        (Facts(ANSWERED), State.ANSWERED),
        (Facts(ANSWERED, CHANGED), State.CHANGED),
        (Facts(ANSWERED, None, ANSWERED), State.TOLD),
        (Facts(ANSWERED, None, SAID), State.ANSWERED),
        (Facts(ANSWERED, CHANGED, CHANGED), State.TOLD),
        (Facts(ANSWERED, CHANGED, ANSWERED), State.CHANGED),
    ],
)
def test_a_telling_counts_only_for_what_had_happened_by_then(facts, state):
    assert state_of(facts) is state


@pytest.mark.parametrize(
    ("outcome", "answer_on", "acted_on", "day"),
    [
        (None, None, None, None),
        ("needs_more", ANSWERED, None, None),
        ("accepted", ANSWERED, None, ANSWERED),
        ("thanked", ANSWERED, None, ANSWERED),
        (None, None, CHANGED, CHANGED),
        ("accepted", ANSWERED, CHANGED, ANSWERED),
        ("needs_more", ANSWERED, SAID, ANSWERED),
    ],
)
def test_a_point_is_answered_by_an_answer_that_counts_or_by_an_action(outcome, answer_on, acted_on, day):
    assert answered_on(latest_outcome=outcome, latest_answer_on=answer_on, acted_on=acted_on) == day


def test_the_table_of_transitions_is_what_the_rules_really_do():
    """Walk everything that can happen to a point, six steps deep and one step a day, and see which changes of state come out."""
    moves, seen = set(), {_Story()}
    for step in range(1, 7):
        told_next = set()
        for story in seen:
            for after in story.next(SAID + timedelta(days=step)):
                moves.add((story.state, after.state))
                told_next.add(after)
        seen = told_next
    assert {(before, after) for before, after in moves if before is not after} == {(before, after) for before, _, after in TRANSITIONS}


class _Story(tuple):
    """(outcome, answered on, acted on, changed on, told on): what has happened to one point."""

    def __new__(cls, *happened):
        return super().__new__(cls, happened or (None,) * 5)

    @property
    def facts(self):
        outcome, answer_on, acted_on, changed_on, told_on = self
        return Facts(answered_on(latest_outcome=outcome, latest_answer_on=answer_on, acted_on=acted_on), changed_on, told_on)

    @property
    def state(self):
        return state_of(self.facts)

    def next(self, day):
        outcome, answer_on, acted_on, changed_on, told_on = self
        yield _Story("accepted", day, acted_on, changed_on, told_on)
        yield _Story("needs_more", day, acted_on, changed_on, told_on)
        yield _Story(outcome, answer_on, acted_on or day, changed_on, told_on)
        if acted_on:
            yield _Story(outcome, answer_on, acted_on, day, told_on)
            yield _Story(outcome, answer_on, acted_on, None, told_on)
        if self.facts.answered_on:
            yield _Story(outcome, answer_on, acted_on, changed_on, day)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (Facts(ANSWERED), "answered 20 February; nobody has been told"),
        (Facts(ANSWERED, CHANGED, ANSWERED), "something changed 1 March; nobody has been told since"),
        (Facts(date(2025, 12, 1)), "answered 1 December 2025; nobody has been told"),
        (Facts(), "nobody has answered for 35 days; an answer is due within 28"),
    ],
)
def test_a_broken_link_is_said_in_words(facts, words):
    assert broken_link(facts, said_on=SAID, today=TODAY) == words


def test_a_closed_loop_has_no_broken_link():
    assert broken_link(Facts(ANSWERED, None, CHANGED), said_on=SAID, today=TODAY) is None


def test_an_answer_is_overdue_after_28_days_and_not_before():
    assert RESPONSE_DAYS == 28
    assert not overdue(TODAY - timedelta(days=28), TODAY)
    assert overdue(TODAY - timedelta(days=29), TODAY)
    for days in (27, 28, 29):
        said = TODAY - timedelta(days=days)
        assert (said < overdue_before(TODAY)) == overdue(said, TODAY)
    assert "due within" not in broken_link(Facts(), said_on=TODAY - timedelta(days=28), today=TODAY)
    assert broken_link(Facts(), said_on=TODAY, today=TODAY) == "nobody has answered yet"


@pytest.mark.parametrize(
    ("outcome", "states", "standing"),
    [
        (None, [], Standing.WAITING),
        ("needs_more", [], Standing.NEEDS_MORE),
        ("thanked", [], Standing.THANKED),
        ("not_accepted", [], Standing.CANNOT),
        ("accepted", [], Standing.NOTHING_PLANNED),
        ("partly", [], Standing.NOTHING_PLANNED),
        ("accepted", [ActionState.PLANNED], Standing.PLANNED),
        ("accepted", [ActionState.ACHIEVED, ActionState.OVERDUE], Standing.PLANNED),
        ("accepted", [ActionState.ACHIEVED], Standing.DONE),
        (None, [ActionState.PLANNED], Standing.PLANNED),
    ],
)
def test_an_answer_cannot_bluff(outcome, states, standing):
    assert standing_of(outcome, states) is standing


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"words": " "}, "words"),
        ({"outcome": "thanked"}, "outcome"),
        ({"outcome": "not_accepted"}, "reason"),
        ({"outcome": "not_accepted", "reason": " "}, "reason"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": SAID - timedelta(days=1)}, "on"),
    ],
)
def test_an_answer_that_does_not_hold_is_refused_at_its_field(over, field):
    assert answer_problem(**{**ANSWER, **over})[0] == field


def test_answers_that_hold():
    assert answer_problem(**ANSWER) is None
    assert answer_problem(**{**ANSWER, "outcome": "thanked", "nature": "praise"}) is None
    assert answer_problem(**{**ANSWER, "outcome": "not_accepted", "reason": "The law forbids it."}) is None
    assert answer_problem(**{**ANSWER, "on": SAID}) is None


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"facts": Facts()}, ""),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": SAID - timedelta(days=1)}, "on"),
        ({"on": ANSWERED - timedelta(days=1)}, "on"),
        ({"who": " "}, "who"),
        ({"words": " "}, "words"),
    ],
)
def test_a_telling_that_cannot_be_true_is_refused_at_its_field(over, field):
    assert telling_problem(**{**TELLING, **over})[0] == field


def test_a_telling_on_the_day_of_the_answer_holds():
    assert telling_problem(**{**TELLING, "on": ANSWERED}) is None


def test_a_point_has_words_and_a_day_that_has_come():
    assert point_problem(words="We hear nothing.", said_on=TODAY, today=TODAY) is None
    assert point_problem(words=" ", said_on=TODAY, today=TODAY)[0] == "words"
    assert point_problem(words="We hear nothing.", said_on=TODAY + timedelta(days=1), today=TODAY)[0] == "said_on"
