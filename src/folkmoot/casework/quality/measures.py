"""How well one field is recorded: in all, by Area and force, by month. Pure: a cube in, shares that may be shown out.

Four parts make up every number of records. *Missing*: nothing is recorded, or what is recorded is no value at all. *Not stated*: the
person was asked and did not say, which is an answer. *Fits no scheme*: a label that the category scheme does not know. *Usable*: a
group is named. Dimensions as in the UK Government Data Quality Framework (2020): completeness and validity.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from folkmoot.engines.cube import Cube, ValuesRead
from folkmoot.stats.counts import Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, SUPPRESSED, Suppressed, is_small
from folkmoot.stats.disparity import is_not_stated

LEAST_RECORDS = 30  # fewer in one place say nothing of how it records
WIDE = 200  # records for each count of the threshold: with that many, a whole per cent of them hides which small number it was
COMMON = 10  # records with the same label that fits no scheme: a rarer one may be somebody's name in the wrong column
LABEL_CHARS = 60
Shown: TypeAlias = float | Suppressed | None


class Part(StrEnum):
    MISSING = "missing"
    NOT_STATED = "not_stated"
    UNFITTING = "unfitting"
    USABLE = "usable"


@dataclass(frozen=True)
class Parts:
    """Records of one place, and how many of them are of each part. Never shown: see `Quality`."""

    records: int = 0
    missing: int = 0
    not_stated: int = 0
    unfitting: int = 0

    @property
    def usable(self) -> int:
        return self.records - self.missing - self.not_stated - self.unfitting

    def of(self, part: Part) -> int:
        return int(getattr(self, part.value))

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(
            self.records + other.records, self.missing + other.missing, self.not_stated + other.not_stated,
            self.unfitting + other.unfitting,
        )  # fmt: skip


@dataclass(frozen=True)
class Quality:
    """What may be shown of one place (`place`: the values it is named by; none: everywhere). Shares from 0 to 1, to the whole per cent.

    `completeness`: recorded, of all records, an answer that states nothing among them. `validity`: of those recorded, what fits the
    scheme. SUPPRESSED where it is withheld; None where there is nothing it could be a share of.
    """

    place: Key
    records: int | Suppressed
    completeness: Shown
    validity: Shown
    missing: Shown
    not_stated: Shown
    unfitting: Shown
    usable: Shown


def parts_by(cube: Cube, field: str, by: Sequence[str] = ()) -> dict[Key, Parts]:
    """The parts of a field for every combination of the columns `by`. Raises KeyError where the cube was not counted by them together."""
    columns = (field, *by)
    unfitting = set(cube.values.get(field, ValuesRead()).unmapped)
    found: dict[Key, Parts] = {}
    for (value, *place), rows in _rows(cube, columns):
        key = tuple(place)
        found[key] = found.get(key, Parts()) + _parts(value, rows, unfitting)
    return found


def _rows(cube: Cube, columns: tuple[str, ...]) -> Iterable[tuple[Key, int]]:
    grouping = cube.by_groupings(columns).summed(columns)
    return zip(grouping.keys(), grouping.rows.tolist(), strict=True)


def _parts(value: str | None, rows: int, unfitting: set[str]) -> Parts:
    if value is None:
        return Parts(rows, missing=rows)
    if is_not_stated(value):
        return Parts(rows, not_stated=rows)
    return Parts(rows, unfitting=rows) if value in unfitting else Parts(rows)


def together(found: Mapping[Key, Parts], places: Sequence[int]) -> dict[Key, Parts]:
    """The same by only some of the columns, by their places in the key."""
    sums: dict[Key, Parts] = {}
    for key, parts in found.items():
        smaller = tuple(key[place] for place in places)
        sums[smaller] = sums.get(smaller, Parts()) + parts
    return sums


def whole(parts: Parts, threshold: int = DEFAULT_THRESHOLD) -> Quality:
    """Everywhere taken together."""
    return released({(): parts}, parts, threshold)[()]


def released(found: Mapping[Key, Parts], total: Parts, threshold: int = DEFAULT_THRESHOLD) -> dict[Key, Quality]:
    """What may be shown of places that together are `total`, in reading order. A place without a name is left out.

    A share is withheld where very few records are of its part or of the others, and with it what is left; where all places together
    are so few that a whole per cent tells the number, it is withheld for every place. A place of few records is not shown, and where
    it is the only one, the next smallest is not either.
    """
    named = {key: parts for key, parts in found.items() if None not in key and parts.records}
    hidden = _too_few(named, total)
    everywhere = _hidden_everywhere(named.values(), total, threshold) if total.records < WIDE * threshold else frozenset()
    return {key: _quality(key, named[key], threshold, key in hidden, everywhere) for key in sorted(named, key=str)}


def _too_few(named: Mapping[Key, Parts], total: Parts) -> set[Key]:
    by_size = sorted(named, key=lambda key: (named[key].records, str(key)))
    few = {key for key in by_size if named[key].records < LEAST_RECORDS}
    alone = len(few) == 1 and sum(parts.records for parts in named.values()) == total.records
    return few | set(by_size[1:2]) if alone else few


def _hidden_everywhere(every: Iterable[Parts], total: Parts, threshold: int) -> frozenset[Part]:
    return frozenset(part for parts in (*every, total) for part in _hidden(parts, threshold))


def _hidden(parts: Parts, threshold: int) -> frozenset[Part]:
    """The parts of one place that are withheld: the small ones, and of the others always the same, never the one that happens to suit:
    which one it is would say something itself."""
    small = {part for part in Part if is_small(parts.of(part), threshold) or is_small(parts.records - parts.of(part), threshold)}
    if not small or parts.records >= WIDE * threshold:
        return frozenset(small)
    hidden = small | {Part.USABLE}
    enough = len(hidden) > 1 and sum(parts.of(part) for part in hidden) >= 2 * threshold
    return frozenset(hidden if enough else Part)


def _quality(key: Key, parts: Parts, threshold: int, too_few: bool, everywhere: frozenset[Part]) -> Quality:
    if too_few:
        return Quality(key, SUPPRESSED, *[SUPPRESSED] * 6)
    hidden = _hidden(parts, threshold) | everywhere
    shares = {part: SUPPRESSED if part in hidden else _share(parts.of(part), parts.records) for part in Part}
    complete = SUPPRESSED if Part.MISSING in hidden else _share(parts.records - parts.missing, parts.records)
    return Quality(
        key, parts.records, complete, _validity(parts, hidden), shares[Part.MISSING], shares[Part.NOT_STATED], shares[Part.UNFITTING],
        shares[Part.USABLE],
    )  # fmt: skip


def _validity(parts: Parts, hidden: frozenset[Part]) -> Shown:
    few = hidden & {Part.MISSING, Part.UNFITTING}  # a share of what is recorded would tell how many are not
    return SUPPRESSED if few else _share(parts.records - parts.missing - parts.unfitting, parts.records - parts.missing)


def _share(count: int, of: int) -> float | None:
    return round(count / of, 2) if of else None


def hide_within(inner: Mapping[Key, Quality], outer: Mapping[Key, Quality]) -> dict[Key, Quality]:
    """The places within larger ones (a force within its Area: the key begins alike), nothing shown that the larger one withholds."""
    return {key: _no_more_than(quality, outer.get(key[:1])) for key, quality in inner.items()}


def _no_more_than(quality: Quality, larger: Quality | None) -> Quality:
    if larger is None:
        return quality
    names = ("records", "completeness", "validity", "missing", "not_stated", "unfitting", "usable")
    hidden = {name: SUPPRESSED for name in names if isinstance(getattr(larger, name), Suppressed)}
    return replace(quality, **hidden)  # type: ignore[arg-type]  # every one of these fields may be withheld


def shares_only(found: Mapping[Key, Quality]) -> dict[Key, Quality]:
    """The same without numbers of records: of many small places (months of one force) shares alone may be shown."""
    return {key: replace(quality, records=SUPPRESSED) for key, quality in found.items()}


def labels_that_fit_nothing(values: ValuesRead) -> tuple[list[str], int]:
    """The labels that fit no scheme and are common enough to be named, the commonest first; and how many different ones are not."""
    common = [label for label, rows in values.unmapped.items() if rows >= COMMON and len(label) <= LABEL_CHARS]
    return sorted(common, key=lambda label: (-values.unmapped[label], label)), len(values.unmapped) - len(common)
