"""Totals of several days beside one another: no unit's small count is left when one is taken from the other."""

from datetime import timedelta

import pytest

from folkmoot.accounts.tests.factories import TODAY
from folkmoot.workforce.objectives import queries
from folkmoot.workforce.objectives.tests.test_counts import answer, record
from folkmoot.workforce.tests.units import units

pytestmark = pytest.mark.django_db
THEN, NOW_ON = TODAY - timedelta(days=60), TODAY - timedelta(days=10)


def given(small):
    """Two units of then, and others that gave their first count later."""
    first, second, *others = units()
    record(first, as_of=THEN, whole=100, part=40)
    record(second, as_of=THEN, whole=80, part=30)
    for unit, (whole, part) in zip(others, small, strict=False):
        record(unit, as_of=NOW_ON, whole=whole, part=part)
    return answer()


@pytest.mark.parametrize("small", [[(9, 2)], [(40, 3)], [(40, 38)], [(9, 1), (9, 1)]])
def test_a_unit_that_came_later_is_not_had_by_subtracting(small, monkeypatch):
    found = given(small)
    assert found.overall is not None
    assert found.earlier == ()
    monkeypatch.setattr(queries, "_apart", lambda *_: True)
    (_day, before), after = answer().earlier[0], answer().overall
    taken = after.shown.base - before.shown.base, after.shown.with_outcome - before.shown.with_outcome
    assert taken == tuple(map(sum, zip(*small, strict=True))), "without the rule the small count is there for the taking"


def test_days_are_shown_where_nothing_small_follows():
    assert [day for day, _row in given([(60, 25)]).earlier] == [THEN]
