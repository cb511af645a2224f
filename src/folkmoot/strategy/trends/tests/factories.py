"""Trends for tests."""

from datetime import timedelta

from folkmoot.accounts.tests.factories import NOW, hq
from folkmoot.strategy.trends.models import Trend
from folkmoot.strategy.trends.operations import add_trend

STATED = {
    "kind": "crime", "title": "Hate crime against shopkeepers", "words": "Reports from Polish shops have doubled since spring.",
    "evidence": "Police hate crime figures, Norfolk, March 2026",
}  # fmt: skip


def trend(area=None, **over: object) -> Trend:
    return add_trend(by=hq(), at=NOW, area=area, **{**STATED, "review_on": NOW.date() + timedelta(days=90), **over})
