"""Learning in words: where each point stands, what the panel is owed, and what happened, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.panels.recommendations.web.presenters import in_language
from folkmoot.scrutiny.learning.models import LearningEvidence, LearningPoint, LearningReply
from folkmoot.scrutiny.learning.queries import Standing
from folkmoot.scrutiny.learning.rules import Compared, State
from folkmoot.scrutiny.learning.themes import themes
from folkmoot.stats.intervals import Estimate

STATE_WORDS: dict[State, Promise] = {
    State.UNANSWERED: _("No reply yet"),
    State.ACCEPTED: _("Something will be done"),
    State.IN_PROGRESS: _("In progress"),
    State.FINISHED: _("Done"),
    State.ANSWERED: _("Replied to, nothing more to do"),
}
STATE_COLOURS = {
    State.UNANSWERED: "orange", State.ACCEPTED: "light-blue", State.IN_PROGRESS: "light-blue", State.FINISHED: "turquoise",
    State.ANSWERED: "grey",
}  # fmt: skip
KIND_COLOURS = {"learning": "blue", "good_practice": "turquoise"}
STANDS: tuple[tuple[str, Promise], ...] = (
    *((state.value, words) for state, words in STATE_WORDS.items()),
    ("late", _("Past the day a reply or a promise was due")),
    ("owed", _("The panel has met since and waits")),
    ("to_tell", _("Somebody is to be told")),
    ("repeated", _("Learned more than once")),
)
SIDES: tuple[tuple[str, Promise], ...] = (("service", _("The prosecution service")), ("system", _("The wider criminal justice system")))
MISSING_WORDS: dict[str, Promise] = {
    "reply": _("The panel has met since, and there is no reply."),
    "telling": _("There was a reply, but the panel has met since and was not told."),
}
WHOM_WORDS: dict[str, Promise] = {
    "panel": _("the panel"),
    "community": _("the community"),
    "staff": _("staff of the prosecution service"),
    "system": _("the wider criminal justice system"),
}
FINDINGS: dict[str, Promise] = {
    "too_few": _("Cannot tell: fewer than five cases of one of the draws were read."),
    "no_difference": _("No difference found, which is not proof that nothing changed."),
    "fewer": _("It was found in fewer of the later cases. Whether that came of what was done, numbers alone do not say."),
    "more": _("It was found in more of the later cases. It needs another look."),
}


@dataclass(frozen=True)
class Line:
    """One learning point as a line of a list."""

    standing: Standing
    words: Promise
    colour: str
    kind_colour: str
    theme: str
    missing: Promise | str
    due: str

    @property
    def row(self) -> LearningPoint:
        return self.standing.row

    @property
    def to_tell(self) -> list[Promise]:
        return [WHOM_WORDS[whom] for whom in self.standing.to_tell]


def line_of(standing: Standing) -> Line:
    row = standing.row
    return Line(
        standing, STATE_WORDS[standing.state], STATE_COLOURS[standing.state], KIND_COLOURS[row.kind],
        str(themes().get(row.theme, row.theme)), MISSING_WORDS.get(standing.missing, ""), due_words(standing),
    )  # fmt: skip


def due_words(standing: Standing) -> str:
    """By when a reply or what it promised is due; nothing once there is nothing to wait for."""
    if standing.state is State.UNANSWERED:
        words = gettext("a reply was due by %(day)s") if standing.late else gettext("a reply is due by %(day)s")
        return words % {"day": day_words(standing.reply_due)}
    due = standing.reply.due_on if standing.reply and standing.is_open else None
    if due is None:
        return ""
    words = gettext("was to be done by %(day)s") if standing.late else gettext("to be done by %(day)s")
    return words % {"day": day_words(due)}


@dataclass(frozen=True)
class Event:
    """One thing that happened. `language` is "en" where words are English on a Welsh page; `superseded`: a later reply holds."""

    at: datetime
    on: date
    heading: str
    words: str
    by: str
    language: str = ""
    superseded: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    evidence: LearningEvidence | None = None


def history_of(standing: Standing) -> list[Event]:
    """All that happened to a learning point, the latest first: nothing is left out, and nothing can be taken out."""
    found = [*_replies(standing), *_steps(standing), *_evidence(standing), *_tellings(standing)]
    return sorted(found, key=lambda event: event.at, reverse=True)


def _replies(standing: Standing) -> Iterator[Event]:
    for given in standing.row.replies.all():
        words, language = in_language(given.words_en, given.words_cy)
        yield Event(
            given.at, given.replied_on, str(given.get_outcome_display()), words, _name(given.by), language,
            standing.reply is not None and given.number < standing.reply.number, _facts(given),
        )  # fmt: skip


def _facts(given: LearningReply) -> tuple[tuple[str, str], ...]:
    facts = (
        (gettext("Who replied"), given.from_whom), (gettext("Who does it"), str(given.owner or given.owner_words)),
        (gettext("Done by"), day_words(given.due_on)),
    )  # fmt: skip
    return tuple((label, said) for label, said in facts if said)


def _steps(standing: Standing) -> Iterator[Event]:
    for step in standing.row.steps.all():
        yield Event(step.at, step.on, str(step.get_kind_display()), step.words, _name(step.by))


def _evidence(standing: Standing) -> Iterator[Event]:
    for each in standing.row.evidence.all():
        facts: tuple[tuple[str, str], ...] = ((gettext("Where the paper lies"), each.lies),) if each.lies else ()
        facts += ((gettext("An action that was achieved"), each.action.title),) if each.action else ()
        yield Event(each.at, timezone.localdate(each.at), gettext("Evidence"), each.what, _name(each.by), facts=facts, evidence=each)


def _tellings(standing: Standing) -> Iterator[Event]:
    for each in standing.row.tellings.all():
        facts = ((gettext("How"), each.how),) if each.how else ()
        yield Event(each.at, each.on, f"{gettext('Told')}: {each.get_whom_display()}", each.words, _name(each.by), facts=facts)


@dataclass(frozen=True)
class Shares:
    """Two draws side by side in words."""

    earlier: str
    later: str
    gap: str
    finding: Promise


def shares_of(found: Compared) -> Shares:
    gap = _points(found.gap) if found.gap else ""
    earlier, later = (_share(each.with_theme, each.cases, each.rate) for each in (found.earlier, found.later))
    return Shares(earlier, later, gap, FINDINGS[found.finding])


def _share(number: int, cases: int, rate: Estimate | None) -> str:
    if rate is None:
        words = ngettext("too few to compare: %(cases)d case was read", "too few to compare: %(cases)d cases were read", cases)
        return words % {"cases": cases}
    said = gettext("%(number)d of %(cases)d cases, %(rate).0f%% (between %(low).0f%% and %(high).0f%% with 95%% confidence)")
    return said % {"number": number, "cases": cases, "rate": 100 * rate.value, "low": 100 * rate.low, "high": 100 * rate.high}


def _points(gap: Estimate) -> str:
    said = gettext("%(gap)+.0f percentage points (between %(low)+.0f and %(high)+.0f)")
    return said % {"gap": 100 * gap.value, "low": 100 * gap.low, "high": 100 * gap.high}


def _name(who: object | None) -> str:
    return str(who) if who else ""


def day_words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
