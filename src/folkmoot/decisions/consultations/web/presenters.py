"""Consultations in words: where each stands, texts in the language of the page, and what of an analysis may be published."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import Analysis, ThemeShare
from folkmoot.decisions.consultations.rules import LEAST_SHOWN, State, shown

STATE_WORDS: dict[State, Promise] = {
    State.PLANNED: _("Planned"),
    State.OPEN: _("Open"),
    State.CLOSED: _("Closed"),
    State.ANALYSED: _("Analysed"),
    State.RESPONDED: _("Response given"),
    State.WITHDRAWN: _("Withdrawn"),
}
STATE_COLOURS = {
    State.PLANNED: "grey", State.OPEN: "turquoise", State.CLOSED: "orange", State.ANALYSED: "light-blue", State.RESPONDED: "green",
    State.WITHDRAWN: "grey",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A text and the language it is in ("" where that is the language of the page)."""

    words: str
    language: str


def said_in(row: Consultation, name: str, language: str) -> Said:
    welsh = str(getattr(row, f"{name}_cy", ""))
    if language == "cy":
        return Said(welsh, "") if welsh else Said(str(getattr(row, f"{name}_en")), "en")
    return Said(str(getattr(row, f"{name}_en")), "")


def share_words(share: ThemeShare) -> str:
    """“40% (between 26% and 55%)”."""
    low, value, high = (round(100 * each) for each in (share.share.low, share.share.value, share.share.high))
    return gettext("%(value)d%% (between %(low)d%% and %(high)d%%)") % {"value": value, "low": low, "high": high}


@dataclass(frozen=True)
class PublishedThemes:
    """The base and the themes as they may be published: themes raised fewer than five times stand together, without numbers."""

    base: str
    themes: list[tuple[str, str]]
    others: bool


def published_themes(analysis: Analysis) -> PublishedThemes:
    """Where one theme alone would be left out, its number could be worked out from the base: the smallest shown one goes with it."""
    large = [each for each in analysis.themes if each.number >= LEAST_SHOWN and each.theme]
    rest = analysis.base - sum(each.number for each in large)
    if 0 < rest < LEAST_SHOWN and large:
        large = large[:-1]
    themes = [(each.theme, shown(each.number)) for each in large] if analysis.base >= LEAST_SHOWN else []
    return PublishedThemes(shown(analysis.base), themes, others=len(themes) < len(analysis.themes))
