"""What was said: answers that are owed, and promises."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.models import Area
from folkmoot.overview.reminders.kinds.reminder import SOON, Reminder, key_of, named, weeks_since
from folkmoot.overview.reminders.recipients import People
from folkmoot.voice.models import Point
from folkmoot.voice.queries import clock, list_points
from folkmoot.voice.rules import Step


def points(at: datetime, today: date) -> Iterator[Reminder]:
    """An answer owed within a week, and overdue, once each to those who answer; while it is overdue, every week to the leads."""
    people = People(today)
    without_lead: Counter[Area] = Counter()
    for due in clock(THE_PRODUCT, today=today):
        row, day = due.point, due.due
        if due.step is Step.QUIET or (row.nature == Point.Nature.PROMISE and row.promise_due):  # a promise has a clock of its own
            continue
        if due.step is Step.REMIND:
            words = _("A point of %(said)s in %(area)s is to be answered by %(day)s.") % _named(row, day)
            yield _of(row, "voice.due", _answerers(people, row), words, day)
            continue
        words = _("A point of %(said)s in %(area)s was to be answered by %(day)s.") % _named(row, day)
        yield _of(row, "voice.overdue", _answerers(people, row), words, day)
        own = people.of_role(Role.LEAD, row.area_id)
        if not own:
            without_lead[row.area] += 1
            continue
        leads = people.who_may(own, *to_read(row), area_id=row.area_id)
        words = _("A point of %(said)s in %(area)s is still not answered; that was due on %(day)s.") % _named(row, day)
        yield _of(row, "voice.escalated", leads, words, day, week=weeks_since(day, today))

    yield from _to_headquarters(people, without_lead, today)


def _to_headquarters(people: People, late: Counter[Area], today: date) -> Iterator[Reminder]:
    """Where an Area has no lead, the headquarters team hears once a week how many of its answers are overdue."""
    to = people.who_may(people.headquarters(), "voice.read", area_id=None)
    year, week, _day = today.isocalendar()
    for area, number in late.items():
        words = ngettext(
            "%(number)d point in %(area)s is past the day on which an answer was due.",
            "%(number)d points in %(area)s are past the day on which an answer was due.",
            number,
        ) % {"number": number, "area": area.name}
        address = reverse("voice:list", query={"area": area.code, "late": "1"})
        yield Reminder(f"voice.escalated:{area.code}:{year}-{week}", to, "voice.escalated", words, address)


def promises(at: datetime, today: date) -> Iterator[Reminder]:
    """A promise falls due within a week, or was not kept by its day: to whoever keeps it, each once."""
    people = People(today)
    rows: QuerySet[Any, Any] = list_points(THE_PRODUCT, nature="promise")
    for row in rows.filter(promise_due__lte=today + SOON, changed_on=None).order_by("pk"):
        late = row.promise_due < today
        said = _("A promise of %(said)s in %(area)s was to be kept by %(day)s.") if late else None
        words = said or _("A promise of %(said)s in %(area)s is to be kept by %(day)s.")
        to = people.who_may([row.promise_owner_id or row.recorded_by_id], *to_read(row), area_id=row.area_id)
        kind = "voice.promise_overdue" if late else "voice.promise"
        yield _of(row, kind, to, words % _named(row, row.promise_due), row.promise_due)


def to_read(row: Point) -> tuple[str, ...]:
    """What somebody must hold in its Area to see a point."""
    return ("voice.read", "voice.restricted") if row.visibility == Point.Visibility.RESTRICTED else ("voice.read",)


def _answerers(people: People, row: Point) -> list[int]:
    managers = people.of_role(Role.ICEM, row.area_id)
    return people.who_may([row.recorded_by_id, *managers], "voice.answer", *to_read(row), area_id=row.area_id)


def _of(row: Point, kind: str, to: list[int], words: str, day: date, *, week: int | None = None) -> Reminder:
    return Reminder(key_of(kind, row.pk, day, week=week), to, kind, words, reverse("voice:detail", args=[row.pk]))


def _named(row: Point, day: date) -> dict[str, str]:
    return {"said": named(row.said_on), "area": row.area.name, "day": named(day)}
