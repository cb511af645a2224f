"""From a file, or a table elsewhere, to a cube under the source's own names and a report on it. Nothing is kept yet."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.areas.queries import areas_by_key, forces_by_key
from folkmoot.areas.rules import force_key, in_being, name_key
from folkmoot.casework import process
from folkmoot.casework.rules import THRESHOLD
from folkmoot.casework.sources import beside, cubes, published_files
from folkmoot.casework.sources.canonical import content_sha256, in_month, months_of, under_own_names, without_months
from folkmoot.casework.sources.columns import Column, Role, Roles, from_plain
from folkmoot.casework.sources.counting import counted, in_plain
from folkmoot.casework.sources.models import Layout, Load, LoadedMonth, Source
from folkmoot.casework.sources.pointing import pointed_out
from folkmoot.casework.sources.published_files import NOTHING_TOLD, Told
from folkmoot.casework.sources.queries import current_layout
from folkmoot.casework.sources.report import Found, Report, remarks_beside, report_of, stage_counts
from folkmoot.casework.sources.rules import in_ranges
from folkmoot.casework.sources.words import said
from folkmoot.engines import registry
from folkmoot.engines.cube import Cube, SourceFile
from folkmoot.engines.errors import NothingToCount
from folkmoot.engines.spec import CubeSpec
from folkmoot.foundation.saving import Refused

LOAD = "casework.load"
MONTH = Role.MONTH.value
_USUAL_MONTHS = 6


@dataclass(frozen=True)
class Prepared:
    """What a load would keep. `months` are those it holds; `sha256` is of the file as it came."""

    cube: Cube
    report: Report
    file_name: str
    sha256: str
    months: tuple[str, ...]
    content_sha256: str
    undated_sha256: str


@dataclass(frozen=True)
class Places:
    """Names of Areas and forces by the key of any of their names; `forces` holds several under a combined name."""

    areas: Mapping[str, Area]
    forces: Mapping[str, Sequence[str]]

    def names(self, column: Column) -> dict[str, str]:
        """What a column's values are called, by key."""
        if column.role is Role.AREA:
            return {key: area.name_en for key, area in self.areas.items()}
        if column.role is Role.FORCE:
            return {key: " and ".join(names) for key, names in self.forces.items()}
        return {}

    def called(self, column: Column, values: Sequence[str]) -> dict[str, str]:
        """The name for each of these values that is a known one."""
        key = name_key if column.role is Role.AREA else force_key
        names = self.names(column)
        return {value: names[key(value)] for value in values if key(value) in names}


def known_places(by: Viewer) -> Places:
    forces = {key: [force.name_en for force in several] for key, several in forces_by_key(by).items()}
    return Places(areas_by_key(by), forces)


def prepare_file(by: Viewer, source: Source, layout: Layout, path: Path, data_as_of: date) -> Prepared:
    """One file of a source. Raises CannotCount, FileProblem, or whatever the counting says that a person can put right."""
    places, columns = known_places(by), from_plain(layout.columns)
    names = {column.heading: places.names(column) for column in columns if column.role in (Role.AREA, Role.FORCE)}
    with tempfile.TemporaryDirectory(prefix="folkmoot-") as folder:
        try:
            raw, said = process.load(path, [column.plain() for column in columns], names, Path(folder))
        except process.CannotCount as error:
            raise pointed_out(error, path, Roles(columns).count) from error
    file = SourceFile(path.name[:200], str(said["sha256"]), path.stat().st_size)
    return _prepared(source, Found.of(said, columns, raw), file, places, data_as_of)


def prepare_files(by: Viewer, source: Source, paths: Sequence[Path], data_as_of: date, told: Told = NOTHING_TOLD) -> Prepared:
    """Many files of published tables as one load: byte copies and repeated months are recognised, and each file is reported on."""
    if len(paths) > 1 and (told.period or told.force):
        raise Refused({"": [_("A month or a police force that you give is of one file. Bring such files one at a time.")]})
    cube, parts, rows = published_files.together(paths, published_files.reader_of(source.kind, told, beside.fingerprints(source)))
    if cubes.in_use(source):
        published_files.refuse_other_columns(paths[0].name, cube, str(source), cubes.the_cube(source).spec.by)
    grave = tuple(remark for part in parts for remark in part.remarks if remark.grave)
    files = tuple(part.plain() for part in parts)
    report = Report(rows, cube.rows, stages=stage_counts(cube), remarks=grave, parts=files)
    name, sha256 = (paths[0].name, parts[0].sha256) if len(paths) == 1 else (f"{paths[0].name} (+{len(paths) - 1})", _of_all(parts))
    return beside_earlier(source, _complete(cube, report, name, sha256), known_places(by), data_as_of)


def _of_all(parts: Sequence[published_files.Part]) -> str:
    return hashlib.sha256("".join(sorted(part.sha256 for part in parts)).encode()).hexdigest()


def prepare_table(by: Viewer, source: Source, layout: Layout, address: str, months: Sequence[str]) -> Prepared:
    """The given months of a table, counted where it lies. `address` is from the settings and is kept nowhere. Raises as engines do."""
    places, columns = known_places(by), from_plain(layout.columns)
    names = {column.heading: places.names(column) for column in columns}

    def count(spec: CubeSpec) -> Cube:
        return registry.count([address], spec, threshold=THRESHOLD)

    found = counted(count, columns, names)
    said = in_plain(found) | {"headings": [column.heading for column in columns]}
    unwanted = set(found.tallies.of(Roles(columns).named(MONTH))) - set(months)
    cube = _own(found.cube, columns, SourceFile(source.connection_name, "", 0))
    kept = without_months(cube, MONTH, unwanted)
    if kept is None:
        raise NothingToCount(f"“{source.connection_name}” holds no row of the months asked for.", "", "Look at the table.")
    sha256 = content_sha256(kept)
    kept = replace(kept, sources=(SourceFile(f"{source.connection_name} {', '.join(months)}", sha256, 0),))
    told = _report(Found.of(said, columns, found.cube), kept, places, kept.rows)
    prepared = _complete(kept, told, f"{source.connection_name} {months[0]}–{months[-1]}", sha256)
    return beside_earlier(source, prepared, places, columns=columns)


def _prepared(source: Source, found: Found, file: SourceFile, places: Places, data_as_of: date) -> Prepared:
    cube = _own(found.raw, found.columns, file)
    dated = cube if MONTH in cube.spec.by else in_month(cube, MONTH, f"{data_as_of:%Y-%m}")
    kept = without_months(dated, MONTH, {None})
    if kept is None:
        raise NothingToCount(
            f"No row of “{file.name}” has a date that can be read.", "Rows are counted by their month.",
            "Look at the column of dates: write days as 2026-03-07, or months as 2026-03.",
        )  # fmt: skip
    prepared = _complete(kept, _report(found, kept, places, found.rows), file.name, file.sha256)
    return beside_earlier(source, prepared, places, data_as_of, found.columns)


def _own(raw: Cube, columns: Sequence[Column], file: SourceFile) -> Cube:
    return under_own_names(raw, {column.heading: column.name for column in columns}, file)


def _report(found: Found, cube: Cube, places: Places, rows_read: int) -> Report:
    called = {
        column.heading: places.called(column, list(found.named(column)))
        for column in found.columns if column.role in (Role.AREA, Role.FORCE)
    }  # fmt: skip
    notes = tuple(map(str, found.said.get("notes", ())))
    return replace(report_of(found, cube, called, notes), rows_read=rows_read)


def _complete(cube: Cube, report: Report, name: str, sha256: str) -> Prepared:
    months = months_of(cube, MONTH)
    said = replace(report, months=months)
    return Prepared(cube, said, name[:200], sha256, months, content_sha256(cube), content_sha256(cube, without=[MONTH]))


def beside_earlier(
    source: Source, prepared: Prepared, places: Places, data_as_of: date | None = None, columns: Sequence[Column] = ()
) -> Prepared:  # fmt: skip
    """With what only shows beside the earlier loads of the source, and beside what is known of Areas and forces."""
    grouping = prepared.cube.by_groupings(prepared.cube.spec.by)
    months = grouping.summed([MONTH])
    rows = dict(zip((str(level) for level in months.factors[0].levels), months.rows.tolist(), strict=True))
    twins = Load.objects.filter(source=source, state=Load.State.IN_USE, undated_sha256=prepared.undated_sha256)
    same = sorted({month for load in twins for month in load.months} - set(prepared.months))
    levels = {name: [one for one in grouping.factor(name).levels if one] for name in ("area", "force") if name in grouping.by}
    remarks = remarks_beside(
        rows_by_month=rows, usual_rows=usual_rows(source), same_undated=same, outside=_outside(source, levels.get("area", [])),
        combined=_combined(places, levels.get("force", [])), ended=_ended(places, levels.get("area", []), prepared.months),
    )  # fmt: skip
    remarks += beside.not_yet(prepared.months, data_as_of) if data_as_of else []
    remarks += beside.lost_places(source, prepared.cube, prepared.months)
    remarks += beside.changed_groups(source, prepared.cube, columns, prepared.months)
    return replace(prepared, report=replace(prepared.report, remarks=(*prepared.report.remarks, *remarks)))


def usual_rows(source: Source) -> float | None:
    """The middle number of rows a month of the last loads; None before there are enough to say."""
    loads = Load.objects.filter(source=source, state=Load.State.IN_USE).order_by("-last_month")[:_USUAL_MONTHS]
    a_month = sorted(load.rows_counted / max(1, len(load.months)) for load in loads)
    return a_month[len(a_month) // 2] if len(a_month) >= 3 else None


def _outside(source: Source, levels: Sequence[str]) -> list[str]:
    return [level for level in levels if source.area and name_key(level) != name_key(source.area.name_en)]


def _combined(places: Places, levels: Sequence[str]) -> dict[str, Sequence[str]]:
    several = {" and ".join(names): names for names in places.forces.values() if len(names) > 1}
    return {level: several[level] for level in levels if level in several}


def _ended(places: Places, levels: Sequence[str], months: Sequence[str]) -> list[str]:
    if not months:
        return []
    year, month = map(int, months[-1].split("-"))
    here = {area.pk for area in in_being(list(places.areas.values()), date(year, month, 1))}
    return [level for level in levels if name_key(level) in places.areas and places.areas[name_key(level)].pk not in here]


def held_months(source: Source, months: Sequence[str]) -> dict[str, LoadedMonth]:
    """Of these months, those that are loaded already, each with its load."""
    rows = LoadedMonth.objects.filter(source=source, month__in=months).select_related("load")
    return {row.month: row for row in rows}


def look_at(*, by: Viewer, source: Source, paths: Sequence[Path], data_as_of: date, told: Told = NOTHING_TOLD) -> Prepared:
    """What a load of these files would keep, with its report; nothing is kept. Raises as `load_file`, but for what may be vouched for.

    `told`: what a published table does not say of itself.
    """
    by.require_for(LOAD, source.area_id)
    if source.retired_on is not None:
        raise Refused({"": [_("This source is no longer kept up. Say that it is kept up again before loading.")]})
    layout = current_layout(source)
    if source.kind != Source.Kind.EXTRACT:
        return prepare_files(by, source, paths, data_as_of, told)
    if layout is None:
        raise Refused({"": [_("Nobody has said yet what the columns of this source are for. Map its columns first.")]})
    if len(paths) != 1:
        raise Refused({"": [_("Load the files of a case extract one at a time, so that each has its own report.")]})
    return prepare_file(by, source, layout, paths[0], data_as_of)


def loading_problems(source: Source, prepared: Prepared, *, replacing: Sequence[str] = (), vouched: bool = False) -> dict[str, list[str]]:
    """Why this may not be kept, by field; empty where it may."""
    same = Load.objects.filter(source=source, state=Load.State.IN_USE, sha256=prepared.sha256).first()
    same = same or Load.objects.filter(source=source, state=Load.State.IN_USE, content_sha256=prepared.content_sha256).first()
    if same:
        words = _("This is the file that was loaded as “%(name)s” for %(months)s: its figures are in already.")
        return {"file": [words % {"name": same.file_name, "months": in_ranges(same.months)}]}
    if beside.all_in_use(source, prepared.report.parts):
        return {"file": [_("Every one of these files was loaded before: their figures are in already.")]}
    held = set(held_months(source, prepared.months)) - set(replacing)
    problems: dict[str, list[str]] = {}
    if held:
        words = _("%(months)s is loaded already. Take it back, or say that this file replaces it.")
        problems["replacing"] = [words % {"months": in_ranges(sorted(held))}]
    if prepared.report.grave and not vouched:
        problems["vouched"] = [said(remark) for remark in prepared.report.grave]
    return problems
