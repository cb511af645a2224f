"""The optimal suppressor: published examples, an exhaustive search as referee, and what happens where there is no best answer."""

import json
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from folkmoot.stats.suppression import Guarantee, Limits, Need, Objective, Relation, Table, cover, suppress, two_way

# Equality data, section 5.2. Columns of the mojSuppression examples are turned into rows, which changes nothing.
MARITAL = [[38, 17], [7, 4], [3, 1]]
MATRIX = [[25, 10, 1, 3], [1, 6, 5, 3], [1, 10, 10, 3], [1, 1, 10, 3]]
README = [[25, 10, 1, 5], [1, 6, 5, 6], [2, 10, 10, 1], [10, 2, 10, 2]]


def small_cells(table, most):
    return [cell for cell in table.units if 0 < table.values[cell] <= most]


def suppressed(rows, most=2, width=None, **options):
    table = two_way(rows)
    answer = suppress(table, dict.fromkeys(small_cells(table, most), most + 1 if width is None else width), **options)
    return len(answer.withheld), sum(table.values[cell] for cell in answer.withheld), answer


@pytest.mark.parametrize(("rows", "cells", "total"), [(MARITAL, 4, 15), (MATRIX, 8, 30), (README, 8, 24)])
def test_published_examples_by_the_pattern_rule(rows, cells, total):
    found, added, answer = suppressed(rows, guarantee=Guarantee.PATTERN)
    assert (found, added, answer.optimal) == (cells, total, True)


def test_the_readme_example_has_one_answer():
    assert suppressed(README, guarantee=Guarantee.PATTERN)[2].withheld == suppressed(README)[2].withheld


@pytest.mark.parametrize(("rows", "cells", "total"), [(MARITAL, 4, 15), (README, 8, 24)])
def test_published_examples_that_protect_intervals_too(rows, cells, total):
    found, added, answer = suppressed(rows)
    assert (found, added, answer.optimal) == (cells, total, True)


def test_the_pattern_rule_is_not_always_enough():
    """Eight cells of the matrix are no pattern fault, and leave a cell with a narrower range than asked: nine are needed."""
    assert suppressed(MATRIX)[:2] == (9, 26)
    pattern = suppressed(MATRIX, guarantee=Guarantee.PATTERN)[2]
    assert min(widths(two_way(MATRIX), pattern.withheld, 2)) < 3


def test_the_example_of_the_handbook_vectors_file(shared_data):
    path = shared_data.parent / "domain" / "vectors" / "vectors.json"
    if not path.is_file():
        pytest.skip(f"the file of test vectors is not at {path}")
    vectors = json.loads(path.read_text(encoding="utf-8"))["sdc"]
    matrix = list(zip(*vectors["mojsuppression"]["matrix"].values(), strict=True))
    readme = list(zip(*vectors["readme_df"]["columns"], strict=True))
    for rows, wanted in (
        (vectors["marital"]["rows"], vectors["marital"]["min"]),
        (matrix, vectors["mojsuppression"]["optimal"]),
        (readme, vectors["readme_df"]["unique_min"]),
    ):
        assert suppressed(rows, guarantee=Guarantee.PATTERN)[:2] == (wanted["nodes"], wanted["total"])


def widths(table, withheld, most):
    """The referee: for each small cell, highest less lowest possible value, by linear programmes set up here."""
    order = list(table.units)
    free = [cell for cell in order if cell in withheld]
    rows, totals = [], []
    for relation in table.relations:
        rows.append([1.0 if cell in relation.members else 0.0 for cell in free])
        totals.append(sum(table.values[cell] for cell in relation.members if cell in free))
    found = []
    for cell in small_cells(table, most):
        cost = [1.0 if other == cell else 0.0 for other in free]
        ends = [linprog([sign * value for value in cost], A_eq=rows, b_eq=totals, method="highs").fun for sign in (1, -1)]
        found.append(round(-ends[1] - ends[0], 6))
    return found


def patterned(table, withheld):
    return all(len(withheld.intersection(relation.members)) != 1 for relation in table.relations)


def best_by_trying(table, most, width, guarantee):
    """The fewest cells, then the smallest sum, by trying every set that holds the small cells."""
    primary = frozenset(small_cells(table, most))
    others = [cell for cell in table.units if cell not in primary]
    for more in range(len(others) + 1):
        ways = [primary.union(extra) for extra in combinations(others, more)]
        if guarantee is Guarantee.PATTERN:
            safe = [way for way in ways if patterned(table, way)]
        else:
            safe = [way for way in ways if min(widths(table, way, most), default=width) >= width]
        if safe:
            return len(primary) + more, min(sum(table.values[cell] for cell in way) for way in safe)
    return None


tables = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_the_pattern_is_the_best_there_is(rows):
    table = two_way(rows)
    wanted = best_by_trying(table, 2, 3, Guarantee.PATTERN)
    found, added, answer = suppressed(rows, guarantee=Guarantee.PATTERN)
    assert (found, added) == (wanted or (9, sum(map(sum, rows))))
    assert answer.optimal or wanted is None


@settings(max_examples=12, deadline=None)
@given(tables)
def test_the_protected_pattern_is_the_best_there_is(rows):
    table = two_way(rows)
    wanted = best_by_trying(table, 2, 3, Guarantee.INTERVAL)
    found, added, answer = suppressed(rows)
    if wanted is None:
        assert answer.unprotected
    else:
        assert (found, added, answer.optimal) == (*wanted, True)
        assert min(widths(table, answer.withheld, 2), default=3) >= 3


@settings(max_examples=15, deadline=None)
@given(tables)
def test_past_its_limits_it_withholds_more_and_is_as_safe(rows):
    table = two_way(rows)
    best, hasty = suppressed(rows)[2], suppressed(rows, limits=Limits(units=0))[2]
    open_cells = dict(zip(small_cells(table, 2), widths(table, hasty.withheld, 2), strict=True))
    assert {cell for cell, width in open_cells.items() if width < 3} == hasty.unprotected == best.unprotected
    assert len(hasty.withheld) >= len(best.withheld) or best.unprotected
    assert not hasty.optimal
    assert "More is withheld" in hasty.note


def test_no_time_at_all_still_gives_a_safe_answer():
    table = two_way(README)
    answer = suppressed(README, limits=Limits(units=0, seconds=0.0))[2]
    assert min(widths(table, answer.withheld, 2)) >= 3


def test_equal_tables_are_treated_alike():
    assert suppressed(MATRIX)[2].withheld == suppressed([list(row) for row in MATRIX])[2].withheld


def test_the_objective_is_a_choice():
    """One large cell, or two small ones: which is less depends on what is counted."""
    values = {"small": 1, "large": 90, "a": 2, "b": 3, "total": 96}
    table = Table(values, (Relation("total", ("small", "large", "a", "b")),), {name: (name,) for name in ("small", "large", "a", "b")})
    needs = [Need({"large": 2, "a": 1, "b": 1}, 2)]
    fewest = suppress(table, {"small": 2}, needs=needs)
    smallest = suppress(table, {"small": 2}, needs=needs, objective=Objective.SMALLEST)
    assert fewest.withheld == {"small", "large"}
    assert smallest.withheld == {"small", "a", "b"}


def test_a_hierarchy_is_protected_at_every_level():
    """Areas within regions within a country: a withheld region must not follow from its Areas, nor an Area from its region."""
    values = {"n1": 3, "n2": 40, "n3": 50, "s1": 60, "s2": 70, "north": 93, "south": 130, "all": 223}
    relations = (Relation("north", ("n1", "n2", "n3")), Relation("south", ("s1", "s2")), Relation("all", ("north", "south")))
    table = Table(values, relations, {name: (name,) for name in values if name != "all"})
    assert suppress(table, {"n1": 5}).withheld == {"n1", "n2"}
    only_areas = Table(values, relations, {name: (name,) for name in ("n1", "north", "south", "s1")})
    assert suppress(only_areas, {"n1": 5}).withheld == {"n1", "north", "south", "s1"}


def test_linked_tables_are_protected_together():
    """The same cell stands in two tables: what one withholds must not follow from the other."""
    first, second = two_way([[3, 40], [50, 60]]), two_way([[3, 80], [20, 60]])
    values = {("first", cell): value for cell, value in first.values.items()}
    values |= {("second", cell): value for cell, value in second.values.items()}
    relations = tuple(
        Relation((name, relation.total), tuple((name, cell) for cell in relation.members))
        for name, table in (("first", first), ("second", second))
        for relation in table.relations
    )
    units = {(name, cell): ((name, cell),) for name, table in (("first", first), ("second", second)) for cell in table.units}
    shared = {unit: cells for unit, cells in units.items() if unit != ("second", (0, 0))}
    shared["first", (0, 0)] = (("first", (0, 0)), ("second", (0, 0)))
    answer = suppress(Table(values, relations, shared), {("first", (0, 0)): 5, ("second", (0, 0)): 5})
    assert len(answer.withheld) == 7


def test_what_nothing_can_protect_is_said():
    table = Table({"only": 3, "total": 3}, (Relation("total", ("only",)),), {"only": ("only",)})
    answer = suppress(table, {"only": 5})
    assert answer.unprotected == {"only"}
    assert not answer.optimal


def test_a_table_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="is not the sum"):
        Table({"a": 1, "total": 2}, (Relation("total", ("a",)),), {"a": ("a",)})
    with pytest.raises(ValueError, match="cannot be negative"):
        Table({"a": -1}, (), {"a": ("a",)})


sizes = st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 50), min_size=2)


@settings(max_examples=40, deadline=None)
@given(sizes, st.data())
def test_trying_and_the_programme_agree(sizes, data):
    forced = frozenset(data.draw(st.sets(st.sampled_from(sorted(sizes)), min_size=1)))
    needs = [Need(sizes, data.draw(st.integers(1, 60))), Need(dict.fromkeys(sizes, 1), 2, frozenset(sizes))]
    tried = cover.fewest(sizes, needs, forced)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cover, "_TRIES", 0)
        programmed = cover.fewest(sizes, needs, forced)
    weigh = lambda chosen: chosen and (len(chosen), sum(sizes[unit] for unit in chosen))  # noqa: E731
    assert weigh(tried) == weigh(programmed)
