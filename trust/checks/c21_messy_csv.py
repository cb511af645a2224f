"""Messy CSV files: what the product reads of them, and what its page of an import shows, is what they say, or it asks and says where."""

import codecs
import csv
import html
import io
import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trust.checks.messy import Grid, Messy, files
from trust.figures import Cannot, Figure, Size, check, control
from trust.places import ROOT, fictional, folder, use

REAL = Path(os.environ.get("FOLKMOOT_SHARED_DATA", ROOT.parent / "shared" / "data"))
NOT_HERE = "the Pollock files and the 82 open-data files: these messy files are written after the same kinds, the real ones are others"
Reader = Callable[..., Any]


def read_apart(path: Path, **asked: Any) -> Any:
    """As every page does: in a process of its own."""
    from folkmoot.foundation.tables.reading import read_table

    return read_table(path, name_headings=True, **asked)


def read_here(path: Path, **asked: Any) -> Any:
    """The same reader without the process around it, so that a control can break it."""
    from folkmoot.foundation.tables import child, reading
    from folkmoot.foundation.tables.table import Limits

    wish = child.Wish(name_headings=True, **asked)
    try:
        messages = [json.dumps(message).encode() for message in child.answer(path.read_bytes(), wish, Limits())]
    except child.TableError as error:
        raise error.about(path.name) from error
    return reading._table(iter(messages), Limits())


def _measured(size: Size, reader: Reader, how_many: int) -> Figure:
    dice, place = random.Random(21), folder() / "table.csv"
    wrong, asked, cells, tried = [], Counter[str](), 0, 0
    for one in files(dice):
        if tried == how_many:
            break
        tried += 1
        place.write_bytes(one.data)
        said, counted = _judged(one, place, reader)
        cells += counted
        if said.startswith("asks"):
            asked[one.kind.split(";")[0]] += 1
        elif said:
            wrong.append(f"{one.kind}: {said}")
    more = {
        "cells compared": cells, "files read as they are": tried - sum(asked.values()) - len(wrong),
        "files about which the reader asks": sum(asked.values()), "what it asks about": ", ".join(sorted(asked)),
        "not among the cells": "apostrophes before what would be a formula: the reader takes one off, as its own exports put it there",
        "not here": NOT_HERE,
    }  # fmt: skip
    return Figure(len(wrong), tried, "messy files", more, tuple(wrong), least=how_many)


def _judged(one: Messy, place: Path, reader: Reader) -> tuple[str, int]:
    """ "" where the reader reads what the file says, "asks" where it rightly does, otherwise what went wrong; cells compared."""
    from folkmoot.foundation.tables.table import TableError

    header_row = None
    for turn in range(2):
        try:
            table = reader(place, **({"header_row": header_row} if header_row else {}))
        except TableError as error:
            if not one.refusable:
                return f"refused: {error}", 0
            if not (error.file and error.row and error.problem and error.do):
                return f"refused without its place or what to do: {error}", 0
            if turn or one.header_row is None:
                return "asks", 0
            header_row = one.header_row  # as the person would answer
            continue
        if one.header_row and not header_row and _plainly_wrong(one, table):
            header_row = one.header_row  # the page shows it, and the person points at the headings
            continue
        return _difference(one.says, table), sum(map(len, one.says))
    return "", 0


def _plainly_wrong(one: Messy, table: Any) -> bool:
    """Whether what the page shows is no table that anybody would take for theirs, or says so: columns without a heading were named."""
    return len(table.columns) != len(one.says[0]) or any("named by their letter" in note for note in table.notes)


def _difference(says: Grid, table: Any) -> str:
    """The first cell that is not what the file says, with its place; headings that are empty or stand twice are given names."""
    rows = [list(row.values) for row in table.rows]
    if len(rows) != len(says) - 1:
        return f"{len(rows)} rows read of {len(says) - 1}"
    if len(table.columns) != len(says[0]):
        return f"{len(table.columns)} columns read of {len(says[0])}"
    for heading, name in zip(says[0], table.columns, strict=True):
        if name != heading and re.sub(r" \(column [A-Z]+\)$", "", name) != heading and not (not heading and name.startswith("Column ")):
            return f"the heading {heading!r} was read as {name!r}"
    for number, (right, read) in enumerate(zip(says[1:], rows, strict=True), 2):
        for cell, found in zip(right, read, strict=True):
            if cell != found:
                return f"row {number}: {cell!r} was read as {found!r}"
    return ""


TARGET = "2,290 files of the kinds of Pollock, 9 encodings, 4 separators: 0 silently wrong cells, and each read as it is or asked about"


@check(21, "A messy CSV file is read as it is, to the last cell, or the reader asks and says where", target=TARGET, gate=True)
def messy(size: Size) -> Figure:
    whole = size is Size.WHOLE
    return _measured(size, read_apart if whole else read_here, 2290 if whole else 600)


@control(21, "numbers are read as numbers")
def by_float(size: Size) -> Figure:
    from folkmoot.foundation.tables import child

    def number(value: str) -> str:
        try:
            return f"{float(value):g}"
        except ValueError:
            return value

    child.unprotect = number
    return _measured(size, read_here, 600)


@control(21, "everything is taken for Windows-1252")
def always_windows(size: Size) -> Figure:
    from folkmoot.foundation.tables import delimited

    delimited.decode = lambda data: delimited.Text(data.replace(b"\0", b"").decode("cp1252", "replace"), "cp1252")
    return _measured(size, read_here, 600)


@control(21, "a row of another length is filled up in silence")
def filled_up(size: Size) -> Figure:
    from folkmoot.foundation.tables import child

    right = child.Layout
    child.Layout = lambda *said, **more: right(*said, **(more | {"exact_width": False}))
    return _measured(size, read_here, 600)


# -- what the page of an import shows


def _shown(size: Size, break_it: Callable[[], None] | None = None) -> Figure:
    use(fictional())
    from django.core.files.uploadedfile import SimpleUploadedFile

    from trust.checks.in_process import client

    if break_it:
        break_it()
    made, dice = client(), random.Random(22)
    form = _first_choices(made)
    wrong, tried, asked = [], 0, 0
    for one in files(dice):
        if tried == (300 if size is Size.WHOLE else 40):
            break
        tried += 1
        sent = SimpleUploadedFile("table.csv", one.data, "text/csv")
        answer = made.post("/import/", {**form, "file": sent}, follow=True)
        page = answer.content.decode()
        if answer.status_code == 422 or one.header_row:
            asked += 1
            if not one.refusable or ("row" not in page and "table.csv" not in page):
                wrong.append(f"{one.kind}: the page refuses it ({answer.status_code})")
            continue
        missing = _not_on(page, one.says)
        if missing:
            wrong.append(f"{one.kind}: the page does not show {missing!r}")
    return Figure(len(wrong), tried, "previews", {"about which the page asks": asked, "not here": NOT_HERE}, tuple(wrong), least=30)


def _first_choices(made: Any) -> dict[str, str]:
    from trust.checks.filling import filled, forms_of

    page = made.get("/import/").content.decode()
    form = next(one for one in forms_of(page) if any(field.kind == "file" for field in one.fields.values()))
    return {name: value for name, value in filled(form).items() if name != "file"}


def _not_on(page: str, says: Grid) -> str:
    """The first heading, or cell of the first row, that the page does not show, spaces apart."""
    flat = _flat(html.unescape(re.sub(r"<[^>]+>", " ", page)))
    wanted = [*says[0], *(says[1] if len(says) > 1 else [])]
    return next((cell for cell in wanted if cell.strip() and _flat(cell)[:60] not in flat), "")


def _flat(text: str) -> str:
    return " ".join(text.split())


# -- files that somebody published


def _real(size: Size, reader: Reader) -> Figure:
    if not REAL.exists():
        raise Cannot(f"real files not found at {REAL}; set FOLKMOOT_SHARED_DATA to the folder of shared data")
    found = sorted((path for path in REAL.rglob("*.csv") if "hostile" not in path.parts), key=lambda path: path.stat().st_size)
    chosen = found if size is Size.WHOLE else found[::4][:24]
    wrong, asked, cells, second = [], [], 0, 0
    for path in chosen:
        said, counted, by_duckdb = _as_others_read(path, reader)
        cells, second = cells + counted, second + by_duckdb
        if said.startswith("asks"):
            asked.append(f"{path.name} ({said[6:]})")
        elif said:
            wrong.append(f"{path.parent.name}/{path.name}: {said}")
    more = {
        "cells compared with the csv module": cells, "files compared with DuckDB too": second,
        "files about which the reader asks": asked[:20],
        "not here": NOT_HERE,
    }  # fmt: skip
    return Figure(len(wrong), len(chosen), "published files", more, tuple(wrong), least=10)


def _as_others_read(path: Path, reader: Reader) -> tuple[str, int, int]:
    from folkmoot.foundation.tables.table import TableError

    data = path.read_bytes()
    if data.startswith(b"PK"):
        return "asks: a workbook by another name", 0, 0
    try:
        table = reader(path)
    except TableError as error:
        named = error.file and error.problem and error.do
        return (f"asks: row {error.row}, {error.problem}" if named else f"refused without a place: {error}"), 0, 0
    text = data.removeprefix(codecs.BOM_UTF8)
    try:
        characters = text.decode("utf-8")
    except UnicodeDecodeError:
        characters = text.decode("cp1252", "replace")
    first = _squared(list(csv.reader(io.StringIO(characters, newline=""))))
    said = _difference(first, table)
    if said:
        return f"the csv module reads it otherwise: {said}", 0, 0
    by_duckdb = _by_duckdb(path, characters)
    if by_duckdb is None:
        return "", sum(map(len, first)), 0
    said = _difference(_squared(by_duckdb), table)
    return (f"DuckDB reads it otherwise: {said}" if said else ""), sum(map(len, first)), 1


def _squared(rows: Grid) -> Grid:
    """Rows that hold anything, and columns as far as the headings go."""
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    width = max((at for at, cell in enumerate(kept[0], 1) if cell.strip()), default=0)
    return [row[:width] for row in kept]


def _by_duckdb(path: Path, characters: str) -> Grid | None:
    """Every cell as text, as DuckDB reads it; None where it cannot (it reads UTF-8 alone)."""
    import duckdb

    if not characters.isascii() and path.read_bytes().removeprefix(codecs.BOM_UTF8) != characters.encode():
        return None
    asked = "SELECT * FROM read_csv(?, header=false, all_varchar=true, delim=',', quote='\"', escape='\"', auto_detect=false, columns=?)"
    width = len(next(csv.reader(io.StringIO(characters, newline=""))))
    columns = {f"c{number}": "VARCHAR" for number in range(width)}
    try:
        rows = duckdb.connect().execute(asked.replace("columns=?", f"columns={json.dumps(columns)}"), [str(path)]).fetchall()
    except duckdb.Error:
        return None
    return [["" if cell is None else cell.removeprefix("\ufeff") for cell in row] for row in rows]


@check(
    21, "What a page of an import shows of a messy file is what the file says, or the page says what it cannot read", part="b",
    target="300 messy files: 0 headings or cells of the first row shown otherwise",
)  # fmt: skip
def previews(size: Size) -> Figure:
    return _shown(size)


@control("21b", "apostrophes and spaces of what was sent are taken off before it is shown")
def trimmed(size: Size) -> Figure:
    def break_it() -> None:
        from dataclasses import replace

        from folkmoot.overview.importing import views

        right = views.read_table

        def read_table(*said: Any, **more: Any) -> Any:
            table = right(*said, **more)
            rows = tuple(replace(row, values=tuple(value.lstrip("0").replace("£", "") for value in row.values)) for row in table.rows)
            return replace(table, rows=rows)

        views.read_table = read_table

    return _shown(Size.GATE, break_it)


@check(
    21, "Every cell of published files is read as two other readers read it", part="c",
    target="every CSV file at hand: 0 cells otherwise than the csv module and DuckDB",
)  # fmt: skip
def published(size: Size) -> Figure:
    return _real(size, read_apart if size is Size.WHOLE else read_here)


@control("21c", "numbers are read as numbers")
def published_by_float(size: Size) -> Figure:
    from folkmoot.foundation.tables import child

    def number(value: str) -> str:
        try:
            return f"{float(value):.6g}"
        except ValueError:
            return value

    child.unprotect = number
    return _real(Size.GATE, read_here)
