"""`folkmoot census`: load, sources, check."""

import pytest

from folkmoot.census.tests.factories import authority, schemes, sex_table
from folkmoot.cli import main

pytestmark = pytest.mark.django_db
GOOD = {"E07000008": (70, 75), "E07000010": (51, 49)}


@pytest.fixture
def file(tmp_path):
    schemes()
    authority("E07000008", "Cambridge")
    authority("E07000010", "Fenland")
    path = tmp_path / "sex.csv"
    path.write_text(sex_table(GOOD))
    return path


def test_a_file_is_loaded_once_and_the_check_fails_plainly(file, capsys):
    assert main(["census", "load", str(file)]) == 0
    assert main(["census", "load", str(file)]) == 0
    said = capsys.readouterr().out
    assert "sex.csv: Sex, census 2021 (TS008) (2 authorities)\n  brought in\n" in said
    assert "nothing to do: these figures are in already" in said
    assert main(["census", "check"]) == 1  # 245 people are not England and Wales
    assert "FAILS  everybody: 245 here, 59,597,542 published, 10 allowed" in capsys.readouterr().out


def test_of_two_files_of_which_one_is_refused_none_is_kept(file, tmp_path, capsys):
    bad = tmp_path / "bad.csv"
    bad.write_text(sex_table(GOOD).replace(",51,", ",-51,"))
    assert main(["census", "load", str(file), str(bad)]) == 1
    assert "bad.csv, row 3, column E" in capsys.readouterr().err
    assert main(["census", "check"]) == 1
    assert "No published table is in." in capsys.readouterr().out


def test_the_sources_are_listed_with_their_addresses(capsys):
    assert main(["census", "sources"]) == 0
    assert "https://www.nomisweb.co.uk/output/census/2021/census2021-ts021.zip" in capsys.readouterr().out


def test_no_file_is_said(capsys):
    assert main(["census", "load"]) == 1
    assert "No file was named" in capsys.readouterr().err
