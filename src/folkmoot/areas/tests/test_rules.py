from datetime import date

import pytest

from folkmoot.areas.rules import Held, Span, Succession, force_key, in_a_circle, name_key, predecessors, successors

SPLIT = [Succession("london", "london-north", True), Succession("london", "london-south", True)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thames and Chiltern", "THAMES & CHILTERN"),
        ("Mersey-Cheshire", "CPS Mersey Cheshire"),
        ("Greater Manchester", "GreaterManchester"),
        ("Cymru-Wales", "cymru  wales"),
        ("Caerdydd Tŷ", "caerdydd ty"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("East of England", "East Midlands"), ("London North", "London South"), ("West Mercia", "Mercia")]
)
def test_different_names_keep_different_keys(one, other):
    assert name_key(one) != name_key(other)


def test_cps_alone_is_kept_as_a_name():
    assert name_key("CPS") == "cps"


@pytest.mark.parametrize("name", ["Thames Valley Police", "Thames Valley Constabulary", "thames valley", "Thames Valley Police Service"])
def test_force_names_are_known_with_and_without_police(name):
    assert force_key(name) == "thamesvalley"


def test_a_force_called_only_police_keeps_its_name():
    assert force_key("Police") == "police"


@pytest.mark.parametrize(
    ("span", "day", "held"),
    [
        (Span(starts=date(2011, 4, 1)), date(2011, 4, 1), Held.YES),
        (Span(starts=date(2011, 4, 1)), date(2011, 3, 31), Held.NO),
        (Span(ends=date(2018, 7, 31)), date(2018, 7, 31), Held.YES),
        (Span(ends=date(2018, 7, 31)), date(2018, 8, 1), Held.NO),
        (Span(), date(1999, 1, 1), Held.YES),
        (Span(starts_by=date(2018, 7, 31)), date(2014, 1, 1), Held.NOT_KNOWN),
        (Span(starts_by=date(2018, 7, 31)), date(2018, 7, 31), Held.YES),
        (Span(starts=date(2011, 4, 1), ends_by=date(2018, 7, 31)), date(2014, 1, 1), Held.NOT_KNOWN),
        (Span(starts=date(2011, 4, 1), ends_by=date(2018, 7, 31)), date(2018, 8, 1), Held.NO),
    ],
)
def test_a_span_says_not_known_where_no_source_gives_the_day(span, day, held):
    assert span.on(day) is held


def test_successors_and_predecessors():
    assert successors("london", SPLIT) == ["london-north", "london-south"]
    assert successors("wessex", SPLIT) == ["wessex"]
    assert predecessors("london-south", SPLIT) == ["london"]
    assert predecessors("london", SPLIT) == []


def test_succession_is_followed_through_every_step():
    steps = [*SPLIT, Succession("london-north", "capital", False), Succession("london-south", "capital", False)]
    assert successors("london", steps) == ["capital"]
    assert predecessors("capital", steps) == ["london-north", "london-south", "london"]


def test_a_circle_is_seen_and_does_not_hang():
    circle = [Succession("a", "b", False), Succession("b", "a", False)]
    assert in_a_circle("a", circle)
    assert not in_a_circle("london", SPLIT)
    assert successors("a", circle) == ["b"]
