from datetime import date
from decimal import Decimal

import pytest

from folkmoot.communities.succession.figures import Figure, of_merge, of_share
from folkmoot.communities.succession.rules import (
    Before,
    Standing,
    Step,
    all_before,
    day_problem,
    may_join_characteristics,
    merge_problems,
    split_problems,
    undo_problem,
)

TODAY = date(2026, 3, 10)


def standing(name="Deaf people in Ely", area=1, starts=None, ends=None):
    return Standing(name, area, starts, ends)


def test_everything_before_is_found_the_nearest_first_and_marked_where_it_was_split():
    steps = [Step(1, 3, "merged"), Step(2, 3, "merged"), Step(3, 4, "split"), Step(3, 5, "split"), Step(4, 6, "merged")]
    found = all_before([1, 3, 4, 6], steps)
    assert 1 not in found
    assert found[3] == [Before(1, False), Before(2, False)]
    assert found[4] == [Before(3, True), Before(1, True), Before(2, True)]
    assert found[6] == [Before(4, False), Before(3, True), Before(1, True), Before(2, True)]


def test_a_circle_in_the_rows_ends():
    assert all_before([1], [Step(1, 2, "merged"), Step(2, 1, "merged")]) == {1: [Before(2, False)]}


def test_communities_of_one_area_in_being_merge_into_a_new_or_a_known_one():
    two = [standing(), standing("Deaf people in Wisbech")]
    assert merge_problems(two, None, "Deaf people in the Fens") == {}
    assert merge_problems(two[:1], two[1], "") == {}
    assert set(merge_problems(two, None, " ")) == {"name"}
    assert set(merge_problems(two[:1], None, "x")) == {"others"}
    assert set(merge_problems([*two, standing(area=2)], None, "x")) == {"others"}
    assert set(merge_problems([*two, standing(area=None)], None, "x")) == {"others"}
    assert "ended" in merge_problems([standing(ends=TODAY), two[1]], None, "x")["others"][0]


def split(names=("A", "B"), shares=(None, None), earlier=None):
    return set(split_problems(earlier or standing(), names, shares))


def test_a_community_is_split_into_two_or_more_of_other_names():
    assert split() == set()
    assert split(names=("A",), shares=(None,)) == {"name_1"}
    assert split(names=("A", "a")) == {"name_2"}
    assert split(names=("Deaf People in Ely", "B")) == {"name_1"}
    assert split(earlier=standing(ends=TODAY)) == {""}


@pytest.mark.parametrize(
    ("shares", "problem"),
    [
        (("0.6", "0.4"), False), (("0.6", None), False), (("0.6", "0.3"), True), (("0.6", "0.5"), True), (("0", None), True),
        (("1.2", None), True), (("0.333", "0.666"), False),
    ],
)  # fmt: skip
def test_shares_of_all_parts_make_a_whole(shares, problem):
    given = tuple(None if share is None else Decimal(share) for share in shares)
    assert split(shares=given) == ({"share_1"} if problem else set())


def test_the_day_lies_between_knowing_them_and_today():
    rows = [standing(starts=date(2020, 1, 1))]
    assert day_problem(rows, TODAY, TODAY) is None
    assert day_problem(rows, None, TODAY)
    assert "future" in day_problem(rows, date(2026, 3, 11), TODAY)
    assert "known only since" in day_problem(rows, date(2020, 1, 1), TODAY)
    assert day_problem(rows, date(2020, 1, 2), TODAY) is None
    assert day_problem([standing()], date(1990, 1, 1), TODAY)


def test_only_whoever_did_it_or_headquarters_undoes_it_and_only_that_day_and_unused():
    def problem(**over):
        given = {"made_on": TODAY, "made_by": 1, "by": 1, "national": False, "today": TODAY, "used": []}
        return undo_problem(**(given | over))

    assert problem() is None
    assert problem(by=2, national=True) is None
    assert "headquarters" in problem(by=2)
    assert "10 March 2026" in problem(today=date(2026, 3, 11))
    assert "“Deaf people”" in problem(used=["Deaf people"])


def test_characteristics_are_joined_only_where_together_they_mean_the_same():
    pakistani, bangladeshi, disabled = (1, 10), (1, 11), (2, 20)
    assert may_join_characteristics([{pakistani}, {bangladeshi}])
    assert may_join_characteristics([{pakistani, disabled}, {pakistani, disabled}])
    assert not may_join_characteristics([{pakistani}, {disabled}])
    assert not may_join_characteristics([{pakistani, disabled}, {bangladeshi, disabled}])
    assert not may_join_characteristics([{pakistani}, set()])


def test_a_figure_that_cannot_be_derived_says_why():
    counted, day = Figure("Elders", 1_001, "Census 2021", date(2021, 3, 21)), date(2026, 3, 10)
    assert of_share(counted, Decimal("0.5"), day).people == 500
    assert "share is not given" in of_share(counted, None, day).why_not
    assert "nobody has counted" in of_share(Figure("Elders", None), Decimal("0.5"), day).why_not
    assert "“Young”" in of_merge([counted, Figure("Young", None)], day).why_not
    assert "different days" in of_merge([counted, Figure("Young", 5, "Own count", day)], day).why_not
    assert len(of_merge([Figure("x" * 160, 1, "", day)] * 2, day).source) == 200
