"""The members' pages in words: where a recommendation stands, and what a survey's figures say."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.recommendations.rules import State
from folkmoot.panels.space.survey.rules import Shown

RECOMMENDATION_WORDS: dict[State, Promise] = {
    State.UNANSWERED: _("No answer yet"),
    State.ACCEPTED: _("Accepted"),
    State.IN_PROGRESS: _("Being done"),
    State.FINISHED: _("Done"),
    State.REJECTED: _("Not accepted"),
}
RECOMMENDATION_COLOURS = {
    State.UNANSWERED: "orange", State.ACCEPTED: "light-blue", State.IN_PROGRESS: "blue", State.FINISHED: "green", State.REJECTED: "grey",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One question in words; `share` and `interval` are "" where the figure is withheld."""

    question: Promise
    reported: Promise
    share: str
    interval: str
    base: str


def figure(shown: Shown) -> Figure:
    question = shown.question
    if shown.share is None:
        return Figure(question.words, question.reported, "", "", "")
    low, value, high = (round(100 * each) for each in (shown.share.low, shown.share.value, shown.share.high))
    base = gettext("of the %(base)d who gave an answer") % {"base": shown.base}
    return Figure(
        question.words, question.reported, f"{value}%", gettext("between %(low)d%% and %(high)d%%") % {"low": low, "high": high}, base
    )


def completeness(answered: int, asked: int) -> str:
    """“6 of 8 members answered.”"""
    return ngettext(
        "%(answered)d of %(asked)d member answered.", "%(answered)d of %(asked)d members answered.", asked
    ) % {"answered": answered, "asked": asked}  # fmt: skip
