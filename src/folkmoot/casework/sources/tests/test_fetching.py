"""What is fetched from a folder or a table of the settings: new files, whole months that are new, and never an address in words."""

import csv
from datetime import date

import pytest

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW, account, hq
from folkmoot.casework import counting, process
from folkmoot.casework.sources import cubes
from folkmoot.casework.sources.fetching import fetch_tables, in_words
from folkmoot.casework.sources.models import Load, Source
from folkmoot.casework.sources.operations import take_back
from folkmoot.casework.sources.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings, monkeypatch):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    factories.places()
    monkeypatch.setattr(process, "_ask", lambda request, *_: counting.answer(request))


@pytest.fixture
def source():
    return factories.source(hq(), account(), arrives=Source.Arrives.TABLE, connection_name="extract")


def table(path, months):
    """A DuckDB file with one table of cases, as a server may offer it."""
    import duckdb

    whole = path.with_suffix(".csv")
    with whole.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(factories.HEADINGS)
        for month in months:
            writer.writerows(factories.rows(month))
    path.unlink(missing_ok=True)
    database = duckdb.connect(str(path))
    database.execute(f"CREATE TABLE cases AS SELECT * FROM read_csv('{whole}', all_varchar = true)")
    database.close()
    return f"{path}#cases"


def fetch():
    return fetch_tables(by=THE_PRODUCT, at=NOW)


def test_new_files_of_a_folder_are_loaded_once(source, tmp_path, settings):
    folder = tmp_path / "incoming-data"
    folder.mkdir()
    settings.CASEWORK = {"extract": str(folder)}
    factories.extract(folder, "2026-01.csv", month="2026-01")
    assert [len(each.loads) for each in fetch()] == [1]
    factories.extract(folder, "2026-02.csv", month="2026-02")
    assert [len(each.loads) for each in fetch()] == [1]
    found = fetch()
    assert [len(each.loads) for each in found] == [0]
    assert in_words(found) == ["Charging decisions: nothing new"]
    assert cubes.the_cube(source).rows == 600


def test_whole_months_of_a_table_are_loaded_and_the_one_that_runs_waits(source, tmp_path, settings):
    settings.CASEWORK = {"extract": table(tmp_path / "cases.duckdb", ["2026-01", "2026-02", "2026-03"])}
    assert [each.problem for each in fetch()] == [""]
    assert Load.objects.get().months == ["2026-01", "2026-02"]
    assert cubes.the_cube(source).rows == 600
    settings.CASEWORK = {"extract": table(tmp_path / "cases.duckdb", ["2026-01", "2026-02", "2026-03"])}
    assert fetch()[0].loads == ()


def test_what_was_taken_back_is_not_fetched_again_by_itself(source, tmp_path, settings):
    settings.CASEWORK = {"extract": table(tmp_path / "cases.duckdb", ["2026-01"])}
    fetch()
    take_back(by=hq(), at=NOW, load=Load.objects.get(), why="It was not whole.")
    assert fetch()[0].loads == ()


def test_an_unknown_connection_is_said_and_does_not_stop_the_others(source, tmp_path, settings):
    other = factories.source(hq(), account(), title="Second", arrives=Source.Arrives.TABLE, connection_name="second")
    settings.CASEWORK = {"second": table(tmp_path / "cases.duckdb", ["2026-01"])}
    first, second = fetch()
    assert "FOLKMOOT_CASEWORK" in first.problem
    assert (second.source, len(second.loads)) == (other, 1)


def test_no_address_is_ever_told_or_stored(source, settings):
    settings.CASEWORK = {"extract": "postgresql://reader:hunter2@127.0.0.1:1/cases#extract"}
    found = fetch()[0]
    assert found.problem
    assert "hunter2" not in found.problem
    assert "127.0.0.1" not in found.problem
    assert "hunter2" not in str(list(Source.objects.values()))


def test_the_day_of_a_folder_is_never_still_to_come(source, tmp_path, settings):
    folder = tmp_path / "incoming-data"
    folder.mkdir()
    settings.CASEWORK = {"extract": str(folder)}
    factories.extract(folder)
    fetch()
    assert Load.objects.get().data_as_of <= date(2026, 3, 10)
