"""Small numbers never leave: which counts of a table must be withheld so that none of the small ones can be found.

The rule, in four steps.

1. *Small* means 1 to threshold - 1 (1 to 4), for the base, for those with the outcome and for those without it. Zero is shown.
2. Groups whose whole base is small are put together into one row before anything else, and their names are not shown.
3. Where a small count is left, it and everything derived from it is withheld: rate, gap, ratios, intervals, bounds, p value, finding.
4. Then more groups are withheld, as few as can be (`folkmoot.stats.suppression`), until every small count could, for all that is
   shown, have any of at least `threshold` + 1 values: those shown being subtracted from the total, what is left must be publishable.

Outcomes released together are withheld together, because one outcome's people may be the next one's base.

A combination of several characteristics is shown whole or not at all. Tables of several characteristics are protected against those
of one characteristic each, whether they are printed or not, and against all tables they are released with; and every line of the table
through a small cell must satisfy step 4, so that a table with one characteristic less can be subtracted from it in vain.

Why counts are not rounded here. A rate from rounded counts would be wrong by several points just where groups are small, and its
interval would be that of a table nobody has; a true rate beside a rounded base gives the count back. So what is shown is exact and
what is not shown is not there. (Rounding is in `folkmoot.stats.rounding`, for headcounts that are published without rates.) Releases of
slightly different files can be subtracted from one another: that is the work of `folkmoot.stats.register`.
"""

from folkmoot.stats.disclosure.planning import planned, withheld
from folkmoot.stats.disclosure.rule import (
    DEFAULT_THRESHOLD,
    SMALL_GROUPS,
    SUPPRESSED,
    Suppressed,
    Withheld,
    is_small,
    merged_together,
    sensitive,
    too_small_as_a_whole,
)

__all__ = [
    "DEFAULT_THRESHOLD",
    "SMALL_GROUPS",
    "SUPPRESSED",
    "Suppressed",
    "Withheld",
    "is_small",
    "merged_together",
    "planned",
    "sensitive",
    "too_small_as_a_whole",
    "withheld",
]
