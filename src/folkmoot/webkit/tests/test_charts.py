"""The chart as text: what a screen reader is told, what a narrow screen can read, and that nothing in a name can break it."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils.html import conditional_escape
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.webkit.charts import (
    Bunch,
    Dot,
    Drawing,
    Interval,
    Limits,
    Line,
    Mark,
    Moment,
    control_svg,
    forest_svg,
    funnel_svg,
    heat_svg,
    interval_plot,
    interval_svg,
    interval_svg_wide,
)
from folkmoot.webkit.charts import Cell as HeatCell
from folkmoot.webkit.charts.scales import count_scale, ratio_scale

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    Interval("White", 62.0, 60.1, 63.9, Mark.SQUARE),
    Interval("Black", 74.5, 70.2, 78.4, Mark.DIAMOND),
    Interval("Asian", 63.0, 58.8, 67.0),
]


def drawn(rows=ROWS, **over):
    words = {"title": "Charged, by ethnicity", "description": "Rates with intervals", "reference": 62.0, "unit": "%"} | over
    return ElementTree.fromstring(interval_svg(rows, **words))


def texts(svg):
    return [found.text for found in svg.iter(f"{SVG}text")]


def test_it_is_one_image_with_a_name_and_a_description():
    svg = drawn()
    named = svg.get("aria-labelledby").split()
    assert svg.get("role") == "img"
    assert [svg.find(f".//*[@id='{key}']").text for key in named] == ["Charged, by ethnicity", "Rates with intervals"]


def test_two_charts_on_a_page_do_not_share_an_id():
    first, second = drawn(), drawn(rows=ROWS[:2])
    assert not {found.get("id") for found in first.iter() if found.get("id")} & {found.get("id") for found in second.iter()}


def test_every_value_stands_in_words():
    assert "White: 62.0% (60.1 to 63.9)" in texts(drawn())


def test_each_answer_has_a_shape_of_its_own():
    svg = drawn()
    assert len(svg.findall(f"{SVG}rect")) == 1
    assert len(svg.findall(f"{SVG}circle")) == 1
    assert len([path for path in svg.iter(f"{SVG}path") if path.get("d").endswith("z")]) == 1


def test_letters_are_at_least_12_pixels_high_on_a_phone_320_wide():
    svg = drawn()
    width = float(svg.get("viewBox").split()[2])
    assert float(svg.get("font-size")) * 290 / width >= 12


def test_long_names_wrap_inside_the_picture():
    svg = drawn([Interval("White - English/Welsh/Scottish/Northern Irish/British and anybody else of that group", 5, 4, 6)])
    assert len(texts(svg)) > 4
    assert max(len(line) for line in texts(svg)) <= 44


def test_no_mark_lies_outside_the_picture():
    svg = drawn([Interval("None at all", 0.0, 0.0, 0.4), Interval("All of them", 100.0, 95.0, 100.0)])
    width = float(svg.get("viewBox").split()[2])
    places = [float(circle.get("cx")) for circle in svg.iter(f"{SVG}circle")]
    assert 0 < min(places) < max(places) < width


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 0.0), (7.4, 7.6), (0.0, 100.0), (-12.0, 3.0), (0.0, 1234.0), (33.3, 33.3)]
)  # fmt: skip
def test_the_scale_has_few_ticks_and_holds_every_value(low, high):
    svg = drawn([Interval("a", low, low, high)], reference=None)
    ticks = [float(text.rstrip("%")) for text in texts(svg) if re.fullmatch(r"-?[\d.]+%", text)]
    assert 2 <= len(ticks) <= 6
    assert ticks[0] <= low <= high <= ticks[-1]
    assert ticks[-1] - ticks[0] >= 5
    assert all(tick == int(tick) for tick in ticks)


@pytest.mark.parametrize(("value", "ends"), [(0.0, (0, 5)), (1.2, (0, 5)), (33.3, (31, 36)), (100.0, (95, 100)), (-2.0, (-4, 1))])
def test_a_narrow_scale_is_widened_and_stays_within_what_a_share_can_be(value, ends):
    ticks = [float(text.rstrip("%")) for text in texts(drawn([Interval("a", value, value, value)], reference=None)) if "(" not in text]
    assert (ticks[0], ticks[-1]) == ends


def wide(rows):
    words = {"title": "Charged, by ethnicity", "description": "Rates with intervals", "reference": 62.0, "unit": "%"}
    return ElementTree.fromstring(interval_svg_wide(rows, **words))


def test_on_paper_each_row_has_its_label_bar_and_value_beside_one_another():
    svg = wide(ROWS)
    places = {found.text: (float(found.get("x")), float(found.get("y"))) for found in svg.iter(f"{SVG}text")}
    bars = [float(found.get("cx")) for found in svg.iter(f"{SVG}circle")]
    assert places["White"][1] == places["62.0% (60.1 to 63.9)"][1]
    assert places["Asian"][0] < bars[0] < places["63.0% (58.8 to 67.0)"][0]
    assert len([path for path in svg.iter(f"{SVG}path") if path.get("stroke-dasharray")]) == 1
    assert interval_svg_wide([], title="a", description="b") == ""


def test_nineteen_rows_fit_in_half_a_page_of_paper():
    long = "White - English/Welsh/Scottish/Northern Irish/British"
    svg = wide([Interval(long if place < 4 else f"Group {place}", 50 + place, 45, 80) for place in range(19)])
    width, height = (float(part) for part in svg.get("viewBox").split()[2:])
    assert 166 * height / width < 297 / 2  # in millimetres, as wide as the text of an A4 page
    assert max(len(text) for text in texts(svg)) <= 42


def test_names_cannot_break_out_of_the_picture():
    hostile = '</text><script>alert("x")</script>'
    svg = drawn([Interval(hostile, 5, 4, 6)], title=hostile, description=hostile, unit="<%")
    assert not list(svg.iter(f"{SVG}script"))
    assert "".join(texts(svg)).startswith("</text>")


def test_there_is_no_inline_style_and_no_script_because_the_pages_refuse_them():
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", interval_svg(ROWS, title="a", description="b"))


@pytest.mark.parametrize("colour", ["#0b0c0c", "#4c2c92", "#6f777b"])
def test_colours_stand_out_from_white(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert colour in interval_svg(ROWS, title="a", description="b", reference=62.0)
    assert 1.05 / (luminance + 0.05) >= 3


def test_nothing_is_drawn_for_no_rows():
    assert interval_svg([], title="a", description="b") == ""


def test_the_page_gets_the_same_picture_as_the_document():
    assert interval_plot(ROWS, title="a", description="b") == interval_svg(ROWS, title="a", description="b")
    assert drawn(lang="cy").get("lang") == "cy"


def drawn_forest(bunches=None, **over):
    words = {"title": "Relative rates", "description": "Beside the group compared with", "reference": 1.0, "ratios": True} | over
    return ElementTree.fromstring(forest_svg(bunches or BUNCHES, **words))


BUNCHES = [
    Bunch("White", [Line("compared with", 1, 1, 1, Mark.SQUARE)]),
    Bunch("Black", [Line("1.27 (1.10 to 1.46)", 1.27, 1.10, 1.46, Mark.DIAMOND, "unadjusted"),
                    Line("1.12 (0.98 to 1.28)", 1.12, 0.98, 1.28, Mark.TRIANGLE, "adjusted")]),
    Bunch("Asian", [Line("0.97 (0.80 to no limit)", 0.97, 0.80, None)]),
    Bunch("Arab", [Line("[c] withheld")]),
]  # fmt: skip


@pytest.mark.parametrize("wide", [False, True])
def test_a_forest_has_a_shape_for_each_value_and_words_for_each_line(wide):
    svg = drawn_forest(wide=wide)
    assert len(svg.findall(f"{SVG}rect")) == 1
    assert len(svg.findall(f"{SVG}circle")) == 1
    filled = [path for path in svg.iter(f"{SVG}path") if path.get("d").endswith("z")]
    assert [path.get("fill") for path in filled] == ["#4c2c92", "#ffffff"]
    said = " ".join(texts(svg))
    for words in ("White", "Black", "unadjusted", "1.27 (1.10 to 1.46)", "adjusted", "no limit", "Arab", "[c] withheld"):
        assert words in said


def test_ratios_lie_on_a_scale_where_a_half_is_as_far_from_one_as_the_double():
    svg = drawn_forest([Bunch("a", [Line("0.5", 0.5, 0.5, 0.5)]), Bunch("b", [Line("2", 2, 2, 2)])])
    left, right = (float(circle.get("cx")) for circle in svg.iter(f"{SVG}circle"))
    dashed = next(path for path in svg.iter(f"{SVG}path") if path.get("stroke-dasharray"))
    middle = float(re.match(r"M([\d.]+)", dashed.get("d")).group(1))
    assert left < middle < right
    assert middle - left == pytest.approx(right - middle, abs=0.2)


@pytest.mark.parametrize("wide", [False, True])
def test_nothing_is_drawn_of_a_line_without_figures(wide):
    with_it, without = drawn_forest(wide=wide), drawn_forest(BUNCHES[:-1], wide=wide)

    def drawn_shapes(svg):
        return [found.get("d") or found.get("cx") for found in svg if found.tag in {f"{SVG}circle", f"{SVG}rect"} or
                found.get("stroke") == "#4c2c92"]  # fmt: skip

    assert drawn_shapes(with_it) == drawn_shapes(without)


@pytest.mark.parametrize(("line", "side"), [(Line("0", 0, 0, 0.001), "left"), (Line("no limit", None, 70, None), "right")])
def test_a_ratio_beyond_the_scale_is_an_arrow_at_its_edge(line, side):
    svg = drawn_forest([*BUNCHES, Bunch("far", [line])])
    assert len(svg.findall(f"{SVG}circle")) == 1
    arrow = [path.get("d") for path in svg.iter(f"{SVG}path") if path.get("stroke") == "#4c2c92"][-1]
    xs = [float(x) for x in re.findall(r"[ML]([\d.]+) ", arrow)]
    assert (xs[1] < xs[0]) if side == "left" else (xs[1] > xs[0])
    assert xs[1] == (14 if side == "left" else 346)


def test_steps_of_a_chain_are_joined_where_no_words_stand_between():
    steps = [Line("1.1", 1.1, 1, 1.2, label="charged"), Line("0.9", 0.9, 0.8, 1, label="convicted", follows=True)]
    joined = [
        path
        for path in drawn_forest([Bunch("Black", steps)], wide=True).iter(f"{SVG}path")
        if re.fullmatch(r"M\S+ \S+L\S+ \S+", path.get("d"))
    ]
    assert len(joined) == 1
    assert forest_svg([], title="a", description="b", reference=1) == ""


CURVE = [Limits(n, (70 - 200 / n, 70 + 200 / n), (70 - 350 / n, 70 + 350 / n)) for n in (20, 50, 100, 200, 400)]
DOTS = [Dot(50, 71), Dot(300, 80, Mark.SQUARE, "Eastern"), Dot(100, 68, Mark.DIAMOND, "Wessex"), Dot(30, 40, Mark.CROSS)]


def drawn_funnel(dots=DOTS, **over):
    words = {"target": 70.0, "title": "Areas", "description": "Rate against cases", "base_words": "cases"} | over
    return ElementTree.fromstring(funnel_svg(dots, CURVE, **words))


def test_a_funnel_has_a_shape_for_each_area_four_limits_and_names_only_what_it_is_given():
    svg = drawn_funnel()
    assert len(svg.findall(f"{SVG}circle")) == 1
    assert len(list(svg.iter(f"{SVG}rect"))) == 1
    assert len([path for path in svg.iter(f"{SVG}path") if path.get("stroke-dasharray") == "6 4"]) == 2
    shown = [text.text for text in svg.iter(f"{SVG}text") if text.get("aria-hidden") != "true"]
    assert {"Eastern", "Wessex", "cases"} <= set(shown)


def test_no_two_names_in_a_funnel_cover_one_another():
    crowd = [Dot(20, 60), *(Dot(200 + place, 75, Mark.DIAMOND, f"Area {place}") for place in range(6)), Dot(400, 70)]
    shown = [
        text for text in drawn_funnel(crowd).iter(f"{SVG}text") if (text.text or "").startswith("Area") and not text.get("aria-hidden")
    ]
    assert len(shown) == 2


def test_two_funnels_beside_one_another_have_one_scale():
    wide = [Limits(n, (20, 95), (10, 99)) for n in (20, 50, 100, 200, 400)]
    first = drawn_funnel(beside=wide)
    second = ElementTree.fromstring(funnel_svg(DOTS, wide, target=70.0, title="a", description="b", base_words="cases", beside=CURVE))
    ticks = [[text.text for text in svg.iter(f"{SVG}text") if (text.text or "").endswith("%")] for svg in (first, second)]
    assert ticks[0] == ticks[1]
    assert funnel_svg([], CURVE, target=None, title="a", description="b", base_words="c") == ""


MOMENTS = [Moment(f"2024-{month:02}", 70 + month % 3, 65, 76, 62, 70, 78) for month in range(1, 7)]
LATER = [Moment(f"2024-{month:02}", 75, 70, 80, 66, 74, 82, starts_anew=month == 7) for month in range(7, 13)]


def drawn_control(moments):
    return ElementTree.fromstring(control_svg(moments, title="a", description="b", period_words="month"))


def test_a_control_chart_breaks_its_lines_where_limits_start_anew():
    whole, broken = drawn_control(MOMENTS), drawn_control([*MOMENTS, *LATER])
    assert len(broken.findall(f"{SVG}circle")) == 12
    values = [[path.get("d").count("M") for path in svg.iter(f"{SVG}path") if path.get("stroke") == "#4c2c92"] for svg in (whole, broken)]
    assert values == [[1], [1, 1]]
    assert len([path for path in broken.iter(f"{SVG}path") if path.get("stroke-dasharray") == "2 3"]) == 1


def test_a_period_that_is_withheld_is_words_at_the_foot_and_a_gap_in_the_line():
    svg = drawn_control([*MOMENTS[:3], Moment("2024-04", None, instead="[c]"), *MOMENTS[4:]])
    assert len(svg.findall(f"{SVG}circle")) == 5
    line = next(path for path in svg.iter(f"{SVG}path") if path.get("stroke") == "#4c2c92")
    assert line.get("d").count("M") == 2
    assert [text.text for text in svg.iter(f"{SVG}text")].count("[c]") == 1
    assert control_svg([Moment("a", None)], title="a", description="b", period_words="c") == ""


@pytest.mark.parametrize("number", [1, 2, 3, 12, 60, 240])
def test_names_of_periods_never_cover_one_another(number):
    svg = drawn_control([Moment(f"{2000 + place // 12}-{place % 12 + 1:02}", 50) for place in range(number)])
    names = [
        (float(text.get("x")), text.get("anchor"), text.get("text-anchor")) for text in svg.iter(f"{SVG}text") if "-" in (text.text or "")
    ]
    centres = sorted(x + {"start": 29, "middle": 0, "end": -29}[anchor] for x, _, anchor in names)
    assert 1 <= len(names) <= 6
    assert all(after - before >= 58 for before, after in pairwise(centres))


HEAT = {("White", "Male"): HeatCell("70.2%", 70.2), ("White", "Female"): HeatCell("66.5%", 66.5), ("Arab", "Male"): HeatCell("[c]")}


def drawn_heat(rows=("White", "Arab"), columns=("Male", "Female"), cells=HEAT):
    return ElementTree.fromstring(heat_svg(rows, columns, cells, title="a", description="b"))


def test_a_heat_map_prints_every_value_and_shades_only_what_is_known():
    svg = drawn_heat()
    assert [text for text in texts(svg) if "%" in text or "[" in text] == ["70.2%", "66.5%", "[c]", "[x]"]
    fills = [(rect.get("fill"), rect.get("stroke-dasharray")) for rect in svg.iter(f"{SVG}rect")]
    assert fills == [("#b09ed6", None), ("#ffffff", None), ("#ffffff", "4 3"), ("#ffffff", "4 3")]


def test_a_heat_map_with_many_columns_goes_on_below():
    columns = [f"{place}-{place + 9}" for place in range(0, 90, 10)]
    svg = drawn_heat(("White", "Arab"), columns, {("White", column): HeatCell("50.0%", 50) for column in columns})
    assert [text for text in texts(svg) if "-" in text] == columns
    assert texts(svg).count("White") == 3
    assert max(float(rect.get("x")) + float(rect.get("width")) for rect in svg.iter(f"{SVG}rect")) <= 360
    assert heat_svg([], ["a"], {}, title="a", description="b") == ""


def test_letters_stand_out_from_the_darkest_shade():
    luminances = []
    for colour in ("#b09ed6", "#0b0c0c"):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        luminances.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    assert (luminances[0] + 0.05) / (luminances[1] + 0.05) >= 7


@pytest.mark.parametrize("make", ["forest", "forest wide", "funnel", "control", "heat"])
def test_no_new_picture_lets_a_name_out_or_styles_itself(make):
    hostile = '</text><script>alert("x")</script>'
    line = Line(hostile, 1, 0.9, 1.1, label=hostile)
    words = {"title": hostile, "description": hostile, "lang": '"><b>'}
    made = {
        "forest": lambda: forest_svg([Bunch(hostile, [line])], reference=1, ratios=True, **words),
        "forest wide": lambda: forest_svg([Bunch(hostile, [line])], reference=1, ratios=True, wide=True, **words),
        "funnel": lambda: funnel_svg([Dot(9, 5, Mark.SQUARE, hostile)], CURVE, target=5, base_words=hostile, **words),
        "control": lambda: control_svg([Moment(hostile, None, instead=hostile), Moment(hostile, 5)], period_words=hostile, **words),
        "heat": lambda: heat_svg([hostile], [hostile], {(hostile, hostile): HeatCell(hostile, 1)}, **words),
    }[make]()
    svg = ElementTree.fromstring(made)
    assert {found.tag.removeprefix(SVG) for found in svg.iter()} <= {"svg", "title", "desc", "text", "path", "rect", "circle"}
    assert not re.search(r"\sstyle=|<style|<script|\sclass=|\son\w+=", made)
    assert isinstance(made, Drawing)
    assert made.__html__() == made


@given(st.lists(st.floats(1e-9, 1e9), min_size=1, max_size=9))
def test_a_scale_of_ratios_has_one_on_it_and_places_everything_inside(values):
    scale = ratio_scale(values, 14, 346)
    assert 1 in scale.ticks
    assert scale.low < 1 < scale.high
    assert all(14 <= scale.at(value) <= 346 for value in [*values, 0.0])


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_scale_of_counts_holds_fewest_and_most_in_a_few_round_steps(one, other):
    fewest, most = sorted((one, other))
    scale = count_scale(fewest, most, 0, 100)
    assert scale.low <= fewest <= most <= scale.high
    assert 2 <= len(scale.ticks) <= 8
    assert scale.low == 0 or fewest > most / 2


def test_areas_of_much_the_same_size_are_spread_over_the_width():
    scale = count_scale(812, 916, 0, 100)
    assert list(scale.ticks) == [800, 850, 900, 950]
    assert list(count_scale(30, 1790, 0, 100).ticks) == [0, 500, 1000, 1500, 2000]


def test_templates_take_a_drawing_as_it_is():
    assert conditional_escape(interval_plot(ROWS, title="a", description="b")).startswith("<svg")
    assert conditional_escape(Drawing("<svg/>")) == "<svg/>"
