"""Reading counts by unit, side by side: only what may be shown, released together so that no small number can be worked out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, is_small
from folkmoot.stats.disparity import Settings, uncompared_table
from folkmoot.stats.figures import Row
from folkmoot.stats.missing import Bounds
from folkmoot.stats.released import released
from folkmoot.workforce.models import Unit
from folkmoot.workforce.objectives.models import StaffCount
from folkmoot.workforce.objectives.rules import LEAST_STAFF, QUESTIONS, Question
from folkmoot.workforce.queries import units

READ, WRITE = "workforce.read", "workforce.write"


@dataclass(frozen=True)
class UnitLine:
    """A unit's latest count at a day; `row` None where it gave none. `small`: too few staff for a share of its own."""

    unit: Unit
    count: StaffCount | None
    row: Row | None

    @property
    def small(self) -> bool:
        return self.count is not None and self.row is None


@dataclass(frozen=True)
class Answer:
    """One question of all units in sight. `overall` is of those units that gave a count; `range` what the share can be of all staff
    asked before, whatever the units say that gave none, where their size is known from an earlier count."""

    question: Question
    about: str
    lines: tuple[UnitLine, ...]
    overall: Row | None
    given: int
    units: int
    range: Bounds | None
    earlier: tuple[tuple[date, Row], ...]

    @property
    def missing(self) -> tuple[Unit, ...]:
        return tuple(line.unit for line in self.lines if line.count is None)


def counts(viewer: Viewer) -> QuerySet[StaffCount]:
    """The counts in sight that stand, the latest first."""
    rows = StaffCount.objects.select_related("unit__area", "made_by").filter(replaced_by__isnull=True)
    return within(viewer, rows, READ, area="unit__area_id", national_rows=True)


def get_count(viewer: Viewer, pk: int) -> StaffCount:
    """One count in sight. Raises StaffCount.DoesNotExist for one out of sight."""
    return counts(viewer).get(pk=pk)


def answers(viewer: Viewer, page: str, on: date) -> list[Answer]:
    """Every question of a page ("objectives" or "culture") as it stood on a day, one for each programme or network."""
    places = list(units(viewer))
    held = list(counts(viewer).filter(as_of__lte=on).order_by("as_of", "pk"))
    found = []
    for question in (one for one in QUESTIONS if one.page == page):
        mine = [row for row in held if row.question == question.key]
        for about in sorted({row.about for row in mine}) or [""]:
            found.append(_answer(question, about, places, [row for row in mine if row.about == about], on))
    return found


def _answer(question: Question, about: str, places: list[Unit], held: list[StaffCount], on: date) -> Answer:
    latest = _latest(held, on)
    before = sorted({row.as_of for row in held})[:-1][-7:]
    shown, overall = _released(latest.values())
    lines = tuple(UnitLine(unit, latest.get(unit.pk), shown.get(unit.pk)) for unit in places)
    return Answer(question, about, lines, overall, len(latest), len(places), _range(held, latest, on), _earlier(held, before, latest))


def _earlier(held: list[StaffCount], days: list[date], latest: Mapping[int, StaffCount]) -> tuple[tuple[date, Row], ...]:
    """All units together on days before, the earliest first; only days from which, beside all others shown, no small count follows."""
    told: list[tuple[date, Row]] = []
    beside = [latest]
    for day in reversed(days):
        then = _latest(held, day)
        row = _released(then.values())[1]
        if row is not None and all(_apart(then, other) for other in beside):
            told.append((day, row))
            beside.append(then)
    return tuple(reversed(told))


def _apart(one: Mapping[int, StaffCount], other: Mapping[int, StaffCount]) -> bool:
    """Whether two totals can stand side by side: what one has beyond the other is of several units, and not small.

    Units with the same count in both fall out when one total is taken from the other, and so do those whose row is shown where they
    gave one.
    """
    hidden = {unit for rows in (one, other) for unit in rows.keys() - _released(rows.values())[0].keys()}
    changed = {unit for unit in hidden if one.get(unit) != other.get(unit)}
    return not changed or all(_is_no_secret([rows[unit] for unit in changed if unit in rows]) for rows in (one, other))


def _is_no_secret(rows: list[StaffCount]) -> bool:
    """Whether the sum of counts that are withheld may be known: nobody's, or that of several units and in no part small."""
    whole, part = sum(row.whole for row in rows), sum(row.part for row in rows)
    small = any(is_small(number, DEFAULT_THRESHOLD) for number in (part, whole - part))
    return not rows or (len(rows) > 1 and whole >= LEAST_STAFF and not small)


def _latest(held: Iterable[StaffCount], on: date) -> dict[int, StaffCount]:
    """The latest count of each unit within the year to a day: an older one is no answer for now."""
    year = on.replace(year=on.year - 1, day=min(on.day, 28))
    return {row.unit_id: row for row in held if year < row.as_of <= on}


def _released(rows: Iterable[StaffCount]) -> tuple[Mapping[int, Row], Row | None]:
    """The rows that may be shown by unit, and all of them together. Units of fewer than LEAST_STAFF count only in the whole."""
    kept = list(rows)
    if not kept:
        return {}, None
    cells: dict[Key, Counts] = {(str(row.unit_id),): Counts(row.whole, row.part) for row in kept if row.whole}
    if not cells:
        return {}, None
    table = CountsTable(("unit",), "part", cells, sum(cell.base for cell in cells.values()), "part")
    few = [(str(row.unit_id),) for row in kept if 0 < row.whole < LEAST_STAFF]
    shown = released([uncompared_table(table, Settings())], also={("unit",): few}).tables[0]
    return {int(row.group): row for row in shown.rows if row.shown.counts is not None}, shown.overall


def _range(held: list[StaffCount], latest: Mapping[int, StaffCount], on: date) -> Bounds | None:
    """Between which shares the whole lies if units without a count now are as large as when they last gave one."""
    last = {row.unit_id: row for row in held if row.as_of <= on}
    silent = sum(row.whole for unit, row in last.items() if unit not in latest)
    whole, part = sum(row.whole for row in latest.values()), sum(row.part for row in latest.values())
    if not silent or not whole:
        return None
    return Bounds(part / (whole + silent), (part + silent) / (whole + silent))
