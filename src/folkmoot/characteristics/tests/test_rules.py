import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.characteristics.rules import (
    DoubleMapping,
    Entry,
    Kind,
    Match,
    Recognised,
    Step,
    band_of,
    chain,
    convert,
    label_key,
    normalise,
    unmapped_answers,
)

ENTRIES = [
    Entry("W", ("White",), kind=Kind.GROUP),
    Entry("W1", ("White: British", "Gwyn: Prydeinig"), ("White - English/Welsh/Scottish/Northern Irish/British",)),
    Entry("W9", ("White: Other White",)),
    Entry("NS", ("Not stated",), kind=Kind.NOT_STATED),
    Entry("8", ("Other religion",)),
    Entry("-8", ("Does not apply",), kind=Kind.DOES_NOT_APPLY),
]
TO_2021 = [Step("W1", "13"), Step("W9", "17", True, "Roma had no code"), Step("W2", "14")]


def test_label_key_forgets_marks_case_and_accents_but_not_letters():
    assert label_key("White - English/Welsh") == label_key("WHITE: English, Welsh")
    assert label_key("Black & White") == label_key("black and white")
    assert label_key("Strêt") == label_key("stret")
    assert label_key("Irish") != label_key("Irish Traveller")


@pytest.mark.parametrize(
    ("label", "match"),
    [
        ("w1", Match(Recognised.CATEGORY, "W1")),
        (" White – british ", Match(Recognised.CATEGORY, "W1")),
        ("Gwyn: Prydeinig", Match(Recognised.CATEGORY, "W1")),
        ("white - english/welsh/scottish/northern irish/british", Match(Recognised.CATEGORY, "W1")),
        ("White", Match(Recognised.HEADING, "W")),
        ("Not stated", Match(Recognised.CATEGORY, "NS")),
        ("-8", Match(Recognised.CATEGORY, "-8")),
        ("8", Match(Recognised.CATEGORY, "8")),
        ("", Match(Recognised.MISSING)),
        ("   ", Match(Recognised.MISSING)),
        (None, Match(Recognised.MISSING)),
        ("Martian", Match(Recognised.UNMAPPED)),
        ("?", Match(Recognised.UNMAPPED)),
    ],
)
def test_labels_are_recognised(label, match):
    assert normalise(label, ENTRIES) == match


def test_converting_says_what_moved_approximately_and_what_did_not_move():
    result = convert({"W1": 10, "W9": 4, "XX": 3}, TO_2021)
    assert result.counts == {"13": 10, "17": 4}
    assert [(each.from_code, each.to_code, each.count, each.why) for each in result.lost] == [("W9", "17", 4, "Roma had no code")]
    assert result.unmapped == {"XX": 3}
    assert result.lossy
    assert not convert({"W1": 10, "W9": 0}, TO_2021).lossy


def test_converting_adds_codes_that_meet():
    assert convert({"a": 1, "b": 2}, [Step("a", "x"), Step("b", "x")]).counts == {"x": 3}


def test_a_mapping_that_counts_people_twice_is_refused():
    with pytest.raises(DoubleMapping, match="W1"):
        convert({"W1": 1}, [*TO_2021, Step("W1", "14")])


@given(st.dictionaries(st.sampled_from(["W1", "W2", "W9", "X", "Y"]), st.integers(0, 10**9)))
def test_converting_neither_loses_nor_makes_people(counts):
    result = convert(counts, TO_2021)
    assert sum(result.counts.values()) + sum(result.unmapped.values()) == sum(counts.values())
    assert sum(each.count for each in result.lost) <= sum(result.counts.values())


def test_answers_left_out_of_a_mapping_are_named():
    categories = [("W1", Kind.ANSWER), ("W3", Kind.ANSWER), ("NS", Kind.NOT_STATED), ("W", Kind.GROUP)]
    assert unmapped_answers(categories, TO_2021) == ["W3"]


def test_a_chain_is_lossy_where_any_part_is():
    first = [Step("O1", "A4"), Step("W9", "W9", True, "Travellers had no code"), Step("Z", "Z")]
    second = [Step("A4", "2"), Step("W9", "17", True, "Roma had no code")]
    assert chain([first, second]) == [Step("O1", "2"), Step("W9", "17", True, "Travellers had no code; Roma had no code")]
    assert chain([]) == []


@pytest.mark.parametrize(("age", "band"), [(9, None), (10, "10-17"), (17, "10-17"), (18, "18-24"), (64, None), (65, "65+"), (101, "65+")])
def test_age_bands_hold_both_their_ends(age, band):
    assert band_of(age, ["10-17", "18-24", "NS", "65+"]) == band
