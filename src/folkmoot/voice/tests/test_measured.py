"""What voice hands down as the value of a measure: counts, answered by the day, of ten points or more."""

from datetime import date

import pytest

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import area
from folkmoot.voice.measured import supplied
from folkmoot.voice.tests.factories import answer, point

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 1)


def test_points_answered_by_the_end_of_the_quarter():
    made = [point(said_on=date(2026, 1, 5)) for _number in range(11)]
    answer(made[0], on=date(2026, 2, 1))
    answer(made[1], on=date(2026, 2, 1), outcome="needs_more")
    answer(made[2], on=date(2026, 3, 6))
    (found,) = supplied(THE_PRODUCT, area=None, on=ON)
    assert (found.code, str(found.value), found.base, found.as_of) == ("success-7", "18.2", 11, date(2026, 3, 31))
    assert (found.low < found.value < found.high, found.link) == (True, "/voice/")
    assert supplied(THE_PRODUCT, area=area(), on=ON)[0].value == found.value
    assert supplied(THE_PRODUCT, area=area("london-north", "London North"), on=ON) == []
    assert supplied(THE_PRODUCT, area=None, on=date(2026, 3, 1)) == []  # nothing was said by the quarter before
