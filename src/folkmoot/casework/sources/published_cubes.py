"""Published tables as cubes under the names of a source: what `published` reads, for each kind of source."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from folkmoot.casework.sources.canonical import under_own_names
from folkmoot.casework.sources.models import Source
from folkmoot.casework.sources.published_files import NOTHING_TOLD, CannotBeRead, Read, Table, Told
from folkmoot.casework.sources.report import Remark
from folkmoot.engines.cube import SourceFile
from folkmoot.published import report
from folkmoot.published.counts import to_cube
from folkmoot.published.model import Fingerprint, Kind, Published
from folkmoot.published.periods import Period
from folkmoot.published.reading import read
from folkmoot.published.report import Said

KINDS: Mapping[str, tuple[Kind, ...]] = {
    Source.Kind.OUTCOMES: (Kind.OUTCOMES_MONTHLY, Kind.OUTCOMES_QUARTERLY),
    Source.Kind.STOP_SEARCH: (Kind.STOP_SEARCH,),
    Source.Kind.USE_OF_FORCE: (Kind.USE_OF_FORCE,),
}
# What a source calls the columns of a published table; a column that is not named here keeps its name, one named "" is summed over.
NAMES: Mapping[str, str] = {
    "self-defined ethnicity": "", "self-defined group": "ethnicity", "officer-defined ethnicity": "ethnicity_officer_perceived",
    "gender": "sex", "type of search": "type_of_search", "type of force": "type_of_force", "object": "object_of_search",
}  # fmt: skip
# Said of files of one load, and of months that are loaded already, in words of their own.
_SAID_ELSEWHERE = frozenset({Said.BYTE_COPY, Said.SAME_FIGURES, Said.REPEATED_PERIOD})
MOST_ALIKE = 10  # of one kind of grave remark in one file


def reader_for(kind: str, told: Told = NOTHING_TOLD, earlier: Sequence[Mapping[str, Any]] = ()) -> Read:
    """Reads the files of one kind of source, each beside those it read before and the `earlier` ones.

    The table raises whatever `published` says of a file, or CannotBeRead for another kind.
    """
    before = [fingerprint_of(plain) for plain in earlier]

    def read_one(data: bytes, name: str) -> Table:
        found = read(data, name, beside=before, period=told.period, force=told.force if kind == Source.Kind.STOP_SEARCH else "")
        if found.kind not in KINDS[kind]:
            raise CannotBeRead(
                f"'{name}' is a published table of another kind.", f"It was recognised as {found.kind.value.replace('_', ' ')}.",
                "Bring it to the source of that kind, or declare one.",
            )  # fmt: skip
        before.append(found.fingerprint)
        return _table(found, told.breakdown)

    return read_one


def _table(found: Published, breakdown: str) -> Table:
    cube = to_cube(found, by=breakdown)
    left = cube.project(tuple(column for column in cube.spec.by if NAMES.get(column, column)))
    names = {column: NAMES.get(column, column) for column in left.spec.by}
    own = cube.sources[0]
    mine = under_own_names(left, names, SourceFile(own.name, own.sha256, own.size))
    return Table(mine, found.report.rows_read, tuple(_remarks(found.report)), kept(found.fingerprint))


def _remarks(said: report.Report) -> list[Remark]:
    """What the reader found, each with its place; of one kind of mistake the first ones, and how many more there are."""
    found: dict[Said, list[Remark]] = {}
    for remark in said.remarks:
        if remark.said not in _SAID_ELSEWHERE:
            found.setdefault(remark.said, []).append(Remark("as_read", {"words": in_its_place(remark)}, remark.grave))
    return [one for alike in found.values() for one in _few(alike)]


def _few(alike: list[Remark]) -> list[Remark]:
    more = len(alike) - MOST_ALIKE
    return alike if more <= 0 else [*alike[:MOST_ALIKE], Remark("as_read", {"words": f"And {more:,} more like that."}, alike[0].grave)]


def in_its_place(remark: report.Remark) -> str:
    """The sentence after the place it is about: file, sheet, row and column; of what stands in many cells, the first."""
    if not remark.places:
        return remark.sentence
    where = remark.places[0] if remark.grave else replace(remark.places[0], file="")
    more = f" (and {remark.count - 1:,} more places)" if remark.count > 1 else ""
    return f"{where.words}{more}: {remark.sentence}" if where.words else remark.sentence


def kept(own: Fingerprint) -> dict[str, Any]:
    """A fingerprint as JSON."""
    return asdict(own) | {"kind": own.kind.value}


def fingerprint_of(plain: Mapping[str, Any]) -> Fingerprint:
    """What `kept` wrote. Raises KeyError, TypeError or ValueError."""
    return Fingerprint(
        plain["name"], Kind(plain["kind"]), plain["size"], plain["sha256"], plain["figures_sha256"],
        tuple(Period(**period) for period in plain["periods"]), tuple(plain["places"]), tuple(plain["columns"]),
    )  # fmt: skip
