"""Small numbers never leave: which counts of a table must be withheld so that none of the small ones can be found.

The rule, in four steps.

1. *Small* means 1 to threshold - 1 (1 to 4), for the base, for those with the outcome and for those without it. Zero is shown.
2. Groups whose whole base is small are put together into one row before anything else, and their names are not shown.
3. Where a small count is left, it and everything derived from it is withheld: rate, gap, ratios, intervals, bounds, p value, finding.
4. Then more groups are withheld, smallest base first, until what anyone gets by subtracting the shown groups from the total is
   itself publishable: at least two groups, with at least `threshold` people with the outcome, as many without, and as many
   beside the largest group withheld. Every withheld count then keeps a range of possible values, not one.

Outcomes released together are withheld together, because one outcome's people may be the next one's base.

An intersection is protected against its margins as well, whether they are printed or not: every line of the table through a
withheld cell must satisfy step 4, cells of a group withheld in a margin are withheld, and exact linear algebra then tries to
recover each small count. If one can be recovered the whole intersection is withheld.

Why counts are not rounded. A rate from rounded counts would be wrong by several points just where groups are small, and its interval
would be that of a table nobody has; a true rate beside a rounded base gives the count back. So what is shown is exact and what is
not shown is not there. What this cannot stop is two releases of slightly different files being subtracted from one another: that
is the register of released tables' work.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, NoReturn

from folkmoot.stats.counts import NONE_COUNTED, Counts, CountsTable, Key
from folkmoot.stats.recovery import recoverable

DEFAULT_THRESHOLD = 5


class Suppressed:
    """A figure that exists and is not shown. It is not a number, not zero and not an absence, and it refuses to act as one."""

    def __repr__(self) -> str:
        return "[c]"

    def __bool__(self) -> NoReturn:
        raise TypeError("a suppressed figure is neither true nor false: ask `is SUPPRESSED`")


SUPPRESSED: Final = Suppressed()


@dataclass(frozen=True)
class Withheld:
    """What is not shown of one characteristic (or intersection), for all outcomes released together."""

    bases: frozenset[Key] = frozenset()
    outcomes: frozenset[Key] = frozenset()
    merged: frozenset[Key] = frozenset()  # groups shown only together
    everything: bool = False
    missing_base: bool = False  # of an intersection: everyone for whom something is not recorded, shown as one row
    missing_outcome: bool = False


def is_small(count: int, threshold: int) -> bool:
    return 0 < count < threshold


def sensitive(counts: Counts, threshold: int) -> bool:
    """Whether those with the outcome, or those without it, are too few to show."""
    return is_small(counts.with_outcome, threshold) or is_small(counts.without_outcome, threshold)


def too_small_as_a_whole(table: CountsTable, threshold: int) -> bool:
    """Whether not even the total may be shown."""
    return sensitive(table.total, threshold) or is_small(table.total.base, threshold)


def withheld(tables: Sequence[CountsTable], threshold: int = DEFAULT_THRESHOLD) -> Withheld:
    """What to withhold of tables by the same characteristics, one a different outcome. A threshold of 1 or less withholds nothing."""
    if threshold <= 1:
        return Withheld()
    if any(too_small_as_a_whole(table, threshold) for table in tables):
        return Withheld(everything=True)
    return _of_one(tables, threshold) if len(tables[0].by) == 1 else _of_several(tables, threshold)


def merged_together(table: CountsTable, keys: frozenset[Key], name: str) -> CountsTable:
    """The same table with the given groups put into one group of that name."""
    if not keys:
        return table
    cells = {key: counts for key, counts in table.cells.items() if key not in keys}
    cells[(name,)] = sum((table.cells[key] for key in keys if key in table.cells), NONE_COUNTED)
    return CountsTable(table.by, table.outcome, cells, table.eligible, table.outcome_column)


SMALL_GROUPS = "Groups too small to show one by one"


def _of_one(tables: Sequence[CountsTable], threshold: int) -> Withheld:
    small = frozenset(key for key, row in _cells(tables).items() if None not in key and _all_small(row, threshold))
    cells = _cells([merged_together(table, small, SMALL_GROUPS) for table in tables])
    work = _Work(cells, threshold, _same_bases(tables), _pairs_of_one_column(tables))
    work.hide_small()
    work.complete([list(cells)])
    missing = (None,)
    return Withheld(frozenset(work.bases), frozenset(work.outcomes), small, False, missing in work.bases, missing in work.outcomes)


def _of_several(tables: Sequence[CountsTable], threshold: int) -> Withheld:
    by = tables[0].by
    subsets = [subset for size in range(1, len(by)) for subset in combinations(by, size)]
    margins = {subset: withheld([table.margin(subset) for table in tables], threshold) for subset in subsets}
    if any(margin.everything for margin in margins.values()):
        return Withheld(everything=True)
    cells = _cells(tables)
    work = _Work(cells, threshold, _same_bases(tables), _pairs_of_one_column(tables))
    work.hide_small()
    for subset, margin in margins.items():
        for key in cells:
            place = _projected(key, by, subset)
            if place in margin.bases or place in margin.merged:
                work.hide_base(key)
            elif place in margin.outcomes:
                work.hide_outcome(key)
    work.complete(_lines(cells, len(by)))
    if _can_be_recovered(tables, margins, work, threshold):
        return Withheld(everything=True)
    unrecorded = [key for key in cells if None in key]
    missing_outcome = _small_row(cells, unrecorded, "outcomes", threshold)
    missing_base = _small_row(cells, unrecorded, "bases", threshold) or (missing_outcome and not work.same_bases)
    return Withheld(
        frozenset(work.bases), frozenset(work.outcomes), missing_base=missing_base, missing_outcome=missing_outcome or missing_base
    )


@dataclass
class _Work:
    """The cells hidden so far, and the steps that hide more."""

    cells: Mapping[Key, tuple[Counts, ...]]
    threshold: int
    same_bases: bool
    pairs: Sequence[tuple[int, int]]
    bases: set[Key] = field(default_factory=set)
    outcomes: set[Key] = field(default_factory=set)

    def hide_base(self, key: Key) -> None:
        self.bases.add(key)
        self.outcomes.add(key)

    def hide_outcome(self, key: Key) -> None:
        self.outcomes.add(key)
        if not self.same_bases:
            self.bases.add(key)

    def hide_small(self) -> None:
        for key, row in self.cells.items():
            if any(is_small(counts.base, self.threshold) for counts in row):
                self.hide_base(key)
            elif any(sensitive(counts, self.threshold) for counts in row) or self._small_between(row):
                self.hide_outcome(key)

    def _small_between(self, row: tuple[Counts, ...]) -> bool:
        """Two outcomes of one column differ by, or leave out, a small number: subtracting one from the other would show it."""
        for first, second in self.pairs:
            between = abs(row[first].with_outcome - row[second].with_outcome)
            outside = row[first].base - row[first].with_outcome - row[second].with_outcome
            if is_small(between, self.threshold) or is_small(outside, self.threshold):
                return True
        return False

    def complete(self, lines: Sequence[Sequence[Key]]) -> None:
        """Hide the smallest further cells until every line is safe against subtraction from its total."""
        changed = True
        while changed:
            changed = False
            for line in lines:
                while self._hide_one_more(line):
                    changed = True

    def _hide_one_more(self, line: Sequence[Key]) -> bool:
        return self._extend(line, self.bases, self.hide_base, self._bases_safe) or self._extend(
            line, self.outcomes, self.hide_outcome, self._outcomes_safe
        )

    def _extend(self, line: Sequence[Key], hidden: set[Key], hide: Callable[[Key], None], safe: Callable[[Sequence[Key]], bool]) -> bool:
        pool = [key for key in line if key in hidden]
        if not pool or safe(pool):
            return False
        shown = [key for key in line if key not in hidden and any(counts.base for counts in self.cells[key])]
        if not shown:
            return False
        hide(min(shown, key=lambda key: (max(counts.base for counts in self.cells[key]), str(key))))
        return True

    def _bases_safe(self, pool: Sequence[Key]) -> bool:
        columns = list(zip(*(self.cells[key] for key in pool), strict=True))
        return all(_many(column) and sum(counts.base for counts in column) >= self.threshold for column in columns if _any(column))

    def _outcomes_safe(self, pool: Sequence[Key]) -> bool:
        columns = list(zip(*(self.cells[key] for key in pool), strict=True))
        return all(
            _many(column) and self._publishable(column, sum((row[place] for row in self.cells.values()), NONE_COUNTED))
            for place, column in enumerate(columns)
            if _any(column)
        )

    def _publishable(self, column: Sequence[Counts], total: Counts) -> bool:
        """Whether the withheld groups together could be shown as one group. Where nobody at all (or everybody) had the outcome,
        that is no secret of any group."""
        together = sum(column, NONE_COUNTED)
        beside_largest = together.base - max(counts.base for counts in column)
        return (
            beside_largest >= self.threshold
            and together.with_outcome >= min(self.threshold, total.with_outcome)
            and together.without_outcome >= min(self.threshold, total.without_outcome)
        )


def _any(column: Iterable[Counts]) -> bool:
    return any(counts.base for counts in column)


def _many(column: Iterable[Counts]) -> bool:
    return sum(1 for counts in column if counts.base) >= 2


def _cells(tables: Sequence[CountsTable]) -> dict[Key, tuple[Counts, ...]]:
    keys = dict.fromkeys(key for table in tables for key in table.cells)
    rows = {key: tuple(table.cells.get(key, NONE_COUNTED) for table in tables) for key in keys}
    return {key: row for key, row in rows.items() if _any(row)}


def _all_small(row: tuple[Counts, ...], threshold: int) -> bool:
    return all(counts.base < threshold for counts in row)


def _same_bases(tables: Sequence[CountsTable]) -> bool:
    return all(len({counts.base for counts in row}) == 1 for row in _cells(tables).values())


def _pairs_of_one_column(tables: Sequence[CountsTable]) -> list[tuple[int, int]]:
    places = combinations(range(len(tables)), 2)
    return [(a, b) for a, b in places if tables[a].outcome_column and tables[a].outcome_column == tables[b].outcome_column]


def _projected(key: Key, by: tuple[str, ...], subset: tuple[str, ...]) -> Key:
    return tuple(key[by.index(column)] for column in subset)


def _lines(cells: Iterable[Key], dimensions: int) -> list[list[Key]]:
    lines: dict[tuple[int, Key], list[Key]] = {}
    for key in cells:
        for axis in range(dimensions):
            lines.setdefault((axis, key[:axis] + key[axis + 1 :]), []).append(key)
    return list(lines.values())


def _can_be_recovered(tables: Sequence[CountsTable], margins: Mapping[tuple[str, ...], Withheld], work: _Work, threshold: int) -> bool:
    """Try to work out every small count from the total, the margins' shown groups and the row of not recorded."""
    by, cells = tables[0].by, work.cells
    groups: dict[tuple[tuple[str, ...], Key], list[Key]] = {}
    for key in cells:
        for subset in margins:
            groups.setdefault((subset, _projected(key, by, subset)), []).append(key)
    unrecorded = [key for key in cells if None in key]
    for hidden, kind in ((work.bases, "bases"), (work.outcomes, "outcomes")):
        published: list[list[Key]] = [list(cells)]
        published += [] if _small_row(cells, unrecorded, kind, threshold) else [unrecorded]
        targets = [[key] for key, row in cells.items() if _must_stay_hidden(row, kind, threshold)]
        for (subset, _), members in groups.items():
            if _small_row(cells, members, kind, threshold):
                targets.append(members)
            elif _projected(members[0], by, subset) not in getattr(margins[subset], kind) | margins[subset].merged:
                published.append(members)
        published += [
            _merged_members(cells, by, subset, margin)
            for subset, margin in margins.items()
            if margin.merged and (SMALL_GROUPS,) not in getattr(margin, kind)
        ]
        if recoverable(hidden, published, targets):
            return True
    return False


def _merged_members(cells: Iterable[Key], by: tuple[str, ...], subset: tuple[str, ...], margin: Withheld) -> list[Key]:
    return [key for key in cells if _projected(key, by, subset) in margin.merged]


def _small_row(cells: Mapping[Key, tuple[Counts, ...]], members: Sequence[Key], kind: str, threshold: int) -> bool:
    columns = zip(*(cells[key] for key in members), strict=True)
    return _must_stay_hidden(tuple(sum(column, NONE_COUNTED) for column in columns), kind, threshold)


def _must_stay_hidden(row: tuple[Counts, ...], kind: str, threshold: int) -> bool:
    if kind == "bases":
        return any(is_small(counts.base, threshold) for counts in row)
    return any(is_small(counts.base, threshold) or sensitive(counts, threshold) for counts in row)
