"""Quarterly worksheets of prosecutions by a characteristic of defendants: convictions and non-convictions of each group.

Source: Crown Prosecution Service, quarterly data summaries, prosecutions demographics tables (Open Government Licence). They are management
information, provisional and not official statistics. Headings, their order and their place differ between quarters, so they are looked for.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.foundation.tables.table import Row
from folkmoot.published.errors import Place, PublishedError
from folkmoot.published.forces import is_total
from folkmoot.published.model import GroupCount, Outcome, Reading
from folkmoot.published.numbers import agrees, count_of, is_mark
from folkmoot.published.oddities import dated_groups
from folkmoot.published.outcomes.layouts import Counts, Layout, layout_in, outcome_of
from folkmoot.published.periods import Period, quarter_in
from folkmoot.published.report import Notes, Said
from folkmoot.published.sheets import Book, Sheet, cell, folded, plain

_END = ("note", "source", "©", "1.", "[note", "data as", "produced")
_ALL = frozenset({"total", "all", "grand total", "all defendants", "overall", "all ethnicities", "all ages"})


@dataclass(frozen=True)
class Figure:
    """One count with the row it stands in. `total`: of all groups together."""

    row: int
    column: int
    period: Period
    place: str
    group: str
    total: bool
    outcome: Outcome
    count: int


def layout_of(sheet: Sheet) -> Layout | None:
    """The layout of a sheet that holds such a table; None for another."""
    found = layout_in(sheet)
    if found is None or found.outcome is None:
        return found
    named = {outcome_of(cell(row.values, found.outcome)) for row in sheet.below(found.row)}
    return found if {Outcome.CONVICTION, Outcome.UNSUCCESSFUL} <= named else None


def read(book: Book, name: str, given: str, notes: Notes) -> tuple[Reading, tuple[Period, ...]]:
    """Every worksheet by a characteristic. Raises PublishedError where a quarter cannot be told, or for a cell that is no count."""
    rows: list[GroupCount] = []
    apart: list[GroupCount] = []
    columns: list[str] = []
    read_rows = 0
    for sheet in book:
        layout = layout_of(sheet)
        if layout is None:
            notes.say(Said.SHEET_NOT_READ, sheet.place())
            continue
        figures = list(_figures(sheet, layout, _told(sheet, layout, name, given), notes))
        _refuse_twice(figures, sheet, layout)
        _check(figures, layout, sheet, notes)
        kept = [one for one in figures if not (one.total or one.period.rolling or one.outcome is Outcome.ALL)]
        left = [one for one in figures if one.total or one.period.rolling or one.outcome is Outcome.ALL]
        rows += [_counted(one, layout) for one in kept]
        apart += [_counted(one, layout) for one in left]
        columns += [f"{layout.characteristic}: {group}" for group in dict.fromkeys(one.group for one in kept)]
        read_rows += len({one.row for one in figures})
    periods = tuple(sorted({row.period for row in rows} or {row.period for row in apart}))
    if not periods:
        raise PublishedError("no count was found below the headings.", "", "Choose the whole workbook, as published.", place=Place(name))
    return Reading(rows, apart, tuple(columns), read_rows), periods


def _told(sheet: Sheet, layout: Layout, name: str, given: str) -> Period | None:
    """The quarter of the whole sheet: given, above the table, in the sheet's name or the file's."""
    if given:
        return quarter_in(given)
    above = {period for text in sheet.above(layout.row.number) if (period := quarter_in(text))}
    if len(above) == 1:
        return above.pop()
    return quarter_in(sheet.name) or quarter_in(name.replace("\\", "/").rpartition("/")[2].replace("_", " "))


def _figures(sheet: Sheet, layout: Layout, told: Period | None, notes: Notes) -> Iterator[Figure]:
    notes.column(cell(layout.row.values, layout.group), layout.characteristic)
    place = period = ""
    for row in sheet.below(layout.row):
        group = plain(cell(row.values, layout.group))
        if folded(cell(row.values, 0)).startswith(_END):
            return
        place = plain(cell(row.values, layout.place)) or place if layout.place is not None else ""
        period = plain(cell(row.values, layout.period)) or period if layout.period is not None else ""
        columns = layout.counts or _own_count(row, layout)
        if not group or not any(cell(row.values, one.column).strip() for one in columns):
            continue
        of_row = quarter_in(period) or told
        yield from _of_row(row, group, place, of_row, columns, sheet, notes)


def _own_count(row: Row, layout: Layout) -> tuple[Counts, ...]:
    """Of a long table: the one count of a row, with the outcome that the row says."""
    if layout.outcome is None or layout.count is None:
        return ()
    outcome = outcome_of(cell(row.values, layout.outcome))
    return (Counts(layout.count, outcome, None, False),) if outcome else ()


def _of_row(
    row: Row, group: str, place: str, told: Period | None, columns: Sequence[Counts], sheet: Sheet, notes: Notes
) -> Iterator[Figure]:  # fmt: skip
    found: dict[tuple[Period, Outcome], int] = {}
    for one in (one for one in columns if not one.share):
        count = _count(row, one.column, sheet, notes)
        period = one.period or told
        if period is None:
            raise sheet.error(
                "it cannot be told which quarter this figure is of.", "No heading, title, column or file name says it.",
                "Say the quarter when you bring the file in, such as Q2 22/23.", row=row.number, column=one.column,
            )  # fmt: skip
        if count is not None:
            found[(period, one.outcome)] = count
            total = folded(group) in _ALL or is_total(group)
            yield Figure(row.number, one.column, period, place, group, total, one.outcome, count)
    for share in (one for one in columns if one.share):
        _check_share(row, share, share.period or told, found, sheet, notes)


def _count(row: Row, column: int, sheet: Sheet, notes: Notes) -> int | None:
    text = cell(row.values, column)
    try:
        count = count_of(text)
    except ValueError as error:
        raise sheet.error(
            f"“{text[:40]}” is no count.", "A number of defendants is whole and not below 0.",
            "Correct the cell, or bring the file as published.", row=row.number, column=column,
        ) from error  # fmt: skip
    if count is None:
        notes.say(Said.NO_COUNT, sheet.place(row.number, column), mark=text.strip() or "nothing")
    return count


def _check_share(
    row: Row, share: Counts, period: Period | None, found: dict[tuple[Period, Outcome], int], sheet: Sheet, notes: Notes
) -> None:  # fmt: skip
    """A percentage beside counts: of the group's own prosecutions."""
    text = cell(row.values, share.column)
    if period is None or share.outcome is Outcome.ALL or (period, share.outcome) not in found or is_mark(text):
        return
    part = found[(period, share.outcome)]
    whole = found.get((period, Outcome.ALL)) or sum(count for (when, _), count in found.items() if when == period)
    try:
        right = agrees(text, part, whole)
    except ValueError:
        right = False
    if not right and whole:
        place = sheet.place(row.number, share.column)
        notes.say(Said.PERCENTAGE_DIFFERS, place, stated=text.strip(), figured=f"{part:,} of {whole:,}, {100 * part / whole:.1f}%")


def _refuse_twice(figures: Sequence[Figure], sheet: Sheet, layout: Layout) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for one in figures:
        key = (one.period, one.place, folded(one.group), one.outcome)
        if key in seen:
            raise sheet.error(
                f"“{one.group}” stands in row {seen[key]} too, for the same quarter and outcome.", "Its defendants would count twice.",
                "Take one of the two out.", row=one.row, column=layout.group,
            )  # fmt: skip
        seen[key] = one.row


def _check(figures: Sequence[Figure], layout: Layout, sheet: Sheet, notes: Notes) -> None:
    """Totals of groups and of outcomes against their parts, and what is kept apart."""
    for period in dict.fromkeys(one.period for one in figures if one.period.rolling):
        notes.say(Said.ROLLING_KEPT_APART, sheet.place(), period=period.words)
    parts: dict[tuple[Period, str, Outcome], int] = defaultdict(int)
    for one in figures:
        if not one.total:
            parts[(one.period, one.place, one.outcome)] += one.count
    checked = differing = 0
    for one in (one for one in figures if one.total):
        checked += 1
        added = parts[(one.period, one.place, one.outcome)]
        if added != one.count:
            differing += 1
            notes.say(Said.TOTAL_DIFFERS, sheet.place(one.row, one.column), name=one.group, stated=one.count, sum=added)
    for name in dict.fromkeys(one.group for one in figures if one.total):
        notes.say(Said.TOTAL_KEPT_APART, sheet.place(next(one.row for one in figures if one.group == name)), name=name)
    if checked and not differing:
        notes.say(Said.TOTAL_AGREES, sheet.place(), name=next(one.group for one in figures if one.total), figures=checked)
    if not checked:
        notes.say(Said.NO_TOTAL, sheet.place())
    _check_outcomes(figures, sheet, notes)
    _say_dated(figures, layout, sheet, notes)


def _check_outcomes(figures: Sequence[Figure], sheet: Sheet, notes: Notes) -> None:
    """All outcomes of a group against convictions and the rest."""
    of_row: dict[tuple[int, Period], dict[Outcome, Figure]] = defaultdict(dict)
    for one in figures:
        of_row[(one.row, one.period)][one.outcome] = one
    for found in of_row.values():
        whole = found.get(Outcome.ALL)
        rest = [one.count for outcome, one in found.items() if outcome is not Outcome.ALL]
        if whole and Outcome.UNSUCCESSFUL in found and sum(rest) != whole.count:
            place = sheet.place(whole.row, whole.column)
            notes.say(Said.TOTAL_DIFFERS, place, name=f"{whole.group}, all outcomes", stated=whole.count, sum=sum(rest))


def _say_dated(figures: Sequence[Figure], layout: Layout, sheet: Sheet, notes: Notes) -> None:
    """Groups that a spreadsheet turned into dates."""
    for turned in dated_groups(one.group for one in figures):
        place = sheet.place(next(one.row for one in figures if one.group == turned.value), layout.group)
        notes.say(Said.DATED_BAND, place, value=turned.value, band=" or ".join(turned.bands) or "a band")


def _counted(one: Figure, layout: Layout) -> GroupCount:
    return GroupCount(one.period, one.place, layout.characteristic, one.group, one.outcome, one.count)
