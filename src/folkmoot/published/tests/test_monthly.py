"""Monthly outcomes by principal offence: made tables with one thing wrong, and the real ones."""

from collections import Counter, defaultdict

import pytest

from folkmoot.published.errors import PublishedError
from folkmoot.published.forces import OUTCOME_AREAS
from folkmoot.published.model import Kind, Outcome
from folkmoot.published.outcomes.headings import ADMIN_FINALISED
from folkmoot.published.reading import read, read_all, recognise
from folkmoot.published.report import Said
from folkmoot.published.tests.making import csv_bytes, monthly, monthly_counts, xlsx_bytes

NAME = "principal_offence_category_march_2018.csv"


def told(published, said):
    return [remark.sentence for remark in published.report.about(said)]


def test_a_month_is_read_with_its_total_kept_apart_and_checked():
    published = read(csv_bytes(monthly()), NAME)
    assert published.kind is Kind.OUTCOMES_MONTHLY
    assert published.months == ("2018-03",)
    assert {row.area for row in published.rows} == set(OUTCOME_AREAS)
    assert {row.area for row in published.apart} == {"National"}
    assert sum(row.count for row in published.rows) == sum(row.count for row in published.apart)
    assert told(published, Said.TOTAL_AGREES) == [
        "“National” was compared with the sum of its parts in 25 figures, and is the same in each."
    ]
    assert not published.report.grave


def test_administrative_finalisations_stand_apart_and_have_no_offence():
    rows = read(csv_bytes(monthly()), NAME).rows
    offences = {row.offence for row in rows if row.outcome is Outcome.ADMIN_FINALISED}
    assert offences == {ADMIN_FINALISED}
    assert ADMIN_FINALISED not in {row.offence for row in rows if row.outcome is not Outcome.ADMIN_FINALISED}


def test_a_total_that_is_wrong_is_said_with_its_cell():
    table = monthly()
    table[1][5] = "9,999"
    published = read(csv_bytes(table), NAME)
    (remark,) = published.report.about(Said.TOTAL_DIFFERS)
    assert remark.values["stated"] == "9,999"
    assert remark.places[0].words == f"{NAME}, row 2, column F (Number of Offences against the person Convictions)"
    assert not told(published, Said.TOTAL_AGREES)


def test_a_total_with_another_name_is_found_by_its_sums():
    published = read(csv_bytes(monthly(total="Everybody")), NAME)
    assert told(published, Said.TOTAL_BY_SUM)
    assert {row.area for row in published.apart} == {"Everybody"}


def test_without_a_total_that_is_said():
    published = read(csv_bytes(monthly(total="")), NAME)
    assert told(published, Said.NO_TOTAL)
    assert not published.apart


def test_a_percentage_that_does_not_agree_and_a_pair_that_sums_to_102_are_said():
    table = monthly()
    table[3][2], table[3][4] = "50.0%", "52.0%"
    published = read(csv_bytes(table), NAME)
    assert len(published.report.about(Said.PERCENTAGE_DIFFERS)) >= 1
    assert told(published, Said.PERCENTAGES_SUM) == ["The percentages of Homicide add up to 102, not 100. The counts were used."]
    assert published.report.grave


def test_names_are_renamed_in_the_open_and_unknown_ones_kept():
    table = monthly()
    names = {"Greater Manchester": "GreaterManchester", "Avon and Somerset": "Avon & Somerset", "Wiltshire": "Wessex South"}
    table = [[names.get(str(row[0]), row[0]), *row[1:]] for row in table]
    report = read(csv_bytes(table), NAME).report
    assert {(one.written, one.read_as) for one in report.renamed} == {
        ("GreaterManchester", "Greater Manchester"), ("Avon & Somerset", "Avon and Somerset")
    }  # fmt: skip
    assert report.unknown == ("Wessex South",)
    assert [remark.values["names"] for remark in report.about(Said.MISSING_PLACES)] == ["Wiltshire"]


def test_a_file_cut_short_is_said():
    published = read(csv_bytes(monthly()[:20]), NAME)
    assert told(published, Said.MISSING_PLACES)[0].endswith("The file may be cut short.")
    assert told(published, Said.TOTAL_DIFFERS)


@pytest.mark.parametrize("cell", ["12.5", "-3", "lots", "75.5%"])
def test_a_cell_that_is_no_count_is_refused_by_row_and_column(cell):
    table = monthly()
    table[4][9] = cell
    with pytest.raises(PublishedError) as caught:
        read(csv_bytes(table), NAME)
    assert caught.value.place.file == NAME
    assert caught.value.place.row == 5
    assert caught.value.place.column == "J (Number of Sexual offences Convictions)"


def test_an_area_that_is_there_twice_is_refused():
    table = [*monthly(), monthly_counts("Avon & Somerset", [1] * 25)]
    with pytest.raises(PublishedError, match="same area as in row 3"):
        read(csv_bytes(table), NAME)


def test_a_row_of_another_width_is_refused():
    table = monthly()
    table[6] = table[6][:-1]
    with pytest.raises(PublishedError, match="row 7: this row has 50 cells, but the headings in row 1 have 51"):
        read(csv_bytes(table), NAME)


def test_notes_below_the_table_are_no_rows():
    data = csv_bytes(monthly()) + b"\nSource: Crown Prosecution Service\n"
    assert len(read(data, NAME).rows) == 42 * 25


def test_a_mark_in_place_of_a_count_is_said_and_in_no_sum():
    table = monthly()
    table[4][1] = "-"
    published = read(csv_bytes(table), NAME)
    (remark,) = published.report.about(Said.NO_COUNT)
    assert remark.places[0].row == 5
    assert len(published.rows) == 42 * 25 - 1


def test_changed_columns_are_said():
    earlier = read(csv_bytes(monthly()), "principal_offence_category_february_2018.csv")
    table = monthly()
    heads = [str(text).replace("Burglary", "Cyber offences") for text in table[0]]
    published = read(csv_bytes([heads, *table[1:]]), NAME, beside=[earlier.fingerprint])
    assert told(published, Said.MISSING_COLUMNS)
    (remark,) = published.report.about(Said.CHANGED_COLUMNS)
    assert "Burglary: Conviction" in remark.values["gone"]
    assert "Cyber offences: Conviction" in remark.values["new"]


def test_the_same_table_is_read_from_a_workbook_under_a_title_whatever_it_is_called():
    rows = [["Case outcomes by principal offence category"], [], *monthly()]
    published = read(xlsx_bytes({"Cover": [["CPS"]], "Outcomes": rows}), "march_2018.csv")
    assert published.kind is Kind.OUTCOMES_MONTHLY
    assert sum(row.count for row in published.rows) == sum(row.count for row in read(csv_bytes(monthly()), NAME).rows)


def test_a_month_that_cannot_be_told_is_refused_unless_it_is_given():
    data = csv_bytes(monthly())
    with pytest.raises(PublishedError, match=r"outcomes\.csv: it cannot be told which month"):
        read(data, "outcomes.csv")
    assert read(data, "outcomes.csv", period="2018-03").months == ("2018-03",)


def test_a_name_and_a_folder_that_differ_are_said():
    published = read(csv_bytes(monthly()), "2017/principal_offence_category_march_2018.csv")
    assert told(published, Said.NAME_AND_FOLDER_DIFFER) == ["The file's name says March 2018, its folder 2017; the name was believed."]


def test_last_years_file_again_a_reexport_and_a_revision_are_told_apart():
    data, other = csv_bytes(monthly()), monthly()
    reordered = csv_bytes([other[0], *reversed(other[1:])])
    changed = csv_bytes(monthly({name: [at + place + 1 for place in range(25)] for at, name in enumerate(OUTCOME_AREAS)}))
    folder = read_all([
        (data, "march_2017.csv"), (data, "march_2018.csv"), (reordered, "april_2018.csv"), (data, "again/march_2017.csv"),
        (changed, "b/march_2017.csv"),
        (b"nothing", "june_2018.csv"),
    ])  # fmt: skip
    assert [one.name for one in folder.used] == ["again/march_2017.csv"]
    assert [(one.name, said) for one, said, _ in folder.left_out] == [
        ("b/march_2017.csv", Said.REPEATED_PERIOD), ("march_2017.csv", Said.BYTE_COPY), ("march_2018.csv", Said.BYTE_COPY_OTHER_PERIOD),
        ("april_2018.csv", Said.SAME_FIGURES_OTHER_PERIOD),
    ]  # fmt: skip
    assert [one.name for one in folder.refused] == ["june_2018.csv"]


@pytest.fixture(scope="session")
def real_months(shared_data):
    files = sorted((shared_data / "cps-outcomes").rglob("*.csv"))
    return read_all((path.read_bytes(), path.name) for path in files)


def test_real_files_hold_45_months_and_five_copies(real_months):
    assert len(real_months.months) == 45
    assert not real_months.refused
    assert {(one.name[:6] + one.name[-7:-4], said) for one, said, _ in real_months.left_out} == {
        (f"2018__{month}", Said.BYTE_COPY_OTHER_PERIOD) for month in ("Jul", "Aug", "Sep", "Oct", "Dec")
    }  # fmt: skip
    assert {other[:4] for _, _, other in real_months.left_out} == {"2017"}
    assert real_months.missing == (("", ("2015-11", "2016-02", "2016-03", "2017-04", "2017-05", "2017-06")),)
    (remark,) = real_months.remarks
    assert remark.sentence.endswith("no file for November 2015, February 2016, March 2016, April 2017, May 2017, June 2017.")


def test_in_every_real_month_national_is_the_sum_of_its_areas(real_months):
    assert len(real_months.used) == 45
    for published in real_months.used:
        sums, national = defaultdict(int), {}
        for row in published.rows:
            sums[(row.offence, row.outcome)] += row.count
        for row in published.apart:
            national[(row.offence, row.outcome)] = row.count
        assert len({row.area for row in published.rows}) == 42
        assert dict(sums) == national
        assert not published.report.grave
        assert {one.written for one in published.report.renamed} == {"GreaterManchester", "Dyfed Powys"}
        assert published.report.about(Said.COMBINED_PLACE)


def test_a_real_month_as_it_was_published(real_months):
    (first,) = (one for one in real_months.used if "april_2014" in one.name)
    national = {(row.offence, row.outcome): row.count for row in first.apart}
    assert national[("Theft and handling", Outcome.CONVICTION)] == 10_045
    assert national[("Offences against the person", Outcome.UNSUCCESSFUL)] == 2_722
    assert national[(ADMIN_FINALISED, Outcome.ADMIN_FINALISED)] == 718
    assert Counter(row.outcome for row in first.rows) == {Outcome.CONVICTION: 504, Outcome.UNSUCCESSFUL: 504, Outcome.ADMIN_FINALISED: 42}


def test_a_real_file_without_its_name_is_recognised_and_then_refused(shared_data):
    data = next((shared_data / "cps-outcomes").rglob("2014__*.csv")).read_bytes()
    assert recognise(data, "download.pdf") is Kind.OUTCOMES_MONTHLY
    with pytest.raises(PublishedError, match="which month"):
        read(data, "download.pdf")


def test_a_second_sum_is_called_a_sum_and_not_an_area():
    table = [*monthly(), monthly_counts("Subtotal North", [1] * 25)]
    with pytest.raises(PublishedError, match="is a sum of other rows, and so is row 2"):
        read(csv_bytes(table), NAME)
