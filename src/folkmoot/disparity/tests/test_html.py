"""The page: whole in one file, accessible as far as its text tells, and closed to whatever a name holds."""

import re
from itertools import pairwise

import pytest

from folkmoot.disparity.html import STYLE, as_html
from folkmoot.disparity.markup import Markup, tag
from folkmoot.disparity.tests import factories
from folkmoot.disparity.tests.outputs import Page

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'><svg onload=alert(1)>", "</title></text></svg><script>x</script>",
    "\u202egnp.exe", "&lt;b&gt;&amp;", "javascript:alert(1)", "%(group)s %s {0}", "]]><!--", "\x00\x1b[31m", "=HYPERLINK(1)",
]  # fmt: skip
RENDERED = {make.__name__: as_html(make()) for make in (factories.rich, factories.plain, factories.empty)}


@pytest.fixture(params=sorted(RENDERED))
def page(request):
    return Page(RENDERED[request.param])


def test_nothing_runs_and_nothing_is_fetched(page):
    assert not page.all("script", "link", "img", "iframe", "object", "form", "base")
    for element in page.elements:
        assert not [key for key in element.attributes if key.startswith("on") or key in {"style", "src", "action", "srcset"}]
        target = element.attributes.get("href", "#")
        assert target.startswith("#")
    assert not re.search(r"url\(|@import|http", STYLE)


def test_language_title_and_landmarks(page):
    assert page.one("html").attributes["lang"] == "en"
    assert next(one for one in page.all("title") if one.under("head")).text == "Outcomes compared between groups: cases-2023.parquet"
    assert [len(page.all(name)) for name in ("header", "nav", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    assert page.elements[0].name == "html"
    assert any(element.attributes.get("name") == "viewport" for element in page.all("meta"))


def test_headings_go_down_one_step_at_a_time(page):
    levels = [int(element.name[1]) for element in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_answer_comes_before_everything_else(page):
    first = next(element for element in page.all("h2"))
    assert first.text == "The answer"


def test_every_name_that_is_referred_to_is_there_once(page):
    keys = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(keys) == len(set(keys))
    named = [key for element in page.elements for key in element.attributes.get("aria-labelledby", "").split()]
    named += [element.attributes["href"][1:] for element in page.all("a")]
    assert set(named) <= set(keys)


def test_tables_have_a_caption_headings_and_no_empty_cell(page):
    tables = page.all("table")
    captions = [element.all_text for element in page.all("caption")]
    assert len(captions) == len(tables) == len(set(captions))
    assert all(element.attributes["scope"] in {"row", "col"} for element in page.all("th"))
    assert all(element.all_text.strip() for element in page.all("th", "td"))
    assert all(element.attributes["tabindex"] == "0" and element.attributes["role"] == "region" for element in page.all("div") if
               element.attributes.get("class") == "scroll")  # fmt: skip


def test_each_picture_has_a_name_a_description_and_a_table_after_it():
    page = Page(RENDERED["rich"])
    pictures = page.all("svg")
    assert len(pictures) == 22
    for picture in pictures:
        title, description = picture.attributes["aria-labelledby"].split()
        texts = {element.attributes["id"]: element.text for element in page.all("title", "desc") if "id" in element.attributes}
        assert texts[title]
        assert len(texts[description]) > 80
        assert texts[title] != texts[description]
        assert picture.attributes["role"] == "img"
        section = next(one for one in reversed(picture.inside) if one.name == "section")
        after = page.elements[page.elements.index(picture) :]
        assert any(element.name == "table" and section in element.inside for element in after)


def test_all_five_kinds_of_pictures_are_there():
    captions = [element.all_text for element in Page(RENDERED["rich"]).all("strong")]
    for words in (
        "charged, by ethnicity: relative rate beside White", "charged, by ethnicity: gap beside White in percentage points",
        "Relative rate beside White at each stage and over all stages, by ethnicity",
        "charged: rate of each Area against its number of cases",
        "charged: the same with the spread between Areas allowed for", "charged, by quarter: rate with its limits",
        "charged: rate in % of each combination of ethnicity and sex",
    ):  # fmt: skip
        assert words in captions


def with_names(names):
    """`rich()` with every name of a group, column, Area, period, file and note replaced by hostile text."""
    count = iter(range(10**6))

    def changed(value, key=""):
        if isinstance(value, dict):
            return {name: changed(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [changed(inner, key) for inner in value]
        kept = {"schema", "verdict", "position", "adverse", "chart", "four_fifths"}
        return names[next(count) % len(names)] if isinstance(value, str) and value != "[c]" and key not in kept else value

    return changed(factories.rich())


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_can_become_markup(name):
    page = Page(as_html(with_names([name]), lang="en"))
    assert not page.all("script", "img", "b", "a:b") + [one for one in page.all("svg") if "onload" in one.attributes]
    assert not [key for element in page.elements for key in element.attributes if key.startswith("on")]
    assert len(page.all("html", "body", "main")) == 3
    kept = name.translate({0: "\ufffd", 0x1B: "\ufffd", 0x202E: "\ufffd"})
    assert any(kept in element.all_text for element in page.all("td", "th", "li"))


def test_names_written_from_right_to_left_keep_to_themselves():
    page = Page(as_html(with_names(["\u05e9\u05dc\u05d5\u05dd"])))
    assert any(element.text == "\u05e9\u05dc\u05d5\u05dd" for element in page.all("bdi"))


def test_attributes_and_text_are_escaped_and_markup_is_not_escaped_twice():
    assert tag("p", "<b>", tag("b", "&"), title='"<') == '<p title="&quot;&lt;">&lt;b&gt;<b>&amp;</b></p>'
    assert isinstance(tag("p"), Markup)


def test_on_a_welsh_page_english_is_marked_as_english():
    page = Page(as_html(factories.plain(), lambda phrase: "Yr ateb" if phrase == "The answer" else phrase, "cy"))
    assert page.one("html").attributes["lang"] == "cy"
    heading = page.all("h2")[0]
    assert (heading.text, heading.all_text) == ("Yr ateb", "Yr ateb")
    english = [element for element in page.all("span") if element.attributes.get("lang") == "en"]
    assert any("need" in element.text or "meets" in element.text for element in english)
    assert all(element.attributes.get("lang") == "en" for element in page.all("svg")), "no phrase of the pictures is translated here"


def contrast(one, other):
    def luminance(colour):
        full = colour if len(colour) == 7 else "#" + "".join(2 * letter for letter in colour[1:])
        parts = [int(full[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_stands_out_from_the_page():
    colours = set(re.findall(r"(?<![-\w])color: (#\w+)", STYLE))
    assert colours == {"#0b0c0c", "#1d4b8f"}
    assert all(contrast(colour, "#fff") >= 4.5 for colour in colours)
    assert all(contrast(line, "#fff") >= 3 for line in set(re.findall(r"(?:border|outline)[\w-]*: [\w. ]*(#\w+)", STYLE)))
