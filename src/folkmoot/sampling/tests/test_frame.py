"""The list: what fixes it, what is refused, what differs."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.sampling.errors import FrameError
from folkmoot.sampling.frame import Case, Change, Frame, binding, canonical, differences, fingerprint, parse
from folkmoot.sampling.seals import new_salt

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=8)
CASES = st.lists(
    st.tuples(TEXT, st.tuples(TEXT, TEXT), st.lists(TEXT, max_size=3)), min_size=1, max_size=12, unique_by=lambda row: Case(row[0]).id
).map(lambda rows: [Case(f"{place}-{row[0]}", row[1], tuple(row[2])) for place, row in enumerate(rows)])


@given(CASES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=80)
def test_the_order_of_rows_does_not_matter(cases, chance):
    shuffled = list(cases)
    chance.shuffle(shuffled)
    assert fingerprint(shuffled) == fingerprint(cases)


@given(CASES)
@settings(deadline=None, max_examples=80)
def test_the_canonical_form_is_read_back(cases):
    frame = Frame.of(cases)
    assert parse(frame.canonical) == frame
    assert parse(frame.canonical).canonical == frame.canonical


@given(CASES, st.data())
@settings(deadline=None, max_examples=80)
def test_any_changed_case_gives_another_fingerprint(cases, data):
    frame = Frame.of(cases)
    place = data.draw(st.integers(0, len(frame.cases) - 1))
    case = frame.cases[place]
    others = [each for each in frame.cases if each is not case]
    for changed in (
        Case(case.id + "x", case.stratum, case.marks),
        Case(case.id, (case.stratum[0] + "x", *case.stratum[1:]) if case.stratum else ("x",), case.marks),
        Case(case.id, case.stratum, (*case.marks, "another mark")),
    ):
        if case.stratum or not changed.stratum:
            assert fingerprint([*others, changed]) != frame.fingerprint
    if others:
        assert fingerprint(others) != frame.fingerprint


def test_values_do_not_run_into_one_another():
    one, other = [Case("a", ("b", "c"))], [Case("a", ("bc", ""))]
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint([Case("a", marks=("b", "c"))]) != fingerprint([Case("a", marks=("bc",))])
    assert fingerprint([Case("a", ("b",))]) != fingerprint([Case("a", marks=("b",))])


def test_repeated_references_are_named_with_their_rows():
    cases = [Case("A1", row=2), Case("B", row=3), Case(" A1 ", row=9), Case("B", row=11), Case("B", row=12)]
    with pytest.raises(FrameError) as refused:
        Frame.of(cases)
    assert "“A1” in rows 2 and 9" in str(refused.value)
    assert "“B” in rows 3, 11 and 12" in str(refused.value)


def test_two_spellings_of_one_letter_are_one_reference():
    with pytest.raises(FrameError, match="more than once"):
        Frame.of([Case("\u0174-1"), Case("W\u0302-1")])


def test_all_rows_without_a_reference_are_named():
    with pytest.raises(FrameError, match="rows 4 and 6"):
        Frame.of([Case("A", row=3), Case(" ", row=4), Case("B", row=5), Case("\u200b", row=6)])


@pytest.mark.parametrize("bad", ["a\tb", "a\nb", "a\x00b", "a\u2028b", "a\ud800b"])
def test_characters_that_cannot_be_fixed_are_refused_with_their_row(bad):
    for case in (Case(bad, row=7), Case("A", (bad,), row=7), Case("A", marks=(bad,), row=7)):
        with pytest.raises(FrameError, match="row 7"):
            Frame.of([case])


def test_an_empty_list_is_refused():
    with pytest.raises(FrameError, match="no case"):
        canonical([])


def test_all_are_grouped_alike_and_all_or_none_are_bound():
    with pytest.raises(FrameError, match="same number of values"):
        Frame.of([Case("A", ("x",)), Case("B", ("x", "y"))])
    with pytest.raises(FrameError, match="binding"):
        Frame.of([Case("A", binding="0" * 64), Case("B")])
    with pytest.raises(FrameError, match="64 hexadecimal"):
        Frame.of([Case("A", binding="0" * 63)])


def test_a_list_changed_after_it_was_written_is_not_read():
    data = Frame.of([Case("A"), Case("B")]).canonical
    for changed in (
        data[:-1],
        data + b"\n",
        data.replace(b"A\t", b"A \t"),
        b"".join(sorted(data.splitlines(True), reverse=True)),
        data + b"\xff",
    ):
        with pytest.raises(FrameError):
            parse(changed)


def test_a_blank_group_is_the_same_from_a_file_and_from_the_canonical_form():
    for strata in ((("",), ("x",)), (("",), ("",)), (("", ""), ("x", ""))):
        frame = Frame.of(Case(f"C{place}", stratum) for place, stratum in enumerate(strata))
        assert parse(frame.canonical) == frame


def test_what_differs_between_two_lists():
    salt = new_salt()
    before = Frame.of([Case(name, ("x",), ("m",), binding(name, salt)) for name in "ABCDE"])
    now = Frame.of(
        [
            Case("A", ("y",), ("m",), binding("A", salt), row=2),
            Case("B", ("x",), (), binding("B", salt), row=3),
            Case("C", ("x",), ("m",), binding("D", salt), row=4),
            Case("D", ("x",), ("m",), binding("D", salt), row=5),
            Case("F", ("x",), ("m",), binding("F", salt), row=6),
        ]
    )
    assert [(each.change, each.id, each.row) for each in differences(before, now)] == [
        (Change.STRATUM, "A", 2), (Change.MARKS, "B", 3), (Change.BINDING, "C", 4), (Change.GONE, "E", None), (Change.ADDED, "F", 6),
    ]  # fmt: skip
    assert differences(before, before) == []


def test_a_binding_tells_nothing_without_its_salt():
    assert binding("01AB123", new_salt()) != binding("01AB123", new_salt())
    with pytest.raises(FrameError, match="64 hexadecimal"):
        binding("01AB123", "short")


def test_two_hundred_cases_in_any_order():
    cases = [Case(f"C{number}", (str(number % 7),)) for number in range(200)]
    wanted = fingerprint(cases)
    for start in range(5):
        random.Random(start).shuffle(cases)
        assert fingerprint(cases) == wanted
