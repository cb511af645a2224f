"""Charts over time: limits, run rules, breaks, and the refusal to read runs into few points."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.counts import Counts
from folkmoot.stats.funnel import Limits
from folkmoot.stats.intervals import newcombe_difference
from folkmoot.stats.trends import BreakNotFound, Signal, laney_chart, p_chart, run_signals, xmr_chart

# R: set.seed(123); rnorm(20), the series of the tests of NHSRplotthedots.
NORMAL = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285, -0.44566197),
    *(1.2240818, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.7013559, -0.47279141),
]
# CPS Employee Engagement Index; 2016 was not published.
YEARS = [str(year) for year in range(2009, 2025) if year != 2016]
ENGAGEMENT = [56, 53, 49, 51, 54, 53, 54, 61, 61, 65, 70, 69.131, 68.573, 67.097, 65.284]
# The lower limit, the mean and the upper limit are far from all points but those a test is about.
WIDE = Limits(-30.0, 30.0)


def named(count):
    return [f"period {place:02}" for place in range(count)]


def only(chart):
    (segment,) = chart.segments
    return segment


def marked(chart, signal):
    return [point.period for segment in chart.segments for point in segment.points if signal in point.signals]


def places(values, signal, centre=0.0, limits=WIDE):
    found = run_signals(values, centre, [limits] * len(values))
    return [place for place, signals in enumerate(found) if signal in signals]


def test_xmr_reproduces_the_limits_of_nhs_plot_the_dots():
    found = only(xmr_chart(named(20), NORMAL))
    limits = found.points[0].limits
    assert (found.centre, limits.low, limits.high) == pytest.approx((0.1416238, -3.01138, 3.294627), abs=1e-6)
    assert not found.screened
    assert found.rules_applied


@pytest.mark.parametrize(("screen", "low", "high"), [(True, -2.383666, 3.722497), (False, -4.596625, 5.935457)])
def test_an_extreme_step_is_screened_out_of_the_limits_once(screen, low, high):
    values = [*NORMAL[:14], 10.0, *NORMAL[15:]]
    chart = xmr_chart(named(20), values, screen=screen)
    found = only(chart)
    limits = found.points[0].limits
    assert (found.centre, limits.low, limits.high) == pytest.approx((0.6694159, low, high), abs=1e-6)
    assert found.screened is screen
    assert marked(chart, Signal.OUTSIDE) == ["period 14"]


def test_the_engagement_index_shifted_and_one_flat_chart_does_not_describe_it():
    chart = xmr_chart(YEARS, ENGAGEMENT)
    found = only(chart)
    limits = found.points[0].limits
    assert (found.centre, found.mean_moving_range) == pytest.approx((59.8057, 2.4797), abs=5e-5)
    assert (limits.low, limits.high) == pytest.approx((53.2096, 66.4017), abs=5e-5)
    assert marked(chart, Signal.OUTSIDE) == ["2010", "2011", "2012", "2014", "2020", "2021", "2022", "2023"]
    assert marked(chart, Signal.SHIFT) == YEARS
    assert marked(chart, Signal.CLOSE) == ["2013", "2015"]


def test_a_break_starts_a_baseline_of_its_own_and_no_line_crosses_it():
    chart = xmr_chart(YEARS, ENGAGEMENT, breaks={"2017", "2021"})
    assert [segment.points[0].period for segment in chart.segments] == ["2009", "2017", "2021"]
    assert chart.segments[0].centre == pytest.approx(sum(ENGAGEMENT[:7]) / 7)
    assert chart.segments[1].mean_moving_range == pytest.approx((0 + 4 + 5) / 3)
    assert [[line[0].period, line[-1].period] for line in chart.lines] == [["2009", "2015"], ["2017", "2020"], ["2021", "2024"]]
    assert [segment.rules_applied for segment in chart.segments] == [False] * 3


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=30), st.data())
@settings(deadline=None)
def test_each_stretch_is_what_it_would_be_alone(values, data):
    cut = data.draw(st.integers(1, len(values) - 1))
    periods = named(len(values))
    chart = xmr_chart(periods, values, breaks=[periods[cut]])
    assert chart.segments[0] == only(xmr_chart(periods[:cut], values[:cut]))
    assert chart.segments[1] == only(xmr_chart(periods[cut:], values[cut:]))


def test_a_break_that_is_not_in_the_series_is_refused():
    with pytest.raises(BreakNotFound, match="runs from '2009' to '2024'"):
        xmr_chart(YEARS, ENGAGEMENT, breaks=["2016"])


@pytest.mark.parametrize("periods", [["a", "b"], ["a", "a", "b"]])
def test_each_period_is_named_once(periods):
    with pytest.raises(ValueError, match="named once"):
        xmr_chart(periods, [1.0, 2.0, 3.0])


def test_six_reports_are_too_few_for_run_rules_and_change_still_has_an_interval():
    counts = [Counts(500, 400), Counts(480, 390), Counts(510, 300), Counts(505, 250), Counts(490, 200), Counts(500, 150)]
    for chart in (p_chart(named(6), counts), laney_chart(named(6), counts)):
        found = only(chart)
        assert "6 points: too few for run rules, which need at least 12" in found.refused
        assert not any(point.signals for point in found.points)
        assert chart.change == newcombe_difference(150, 500, 400, 500)
        assert chart.change.high < 0
    assert only(p_chart(named(6), counts, least_points=6)).points[-1].signals == {Signal.OUTSIDE}


def test_twelve_points_are_enough():
    values = [float(place % 2) for place in range(12)]
    assert only(xmr_chart(named(12), values)).rules_applied
    assert not only(xmr_chart(named(11), values[:11])).rules_applied


def test_change_does_not_reach_over_a_break():
    counts = [Counts(100, 90), Counts(100, 80), Counts(0, 0), Counts(100, 40), Counts(100, 50)]
    chart = p_chart(list("abcde"), counts, breaks=["d"])
    assert chart.segments[0].change == newcombe_difference(80, 100, 90, 100)
    assert chart.change == newcombe_difference(50, 100, 40, 100)
    assert p_chart(list("abc"), counts[:3], breaks=["b"]).change is None


def test_seven_on_one_side_are_all_marked_and_six_are_not():
    assert places([1, -1, 1, 1, 1, 1, 1, 1, 1, 1, -1], Signal.SHIFT) == [2, 3, 4, 5, 6, 7, 8, 9]
    assert places([-1, 1, 1, 1, 1, 1, 1, -1], Signal.SHIFT) == []
    assert places([1, 1, 1, 0, 1, 1, 1, 1], Signal.SHIFT) == []  # on the mean is on neither side


def test_seven_points_that_only_rise_or_only_fall_are_a_trend():
    assert places([2, 1, 2, 3, 4, 5, 6, 7, 3], Signal.TREND) == [1, 2, 3, 4, 5, 6, 7]
    assert places([2, 7, 6, 5, 4, 3, 2, 1, 3], Signal.TREND) == [1, 2, 3, 4, 5, 6, 7]
    assert places([1, 2, 3, 3, 4, 5, 6], Signal.TREND) == []
    assert places([1, 2, 3, 4, 5, 6], Signal.TREND) == []


def test_two_of_three_close_to_the_same_limit():
    near = Limits(-3.0, 3.0)
    assert places([0, 2.5, 0, 2.5, 0], Signal.CLOSE, limits=near) == [1, 3]
    assert places([2.5, 2.5, 0, 0], Signal.CLOSE, limits=near) == [0, 1]
    assert places([2.5, 0, 0, 2.5], Signal.CLOSE, limits=near) == []
    assert places([2.5, 0, -2.5], Signal.CLOSE, limits=near) == []
    assert places([1.9, 1.9, 1.9], Signal.CLOSE, limits=near) == []
    assert places([3.5, 2.5, 0], Signal.CLOSE, limits=near) == []  # outside is marked for being outside
    assert places([3.5, 2.5, 0], Signal.OUTSIDE, limits=near) == [0]


def test_a_gap_ends_every_run_and_every_line():
    assert places([1, 1, 1, None, 1, 1, 1, 1], Signal.SHIFT) == []
    assert places([1, 2, 3, None, 4, 5, 6, 7], Signal.TREND) == []
    assert places([2.5, None, 2.5], Signal.CLOSE, limits=Limits(-3.0, 3.0)) == []
    chart = xmr_chart(named(5), [1.0, 2.0, None, 9.0, 8.0])
    assert only(chart).mean_moving_range == 1.0
    assert [len(line) for line in chart.lines] == [2, 2]


def test_a_constant_series_is_marked_nowhere():
    """The mean of equal figures can differ from them in its last digit; that is no side and no distance."""
    for value in (0.1, 1 / 3, 70.0, 1e9 / 7):
        assert not any(point.signals for point in only(xmr_chart(named(15), [value] * 15)).points)
    assert not any(point.signals for point in only(p_chart(named(15), [Counts(30, 10)] * 15)).points)


@pytest.mark.parametrize("values", [[], [None, None], [4.0], [4.0, None, 5.0]])
def test_too_little_for_limits_gives_none(values):
    chart = xmr_chart(named(len(values)), values)
    assert all(point.limits is None for segment in chart.segments for point in segment.points)
    assert all(segment.refused for segment in chart.segments)
    assert chart.change is None


def test_no_neighbours_is_said_even_where_points_are_many():
    values = [1.0 if place % 2 else None for place in range(30)]
    assert "No two neighbouring" in only(xmr_chart(named(30), values)).refused


def test_p_chart_limits_follow_their_formula_and_the_numbers_at_risk():
    counts = [Counts(100, 12), Counts(400, 36), Counts(0, 0), Counts(25, 2)]
    found = only(p_chart(named(4), counts))
    centre = 50 / 525
    assert found.centre == centre
    assert [point.value for point in found.points] == [0.12, 0.09, None, 0.08]
    assert found.points[2].limits is None
    half = 3 * (centre * (1 - centre) / 400) ** 0.5
    assert (found.points[1].limits.low, found.points[1].limits.high) == pytest.approx((centre - half, centre + half))
    assert found.points[3].limits.low == 0.0
    assert found.points[3].limits.high > found.points[0].limits.high > found.points[1].limits.high


def test_close_to_a_limit_that_is_cut_at_nought_is_still_two_sigma_away():
    counts = [Counts(40, 4)] * 14 + [Counts(40, 1), Counts(40, 1)]
    chart = p_chart(named(16), counts)
    assert only(chart).points[0].limits.low == 0.0
    assert marked(chart, Signal.CLOSE) == []


@given(st.lists(st.integers(0, 200), min_size=2, max_size=30))
@settings(deadline=None)
def test_laney_with_equal_numbers_at_risk_is_the_xmr_chart_of_the_rates(had):
    counts = [Counts(200, each) for each in had]
    laney = only(laney_chart(named(len(had)), counts, screen=False))
    xmr = only(xmr_chart(named(len(had)), [each / 200 for each in had], screen=False))
    half = xmr.mean_moving_range * 3 / 1.128
    assert laney.centre == pytest.approx(xmr.centre)
    for point in laney.points:
        assert point.limits.low == pytest.approx(max(0.0, xmr.centre - half), abs=1e-9)
        assert point.limits.high == pytest.approx(min(1.0, xmr.centre + half), abs=1e-9)


def test_laney_widens_the_limits_that_large_numbers_make_too_narrow():
    had = [50_000, 52_000, 49_000, 51_500, 48_500, 50_800, 51_900, 49_300, 50_100, 48_700, 51_200, 50_400]
    counts = [Counts(100_000, each) for each in had]
    plain, prime = p_chart(named(12), counts), laney_chart(named(12), counts)
    assert len(marked(plain, Signal.OUTSIDE)) >= 8
    assert marked(prime, Signal.OUTSIDE) == []
    assert only(prime).sigma_z > 5


@given(st.lists(st.integers(0, 50).flatmap(lambda n: st.integers(0, n).map(lambda x: Counts(n, x))), max_size=30))
@settings(deadline=None)
def test_rates_and_limits_stay_within_nought_and_one(counts):
    for chart in (p_chart(named(len(counts)), counts), laney_chart(named(len(counts)), counts)):
        for segment in chart.segments:
            for point in segment.points:
                assert (point.value is None) == (point.counts.base == 0)
                if point.limits:
                    assert 0 <= point.limits.low <= segment.centre <= point.limits.high <= 1
