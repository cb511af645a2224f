"""Words, the memory, the search and the pages of rows, without a database."""

from datetime import UTC, datetime

import pytest

from folkmoot.site.finding import found_in, words_asked
from folkmoot.site.keeping import Kept
from folkmoot.site.open_data.endpoints import BY_NAME, ENDPOINTS
from folkmoot.site.open_data.paging import BadQuestion, asked_of, cursor_of, id_of, in_order, page_of
from folkmoot.site.register import Kind, Release, chosen
from folkmoot.site.register import in_order as by_day
from folkmoot.site.words import Said, Words, in_two
from folkmoot.voice.published.rules import Version

SAID = BY_NAME["said"]


@pytest.mark.parametrize(
    ("words", "asked", "shown"),
    [
        (in_two("Fair", "Teg"), Version.WELSH, Said("Teg", "cy", True)),
        (in_two("Fair"), Version.WELSH, Said("Fair", "en", False)),
        (in_two("Fair", "Teg"), Version.EASY_WELSH, Said("Teg", "cy", True)),
        (in_two("", "Teg"), Version.ENGLISH, Said("Teg", "cy", False)),
        (Words({Version.EASY: "It is fair."}), Version.EASY, Said("It is fair.", "en", True)),
        (Words(), Version.WELSH, Said("", "cy", True)),
    ],
)
def test_who_asks_for_a_version_gets_their_language_or_is_told(words, asked, shown):
    assert words.said(asked) == shown


def test_the_memory_lets_go_of_what_was_not_asked_for_longest():
    kept = Kept(2)
    for name in ("one", "two"):
        kept.put(name, name)
    assert kept.get("one") == "one"
    kept.put("three", "three")
    assert (kept.get("two"), kept.get("one"), len(kept)) == (None, "one", 2)


def release(key: str, title: str, *, text: str = "", day: int = 1, **over) -> Release:
    return Release(key, Kind.SAID, None, datetime(2026, 3, day, tzinfo=UTC), in_two(title), "/x", text, **over)


def test_every_word_has_to_be_there_whatever_its_case_and_marks():
    rows = [release("1", "Letters", text="To the Tŷ"), release("2", "Tŷ letters"), release("3", "Letters", latest=False)]
    assert [row.key for row in found_in(rows, "ty LETTERS")] == ["2", "1"]
    assert found_in(rows, "letters nobody") == []
    assert words_asked("a of of ?! " + "x" * 500) == ["of", "x" * 89]


def test_the_register_is_in_order_and_leaves_out_what_does_not_stand():
    rows = by_day([release("1", "One"), release("2", "Two", day=2, withdrawn=datetime(2026, 3, 3, tzinfo=UTC).date())])
    assert [row.key for row in rows] == ["2", "1"]
    assert [row.key for row in chosen(rows, standing=True)] == ["1"]
    assert list(chosen(rows, kinds=[Kind.GOAL])) == []


def test_ids_are_in_the_order_of_their_numbers_and_a_cursor_says_where_a_page_begins():
    rows = in_order([{"id": f"said-{number}", "theme": "a" if number % 2 else None} for number in (10, 9, 1, 2)])
    assert [row["id"] for row in rows] == ["said-1", "said-2", "said-9", "said-10"]
    first = page_of(rows, asked_of(SAID, {"limit": "2"}))
    assert (first.total, id_of(first.cursor)) == (4, "said-2")
    last = page_of(rows, asked_of(SAID, {"limit": "2", "cursor": first.cursor}))
    assert ([row["id"] for row in last.rows], last.cursor) == (["said-9", "said-10"], "")
    assert page_of(rows, asked_of(SAID, {"theme": "a"})).total == 2
    assert id_of(cursor_of("goal-3.1")) == "goal-3.1"


@pytest.mark.parametrize("given", [{"limit": "²"}, {"limit": "-1"}, {"cursor": "é"}, {"cursor": "gA"}, {"unknown": "1"}])
def test_what_cannot_be_read_is_refused(given):
    with pytest.raises(BadQuestion):
        asked_of(SAID, given)


def test_every_collection_names_its_rows_and_says_what_each_field_is():
    for one in ENDPOINTS:
        names = [field.name for field in one.fields]
        assert names[0] == "id"
        assert len(names) == len(set(names))
        assert all(field.about.endswith(".") for field in one.fields)
        assert all(len(field.about) < 200 for field in one.fields)
