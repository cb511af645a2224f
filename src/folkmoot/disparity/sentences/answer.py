"""The answer first: how often, who needs review, for whom it cannot be told, and what this is not."""

from collections.abc import Iterator
from typing import Any

from folkmoot.disparity import figures as f
from folkmoot.disparity.sentences.areas import lies_beyond
from folkmoot.disparity.sentences.groups import Part, adjusted_gap, controls_of, differences, level_of, named, withheld_groups
from folkmoot.disparity.words import Sentence, Value, gettext_noop

NOT_FOR_RELEASE = gettext_noop("Not for release: small numbers are not withheld here.")
LEAD = gettext_noop(
    "%(rate)s%% of %(base)s records have the outcome “%(outcome)s” (between %(low)s%% and %(high)s%% with %(level)s%% confidence)."
)
LEAD_WITHHELD = gettext_noop("The overall rate is withheld, because so few records have the outcome “%(outcome)s”, or so few have not.")
NOBODY = gettext_noop("Nobody is at risk of the outcome “%(outcome)s”.")
IN_SHORT = gettext_noop("Needs review: “%(outcome)s” by %(by)s, compared with %(reference)s: %(groups)s.")
IN_SHORT_GROUP = gettext_noop("%(group)s (%(gap)s points, between %(low)s and %(high)s)")
IN_SHORT_ADJUSTED = gettext_noop(
    "%(group)s (%(gap)s points, between %(low)s and %(high)s; after taking account of %(controls)s: %(adjusted)s, between"
    " %(adjusted_low)s and %(adjusted_high)s)"
)
REVIEW_NONE = gettext_noop("No group meets the rule for review. That is not proof that there is no difference.")
REVIEW_ONE = gettext_noop("1 comparison needs review. It is a reason to look at the cases, not evidence of bias.")
REVIEW_SOME = gettext_noop("%(number)s comparisons need review. Each is a reason to look at the cases, not evidence of bias.")
UNSURE_ONE = gettext_noop("For 1 group it cannot be told, or its figures are withheld.")
UNSURE_SOME = gettext_noop("For %(number)s groups it cannot be told, or their figures are withheld.")
AREAS = gettext_noop("“%(outcome)s”: after allowing for how much Areas vary anyway, %(number)s of %(areas)s lie beyond the 95%% limits.")

AND_MORE = gettext_noop("and %(number)s more with smaller gaps")
_IN_SHORT = 8  # groups named in one sentence

_CANNOT_TELL = {"cannot tell (too few)", "cannot tell (missing data)", f.WITHHELD}


def headline(document: Part) -> list[Sentence]:
    """A few sentences for the top of a page; those that need review are marked so."""
    tables = [(stage["name"], table) for stage in document["stages"] for table in stage["characteristics"]]
    tables += [(table["stage"], table) for table in document["intersections"]]
    said = [Sentence(NOT_FOR_RELEASE, {})] if document["disclosure"]["off"] else []
    said += [_lead(stage, document) for stage in document["stages"]]
    number = sum(len(differences(table)) for _, table in tables)
    phrase = REVIEW_NONE if not number else REVIEW_ONE if number == 1 else REVIEW_SOME
    said += [Sentence(phrase, {"number": str(number)}), *_in_short(tables), *_unsure([table for _, table in tables])]
    return [*said, *_areas(document)]


def _lead(stage: Part, document: Part) -> Sentence:
    overall = stage["overall"]
    if overall["rate"] is None:
        return Sentence(NOBODY, {"outcome": stage["name"]})
    if not f.is_number(overall["rate"]) or not f.is_interval(overall["rate_ci"]):
        return Sentence(LEAD_WITHHELD, {"outcome": stage["name"]})
    low, high = overall["rate_ci"]
    figures = {"rate": f.percent(overall["rate"]), "low": f.percent_end(low), "high": f.percent_end(high)}
    return Sentence(LEAD, {"base": f.counted(overall["n"]), "outcome": stage["name"], "level": level_of(document), **figures})


def _in_short(tables: list[tuple[str, Part]]) -> Iterator[Sentence]:
    for stage, table in tables:
        found = differences(table)
        if found:
            widest = sorted(found, key=_width_of_gap, reverse=True)[:_IN_SHORT]
            groups = [_group_in_short(group, table) for group in found if any(group is one for one in widest)]
            if len(found) > _IN_SHORT:
                groups.append(Sentence(AND_MORE, {"number": str(len(found) - _IN_SHORT)}))
            yield Sentence(
                IN_SHORT, {"outcome": stage, "by": named(table), "reference": table["reference"], "groups": groups}, needs_review=True
            )


def _width_of_gap(group: Part) -> float:
    return abs(float(group["difference"])) if f.is_number(group["difference"]) else 0.0


def _group_in_short(group: Part, table: Part) -> str | Sentence:
    interval: Any = group["difference_ci"]
    if not f.is_number(group["difference"]) or not f.is_interval(interval):
        return str(group["group"])
    ends = {"low": f.points_end(interval[0]), "high": f.points_end(interval[1])}
    values: dict[str, Value] = {"group": group["group"], "gap": f.points(group["difference"]), **ends}
    if adjusted_gap(group) is None:
        return Sentence(IN_SHORT_GROUP, values)
    after = f.points(group["adjusted"]["average_marginal_effect"])
    low, high = group["adjusted"]["average_marginal_effect_ci"]
    left = {"adjusted": after, "adjusted_low": f.points_end(low), "adjusted_high": f.points_end(high)}
    return Sentence(IN_SHORT_ADJUSTED, {**values, "controls": controls_of(table), **left})


def _unsure(tables: list[Part]) -> list[Sentence]:
    number = sum(
        group["verdict"] in _CANNOT_TELL or any(group is one for one in withheld_groups(table))
        for table in tables
        for group in table["groups"]
    )
    phrase = UNSURE_ONE if number == 1 else UNSURE_SOME
    return [Sentence(phrase, {"number": str(number)})] if number else []


def _areas(document: Part) -> Iterator[Sentence]:
    for funnel in document["areas"]:
        shown = [area for area in funnel["areas"] if f.is_number(area["rate"])]
        if shown:
            number = len(lies_beyond(funnel))
            yield Sentence(AREAS, {"outcome": funnel["stage"], "number": str(number), "areas": str(len(shown))})
