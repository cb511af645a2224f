"""Releasing beside what has been released: more is withheld until subtracting finds nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from folkmoot.errors import FolkmootError
from folkmoot.stats.attacker import NOTHING_MORE, Knowledge, SeenRow, known_of
from folkmoot.stats.counts import Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD
from folkmoot.stats.disparity import DisparityTable, label
from folkmoot.stats.register.differences import Difference, differences
from folkmoot.stats.register.records import Population, Record, records
from folkmoot.stats.released import Release, released

By = tuple[str, ...]
_ROUNDS = 60


class CannotBeReleased(FolkmootError):
    """Whatever is withheld of these tables, their totals beside an earlier release's give a small number away."""


@dataclass(frozen=True)
class Beside:
    """A release that is safe beside the earlier ones, its records, and what could not be settled (`warnings`, in sentences).

    `withheld`: groups withheld because of earlier releases; `compared`: how many earlier tables it was compared with.
    """

    release: Release
    records: tuple[Record, ...]
    withheld: Mapping[By, frozenset[Key]]
    warnings: tuple[str, ...]
    compared: int


def release_beside(
    tables: Sequence[DisparityTable],
    population: Population,
    earlier: Sequence[Record],
    released_on: str,
    threshold: int = DEFAULT_THRESHOLD,
) -> Beside:
    """Tables as they may be shown by somebody who may have every earlier release too. Raises CannotBeReleased.

    Where it is not known whether the people are the same nothing more is withheld, and a warning says so.
    """
    names = {label(key): key for table in tables for key in table.counts.cells}
    knowledge = known_of(table.counts for table in tables)
    also: dict[By, frozenset[Key]] = {}
    for _ in range(_ROUNDS):
        release = released(tables, threshold, also=also)
        new = tuple(records(release.tables, population, released_on, names))
        found = differences(new, earlier, threshold, knowledge)
        if not any(one.sure for one in found):
            return Beside(release, new, also, tuple(dict.fromkeys(one.sentence for one in found)), len(earlier))
        more = extra_withheld(new, earlier, threshold, knowledge)
        if not _adds(more, also):
            break
        also = {by: also.get(by, frozenset()) | more.get(by, frozenset()) for by in {*also, *more}}
    raise CannotBeReleased(
        next(one.sentence for one in found if one.sure),
        "Withholding more groups does not change that.",
        "Wait until there is more to add, or release the same filter and period as before.",
    )


def _adds(more: Mapping[By, frozenset[Key]], also: Mapping[By, frozenset[Key]]) -> bool:
    return any(keys - also.get(by, frozenset()) for by, keys in more.items())


def extra_withheld(
    new: Sequence[Record], earlier: Sequence[Record], threshold: int, knowledge: Knowledge = NOTHING_MORE
) -> dict[By, frozenset[Key]]:
    """Groups of the new tables that must be withheld too so that what is found beside the earlier ones is found no more.

    For each figure found, one of the printed rows it follows from, the smallest; and again, until nothing is found or no row is left.
    """
    shown, chosen = list(new), dict[By, frozenset[Key]]()
    for _ in range(_ROUNDS):
        found = [one for one in differences(shown, earlier, threshold, knowledge) if one.sure]
        rows = _rows_of(found, shown)
        if not rows:
            break
        for by, key in rows:
            chosen[by] = chosen.get(by, frozenset()) | {key}
        shown = [_without(record, chosen.get(record.by, frozenset())) for record in shown]
    return chosen


def _rows_of(found: Sequence[Difference], shown: Sequence[Record]) -> set[tuple[By, Key]]:
    chosen: set[tuple[By, Key]] = set()
    for one in found:
        rows = {
            (record.by, key): row.base
            for record in shown
            for key, row in record.rows.items()
            if row.base is not None and _in(record.by, key, one)
        }
        if rows and not chosen & rows.keys():
            chosen.add(min(rows, key=lambda row: (rows[row] or 0, str(row))))
    return chosen


def _in(by: By, key: Key, one: Difference) -> bool:
    """Whether a row is one that the difference follows from, or is subtracted from one."""
    at = dict(zip(by, key, strict=True))
    for columns, group in one.rows:
        if set(columns) <= at.keys() and (len(columns) != len(group) or tuple(at[column] for column in columns) == group):
            return True
    return False


def _without(record: Record, keys: frozenset[Key]) -> Record:
    hidden = SeenRow(None, None)
    return replace(record, rows={key: hidden if key in keys else row for key, row in record.rows.items()})
