"""The figures of a signal from a row of a released table: nothing that is not shown can get in."""

import math
from datetime import date

from folkmoot.casework.signals.rules import Figures
from folkmoot.stats.disclosure import Suppressed
from folkmoot.stats.figures import Row
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.released import ReleasedTable


class NotShown(TypeError):
    """A row some figure of which is withheld or not defined: no signal, and no reading with figures, can be made from it."""


def figures_of_row(
    table: ReleasedTable, row: Row, *, by: tuple[str, ...], outcome: str, as_of: date | None = None, window: tuple[str, str] = ("", "")
) -> Figures:
    """The figures of a group of a released table beside its reference. Raises NotShown.

    `by` and `outcome` are as the signal is to name them; `window` the first and the last month.
    """
    compared = next((each for each in table.rows if each.group == table.reference), None)
    shown, other = row.shown.counts, compared.shown.counts if compared else None
    rate, gap, reference_rate = row.rate, row.difference, compared.rate if compared else None
    if shown is None or other is None or not isinstance(rate, Estimate):
        raise NotShown("a group or its reference is withheld")
    if not isinstance(gap, Estimate) or not isinstance(reference_rate, Estimate):
        raise NotShown("a group is compared with no other")
    ratio = row.relative_rate if isinstance(row.relative_rate, Estimate) else None
    known = table.completeness.share_recorded
    return Figures(
        group=row.group, reference=table.reference, outcome=outcome, by=by, rate=rate.value, rate_low=rate.low, rate_high=rate.high,
        reference_rate=reference_rate.value, gap=gap.value, gap_low=gap.low, gap_high=gap.high, base=shown.base,
        with_outcome=shown.with_outcome, reference_base=other.base, reference_with=other.with_outcome,
        ratio=_finite(ratio.value) if ratio else None, ratio_low=_finite(ratio.low) if ratio else None,
        ratio_high=_finite(ratio.high) if ratio else None, level=table.settings.level,
        completeness=None if isinstance(known, Suppressed) else known, as_of=as_of, window_first=window[0], window_last=window[1],
    )  # fmt: skip


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
