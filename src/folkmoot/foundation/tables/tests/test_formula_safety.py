import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from folkmoot.foundation.tables.formula_safety import DANGEROUS, protect, starts_dangerously, storable, unprotect


@given(st.text())
@example("'=1")
@example("''=1")
@example("' =1")
@example("'\"=1")
@example("\"'=1")
def test_taking_the_mark_off_gives_the_text_back(text):
    assert unprotect(protect(text)) == text


@given(st.text())
def test_nothing_protected_begins_with_a_dangerous_character(text):
    assert not protect(text).lstrip().startswith(tuple(DANGEROUS.replace("\t", "").replace("\r", "").replace("\n", "")))
    assert not protect(text).startswith(tuple(DANGEROUS))


@pytest.mark.parametrize("start", list(DANGEROUS))
@pytest.mark.parametrize("before", ["", " ", "   ", "\xa0", "\ufeff", "\u200b", "\u2060", "\u202e", '"', '" "'])
def test_each_dangerous_beginning_is_marked(start, before):
    text = f"{before}{start}cmd|' /C calc'!A0"
    assert starts_dangerously(text)
    assert protect(text) == "'" + text


@pytest.mark.parametrize("text", ["'tis the season", "O'Neill", "5 - 3", "", "'", "''", "ŵ=1"])
def test_ordinary_text_is_left_alone_both_ways(text):
    assert protect(text) == text
    assert unprotect(text) == text


def test_storable_keeps_line_ends_tabs_and_letters_and_drops_the_rest():
    assert storable("a\0b\x01\x0bc\ud800\ufffe\tŵ\r\n😀") == "abc\tŵ\r\n😀"
