"""What a kind of row looks like as a table: its columns, declared once in the room that owns the row."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

Words = str | Promise
Values = dict[str, Any]


class Reads(StrEnum):
    """How the cells of a column are read, and what they become."""

    TEXT = "text"
    DAY = "day"  # date
    COUNT = "count"  # whole number
    POUNDS = "pounds"  # whole number of pence
    HOURS = "hours"  # whole number of quarter hours
    CHOICE = "choice"  # the stored word of a choice
    NAME = "name"  # a row of another table
    NAMES = "names"  # a frozenset of rows of another table


@dataclass(frozen=True)
class Column:
    """One column. `field` is the name of the stored field; `looked_up` says among what a NAME is looked up.

    `choices` are pairs of stored word and label. `tidy` puts a text in the form in which it is stored. A column that `grows`
    only gains names: what is stored and missing in the file stays.
    """

    field: str
    heading: Words
    reads: Reads = Reads.TEXT
    aliases: tuple[str, ...] = ()
    required: bool = False
    choices: Sequence[tuple[str, Words]] = ()
    looked_up: str = ""
    tidy: Callable[[str], str] | None = None
    grows: bool = False
    hint: Words = ""

    @property
    def english(self) -> str:
        """The heading as it stands in files, whatever the language of the page."""
        with override("en-gb"):
            return str(self.heading)


class CellProblem(Exception):
    """Why a cell cannot be used, and what to do about it."""

    def __init__(self, what: str, do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.do = do


class Book(ABC):
    """What one kind of row means in its room, for one import or export: made once, so that names are looked up once."""

    @abstractmethod
    def named(self, column: Column, text: str, values: Values) -> Any:
        """The row that `text` names in a NAME or NAMES column; `values` holds the row's Area under "area". Raises CellProblem."""

    @abstractmethod
    def name_of(self, column: Column, row: Any) -> str:
        """The words by which `named` finds this row again."""

    @abstractmethod
    def key(self, values: Values) -> object:
        """What makes two rows of a file the same row."""

    @abstractmethod
    def known(self, values: Values) -> Sequence[Any]:
        """The stored rows that this may be, likeliest first."""

    @abstractmethod
    def held(self, row: Any) -> Values:
        """A stored row as values, one for each column."""

    @abstractmethod
    def problems(self, values: Values, row: Any | None) -> Mapping[str, Iterable[str]]:
        """Why a row may not be added (or, with a stored `row`, changed) to these values, by field."""

    @abstractmethod
    def add(self, values: Values) -> Any:
        """Add a row through the room's operation."""

    @abstractmethod
    def change(self, row: Any, values: Values) -> None:
        """Change a stored row to the values given, through the room's operation."""

    @abstractmethod
    def stored(self) -> Iterable[Any]:
        """Every row that may be taken out, in a steady order."""

    def completed(self, values: Values) -> Values:
        """The values of a row, with what follows from the others where it was left blank."""
        return values

    def remarks(self) -> list[str]:
        """What a person should know of the rows read, once all are read."""
        return []

    def default_area(self) -> Any | None:
        """The Area of rows that name none; None where each must name its own."""
        return None


@dataclass(frozen=True)
class ImportSpec:
    """A kind of row that can be brought in and taken out. `open(by=, at=, area=)` makes its Book; `subject` is its model's label."""

    kind: str
    title: Words
    columns: tuple[Column, ...]
    open: Callable[..., Book]
    subject: str
    notes: tuple[Words, ...] = ()

    def column(self, field: str) -> Column:
        """Raises KeyError for a field that is no column."""
        return {column.field: column for column in self.columns}[field]
