"""Survey scores, margins, gaps and series: published numbers, referees, and what must not be computed."""

import json
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats import proportion, weightstats

from folkmoot.stats.counts import Counts
from folkmoot.stats.design_effect import DESIGN_EFFECT, effective
from folkmoot.stats.intervals import wilson
from folkmoot.stats.judgement import Finding
from folkmoot.stats.survey.gaps import Gap, counts_of_percent, index_gap, judge_gaps, margin_of_error, share_gap
from folkmoot.stats.survey.scores import (
    AnswerCounts,
    Measure,
    Scores,
    ThemeScore,
    TooFew,
    YesBase,
    benchmark,
    engagement_index,
    engagement_score,
    perma_index,
    perma_points,
    perma_score,
    proxy_stress_index,
    proxy_stress_score,
    reported,
    rounded,
    rounded_difference,
    scores_of,
    theme_score,
    yes_share,
)

# Group, others: respondents and counts reconstructed from n and % (CPS, Civil Service People Survey 2024, question E01); z.
DISCRIMINATION = [
    (Counts(416, 53), Counts(2464, 149), 4.9445),
    (Counts(737, 122), Counts(2189, 108), 10.138),
    (Counts(205, 28), Counts(2730, 194), 3.422),
    (Counts(2001, 147), Counts(957, 73), -0.273),
]

# Local Criminal Justice Boards: base and % in the six months to March 2008, in the twelve to September 2009, published as significant.
CONFIDENCE = [
    ("fair", 9787, 56, 43748, 59, True),
    ("witnesses supported", 8458, 49, 37740, 56, True),
    ("innocent until proven guilty", 9137, 78, 40665, 78, False),
    ("takes account of views", 8936, 69, 39563, 71, True),
    ("takes account of circumstances", 8895, 63, 39313, 66, True),
    ("right balance", 9081, 33, 40170, 36, True),
    ("too soft (disagree)", 9486, 21, 42290, 21, False),
    ("discriminates (disagree)", 8500, 64, 38032, 65, False),
]


@pytest.fixture
def vectors(shared_data):
    folder = shared_data.parent / "domain" / "vectors"
    if not folder.is_dir():
        pytest.skip(f"published tables not found at {folder}")
    return folder


def test_engagement_reproduces_the_published_examples():
    assert engagement_score([100, 75, 75, 50, 25]) == 65
    group = scores_of([65, 25, 70, 35, 50, 100, 90, 40, 20, 35])
    assert (group.n, group.mean) == (10, 53)
    assert AnswerCounts(10, 40, 10, 16, 24).scores.mean == 49
    assert AnswerCounts(22, 28, 34, 12, 4).scores.mean == 63


def test_only_those_who_answered_all_five_count():
    found = engagement_index([[100] * 5, [0] * 5, [100, 100, 100, 100, None]])
    assert (found.n, found.mean, found.left_out) == (2, 50, 1)
    assert engagement_index([[None] * 5]) == Scores(0, None, None, 1)
    with pytest.raises(ValueError, match="5 answers"):
        engagement_score([100, 75])
    with pytest.raises(ValueError, match="between 0 and 100"):
        engagement_score([100, 75, 75, 50, 500])


def test_proxy_stress_reproduces_the_technical_guide():
    favourable = [100, 75, 75, 50, 50, 50, 50, 50]  # 500 over eight questions
    assert sum(favourable) / 8 == 62.5
    assert rounded(proxy_stress_score(favourable)) == 38
    assert scores_of([50, 62.5, 37.5, 18.75, 18.75, 75, 50, 37.5, 62.5, 37.5]).mean == 45
    turned = [*favourable[:7], 50]
    assert proxy_stress_score(turned, inverted=(0,)) == proxy_stress_score([0, *turned[1:]])
    assert proxy_stress_score([*favourable[:7], None]) is None
    assert proxy_stress_index([favourable, [0] * 8]).mean == (37.5 + 100) / 2


def test_perma_reproduces_the_published_scale():
    assert [perma_points(answer) for answer in range(11)] == [0, 25, 25, 25, 25, 50, 50, 75, 75, 75, 100]
    assert perma_score([10, 9, 7, 5, 3]) == 325 / 5 == 65
    assert perma_score([10, 9, None, 5, 3]) is None
    assert perma_index([[10] * 5, [0] * 5]).mean == 50
    with pytest.raises(ValueError, match="between 0 and 10"):
        perma_points(11)


def test_a_table_of_answers_reproduces_its_percentages():
    answers = AnswerCounts(103, 166, 177, 95, 24)
    assert answers.n == 565
    assert [100 * share for share in answers.shares] == pytest.approx([18.230, 29.381, 31.327, 16.814, 4.248], abs=5e-4)
    assert 100 * answers.positive.with_outcome / answers.n == pytest.approx(47.611, abs=5e-4)


def test_the_scores_of_answers_are_those_of_the_people_who_gave_them():
    answers = AnswerCounts(3, 5, 2, 4, 1)
    one_by_one = scores_of([100] * 3 + [75] * 5 + [50] * 2 + [25] * 4 + [0])
    assert (answers.scores.mean, answers.scores.sd) == pytest.approx((one_by_one.mean, one_by_one.sd))


def test_a_theme_averages_its_questions_whatever_their_base():
    found = theme_score([AnswerCounts(10, 10, 0, 0, 0), AnswerCounts(0, 0, 0, 30, 10)])
    assert found == ThemeScore(0.5, 2, 20)
    assert theme_score([AnswerCounts(10, 10, 0, 0, 0), AnswerCounts(9, 0, 0, 0, 0)]) == TooFew(10)


def test_yes_is_a_share_of_everyone_who_answered_unless_said_otherwise():
    """CPS 2024, E01: 8.387 + 84.103 + 7.510 = 100."""
    yes, no, prefer_not = 252, 2527, 226  # as near as a whole number of people comes
    found = yes_share(yes, no, prefer_not)
    assert 100 * found.share.value == pytest.approx(8.387, abs=0.02)
    assert found.base is YesBase.EVERYONE_WHO_ANSWERED
    without = yes_share(yes, no, prefer_not, YesBase.YES_OR_NO)
    assert without.share.value == pytest.approx(yes / (yes + no))
    assert without.base is YesBase.YES_OR_NO
    assert (found.bounds.low, found.bounds.high) == pytest.approx((yes / 3005, (yes + prefer_not) / 3005))
    assert without.bounds == found.bounds  # the two bases are two points between the same ends
    assert found.bounds.low <= found.share.value < without.share.value < found.bounds.high
    assert yes_share(3, 4, 2) == TooFew(10)
    assert yes_share(5, 4, 20, YesBase.YES_OR_NO) == TooFew(10)


def test_below_ten_nothing_is_reported_and_how_few_is_not_said():
    assert reported(Scores(9, 60.0, 5.0)) == TooFew(10)
    assert reported(Scores(10, 60.0, 5.0)).mean == 60
    assert "9" not in repr(reported(Scores(9, 60.0, 5.0)))


def test_rounding_comes_last_and_halves_go_up():
    assert rounded_difference(58.495, 52.952) == 6
    assert rounded(58.495) - rounded(52.952) == 5  # what rounding first would give
    assert [rounded(value) for value in (36.5, 37.5, -0.5, 2.4999999999999)] == [37, 38, -1, 3]
    assert rounded(47.6106, 1) == 47.6
    assert rounded(2.49999) == 2


def test_benchmark_is_the_median_of_organisations():
    assert (benchmark([60, None, 65, 70, 90]).median, benchmark([60, None, 65, 70, 90]).organisations) == (67.5, 4)
    assert benchmark([None]) is None


@pytest.mark.parametrize(
    ("population", "n", "share", "exact", "published"),
    [(200, 120, 0.43, 5.6163, 6), (150, 80, 0.50, 7.5098, 8), (50, 40, 0.30, 6.4155, 6), (500, 375, 0.60, 2.4817, 2)],
)
def test_margins_of_error_reproduce_the_published_ones(population, n, share, exact, published):
    found = 100 * margin_of_error(share, n, population)
    assert found == pytest.approx(exact, abs=2e-4)
    assert rounded(found) == published


def test_the_correction_with_n_instead_of_n_minus_1_would_miss_a_published_row():
    with_n = 100 * 1.96 * math.sqrt(0.25 / 80 * (150 - 80) / 150)
    assert with_n == pytest.approx(7.48, abs=5e-3)
    assert rounded(with_n) == 7 != rounded(100 * margin_of_error(0.5, 80, 150))


def test_margins_at_the_edges():
    assert margin_of_error(0.4, 50, 50) == margin_of_error(0.4, 1, 1) == 0
    assert margin_of_error(0.4, 50, deff=2) == pytest.approx(margin_of_error(0.4, 50) * math.sqrt(2))
    for wrong in ((1.2, 5, None), (0.5, 0, None), (0.5, 10, 9)):
        with pytest.raises(ValueError, match="share lies between"):
            margin_of_error(*wrong)


@pytest.mark.parametrize(("group", "others", "z"), DISCRIMINATION)
def test_gaps_in_discrimination_reproduce_the_published_statistics(group, others, z):
    found = share_gap(group, others, deff=1)
    assert found.statistic == pytest.approx(z, abs=6e-4)
    referee = proportion.proportions_ztest([group.with_outcome, others.with_outcome], [group.base, others.base])
    assert (found.statistic, found.p_value) == pytest.approx(referee)


def test_the_gap_of_ethnic_minority_staff_with_its_interval():
    found = share_gap(Counts(416, 53), Counts(2464, 149), deff=1)
    assert found.p_value == pytest.approx(7.63e-7, rel=2e-3)
    assert (100 * found.gap.low, 100 * found.gap.high) == pytest.approx((3.65, 10.35), abs=5e-3)


@pytest.mark.parametrize(("statement", "first_base", "first", "second_base", "second", "significant"), CONFIDENCE)
def test_confidence_year_on_year_reproduces_what_was_published_as_significant(
    statement, first_base, first, second_base, second, significant
):
    found = share_gap(counts_of_percent(second_base, second), counts_of_percent(first_base, first))
    assert found.deff == DESIGN_EFFECT == 1.2
    assert (found.p_value <= 0.05) is significant, statement
    assert (found.gap.low <= 0 <= found.gap.high) is not significant, statement


def test_a_design_effect_weakens_a_test():
    simple = share_gap(counts_of_percent(38032, 65), counts_of_percent(8500, 64), deff=1)
    assert simple.statistic == pytest.approx(1.75, abs=5e-3)
    designed = share_gap(counts_of_percent(38032, 65), counts_of_percent(8500, 64))
    assert designed.statistic == pytest.approx(simple.statistic / math.sqrt(1.2))
    assert designed.gap.low < simple.gap.low < simple.gap.high < designed.gap.high


@given(st.integers(1, 400), st.data(), st.floats(0.3, 30))
@settings(max_examples=60, deadline=None)
def test_a_design_effect_is_worth_fewer_answers(n, data, deff):
    x = data.draw(st.integers(0, n))
    single, halved = wilson(x, n), wilson(*effective(Counts(2 * n, 2 * x), 2.0))
    assert (halved.low, halved.high) == pytest.approx((single.low, single.high))
    shrunk = wilson(*effective(Counts(n, x), deff))
    assert shrunk.value == pytest.approx(x / n)
    with pytest.raises(ValueError, match="design effect"):
        effective(Counts(n, x), 0)


@pytest.mark.parametrize(("measure", "least"), [(Measure.QUESTION, 30), (Measure.THEME, 20), (Measure.INDEX, 10)])
def test_tests_need_a_smallest_base(measure, least):
    assert share_gap(Counts(least - 1, 5), Counts(500, 40), measure=measure) == TooFew(least)
    assert isinstance(share_gap(Counts(least, 5), Counts(500, 40), measure=measure), Gap)
    assert index_gap(Scores(9, 60.0, 20.0), Scores(500, 62.0, 20.0)) == TooFew(10)


SAMPLES = st.lists(st.floats(0, 100).map(lambda value: round(value, 2)), min_size=10, max_size=60)


@given(SAMPLES, SAMPLES, st.booleans())
@settings(max_examples=80, deadline=None)
def test_index_gaps_agree_with_scipy_and_statsmodels(first, second, equal):
    assume(np.std(first) > 0.1 < np.std(second))
    found = index_gap(scores_of(first), scores_of(second), equal_spread=equal, deff=1)
    referee = stats.ttest_ind(first, second, equal_var=equal)
    assert (found.statistic, found.p_value, found.df) == pytest.approx((referee.statistic, referee.pvalue, referee.df), abs=1e-8)
    compared = weightstats.CompareMeans(weightstats.DescrStatsW(first), weightstats.DescrStatsW(second))
    interval = compared.tconfint_diff(usevar="pooled" if equal else "unequal")
    assert (found.gap.low, found.gap.high) == pytest.approx(interval, abs=1e-8)


def test_index_gaps_at_the_edges():
    same = index_gap(Scores(10, 50.0, 0.0), Scores(10, 50.0, 0.0))
    assert (same.statistic, same.p_value) == (0, 1)
    apart = index_gap(Scores(10, 60.0, 0.0), Scores(10, 50.0, 0.0))
    assert (apart.p_value, apart.gap.low, apart.gap.high) == (0, 10, 10)
    with pytest.raises(ValueError, match="standard deviation"):
        index_gap(Scores(10, 60.0, None), Scores(10, 50.0, 3.0))
    none, everyone = share_gap(Counts(40, 0), Counts(40, 0)), share_gap(Counts(40, 40), Counts(40, 0))
    assert (none.statistic, none.p_value) == (0, 1)
    assert everyone.gap.value == 1 > everyone.gap.low


@given(st.integers(30, 10**12), st.integers(30, 10**12), st.floats(0, 1), st.floats(0, 1), st.floats(0.5, 5))
@settings(max_examples=100, deadline=None)
def test_turning_a_gap_round_changes_its_sign_alone(first, second, a, b, deff):
    one, two = Counts(first, int(first * a)), Counts(second, int(second * b))
    there, back = share_gap(one, two, deff=deff), share_gap(two, one, deff=deff)
    assert there.statistic == pytest.approx(-back.statistic)
    assert there.p_value == pytest.approx(back.p_value)
    assert (there.gap.low, there.gap.high) == pytest.approx((-back.gap.high, -back.gap.low), abs=1e-12)
    assert there.gap.low <= there.gap.value <= there.gap.high


def test_gaps_judged_together_are_adjusted_and_too_few_is_not_no_difference():
    gaps = [share_gap(group, others, deff=1) for group, others, _ in DISCRIMINATION] + [TooFew(30)]
    found = judge_gaps(gaps, min_gap=0.02)
    assert [each.finding for each in found] == [*[Finding.DIFFERENCE] * 3, Finding.NO_DIFFERENCE, Finding.TOO_FEW]
    assert found[0].p_adjusted == pytest.approx(gaps[0].p_value * 2)
    assert found[4].p_adjusted is None
    assert judge_gaps(gaps, min_gap=0.2)[0].finding is Finding.NO_DIFFERENCE
    assert judge_gaps([], min_gap=0.02) == []


def test_the_engagement_gap_hides_what_the_discrimination_gap_shows():
    """CPS 2024, ethnic minority and White staff: engagement 67.64 and 68.07, discrimination 12.74 % and 6.05 %."""
    engagement = index_gap(Scores(416, 67.64, 23.0), Scores(2464, 68.073, 23.0), deff=1)
    discrimination = share_gap(counts_of_percent(416, 12.74), counts_of_percent(2464, 6.047), deff=1)
    assert engagement.gap.low < 0 < engagement.gap.high
    assert discrimination.gap.low > 0.03


def test_the_numbers_above_are_those_of_the_shared_list(vectors):
    listed = json.loads((vectors / "vectors.json").read_text(encoding="utf-8"))
    assert [tuple(row) for row in listed["public_confidence_lcjb"]["rows"]] == CONFIDENCE
    survey = listed["people_survey"]
    for row in survey["moe"]:
        assert 100 * margin_of_error(row["p"], row["n"], row["N"]) == pytest.approx(row["exact"], abs=2e-4)
    assert AnswerCounts(*survey["table_a_counts"]).n == 565
