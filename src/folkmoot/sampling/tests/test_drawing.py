"""The draw itself: fair, and the same for everybody."""

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from folkmoot.sampling.drawing import How, draw, in_line, next_in_line, plan, shares
from folkmoot.sampling.errors import RulesError
from folkmoot.sampling.frame import Case, Frame
from folkmoot.sampling.rules import Chosen, Columns, Method, Rules

SEED = sha256(b"a seed").hexdigest()


def seeds(number: int, start: str = "seed") -> list[str]:
    return [sha256(f"{start} {each}".encode()).hexdigest() for each in range(number)]


def listed(size: int = 30, groups: int = 3) -> Frame:
    return Frame.of(Case(f"C{number:02d}", (f"G{number % groups}",), ("rare",) if number < 2 else ("usual",)) for number in range(size))


def unlikely(counts: Counter[str], cases: list[str], share: float, draws: int) -> float:
    """P value that each case is drawn with this share. Cases of one draw exclude each other, which the factor allows for."""
    expected = draws * share
    size = len(cases)
    statistic = sum((counts[case] - expected) ** 2 for case in cases) / (expected * (1 - share)) * (size - 1) / size
    return float(chi2.sf(statistic, size - 1))


def test_every_case_is_as_likely_as_any_other():
    frame, counts = listed(20), Counter[str]()
    for seed in seeds(2000):
        counts.update(each.case for each in draw(frame, Rules(total=5), seed).drawn)
    assert sum(counts.values()) == 10_000
    assert 0.001 < unlikely(counts, [case.id for case in frame.cases], 5 / 20, 2000) < 0.999


def test_every_case_of_a_group_is_as_likely_as_any_other_of_it():
    frame, counts = listed(30, 3), Counter[str]()
    for seed in seeds(1500, "grouped"):
        counts.update(each.case for each in draw(frame, Rules(each=3, grouped=True), seed).drawn)
    for group in ("G0", "G1", "G2"):
        cases = [case.id for case in frame.cases if case.stratum == (group,)]
        assert 0.001 < unlikely(counts, cases, 3 / 10, 1500) < 0.999


def test_the_measure_of_fairness_sees_one_case_favoured():
    cases = [f"C{number:02d}" for number in range(20)]
    counts = Counter(dict.fromkeys(cases, 500)) + Counter({"C03": 140}) - Counter({case: 7 for case in cases if case != "C03"})
    assert unlikely(counts, cases, 5 / 20, 2000) < 0.001


@given(st.integers(1, 40), st.integers(1, 5), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_the_order_of_rows_changes_nothing(size, number, chance):
    cases = list(listed(size).cases)
    wanted = draw(Frame.of(cases), Rules(each=number, grouped=True), SEED)
    chance.shuffle(cases)
    assert draw(Frame.of(cases), Rules(each=number, grouped=True), SEED) == wanted


def test_a_larger_sample_begins_with_the_smaller_one():
    few = [each.case for each in draw(listed(), Rules(total=5), SEED).drawn]
    many = [each.case for each in draw(listed(), Rules(total=9), SEED).drawn]
    assert many[:5] == few


def test_a_group_that_has_fewer_gives_all_and_says_so():
    frame = Frame.of([*(Case(f"A{number}", ("A",)) for number in range(9)), Case("B0", ("B",))])
    rules = Rules(each=3, grouped=True)
    planned = plan(frame, rules)
    assert [(group.stratum, group.cases, group.wanted, group.taken) for group in planned.short] == [(("B",), 1, 3, 1)]
    assert planned.missing == 2
    assert Counter(each.stratum for each in draw(frame, rules, SEED).drawn) == {("A",): 3, ("B",): 1}


def test_more_than_there_are_takes_all_and_says_how_many_are_missing():
    planned = plan(listed(4), Rules(total=9))
    assert (planned.size, planned.missing) == (4, 5)
    assert {each.case for each in draw(listed(4), Rules(total=9), SEED).drawn} == {case.id for case in listed(4).cases}


def test_always_taken_and_chosen_come_besides_and_are_not_called_random():
    rules = Rules(total=4, always=("rare",), chosen=(Chosen("C07", "a new law"),), only=(("usual",),))
    drawn = draw(listed(), rules, SEED).drawn
    assert [(each.case, each.how, each.ticket, each.why) for each in drawn[:3]] == [
        ("C00", How.ALWAYS, "", ""), ("C01", How.ALWAYS, "", ""), ("C07", How.CHOSEN, "", "a new law"),
    ]  # fmt: skip
    assert len(drawn) == 7
    assert all(each.how is How.RANDOM and each.ticket for each in drawn[3:])
    assert len({each.case for each in drawn}) == 7


def test_a_theme_narrows_what_chance_draws_from_but_not_what_is_always_taken():
    frame = Frame.of(Case(f"C{number}", (), (f"Strand={'RF'[number % 2]}", f"Force={'EW'[number % 4 // 2]}")) for number in range(16))
    rules = Rules(total=16, only=(("Strand=R",), ("Force=E", "Force=X")), always=("Force=W",))
    drawn = draw(frame, rules, SEED).drawn
    always = {each.case for each in drawn if each.how is How.ALWAYS}
    assert always == {f"C{number}" for number in range(16) if number % 4 // 2}
    assert {each.case for each in drawn} - always == {"C0", "C4", "C8", "C12"}
    assert plan(frame, rules).left_out == 4


def test_without_grouping_the_groups_of_the_list_are_ignored():
    plain = Frame.of(Case(case.id, (), case.marks) for case in listed().cases)
    assert [each.case for each in draw(listed(), Rules(total=6), SEED).drawn] == [
        each.case for each in draw(plain, Rules(total=6), SEED).drawn
    ]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(total=3, only=(("nothing",),)), "theme"),
        (Rules(total=3, always=("rare", "usual")), "taken without it"),
        (Rules(chosen=(Chosen("C99", "why"),)), "not in the list"),
        (Rules(always=("rare",), chosen=(Chosen("C00", "why"),)), "always taken"),
        (Rules(total=2, least=1, grouped=True), "more than 2 cases"),
    ],
)
def test_rules_that_the_list_does_not_bear(rules, said):
    with pytest.raises(RulesError, match=said):
        plan(listed(), rules)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(1, 300), st.integers(0, 3))
@settings(deadline=None, max_examples=200)
def test_a_total_is_shared_out_whole_and_in_proportion(sizes, total, least):
    named = {f"g{place}": size for place, size in enumerate(sizes)}
    due = min(total, sum(sizes))
    if sum(min(least, size) for size in sizes) > due:
        with pytest.raises(RulesError):
            shares(named, total, least)
        return
    given_out = shares(named, total, least)
    assert sum(given_out.values()) == due
    assert all(min(least, size) <= given_out[name] <= size for name, size in named.items())
    if least == 0:
        assert all(abs(given_out[name] - due * size / sum(sizes)) < 1 for name, size in named.items())


def test_the_next_in_line_is_the_next_ticket_of_the_group():
    frame, rules = listed(), Rules(each=2, grouped=True)
    line = in_line([case for case in frame.cases if case.stratum == ("G1",)], ("G1",), SEED)
    used = [case.id for _, case in line[:3]]
    assert next_in_line(frame, rules, SEED, ("G1",), used) == line[3]
    assert next_in_line(frame, rules, SEED, ("G1",), [case.id for case in frame.cases]) is None


@pytest.mark.parametrize(
    ("rules", "method"),
    [
        (Rules(total=3), Method.RANDOM),
        (Rules(each=3, grouped=True), Method.STRATIFIED),
        (Rules(total=3, only=(("x",),), grouped=True), Method.THEME),
        (Rules(chosen=(Chosen("A", "why"),)), Method.CHOSEN),
        (Rules(total=1, chosen=(Chosen("A", "why"),)), Method.MIXED),
        (Rules(total=1, always=("x",)), Method.MIXED),
    ],
)
def test_the_method_follows_from_the_rules(rules, method):
    assert rules.method is method
    assert Rules.from_plain(rules.to_plain()) == rules


@pytest.mark.parametrize(
    "wrong",
    [
        {}, {"each": 0}, {"total": -1}, {"each": 1, "total": 1}, {"each": 1, "least": 1}, {"total": True}, {"total": 2.0},
        {"total": 1, "only": ((),)},
        {"chosen": (Chosen("A", ""),)}, {"chosen": (Chosen("A", "x\ny"),)}, {"chosen": (Chosen("A", "w"), Chosen("A", "v"))},
        {"total": 1, "always": (" x",)}, {"total": 1, "title": "e\u0301"}, {"total": 1, "columns": Columns("")}, {"total": 1, "grouped": 1},
    ],
)  # fmt: skip
def test_rules_that_contradict_themselves_are_refused(wrong):
    with pytest.raises(RulesError):
        Rules(**wrong)


def test_rules_with_anything_added_or_missing_are_not_read():
    plain = Rules(total=3).to_plain()
    for changed in (
        {**plain, "note": "x"},
        {key: plain[key] for key in plain if key != "least"},
        {**plain, "always": "x"},
        None,
        [],
        {**plain, "total": 3.0},
    ):
        with pytest.raises(RulesError):
            Rules.from_plain(changed)
