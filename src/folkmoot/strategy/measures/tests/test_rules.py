from datetime import date
from decimal import Decimal

import pytest

from folkmoot.strategy.measures.rules import (
    Answer,
    Change,
    Seen,
    beside_target,
    change_since,
    is_late,
    measure_problems,
    observation_problems,
    people_short,
    sample_interval,
)

TODAY = date(2026, 3, 10)


def seen(value, lower=None, upper=None, base=None):
    return Seen(TODAY, *(None if one is None else Decimal(str(one)) for one in (value, lower, upper)), base)


@pytest.mark.parametrize(
    ("given", "direction", "answer"),
    [
        (seen(14, 12, 16), "up", Answer.MET), (seen(14, 11, 16), "up", Answer.WITHIN_MARGIN), (seen(9, 7, 11.9), "up", Answer.NOT_MET),
        (seen(12), "up", Answer.MET_AS_GIVEN), (seen(11.9), "up", Answer.NOT_MET_AS_GIVEN), (seen(9, 7, 12), "down", Answer.MET),
        (seen(14, 11, 16), "down", Answer.WITHIN_MARGIN), (seen(14, 12.1, 16), "down", Answer.NOT_MET), (None, "up", Answer.NO_DATA),
        (seen(14), "", Answer.NO_DIRECTION),
    ],
)  # fmt: skip
def test_a_value_beside_its_target(given, direction, answer):
    assert beside_target(given, target=Decimal(12), direction=direction) is answer
    if given:
        assert beside_target(given, target=None, direction=direction) is Answer.NO_TARGET


def test_a_movement_within_the_margin_is_not_called_a_change():
    before = seen(50, 46, 54)
    assert change_since(seen(53, 49, 57), before, direction="up") is Change.WITHIN_MARGIN
    assert change_since(seen(60, 56, 64), before, direction="up") is Change.BETTER
    assert change_since(seen(60, 56, 64), before, direction="down") is Change.WORSE
    assert change_since(seen(60, 56, 64), before, direction="") is Change.MOVED
    assert change_since(seen(60), before, direction="up") is Change.UNKNOWN
    assert change_since(seen(60), None, direction="up") is Change.FIRST


def test_two_samples_are_compared_by_their_counts():
    low, high = sample_interval(Decimal(50), 400), sample_interval(Decimal(57), 400)
    before, latest = seen(50, *low, 400), seen(57, *high, 400)
    assert change_since(latest, before, direction="up", unit="percent") is Change.BETTER  # 228 of 400 beside 200 of 400: 0.1 to 13.8
    assert change_since(seen(56, *sample_interval(Decimal(56), 400), 400), before, direction="up", unit="percent") is Change.WITHIN_MARGIN


def test_the_interval_of_a_sample_is_wilsons():
    assert sample_interval(Decimal(60), 250) == (Decimal("53.8"), Decimal("65.9"))
    assert sample_interval(Decimal(101), 250) is None


def test_people_short_is_said_only_where_the_figures_can_say_it():
    short = {"target": Decimal(8), "unit": "percent", "direction": "up"}
    assert people_short(seen("6.1", base=98), **short) == 2  # six of 98 people; eight would be 8.2 %
    assert people_short(seen("6.1", base=7597), **short) is None  # several counts are printed as 6.1 %
    assert people_short(seen("6.1"), **short) is None
    assert people_short(seen("9.2", base=98), **short) == 0


def test_late_means_older_than_its_frequency():
    assert is_late(date(2025, 3, 9), "yearly", TODAY)
    assert not is_late(date(2025, 3, 10), "yearly", TODAY)
    assert is_late(date(2025, 11, 30), "quarterly", date(2026, 3, 1))
    assert not is_late(date(2000, 1, 1), "", TODAY)


def test_what_may_not_be_stored_says_which_field():
    good = {"unit": "percent", "source": "Crime Survey 2025", "today": TODAY}
    assert observation_problems(seen(60, 55, 65), **good) == {}
    assert list(observation_problems(seen(101), **good)) == ["value"]
    assert list(observation_problems(seen(60, 55), **good)) == ["upper"]
    assert list(observation_problems(seen(60, 61, 65), **good)) == ["lower"]
    assert list(observation_problems(Seen(date(2026, 3, 11), Decimal(60)), **good | {"source": "Survey"})) == ["as_of", "source"]
    bad = measure_problems(name="Confidence", definition="Confident", source=" ", target=None, target_on=TODAY, unit="")
    assert list(bad) == ["name_en", "definition", "source", "target"]


@pytest.mark.parametrize(("value", "base", "held"), [("6.1", 97, True), ("6.1", 197, False), ("93.9", 97, True), ("0", 97, False)])
def test_a_share_of_a_few_people_is_refused(value, base, held):
    seen_here = Seen(date(2026, 3, 31), Decimal(value), base=base)
    problems = observation_problems(seen_here, unit="percent", source="Workforce system, March 2026", today=date(2026, 6, 1))
    assert list(problems) == (["base"] if held else [])
