"""What people of unknown group could change: the widest range the data allow, with no assumption about them."""

from dataclasses import dataclass

from folkmoot.stats.counts import Counts


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest value possible; None where the data set no upper limit."""

    low: float
    high: float | None


def ratio_bounds(group: Counts, reference: Counts, missing: Counts) -> Bounds:
    """Attainable bounds of the relative rate (Manski 1989) when those of unknown group may all belong to either side.

    Lowest: all missing without the outcome are in the group and all missing with it in the reference. Highest: the reverse.
    Both bases must be at least 1. The bounds say nothing about chance; they are not a confidence interval.
    """
    group_low = group.with_outcome / (group.base + missing.without_outcome)
    group_high = _share(group.with_outcome + missing.with_outcome, group.base + missing.with_outcome)
    reference_low = reference.with_outcome / (reference.base + missing.without_outcome)
    reference_high = _share(reference.with_outcome + missing.with_outcome, reference.base + missing.with_outcome)
    return Bounds(group_low / reference_high if reference_high else 0.0, group_high / reference_low if reference_low else None)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
