"""What is recognised whatever it is called, what is not, and the counts that an engine takes."""

import pytest

from folkmoot.published.counts import columns, to_counts, to_cube
from folkmoot.published.errors import PublishedError
from folkmoot.published.model import Kind
from folkmoot.published.reading import read, recognise
from folkmoot.published.report import SENTENCES, Notes, Said
from folkmoot.published.tests.making import csv_bytes, force_table, monthly, search, searches, xlsx_bytes

ETHNICITIES = ("White", "Black (or Black British)", "Not reported")
GENDERS = ("Male", "Female", "Other", "Not reported")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (csv_bytes(monthly()), Kind.OUTCOMES_MONTHLY), (searches(search()), Kind.STOP_SEARCH),
        (csv_bytes(force_table(ETHNICITIES)), Kind.USE_OF_FORCE), (xlsx_bytes({"A": monthly()}), Kind.OUTCOMES_MONTHLY),
        (b"\xef\xbb\xbf" + searches(search()), Kind.STOP_SEARCH), (csv_bytes(monthly()).decode().encode("utf-16"), Kind.OUTCOMES_MONTHLY),
        (csv_bytes([["Case", "Ethnicity", "Charged"], ["1", "White", "yes"]]), None), (b"", None), (b"%PDF-1.7", None),
        (b"PK\x03\x04junk", None),
        (b'{"a": 1}', None), (b"\x00\x01\x02" * 50, None),
    ],
)  # fmt: skip
def test_content_decides_not_the_name(data, kind):
    assert recognise(data, "holiday.jpg") is kind


def test_hostile_workbooks_are_no_published_table_and_end_in_a_plain_refusal(shared_data):
    files = sorted((shared_data / "hostile" / "spreadsheets").glob("*.*"))[:20]
    assert files
    for path in files:
        with pytest.raises(PublishedError) as caught:
            read(path.read_bytes(), path.name)
        assert caught.value.place.file == path.name


def test_hostile_strings_in_the_place_of_names_are_kept_as_text(shared_data):
    strings = [
        line for line in (shared_data / "hostile" / "blns.txt").read_text(encoding="utf-8").splitlines() if line and "#" not in line[:1]
    ]
    rows = [search(**{"Policing operation": text}) for text in strings if "\x00" not in text and '"' not in text]
    published = read(searches(*rows), "2020-01-kent-stop-and-search.csv")
    assert len(published.rows) == len(rows)


def test_every_remark_has_its_sentence():
    assert set(SENTENCES) == set(Said)


def test_equal_remarks_are_one_with_their_number_and_first_places():
    from folkmoot.published.errors import Place

    notes = Notes()
    for row in range(9):
        notes.say(Said.NO_COUNT, Place("a.csv", "", row), mark="-")
    (remark,) = notes.report(rows_read=9, rows_kept=9).remarks
    assert (remark.count, len(remark.places)) == (9, 5)


def test_counts_of_outcomes_add_up_to_the_rows():
    published = read(csv_bytes(monthly()), "march_2018.csv")
    rows = list(to_counts(published))
    assert set(rows[0]) == set(columns(published)) == {"month", "force", "offence", "outcome", "count"}
    assert sum(row["count"] for row in rows) == sum(row.count for row in published.rows)


def test_a_cube_has_convictions_and_unsuccessful_outcomes_with_admin_finalisations():
    published = read(csv_bytes(monthly()), "march_2018.csv")
    cube = to_cube(published)
    assert cube.rows == sum(row.count for row in published.rows)
    table = cube.by_groupings(cube.spec.by).with_outcome.sum(axis=1).tolist()
    by_name = dict(zip((outcome.name for outcome in cube.spec.outcomes), table, strict=True))
    assert by_name["convicted"] + by_name["unsuccessful"] == cube.rows
    assert by_name["convicted"] == sum(row.count for row in published.rows if row.outcome.value == "Conviction")
    assert cube.sources[0].sha256 == published.fingerprint.sha256


def test_cubes_of_two_months_add():
    march, april = (to_cube(read(csv_bytes(monthly()), name)) for name in ("march_2018.csv", "april_2018.csv"))
    assert (march + april).rows == 2 * march.rows


def test_cubes_add_though_one_file_has_no_arrest_and_no_recorded_outcome():
    files = (searches(search()), searches(search(Outcome="Caution"), search(Outcome="")), searches(search(Outcome="")))
    cubes = [to_cube(read(data, f"2020-0{month}-kent-stop-and-search.csv")) for month, data in enumerate(files, 1)]
    together = cubes[0] + cubes[1] + cubes[2]
    grouping = together.by_groupings(together.spec.by)
    names = [outcome.name for outcome in together.spec.outcomes]
    at = names.index("arrested")
    assert (together.rows, int(grouping.at_risk[at].sum()), int(grouping.with_outcome[at].sum())) == (4, 2, 1)


def test_a_table_by_several_characteristics_needs_a_choice():
    sheets = {"Table_1": force_table(ETHNICITIES), "Table_2": force_table(GENDERS)}
    published = read(xlsx_bytes(sheets), "uof_2018-19.xlsx")
    with pytest.raises(PublishedError, match="the same people by several characteristics"):
        list(to_counts(published))
    with pytest.raises(PublishedError, match="“age” is not in this table"):
        to_cube(published, by="age")
    cube = to_cube(published, by="perceived gender")
    assert "perceived gender" in cube.spec.by
    assert "perceived ethnicity" not in cube.spec.by
    assert {row["month"] for row in to_counts(published, by="perceived gender")} == {"2019-03"}
