"""Relative rates along a chain of decisions."""

from fractions import Fraction
from itertools import pairwise
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import Estimate, score_ratio
from folkmoot.stats.judgement import Rule
from folkmoot.stats.stages import (
    ChainBroken,
    Direction,
    NoNumber,
    Settings,
    Stage,
    chain_breaks,
    first_to_last,
    reading,
    relative_rate,
    stage_chain,
)

EVERYTHING = Settings(min_share=Fraction(0), rule=Rule(min_events=0, min_at_risk=0))


def chain_of(*groups):
    """Stages from the numbers left after each, by group: ("Black", 1000, 700, 400) is 700 of 1000 and then 400 of 700."""
    stages = len(groups[0]) - 2
    return [Stage(f"stage {place + 1}", {name: Counts(left[place], left[place + 1]) for name, *left in groups}) for place in range(stages)]


ARREST_TO_CUSTODY = chain_of(("White", 10000, 7000, 4900, 980), ("Black", 2000, 1500, 1100, 290))

falling = st.lists(st.integers(0, 10**9), min_size=3, max_size=6).map(lambda left: sorted(left, reverse=True))


@given(falling, falling)
@settings(deadline=None)
def test_the_cumulative_ratio_is_exactly_the_product_of_the_stage_ratios(ours, theirs):
    size = min(len(ours), len(theirs))
    ours, theirs = ours[:size], theirs[:size]
    group = [Counts(*pair) for pair in pairwise(ours)]
    reference = [Counts(*pair) for pair in pairwise(theirs)]
    ratios = [relative_rate(a, b) for a, b in zip(group, reference, strict=True)]
    whole = relative_rate(first_to_last(group), first_to_last(reference))
    if None not in ratios:
        assert prod(ratios) == whole


def test_a_chain_gives_each_stage_and_the_whole():
    chain = stage_chain(ARREST_TO_CUSTODY, "White")
    (black,) = chain.groups
    assert chain.multiplies
    assert black.stages[0] == score_ratio(1500, 2000, 7000, 10000)
    assert black.cumulative == score_ratio(290, 2000, 980, 10000)
    assert black.product == Fraction(290 * 10000, 2000 * 980)
    assert black.cumulative.value == pytest.approx(float(black.product))
    assert prod(stage.value for stage in black.stages) == pytest.approx(black.cumulative.value)


def test_the_method_is_the_one_asked_for():
    found = stage_chain(ARREST_TO_CUSTODY, "White", Settings(method="katz")).groups[0].cumulative
    assert found != stage_chain(ARREST_TO_CUSTODY, "White").groups[0].cumulative
    assert isinstance(found, Estimate)


def test_bases_that_do_not_follow_are_refused_and_said_by_how_much():
    stages = [Stage("charged", {"White": Counts(1000, 700), "Black": Counts(500, 400)})]
    stages.append(Stage("convicted", {"White": Counts(700, 600), "Black": Counts(380, 330)}))
    with pytest.raises(ChainBroken, match="at convicted") as error:
        stage_chain(stages, "White")
    (found,) = error.value.breaks
    assert (found.stage, found.group, found.had_previous, found.at_risk, found.lost) == ("convicted", "Black", 400, 380, 20)
    assert "400" not in str(error.value)
    assert "Black" not in str(error.value)
    chain = stage_chain(stages, "White", show_breaks=True)
    assert chain.breaks == (found,)
    assert not chain.multiplies
    black = chain.groups[0]
    assert black.cumulative.value == pytest.approx((330 / 500) / (600 / 1000))
    assert float(black.product) != pytest.approx(black.cumulative.value)


def test_people_who_join_late_leave_no_cumulative_ratio():
    stages = [Stage("arrested", {"White": Counts(1000, 700), "Black": Counts(100, 60)})]
    stages.append(Stage("referred", {"White": Counts(700, 600), "Black": Counts(150, 140)}))
    assert chain_breaks(stages)[0].lost == -90
    black = stage_chain(stages, "White", show_breaks=True).groups[0]
    assert black.cumulative is NoNumber.NOT_THE_SAME_PEOPLE
    assert isinstance(black.stages[1], Estimate)


def test_three_reasons_for_no_number_are_kept_apart():
    stages = chain_of(("White", 10000, 7000, 4000), ("Roma", 50, 40, 20), ("Black", 1000, 700, 15), ("Asian", 1000, 700, 400))
    stages[1].counts["Asian"] = None
    found = {group.group: group for group in stage_chain(stages, "White").groups}
    assert found["Roma"].stages == (NoNumber.GROUP_TOO_SMALL,) * 2
    assert isinstance(found["Asian"].stages[0], Estimate)
    assert found["Asian"].stages[1] is found["Asian"].cumulative is NoNumber.NOT_RECORDED
    assert found["Asian"].product is None
    few = stage_chain(chain_of(("White", 10000, 100, 4), ("Black", 1000, 70, 2)), "White").groups[0]
    assert few.stages[1] is few.cumulative is NoNumber.TOO_FEW_EVENTS
    assert len({reason.value for reason in NoNumber}) == len(NoNumber)


def test_a_group_of_exactly_one_per_cent_is_shown():
    stages = chain_of(("White", 9900, 5000), ("Black", 100, 60))
    assert isinstance(stage_chain(stages, "White").groups[0].stages[0], Estimate)
    stages = chain_of(("White", 9901, 5000), ("Black", 100, 60))
    assert stage_chain(stages, "White").groups[0].stages[0] is NoNumber.GROUP_TOO_SMALL


def test_a_reference_that_is_not_recorded_or_has_no_event():
    assert stage_chain(ARREST_TO_CUSTODY, "Nobody").groups[0].stages == (NoNumber.NOT_RECORDED,) * 3
    stages = chain_of(("White", 1000, 0), ("Black", 1000, 200))
    found = stage_chain(stages, "White").groups[0]
    assert found.stages == (NoNumber.TOO_FEW_EVENTS,)
    assert found.product is None


def test_nobody_left_at_a_stage():
    stages = chain_of(("White", 100, 0, 0), ("Black", 100, 50, 20))
    found = stage_chain(stages, "White", EVERYTHING).groups[0]
    assert found.stages == (NoNumber.TOO_FEW_EVENTS,) * 2
    assert found.cumulative is NoNumber.TOO_FEW_EVENTS


@pytest.mark.parametrize(
    ("value", "direction", "words"),
    [
        (0.7, Direction.LESS, "1.4 times less likely"),
        (0.3, Direction.LESS, "3.3 times less likely"),
        (2.2, Direction.MORE, "2.2 times as likely"),
        (1.02, Direction.SAME, "as likely"),
        (0.97, Direction.SAME, "as likely"),
        (0.0, Direction.NEVER, "never, in these figures"),
    ],
)
def test_a_ratio_is_read_so_that_the_number_is_above_one(value, direction, words):
    assert reading(value).direction is direction
    assert reading(value).words == words


@given(st.floats(1e-6, 1e6))
@settings(deadline=None)
def test_a_ratio_and_its_reciprocal_are_read_with_the_same_number(value):
    there, back = reading(value), reading(1 / value)
    assert float(there.times) == pytest.approx(float(back.times), abs=0.1000001)  # a value half way may be rounded either way
    assert (there.direction, back.direction) in {
        (Direction.MORE, Direction.LESS),
        (Direction.LESS, Direction.MORE),
        (Direction.SAME, Direction.SAME),
    }
