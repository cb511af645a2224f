"""Tables of headcounts, long or wide, as headcounts by day, unit, level and group: every line kept, left out and said, or refused.

Long: a line has a unit, a grade, a group and a number; several columns of groups make a cross, which is read once for each of them.
Wide: a line has a unit and a grade, and a column for each group. What nobody has explained is listed (`Found.unknown`), and nothing may
be kept until it is. No database, no clock.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from folkmoot.errors import FolkmootError
from folkmoot.stats.workforce.headcounts import Headcount, exact, rounded_headcount, withheld
from folkmoot.workforce.headcounts.columns import Asked, Role, group_in_heading, roles_of
from folkmoot.workforce.headcounts.days import day_of
from folkmoot.workforce.headcounts.door import refuse_a_line_for_each, refuse_what_tells_of_one
from folkmoot.workforce.headcounts.words import ALL_LEVELS, WHOLE, Group, characteristic_of, folded, level_of, measure_of

LEAST = 5
MOST_REMARKS = 40
EMPTY = "(empty)"  # how a cell without a group is called when it has to be explained
_TOTALS = frozenset(
    {"total", "all", "all staff", "all grades", "all units", "grand total", "everyone", "overall", "all employees", "all levels", "totals"}
)
_WHOLE = frozenset({"whole service", "crown prosecution service", "cps", "whole organisation", "service"})
_WITHHELD = re.compile(r"\[[a-z]{1,3}\]|\*+|\.{2,3}|~|(?:<|fewer than|less than|under) ?(?P<below>\d+)|suppressed|c|x|-", re.IGNORECASE)
_ROUNDED_FROM = 20  # so many numbers, all of them multiples of 5, were hardly counted one by one


class CannotRead(FolkmootError):
    """A table that is not one of headcounts, or a cell in it that is none."""


class Means(StrEnum):
    """What a word that nobody knows would have to mean."""

    COLUMN = "column"
    LEVEL = "level"
    GROUP = "group"
    MEASURE = "measure"


@dataclass(frozen=True)
class Unknown:
    """A word of the file that has to be explained. `characteristic`: that of a group, where it is known. `times`: on how many lines."""

    means: Means
    word: str
    characteristic: str = ""
    times: int = 1


@dataclass(frozen=True)
class Line:
    """One headcount: `row` of the file (0 where it was worked out), `day` None where the file names none."""

    unit: str
    level: str
    measure: str
    group: Group
    count: Headcount
    row: int
    day: date | None = None

    @property
    def place(self) -> tuple[date | None, str, str, str, Group]:
        return self.day, self.unit, self.level, self.measure, self.group


@dataclass(frozen=True)
class Sheet:
    """A table as it stands: headings, and rows of text with their numbers in the file. `name` says which table, in errors."""

    name: str
    columns: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    place: str = ""


@dataclass(frozen=True)
class Found:
    """The headcounts of a file as they stand in it, the units it names, remarks on what was left out or looks odd, and what is unknown."""

    lines: tuple[Line, ...]
    units: tuple[str, ...]
    remarks: tuple[str, ...]
    unknown: tuple[Unknown, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(sorted({line.day for line in self.lines if line.day}))


def read(columns: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], asked: Asked, place: str = "") -> Found:
    """Every headcount of one table. Raises NamesStaff or CannotRead, which name the column or the row."""
    return read_all([Sheet("", columns, rows, place)], asked)


def read_all(sheets: Sequence[Sheet], asked: Asked) -> Found:
    """Every headcount of the tables of a file, together. A sheet called “Ethnicity” or “Leavers” is one of that."""
    readings = [_Reading(sheet, _asked_of(sheet, asked)) for sheet in sheets]
    lines = [line for reading in readings for line in reading.lines()]
    unknown: Counter[tuple[Means, str, str]] = sum((reading.unknown for reading in readings), Counter())
    remarks = [remark for reading in readings for remark in reading.remarks]
    if not lines and not unknown:
        raise CannotRead(
            f"{sheets[0].place if sheets else ''}the table holds no headcount.", "Every line is empty or left out.",
            "Look whether it is the right sheet.",
        )  # fmt: skip
    kept = _once(lines, sheets[0].place if len(sheets) == 1 else "")
    remarks += _rounded_after_all(kept, asked)
    listed = [Unknown(means, word, of, times) for (means, word, of), times in unknown.most_common()]
    units = tuple(dict.fromkeys(line.unit for line in kept if line.unit != WHOLE))
    return Found(tuple(kept), units, tuple(dict.fromkeys(remarks))[:MOST_REMARKS], tuple(listed))


def _asked_of(sheet: Sheet, asked: Asked) -> Asked:
    return replace(
        asked, characteristic=characteristic_of(sheet.name) or asked.characteristic, measure=measure_of(sheet.name) or asked.measure
    )


class _Reading:
    """One table being read. `unknown` and `remarks` grow while `lines()` is taken."""

    def __init__(self, sheet: Sheet, asked: Asked) -> None:
        self.sheet, self.asked = sheet, asked
        self.roles = roles_of(sheet.columns, asked)
        self.unknown: Counter[tuple[Means, str, str]] = Counter()
        self.remarks: list[str] = []
        self.others: Counter[str] = Counter()

    def lines(self) -> list[tuple[Line, tuple[str, ...]]]:
        """Each headcount, with the words that set it apart from the others of the table."""
        values = [(number, dict(zip(self.sheet.columns, row, strict=False))) for number, row in self.sheet.rows]
        self._door([row for _, row in values])
        for column in self.roles.strange:
            self.unknown[Means.COLUMN, column, ""] += 1
        if not self.roles.is_long and not self.roles.counts:
            if self.roles.strange:
                return []
            raise CannotRead(
                f"{self.sheet.place}no column of headcounts was found.",
                "It needs a column of numbers beside one of groups, or a column for each group.",
                "Head the columns Unit, Grade, Characteristic, Group and Headcount, or by the names of groups.",
            )
        found = [line for number, row in values for line in self._of_row(number, row)]
        self._say_what_was_left_out()
        return found

    def _door(self, rows: Sequence[Mapping[str, str]]) -> None:
        counts = self.roles.counts
        texts = {column: [row.get(column, "") for row in rows] for column in self.sheet.columns if column not in counts}
        days = self.roles.headed(Role.DAY)
        refuse_what_tells_of_one({name: cells for name, cells in texts.items() if name not in days}, self._anything(), self.sheet.place)
        if counts:
            refuse_a_line_for_each([[row.get(column, "") for column in counts] for row in rows], self.sheet.place)
        elif len(self.roles.headed(Role.GROUP)) > 1:
            refuse_a_line_for_each([["1"] for _ in rows], self.sheet.place)

    def _anything(self) -> list[str]:
        return [*self.roles.strange, *self.roles.headed(Role.LEFT_OUT)]

    def _say_what_was_left_out(self) -> None:
        if self.others:
            named, lines = next(iter(self.others)), sum(self.others.values())
            self.remarks.append(f"Lines of other organisations were left out: {lines:,}, of {len(self.others):,} such as {named}.")
        if self.roles.headed(Role.LEFT_OUT):
            self.remarks.append(f"Columns that are no headcounts were left out: {', '.join(self.roles.headed(Role.LEFT_OUT))}.")

    def _of_row(self, number: int, row: Mapping[str, str]) -> Iterator[tuple[Line, tuple[str, ...]]]:
        unit = self._unit(row)
        level = self._level(row)
        if unit is None or level is None or not any(row.get(column, "").strip() for column in self.roles.counts):
            return
        day = self._day(number, row)
        apart = tuple(row.get(column, "").strip() for column in self.sheet.columns if column not in self.roles.counts)
        for column in self.roles.counts:
            if not row.get(column, "").strip():
                continue
            measure = self._measure(column, row)
            count = _count(row[column], self.asked.counted, f"{self.sheet.place}row {number}, column “{column}”")
            for group in self._groups(column, row):
                if measure:
                    yield Line(unit, level, measure, group, count, number, day), (self.sheet.name, column, *apart)

    def _told(self, row: Mapping[str, str], role: Role) -> str | None:
        columns = self.roles.headed(role)
        return row.get(columns[0], "").strip() if columns else None

    def _unit(self, row: Mapping[str, str]) -> str | None:
        """The unit; None for a line of another organisation."""
        word = self._told(row, Role.UNIT)
        said = folded(word or "")
        if not said or said in _TOTALS | _WHOLE or said in {folded(name) for name in self.asked.own}:
            return WHOLE
        if self._many_organisations:
            self.others[word or ""] += 1
            return None
        return self.asked.meant(word or "")

    @property
    def _many_organisations(self) -> bool:
        """Whether the units are organisations, this service among them, as in tables of the whole Civil Service."""
        if not hasattr(self, "_organisations"):
            heading = "".join(self.roles.headed(Role.UNIT))
            place = list(self.sheet.columns).index(heading) if heading else -1
            own = {folded(name) for name in self.asked.own} | _WHOLE
            here = {folded(row[place]) for _, row in self.sheet.rows if place < len(row)} if heading else set()
            self._organisations = folded(heading) in ("organisation", "organisation name", "organisations") and bool(here & own)
        return self._organisations

    def _level(self, row: Mapping[str, str]) -> str | None:
        """The level; None for a word nobody explained."""
        word = self._told(row, Role.LEVEL)
        if not word or folded(word) in _TOTALS:
            return ALL_LEVELS if word is None or word else "unknown"
        found = level_of(self.asked.meant(word))
        if not found:
            self.unknown[Means.LEVEL, word, ""] += 1
        return found or None

    def _measure(self, column: str, row: Mapping[str, str]) -> str:
        headed = measure_of(self.asked.meant(column))
        word = self._told(row, Role.MEASURE)
        if headed or not word:
            return headed or self.asked.measure
        found = measure_of(self.asked.meant(word))
        if not found:
            self.unknown[Means.MEASURE, word, ""] += 1
        return found

    def _day(self, number: int, row: Mapping[str, str]) -> date | None:
        word = self._told(row, Role.DAY)
        if not word:
            return None
        found = day_of(word)
        if found is None:
            raise CannotRead(
                f"{self.sheet.place}row {number}: “{word[:40]}” is not a day that figures are of.",
                "A headcount is of one day, such as 31 March 2026, or of a year of Civil Service Statistics.",
                "Write the last day of the period.",
            )
        return found

    def _groups(self, column: str, row: Mapping[str, str]) -> Iterator[Group]:
        """The group of a number, or in a cross the group of each characteristic."""
        if self.roles.of[column] is Role.NUMBER:
            found = group_in_heading(column, self.asked)
            yield from self._settled(found, column, self.asked.characteristic)
            return
        told = characteristic_of(self.asked.meant(self._told(row, Role.CHARACTERISTIC) or ""))
        for heading in self.roles.headed(Role.GROUP):
            characteristic = told or characteristic_of(self.asked.meant(heading)) or self.asked.characteristic
            word = row.get(heading, "").strip() or EMPTY
            if folded(self.asked.meant(word)) not in _TOTALS:
                yield from self._settled(group_in_heading(word, self.asked, characteristic), word, characteristic)

    def _settled(self, found: Group | None, word: str, characteristic: str) -> Iterator[Group]:
        if found is None or not (found.characteristic or characteristic):
            self.unknown[Means.GROUP, word, characteristic] += 1
        else:
            yield Group(found.characteristic or characteristic, found.group, found.kind)


def _count(cell: str, counted: str, where: str) -> Headcount:
    clean = cell.strip().replace(",", "").replace("\u00a0", "")
    least, to = (10, 10) if counted == "to_10" else (LEAST, 5)
    mark = _WITHHELD.fullmatch(clean)
    if mark:
        return withheld(int(mark["below"]) if mark["below"] and int(mark["below"]) > 1 else least)
    clean = clean.removesuffix(".0")
    if not clean.isdecimal():
        why = (
            "It is a share, and no number of people can be had from it."
            if "%" in cell
            else "A cell holds a whole number or a mark such as [c]."
        )
        raise CannotRead(f"{where}: “{cell[:40]}” is not a headcount.", why, "Bring headcounts, or correct the cell.")
    number = int(clean)
    if counted == "exact":
        return exact(number)
    if 0 < number < least or number % to:
        raise CannotRead(
            f"{where}: {number} is not a number to the nearest {to}.", "The table was said to be rounded.",
            "Say that the numbers are exact, or correct the cell.",
        )  # fmt: skip
    return rounded_headcount(number, to, least)


def _once(lines: Sequence[tuple[Line, tuple[str, ...]]], place: str) -> list[Line]:
    """Lines of one unit, level and group that differ in words that mean the same (AA and AO, or a cross) are added up.

    Raises CannotRead where one line stands twice.
    """
    seen: dict[tuple[object, ...], Line] = {}
    kept: dict[tuple[object, ...], Line] = {}
    for line, apart in lines:
        same = seen.get((line.group.characteristic, *apart))
        if same is not None:
            raise CannotRead(
                f"{place}row {line.row} counts {line.group.words} of {line.unit} again, as row {same.row} does.",
                "One of the two would be counted twice.", "Take out one of them.",
            )  # fmt: skip
        seen[(line.group.characteristic, *apart)] = line
        before = kept.get(line.place)
        kept[line.place] = line if before is None else replace(before, count=before.count + line.count)
    return list(kept.values())


def _rounded_after_all(lines: Sequence[Line], asked: Asked) -> list[str]:
    if asked.counted != "exact":
        return []
    numbers = [line.count.low for line in lines if line.count.printed]
    if len(numbers) >= _ROUNDED_FROM and all(number % 5 == 0 for number in numbers):
        return ["Every number is a multiple of 5. If they were rounded, say so: they were read as exact."]
    return []
