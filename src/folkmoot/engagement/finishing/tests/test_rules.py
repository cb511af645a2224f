from dataclasses import replace
from datetime import date

import pytest

from folkmoot.engagement.finishing.rules import Evaluation, Left, count_problem, evaluation_problems, left_out

HELD, TODAY = date(2026, 2, 20), date(2026, 3, 10)
SAID = Evaluation("met", "24 came, 5 asked to join.", "none", "", date(2026, 3, 1), None)
ALL = Left(*[True] * 13)


def problems(**over):
    return evaluation_problems(replace(SAID, **over), held_on=HELD, today=TODAY)


def test_an_evaluation_that_says_how_we_know_is_taken_and_one_may_be_made_in_parts():
    assert problems() == {}
    assert problems(result="", evidence="", follow_up="", told_participants_on=None) == {}


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"evidence": " "}, "evidence"),
        ({"follow_up": "action"}, "follow_up_words"),
        ({"follow_up": "again"}, "follow_up_words"),
        ({"told_participants_on": date(2026, 3, 11)}, "told_participants_on"),
        ({"told_community_on": date(2026, 2, 19)}, "told_community_on"),
    ],
)
def test_what_an_evaluation_may_not_say(over, field):
    assert list(problems(**over)) == [field]


def test_counts_need_not_add_up_but_none_is_larger_than_the_room_and_none_is_given_twice():
    assert count_problem([(1, 5), (2, 30)], 40) is None
    assert count_problem([(1, 41)], None) is None
    assert "40" in (count_problem([(1, 41)], 40) or "")
    assert "twice" in (count_problem([(1, 5), (1, 6)], 40) or "")


def test_every_part_that_was_left_out_is_named_once_with_its_page():
    assert left_out(ALL) == []
    names = list(vars(ALL))
    for name in names:
        assert len(left_out(replace(ALL, **{name: False}))) == 1
    everything = left_out(Left(*[False] * 13))
    assert len({gap.words for gap in everything}) == 13
