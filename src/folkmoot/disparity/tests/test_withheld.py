"""What is withheld stays withheld in every format, whatever is withheld; no number is anywhere that the document does not hold."""

import copy
import math
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.disparity import figures as f
from folkmoot.disparity.schema import validated
from folkmoot.disparity.tests import factories
from folkmoot.disparity.tests.outputs import Page, all_outputs

NO_NUMBER = r"(?<![\w-])(NaN|nan|None|inf|-inf|Infinity|null|undefined)(?!\w)"
FIGURES = {
    "n", "k", "rate", "rate_ci", "difference", "difference_ci", "relative_rate", "relative_rate_ci", "complement_relative_rate",
    "complement_relative_rate_ci", "p_value", "q_value", "odds_ratio", "odds_ratio_ci", "shrunk_rate", "shrunk_rate_ci", "e_value",
    "e_value_limit", "average_marginal_effect", "average_marginal_effect_ci", "standardised_relative_rate", "cumulative", "cumulative_ci",
    "z", "z_adjusted", "limits_95", "limits_998", "target", "phi", "share", "lower", "centre", "upper", "observed_rate", "share_recorded",
    "not_recorded", "not_stated", "verdict_could_change", "homogeneity_p", "effect", "rate_effect", "score", "recorded",
}  # fmt: skip


def places(value, path=()):
    """The path of every figure that may be withheld or not defined."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from [(*path, key)] if key in FIGURES and not isinstance(inner, dict) else places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*path, number))


PLACES = [path for path in places(factories.rich()) if path[0] not in {"specification", "disclosure"} and "curve" not in path]


def replaced(changes):
    document = factories.rich()
    for path, value in changes.items():
        place = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
    return document


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(PLACES), st.sampled_from(["[c]", None]), max_size=120))
def test_any_figure_may_be_withheld_or_undefined(changes):
    document = replaced(changes)
    validated(document)
    for name, written in all_outputs(document).items():
        assert "[c]" in written, name
        assert not re.search(NO_NUMBER, written), name


@pytest.mark.parametrize("value", ["[c]", None])
def test_all_figures_may_be_withheld_or_undefined_at_once(value):
    document = replaced(dict.fromkeys(PLACES, value))
    validated(document)
    for name, written in all_outputs(document).items():
        assert not re.search(NO_NUMBER, written), name
        if value:
            assert written.count("[c]") > 50, name


def test_the_control_sees_what_is_no_number():
    for written in ("rate nan%", "<td>None</td>", "x=inf ", '"None"'):
        assert re.search(NO_NUMBER, written)


SHAPES = ("rect", "circle", "path")


def shapes_of(document, part):
    """How much is drawn in the pictures of one part of the page: every mark, bar and line."""
    from folkmoot.disparity.html import as_html

    page = Page(as_html(document))
    section = next(one for one in page.all("section") if part in next(inner.all_text for inner in page.all("h2") if one in inner.inside))
    return [element.attributes for element in page.all(*SHAPES) if section in element.inside]


def without(document, change):
    changed = copy.deepcopy(document)
    change(changed)
    return changed


def drop_group(document):
    groups = document["stages"][0]["characteristics"][0]["groups"]
    groups[:] = [group for group in groups if group["group"] not in {"Arab", "Mixed"}]


def drop_area(document):
    areas = document["areas"][0]["areas"]
    areas[:] = [area for area in areas if area["area"] != "Wessex"]


def test_nothing_is_drawn_of_a_withheld_area():
    """The funnel is the same, stroke for stroke, whether a withheld Area is in it or not."""
    document = factories.rich()
    assert shapes_of(document, "Area by Area") == shapes_of(without(document, drop_area), "Area by Area")
    shown = copy.deepcopy(document)
    shown["areas"][0]["areas"][-1] |= factories.counted(300, 210) | {"position": "inside"}
    assert shapes_of(shown, "Area by Area") != shapes_of(document, "Area by Area"), "the control must see an Area that is shown"


def test_nothing_but_words_is_drawn_of_a_withheld_group():
    """Without the withheld groups there are as many marks and bars; only the dashed line beside their names is shorter."""
    document = factories.rich()

    def bars(changed):
        return [attributes for attributes in shapes_of(changed, "charged, by ethnicity") if attributes.get("stroke") == "#4c2c92"]

    assert len(bars(document)) == len(bars(without(document, drop_group)))
    shown = copy.deepcopy(document)
    arab = shown["stages"][0]["characteristics"][0]["groups"][4]
    arab |= {"difference": 0.02, "difference_ci": [0.0, 0.04], "verdict": "no difference found"}
    assert len(bars(shown)) > len(bars(document)), "the control must see a group that is shown"


def test_a_withheld_period_stands_at_the_foot_whatever_it_was():
    """Its place says nothing: all withheld periods stand on one height, and the line is broken there."""
    document = factories.rich()
    points = document["periods"][0]["points"]
    for place in (2, 5):
        points[place] |= factories.counted(620, "[c]") | {"lower": "[c]", "upper": "[c]", "signals": [], "suppressed": True}
    from folkmoot.disparity.html import as_html

    page = Page(as_html(document))
    section = next(one for one in page.all("section") if "decided_on" in one.all_text)
    words = [element for element in page.all("text") if element.text == "[c]" and section in element.inside]
    assert len(words) == 3
    assert len({element.attributes["y"] for element in words}) == 1


def numbers_in(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers_in(key)
            yield from numbers_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from numbers_in(inner)
    elif isinstance(value, str):
        yield from re.findall(r"\d[\d,.]*", value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def sayings(number):
    """Every way in which a figure of the document may be written."""
    if isinstance(number, str):
        return {number.rstrip(".,")}
    ways = {f.counted(number), f.plain(number), f.ratio(number), f"{number * 100:g}", f"{number:g}", f.p_value(number)}
    if math.isfinite(number) and abs(number) <= 1:
        ways |= {f.percent(abs(number)), f.points(number), f.percent_end(number)}
    return {way.lstrip("+<").replace(f.MINUS, "").lstrip("-") for way in ways}


def test_no_number_is_said_that_the_document_does_not_hold():
    """Numbers in sentences and tables of the text are figures of the document; besides them only counts of rows, and what phrases say."""
    document = factories.rich()
    allowed = {way for number in numbers_in(document) for way in sayings(number)} | {str(count) for count in range(31)}
    said = {found.rstrip(".,") for found in re.findall(r"(?<![\w.])\d[\d,.]*", all_outputs(document)["text"])}
    assert len(said) > 200
    assert said - allowed == set()
    other = factories.rich()
    other["stages"][0]["overall"]["n"] = 987654
    strange = {found.rstrip(".,") for found in re.findall(r"(?<![\w.])\d[\d,.]*", all_outputs(other)["text"])}
    assert strange - allowed == {"987,654"}, "the control must see a number that is not in the document"
