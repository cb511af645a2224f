"""Tables released together: attacked as a reader would, on the documents, by linear programmes, exact algebra and by trying everything."""

import json
import random
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from folkmoot.stats import released as releasing
from folkmoot.stats.attacker import NOTHING_MORE, Figure, TooEntangled, attack, known_of, seen
from folkmoot.stats.counts import Counts, CountsTable
from folkmoot.stats.disclosure import SMALL_GROUPS, guard, is_small, planned
from folkmoot.stats.disparity import Settings, disparity_tables, uncompared_table
from folkmoot.stats.released import NOT_ATTACKED, may_compare, may_show, release_all, released
from folkmoot.stats.tests.attack import equations, every_table, small_counts_found

THREE = ("ethnicity", "sex", "area")
PAIRS = (("ethnicity", "sex"), ("sex", "area"), ("ethnicity", "area"))


def table(cells, by=("ethnicity",), outcome="charged", column=""):
    cells = {key if isinstance(key, tuple) else (key,): Counts(*counts) for key, counts in cells.items()}
    return CountsTable(by, outcome, cells, sum(counts.base for counts in cells.values()), column)


def release(*tables, threshold=5):
    return released(disparity_tables(tables, Settings()), threshold)


def written(one):
    """What a reader gets: JSON, written out and read back."""
    return [json.loads(json.dumps(table.to_dict())) for table in one.tables]


def small(*tables, threshold=5):
    """Every small count of groups that are in no danger of having been put together with others."""
    kinds = ("base", "with_outcome", "without_outcome")
    for one in tables:
        for key, counts in one.cells.items():
            yield from (Figure(one.by, key, one.outcome, kind) for kind in kinds if is_small(getattr(counts, kind), threshold))


def found(documents, figures, knowledge=NOTHING_MORE, threshold=5):
    answers = attack([seen(document) for document in documents], figures, knowledge, threshold).intervals
    return {figure for figure, interval in answers.items() if interval.exposes(threshold)}


counts = st.one_of(st.tuples(st.integers(1, 12), st.integers(0, 12)), st.tuples(st.integers(1, 90), st.integers(0, 90))).map(
    lambda pair: (pair[0], min(pair))
)
levels = (["A", "B", "C"], ["x", "y", "z"], ["n", "s"])
of_three = st.dictionaries(st.tuples(*(st.sampled_from(level) for level in levels)), counts, min_size=6)


@settings(max_examples=25, deadline=None)
@given(of_three)
def test_tables_that_overlap_in_a_circle_give_no_small_number_away(cells):
    whole = table(cells, THREE)
    pairs = [whole.margin(by) for by in PAIRS]
    alone = [whole.margin((column,)) for column in THREE]
    assume(not any(is_small(counts.base, 5) for one in alone for counts in one.cells.values()))  # no groups put together
    one = release(*alone, *pairs)
    documents = written(one)
    printed = {tuple(document["by"]) for document in documents if document["groups"]}
    assert one.attack.recovered == 0
    assert found(documents, small(*alone, *(pair for pair in pairs if pair.by in printed))) == set()
    assert small_counts_found(documents, whole) == []


# Three tables that overlap in a circle: each alone is safe, and exact algebra finds nothing in them together; a linear programme does.
CIRCLE = {
    "acg": (17, 17), "adf": (28, 3), "adg": (4, 3), "adh": (2, 1), "aeg": (7, 2), "aeh": (30, 20), "bcf": (16, 13), "bcg": (10, 4),
    "bch": (15, 4), "bef": (20, 13), "cdh": (17, 7), "cef": (3, 3), "ceh": (11, 1),
}  # fmt: skip


def circle():
    whole = table({tuple(key): counts for key, counts in CIRCLE.items()}, THREE)
    return whole, [whole.margin((column,)) for column in THREE], [whole.margin(by) for by in PAIRS]


def test_a_circle_is_broken_by_linear_programmes_where_each_table_is_planned_alone(monkeypatch):
    whole, alone, pairs = circle()
    figures = set(small(*alone, *pairs))
    with monkeypatch.context() as patch:
        patch.setattr(guard, "attack", lambda *_: attack([], []))
        documents = written(release(*alone, *pairs))
    assert all(document["groups"] for document in documents)
    assert small_counts_found(documents, whole) == []
    told = Figure(("sex", "area"), ("d", "f"), "charged", "with_outcome")
    assert told in found(documents, figures)
    interval = attack([seen(document) for document in documents], [told], guard.knowledge_of(families(*alone, *pairs), {})).intervals[told]
    assert 1 <= interval.low <= interval.high < 5  # whatever it is, it is small
    together = release(*alone, *pairs)
    assert found(written(together), figures) == set()
    assert together.attack.ran


def families(*tables):
    return {one.by: [one] for one in tables}


def tiny(seed):
    """A small table of two characteristics that is shown at least in part when 1 is small, with its documents."""
    rng = random.Random(seed)
    while True:
        bases = {key: rng.randint(1, 3) for key in product("AB", "xyz")}
        whole = table({key: (base, rng.randint(0, base)) for key, base in bases.items()}, ("ethnicity", "sex"))
        documents = written(release(whole, whole.margin(("ethnicity",)), whole.margin(("sex",)), threshold=2))
        if 0 < len(documents[0]["groups"]) < 5 and SMALL_GROUPS not in json.dumps(documents):
            return whole, documents


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_given_away_to_somebody_who_tries_every_possibility(seed):
    """Every way to fill the cells, with and without the outcome, so that all printed numbers come out. Small is 1 here."""
    whole, documents = tiny(seed)
    cells = list(whole.cells)
    order = [(part, key) for key in cells for part in ("with", "without")]
    members, totals = [list(range(len(order)))], [whole.total.base]
    for document in documents:
        for variables, value in equations(document, cells, whole.by):
            parts = {"base": ("with", "without"), "with_outcome": ("with",)}
            members.append([order.index((part, key)) for kind, key in variables for part in parts[kind]])
            totals.append(value)
    kept = [(row, total) for row, total in zip(members, totals, strict=True) if row]
    ways = list(every_table([row for row, _ in kept], [total for _, total in kept], len(order)))
    for place, (part, key) in enumerate(order):
        if getattr(whole.cells[key], f"{part}_outcome") == 1:
            assert len({way[place] for way in ways}) > 2 or {1, 2} <= {way[place] for way in ways}


def areas():
    """Ethnicity by Area, with two small counts in one Area."""
    rng = random.Random(3)
    cells = {}
    for ethnicity, area in product(("Asian", "Black", "Mixed", "White"), ("North", "South", "East", "West")):
        base = rng.randint(40, 90)
        cells[ethnicity, area] = (base, rng.randint(10, base - 10))
    return table({**cells, ("Mixed", "North"): (44, 3), ("Black", "East"): (3, 1)}, ("ethnicity", "area"))


def area_tables():
    whole = areas()
    return whole, whole.margin(("ethnicity",)), whole.margin(("area",))


def test_control_the_attack_succeeds_when_one_withheld_area_is_shown():
    tables = area_tables()
    documents = written(release(*tables))
    figures = list(small(*tables))
    assert found(documents, figures) == set()
    shown = {row["group"] for row in documents[0]["groups"]}
    leaks = 0
    for key, counts in tables[0].cells.items():
        if " · ".join(key) not in shown and not is_small(counts.base, 5):
            row = {"group": " · ".join(key), "base": counts.base, "with_outcome": counts.with_outcome, "rate": "[c]"}
            leaked = {**documents[0], "groups": [*documents[0]["groups"], row]}
            leaks += bool(found([leaked, *documents[1:]], figures))
    assert leaks >= 2


def test_control_the_attack_succeeds_when_a_rate_is_left_beside_its_base():
    truth = table({"White": (800, 300), "Asian": (90, 30), "Black": (60, 20), "Arab": (40, 3)})
    [document] = written(release(truth))
    figures = list(small(truth))
    assert found([document], figures) == set()
    [row] = [row for row in document["groups"] if row["group"] == "Arab"]
    row["rate"] = {"value": 3 / 40, "low": 0.0, "high": 1.0}
    assert found([document], figures) == set(figures)


def test_control_the_attack_succeeds_when_only_small_groups_are_withheld():
    truth = table({"White": (800, 300), "Asian": (90, 30), "Black": (60, 20), "Arab": (40, 3)})
    [document] = written(released(disparity_tables([truth], Settings()), off=True))
    for row in document["groups"]:
        if row["group"] == "Arab":
            row["with_outcome"] = row["rate"] = row["difference"] = row["relative_rate"] = "[c]"
    assert found([document], small(truth)) == set(small(truth))


def test_stages_are_attacked_together():
    """Two of 40 were not charged. The second stage alone has nothing small in it, and would say who was charged."""
    charged = table({"White": (800, 300), "Asian": (90, 30), "Black": (60, 20), "Arab": (40, 38)})
    convicted = table({"White": (300, 200), "Asian": (30, 20), "Black": (20, 12), "Arab": (38, 30)}, outcome="convicted")
    knowledge = known_of([charged, convicted])
    assert knowledge.follows == (("convicted", "charged", True),)
    together = written(release(charged, convicted))
    assert found(together, small(charged, convicted), knowledge) == set()
    apart = [*written(release(charged)), *written(release(convicted))]
    assert "[c]" not in json.dumps(apart[1]["groups"])
    assert found(apart, small(charged), knowledge) == set(small(charged))


def test_what_the_attack_was_is_part_of_the_release():
    one = release(*area_tables())
    assert one.attack.ran
    assert (one.attack.tables, one.attack.recovered) == (3, 0)
    assert one.attack.protected == len(list(small(*area_tables())))
    assert one.attack.unknowns > one.attack.protected > 0
    assert one.attack.method == "linear programmes over all tables together"
    plain = release(table({"White": (800, 300), "Black": (200, 90)}))
    assert plain.attack.method == "closed form, one characteristic at a time"
    assert plain.attack.protected == 0


def test_the_list_is_that_of_the_release():
    tables = disparity_tables(area_tables(), Settings())
    assert tuple(release_all(tables)) == released(tables).tables


def test_releasing_twice_gives_the_same():
    assert written(release(*area_tables())) == written(release(*area_tables()))


@pytest.mark.parametrize("asked", [{"off": True}, {"threshold": 1}])
def test_switched_off_nothing_is_withheld_and_nothing_is_claimed(asked):
    one = released(disparity_tables([table({"White": (8, 2), "Roma": (1, 1)})], Settings()), **asked)
    assert "[c]" not in json.dumps(written(one))
    assert one.attack == NOT_ATTACKED
    assert not one.attack.ran


def test_no_tables_are_no_release():
    assert released([]).tables == ()


def test_figures_that_come_later_ask_by_the_name_of_the_group():
    truth = table({"White": (800, 300), "Asian": (90, 30), "Black": (60, 20), "Arab": (40, 3), "Roma": (2, 1)})
    [one] = release(truth).tables
    told = {row.group: row.shown.counts is not None for row in one.rows}
    assert told["White"]
    assert not told["Arab"]
    assert {group: may_show(one, group) for group in told} == told
    assert not may_show(one, "Roma")
    assert not may_show(one, "Nobody has this name")
    assert may_show(one, "Everyone")
    assert may_compare(one, "White")
    assert not may_compare(one, "Arab")


def test_nothing_is_compared_with_a_withheld_reference():
    truth = table({"White": (800, 300), "Asian": (90, 30), "Black": (60, 20), "Arab": (40, 3)})
    [one] = released(disparity_tables([truth], Settings(references={"ethnicity": "Arab"}))).tables
    assert may_show(one, "White")
    assert not may_compare(one, "White")


def test_tables_that_are_not_compared_are_withheld_like_any():
    truth = table({"North": (800, 300), "South": (40, 3), "East": (90, 30)}, ("area",))
    [one] = released([uncompared_table(truth, Settings())]).tables
    assert [row.group for row in one.rows] == ["East", "North", "South"]
    assert not may_show(one, "South")
    assert one.reference == ""


def test_tables_too_entangled_to_attack_are_withheld_with_the_reason(monkeypatch):
    _, alone, pairs = circle()
    monkeypatch.setattr(guard, "attack", lambda *asked: attack(*asked, most=10))
    one = release(*alone, *pairs)
    assert [len(document["groups"]) > 0 for document in written(one)] == [True, True, True, True, False, True]
    [note] = one.notes
    assert note.startswith("sex by area is withheld as a whole. These tables overlap in a circle: ")
    assert note.endswith("To see whether small numbers can be worked out takes a table of more than 10 combinations.")
    with pytest.raises(TooEntangled):
        attack([seen(document) for document in written(released(disparity_tables(pairs, Settings()), off=True))], [], most=10)


def test_a_combination_that_is_withheld_is_not_named():
    [document, *_] = written(release(*area_tables()))
    assert all(row["base"] != "[c]" for row in document["groups"])
    assert document["combinations_withheld"]


def test_an_outcome_so_near_another_that_the_rest_is_small_is_not_shown():
    cells = {"White": (800, 300), "Black": (200, 90)}
    nearly = {"White": (800, 302), "Black": (200, 91)}
    first, second = written(release(table(cells, column="disposal"), table(nearly, outcome="either", column="disposal")))
    assert first["overall"]["with_outcome"] == 390
    assert second["overall"]["with_outcome"] == "[c]"
    assert second["groups"] == []


def test_groups_withheld_for_other_reasons_are_protected_too():
    truth = table({"White": (800, 300), "Asian": (90, 30), "Black": (60, 20), "Arab": (40, 13)})
    [one] = released(disparity_tables([truth], Settings()), also={("ethnicity",): [("Arab",)]}).tables
    assert [row.group for row in one.rows if row.shown.counts is None] == ["Arab", "Black"]


def test_what_the_planner_withholds_is_the_fewest():
    truth = table({"White": (800, 300), "Asian": (90, 30), "Black": (60, 20), "Mixed": (70, 2), "Arab": (40, 3)})
    plan = planned({truth.by: [truth]})[truth.by]
    assert plan.outcomes == {("Mixed",), ("Arab",)}
    assert plan.bases == frozenset()
    assert releasing.release_all(disparity_tables([truth], Settings()))[0].overall.shown.base == 1060
