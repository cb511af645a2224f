"""Decisions that are ready to be taken; consultations about to close, and closed without a response."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import closing_soon, consultations
from folkmoot.decisions.queries import decisions
from folkmoot.decisions.rules import State
from folkmoot.overview.reminders.kinds.reminder import SOON, Reminder, key_of, named
from folkmoot.overview.reminders.recipients import People

ANSWERED = timedelta(days=28)


def decisions_ready(at: datetime, today: date) -> Iterator[Reminder]:
    """To whoever is to take it, once each time it was made ready."""
    people = People(today)
    rows: QuerySet[Any, Any] = decisions(THE_PRODUCT)
    for row in rows.filter(state=State.READY).order_by("pk"):
        words = _("The decision “%(title)s” is ready for you to take.") % {"title": row.title}
        to = people.who_may([row.decider_id], "decisions.read", area_id=row.area_id)
        key = key_of("decision-ready", row.pk, timezone.localdate(row.ready_at))
        yield Reminder(key, to, "decisions.ready", words, reverse("decisions:detail", args=[row.pk]))


def consultations_closing(at: datetime, today: date) -> Iterator[Reminder]:
    """Its last day falls within a week: to the owner, once for each last day."""
    people = People(today)
    for row in closing_soon(THE_PRODUCT, first=today, last=today + SOON):
        words = _("The consultation “%(title)s” closes after %(day)s.") % {"title": row.title, "day": named(row.closes_on)}
        yield _of(row, "consultations.closing", _owner(people, row), words)


def consultations_unanswered(at: datetime, today: date) -> Iterator[Reminder]:
    """Closed for four weeks and no response given to those who answered: to the owner, once."""
    people = People(today)
    rows = consultations(THE_PRODUCT).filter(opened_at__isnull=False, responded_on__isnull=True, withdrawn_on__isnull=True)
    for row in rows.filter(closes_on__lte=today - ANSWERED).order_by("pk"):
        words = _("The consultation “%(title)s” closed on %(day)s, and those who answered have had no response.")
        yield _of(row, "consultations.unanswered", _owner(people, row), words % {"title": row.title, "day": named(row.closes_on)})


def _owner(people: People, row: Consultation) -> list[int]:
    """Its owner; where nobody who can see it owns it, the managers of its Area."""
    for team in ([row.owner_id], people.managers(row.area_id)):
        if able := people.who_may(team, "consultations.read", area_id=row.area_id, seen_by_all=True):
            return able
    return []


def _of(row: Consultation, kind: str, to: list[int], words: str) -> Reminder:
    return Reminder(key_of(kind, row.pk, row.closes_on), to, kind, words, reverse("decisions:consultation", args=[row.pk]))
