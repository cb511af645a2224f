"""Which rows of a list are the cases of a signal, how as many others are taken to compare with, and how what was found is told.

No database, no clock. A blind reading hides from whoever judges both that there is a signal and which case is of which group.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.engines.readings import Reading
from folkmoot.engines.spec import MISSING_CODES, folded
from folkmoot.foundation.tables.table import Table
from folkmoot.scrutiny.rules import Count
from folkmoot.stats.intervals import Estimate, newcombe_difference

TOGETHER = " · "
LEAST_SIDE = 5  # cases read of each side, below which nothing is told by group
ROUNDS = 2  # so often a panel may fail to conclude on a case before the sides are shown without it


@dataclass(frozen=True)
class Wanted:
    """What makes a row a case of a signal: its groups, the outcome (one of these values, or another), what it is restricted to.

    `readings`: columns whose values are read as groups first, as they were when the figures were counted.
    """

    groups: Mapping[str, str]
    reference: str
    outcome_column: str
    outcome_values: frozenset[str]
    with_outcome: bool
    restricted: Mapping[str, frozenset[str]]
    readings: Mapping[str, Reading] = field(default_factory=dict)

    @property
    def columns(self) -> set[str]:
        return {*self.groups, self.outcome_column, *self.restricted}


def wanted(
    *, by: Sequence[str], group: str, reference: str, outcome_column: str, outcome_values: Iterable[str], adverse_with: bool,
    restricted: Mapping[str, Iterable[str]], readings: Mapping[str, Reading] | None = None,
) -> Wanted:  # fmt: skip
    """The cases of a signal: those of its group with the adverse result, among the rows that the analysis counted."""
    values = [group] if len(by) == 1 else group.split(TOGETHER)
    return Wanted(
        dict(zip(by, values, strict=True)), reference, outcome_column, frozenset(map(folded, outcome_values)), adverse_with,
        {column: frozenset(map(folded, allowed)) for column, allowed in restricted.items()}, readings or {},
    )  # fmt: skip


def missing_columns(asked: Wanted, headings: Collection[str]) -> list[str]:
    """The columns of the analysis that the list does not have."""
    known = {folded(heading) for heading in headings}
    return sorted(column for column in asked.columns if folded(column) not in known)


@dataclass(frozen=True)
class Sides:
    """The numbers of the rows of a list: the cases of the signal, and the pool of those of the group it is compared with."""

    signal: tuple[int, ...]
    others: tuple[int, ...]


def sides_of(table: Table, asked: Wanted) -> Sides:
    """Every row of a list that is of one side or the other."""
    places = {folded(heading): place for place, heading in enumerate(table.columns)}
    parts = [asked.reference] if len(asked.groups) == 1 else asked.reference.split(TOGETHER)
    other = dict(zip(asked.groups, parts, strict=False))
    found: dict[bool, list[int]] = {True: [], False: []}
    readers = _readers(table, asked, places)
    for row in table.rows:
        values = {
            name: folded(readers[name](row.values[place]) if name in readers else row.values[place]) for name, place in places.items()
        }
        if not _counted(values, asked):
            continue
        for own, groups in ((True, asked.groups), (False, other)):
            if all(values[folded(column)] == folded(value) for column, value in groups.items()):
                found[own].append(row.number)
    return Sides(tuple(found[True]), tuple(found[False]))


def _readers(table: Table, asked: Wanted, places: Mapping[str, int]) -> dict[str, Callable[[str], str]]:
    """For each column that is read: from a value to its group; "" where it is none."""
    named = {folded(heading): reading for heading, reading in asked.readings.items() if folded(heading) in places}
    return {name: _reader(name, reading, {row.values[places[name]].strip() for row in table.rows}) for name, reading in named.items()}


def _reader(name: str, reading: Reading, values: Collection[str]) -> Callable[[str], str]:
    read = reading.reader(name, values)
    return lambda value: (read(value.strip()).label or "") if value.strip() else ""


def _counted(values: Mapping[str, str], asked: Wanted) -> bool:
    outcome = values[folded(asked.outcome_column)]
    if any(values[folded(column)] not in allowed for column, allowed in asked.restricted.items()):
        return False
    if asked.with_outcome:
        return outcome in asked.outcome_values
    return outcome not in asked.outcome_values and outcome not in MISSING_CODES


def as_many(pool: Sequence[int], number: int, references: Mapping[int, str], salt: str) -> tuple[int, ...]:
    """So many rows of a pool, by the lowest SHA-256 of the file's fingerprint and the reference: nobody can choose which."""
    marked = sorted(pool, key=lambda row: hashlib.sha256(f"{salt}\n{folded(references[row])}".encode()).digest())
    return tuple(sorted(marked[:number]))


def reduced(table: Table, rows: Collection[int], without: Collection[str]) -> bytes:
    """The list as CSV with these rows alone, each at its own number (blank lines stand for the others), without some columns."""
    dropped = {folded(heading) for heading in without}
    kept = [place for place, heading in enumerate(table.columns) if folded(heading) not in dropped]
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([table.columns[place] for place in kept])
    chosen = sorted((row for row in table.rows if row.number in rows), key=lambda row: row.number)
    for before, row in pairwise([None, *chosen]):
        target.write("\r\n" * (row.number - (before.number if before else 1) - 1))  # type: ignore[union-attr]
        writer.writerow([" ".join(row.values[place].split()) for place in kept])  # type: ignore[union-attr]
    return target.getvalue().encode()


def tells(texts: Iterable[str], asked: Wanted, outcome: str) -> list[str]:
    """Words in these texts that would tell the signal to somebody who is to judge blind."""
    words = [*asked.groups, *asked.groups.values(), asked.reference, asked.outcome_column, outcome]
    whole = folded(" ".join(texts))
    return sorted({word for word in words if len(word) > 2 and folded(word) in whole})


def setting_up_problems(
    *, accepted: bool, missing: Sequence[str], sides: Sides | None, compared: bool, telling: Sequence[str]
) -> dict[str, list[str]]:
    """Why the cases of a signal may not come before a panel, by field; empty when they may. `telling`: words that would tell the signal."""
    if not accepted:
        return {"": [_("Accept the signal first: only then are its cases looked at.")]}
    if missing:
        said = _("The list has no column %(columns)s, by which the analysis was made. Send the list with the headings of the analysis.")
        return {"file": [said % {"columns": "; ".join(f"“{column}”" for column in missing)}]}
    problems: dict[str, list[str]] = {}
    if telling:
        said = _(
            "This would tell what the panel must not know: %(words)s. Call it by something neutral, for example “Cases of the autumn”."
        )
        problems["title"] = [said % {"words": "; ".join(telling)}]
    if sides is not None and not sides.signal:
        problems["file"] = [_("No row of the list is a case of this signal. Is it the list from which the table was counted?")]
    elif sides is not None and compared and not sides.others:
        problems["compared"] = [
            _("No row of the list is of the group it is compared with. Leave the comparison out, or send the whole list.")
        ]
    return problems


def difference_words(found: int, expected: int) -> str:
    """How the number of cases in the list differs from what the analysis counted, and what that may mean."""
    if found == expected:
        return ngettext(
            "The list holds %(found)d case of the signal, as many as the table counted.",
            "The list holds %(found)d cases of the signal, as many as the table counted.", found,
        ) % {"found": found}  # fmt: skip
    said = ngettext(
        "The list holds %(found)d case of the signal, and the table counted %(expected)d.",
        "The list holds %(found)d cases of the signal, and the table counted %(expected)d.", found,
    ) % {"found": found, "expected": expected}  # fmt: skip
    return f"{said} {_('One list has cases that the other has not: say why before anything is concluded.')}"


def settled(*, concluded: Sequence[bool]) -> bool:
    """Whether a case no longer keeps the sides hidden: the panel concluded, or failed to in as many rounds as are given."""
    return bool(concluded) and (concluded[-1] or len(concluded) >= ROUNDS)


def safely(counts: Mapping[str, int], least: int) -> dict[str, Count]:
    """Counts that add up to a base which is shown: those below `least` withheld, and where that is one alone the next smallest too."""
    small = {name for name, number in counts.items() if 0 < number < least}
    if len(small) == 1:
        rest = {name: number for name, number in counts.items() if name not in small and number}
        small |= {min(rest, key=lambda name: (rest[name], name))} if rest else set()
    return {name: Count(None if name in small else number, least) for name, number in counts.items()}


def gap_of(first: tuple[int, int], second: tuple[int, int]) -> Estimate | None:
    """The difference of two shares (cases with, cases), first minus second, with its interval; None where either side is too small."""
    (x1, n1), (x2, n2) = first, second
    return newcombe_difference(x1, n1, x2, n2) if min(n1, n2) >= LEAST_SIDE else None
