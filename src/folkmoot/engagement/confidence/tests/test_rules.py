from datetime import date, timedelta

import pytest

from folkmoot.engagement.confidence.rules import change_of, group_of, parts_of, until_problem, verdict
from folkmoot.stats.intervals import newcombe_difference, wilson

TODAY = date(2026, 3, 10)


def answers(confident, doubting, unknown=0):
    return ["very", "fairly"][:1] * confident + ["not_very"] * doubting + ["unknown"] * unknown


def test_the_share_is_of_those_who_know_with_wilson_s_interval():
    group = group_of(answers(12, 8, 3))
    assert (group.answers, group.unknown, group.base) == (23, 3, 20)
    assert group.share == wilson(12, 20)


@pytest.mark.parametrize("few", [answers(5, 4), answers(4, 40), answers(40, 4), answers(0, 9), []])
def test_few_answers_or_few_of_one_mind_are_not_shown(few):
    assert group_of(few).share is None
    assert change_of(few, answers(30, 20)).difference is None


def test_the_difference_is_after_less_before_with_newcombe_s_interval():
    change = change_of(answers(20, 20), answers(30, 10))
    assert change.difference == newcombe_difference(30, 40, 20, 40)
    assert verdict(change) == "More of those who answered afterwards were confident."
    assert verdict(change_of(answers(30, 10), answers(20, 20))).startswith("Fewer")
    assert verdict(change_of(answers(20, 20), answers(22, 18))) == "The difference may be chance."
    assert verdict(change_of([], [])) == "There are too few answers to compare."


def test_categories_are_shown_where_none_of_them_is_small():
    parts = parts_of([("Women", each) for each in answers(20, 15)] + [("Men", each) for each in answers(12, 10)])
    assert [(part.name, part.base, part.share) for part in parts] == [("Women", 35, 20 / 35), ("Men", 22, 12 / 22)]


def test_small_categories_are_never_named_and_cannot_be_worked_out():
    """Two of fifty-nine: were only they left out, subtracting the others from everybody would give them."""
    women, men = [("Women", each) for each in answers(20, 15)], [("Men", each) for each in answers(12, 10)]
    parts = parts_of([*women, *men, *[("Neither", "very")] * 2])
    assert "Neither" not in {part.name for part in parts}
    assert sum(part.share is not None for part in parts) < 2
    assert parts_of([("Women", "very")] * 3) == []


def test_those_who_prefer_not_to_say_are_named_nowhere_and_protected_like_anybody():
    women, men = [("Women", each) for each in answers(20, 15)], [("Men", each) for each in answers(12, 10)]
    assert {part.name for part in parts_of([*women, *men, *[(None, each) for each in answers(15, 15)]])} == {"Women", "Men"}
    few = parts_of([*women, *men, (None, "very"), (None, "not_very")])
    assert sum(part.share is not None for part in few) < 2


def test_answers_are_taken_for_at_most_two_months_after():
    held = date(2026, 3, 20)
    assert until_problem(until=held, held=held, today=TODAY) is None
    assert until_problem(until=None, held=held, today=TODAY)
    assert until_problem(until=date(2026, 3, 9), held=held, today=TODAY)
    assert until_problem(until=held + timedelta(days=61), held=held, today=TODAY)
