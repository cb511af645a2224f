"""The dry run: what a file would add and change, and everything that stands in the way. Nothing is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.errors import FolkmootError
from folkmoot.foundation.importing import cells
from folkmoot.foundation.importing.columns import Book, CellProblem, Column, ImportSpec, Reads, Values
from folkmoot.foundation.importing.matching import Matching
from folkmoot.foundation.tables.table import Row as TableRow
from folkmoot.foundation.tables.table import Table, name_column

MOST_ROWS = 20_000
SHOWN = 200
_SHOWN_CHARS = 60


@dataclass(frozen=True)
class Problem:
    """One thing wrong, where a person finds it: `place` is the column as `C (Postcode)`, "" for the row as a whole."""

    sheet: str
    row: int
    place: str
    value: str
    what: str
    do: str

    def __str__(self) -> str:
        sheet = f"sheet “{self.sheet}”, " if self.sheet else ""
        place = f", column {self.place}" if self.place else ""
        value = f"“{self.value}” " if self.value else ""
        what = f"{sheet}row {self.row}{place}: {value}{self.what}"
        ended = what if what.endswith((".", "?", "!")) else f"{what}."
        return f"{ended} {self.do}" if self.do else ended


@dataclass(frozen=True)
class Step:
    """One row of the file: added (`stored` is None), changed (in the fields `changed`) or already known as it is."""

    number: int
    values: Values
    stored: Any | None = None
    changed: tuple[str, ...] = ()

    @property
    def adds(self) -> bool:
        return self.stored is None


@dataclass
class Plan:
    """What would be done. Where there are problems nothing is. `repeated` counts rows that say again what a row above says."""

    rows: int
    steps: list[Step] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    repeated: int = 0

    @property
    def added(self) -> list[Step]:
        return [step for step in self.steps if step.adds]

    @property
    def changed(self) -> list[Step]:
        return [step for step in self.steps if step.changed]

    @property
    def unchanged(self) -> int:
        return len(self.steps) - len(self.added) - len(self.changed) + self.repeated

    @property
    def known(self) -> int:
        """Rows known already before this file, those that the file says twice not counted."""
        return self.unchanged - self.repeated

    @property
    def does_nothing(self) -> bool:
        return not self.problems and not any(step.adds or step.changed for step in self.steps)


class TooManyRows(FolkmootError):
    """A file with more rows than one import takes."""

    def __init__(self, rows: int) -> None:
        super().__init__(
            _("This file has %(rows)s rows.") % {"rows": f"{rows:,}"},
            _("Up to %(most)s are brought in at once, all or none of them.") % {"most": f"{MOST_ROWS:,}"},
            _("Split it into smaller files."),
        )


def make_plan(spec: ImportSpec, book: Book, table: Table, matching: Matching) -> Plan:
    """Read every row, find which are known already, and collect all problems. Raises TooManyRows."""
    if len(table.rows) > MOST_ROWS:
        raise TooManyRows(len(table.rows))
    rows = [row for row in table.rows if any(value.strip() for value in row.values)]
    plan = Plan(len(rows), notes=list(table.notes))
    reading, claims = _Reading(spec, book, table, matching), _Claims(book)
    for row in rows:
        values, problems = reading.row(row)
        if not problems:
            problems = _settle(plan, reading, claims, row, book.completed(values))
        plan.problems += problems
    plan.notes += [*reading.notes(), *book.remarks()]
    return plan


def _settle(plan: Plan, reading: "_Reading", claims: "_Claims", row: TableRow, values: Values) -> list[Problem]:
    """Decide what one readable row does; returns what is wrong with it as a whole."""
    earlier, stored, changed = claims.take(row.number, values)
    if earlier is not None:
        plan.repeated += 1
        differing = _differing(earlier.values, values)
        return reading.at_fields(row, {name: [_says_otherwise(earlier.number)] for name in differing[:1]}, _("Keep one of the two."))
    found = reading.book.problems(values, stored) if stored is None or changed else {}
    plan.steps.append(Step(row.number, values, stored, changed))
    return reading.at_fields(row, found)


def _says_otherwise(number: int) -> str:
    return _("Row %(number)d is about the same and says otherwise here.") % {"number": number}


def _differing(first: Values, second: Values) -> list[str]:
    return [name for name in {**first, **second} if not cells.same(first.get(name), second.get(name))]


class _Claims:
    """Which stored rows the rows of this file stand for: each at most once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.by_stored: dict[int, Step] = {}
        self.by_key: dict[object, Step] = {}

    def take(self, number: int, values: Values) -> tuple[Step | None, Any | None, tuple[str, ...]]:
        """(the earlier row of the file that is the same one, or None; the stored row, or None; the fields it would change)."""
        known = self.book.known(values)
        free = [(row, _changes(self.book, row, values)) for row in known if row.pk not in self.by_stored]
        if free:
            stored, changed = next(((row, fields) for row, fields in free if not fields), free[0])
            self.by_stored[stored.pk] = Step(number, values, stored, changed)
            return None, stored, changed
        if known:
            return self.by_stored[known[0].pk], None, ()
        key = self.book.key(values)
        if key in self.by_key:
            return self.by_key[key], None, ()
        self.by_key[key] = Step(number, values)
        return None, None, ()


def _changes(book: Book, row: Any, values: Values) -> tuple[str, ...]:
    held = book.held(row)
    return tuple(name for name, value in values.items() if name in held and not _is_held(value, held[name]))


def _is_held(given: object, held: object) -> bool:
    if isinstance(given, _Growing) and isinstance(held, frozenset):
        return given <= held
    return cells.same(given, held)


class _Growing(frozenset[Any]):
    """Names that are added to those stored."""


class _Reading:
    """Reading the rows of one table: cells by their columns, problems by their place, and what was read in a doubtful way."""

    def __init__(self, spec: ImportSpec, book: Book, table: Table, matching: Matching) -> None:
        self.book, self.table = book, table
        places = {name: place for place, name in enumerate(matching) if name}
        self.columns = [(column, places.get(column.field)) for column in spec.columns]
        # The Area comes first, because other names are looked up within it.
        self.columns.sort(key=lambda each: each[0].field != "area")
        self.doubtful: dict[str, list[str]] = {}

    def row(self, row: TableRow) -> tuple[Values, list[Problem]]:
        values: Values = {}
        found: list[tuple[int, Problem]] = []
        for column, place in self.columns:
            text = row.values[place].strip() if place is not None else ""
            try:
                value = self._value(column, place, text, values)
            except CellProblem as problem:
                found.append((-1 if place is None else place, self._problem(row, place, text, problem.what, problem.do)))
                continue
            if value is not None:
                values[column.field] = value
        return values, [problem for _place, problem in sorted(found, key=lambda each: each[0])]

    def _value(self, column: Column, place: int | None, text: str, values: Values) -> Any:
        """The value of a cell; None for a blank one. An empty cell leaves what is stored as it is."""
        if not text:
            return self._blank(column)
        if column.reads in (Reads.NAME, Reads.NAMES):
            return self._names(column, text, values)
        if column.reads is Reads.DAY and cells.day_first(text):
            self.doubtful.setdefault(self._place(place), []).append(text)
        return cells.read(column, text)

    def _blank(self, column: Column) -> Any:
        area = self.book.default_area() if column.field == "area" else None
        if area is not None or not column.required:
            return area
        if column.field == "area":
            raise CellProblem(_("The row names no Area."), _("Give its Area, or choose one Area for the whole file."))
        raise CellProblem(_("This is needed and is blank."), _("Fill it in."))

    def _names(self, column: Column, text: str, values: Values) -> Any:
        if column.field != "area" and "area" not in values:
            return None  # the Area's own problem is reported, and names can be looked up only within one
        if column.reads is Reads.NAME:
            return self.book.named(column, text, values)
        found = [self.book.named(column, name, values) for name in cells.split_names(text)]
        return _Growing(found) if column.grows else frozenset(found)

    def notes(self) -> list[str]:
        """A sentence for each column in which days could have been meant the other way round."""
        return [self._said_day(place, texts) for place, texts in self.doubtful.items()]

    def _said_day(self, place: str, texts: Sequence[str]) -> str:
        day = cells.day_first(texts[0])
        more = len(texts) - 1
        said = _("Column %(place)s: “%(text)s” is read as %(day)s, the day first.") % {
            "place": place, "text": texts[0], "day": cells.said_day(day) if day else "",
        }  # fmt: skip
        if not more:
            return said
        others = ngettext("So is %(more)d other.", "So are %(more)d others.", more) % {"more": more}
        return f"{said} {others}"

    def at_fields(self, row: TableRow, problems: Mapping[str, Any], do: str = "") -> list[Problem]:
        """Problems by field as problems by place; those of a field that the file does not hold are about the row."""
        return [self._at_field(row, name, text, do) for name, text in _each(problems)]

    def _at_field(self, row: TableRow, name: str, text: str, do: str) -> Problem:
        column, place = next(((column, place) for column, place in self.columns if column.field == name), (None, None))
        value = row.values[place].strip() if place is not None else ""
        what = f"{column.heading}: {text}" if column and place is None else text
        return self._problem(row, place, value, what, do or _what_to_do(column, place, value))

    def _problem(self, row: TableRow, place: int | None, text: str, what: str, do: str) -> Problem:
        return Problem(self.table.sheet, row.number, self._place(place), _shortened(text), what, do)

    def _place(self, place: int | None) -> str:
        return "" if place is None else name_column(self.table.first_column + place, self.table.columns[place])


def _what_to_do(column: Column | None, place: int | None, value: str) -> str:
    """What a person does about a problem that a room found: it depends on where in the file it stands."""
    if column is None:
        return _("Put the row right, or take it out of the file.")
    if place is None:
        return _("Add a column “%(heading)s” and fill it in.") % {"heading": column.heading}
    if not value:
        return _("Fill it in.")
    return _("Put this cell right.") if column.required else _("Put this cell right, or leave it blank.")


def _each(problems: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, texts in problems.items():
        for text in texts:
            yield name, str(text)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN_CHARS else flat[: _SHOWN_CHARS - 1] + "…"
