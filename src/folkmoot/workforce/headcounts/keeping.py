"""What of a file is kept: its detail protected, day by day, and by what the same figures are known again. No database, no clock."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from folkmoot.stats.workforce.headcounts import NOBODY, Headcount
from folkmoot.workforce.headcounts.columns import Asked
from folkmoot.workforce.headcounts.protecting import protected
from folkmoot.workforce.headcounts.reading import Found, Line
from folkmoot.workforce.headcounts.totals import parted
from folkmoot.workforce.headcounts.words import TOGETHER, levels, questions


@dataclass(frozen=True)
class File:
    """A file that was read: its name and SHA-256, a fingerprint of its headings, how it was read, and what was found.

    `left_out`: sheets that hold no table of headcounts.
    """

    name: str
    sha256: str
    headings: str
    asked: Asked
    found: Found
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """What would be kept of one day, and what is to be said of it."""

    day: date
    lines: tuple[Line, ...]
    remarks: tuple[str, ...]


def prepared(file: File, as_of: date, within: Mapping[str, str]) -> list[Prepared]:
    """By day, the earliest first; lines without a day of their own are of `as_of`. `within`: the unit that a unit is part of.

    Of exact headcounts what `protecting` says; of published ones everything, totals among them, as printed.
    """
    by_day: dict[date, list[Line]] = {}
    for line in file.found.lines:
        by_day.setdefault(line.day or as_of, []).append(replace(line, day=None))
    return [_prepared(file, day, by_day[day], within) for day in sorted(by_day)]


def _prepared(file: File, day: date, lines: Sequence[Line], within: Mapping[str, str]) -> Prepared:
    apart = parted(lines, within)
    sums = differing_sums(apart.detail)
    if file.asked.counted == "exact":
        safe = protected(apart.detail)
        kept, remarks = safe.lines, [*apart.remarks, *sums, *safe.remarks]
    else:
        kept, remarks = (*apart.detail, *apart.totals), [*apart.remarks[1:], *sums]
    left = [f"Sheets without a table of headcounts were left out: {', '.join(file.left_out)}."] if file.left_out else []
    return Prepared(day, tuple(kept), (*left, *file.found.remarks, *remarks))


def digest_of(lines: Iterable[Line], as_of: date) -> str:
    """The same for the same headcounts of the same day, whatever file they came in and in which order."""
    told = sorted(f"{line.unit}|{line.level}|{line.measure}|{line.group}|{line.count.low}|{line.count.high}" for line in lines)
    return hashlib.sha256("\n".join([as_of.isoformat(), *told]).encode()).hexdigest()


def differing_sums(lines: Iterable[Line]) -> list[str]:
    """Where the groups of one characteristic cannot add up to as many staff as those of another."""
    sums: dict[tuple[str, str, str], dict[str, Headcount]] = {}
    for line in lines:
        if line.group.kind != TOGETHER:
            of = sums.setdefault((line.unit, line.level, line.measure), {})
            of[line.group.characteristic] = of.get(line.group.characteristic, NOBODY) + line.count
    return [
        _difference(place, of) for place, of in sums.items() if max(one.low for one in of.values()) > min(one.high for one in of.values())
    ]


def _difference(place: tuple[str, str, str], of: Mapping[str, Headcount]) -> str:
    unit, level, measure = place
    ranges = "; ".join(f"{questions()[key].name} {_said(count)}" for key, count in of.items())
    where = ", ".join([unit, levels().get(level, ""), measure.replace("_", " ")]).replace(", ,", ",")
    return f"{where}: the characteristics do not add up to the same number of staff: {ranges}."


def _said(count: Headcount) -> str:
    """Numbers of staff to the nearest 5, so that a remark gives no small count away by subtracting."""
    low, high = (5 * round(end / 5) for end in (count.low, count.high))
    return f"about {low:,}" if low == high else f"{low:,} to {high:,}"
