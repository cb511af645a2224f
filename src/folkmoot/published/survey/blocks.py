"""Sheets up to 2019: groups stand side by side above the scores (organisations), above the years (trend) or above everybody's answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from folkmoot.published.survey.catalogue import characteristic_of_labels, folded, item_of, plain, question_of
from folkmoot.published.survey.cells import are_fractions, decimals_of, is_number, usual_decimals
from folkmoot.published.survey.collecting import Base, Found, Owner, are_rounded, base_from, whose_of
from folkmoot.published.survey.figures import Place, Said, SheetKind, Whose
from folkmoot.published.survey.grids import Grid, base_in_heading, below, cell, year_of_heading

_RESPONDENTS = ("number of respondents", "number of responses")
_LEAST_YEARS = 3
_LEAST_SCORES = 3


@dataclass(frozen=True)
class Block:
    """The columns under one group's label, from `start` up to but not including `end`."""

    label: str
    start: int
    end: int


def _headed(grid: Grid) -> tuple[int, SheetKind] | None:
    """The row of the lower headings and what the sheet says; None for a sheet of another shape."""
    for row, cells in grid.head:
        respondents = [at for at, text in enumerate(cells) if folded(text) in _RESPONDENTS and at]
        scores = sum(1 for text in cells if item_of(text))
        if respondents and scores >= _LEAST_SCORES:
            return row, SheetKind.ORGANISATIONS
        if sum(1 for text in cells if year_of_heading(text) and base_in_heading(text)) >= _LEAST_YEARS:
            return row, SheetKind.TREND
    return _transposed(grid)


def _transposed(grid: Grid) -> tuple[int, SheetKind] | None:
    """A sheet with scores down its first column and groups across: everybody's where its title says so, else crossed with others."""
    down = sum(1 for _, cells in grid.rows if item_of(cell(cells, 0)) or question_of(cell(cells, 0)))
    if down < 2 * _LEAST_SCORES:
        return None
    for row, cells in grid.head:
        if sum(1 for text in cells[1:] if text.strip() and not is_number(text)) > _LEAST_SCORES and not cell(cells, 0).startswith("Civil"):
            everybody = "results by demographic group" in folded(grid.title)
            return row, SheetKind.EVERYBODY if everybody else SheetKind.CROSSED
    return None


def kind_of(grid: Grid) -> SheetKind | None:
    headed = _headed(grid)
    return headed[1] if headed else None


def read_blocks(grid: Grid, found: Found, year: int) -> None:
    """Take every figure of a sheet with groups side by side. Raises SurveyError naming row and column."""
    headed = _headed(grid)
    if headed is None:
        return
    row, kind = headed
    lower = _cells(grid, row)
    upper = _cells(grid, row - 1)
    if kind is SheetKind.ORGANISATIONS:
        _read_organisations(grid, found, year, row, upper, lower)
    elif kind is SheetKind.TREND:
        _read_trend(grid, found, row, upper, lower)
    elif kind is SheetKind.EVERYBODY:
        _read_everybody(grid, found, year, row, upper, lower)


def _cells(grid: Grid, row: int) -> tuple[str, ...]:
    return next((cells for number, cells in grid.rows if number == row), ())


def _blocks(grid: Grid, found: Found, upper: Sequence[str], width: int) -> list[Block]:
    """The labelled blocks of columns; published differences between groups are said and left out: they are of rounded numbers."""
    starts = [at for at, text in enumerate(upper) if at and text.strip()]
    blocks = [Block(plain(upper[at]), at, end) for at, end in zip(starts, [*starts[1:], width], strict=True)]
    for block in blocks:
        if folded(block.label).startswith("difference"):
            found.say(Said.DIFFERENCES_NOT_READ, Place(grid.sheet, None, grid.place(0, block.start).column), block.label)
    return [block for block in blocks if not folded(block.label).startswith("difference")]


def _characteristic(grid: Grid, found: Found, labels: Iterable[str], variable: str = "") -> str | None:
    said = list(labels)
    characteristic = characteristic_of_labels(said)
    if characteristic is None:
        found.say(Said.UNKNOWN_CHARACTERISTIC, Place(grid.sheet), plain(variable)[:120] or ", ".join(said)[:120])
    return characteristic


def _read_organisations(grid: Grid, found: Found, year: int, row: int, upper: tuple[str, ...], lower: tuple[str, ...]) -> None:
    blocks = _blocks(grid, found, upper, len(lower))
    characteristic = _characteristic(grid, found, [block.label for block in blocks])
    if characteristic is None:
        return
    rows = [(number, cells) for number, cells in below(grid, row) if cell(cells, 0).strip()]
    rounded = are_rounded(cell(cells, block.start) for _, cells in rows for block in blocks)
    if rounded:
        found.say(Said.BASES_ROUNDED, Place(grid.sheet))
    for block in blocks:
        group = found.group(characteristic, block.label, grid.place(row - 1, block.start))
        scores = found.take_columns(grid, lower, range(block.start + 1, block.end))
        texts = [[cell(cells, at) for at in scores] for _, cells in rows]
        fraction, usual = are_fractions(text for one in texts for text in one), usual_decimals(texts)
        if fraction:
            found.say(Said.FRACTIONS, Place(grid.sheet))
        for (number, cells), said in zip(rows, texts, strict=True):
            if group is None or not any(text.strip() for text in (*said, cell(cells, block.start))):
                continue
            name = plain(cell(cells, 0))
            whose = whose_of("", name)
            owner = Owner(year, whose, name if whose is Whose.ORGANISATION else "", characteristic, group.code)
            base = base_from(cell(cells, block.start), grid.place(number, block.start, "Number of respondents"), rounded=rounded)
            decimals = max(usual, max(map(decimals_of, said), default=0))
            for at, item in scores.items():
                place = grid.place(number, at, lower[at])
                found.take(owner, item, cell(cells, at), base, decimals=decimals, fraction=fraction, place=place)


@dataclass(frozen=True)
class Column:
    """One column of a sheet whose scores run down: of whom, and from how many."""

    at: int
    owner: Owner
    base: Base


def _read_trend(grid: Grid, found: Found, row: int, upper: tuple[str, ...], lower: tuple[str, ...]) -> None:
    blocks = _blocks(grid, found, upper, len(lower))
    characteristic = _characteristic(grid, found, [block.label for block in blocks])
    if characteristic is None:
        return
    columns = []
    for block in blocks:
        group = found.group(characteristic, block.label, grid.place(row - 1, block.start))
        for at in range(block.start, block.end):
            year = year_of_heading(cell(lower, at))
            if group is not None and year is not None:
                base = base_from(base_in_heading(lower[at]), grid.place(row, at, lower[at]))
                columns.append(Column(at, Owner(year, Whose.MEAN, "", characteristic, group.code), base))
    _read_down(grid, found, row, columns)


def _read_everybody(grid: Grid, found: Found, year: int, row: int, upper: tuple[str, ...], lower: tuple[str, ...]) -> None:
    counts = next((cells for _, cells in below(grid, row) if folded(cell(cells, 0)) in _RESPONDENTS), ())
    columns = []
    for block in _blocks(grid, found, upper, len(lower)):
        labels = {at: lower[at] for at in range(block.start, block.end) if cell(lower, at).strip()}
        characteristic = _characteristic(grid, found, labels.values(), block.label)
        for at, label in labels.items() if characteristic else ():
            group = found.group(characteristic or "", label, grid.place(row, at))
            if group is not None:
                said = base_in_heading(label) or cell(counts, at)
                base = base_from(said, grid.place(row, at, label))
                columns.append(Column(at, Owner(year, Whose.MEAN, "", group.characteristic, group.code), base))
    _read_down(grid, found, row, columns)


def _read_down(grid: Grid, found: Found, row: int, columns: Sequence[Column]) -> None:
    """Take the scores of a sheet whose items stand in its first column, each once: a theme's name heads its questions again."""
    rows = [(number, cells) for number, cells in below(grid, row) if any(cell(cells, column.at).strip() for column in columns)]
    texts = [cell(cells, column.at) for _, cells in rows for column in columns if item_of(cell(cells, 0))]
    fraction, usual = are_fractions(texts), usual_decimals([texts])
    if fraction:
        found.say(Said.FRACTIONS, Place(grid.sheet))
    questions: list[str] = []
    for number, cells in rows:
        heading = cell(cells, 0)
        item, question = item_of(heading), question_of(heading)
        if item is None:
            questions += [question] if question else []
            if question is None and folded(heading) not in _RESPONDENTS and heading.strip():
                found.say(Said.UNKNOWN_COLUMN, grid.place(number, 0, heading), " ".join(heading.split())[:120])
            continue
        for column in columns:
            place = grid.place(number, column.at)
            found.take(column.owner, item, cell(cells, column.at), column.base, decimals=usual, fraction=fraction, place=place)
    if questions:
        found.say(Said.QUESTIONS_NOT_KEPT, Place(grid.sheet), questions[0], questions[-1], count=len(questions))
