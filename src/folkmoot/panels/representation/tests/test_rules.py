"""Yardsticks, order and what is too small to be published, without a database."""

import pytest

from folkmoot.panels.representation.rules import Figure, covered_by, few, gap_order, may_name_communities, places_by_share


def test_the_share_needs_a_base_of_the_same_place():
    assert Figure(120, 1000).share == 0.12
    assert Figure(120, None).share is None
    assert Figure(120, 100).share is None
    assert Figure(None, 100).share is None
    assert places_by_share(0.12, 10) == pytest.approx(1.2)
    assert places_by_share(None, 10) is None


def test_the_least_trusting_and_the_largest_come_first_and_those_without_a_figure_last():
    rows = [
        {"low_trust": False, "share": None, "people": None, "name": "A"},
        {"low_trust": False, "share": 0.01, "people": 10, "name": "B"},
        {"low_trust": False, "share": 0.2, "people": 200, "name": "C"},
        {"low_trust": True, "share": None, "people": None, "name": "D"},
    ]
    assert [row["name"] for row in sorted(rows, key=lambda row: gap_order(**row))] == ["D", "C", "B", "A"]


def test_a_word_for_what_came_before_counts_for_what_came_of_it_once_for_each_person():
    assert covered_by({1: {10, 11}, 2: {11, 12}}, {3: [1, 2]}, [2, 3, 4]) == {2: {11, 12}, 3: {10, 11, 12}, 4: set()}


def test_fewer_than_five_is_few_and_nobody_is_not():
    assert [few(number) for number in (0, 1, 4, 5)] == [False, True, True, False]
    assert [may_name_communities(number) for number in (0, 4, 5)] == [False, False, True]
