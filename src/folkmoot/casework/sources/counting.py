"""Counting what a source offers by its layout: first how often each value occurs, then the cube. Runs where the data are opened.

A file is counted in the process that holds no database of the product (`casework.counting`); a table, by the engine of its address.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from folkmoot.areas.rules import force_key, name_key
from folkmoot.casework.rules import THRESHOLD
from folkmoot.casework.sources.columns import Column, Role, Roles, from_plain
from folkmoot.casework.stages.outcomes import outcomes_for
from folkmoot.engines.cube import Cube
from folkmoot.engines.errors import FileProblem
from folkmoot.engines.readings import AnyReading, Bands, Periods, Scheme
from folkmoot.engines.spec import Condition, CubeSpec, folded

TOTALS = frozenset(
    {
        "total", "totals", "grand total", "sub total", "subtotal", "sub-total", "overall total", "all areas", "all forces", "all offences",
        "all ages", "all persons", "all groups", "all", "national", "england and wales", "england & wales", "cyfanswm", "cymru a lloegr",
    }
)  # fmt: skip
_SUM = re.compile(
    r"(?:grand |sub-?\s?|overall )?totals?(?: (?:of|for|in) .*| england (?:and|&) wales| all .*)?"
    r"|all (?:police |cps )?(?:areas|forces|regions|offences|crimes|ages|age groups|persons|people|suspects|defendants|groups|ethnicities)"
)
_DETAIL = (Role.AREA, Role.FORCE, Role.OFFENCE, Role.CHARACTERISTIC)

Count = Callable[[CubeSpec], Cube]  # what an engine does with the data at hand


@dataclass(frozen=True)
class Tallies:
    """Of all rows read: by heading, how many rows have each value (None: not recorded), and how many dates could not be read."""

    values: Mapping[str, Mapping[str | None, int]]
    unread_dates: int = 0
    rows: int = 0

    def of(self, column: Column) -> Mapping[str | None, int]:
        return self.values.get(column.heading, {})


@dataclass(frozen=True)
class Counted:
    """The cube under the headings of the file, the tallies, and the values that were taken for totals, by heading.

    `copies`: rows left out because they are the same as another in every column, a reference number among them.
    """

    cube: Cube
    tallies: Tallies
    totals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    copies: int = 0


def counted(count: Count, columns: Sequence[Column], labels: Mapping[str, Mapping[str, str]]) -> Counted:
    """Count by a layout whose headings are those of the data. `labels` gives, by heading, the name of a place by the key of its names.

    Raises whatever the engine raises, and FileProblem where nothing but totals is left.
    """
    roles = Roles(tuple(columns))
    tallies = tally(count, roles)
    totals = totals_in(roles, tallies)
    places = {column.heading: places_of(column, tallies, labels.get(column.heading, {})) for column in roles.counted_by}
    return Counted(count(specification(roles, tallies, places, totals)), tallies, totals)


def places_of(column: Column, tallies: Tallies, names: Mapping[str, str]) -> dict[str, str]:
    """The name of the Area or force for each value of a column that is one of its names, however spaced and hyphened."""
    if column.role not in (Role.AREA, Role.FORCE):
        return {}
    key = name_key if column.role is Role.AREA else force_key
    return {value: names[key(value)] for value in tallies.of(column) if value is not None and key(value) in names}


def tally(count: Count, roles: Roles) -> Tallies:
    """How many rows have each value of each column. Dates are told by their months."""
    looked = [*roles.counted_by, *roles.stages]
    headings = tuple(dict.fromkeys(column.heading for column in looked))
    dates = tuple((column.heading, Periods("month")) for column in looked if column.role is Role.MONTH)
    heading = roles.count.heading if roles.count else None
    found = count(CubeSpec(headings, (), count_column=heading, groupings=tuple((each,) for each in headings), readings=dates))
    values = {by[0]: dict(zip(grouping.factors[0].levels, grouping.rows.tolist(), strict=True)) for by, grouping in found.groupings.items()}
    return Tallies(values, sum(found.values[column].invalid for column, _ in dates if column in found.values), found.rows)


def totals_in(roles: Roles, tallies: Tallies) -> dict[str, tuple[str, ...]]:
    """Values that stand for a sum of other rows, in columns that hold other values besides."""
    found = {}
    for column in roles.columns:
        values = [value for value in tallies.of(column) if value is not None] if column.role in _DETAIL else []
        known = {folded(value) for value, _ in column.labels}
        sums = tuple(value for value in values if folded(value) not in known and is_sum(value))
        if sums and len(values) > len(sums):
            found[column.heading] = sums
    return found


def is_sum(value: str) -> bool:
    """Whether a value is called as a sum of others is: Grand Total, All police forces, Total England and Wales."""
    text = folded(value)
    return text in TOTALS or _SUM.fullmatch(text) is not None


def specification(
    roles: Roles, tallies: Tallies, labels: Mapping[str, Mapping[str, str]], totals: Mapping[str, tuple[str, ...]]
) -> CubeSpec:  # fmt: skip
    """All cells of the layout's columns together, for every stage its stage columns make; rows that are totals are left out."""
    kept = roles.counted_by
    where = tuple(_other_than(column, tallies, totals[column.heading]) for column in kept if column.heading in totals)
    present = {column.heading: [value for value in tallies.of(column) if value is not None] for column in roles.stages}
    readings = tuple((column.heading, reading) for column in kept if (reading := _reading(column, labels.get(column.heading, {}))))
    return CubeSpec(
        tuple(column.heading for column in kept), outcomes_for(roles.stages, present), where,
        count_column=roles.count.heading if roles.count else None, readings=readings,
    )  # fmt: skip


def _other_than(column: Column, tallies: Tallies, sums: Sequence[str]) -> Condition:
    values = {value for value in tallies.of(column) if value is not None} - set(sums)
    return Condition(column.heading, frozenset(values) | CubeSpec((), ()).missing)


def _reading(column: Column, labels: Mapping[str, str]) -> AnyReading | None:
    if column.role is Role.MONTH:
        return Periods("month")
    if column.bands:
        return Bands.parsed(column.bands)
    if column.scheme:
        return Scheme.of(column.scheme, dict(column.labels))
    if column.role is Role.FLAG:
        return _FLAG
    return Scheme.of(column.role.value, labels) if labels else None


_FLAG = Scheme.of("flag", dict.fromkeys(("yes", "y", "1", "1.0", "true", "t", "x", "flagged"), "Yes") | dict.fromkeys(
    ("no", "n", "0", "0.0", "false", "f", "not flagged"), "No"))  # fmt: skip


def in_plain(found: Counted) -> dict[str, Any]:
    """What may leave the process that opened a file, beside the cube: a value of fewer rows than the threshold is told by its number alone.

    The values of a column that is read by a layout are groups; a rare one may still be a slip of the pen that names somebody.
    """
    values = {}
    for heading, rows in found.tallies.values.items():
        named = {value: number for value, number in rows.items() if value is not None and number >= THRESHOLD}
        rare = [number for value, number in rows.items() if value is not None and number < THRESHOLD]
        values[heading] = {"named": named, "rare": [len(rare), sum(rare)], "missing": rows.get(None, 0)}
    return {
        "values": values, "unread_dates": found.tallies.unread_dates, "rows": found.tallies.rows, "copies": found.copies,
        "totals": {heading: list(sums) for heading, sums in found.totals.items()},
    }  # fmt: skip


def counted_in_file(request: Mapping[str, Any], count: Count, headings: Sequence[str]) -> Counted:
    """As `counted`, from a request in JSON; the headings of the file are held against the layout's. Raises FileProblem."""
    from folkmoot.casework.sources.columns import located

    columns = from_plain(request["columns"])
    found, missing = located(columns, headings)
    if missing:
        lacking = "; ".join(missing)
        raise FileProblem(
            f"The file has no column “{missing[0]}”." if len(missing) == 1 else f"The file lacks columns: {lacking}.",
            f"The layout of this source needs them. The file has: {'; '.join(headings[:60])}.",
            "Bring the file it was meant for, or issue a new version of the layout for files of this kind.",
        )
    here = [replace(column, heading=found[column.heading]) for column in columns]
    labels = {found[heading]: names for heading, names in request["labels"].items() if heading in found}
    return counted(count, here, labels)
