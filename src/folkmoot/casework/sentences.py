"""What a released table says, in sentences: each difference with its uncertainty, then the answers that are not one.

A sentence carries its phrase and its values apart, so that a page in Welsh can say which phrases nobody has translated yet.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language, gettext, gettext_noop

from folkmoot.casework.rules import in_words
from folkmoot.stats.disclosure import Suppressed
from folkmoot.stats.figures import Row
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds
from folkmoot.stats.released import SYMBOL, ReleasedTable
from folkmoot.webkit.words import is_translated


@dataclass(frozen=True)
class Sentence:
    """A phrase with named gaps, and what fills them. As text it is in the language of the page."""

    phrase: str
    values: Mapping[str, object] = field(default_factory=dict)
    needs_review: bool = False

    def __str__(self) -> str:
        return gettext(self.phrase) % self.values

    @property
    def lang(self) -> str:
        """The language it is in, where that is not the language of the page."""
        return "en" if get_language() == "cy" and not is_translated(self.phrase) else ""


MORE_ADVERSE = gettext_noop(
    "Needs review: %(group)s. %(rate)s%% (%(with)s of %(base)s) beside %(reference_rate)s%% of %(reference)s (%(reference_with)s of"
    " %(reference_base)s): %(gap)s percentage points more, and between %(low)s and %(high)s with %(level)s%% confidence."
    " That is the worse result for this group."
)
MORE_FAVOURABLE = gettext_noop(
    "Needs review: %(group)s. %(rate)s%% (%(with)s of %(base)s) beside %(reference_rate)s%% of %(reference)s (%(reference_with)s of"
    " %(reference_base)s): %(gap)s percentage points more, and between %(low)s and %(high)s with %(level)s%% confidence."
    " That is the better result for this group."
)
FEWER_ADVERSE = gettext_noop(
    "Needs review: %(group)s. %(rate)s%% (%(with)s of %(base)s) beside %(reference_rate)s%% of %(reference)s (%(reference_with)s of"
    " %(reference_base)s): %(gap)s percentage points fewer, and between %(low)s and %(high)s with %(level)s%% confidence."
    " That is the worse result for this group."
)
FEWER_FAVOURABLE = gettext_noop(
    "Needs review: %(group)s. %(rate)s%% (%(with)s of %(base)s) beside %(reference_rate)s%% of %(reference)s (%(reference_with)s of"
    " %(reference_base)s): %(gap)s percentage points fewer, and between %(low)s and %(high)s with %(level)s%% confidence."
    " That is the better result for this group."
)
MISSING_COULD = gettext_noop(
    "For %(group)s: only in the extreme case that, of the %(number)s records without %(by)s, all with the outcome belonged to one side and"
    " all others to the other could they alone account for this or reverse it."
)
MISSING_COULD_NOT = gettext_noop(
    "For %(group)s: not even in the extreme case that, of the %(number)s records without %(by)s, all with the outcome belonged to one side"
    " and all others to the other could they alone account for this."
)
NO_DIFFERENCE = gettext_noop("No difference found that meets the rule, which is not proof that there is none: %(groups)s.")
TOO_FEW = gettext_noop("Cannot tell, because there are too few: %(groups)s.")
MISSING_DATA = gettext_noop("Cannot tell, because too much is not recorded: %(groups)s.")
NOT_COMPARED = gettext_noop("Not compared, because no group is named: %(groups)s.")
WITHHELD = gettext_noop("Withheld, so that no small number can be seen or worked out: %(groups)s.")
LEFT_OUT = gettext_noop("Combinations of too few records are left out and not named.")
NOTHING = gettext_noop("There is nothing to compare here: fewer than two groups can be shown.")

_OTHER_ANSWERS = {
    Finding.NO_DIFFERENCE: NO_DIFFERENCE, Finding.TOO_FEW: TOO_FEW, Finding.MISSING_DATA: MISSING_DATA, Finding.NOT_COMPARED: NOT_COMPARED,
}  # fmt: skip


def answer_of(table: ReleasedTable, adverse: bool) -> list[Sentence]:
    """The answer of one table. `adverse`: having the outcome is the worse result."""
    said = [sentence for row in table.rows if row.finding is Finding.DIFFERENCE for sentence in _difference(row, table, adverse)]
    for finding, phrase in _OTHER_ANSWERS.items():
        groups = [row.group for row in table.rows if row.finding is finding]
        if groups:
            said.append(Sentence(phrase, {"groups": "; ".join(groups)}))
    withheld = withheld_groups(table)
    if withheld:
        said.append(Sentence(WITHHELD, {"groups": "; ".join(withheld)}))
    if len(table.by) > 1 and table.combinations_withheld:
        said.append(Sentence(LEFT_OUT))
    return said if table.rows and said else [*said, Sentence(NOTHING)]


def withheld_groups(table: ReleasedTable) -> list[str]:
    """Groups that are named and of which the rate is not shown."""
    return [row.group for row in table.rows if isinstance(row.rate, Suppressed)]


def _difference(row: Row, table: ReleasedTable, adverse: bool) -> list[Sentence]:
    reference = next(found for found in table.rows if found.group == table.reference)
    rate, gap = row.rate, row.difference
    if not isinstance(rate, Estimate) or not isinstance(gap, Estimate) or not isinstance(reference.rate, Estimate):
        raise TypeError("a difference is only found between groups whose figures are shown")
    more = gap.value > 0
    nearer, farther = (gap.low, gap.high) if more else (-gap.high, -gap.low)
    values = {
        "group": row.group, "rate": percent(rate.value), "with": counted(row.shown.with_outcome), "base": counted(row.shown.base),
        "reference": table.reference, "reference_rate": percent(reference.rate.value),
        "reference_with": counted(reference.shown.with_outcome), "reference_base": counted(reference.shown.base),
        "gap": percent(abs(gap.value)), "low": percent(nearer), "high": percent(farther), "level": f"{table.settings.level * 100:g}",
    }  # fmt: skip
    return [Sentence(_phrase(more, more == adverse), values, needs_review=True), *_missing(row, table)]


def _phrase(more: bool, worse: bool) -> str:
    if more:
        return MORE_ADVERSE if worse else MORE_FAVOURABLE
    return FEWER_ADVERSE if worse else FEWER_FAVOURABLE


def _missing(row: Row, table: ReleasedTable) -> list[Sentence]:
    """What it would take for the records of no recorded group to explain a difference; nothing where there are none."""
    missing = table.not_recorded.shown.base
    if not isinstance(row.bounds, Bounds) or isinstance(missing, Suppressed) or not missing:
        return []
    could = row.bounds.low <= 1 and (row.bounds.high is None or row.bounds.high >= 1)
    values = {"group": row.group, "number": counted(missing), "by": in_words(" × ".join(table.by))}
    return [Sentence(MISSING_COULD if could else MISSING_COULD_NOT, values)]


def counted(figure: int | Suppressed) -> str:
    return SYMBOL if isinstance(figure, Suppressed) else f"{figure:,}"


def percent(share: float) -> str:
    return f"{share * 100:.1f}"


def ratio(value: float | None) -> str:
    """A ratio to two places; in words where it has no upper limit."""
    if value is None or math.isinf(value):
        return gettext("no limit")
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"
