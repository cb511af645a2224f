"""The outcome test is shown with its warning, and the warning is true."""

import pytest

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import wilson
from folkmoot.stats.outcome_test import WARNING, outcome_test


def charged_at(bar, cases):
    """Those whose chance of conviction reaches the bar; `cases` are (chance, how many)."""
    passed = [(chance, people) for chance, people in cases if chance >= bar]
    return Counts(sum(people for _, people in passed), round(sum(chance * people for chance, people in passed)))


# Two groups whose cases differ in strength: chance of conviction and how many cases.
STRONGER = [(0.5, 100), (0.6, 100), (0.9, 800)]
WEAKER = [(0.5, 100), (0.6, 800), (0.9, 100)]


def rates(groups):
    return {found.group: found.rate.value for found in outcome_test("charged", "convicted", groups).rates}


def test_one_bar_for_both_groups_gives_unequal_rates():
    found = rates({"A": charged_at(0.55, STRONGER), "B": charged_at(0.55, WEAKER)})
    assert found["A"] == pytest.approx(780 / 900)
    assert found["B"] == pytest.approx(570 / 900)
    assert found["B"] < found["A"] - 0.2


def test_two_bars_can_give_equal_rates():
    cases = [(0.5, 100), (0.7, 200), (0.9, 100)]
    others = [(0.4, 300), (0.7, 100), (0.8, 200), (0.6, 200)]
    found = rates({"A": charged_at(0.5, cases), "B": charged_at(0.6, others)})
    assert found["A"] == found["B"] == pytest.approx(0.7)


def test_rates_are_among_those_decided_with_wilson_intervals():
    test = outcome_test("charged", "convicted", {"A": Counts(900, 780), "B": Counts(0, 0)}, level=0.9)
    assert (test.decided, test.outcome) == ("charged", "convicted")
    assert test.rates[0].rate == wilson(780, 900, 0.9)
    assert test.rates[1].rate is None


def test_the_warning_cannot_be_left_out_and_claims_nothing():
    test = outcome_test("charged", "convicted", {})
    assert test.warning == WARNING
    assert "no evidence for or against" in WARNING
    assert "bias" not in WARNING
    with pytest.raises(AttributeError):
        test.warning = ""
