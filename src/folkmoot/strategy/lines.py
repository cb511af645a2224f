"""The aims and lines of a strategy from a table that somebody brought: what each row means, or why it cannot be used. No database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from folkmoot.foundation.tables.table import Row, Table

# heading of the file -> what it holds; other columns are refused, so that nothing is left out unseen
COLUMNS = {"kind": "Kind", "aim": "Aim", "words": "Words", "words in welsh": "Words in Welsh", "heading": "Heading"}
KINDS = {"aim": "aim", "commitment": "commitment", "measure of success": "success_measure", "governance": "governance"}
LONGEST = {"aim": 200, "commitment": 600, "success_measure": 600, "governance": 600}


@dataclass(frozen=True)
class NewLine:
    """One row that can be used. For kind “aim”, `words` is its name and `aim` the name of the aim it serves, or blank."""

    kind: str
    aim: str
    words: str
    words_cy: str
    heading: str


@dataclass
class Plan:
    """What a file would add. With any fault nothing is added. `known` counts rows that stand there already."""

    lines: list[NewLine] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    known: int = 0

    def count(self, kind: str) -> int:
        return sum(line.kind == kind for line in self.lines)


@dataclass(frozen=True)
class Held:
    """What the strategy has already: its aims by name with whether each is a top aim, and the words of its lines."""

    aims: dict[str, bool]
    words: frozenset[str]


def plan_lines(table: Table, file: str, held: Held) -> Plan:
    """Every row read and checked, in the order of the file; each fault names file, sheet, row and column."""
    plan, where = Plan(), _columns(table)
    faults = list(_heading_faults(table, file))
    if faults:
        return Plan(faults=faults)
    aims, seen = dict(held.aims), set(held.words)
    for row in table.rows:
        line = _line(row, where)
        found = list(_row_faults(line, aims))
        plan.faults += [f"{_place(table, file, row, column)}: {words}" for column, words in found]
        if not found:
            _take(plan, line, aims, seen)
    if not table.rows:
        plan.faults.append(_("%(file)s: there are no rows below the headings.") % {"file": file})
    return plan


def _take(plan: Plan, line: NewLine, aims: dict[str, bool], seen: set[str]) -> None:
    """An aim by its name, a line by its words: what is there already is counted and not added again."""
    there = line.words in aims if line.kind == "aim" else line.words in seen
    if there:
        plan.known += 1
        return
    plan.lines.append(line)
    if line.kind == "aim":
        aims[line.words] = not line.aim
    else:
        seen.add(line.words)


def _columns(table: Table) -> dict[str, int]:
    return {" ".join(heading.casefold().split()): place for place, heading in enumerate(table.columns)}


def _heading_faults(table: Table, file: str) -> Iterator[str]:
    where = _columns(table)
    at = _place_of(table, file, table.header_row)
    for name in ("kind", "words"):
        if name not in where:
            yield _("%(place)s: there is no column “%(name)s”.") % {"place": at, "name": COLUMNS[name]}
    for name in where:
        if name not in COLUMNS:
            allowed = ", ".join(COLUMNS.values())
            yield _("%(place)s: the column “%(name)s” is not known. Use: %(allowed)s.") % {"place": at, "name": name, "allowed": allowed}


def _line(row: Row, where: dict[str, int]) -> NewLine:
    cell = {name: " ".join(row.values[where[name]].split()) if name in where else "" for name in COLUMNS}
    kind = cell["kind"].casefold()
    return NewLine(KINDS.get(kind, kind), cell["aim"], cell["words"], cell["words in welsh"], cell["heading"])


def _row_faults(line: NewLine, aims: dict[str, bool]) -> Iterator[tuple[str, str]]:
    """Column and sentence for each fault of one row."""
    if line.kind not in KINDS.values():
        yield "kind", _("write one of: %(kinds)s.") % {"kinds": ", ".join(KINDS)}
        return
    longest = LONGEST[line.kind]
    for column, words in (("words", line.words), ("words in welsh", line.words_cy)):
        if len(words) > longest:
            yield column, _("it is longer than %(longest)d characters.") % {"longest": longest}
    if not line.words:
        yield "words", _("it is blank.")
    if line.aim and line.aim not in aims:
        yield "aim", _("“%(aim)s” is neither an aim of this strategy nor in a row above.") % {"aim": line.aim}
    elif line.kind == "aim" and line.aim and not aims[line.aim]:
        yield "aim", _("“%(aim)s” serves another aim itself; an aim has one level below it.") % {"aim": line.aim}
    if line.kind != "aim" and not line.aim and not line.heading:
        yield "heading", _("give the aim it serves, or the heading it stands under.")
    if len(line.heading) > 200:
        yield "heading", _("it is longer than %(longest)d characters.") % {"longest": 200}


def _place(table: Table, file: str, row: Row, column: str) -> str:
    return _place_of(table, file, row.number) + ", " + _("column “%(name)s”") % {"name": COLUMNS[column]}


def _place_of(table: Table, file: str, row: int) -> str:
    parts: Iterable[str] = (
        file, _("sheet “%(sheet)s”") % {"sheet": table.sheet} if table.sheet else "", _("row %(row)d") % {"row": row}
    )  # fmt: skip
    return ", ".join(part for part in parts if part)
