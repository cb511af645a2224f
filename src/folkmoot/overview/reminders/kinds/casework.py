"""Casework: signals that nobody answers for, answers that no second person read, re-tests that nobody followed up, goals to publish."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.casework.goals.queries import list_goals
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.queries import Standing, list_signals
from folkmoot.casework.signals.rules import Waits, capability
from folkmoot.overview.reminders.kinds.reminder import Reminder, key_of, named
from folkmoot.overview.reminders.recipients import People

WITHOUT_OWNER = timedelta(days=7)
OPEN_FOR = timedelta(days=28)
WAITING_FOR = timedelta(days=14)


def signals_without_owner(at: datetime, today: date) -> Iterator[Reminder]:
    """A week without anybody who answers for it: to those who may name somebody, once."""
    people = People(today)
    for standing in _waiting(today, Waits.OWNER):
        row = standing.row
        if row.noticed_on > today - WITHOUT_OWNER:
            continue
        said = _("Nobody answers for the signal of %(day)s from “%(table)s”.") % {"day": named(row.noticed_on), "table": row.from_words}
        yield _about(people, "casework.unowned", standing, row.noticed_on, said, "write")


def signals_left_open(at: datetime, today: date) -> Iterator[Reminder]:
    """Four weeks neither accepted nor explained: to its owner, or to those who may answer it, once."""
    people = People(today)
    for standing in list_signals(THE_PRODUCT, today=today, stands="open"):
        row = standing.row
        if row.noticed_on > today - OPEN_FOR:
            continue
        said = _("The signal of %(day)s from “%(table)s” is neither accepted nor explained.") % {
            "day": named(row.noticed_on), "table": row.from_words,
        }  # fmt: skip
        yield _about(people, "casework.signal", standing, row.noticed_on, said, "write")


def answers_to_review(at: datetime, today: date) -> Iterator[Reminder]:
    """Two weeks without a second person: to those who may review it, never its author, once for each answer."""
    people = People(today)
    for standing in _waiting(today, Waits.REVIEW):
        answer = standing.answer
        if answer is None or timezone.localdate(answer.at) > today - WAITING_FOR:
            continue
        said = _("The answer to the signal from “%(table)s” waits for a second person.") % {"table": standing.row.from_words}
        yield _about(people, "casework.review", standing, timezone.localdate(answer.at), said, "review", without=answer.by_id)


def retests_to_follow(at: datetime, today: date) -> Iterator[Reminder]:
    """Two weeks after a re-test nobody answered it anew, closed it or set another: to its owner, once for each re-test."""
    people = People(today)
    for standing in _waiting(today, Waits.AFTER_RETEST):
        tested = standing.retest.done_at if standing.retest else None
        if tested is None or timezone.localdate(tested) > today - WAITING_FOR:
            continue
        said = _("The signal from “%(table)s” was tested again, and nobody has said what follows.") % {"table": standing.row.from_words}
        yield _about(people, "casework.retested", standing, timezone.localdate(tested), said, "write")


def goals_to_publish(at: datetime, today: date) -> Iterator[Reminder]:
    """A version of a goal waits for a second person: to those who may publish it, never its author, once for each version."""
    people = People(today)
    for standing in list_goals(THE_PRODUCT):
        version, row = standing.waiting, standing.row
        if version is None or row.ended_on is not None:
            continue
        said = _("A goal waits for a second person to publish it: “%(what)s”.") % {"what": version.title_en}
        team = [*people.managers(row.area_id), *people.leads(row.area_id)]
        to = [one for one in people.who_may(team, "goals.write", area_id=row.area_id) if one != version.by_id]
        address = reverse("casework:goal", args=[row.pk])
        yield Reminder(key_of("casework.goal", version.pk, timezone.localdate(version.at)), to, "casework.goal", said, address)


def _waiting(today: date, waits: Waits) -> list[Standing]:
    return list_signals(THE_PRODUCT, today=today, waits=waits.value)


def _about(people: People, kind: str, standing: Standing, day: date, said: str, verb: str, *, without: int | None = None) -> Reminder:
    """To the owner where it has one who still may, else to the team of its Area, or of the service."""
    row, needed = standing.row, capability(standing.row.subject, verb)
    owner = [standing.owner.pk] if standing.owner is not None and verb == "write" else []
    able = people.who_may(owner, needed, area_id=row.area_id) or people.who_may(_team(people, row, verb), needed, area_id=row.area_id)
    to = [one for one in able if one != without]
    return Reminder(key_of(kind, row.pk, day), to, kind, said, reverse("casework:signal", args=[row.pk]))


def _team(people: People, row: Signal, verb: str) -> Sequence[int]:
    if row.subject == Signal.Subject.WORKFORCE:
        return [*people.of_role(Role.HR, None), *people.headquarters()]
    found = people.leads(row.area_id) if verb == "review" else people.managers(row.area_id)
    return [*found, *people.headquarters()] if verb == "review" else found
