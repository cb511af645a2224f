"""Groups beside the group they are compared with: each difference with its uncertainty, then the answers that are not one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from folkmoot.disparity import figures as f
from folkmoot.disparity.words import Sentence, Value, gettext_noop

Part = Mapping[str, Any]

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
REVIEW = gettext_noop("Needs review: %(group)s.")
RATIOS = gettext_noop("Relative rate of %(group)s: %(ratio)s. Relative rate of not having the outcome: %(complement)s.")
ADJUSTED = gettext_noop(
    "After taking account of %(controls)s, the gap for %(group)s is %(gap)s percentage points (between %(low)s and %(high)s);"
    " before, it is %(before)s."
)
ONLY_ADJUSTED = gettext_noop(
    "%(group)s: no difference that meets the rule before other things are taken into account (%(before)s percentage points), but"
    " %(gap)s percentage points (between %(low)s and %(high)s) after taking account of %(controls)s. Look at both."
)
WOULD_NEED = gettext_noop(
    "For something that is not taken into account here to account for all of it, it would have to go with both %(group)s and the"
    " outcome by a relative rate of at least %(value)s (of at least %(limit)s for the end of the interval)."
    " This says how strong it would have to be, not"
    " whether there is such a thing."
)
NO_DIFFERENCE = gettext_noop("No difference found that meets the rule, which is not proof that there is none: %(groups)s.")
TOO_FEW = gettext_noop("Cannot tell, because there are too few: %(groups)s.")
MISSING_DATA = gettext_noop("Cannot tell, because too much is not recorded: %(groups)s.")
NOT_COMPARED = gettext_noop("Not compared, because no group is named: %(groups)s.")
WITHHELD = gettext_noop("Withheld, so that no small number can be seen or worked out: %(groups)s.")
LEFT_OUT = gettext_noop(
    "Combinations that are withheld are left out and not named: those of too few records, and larger ones from which those could be"
    " worked out."
)
COULD_CHANGE = gettext_noop(
    "Were the %(number)s records without %(by)s completed, this answer could change in the most extreme case: %(groups)s."
)
COULD_NOT_CHANGE = gettext_noop(
    "Even in the most extreme case, completing the %(number)s records without %(by)s could not change this answer: %(groups)s."
)
FOUR_FIFTHS = gettext_noop("Below four fifths of the highest rate of the favourable result (a rule for screening, not a test): %(groups)s.")
COMPARED_WITH = gettext_noop("Compared with %(reference)s: %(rate)s (%(with)s of %(base)s).")
REFERENCE_WITHHELD = gettext_noop("The group to compare with is withheld, so nothing is compared.")
RECORDED = gettext_noop(
    "%(by)s is recorded for %(share)s of those at risk; not recorded: %(missing)s; not stated, an answer of its own: %(not_stated)s."
)
NOTHING = gettext_noop("There is nothing to compare here: fewer than two groups can be shown.")

_OTHER_ANSWERS = {
    "no difference found": NO_DIFFERENCE, "cannot tell (too few)": TOO_FEW, "cannot tell (missing data)": MISSING_DATA,
    "not compared": NOT_COMPARED,
}  # fmt: skip


def about_groups(table: Part, document: Part) -> list[Sentence]:
    """The answer of one characteristic of one stage, or of one intersection: differences first, each beside its adjusted figure."""
    said = [*_compared_with(table), *_differences(table, document), *_only_adjusted(table), *_answers(table)]
    if table.get("combinations_withheld"):
        said.append(Sentence(LEFT_OUT, {}))
    if sum(f.is_number(group["rate"]) for group in table["groups"]) < 2:
        said.append(Sentence(NOTHING, {}))
    return said


def about_what_would_change(table: Part) -> list[Sentence]:
    """What is not on record, and what is not in the file at all."""
    return [_recorded(table), *_missing(table), *_would_need(table), *_four_fifths(table)]


def named(table: Part) -> str:
    """The characteristic, or those of an intersection, as a person says them."""
    return " × ".join(table["by"]) if "by" in table else str(table["name"])


def differences(table: Part) -> list[Part]:
    return [group for group in table["groups"] if group["verdict"] == "difference found"]


def level_of(document: Part) -> str:
    return f"{document['specification']['level'] * 100:g}"


def controls_of(table: Part) -> str:
    return ", ".join(control["column"] for control in (table.get("model") or {}).get("controls", ()))


def _reference(table: Part) -> Part | None:
    return next((group for group in table["groups"] if group["verdict"] == "reference"), None)


def _compared_with(table: Part) -> Iterator[Sentence]:
    reference = _reference(table)
    if table["reference"] == f.WITHHELD:
        yield Sentence(REFERENCE_WITHHELD, {})
    elif reference is not None:
        yield Sentence(COMPARED_WITH, {"reference": reference["group"], **_counts(reference), "rate": f.share(reference["rate"])})


def _counts(group: Part, lead: str = "") -> dict[str, Value]:
    return {f"{lead}rate": f.percent(group["rate"]), f"{lead}with": f.counted(group["k"]), f"{lead}base": f.counted(group["n"])}


def _differences(table: Part, document: Part) -> Iterator[Sentence]:
    for group in differences(table):
        yield _difference(group, table, document)
        if f.is_number(group["relative_rate"]):
            ratio = f.ratio_with(group["relative_rate"], group["relative_rate_ci"])
            complement = f.ratio_with(group["complement_relative_rate"], group["complement_relative_rate_ci"])
            yield Sentence(RATIOS, {"group": group["group"], "ratio": ratio, "complement": complement})
        if adjusted_gap(group) is not None:
            yield Sentence(ADJUSTED, _beside(group, table))


def _difference(group: Part, table: Part, document: Part) -> Sentence:
    reference, gap, interval = _reference(table), group["difference"], group["difference_ci"]
    if reference is None or not f.is_number(gap) or not f.is_interval(interval):
        return Sentence(REVIEW, {"group": group["group"]}, needs_review=True)
    more = gap > 0
    low, high = interval if more else (_opposite(interval[1]), _opposite(interval[0]))
    worse = more == (document["specification"]["adverse"] == "yes")
    values: dict[str, Value] = {
        "group": group["group"], **_counts(group), "reference": reference["group"], **_counts(reference, "reference_"),
        "gap": f.percent(abs(gap)), "low": f.percent_end(low), "high": f.percent_end(high), "level": level_of(document),
    }  # fmt: skip
    return Sentence(_phrase(more, worse), values, needs_review=True)


def _phrase(more: bool, worse: bool) -> str:
    if more:
        return MORE_ADVERSE if worse else MORE_FAVOURABLE
    return FEWER_ADVERSE if worse else FEWER_FAVOURABLE


def _opposite(bound: float | None) -> float | None:
    return None if bound is None else -bound


def adjusted_gap(group: Part) -> list[float | None] | None:
    """The interval of the gap after adjustment, where there is one to show."""
    adjusted = group["adjusted"]
    if not f.is_number(f.within(adjusted, "average_marginal_effect")) or not f.is_number(group["difference"]):
        return None
    interval = adjusted["average_marginal_effect_ci"]
    return interval if f.is_interval(interval) else None


def _beside(group: Part, table: Part) -> dict[str, Value]:
    interval = adjusted_gap(group) or [None, None]
    gap = f.points(group["adjusted"]["average_marginal_effect"])
    return {
        "group": group["group"], "controls": controls_of(table), "gap": gap, "low": f.points_end(interval[0]),
        "high": f.points_end(interval[1]), "before": f.points(group["difference"]),
    }  # fmt: skip


def _would_need(table: Part) -> Iterator[Sentence]:
    for group in differences(table):
        if f.is_number(group["e_value"]):
            limit = f.ratio(group["e_value_limit"])
            yield Sentence(WOULD_NEED, {"group": group["group"], "value": f.ratio(group["e_value"]), "limit": limit})


def _only_adjusted(table: Part) -> Iterator[Sentence]:
    """Groups whose interval leaves out nought after adjustment and did not before."""
    for group in table["groups"]:
        interval = adjusted_gap(group) if group["verdict"] == "no difference found" else None
        if interval is not None and _holds_nought(group["difference_ci"]) and not _holds_nought(interval):
            yield Sentence(ONLY_ADJUSTED, _beside(group, table))


def _holds_nought(interval: Any) -> bool:
    if not f.is_interval(interval):
        return False
    low, high = interval
    return (low is None or low <= 0) and (high is None or high >= 0)


def _answers(table: Part) -> Iterator[Sentence]:
    for verdict, phrase in _OTHER_ANSWERS.items():
        yield from _of(phrase, [group for group in table["groups"] if group["verdict"] == verdict])
    yield from _of(WITHHELD, withheld_groups(table))


def withheld_groups(table: Part) -> list[Part]:
    """Groups that are named and of which the rate is not shown."""
    return [group for group in table["groups"] if group["rate"] == f.WITHHELD]


def _of(phrase: str, groups: Sequence[Part], **values: Value) -> Iterator[Sentence]:
    if groups:
        yield Sentence(phrase, {"groups": [group["group"] for group in groups], **values})


def _missing(table: Part) -> Iterator[Sentence]:
    number = table["not_recorded"]["n"]
    if not number:
        return
    for could, phrase in ((True, COULD_CHANGE), (False, COULD_NOT_CHANGE)):
        groups = [one for one in table["groups"] if f.within(one["missing_bounds"], "verdict_could_change") is could]
        yield from _of(phrase, groups, number=f.counted(number), by=named(table))


def _four_fifths(table: Part) -> Iterator[Sentence]:
    yield from _of(FOUR_FIFTHS, [group for group in table["groups"] if group["four_fifths"] == "below"])


def _recorded(table: Part) -> Sentence:
    known = table["completeness"]
    values: dict[str, Value] = {
        "by": named(table), "share": f.share(known["share_recorded"]),
        "missing": f.counted(known["not_recorded"]), "not_stated": f.counted(known["not_stated"]),
    }  # fmt: skip
    return Sentence(RECORDED, values)
