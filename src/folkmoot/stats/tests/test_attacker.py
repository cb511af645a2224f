"""The attacker: published intervals, every possibility tried on tiny tables, and what only a linear programme can find."""

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from folkmoot.stats.attacker import (
    Contradictory,
    Figure,
    Interval,
    Knowledge,
    Seen,
    SeenRow,
    TooEntangled,
    attack,
    attacking,
    known_of,
    seen,
    withheld_figures,
)
from folkmoot.stats.attacker.hypergraph import cores, joined
from folkmoot.stats.attacker.seen import TOGETHER
from folkmoot.stats.counts import Counts, CountsTable
from folkmoot.stats.disclosure import SMALL_GROUPS
from folkmoot.stats.tests.attack import every_table

HIDDEN = SeenRow(None, None)
NOBODY = SeenRow(0, 0)
UNSURE = Knowledge(named_are_somebody=False)


def one_way(column, rows, overall, outcome="charged", missing=NOBODY, population=""):
    return Seen((column,), outcome, {(name,): row for name, row in rows.items()}, missing, overall, population)


def two_way(rows, overall, by=("a", "b"), outcome="charged", missing=NOBODY):
    return Seen(by, outcome, rows, missing, overall)


def base(*key, by=("a", "b")):
    return Figure(by, key, "charged", "base")


def ends(found):
    return {figure: (interval.low, interval.high) for figure, interval in found.intervals.items()}


def test_the_published_interval_audit():
    """Equality data, section 5.2: row totals 7 and 3, column totals 6 and 4, everything inside withheld."""
    overall = SeenRow(10, None)
    tables = [
        one_way("a", {"1": SeenRow(7, None), "2": SeenRow(3, None)}, overall),
        one_way("b", {"1": SeenRow(6, None), "2": SeenRow(4, None)}, overall),
        two_way({}, overall),
    ]
    found = ends(attack(tables, [base(x, y) for x, y in product("12", "12")], UNSURE))
    assert found == {base("1", "1"): (3, 6), base("1", "2"): (1, 4), base("2", "1"): (0, 3), base("2", "2"): (0, 3)}


def test_a_lone_withheld_figure_is_found_by_subtraction():
    table = one_way("a", {"White": SeenRow(800, 300), "Arab": SeenRow(40, None)}, SeenRow(840, 303))
    figure = Figure(("a",), ("Arab",), "charged", "with_outcome")
    found = attack([table], [figure]).intervals[figure]
    assert (found.low, found.high) == (3, 3)
    assert found.exposes(5)


pools = st.dictionaries(st.sampled_from("ABCD"), st.tuples(st.integers(1, 6), st.integers(0, 6)), min_size=2)


def shown_of(cells, choices):
    """Rows of a table, each shown (0), without its outcome (1), or not at all (2)."""
    return {name: SeenRow(None if choices[name] == 2 else n, None if choices[name] else k) for name, (n, k) in cells.items()}


def tried(cells, rows):
    """All values that each withheld figure of a table of one characteristic could have, by trying."""
    names = list(cells)
    total, had = sum(n for n, _ in cells.values()), sum(k for _, k in cells.values())
    found = {}
    for bases in product(range(1, total + 1), repeat=len(names)):
        if sum(bases) != total or any(rows[name].base not in (None, n) for name, n in zip(names, bases, strict=True)):
            continue
        for outcomes in product(*(range(n + 1) for n in bases)):
            if sum(outcomes) == had and all(rows[name].with_outcome in (None, k) for name, k in zip(names, outcomes, strict=True)):
                for name, n, k in zip(names, bases, outcomes, strict=True):
                    for kind, value in (("base", n), ("with_outcome", k), ("without_outcome", n - k)):
                        found.setdefault(Figure(("a",), (name,), "charged", kind), set()).add(value)
    return {figure: (min(values), max(values)) for figure, values in found.items()}


@settings(max_examples=60, deadline=None)
@given(pools, st.data())
def test_the_closed_form_finds_what_trying_finds(cells, data):
    cells = {name: (n, min(n, k)) for name, (n, k) in list(cells.items())[:3]}
    rows = shown_of(cells, {name: data.draw(st.integers(0, 2)) for name in cells})
    table = one_way("a", rows, SeenRow(sum(n for n, _ in cells.values()), sum(k for _, k in cells.values())))
    wanted = tried(cells, rows)
    found = attack([table], wanted)
    assert found.programmes == 0
    assert ends(found) == wanted


@settings(max_examples=60, deadline=None)
@given(pools, st.data())
def test_the_closed_form_finds_what_the_programme_finds(cells, data):
    cells = {name: (n * 7, min(n * 7, k * 7)) for name, (n, k) in cells.items()}
    rows = shown_of(cells, {name: data.draw(st.integers(0, 2)) for name in cells})
    table = one_way("a", rows, SeenRow(sum(n for n, _ in cells.values()), sum(k for _, k in cells.values())))
    figures = [Figure(("a",), (name,), "charged", kind) for name in cells for kind in ("base", "with_outcome", "without_outcome")]
    quick = attack([table], figures)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attacking, "_alone", lambda _: {})
        slow = attack([table], figures)
    assert ends(quick) == ends(slow)


grids = st.lists(st.integers(0, 4), min_size=6, max_size=6)


@settings(max_examples=50, deadline=None)
@given(grids, st.sets(st.integers(0, 5)))
def test_two_characteristics_are_solved_exactly(counts, open_cells):
    keys = list(product("xyz", "pq"))
    rows = {key: SeenRow(counts[place], None) for place, key in enumerate(keys) if place in open_cells}
    overall = SeenRow(sum(counts), None)
    margin = lambda at, name: SeenRow(sum(n for key, n in zip(keys, counts, strict=True) if key[at] == name), None)  # noqa: E731
    tables = [
        one_way("a", {name: margin(0, name) for name in "xyz"}, overall),
        one_way("b", {name: margin(1, name) for name in "pq"}, overall),
        two_way(rows, overall),
    ]
    members = [[place for place, key in enumerate(keys) if key[0] == name] for name in "xyz"]
    members += [[place for place, key in enumerate(keys) if key[1] == name] for name in "pq"]
    members += [[place] for place in open_cells]
    totals = [sum(counts[place] for place in row) for row in members]
    ways = list(every_table(members, totals, 6))
    found = ends(attack(tables, [base(*key) for key in keys], UNSURE))
    assert found == {base(*key): (min(way[place] for way in ways), max(way[place] for way in ways)) for place, key in enumerate(keys)}


@settings(max_examples=30, deadline=None)
@given(grids, st.integers(1, 9))
def test_what_is_wide_enough_is_really_that_wide(counts, enough):
    keys = list(product("xyz", "pq"))
    overall = SeenRow(sum(counts), None)
    tables = [
        one_way("a", {name: SeenRow(sum(n for k, n in zip(keys, counts, strict=True) if k[0] == name), None) for name in "xyz"}, overall),
        one_way("b", {name: SeenRow(sum(n for k, n in zip(keys, counts, strict=True) if k[1] == name), None) for name in "pq"}, overall),
        two_way({}, overall),
    ]
    figures = [base(*key) for key in keys]
    exact, quick = attack(tables, figures, UNSURE).intervals, attack(tables, figures, UNSURE, enough).intervals
    for figure in figures:
        assert exact[figure].low <= quick[figure].low <= quick[figure].high <= exact[figure].high
        assert quick[figure].exact or quick[figure].high - quick[figure].low >= enough
        assert exact[figure].exposes(enough) == quick[figure].exposes(enough)


def test_those_without_a_recorded_value_are_a_group_too():
    overall = SeenRow(100, 40)
    tables = [
        one_way("a", {"x": SeenRow(60, 25), "y": SeenRow(40, 15)}, overall),
        one_way("b", {"p": SeenRow(58, 20), "q": SeenRow(39, 19)}, overall, missing=SeenRow(3, 1)),
        two_way({("x", "p"): SeenRow(30, 12), ("x", "q"): SeenRow(30, 13), ("y", "p"): SeenRow(28, 8)}, overall, missing=SeenRow(3, 1)),
    ]
    unrecorded = Figure(("a", "b"), ("y", None), "charged", "base")
    assert ends(attack(tables, [unrecorded, base("y", "q")])) == {unrecorded: (3, 3), base("y", "q"): (9, 9)}


def test_groups_shown_only_together_are_one_group():
    overall = SeenRow(100, 40)
    table = one_way("a", {"x": SeenRow(90, 38), TOGETHER: HIDDEN}, overall)
    figure = Figure(("a",), (TOGETHER,), "charged", "base")
    assert ends(attack([table], [figure])) == {figure: (10, 10)}


def test_a_group_named_in_one_release_and_shown_with_others_in_another_is_the_same_group():
    """Roma and Arab people were shown together; a month later Arab people are named, and by then there are eight of them."""
    assert TOGETHER == SMALL_GROUPS
    before = one_way("a", {"x": SeenRow(80, 30), TOGETHER: SeenRow(7, 3)}, SeenRow(87, 33), population="April")
    after = one_way("a", {"x": SeenRow(80, 30), "Arab": SeenRow(8, 3), TOGETHER: SeenRow(5, 2)}, SeenRow(93, 35), population="both")
    figures = [Figure(("a",), (name,), "charged", "base", who) for name in ("Arab", TOGETHER) for who in ("April", "May")]
    knowledge = Knowledge(contains=(("both", "April"),), rests=(("May", "both"),))
    assert ends(attack([before, after], figures, knowledge)) == {
        figures[0]: (2, 7),  # in April at most 7 with the others, of whom at most 5 can be somebody else
        figures[1]: (1, 6),
        figures[2]: (7, 7),
        figures[3]: (0, 5),
    }


STAGES = Knowledge(follows=(("convicted", "charged", True),))


def stages(charged_row, convicted_row):
    charged = one_way("a", {"x": SeenRow(50, 30), "y": charged_row, "z": charged_row}, SeenRow(90, 62))
    convicted = one_way("a", {"x": SeenRow(30, 20), "y": convicted_row, "z": convicted_row}, SeenRow(62, 46), "convicted")
    return [charged, convicted]


def test_the_base_of_the_next_stage_gives_the_outcome_of_the_one_before():
    figures = [Figure(("a",), ("y",), "charged", kind) for kind in ("base", "with_outcome", "without_outcome")]
    open_base = [stages(SeenRow(20, None), HIDDEN)[0], stages(HIDDEN, SeenRow(16, None))[1]]
    known = ends(attack(open_base, figures, STAGES))
    assert known[figures[1]] == (16, 16)
    assert known[figures[2]] == (4, 4)
    unknown = ends(attack(open_base, figures))
    assert unknown[figures[1]] != (16, 16)


def test_a_group_that_is_not_in_the_next_stage_did_not_have_the_outcome():
    charged, convicted = stages(HIDDEN, HIDDEN)
    without = Seen(("a",), "convicted", {key: row for key, row in convicted.rows.items() if key != ("y",)}, NOBODY, convicted.overall)
    figure = Figure(("a",), ("y",), "charged", "with_outcome")
    assert ends(attack([charged, without], [figure], STAGES)) == {figure: (0, 0)}


def test_outcomes_of_one_column_narrow_each_other():
    charged = one_way("a", {"x": SeenRow(20, None), "y": SeenRow(20, None)}, SeenRow(40, 30))
    wider = one_way("a", {"x": SeenRow(20, 13), "y": SeenRow(20, 18)}, SeenRow(40, 31), "either")
    figure = Figure(("a",), ("x",), "charged", "with_outcome")
    knowledge = Knowledge(same_base=(("charged", "either"),), within=(("charged", "either"),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attacking, "_alone", lambda _: {})
        assert ends(attack([charged, wider], [figure], knowledge)) == {figure: (12, 13)}
        apart = Knowledge(same_base=(("charged", "either"),), apart=(("charged", "either"),))
        less = one_way("a", {"x": SeenRow(20, 13), "y": SeenRow(20, 3)}, SeenRow(40, 16), "either")
        some = one_way("a", {"x": SeenRow(20, None), "y": SeenRow(20, None)}, SeenRow(40, 20))
        assert ends(attack([some, less], [figure], apart)) == {figure: (3, 7)}


def test_all_that_holds_in_every_cell_counts_as_known():
    def table(outcome, cells, column=""):
        return CountsTable(("a",), outcome, {(name,): Counts(*pair) for name, pair in cells.items()}, 100, column)

    found = known_of(
        [
            table("charged", {"x": (50, 30), "y": (40, 20)}, "disposal"),
            table("charged or cautioned", {"x": (50, 35), "y": (40, 21)}, "disposal"),
            table("released", {"x": (50, 10), "y": (40, 9)}, "disposal"),
            table("convicted", {"x": (30, 12), "y": (20, 9)}),
            table("custody", {"x": (11, 5), "y": (9, 2)}),
        ]
    )
    assert ("convicted", "charged", True) in found.follows
    assert ("custody", "convicted", False) in found.follows
    assert set(found.within) == {("charged", "charged or cautioned"), ("released", "charged"), ("released", "charged or cautioned")}
    assert ("charged", "released") in found.apart
    assert found.same_base == (("charged", "charged or cautioned"), ("charged", "released"))


def test_tables_that_form_a_tree_need_no_joining():
    sets = [frozenset("ab"), frozenset("bc"), frozenset("cd"), frozenset("b")]
    assert cores(sets) == []
    tree = joined(sets, lambda _: 1, 10)
    assert set(tree.sets) == {frozenset("ab"), frozenset("bc"), frozenset("cd")}
    assert sorted("".join(sorted(shared)) for _, _, shared in tree.links) == ["b", "c"]


def test_tables_in_a_circle_are_joined():
    circle = [frozenset("ab"), frozenset("bc"), frozenset("ac"), frozenset("cd")]
    assert [core for core, _ in cores(circle)] == [frozenset("abc")]
    assert set(joined(circle, lambda _: 1, 10).sets) == {frozenset("abc"), frozenset("cd")}
    with pytest.raises(TooEntangled, match="overlap in a circle: a by b; a by c; b by c") as refused:
        joined(circle, lambda columns: 10 ** len(columns), 500)
    assert set(refused.value.tables) == set(circle[:3])


def test_two_circles_that_touch_nowhere_are_joined_apart():
    circles = [frozenset(pair) for pair in ("ab", "bc", "ac", "xy", "yz", "xz")]
    assert {core for core, _ in cores(circles)} == {frozenset("abc"), frozenset("xyz")}


def test_a_table_too_large_to_attack_is_refused():
    rows = {(str(x), str(y)): SeenRow(9, None) for x in range(20) for y in range(20)}
    with pytest.raises(TooEntangled, match="very large"):
        attack([two_way(rows, SeenRow(3600, None))], [base("1", "1")], most=100)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=8, max_size=8), st.data())
def test_a_circle_is_solved_as_trying_solves_it(counts, data):
    """All two-way tables of 2 x 2 x 2, some cells withheld, against every way to fill the eight cells."""
    keys = list(product("ab", "cd", "ef"))
    overall = SeenRow(sum(counts), None)
    tables, members, withheld = [], [list(range(8))], []
    for by, places in ((("A", "B"), (0, 1)), (("B", "C"), (1, 2)), (("A", "C"), (0, 2))):
        rows = {}
        for pair in dict.fromkeys(tuple(key[at] for at in places) for key in keys):
            cells = [place for place, key in enumerate(keys) if tuple(key[at] for at in places) == pair]
            if data.draw(st.booleans()):
                rows[pair] = SeenRow(sum(counts[cell] for cell in cells), None)
                members.append(cells)
            else:
                withheld.append((Figure(by, pair, "charged", "base"), cells))
        tables.append(two_way(rows, overall, by))
    assume(withheld)
    everyone = Knowledge(named_are_somebody=False, possible={("A", "B", "C"): frozenset(keys)})
    ways = list(every_table(members, [sum(counts[cell] for cell in row) for row in members], 8))
    found = ends(attack(tables, [figure for figure, _ in withheld], everyone))
    for figure, cells in withheld:
        sums = [sum(way[cell] for cell in cells) for way in ways]
        assert found[figure][0] <= min(sums)
        assert found[figure][1] >= max(sums)
        assert found[figure] == (min(sums), max(sums)) or len(set(sums)) > 1


def test_rates_beside_withheld_counts_are_counts():
    row = {"group": "Arab", "base": 40, "with_outcome": "[c]", "rate": {"value": 0.075, "low": 0, "high": 1}}
    reference = {"group": "White", "base": 800, "with_outcome": 400, "rate": {"value": 0.5, "low": 0, "high": 1}}
    plain = {"group": "Not recorded", "base": 0, "with_outcome": 0, "rate": None}
    overall = {"group": "Everyone", "base": 840, "with_outcome": "[c]", "rate": "[c]"}
    document = {"by": ["e"], "outcome": "o", "reference": "White", "groups": [reference, row], "not_recorded": plain, "overall": overall}
    assert seen(document).rows[("Arab",)] == SeenRow(40, 3)
    row["rate"] = "[c]"
    assert list(withheld_figures([seen(document)])) == [Figure(("e",), ("Arab",), "o", "with_outcome")]
    row["difference"] = {"value": -0.425, "low": 0, "high": 1}
    assert seen(document).rows[("Arab",)] == SeenRow(40, 3)
    row["difference"], row["relative_rate"] = "[c]", {"value": 0.15, "low": 0, "high": None}
    assert seen(document).rows[("Arab",)] == SeenRow(40, 3)


def test_names_with_the_joining_mark_in_them_are_read_by_their_keys():
    row = {"group": "A · B · x", "base": 40, "with_outcome": 9, "rate": None}
    plain = {"group": "Not recorded", "base": 0, "with_outcome": 0, "rate": None}
    document = {"by": ["e", "s"], "outcome": "o", "reference": "", "groups": [row], "not_recorded": plain, "overall": plain}
    assert list(seen(document, {"A · B · x": ("A · B", "x")}).rows) == [("A · B", "x")]


def test_tables_that_cannot_all_be_true_are_refused():
    tables = [*stages(SeenRow(20, None), HIDDEN)[:1], one_way("a", {"x": SeenRow(50, 30), "y": SeenRow(70, None)}, SeenRow(90, 62))]
    with pytest.raises(Contradictory, match="contradict one another"):
        attack([*tables, two_way({}, SeenRow(90, 62))], [Figure(("a",), ("z",), "charged", "with_outcome")])


def test_an_interval_without_limit_tells_nothing():
    assert not Interval(0, None).exposes(5)
    assert Interval(0, 4).exposes(5)
    assert not Interval(1, 5).exposes(5)
    assert Interval(2, 6).exposes(5)
