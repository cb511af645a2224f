import re
from pathlib import Path

import pytest
from django.db import connection

from folkmoot.accounts.tests.factories import icem
from folkmoot.cli import main
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.reports.models import Report
from folkmoot.reports.tests import factories

pytestmark = pytest.mark.django_db
PERIOD = ["report", "--period", "2025-H2"]


def test_it_writes_every_format_and_prints_where(tmp_path, capsys):
    factories.half_year()
    assert main([*PERIOD, "--out", str(tmp_path / "new" / "folder")]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    files = {Path(one.split("  (")[0]).suffix: Path(one.split("  (")[0]) for one in lines}
    assert {one.stem for one in files.values()} == {"report-2025-H2-england-and-wales-1-en"}
    assert set(files) == {".html", ".pdf", ".docx", ".ods"}
    assert re.search(r"-en\.docx  \(Word document, English, \d+ kB\)$", said.out, re.MULTILINE)
    assert "England and Wales" in files[".html"].read_text(encoding="utf-8")
    assert files[".pdf"].read_bytes().startswith(b"%PDF-")
    assert said.err == ""
    assert Report.objects.get().made_by is None


def test_only_the_formats_asked_for_and_one_that_was_never_made(tmp_path, capsys):
    assert main([*PERIOD, "--out", str(tmp_path), "--format", "ods", "ods"]) == 0
    assert [one.suffix for one in tmp_path.iterdir()] == [".ods"]
    with lifted("reports.migrations.0002_frozen"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_reportfile WHERE kind = 'docx'")
    capsys.readouterr()
    assert main([*PERIOD, "--out", str(tmp_path), "--format", "docx"]) == 1
    assert "has no Word document" in capsys.readouterr().err


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
    assert "is a file, not a folder" in capsys.readouterr().err
    assert not Report.objects.exists()


def test_a_file_that_holds_something_else_is_not_written_over(tmp_path, capsys):
    held = tmp_path / "report-2025-H2-england-and-wales-1-en.ods"
    held.write_text("my notes")
    assert main([*PERIOD, "--out", str(tmp_path), "--format", "ods"]) == 1
    assert "is there already and holds something else" in capsys.readouterr().err
    assert held.read_text() == "my notes"
    held.unlink()
    assert [main([*PERIOD, "--out", str(tmp_path), "--format", "ods"]) for _time in range(2)] == [0, 0]


def test_the_status_makes_nothing(capsys):
    assert main(["report", "--status", "2025-H2"]) == 0
    assert "No report of that half-year was made" in capsys.readouterr().out
    assert main(["report", "--status", "2025-H2", "--area", "atlantis"]) == 1
    assert "There is no Area" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(PERIOD)
    assert "--out" in capsys.readouterr().err
    assert not Report.objects.exists()
