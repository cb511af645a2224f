"""What people of unknown group could change."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.cells import cell_table
from folkmoot.stats.counts import Counts
from folkmoot.stats.judgement import Finding, Rule, finding
from folkmoot.stats.missing import Verdict, field_quality, is_open, rate_bounds, ratio_bounds, share_bounds, verdict_could_change
from folkmoot.stats.significance import benjamini_hochberg, two_proportion_p

HIGHER, LOWER = Verdict(Finding.DIFFERENCE, True), Verdict(Finding.DIFFERENCE, False)
NONE_FOUND, TOO_FEW = Verdict(Finding.NO_DIFFERENCE), Verdict(Finding.TOO_FEW)


def test_bounds_of_a_share_reproduce_disabled_staff_of_2023():
    """945 of 5,930 known, 7,515 in all: 15.94 % of the known."""
    found = share_bounds(945, 5930, 7515 - 5930)
    assert (found.low * 100, found.high * 100) == pytest.approx((12.57, 33.67), abs=5e-3)
    assert pytest.approx(0.1594, abs=5e-5) == 945 / 5930


def test_bounds_of_rates_and_of_their_ratio():
    group, reference, missing = Counts(1000, 762), Counts(1000, 696), Counts(100, 72)
    ours, theirs, both = rate_bounds(group, missing), rate_bounds(reference, missing), ratio_bounds(group, reference, missing)
    assert (ours.low, ours.high) == pytest.approx((762 / 1028, 834 / 1072))
    assert (both.low, both.high) == pytest.approx((1.034655, 1.149093), abs=1e-6)
    assert both.low == pytest.approx(ours.low / theirs.high)
    assert both.high == pytest.approx(ours.high / theirs.low)
    assert rate_bounds(group, Counts(0, 0)).low == rate_bounds(group, Counts(0, 0)).high == 0.762


counted = st.integers(1, 40).flatmap(lambda base: st.builds(Counts, st.just(base), st.integers(0, base)))
absent = st.integers(0, 8).flatmap(lambda base: st.builds(Counts, st.just(base), st.integers(0, base)))


@given(counted, absent)
@settings(deadline=None)
def test_bounds_of_a_rate_are_the_extremes_of_all_allocations(group, missing):
    pairs = product(range(missing.with_outcome + 1), range(missing.without_outcome + 1))
    rates = [(group.with_outcome + had) / (group.base + had + had_not) for had, had_not in pairs]
    found = rate_bounds(group, missing)
    assert (found.low, found.high) == pytest.approx((min(rates), max(rates)))


def test_completeness_and_validity_by_force_and_period():
    cells = [
        (("W1", "Avon", "2024"), 60, 3),
        (("XX", "Avon", "2024"), 10, 1),
        (("NS", "Avon", "2024"), 10, 1),
        ((None, "Avon", "2024"), 20, 2),
        (("B1", "Kent", "2024"), 40, 1),
        ((None, "Kent", "2025"), 5, 1),
    ]
    table = cell_table(["ethnicity", "force", "period"], cells)
    found = {row.place: row for row in field_quality(table, "ethnicity", ["force", "period"], {"W1", "B1", "NS"}, {"NS"})}
    avon = found["Avon", "2024"]
    assert (avon.records, avon.recorded, avon.valid, avon.names_group) == (100, 80, 70, 60)
    assert (avon.completeness, avon.validity, avon.usable) == (0.8, 0.875, 0.6)
    assert found["Kent", "2025"].completeness == 0.0
    assert found["Kent", "2025"].validity is None
    (everything,) = field_quality(table, "ethnicity")
    assert (everything.place, everything.records, everything.recorded, everything.valid) == ((), 145, 120, 120)


def test_quality_of_an_empty_table():
    empty = cell_table(["ethnicity", "force"], [])
    assert field_quality(empty, "ethnicity", ["force"]) == ()
    assert field_quality(empty, "ethnicity")[0].completeness is None
    with pytest.raises(KeyError):
        field_quality(empty, "sex")


def test_a_difference_that_half_of_the_missing_could_undo():
    found = verdict_could_change(Counts(1000, 762), Counts(1000, 696), Counts(100, 72), Rule())
    assert found.now == HIGHER
    assert found.possible == (HIGHER, NONE_FOUND)
    assert found.upwards is None
    assert found.could_change
    assert (found.downwards.people, found.downwards.share, found.downwards.becomes) == (50, 0.5, NONE_FOUND)
    assert (found.downwards.group, found.downwards.reference) == (Counts(1028, 762), Counts(1022, 718))
    bounds = ratio_bounds(Counts(1000, 762), Counts(1000, 696), Counts(100, 72))
    assert bounds.low > 1  # the ratio stays above 1 and the verdict still moves: both must be shown


def test_a_difference_that_the_missing_cannot_undo():
    found = verdict_could_change(Counts(1000, 762), Counts(1000, 596), Counts(100, 72), Rule())
    assert (found.possible, found.upwards, found.downwards, found.could_change) == ((HIGHER,), None, None, False)


def test_no_difference_may_become_one_either_way():
    found = verdict_could_change(Counts(1000, 700), Counts(1000, 696), Counts(300, 200), Rule())
    assert found.now == NONE_FOUND
    assert (found.upwards.becomes, found.downwards.becomes) == (HIGHER, LOWER)
    assert set(found.possible) == {NONE_FOUND, HIGHER, LOWER}
    assert found.upwards.people < found.downwards.people  # the group is a little higher already


def test_more_comparisons_together_need_fewer_missing_to_undo_a_difference():
    sides = (Counts(1000, 762), Counts(1000, 696), Counts(100, 72), Rule())
    alone = verdict_could_change(*sides).downwards.people
    assert verdict_could_change(*sides, others=[0.9] * 10).downwards.people < alone
    assert verdict_could_change(*sides, others=[1e-9] * 10).downwards.people >= alone


def test_too_few_has_no_smallest_change_and_may_become_anything():
    found = verdict_could_change(Counts(20, 15), Counts(1000, 300), Counts(400, 200), Rule())
    assert found.now == TOO_FEW
    assert (found.upwards, found.downwards) == (None, None)
    assert HIGHER in found.possible
    assert verdict_could_change(Counts(0, 0), Counts(10, 1), Counts(0, 0), Rule()).possible == (TOO_FEW,)


def judged(group, reference, rule, others):
    p = benjamini_hochberg([two_proportion_p(group.with_outcome, group.base, reference.with_outcome, reference.base), *others])[0]
    answer = finding(group, reference, p, True, rule)
    higher = group.with_outcome / group.base > reference.with_outcome / reference.base
    return Verdict(answer, higher if answer is Finding.DIFFERENCE else None)


def fewest(group, reference, missing, rule, others, upwards):
    """Every mix of the missing tried one by one."""
    now, found = judged(group, reference, rule, others), []
    for had, had_not in product(range(missing.with_outcome + 1), range(missing.without_outcome + 1)):
        rising, falling = Counts(had, had), Counts(had_not, 0)
        sides = (group + rising, reference + falling) if upwards else (group + falling, reference + rising)
        if judged(*sides, rule, others) != now:
            found.append(had + had_not)
    return min(found, default=None)


known = st.integers(5, 120).flatmap(lambda base: st.builds(Counts, st.just(base), st.integers(0, base)))
unknown = st.integers(0, 16).flatmap(lambda base: st.builds(Counts, st.just(base), st.integers(0, base)))
rules = st.builds(Rule, st.sampled_from([0.0, 0.02, 0.1]), st.sampled_from([0, 5]), st.sampled_from([1, 10]), st.sampled_from([0.05, 0.2]))


@pytest.mark.parametrize(
    ("group", "reference", "missing", "min_gap", "upwards", "people"),
    [
        (Counts(39, 15), Counts(124, 9), Counts(58, 23), 0.1, False, 31),  # the gap alone undoes it
        (Counts(169, 2), Counts(17, 2), Counts(46, 14), 0.1, True, 1),
        (Counts(22, 2), Counts(160, 21), Counts(31, 11), 0.1, False, 13),  # significance and gap must both be reached
        (Counts(11, 11), Counts(180, 173), Counts(37, 15), 0.1, True, 17),
    ],
)
def test_the_mix_of_the_missing_that_does_most_is_found(group, reference, missing, min_gap, upwards, people):
    rule = Rule(min_gap, min_events=0, min_at_risk=1, q=0.2)
    found = verdict_could_change(group, reference, missing, rule)
    assert (found.upwards if upwards else found.downwards).people == people
    assert fewest(group, reference, missing, rule, [], upwards) == people


@given(known, known, unknown, rules, st.lists(st.floats(0, 1), max_size=4))
@settings(deadline=None, max_examples=150)
def test_the_smallest_change_is_the_smallest_of_all(group, reference, missing, rule, others):
    found = verdict_could_change(group, reference, missing, rule, others)
    assert found.now == judged(group, reference, rule, others)
    if found.now == TOO_FEW:
        return
    apart = replace(rule, min_events=0, min_at_risk=1)
    for upwards, change in ((True, found.upwards), (False, found.downwards)):
        assert (change.people if change else None) == fewest(group, reference, missing, apart, others, upwards)


@given(known, known, st.integers(0, 6).flatmap(lambda base: st.builds(Counts, st.just(base), st.integers(0, base))), rules)
@settings(deadline=None, max_examples=60)
def test_every_allocation_gives_a_verdict_that_was_called_possible(group, reference, missing, rule):
    rule = replace(rule, min_events=0, min_at_risk=1)
    possible = verdict_could_change(group, reference, missing, rule).possible
    had, had_not = missing.with_outcome, missing.without_outcome
    of_had = [(ours, theirs) for ours, theirs in product(range(had + 1), repeat=2) if ours + theirs <= had]
    of_rest = [(ours, theirs) for ours, theirs in product(range(had_not + 1), repeat=2) if ours + theirs <= had_not]
    found = {judged(group + Counts(a + c, a), reference + Counts(b + d, b), rule, []) for (a, b), (c, d) in product(of_had, of_rest)}
    assert found == set(possible)


@given(known, known, st.integers(0, 6).flatmap(lambda base: st.builds(Counts, st.just(base), st.integers(0, base))), rules)
@settings(deadline=None, max_examples=60)
def test_whether_a_verdict_is_open_is_known_without_the_smallest_change(group, reference, missing, rule):
    assert is_open(group, reference, missing, rule, [0.03]) == verdict_could_change(group, reference, missing, rule, [0.03]).could_change


def test_millions_of_missing():
    found = verdict_could_change(Counts(10**8, 76_200_000), Counts(10**8, 76_000_000), Counts(5 * 10**8, 360_000_000), Rule(), [0.01] * 20)
    assert found.now == NONE_FOUND
    assert 0 < found.upwards.share < 0.01
    one_less = Counts(found.upwards.reference.base - 1, found.upwards.reference.with_outcome)
    assert judged(found.upwards.group, one_less, Rule(), [0.01] * 20) == NONE_FOUND
