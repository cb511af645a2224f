"""Texts that a spreadsheet would run, and readers of the standard library alone that say what in a file would be run."""

import csv
import io
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock
from xml.etree import ElementTree

from trust.figures import Cannot
from trust.places import folder

MARKS = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"  # the last four: full-width forms, which some programs take for the plain ones
RUNS = MARKS.replace("\0", "")
BEFORE = (
    "",
    " ",
    "   ",
    "\t",
    "\r\n",
    "\n",
    "\xa0",
    "\u3000",
    "\ufeff",
    "\u200b",
    "\u2060",
    "\u202e",
    "\0",
    "\x0b",
    '"',
    '""',
    "'",
    "\" '",
)
AFTER = (
    "1+1", "cmd|' /C calc'!A0", "SUM(1+1)*cmd|' /C calc'!A0", '2+5+cmd|"/C calc"!A0', 'HYPERLINK("http://evil.example","Read")',
    'IMPORTXML("http://evil.example","//a")', 'WEBSERVICE("http://evil.example")', "DDE(\"cmd\";\"/C calc\";\"x\")", "'file:///etc/passwd'#$A.A1",
    'words","=1+1', "words;=1+1", 'words"\r\n"=1+1', "of:=1+1", "12 34 56", "",
)  # fmt: skip
NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
OFFICE, TABLE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PARTS = re.compile(r"externalLink|vbaProject|ctrlProp|activeX|connections\.xml|queryTable|oleObject|Basic/|Scripts/|Object ", re.IGNORECASE)
# A separator, quotation marks, UTF-8; quoted cells are not taken for text; what looks like a formula is one.
AS_CSV = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,0,true"


def texts() -> list[str]:
    """Every mark, in every place, before every kind of words."""
    return list(dict.fromkeys(f"{before}{mark}{after}" for mark in MARKS for before in BEFORE for after in AFTER))


def leads(text: str) -> bool:
    """Whether the text begins with a mark, or does after what cannot be seen and quotation marks."""
    for letter in text:
        if letter in RUNS:
            return True
        if letter != '"' and unicodedata.category(letter)[0] not in "CZ":
            return False
    return False


@dataclass
class Read:
    """What a file holds: its cells as (sheet, text, whether it is a number, a date or a truth value), and what of it would be run."""

    cells: list[tuple[str, str, bool]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read(ending: str, data: bytes) -> Read:
    """What a CSV, XLSX or ODS file holds. `ending` says which it is."""
    return {"csv": _csv, "xlsx": _xlsx, "ods": _ods}[ending](data)


def _csv(data: bytes, delimiter: str = ",") -> Read:
    found = Read()
    for line in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter):
        for cell in line:
            number = NUMBER.fullmatch(cell) is not None
            found.cells.append(("", cell, number))
            found.faults += [f"begins as a formula: {cell[:60]!r}"] if leads(cell) and not number else []
    return found


def _xlsx(data: bytes) -> Read:
    found = Read()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        found.faults += [f"holds {name}" for name in names if PARTS.search(name)]
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
        found.faults += ["defines a name"] * len(list(book.iter(f"{MAIN}definedName")))
        shared = _shared(package) if "xl/sharedStrings.xml" in names else []
        links = {each.get("Id"): each.get("Target", "") for each in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))}
        for sheet in book.iter(f"{MAIN}sheet"):
            found.sheets.append(str(sheet.get("name")))
            target = links[sheet.get(RELATED)].removeprefix("/xl/")
            _cells_of_xlsx(found, ElementTree.fromstring(package.read(f"xl/{target}")), shared)
    return _named(found)


def _shared(package: zipfile.ZipFile) -> list[str]:
    held = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
    texts = ("".join(part.text or "" for part in one.iter(f"{MAIN}t")) for one in held.iter(f"{MAIN}si"))
    return [re.sub("_x([0-9A-Fa-f]{4})_", lambda letter: chr(int(letter[1], 16)), text) for text in texts]


def _cells_of_xlsx(found: Read, sheet: ElementTree.Element, shared: list[str]) -> None:
    name = found.sheets[-1]
    found.faults += [f"{name} leads to another place"] * len(list(sheet.iter(f"{MAIN}hyperlink")))
    for cell in sheet.iter(f"{MAIN}c"):
        kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v") or ""
        if cell.find(f"{MAIN}f") is not None:
            found.faults.append(f"{name}!{cell.get('r')} is a formula: {cell.findtext(f'{MAIN}f')!r}")
        elif kind in ("s", "inlineStr"):
            found.cells.append((name, shared[int(value)] if kind == "s" else "".join(cell.itertext()), False))
        elif value:
            found.cells.append((name, value, kind in ("n", "b", "d")))


def _ods(data: bytes) -> Read:
    found = Read()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found.faults += [f"holds {name}" for name in package.namelist() if PARTS.search(name)]
        content = ElementTree.fromstring(package.read("content.xml"))
    for one in content.iter():
        found.faults += [f"is a formula: {said!r}" for name, said in one.attrib.items() if name.endswith("}formula")]
        found.faults += (
            [f"has {one.tag}"] if re.search(r"dde|script|event-listener|named-expression|database-range|}a$", str(one.tag)) else []
        )
    for table in content.iter(f"{TABLE}table"):
        found.sheets.append(table.get(f"{TABLE}name", ""))
        for cell in table.iter(f"{TABLE}table-cell"):
            kind = cell.get(f"{OFFICE}value-type", "string")
            value = cell.get(f"{OFFICE}string-value" if kind == "string" else f"{OFFICE}{'date-' * (kind == 'date')}value", "")
            found.cells.append((found.sheets[-1], value, kind != "string"))
    return _named(found)


def _named(found: Read) -> Read:
    found.faults += [f"a sheet is called {name!r}" for name in found.sheets if leads(name) or name.startswith("'")]
    return found


def at_semicolons(data: bytes) -> int:
    """Cells of a CSV file that would be run by a program that takes semicolons, and not commas, to stand between cells."""
    return len(_csv(data, ";").faults)


def libreoffice(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Formulas that LibreOffice finds in each file, by its name; where it is not here, Cannot."""
    program = os.environ.get("FOLKMOOT_SOFFICE") or shutil.which("soffice")
    if not program:
        raise Cannot("LibreOffice is not here")
    home = folder()
    for name, data in files.items():
        (home / name).write_bytes(data)
    found = {}
    for ending, how in (("csv", [AS_CSV]), ("xlsx", []), ("ods", [])):
        given = [home / name for name in files if name.endswith(f".{ending}")]
        if given:
            _converted(program, home, ending, [*how, *map(str, given)])
        for path in given:
            made = home / ending / f"{path.stem}.xlsx"
            found[path.name] = _formulas(made.read_bytes()) if made.exists() else ["was not read"]
    return found


def _formulas(data: bytes) -> list[str]:
    """Those of a workbook that LibreOffice wrote, in which a truth value stands as the formula TRUE()."""
    return [each for each in _xlsx(data).faults if "is a formula" in each and not each.endswith(("'TRUE()'", "'FALSE()'"))]


def _converted(program: str, home: Path, out: str, words: list[str]) -> None:
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "xlsx", "--outdir", str(home / out), *words]
    subprocess.run(command, capture_output=True, timeout=600, check=False)


def csv_unprotected() -> "mock._patch[object]":
    from folkmoot.foundation.tables import csv_writer

    return mock.patch.object(csv_writer, "protect", lambda text: text)


def xlsx_guessing() -> "mock._patch[object]":
    """The writer of workbooks guesses what a text is, as it does of itself."""
    from folkmoot.foundation.tables import xlsx_writer

    plain = xlsx_writer._write

    def write(worksheet: object, row: int, column: int, value: object, formats: dict[str, object], text: str) -> None:
        if isinstance(value, str) and value.startswith("="):
            worksheet.write_formula(row, column, value, formats[text])  # type: ignore[attr-defined]
        else:
            plain(worksheet, row, column, value, formats, text)  # type: ignore[arg-type]

    return mock.patch.object(xlsx_writer, "_write", write)


def ods_guessing() -> "mock._patch[object]":
    """Text that begins with = is written as what it works out."""
    from xml.sax.saxutils import quoteattr

    from folkmoot.foundation.tables import ods_writer

    plain = ods_writer._text_cell

    def text_cell(value: str, style: str) -> str:
        written = plain(value, style)
        return (
            written.replace("<table:table-cell ", f"<table:table-cell table:formula={quoteattr('of:' + value)} ", 1)
            if value[:1] == "="
            else written
        )

    return mock.patch.object(ods_writer, "_text_cell", text_cell)


def planted(first: int, many: int) -> Iterator[str]:
    """Beginnings to plant, from a place in their round on: every mark with a few kinds of words, each with a word by which it is known."""
    made = [f"{before}{mark}1+1 zqf " for before in ("", " ", "", '"') for mark in MARKS.replace("\0", "")]
    made += [f"{mark}{after} zqf " for after in AFTER[1:7] for mark in "=+-@"]
    return (made[number % len(made)] for number in range(first, first + many))
