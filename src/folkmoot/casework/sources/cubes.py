"""The files of cubes, one for each load and one for the sum of a source's loads in use, and the sums held open in this process.

A sum is named by the loads it holds, so a file of that name is right or is not there: nothing can be out of date.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from django.conf import settings

from folkmoot.casework.sources.canonical import summed, without_months
from folkmoot.casework.sources.models import Load, LoadedMonth, Source
from folkmoot.engines import cubefile
from folkmoot.engines.cube import Cube
from folkmoot.errors import FolkmootError

MOST_OPEN = 8
_ORPHANED_AFTER = timedelta(days=1)
_MONTH = "month"


class NothingLoaded(FolkmootError):
    """A source of which no load is in use."""

    def __init__(self, source: Source) -> None:
        super().__init__(f"Nothing has been loaded of “{source}” yet.", "", "Load its first file on the page of the source.")


def folder() -> Path:
    place = Path(settings.HOME) / "files" / "cubes"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def path_of(load: Load) -> Path:
    return folder() / load.cube_name


def the_cube(source: Source) -> Cube:
    """The sum of the source's loads in use, by all its columns. Raises NothingLoaded, or FileProblem where a file is damaged."""
    loads = in_use(source)
    if not loads:
        raise NothingLoaded(source)
    key = sum_key(source, loads)
    held = _OPEN.get(source.pk, key)
    if held is None:
        held = _opened(source, loads, key)
        _OPEN.keep(source.pk, key, held)
    return held


def in_use(source: Source) -> list[Load]:
    """The loads in use, in the order of their months."""
    rows = Load.objects.filter(source=source, state=Load.State.IN_USE)
    return sorted(rows.only("pk", "source", "cube_name", "first_month", "sha256"), key=lambda load: (load.first_month, load.pk))


def sum_key(source: Source, loads: Iterable[Load]) -> str:
    """Names the loads and the months that each of them holds now."""
    held = LoadedMonth.objects.filter(source=source).order_by("load_id", "month").values_list("load_id", "month")
    said = repr([sorted((load.pk, load.cube_name) for load in loads), list(held)])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def add_to_sum(source: Source, before: str, load: Load) -> None:
    """Make the sum with this load from the sum without it, whose key was `before`; where that is not there, the next reader sums anew."""
    earlier = _OPEN.get(source.pk, before) or _read(_sum_path(source, before))
    after = sum_key(source, in_use(source))
    if earlier is not None and after != before:
        total = summed([earlier, cubefile.read(path_of(load))])
        _write_sum(source, after, total)
        _OPEN.keep(source.pk, after, total)


def sum_of(loads: Sequence[Load]) -> Cube:
    """The loads' own cubes added, each without the months that a later load took the place of. No file is counted again."""
    held: dict[int, set[str]] = {}
    for load_id, month in LoadedMonth.objects.filter(load__in=loads).values_list("load_id", "month"):
        held.setdefault(load_id, set()).add(month)
    parts = [_part(load, held.get(load.pk)) for load in loads]
    return summed([part for part in parts if part is not None])


def _part(load: Load, months: set[str] | None) -> Cube | None:
    cube = cubefile.read(path_of(load))
    if months is None or _MONTH not in cube.spec.by:
        return cube
    levels = {level for level in cube.by_groupings(cube.spec.by).factor(_MONTH).levels if level is not None}
    return without_months(cube, _MONTH, levels - months) if levels - months else cube


def _opened(source: Source, loads: Sequence[Load], key: str) -> Cube:
    found = _read(_sum_path(source, key))
    if found is None:
        found = sum_of(loads)
        _write_sum(source, key, found)
    return found


def _sum_path(source: Source, key: str) -> Path:
    return folder() / f"sum-{source.pk}-{key}.cube"


def _write_sum(source: Source, key: str, cube: Cube) -> None:
    path = _sum_path(source, key)
    cubefile.write(cube, path)
    for older in folder().glob(f"sum-{source.pk}-*.cube"):
        if older != path:
            older.unlink(missing_ok=True)


def _read(path: Path) -> Cube | None:
    """The sum of that name; None where it is not there, or damaged: it is made again from the loads."""
    if not path.exists():
        return None
    try:
        return cubefile.read(path)
    except FolkmootError:
        path.unlink(missing_ok=True)
        return None


class _Open:
    """The sums of the sources looked at last, one for each source."""

    def __init__(self) -> None:
        self._held: OrderedDict[int, tuple[str, Cube]] = OrderedDict()
        self._lock = Lock()

    def get(self, source_id: int, key: str) -> Cube | None:
        with self._lock:
            found = self._held.get(source_id)
            if found is None or found[0] != key:
                return None
            self._held.move_to_end(source_id)
            return found[1]

    def keep(self, source_id: int, key: str, cube: Cube) -> None:
        with self._lock:
            self._held[source_id] = (key, cube)
            self._held.move_to_end(source_id)
            while len(self._held) > MOST_OPEN:
                self._held.popitem(last=False)


_OPEN = _Open()


def sweep(at: datetime) -> int:
    """Remove cubes that no load names, left behind by a load that was cut off; returns how many. Those of the last day are let be."""
    named = set(Load.objects.values_list("cube_name", flat=True))
    stale = [
        path for path in folder().glob("load-*.cube")
        if path.name not in named and datetime.fromtimestamp(path.stat().st_mtime, at.tzinfo) < at - _ORPHANED_AFTER
    ]  # fmt: skip
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)
