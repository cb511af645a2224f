from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.communities.rules import contact_due
from folkmoot.engagement.figures import Deed, add_up, aimed_at_low_contact


def deed(number, **over):
    values = {"held_on": date(2026, 2, 1), "headcount": 10, "staff_quarters": 6, "cost_pence": 1000}
    return Deed(number, **(values | over))


def test_sums_stand_beside_the_number_they_rest_on():
    one = deed(1, community_ids=frozenset({1, 2}))
    two = deed(2, headcount=None, staff_quarters=1, community_ids=frozenset({2}))
    three = deed(3, cost_pence=None, staff_quarters=None)
    figures = add_up([one, two, three], frozenset({2, 3}))
    assert (figures.activities, figures.people_reached, figures.counted) == (3, 20, 2)
    assert (figures.staff_hours, figures.hours_stated) == (Decimal("1.75"), 2)
    assert (figures.cost_pence, figures.cost_stated) == (2000, 2)
    assert figures.communities_reached == 2
    assert (figures.low_contact, figures.with_communities, figures.low_contact_share) == (1, 2, 0.5)


def test_cost_per_person_rests_on_activities_with_both_and_never_divides_by_nobody():
    figures = add_up(
        [deed(1, headcount=3), deed(2, headcount=None, cost_pence=10**6), deed(3, cost_pence=None, headcount=1000)], frozenset()
    )
    assert figures.cost_per_person_pence == 333
    assert add_up([deed(1, headcount=0)], frozenset()).cost_per_person_pence is None
    assert add_up([], frozenset()).cost_per_person_pence is None
    assert add_up([], frozenset()).low_contact_share is None


def test_a_first_contact_and_one_long_after_the_last_are_low_contact():
    history = [
        (1, date(2024, 1, 1), 11),
        (1, date(2024, 3, 1), 12),
        (1, date(2025, 3, 1), 13),
        (2, date(2025, 3, 1), 14),
    ]
    assert aimed_at_low_contact(history, {1: 6, 2: 6}) == {11, 13, 14}


def test_two_activities_on_one_day_are_not_each_other_s_contact():
    day = date(2025, 3, 1)
    assert aimed_at_low_contact([(1, day, 5), (1, day, 6)], {1: 6}) == {5, 6}
    assert aimed_at_low_contact([(1, date(2025, 2, 1), 4), (1, day, 5), (1, day, 6)], {1: 6}) == {4}


days = st.dates(date(2020, 1, 1), date(2026, 1, 1))


@given(st.lists(st.tuples(st.integers(1, 3), days, st.integers(1, 8)), max_size=20), st.integers(1, 24))
def test_low_contact_agrees_with_asking_of_each_activity_what_came_before(history, every):
    history = list({(community, activity): (community, day, activity) for community, day, activity in history}.values())
    slow = set()
    for community, day, activity in history:
        before = [earlier for other, earlier, _ in history if other == community and earlier < day]
        if contact_due(max(before, default=None), every, day).overdue:
            slow.add(activity)
    assert aimed_at_low_contact(history, {1: every, 2: every, 3: every}) == slow
