"""Figures as people read them: rounded last, withheld and undefined never as numbers."""

import pytest

from folkmoot.disparity import figures as f
from folkmoot.disparity.flat import Figure, figures_of
from folkmoot.disparity.headings import Form


def said(cell):
    return cell if isinstance(cell, str) else cell.said()


@pytest.mark.parametrize(
    ("show", "figure", "told"),
    [
        (f.counted, 1234, "1,234"), (f.counted, "[c]", "[c]"), (f.counted, None, "[z]"), (f.counted, 0, "0"),
        (f.share, 0.7126, "71.3%"), (f.share, 0.0001, "[low]"), (f.share, 0, "0.0%"), (f.share, 1.0, "100.0%"), (f.share, "[c]", "[c]"),
        (f.points, 0.066, "+6.6"), (f.points, -0.066, "−6.6"), (f.points, -0.0001, "0.0"), (f.points, 0.0, "0.0"), (f.points, None, "[z]"),
        (f.ratio, 1.0948, "1.09"), (f.ratio, 0, "0.00"), (f.ratio, 1234.5, "1,234"), (f.ratio, "[c]", "[c]"), (f.ratio, None, "[z]"),
        (f.p_value, 0.00002, "<0.001"), (f.p_value, 0.0314, "0.031"), (f.p_value, 1, "1.000"), (f.plain, -1.52554, "−1.526"),
        (f.answer, True, "yes"), (f.answer, False, "no"), (f.answer, "[c]", "[c]"), (f.answer, None, "[z]"),
    ],
)  # fmt: skip
def test_one_figure(show, figure, told):
    assert said(show(figure)) == told


@pytest.mark.parametrize(
    ("show", "figure", "interval", "told"),
    [
        (f.rate_with, 0.5, [0.4, 0.6], "50.0% (40.0 to 60.0)"),
        (f.rate_with, "[c]", "[c]", "[c]"),
        (f.rate_with, 0.5, None, "50.0%"),
        (f.rate_with, 0.0, [0.0, 0.00001], "0.0% (0.0 to 0.0)"),
        (f.points_with, -0.696, [-0.71, None], "−69.6 (−71.0 to no limit)"),
        (f.ratio_with, 1.5, [1.1, None], "1.50 (1.10 to no limit)"),
        (f.ratio_with, None, [2.4, None], "no limit (2.40 to no limit)"),
        (f.ratio_with, None, None, "[z]"),
        (f.ratio_with, None, "[c]", "[z]"),
    ],
)
def test_a_figure_with_its_interval(show, figure, interval, told):
    assert said(show(figure, interval)) == told


def test_ranges():
    assert said(f.shares_between([0.1, 0.25])) == "10.0 to 25.0"
    assert said(f.ratios_between([0.9, None])) == "0.90 to no limit"
    assert said(f.ratios_between("[c]")) == "[c]"


def test_figures_lie_flat_with_their_intervals():
    item = {
        "group": "a", "n": 5, "rate": 0.5, "rate_ci": [0.4, None], "ratio": None, "ratio_ci": [2.0, None], "gone": "[c]", "gone_ci": "[c]",
        "adjusted": None, "missing_bounds": {"rate": [0.1, 0.2], "verdict_could_change": False}, "limits_95": "[c]", "signals": [],
        "pieces": [{"x": 1}],
    }  # fmt: skip
    assert list(figures_of(item, frozenset({"group"}))) == [
        Figure("n", 5),
        Figure("rate", 0.5, 0.4, "no limit", has_interval=True),
        Figure("ratio", "no limit", 2.0, "no limit", has_interval=True),
        Figure("gone", "[c]", "[c]", "[c]", has_interval=True),
        Figure("missing_bounds.rate", None, 0.1, 0.2, is_pair=True),
        Figure("missing_bounds.verdict_could_change", "no"),
        Figure("limits_95", None, "[c]", "[c]", is_pair=True),
        Figure("signals", "[z]"),
    ]


@pytest.mark.parametrize(
    ("form", "figure", "told"),
    [
        (Form.COUNT, 12, 12), (Form.PERCENT, 0.71262, 71.3), (Form.PERCENT, 0.0001, "[low]"), (Form.PERCENT, 0, 0.0),
        (Form.POINTS, -0.00001, 0.0), (Form.POINTS, -0.066, -6.6), (Form.RATIO, 1.0948, 1.09), (Form.RATIO, 0.001, "[low]"),
        (Form.P, 0.00002, "[low]"), (Form.P, 0.03141, 0.0314), (Form.PLAIN, 0.00001234567, 0.0000123457),
    ],
)  # fmt: skip
def test_figures_of_the_workbook_are_rounded(form, figure, told):
    assert form.rounded(figure) == told
    assert str(form.rounded(figure)) != "-0.0"
