"""Cubes of one source made alike, so that they add: columns and outcomes under the names of the source, whatever a file called them.

What a layout did not have is not recorded in its cubes: a characteristic that came later is blank before, a stage has nobody eligible.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from folkmoot.casework.stages.outcomes import as_held
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.cubefile import added
from folkmoot.engines.grouping import made
from folkmoot.engines.spec import YES, CubeSpec, Outcome
from folkmoot.stats.cells import Factor

if TYPE_CHECKING:
    from folkmoot.stats.cells import Codes, Integers


def under_own_names(cube: Cube, names: Mapping[str, str], source: SourceFile) -> Cube:
    """The full grouping of a cube with its columns called by the names of the source. `names` maps the file's headings to them."""
    by = tuple(names[column] for column in cube.spec.by)
    spec = CubeSpec(by, as_held(cube.spec.outcomes))
    grouping = cube.by_groupings(cube.spec.by)
    factors = tuple(replace(factor, name=names[factor.name]) for factor in grouping.factors)
    values = {names[column]: read for column, read in cube.values.items() if column in names}
    return Cube(spec, {by: replace(grouping, factors=factors)}, (source,), cube.not_met, values)


def aligned(cube: Cube, by: Sequence[str], outcomes: Sequence[str]) -> Cube:
    """The cube by these columns, and for these outcomes, in this order; what it does not hold is not recorded in it."""
    spec = CubeSpec(tuple(by), tuple(Outcome(name, name, YES) for name in outcomes))
    if cube.spec == spec:
        return cube
    grouping = cube.by_groupings(cube.spec.by)
    factors = [grouping.factor(name) if name in grouping.by else _blank(name, len(grouping)) for name in by]
    held = [outcome.name for outcome in cube.spec.outcomes]
    counts = [_arranged(array, held, outcomes) for array in grouping.outcome_counts]
    return Cube(spec, {spec.by: made(factors, grouping.rows, *counts)}, cube.sources, cube.not_met, cube.values)


def summed(cubes: Sequence[Cube]) -> Cube:
    """All cubes as one, added two by two so that no cell is copied more often than it must be. Raises as `cubefile.added`."""
    by, outcomes = names_of(cubes)
    parts = [aligned(cube, by, outcomes) for cube in cubes]
    while len(parts) > 1:
        parts = [added(*pair) if len(pair) == 2 else pair[0] for pair in (parts[place : place + 2] for place in range(0, len(parts), 2))]
    return parts[0]


def names_of(cubes: Sequence[Cube]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns and the outcomes that any of the cubes has: the latest cube's first and in its order."""
    latest_first = list(reversed(cubes))
    by = dict.fromkeys(column for cube in latest_first for column in cube.spec.by)
    outcomes = dict.fromkeys(outcome.name for cube in latest_first for outcome in cube.spec.outcomes)
    return tuple(by), tuple(outcomes)


def content_sha256(cube: Cube, *, without: Iterable[str] = ()) -> str:
    """SHA-256 of the counts alone: equal for the same rows in any order, under any file name, from any format."""
    left_out = set(without)
    kept = tuple(column for column in cube.spec.by if column not in left_out)
    grouping = cube.by_groupings(cube.spec.by).summed(kept)
    digest = hashlib.sha256()
    digest.update(repr([(factor.name, factor.levels) for factor in grouping.factors]).encode())
    digest.update(repr([outcome.name for outcome in cube.spec.outcomes]).encode())
    arrays: list[Integers | Codes] = [*(factor.codes for factor in grouping.factors), grouping.rows, *grouping.outcome_counts]
    for array in arrays:
        digest.update(array.astype("<i8").tobytes())
    return digest.hexdigest()


def without_months(cube: Cube, column: str, months: Iterable[str | None]) -> Cube | None:
    """The cube without the cells of some months; None where nothing is left."""
    import numpy as np

    left_out = set(months)
    grouping = cube.by_groupings(cube.spec.by)
    factor = grouping.factor(column)
    kept = ~np.isin(factor.codes, [code for code, level in enumerate(factor.levels) if level in left_out])
    if not kept.any():
        return None
    factors = [Factor(each.name, each.levels, each.codes[kept]) for each in grouping.factors]
    counts = [array[:, kept] for array in grouping.outcome_counts]
    return replace(cube, groupings={cube.spec.by: made(factors, grouping.rows[kept], *counts)})


def in_month(cube: Cube, column: str, month: str) -> Cube:
    """The cube of a file that says nothing of months, as of one month."""
    import numpy as np

    grouping = cube.by_groupings(cube.spec.by)
    spec = replace(cube.spec, by=(column, *cube.spec.by))
    factors = [Factor(column, (month,), np.zeros(len(grouping), dtype=np.int32)), *grouping.factors]
    return replace(cube, spec=spec, groupings={spec.by: made(factors, grouping.rows, *grouping.outcome_counts)})


def months_of(cube: Cube, column: str) -> tuple[str, ...]:
    """The months that occur, in order."""
    if column not in cube.spec.by:
        return ()
    return tuple(level for level in cube.by_groupings(cube.spec.by).factor(column).levels if level is not None)


def _blank(name: str, cells: int) -> Factor:
    import numpy as np

    return Factor(name, (None,), np.zeros(cells, dtype=np.int32))


def _arranged(array: "Integers", held: Sequence[str], wanted: Sequence[str]) -> "Integers":
    import numpy as np

    nothing = np.zeros(array.shape[1], dtype=np.int64)
    return np.stack([array[held.index(name)] if name in held else nothing for name in wanted]) if wanted else array[:0]
