"""Actions: due, overdue, done long enough to ask whether they worked, without an owner, and partners to be asked."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.actions.models import Action, Asking
from folkmoot.actions.queries import CLOSED, list_actions, reviews_due
from folkmoot.overview.reminders.kinds.reminder import SOON, Reminder, key_of, named, weeks_since
from folkmoot.overview.reminders.recipients import People

ESCALATED = timedelta(days=14)
TAKEN_ON = timedelta(days=14)  # an Area has so long to find owners for its minimum set before each action is named
ASKED = timedelta(days=30)


def actions(at: datetime, today: date) -> Iterator[Reminder]:
    """Due within a week, and overdue, once each to the owner; overdue for two weeks, every week to the leads of its Area."""
    people = People(today)
    rows: QuerySet[Any, Any] = list_actions(THE_PRODUCT, today=today, due_on__lte=today + SOON)
    for row in rows.exclude(state__in=CLOSED).order_by("pk"):
        owner, said = people.who_may([row.owner_id], "actions.read", area_id=row.area_id), {"title": row.title, "day": named(row.due_on)}
        if row.due_on >= today:
            yield _of(row, "actions.due", owner, _("“%(title)s” is due on %(day)s.") % said)
            continue
        yield _of(row, "actions.overdue", owner, _("“%(title)s” was due on %(day)s and is not done.") % said)
        if row.due_on <= today - ESCALATED:
            to = people.who_may(people.leads(row.area_id), "actions.read", area_id=row.area_id)
            words = _("“%(title)s” was due on %(day)s and is still not done.") % said
            yield _of(row, "actions.escalated", to, words, week=weeks_since(row.due_on + ESCALATED, today))


def reviews(at: datetime, today: date) -> Iterator[Reminder]:
    """Achieved some months ago: to the owner, once each time it is to be asked whether it worked."""
    people = People(today)
    for row in reviews_due(THE_PRODUCT, today=today).prefetch_related("reviews"):
        asked = max([row.latest_on, *(review.on for review in row.reviews.all())])  # type: ignore[attr-defined]
        to = people.who_may([row.owner_id], "actions.read", area_id=row.area_id)
        words = _("“%(title)s” is done. Say whether it worked.") % {"title": row.title}
        yield _of(row, "actions.worked", to, words, day=asked)


def ownerless_actions(at: datetime, today: date) -> Iterator[Reminder]:
    """Nobody is left to do it: to the managers and leads of the Area, once for each owner who is gone."""
    people = People(today)
    rows: QuerySet[Any, Any] = list_actions(THE_PRODUCT, today=today, ownerless=True)
    for row in rows.filter(Q(minimum__isnull=True) | Q(raised_at__date__lte=today - TAKEN_ON)).order_by("pk"):
        to = people.who_may([*people.managers(row.area_id), *people.leads(row.area_id)], "actions.read", area_id=row.area_id)
        gone = _("The owner of “%(title)s” is no longer here. Hand it to somebody.") if row.owner_id else None
        words = (gone or _("Nobody has taken on “%(title)s” yet.")) % {"title": row.title}
        yield Reminder(f"actions.ownerless:{row.pk}:of {row.owner_id}", to, "actions.ownerless", words, _address(row))


def partners_to_ask(at: datetime, today: date) -> Iterator[Reminder]:
    """A partner of whose open action nothing was asked or heard for a month: to the owner, once for each such time."""
    people = People(today)
    last = Asking.objects.filter(action=OuterRef("pk")).order_by("-on").values("on")[:1]
    rows: QuerySet[Any, Any] = list_actions(THE_PRODUCT, today=today).exclude(agency=Action.Agency.CPS)
    rows = rows.exclude(state__in=CLOSED).annotate(asked=Coalesce(Subquery(last), F("starts_on")))
    for row in rows.filter(asked__lte=today - ASKED).order_by("pk"):
        to = people.who_may([row.owner_id], "actions.read", area_id=row.area_id)
        words = _("Ask the partner how “%(title)s” stands: nothing was asked or heard since %(day)s.")
        yield _of(row, "actions.partner", to, words % {"title": row.title, "day": named(row.asked)}, day=row.asked)


def _of(row: Action, kind: str, to: list[int], words: str, *, day: date | None = None, week: int | None = None) -> Reminder:
    return Reminder(key_of(kind, row.pk, day or row.due_on, week=week), to, kind, words, _address(row))


def _address(row: Action) -> str:
    return reverse("actions:detail", args=[row.pk])
