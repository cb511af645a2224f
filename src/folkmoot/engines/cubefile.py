"""A cube as a file: a zip of JSON (what was counted) and NumPy arrays (the cells). Nothing in it is ever run, only read as numbers.

A file may have been cut short, or made by somebody else on purpose: sizes are held against what the file says of itself before anything
is read, and every number is checked. Counts are written in the smallest type that holds them.
"""

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from folkmoot.engines.cube import Cube
from folkmoot.engines.errors import CubesDiffer, FileProblem
from folkmoot.engines.grouping import Grouping, in_order
from folkmoot.engines.plain import NotACube, cube_from, plain_header, spec_plain
from folkmoot.engines.spec import CubeSpec
from folkmoot.stats.cells import Factor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from folkmoot.stats.cells import Codes, Integers

MOST_CELLS = 20_000_000
MOST_TEXT = 64 * 1024 * 1024
_HEADER = "cube.json"
_COUNTS = ("rows", "eligible", "at_risk", "with_outcome")
_ARRAY_HEADER = 1_000  # bytes an array may need beside its numbers
_DAMAGED = (ValueError, KeyError, EOFError, RecursionError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)
_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # so that equal cubes make equal files


def write(cube: Cube, path: Path) -> None:
    """Write the cube as a whole or not at all: another file of that name stays until this one is complete. Raises FileProblem."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
            try:
                _write(cube, stream)
                stream.flush()
                os.fsync(stream.fileno())
                Path(stream.name).chmod(0o600)
                Path(stream.name).replace(path)
            except BaseException:
                Path(stream.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise FileProblem(f"'{path}' could not be written.", f"{error.strerror}.", "Give another file or folder.") from error


def read(path: Path) -> Cube:
    """The cube that `write` wrote. Raises FileProblem for a file that is not there, not a cube, cut short or damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return cube_from(_header(archive), lambda spec: dict(_groupings(archive, spec)))
    except OSError as error:
        raise FileProblem(f"'{path}' cannot be read.", f"{error.strerror}.", "Check the name and the folder.") from error
    except _DAMAGED as error:
        raise FileProblem(
            f"'{path}' is not a cube, or it is damaged.", "It was cut short, or made by something else.", "Build it again."
        ) from error


def added(cube: Cube, other: Cube) -> Cube:
    """Both cubes as one. Raises CubesDiffer where they were not counted in the same way, FileProblem where both hold the same source."""
    different = difference(cube.spec, other.spec)
    if different:
        raise CubesDiffer(
            "The cubes were not counted in the same way.", f"They differ in {different}.", "Build one of them again as the other was built."
        )
    held = {(source.sha256, source.table) for source in cube.sources}
    twice = next((source for source in other.sources if (source.sha256, source.table) in held), None)
    if twice:
        raise FileProblem(f"'{twice.name}' is in both cubes.", "Its rows would be counted twice.", "Leave out one of the cubes.")
    return cube + other


_DIFFERENCES = (
    ("by", "the characteristics"),
    ("groupings", "the combinations of characteristics"),
    ("outcomes", "the outcomes"),
    ("where", "which rows are counted"),
    ("missing", "the codes for not recorded"),
    ("count_column", "the column of counts"),
    ("readings", "how values are read as groups"),
)


def difference(spec: CubeSpec, other: CubeSpec) -> str:
    """What two specifications differ in, in words; empty where they are the same."""
    own, others = spec_plain(spec), spec_plain(other)
    return ", ".join(words for part, words in _DIFFERENCES if own[part] != others[part])


def _write(cube: Cube, stream: BinaryIO | Any) -> None:
    with zipfile.ZipFile(stream, "w") as archive:
        held = [_held(grouping) for grouping in cube.groupings.values()]
        text = json.dumps(plain_header(cube) | {"groupings": held}, ensure_ascii=False, sort_keys=True)
        archive.writestr(_member(_HEADER), text.encode())
        for place, grouping in enumerate(cube.groupings.values()):
            for name, array in _arrays(grouping):
                with archive.open(_member(f"{place}/{name}.npy"), "w") as target:
                    _save(array, target)


def _member(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, _SAME_TIME)


def _held(grouping: Grouping) -> dict[str, Any]:
    return {"by": grouping.by, "levels": [factor.levels for factor in grouping.factors], "cells": len(grouping)}


def _arrays(grouping: Grouping) -> "Iterator[tuple[str, NDArray[Any]]]":
    for place, factor in enumerate(grouping.factors):
        yield f"codes{place}", factor.codes
    yield from zip(_COUNTS, (grouping.rows, *grouping.outcome_counts), strict=True)


def _save(array: "NDArray[Any]", target: Any) -> None:
    import numpy as np

    smallest = np.min_scalar_type(int(array.max(initial=0)))
    np.lib.format.write_array(target, np.ascontiguousarray(array.astype(smallest)), allow_pickle=False)


def _header(archive: zipfile.ZipFile) -> Any:
    member = archive.getinfo(_HEADER)
    if member.file_size > MOST_TEXT:
        raise NotACube
    return json.loads(archive.read(member))


def _groupings(archive: zipfile.ZipFile, spec: CubeSpec) -> Iterator[tuple[tuple[str, ...], Grouping]]:
    held = _header(archive)["groupings"]
    if not isinstance(held, list) or len(held) != len(spec.wanted):
        raise NotACube
    for place, (by, plain) in enumerate(zip(spec.wanted, held, strict=True)):
        yield by, _grouping(archive, place, by, plain, len(spec.outcomes))


def _grouping(archive: zipfile.ZipFile, place: int, by: Sequence[str], plain: Any, outcomes: int) -> Grouping:
    if not isinstance(plain, dict) or plain.get("by") != list(by):
        raise NotACube
    cells, levels = plain.get("cells"), plain.get("levels")
    if type(cells) is not int or not 0 <= cells <= MOST_CELLS or not isinstance(levels, list) or len(levels) != len(by):
        raise NotACube

    def load(name: str, *shape: int) -> "Integers":
        return _loaded(archive, f"{place}/{name}.npy", shape)

    factors = tuple(_factor(name, each, load(f"codes{code}", cells)) for code, (name, each) in enumerate(zip(by, levels, strict=True)))
    grouping = Grouping(factors, load("rows", cells), *(load(name, outcomes, cells) for name in _COUNTS[1:]))
    _refuse_impossible(grouping)
    return grouping


def _factor(name: str, levels: Any, codes: "Integers") -> Factor:
    import numpy as np

    if not isinstance(levels, list) or not all(level is None or isinstance(level, str) for level in levels):
        raise NotACube
    if len(codes) and int(codes.max()) >= len(levels):
        raise NotACube
    narrow: Codes = codes.astype(np.int32)
    return Factor(name, tuple(levels), narrow)


def _loaded(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...]) -> "Integers":
    """An array of whole numbers of that shape. Raises ValueError for any other, before its numbers are read."""
    import numpy as np

    member = archive.getinfo(name)
    with archive.open(member) as stream:
        if np.lib.format.read_magic(stream) != (1, 0):
            raise NotACube
        found, by_column, number = np.lib.format.read_array_header_1_0(stream, max_header_size=_ARRAY_HEADER)
        size = int(np.prod(shape)) * number.itemsize
        if found != shape or by_column or number.kind != "u" or member.file_size > size + _ARRAY_HEADER:
            raise NotACube
        numbers = np.frombuffer(stream.read(), dtype=number)
    if number.itemsize == 8 and bool((numbers >> np.uint64(53)).any()):
        raise NotACube
    return numbers.reshape(shape).astype(np.int64)


def _refuse_impossible(grouping: Grouping) -> None:
    """Raise ValueError unless each key stands in one cell, in order, and no count is larger than the one it is part of."""
    eligible, at_risk, had = grouping.outcome_counts
    parts: Sequence[Callable[[], Any]] = (
        lambda: (had <= at_risk).all(),
        lambda: (at_risk <= eligible).all(),
        lambda: (eligible <= grouping.rows).all(),
        lambda: (grouping.rows > 0).all(),
        lambda: in_order(grouping),
    )
    if not all(bool(part()) for part in parts):
        raise NotACube
