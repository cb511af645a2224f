"""A day of headcounts as it would be kept, for the page that asks whether to keep it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.stats.workforce.headcounts import Headcount
from folkmoot.workforce.headcounts.columns import Role
from folkmoot.workforce.headcounts.keeping import Prepared
from folkmoot.workforce.headcounts.models import Headcount as Kept
from folkmoot.workforce.headcounts.models import HeadcountLoad
from folkmoot.workforce.headcounts.reading import Line
from folkmoot.workforce.headcounts.web.forms import ROLES
from folkmoot.workforce.headcounts.words import WHOLE, levels, questions

_FIRST = 12


@dataclass(frozen=True)
class ShownLine:
    unit: str
    level: str
    measure: str
    characteristic: str
    group: str
    count: str


@dataclass(frozen=True)
class ShownDay:
    """`earlier`: a load of another day with the very same numbers; `already`: the one that brought these."""

    day: date
    number: int
    characteristics: list[str]
    levels: list[str]
    units: list[str]
    measures: list[str]
    remarks: tuple[str, ...]
    lines: list[ShownLine]
    more: int
    earlier: HeadcountLoad | None
    already: HeadcountLoad | None


def shown_day(day: Prepared, earlier: HeadcountLoad | None, already: HeadcountLoad | None) -> ShownDay:
    lines, measures = day.lines, dict(Kept.Measure.choices)
    return ShownDay(
        day.day, len(lines), [questions()[key].name for key in dict.fromkeys(line.group.characteristic for line in lines)],
        [level_name(key) for key in (*levels(), "all") if key in {line.level for line in lines}],
        sorted({unit_name(line.unit) for line in lines}), [str(measures[key]) for key in dict.fromkeys(line.measure for line in lines)],
        day.remarks, [_shown(line) for line in lines[:_FIRST]], max(0, len(lines) - _FIRST), earlier, already,
    )  # fmt: skip


def level_name(level: str) -> str:
    return levels().get(level) or _("All grades")


def unit_name(unit: str) -> str:
    return _("The whole service") if unit == WHOLE else unit


def said_words(words: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    """What a person said of the words and the columns of a file, for the page."""
    return {**words, **{heading: str(ROLES[Role(role)]) for heading, role in columns.items()}}


def _shown(line: Line) -> ShownLine:
    group = line.group.group or str(dict(Kept.Kind.choices).get(line.group.kind, line.group.kind))
    measure = str(dict(Kept.Measure.choices)[line.measure])
    return ShownLine(
        unit_name(line.unit), level_name(line.level), measure, questions()[line.group.characteristic].name, group, headcount(line.count)
    )  # fmt: skip


def headcount(count: Headcount) -> str:
    """As it is kept: a number, or the range it lies in."""
    if count.low == count.high:
        return f"{count.low:,}"
    return _("%(low)s to %(high)s") % {"low": f"{count.low:,}", "high": f"{count.high:,}"}
