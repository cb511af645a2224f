"""From what was named on the command line to a cube: files counted, cube files read, tables counted where they lie."""

import csv
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from folkmoot.cli.disparity_options import WrongOption
from folkmoot.errors import FolkmootError

if TYPE_CHECKING:
    from folkmoot.disparity.request import Request
    from folkmoot.engines.cube import Cube
    from folkmoot.engines.files import CaseFile
    from folkmoot.engines.readings import Scheme

WORKBOOKS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"})
CUBE = ".cube"


class WrongCube(FolkmootError):
    """A cube does not hold what is asked of it."""


def counted_or_read(names: Sequence[str], request: "Request", engine: str | None) -> "tuple[Cube, Request]":
    """The cube, and the request in the words of the cube: columns by their real names, outcomes settled. Raises FolkmootError."""
    if any(name.endswith(CUBE) for name in names):
        cube = read_cubes(names)
        return cube, _asked_of(cube, request)
    cube = counted(names, request, engine)
    return cube, _in_words_of(cube, replace(request, outcomes=cube.spec.outcomes), engine or _engine_for(names))


def counted(names: Sequence[str], request: "Request", engine: str | None) -> "Cube":
    """Count what was named, with progress on a terminal. Raises FolkmootError."""
    from folkmoot.disparity.analysis.plan import specification
    from folkmoot.engines.registry import count

    if not request.outcomes or not request.by:
        raise WrongOption("It is not said what is compared, or between whom.", "", "Give --outcome COLUMN and --by COLUMN (see --help).")
    shows_progress = sys.stderr.isatty()
    with _sources(names) as sources:
        try:
            spec = specification(request, scheme_named)
            told = _tell if shows_progress else None
            return count(sources, spec, engine=engine, threshold=request.threshold or 5, progress=told)
        finally:
            if shows_progress:
                print("\r\033[K", end="", file=sys.stderr)


def read_cubes(names: Sequence[str]) -> "Cube":
    """Cube files added up. Raises FileProblem, and WrongCube where they are mixed with other sources."""
    from folkmoot.engines import cubefile

    if not all(name.endswith(CUBE) for name in names):
        raise WrongCube(
            "Cubes and other sources were named together.", "A cube is counted already.", "Build a cube of the others and add it."
        )
    cube = cubefile.read(Path(names[0]))
    for name in names[1:]:
        cube = cubefile.added(cube, cubefile.read(Path(name)))
    return cube


def scheme_named(name: str) -> "Scheme":
    """A category scheme that ships with the product: every way of writing a value that is known, and the label it stands for."""
    from folkmoot.characteristics.tables import read_schemes
    from folkmoot.engines.readings import Scheme

    schemes = read_schemes()
    labels = {line.text("code"): line.text("name_en") for line in schemes.categories if line["scheme"] == name}
    if not labels:
        known = "; ".join(sorted(line.text("code") for line in schemes.schemes))
        raise WrongOption(f"There is no category scheme '{name}'.", f"The schemes are: {known}.", "Give one of these names.")
    written = dict(labels) | {label: label for label in labels.values()}
    written |= {line.text("label"): labels[line.text("code")] for line in schemes.labels if line["scheme"] == name}
    return Scheme.of(name, written)


def _engine_for(names: Sequence[str]) -> str:
    from folkmoot.engines.registry import chosen

    return chosen(names)


def _tell(share: float) -> None:
    print(f"\rcounting … {share:3.0f} %", end="", file=sys.stderr, flush=True)


@contextmanager
def _sources(names: Sequence[str]) -> "Iterator[list[CaseFile | str]]":
    """The names, with a copy as text in place of every workbook."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-") as folder:
        yield [_readable(name, Path(folder) / str(place)) for place, name in enumerate(names)]


def _readable(name: str, copy: Path) -> "CaseFile | str":
    from folkmoot.engines.files import CaseFile, checked

    path = Path(name)
    if path.suffix.lower() not in WORKBOOKS:
        return name
    checked(CaseFile(path))
    _workbook_to_csv(path, copy)
    return CaseFile(copy, path)


def _workbook_to_csv(path: Path, copy: Path) -> None:
    from folkmoot.foundation.tables.reading import read_table

    table = read_table(path, name_headings=True)
    with copy.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.columns)
        writer.writerows(row.values for row in table.rows)


def _in_words_of(cube: "Cube", request: "Request", engine: str) -> "Request":
    """The request with the columns called what the cube calls them."""
    from folkmoot.disparity.analysis.plan import renamed
    from folkmoot.engines.files import matched

    return replace(renamed(request, lambda column: matched(column, cube.spec.by, "what was counted")), engine=engine)


def _asked_of(cube: "Cube", request: "Request") -> "Request":
    """What is asked of a cube that is counted already: what it holds where nothing is named. Raises WrongCube."""
    _refuse_counting_again(request)
    wanted = {outcome.name for outcome in request.outcomes}
    names = [outcome.name for outcome in cube.spec.outcomes]
    unknown = sorted(wanted - set(names))
    if unknown:
        raise WrongCube(f"The cube has no outcome '{unknown[0]}'.", f"Its outcomes are: {'; '.join(names)}.", "Give one of these.")
    outcomes = tuple(outcome for outcome in cube.spec.outcomes if not wanted or outcome.name in wanted)
    alone = tuple(grouping[0] for grouping in cube.spec.wanted if len(grouping) == 1) or cube.spec.by
    chain = len(outcomes) > 1 and all(one.among for one in outcomes[1:])
    asked = replace(request, outcomes=outcomes, by=request.by or alone, chain=chain, where=cube.spec.where, missing=cube.spec.missing)
    asked = _in_words_of(cube, asked, "cube")
    _refuse_what_was_not_counted(cube, asked)
    return asked


def _refuse_counting_again(request: "Request") -> None:
    if request.where or request.bands or request.schemes or request.count_column:
        raise WrongCube(
            "A cube is counted already: its rows and values cannot be chosen again.",
            "--where, --bands, --scheme and --count belong to the counting.",
            "Give them to `folkmoot cube build`, and leave them out here.",
        )


def _refuse_what_was_not_counted(cube: "Cube", request: "Request") -> None:
    from folkmoot.disparity.analysis.plan import wanted_groupings

    for grouping in wanted_groupings(request):
        if not any(set(grouping) <= set(held) for held in cube.spec.wanted):
            raise WrongCube(
                f"The cube was not counted by {' and '.join(grouping)} together.",
                f"It holds: {'; '.join(' and '.join(held) for held in cube.spec.wanted)}.",
                "Ask for these, or build the cube again with the options that are needed.",
            )
