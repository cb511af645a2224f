"""The chart as text: what a screen reader is told, what a narrow screen can read, and that nothing in a name can break it."""

import re
from xml.etree import ElementTree

import pytest

from folkmoot.webkit.charts import Interval, Mark, interval_plot, interval_svg, interval_svg_wide

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
