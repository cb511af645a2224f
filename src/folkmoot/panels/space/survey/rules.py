"""The questions of the yearly survey, when a survey is open, and what of its answers may be shown. No database, no clock.

The three questions of a survey of panels' community members (about 2009: 90% said panels met their aims, 98% that the service
listened, 76% that their own confidence had risen), so that a figure can stand beside an earlier one; and two that members asked for.
Source: Crown Prosecution Service North East, “Fighting hate crime in Northumbria”.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.stats.intervals import Estimate, wilson

# A panel has some four to twelve members: at the ten of other surveys hardly any panel would ever learn anything of itself.
SMALLEST_BASE = 5
LEAST_DAYS, MOST_DAYS = 7, 90
UNSAID = "unsaid"


@dataclass(frozen=True)
class Question:
    """`answers`: key and words, in the order shown; `good`: the answers whose share is reported, said in `reported`."""

    key: str
    words: Promise
    answers: tuple[tuple[str, Promise], ...]
    good: frozenset[str]
    reported: Promise


_NO_ANSWER = (UNSAID, gettext_lazy("Don’t know, or would rather not say"))
_YES_OR_NO = (("yes", gettext_lazy("Yes")), ("partly", gettext_lazy("Partly")), ("no", gettext_lazy("No")), _NO_ANSWER)
_YES = frozenset({"yes"})

QUESTIONS: tuple[Question, ...] = (
    Question(
        "aims", gettext_lazy("Does the panel do what it is there for?"), _YES_OR_NO, _YES,
        gettext_lazy("said the panel does what it is there for"),
    ),
    Question(
        "listened", gettext_lazy("Does the prosecution service listen to the panel?"), _YES_OR_NO, _YES,
        gettext_lazy("said the service listens to the panel"),
    ),
    Question(
        "confidence", gettext_lazy("Since you joined, has your confidence in the prosecution service changed?"),
        (("up", gettext_lazy("It went up")), ("same", gettext_lazy("It is the same")), ("down", gettext_lazy("It went down")), _NO_ANSWER),
        frozenset({"up"}), gettext_lazy("said their confidence in the service went up"),
    ),
    Question(
        "told", gettext_lazy("Were you told what became of the panel’s recommendations?"), _YES_OR_NO, _YES,
        gettext_lazy("said they were told what became of recommendations"),
    ),
    Question(
        "support", gettext_lazy("Did you get what you need to take part: papers in time, access, training, expenses?"), _YES_OR_NO, _YES,
        gettext_lazy("said they got what they need to take part"),
    ),
)  # fmt: skip
CAVEAT = gettext_lazy(
    "A panel has few members, so one answer more or less moves a figure a lot: read the interval, not the single figure."
    " Those who did not answer may think otherwise."
)


@dataclass(frozen=True)
class Counted:
    """One question in one survey: `base` gave an answer (not “don’t know”), `good` of them the reported one; `asked` were asked."""

    base: int
    good: int
    asked: int


@dataclass(frozen=True)
class Shown:
    """What may be shown of one question: `share` is None where it is withheld. `base` is how many the share is of."""

    question: Question
    base: int
    share: Estimate | None


def open_on(*, opens_on: date, closes_on: date, today: date) -> bool:
    """Whether answers are taken on a day; the first and the last day are included."""
    return opens_on <= today <= closes_on


def closing_problem(*, closes_on: date | None, today: date) -> str:
    """Why a survey that opens today cannot close on this day, or ""."""
    if closes_on is None or not today + timedelta(days=LEAST_DAYS) <= closes_on <= today + timedelta(days=MOST_DAYS):
        return _("Give a last day from %(least)d to %(most)d days from now.") % {"least": LEAST_DAYS, "most": MOST_DAYS}
    return ""


def extension_problem(*, opens_on: date, closes_on: date, until: date | None, today: date) -> str:
    """Why the last day cannot be moved so, or "". A survey that has closed stays closed: its results have been read."""
    if today > closes_on:
        return _("It has closed, and its results can be read: it cannot take answers again.")
    if until is None or not closes_on < until <= opens_on + timedelta(days=MOST_DAYS):
        return _("Give a later day, at most %(most)d days after it opened.") % {"most": MOST_DAYS}
    return ""


def answers_problems(answers: Mapping[str, str]) -> dict[str, list[str]]:
    """Why these answers (question -> answer) cannot be taken, by question."""
    return {
        question.key: [_("Choose one answer. You may choose not to say.")]
        for question in QUESTIONS
        if answers.get(question.key) not in {key for key, _words in question.answers}
    }


def counted(tallies: Mapping[tuple[str, str], int], question: Question, asked: int) -> Counted:
    """What the tallies of one survey, (question, answer) -> number, say of one question."""
    said = {key: tallies.get((question.key, key), 0) for key, _words in question.answers if key != UNSAID}
    return Counted(sum(said.values()), sum(number for key, number in said.items() if key in question.good), asked)


def may_be_shown(one: Counted) -> bool:
    """Not of a small base; and where all who were asked answered, not where they were all of one mind, or all but one.

    “All but one” too: else the very withholding would say that there was not even one.
    """
    of_one_mind = one.good <= 1 or one.good >= one.base - 1
    return one.base >= SMALLEST_BASE and not (one.base >= one.asked and of_one_mind)


def shown(question: Question, one: Counted) -> Shown:
    """One question of one panel, with its 95% interval (Wilson), or withheld."""
    return Shown(question, one.base, wilson(one.good, one.base) if may_be_shown(one) else None)


def pooled(question: Question, panels: Sequence[Counted], *, year_over: bool) -> Shown:
    """One question over several panels. What is withheld of a panel alone cannot be worked out from the whole and the others.

    Panels that are withheld are in it only together, only where together they may be shown, and only when no more can join them
    (`year_over`): a whole that grew by one small panel would tell that panel's answers.
    """
    among = [one for one in panels if may_be_shown(one)]
    together = _sum([one for one in panels if not may_be_shown(one)])
    if year_over and may_be_shown(together):
        among.append(together)
    whole = _sum(among)
    return Shown(question, whole.base, wilson(whole.good, whole.base) if among else None)


def _sum(parts: Sequence[Counted]) -> Counted:
    return Counted(sum(one.base for one in parts), sum(one.good for one in parts), sum(one.asked for one in parts))
