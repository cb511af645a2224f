"""One pulled figure of several Areas side by side: small numbers withheld, a funnel of the others, and no order but the alphabet.

The funnel is of the Areas that are shown alone, so that nothing withheld can be had by subtracting them from a total.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.stats.counts import Counts
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD, is_small, sensitive
from folkmoot.stats.funnel import Funnel, funnel
from folkmoot.stats.funnel.limits import in_reading_order

FEWEST = 3  # Areas with a rate, so that a funnel says anything


@dataclass(frozen=True)
class Beside:
    """`shown`: Area -> counts; `withheld`: Areas whose numbers are too small; `empty`: those with nothing to count; the funnel, if any."""

    shown: Mapping[str, Counts]
    withheld: tuple[str, ...]
    empty: tuple[str, ...]
    funnel: Funnel | None


def beside(areas: Mapping[str, Counts], threshold: int = DEFAULT_THRESHOLD) -> Beside:
    """Areas by name. Small: a base of 1 to 4, or 1 to 4 with the outcome or without it (`stats.disclosure`)."""
    small = {name for name, counts in areas.items() if is_small(counts.base, threshold) or sensitive(counts, threshold)}
    shown = {name: areas[name] for name in in_reading_order(areas) if name not in small and areas[name].base}
    empty = tuple(name for name in in_reading_order(areas) if not areas[name].base)
    found = funnel(shown) if len(shown) >= FEWEST else None
    return Beside(shown, tuple(in_reading_order(small)), empty, found)
