from datetime import date

import pytest

from folkmoot.communities.rules import community_problems, contact_due, end_problem, may_share_point, months_between

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2025, 1, 10), date(2026, 3, 10), 14),
        (date(2025, 1, 11), date(2026, 3, 10), 13),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 3, 10), date(2026, 3, 10), 0),
        (date(2026, 3, 11), date(2026, 3, 10), 0),
    ],
)
def test_months_are_whole(first, last, months):
    assert months_between(first, last) == months


def test_contact_is_due_as_many_months_after_the_last_as_expected():
    contact = contact_due(date(2025, 1, 5), 6, TODAY)
    assert (contact.months_since, contact.due_on, contact.overdue) == (14, date(2025, 7, 5), True)


def test_contact_is_not_overdue_on_the_day_it_is_due_but_is_the_day_after():
    assert not contact_due(date(2025, 9, 10), 6, TODAY).overdue
    assert contact_due(date(2025, 9, 9), 6, TODAY).overdue


def test_a_community_never_met_is_overdue():
    contact = contact_due(None, 12, TODAY)
    assert contact.overdue
    assert contact.months_since is None


def problems(**over):
    values = {
        "low_trust": False, "low_trust_evidence": "", "population": 10, "population_source": "Census 2021",
        "population_on": date(2021, 3, 21), "contact_every_months": 6, "today": TODAY,
    } | over  # fmt: skip
    return set(community_problems(**values))


def test_a_sound_community_has_no_problems():
    assert problems() == set()
    assert problems(population=None, population_source="", population_on=None) == set()


def test_low_trust_needs_evidence():
    assert problems(low_trust=True) == {"low_trust_evidence"}
    assert problems(low_trust=True, low_trust_evidence="  ") == {"low_trust_evidence"}
    assert problems(low_trust=True, low_trust_evidence="41% in the survey of 2025") == set()


def test_a_population_needs_its_source_and_day():
    assert problems(population_source="", population_on=None) == {"population_source", "population_on"}
    assert problems(population=0, population_source="") == {"population_source"}
    assert problems(population_on=date(2026, 3, 11)) == {"population_on"}


@pytest.mark.parametrize("months", [None, 0, 61])
def test_contact_is_expected_within_five_years(months):
    assert problems(contact_every_months=months) == {"contact_every_months"}


def test_a_community_ends_once_and_not_in_the_future_or_before_it_was_known():
    def problem(on, ended_on=None, starts=date(2020, 1, 1)):
        return end_problem(ended_on=ended_on, on=on, starts=starts, today=TODAY)

    assert problem(TODAY) is None
    assert "already ended" in problem(TODAY, ended_on=date(2025, 1, 1))
    assert "future" in problem(date(2026, 3, 11))
    assert "before it was known" in problem(date(2019, 12, 31))
    assert "year" in problem(date(1926, 3, 1), starts=None)


def test_points_belong_to_communities_of_their_area_or_of_the_whole_service():
    assert may_share_point(community_area=1, point_area=1)
    assert may_share_point(community_area=None, point_area=1)
    assert not may_share_point(community_area=2, point_area=1)
