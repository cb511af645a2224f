"""The minimum set: issued to an Area, and where an Area says that an item does not apply to it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.actions.minimum.queries import exemptions, waiting_exemptions
from folkmoot.actions.queries import CLOSED, list_actions
from folkmoot.overview.reminders.kinds.reminder import Reminder
from folkmoot.overview.reminders.recipients import People

LATELY = timedelta(days=28)  # an answer from before is no news to whoever asked


def minimum_set(at: datetime, today: date) -> Iterator[Reminder]:
    """An edition of which actions of an Area wait for an owner: to its managers, once for each edition."""
    people = People(today)
    rows: QuerySet[Any, Any] = list_actions(THE_PRODUCT, today=today, owner__isnull=True, minimum__edition__isnull=False)
    rows = rows.exclude(state__in=CLOSED).select_related("area", "minimum__edition").order_by("pk")
    areas = {row.area_id: row.area for row in rows}
    for (area_id, edition, issue), number in Counter((row.area_id, row.minimum.edition, row.minimum.edition_id) for row in rows).items():
        words = ngettext(
            "Edition %(edition)s of the minimum set: %(number)d action in %(area)s waits for an owner.",
            "Edition %(edition)s of the minimum set: %(number)d actions in %(area)s wait for an owner.",
            number,
        ) % {"edition": edition, "number": number, "area": areas[area_id]}
        to = people.who_may(people.managers(area_id), "actions.read", area_id=area_id)
        yield Reminder(f"minimum.issued:{issue}:in {area_id}", to, "minimum.issued", words, reverse("actions:minimum"))


def exemptions_asked(at: datetime, today: date) -> Iterator[Reminder]:
    """An Area says that an item does not apply to it: to the headquarters team, who decide, once."""
    people = People(today)
    for row in waiting_exemptions(THE_PRODUCT):
        words = _("%(area)s asks that “%(title)s” need not apply to it.") % {"area": row.area, "title": row.item.title}
        to = people.who_may(people.headquarters(), "minimum.issue", area_id=None)
        yield Reminder(f"minimum.asked:{row.pk}", to, "minimum.asked", words, reverse("actions:minimum_decide", args=[row.pk]))


def exemptions_decided(at: datetime, today: date) -> Iterator[Reminder]:
    """What headquarters answered: to whoever asked, once."""
    people = People(today)
    for row in exemptions(THE_PRODUCT).filter(decided_at__date__gte=today - LATELY):
        agreed = _("“%(title)s” need not apply to %(area)s: headquarters agrees.") if row.agreed else None
        words = (agreed or _("“%(title)s” does apply to %(area)s: read what headquarters answers.")) % {
            "title": row.item.title, "area": row.area,
        }  # fmt: skip
        to = people.who_may([row.asked_by_id], "actions.read", area_id=row.area_id)
        yield Reminder(f"minimum.decided:{row.pk}", to, "minimum.decided", words, reverse("actions:minimum_item", args=[row.item_id]))
