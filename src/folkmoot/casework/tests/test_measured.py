"""What casework hands down as the value of a measure: differences answered, of all that needed review."""

from datetime import timedelta

import pytest

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW
from folkmoot.casework.measured import supplied
from folkmoot.casework.signals.tests.factories import accepted
from folkmoot.strategy.measures import supplied as handing_down

pytestmark = pytest.mark.django_db


def test_differences_answered_by_the_end_of_the_quarter(monkeypatch):
    accepted()
    later = NOW.date() + timedelta(days=100)
    assert supplied(THE_PRODUCT, area=None, on=later) == []  # one is too few to be handed down
    monkeypatch.setattr(handing_down, "LEAST_HANDED_DOWN", 1)
    (found,) = supplied(THE_PRODUCT, area=None, on=later)
    assert (found.code, found.value, found.base, found.link) == ("success-3", 100, 1, "/casework/signals/")
    assert supplied(THE_PRODUCT, area=None, on=NOW.date()) == []
