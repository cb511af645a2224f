"""Cutting a document into pages and finding words in it."""

from random import Random

import pytest

from folkmoot.scrutiny.packs.documents.rules import MOST_ON_A_PART, Marked, cuts_of, part_bounds, places_of, replaced


@pytest.mark.parametrize("seed", range(60))
def test_parts_together_are_the_whole_and_cut_no_passage(seed):
    chance = Random(seed)
    text = "".join(chance.choices("ab \n", k=chance.randrange(400)))
    size, taken, place = chance.randint(5, 60), [], 0
    for start in sorted(chance.randrange(380) for _each in range(8)):
        if place <= start and start + 7 <= len(text):
            taken.append((start, start + 7))
            place = start + 7
    cuts = cuts_of(text, taken, size)
    bounds = [part_bounds(cuts, number, len(text)) for number in range(1, len(cuts) + 1)]
    assert "".join(text[start:end] for start, end in bounds) == text
    assert not [cut for cut in cuts for start, end in taken if start < cut < end]


def test_a_page_has_no_more_passages_than_can_be_gone_through():
    text = "ab " * 400
    taken = [(place * 3, place * 3 + 2) for place in range(400)]
    cuts = cuts_of(text, taken, 10_000)
    each = [sum(begin <= start < end for start, _last in taken) for begin, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    assert max(each) <= MOST_ON_A_PART
    assert sum(each) == 400


def test_there_is_no_part_before_the_first_or_after_the_last():
    for number in (0, 3):
        with pytest.raises(IndexError):
            part_bounds([0, 10], number, 20)


@pytest.mark.parametrize(
    ("words", "found"),
    [("Hope", [(0, 4), (21, 25)]), ("hope street", [(21, 32)]), ("Hop", []), ("", []), ("no hope", [])],
)
def test_words_are_found_whole_whatever_their_case_and_line_breaks(words, found):
    text = "Hope hoped, hopeless\nHOPE\nStreet no-hoper"
    assert places_of(words, text, []) == found


def test_a_place_that_is_taken_is_left_out():
    assert places_of("Hope", "Hope and Hope", [(0, 4)]) == [(9, 13)]


def test_replacing_counts_from_the_beginning_of_the_whole():
    assert replaced("Kaur ran", [Marked(100, 104, "Victim A")], begin=100) == "Victim A ran"
