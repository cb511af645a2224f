"""Tables of headcounts as they come: what is refused at the door, how columns are known, and what has to be explained."""

from datetime import date

import pytest

from folkmoot.stats.workforce.headcounts import exact, withheld
from folkmoot.workforce.headcounts.columns import Asked, Role, roles_of
from folkmoot.workforce.headcounts.days import day_of
from folkmoot.workforce.headcounts.door import NamesStaff, refuse_named_staff
from folkmoot.workforce.headcounts.reading import CannotRead, Found, Means, Sheet, read, read_all
from folkmoot.workforce.headcounts.totals import parted
from folkmoot.workforce.headcounts.words import WHOLE, characteristic_of, group_of, level_of

LONG = ("Unit", "Grade", "Characteristic", "Group", "Headcount")
ROWS = (
    ("East of England", "SCS", "Sex", "Female", "12"), ("East of England", "SCS", "Sex", "Male", "10"),
    ("East of England", "Grade 6", "Sex", "Female", "60"), ("East of England", "Grade 6", "Sex", "Male", "41"),
    ("Digital", "SCS", "Sex", "Female", "7"), ("Digital", "SCS", "Sex", "Male", "9"),
)  # fmt: skip
EXACT = Asked("exact")


def found(columns=LONG, rows=ROWS, asked=EXACT) -> Found:
    return read(columns, list(enumerate(rows, start=2)), asked)


def counted(answer: Found) -> dict:
    return {(line.unit, line.level, line.measure, line.group.group or line.group.kind): line.count for line in answer.lines}


@pytest.mark.parametrize(
    "heading",
    [
        "Name", "Surname", "Staff number", "Employee ID", "Date of birth", "Email address", "NI number", "Salary", "Line manager",
        "employee_name",
    ],
)  # fmt: skip
def test_a_heading_that_names_staff_is_refused_with_its_column(heading):
    with pytest.raises(NamesStaff, match=f"sheet “Staff”: the column “{heading}”"):
        refuse_named_staff([*LONG, heading], "staff.xlsx, sheet “Staff”: ")


@pytest.mark.parametrize("heading", ["Number", "Unit", "Grade", "Ethnicity", "Headcount", "Female", "Prefer not to say"])
def test_the_control_ordinary_headings_pass_the_door(heading):
    refuse_named_staff([heading])


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["a.person@example.org"], "holds e-mail addresses"),
        (["QQ 12 34 56 C"], "holds National Insurance numbers"),
        ([f"19{year}-03-0{day}" for year, day in ((61, 1), (72, 2), (83, 3), (84, 4), (95, 5))], "look like days of birth"),
        ([f"Person {number}" for number in range(40)], "has a value of its own on nearly every line"),
    ],
)
def test_what_stands_under_an_innocent_heading_is_looked_at(cells, words):
    rows = [("Digital", "SCS", "Sex", "Female", str(20 + place), cell) for place, cell in enumerate(cells)]
    with pytest.raises(NamesStaff, match=f"the column “Remark of HR” .*{words}"):
        found((*LONG, "Remark of HR"), rows)


@pytest.mark.parametrize(
    ("columns", "row"),
    [(LONG, ("Digital", "EO", "Sex", "Female", "1")), (("Unit", "Grade", "Female", "Male"), ("Digital", "EO", "1", "0")),
     (("Unit", "Grade", "Sex", "Ethnicity"), ("Digital", "EO", "Female", "Asian"))],
)  # fmt: skip
def test_a_list_of_staff_is_no_table_of_headcounts(columns, row):
    with pytest.raises(NamesStaff, match="every line counts one person"):
        found(columns, [row] * 12)


def test_long_and_wide_say_the_same():
    wide = found(("Unit", "Grade", "Sex: Female", "Sex: Male"), [("Digital", "SCS", "7", "9")])
    assert counted(wide) == counted(found(rows=ROWS[4:]))


def test_a_cross_of_two_characteristics_is_read_once_for_each():
    columns = ("Unit", "Grade", "Sex", "Ethnicity", "Headcount")
    rows = [
        ("Digital", "EO", "Female", "Asian", "11"), ("Digital", "EO", "Male", "Asian", "9"), ("Digital", "EO", "Female", "White", "40"),
        ("Digital", "EO", "Male", "White", "30"),
    ]  # fmt: skip
    assert counted(found(columns, rows)) == {
        ("Digital", "eo", "in_post", "Female"): exact(51), ("Digital", "eo", "in_post", "Male"): exact(39),
        ("Digital", "eo", "in_post", "Asian"): exact(20), ("Digital", "eo", "in_post", "White"): exact(70),
    }  # fmt: skip


def test_grades_that_are_one_level_are_added_up():
    rows = [("Digital", grade, "Sex", "Female", number) for grade, number in (("AA", "14"), ("AO", "26"), ("HEO", "8"), ("SEO", "5"))]
    assert counted(found(rows=rows)) == {
        ("Digital", "aa_ao", "in_post", "Female"): exact(40), ("Digital", "heo_seo", "in_post", "Female"): exact(13),
    }  # fmt: skip


def test_a_column_for_each_measure():
    columns = ("Unit", "Grade", "Sex", "In post", "Joiners", "Leavers", "Promotions")
    answer = counted(found(columns, [("Digital", "EO", "Female", "61", "8", "7", "5")]))
    assert {measure: count.low for (_, _, measure, _), count in answer.items()} == {"in_post": 61, "joined": 8, "left": 7, "promoted": 5}


def test_a_column_headed_by_the_characteristic_holds_its_groups():
    lines = found(("Directorate", "Ethnicity", "Number"), [("Digital", "Asian", "30"), ("Digital", "Undeclared", "8")]).lines
    assert [(line.group.characteristic, line.group.group, line.group.kind, line.level) for line in lines] == [
        ("ethnicity", "Asian", "group", "all"), ("ethnicity", "", "undeclared", "all"),
    ]  # fmt: skip


def test_a_sheet_may_be_called_after_its_characteristic_or_measure():
    columns = ("Unit", "Grade", "Group", "Headcount")
    sheets = [
        Sheet("Disability", columns, [(2, ("Digital", "EO", "Disabled", "12")), (3, ("Digital", "EO", "Other", "5"))]),
        Sheet("Leavers", ("Unit", "Grade", "Sex", "Headcount"), [(2, ("Digital", "EO", "Female", "9"))]),
    ]
    answer = read_all(sheets, EXACT)
    assert [(line.group.characteristic, line.measure) for line in answer.lines] == [("disability", "in_post"), ("sex", "left")]
    assert [(one.means, one.word, one.characteristic) for one in answer.unknown] == [(Means.GROUP, "Other", "disability")]


def test_days_in_the_table_make_a_series():
    rows = [("31/03/2026", *ROWS[0]), ("2026-06-30", *ROWS[0]), ("2023", *ROWS[0])]
    assert found(("As of", *LONG), rows).days == (date(2023, 3, 31), date(2026, 3, 31), date(2026, 6, 30))
    with pytest.raises(CannotRead, match="row 2: “Q3” is not a day"):
        found(("As of", *LONG), [("Q3", *ROWS[0])])
    assert (day_of("31 March 2026"), day_of("30 February 2026")) == (date(2026, 3, 31), None)


def test_words_nobody_knows_are_asked_for_and_then_known():
    rows = [("Digital", "Band 3", "Sex", "Female", "12"), ("Digital", "EO", "Sex", "Womxn", "20")]
    asked = found(rows=rows)
    assert [(one.means, one.word) for one in asked.unknown] == [(Means.LEVEL, "Band 3"), (Means.GROUP, "Womxn")]
    answer = found(rows=rows, asked=Asked("exact", words={"band 3": "EO", "womxn": "Female"}))
    assert counted(answer) == {("Digital", "eo", "in_post", "Female"): exact(32)}
    assert not answer.unknown


def test_a_column_nobody_knows_is_asked_for_and_never_passed_over():
    columns = ("Unit", "Grade", "White", "Asian", "Caribbean")
    rows = [("Digital", "EO", "40", "12", "9")]
    assert [(one.means, one.word) for one in found(columns, rows).unknown] == [(Means.COLUMN, "Caribbean")]
    answer = found(columns, rows, Asked("exact", words={"Caribbean": "Ethnicity: Black"}))
    assert counted(answer)["Digital", "eo", "in_post", "Black"] == exact(9)
    left = found((*LONG, "Site"), [(*ROWS[0], "York"), (*ROWS[0], "Leeds")], Asked("exact", columns={"Site": Role.LEFT_OUT}))
    assert counted(left) == {("East of England", "scs", "in_post", "Female"): exact(24)}


def test_shares_pay_and_totals_are_left_out_and_said():
    columns = ("Unit", "Grade", "Female", "Male", "% female", "FTE", "Total")
    answer = found(columns, [("Digital", "EO", "40", "12", "77%", "50.1", "52")])
    assert len(answer.lines) == 2
    assert answer.remarks == ("Columns that are no headcounts were left out: % female, FTE, Total.",)
    assert roles_of(columns, EXACT).strange == ()


def test_totals_among_the_detail_are_recognised_and_checked():
    rows = (*ROWS, ("All units", "SCS", "Sex", "Female", "19"), ("Digital", "All grades", "Sex", "Female", "27"))
    answer = parted(found(rows=rows).lines, {})
    assert len(answer.detail) == len(ROWS)
    assert answer.remarks == (
        "Totals among the detail were recognised, and are worked out from their parts: 2.",
        "Row 9 gives another total of Female than its parts add up to: the parts were kept.",
    )


def test_a_directorate_beside_its_divisions_is_a_total():
    rows = [(unit, "EO", "Sex", "Female", number) for unit, number in (("Digital", "30"), ("Data", "18"), ("Networks", "12"))]
    within = {"Data": "Digital", "Networks": "Digital"}
    assert [line.unit for line in parted(found(rows=rows).lines, within).detail] == ["Data", "Networks"]
    assert len(parted(found(rows=rows).lines, {}).detail) == 3


def test_ethnic_minority_beside_its_groups_is_a_total():
    counts = (("White", "60"), ("BAME", "21"), ("Asian", "13"), ("Black", "8"))
    rows = [("Digital", "EO", "Ethnicity", *one) for one in counts]
    answer = parted(found(rows=rows).lines, {})
    assert [line.group.group for line in answer.detail] == ["White", "Asian", "Black"]
    assert [(line.group.group, line.group.kind) for line in answer.totals] == [("Ethnic minority", "together")]


def test_the_same_headcount_twice_names_both_rows():
    with pytest.raises(CannotRead, match="row 8 counts Female of East of England again, as row 2 does"):
        found(rows=(*ROWS, ROWS[0]))


@pytest.mark.parametrize(
    ("cell", "words"),
    [("twelve", "“twelve” is not a headcount"), ("12.5", "is not a headcount"), ("-3", "is not"), ("22.6%", "It is a share")],
)
def test_a_cell_that_is_no_number_names_row_and_column(cell, words):
    with pytest.raises(CannotRead, match=words) as refused:
        found(rows=[("Digital", "SCS", "Sex", "Female", cell)])
    assert "row 2, column “Headcount”" in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("[c]", withheld()), ("*", withheld()), ("..", withheld()), ("<5", withheld()), ("<10", withheld(10)), ("~", withheld()),
        ("1,540", exact(1540)), ("60.0", exact(60)),
    ],
)  # fmt: skip
def test_marks_of_withheld_numbers(cell, count):
    assert found(rows=[("Digital", "SCS", "Sex", "Female", cell)]).lines[0].count == count


def test_a_rounded_file_with_an_exact_number_is_questioned_and_an_exact_one_that_was_rounded():
    with pytest.raises(CannotRead, match="12 is not a number to the nearest 5"):
        found(rows=ROWS[:1], asked=Asked("to_5"))
    rows = [(f"Unit {place}", "EO", "Sex", "Female", str(5 * place + 50)) for place in range(20)]
    assert "multiple of 5" in found(rows=rows).remarks[0]
    assert found(rows=[*rows[1:], ("Unit 0", "EO", "Sex", "Female", "51")]).remarks == ()


def test_lines_of_other_organisations_are_left_out():
    columns = ("Status", "Year", "Ethnicity", "Organisation", "Responsibility_level_grouped", "Headcount", "FTE", "Mean_salary")
    rows = [
        ("In post", "2023", "Asian", "Crown Prosecution Service", "SCS level", "5", "5", "[c]"),
        ("In post", "2023", "Asian", "HM Land Registry", "SCS level", "[c]", "[c]", "[c]"),
        ("Leaver CS", "2023", "White", "Crown Prosecution Service", "SEO/HEO", "290", "[c]", "[c]"),
        ("Leaver Dept.", "2023", "White", "Crown Prosecution Service", "SEO/HEO", "55", "[c]", "[c]"),
    ]
    answer = found(columns, rows, Asked("to_5"))
    assert {line.unit for line in answer.lines} == {WHOLE}
    assert [(line.measure, line.level, line.count.low, line.count.high) for line in answer.lines] == [
        ("in_post", "scs", 5, 7), ("left", "heo_seo", 341, 349),
    ]  # fmt: skip
    assert answer.remarks[0] == "Lines of other organisations were left out: 1, of 1 such as HM Land Registry."


def test_words_of_the_trade():
    assert (level_of("Senior Civil Service"), level_of("G6/7"), level_of("Grade 6"), level_of("Band 3")) == ("scs", "g7_g6", "g7_g6", "")
    assert group_of("BAME").group == "Ethnic minority"
    assert group_of("Other", "ethnicity").group == "Other"
    assert group_of("Prefer not to say").kind == "undeclared"
    assert group_of("Heterosexual / straight").group == "Heterosexual"
    assert group_of("Yes", "disability").group == "Disabled"
    assert group_of("Yes") is None  # of several characteristics
    assert characteristic_of("Socio-economic background") == "socio_economic"
    assert characteristic_of("Sexual_orientation") == "sexual_orientation"
