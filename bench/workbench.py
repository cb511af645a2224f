"""What each kind of view of the workbench costs on a cube of a million cells, beside one pass of NumPy over the same cells in the same run.

    python bench/workbench.py [--cells 1000000] [--repeats 3]

The cube is invented: month × area × offence × ethnicity × sex × age, with five stages. Processor time is measured, medians of the repeats.
“First” is a view of what nobody has looked at since the process began; “again” the same view while its counts are held. The pass sums
one count over one column. Wanted: 500 ms for any view, 60 ms for a plain table of rates that was looked at before.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from folkmoot.casework.workbench.answering import answered
from folkmoot.casework.workbench.held import Held
from folkmoot.casework.workbench.rules import Section, View, settled
from folkmoot.casework.workbench.shape import Shape, Stage
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.grouping import made
from folkmoot.engines.spec import CubeSpec, Outcome
from folkmoot.stats.cells import Factor

MONTHS = tuple(f"{2015 + place // 12}-{place % 12 + 1:02}" for place in range(120))
LEVELS: dict[str, tuple[str | None, ...]] = {
    "month": MONTHS,
    "area": tuple(f"Area {place:02}" for place in range(1, 15)),
    "offence": tuple(f"Offence {place:02}" for place in range(1, 13)),
    "ethnicity": (None, *(f"Group {place:02}" for place in range(1, 19))),
    "sex": (None, "Female", "Male"),
    "age": (None, *(f"{place}0-{place}9" for place in range(1, 8))),
}
STAGES = {"referred": 0.7, "charged": 0.9, "prosecuted": 0.6, "convicted": 0.8, "sentenced": 0.3}
ANY_VIEW, PLAIN_AGAIN = 500, 60
YEAR, QUARTER = "2021/22", "2021/22 Q2"
VIEWS: dict[str, dict[str, Any]] = {
    "rates": {},
    "rates, three characteristics": {"by": ("ethnicity", "sex", "age")},
    "rates, Area, quarter and offence": {"area": "Area 03", "period": QUARTER, "offence": "Offence 02"},
    "Areas": {"section": Section.AREAS},
    "Areas, one year": {"section": Section.AREAS, "period": YEAR},
    "stages": {"section": Section.STAGES},
    "stages, one quarter": {"section": Section.STAGES, "period": QUARTER},
    "over time": {"section": Section.TIME},
    "over time, one Area": {"section": Section.TIME, "area": "Area 03"},
    "what would change": {"section": Section.CHANGE},
    "what would change, four controls": {"section": Section.CHANGE, "controls": ("sex", "age", "offence", "area")},
    "what would change, Area and year": {"section": Section.CHANGE, "area": "Area 03", "period": YEAR},
    "two together": {"section": Section.TOGETHER, "by": ("ethnicity", "sex")},
    "three together": {"section": Section.TOGETHER, "by": ("ethnicity", "sex", "age")},
    "three together, Area and year": {"section": Section.TOGETHER, "by": ("ethnicity", "sex", "age"), "area": "Area 03", "period": YEAR},
    "method": {"section": Section.METHOD},
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cells", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    args = parser.parse_args()
    cube, shape = cube_of(args.cells), shape_of()
    grouping = cube.groupings[cube.spec.by]
    one_pass = median(lambda: np.bincount(grouping.factor("ethnicity").codes, weights=grouping.rows), max(args.repeats, 5))
    print(f"{len(grouping):,} cells, medians of {args.repeats}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    print(f"one pass of bincount over the cells: {one_pass:.1f} ms\n")
    print(f"{'view':36}{'first ms':>10}{'again ms':>10}{'first/pass':>12}{'again/pass':>12}  wanted")
    kept = [_line(name, asked, cube, shape, one_pass, args.repeats) for name, asked in VIEWS.items()]
    return 0 if all(kept) else 1


def _line(name: str, asked: dict[str, Any], cube: Cube, shape: Shape, one_pass: float, repeats: int) -> bool:
    view, held = settled(View(1, **asked), shape), Held()
    first = median(lambda: answered(view, shape, cube, held=Held()), repeats)
    answered(view, shape, cube, held=held)
    again = median(lambda: answered(view, shape, cube, held=held), repeats)
    kept = first <= ANY_VIEW and (name != "rates" or again <= PLAIN_AGAIN)
    wanted = f"{ANY_VIEW}" + (f", again {PLAIN_AGAIN}" if name == "rates" else "") + ("" if kept else "  MISSED")
    print(f"{name:36}{first:>10.0f}{again:>10.0f}{first / one_pass:>12.1f}{again / one_pass:>12.1f}  {wanted}")
    return kept


def median(work: Callable[[], object], repeats: int) -> float:
    """Milliseconds of processor time of this process."""
    costs = []
    for _ in range(repeats):
        begun = time.process_time()
        work()
        costs.append((time.process_time() - begun) * 1000)
    return statistics.median(costs)


def cube_of(cells: int) -> Cube:
    """An invented cube of that many cells; some groups are common and most are not, as in life."""
    rng = np.random.default_rng(1)
    sizes = [len(levels) for levels in LEVELS.values()]
    places = rng.choice(int(np.prod(sizes, dtype=np.int64)), size=cells, replace=False, shuffle=False)
    codes = np.unravel_index(np.sort(places), sizes)
    common = np.where(codes[list(LEVELS).index("ethnicity")] == 1, 12, 2)
    rows = (1 + rng.poisson(common)).astype(np.int64)
    at_risk, had, left = [], [], rows
    for rate in STAGES.values():
        at_risk.append(left)
        left = rng.binomial(left, rate)
        had.append(left)
    factors = [Factor(name, levels, code.astype(np.int32)) for (name, levels), code in zip(LEVELS.items(), codes, strict=True)]
    grouping = made(factors, rows, np.stack(at_risk), np.stack(at_risk), np.stack(had))
    spec = CubeSpec(tuple(LEVELS), tuple(Outcome(name, name, frozenset({"yes"})) for name in STAGES))
    return Cube(spec, {spec.by: grouping}, (SourceFile("invented.csv", "ab" * 32, 1),))


def shape_of() -> Shape:
    occurring = {name: tuple(level for level in levels if level) for name, levels in LEVELS.items()}
    stages = tuple(Stage(name, name.capitalize(), line="accused") for name in STAGES)
    return Shape(stages, ("ethnicity", "sex", "age"), month="month", area="area", offence="offence", occurring=occurring)


if __name__ == "__main__":
    sys.exit(main())
