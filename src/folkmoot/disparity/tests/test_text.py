"""The text: the answer first, within its width, every figure there."""

import pytest

from folkmoot.disparity.tests import factories
from folkmoot.disparity.text import as_text


@pytest.mark.parametrize("make", [factories.rich, factories.plain, factories.empty])
@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_no_line_is_longer_than_the_terminal(make, width):
    assert max(map(len, as_text(make(), width=width).splitlines())) <= width


def test_a_terminal_of_no_width_still_gets_readable_text():
    assert as_text(factories.rich(), width=0) == as_text(factories.rich(), width=60)


def test_the_answer_stands_first_and_the_method_last():
    titles = [line for line, below in _pairs(as_text(factories.rich())) if below and set(below) == {"="}]
    assert titles[:3] == ["The answer", "charged, by ethnicity", "charged, by sex"]
    assert titles[-5:] == ["What is on record", "How this was done", "Small numbers", "Read with care", "Symbols"]


def _pairs(text):
    lines = text.splitlines()
    return zip(lines, [*lines[1:], ""], strict=True)


def test_each_group_stands_with_its_figures():
    lines = as_text(factories.rich(), width=100).splitlines()
    black = next(line for line in lines if line.startswith("Black") and "1,200" in line)
    assert black.split("  ")[0] == "Black"
    assert "914" in black
    assert "76.2% (73.7 to 78.5)" in black
    assert "+6.6 (+3.8 to +9.2)" in black
    withheld = next(line for line in lines if line.startswith("Arab") and "[c]" in line)
    assert withheld.split() == ["Arab", "[c]", "[c]", "[c]", "[c]"]


def test_what_needs_review_is_marked_without_colour():
    text = as_text(factories.rich())
    assert "! Needs review: Black." in text
    assert "\x1b" not in text


def test_every_column_of_a_wide_table_is_printed_at_any_width():
    for width in (60, 100, 200):
        text = as_text(factories.rich(), width=width)
        for figure in ("1.09 (1.05 to 1.13)", "0.78 (0.70 to 0.87)", "66.0 to 79.0", "1.42", "75.5% (73.0 to 77.9)", "1.18 (1.01 to 1.38)"):
            assert figure in text


def test_a_name_without_spaces_is_broken_and_kept_whole():
    document = factories.plain()
    name = "x" * 75
    document["stages"][0]["characteristics"][0]["groups"][1]["group"] = name
    lines = as_text(document, width=80).splitlines()
    assert max(map(len, lines)) <= 80
    first = next(place for place, line in enumerate(lines) if line.startswith("xxx"))
    assert "".join(line.split()[0] for line in lines[first : first + 3]) == name


def test_only_plain_signs_where_a_terminal_may_know_no_others():
    assert "\u2212" not in as_text(factories.rich())
    assert "-0.6 points go with differences in age" in " ".join(as_text(factories.rich()).split())


def test_it_speaks_the_language_asked_for():
    welsh = as_text(factories.rich(), lambda phrase: "Yr ateb" if phrase == "The answer" else phrase)
    assert "\nYr ateb\n=======\n" in welsh
