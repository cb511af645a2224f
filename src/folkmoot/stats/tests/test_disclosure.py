"""Attacks on what is released, made on the serialised output alone; each attack is also seen to succeed where it should."""

import json
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from folkmoot.stats import disclosure
from folkmoot.stats.attacker import Found
from folkmoot.stats.attacker.seen import TOGETHER
from folkmoot.stats.counts import Counts, CountsTable
from folkmoot.stats.disclosure import SMALL_GROUPS, SUPPRESSED, Suppressed, guard, intersections, one_way, sensitive, withheld
from folkmoot.stats.disparity import Settings, disparity_table, disparity_tables
from folkmoot.stats.released import release, release_all
from folkmoot.stats.suppression import Suppression
from folkmoot.stats.tests.attack import equations, recoverable, small_counts_found, solved, widths

FIGURES = ("rate", "difference", "relative_rate", "relative_rate_without", "bounds", "p_value", "p_adjusted")


def table(cells, by=("ethnicity",), outcome="charged", column="", left_out=0):
    cells = {key if isinstance(key, tuple) else (key,): Counts(*counts) for key, counts in cells.items()}
    return CountsTable(by, outcome, cells, sum(counts.base for counts in cells.values()) + left_out, column)


def documents(*tables):
    """What a reader gets: JSON, written out and read back."""
    return json.loads(json.dumps([one.to_dict() for one in release_all(disparity_tables(tables, Settings()))]))


def groups(document):
    return {row["group"]: row for row in document["groups"]}


counts = st.one_of(st.tuples(st.integers(1, 12), st.integers(0, 12)), st.tuples(st.integers(1, 400), st.integers(0, 400))).map(
    lambda pair: (pair[0], min(pair))
)
of_one = st.dictionaries(st.sampled_from(["A", "B", "C", "D", "E", "F", None]), counts, min_size=1)
of_two = st.dictionaries(st.tuples(st.sampled_from(["A", "B", "C", None]), st.sampled_from(["x", "y", "z", None])), counts, min_size=1)

# One small count; by subtraction from the total it is known unless a second group is withheld with it.
ONE_SMALL = {"White": (800, 300), "Asian": (90, 30), "Black": (60, 20), "Arab": (40, 3), None: (0, 0)}


def only_small_ones(monkeypatch):
    """The first fence is down: no further group is withheld to protect the small ones."""
    monkeypatch.setattr(one_way, "fewest", lambda *asked: asked[2])
    monkeypatch.setattr(intersections, "suppress", lambda *_, forced, **__: Suppression(frozenset(forced), False))


def nobody_attacks(monkeypatch):
    """The second fence is down as well."""
    monkeypatch.setattr(guard, "attack", lambda *_: Found({}, 0, 0))


@given(of_one)
def test_no_small_count_of_a_characteristic_can_be_found(cells):
    truth = table(cells)
    assert small_counts_found(documents(truth), truth) == []


@given(of_one)
def test_every_withheld_count_keeps_a_range_of_values(cells):
    truth = table(cells)
    assume(truth.total.with_outcome and truth.total.without_outcome)  # what is true of everyone is no secret of a group
    [document] = documents(truth)
    small = {"Not recorded" if key == (None,) else key[0] for key, cell in truth.cells.items() if sensitive(cell, 5)}
    for group, width in widths(document).items():
        assert width > 0 or group not in small


@given(of_one)
def test_nothing_that_follows_from_a_withheld_count_is_shown(cells):
    [document] = documents(table(cells))
    for row in [*document["groups"], document["not_recorded"], document["overall"]]:
        if row["with_outcome"] == "[c]":
            assert {str(row[name]) for name in FIGURES} <= {"[c]", "None"}
            assert row["rate"] == "[c]"
        if row["base"] == "[c]":
            assert row["with_outcome"] == "[c]"


@settings(max_examples=60, deadline=None)
@given(of_two)
def test_no_small_count_of_an_intersection_can_be_found_even_with_its_margins(cells):
    truth = table(cells, by=("ethnicity", "sex"))
    seen = documents(truth, truth.margin(("ethnicity",)), truth.margin(("sex",)))
    assert small_counts_found(seen, truth) == []
    for place, column in enumerate(("ethnicity", "sex")):
        margin = truth.margin((column,))
        assert small_counts_found([seen[place + 1]], margin) == []


@settings(max_examples=40, deadline=None)
@given(of_two)
def test_no_small_margin_can_be_added_up_from_an_intersection(cells):
    truth = table(cells, by=("ethnicity", "sex"))
    intersection, *margins = documents(truth, truth.margin(("ethnicity",)), truth.margin(("sex",)))
    for document in margins:
        hidden = [row["group"] for row in document["groups"] if row["base"] == "[c]"]
        place = truth.by.index(document["by"][0])
        for group in hidden:
            shown = [row for row in intersection["groups"] if row["group"].split(" · ")[place] == group]
            assert all(row["base"] == "[c]" for row in shown)


@given(of_one, st.data())
def test_the_next_stage_does_not_give_the_stage_before_away(cells, data):
    charged = table(cells)
    later = {key: (cell.with_outcome, data.draw(st.integers(0, cell.with_outcome))) for key, cell in charged.cells.items()}
    convicted = table(later, outcome="convicted")
    assume(not disclosure.too_small_as_a_whole(charged, 5) and not disclosure.too_small_as_a_whole(convicted, 5))
    assume(charged.total.without_outcome > 0)  # where everyone is charged, that anyone was is no secret
    first, second = documents(charged, convicted)
    shown_later = groups(second)
    for group, row in groups(first).items():
        if row["with_outcome"] == "[c]" and group in shown_later:
            assert shown_later[group]["base"] == "[c]"


def test_a_group_that_the_next_stage_does_not_name_is_not_part_of_what_is_joined_in_this_one():
    charged = table({"A": (2, 2), "B": (3, 3), "C": (5, 0), "D": (5, 5)})
    convicted = table({"A": (2, 0), "B": (3, 0), "C": (0, 0), "D": (5, 0)}, outcome="convicted")
    first, second = documents(charged, convicted)
    assert groups(first)["C"]["base"] == 5
    assert "C" not in groups(second)
    assert groups(first)[TOGETHER]["base"] == groups(second)[TOGETHER]["base"] == 5


@settings(max_examples=30, deadline=None)
@given(of_two, st.data())
def test_stages_and_margins_together_give_no_small_count_away(cells, data):
    charged = table(cells, by=("ethnicity", "sex"))
    later = {key: (cell.with_outcome, data.draw(st.integers(0, cell.with_outcome))) for key, cell in charged.cells.items()}
    convicted = table(later, by=charged.by, outcome="convicted")
    assume(charged.total.without_outcome > 0)
    assume(not disclosure.too_small_as_a_whole(charged, 5) and not disclosure.too_small_as_a_whole(convicted, 5))
    seen = documents(charged, convicted, charged.margin(("sex",)), convicted.margin(("sex",)))
    cells_of_all = list(product(*({key[place]: None for key in charged.cells} for place in range(2))))
    known = [one for document in (seen[0], seen[2]) for one in equations(document, cells_of_all, charged.by)]
    for document in (seen[1], seen[3]):  # whoever was charged is at risk of conviction
        for variables, value in equations(document, cells_of_all, charged.by):
            known.append(([("with_outcome" if kind == "base" else "convicted", key) for kind, key in variables], value))
    assert not [found for found, value in solved(known).items() if found[0] != "convicted" and 0 < value < 5]


def test_control_withholding_only_small_counts_is_broken_by_subtraction(monkeypatch):
    truth = table(ONE_SMALL)
    assert small_counts_found(documents(truth), truth) == []
    only_small_ones(monkeypatch)
    nobody_attacks(monkeypatch)
    assert small_counts_found(documents(truth), truth) == [("with_outcome", ("Arab",))]


def test_control_a_rate_left_beside_its_base_gives_the_count_away():
    truth = table(ONE_SMALL)
    [document] = documents(truth)
    groups(document)["Arab"]["rate"] = {"value": 3 / 40, "low": 0, "high": 1}
    assert ("with_outcome", ("Arab",)) in small_counts_found([document], truth)


FOUR = {("A", "x"): (50, 20), ("A", "y"): (40, 3), ("B", "x"): (60, 30), ("B", "y"): (70, 30)}


def test_control_an_intersection_that_ignores_its_margins_is_broken(monkeypatch):
    truth = table({**FOUR, ("C", "x"): (80, 30), ("C", "y"): (90, 40)}, by=("ethnicity", "sex"))
    tables = truth, truth.margin(("ethnicity",)), truth.margin(("sex",))
    assert small_counts_found(documents(*tables), truth) == []
    only_small_ones(monkeypatch)
    nobody_attacks(monkeypatch)
    assert ("with_outcome", ("A", "y")) in small_counts_found(documents(*tables), truth)


@pytest.mark.parametrize("by", [("ethnicity",), ("ethnicity", "sex")])
def test_the_attack_makes_good_what_the_choice_of_groups_leaves_open(monkeypatch, by):
    truth = table({**FOUR, ("C", "x"): (80, 30), ("C", "y"): (90, 40)}, by=("ethnicity", "sex"))
    truth = truth if len(by) == 2 else table(ONE_SMALL)
    only_small_ones(monkeypatch)
    [document] = documents(truth)
    assert small_counts_found([document], truth) == []
    shown = [row for row in document["groups"] if row["with_outcome"] != "[c]"]
    assert 0 < len(shown) < len(truth.recorded()) - 1, "what gave a small number away goes, and the table stays"
    assert document["overall"]["base"] == truth.total.base


def test_bases_are_withheld_until_any_of_them_could_be_as_large_as_the_threshold():
    """Each of the others is known to be somebody: 2 and 4 leave room for a base of five, 2 and 3 do not; one alone is the rest of a sum."""

    def enough(*bases: int) -> bool:
        column = {(str(place),): Counts(base, 0) for place, base in enumerate(bases)}
        return all(need.met([("base", key) for key in column]) for need in one_way._bases(column, 5))

    assert enough(2, 4)
    assert not enough(2, 3)
    assert not enough(200)


def test_small_groups_are_shown_only_together_and_not_by_name():
    [document] = documents(table({"White": (800, 300), "Roma": (4, 2), "Arab": (3, 3), "Asian": (4, 0)} | {"Black": (60, 20)}))
    assert groups(document)[SMALL_GROUPS]["base"] == 11
    assert "Roma" not in json.dumps(document)
    assert "Arab" not in json.dumps(document)


def test_names_of_small_combinations_do_not_appear():
    truth = table({(a, b): (60, 30) for a in "AB" for b in "xy"} | {("C", "x"): (2, 1), ("C", "y"): (70, 30)}, by=("p", "q"))
    [document] = documents(truth)
    assert "C · x" not in json.dumps(document)
    assert document["combinations_withheld"] is True


def test_zero_is_shown_and_is_not_a_withheld_count():
    [document] = documents(table({"White": (800, 300), "Black": (60, 0)}))
    assert groups(document)["Black"]["with_outcome"] == 0


def test_nearly_everyone_is_as_small_a_number_as_nearly_no_one():
    [document] = documents(table({"White": (800, 300), "Black": (60, 58), "Asian": (90, 40)}))
    assert groups(document)["Black"]["with_outcome"] == groups(document)["Black"]["rate"] == "[c]"


def test_a_total_that_is_small_withholds_the_table():
    [document] = documents(table({"White": (80, 2), "Black": (60, 1)}))
    assert document["groups"] == []
    assert document["overall"]["with_outcome"] == "[c]"


def test_bounds_are_withheld_with_the_people_of_no_recorded_group():
    [document] = documents(table({"White": (800, 300), "Black": (200, 90), None: (40, 3), "Asian": (20, 8)}))
    assert document["not_recorded"]["with_outcome"] == "[c]"
    assert groups(document)["Black"]["bounds"] == "[c]"
    assert groups(document)["Black"]["relative_rate"] != "[c]"


def test_a_withheld_reference_withholds_every_comparison():
    one = disparity_table(
        Given(table({"White": (800, 300), "Roma": (40, 2), "Irish": (30, 9), "Black": (200, 90)})), "ethnicity", "charged", "Roma"
    )
    rows = {row.group: row for row in release(one).rows}
    assert rows["Black"].rate is not SUPPRESSED
    assert rows["Black"].relative_rate is SUPPRESSED


class Given:
    def __init__(self, counts):
        self.given = counts

    def counts(self, by, outcome):
        return self.given


def test_two_outcomes_of_one_column_that_differ_by_a_few_are_withheld():
    cells = {"White": (800, 300), "Black": (200, 90), "Asian": (100, 40)}
    wider = {"White": (800, 330), "Black": (200, 92), "Asian": (100, 60)}
    first, second = documents(table(cells, column="disposal"), table(wider, outcome="either", column="disposal"))
    assert groups(first)["Black"]["with_outcome"] == groups(second)["Black"]["with_outcome"] == "[c]"


def test_a_few_records_without_outcome_are_not_counted_out():
    [document] = documents(table({"White": (800, 300), "Black": (200, 90)}, left_out=3))
    assert document["completeness"]["outcome_not_recorded"] == document["completeness"]["eligible"] == "[c]"


def test_a_suppressed_figure_refuses_to_be_a_number():
    assert repr(SUPPRESSED) == "[c]"
    assert isinstance(SUPPRESSED, Suppressed)
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(SUPPRESSED)
    with pytest.raises(TypeError):
        SUPPRESSED + 1
    with pytest.raises(TypeError):
        json.dumps(SUPPRESSED)


def test_a_threshold_of_one_withholds_nothing():
    assert withheld([table({"White": (3, 1)})], threshold=1) == disclosure.Withheld()


def test_recovery_sees_a_count_that_two_sums_fix():
    assert recoverable({"a", "b", "c"}, [{"a", "b"}, {"b", "c"}, {"c"}], [{"a"}])
    assert not recoverable({"a", "b", "c"}, [{"a", "b"}, {"b", "c"}], [{"a"}])
    assert recoverable({"a", "b", "c"}, [{"a", "b", "c", "shown"}, {"c"}], [{"a", "b"}])
    assert not recoverable({"a"}, [], [{"shown"}])
