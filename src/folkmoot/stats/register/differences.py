"""What a new release gives away beside an earlier one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from folkmoot.stats.attacker import (
    NOTHING_MORE,
    Contradictory,
    Figure,
    Interval,
    Knowledge,
    Seen,
    SeenRow,
    TooEntangled,
    attack,
    withheld_figures,
)
from folkmoot.stats.attacker.seen import BASE, WITH, WITHOUT
from folkmoot.stats.counts import Key
from folkmoot.stats.register.records import Overlap, Record, overlap

NEW, EARLIER, REST = "new", "earlier", "the rest"
_KINDS = {BASE: "how many there are", WITH: "how many have the outcome", WITHOUT: "how many do not have the outcome"}


@dataclass(frozen=True)
class Difference:
    """A small count that follows from two releases together. `of`: NEW, EARLIER, or REST for those who are in one and not the other.

    `sure` is False where it is not known whether the people are the same: then it may mean nothing. `rows` are the printed rows it
    follows from: characteristics in order of name, and group.
    """

    figure: Figure
    low: int
    high: int
    released_on: str
    overlap: Overlap
    sure: bool
    rows: frozenset[tuple[tuple[str, ...], Key]]

    @property
    def sentence(self) -> str:
        group = " · ".join("not recorded" if part is None else part for part in self.figure.key) or "everyone"
        who = {NEW: "in this release", EARLIER: "in the earlier release", REST: "who are in one release and not in the other"}
        told = "can be worked out" if self.sure else "might be worked out, if the people are the same"
        return (
            f"Beside the tables released on {self.released_on} ({self.overlap.value}), it {told} {_KINDS[self.figure.kind]} of "
            f"'{group}' {who[self.figure.population]}, for the outcome '{self.figure.outcome}'."
        )


def differences(new: Sequence[Record], earlier: Iterable[Record], threshold: int, knowledge: Knowledge = NOTHING_MORE) -> list[Difference]:
    """Small counts that follow from the new tables together with those of any earlier release, population by population.

    All of `new` must be of one population. Of what is withheld nobody here knows the true number: a figure counts as found where fewer
    than `threshold` + 1 values are possible and one of them is small. Earlier releases are taken one population at a time.
    """
    found: list[Difference] = []
    for tables in _by_population(earlier).values():
        how = overlap(new[0].population, tables[0].population) if new else Overlap.APART
        if how is Overlap.UNKNOWN or (how is Overlap.CHANGED and _direction(new, tables) is None):
            found += _subtracted(new, tables, how, threshold)
        elif how is not Overlap.APART:
            found += _compared(new, tables, how, threshold, knowledge)
    return found


def _compared(new: Sequence[Record], earlier: Sequence[Record], how: Overlap, threshold: int, knowledge: Knowledge) -> list[Difference]:
    """Where the tables cannot all be true of the same people, or overlap too widely to be attacked, plain subtraction is left."""
    try:
        return _attacked(new, earlier, how, threshold, knowledge)
    except (Contradictory, TooEntangled):
        return _subtracted(new, earlier, Overlap.CHANGED, threshold)


def _by_population(earlier: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in earlier:
        found.setdefault(repr(record.population.to_dict()), []).append(record)
    return found


def _direction(new: Sequence[Record], earlier: Sequence[Record]) -> Overlap | None:
    """Of a file that has changed: whether people were only added, or only taken out, as far as can be seen; else None."""
    steps = [step for _, step, _ in _steps(new, earlier)]
    if all(step >= 0 for step in steps):
        return Overlap.CONTAINS
    return Overlap.INSIDE if all(step <= 0 for step in steps) else None


def _steps(new: Sequence[Record], earlier: Sequence[Record]) -> Iterator[tuple[Figure, int, Record]]:
    """New number less earlier number, wherever both are printed."""
    for record in new:
        for other in earlier:
            if (record.outcome, set(record.by)) == (other.outcome, set(other.by)):
                rows = _rows(other)
                for (by, key), row in _rows(record).items():
                    beside = rows.get((by, key))
                    for kind, first, second in _pairs(row, beside) if beside else ():
                        yield Figure(by, key, record.outcome, kind, REST), first - second, other


def _rows(record: Record) -> dict[tuple[tuple[str, ...], Key], SeenRow]:
    columns = tuple(sorted(record.by))
    places = [record.by.index(column) for column in columns]
    rows = {(columns, tuple(key[place] for place in places)): row for key, row in record.rows.items()}
    missing: Key = (None,) * len(columns)
    return {**rows, (columns, missing): record.not_recorded, ((), ()): record.overall}


def _pairs(row: SeenRow, beside: SeenRow) -> Iterator[tuple[str, int, int]]:
    first, second = _numbers(row), _numbers(beside)
    yield from ((kind, first[kind], second[kind]) for kind in first.keys() & second.keys())


def _numbers(row: SeenRow) -> dict[str, int]:
    found = {BASE: row.base, WITH: row.with_outcome}
    if row.base is not None and row.with_outcome is not None:
        found[WITHOUT] = row.base - row.with_outcome
    return {kind: number for kind, number in found.items() if number is not None}


def _subtracted(new: Sequence[Record], earlier: Sequence[Record], how: Overlap, threshold: int) -> list[Difference]:
    sure = how is Overlap.CHANGED
    return [
        Difference(figure, abs(step), abs(step), other.released_on, how, sure, frozenset({(figure.by, figure.key)}))
        for figure, step, other in _steps(new, earlier)
        if 0 < abs(step) < threshold
    ]


def _attacked(new: Sequence[Record], earlier: Sequence[Record], how: Overlap, threshold: int, knowledge: Knowledge) -> list[Difference]:
    direction = _direction(new, earlier) if how is Overlap.CHANGED else how
    populations = (NEW, NEW) if how is Overlap.SAME else (NEW, EARLIER)
    tables = [*(record.seen(NEW) for record in new), *(record.seen(populations[1]) for record in earlier)]
    larger, smaller = (NEW, EARLIER) if direction is Overlap.CONTAINS else (EARLIER, NEW)
    both = knowledge if how is Overlap.SAME else replace(knowledge, contains=((larger, smaller),), rests=((REST, larger),))
    figures = [*_hidden(tables), *(() if how is Overlap.SAME else _rest(tables))]
    answers = attack(tables, figures, both, threshold).intervals
    released_on = max(record.released_on for record in earlier)
    return [
        Difference(figure, interval.low, interval.high or 0, released_on, how, True, interval.rows)
        for figure, interval in answers.items()
        if tells(interval, threshold)
    ]


def tells(interval: Interval, threshold: int) -> bool:
    """Whether so few values are possible that a small one among them is as good as told."""
    return interval.exposes(threshold) and interval.low < threshold and (interval.high or 0) > 0


def _hidden(tables: Sequence[Seen]) -> Iterator[Figure]:
    for figure in dict.fromkeys(withheld_figures(tables)):
        yield figure
        if figure.kind == WITH:
            yield replace(figure, kind=WITHOUT)


def _rest(tables: Sequence[Seen]) -> Iterator[Figure]:
    """Every group of a table, and everyone, among those who are in one population only."""
    for table in tables:
        keys: list[tuple[tuple[str, ...], Key]] = [((), ()), *((table.by, key) for key in table.rows)]
        for by, key in keys:
            yield from (Figure(by, key, table.outcome, kind, REST) for kind in (BASE, WITH, WITHOUT))
