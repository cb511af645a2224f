from pathlib import Path

import pytest

from folkmoot.accounts.tests.factories import icem
from folkmoot.cli import main
from folkmoot.reports.models import Report
from folkmoot.reports.tests import factories

pytestmark = pytest.mark.django_db
PERIOD = ["report", "--period", "2025-H2"]


def test_it_writes_both_files_and_prints_where(tmp_path, capsys):
    factories.half_year()
    assert main([*PERIOD, "--out", str(tmp_path / "new" / "folder")]) == 0
    said = capsys.readouterr()
    paths = [Path(one) for one in said.out.split()]
    assert {one.stem for one in paths} == {"report-2025-H2-england-and-wales-1-en"}
    files = {one.suffix: one for one in paths}
    assert {".html", ".pdf"} <= set(files)
    assert "England and Wales" in files[".html"].read_text(encoding="utf-8")
    assert files[".pdf"].read_bytes().startswith(b"%PDF-")
    assert said.err == ""
    assert Report.objects.get().made_by is None


def test_again_without_changes_it_says_that_the_report_stands(tmp_path, capsys):
    main([*PERIOD, "--out", str(tmp_path)])
    capsys.readouterr()
    assert main([*PERIOD, "--out", str(tmp_path), "--lang", "cy"]) == 0
    said = capsys.readouterr().out
    assert "Nothing has changed since report 1 was made" in said
    assert "report-2025-H2-england-and-wales-1-cy.pdf" in said
    assert Report.objects.count() == 1


def test_one_area_by_its_manager(tmp_path):
    icem()
    options = ["--area", "east-of-england", "--by", "NIA.ROWE@example.org", "--out", str(tmp_path)]
    assert main([*PERIOD, *options]) == 0
    report = Report.objects.get()
    assert (report.maker_name, report.area.code) == ("Nia Rowe", "east-of-england")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--period", "soon"], "is not a period"),
        (["--period", "2999-H1"], "nothing to report yet"),
        (["--area", "atlantis"], "There is no Area"),
        (["--by", "nobody@example.org"], "No account has the address"),
        (["--by", "nia.rowe@example.org"], "does not let you"),
    ],
)
def test_what_a_person_can_put_right_is_said_plainly(options, words, tmp_path, capsys):
    icem()
    assert main([*PERIOD, "--out", str(tmp_path), *options]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert not Report.objects.exists()


def test_a_folder_that_cannot_be_written_to(tmp_path, capsys):
    (tmp_path / "taken").write_text("a file, not a folder")
    assert main([*PERIOD, "--out", str(tmp_path / "taken")]) == 1
    assert "could not be written" in capsys.readouterr().err


def test_the_status_makes_nothing(capsys):
    assert main(["report", "--status", "2025-H2"]) == 0
    assert "No report of that half-year was made" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(PERIOD)
    assert "--out" in capsys.readouterr().err
    assert not Report.objects.exists()
