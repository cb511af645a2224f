"""The frozen form of a published table: headings, rows, and cells rounded for good. Page, workbook and CSV are made from it alone."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from folkmoot.casework.sentences import Sentence
from folkmoot.casework.tables.protocol import GivenRow, MoreColumn, PublishedTable, Range
from folkmoot.disparity import figures as f
from folkmoot.disparity.headings import HEADINGS, HIGH, LOW, NAMES, Form
from folkmoot.disparity.tables import EVERYONE, NOT_RECORDED, VERDICTS
from folkmoot.stats.counts import Key
from folkmoot.stats.disclosure import Suppressed
from folkmoot.stats.figures import Row
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.judgement import Finding
from folkmoot.stats.released import ReleasedTable

Cell: TypeAlias = "int | float | str"
PROVISIONAL, REVISED = "[p]", "[r]"
SYMBOLS = frozenset({f.WITHHELD, f.NOT_DEFINED, f.NOT_AVAILABLE, f.NEARLY_NOUGHT, f.UNRELIABLE, PROVISIONAL, REVISED})
GROUP, TOTAL, UNKNOWN = "group", "everyone", "not recorded"
ROW_NAMES = {TOTAL: EVERYONE, UNKNOWN: NOT_RECORDED}
FINDING = "verdict"
_TIMES = {"rate": Form.PERCENT, "difference": Form.POINTS, "relative_rate": Form.RATIO}


@dataclass(frozen=True)
class Column:
    """One column of figures. `words` is a phrase of the catalogue, or a heading as another room gave it; `end`: "low", "high" or ""."""

    name: str
    words: str
    form: str
    end: str = ""
    own: bool = False  # the heading is not a phrase of the catalogue

    @property
    def key(self) -> str:
        return f"{self.name} {self.end}".strip()


@dataclass(frozen=True)
class Line:
    """One row: the values that name it, its cells in the order of the columns, and its marks. `revised`: keys of the columns that are."""

    group: tuple[str, ...]
    cells: tuple[Cell, ...]
    kind: str = GROUP
    marks: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table as it is published. `about` are pairs of a phrase and a value: what is counted, of whom, where, when."""

    key: str
    title: str
    by: tuple[str, ...]
    outcome: str
    reference: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    about: tuple[tuple[str, str], ...] = ()
    sentences: tuple[Sentence, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    data_as_of: str = ""
    share_recorded: Cell = f.NOT_AVAILABLE
    title_cy: str = ""
    period: str = ""
    left_out: bool = False  # combinations too small to be named are left out

    @property
    def withheld(self) -> int:
        return sum(cell == f.WITHHELD for line in self.lines for cell in line.cells)

    @property
    def shown(self) -> int:
        return sum(cell not in SYMBOLS for line in self.lines for cell in line.cells)

    def plain(self) -> dict[str, Any]:
        """For JSON; `grid_from` reads it."""
        return {
            "key": self.key, "title": self.title, "title_cy": self.title_cy, "by": list(self.by), "outcome": self.outcome,
            "reference": self.reference, "columns": [vars(column) for column in self.columns],
            "lines": [{**vars(line), **{name: list(getattr(line, name)) for name in _LISTS}} for line in self.lines],
            "about": [list(pair) for pair in self.about], "notes": list(self.notes), "source": self.source, "data_as_of": self.data_as_of,
            "sentences": [{"phrase": one.phrase, "values": dict(one.values), "review": one.needs_review} for one in self.sentences],
            "share_recorded": self.share_recorded, "period": self.period, "left_out": self.left_out,
        }  # fmt: skip


_LISTS = ("group", "cells", "marks", "revised")


def grid_from(plain: Mapping[str, Any]) -> Grid:
    """What `Grid.plain` wrote."""
    lines = tuple(Line(kind=one["kind"], **{name: tuple(one[name]) for name in _LISTS}) for one in plain["lines"])
    sentences = tuple(Sentence(one["phrase"], one["values"], one["review"]) for one in plain["sentences"])
    return Grid(
        plain["key"], plain["title"], tuple(plain["by"]), plain["outcome"], plain["reference"],
        tuple(Column(**one) for one in plain["columns"]), lines, tuple((pair[0], pair[1]) for pair in plain["about"]), sentences,
        tuple(plain["notes"]), plain["source"], plain["data_as_of"], plain["share_recorded"], plain["title_cy"], plain["period"],
        plain["left_out"],
    )  # fmt: skip


def lines_of(table: ReleasedTable, names: Mapping[str, Key], titles: Sequence[str]) -> tuple[tuple[Column, ...], tuple[Line, ...]]:
    """Columns and rows of a released table. `names` gives the values behind the name of a group of several characteristics."""
    columns = tuple(_columns(compared=bool(table.reference)))
    rows = [(GROUP, row) for row in table.rows]
    if table.not_recorded.shown.base != 0:
        rows.append((UNKNOWN, table.not_recorded))
    rows.append((TOTAL, table.overall))
    return columns, tuple(_line(kind, row, names, len(titles), columns) for kind, row in rows)


def _columns(*, compared: bool) -> Iterator[Column]:
    yield Column("n", NAMES["n"], Form.COUNT.name)
    yield Column("k", NAMES["k"], Form.COUNT.name)
    for name, form in _TIMES.items() if compared else [("rate", Form.PERCENT)]:
        yield from (Column(name, NAMES[name], form.name, end) for end in ("", "low", "high"))
    if compared:
        yield Column(FINDING, NAMES[FINDING], "WORDS")


def _line(kind: str, row: Row, names: Mapping[str, Key], size: int, columns: Sequence[Column]) -> Line:
    group = tuple(part or "" for part in names[row.group]) if kind == GROUP and row.group in names else (row.group,)
    parts = group if kind == GROUP else (kind,)
    return Line((*parts, *[f.NOT_DEFINED] * (size - len(parts))), tuple(_cell(row, column) for column in columns), kind)


def _cell(row: Row, column: Column) -> Cell:
    if column.name == "n":
        return _rounded(row.shown.base, Form.COUNT)
    if column.name == "k":
        return _rounded(row.shown.with_outcome, Form.COUNT)
    if column.name == FINDING:
        said = row.finding
        return f.WITHHELD if isinstance(said, Suppressed) else said.value if isinstance(said, Finding) else f.NOT_DEFINED
    figure = getattr(row, column.name)
    value = getattr(figure, column.end or "value") if isinstance(figure, Estimate) else figure
    return _rounded(value, Form[column.form])


def _rounded(value: float | Suppressed | None, form: Form) -> Cell:
    if isinstance(value, Suppressed):
        return f.WITHHELD
    if value is None:
        return f.NOT_DEFINED
    return form.rounded(value) if math.isfinite(value) else f.NO_LIMIT


def given_grid(table: PublishedTable, withheld: Iterable[tuple[str, ...]] = ()) -> Grid:
    """A table of another room; the rows named in `withheld` are named, and nothing of them is shown."""
    hidden = set(withheld)
    counted = [("n", table.base_words, Form.COUNT.name), ("k", table.had_words, Form.COUNT.name), ("rate", NAMES["rate"], "PERCENT")]
    columns = [Column(name, words, form, end, name != "rate") for name, words, form in counted for end in ("low", "high")]
    columns += [Column(one.name, one.heading, one.form, own=True) for one in table.columns]
    lines = [_given_line(row, row.group in hidden, table.columns) for row in table.rows]
    total = _given_line(table.overall, () in hidden, table.columns)
    names = (TOTAL, *[f.NOT_DEFINED] * (len(table.by) - 1))
    return Grid(
        table.key, table.title, tuple(table.by), table.outcome, "", tuple(columns), (*lines, replace(total, group=names, kind=TOTAL)),
        sentences=tuple(Sentence(one.replace("%", "%%")) for one in table.sentences), notes=tuple(table.notes), source=table.source,
        data_as_of=table.data_as_of.isoformat(),
    )  # fmt: skip


def _given_line(row: GivenRow, hidden: bool, columns: Sequence[MoreColumn]) -> Line:
    if hidden:
        return Line(tuple(row.group), (f.WITHHELD,) * (6 + len(columns)))
    share = tuple(_rounded(end, Form.PERCENT) for end in row.share) if row.share else (f.WITHHELD,) * 2
    more = (_given_cell(row.more.get(one.name), one.form) for one in columns)
    return Line(tuple(row.group), (*_ends(row.base), *_ends(row.had), *share, *more))


def _ends(count: Range | None) -> tuple[Cell, Cell]:
    return (f.WITHHELD, f.WITHHELD) if count is None else (count.low, count.high)


def _given_cell(value: float | str | None, form: str) -> Cell:
    if value is None:
        return f.NOT_AVAILABLE
    return value if isinstance(value, str) else _rounded(value, Form[form])


def heading(column: Column, translate: Any = str) -> str:
    """The heading of a column in a language; of one end of an interval with which end it is."""
    words = column.words if column.own else HEADINGS[column.name].said(translate)
    return str(translate(LOW if column.end == "low" else HIGH)).replace("%(figure)s", words) if column.end else words


def row_name(line: Line, translate: Any = str) -> list[str]:
    """The cells that name a row, with the product's own words for everyone and for those not recorded."""
    if line.kind == GROUP:
        return list(line.group)
    return [str(translate(ROW_NAMES[line.kind])), *line.group[1:]]


def cell_words(cell: Cell, column: Column, translate: Any = str) -> Cell:
    """A cell as it is written: an answer in words, every figure as it is."""
    if column.name == FINDING and cell in VERDICTS:
        return str(translate(VERDICTS[str(cell)])) if cell != f.WITHHELD else f.WITHHELD
    return str(translate(f.NO_LIMIT)) if cell == f.NO_LIMIT else cell
