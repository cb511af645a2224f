"""Measures and figures for tests."""

from datetime import date
from decimal import Decimal

from folkmoot.accounts.tests.factories import NOW, hq
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.operations import add_measure, observe
from folkmoot.strategy.models import Commitment

STATED = {
    "name_en": "Confident that the service is fair", "definition": "Very or fairly confident, of all who answered the survey",
    "unit": "percent", "direction": "up", "source": "Crime Survey for England and Wales", "frequency": "yearly",
}  # fmt: skip


def measure(under: str = "success-1", **over: object) -> Measure:
    return add_measure(by=hq(), at=NOW, commitment=Commitment.objects.get(code=under), **{**STATED, **over})


def figure(of: Measure, value: str = "60", **over: object) -> Observation:
    values = {"area": None, "as_of": date(2026, 1, 31), "source": "Crime Survey 2025", **over}
    return observe(by=values.pop("by", None) or hq(), at=NOW, measure=of, value=Decimal(value), **values)
