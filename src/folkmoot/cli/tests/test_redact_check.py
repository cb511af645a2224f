"""`folkmoot redact check`: its answer, its exit code, its words."""

import json
from pathlib import Path

import pytest

from folkmoot.cli import main
from folkmoot.documents.tests.hiding import SEEN
from folkmoot.documents.tests.packages import core, docx, paragraph
from folkmoot.documents.tests.pdfs import box, pdf, words

KNOWN = "name,kind,role\nZebedee Quillfeather,name,victim\n07700 900123,phone,victim\n"


@pytest.fixture
def known(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    path.write_text(KNOWN, encoding="utf-8")
    return path


def _asked(tmp_path: Path, known: Path, data: bytes, name: str, *more: str) -> int:
    path = tmp_path / name
    path.write_bytes(data)
    return main(["redact", "check", str(path), "--known", str(known), *more])


def test_a_clean_file_passes_in_a_plain_sentence(tmp_path: Path, known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _asked(tmp_path, known, docx(paragraph(SEEN)), "released.docx") == 0
    assert capsys.readouterr().out == "Nothing of the 2 listed details survives in released.docx.\n"


def test_each_thing_that_survives_is_named_with_its_place(tmp_path: Path, known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = docx(paragraph("Then Quilfeather rang 07700-900-123."), {"docProps/core.xml": core("Zebedee Quillfeather")})
    assert _asked(tmp_path, known, data, "released.docx") == 1
    said = capsys.readouterr().out
    assert "the text that is seen: “Quilfeather” (name): this differs by one letter" in said
    assert "“07700-900-123” (phone)" in said
    assert "docProps/core.xml: “Zebedee Quillfeather” (name)" in said


def test_text_under_a_box_survives(tmp_path: Path, known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = pdf([words(SEEN) + words("Zebedee Quillfeather", y=600) + box(60, 590, 400, 30)])
    assert _asked(tmp_path, known, data, "released.pdf") == 1
    assert "page 1: “Zebedee Quillfeather” (name)" in capsys.readouterr().out


def test_the_file_name_survives_too(tmp_path: Path, known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _asked(tmp_path, known, SEEN.encode(), "quillfeather.txt") == 1
    assert "file name" in capsys.readouterr().out


def test_json_says_the_same(tmp_path: Path, known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _asked(tmp_path, known, b"Then Zebedee left.", "released.txt", "--format", "json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["file"] == "released.txt"
    assert said["survives"][0] == {
        "where": "the text that is seen",
        "kind": "name",
        "start": 5,
        "end": 12,
        "text": "Zebedee",
        "why": "part",
    }


def test_what_nobody_listed_may_be_left_alone(tmp_path: Path, known: Path) -> None:
    data = b"Write to fred@example.org about it."
    assert _asked(tmp_path, known, data, "released.txt") == 1
    assert _asked(tmp_path, known, data, "released.txt", "--no-patterns") == 0


def test_a_scan_passes_but_is_said_to_be_unread(tmp_path: Path, known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _asked(tmp_path, known, pdf([words(SEEN), box(50, 50, 400, 600, "0.5 0.5 0.5")]), "released.pdf") == 0
    assert "1 picture or scanned page: look at them yourself" in capsys.readouterr().out


@pytest.mark.parametrize(("data", "name"), [(b"%PDF-1.7\nbroken", "a.pdf"), (b"", "a.txt"), (b"{\\rtf1 a}", "a.rtf")])
def test_a_file_that_cannot_be_read_is_neither_clean_nor_leaking(
    tmp_path: Path, known: Path, capsys: pytest.CaptureFixture[str], data: bytes, name: str
) -> None:
    assert _asked(tmp_path, known, data, name) == 2
    assert capsys.readouterr().err.startswith(f"folkmoot: {name} ")


def test_a_file_that_is_not_there_is_said(tmp_path: Path, known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["redact", "check", str(tmp_path / "none.docx"), "--known", str(known)]) == 2
    assert "could not be read" in capsys.readouterr().err
