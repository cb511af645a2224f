"""What counts of staff say, in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from folkmoot.casework.sentences import counted, percent
from folkmoot.stats.figures import Row
from folkmoot.stats.intervals import Estimate
from folkmoot.workforce.objectives.queries import Answer, UnitLine


@dataclass(frozen=True)
class Shown:
    """One unit in the table; `why` says why there is no share."""

    line: UnitLine
    share: str = ""
    interval: str = ""
    base: str = ""
    why: str = ""


@dataclass(frozen=True)
class Panel:
    """One question: its sentences, a line for each unit, and the share of the whole over time."""

    answer: Answer
    said: list[str]
    lines: list[Shown]
    earlier: list[tuple[date, str, str]]


def panel_of(answer: Answer) -> Panel:
    earlier = [(day, percent(row.rate.value), _interval(row.rate)) for day, row in answer.earlier if isinstance(row.rate, Estimate)]
    return Panel(answer, sentences(answer), [_shown(line) for line in answer.lines], earlier)


def sentences(answer: Answer) -> list[str]:
    """The share with its interval and base, from how many units, and what those without a count could change."""
    row = answer.overall
    if row is None or not answer.given:
        return [_("No unit has given a count within the last year.")]
    if not isinstance(row.rate, Estimate):
        return [_("The counts are too small to show a share, even of all units together.")]
    said = [_overall(answer, row, row.rate)]
    if answer.range and answer.range.high is not None:
        said.append(
            _("If the units that gave none are as large as before, the share of all is between %(low)s%% and %(high)s%%.")
            % {"low": percent(answer.range.low), "high": percent(answer.range.high)}
        )
    return said


def _overall(answer: Answer, row: Row, rate: Estimate) -> str:
    return _("%(share)s%% (%(part)s of %(base)s; 95%% interval %(low)s to %(high)s), from %(given)d of %(units)d units.") % {
        "share": percent(rate.value), "part": counted(row.shown.with_outcome), "base": counted(row.shown.base), "low": percent(rate.low),
        "high": percent(rate.high), "given": answer.given, "units": answer.units,
    }  # fmt: skip


def _shown(line: UnitLine) -> Shown:
    if line.count is None:
        return Shown(line, why=_("No count within the last year"))
    if line.row is None or not isinstance(line.row.rate, Estimate):
        return Shown(line, why=_("[c] Withheld: too few, or too few could be worked out from it"))
    rate = line.row.rate
    return Shown(line, percent(rate.value), _interval(rate), counted(line.row.shown.base))


def _interval(rate: Estimate) -> str:
    return _("%(low)s to %(high)s") % {"low": percent(rate.low), "high": percent(rate.high)}
