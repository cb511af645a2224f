"""The order in which tables are planned: one characteristic first, then what has to be protected against it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from folkmoot.stats.counts import CountsTable, Key
from folkmoot.stats.disclosure.intersections import of_several
from folkmoot.stats.disclosure.one_way import of_one
from folkmoot.stats.disclosure.rule import DEFAULT_THRESHOLD, Withheld, too_small_as_a_whole, with_differences

By = tuple[str, ...]


def withheld(tables: Sequence[CountsTable], threshold: int = DEFAULT_THRESHOLD) -> Withheld:
    """What to withhold of tables by the same characteristics, one a different outcome. A threshold of 1 or less withholds nothing."""
    return planned({tables[0].by: tables}, threshold)[tables[0].by]


def planned(
    families: Mapping[By, Sequence[CountsTable]], threshold: int = DEFAULT_THRESHOLD, also: Mapping[By, Collection[Key]] | None = None
) -> dict[By, Withheld]:
    """What to withhold of tables released together, by their characteristics. `also` are groups to withhold whatever else is.

    A family is every table by the same characteristics, one a different outcome.
    """
    if threshold <= 1:
        return dict.fromkeys(families, Withheld())
    plans: dict[By, Withheld] = {}
    for by in sorted(families, key=lambda by: (len(by), list(families).index(by))):
        twin = next((other for other in plans if other != by and set(other) == set(by)), None)
        extra = frozenset((also or {}).get(by, ()))
        plans[by] = _in_the_order(plans[twin], twin, by) if twin else _planned(with_differences(families[by]), plans, threshold, extra)
    return {by: plans[by] for by in families}


def _planned(tables: Sequence[CountsTable], plans: Mapping[By, Withheld], threshold: int, also: frozenset[Key]) -> Withheld:
    if any(too_small_as_a_whole(table, threshold) for table in tables):
        return Withheld(everything=True)
    by = tables[0].by
    if len(by) == 1:
        return of_one(tables, threshold, also)
    margins = {subset: _margin(tables, subset, plans, threshold) for subset in _subsets(by) if len(subset) == 1 or _printed(subset, plans)}
    return of_several(tables, margins, threshold, also)


def _subsets(by: By) -> list[By]:
    return [subset for size in range(1, len(by)) for subset in combinations(by, size)]


def _printed(by: By, plans: Mapping[By, Withheld]) -> By | None:
    return next((other for other in plans if set(other) == set(by)), None)


def _margin(tables: Sequence[CountsTable], by: By, plans: Mapping[By, Withheld], threshold: int) -> Withheld:
    """What is withheld of a margin: as it is released now or, where it is not, as it would be released by itself."""
    printed = _printed(by, plans)
    if printed is not None:
        return _in_the_order(plans[printed], printed, by)
    return _planned([table.margin(by) for table in tables], {}, threshold, frozenset())


def _in_the_order(plan: Withheld, given: By, wanted: By) -> Withheld:
    """The same plan for keys that name the characteristics in another order."""
    if given == wanted:
        return plan
    places = [given.index(column) for column in wanted]
    bases, outcomes, merged = (
        frozenset(tuple(key[place] for place in places) for key in keys) for keys in (plan.bases, plan.outcomes, plan.merged)
    )
    return replace(plan, bases=bases, outcomes=outcomes, merged=merged)
