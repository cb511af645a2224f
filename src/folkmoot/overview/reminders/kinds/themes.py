"""Coding what was said: points that nobody has coded, and those drawn for a second coder."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.areas.models import Area
from folkmoot.overview.reminders.kinds.reminder import Reminder
from folkmoot.overview.reminders.kinds.voice import to_read
from folkmoot.overview.reminders.recipients import People
from folkmoot.voice.models import Point
from folkmoot.voice.themes.agreement.queries import to_code_again
from folkmoot.voice.themes.queries import codable, is_coded

MANY = 50
WAITED = timedelta(days=28)


def points_to_code(at: datetime, today: date) -> Iterator[Reminder]:
    """An Area with many points that nobody has coded: to its managers, once a month."""
    people = People(today)
    rows = codable(THE_PRODUCT).filter(~is_coded()).values("area_id").annotate(number=Count("pk"))
    found = {row["area_id"]: row["number"] for row in rows if row["number"] > MANY}
    for area_id, area in Area.objects.in_bulk(found).items():
        words = _("%(number)d points in %(area)s are not coded yet.") % {"number": found[area_id], "area": area}
        to = people.who_may(people.managers(area_id), "voice.read", "voice.write", area_id=area_id)
        yield Reminder(f"themes.uncoded:{area_id}:{today:%Y-%m}", to, "themes.uncoded", words, reverse("voice:coding"))


def points_to_code_again(at: datetime, today: date) -> Iterator[Reminder]:
    """Points drawn weeks ago that still have one coder: to those who can be the second, with how many, once a month."""
    people, waiting = People(today), Counter[int]()
    for point in to_code_again(THE_PRODUCT).filter(drawn__at__date__lte=today - WAITED).prefetch_related("readings"):
        waiting.update(_second_coders(people, point))
    for account_id, number in waiting.items():
        words = ngettext(
            "%(number)d point has waited for a second coder for four weeks or more.",
            "%(number)d points have waited for a second coder for four weeks or more.",
            number,
        ) % {"number": number}
        yield Reminder(f"themes.again:{today:%Y-%m}", [account_id], "themes.again", words, reverse("voice:coding-again"))


def _second_coders(people: People, point: Point) -> list[int]:
    """Those of the Area who may read and code it and did not code it first; where there are none, headquarters."""
    first = {reading.by_id for reading in point.readings.all() if reading.undone_at is None}
    for team in (people.holders("voice.write", point.area_id), people.headquarters()):
        able = people.who_may([one for one in team if one not in first], "voice.write", *to_read(point), area_id=point.area_id)
        if able:
            return able
    return []
