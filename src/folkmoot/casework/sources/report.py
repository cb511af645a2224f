"""What is said of a load before it is kept: what was mapped, left out, renamed and not known, and what looks wrong. Pure.

A remark is a code and its values; `words` puts it in a sentence. A grave one stops a load until a person says that it is right.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from folkmoot.casework.sources.columns import Column, Role, Roles, located
from folkmoot.engines.cube import Cube
from folkmoot.engines.spec import folded
from folkmoot.stats.disparity import is_not_stated

FEW_ROWS = 5  # values of fewer rows are told by their number alone
MUCH = 0.2  # a share of rows that is more than slips of the pen
_FEWEST_PARTS = 3  # one of two halves is no sum
_UNUSUAL = 2.5  # times the usual number of rows of a month
_AS_DATE = re.compile(
    r"(?:[0-9]{1,2}[-/ ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[-/ ][0-9]{2,4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ ][0-9]{1,4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ t].*)?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4})\Z"
)


@dataclass(frozen=True)
class Remark:
    """Something that was found. `values` fill the sentence of the code."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    grave: bool = False


@dataclass(frozen=True)
class Mapped:
    """One column that is read: its heading, its role and name in the cube, how many groups it makes, and of how many rows it is known.

    `not_stated`: rows of people who were asked and did not say. They are not among those `recorded`.
    """

    heading: str
    role: str
    name: str
    groups: int
    recorded: int
    rows: int
    not_stated: int = 0


@dataclass(frozen=True)
class Renamed:
    """A value that is read under another name, and how many rows have it."""

    column: str
    value: str
    label: str
    rows: int


@dataclass(frozen=True)
class StageCount:
    """Of one stage: rows at risk, those whose outcome is not recorded, and those not among the ones at risk."""

    stage: str
    at_risk: int
    not_recorded: int
    not_among: int


@dataclass(frozen=True)
class Report:
    """Everything that is said of a load. `notes` are remarks of the reading, in English; `parts` are the files of a load of several."""

    rows_read: int
    rows_counted: int
    months: tuple[str, ...] = ()
    mapped: tuple[Mapped, ...] = ()
    unused: tuple[str, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    stages: tuple[StageCount, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    parts: tuple[Mapping[str, Any], ...] = ()

    @property
    def grave(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.grave)

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def from_plain(plain: Mapping[str, Any]) -> Report:
    """The report that `plain` wrote. Raises KeyError or TypeError."""
    return Report(
        plain["rows_read"], plain["rows_counted"], tuple(plain["months"]), tuple(Mapped(**one) for one in plain["mapped"]),
        tuple(plain["unused"]), tuple(Renamed(**one) for one in plain["renamed"]), tuple(StageCount(**one) for one in plain["stages"]),
        tuple(Remark(**one) for one in plain["remarks"]), tuple(plain["notes"]), tuple(plain.get("parts", ())),
    )  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What came out of the process that opened the file, with columns under the file's own headings."""

    said: Mapping[str, Any]
    columns: tuple[Column, ...]
    raw: Cube

    @classmethod
    def of(cls, said: Mapping[str, Any], layout: Sequence[Column], raw: Cube) -> "Found":
        """Columns of the layout under the headings that the file has. Raises KeyError for a heading it has not."""
        here, _missing = located(layout, said["headings"])
        return cls(said, tuple(replace(column, heading=here[column.heading]) for column in layout), raw)

    @property
    def rows(self) -> int:
        return int(self.said["rows"])

    def named(self, column: Column) -> Mapping[str, int]:
        """Values of at least FEW_ROWS rows, and how many rows have each."""
        return dict(self.said["values"].get(column.heading, {}).get("named", {}))

    def missing(self, column: Column) -> int:
        return int(self.said["values"].get(column.heading, {}).get("missing", 0))

    def unread(self, column: Column) -> Mapping[str, int]:
        read = self.raw.values.get(column.heading)
        return dict(read.unmapped) if read else {}

    def invalid(self, column: Column) -> int:
        read = self.raw.values.get(column.heading)
        return read.invalid if read else 0


def report_of(found: Found, cube: Cube, places: Mapping[str, Mapping[str, str]], notes: Sequence[str] = ()) -> Report:
    """What is said of one file. `cube` is the cube as it will be kept; `places` the name for each written Area or force, by heading."""
    used = {column.heading for column in found.columns}
    remarks = [*_of_rows(found), *(each for column in found.columns for each in _of_column(found, column, places))]
    return Report(
        found.rows, cube.rows, (), tuple(_mapped(found, column, cube) for column in found.columns),
        tuple(heading for heading in found.said["headings"] if heading not in used), tuple(_renamed(found, places)),
        stage_counts(cube), tuple(remarks), tuple(notes),
    )  # fmt: skip


def stage_counts(cube: Cube) -> tuple[StageCount, ...]:
    grouping = cube.by_groupings(cube.spec.by)
    eligible, at_risk = grouping.eligible.sum(axis=1).tolist(), grouping.at_risk.sum(axis=1).tolist()
    total = grouping.total
    return tuple(
        StageCount(outcome.name, risk, those - risk, total - those)
        for outcome, those, risk in zip(cube.spec.outcomes, eligible, at_risk, strict=True)
    )


def _mapped(found: Found, column: Column, cube: Cube) -> Mapped:
    """Of a column of the cube, of the rows that are kept; of a stage column, of all rows read."""
    if column.name not in cube.spec.by:
        meant = len(set(column.meanings.values()))
        return Mapped(column.heading, column.role.value, column.name, meant, max(0, found.rows - found.missing(column)), found.rows)
    grouping = cube.by_groupings((column.name,)).summed((column.name,))
    said = {level: rows for (level,), rows in zip(grouping.keys(), grouping.rows.tolist(), strict=True) if level is not None}
    silent = sum(rows for level, rows in said.items() if column.role is Role.CHARACTERISTIC and is_not_stated(level))
    return Mapped(column.heading, column.role.value, column.name, len(said), sum(said.values()) - silent, cube.rows, silent)


def _of_rows(found: Found) -> list[Remark]:
    said, remarks = found.said, []
    if said.get("copies"):
        remarks.append(Remark("copies_left_out", {"rows": said["copies"]}, grave=said["copies"] > MUCH * found.rows))
    for heading, sums in said.get("totals", {}).items():
        remarks.append(Remark("totals_left_out", {"column": heading, "values": "; ".join(sums)}))
    remarks += _sums_by_number(found)
    undated = _undated(found)
    if undated:
        remarks.append(Remark("no_month", {"rows": undated}, grave=undated > MUCH * found.rows))
    return remarks


def _sums_by_number(found: Found) -> list[Remark]:
    """Values of a column of detail that count as many as all others together: a total under a name of its own."""
    if Roles(found.columns).count is None:
        return []
    detail = [one for one in found.columns if one.role in (Role.AREA, Role.FORCE, Role.OFFENCE, Role.CHARACTERISTIC)]
    return [
        Remark("looks_like_sum", {"column": column.heading, "value": value, "rows": rows}, grave=True)
        for column in detail
        for value, rows in found.named(column).items()
        if 2 * rows == found.rows and len(found.named(column)) > _FEWEST_PARTS
    ]


def _undated(found: Found) -> int:
    month = next((column.heading for column in found.columns if column.role is Role.MONTH), "")
    if not month:
        return 0
    grouping = found.raw.by_groupings((month,)).summed((month,))
    return next((rows for (level,), rows in zip(grouping.keys(), grouping.rows.tolist(), strict=True) if level is None), 0)


def _of_column(found: Found, column: Column, places: Mapping[str, Mapping[str, str]]) -> list[Remark]:
    if column.role is Role.STAGE:
        return _unknown_meanings(found, column)
    if column.role in (Role.AREA, Role.FORCE):
        known = places.get(column.heading, {})
        return _unknown(column, {value: rows for value, rows in found.named(column).items() if value not in known}, found, "unknown_places")
    if column.role in (Role.CHARACTERISTIC, Role.FLAG):
        dates = _as_dates(found, column)
        unknown = {value: rows for value, rows in found.unread(column).items() if value not in dates}
        remarks = [_dated(column, dates)] if dates else []
        rest = found.invalid(column) - sum(dates.values()) if column.bands else 0
        if rest > 0:
            remarks.append(Remark("not_in_bands", {"column": column.heading, "rows": rest}, grave=rest > MUCH * found.rows))
        return remarks + _unknown(column, unknown, found, "unknown_labels")
    return []


def _dated(column: Column, dates: Mapping[str, int]) -> Remark:
    values = {"column": column.heading, "values": "; ".join(sorted(dates)[:5]), "rows": sum(dates.values())}
    return Remark("dates_for_groups", values, grave=True)


def _as_dates(found: Found, column: Column) -> dict[str, int]:
    """Values of a column of groups that a spreadsheet turned into dates: 18-24 became 18 February 2024 or the like."""
    known = {folded(value) for value, _ in column.labels}
    named = found.named(column).items()
    return {value: rows for value, rows in named if _AS_DATE.match(folded(value)) and folded(value) not in known}


def _unknown(column: Column, rows_of: Mapping[str, int], found: Found, code: str) -> list[Remark]:
    left_out = {folded(value) for value in found.said.get("totals", {}).get(column.heading, ())}
    unknown = {value: rows for value, rows in rows_of.items() if folded(value) not in left_out}
    rows = sum(unknown.values())
    if not unknown:
        return []
    named = sorted((value for value, number in unknown.items() if number >= FEW_ROWS), key=lambda value: -unknown[value])[:10]
    values = {"column": column.heading, "values": "; ".join(named) or "…", "different": len(unknown), "rows": rows}
    return [Remark(code, values, grave=rows > MUCH * found.rows)]


def _unknown_meanings(found: Found, column: Column) -> list[Remark]:
    meant = {folded(value) for value in column.meanings}
    return _unknown(column, {v: rows for v, rows in found.named(column).items() if folded(v) not in meant}, found, "unknown_meanings")


def _renamed(found: Found, places: Mapping[str, Mapping[str, str]]) -> list[Renamed]:
    renamed = []
    for column in Roles(found.columns).counted_by:
        label_of = dict(places.get(column.heading, {})) or {value: label for value, label in column.labels if label is not None}
        by_key = {folded(value): label for value, label in label_of.items()}
        for value, rows in found.named(column).items():
            label = by_key.get(folded(value))
            if label is not None and label != value:
                renamed.append(Renamed(column.heading, value, label, rows))
    return renamed


def remarks_beside(
    *, rows_by_month: Mapping[str, int], usual_rows: float | None, same_undated: Sequence[str], outside: Sequence[str],
    combined: Mapping[str, Sequence[str]], ended: Sequence[str],
) -> list[Remark]:  # fmt: skip
    """What only shows beside the loads before: `same_undated` months with the very same counts, `usual_rows` a month."""
    remarks = []
    if same_undated:
        remarks.append(Remark("same_as_other_months", {"months": ", ".join(same_undated)}, True))
    for month, rows in rows_by_month.items():
        if usual_rows and not usual_rows / _UNUSUAL <= rows <= usual_rows * _UNUSUAL:
            remarks.append(Remark("unusual_number", {"month": month, "rows": rows, "usual": round(usual_rows)}, True))
    if outside:
        remarks.append(Remark("outside_area", {"values": "; ".join(outside)}, True))
    remarks += [Remark("combined_place", {"value": value, "names": "; ".join(names)}) for value, names in combined.items()]
    remarks += [Remark("ended_place", {"value": value}) for value in ended]
    return remarks
