from datetime import date

import pytest

from folkmoot.actions.commitments.rules import Delivered, Reach, add_up, in_time, reach_of
from folkmoot.actions.rules import State


def test_what_ended_undone_is_not_delivery():
    found = add_up([State.ACHIEVED, State.OVERDUE, State.PLANNED, State.IN_PROGRESS, State.ENDED])
    assert (found, found.under_way) == (Delivered(4, 1, 1), 2)


@pytest.mark.parametrize(
    ("starts", "ends", "counts"),
    [
        (None, None, True), (date(2026, 7, 1), None, False), (date(2026, 6, 30), None, True), (None, date(2026, 1, 4), False),
        (None, date(2026, 1, 5), True),
    ],
)  # fmt: skip
def test_an_action_counts_in_the_time_of_its_strategy(starts, ends, counts):
    assert in_time(starts_on=date(2026, 1, 5), due_on=date(2026, 6, 30), starts=starts, ends=ends) is counts


def test_areas_where_nothing_happens_are_the_rest_of_those_it_is_for():
    assert reach_of([3, 1, 2], {1, None, 9}) == Reach((1,), (3, 2), True)
