"""Series of survey results and published tables: what breaks, what was withheld and what was rounded must not become a number."""

import csv

import pytest

from folkmoot.stats.counts import Counts
from folkmoot.stats.judgement import Finding
from folkmoot.stats.survey.gaps import counts_of_percent, share_gap
from folkmoot.stats.survey.published import (
    ROUNDED,
    SPREAD_UNKNOWN,
    WITHHELD,
    UnreadableFigure,
    published_index_gap,
    published_score,
    published_share_gap,
)
from folkmoot.stats.survey.scores import Scores
from folkmoot.stats.survey.waves import Broken, Wave, change_between, changes


@pytest.fixture
def vectors(shared_data):
    folder = shared_data.parent / "domain" / "vectors"
    if not folder.is_dir():
        pytest.skip(f"published tables not found at {folder}")
    return folder


def test_a_series_is_never_compared_across_a_break():
    waves = [
        Wave("2015", Counts(1000, 130)),
        Wave("2017", None),
        Wave("2021", Counts(1000, 73), break_before=True),
        Wave("2022", Counts(1000, 71)),
    ]
    before, after = changes(waves)
    assert (before.earlier, before.later, before.result) == ("2015", "2021", Broken("2021"))
    assert after.result.gap.value == pytest.approx(-0.002)
    assert change_between(waves, "2015", "2022").result == Broken("2021")
    unmarked = [Wave(wave.label, wave.result) for wave in waves]  # the guard taken away: now there is a figure
    assert changes(unmarked)[0].result.gap.value == pytest.approx(-0.057)


def test_a_break_in_a_year_without_results_still_breaks():
    waves = [Wave("1", Counts(100, 10)), Wave("2", None, break_before=True), Wave("3", Counts(100, 20))]
    assert changes(waves)[0].result == Broken("2")


def test_series_of_scores_and_what_cannot_be_asked_for():
    waves = [Wave("2023", Scores(3000, 67.1, 22.0)), Wave("2024", Scores(3000, 65.3, 22.0))]
    assert changes(waves, deff=1)[0].result.gap.value == pytest.approx(-1.8)
    with pytest.raises(ValueError, match="no results for 2024 followed by 2023"):
        change_between(waves, "2024", "2023")
    with pytest.raises(ValueError, match="all shares or all scores"):
        changes([waves[0], Wave("2024", Counts(100, 10))])
    assert changes([]) == []


def test_the_published_series_of_a_service_breaks_in_2021(vectors):
    with (vectors / "csps_cps_2009_2024.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    results = [counts_of_percent(5000, float(row["e01_yes"])) if row["e01_yes"] else None for row in rows]
    waves = [Wave(row["year"], result, row["year"] == "2021") for row, result in zip(rows, results, strict=True)]
    found = {(change.earlier, change.later): change.result for change in changes(waves, deff=1)}
    assert found["2015", "2021"] == Broken("2021")
    assert sum(isinstance(result, Broken) for result in found.values()) == 1
    assert found["2023", "2024"].gap.value == pytest.approx(0.00966, abs=2e-4)


def test_withheld_figures_give_a_range_and_no_number():
    withheld, others = published_score("[c]", "[c]"), published_score("3,007", "7.549")
    found = published_share_gap(withheld, others)
    assert (found.finding, found.why) == (Finding.TOO_FEW, WITHHELD)
    assert (found.gap.low, found.gap.high) == pytest.approx((-7.5495, 92.4515))
    assert published_share_gap(published_score("40", "[c]"), others).finding is Finding.TOO_FEW
    assert published_index_gap(withheld, published_score("3007", "67.41")).finding is Finding.TOO_FEW


def test_rounding_can_take_an_answer_away():
    base, later = published_score("8936", "69"), published_score("39563", "71")
    found = published_share_gap(later, base)  # 70.5 and 69.5 would round so too
    assert (found.finding, found.why) == (Finding.MISSING_DATA, ROUNDED)
    assert (found.gap.low, found.gap.high) == pytest.approx((1, 3))
    exact = published_share_gap(published_score("39563", "71.00"), published_score("8936", "69.00"))
    assert exact.finding is Finding.DIFFERENCE
    assert published_share_gap(published_score("40", "21"), published_score("50", "21")).finding is Finding.NO_DIFFERENCE
    assert published_share_gap(published_score("29", "21"), published_score("50", "90")).finding is Finding.TOO_FEW


def test_an_index_gap_without_spreads_is_only_called_where_it_holds_for_any():
    limiting = published_index_gap(published_score("737", "61.036"), published_score("2189", "69.264"), deff=1)
    assert limiting.finding is Finding.DIFFERENCE
    minority = published_index_gap(published_score("416", "67.64"), published_score("2464", "68.073"), deff=1)
    assert (minority.finding, minority.why) == (Finding.MISSING_DATA, SPREAD_UNKNOWN)
    known = published_index_gap(published_score("416", "67.64"), published_score("2464", "68.073"), sd=23.0, deff=1)
    assert known.finding is Finding.NO_DIFFERENCE
    assert published_index_gap(published_score("9", "67.64"), published_score("2464", "68.073")).finding is Finding.TOO_FEW


def test_cells_that_are_no_figures_are_refused():
    with pytest.raises(UnreadableFigure, match="'n/a' is not a figure"):
        published_score("416", "n/a")


def test_published_groups_reproduce_their_statistics(vectors):
    """The table by group as published: base and % give the counts, and the counts the statistics."""
    with (vectors / "csps2024_cps_by_group.csv").open(encoding="utf-8") as lines:
        rows = [(row["count"], row["e01_discrimination_yes"]) for row in csv.DictReader(lines)]
    groups = [counts_of_percent(int(n), float(percent)) for n, percent in rows if n != "[c]"]
    found = [share_gap(*groups[place : place + 2], deff=1).statistic for place in range(0, 8, 2)]
    assert found == pytest.approx([4.9445, 10.138, 3.422, -0.273], abs=6e-4)
    pairs = [(published_score(*rows[place]), published_score(*rows[place + 1])) for place in range(0, 10, 2)]
    assert [published_share_gap(*pair, deff=1).finding for pair in pairs] == [
        *[Finding.DIFFERENCE] * 3,
        Finding.NO_DIFFERENCE,
        Finding.TOO_FEW,
    ]
