"""The quality of data in words and figures. Every share is rounded before it comes here; what is withheld is “[c]”."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.quality.agreeing import Beside, FieldsAgree, SourcesAgree
from folkmoot.casework.quality.measures import Quality, Shown
from folkmoot.casework.quality.queries import Field, Month, Place
from folkmoot.casework.quality.rules import State
from folkmoot.disparity import figures as f
from folkmoot.disparity.words import Sentence
from folkmoot.stats.disclosure import Suppressed
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.released import SYMBOL
from folkmoot.webkit.dates import month_cell, month_words

STATE_WORDS: dict[State, Promise] = {
    State.OPEN: _("Open"), State.REACHED: _("Target reached"), State.LATE: _("Late"), State.FINISHED: _("Finished"),
}  # fmt: skip
STATE_COLOURS = {State.OPEN: "light-blue", State.REACHED: "turquoise", State.LATE: "red", State.FINISHED: "grey"}
WANTED = 0.9  # proposed: a field recorded in fewer records than this is named first; no source lays down a figure
NOTHING = "[z]"


def share(value: Shown) -> str:
    """A share in whole per cent: "80%"; "[c]" where withheld, "[z]" where there is nothing it could be a share of."""
    if isinstance(value, Suppressed):
        return SYMBOL
    return NOTHING if value is None else f"{value * 100:.0f}%"


def number(value: int | Suppressed | None) -> str:
    return SYMBOL if value is None or isinstance(value, Suppressed) else f"{value:,}"


@dataclass(frozen=True)
class Line:
    """One row of a table of quality: what it is about, its figures in the order of `HEADINGS`, and a mark."""

    name: str
    figures: tuple[str, ...]
    address: str = ""
    note: str = ""
    inner: bool = False
    force: str = ""
    area: str = ""


HEADINGS: tuple[Promise, ...] = (
    _("Records"), _("Recorded"), _("Not recorded"), _("Not stated"), _("Fits no scheme"), _("Valid, of those recorded"), _("Names a group"),
)  # fmt: skip


def figures_of(quality: Quality) -> tuple[str, ...]:
    return (
        number(quality.records), share(quality.completeness), share(quality.missing), share(quality.not_stated), share(quality.unfitting),
        share(quality.validity), share(quality.usable),
    )  # fmt: skip


def lines_of_fields(fields: Sequence[Field]) -> list[Line]:
    return [Line(one.title, figures_of(one.quality), one.name, _labels(one)) for one in fields]


def _labels(one: Field) -> str:
    if not one.labels and not one.unnamed:
        return ""
    rest = ngettext("%(number)d rarer one is not named", "%(number)d rarer ones are not named", one.unnamed) % {"number": one.unnamed}
    parts = ["; ".join(f"“{label}”" for label in one.labels[:8]), rest if one.unnamed else ""]
    return gettext("Labels that fit no scheme: %(labels)s.") % {"labels": "; ".join(part for part in parts if part)}


def lines_of_places(places: Sequence[Place]) -> list[Line]:
    return [
        Line(one.force or one.area, figures_of(one.quality), inner=bool(one.force and one.area), force=one.force, area=one.area)
        for one in places
    ]


def lines_of_months(months: Sequence[Month]) -> list[Line]:
    return [Line(month_cell(one.month), figures_of(one.quality), note=one.break_words) for one in months]


# ---------------------------------------------------------------------------------------------------------------------- sentences


def sentences_of_fields(fields: Sequence[Field]) -> list[str]:
    """What a liaison meeting should hear first: what is well recorded, what is not, and what was asked and not answered."""
    known = [one for one in fields if isinstance(one.quality.usable, float)]
    low = sorted((one for one in known if _share(one) < WANTED), key=_share)
    said = []
    if low:
        worst = low[0]
        said.append(
            gettext("%(field)s names a group in only %(share)s of records: that is the field to begin with.")
            % {"field": worst.title, "share": share(worst.quality.usable)}
        )
    if len(low) > 1:
        rest = ", ".join(f"{one.title} ({share(one.quality.usable)})" for one in low[1:6])
        said.append(gettext("Below %(wanted)s as well: %(fields)s.") % {"wanted": share(WANTED), "fields": rest})
    if known and not low:
        said.append(gettext("Every field names a group in %(wanted)s of records or more.") % {"wanted": share(WANTED)})
    said += [_asked(one) for one in known if isinstance(one.quality.not_stated, float) and one.quality.not_stated >= 0.05]
    said += [_unfit(one) for one in known if isinstance(one.quality.unfitting, float) and one.quality.unfitting >= 0.01]
    return said or [gettext("So few records are here that nothing can be said of them.")]


def _share(one: Field) -> float:
    return one.quality.usable if isinstance(one.quality.usable, float) else 1.0


def _asked(one: Field) -> str:
    words = gettext("%(field)s: in %(share)s of records the person was asked and did not say. That is an answer, and no gap in the record.")
    return words % {"field": one.title, "share": share(one.quality.not_stated)}


def _unfit(one: Field) -> str:
    words = gettext("%(field)s: %(share)s of records hold a label that fits no scheme.")
    return words % {"field": one.title, "share": share(one.quality.unfitting)}


def sentences_of_places(places: Sequence[Place]) -> list[str]:
    """Which Areas or forces record the field least and most; no order among the others."""
    inner = [one for one in places if one.force] or list(places)
    known = [(one, one.quality.usable) for one in inner if isinstance(one.quality.usable, float)]
    if len(known) < 2:
        return []
    low, high = min(known, key=lambda each: each[1]), max(known, key=lambda each: each[1])
    words = gettext("It names a group in %(low)s of records in %(lowest)s and in %(high)s in %(highest)s.")
    return [words % {"low": share(low[1]), "lowest": _name(low[0]), "high": share(high[1]), "highest": _name(high[0])}]


def _name(one: Place) -> str:
    return f"{one.force} ({one.area})" if one.force and one.area else one.force or one.area


def sentences_of_months(months: Sequence[Month]) -> list[str]:
    """From the first to the last month since the last break."""
    breaks = [place for place, one in enumerate(months) if one.break_words]
    since = months[breaks[-1] :] if breaks else months
    known = [(month_words(one.month), one.quality.usable) for one in since if isinstance(one.quality.usable, float)]
    if len(known) < 2:
        return []
    words = gettext("From %(first)s to %(last)s it went from %(before)s to %(after)s.")
    said = [words % {"first": known[0][0], "last": known[-1][0], "before": share(known[0][1]), "after": share(known[-1][1])}]
    if breaks:
        said.append(
            gettext("Months before %(month)s were recorded in another way and do not compare.")
            % {"month": month_words(months[breaks[-1]].month)}
        )
    return said


# ------------------------------------------------------------------------------------------------------- what the missing could change


@dataclass(frozen=True)
class Effect:
    """One group at one stage: its rate with interval and base, the widest range the missing allow, and whether the answer could turn."""

    group: str
    base: str
    rate: str
    bounds: str
    ratio: str
    ratio_bounds: str
    verdict: str
    could: str


def effects_of(stage: Mapping[str, Any]) -> list[Effect]:
    return [_effect(one) for one in stage["characteristics"][0]["groups"]]


def _effect(one: Mapping[str, Any]) -> Effect:
    missing = one["missing_bounds"]
    could = f.within(missing, "verdict_could_change")
    words = {True: gettext("yes: it could turn over"), False: gettext("no")}.get(could, NOTHING) if could != SYMBOL else SYMBOL
    return Effect(
        one["group"], f.counted(one["n"]), _said(f.rate_with(one["rate"], one["rate_ci"])),
        _said(f.shares_between(f.within(missing, "rate"))),
        _said(f.ratio_with(one["relative_rate"], one["relative_rate_ci"])), _said(f.ratios_between(f.within(missing, "relative_rate"))),
        str(one["verdict"]), words,
    )  # fmt: skip


def _said(figure: Sentence | str) -> str:
    return figure.said(gettext) if isinstance(figure, Sentence) else figure


def sentence_of_effects(effects: Sequence[Effect]) -> str:
    turning = [one.group for one in effects if one.could == gettext("yes: it could turn over")]
    if turning:
        words = gettext(
            "Completing the record could change the answer for: %(groups)s. Read those answers as open until it is better recorded."
        )
        return words % {"groups": "; ".join(turning)}
    held = [one for one in effects if one.could == gettext("no")]
    if held:
        return gettext("Whoever the missing turn out to be, no answer here could become another one.")
    return gettext("Whether the missing could change an answer cannot be told: too few are shown to compare.")


# ----------------------------------------------------------------------------------------------------------------------- agreement


def lines_of_agreement(found: FieldsAgree) -> list[Line]:
    rows = (*found.table.rows, found.table.overall)
    return [Line(row.group, (_plain(row.shown.base), _plain(row.shown.with_outcome), _estimate(row.rate))) for row in rows]


def sentence_of_agreement(found: FieldsAgree) -> str:
    rate = found.overall.rate
    if not isinstance(rate, Estimate):
        return gettext("So few records hold both that nothing can be said of how they agree.")
    words = gettext(
        "Of %(base)s records that name a group in both, %(share)s%% name the same (between %(low)s%% and %(high)s%% with 95%% confidence)."
        " What a person said and what an officer saw are different questions: where they differ, neither is wrong by that."
    )
    values = {
        "base": _plain(found.overall.shown.base),
        "share": f.percent(rate.value),
        "low": f.percent(rate.low),
        "high": f.percent(rate.high),
    }
    return words % values


def _plain(value: int | Suppressed) -> str:
    return number(value)


def _estimate(value: object) -> str:
    if isinstance(value, Estimate):
        return f"{f.percent(value.value)}% ({f.percent(value.low)} to {f.percent(value.high)})"
    return SYMBOL if isinstance(value, Suppressed) else NOTHING


def lines_of_beside(rows: Sequence[Beside]) -> list[Line]:
    return [
        Line(
            one.place, (number(one.ours), number(one.theirs), SYMBOL if one.ours is None else _signed(one.difference)),
            note=gettext("needs review") if one.apart else "",
        )
        for one in rows
    ]  # fmt: skip


def _signed(value: float | None) -> str:
    return NOTHING if value is None else f"{value * 100:+.0f}%".replace("-", f.MINUS) if round(value * 100) else "0%"


def sentences_of_sources(found: SourcesAgree) -> list[str]:
    if not found.months:
        return [gettext("The two sources have no month in common.")]
    apart = [one.place for one in found.by_area if one.apart]
    said = [
        gettext("Both hold %(number)d months, from %(first)s to %(last)s.")
        % {"number": len(found.months), "first": month_words(found.months[0]), "last": month_words(found.months[-1])}
    ]
    if apart:
        said.append(gettext("More than 5%% apart, which needs review: %(areas)s.") % {"areas": "; ".join(apart)})
    elif found.by_area:
        said.append(gettext("No Area differs by more than 5%."))
    if found.only_ours or found.only_theirs:
        said.append(gettext("Areas that only one of them holds: %(areas)s.") % {"areas": "; ".join((*found.only_ours, *found.only_theirs))})
    return said
