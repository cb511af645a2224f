"""What somebody would try: lists of staff that look like tables, and totals from which a small count could be had."""

from datetime import date

import pytest

from folkmoot.workforce.headcounts.columns import Asked
from folkmoot.workforce.headcounts.door import NamesStaff, refuse_named_staff
from folkmoot.workforce.headcounts.keeping import File, prepared
from folkmoot.workforce.headcounts.reading import Sheet, read_all

EXACT = Asked("exact")
STAFF = [f"Jane Smith {number}" for number in range(25)]


def found(columns, rows):
    return read_all([Sheet("", columns, [(number, row) for number, row in enumerate(rows, 2)])], EXACT)


def kept(rows, within=None):
    file = File("staff.csv", "0", "h", EXACT, found(("Unit", "Ethnicity", "Headcount"), rows))
    (day,) = prepared(file, date(2026, 3, 31), within or {})
    return {(line.unit, line.group.group): line.count for line in day.lines}, day.remarks


@pytest.mark.parametrize("one", ["1", "1.0", "1.00"])
@pytest.mark.parametrize("total", [[], [["Total", "All grades", "All", "25"]]])
def test_a_line_for_each_of_the_staff_is_refused_however_one_is_written(one, total):
    rows = [[name, "AO", ("Asian", "White")[place % 2], one] for place, name in enumerate(STAFF)]
    with pytest.raises(NamesStaff):
        found(("Unit", "Grade", "Ethnicity", "Headcount"), rows + total)


def test_a_wide_list_of_staff_with_its_total_is_refused():
    rows = [[name, "AO", str(place % 2), str(1 - place % 2)] for place, name in enumerate(STAFF)]
    with pytest.raises(NamesStaff):
        found(("Area", "Grade", "Female", "Male"), [*rows, ["Total", "", "12", "13"]])


@pytest.mark.parametrize(
    "heading",
    ["N\u200bame", "\uff2e\uff41\uff4d\uff45", "Surname, Forename", "Colleague", "Username", "Oracle ID", "Post holder", "Member of staff"],
)  # fmt: skip
def test_headings_of_people_are_known_in_disguise(heading):
    with pytest.raises(NamesStaff):
        refuse_named_staff([heading])


def test_many_small_counts_are_a_table_all_the_same():
    rows = [[f"Unit {place}", "AO", "Asian", str(place % 3 + (5 if place < 8 else 0))] for place in range(20)]
    assert len(found(("Unit", "Grade", "Ethnicity", "Headcount"), rows).lines) == 20


NORTH = [("London North", "White", "50"), ("London North", "Black", "3")]
SOUTH = [("London South", "White", "70"), ("London South", "Black", "9")]
OTHERS = [("Wales", "White", "90"), ("Wales", "Black", "20")]


def test_a_unit_that_is_the_sum_of_others_is_their_total_though_nobody_declared_it():
    counts, remarks = kept([("London", "White", "120"), ("London", "Black", "12"), *NORTH, *SOUTH, *OTHERS])
    assert not any(unit == "London" for unit, _group in counts)
    assert "Totals among the detail were recognised, and are worked out from their parts: 2." in remarks
    assert (counts["London North", "Black"].low, counts["London North", "Black"].high) == (0, 4)


def test_a_remark_on_a_total_that_differs_tells_no_sum_of_its_parts():
    within = {"London North": "London", "London South": "London"}
    _counts, remarks = kept([("London", "White", "121"), ("London", "Black", "13"), *NORTH, *SOUTH, *OTHERS], within)
    said = [one for one in remarks if "another total" in one]
    assert len(said) == 2
    assert not any(number in one for one in said for number in ("12", "13", "120", "121"))
