"""Many score intervals at once are the same as one by one."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import score_ratio
from folkmoot.stats.many_ratios import FEW, score_ratios

counts = st.integers(1, 20_000).flatmap(lambda base: st.builds(Counts, st.just(base), st.integers(0, base)))
beside = st.integers(1, 20_000).flatmap(lambda base: st.builds(Counts, st.just(base), st.integers(1, base)))


@given(st.lists(counts, min_size=FEW, max_size=FEW + 5), beside)
@settings(deadline=None, max_examples=150)
def test_the_limits_are_those_of_one_by_one(groups, reference):
    for group, found in zip(groups, score_ratios(groups, reference), strict=True):
        alone = score_ratio(group.with_outcome, group.base, reference.with_outcome, reference.base)
        for own, other in ((found.value, alone.value), (found.low, alone.low), (found.high, alone.high)):
            assert own == other if math.isinf(other) else own == pytest.approx(other, rel=1e-7, abs=1e-300)


def test_huge_and_extreme_counts():
    groups = [Counts(500_000_000, 350_000_000), Counts(1, 1), Counts(1, 0), Counts(5, 5), Counts(10**9, 1)] * 10
    reference = Counts(900_000_000, 630_000_000)
    for group, found in zip(groups, score_ratios(groups, reference), strict=True):
        alone = score_ratio(group.with_outcome, group.base, reference.with_outcome, reference.base)
        assert (found.low, found.high) == pytest.approx((alone.low, alone.high), rel=1e-6)


def test_a_reference_without_events_has_no_ratios():
    assert score_ratios([Counts(10, 5)] * FEW, Counts(10, 0)) == [None] * FEW


def test_few_and_none():
    assert score_ratios([], Counts(10, 5)) == []
    assert score_ratios([Counts(10, 5)], Counts(10, 5))[0] == score_ratio(5, 10, 5, 10)
