"""When data are due, which months are missing, what columns are proposed for, and what a layout may not hold."""

from datetime import date

import pytest

from folkmoot.casework.rules import Column as LookedAt
from folkmoot.casework.sources.columns import Column, Role, from_plain
from folkmoot.casework.sources.layouts import frozen, layout_problems, proposed
from folkmoot.casework.sources.report import Remark
from folkmoot.casework.sources.rules import Standing, gaps_in, in_ranges, is_month, lateness, period_end, period_name
from folkmoot.casework.sources.schemes import fitting
from folkmoot.casework.sources.tests.factories import COLUMNS, with_column, without
from folkmoot.casework.sources.words import SENTENCES, number_words, said


def stands(**over):
    given = {"cadence": "monthly", "days_after": 30, "last_month": "2026-01", "declared_on": date(2025, 6, 3), "today": date(2026, 3, 10)}
    return lateness(**(given | over))


@pytest.mark.parametrize(
    ("over", "standing", "period", "days"),
    [
        ({}, Standing.UP_TO_DATE, "February 2026", 0), ({"today": date(2026, 3, 30)}, Standing.UP_TO_DATE, "February 2026", 0),
        ({"today": date(2026, 3, 31)}, Standing.LATE, "February 2026", 1), ({"last_month": "2025-11"}, Standing.LATE, "December 2025", 39),
        ({"cadence": "quarterly", "last_month": "2025-12"}, Standing.UP_TO_DATE, "2025/26 Q4", 0),
        ({"cadence": "quarterly", "last_month": "2025-09"}, Standing.LATE, "2025/26 Q3", 39),
        ({"cadence": "yearly", "last_month": "2025-03"}, Standing.UP_TO_DATE, "2025/26", 0),
        ({"last_month": "", "declared_on": date(2026, 3, 1)}, Standing.EMPTY, "March 2026", 0),
        ({"last_month": "", "declared_on": date(2025, 12, 1)}, Standing.LATE, "December 2025", 39),
        ({"retired_on": date(2026, 3, 1)}, Standing.RETIRED, "", 0), ({"cadence": "once"}, Standing.ONCE, "", 0),
    ],
)  # fmt: skip
def test_lateness(over, standing, period, days):
    found = stands(**over)
    assert (found.standing, found.period, found.days_late) == (standing, period, days)


def test_periods_end_where_the_financial_year_says():
    assert period_end("quarterly", date(2026, 1, 1)) == date(2026, 3, 31)
    assert period_end("yearly", date(2026, 4, 1)) == date(2027, 3, 31)
    assert period_end("monthly", date(2025, 12, 9)) == date(2025, 12, 31)
    assert period_name("quarterly", date(2026, 6, 30)) == "2026/27 Q1"


def test_months():
    assert gaps_in(["2025-11", "2026-02"], "monthly") == ("2025-12", "2026-01")
    assert gaps_in(["2025-11", "2026-02"], "quarterly") == ()
    assert in_ranges(["2026-03", "2025-12", "2026-01", "2026-05"]) == "December 2025 to January 2026, March 2026, May 2026"
    assert [is_month(text) for text in ("2026-04", "2026-13", "26-04", "2026-4x")] == [True, False, False, False]


def looked(name, *values):
    return LookedAt(name, 100, 100, len(values), values)


def roles_of(*columns, **over):
    given = {"population": "suspects", "areas": {"londonnorth"}, "forces": {"essex", "kent"}}
    return {column.heading: (column.role, column.key) for column in proposed(columns, **(given | over))}


def test_roles_are_proposed_from_headings_and_values():
    found = roles_of(
        looked("Suspect URN", "X1"), looked("Decision date", "2026-01-03", "2026-01-04"), looked("Where", "CPS London North"),
        looked("Referred by", "Essex Police", "Kent Police"), looked("SelfDefinedEthnicity", "W1", "A1"),
        looked("Pre-charge decision", "Charge", "NFA"),
        looked("Domestic abuse", "Yes", "No"), looked("Principal offence", "Robbery", "Theft"), looked("Wibble", "a", "b"),
    )  # fmt: skip
    assert found == {
        "Decision date": (Role.MONTH, ""), "Where": (Role.AREA, ""), "Referred by": (Role.FORCE, ""),
        "SelfDefinedEthnicity": (Role.CHARACTERISTIC, "ethnicity"), "Pre-charge decision": (Role.STAGE, "decision"),
        "Domestic abuse": (Role.FLAG, "vawg_domestic_abuse"), "Principal offence": (Role.OFFENCE, ""),
    }  # fmt: skip


def test_a_scheme_is_proposed_only_where_nearly_every_value_fits():
    assert fitting(("W1", "W2", "A1", "M1", "NS")).startswith("ethnicity-self-defined")
    assert fitting(("green", "blue", "W1")) == ""


def test_a_layout_holds_what_it_needs_and_no_column_of_names():
    assert layout_problems(COLUMNS, "suspects") == {}
    for columns in (
        without("Decision", without("Outcome")), (*COLUMNS, Column("Name", Role.OTHER, "name")),
        (*COLUMNS, Column("Other date", Role.MONTH)),
        with_column("Age band", bands="30-40,20-25"), with_column("Sex", key="ethnicity"),
        with_column("Ethnicity", scheme="no-such-scheme"),
        tuple(column for column in COLUMNS if column.role is not Role.CHARACTERISTIC),
    ):  # fmt: skip
        assert layout_problems(columns, "suspects")
    assert layout_problems(COLUMNS, "victims")


def test_a_layout_keeps_the_scheme_as_it_stood():
    column = next(each for each in frozen(with_column("Ethnicity", scheme="ethnicity-5")) if each.name == "ethnicity")
    assert ("A", "Asian, Asian Welsh or Asian British") in column.labels
    assert from_plain([column.plain()]) == (column,)


def test_every_sentence_can_be_said_and_a_small_number_is_not_told():
    names = ("column", "values", "months", "month", "usual", "value", "names", "first", "words", "day", "new", "gone")
    values = dict.fromkeys(names, "x") | {"rows": 3, "different": 2}
    for code in SENTENCES:
        assert "3 rows" not in said(Remark(code, values))
    assert [number_words(rows) for rows in (0, 1, 4, 5, 1234)] == ["0", "fewer than 5", "fewer than 5", "5", "1,234"]
