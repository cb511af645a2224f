"""One group beside its reference, as the document tells it: everything that follows from the counts that are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from folkmoot.disparity.analysis.plain import DIGITS, EXACT, counted, finding, interval, number, significant, value
from folkmoot.disparity.request import Request
from folkmoot.stats.adjusted import AdjustedGroup
from folkmoot.stats.counts import NONE_COUNTED, Counts
from folkmoot.stats.disclosure import SUPPRESSED
from folkmoot.stats.disparity import is_not_stated
from folkmoot.stats.figures import Row
from folkmoot.stats.four_fifths import Answer, Favourable, four_fifths
from folkmoot.stats.intervals import Estimate, odds_ratio
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import is_open, rate_bounds
from folkmoot.stats.released import SYMBOL, ReleasedTable
from folkmoot.stats.sensitivity import e_values

_BELOW = {Answer.BELOW: "below", Answer.WITHIN: "not below", Answer.HIGHEST: "not below"}


@dataclass(frozen=True)
class Beside:
    """What the groups of one table are read with: the reference's counts and those of unknown group as far as they are shown."""

    table: ReleasedTable
    request: Request
    adjusted: Mapping[str, AdjustedGroup] = field(default_factory=dict)
    shrunk: Mapping[str, Estimate] = field(default_factory=dict)

    @cached_property
    def shown(self) -> dict[str, Counts]:
        """The counts of the groups that are shown."""
        rows = {row.group: row.shown.counts for row in self.table.rows}
        return {group: counts for group, counts in rows.items() if counts is not None}

    def groups(self) -> list[dict[str, Any]]:
        """Every row of the table."""
        fifths = self._four_fifths()
        return [self._group(row, fifths) for row in self.table.rows]

    def _group(self, row: Row, fifths: Mapping[str, str]) -> dict[str, Any]:
        withheld = row.shown.counts is None
        return {
            "group": row.group,
            **counted(row),
            "difference": value(row.difference),
            "difference_ci": interval(row.difference),
            "relative_rate": value(row.relative_rate),
            "relative_rate_ci": interval(row.relative_rate),
            "complement_relative_rate": value(row.relative_rate_without),
            "complement_relative_rate_ci": interval(row.relative_rate_without),
            "p_value": number(row.p_value),
            "q_value": number(row.p_adjusted),
            "verdict": finding(row),
            "four_fifths": SYMBOL if withheld else fifths.get(row.group),
            **self._odds(row),
            "adjusted": self._adjusted(row),
            "missing_bounds": self._missing(row),
            **self._shrunk(row),
            **_sensitivity(row, self.adjusted.get(row.group)),
            "suppressed": withheld,
        }

    def _odds(self, row: Row) -> dict[str, Any]:
        ours, theirs = row.shown.counts, self.shown.get(self.table.reference)
        figure: object = SUPPRESSED if ours is None or self.table.reference == SYMBOL else None
        if ours and theirs and self._is_compared(row):
            figure = odds_ratio(ours.with_outcome, ours.base, theirs.with_outcome, theirs.base, self.request.level)
        return {"odds_ratio": value(figure), "odds_ratio_ci": interval(figure)}

    def _is_compared(self, row: Row) -> bool:
        return row.group != self.table.reference and not is_not_stated(row.group)

    def _adjusted(self, row: Row) -> Any:
        found = self.adjusted.get(row.group)
        if found is None:
            return None
        if row.shown.counts is None or self.table.reference == SYMBOL:
            return SYMBOL
        digits = DIGITS if self.request.threshold else EXACT
        figures = {
            "odds_ratio": value(found.odds_ratio),
            "odds_ratio_ci": interval(found.odds_ratio),
            "p_value": number(found.p_value),
            "average_marginal_effect": value(found.average_marginal_effect),
            "average_marginal_effect_ci": interval(found.average_marginal_effect),
            "standardised_rate": value(found.standardised_rate),
            "standardised_rate_ci": interval(found.standardised_rate),
            "standardised_relative_rate": value(found.standardised_relative_rate),
            "standardised_relative_rate_ci": interval(found.standardised_relative_rate),
        }
        return {name: significant(figure, digits) for name, figure in figures.items()}

    def _missing(self, row: Row) -> dict[str, Any]:
        ours, theirs = row.shown.counts, self.shown.get(self.table.reference)
        unknown = self.table.not_recorded.shown.counts
        if ours is None or unknown is None:
            return {"rate": SYMBOL, "relative_rate": SYMBOL, "verdict_could_change": None}
        rate = rate_bounds(ours, unknown) if ours.base else None
        could = None
        # Of hundreds of combinations nobody asks one by one; and each would be judged among all the others.
        if len(self.table.by) == 1 and theirs and theirs.base and ours.base and isinstance(row.finding, Finding) and self._is_compared(row):
            others = [other.p_value for other in self.table.rows if other is not row and isinstance(other.p_value, float)]
            could = unknown != NONE_COUNTED and is_open(ours, theirs, unknown, self.request.rule, others)
        return {"rate": interval(rate), "relative_rate": interval(row.bounds), "verdict_could_change": could}

    def _shrunk(self, row: Row) -> dict[str, Any]:
        figure: object = SUPPRESSED if row.shown.counts is None else self.shrunk.get(row.group)
        return {"shrunk_rate": value(figure), "shrunk_rate_ci": interval(figure)}

    def _four_fifths(self) -> dict[str, str]:
        """The four-fifths answer of every group that is shown, on the side a person would wish for."""
        named = {group: counts for group, counts in self.shown.items() if not is_not_stated(group)}
        favourable = Favourable.NO_OUTCOME if self.request.adverse else Favourable.OUTCOME
        answers = four_fifths(named, favourable=favourable) if named else ()
        return {one.group: _BELOW[one.answer] for one in answers if one.answer in _BELOW}


def _sensitivity(row: Row, adjusted: AdjustedGroup | None) -> dict[str, Any]:
    """How strong something not taken into account would have to be: of what is left after the controls, where there are any."""
    if row.shown.counts is None:
        return {"e_value": SYMBOL, "e_value_limit": SYMBOL}
    left = adjusted.standardised_relative_rate if adjusted else row.relative_rate
    if not isinstance(left, Estimate) or left.value == 0:
        return {"e_value": None, "e_value_limit": None}
    found = e_values(left)
    return {"e_value": number(found.point), "e_value_limit": number(found.limit)}
