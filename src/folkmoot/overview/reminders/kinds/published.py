"""“You said, we did”: what waits for a second person, and what is no longer as it was published."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.overview.reminders.kinds.reminder import Reminder, key_of, named
from folkmoot.overview.reminders.recipients import People
from folkmoot.voice.models import Point
from folkmoot.voice.published.models import Edition
from folkmoot.voice.published.queries import check_before_leaving, list_lines
from folkmoot.voice.published.rules import State
from folkmoot.voice.queries import ORIGIN


def entries_to_agree(at: datetime, today: date) -> Iterator[Reminder]:
    """Submitted and not agreed, or agreed and no longer as it was agreed: to those who may agree and wrote none of it, once."""
    people = People(today)
    waiting = Edition.objects.filter(submitted_at__isnull=False, returned_at__isnull=True, published_at__isnull=True)
    rows = list(waiting.filter(entry__withdrawn_at__isnull=True).select_related("entry__area").prefetch_related("writers").order_by("pk"))
    kept = _restricted(rows)
    for row in rows:
        if row.submitted_at is None or (row.agreed_at and check_before_leaving(row, today=today).state is not State.SUBMITTED):
            continue
        since = timezone.localdate(row.agreed_at or row.submitted_at)
        words = _("An entry of “You said, we did” in %(area)s waits since %(day)s for a second person.")
        words %= {"area": row.entry.area, "day": named(since)}
        address = reverse("voice:published-entry", args=[row.entry_id])
        to = _second_people(people, row, restricted=row.pk in kept)
        yield Reminder(key_of("published.agree", row.pk, since), to, "published.agree", words, address)


def entries_overtaken(at: datetime, today: date) -> Iterator[Reminder]:
    """What is published is no longer so, and no new version is begun: to its author, once for each way it stands."""
    people = People(today)
    for line in list_lines(THE_PRODUCT, renew=True, today=today):
        entry, now, shown = line.entry, line.facts, line.published
        if now is None or shown is None or shown.pk != line.edition.pk:
            continue
        author = people.who_may([entry.prepared_by_id], "voice.read", area_id=entry.area_id)
        to = author or people.who_may(people.managers(entry.area_id), "voice.read", area_id=entry.area_id)
        words = _("What “You said, we did” says of %(area)s is no longer so in one entry: begin a new version.") % {"area": entry.area}
        key = f"published.overtaken:{shown.pk}:{now.standing.value} {now.due_on or ''} {'late' if now.overdue else ''}"
        yield Reminder(key, to, "published.overtaken", words, reverse("voice:published-entry", args=[entry.pk]))


def _second_people(people: People, row: Edition, *, restricted: bool) -> list[int]:
    """Those of the Area who may agree; where none of them is free to, headquarters."""
    area_id, wrote = row.entry.area_id, {row.submitted_by_id, *(writer.pk for writer in row.writers.all())}
    needed = ("voice.read", "you_said.agree", *(("voice.restricted",) if restricted else ()))
    for team in (people.holders("you_said.agree", area_id), people.headquarters()):
        if able := people.who_may([one for one in team if one not in wrote], *needed, area_id=area_id):
            return able
    return []


def _restricted(rows: list[Edition]) -> set[int]:
    """The editions made from a point that is kept to those who answer."""
    made_from = {row.pk: row.entry.origin_id for row in rows if row.entry.origin_kind == ORIGIN}
    points = Point.objects.filter(pk__in=set(made_from.values()), visibility=Point.Visibility.RESTRICTED)
    kept = set(points.order_by().values_list("pk", flat=True))
    return {edition for edition, point in made_from.items() if point in kept}
