"""Recommendations in words: where each stands, what the panel is owed, and what happened, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.recommendations.models import Recommendation, RecommendationAnswer, RecommendationEvidence
from folkmoot.panels.recommendations.queries import Standing
from folkmoot.panels.recommendations.rules import State

STATE_WORDS: dict[State, Promise] = {
    State.UNANSWERED: _("Not answered"),
    State.ACCEPTED: _("Accepted"),
    State.IN_PROGRESS: _("In progress"),
    State.FINISHED: _("Done"),
    State.REJECTED: _("Rejected"),
}
STATE_COLOURS = {
    State.UNANSWERED: "orange", State.ACCEPTED: "light-blue", State.IN_PROGRESS: "light-blue", State.FINISHED: "turquoise",
    State.REJECTED: "grey",
}  # fmt: skip
STANDS: tuple[tuple[str, Promise], ...] = (
    *((state.value, words) for state, words in STATE_WORDS.items()),
    ("late", _("Past the day it was to be done by")),
    ("owed", _("The panel has met since and waits for a reply")),
    ("to_tell", _("Answered or done, and to be told to the panel")),
    ("repeated", _("Recommended more than once")),
)
MISSING_WORDS: dict[str, Promise] = {
    "answer": _("The panel has met since, and there is no answer."),
    "telling": _("It was answered, but the panel has met since and was not told."),
}


@dataclass(frozen=True)
class Line:
    """One recommendation as a line of a list."""

    standing: Standing
    words: str | Promise
    colour: str
    missing: str | Promise
    age: str
    due: str

    @property
    def row(self) -> Recommendation:
        return self.standing.row


def line_of(standing: Standing) -> Line:
    """“Accepted in part” is said where the answer was; the reply that is owed only while the panel waits."""
    words: str | Promise = STATE_WORDS[standing.state]
    if standing.state is State.ACCEPTED and standing.answer and standing.answer.outcome == RecommendationAnswer.Outcome.IN_PART:
        words = _("Accepted in part")
    return Line(standing, words, STATE_COLOURS[standing.state], MISSING_WORDS.get(standing.missing, ""), _age(standing), _due(standing))


def _age(standing: Standing) -> str:
    """How long it has stood open; nothing once it is closed."""
    if not standing.is_open:
        return ""
    if standing.age < 60:
        return ngettext("made %(number)d day ago", "made %(number)d days ago", standing.age) % {"number": standing.age}
    months = round(standing.age / 30.44)
    return ngettext("made %(number)d month ago", "made %(number)d months ago", months) % {"number": months}


def _due(standing: Standing) -> str:
    due = standing.answer.due_on if standing.answer and standing.is_open else None
    if due is None:
        return ""
    words = gettext("was to be done by %(day)s") if standing.late else gettext("to be done by %(day)s")
    return words % {"day": date_format(due, "j F Y")}


@dataclass(frozen=True)
class Event:
    """One thing that happened. `language` is "en" where words are English on a Welsh page; `superseded`: a later answer holds."""

    at: datetime
    on: date
    heading: str
    words: str
    by: str
    language: str = ""
    superseded: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    evidence: RecommendationEvidence | None = None


def history_of(standing: Standing) -> list[Event]:
    """All that happened to a recommendation, the latest first: nothing is left out, and nothing can be taken out."""
    found = [*_answers(standing), *_steps(standing), *_evidence(standing), *_tellings(standing)]
    return sorted(found, key=lambda event: event.at, reverse=True)


def _answers(standing: Standing) -> Iterator[Event]:
    for given in standing.row.answers.all():
        words, language = in_language(given.reason_en, given.reason_cy)
        facts = [(gettext("Who does it"), str(given.owner or given.owner_words)), (gettext("Done by"), _day(given.due_on))]
        superseded = standing.answer is not None and given.number < standing.answer.number
        yield Event(
            given.at, given.answered_on, str(given.get_outcome_display()), words, _name(given.by), language, superseded,
            tuple((label, said) for label, said in facts if said),
        )  # fmt: skip


def _steps(standing: Standing) -> Iterator[Event]:
    for step in standing.row.steps.all():
        yield Event(step.at, step.on, str(step.get_kind_display()), step.words, _name(step.by))


def _evidence(standing: Standing) -> Iterator[Event]:
    for each in standing.row.evidence.all():
        facts = ((gettext("Where the paper lies"), each.lies),) if each.lies else ()
        yield Event(each.at, timezone.localdate(each.at), gettext("Evidence"), each.what, _name(each.by), facts=facts, evidence=each)


def _tellings(standing: Standing) -> Iterator[Event]:
    for each in standing.row.tellings.all():
        met = each.meeting.starts_at
        heading = gettext("The panel was told that it is done") if each.finished else gettext("The panel was told the answer")
        yield Event(each.at, timezone.localdate(met) if met else timezone.localdate(each.at), heading, each.words, _name(each.by))


def in_language(english: str, welsh: str) -> tuple[str, str]:
    """The words in the language of the page, and "en" where the page is Welsh and they are not."""
    if get_language() == "cy":
        return (welsh, "") if welsh else (english, "en")
    return english, ""


def meeting_words(row: Recommendation) -> str:
    return gettext("meeting of %(day)s") % {"day": _day(row.made_on)}


def _name(who: object | None) -> str:
    return str(who) if who else ""


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
