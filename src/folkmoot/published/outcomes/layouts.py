"""Where a quarterly worksheet has its groups, outcomes and quarters: the headings are found, not expected in a place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from folkmoot.foundation.tables.table import Row
from folkmoot.published.model import Outcome
from folkmoot.published.periods import Period, quarter_in
from folkmoot.published.sheets import HEADINGS_WITHIN, Sheet, cell, folded

_BEFORE, _AFTER = r"(number of |total |volume of )?", r"( \(?(number|volume)\)?)?"
_OUTCOMES: tuple[tuple[re.Pattern[str], Outcome], ...] = (
    (re.compile(f"{_BEFORE}(non[- ]?convictions?|unsuccessful( outcomes?)?){_AFTER}"), Outcome.UNSUCCESSFUL),
    (re.compile(f"{_BEFORE}(convictions?|convicted){_AFTER}"), Outcome.CONVICTION),
    (re.compile(f"{_BEFORE}(admin(istratively|istrative)? finalis(ed|ations?)){_AFTER}"), Outcome.ADMIN_FINALISED),
    (re.compile(f"(total|all|(total |all |number of |completed )*(prosecutions?|outcomes?|defendants?)){_AFTER}"), Outcome.ALL),
)
_SHARE = re.compile(r"%|percent|proportion|rate\b", re.IGNORECASE)
_CHARACTERISTICS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bethnic", re.IGNORECASE), "ethnicity"),
    (re.compile(r"\b(sex|gender)\b(?!ual)", re.IGNORECASE), "sex"),
    (re.compile(r"\bage\b", re.IGNORECASE), "age"),
    (re.compile(r"\bdisab", re.IGNORECASE), "disability"),
    (re.compile(r"\breligion|\bbelief", re.IGNORECASE), "religion"),
)  # fmt: skip
_PLACE = re.compile(r"(cps |police force |force )?(area|force|region)( name)?")
_PERIOD = re.compile(r"(quarter|period|financial (year|quarter)|year|reporting period)")
_COUNT = re.compile(r"(count|number|volume|value|total|defendants|prosecutions)")
_OUTCOME = re.compile(r"((prosecution |case |final )?outcome|result)( type)?")


@dataclass(frozen=True)
class Counts:
    """A column of counts: its outcome and, where the headings say it, its quarter. A column of shares has `share`."""

    column: int
    outcome: Outcome
    period: Period | None
    share: bool


@dataclass(frozen=True)
class Layout:
    """`group` is the column of the groups. Wide: `counts`. Long, one row a count: `outcome` and `count` are columns, `counts` is empty."""

    row: Row
    group: int
    characteristic: str
    place: int | None
    period: int | None
    counts: tuple[Counts, ...] = ()
    outcome: int | None = None
    count: int | None = None


def outcome_of(text: str) -> Outcome | None:
    plain = folded(text).strip(" *:")
    return next((outcome for pattern, outcome in _OUTCOMES if pattern.fullmatch(plain)), None)


def characteristic_in(text: str) -> str:
    """By what a heading or title says the table is broken down; empty where it names none, or more than one."""
    found = {name for pattern, name in _CHARACTERISTICS if pattern.search(text)}
    return found.pop() if len(found) == 1 else ""


def layout_in(sheet: Sheet) -> Layout | None:
    """None where the sheet is no table of a demographic by outcome."""
    for place, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
        found = _wide(sheet, place, row) or _long(row)
        if found:
            return found
    return None


def _columns(row: Row, pattern: re.Pattern[str]) -> list[int]:
    return [column for column, text in enumerate(row.values) if pattern.fullmatch(folded(text))]


def _first(columns: list[int]) -> int | None:
    return columns[0] if columns else None


def _wide(sheet: Sheet, place: int, row: Row) -> Layout | None:
    counts = tuple(_counts(sheet, place, row))
    named = {one.outcome for one in counts if not one.share}
    if Outcome.CONVICTION not in named or not named & {Outcome.UNSUCCESSFUL, Outcome.ALL}:
        return None
    first = min(one.column for one in counts)
    labels = [(column, characteristic_in(row.values[column])) for column in range(first)]
    group = next(((column, name) for column, name in labels if name), None)
    if group is None:
        titled = {name for text in (sheet.name, *sheet.above(row.number)) if (name := characteristic_in(text))}
        empty = [column for column in range(first) if not row.values[column].strip()]
        if len(titled) != 1 or not (empty or first):
            return None
        group = (empty or [first - 1])[-1], titled.pop()
    return Layout(row, group[0], group[1], _first(_columns(row, _PLACE)), _first(_columns(row, _PERIOD)), counts)


def _counts(sheet: Sheet, place: int, row: Row) -> Iterator[Counts]:
    over = _quarters_over(sheet, place)
    for column, text in enumerate(row.values):
        plain = folded(text)
        bare = _without_period(plain)
        share = _SHARE.search(plain) is not None
        outcome = outcome_of(_SHARE.sub(" ", bare).strip(" -–:()") if share else bare)
        if outcome is not None:
            yield Counts(column, outcome, quarter_in(plain) or over.get(column), share)


_PERIOD_WORDS = re.compile(r"\b(q|quarter)\s*[1-4]\b|\b(20)?\d\d\s*[-/–]\s*(20)?\d\d\b|\brytd\b|\(\s*\)", re.IGNORECASE)


def _without_period(text: str) -> str:
    return " ".join(_PERIOD_WORDS.sub(" ", text).replace("()", " ").split()).strip(" -–:,")


def _quarters_over(sheet: Sheet, place: int) -> Mapping[int, Period]:
    """For each column the quarter in the rows of headings above it: merged cells hold it in their first column only."""
    over: dict[int, Period] = {}
    for row in sheet.rows[max(0, place - 3) : place]:
        found = {column: period for column, text in enumerate(row.values) if (period := quarter_in(text))}
        if len(found) < 2 and not (found and min(found) > 0):
            continue  # a title over the whole table, not headings of columns
        current: Period | None = None
        for column in range(len(sheet.rows[place].values)):
            if cell(row.values, column).strip():
                current = found.get(column)
            if current:
                over[column] = current
    return over


def _long(row: Row) -> Layout | None:
    outcome, count = _first(_columns(row, _OUTCOME)), _first(_columns(row, _COUNT))
    period = _first(_columns(row, _PERIOD))
    groups = [(column, name) for column, text in enumerate(row.values) if (name := characteristic_in(text))]
    if outcome is None or count is None or len(groups) != 1 or period is None:
        return None
    return Layout(row, groups[0][0], groups[0][1], _first(_columns(row, _PLACE)), period, (), outcome, count)
