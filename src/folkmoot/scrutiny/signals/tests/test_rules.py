"""Which rows are the cases of a signal, how others are taken beside them, and how what was found is told: without a database."""

import io
from pathlib import Path

import pytest

from folkmoot.foundation.tables.reading import read_table
from folkmoot.scrutiny.signals.rules import (
    as_many,
    difference_words,
    gap_of,
    missing_columns,
    reduced,
    safely,
    setting_up_problems,
    settled,
    sides_of,
    tells,
    wanted,
)

TEXT = (
    "URN,Ethnicity,Decision,Stage\n"
    "1,Black,Charge,Legal\n2, black ,CHARGE,Legal\n3,Black,No action,Legal\n4,White,Charge,Legal\n5,Black,Charge,Administrative\n"
    "6,White,Charge,legal\n7,White,,Legal\n8,Black,,Legal\n"
)


def asked(**over):
    given = {
        "by": ["Ethnicity"], "group": "Black", "reference": "White", "outcome_column": "Decision", "outcome_values": ["Charge"],
        "adverse_with": True, "restricted": {"Stage": ["Legal"]},
    }  # fmt: skip
    return wanted(**(given | over))


@pytest.fixture
def table(tmp_path):
    return as_table(tmp_path, TEXT.encode())


def as_table(folder: Path, data: bytes):
    path = folder / "list.csv"
    path.write_bytes(data)
    return read_table(path, name="list.csv")


def test_exactly_the_rows_of_the_group_the_outcome_and_the_restriction(table):
    sides = sides_of(table, asked())
    assert (sides.signal, sides.others) == ((2, 3), (5, 7))
    lacking = sides_of(table, asked(adverse_with=False))
    assert (lacking.signal, lacking.others) == ((4,), ())
    together = asked(by=["Ethnicity", "Stage"], group="Black · Legal", reference="White · Legal", restricted={})
    assert sides_of(table, together).signal == (2, 3)
    assert missing_columns(asked(), ["URN", "ethnicity"]) == ["Decision", "Stage"]


def test_as_many_others_by_a_rule_that_nobody_can_steer():
    references = {row: f"URN{row}" for row in range(2, 40)}
    first = as_many(range(2, 40), 5, references, "salt")
    assert first == as_many(list(reversed(range(2, 40))), 5, references, "salt")
    assert len(first) == 5
    assert first != as_many(range(2, 40), 5, references, "another file")
    assert as_many((2, 3), 5, references, "salt") == (2, 3)


def test_the_reduced_list_keeps_the_numbers_of_its_rows_and_loses_the_columns(table, tmp_path):
    data = reduced(table, {3, 7}, ["ethnicity", "Decision"])
    again = as_table(tmp_path, data)
    assert again.columns == ("URN", "Stage")
    assert [(row.number, row.values[0]) for row in again.rows] == [(3, "2"), (7, "6")]
    assert b"Black" not in data


def test_words_that_would_tell_the_signal_are_seen():
    assert tells(["Black people charged, winter"], asked(), "charged") == ["Black", "charged"]
    assert tells(["Cases of the winter"], asked(), "charged") == []


def test_what_keeps_the_cases_from_a_panel(table):
    given = {"accepted": True, "missing": [], "sides": sides_of(table, asked()), "compared": True, "telling": []}
    assert setting_up_problems(**given) == {}
    assert set(setting_up_problems(**(given | {"accepted": False}))) == {""}
    assert set(setting_up_problems(**(given | {"missing": ["Stage"]}))) == {"file"}
    assert set(setting_up_problems(**(given | {"telling": ["Black"]}))) == {"title"}
    nobody = sides_of(table, asked(group="Roma", reference="Irish"))
    assert set(setting_up_problems(**(given | {"sides": nobody}))) == {"file"}
    alone = sides_of(table, asked(reference="Irish"))
    assert set(setting_up_problems(**(given | {"sides": alone}))) == {"compared"}
    assert setting_up_problems(**(given | {"sides": alone, "compared": False})) == {}


def test_a_difference_of_the_counts_is_said():
    assert "as many as the table counted" in difference_words(3, 3)
    assert "the table counted 4" in difference_words(3, 4)


def test_a_case_is_settled_by_a_conclusion_or_two_rounds():
    assert [settled(concluded=rounds) for rounds in ([], [False], [True], [False, True], [False, False])] == [
        False,
        False,
        True,
        True,
        True,
    ]


def test_one_small_number_is_never_left_to_be_worked_out():
    found = safely({"right": 7, "observations": 4, "wrong": 1}, 3)
    assert {name for name, count in found.items() if count.withheld} == {"wrong", "observations"}
    assert not any(count.withheld for count in safely({"right": 7, "wrong": 0}, 3).values())
    assert all(count.withheld for count in safely({"with": 2, "without": 8}, 3).values())


def test_shares_of_few_cases_are_not_compared():
    assert gap_of((4, 4), (0, 12)) is None
    gap = gap_of((10, 12), (1, 12))
    assert gap.low > 0


def test_a_list_of_one_row_at_its_own_place(table):
    lines = io.BytesIO(reduced(table, {2}, [])).read().splitlines()
    assert lines[1] == b"1,Black,Charge,Legal"
