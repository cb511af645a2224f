"""The register: what two releases give away together, and the file that remembers."""

import json
import os
from dataclasses import replace
from multiprocessing import get_context

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.attacker import SeenRow
from folkmoot.stats.counts import Counts, CountsTable
from folkmoot.stats.disparity import Settings, disparity_tables
from folkmoot.stats.register import (
    DamagedRegister,
    Overlap,
    Population,
    Record,
    add_to_register,
    differences,
    extra_withheld,
    overlap,
    read_register,
    records,
    release_beside,
)
from folkmoot.stats.register.beside import CannotBeReleased
from folkmoot.stats.register.file import RegisterNotWritten
from folkmoot.stats.released import released

APRIL, MAY, OTHER = "a" * 64, "b" * 64, "c" * 64
ALL = Population(frozenset({APRIL}))
ADULTS = Population(frozenset({APRIL}), {"age": frozenset({"adult"})})
TWO_MONTHS = Population(frozenset({APRIL, MAY}))


def table(cells, by=("ethnicity",), outcome="charged"):
    cells = {key if isinstance(key, tuple) else (key,): Counts(*counts) for key, counts in cells.items()}
    return CountsTable(by, outcome, cells, sum(counts.base for counts in cells.values()))


def compared(*tables):
    return disparity_tables(tables, Settings())


def told(population, *tables, on="2026-05-01"):
    """The records of tables released by themselves."""
    return list(records(released(compared(*tables)).tables, population, on))


def by_hand(population, cells, on="2026-05-01", outcome="charged"):
    """A record of a table in which everything is shown."""
    rows = {(name,): SeenRow(*counts) for name, counts in cells.items()}
    total = SeenRow(sum(n for n, _ in cells.values()), sum(k for _, k in cells.values()))
    return Record(population, on, 5, ("ethnicity",), outcome, rows, SeenRow(0, 0), total)


def found(new, earlier):
    return {(one.figure.key, one.figure.kind, one.figure.population, one.low, one.high) for one in differences(new, earlier, 5)}


def population(sources, periods=None, places=None, **where):
    sets = (None if given is None else frozenset(given) for given in (periods, places))
    return Population(frozenset(sources), {column: frozenset(values) for column, values in where.items()}, *sets)


@pytest.mark.parametrize(
    ("new", "earlier", "how"),
    [
        (population("a"), population("a"), Overlap.SAME),
        (population("a", age={"adult"}), population("a"), Overlap.INSIDE),
        (population("a"), population("a", age={"adult"}), Overlap.CONTAINS),
        (population("a", age={"adult", "child"}), population("a", age={"adult"}), Overlap.CONTAINS),
        (population("a", age={"adult"}), population("a", age={"child"}), Overlap.APART),
        (population("a", age={"adult"}), population("a", sex={"male"}), Overlap.UNKNOWN),
        (population("a", age={"1", "2"}), population("a", age={"2", "3"}), Overlap.UNKNOWN),
        (population("ab"), population("a"), Overlap.CONTAINS),
        (population("a"), population("ab"), Overlap.INSIDE),
        (population("ab", age={"adult"}), population("a"), Overlap.UNKNOWN),
        (population("ab"), population("ac"), Overlap.UNKNOWN),
        (population("a"), population("b"), Overlap.UNKNOWN),
        (population("a", {"2026-04"}), population("b", {"2026-04"}), Overlap.CHANGED),
        (population("a", {"2026-04"}), population("b", {"2026-05"}), Overlap.APART),
        (population("a", {"2026-04", "2026-05"}), population("b", {"2026-04"}), Overlap.CONTAINS),
        (population("a", {"2026-04"}, {"Wales"}), population("b", {"2026-04"}), Overlap.INSIDE),
        (population("a", {"2026-04"}, {"Wales"}), population("b", {"2026-04"}, {"London"}), Overlap.APART),
        (population("a", None, {"Wales"}), population("b"), Overlap.UNKNOWN),
    ],
)
def test_how_the_people_of_two_releases_overlap(new, earlier, how):
    assert overlap(new, earlier) is how
    turned = {Overlap.INSIDE: Overlap.CONTAINS, Overlap.CONTAINS: Overlap.INSIDE}
    assert overlap(earlier, new) is turned.get(how, how)


def test_the_published_example_of_a_file_that_changed():
    """Equality data, section 5.2: B less A is 2, 1, then 2, 0, then nothing. The columns are those with the outcome and those without."""
    a = {"first": (104, 50), "second": (268, 128), "third": (88, 39)}
    b = {"first": (107, 52), "second": (270, 130), "third": (88, 39)}
    april = population([APRIL], {"2026-04"})
    new, earlier = [by_hand(replace(april, sources=frozenset({OTHER})), b)], [by_hand(april, a)]
    assert found(new, earlier) == {
        (("first",), "base", "the rest", 3, 3),
        (("first",), "with_outcome", "the rest", 2, 2),
        (("first",), "without_outcome", "the rest", 1, 1),
        (("second",), "base", "the rest", 2, 2),
        (("second",), "with_outcome", "the rest", 2, 2),
        ((), "with_outcome", "the rest", 4, 4),
        ((), "without_outcome", "the rest", 1, 1),
    }
    said = {one.figure.kind: one.sentence for one in differences(new, earlier, 5) if one.figure.key == ("second",)}
    assert said["base"] == (
        "Beside the tables released on 2026-05-01 (the same people, in a file that has changed), it can be worked out how many there are "
        "of 'second' who are in one release and not in the other, for the outcome 'charged'."
    )


def test_of_a_file_that_changed_both_ways_the_small_steps_are_found():
    april = population([APRIL], {"2026-04"})
    earlier = [by_hand(april, {"x": (100, 50), "y": (200, 90)})]
    new = [by_hand(population([OTHER], {"2026-04"}), {"x": (103, 50), "y": (190, 80)})]
    steps = {(("x",), "base", 3), (("x",), "without_outcome", 3), ((), "without_outcome", 3)}
    assert {(key, kind, low) for key, kind, _, low, _ in found(new, earlier)} == steps
    assert all(one.sure for one in differences(new, earlier, 5))


FEW = {"White": (800, 300), "Asian": (90, 30), "Black": (60, 20)}
MORE = {"White": (900, 350), "Asian": (120, 45), "Black": (63, 21)}  # three more Black people, one of them with the outcome


@pytest.mark.parametrize(("larger", "smaller"), [(ALL, ADULTS), (TWO_MONTHS, ALL)])
def test_a_filter_or_a_month_more_is_subtracted(larger, smaller):
    """The same file with a filter; the same months and one more. Whichever of the two comes second is the one found out."""
    many, few = by_hand(larger, MORE), by_hand(smaller, FEW)
    rest = {
        (("Black",), "base", "the rest", 3, 3),
        (("Black",), "with_outcome", "the rest", 1, 1),
        (("Black",), "without_outcome", "the rest", 2, 2),
    }
    assert found([many], [few]) == found([few], [many]) == rest


def test_other_people_are_not_compared():
    assert differences([by_hand(ADULTS, MORE)], [by_hand(population([APRIL], age={"child"}), FEW)], 5) == []


def test_where_it_is_not_known_whether_the_people_are_the_same_it_is_only_a_warning():
    [*answers] = differences([by_hand(Population(frozenset({OTHER})), MORE)], [by_hand(ALL, FEW)], 5)
    assert answers
    assert not any(one.sure for one in answers)
    assert "might be worked out, if the people are the same" in answers[0].sentence


def test_two_runs_over_one_file_are_one_release():
    """Ethnicity by sex alone, and then ethnicity by area: what one withholds of an ethnicity the other must not give back."""
    hidden = by_hand(ALL, FEW)
    hidden = replace(
        hidden, rows={**hidden.rows, ("Asian",): SeenRow(90, None), ("Black",): SeenRow(60, None), ("Arab",): SeenRow(40, None)}
    )
    hidden = replace(hidden, overall=SeenRow(990, 353))
    shown = by_hand(ALL, {**FEW, "Arab": (40, 3)})
    answers = {(key, low) for key, kind, _, low, high in found([hidden], [shown]) if low == high and kind == "with_outcome"}
    assert answers == {(("Arab",), 3)}


def test_tables_that_cannot_both_be_true_are_subtracted_plainly():
    """The same file cannot give two totals; if the register says so, small steps are what is left to look for."""
    assert {key for key, *_ in found([by_hand(ALL, MORE)], [by_hand(ALL, FEW)])} == {("Black",)}


def test_extra_groups_are_withheld_until_subtracting_fails():
    new, earlier = [by_hand(TWO_MONTHS, MORE)], [by_hand(ALL, FEW)]
    extra = extra_withheld(new, earlier, 5)
    assert extra[("ethnicity",)] >= {("Black",)}
    hidden = {key: SeenRow(None, None) if key in extra[("ethnicity",)] else row for key, row in new[0].rows.items()}
    assert differences([replace(new[0], rows=hidden)], earlier, 5) == []
    assert extra_withheld(new, [], 5) == {}


def test_a_release_beside_an_earlier_one_withholds_what_would_be_found():
    earlier = told(ALL, table(FEW))
    safe = release_beside(compared(table(MORE)), TWO_MONTHS, earlier, "2026-06-01")
    rows = {row.group: row.shown.counts for row in safe.release.tables[0].rows}
    assert rows["Black"] is None
    assert rows["White"] is not None
    assert differences(safe.records, earlier, 5) == []
    assert (safe.compared, safe.warnings) == (1, ())
    assert safe.withheld[("ethnicity",)] >= {("Black",)}
    control = told(TWO_MONTHS, table(MORE))  # released as if there had been nothing before
    assert differences(control, earlier, 5) != []


def test_a_release_beside_nothing_is_the_release():
    alone = release_beside(compared(table(FEW)), ALL, [], "2026-06-01")
    assert alone.release == released(compared(table(FEW)))
    assert alone.withheld == {}


def test_a_doubtful_overlap_is_a_warning_and_withholds_nothing():
    safe = release_beside(compared(table(MORE)), Population(frozenset({OTHER})), told(ALL, table(FEW)), "2026-06-01")
    assert safe.withheld == {}
    assert any("might be worked out" in warning for warning in safe.warnings)


def test_where_the_total_itself_tells_nothing_is_released():
    earlier = told(ALL, table(FEW))
    three_more = {**FEW, "Black": (63, 21)}
    with pytest.raises(CannotBeReleased, match="Withholding more groups does not change that"):
        release_beside(compared(table(three_more)), TWO_MONTHS, earlier, "2026-06-01")


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from("ABCDE"), st.tuples(st.integers(20, 200), st.integers(8, 12), st.integers(0, 12)), min_size=3))
def test_an_added_month_never_gives_a_small_number_away(cells):
    """Random months: whatever is released of the first, the second is safe beside it or is not released."""
    first = table({name: (base, had) for name, (base, had, _) in cells.items()})
    second = table({name: (base + more, had + more // 2) for name, (base, had, more) in cells.items()})
    earlier = told(ALL, first)
    try:
        safe = release_beside(compared(second), TWO_MONTHS, earlier, "2026-06-01")
    except CannotBeReleased:
        return
    assert differences(safe.records, earlier, 5) == []
    shown = {row.group: row.shown.counts for row in safe.release.tables[0].rows}
    before = {key[0]: row for key, row in earlier[0].rows.items()}
    for name, (_, _, more) in cells.items():
        if shown.get(name) and before[name].base is not None and before[name].with_outcome is not None:
            assert more == 0 or more >= 5


def test_the_register_keeps_what_was_shown_and_nothing_else(tmp_path):
    path = tmp_path / "register.jsonl"
    assert read_register(path) == []
    given = told(ADULTS, table({"White": (800, 300), "Asian": (90, 30), "Arab": (40, 3)}))
    add_to_register(path, given)
    add_to_register(path, told(ALL, table({("A", "x"): (90, 40), ("A", None): (30, 12), ("B", "y"): (80, 30)}, ("e", "s"))))
    kept = read_register(path)
    assert kept[0] == given[0]
    assert [record.by for record in kept] == [("ethnicity",), ("e", "s")]
    assert kept[0].rows[("Arab",)] == SeenRow(40, None)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"[]",
        b'{"format": 2}',
        b'{"format": 1, "population": 3}',
        b"\xff\xfe",
        json.dumps({**by_hand(ALL, FEW).to_dict(), "rows": [[["White"], 3, 5]]}).encode(),
        json.dumps({**by_hand(ALL, FEW).to_dict(), "rows": [[["White", "x"], 5, 3]]}).encode(),
        json.dumps({**by_hand(ALL, FEW).to_dict(), "overall": [True, 3]}).encode(),
    ],
)
def test_a_damaged_line_is_named(tmp_path, line):
    path = tmp_path / "register.jsonl"
    add_to_register(path, [by_hand(ALL, FEW)])
    path.write_bytes(path.read_bytes() + line + b"\n")
    with pytest.raises(DamagedRegister, match="Line 2 of the register of released tables") as told_of:
        read_register(path)
    assert told_of.value.line == 2
    assert "Do not take the line out" in told_of.value.do


def test_a_line_that_was_cut_off_is_named_and_nothing_is_added_to_it(tmp_path):
    path = tmp_path / "register.jsonl"
    add_to_register(path, [by_hand(ALL, FEW)] * 2)
    path.write_bytes(path.read_bytes()[:-9])
    before = path.read_bytes()
    with pytest.raises(DamagedRegister, match="Line 2"):
        read_register(path)
    with pytest.raises(DamagedRegister, match="Line 2"):
        add_to_register(path, [by_hand(ALL, FEW)])
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_register_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "register.jsonl"
    add_to_register(path, [by_hand(ALL, FEW)])
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, text: write(descriptor, text[:20]))
    with pytest.raises(RegisterNotWritten, match="Make room"):
        add_to_register(path, [by_hand(ALL, MORE)])
    monkeypatch.undo()
    assert read_register(path) == [by_hand(ALL, FEW)]


def test_a_folder_that_is_not_there_is_an_error_in_words(tmp_path):
    with pytest.raises(RegisterNotWritten, match="could not be written"):
        add_to_register(tmp_path / "nowhere" / "register.jsonl", [by_hand(ALL, FEW)])


def _add_many(path):
    for _ in range(20):
        add_to_register(path, [by_hand(ALL, FEW)] * 5)


def test_two_who_add_at_once_do_not_mix_their_lines(tmp_path):
    path = tmp_path / "register.jsonl"
    context = get_context("fork")
    writers = [context.Process(target=_add_many, args=(path,)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert read_register(path) == [by_hand(ALL, FEW)] * 300
