"""How values are read as groups: by schemes, in bands, as numbers, as periods."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.engines.errors import ReadingUnclear
from folkmoot.engines.readings import Bands, Numbers, Periods, Scheme, from_plain, levels_of, stand_ins
from folkmoot.engines.spec import Condition, CubeSpec

AGES = Bands.parsed("0-17,18-24,25,26-64,65+")
SCHEME = Scheme.of("ons-2021", {"wht": "White", "white british": "White", "blk": "Black", "refused": None})


def spec(reading, **more):
    return CubeSpec(("c",), (), readings=(("c", reading),), **more)


def labels(reading, *values, **more):
    return [level.label for level in levels_of(spec(reading, **more), "c", values)]


def statuses(reading, *values):
    return [level.status for level in levels_of(spec(reading), "c", values)]


def test_a_scheme_gives_standard_labels_and_keeps_what_it_does_not_know():
    values = ("WHT", " White British ", "white", "Martian", "refused", "unknown", None)
    assert labels(SCHEME, *values) == ["White", "White", "White", "Martian", None, None, None]
    assert statuses(SCHEME, *values)[3] == "unmapped"


def test_schemes_of_equal_mappings_are_equal_whatever_their_order():
    assert Scheme.of("s", {"a": "A", "b": "B"}) == Scheme.of("s", {"B ": "B", "a": "A"})
    assert Scheme.of("s", {"a": "A"}) != Scheme.of("other", {"a": "A"})


@pytest.mark.parametrize(
    ("value", "band"),
    [("0", "0-17"), ("17", "0-17"), ("17.9", "0-17"), ("18.0", "18-24"), ("25", "25"), ("25.5", "25"), ("65", "65+"), ("104", "65+"),
     ("1,000", "65+"), ("65+", "65+"), ("18-24", "18-24"), ("-3", None), ("old", None), ("inf", None), ("-9", None), ("-9.0", None)],
)  # fmt: skip
def test_numbers_become_bands(value, band):
    assert labels(AGES, value) == [band]


def test_codes_for_not_recorded_are_not_invalid_however_they_are_written():
    assert statuses(AGES, "-9", "-9.0", "", None, "-3", "old") == ["recorded"] * 4 + ["invalid"] * 2
    assert labels(AGES, "99", "99.0", missing=frozenset({"99"})) == [None, None]


@pytest.mark.parametrize("text", ["", "a", "0-17,17-24", "18-24,0-17", "65+,70-80", "24-18", "0-17,", "-5-3", "0–17"])
def test_bands_that_make_no_sense_are_refused(text):
    with pytest.raises(ReadingUnclear):
        Bands.parsed(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("3", "3"), ("3.0", "3"), ("03", "3"), (" 3 ", "3"), ("+3", "3"), ("3.50", "3.5"), ("-0.0", "0"), ("1e3", "1000"), ("1,234", "1234"),
     ("1E-2", "0.01"), ("100", "100"), (".5", "0.5"), ("3 years", None), ("1,23", None), ("nan", None), ("infinity", None), ("٣", None)],
)  # fmt: skip
def test_numbers_are_written_in_one_way(value, text):
    assert labels(Numbers(), value) == [text]


APRIL = ["2024-04-05", "2024-04-05 13:45:00", "2024-04-05T13:45:00Z", "5 April 2024", "05-Apr-24", "5th Apr 2024", "April 5, 2024",
         "Apr-24", "April 2024", "2024-04", "2024/4/5", "05.04.2024 00:00", "25/04/2024", "4/4/24", "20240405", "202404", "45387",
         "45387.0", "5 Ebrill 2024", "Ebrill 2024"]  # fmt: skip


@pytest.mark.parametrize("value", APRIL)
@pytest.mark.parametrize(
    ("unit", "label"), [("month", "2024-04"), ("quarter", "2024 Q2"), ("half", "2024 H1"), ("year", "2024"), ("financial-year", "2024/25")]
)
def test_dates_in_many_forms(value, unit, label):
    assert labels(Periods(unit), value, "25/04/2024") == [label, label]


@pytest.mark.parametrize(
    ("value", "unit", "label"),
    [("2024 Q1", "quarter", "2024 Q1"), ("Q1 2024", "half", "2024 H1"), ("2024Q1", "financial-year", "2023/24"), ("2024 H2",
     "year", "2024"),
     ("2024", "year", "2024"), ("2024.0", "year", "2024"), ("2024/25", "financial-year", "2024/25"), ("2024-25",
      "financial-year", "2024/25"),
     ("2024/2025", "financial-year", "2024/25"), ("FY 1999/00", "financial-year", "1999/00"), ("2024-03", "financial-year", "2023/24"),
     ("2011-12", "month", "2011-12"), ("2011/12", "financial-year", "2011/12"), ("31-Dec-69", "year", "2069"), ("31-Dec-70",
      "year", "1970")],
)  # fmt: skip
def test_periods_already_made(value, unit, label):
    assert labels(Periods(unit), value) == [label]
    assert labels(Periods(unit), label) == [label], "a label is read as itself"


@pytest.mark.parametrize(
    ("value", "unit"),
    [("2024", "month"), ("2024 Q1", "month"), ("2024 H1", "financial-year"), ("2024", "financial-year"), ("2024/25", "year"),
     ("2024/26", "financial-year"), ("2024-13", "month"), ("2024-13-01", "month"), ("2024-04-32", "month"), ("32/04/2024", "month"),
     ("13/13/2024", "month"), ("yesterday", "month"), ("12345", "month"), ("1066-10-14", "year"), ("5 Smarch 2024", "month"),
      ("24-Apr", "month")],
)  # fmt: skip
def test_what_is_in_no_period_is_invalid(value, unit):
    assert statuses(Periods(unit), value) == ["invalid"]


def test_the_order_of_day_and_month_is_decided_by_the_columns_other_dates():
    assert labels(Periods("month"), "03/04/2024", "13/04/2024") == ["2024-04", "2024-04"]
    assert labels(Periods("month"), "03/04/2024", "04/13/2024") == ["2024-03", "2024-04"]
    assert labels(Periods("month"), "03/04/2024", "04/04/2024") == [None, "2024-04"], "nothing decides it"


def test_dates_in_both_orders_are_refused_without_showing_them():
    with pytest.raises(ReadingUnclear) as error:
        labels(Periods("month"), "25/12/2024", "12/25/2023")
    assert "column 'c'" in str(error.value)
    assert "25" not in str(error.value).replace("2024-04-03", "")


def test_numbers_of_six_digits_are_months_only_if_all_of_them_are():
    assert labels(Periods("month"), "202404", "201912") == ["2024-04", "2019-12"]
    assert labels(Periods("month"), "202404", "310504") == [None, None]


@pytest.mark.parametrize("reading", [SCHEME, AGES, Numbers(), Periods("financial-year")])
def test_readings_survive_being_written(reading):
    assert from_plain(reading.plain()) == reading
    assert hash(from_plain(reading.plain())) == hash(reading)


@pytest.mark.parametrize(
    "plain",
    [{}, {"kind": "x"}, {"kind": "bands"}, {"kind": "bands", "bands": "9-1"}, {"kind": "periods", "unit": "week"}, {"kind": "scheme"},
     {"kind": "scheme", "name": "s", "labels": [["a"]]}, {"kind": "scheme", "name": "s", "labels": [["a", 1]]},
     {"kind": "scheme", "name": "s", "labels": {}}, {"kind": "scheme", "name": "s", "labels": ["ab"]}, {"kind": "periods", "unit": []}],
)  # fmt: skip
def test_what_is_no_reading_is_refused(plain):
    with pytest.raises(ValueError, match=r"not a|band"):
        from_plain(plain)


dates = st.builds("{}/{}/2024".format, st.integers(1, 31), st.integers(1, 31)) | st.integers(199_001, 202_613).map(str)
written = st.one_of(dates, st.sampled_from([*APRIL, "17", "17.9", "0-17", "wht", "Martian", "-9", "-9.0", "", "3.0", "3", "c", "C"]))
readings = st.sampled_from([SCHEME, AGES, Numbers(), Periods("month"), Periods("year")])


@settings(deadline=None, max_examples=400)
@given(readings, st.lists(written, max_size=8), st.lists(written, max_size=4), st.booleans())
def test_a_stand_in_is_read_like_the_values_it_stands_for_whatever_else_there_is(reading, seen, later, narrowed):
    wanted = spec(reading, where=(Condition("d", frozenset({"x"})),) if narrowed else ())
    try:
        instead = stand_ins(wanted, "c", seen)
    except ReadingUnclear:
        return
    assert _read(wanted, [*instead, *later]) == _read(wanted, [*seen, *later])


@settings(deadline=None, max_examples=200)
@given(st.lists(dates, max_size=8), st.lists(dates, max_size=4), st.integers(0, 8))
def test_with_conditions_a_stand_in_may_lose_its_evidence(seen, later, left):
    """Where rows may be left out, only some of the values seen take part in the end."""
    wanted = spec(Periods("month"), where=(Condition("d", frozenset({"x"})),))
    try:
        instead = stand_ins(wanted, "c", seen)
    except ReadingUnclear:
        return
    assert _read(wanted, [*instead[left:], *later]) == _read(wanted, [*seen[left:], *later])


def _read(wanted, values):
    try:
        return levels_of(wanted, "c", values)
    except ReadingUnclear as error:
        return error.what
