"""What a sceptical analyst brings: each file is said to be wrong in its place, and changes nothing until a person says that it is right."""

from datetime import date

import pytest

from folkmoot.accounts.tests.factories import NOW, account, hq
from folkmoot.casework import counting, process
from folkmoot.casework.process import CannotCount
from folkmoot.casework.sources import operations
from folkmoot.casework.sources.columns import Column, Role
from folkmoot.casework.sources.counting import is_sum
from folkmoot.casework.sources.models import Load
from folkmoot.casework.sources.preparing import loading_problems
from folkmoot.casework.sources.published_files import CountedTwice, Told
from folkmoot.casework.sources.tests import factories
from folkmoot.casework.sources.words import said
from folkmoot.errors import FolkmootError
from folkmoot.foundation.saving import Refused
from folkmoot.published.errors import PublishedError
from folkmoot.published.forces import OUTCOME_AREAS
from folkmoot.published.tests.making import csv_bytes, monthly, xlsx_bytes

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def home(tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    factories.places()
    monkeypatch.setattr(process, "_ask", _answered_here)


def _answered_here(request, *_):
    try:
        return counting.answer(request)
    except FolkmootError as error:
        raise CannotCount(error.what, error.why, error.do) from error


@pytest.fixture
def extract():
    return factories.source(hq(), account())


@pytest.fixture
def outcomes():
    return factories.source(hq(), account(), kind="outcomes", title="Outcomes", population="defendants", layout=False)


def look(source, *paths, told=None, day=DAY):
    return operations.look_at(by=hq(), source=source, paths=list(paths), data_as_of=day, told=told or Told())


def grave(prepared):
    return " ".join(said(remark) for remark in prepared.report.grave)


def keep(source, prepared, **over):
    return operations.keep(by=hq(), at=NOW, source=source, prepared=prepared, data_as_of=DAY, **over)


def made(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


def month(folder, name="march_2018.csv", change=lambda rows: rows, extra=0):
    counts = {area: [(7 * at + 3 * place + extra) % 41 + place for place in range(25)] for at, area in enumerate(OUTCOME_AREAS)}
    return made(folder, name, csv_bytes(change(monthly(counts))))


# A case extract


def test_a_row_that_does_not_fit_is_named(extract, tmp_path):
    path = factories.extract(tmp_path)
    lines = path.read_text().split("\n")
    lines[9] += ",extra"
    path.write_text("\n".join(lines))
    with pytest.raises(CannotCount, match=r"january.csv.*Row 10 has 11 cells, where the others have 10"):
        look(extract, path)
    assert not Load.objects.exists()


def test_a_workbook_says_which_sheet_was_read_and_which_others_there_are(extract, tmp_path):
    content = {"Notes": [["About", "x"], ["b", "c"]], "Data": [list(factories.HEADINGS), *factories.rows()]}
    with pytest.raises(CannotCount, match="sheet “Notes” was read; the file also has: Data"):
        look(extract, made(tmp_path, "two.xlsx", xlsx_bytes(content)))


def test_a_band_that_became_a_date_names_its_column_and_its_rows(extract, tmp_path):
    path = factories.extract(tmp_path, content=[[*row[:6], "18-Feb", *row[7:]] for row in factories.rows(number=40)])
    assert "“Age band” holds dates where it should hold groups, in 40 rows: 18-Feb." in grave(look(extract, path))


def test_a_category_scheme_that_changes_between_months_is_a_break(extract, tmp_path):
    keep(extract, look(extract, factories.extract(tmp_path)))
    coded = [[*row[:4], {"White": "W1", "Asian": "A1"}.get(row[4], row[4]), *row[5:]] for row in factories.rows("2026-02")]
    later = look(extract, factories.extract(tmp_path, "b.csv", content=coded))
    assert "New: A1; W1" in grave(later)
    assert "No longer there: Asian; White" in grave(later)
    with pytest.raises(Refused):
        keep(extract, later)
    operations.issue_layout(
        by=hq(), at=NOW, source=extract, columns=factories.COLUMNS, break_from="2026-02", break_words="Codes in place of words."
    )
    assert "New:" not in grave(look(extract, factories.extract(tmp_path, "c.csv", content=coded)))


def test_the_same_groups_again_are_no_break(extract, tmp_path):
    keep(extract, look(extract, factories.extract(tmp_path)))
    assert not look(extract, factories.extract(tmp_path, "b.csv", month="2026-02")).report.grave


def test_months_after_the_day_of_the_data_are_said(extract, tmp_path):
    prepared = look(extract, factories.extract(tmp_path, month="2027-02"))
    assert "holds February 2027, but its data are said to run to 5 March 2026" in grave(prepared)
    assert "vouched" in loading_problems(extract, prepared)


@pytest.mark.parametrize("name", ["Grand Total", "All police forces", "Total for England and Wales", "Sub-total", "all cps areas", "TOTAL"])
def test_sums_among_the_detail_are_known_by_their_names(name):
    assert is_sum(name)


@pytest.mark.parametrize("name", ["Allerdale", "All Saints", "Totally other", "Kent", "All other offences"])
def test_what_only_begins_like_a_sum_is_none(name):
    assert not is_sum(name)


COUNTED = (
    Column("Month", Role.MONTH), Column("Police force", Role.FORCE), Column("Ethnicity", Role.CHARACTERISTIC, "ethnicity"),
    Column("Cases", Role.COUNT), factories.COLUMNS[7],
)  # fmt: skip


def counts_of(folder, *more):
    forces = ("Essex", "Kent", "Surrey", "Sussex", "Norfolk")
    rows = [["2026-02", force, group, "Charge", 7 + place] for place, force in enumerate(forces) for group in ("White", "Black")]
    return factories.extract(
        folder, "counts.csv", content=[*rows, *more], headings=("Month", "Police force", "Ethnicity", "Decision", "Cases")
    )


def test_a_number_of_people_that_is_none_is_named_by_row_and_column(tmp_path):
    source = factories.source(hq(), account(), columns=COUNTED)
    with pytest.raises(CannotCount, match=r"counts.csv.*The first is in row 12, column “Cases”"):
        look(source, counts_of(tmp_path, ["2026-02", "Kent", "White", "Charge", "1O"]))


def test_a_total_under_a_name_of_its_own_is_known_by_its_number(tmp_path):
    source = factories.source(hq(), account(), columns=COUNTED)
    assert "looks like a total" not in grave(look(source, counts_of(tmp_path)))
    words = grave(look(source, counts_of(tmp_path, ["2026-02", "Everywhere", "White", "Charge", 90])))
    assert "“Everywhere” in “Police force” counts as many as all the others together (90)" in words


# Published tables


def test_a_percentage_that_is_not_that_of_its_counts_stops_the_load_in_its_cell(outcomes, tmp_path):
    def wrong(rows):
        place = next(place for place, cell in enumerate(rows[1]) if str(cell).endswith("%"))
        return [rows[0], [*rows[1][:place], "102.0%", *rows[1][place + 1 :]], *rows[2:]]

    prepared = look(outcomes, month(tmp_path, change=wrong))
    assert "march_2018.csv, row 2, column " in grave(prepared)
    assert "It says 102.0%" in grave(prepared)
    with pytest.raises(Refused):
        keep(outcomes, prepared)
    assert not Load.objects.exists()
    assert keep(outcomes, prepared, vouched=True).pk


def test_a_file_that_was_cut_short_is_said_with_its_totals(outcomes, tmp_path):
    prepared = look(outcomes, month(tmp_path, change=lambda rows: rows[:20]))
    assert "but its parts add up to" in grave(prepared)
    assert "The file may be cut short" in grave(prepared)
    assert "more like that" in grave(prepared)


def test_a_force_that_merged_is_no_longer_the_one_that_is_known(outcomes, tmp_path):
    def merged(rows):
        return [["Dorset and Wiltshire", *row[1:]] if row[0] == "Dorset" else row for row in rows]

    words = grave(look(outcomes, month(tmp_path, change=merged)))
    assert "“Dorset and Wiltshire” is no force or area that is known" in words
    assert "There is no row for Dorset" in words


def test_last_years_file_under_a_new_name_is_recognised_alone_and_among_others(outcomes, tmp_path):
    first, second = month(tmp_path), month(tmp_path, "april_2018.csv", extra=7)
    keep(outcomes, look(outcomes, first, second), vouched=True)
    again = look(outcomes, month(tmp_path, "march_2019.csv"))
    assert "It says that it is of March 2019" in grave(again)
    assert "march_2018.csv" in grave(again)
    assert "vouched" in loading_problems(outcomes, again)


def test_a_file_of_a_load_of_several_is_in_already_when_it_comes_alone(outcomes, tmp_path):
    keep(outcomes, look(outcomes, month(tmp_path), month(tmp_path, "april_2018.csv", extra=7)), vouched=True)
    alone = look(outcomes, month(tmp_path))
    assert "in already" in loading_problems(outcomes, alone)["file"][0]
    other = look(outcomes, month(tmp_path, extra=9))
    assert set(loading_problems(outcomes, other)) >= {"replacing"}


def test_a_month_that_no_name_says_can_be_given(outcomes, tmp_path):
    path = month(tmp_path, "data.csv")
    with pytest.raises(PublishedError, match="which month"):
        look(outcomes, path)
    assert look(outcomes, path, told=Told(period="2018-03")).months == ("2018-03",)
    with pytest.raises(Refused):
        look(outcomes, path, month(tmp_path), told=Told(period="2018-03"))


def test_the_wrong_sheets_are_named(outcomes, tmp_path):
    with pytest.raises(PublishedError, match="Its sheets that hold anything: Staff; Rooms"):
        look(outcomes, made(tmp_path, "x.xlsx", xlsx_bytes({"Staff": [["a", "b"], [1, 2]], "Rooms": [["c"], [3]]})))


def test_a_file_of_one_force_does_not_quietly_take_the_place_of_several(shared_data):
    source = factories.source(hq(), account(), kind="stop_search", title="Searches", layout=False)
    essex, durham = (shared_data / "stop-and-search" / f"2020-01-{force}-stop-and-search.csv" for force in ("essex", "durham"))
    keep(source, look(source, essex))
    later = look(source, durham)
    assert "What is loaded for January 2020 also holds Essex, and this file does not" in grave(later)
    with pytest.raises(Refused):
        keep(source, later, replacing=["2020-01"])
    assert "also holds" not in grave(look(source, essex, durham))


# Two breakdowns of the same people


def quarter(label, groups, title="Q2 22/23"):
    rows = [[label, "Convictions", "Non-convictions"], *([name, yes, no] for name, yes, no in groups)]
    return [[f"Prosecutions by {label.lower()}, {title}"], [], *rows]


BY_SEX = quarter("Sex", (("Male", 800, 200), ("Female", 100, 25)))
BY_ETHNICITY = quarter("Ethnicity", (("White", 810, 190), ("Black", 70, 30), ("Not known", 20, 5)))


def test_two_breakdowns_of_the_same_people_are_refused_in_one_load_and_after_another(outcomes, tmp_path):
    sex = made(tmp_path, "sex.xlsx", xlsx_bytes({"A": BY_SEX}))
    ethnicity = made(tmp_path, "zethnicity.xlsx", xlsx_bytes({"A": BY_ETHNICITY}))
    with pytest.raises(CountedTwice, match=r"counts the same people by (area, )?sex.*count twice"):
        look(outcomes, sex, ethnicity)
    keep(outcomes, look(outcomes, sex), vouched=True)
    with pytest.raises(CountedTwice, match="Declare a source for each breakdown"):
        look(outcomes, ethnicity)
    with pytest.raises(CountedTwice):
        look(outcomes, month(tmp_path))
    assert Load.objects.count() == 1


def test_of_a_workbook_with_several_one_is_chosen(outcomes, tmp_path):
    path = made(tmp_path, "both.xlsx", xlsx_bytes({"A": BY_SEX, "B": BY_ETHNICITY}))
    with pytest.raises(PublishedError, match="same people by several characteristics"):
        look(outcomes, path)
    assert look(outcomes, path, told=Told(breakdown="sex")).cube.rows == 1125


def test_use_of_force_by_ethnicity_and_by_disability_is_refused(shared_data, tmp_path):
    source = factories.source(hq(), account(), kind="use_of_force", title="Force", layout=False)
    paths = [shared_data / "use-of-force" / f"by-{name}-force_2018-19.csv" for name in ("disability", "ethnicity")]
    with pytest.raises(CountedTwice, match=r"perceived ethnicity.*perceived disability"):
        look(source, *paths)
