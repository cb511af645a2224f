"""One point from the words said to the change and the telling, as steps down a page, with what is missing in plain sight.

For publication every value whose field is labelled personal, special category or case related is withheld: what may be shown
follows from the labels, so a new field is withheld until somebody labels it otherwise.
"""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.origins import origin_of
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.communities.models import CommunityPoint
from folkmoot.communities.queries import communities
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import ORIGIN as ACTIVITY
from folkmoot.engagement.queries import activities
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import SENSITIVE
from folkmoot.stakeholders.models import Contact
from folkmoot.stakeholders.queries import contacts
from folkmoot.voice.identifying import Found, identifiers_in
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.queries import ORIGIN, facts_of
from folkmoot.voice.rules import Facts, Standing, State, broken_link, standing_of, state_of
from folkmoot.voice.web.presenters import STANDING_WORDS


@dataclass(frozen=True)
class Line:
    """A label and what it says; `withheld` where a published page may not say it: the page says once why."""

    label: str | Promise
    words: str
    withheld: bool = False


@dataclass(frozen=True)
class Step:
    """One step of the chain. `broken` says what is missing there; `quote` are words as they were said or written."""

    heading: str | Promise
    on: date | None = None
    quote: Line | None = None
    lines: list[Line] = field(default_factory=list)
    address: str = ""
    broken: str = ""


@dataclass(frozen=True)
class Chain:
    """The steps in order, and the contacts named in them (for the log of what was read)."""

    steps: list[Step]
    contacts: list[Contact]

    @property
    def identifiers(self) -> list[Found]:
        """What in the words that are shown still looks like personal data."""
        lines = [line for step in self.steps for line in [*step.lines, *([step.quote] if step.quote else [])]]
        return identifiers_in("\n".join(line.words for line in lines if not line.withheld))


class Teller:
    """Reads values off rows, and withholds what may not be published. An unlabelled field is withheld too.

    `words_read`: a person has read the words of the point and vouches that they identify nobody.
    """

    def __init__(self, *, publication: bool, words_read: bool = False) -> None:
        self.publication = publication
        self.words_read = words_read

    def may_show(self, row: Row, name: str) -> bool:
        if self.words_read and isinstance(row, Point) and name == "words":
            return True
        label = row.privacy_of(name)
        return not self.publication or (label is not None and label not in SENSITIVE)

    def line(self, label: str | Promise, row: Row, name: str, words: object = None) -> Line:
        """One value as a line; `words` where the stored value is not what a person should read."""
        if not self.may_show(row, name):
            return Line(label, gettext("withheld"), True)
        return Line(label, str(getattr(row, name) if words is None else words))

    def lines(self, *wanted: tuple[str | Promise, Row, str, object]) -> list[Line]:
        """The lines that have something to say."""
        said = ((label, row, name, getattr(row, name) if words is None else words) for label, row, name, words in wanted)
        return [self.line(label, row, name, words) for label, row, name, words in said if words not in ("", None)]


def chain_of(viewer: Viewer, point: Point, *, today: date, publication: bool, words_read: bool = False) -> Chain:
    """The chain of a point read by `voice.queries.points`. What the viewer may not see elsewhere is not seen here either."""
    teller = Teller(publication=publication, words_read=words_read)
    facts = facts_of(point)
    met, known = _where(viewer, point, teller)
    raised = list(actions_from(viewer, ORIGIN, point.pk))
    answers = list(point.answers.select_related("by"))
    standing = standing_of(answers[-1].outcome if answers else None, [state_of_row(action, today) for action in raised])
    steps = [
        *_who(viewer, point, teller),
        met,
        _said(point, teller),
        *_answers(answers, teller, standing, _missing(facts, point, today, State.RAISED)),
        *(_action(action, teller, today) for action in raised),
        _change(facts, raised),
        *(_telling(telling, teller) for telling in point.tellings.select_related("by")),
        *_untold(_missing(facts, point, today, State.ANSWERED, State.CHANGED)),
    ]
    return Chain(steps, known)


def _missing(facts: Facts, point: Point, today: date, *states: State) -> str:
    """The broken link in words where the point is in one of these states."""
    return (broken_link(facts, said_on=point.said_on, today=today) or "") if state_of(facts) in states else ""


def _who(viewer: Viewer, point: Point, teller: Teller) -> list[Step]:
    """The communities named. That none is named is our own gap, and no part of what is published."""
    linked = CommunityPoint.objects.filter(point=point).values("community")
    seen = list(communities(viewer).filter(pk__in=linked)) if viewer.may("communities.read") else []
    named = teller.lines(*((_("Community"), one, "name", one) for one in seen))
    if teller.publication and not named:
        return []
    broken = "" if named else gettext("no community is named, so it counts towards none")
    return [Step(_("The community"), lines=named, broken=broken)]


def _where(viewer: Viewer, point: Point, teller: Teller) -> tuple[Step, list[Contact]]:
    held = point.origin_id if point.origin_kind == ACTIVITY and viewer.may("engagement.read") else None
    found = activities(viewer).filter(pk=held).first() if held is not None else None
    if found is None:
        origin = origin_of(viewer, point.origin_kind, point.origin_id, point.area_id)
        lines = teller.lines((_("Came by"), point, "origin_kind", origin.words), (_("Area"), point, "area", point.area))
        return Step(_("Where it was said"), on=point.said_on, lines=lines), []
    return _activity(viewer, found, teller)


def _activity(viewer: Viewer, activity: Activity, teller: Teller) -> tuple[Step, list[Contact]]:
    known = list(contacts(viewer).filter(activities=activity)) if viewer.may("stakeholders.read") else []
    lines = teller.lines(
        (_("Activity"), activity, "title", None),
        (_("Kind"), activity, "kind", activity.get_kind_display()),
        (_("Place"), activity, "place", None),
        (_("Area"), activity, "area", activity.area),
        (_("People there"), activity, "headcount", None),
        (_("Those we know"), activity, "contacts", ", ".join(str(one) for one in known)),
    )
    address = "" if teller.publication else reverse("engagement:detail", args=[activity.pk])
    named = known if teller.may_show(activity, "contacts") else []
    return Step(_("Where it was said"), on=activity.held_on, lines=lines, address=address), named


def _said(point: Point, teller: Teller) -> Step:
    lines = teller.lines(
        (_("Kind"), point, "nature", point.get_nature_display()),
        (_("Theme"), point, "theme", None),
        (_("Aim of the strategy"), point, "aim", None),
        (_("Said by"), point, "said_by", None),
    )
    return Step(_("What was said"), on=point.said_on, quote=teller.line("", point, "words"), lines=lines)


def _answers(answers: list[Answer], teller: Teller, standing: Standing, waiting: str) -> list[Step]:
    steps = [_answer(answer, teller) for answer in answers]
    if waiting:
        steps.append(Step(_("The answer"), broken=waiting))
    if standing is Standing.NOTHING_PLANNED:
        steps.append(Step(_("The action"), broken=str(STANDING_WORDS[standing])))
    return steps


def _answer(answer: Answer, teller: Teller) -> Step:
    lines = teller.lines(
        (_("Outcome"), answer, "outcome", answer.get_outcome_display()),
        (_("Reason"), answer, "reason", None),
        (_("Answered by"), answer, "by", None),
    )
    return Step(_("The answer"), on=answer.on, quote=teller.line("", answer, "words"), lines=lines)


def _action(action: Action, teller: Teller, today: date) -> Step:
    line = line_of_action(action, state_of_row(action, today), today)
    lines = teller.lines(
        (_("Action"), action, "title", None),
        (_("How we will know it worked"), action, "measure", None),
        (_("Owner"), action, "owner", None),
        (_("Agency"), action, "agency", action.get_agency_display()),
        (_("State"), action, "due_on", f"{line.state_words} {line.due_words}"),
        *((step.get_level_display(), step, "note", f"{step.note} ({_day(step.on)})") for step in action.progress.all()),
        *((_("Evidence"), shown, "title", f"{shown.title} ({_day(shown.on)})") for shown in action.evidence.all()),
    )
    address = "" if teller.publication else reverse("actions:detail", args=[action.pk])
    return Step(_("The action"), on=action.starts_on, lines=lines, address=address)


def _change(facts: Facts, raised: list[Action]) -> Step:
    if facts.changed_on:
        done = gettext("An action raised from this point was achieved, with evidence.")
        return Step(_("What changed"), on=facts.changed_on, lines=[Line("", done)])
    missing = gettext("nothing has changed yet: no action from this point is achieved") if raised else gettext("nothing has changed")
    return Step(_("What changed"), broken=missing)


def _telling(telling: Telling, teller: Teller) -> Step:
    lines = teller.lines(
        (_("Who was told"), telling, "who", None),
        (_("How"), telling, "channel", telling.get_channel_display()),
        (_("Told by"), telling, "by", None),
    )
    return Step(_("The telling"), on=telling.on, quote=teller.line("", telling, "words"), lines=lines)


def _untold(missing: str) -> list[Step]:
    return [Step(_("The telling"), broken=missing)] if missing else []


def _day(day: date) -> str:
    return date_format(day, "j F Y")
