"""What is left of a table once every part of it that was released is taken away.

`stats.register` sets two releases beside one another. Three or more give something away together that no two of them do: England and
Wales less the two Areas that were published is the third. So the parts of a whole are taken away from it all at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from folkmoot.stats.attacker import SeenRow
from folkmoot.stats.counts import Key
from folkmoot.stats.register import Population, Record

_PLACES, _PERIODS = "places of the population", "periods of the population"
_HIDDEN = SeenRow(None, None)
_KINDS = ("how many there are", "how many have the outcome", "how many do not have the outcome")


@dataclass(frozen=True)
class LeftOver:
    """A small count that follows from a whole less its parts. `rows`: the records that give it away, each by its group."""

    by: tuple[str, ...]
    key: Key
    outcome: str
    kind: str
    rows: tuple[Record, ...]

    @property
    def sentence(self) -> str:
        group = " · ".join("not recorded" if part is None else part for part in self.key) or "everyone"
        parts = len(self.rows) - 1
        return (
            f"From a table less the {parts} parts of it that are released, it can be worked out {self.kind} of '{group}' in the rest, for"
            f" the outcome '{self.outcome}'."
        )


def left_over(records: Sequence[Record], threshold: int) -> list[LeftOver]:
    """Small counts that are left where the released parts of a whole, at least two, are taken away from it."""
    found: list[LeftOver] = []
    for whole in records:
        for side in _sides(records, whole):
            for parts in _families([record for record in records if _is_part(record, whole, side)], side):
                if len(parts) > 1:
                    found += _of_whole(whole, parts, threshold)
    return found


def sliced(record: Record, column: str, places: Mapping[str, str], totals: Mapping[Key, SeenRow]) -> Iterator[Record]:
    """A table by places and something else as one record for each place. `places` gives the code of each value of that column, `totals`
    the row of each place as a whole."""
    if column not in record.by or len(record.by) == 1 or record.population.places is not None:
        return
    at = record.by.index(column)
    by = record.by[:at] + record.by[at + 1 :]
    for level, code in places.items():
        rows = {key[:at] + key[at + 1 :]: row for key, row in record.rows.items() if key[at] == level}
        if rows:
            population = replace(record.population, places=frozenset({code}))
            overall = totals.get((level,), _HIDDEN)
            yield replace(record, population=population, by=by, rows=rows, not_recorded=_HIDDEN, overall=overall)


def _sides(records: Iterable[Record], whole: Record) -> list[str]:
    """The columns in which some other record is narrower than this one."""
    names = {name for record in records for name in record.population.where if name not in whole.population.where}
    return [*sorted(names), *([_PLACES] if whole.population.places is None else []), _PERIODS]


def _is_part(record: Record, whole: Record, side: str) -> bool:
    """Whether a record is of the same people as the whole but for one side, in which it is narrower."""
    if (record.outcome, set(record.by)) != (whole.outcome, set(whole.by)):
        return False
    inner, outer = _value(record.population, side), _value(whole.population, side)
    if inner is None or (outer is not None and not inner < outer):
        return False
    return _same_but(record.population, whole.population, side)


def _same_but(part: Population, whole: Population, side: str) -> bool:
    first, second = (
        replace(
            one, sources=frozenset(), where={name: values for name, values in one.where.items() if name != side},
            places=None if side == _PLACES else one.places, periods=None if side == _PERIODS else one.periods,
        )
        for one in (part, whole)
    )  # fmt: skip
    declared = part.periods is not None and whole.periods is not None
    return first == second and (declared or part.sources == whole.sources)


def _value(population: Population, side: str) -> frozenset[str] | None:
    return population.places if side == _PLACES else population.periods if side == _PERIODS else population.where.get(side)


def _families(parts: Sequence[Record], side: str) -> list[list[Record]]:
    """Parts that do not overlap: once beginning with the largest, once with the smallest. Of one part that left twice, both together."""
    pieces: dict[frozenset[str], Record] = {}
    for part in parts:
        value = _value(part.population, side) or frozenset()
        pieces[value] = _joined(pieces[value], part) if value in pieces else part
    chosen = []
    for largest_first in (True, False):
        taken: set[str] = set()
        family = []
        for value in sorted(pieces, key=lambda one: (len(one), sorted(one)), reverse=largest_first):
            if not value & taken:
                taken |= value
                family.append(pieces[value])
        chosen.append(family)
    same = {id(part) for part in chosen[0]} == {id(part) for part in chosen[1]}
    return chosen[:1] if same else chosen


def _joined(first: Record, second: Record) -> Record:
    """What two records say of the same people together."""
    rows = {key: _either(first.rows.get(key, _HIDDEN), second.rows.get(key, _HIDDEN)) for key in {**first.rows, **second.rows}}
    return replace(first, rows=rows, overall=_either(first.overall, second.overall))


def _either(first: SeenRow, second: SeenRow) -> SeenRow:
    return SeenRow(
        second.base if first.base is None else first.base, second.with_outcome if first.with_outcome is None else first.with_outcome
    )


def _of_whole(whole: Record, parts: Sequence[Record], threshold: int) -> Iterator[LeftOver]:
    for key, row in [*whole.rows.items(), ((), whole.overall)]:
        inner = [(part, part.overall if not key else part.rows.get(key, _HIDDEN)) for part in parts]
        for kind, outer, counts in zip(_KINDS, _numbers(row), zip(*(_numbers(one) for _, one in inner), strict=True), strict=True):
            told = [(part, count) for (part, _), count in zip(inner, counts, strict=True) if count is not None]
            if outer is not None and len(told) > 1 and 0 < outer - sum(count for _, count in told) < threshold:
                yield LeftOver(whole.by, key, whole.outcome, kind, (whole, *(part for part, _ in told)))


def _numbers(row: SeenRow) -> tuple[int | None, int | None, int | None]:
    without = row.base - row.with_outcome if row.base is not None and row.with_outcome is not None else None
    return row.base, row.with_outcome, without


def without_repeats(records: Iterable[Record]) -> list[Record]:
    """Records of one population, outcome and set of rows once, in their order."""
    kept: dict[str, Record] = {}
    for record in records:
        kept.setdefault(repr({**record.to_dict(), "released_on": ""}), record)
    return list(kept.values())


def by_population(records: Iterable[Record]) -> list[list[Record]]:
    """The records of each population together."""
    ordered = sorted(records, key=lambda record: repr(record.population.to_dict()))
    return [list(group) for _, group in groupby(ordered, key=lambda record: repr(record.population.to_dict()))]
