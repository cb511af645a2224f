"""Police use of force by force and by the group that officers saw: tables in which totals and "of which" rows stand among the detail.

Source: Home Office, police use of force statistics, England and Wales, year ending March 2018 onwards (Open Government Licence).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from folkmoot.foundation.tables.table import Row
from folkmoot.published import tactics
from folkmoot.published.errors import Place, PublishedError
from folkmoot.published.forces import TERRITORIAL, force_of, is_total
from folkmoot.published.model import Level, Reading, TacticCount
from folkmoot.published.numbers import count_of
from folkmoot.published.periods import Period, financial_year_in
from folkmoot.published.report import Notes, Said, some
from folkmoot.published.sheets import HEADINGS_WITHIN, Book, Sheet, cell, folded, plain

ENGLAND_AND_WALES = "England and Wales"
_ROW_TOTAL = "number of times tactic reported"
_SPACED = re.compile(r"\s*-\s*")
GROUPS: Mapping[str, frozenset[str]] = {
    "perceived ethnicity": frozenset(
        {"white", "black (or black british)", "asian (or asian british)", "black", "asian", "chinese", "mixed", "other", "don't know",
         "not reported"}
    ),
    "perceived disability": frozenset({"mental", "physical", "physical and mental", "none", "not reported"}),
    "perceived age": frozenset(
        {"under 11 years", "11-17 years", "18-34 years", "35-49 years", "50-64 years", "65 and over", "not reported", "under 18 years",
         "under 10 years", "10-17 years", "under 11", "11-17", "18-34", "35-49", "50-64", "65+"}
    ),
    "perceived gender": frozenset({"male", "female", "other", "not reported"}),
}  # fmt: skip
_HEALTH = "perceived health condition"


@dataclass(frozen=True)
class Headings:
    """Where the columns stand, counted from 0. `groups` are the headings of the counts, `whole` the column of their sum if there is one."""

    row: Row
    force: int
    type_of_force: int
    tactic: int
    groups: Mapping[int, str]
    whole: int | None


@dataclass(frozen=True)
class Line:
    """One row: what it is of, its level, the row it is a part of, and its counts by column."""

    row: int
    force: str
    total: bool
    type_of_force: str
    tactic: str
    level: Level
    parent: int | None
    counts: Mapping[int, int | None]
    whole: int | None


def found_in(book: Book) -> tuple[Sheet, ...]:
    """The sheets that hold such a table by force."""
    return tuple(sheet for sheet in book if headings_in(sheet))


def headings_in(sheet: Sheet) -> Headings | None:
    for row in sheet.rows[:HEADINGS_WITHIN]:
        places = {folded(text): place for place, text in enumerate(row.values) if text.strip()}
        if not places.keys() >= {"police force", "type of force", "tactic"}:
            continue
        whole = next((place for name, place in places.items() if name.startswith((_ROW_TOTAL, "total"))), None)
        named = {places["police force"], places["type of force"], places["tactic"], whole}
        groups = {place: plain(text) for place, text in enumerate(row.values) if text.strip() and place not in named}
        if groups:
            return Headings(row, places["police force"], places["type of force"], places["tactic"], groups, whole)
    return None


def characteristic_of(sheet: Sheet, headings: Headings) -> str:
    """By what the columns are: by the words above them or the file's name, else by most of the groups. Raises PublishedError."""
    words = folded(" ".join([sheet.file, *sheet.above(headings.row.number)]).replace("_", " ").replace("-", " "))
    fitting = {name: sum(_known(group, known) for group in headings.groups.values()) for name, known in GROUPS.items()}
    best = max(fitting, key=lambda name: fitting[name])
    if 2 * fitting[best] <= len(headings.groups):
        raise sheet.error(
            "it cannot be told by what these columns break the counts down.", f"They are: {'; '.join(headings.groups.values())[:200]}.",
            "Bring a table by ethnicity, disability or health condition, age or gender.", row=headings.row.number,
        )  # fmt: skip
    return _HEALTH if best == "perceived disability" and "health condition" in words else best


def _known(group: str, known: frozenset[str]) -> bool:
    return _SPACED.sub("-", folded(group)) in known


def period_of(sheet: Sheet, headings: Headings, given: str, notes: Notes) -> Period:
    """The year given, or said above the table, or in the file's name. Raises PublishedError."""
    found = financial_year_in(given) if given else None
    if found is None and not given:
        said = {year for text in sheet.above(headings.row.number) if (year := financial_year_in(text))}
        found = said.pop() if len(said) == 1 else None
        if found is None and (found := financial_year_in(sheet.file.replace("\\", "/").rpartition("/")[2])):
            notes.say(Said.PERIOD_FROM_NAME, period=found.words)
    if found is None:
        raise PublishedError(
            "it cannot be told which year these figures are of.", "Neither the table nor the file's name says one year, April to March.",
            "Name the file as 2018-19, or say the year when you bring it in.", place=Place(sheet.file, sheet.name),
        )  # fmt: skip
    return found


def read(sheets: Sequence[Sheet], given: str, notes: Notes) -> tuple[Reading, tuple[Period, ...]]:
    """Every sheet by force. Raises PublishedError for a cell that is no count, or a row that is there twice."""
    rows: list[TacticCount] = []
    apart: list[TacticCount] = []
    columns: list[str] = []
    periods: dict[Period, None] = {}
    read_rows = 0
    for sheet in sheets:
        headings = headings_in(sheet)
        assert headings is not None, "only called for sheets that were found"
        characteristic, period = characteristic_of(sheet, headings), period_of(sheet, headings, given, notes)
        _say_groups(sheet, headings, characteristic, notes)
        lines = list(_lines(sheet, headings, notes))
        _check(lines, headings, sheet, notes)
        for line in lines:
            kept = not line.total and line.level is Level.DETAIL
            (rows if kept else apart).extend(_counts(line, headings, characteristic, period))
        columns += [f"{characteristic}: {group}" for group in headings.groups.values()]
        periods[period] = None
        read_rows += len(lines)
    return Reading(rows, apart, tuple(columns), read_rows), tuple(periods)


def _say_groups(sheet: Sheet, headings: Headings, characteristic: str, notes: Notes) -> None:
    known = GROUPS["perceived disability" if characteristic == _HEALTH else characteristic]
    for place, group in headings.groups.items():
        notes.column(headings.row.values[place], f"{characteristic}: {group}")
        if not _known(group, known):
            notes.say(Said.UNKNOWN_LABEL, sheet.place(headings.row.number, place), value=group, column=characteristic)


def _lines(sheet: Sheet, headings: Headings, notes: Notes) -> Iterator[Line]:
    """Rows with their levels, force by force and type by type in the order of the table."""
    body = [row for row in sheet.below(headings.row) if cell(row.values, headings.tactic).strip()]
    if not body:
        raise sheet.error("there is no row below the headings.", "", "Choose the whole table, as published.", row=headings.row.number)

    def block(row: Row) -> tuple[str, str]:
        return plain(cell(row.values, headings.force)), plain(cell(row.values, headings.type_of_force))

    seen: dict[tuple[str, str], int] = {}
    for (written, type_of_force), several in groupby(body, key=block):
        rows = list(several)
        force, total = _force(written, sheet.place(rows[0].number, headings.force), notes)
        if (force, type_of_force) in seen:
            raise sheet.error(
                f"“{written}”, {type_of_force}, stands in row {seen[(force, type_of_force)]} too.", "Its figures would count twice.",
                "Take one of the two out.", row=rows[0].number, column=headings.force,
            )  # fmt: skip
        seen[(force, type_of_force)] = rows[0].number
        yield from _block(rows, force, total, type_of_force, sheet, headings)


def _force(written: str, place: Place, notes: Notes) -> tuple[str, bool]:
    if is_total(written):
        return ENGLAND_AND_WALES if "wales" in folded(written) else written, True
    named = force_of(written)
    if named.known:
        notes.read_as(written, named.name)
    elif written not in notes.unknown:
        notes.unknown[written] = None
        notes.say(Said.UNKNOWN_PLACE, place, name=written)
    return named.name, False


def _block(rows: Sequence[Row], force: str, total: bool, type_of_force: str, sheet: Sheet, headings: Headings) -> Iterator[Line]:
    names = [plain(cell(row.values, headings.tactic)) for row in rows]
    levels, parents = tactics.levels(names), tactics.parents(names)
    for row, name, level, parent in zip(rows, names, levels, parents, strict=True):
        counts = {place: _count(row, place, heading, sheet) for place, heading in headings.groups.items()}
        whole = None if headings.whole is None else _count(row, headings.whole, "sum", sheet)
        number = None if parent is None else rows[parent].number
        yield Line(row.number, force, total, type_of_force, name.lstrip("*"), level, number, counts, whole)


def _count(row: Row, column: int, heading: str, sheet: Sheet) -> int | None:
    text = cell(row.values, column)
    try:
        return count_of(text)
    except ValueError as error:
        raise sheet.error(
            f"“{text[:40]}” is no count.", "A number of times is whole and not below 0.",
            "Correct the cell, or bring the file as published.", row=row.number, column=column, heading=heading,
        ) from error  # fmt: skip


def _counts(line: Line, headings: Headings, characteristic: str, period: Period) -> Iterator[TacticCount]:
    for place, count in line.counts.items():
        if count is not None:
            yield TacticCount(
                period, line.force, line.type_of_force, line.tactic, line.level, characteristic, headings.groups[place], count
            )  # fmt: skip


def _check(lines: Sequence[Line], headings: Headings, sheet: Sheet, notes: Notes) -> None:
    """Every sum that the table holds: along the row, of parts, of details, of types, of forces."""
    _say_kept_apart(lines, sheet, notes)
    for line in lines:
        _compare(line.whole, [*line.counts.values()], line, f"{line.force}, {line.tactic}", sheet, headings.whole, notes)
        for place, text in line.counts.items():
            if text is None:
                notes.say(Said.NO_COUNT, sheet.place(line.row, place, headings.groups[place]), mark="nothing")
    checked = _check_nested(lines, headings, sheet, notes) + _check_forces(lines, headings, sheet, notes)
    if checked and not any(remark.said is Said.TOTAL_DIFFERS for remark in notes.report(rows_read=0, rows_kept=0).remarks):
        notes.say(Said.TOTAL_AGREES, sheet.place(), name="Every total", figures=checked)


def _say_kept_apart(lines: Sequence[Line], sheet: Sheet, notes: Notes) -> None:
    broken = [line for line in lines if not line.total and line.level is Level.OF_WHICH]
    if broken:
        notes.say(Said.PART_OF_ANOTHER, sheet.place(broken[0].row), rows=len(broken), name=broken[0].tactic)
    for name in dict.fromkeys(line.force for line in lines if line.total):
        notes.say(Said.TOTAL_KEPT_APART, sheet.place(next(line.row for line in lines if line.force == name)), name=name)
    totals = [line for line in lines if not line.total and line.level is Level.TOTAL]
    for name in dict.fromkeys(line.tactic for line in totals):
        notes.say(Said.TOTAL_KEPT_APART, sheet.place(next(line.row for line in totals if line.tactic == name)), name=name)
    alone = [line for line in lines if line.level is Level.DETAIL and tactics.bare(line.tactic).startswith("total")]
    for name in dict.fromkeys(line.tactic for line in alone):
        notes.say(Said.TOTAL_WITHOUT_DETAIL, sheet.place(next(line.row for line in alone if line.tactic == name)), name=name)
    missing = [name for name in TERRITORIAL if name not in {line.force for line in lines}]
    if missing:
        notes.say(Said.MISSING_PLACES, sheet.place(), names=some(missing))


def _check_nested(lines: Sequence[Line], headings: Headings, sheet: Sheet, notes: Notes) -> int:
    checked = 0
    for force in dict.fromkeys(line.force for line in lines):
        own = [line for line in lines if line.force == force]
        for line in own:
            parts = _parts(line, own)
            if parts:
                checked += _compare_all(line, parts, headings, sheet, notes)
    return checked


def _parts(line: Line, own: Sequence[Line]) -> list[Line]:
    """The rows of a force of which a row is the sum."""
    if line.level is Level.OF_WHICH:
        return [part for part in own if part.parent == line.row]
    if line.level is not Level.TOTAL:
        return []
    if tactics.is_grand(line.tactic):
        return [
            part for part in own
            if part.level is Level.DETAIL and folded(part.type_of_force) not in tactics.LEFT_OUT_OF_GRAND
        ]  # fmt: skip
    return [part for part in own if part.type_of_force == line.type_of_force and part.level is Level.DETAIL]


def _check_forces(lines: Sequence[Line], headings: Headings, sheet: Sheet, notes: Notes) -> int:
    of_forces: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if not line.total:
            of_forces.setdefault((line.type_of_force, line.tactic), []).append(line)
    checked = 0
    for line in (line for line in lines if line.total and line.force == ENGLAND_AND_WALES):
        parts = of_forces.get((line.type_of_force, line.tactic), [])
        if parts:
            checked += _compare_all(line, parts, headings, sheet, notes)
    return checked


def _compare_all(line: Line, parts: Sequence[Line], headings: Headings, sheet: Sheet, notes: Notes) -> int:
    for place in headings.groups:
        _compare(
            line.counts[place], [part.counts[place] for part in parts], line, f"{line.force}, {line.tactic}", sheet, place, notes
        )  # fmt: skip
    return len(headings.groups)


def _compare(
    said: int | None, parts: Iterable[int | None], line: Line, name: str, sheet: Sheet, column: int | None, notes: Notes
) -> None:  # fmt: skip
    added = sum(part or 0 for part in parts)
    if said is not None and said != added:
        notes.say(Said.TOTAL_DIFFERS, sheet.place(line.row, column), name=name, stated=said, sum=added)
