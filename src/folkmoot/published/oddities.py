"""What spoils any table of counts: groups that a spreadsheet turned into dates, percentages that do not add up, totals among the detail,
and categories that changed between two files. Each thing found says where it stands.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from folkmoot.published.errors import Place
from folkmoot.published.forces import is_total
from folkmoot.published.numbers import count_of, decimals_of, percentage_of
from folkmoot.published.periods import MONTHS
from folkmoot.published.sheets import Sheet, cell, folded, plain
from folkmoot.published.totals import sum_of_others

_NAMES = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_NAME = "(" + "|".join(_NAMES) + ")[a-z]*"
_DAY_MONTH = re.compile(rf"(\d{{1,2}})[-/ ]{_NAME}(?:[-/ ](\d{{2}}|\d{{4}}))?", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"{_NAME}[-/ ](\d{{1,4}})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T][\d:.]+)?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_BAND = re.compile(r"(?:under |over |less than |aged )?\d{1,3}(?:\s*(?:-|–|to)\s*\d{1,3}|\+| and (?:over|under|above))?", re.IGNORECASE)
_WHOLE = Decimal(100)
_NEAR = Decimal(6)  # percentage points from 100 within which a set of percentages means to be whole
_FEWEST_ROWS = 4


@dataclass(frozen=True)
class Turned:
    """A date that stands where a group should be, and the bands of which a spreadsheet makes it."""

    value: str
    bands: tuple[str, ...]


@dataclass(frozen=True)
class Oddity:
    """One thing found. `what` are the words or numbers it is about."""

    place: Place
    what: tuple[str, ...]


def turned_into_date(value: str, bands: Collection[str] = ()) -> Turned | None:
    """Whether a value is a date ("10-Dec", "24-Oct-2018", 2018-02-24) and of which band it may have been made.

    With `bands`, those that are known, only these are named; without, every band of two rising numbers that could become this date.
    """
    numbers = _numbers(value)
    if numbers is None:
        return None
    pairs = [(a, b) for a in numbers for b in numbers if a < b]
    made = dict.fromkeys(f"{a}-{b}" for a, b in sorted(set(pairs)))
    return Turned(value, _known(numbers, tuple(made), bands) if bands else tuple(made))


def _known(numbers: Sequence[int], made: Sequence[str], bands: Collection[str]) -> tuple[str, ...]:
    """Of the known bands those that are made of two of the numbers, else those that begin with one of them."""
    ends = {band: tuple(re.findall(r"\d+", band)) for band in bands}
    exact = tuple(band for one in made for band, parts in ends.items() if "-".join(parts) == one)
    return exact or tuple(band for band, parts in ends.items() if len(parts) > 1 and int(parts[0]) in numbers)


def _numbers(value: str) -> list[int] | None:
    """The numbers a date is made of: day, month and the last two digits of the year; None for anything else."""
    text = plain(value)
    if found := _DAY_MONTH.fullmatch(text):
        return _some(found.group(1), _NAMES[found.group(2).casefold()], found.group(3))
    if found := _MONTH_YEAR.fullmatch(text):
        return _some(_NAMES[found.group(1).casefold()], found.group(2))
    if found := _ISO.fullmatch(text):
        return _some(found.group(3), found.group(2), found.group(1)) if _is_day(int(found.group(2)), int(found.group(3))) else None
    if found := _SLASHED.fullmatch(text):
        return _some(*found.groups())
    return None


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _some(*parts: str | int | None) -> list[int]:
    return [int(part) % 100 for part in parts if part is not None]


def dated_groups(values: Iterable[str], bands: Collection[str] = ()) -> tuple[Turned, ...]:
    """Dates among the values of one column of groups. A column of nothing but dates is a column of dates: nothing is found."""
    different = list(dict.fromkeys(value for value in values if value.strip()))
    turned = [found for value in different if (found := turned_into_date(value, bands))]
    return tuple(turned) if len(turned) < len(different) or bands else ()


def dated_in(sheet: Sheet, headings_row: int) -> tuple[Oddity, ...]:
    """Dates among the bands of every column that has bands, such as 18-24, too; cell by cell."""
    body = [row for row in sheet.rows if row.number > headings_row]
    found = []
    for column in range(max((len(row.values) for row in body), default=0)):
        values = [(row.number, plain(cell(row.values, column))) for row in body]
        bands = {value for _, value in values if _BAND.fullmatch(value) and not value.isdigit()}
        if not bands:
            continue
        turned = ((number, found_) for number, value in values if (found_ := turned_into_date(value)))
        found += [Oddity(sheet.place(number, column), (one.value, *one.bands)) for number, one in turned]
    return tuple(found)


def percentages_off(cells: Sequence[str]) -> Decimal | None:
    """The sum of percentages that mean to make a whole and do not; None where they do, where rounding explains it, or where a mark stands.

    Each may be half a unit of its last decimal away from the truth. Below 94 or above 106 they are parts of something else. Fractions
    that a spreadsheet made of percentages (0.755) are read as such.
    """
    try:
        read = [percentage_of(text) for text in cells]
    except ValueError:
        return None
    numbers = [one for one in read if one is not None]
    if len(numbers) != len(cells) or len(numbers) < 2:
        return None
    added = sum((number for number, _ in numbers), Decimal(0))
    fractions = not any(signed for _, signed in numbers) and added < 2
    scale = _WHOLE if fractions else Decimal(1)
    allowed = sum((Decimal(1).scaleb(-decimals_of(text)) / 2 for text in cells), Decimal(0)) * scale
    away = abs(added * scale - _WHOLE)
    return added * scale if allowed < away <= _NEAR else None


def percentages_in(sheet: Sheet, headings_row: int) -> tuple[Oddity, ...]:
    """Rows, and columns, of percentages (each cell with its sign) that mean to add up to 100 and do not."""
    body = [row for row in sheet.rows if row.number > headings_row]
    found = []
    for row in body:
        shares = [text for text in row.values if text.strip().endswith("%")]
        added = percentages_off(shares)
        if added is not None:
            found.append(Oddity(sheet.place(row.number), (f"{added}",)))
    for column in range(max((len(row.values) for row in body), default=0)):
        cells = [cell(row.values, column) for row in body if not is_total(cell(row.values, 0)) and cell(row.values, column).strip()]
        signed = len(cells) > 1 and all(text.strip().endswith("%") for text in cells)
        added = percentages_off(cells) if signed else None
        if added is not None:
            found.append(Oddity(sheet.place(None, column), (f"{added}",)))
    return tuple(found)


def totals_in(sheet: Sheet, headings_row: int, labels: Sequence[int] = (0,)) -> tuple[Oddity, ...]:
    """Rows named as a total in a column of labels, or equal to the sum of all other rows in every column of counts."""
    body = [row for row in sheet.rows if row.number > headings_row and any(map(str.strip, row.values))]
    named = {row.number: cell(row.values, column) for row in body for column in labels if is_total(cell(row.values, column))}
    found = [Oddity(sheet.place(number), (plain(text), "by name")) for number, text in named.items()]
    detail = [row for row in body if row.number not in named]
    counts = _columns_of_counts([row.values for row in detail], labels)
    place = sum_of_others([[_count(row.values, column) for column in counts] for row in detail]) if counts else None
    if place is not None:
        found.append(Oddity(sheet.place(detail[place].number), (plain(cell(detail[place].values, labels[0])), "by sum")))
    return tuple(found)


def _columns_of_counts(rows: Sequence[Sequence[str]], labels: Sequence[int]) -> list[int]:
    if len(rows) < _FEWEST_ROWS:
        return []
    return [column for column in range(max(map(len, rows))) if column not in labels and all(_is_count(cell(row, column)) for row in rows)]


def _is_count(text: str) -> bool:
    try:
        count_of(text)
    except ValueError:
        return False
    return True


def _count(values: Sequence[str], column: int) -> int:
    return count_of(cell(values, column)) or 0


@dataclass(frozen=True)
class Change:
    """The groups of one column in two files: only in the earlier, only in the later, and pairs that look like one group renamed."""

    column: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    renamed: tuple[tuple[str, str], ...]


def changed_groups(earlier: Mapping[str, Collection[str]], later: Mapping[str, Collection[str]]) -> tuple[Change, ...]:
    """Columns of both files whose groups differ, apart from case and spaces: a break in the series where any is gone or new."""
    changes = []
    for column in (name for name in earlier if name in later):
        before, after = ({folded(value): value for value in values} for values in (earlier[column], later[column]))
        gone, new = [before[one] for one in before if one not in after], [after[one] for one in after if one not in before]
        renamed = tuple((old, now) for old in gone for now in new if _bare(old) == _bare(now))
        old_names, new_names = {old for old, _ in renamed}, {now for _, now in renamed}
        if gone or new:
            left, came = (one for one in gone if one not in old_names), (one for one in new if one not in new_names)
            changes.append(Change(column, tuple(left), tuple(came), renamed))
    return tuple(changes)


def _bare(label: str) -> str:
    """A label without "&", marks, brackets, and words that schemes add or drop."""
    text = re.sub(r"\(.*?\)", "", folded(label).replace("&", "and"))
    return "".join(letter for letter in re.sub(r"\b(any|other|background|british|or)\b", "", text) if letter.isalnum()) or folded(label)
