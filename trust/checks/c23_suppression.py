"""Check 23: no small count can be narrowed down from everything that is released together, by an attacker who shares no code with us."""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import ceil, floor, inf
from typing import Any
from unittest.mock import patch

from trust.figures import Figure, Size, check, control

THRESHOLD, HIDDEN, TOGETHER = 5, "[c]", "Groups too small to show one by one"
NEAR = 1e-6
Cells = dict[tuple[str | None, ...], tuple[int, int]]
Atom = tuple[str | None, ...]
Part = tuple[str, Atom]


@dataclass
class Release:
    """What is true of every stage, by the finest groups, and what a reader was given of it: documents as JSON, with their stage."""

    by: tuple[str, ...]
    truth: dict[str, Cells]
    documents: list[dict[str, Any]] = field(default_factory=list)


@check(
    23, "No small count can be narrowed down from all that is released together",
    target="1,000 random releases: 0 protected counts with a range narrower than the threshold, 0 exact", gate=True,
)  # fmt: skip
def narrowed(size: Size) -> Figure:
    return _attacked(1000 if size is Size.WHOLE else 40)


@control("23", "only the small counts themselves are withheld, nothing that protects them")
def only_small_ones(size: Size) -> Figure:
    from folkmoot.stats.attacker import Found
    from folkmoot.stats.disclosure import guard, intersections, one_way
    from folkmoot.stats.suppression import Suppression

    with (
        patch.object(one_way, "fewest", lambda *asked: asked[2]),
        patch.object(intersections, "suppress", lambda *_, forced, **__: Suppression(frozenset(forced), False)),
        patch.object(guard, "attack", lambda *_: Found({}, 0, 0)),
    ):
        return _attacked(1000 if size is Size.WHOLE else 40)


@control("23", "the rate stays beside its base where the count is withheld")
def rates_left(size: Size) -> Figure:
    def left(release: Release) -> None:
        for document, cells in _tables(release):
            for row in document["groups"]:
                counts = cells.get(_key(row, document))
                if counts and row["with_outcome"] == HIDDEN and row["base"] not in (HIDDEN, 0):
                    row["rate"] = {"value": counts[1] / counts[0]}

    return _attacked(1000 if size is Size.WHOLE else 40, left)


def _attacked(number: int, spoil: Callable[[Release], None] = lambda _release: None) -> Figure:
    rng, found = random.Random(23), []
    asked = exact = hidden = 0
    for place in range(number):
        release = _made(rng)
        spoil(release)
        hidden += sum(row["with_outcome"] == HIDDEN or row["base"] == HIDDEN for one in release.documents for row in one["groups"])
        for name, parts, value in _protected(release):
            asked += 1
            low, high = _range(_Equations(release), parts)
            if not low - NEAR <= value <= high + NEAR:
                raise RuntimeError(f"the attacker's arithmetic is wrong: {name} is {value}, not from {low} to {high}")
            exact += low == high
            if high - (low if low > 1 else 0) < THRESHOLD:
                found.append(f"release {place}: {name} is {value}, seen to lie from {low} to {high}")
    more = {"releases": number, "known exactly": exact, "rows withheld in them": hidden}
    return Figure(len(found), asked, "protected counts attacked", more, tuple(found), least=number)


def _made(rng: random.Random) -> Release:
    """A random release that holds something to protect: one characteristic or two with their margins, one stage or two."""
    from folkmoot.stats import disclosure

    while True:
        by = ("ethnicity", "sex")[: rng.choice((1, 2))]
        levels = [["A", "B", "C", "D", "E", None][-rng.randint(3, 6) :], ["x", "y", None][-rng.randint(2, 3) :]][: len(by)]
        charged = {key: _counts(rng) for key in product(*levels) if rng.random() < 0.9}
        stages = {"charged": charged}
        if rng.random() < 0.5:
            stages["convicted"] = {key: (had, rng.randint(0, had)) for key, (_base, had) in charged.items()}
        tables = [_table(by, stage, cells) for stage, cells in stages.items()]
        if not charged or any(disclosure.too_small_as_a_whole(table, THRESHOLD) for table in tables):
            continue
        if not all(table.total.with_outcome and table.total.without_outcome for table in tables):
            continue  # what is true of everyone is no secret of anyone
        release = Release(by, stages)
        release.documents = _released([*tables, *(table.margin((one,)) for table in tables for one in by if len(by) > 1)])
        return release


def _counts(rng: random.Random) -> tuple[int, int]:
    base = rng.randint(1, rng.choice((6, 12, 60, 400)))
    return base, min(base, rng.choice((rng.randint(0, 6), rng.randint(0, base))))


def _table(by: tuple[str, ...], stage: str, cells: Cells) -> Any:
    from folkmoot.stats.counts import Counts, CountsTable

    return CountsTable(by, stage, {key: Counts(*each) for key, each in cells.items()}, sum(base for base, _had in cells.values()), "")


def _released(tables: Sequence[Any]) -> list[dict[str, Any]]:
    """By the product's own way, written out and read back."""
    from folkmoot.stats.disparity import Settings, disparity_tables
    from folkmoot.stats.released import release_all

    return json.loads(json.dumps([one.to_dict() for one in release_all(disparity_tables(tables, Settings()))]))


def _tables(release: Release) -> Iterator[tuple[dict[str, Any], Cells]]:
    """Every document with what is true of its own groups; those it shows together are one."""
    for document in release.documents:
        places = [release.by.index(column) for column in document["by"]]
        named = {row["group"] for row in document["groups"]}
        cells: Cells = {}
        for atom, (base, had) in release.truth[document["outcome"]].items():
            key = tuple(atom[place] for place in places)
            if TOGETHER in named and None not in key and _name(key) not in named:
                key = (TOGETHER,)
            before = cells.get(key, (0, 0))
            cells[key] = before[0] + base, before[1] + had
        yield document, cells


def _name(key: Atom) -> str:
    return " · ".join(str(part) for part in key)


def _key(row: dict[str, Any], document: dict[str, Any]) -> Atom:
    return (TOGETHER,) if row["group"] == TOGETHER else tuple(row["group"].split(" · ")) if document["by"] else ()


def _protected(release: Release) -> Iterator[tuple[str, list[Part], int]]:
    """Every small count of a group that a document names, of people, of those with the outcome and of those without."""
    for document, cells in _tables(release):
        stage = document["outcome"]
        for row in document["groups"]:
            base, had = cells.get(_key(row, document), (0, 0))
            atoms = _atoms(release, document, row["group"])
            for kind, value, parts in (
                ("base", base, _base_of(stage, atoms)), ("with", had, [(f"{stage}+", atom) for atom in atoms]),
                ("without", base - had, [(f"{stage}-", atom) for atom in atoms]),
            ):  # fmt: skip
                if 0 < value < THRESHOLD:
                    yield f"{kind} of {row['group']} by {' and '.join(document['by'])}, {stage}", parts, value


def _base_of(stage: str, atoms: Iterable[Atom]) -> list[Part]:
    return [(f"{stage}{sign}", atom) for atom in atoms for sign in "+-"]


def _atoms(release: Release, document: dict[str, Any], group: str) -> list[Atom]:
    """The finest groups within a printed row. Which of them anybody is in counts as known."""
    places = [release.by.index(column) for column in document["by"]]
    named = {row["group"] for row in document["groups"]}
    found = []
    for atom, (base, _had) in release.truth["charged"].items():
        key = tuple(atom[place] for place in places)
        within = {
            "Everyone": True, "Not recorded": None in key, TOGETHER: None not in key and _name(key) not in named,
        }.get(group, None not in key and _name(key) == group)  # fmt: skip
        if base and within:
            found.append(atom)
    return found


class _Equations:
    """All that is printed, as equations between counts that are not negative."""

    def __init__(self, release: Release) -> None:
        stages = list(release.truth)
        atoms = [atom for atom, (base, _had) in release.truth["charged"].items() if base]
        parts = [(f"{stage}{sign}", atom) for stage in stages for sign in "+-" for atom in atoms]
        self.place = {part: number for number, part in enumerate(parts)}
        self.rows: list[dict[int, float]] = []
        self.values: list[float] = []
        for document in release.documents:
            self._read(release, document)
        for atom in atoms if len(stages) > 1 else []:  # whoever was charged is at risk of conviction
            self._add([("convicted+", atom), ("convicted-", atom)], 0, [("charged+", atom)])

    def _read(self, release: Release, document: dict[str, Any]) -> None:
        stage = document["outcome"]
        for row in [*document["groups"], document["not_recorded"], document["overall"]]:
            atoms = _atoms(release, document, row["group"])
            if row["base"] != HIDDEN:
                self._add(_base_of(stage, atoms), row["base"])
            if row["with_outcome"] != HIDDEN:
                self._add([(f"{stage}+", atom) for atom in atoms], row["with_outcome"])
            elif row["base"] != HIDDEN and isinstance(row["rate"], dict):
                self._add([(f"{stage}+", atom) for atom in atoms], round(row["rate"]["value"] * row["base"]))

    def _add(self, plus: Iterable[Part], value: float, minus: Iterable[Part] = ()) -> None:
        row = {self.place[part]: 1.0 for part in plus} | {self.place[part]: -1.0 for part in minus}
        if row:
            self.rows.append(row)
            self.values.append(value)


def _range(known: _Equations, parts: Sequence[Part]) -> tuple[float, float]:
    """The least and the most that these counts can add up to: two linear programmes (scipy, HiGHS)."""
    import numpy as np
    from scipy.optimize import linprog

    size = len(known.place)
    matrix, sought = np.zeros((len(known.rows), size)), np.zeros(size)
    for number, row in enumerate(known.rows):
        matrix[number, list(row)] = list(row.values())
    sought[[known.place[part] for part in parts]] = 1
    ends = []
    for sign in (1, -1):
        done = linprog(sign * sought, A_eq=matrix, b_eq=known.values, bounds=(0, None), method="highs")
        if done.status not in (0, 3):
            raise RuntimeError(f"no counts fit what was printed: {done.message}")
        ends.append(sign * done.fun if done.status == 0 else inf)
    return ceil(ends[0] - NEAR), floor(ends[1] + NEAR) if ends[1] < inf else inf
