"""Read a published workbook of the survey, of any year: recognised by what its sheets hold, never by its file's name or ending."""

import re
import tempfile
from pathlib import Path

from folkmoot.foundation.tables.kinds import recognise
from folkmoot.foundation.tables.table import TableError
from folkmoot.published.survey.blocks import kind_of as kind_of_blocks
from folkmoot.published.survey.blocks import read_blocks
from folkmoot.published.survey.collecting import Found
from folkmoot.published.survey.figures import Place, Said, SheetKind, SheetSeen, SurveyError, SurveyFile
from folkmoot.published.survey.grids import Grid, open_grid, sheet_names, year_in_name
from folkmoot.published.survey.long import headings_of, kind_of, read_long
from folkmoot.published.survey.series import read_series, read_two_rows, two_rows_of, years_of

_WORDS = re.compile(r"(cover|contents?|notes|annex.*|.*metadata|questions|table_3_[12])", re.IGNORECASE)
_CROSSED = re.compile(r"(by[ _]other[ _]demographics.*|key comparisons)", re.IGNORECASE)
_ENDINGS = {".ods": "ods", ".xlsx": "xlsx", ".csv": "text", ".xls": "ole"}
NOT_READ = {SheetKind.CROSSED, SheetKind.WORDS, SheetKind.UNKNOWN}


def read(data: bytes, name: str, *, year: int | None = None) -> SurveyFile:
    """As `read_file`, for a workbook in memory."""
    with tempfile.NamedTemporaryFile(prefix="survey-") as kept:  # readable by this account alone, gone at the end
        kept.write(data)
        kept.flush()
        return read_file(Path(kept.name), name=name, year=year)


def read_file(path: Path, *, name: str = "", year: int | None = None) -> SurveyFile:
    """Everything of a workbook that is a score of a group, an organisation or everybody, with remarks on all that is not.

    `year` is needed only where neither the sheets nor the file's name say it. Raises TableError for a file that cannot be opened and
    SurveyError for one that holds no result of the survey, or a cell that is no figure.
    """
    said = name or path.name
    found = Found()
    kind = _kind(path, said, found)
    try:
        grids = [_grid(path, said, sheet) for sheet in sheet_names(path, said)]
        if all(kind_of_sheet(grid) in NOT_READ for grid in grids):
            raise _nothing_found()
        published = year or _year(grids, said, found)
        sheets = tuple(_read(grid, found, grid.year or published, said) for grid in grids)
    except SurveyError as error:
        raise error.about(said) from error
    figures = found.settle()
    if not figures:
        raise _nothing_found().about(said)
    return SurveyFile(said, kind, published, sheets, figures, tuple(found.remarks))


def _nothing_found() -> SurveyError:
    return SurveyError(
        "no result of the People Survey was found in it.",
        "None of its sheets has the scores of organisations or groups under headings that are known.",
        "Choose the workbook of results by group, of organisation scores or of benchmark scores, as published.",
    )


def _kind(path: Path, name: str, found: Found) -> str:
    """What the file really is; a name that says otherwise is said."""
    with path.open("rb") as opened:
        data = opened.read()
    try:
        kind = recognise(data)
    except TableError as error:
        raise error.about(name) from error
    if kind == "zip":
        kind = "ods" if b"opendocument.spreadsheet" in data[:200] else "xlsx"
    ending = _ENDINGS.get(Path(name).suffix.casefold())
    if ending is not None and ending != kind:
        found.say(Said.NOT_ITS_NAME, Place(), Path(name).suffix, kind)
    return kind


def _grid(path: Path, name: str, sheet: str) -> Grid:
    """A sheet as it stands. One that holds words or crossings by its name is not opened; an empty one has no rows."""
    if sheet and (_WORDS.fullmatch(sheet) or _CROSSED.fullmatch(sheet)):
        return Grid(sheet, 1, ())
    try:
        return open_grid(path, name, sheet)
    except TableError as error:
        if error.sheet and "nothing on this sheet" in error.problem:
            return Grid(sheet, 1, ())
        raise


def _year(grids: list[Grid], name: str, found: Found) -> int:
    """The survey that a workbook publishes: the latest its sheets name, else the last its name does. Raises SurveyError."""
    said = [grid.year for grid in grids if grid.year]
    if said:
        return max(said)
    named = year_in_name(name)
    if named is None:
        raise SurveyError(
            "the year of the survey is not known.", "Neither its sheets nor its name say it.", "Say the year when you bring it in."
        )
    found.say(Said.YEAR_FROM_NAME, Place(), str(named))
    return named


def kind_of_sheet(grid: Grid) -> SheetKind:
    """What a sheet is, by what it holds."""
    if _CROSSED.fullmatch(grid.sheet):
        return SheetKind.CROSSED
    if (grid.sheet and _WORDS.fullmatch(grid.sheet)) or not grid.rows:
        return SheetKind.WORDS
    if years_of(grid):
        return SheetKind.SERIES
    blocks = kind_of_blocks(grid)
    if blocks in (SheetKind.ORGANISATIONS, SheetKind.TREND):
        return blocks
    headed = headings_of(grid)
    if two_rows_of(grid):
        return SheetKind.SCORES
    if headed:
        return kind_of(grid, headed[1])
    return blocks or SheetKind.UNKNOWN


def _read(grid: Grid, found: Found, year: int, name: str) -> SheetSeen:
    kind, before = kind_of_sheet(grid), len(found.figures)
    if kind is SheetKind.SERIES:
        read_series(grid, found, name)
    elif kind not in NOT_READ:
        _read_rows(grid, found, year)
    elif kind is SheetKind.CROSSED:
        found.say(Said.CROSSED_NOT_READ, Place(grid.sheet), grid.title[:120])
    elif kind is SheetKind.UNKNOWN:
        found.say(Said.SHEET_UNKNOWN, Place(grid.sheet), grid.title[:120])
    return SheetSeen(grid.sheet, kind, grid.year, len(found.figures) - before)


def _read_rows(grid: Grid, found: Found, year: int) -> None:
    if kind_of_blocks(grid) in (SheetKind.ORGANISATIONS, SheetKind.TREND) or not (headings_of(grid) or two_rows_of(grid)):
        read_blocks(grid, found, year)
    elif two_rows_of(grid):
        read_two_rows(grid, found, year)
    else:
        read_long(grid, found, year)
