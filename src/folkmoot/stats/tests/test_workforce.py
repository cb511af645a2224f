"""Representation, declaration and targets: published rates, and what rounded and withheld headcounts leave open."""

import csv
import itertools
import json
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import wilson
from folkmoot.stats.missing import Bounds
from folkmoot.stats.workforce.headcounts import (
    NOBODY,
    Headcount,
    UnreadableHeadcount,
    exact,
    published_headcount,
    rounded_headcount,
    together,
    withheld,
)
from folkmoot.stats.workforce.representation import (
    CANNOT_TELL,
    FELL,
    ROSE,
    UNCHANGED,
    Workforce,
    declaration,
    movements,
    representation,
    share_bounds,
)
from folkmoot.stats.workforce.targets import (
    Declared,
    TargetAnswer,
    against_population,
    against_target,
    answer_for,
    declaration_against_target,
)

MINORITY = ("Asian", "Black", "Mixed", "Other ethnicity")


def printed(groups, undeclared="0", unknown="0"):
    """A workforce from figures as they are published, to the nearest 5."""
    return Workforce(
        {name: published_headcount(cell) for name, cell in groups.items()}, published_headcount(undeclared), published_headcount(unknown)
    )


# Senior civil servants of the CPS in post, 2023, as published.
SENIOR_SEX = printed({"Female": "50", "Male": "40"})
SENIOR_DISABILITY = printed({"Declared disabled": "10", "Declared non-disabled": "75"}, unknown="10")
SENIOR_ORIENTATION = printed({"LGBO": "5", "Heterosexual / straight": "75"}, "[c]", "10")
SENIOR_ETHNICITY = printed({"Asian": "5", "Black": "[c]", "Mixed": "[c]", "Other ethnicity": "[c]", "White": "80"}, unknown="[c]")

# The CPS in post, 2023.
DISABILITY = printed({"Declared disabled": "945", "Declared non-disabled": "4985"}, "60", "1525")
ETHNICITY = printed({"Asian": "840", "Black": "410", "Mixed": "230", "Other ethnicity": "60", "White": "5265"}, "145", "570")
ORIENTATION = printed({"LGBO": "350", "Heterosexual / straight": "5630"}, "255", "1280")


@pytest.fixture
def vectors(shared_data):
    folder = shared_data.parent / "domain" / "vectors"
    if not folder.is_dir():
        pytest.skip(f"published tables not found at {folder}")
    return folder


def test_what_a_published_headcount_may_stand_for():
    assert (rounded_headcount(75).low, rounded_headcount(75).high) == (73, 77)
    assert (rounded_headcount(5).low, rounded_headcount(5).high) == (5, 7)  # 3 and 4 would have been withheld
    assert (withheld().low, withheld().high, withheld().printed) == (0, 4, None)
    assert published_headcount(" 1,540 ").printed == 1540
    assert published_headcount("0") == NOBODY
    assert together([exact(3), withheld()]) == Headcount(3, 7, None)
    for cell in ("3", "n/a", "-5", "4.5", ""):
        with pytest.raises(UnreadableHeadcount, match="not a published headcount"):
            published_headcount(cell)
    with pytest.raises(ValueError, match="lower to a higher"):
        Headcount(5, 4, 5)


@pytest.mark.parametrize(("group", "others", "published"), [(65190, 358340, 15.4), (60790, 324195, 15.8), (23770, 349195, 6.4)])
def test_civil_service_2023_reproduces_the_published_representation(group, others, published):
    found = representation(Workforce({"group": exact(group), "others": exact(others)}), ["group"])
    assert round(100 * found.rate, 1) == published
    assert found.bounds == Bounds(found.rate, found.rate)


def test_cps_2023_reproduces_representation_and_both_rates_of_declaration():
    minority, disabled, lgbo = (
        representation(workforce, names)
        for workforce, names in ((ETHNICITY, MINORITY), (DISABILITY, ["Declared disabled"]), (ORIENTATION, ["LGBO"]))
    )
    assert [100 * found.rate for found in (minority, disabled, lgbo)] == pytest.approx([22.63, 15.94, 5.85], abs=5e-3)
    rates = [declaration(workforce) for workforce in (ETHNICITY, DISABILITY, ORIENTATION)]
    assert [100 * each.known_rate.rate for each in rates] == pytest.approx([90.49, 78.91, 79.57], abs=5e-3)
    assert [100 * each.return_rate.rate for each in rates] == pytest.approx([92.42, 79.71, 82.97], abs=5e-3)


def test_those_not_known_could_move_disability_from_12_57_to_33_67():
    exactly = Workforce({"Declared disabled": exact(945), "Declared non-disabled": exact(4985)}, exact(60), exact(1525))
    found = representation(exactly, ["Declared disabled"]).everyone
    assert (100 * found.low, 100 * found.high) == pytest.approx((12.57, 33.67), abs=6e-3)
    as_printed = representation(DISABILITY, ["Declared disabled"]).everyone
    assert as_printed.low < found.low < found.high < as_printed.high


@pytest.mark.parametrize(
    ("workforce", "names", "rate", "low", "high", "target", "answer"),
    [
        (SENIOR_SEX, ["Female"], 55.6, 53.3, 57.8, 0.54, TargetAnswer.CANNOT_TELL),
        (SENIOR_DISABILITY, ["Declared disabled"], 11.8, 9.4, 14.1, 0.08, TargetAnswer.MET),
        (SENIOR_ORIENTATION, ["LGBO"], 6.3, 6.1, 8.8, 0.08, TargetAnswer.CANNOT_TELL),
        (SENIOR_ETHNICITY, MINORITY, None, 5.7, 19.6, 0.12, TargetAnswer.CANNOT_TELL),
    ],
)
def test_senior_staff_beside_the_targets_of_the_strategy(workforce, names, rate, low, high, target, answer):
    found = representation(workforce, names)
    assert rate is None if found.rate is None else 100 * found.rate == pytest.approx(rate, abs=0.06)
    assert (100 * found.bounds.low, 100 * found.bounds.high) == pytest.approx((low, high), abs=0.06)
    assert against_target(found, target).answer is answer


def test_a_withheld_figure_gives_no_number_anywhere():
    found = representation(SENIOR_ETHNICITY, MINORITY)
    assert found.rate is found.process is None
    assert against_population(found, Counts(100, 18)) is None
    assert declaration(SENIOR_ETHNICITY).known_rate.rate is None
    assert declaration(SENIOR_ETHNICITY).known_rate.bounds.low > 0.9


def test_the_people_by_whom_a_target_is_missed():
    found = against_target(representation(Workforce({"a": exact(5), "b": exact(95)}), ["a"]), 0.08)
    assert found.answer is TargetAnswer.NOT_MET
    assert (found.missing.replaced_low, found.missing.replaced_high) == (3, 3)
    assert (found.missing.added_low, found.missing.added_high) == (4, 4)  # 9 of 104 is 8.7 %, 8 of 103 only 7.8 %
    open_answer = against_target(representation(SENIOR_ORIENTATION, ["LGBO"]), 0.08).missing
    assert (open_answer.replaced_low, open_answer.replaced_high) == (0, 2)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 99))
@settings(max_examples=200, deadline=None)
def test_the_missing_people_are_just_enough(group, others, percent):
    found = against_target(representation(Workforce({"a": exact(group), "b": exact(others)}), ["a"]), percent / 100)
    if group + others == 0:
        assert found.answer is TargetAnswer.CANNOT_TELL
        return
    reached = 100 * group >= percent * (group + others)
    assert found.answer is (TargetAnswer.MET if reached else TargetAnswer.NOT_MET)
    k, replaced = found.missing.added_low, found.missing.replaced_low
    assert (k == 0) == (replaced == 0) == reached
    assert 100 * (group + k) >= percent * (group + others + k)
    assert 100 * (group + replaced) >= percent * (group + others)
    if k:
        assert 100 * (group + k - 1) < percent * (group + others + k - 1)
        assert 100 * (group + replaced - 1) < percent * (group + others)


def test_a_target_just_reached_is_met():
    assert against_target(representation(Workforce({"a": exact(8), "b": exact(92)}), ["a"]), 0.08).answer is TargetAnswer.MET
    with pytest.raises(ValueError, match="between 0 and 1"):
        against_target(representation(SENIOR_SEX, ["Female"]), 54)


def test_the_definition_decides_a_declaration_target():
    """Civil Service 2023, sexual orientation: 71.75 % known and 79.73 % returned, beside a target of 75 %."""
    workforce = Workforce({"LGBO": exact(23770), "Heterosexual / straight": exact(349195)}, exact(41475), exact(105345))
    rates = declaration(workforce)
    assert (100 * rates.known_rate.rate, 100 * rates.return_rate.rate) == pytest.approx((71.75, 79.73), abs=5e-3)
    known = declaration_against_target(rates, 0.75, Declared.KNOWN)
    returned = declaration_against_target(rates, 0.75, Declared.RETURNED)
    assert (known.answer, known.definition) == (TargetAnswer.NOT_MET, Declared.KNOWN)
    assert (returned.answer, returned.definition) == (TargetAnswer.MET, Declared.RETURNED)


def test_by_2023_the_declaration_target_is_met_whatever_was_rounded():
    for workforce in (ETHNICITY, DISABILITY, ORIENTATION):
        assert declaration_against_target(declaration(workforce), 0.75, Declared.KNOWN).answer is TargetAnswer.MET


RANGES = st.tuples(st.integers(0, 4), st.integers(0, 3)).map(lambda pair: Headcount(pair[0], pair[0] + pair[1], pair[0]))


@given(RANGES, RANGES, RANGES)
@settings(max_examples=60, deadline=None)
def test_bounds_are_reached_and_never_passed(group, others, not_known):
    """Every whole number of people in the ranges, tried one by one."""
    whole = range(group.low, group.high + 1), range(others.low, others.high + 1), range(not_known.low, not_known.high + 1)
    found = representation(Workforce({"a": group, "b": others}, not_known), ["a"])
    rates = [a / (a + b) for a, b in itertools.product(*whole[:2]) if a + b]
    if group.low + others.low:
        assert (found.bounds.low, found.bounds.high) == (min(rates), max(rates))
    else:
        assert found.bounds is None
    if group.low + others.low + not_known.low:
        any_split = [(a + k) / (a + b + m) for a, b, m in itertools.product(*whole) if a + b + m for k in range(m + 1)]
        assert (found.everyone.low, found.everyone.high) == (min(any_split), max(any_split))


def test_nobody_gives_nothing():
    empty = Workforce({})
    assert representation(empty, []).rate is representation(empty, []).bounds is None
    assert declaration(empty).known_rate.rate is None
    assert answer_for(None, 0.75) is TargetAnswer.CANNOT_TELL
    assert share_bounds(NOBODY, exact(5)) == Bounds(0.0, 0.0)
    with pytest.raises(KeyError):
        representation(empty, ["Asian"])


def test_the_process_interval_is_wilsons():
    found = representation(SENIOR_SEX, ["Female"])
    around = wilson(50, 90)
    assert found.process.value == around.value
    assert found.process.low < around.low < found.bounds.low < found.bounds.high < around.high < found.process.high
    exactly = representation(Workforce({"Female": exact(50), "Male": exact(40)}), ["Female"])
    assert exactly.process == around


def test_the_process_interval_is_never_narrower_than_what_the_figures_allow():
    """10 of 85 to the nearest 5, or withheld small: between 5 and 15 of 73 to 97, as a range of several groups together may be."""
    few = representation(Workforce({"a": Headcount(5, 15, 10), "b": Headcount(68, 82, 75)}), ["a"])
    assert few.process.low < few.bounds.low
    assert few.process.high > few.bounds.high


def test_movements_are_called_only_where_rounding_cannot_have_made_them():
    def at(group, others):
        return representation(Workforce({"a": rounded_headcount(group), "b": rounded_headcount(others)}), ["a"])

    dates = {"2020": at(100, 900), "2021": None, "2022": at(200, 800), "2023": at(200, 795), "2024": at(50, 900)}
    found = movements(dates)
    assert [(each.earlier, each.later, each.direction) for each in found] == [
        ("2020", "2022", ROSE),
        ("2022", "2023", CANNOT_TELL),
        ("2023", "2024", FELL),
    ]
    assert found[0].difference == pytest.approx(0.1)
    assert found[0].bounds.low < 0.1 < found[0].bounds.high
    same = representation(Workforce({"a": exact(5), "b": exact(10)}), ["a"])
    assert movements({"1": same, "2": same})[0].direction == UNCHANGED
    hidden = representation(SENIOR_ETHNICITY, MINORITY)
    assert movements({"1": hidden, "2": hidden})[0].difference is None
    assert movements({"1": hidden, "2": hidden})[0].direction == CANNOT_TELL


def test_staff_beside_a_population():
    found = against_population(representation(ETHNICITY, MINORITY), Counts(59_597_542, 10_900_000))
    assert found.ratio.value == pytest.approx(found.share.value / found.population_share)
    assert found.ratio.low > 1
    assert found.difference.low == pytest.approx(found.share.low - found.population_share)


def read_workforces(path, **where):
    """Published rows by year and characteristic."""
    tables = defaultdict(dict)
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if all(row[column] == wanted for column, wanted in where.items()):
                tables[row["year"], row["characteristic"]][row["category"]] = published_headcount(row["headcount"])
    return {
        key: Workforce(
            {name: count for name, count in cells.items() if name not in ("Undeclared", "Unknown")},
            cells.get("Undeclared", NOBODY),
            cells.get("Unknown", NOBODY),
        )
        for key, cells in tables.items()
    }


GROUPS = {"Ethnicity": MINORITY, "Disability": ("Declared disabled",), "Sexual_orientation": ("LGBO",), "Sex": ("Female",)}


def rates_of(tables, year):
    return [
        100 * representation(tables[year, characteristic], names).rate
        for characteristic, names in GROUPS.items()
        if (year, characteristic) in tables
    ]


def test_the_civil_service_tables_reproduce_what_was_published(vectors):
    tables = read_workforces(vectors / "civil_service_acses_2022_2023.csv")
    assert rates_of(tables, "2022")[:3] == pytest.approx([14.99, 14.03, 6.10], abs=5e-3)
    assert [round(rate, 1) for rate in rates_of(tables, "2023")[:3]] == [15.4, 15.8, 6.4]
    known = {characteristic: declaration(tables["2023", characteristic]).known_rate.rate for characteristic in GROUPS}
    assert 100 * known["Sexual_orientation"] == pytest.approx(71.75, abs=5e-3)


def test_the_cps_tables_reproduce_what_was_published(vectors):
    path = vectors / "cps_workforce_acses_2022_2023.csv"
    everyone = read_workforces(path, status="In post", responsibility_level="All")
    assert rates_of(everyone, "2022")[:3] == pytest.approx([21.19, 14.93, 5.25], abs=6e-3)
    assert rates_of(everyone, "2023") == pytest.approx([22.63, 15.94, 5.85, 67.42], abs=5e-3)
    for level, rate in {"AA/AO": 28.18, "EO": 21.71, "SEO/HEO": 20.67, "G6/G7": 21.17}.items():
        by_grade = read_workforces(path, status="In post", responsibility_level=level)
        assert rates_of(by_grade, "2023")[0] == pytest.approx(rate, abs=6e-3), level
    senior = read_workforces(path, status="In post", responsibility_level="SCS level")
    assert senior["2023", "Ethnicity"] == SENIOR_ETHNICITY
    assert senior["2023", "Disability"] == SENIOR_DISABILITY
    assert senior["2023", "Sexual_orientation"] == SENIOR_ORIENTATION
    moved = movements({year: representation(everyone[year, "Ethnicity"], MINORITY) for year in ("2022", "2023")})
    assert moved[0].direction == ROSE


def test_the_numbers_above_are_those_of_the_shared_list(vectors):
    listed = json.loads((vectors / "vectors.json").read_text(encoding="utf-8"))["representation"]
    for name in ("cs2023_em", "cs2023_disabled", "cs2023_lgbo"):
        group, others, published = listed[name]
        found = representation(Workforce({"group": exact(group), "others": exact(others)}), ["group"])
        assert round(100 * found.rate, 1) == published
