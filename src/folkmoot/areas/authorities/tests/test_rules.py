from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.areas.authorities.rules import Step, authority_key, current, in_a_circle, sector_of, tiles_for

TODAY = date(2026, 3, 10)


def step(from_code, to_code, year=2019, lossy=False):
    return Step(from_code, to_code, date(year, 4, 1), lossy)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Helens MBC", "St Helens"),
        ("Saint Helens Borough Council", "St Helens"),
        ("London Borough of Camden", "Camden"),
        ("camden london boro", "Camden"),
        ("The Royal Borough of Kensington & Chelsea", "Kensington and Chelsea"),
        ("Bristol, City of", "Bristol City Council"),
        ("King’s Lynn and West Norfolk", "Kings Lynn & West Norfolk District"),
        ("Cyngor Sir Ynys Mon", "Sir Ynys Môn"),
        ("HULL  CITY COUNCIL", "Hull"),
    ],
)
def test_two_ways_of_writing_a_council_share_a_key(one, other):
    assert authority_key(one) == authority_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Derby", "Derbyshire"), ("City of London", "London"), ("North Norfolk", "South Norfolk"), ("Durham", "Darlington")],
)
def test_different_places_keep_different_keys(one, other):
    assert authority_key(one) != authority_key(other)


def test_a_name_of_nothing_but_words_of_councils_is_not_nobody():
    assert authority_key("City Council") == "citycouncil"
    assert authority_key("") == ""


def test_successions_are_followed_over_several_steps():
    steps = [step("a", "b", 2019), step("b", "c", 2023)]
    assert current("a", steps, TODAY) == [("c", False)]
    assert current("a", steps, date(2020, 1, 1)) == [("b", False)]
    assert current("a", steps, date(2019, 3, 31)) == [("a", False)]
    assert current("c", steps, TODAY) == [("c", False)]


def test_what_was_divided_is_lossy_from_there_on_whether_or_not_a_step_says_so():
    assert current("a", [step("a", "b"), step("a", "c")], TODAY) == [("b", True), ("c", True)]
    assert current("a", [step("a", "b", lossy=True), step("b", "c", 2023)], TODAY) == [("c", True)]
    assert current("x", [step("x", "b"), step("y", "b")], TODAY) == [("b", False)]


def test_a_circle_ends_and_is_found():
    steps = [step("a", "b"), step("b", "c"), step("c", "a")]
    assert in_a_circle(steps)
    assert in_a_circle(steps[:2]) == ""
    assert current("a", steps, TODAY) == [("c", False)]


@pytest.mark.parametrize(
    ("postcode", "sector"),
    [
        ("cb11pt", "CB1 1"),
        (" CB1  1PT ", "CB1 1"),
        ("EC1A 1BB", "EC1A 1"),
        ("M1 1AE", "M1 1"),
        ("CB1 1", "CB1 1"),
        ("CB1", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_the_sector_of_a_postcode(postcode, sector):
    assert sector_of(postcode) == sector


def test_a_new_authority_takes_the_tile_of_one_it_followed_and_the_unknown_stand_below():
    found = tiles_for(["new", "old", "lone"], {"old": (2, 3), "gone": (4, 4), "went": (4, 5)}, {"new": {"gone", "went"}})
    assert found["old"] == (2, 3)
    assert found["new"] in {(4, 4), (4, 5)}
    assert found["lone"][1] > found["new"][1]


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=20))
def test_no_two_authorities_share_a_tile(tiles):
    tiles = {code: place for place, code in {place: code for code, place in tiles.items()}.items()}
    codes = [*tiles, *(f"n{number}" for number in range(5))]
    before = {f"n{number}": set(list(tiles)[:number]) for number in range(5)}
    found = tiles_for(codes, tiles, before)
    assert set(found) == set(codes)
    assert len(set(found.values())) == len(codes)
