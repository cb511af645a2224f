"""The process that opens files: what it tells of good ones, and one plain error for bad ones."""

import json
import subprocess
import sys
import zipfile
import zlib

import duckdb
import pytest

from folkmoot.casework import process
from folkmoot.casework.process import CannotCount
from folkmoot.casework.tests import factories
from folkmoot.engines.cube import Cube
from folkmoot.foundation.tables.ods_writer import write_ods
from folkmoot.foundation.tables.sheets import Sheet
from folkmoot.foundation.tables.xlsx_writer import write_xlsx


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(factories.csv_text(), encoding="utf-8")
    return path


def column(looked, name):
    return next(column for column in looked.columns if column.name == name)


def as_workbook(write, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(write([Sheet("Cases", factories.COLUMNS, factories.cases())], "Cases", "en-GB"))
    return path


def bomb(path):
    """A workbook of 3 MB that says it is small and is a gigabyte when opened."""
    piece = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = piece.compress(b"\0" * (1 << 20)) + piece.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(1024):
        crc = zlib.crc32(b"\0" * (1 << 20), crc)
    packed = megabyte * 1024 + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("padding.bin", b"\1" * (2 << 20))
        member = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
        member.compress_type = zipfile.ZIP_STORED
        book.writestr(member, packed)
    data = bytearray(path.read_bytes())
    for signature, method, sums in ((b"PK\x03\x04", 8, 14), (b"PK\x01\x02", 10, 16)):
        place = data.rfind(signature) if signature == b"PK\x01\x02" else _header_of(data, b"xl/worksheets/sheet1.xml")
        data[place + method : place + method + 2] = (8).to_bytes(2, "little")
        data[place + sums : place + sums + 4] = crc.to_bytes(4, "little")
        data[place + sums + 8 : place + sums + 12] = (1000).to_bytes(4, "little")
    path.write_bytes(data)


def _header_of(data, name):
    return data.find(name) - 30


def test_looking_tells_columns_and_only_the_values_of_groups(good):
    looked = process.look(good)
    assert looked.rows == len(factories.cases())
    assert [column.name for column in looked.columns] == list(factories.COLUMNS)
    ethnicity = column(looked, "Ethnicity")
    assert ethnicity.recorded == looked.rows - 50
    assert ethnicity.values[:2] == ("White", "Black")
    assert "Imagined" not in str(looked)
    assert "45CX" not in str(looked)


def test_values_of_fewer_than_five_rows_are_not_told(tmp_path):
    path = tmp_path / "cases.csv"
    rare = [("45CX99999926", "Imagined Person", "Rare answer", "Male", "Charge", "Legal decision")] * 4
    path.write_text(factories.csv_text([*factories.cases(), *rare]), encoding="utf-8")
    assert "Rare answer" not in str(process.look(path))


def test_counting_gives_the_cube_that_the_referee_gives(good):
    counted = Cube.from_json(process.count(good, factories.choices()))
    assert counted.groupings == factories.cube().groupings


def test_only_the_rows_asked_for_are_counted(good):
    wanted = factories.choices(restrict_column="Stage", restrict_values=("Legal decision",))
    assert Cube.from_json(process.count(good, wanted)).rows == sum(row[5] == "Legal decision" for row in factories.cases())


def test_no_name_and_no_number_is_in_the_cube(good):
    text = process.count(good, factories.choices())
    assert "Imagined" not in text
    assert "45CX" not in text


@pytest.mark.parametrize("kind", ["xlsx", "ods", "parquet", "utf-16", "cp1252", "semicolons"])
def test_every_kind_of_file_gives_the_same_counts(kind, tmp_path, good):
    path = tmp_path / f"again.{kind}"
    if kind == "xlsx":
        path = as_workbook(write_xlsx, tmp_path, "again.xlsx")
    elif kind == "ods":
        path = as_workbook(write_ods, tmp_path, "again.ods")
    elif kind == "parquet":
        duckdb.sql(f"COPY (FROM read_csv('{good}', all_varchar = true)) TO '{path}' (FORMAT parquet)")
    elif kind == "semicolons":
        path.write_text(factories.csv_text().replace(",", ";"), encoding="utf-8")
    else:
        path.write_text(factories.csv_text().replace("Imagined", "Cafè"), encoding=kind)
    assert column(process.look(path), "Ethnicity").distinct == 6
    assert Cube.from_json(process.count(path, factories.choices())).groupings == factories.cube().groupings


def _protected(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)


BAD = {
    "empty.csv": (lambda path: path.write_bytes(b""), "empty"),
    "headings.csv": (lambda path: path.write_text("Ethnicity,Decision\n"), "no rows"),
    "protected.xlsx": (_protected, "password"),
    "bomb.xlsx": (bomb, ""),
    "report.csv": (lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(range(256)) * 40), "not a table"),
    "letter.xlsx": (lambda path: path.write_bytes(b"PK\x03\x04 not really"), ""),
    "ragged.csv": (lambda path: path.write_text(factories.csv_text() + "a,b,c,d,e,f,g,h,i\n"), "does not fit"),
    "cut.parquet": (lambda path: path.write_bytes(b"PAR1" + b"\0" * 100), "could not be read"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_plain_error_and_leaves_nothing_behind(name, tmp_path):
    make, words = BAD[name]
    path = tmp_path / name
    make(path)
    with pytest.raises(CannotCount) as met:
        process.look(path)
    assert words in str(met.value)
    assert "Traceback" not in str(met.value)
    assert str(tmp_path) not in str(met.value)
    assert [left.name for left in tmp_path.iterdir()] == [name]


def test_the_bomb_is_small_until_it_is_opened(tmp_path):
    path = tmp_path / "bomb.xlsx"
    bomb(path)
    assert path.stat().st_size < 4 << 20


def test_a_column_that_is_not_there_is_a_plain_error(good):
    with pytest.raises(CannotCount, match="no column 'Religion'"):
        process.count(good, factories.choices(by=("Religion",)))


@pytest.mark.parametrize("by", ["Suspect name", "URN"])
def test_names_and_numbers_are_refused_even_when_asked_for(by, good):
    with pytest.raises(CannotCount, match="cannot be used"):
        process.count(good, factories.choices(by=(by,)))


def test_numbers_under_an_innocent_heading_are_refused(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(factories.csv_text(columns=("Batch", "Note", *factories.COLUMNS[2:])), encoding="utf-8")
    with pytest.raises(CannotCount, match="value of its own"):
        process.count(path, factories.choices(by=("Batch",)))


def instead(monkeypatch, script):
    """Let another program stand in for the counting process."""
    real = subprocess.Popen
    monkeypatch.setattr(process.subprocess, "Popen", lambda _, **more: real([sys.executable, "-c", script], **more))


def test_a_process_that_does_not_answer_is_ended(good, monkeypatch):
    instead(monkeypatch, "import time; time.sleep(600)")
    with pytest.raises(CannotCount, match="too long"):
        process.look(good, wall_seconds=0.2)


def test_a_process_that_dies_is_one_plain_error(good, monkeypatch):
    instead(monkeypatch, "import os; os.abort()")
    with pytest.raises(CannotCount, match="could not be read"):
        process.look(good)


OTHER_SHAPES = ["", "[]", "{}", '{"error": "x"}', '{"columns": [{"name": 1}], "rows": 2, "notes": []}', '{"cube": 5}']


@pytest.mark.parametrize("said", OTHER_SHAPES)
def test_an_answer_of_another_shape_is_not_believed(said, good, monkeypatch):
    instead(monkeypatch, f"print({said!r})")
    with pytest.raises(CannotCount):
        process.look(good)
    with pytest.raises(CannotCount):
        process.count(good, factories.choices())


def test_the_process_lowers_its_own_limits_and_never_loads_the_product():
    script = (
        "import json, resource, sys; from folkmoot.casework import counting; counting.confine();"
        "memory, cpu = (resource.getrlimit(which)[0] for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU));"
        "print(json.dumps([memory, cpu, 'django' in sys.modules]))"
    )
    memory, cpu, django = json.loads(subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout)
    assert 0 < memory < 2 << 30
    assert 0 < cpu <= 60
    assert not django
