"""What a release said of which people, and how the people of two releases overlap."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from folkmoot.stats.attacker import Seen, SeenRow, seen
from folkmoot.stats.counts import Key
from folkmoot.stats.released import ReleasedTable

FORMAT = 1


@dataclass(frozen=True)
class Population:
    """Which people: the files' SHA-256, the conditions on the rows, and the periods and places if they are declared.

    `where` gives for a column the values (in lower case) that were counted. `periods` None: not declared. `places` None: everywhere.
    """

    sources: frozenset[str]
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    periods: frozenset[str] | None = None
    places: frozenset[str] | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "sources": sorted(self.sources),
            "where": {column: sorted(values) for column, values in sorted(self.where.items())},
            "periods": None if self.periods is None else sorted(self.periods),
            "places": None if self.places is None else sorted(self.places),
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Population":
        """What `to_dict` wrote. Raises KeyError, TypeError or AttributeError for anything else."""
        where = {str(column): frozenset(map(str, values)) for column, values in plain["where"].items()}
        return cls(frozenset(map(str, plain["sources"])), where, _set(plain["periods"]), _set(plain["places"]))


def _set(values: Iterable[object] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(map(str, values))


class Overlap(Enum):
    """How the people of a new release lie to those of an earlier one."""

    SAME = "the same people"
    INSIDE = "some of the earlier release's people"
    CONTAINS = "the earlier release's people and others"
    CHANGED = "the same people, in a file that has changed"
    APART = "other people"
    UNKNOWN = "people who may be the same in part"


def overlap(new: Population, earlier: Population) -> Overlap:
    """What follows from files, conditions, periods and places. Where they do not say, UNKNOWN."""
    same_file = new.sources == earlier.sources
    nested_files = new.sources <= earlier.sources or earlier.sources <= new.sources
    said = new.periods is not None and earlier.periods is not None
    relations = {_relation(new.where.get(column), earlier.where.get(column)) for column in new.where.keys() | earlier.where.keys()}
    relations.add(_relation(new.places, earlier.places))
    relations |= {_relation(new.periods, earlier.periods)} if said else set()
    relations |= {_relation(new.sources, earlier.sources)} if nested_files else set()
    if Overlap.APART in relations:
        return Overlap.APART
    if Overlap.UNKNOWN in relations or not (nested_files or said) or {Overlap.INSIDE, Overlap.CONTAINS} <= relations:
        return Overlap.UNKNOWN
    one_way = relations - {Overlap.SAME}
    return one_way.pop() if one_way else Overlap.SAME if same_file else Overlap.CHANGED


def _relation(new: frozenset[str] | None, earlier: frozenset[str] | None) -> Overlap:
    """Of two sets of values; None is all of them."""
    if new == earlier:
        return Overlap.SAME
    if earlier is None or (new is not None and new < earlier):
        return Overlap.INSIDE
    if new is None or earlier < new:
        return Overlap.CONTAINS
    return Overlap.UNKNOWN if new & earlier else Overlap.APART


@dataclass(frozen=True)
class Record:
    """One released table. `outcome` must be worded alike wherever it means the same; `released_on` is a date in ISO form."""

    population: Population
    released_on: str
    threshold: int
    by: tuple[str, ...]
    outcome: str
    rows: Mapping[Key, SeenRow]
    not_recorded: SeenRow
    overall: SeenRow

    def seen(self, population: str) -> Seen:
        """The table as an attacker is given it, under a name for its population."""
        return Seen(self.by, self.outcome, self.rows, self.not_recorded, self.overall, population)

    def to_dict(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "released_on": self.released_on,
            "population": self.population.to_dict(),
            "threshold": self.threshold,
            "by": list(self.by),
            "outcome": self.outcome,
            "rows": [[list(key), row.base, row.with_outcome] for key, row in self.rows.items()],
            "not_recorded": [self.not_recorded.base, self.not_recorded.with_outcome],
            "overall": [self.overall.base, self.overall.with_outcome],
        }

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Record":
        """What `to_dict` wrote. Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
        if plain["format"] != FORMAT:
            raise ValueError(f"this is not a record of format {FORMAT}")
        by = tuple(map(str, plain["by"]))
        rows = {_key(key, len(by)): _row(base, had) for key, base, had in plain["rows"]}
        population = Population.from_dict(plain["population"])
        released_on, outcome = str(plain["released_on"]), str(plain["outcome"])
        missing, overall = _row(*plain["not_recorded"]), _row(*plain["overall"])
        return cls(population, released_on, int(plain["threshold"]), by, outcome, rows, missing, overall)


def _key(parts: list[object], size: int) -> Key:
    if len(parts) != size:
        raise ValueError("a group does not have a value for each characteristic")
    return tuple(None if part is None else str(part) for part in parts)


def _row(base: object, had: object) -> SeenRow:
    for number in (base, had):
        if number is not None and (not isinstance(number, int) or isinstance(number, bool) or number < 0):
            raise ValueError(f"{number!r} is not a count")
    if isinstance(base, int) and isinstance(had, int) and had > base:
        raise ValueError(f"{had} of {base} cannot be")
    return SeenRow(base if isinstance(base, int) else None, had if isinstance(had, int) else None)


def records(
    tables: Iterable[ReleasedTable], population: Population, released_on: str, names: Mapping[str, Key] | None = None
) -> Iterator[Record]:
    """What released tables say, read from the documents that leave. `names`: the values behind the name of a group, where known."""
    for table in tables:
        told = seen(table.to_dict(), names)
        yield Record(population, released_on, table.threshold, told.by, told.outcome, told.rows, told.not_recorded, told.overall)
