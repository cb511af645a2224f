"""The files that ship: what must hold of them, and what is said of a broken copy."""

import csv
from collections import Counter

import pytest

from folkmoot.characteristics.rules import Entry, Kind, Recognised, band_of, chain, convert, normalise
from folkmoot.characteristics.tables import read_schemes
from folkmoot.characteristics.tests.factories import copied_files, edit
from folkmoot.foundation.reference.files import BadReferenceFile


@pytest.fixture(scope="module")
def schemes():
    return read_schemes()


def of(schemes, scheme, kind=None):
    return [line for line in schemes.categories if line["scheme"] == scheme and kind in {None, line.text("kind")}]


def entries(schemes, scheme):
    labels = {}
    for line in schemes.labels:
        if line["scheme"] == scheme:
            labels.setdefault(line.text("code"), []).append(line.text("label"))
    return [
        Entry(
            line.text("code"),
            (line.text("name_en"), line.text("name_cy")),
            tuple(labels.get(line.text("code"), ())),
            Kind(line.text("kind")),
        )
        for line in of(schemes, scheme)
    ]


@pytest.mark.parametrize(
    ("scheme", "answers"),
    [
        ("ethnicity-census-2021", 19), ("ethnicity-census-2011", 18), ("ethnicity-self-defined-18", 18), ("ethnicity-self-defined-16", 16),
        ("ethnicity-5", 5), ("ethnicity-officer-6", 6), ("gender-identity-census-2021", 6), ("sexual-orientation-census-2021", 7),
        ("disability-census-2021", 4), ("disability-equality-act", 2), ("religion-census-2021", 8), ("legal-partnership-census-2021", 11),
        ("age-civil-service", 7), ("age-people-survey", 4), ("hate-crime-strand", 5), ("vawg-flag", 8),
        ("main-language-census-2021", 94), ("household-language-census-2021", 4), ("sexual-orientation-census-2021-5", 4),
        ("gender-identity-census-2021-6", 5), ("age-census-2021-18", 18), ("age-census-2021-11", 11),
    ],
)  # fmt: skip
def test_schemes_have_the_published_number_of_answers(schemes, scheme, answers):
    assert len(of(schemes, scheme, "answer")) == answers


def test_every_scheme_has_categories_and_orders_are_not_repeated(schemes):
    for scheme in schemes.schemes:
        orders = [line["order"] for line in of(schemes, scheme.text("code"))]
        assert orders, scheme.text("code")
        assert len(set(orders)) == len(orders), scheme.text("code")


def test_every_answer_under_a_heading_rolls_up_to_the_group_of_that_heading(schemes):
    """Chinese apart in 16+1, where its heading is Other and its group today is Asian."""
    for scheme in ("ethnicity-census-2021", "ethnicity-census-2011", "ethnicity-self-defined-18", "ethnicity-self-defined-16"):
        to_five = {step.from_code: step.to_code for step in schemes.steps(scheme, "ethnicity-5")}
        for line in of(schemes, scheme, "answer"):
            expected = "A" if (scheme, line["code"]) == ("ethnicity-self-defined-16", "O1") else line["parent"]
            assert to_five[line.text("code")] == expected


def test_no_scheme_of_the_police_has_a_code_for_roma_so_the_way_to_2021_is_lossy(schemes):
    for scheme in ("ethnicity-self-defined-18", "ethnicity-self-defined-16", "ethnicity-census-2011"):
        assert not [line for line in of(schemes, scheme) if line.text("name_en").endswith("Roma")]
    steps = schemes.steps("ethnicity-self-defined-18", "ethnicity-census-2021")
    assert "16" not in {step.to_code for step in steps}
    assert [step.from_code for step in steps if step.lossy] == ["W9"]
    assert len({step.to_code for step in steps}) == len(steps) == 18


def test_two_ways_to_the_five_groups_agree(schemes):
    """16+1 to 18+1 to 5 groups gives what 16+1 to 5 groups gives; the same through the census."""
    for through in (("ethnicity-self-defined-16", "ethnicity-self-defined-18"), ("ethnicity-self-defined-18", "ethnicity-census-2021")):
        long = chain([schemes.steps(*through), schemes.steps(through[1], "ethnicity-5")])
        direct = {step.from_code: step.to_code for step in schemes.steps(through[0], "ethnicity-5")}
        assert {step.from_code: step.to_code for step in long}.items() <= direct.items()
        assert len(long) >= 16


def test_what_an_officer_saw_is_never_an_exact_answer(schemes):
    for scheme in ("ethnicity-officer-6", "ethnicity-officer-groups"):
        answers = {line.text("code") for line in of(schemes, scheme, "answer")}
        assert all(step.lossy for step in schemes.steps(scheme, "ethnicity-5") if step.from_code in answers)


def test_not_stated_never_becomes_an_answer_nor_an_answer_not_stated(schemes):
    kinds = {(line["scheme"], line["code"]): line["kind"] for line in schemes.categories}
    for line in schemes.mappings:
        assert kinds[line["from_scheme"], line["from_code"]] == kinds[line["to_scheme"], line["to_code"]]


def test_welsh_is_given_for_every_census_2021_category(schemes):
    for scheme in ("ethnicity", "gender-identity", "sexual-orientation", "disability", "religion", "legal-partnership"):
        assert all(line.text("name_cy") for line in of(schemes, f"{scheme}-census-2021")), scheme


def test_only_lists_without_a_published_source_are_provisional(schemes):
    assert {line.text("code") for line in schemes.schemes if line.yes("provisional")} == {
        "pregnancy-maternity",
        "seb-parental-qualification",
    }


def test_age_bands_meet_without_gap_or_overlap(schemes):
    first_ages = {
        "age-civil-service": 16, "age-people-survey": 16, "age-case-file": 10, "age-stop-and-search": 0, "age-census-2021-18": 0,
        "age-census-2021-11": 0,
    }  # fmt: skip
    for scheme, first in first_ages.items():
        codes = [line.text("code") for line in of(schemes, scheme, "answer")]
        assert all(sum(band_of(age, [code]) is not None for code in codes) == 1 for age in range(first, 110)), scheme


def test_stop_and_search_files_are_recognised_and_blank_is_not_not_stated(schemes, shared_data):
    columns = {"Self-defined ethnicity": "ethnicity-self-defined-18", "Officer-defined ethnicity": "ethnicity-officer-groups",
               "Gender": "sex-case-file", "Age range": "age-stop-and-search"}  # fmt: skip
    met = {column: Counter() for column in columns}
    for path in (shared_data / "stop-and-search").glob("*.csv"):
        with path.open(encoding="utf-8-sig") as file:
            for row in csv.DictReader(file):
                for column in columns:
                    met[column][row[column]] += 1
    for column, scheme in columns.items():
        known = entries(schemes, scheme)
        outcomes = {label: normalise(label, known) for label in met[column]}
        assert {label for label, match in outcomes.items() if match.what is not Recognised.CATEGORY} == {""}, column
        assert outcomes[""].what is Recognised.MISSING
    assert met["Self-defined ethnicity"]["Other ethnic group - Not stated"] == 2761
    assert met["Self-defined ethnicity"][""] == 1622


def test_stop_and_search_counts_survive_the_move_to_the_census(schemes, shared_data):
    counts = Counter()
    known = entries(schemes, "ethnicity-self-defined-18")
    for path in (shared_data / "stop-and-search").glob("*essex*.csv"):
        with path.open(encoding="utf-8-sig") as file:
            counts.update(normalise(row["Self-defined ethnicity"], known).code or "missing" for row in csv.DictReader(file))
    result = convert(counts, schemes.steps("ethnicity-self-defined-18", "ethnicity-census-2021"))
    assert set(result.unmapped) == {"NS", "missing"}
    assert sum(result.counts.values()) + sum(result.unmapped.values()) == sum(counts.values()) == 5355
    assert [each.from_code for each in result.lost] == ["W9"]


def test_census_files_are_recognised(schemes, shared_data):
    with (shared_data / "census-2021" / "ethnicity21_ltla21.csv").open(encoding="utf-8-sig") as file:
        labels = {row["ethnic_group"].rsplit("(", 1)[0] for row in csv.DictReader(file)}
    known = entries(schemes, "ethnicity-census-2021")
    codes = {normalise(label, known).code for label in labels}
    assert codes == {str(code) for code in range(1, 20)}
    files = {"gender_identity": "gender-identity-census-2021", "sexual_orientation": "sexual-orientation-census-2021",
             "disability": "disability-census-2021", "population_religion": "religion-census-2021"}  # fmt: skip
    for name, scheme in files.items():
        column = {"disability": "disability_category", "population_religion": "religion"}.get(name, name)
        with (shared_data / "census-2021" / "greater-manchester" / f"2021_{name}_la_gm.csv").open(encoding="utf-8-sig") as file:
            labels = {row[column] for row in csv.DictReader(file)}
        unknown = {label for label in labels if normalise(label, entries(schemes, scheme)).what is not Recognised.CATEGORY}
        assert unknown == set(), name


def test_census_2011_headers_are_recognised(schemes, shared_data):
    with (shared_data / "census-2011" / "la-ethnic-groups.csv").open(encoding="utf-8-sig") as file:
        header = next(csv.reader(file))[5:]
    known = entries(schemes, "ethnicity-census-2011")
    found = [normalise(name.removeprefix("Ethnic Group: ").removesuffix("; measures: Value"), known) for name in header]
    codes = [match.code for match in found if match.what is Recognised.CATEGORY]
    assert len(codes) == len(set(codes)) == 18


def test_published_ethnicity_labels_agree_with_an_independent_mapping(schemes, shared_data):
    """Labels that the Race Disparity Unit maps to a standard group and that we know too must mean the same five-way group."""
    five = {"white": "W", "black": "B", "asian": "A", "mixed": "M", "other": "O"}
    known = entries(schemes, "ethnicity-5")
    with (shared_data / "ethnicity-labels" / "classification_lookup.csv").open(encoding="utf-8-sig") as file:
        rows = [(row["Ethnicity"], row["Standard Ethnicity"].strip().casefold()) for row in csv.DictReader(file)]
    compared = [(label, normalise(label, known).code, five[standard]) for label, standard in rows if standard in five]
    agreed = [(label, code, theirs) for label, code, theirs in compared if code is not None]
    assert len(agreed) >= 8
    assert all(code == theirs for _, code, theirs in agreed if code in five.values())


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("categories.csv", "ethnicity-census-2021,16,W,", "ethnicity-census-2021,16,X,", "categories.csv, row 22, column “parent”"),
        ("categories.csv", "ethnicity-census-2021,16,W,", "ethnicity-census-2021,16,15,", "categories.csv, row 22, column “parent”"),
        ("categories.csv", "census-2021,W,,4,White,Gwyn,group", "census-2021,W,A,4,White,Gwyn,group", "column “parent”"),
        ("categories.csv", "White: Roma,Gwyn: Roma,answer", "White: Irish,Gwyn: Roma,answer", "categories.csv, row 22, column “name_en”"),
        ("categories.csv", "White: Roma,Gwyn: Roma,answer", "White: Roma,Gwyn: Roma,reply", "categories.csv, row 22, column “kind”"),
        ("mappings.csv", "sex-case-file,M,sex,M,no,\n", "", "column “from_code”"),
        ("mappings.csv", "sex-case-file,M,sex,M,no", "sex-case-file,M,sex,Q,no", "column “to_code”"),
        ("mappings.csv", "sex-case-file,M,sex,M,no", "sex-case-file,M,sex,M,yes", "column “note”"),
        ("mappings.csv", "sex-case-file,M,sex,M,no", "sex-case-file,F,sex,M,no", "column “to_scheme”"),
        ("mappings.csv", "sex-case-file,M,sex,M,no", "sex-case-file,M,gender,M,no", "column “to_scheme”"),
        ("labels.csv", "sex,Woman,F", "sex,Male,F", "column “label”"),
        ("labels.csv", "sex,Woman,F", "sex,Woman,W", "column “code”"),
        ("schemes.csv", "sex,sex,2021,Sex,,no,no,,", "sex,sex,2021,Sex,,no,no,2021-01-01,2020-01-01", "column “ends”"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_row_and_column(tmp_path, file, old, new, place):
    folder = copied_files(tmp_path)
    edit(folder, file, old, new)
    with pytest.raises(BadReferenceFile) as caught:
        read_schemes(folder)
    assert place in caught.value.what
    assert file in caught.value.what
