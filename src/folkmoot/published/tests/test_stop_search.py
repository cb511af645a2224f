"""Stop and search records: made rows with one thing odd, and the real files."""

from collections import Counter

import pytest

from folkmoot.published.counts import to_counts
from folkmoot.published.errors import PublishedError
from folkmoot.published.model import Kind
from folkmoot.published.reading import read, read_all
from folkmoot.published.report import Said
from folkmoot.published.stop_search import agreement, group_of
from folkmoot.published.tests.making import search, searches, xlsx_bytes

NAME = "2020-01-merseyside-stop-and-search.csv"


def said(published, code):
    return [remark.sentence for remark in published.report.about(code)]


def test_force_and_month_come_from_the_name():
    published = read(searches(search()), "zip/2020-01-greater-manchester-stop-and-search.csv")
    assert published.kind is Kind.STOP_SEARCH
    assert (published.rows[0].force, published.rows[0].month) == ("Greater Manchester", "2020-01")


@pytest.mark.parametrize("name", ["searches_2020-01.csv", "2020-01-atlantis-stop-and-search.csv"])
def test_a_force_that_cannot_be_told_is_refused_unless_it_is_given(name):
    with pytest.raises(PublishedError, match="which force's searches"):
        read(searches(search()), name)
    assert read(searches(search()), name, force="Kent").rows[0].force == "Kent"


def test_the_month_comes_from_the_dates_only_where_all_agree():
    assert read(searches(search(), search()), "searches.csv", force="Kent").months == ("2020-01",)
    with pytest.raises(PublishedError, match="which month"):
        read(searches(search(), search(Date="2020-02-01T00:00:00+00:00")), "searches.csv", force="Kent")


def test_a_date_of_another_month_is_said_and_counted_as_published():
    published = read(searches(search(), search(Date="2019-12-31T23:30:00+00:00")), NAME)
    assert said(published, Said.OTHER_MONTH) == ["1 rows have a date outside January 2020. They were counted in it, as the publisher did."]
    assert len(published.rows) == 2


def test_equal_rows_are_kept_and_said_and_can_be_left_out():
    published = read(searches(search(), search(), search(Gender="Female"), search()), NAME)
    assert len(published.rows) == 4
    assert "every column: 2." in said(published, Said.EQUAL_ROWS)[0]
    assert sum(row["count"] for row in to_counts(published)) == 4
    assert sum(row["count"] for row in to_counts(published, without_repeats=True)) == 2


def test_a_search_of_a_vehicle_only_has_no_person():
    empty = {"Gender": "", "Age range": "", "Self-defined ethnicity": "", "Officer-defined ethnicity": "", "Type": "Vehicle search"}
    odd = empty | {"Officer-defined ethnicity": "Asian"}
    published = read(searches(search(), search(**empty), search(**odd), search(Type="Person and Vehicle search")), NAME)
    assert len(published.rows) == 2
    assert len(published.apart) == 2
    assert said(published, Said.NO_PERSON)
    assert said(published, Said.PERSON_IN_VEHICLE_SEARCH)[0].startswith("1 searches")


def test_one_ethnicity_never_fills_in_for_the_other():
    missing = search(**{"Self-defined ethnicity": ""})
    published = read(searches(missing, search(**{"Officer-defined ethnicity": ""})), NAME)
    rows = list(to_counts(published))
    assert {(row["self-defined group"], row["officer-defined ethnicity"]) for row in rows} == {("", "White"), ("White", "")}
    assert agreement(published.rows).both == 0


def test_agreement_counts_only_groups_that_both_schemes_have():
    given = (("Black/African/Caribbean/Black British - African", "Black"), ("Asian/Asian British - Chinese", "Other"))
    given += (("Other ethnic group - Not stated", "White"), ("Mixed/Multiple ethnic groups - White and Asian", "Asian"))
    rows = [search(**{"Self-defined ethnicity": own, "Officer-defined ethnicity": seen}) for own, seen in given]
    table = agreement(read(searches(*rows), NAME).rows)
    assert (table.both, table.agree) == (3, 1)
    assert table.counts[("Not stated", "White")] == 1
    assert table.row("Asian") == 1
    assert table.column("Asian") == 1


@pytest.mark.parametrize(
    ("ethnicity", "group"),
    [
        ("White - Irish", "White"),
        ("Other ethnic group - Not stated", "Not stated"),
        ("Other ethnic group - Any other ethnic group", "Other"),
        ("", ""),
    ],
)
def test_groups_of_ethnicities(ethnicity, group):
    assert group_of(ethnicity) == group


def test_ages_that_a_spreadsheet_made_into_dates_are_said():
    published = read(searches(search(), search(**{"Age range": "Oct-17"}), search(**{"Age range": "18 to 25"})), NAME)
    (dated,) = published.report.about(Said.DATED_BAND)
    assert dated.sentence == "“Oct-17” is a date where a group should be; a spreadsheet may have made it of “10-17”."
    assert dated.places[0].row == 3
    assert said(published, Said.UNKNOWN_LABEL) == ["“18 to 25” is not a group that is known in “Age range”. It was kept as it is written."]


def test_what_is_not_recorded_is_said_with_its_base():
    published = read(searches(search(Outcome=""), search()), NAME)
    assert "“Outcome” is not recorded in 1 of 2 rows." in said(published, Said.NOT_RECORDED)


def test_an_unknown_type_of_search_is_refused_by_its_cell():
    with pytest.raises(PublishedError, match=r"row 3, column A \(Type\): “Drone search”"):
        read(searches(search(), search(Type="Drone search")), NAME)


def test_a_workbook_with_another_ending_is_read_alike():
    from folkmoot.published.stop_search import COLUMNS

    assert len(read(xlsx_bytes({"Sheet1": [COLUMNS, search()]}), NAME).rows) == 1


def test_months_missing_for_one_force_are_said():
    names = [
        f"2020-0{month}-{force}-stop-and-search.csv" for month, force in ((1, "kent"), (2, "kent"), (3, "kent"), (1, "essex"), (3, "essex"))
    ]
    rows = [(searches(search(Legislation=name)), name) for name in names]
    folder = read_all(rows)
    assert folder.missing == (("Essex", ("2020-02",)),)
    assert [remark.sentence for remark in folder.remarks] == [
        "Between the first month and the last there is no file of Essex for February 2020."
    ]  # fmt: skip


def test_a_download_that_was_cut_off_is_refused():
    data = searches(search(), search())
    with pytest.raises(PublishedError, match="row 3: this row has"):
        read(data[: data.rindex(b"Controlled")], NAME)


@pytest.fixture(scope="session")
def real_searches(shared_data):
    files = sorted((shared_data / "stop-and-search").glob("*.csv"))
    return read_all((path.read_bytes(), path.name) for path in files)


def everyone(folder):
    return [row for one in folder.used for row in (*one.rows, *one.apart)]


def test_real_files_of_one_month_and_several_forces_do_not_repeat_each_other(real_searches):
    assert len(real_searches.used) == 21
    assert not real_searches.left_out
    assert not real_searches.refused
    assert real_searches.months == ("2019-12", "2020-01", "2020-02")


def test_real_rows_missing_values_and_equal_rows(real_searches):
    rows = everyone(real_searches)
    assert len(rows) == 22_587
    assert Counter(row.force for row in rows) == {
        "Merseyside": 9_631, "Essex": 5_355, "South Yorkshire": 5_074, "City of London": 879, "Leicestershire": 701, "Derbyshire": 506,
        "Durham": 441,
    }  # fmt: skip
    assert sum(not row.officer_defined for row in rows) == 1_818
    assert sum(not row.self_defined for row in rows) == 1_622
    assert sum(not row.self_defined and not row.officer_defined for row in rows) == 1_139
    assert sum(group_of(row.self_defined) == "Not stated" for row in rows) == 2_761
    assert sum(row.repeated for row in rows) == 889
    assert sum(not row.of_person for row in rows) == 1_003


def test_real_ethnicities_differ(real_searches):
    table = agreement(everyone(real_searches))
    assert table.counts[("Mixed", "Black")] == 103
    assert 0 < table.agree < table.both


def test_the_basis_moves_the_real_ratio_of_merseyside_by_a_third(real_searches):
    rows = [row for row in everyone(real_searches) if row.force == "Merseyside"]
    white, black = 1_305_303, 14_552  # Census 2011, Merseyside
    own = Counter(group_of(row.self_defined) for row in rows)
    seen = Counter(group_of(row.officer_defined) for row in rows)

    def ratio(counts):
        return (counts["Black"] / black) / (counts["White"] / white)

    assert ratio(own) == pytest.approx(3.03, abs=0.005)
    assert ratio(seen) == pytest.approx(4.04, abs=0.005)
