"""The monthly table of outcomes by principal offence category, one row an area and one for all of them.

Source: Crown Prosecution Service, case outcomes by principal offence category, 2014 to 2018 (Open Government Licence).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from folkmoot.foundation.tables.table import Row
from folkmoot.published.forces import MET_AND_CITY, OUTCOME_AREAS, force_of, is_total
from folkmoot.published.model import OffenceCount, Outcome, Reading
from folkmoot.published.numbers import agrees, count_of, has_thousands_comma, is_mark
from folkmoot.published.oddities import percentages_off
from folkmoot.published.outcomes.headings import ADMIN_FINALISED, Counted, Heading, counted, headings_in, missing
from folkmoot.published.periods import Period
from folkmoot.published.report import Notes, Said, some
from folkmoot.published.sheets import Book, Sheet, cell, plain
from folkmoot.published.totals import sum_of_others

_END = ("note", "source", "©", "*")


@dataclass(frozen=True)
class Area:
    """One row of counts, by column; None where there is a mark in place of a number."""

    row: int
    name: str
    total: bool
    counts: Mapping[int, int | None]


def found_in(book: Book) -> Sheet | None:
    """The sheet that holds this table, if one does."""
    return next((sheet for sheet in book if headings_in(sheet)), None)


def read(sheet: Sheet, period: Period, notes: Notes) -> Reading:
    """Raises PublishedError for a count that is none, an area that is there twice, or a table without areas."""
    located = headings_in(sheet)
    assert located is not None, "only called for a sheet that was found"
    row, headings = located
    columns = list(counted(headings))
    _say_headings(sheet, row, headings, columns, notes)
    areas = _areas(sheet, row, columns, notes)
    areas = _with_totals(areas, sheet, notes)
    detail, totals = [area for area in areas if not area.total], [area for area in areas if area.total]
    _check_totals(totals, detail, columns, sheet, notes)
    _say_places(detail, sheet, notes)
    _say_zeros(sheet, row, columns, notes)
    kept = [one for area in detail for one in _rows(area, columns, period)]
    apart = [one for area in totals for one in _rows(area, columns, period)]
    return Reading(kept, apart, tuple(f"{one.heading.offence}: {one.heading.outcome}" for one in columns), len(areas))


def _say_headings(sheet: Sheet, row: Row, headings: Sequence[Heading], columns: Sequence[Counted], notes: Notes) -> None:
    for one in columns:
        notes.column(one.heading.text, f"{one.heading.offence}: {one.heading.outcome}")
        if not one.heading.known:
            notes.say(Said.UNKNOWN_LABEL, sheet.place(row.number, one.heading.column), value=one.heading.offence, column="offence")
        if one.mislabelled and one.percentage:
            expected = one.heading.text.replace("Number", "Percentage", 1)
            place = sheet.place(row.number, one.percentage.column)
            notes.say(Said.MISLABELLED_COLUMN, place, heading=one.percentage.text, expected=expected)
    read = {heading.column for heading in headings}
    for column, text in enumerate(row.values):
        if column and column not in read and text.strip():
            notes.say(Said.UNKNOWN_COLUMN, sheet.place(row.number, column), heading=plain(text))
    if absent := missing(headings):
        notes.say(Said.MISSING_COLUMNS, sheet.place(row.number), names="; ".join(absent))


def _areas(sheet: Sheet, headings: Row, columns: Sequence[Counted], notes: Notes) -> list[Area]:
    areas: list[Area] = []
    seen: dict[str, int] = {}
    for row in sheet.below(headings):
        written = plain(cell(row.values, 0))
        if not any(cell(row.values, one.heading.column).strip() for one in columns) and written:
            if written.casefold().startswith(_END):
                break
            continue
        area = _area(row, written, columns, sheet, notes)
        if area.total and area.name in seen:
            raise sheet.error(
                f"“{written}” is a sum of other rows, and so is row {seen[area.name]}.", "Its cases would count twice.",
                "Take out every sum but the one of the whole country.", row=row.number, column=0,
            )  # fmt: skip
        if area.name in seen:
            raise sheet.error(
                f"“{written}” is the same area as in row {seen[area.name]}.", "Its cases would count twice.", "Take out one of the rows.",
                row=row.number, column=0,
            )  # fmt: skip
        seen[area.name] = row.number
        areas.append(area)
    if not areas:
        raise sheet.error("there is no area below the headings.", "", "Choose the whole table, as published.", row=headings.number)
    return areas


def _area(row: Row, written: str, columns: Sequence[Counted], sheet: Sheet, notes: Notes) -> Area:
    if not written:
        raise sheet.error(
            "this row has counts but no area.", "", "Write whose counts they are, or take the row out.", row=row.number, column=0
        )  # fmt: skip
    total = is_total(written)
    named = force_of(written)
    name = "National" if total else named.name
    if not total:
        notes.read_as(written, name)
    if not total and not named.known:
        notes.unknown[name] = None
        notes.say(Said.UNKNOWN_PLACE, sheet.place(row.number, 0), name=name)
    counts = {one.heading.column: _count(row, one.heading, sheet, notes) for one in columns}
    _check_percentages(row, columns, counts, sheet, notes)
    return Area(row.number, name, total, counts)


def _count(row: Row, heading: Heading, sheet: Sheet, notes: Notes) -> int | None:
    text = cell(row.values, heading.column)
    try:
        count = count_of(text)
    except ValueError as error:
        raise sheet.error(
            f"“{text[:40]}” is no count.", "A number of prosecutions is whole and not below 0.",
            "Correct the cell, or bring the file as published.", row=row.number, column=heading.column, heading=heading.text,
        ) from error  # fmt: skip
    if count is None:
        notes.say(Said.NO_COUNT, sheet.place(row.number, heading.column, heading.text), mark=text.strip() or "nothing")
    return count


def _check_percentages(row: Row, columns: Sequence[Counted], counts: Mapping[int, int | None], sheet: Sheet, notes: Notes) -> None:
    wholes: dict[str, int] = {}
    for one in columns:
        wholes[one.heading.offence] = wholes.get(one.heading.offence, 0) + (counts[one.heading.column] or 0)
    shares: dict[str, list[str]] = {}
    for one in columns:
        part = counts[one.heading.column]
        if one.percentage is None or part is None:
            continue
        _check_percentage(row, one.percentage, part, wholes[one.heading.offence], sheet, notes)
        shares.setdefault(one.heading.offence, []).append(cell(row.values, one.percentage.column))
    for offence, texts in shares.items():
        if (added := percentages_off(texts)) is not None:
            notes.say(Said.PERCENTAGES_SUM, sheet.place(row.number), of=offence, sum=f"{added:.1f}".removesuffix(".0"))


def _check_percentage(row: Row, heading: Heading, part: int, whole: int, sheet: Sheet, notes: Notes) -> None:
    text = cell(row.values, heading.column)
    place = sheet.place(row.number, heading.column, heading.text)
    try:
        right = agrees(text, part, whole)
    except ValueError as error:
        raise sheet.error(
            f"“{text[:40]}” is no percentage.", "", "Correct the cell, or bring the file as published.",
            row=row.number, column=heading.column, heading=heading.text,
        ) from error  # fmt: skip
    if not right:
        figured = f"{part:,} of {whole:,}, {100 * part / whole:.1f}%" if whole else "0 of 0"
        notes.say(Said.PERCENTAGE_DIFFERS, place, stated=text.strip() or "nothing", figured=figured)


def _with_totals(areas: list[Area], sheet: Sheet, notes: Notes) -> list[Area]:
    """A row that equals the sum of all others is a total, whatever its name."""
    if any(area.total for area in areas):
        for area in areas:
            if area.total:
                notes.say(Said.TOTAL_KEPT_APART, sheet.place(area.row), name=area.name)
        return areas
    place = sum_of_others([[count or 0 for count in area.counts.values()] for area in areas])
    if place is None:
        notes.say(Said.NO_TOTAL)
        return areas
    found = areas[place]
    notes.say(Said.TOTAL_BY_SUM, sheet.place(found.row), name=found.name)
    return [Area(area.row, area.name, area is found, area.counts) for area in areas]


def _check_totals(totals: Iterable[Area], detail: Sequence[Area], columns: Sequence[Counted], sheet: Sheet, notes: Notes) -> None:
    for total in totals:
        differing = 0
        for one in columns:
            column = one.heading.column
            said, added = total.counts[column], sum(area.counts[column] or 0 for area in detail)
            if said is not None and said != added:
                differing += 1
                notes.say(Said.TOTAL_DIFFERS, sheet.place(total.row, column, one.heading.text), name=total.name, stated=said, sum=added)
        if not differing:
            notes.say(Said.TOTAL_AGREES, sheet.place(total.row), name=total.name, figures=len(columns))


def _say_places(detail: Sequence[Area], sheet: Sheet, notes: Notes) -> None:
    here = {area.name for area in detail}
    if MET_AND_CITY in here:
        notes.say(Said.COMBINED_PLACE, name=MET_AND_CITY, parts="the Metropolitan Police and the City of London")
    split = {"Metropolitan Police", "City of London"} & here
    absent = [name for name in OUTCOME_AREAS if name not in here and not (name == MET_AND_CITY and split)]
    if absent:
        notes.say(Said.MISSING_PLACES, sheet.place(), names=some(absent))


def _say_zeros(sheet: Sheet, headings: Row, columns: Sequence[Counted], notes: Notes) -> None:
    """How many numbers have a comma, and how many percentages are of nothing."""
    rows = list(sheet.below(headings))
    commas = sum(has_thousands_comma(cell(row.values, one.heading.column)) for row in rows for one in columns)
    shares = [cell(row.values, one.percentage.column).strip() for row in rows for one in columns if one.percentage]
    undefined = sum(text == "0" or (bool(text) and is_mark(text)) for text in shares)
    if commas:
        notes.say(Said.THOUSANDS_COMMAS, cells=commas)
    if undefined:
        notes.say(Said.UNDEFINED_PERCENTAGES, cells=undefined)


def _rows(area: Area, columns: Sequence[Counted], period: Period) -> Iterable[OffenceCount]:
    for one in columns:
        count = area.counts[one.heading.column]
        if count is not None:
            offence = ADMIN_FINALISED if one.heading.outcome is Outcome.ADMIN_FINALISED else one.heading.offence
            yield OffenceCount(period.first, area.name, offence, one.heading.outcome, count)
