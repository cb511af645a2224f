"""Equality impact assessments: to be reviewed, to be signed, and returned to those who wrote them."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.queries import assessments, reviews_due
from folkmoot.overview.reminders.kinds.reminder import Reminder, key_of, named
from folkmoot.overview.reminders.recipients import People


def assessments_to_review(at: datetime, today: date) -> Iterator[Reminder]:
    """To be looked at again within four weeks, or since: to its owner and its author, once for each day it is due."""
    people = People(today)
    for due in reviews_due(THE_PRODUCT, today):
        row = due.assessment
        late = _("The assessment “%(title)s” was to be reviewed by %(day)s.") if due.overdue else None
        words = (late or _("The assessment “%(title)s” is to be reviewed by %(day)s.")) % {"title": row.title, "day": named(due.due_on)}
        yield _of(row, "assessment-review", "assessments.review", _seeing(people, row, [row.owner_id, row.author_id]), words, due.due_on)


def assessments_to_sign(at: datetime, today: date) -> Iterator[Reminder]:
    """Submitted: to those of the Area who sign and wrote none of it, once for each time."""
    people = People(today)
    rows = assessments(THE_PRODUCT).filter(submitted_at__isnull=False, returned_at__isnull=True, signed_at__isnull=True)
    for row in rows.prefetch_related("writers").order_by("pk"):
        if row.submitted_at is None:
            continue
        words = _("The assessment “%(title)s” waits for a signature.") % {"title": row.title}
        yield _of(row, "assessment-sign", "assessments.sign", _signers(people, row), words, timezone.localdate(row.submitted_at))


def assessments_returned(at: datetime, today: date) -> Iterator[Reminder]:
    """Sent back with reasons: to those who wrote it, once for each time."""
    people = People(today)
    for row in (
        assessments(THE_PRODUCT).filter(returned_at__isnull=False, signed_at__isnull=True).prefetch_related("writers").order_by("pk")
    ):
        if row.returned_at is None:
            continue
        words = _("The assessment “%(title)s” was returned: read what has to change.") % {"title": row.title}
        to = _seeing(people, row, list(_wrote(row)))
        yield _of(row, "assessment-returned", "assessments.returned", to, words, timezone.localdate(row.returned_at))


def _signers(people: People, row: Assessment) -> list[int]:
    wrote = _wrote(row)
    for team in (people.holders("assessments.sign", row.area_id), people.headquarters()):
        others = [one for one in team if one not in wrote]
        if able := people.who_may(others, "assessments.read", "assessments.sign", area_id=row.area_id):
            return able
    return []


def _seeing(people: People, row: Assessment, accounts: list[int | None]) -> list[int]:
    return people.who_may(accounts, "assessments.read", area_id=row.area_id, seen_by_all=True)


def _wrote(row: Assessment) -> set[int | None]:
    """Everybody who wrote in it; read with the rows, so that many cost no more than few."""
    return {row.author_id, *(writer.pk for writer in row.writers.all())}


def _of(row: Assessment, name: str, kind: str, to: list[int], words: str, day: date) -> Reminder:
    return Reminder(key_of(name, row.pk, day), to, kind, words, reverse("decisions:assessment", args=[row.pk]))
