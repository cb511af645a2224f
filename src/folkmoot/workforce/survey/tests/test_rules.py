"""When a gap is called one: published numbers, roundings, small bases, breaks, and what closing means."""

from dataclasses import replace

import pytest

from folkmoot.stats.judgement import Finding
from folkmoot.stats.survey.waves import Broken
from folkmoot.workforce.survey.rules import (
    Movement,
    Score,
    Why,
    closing_of,
    file_again,
    gaps_of,
    hidden_by_engagement,
    is_broken,
    trend_of,
)


def score(base: int | None, value: float | None, decimals: int = 3, rounded: bool = False) -> Score:
    if value is None:
        return Score(base, None, None)
    half = 0.5 * 10.0**-decimals
    return Score(base, max(0.0, value - half), min(100.0, value + half), decimals, rounded)


def row(item: str, group: Score, reference: Score, characteristic: str = "ethnicity", codes=("minority", "white"), year: int = 2024):
    (found,) = gaps_of(year, characteristic, {(codes[0], item): group, (codes[1], item): reference})
    return found


def test_the_published_example_of_discrimination_by_ethnicity():
    found = row("E01", score(416, 12.740), score(2464, 6.047))
    assert found.statistic == pytest.approx(4.9445, abs=1e-4)
    assert found.p_value == pytest.approx(7.63e-7, rel=1e-3)
    assert (found.low, found.high) == (pytest.approx(3.65, abs=0.005), pytest.approx(10.35, abs=0.005))
    assert (found.finding, found.why) == (Finding.DIFFERENCE, Why.NOTHING)
    assert found.worse > 0


@pytest.mark.parametrize(
    ("characteristic", "codes", "group", "reference", "z"),
    [
        ("disability", ("yes", "no"), (737, 16.554), (2189, 4.934), 10.138),
        ("sexual_orientation", ("lgbo", "straight"), (205, 13.659), (2730, 7.106), 3.422),
        ("sex", ("female", "male"), (2001, 7.346), (957, 7.628), -0.273),
    ],
)  # fmt: skip
def test_other_published_examples(characteristic, codes, group, reference, z):
    found = row("E01", score(*group), score(*reference), characteristic, codes)
    assert found.statistic == pytest.approx(z, abs=5e-4)
    assert found.finding is (Finding.NO_DIFFERENCE if abs(z) < 1 else Finding.DIFFERENCE)


def test_engagement_near_zero_hides_nothing():
    scores = {("minority", "EES"): score(416, 67.640), ("white", "EES"): score(2464, 68.073), ("minority", "E01"): score(416, 12.740),
              ("white", "E01"): score(2464, 6.047)}  # fmt: skip
    rows = gaps_of(2024, "ethnicity", scores)
    ((calm, hidden),) = hidden_by_engagement(rows)
    assert (calm.item.code, calm.finding, hidden.item.code) == ("EES", Finding.NO_DIFFERENCE, "E01")
    assert hidden.ratio == pytest.approx(2.107, abs=0.001)
    wide = gaps_of(2024, "ethnicity", scores | {("minority", "EES"): score(416, 60.0)})
    assert hidden_by_engagement(wide) == []


def test_higher_is_worse_turns_the_sign():
    stress = row("HSE", score(416, 40.0), score(2464, 20.0))
    theme = row("IF", score(416, 60.0), score(2464, 80.0))
    assert stress.worse == pytest.approx(20.0)
    assert theme.worse == pytest.approx(20.0)
    assert stress.finding is theme.finding is Finding.DIFFERENCE


def test_an_index_without_its_spread_says_nothing_where_the_widest_does_not_hold():
    found = row("EES", score(416, 64.0), score(2464, 68.0))
    assert (found.finding, found.why, found.widest) == (Finding.MISSING_DATA, Why.SPREAD_UNKNOWN, True)


@pytest.mark.parametrize(("item", "least"), [("E01", 30), ("IF", 20), ("EES", 10)])
def test_minimum_bases(item, least):
    few = row(item, score(least - 1, 90.0), score(2464, 10.0))
    assert (few.finding, few.why, few.least) == (Finding.TOO_FEW, Why.TOO_FEW, least)
    assert row(item, score(least, 90.0), score(2464, 10.0)).finding is Finding.DIFFERENCE


def test_withheld_and_unpublished_are_said_apart():
    withheld = row("E01", score(None, None), score(2464, 6.047))
    assert (withheld.finding, withheld.why, withheld.gap) == (Finding.TOO_FEW, Why.WITHHELD, None)
    no_base = row("E01", score(None, 12.74), score(None, 6.047))
    assert (no_base.finding, no_base.why) == (Finding.TOO_FEW, Why.BASE_UNKNOWN)
    assert no_base.gap == pytest.approx(6.693)


def test_whole_per_cents_cannot_settle_what_was_rounded_away():
    rough, fine = row("E01", score(300, 16, 0), score(2500, 12, 0)), row("E01", score(300, 17, 0), score(2500, 10, 0))
    assert (rough.finding, rough.why) == (Finding.MISSING_DATA, Why.ROUNDED)
    assert fine.finding is Finding.DIFFERENCE
    assert fine.low < row("E01", score(300, 17.0), score(2500, 10.0)).low


def test_a_base_to_the_nearest_ten_may_be_five_fewer():
    assert row("E01", score(30, 90.0, rounded=True), score(2464, 10.0)).finding is Finding.TOO_FEW
    assert row("E01", score(40, 90.0, rounded=True), score(2464, 10.0)).finding is Finding.DIFFERENCE


def test_prefer_not_to_say_is_compared_with_nobody_and_judged_with_nothing():
    scores = {("minority", "E01"): score(416, 9.5), ("white", "E01"): score(2464, 6.047), ("pnts", "E01"): score(120, 40.0)}
    rows = {one.group.code: one for one in gaps_of(2024, "ethnicity", scores)}
    assert (rows["pnts"].finding, rows["pnts"].gap, rows["pnts"].p_value) == (Finding.NOT_COMPARED, None, None)
    alone = row("E01", score(416, 9.5), score(2464, 6.047))
    assert rows["minority"].p_adjusted == alone.p_adjusted


def test_all_gaps_of_a_table_are_judged_together():
    one = row("E01", score(416, 8.7), score(2464, 6.047))
    assert one.finding is Finding.DIFFERENCE
    others = {("minority", code): score(416, 70.0) for code in ("MW", "OP", "LM", "MT", "LD", "IF", "RW", "PB", "LC")}
    calm = others | {("white", code): score(2464, 70.0) for _, code in others}
    both = {("minority", "E01"): score(416, 8.7), ("white", "E01"): score(2464, 6.047)}
    together = {found.item.code: found for found in gaps_of(2024, "ethnicity", calm | both)}
    assert together["E01"].finding is Finding.NO_DIFFERENCE


def test_a_small_gap_of_very_many_people_is_none_that_matters():
    assert row("E01", score(50_000, 8.0), score(250_000, 7.0)).finding is Finding.NO_DIFFERENCE


def series(*years_and_scores, item="E01", characteristic="ethnicity", codes=("minority", "white")):
    return trend_of(
        [row(item, score(400, group), score(2500, reference), characteristic, codes, year) for year, group, reference in years_and_scores]
    )


def test_nothing_is_tested_across_a_break():
    years = series((2019, 16.0, 10.0), (2020, 11.0, 5.0), (2021, 9.0, 5.0), (2022, 9.0, 5.0))
    assert [[one.year for one in year.breaks] for year in years] == [[], [], [2021], []]
    assert isinstance(years[2].change.result, Broken)
    assert is_broken(years[2].change)
    assert not is_broken(years[3].change)
    assert closing_of(years).since.year == 2021


def test_a_break_in_a_year_that_is_missing_still_breaks():
    years = series((2020, 11.0, 5.0), (2022, 9.0, 5.0))
    assert [one.year for one in years[1].breaks] == [2021]
    assert closing_of(years) is None


def test_a_gap_that_closes_widens_or_cannot_be_told():
    closing = closing_of(series((2021, 25.0, 5.0), (2024, 8.0, 5.0)))
    widening = closing_of(series((2021, 8.0, 5.0), (2024, 25.0, 5.0)))
    unsure = closing_of(series((2021, 9.0, 5.0), (2024, 8.0, 5.0)))
    assert [one.movement for one in (closing, widening, unsure)] == [Movement.CLOSING, Movement.WIDENING, Movement.CANNOT_TELL]
    assert closing.change == pytest.approx(-17.0)
    good = closing_of(series((2022, 60.0, 80.0), (2024, 78.0, 80.0), item="IF"))
    assert (good.movement, round(good.change)) == (Movement.CLOSING, -18)
    assert closing_of(series((2022, 60.0, 70.0), (2024, 69.0, 70.0), item="EES")).movement is Movement.NOT_TESTED


def test_a_score_as_printed_stays_at_the_ends_of_the_scale():
    assert score(100, 0.0, 0).value == 0.0
    assert score(100, 100.0, 0).value == 100.0
    assert score(100, 12.74).value == pytest.approx(12.74)
    assert replace(score(100, 12.74), base=None).counts is None


def test_a_file_is_known_again():
    held = [("bytes", "figures")]
    assert [file_again(*one, held) for one in (("bytes", "other"), ("other", "figures"), ("a", "b"))] == ["file", "figures", ""]
