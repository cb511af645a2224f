"""Do two records of the same thing agree: what a person said and what an officer saw, or two sources of the same months. Pure.

Self-defined and officer-defined ethnicity are different questions and are never merged: where they disagree, neither is wrong by that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from folkmoot.engines.cube import Cube
from folkmoot.engines.spec import folded
from folkmoot.stats.counts import Counts, CountsTable, Key
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, is_small
from folkmoot.stats.disparity import Settings, is_not_stated, uncompared_table
from folkmoot.stats.figures import Row
from folkmoot.stats.released import ReleasedTable, release

Broad: TypeAlias = Mapping[str, str]  # the broad group of each label, under `folded(label)`; labels of no broad group are not in it
APART = 0.05  # two sources of the same month that differ by more than this share need review


@dataclass(frozen=True)
class FieldsAgree:
    """`table`: of each broad group a person named, how many records the officer's field puts in the same, released.

    `unplaced`: whether there were records with both fields whose labels stand for no broad group; they are in no figure.
    """

    self_defined: str
    officer_defined: str
    table: ReleasedTable
    unplaced: bool

    @property
    def overall(self) -> Row:
        return self.table.overall


def fields_agree(
    cube: Cube, self_defined: str, officer_defined: str, broad: tuple[Broad, Broad], threshold: int = DEFAULT_THRESHOLD
) -> FieldsAgree:
    """Compare two fields of the same people by broad group, among records that name one in both. Raises KeyError where the cube was not
    counted by both together."""
    cells: dict[Key, Counts] = {}
    unplaced = False
    grouping = cube.by_groupings((self_defined, officer_defined)).summed((self_defined, officer_defined))
    for (said, seen), rows in zip(grouping.keys(), grouping.rows.tolist(), strict=True):
        if said is None or seen is None or is_not_stated(said) or is_not_stated(seen):
            continue
        ours, theirs = broad[0].get(folded(said)), broad[1].get(folded(seen))
        if ours is None or theirs is None:
            unplaced = unplaced or rows > 0
            continue
        cells[(ours,)] = cells.get((ours,), Counts(0, 0)) + Counts(rows, rows if ours == theirs else 0)
    counts = CountsTable((self_defined,), "the same", cells, sum(each.base for each in cells.values()))
    return FieldsAgree(self_defined, officer_defined, release(uncompared_table(counts, Settings()), threshold), unplaced)


@dataclass(frozen=True)
class Beside:
    """One Area or one month in two sources: numbers of records (None where withheld), and by what share theirs is larger than ours."""

    place: str
    ours: int | None
    theirs: int | None
    difference: float | None

    @property
    def apart(self) -> bool:
        return self.difference is not None and abs(self.difference) > APART


@dataclass(frozen=True)
class SourcesAgree:
    """Counts of the same months in two sources, by Area and by month. `only_ours`, `only_theirs`: Areas that are in one alone."""

    months: tuple[str, ...]
    by_area: tuple[Beside, ...]
    by_month: tuple[Beside, ...]
    only_ours: tuple[str, ...]
    only_theirs: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """A source as it is compared: its cube, the names of its columns of Areas and of months, and the outcome whose base is counted
    ("" for every record)."""

    cube: Cube
    area: str
    month: str
    outcome: str = ""

    def numbers(self) -> dict[tuple[str, str], int]:
        """Records by Area and month; records without one of them are left out."""
        columns = (self.area, self.month)
        grouping = self.cube.by_groupings(columns).summed(columns)
        place = [one.name for one in self.cube.spec.outcomes].index(self.outcome) if self.outcome else None
        numbers = grouping.rows if place is None else grouping.at_risk[place]
        return {(area, month): rows for (area, month), rows in zip(grouping.keys(), numbers.tolist(), strict=True) if area and month}


def sources_agree(ours: Counted, theirs: Counted, threshold: int = DEFAULT_THRESHOLD) -> SourcesAgree:
    """Compare the months that both sources hold, by Areas of the same name. Raises KeyError where one was not counted by both."""
    mine, yours = ours.numbers(), theirs.numbers()
    months = sorted({month for _, month in mine} & {month for _, month in yours})
    my_areas, your_areas = {area for area, _ in mine}, {area for area, _ in yours}
    both = sorted(my_areas & your_areas)
    by_area = tuple(_beside(area, [(area, month) for month in months], mine, yours, threshold) for area in both)
    by_month = tuple(_beside(month, [(area, month) for area in both], mine, yours, threshold) for month in months)
    return SourcesAgree(tuple(months), by_area, by_month, tuple(sorted(my_areas - your_areas)), tuple(sorted(your_areas - my_areas)))


def _beside(
    place: str, keys: Sequence[tuple[str, str]], mine: Mapping[tuple[str, str], int], yours: Mapping[tuple[str, str], int], threshold: int
) -> Beside:
    """Neither number is shown where one, or what lies between them, is small: the other source is often published."""
    ours, theirs = sum(mine.get(key, 0) for key in keys), sum(yours.get(key, 0) for key in keys)
    if is_small(ours, threshold) or is_small(theirs, threshold):
        return Beside(place, None, None, None)
    return Beside(place, ours, theirs, round((theirs - ours) / ours, 2) if ours else None)
