"""What panels hand down as the value of a measure: recommendations answered, of all that were made."""

from datetime import timedelta

import pytest

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW
from folkmoot.panels.measured import supplied
from folkmoot.panels.recommendations.tests.factories import accepted, meeting, recommendation
from folkmoot.strategy.measures import supplied as handing_down

pytestmark = pytest.mark.django_db


def test_recommendations_answered_by_the_end_of_the_quarter(monkeypatch):
    held = meeting()
    accepted(recommendation(held))
    recommendation(held, words_en="Ask victims how they want to be told.")
    later = NOW.date() + timedelta(days=100)
    assert supplied(THE_PRODUCT, area=None, on=later) == []  # two are too few to be handed down
    monkeypatch.setattr(handing_down, "LEAST_HANDED_DOWN", 1)
    (found,) = supplied(THE_PRODUCT, area=None, on=later)
    assert (found.code, found.value, found.base) == ("recommendations-answered", 50, 2)
    assert supplied(THE_PRODUCT, area=held.panel.area, on=later) == [found]
