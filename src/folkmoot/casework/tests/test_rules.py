from datetime import date

import pytest

from folkmoot.casework.rules import (
    Choices,
    Column,
    choice_problems,
    column_problem,
    date_problem,
    file_problem,
    identifying_heading,
    may_be_characteristic,
    wanted_groupings,
)

YES_NO = ("Yes", "No")


def column(name="Ethnicity", rows=1000, recorded=900, distinct=6, values=("White", "Black")):
    return Column(name, rows, recorded, distinct, values)


@pytest.mark.parametrize(
    "heading",
    [
        "Name", "Suspect name", "suspect_name", "SuspectName", "Defendant Full Name", "Surname", "forename",
        "Victim initials", "URN", "CMS URN",
        "Case ID", "case_id", "CaseReference",
        "Custody number", "Crime ref", "PNC ID", "PNC", "NHS number", "e-mail", "Email address",
        "Home address", "Address line 1", "Post code", "Victim postcode", "Date of birth", "DOB", "d.o.b.",
        "Latitude", "ID", "reference number",
    ],
)  # fmt: skip
def test_headings_of_names_and_numbers_are_recognised(heading):
    assert identifying_heading(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Ethnicity", "Self-defined ethnicity", "Area name", "Offence name", "Force name", "Number of suspects", "Outcome", "Age band",
        "Police force area", "Gender", "Case type", "Object of search", "Charge", "Address type", "Reference period", "Religion or belief",
    ],
)  # fmt: skip
def test_headings_of_groups_are_not_taken_for_names(heading):
    assert not identifying_heading(heading)


def test_a_column_in_which_nearly_every_row_has_its_own_value_is_refused():
    assert "value of its own" in column_problem(column(distinct=800, values=()))
    assert column_problem(column(rows=40, recorded=40, distinct=20)) is None


def test_a_column_of_too_many_groups_is_refused():
    assert "more than 100" in column_problem(column(rows=10_000, recorded=10_000, distinct=101))
    assert column_problem(column(rows=10_000, recorded=10_000, distinct=100)) is None


def test_a_column_without_a_common_value_is_refused():
    assert column_problem(column(values=()))


def test_a_characteristic_needs_two_groups():
    assert not may_be_characteristic(column(distinct=1, values=("White",)))
    assert may_be_characteristic(column(distinct=2))


def test_a_file_needs_an_outcome_and_a_characteristic():
    assert file_problem([column(), column("URN")])
    assert file_problem([column(), column("Charged", values=YES_NO, distinct=2)]) is None


def test_choices_that_make_an_analysis_have_no_problem():
    assert choice_problems(Choices("charged", "Decision", ("Charge",), ("Ethnicity",))) == {}


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"outcome": " "}, "outcome"),
        ({"outcome_values": ()}, "outcome_values"),
        ({"by": ()}, "by"),
        ({"by": tuple("abcdefg")}, "by"),
        ({"by": ("Decision",)}, "by"),
        ({"restrict_column": "Stage"}, "restrict_values"),
    ],
)
def test_choices_that_make_none_say_where(wrong, where):
    good = {"outcome": "charged", "outcome_column": "Decision", "outcome_values": ("Charge",), "by": ("Ethnicity",)}
    assert list(choice_problems(Choices(**(good | wrong)))) == [where]


def test_only_pairs_that_share_no_characteristic_are_counted_together():
    """From a table of a and b and one of b and c, small numbers of both can be worked out."""
    assert wanted_groupings(("a", "b", "c")) == (("a",), ("b",), ("c",), ("a", "b"))
    assert wanted_groupings(("a", "b", "c", "d")) == (("a",), ("b",), ("c",), ("d",), ("a", "b"), ("c", "d"))
    assert wanted_groupings(("a",)) == (("a",),)


def test_data_cannot_be_of_a_day_to_come():
    assert date_problem(date(2026, 3, 11), date(2026, 3, 10))
    assert date_problem(date(2026, 3, 10), date(2026, 3, 10)) is None
