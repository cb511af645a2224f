"""Check 10: nothing that the writers of tables write can be run by a spreadsheet, and it comes back as it was."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from typing import Any
from unittest import mock

from trust.checks.formulas import NUMBER, at_semicolons, csv_unprotected, libreoffice, ods_guessing, read, texts, xlsx_guessing
from trust.figures import Cannot, Figure, Size, check, control
from trust.places import folder

ENDINGS = ("csv", "xlsx", "ods")
LEFT_OUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no spreadsheet file can hold these: the writers say that they drop them
NUMBERS = (
    0,
    -1,
    7,
    -12.5,
    0.1,
    Decimal("-3.40"),
    10**14,
    -(10**14),
    dt.date(2026, 3, 7),
    dt.datetime(2026, 3, 7, 10, 30, tzinfo=dt.UTC),
    True,
)
HEADINGS = ("Text", "Number", "Same text")
PER_HEADING, PER_TITLE = 200, 30  # headings of one file, sheets of one workbook


@check(
    10, "Nothing that is written as CSV, XLSX or ODS is run: no cell, heading, note or name of a sheet; and it comes back as it was",
    target="0 dangerous cells; numbers and dates stay numbers; re-import gives the text; 0 formulas in LibreOffice", gate=True,
)  # fmt: skip
def formulas(size: Size) -> Figure:
    return _measured(size, nullcontext(), asked=size is Size.WHOLE)


@control("10", "text in CSV files gets no mark")
def no_mark(size: Size) -> Figure:
    return _measured(size, csv_unprotected())


@control("10", "the writer of Excel workbooks guesses that a text is a formula")
def guessed_xlsx(size: Size) -> Figure:
    return _measured(size, xlsx_guessing())


@control("10", "the writer of OpenDocument spreadsheets guesses that a text is a formula")
def guessed_ods(size: Size) -> Figure:
    return _measured(size, ods_guessing())


@control("10", "sheets are called what they were called")
def titles_as_they_are(size: Size) -> Figure:
    from folkmoot.foundation.tables import sheets

    return _measured(size, mock.patch.object(sheets, "_safe_title", lambda title, _number: sheets.storable(title)[:20]))


@control("10", "numbers in CSV files are marked as text is")
def numbers_marked(size: Size) -> Figure:
    from folkmoot.foundation.tables import csv_writer

    return _measured(size, mock.patch.object(csv_writer, "_written", lambda value: csv_writer.protect(csv_writer.as_plain(value))))


def _measured(size: Size, broken: Any, *, asked: bool = False) -> Figure:
    """`asked`: LibreOffice is asked too."""
    tried: Counter[str] = Counter()
    wrong: list[str] = []
    files: dict[str, bytes] = {}
    words = texts() if size is Size.WHOLE else texts()[::7]
    with broken:
        for ending in ENDINGS:
            for kind, what, fault in _written(ending, words, files):
                tried[kind] += 1
                wrong += [f"{ending}: {kind}: {what}: {fault}"] if fault else []
    split = sum(at_semicolons(data) for name, data in files.items() if name.endswith(".csv"))
    more = {
        "texts": len(words), **tried, "files": len(files), "changed as the writers say": sum(text != _kept("ods", text) for text in words),
        "cells that would run where a program splits CSV at semicolons alone": split,
    }  # fmt: skip
    more["LibreOffice"] = "asked at the whole size"
    if asked:
        more["LibreOffice"], found = _elsewhere(files)
        wrong += found
    return Figure(len(wrong), tried.total(), "cells, headings, notes and names", more, tuple(wrong), 20_000 if size is Size.WHOLE else 2000)


def _elsewhere(files: dict[str, bytes]) -> tuple[str, list[str]]:
    some = {name: data for name, data in files.items() if not name.startswith("names") or name.startswith("names-0.")}
    try:
        found = libreoffice(some)
    except Cannot as reason:
        return f"not measured: {reason}", []
    faults = [f"LibreOffice: {name}: {fault}" for name, said in found.items() for fault in said]
    return f"{len(faults)} formulas in {len(found)} files", faults


def _written(ending: str, words: list[str], files: dict[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Kind, what, and what is wrong; what was written is put among the files."""
    rows = [(text, NUMBERS[number % len(NUMBERS)], f"x{text}") for number, text in enumerate(words)]
    yield from _one(ending, "cells", HEADINGS, rows, files)
    for first in range(0, len(words), PER_HEADING):
        headings = [f"{text} {number}" for number, text in enumerate(words[first : first + PER_HEADING])]
        yield from _one(ending, f"headings {first}", headings, [list(range(len(headings)))], files)
    if ending != "csv":
        for first in range(0, len(words), PER_TITLE):
            yield from _titles(ending, words[first : first + PER_TITLE], f"names {first}", files)


def _one(ending: str, name: str, headings: Any, rows: list[Any], files: dict[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """A file of one table: nothing in it runs, numbers are numbers, and the product reads from it what was given."""
    from folkmoot.foundation.tables.reading import read_table
    from folkmoot.foundation.tables.sheets import as_plain, settle

    kind = name.split()[0]
    data = files[f"{name.replace(' ', '-')}.{ending}"] = _made(ending, "Words", headings, rows, ())
    held = read(ending, data)
    yield from ((kind, "what would be run", fault) for fault in held.faults)
    given = [*headings, *(value for row in rows for value in row)]
    for value, (_sheet, said, number) in zip(given, held.cells, strict=True) if len(given) == len(held.cells) else ():
        yield (
            kind,
            repr(value)[:60],
            "" if isinstance(value, str) or number or (ending == "csv" and said == as_plain(settle(value))) else "is no number",
        )
    yield kind, "all of it", "" if len(given) == len(held.cells) else f"{len(given)} were given, {len(held.cells)} are held"
    path = folder() / f"table.{ending}"
    path.write_bytes(data)
    try:
        table = read_table(path)
    except Exception as error:
        yield "read again", name, f"{type(error).__name__}: {error}"
        return
    back = [*table.columns, *(value for row in table.rows for value in row.values)]
    for value, said in zip(given, back, strict=False):
        same = said == _kept(ending, value) if isinstance(value, str) else _same(said, as_plain(settle(value)))
        yield "read again", repr(value)[:60], "" if same else f"came back as {said[:60]!r}"


def _titles(ending: str, words: list[str], name: str, files: dict[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """A workbook whose title, sheets and notes are called this."""
    try:
        data = _made(ending, words, ("A", "B"), [("a", 1)], words)
    except Exception as error:
        yield "names of sheets", name, f"{type(error).__name__}: {error}"[:200]
        return
    files[f"{name.replace(' ', '-')}.{ending}"] = data
    held = read(ending, data)
    yield from (("names of sheets", "what would be run", fault) for fault in held.faults)
    for title in held.sheets:
        yield "names of sheets", title, "" if 0 < len(title) <= 31 and not re.search(r"[\[\]:*?/\\]", title) else "is no name for a sheet"
    notes = [said for sheet, said, _number in held.cells if sheet == held.sheets[-1]][2:]
    for text in words:
        yield "notes", repr(text)[:60], "" if _kept(ending, text) in notes else "is not among the notes"


def _made(ending: str, titles: Any, headings: Any, rows: list[Any], notes: Any) -> bytes:
    from folkmoot.foundation.tables import csv_writer, ods_writer, sheets, xlsx_writer

    if ending == "csv":
        return csv_writer.write_csv(headings, rows)
    named = [titles] if isinstance(titles, str) else titles
    made = [sheets.Sheet(title, headings, rows, notes[place : place + 1]) for place, title in enumerate(named)]
    return (xlsx_writer.write_xlsx if ending == "xlsx" else ods_writer.write_ods)(made, named[0], "en-GB")


def _kept(ending: str, text: str) -> str:
    """What the writers say that they keep of a text."""
    kept = LEFT_OUT.sub("", text)
    return kept.replace("\r\n", "\n").replace("\r", "\n") if ending == "ods" else kept


def _same(said: str, plain: str) -> bool:
    """Whether two texts are of one number, or one date."""
    return said == plain or (NUMBER.fullmatch(said) and NUMBER.fullmatch(plain) and Decimal(said) == Decimal(plain)) or False
