"""Published tables, many files at once, as one load: what is a copy of what, which months stand in several files, and the sum of the rest.

How a table is read is known in `folkmoot.published`; here only what stands between files.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from folkmoot.casework.sources.canonical import content_sha256, months_of, summed, without_months
from folkmoot.casework.sources.report import Remark
from folkmoot.engines.cube import Cube
from folkmoot.engines.errors import NothingToCount
from folkmoot.errors import FolkmootError

_MONTH = "month"


@dataclass(frozen=True)
class Table:
    """One published file, read: a cube by "month" and whatever else it has, rows as they stood in it, and what was odd.

    `fingerprint` is what `published_cubes.kept` writes: by it a later load recognises the file.
    """

    cube: Cube
    rows: int
    remarks: tuple[Remark, ...] = ()
    fingerprint: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """What is said of one file of several."""

    name: str
    sha256: str
    months: tuple[str, ...] = ()
    rows: int = 0
    remarks: tuple[Remark, ...] = ()
    fingerprint: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        return asdict(self)


Read = Callable[[bytes, str], Table]


@dataclass(frozen=True)
class Told:
    """What a person said of the files because they may not say it themselves: "2018-03", a police force, one of several breakdowns."""

    period: str = ""
    force: str = ""
    breakdown: str = ""


NOTHING_TOLD = Told()


class CannotBeRead(FolkmootError):
    """No reader is known for tables of this kind."""


class CountedTwice(FolkmootError):
    """Two tables of one source count the same people in different ways."""


def reader_of(kind: str, told: Told = NOTHING_TOLD, earlier: Sequence[Mapping[str, Any]] = ()) -> Read:
    """`earlier` are the fingerprints of the files that are in use. Raises CannotBeRead."""
    from folkmoot.casework.sources import published_cubes  # it needs Table from here

    if kind not in published_cubes.KINDS:
        raise CannotBeRead("Published tables of this kind cannot be read here.", "", "Bring the data as a case extract.")
    return published_cubes.reader_for(kind, told, earlier)


def together(paths: Sequence[Path], read: Read) -> tuple[Cube, list[Part], int]:
    """The sum of the files, what is said of each, and the rows read of those counted.

    A byte copy and a file of the same figures are counted once. Of two files with other figures of one month the first by name is
    counted for it, and the other says so. Raises NothingToCount, or whatever the reading says of a file.
    """
    seen_bytes: dict[str, str] = {}
    seen_figures: dict[str, str] = {}
    held: dict[str, str] = {}
    cubes: list[Cube] = []
    parts: list[Part] = []
    rows = 0
    for path in sorted(paths, key=lambda path: path.name):
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        table = read(data, path.name)
        if sha256 in seen_bytes:
            wrong = tuple(remark for remark in table.remarks if remark.grave)
            parts.append(Part(path.name, sha256, remarks=(Remark("byte_copy", {"first": seen_bytes[sha256]}), *wrong)))
            continue
        if cubes:
            refuse_other_columns(path.name, table.cube, next(iter(seen_bytes.values())), cubes[0].spec.by)
        seen_bytes[sha256] = path.name
        kept, part = _joined(path.name, sha256, table, seen_figures, held)
        parts.append(part)
        if kept is not None:
            cubes.append(kept)
            rows += table.rows
    if not cubes:
        raise NothingToCount("These files hold nothing that can be counted.", "", "Look at what is said of each.")
    return summed(cubes), parts, rows


def refuse_other_columns(name: str, cube: Cube, other: str, by: Sequence[str]) -> None:
    """Counts by two characteristics hold the same people: their sum would hold everybody twice. Raises CountedTwice."""
    mine, theirs = ([one.replace("_", " ") for one in columns if one != _MONTH] for columns in (cube.spec.by, by))
    if set(mine) == set(theirs):
        return
    raise CountedTwice(
        f"“{name}” counts people by {', '.join(mine)}, but “{other}” counts the same people by {', '.join(theirs)}.",
        "In one source they would be added together, and everybody would count twice.",
        "Declare a source for each breakdown, and bring this file to its own.",
    )


def _parts(cube: Cube) -> list[tuple[str, str]]:
    """The months of a cube, each with what stands once among the files: the month, or the month of a force where a file is of one."""
    by = tuple(column for column in (_MONTH, "force") if column in cube.spec.by)
    keys = cube.by_groupings(by).summed(by).keys()
    return [(str(key[0]), " ".join(map(str, key))) for key in keys]


def _joined(name: str, sha256: str, table: Table, figures: dict[str, str], held: dict[str, str]) -> tuple[Cube | None, Part]:
    """What of a table is not in already."""
    months = months_of(table.cube, _MONTH)
    odd = table.remarks
    content = content_sha256(table.cube)
    if content in figures:
        return None, Part(name, sha256, months, table.rows, (Remark("same_rows", {"first": figures[content]}), *odd))
    figures[content] = name
    parts = _parts(table.cube)
    repeated = sorted({month for month, part in parts if part in held})
    first = {month: held[part] for month, part in parts if part in held}
    said = tuple(Remark("repeated_month", {"months": month, "first": first[month]}, grave=True) for month in repeated)
    held.update({part: name for _, part in parts if part not in held})
    kept = without_months(table.cube, _MONTH, repeated) if repeated else table.cube
    return kept, Part(name, sha256, months, table.rows, (*said, *odd), table.fingerprint)
