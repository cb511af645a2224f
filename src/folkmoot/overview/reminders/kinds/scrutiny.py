"""Scrutiny: replies that panels wait for, promises that are late, themes to look at again and statements to review."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.overview.reminders.kinds.reminder import SOON, Reminder, key_of, named
from folkmoot.overview.reminders.recipients import People
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.impact.queries import review_due
from folkmoot.scrutiny.learning.queries import late, learning, reply_by, resamples
from folkmoot.scrutiny.learning.rules import State


def learning_to_reply(at: datetime, today: date) -> Iterator[Reminder]:
    """A reply to a panel is due within a week: to whoever runs the panel, once."""
    people = People(today)
    for row in learning(THE_PRODUCT).filter(replies__isnull=True).order_by("pk"):
        due = reply_by(row)
        if due > today + SOON:
            continue
        words = _("Learning point %(number)d of %(panel)s is to have a reply by %(day)s, before the panel meets again.")
        said = words % {"number": row.number, "panel": row.panel.name, "day": named(due)}
        yield Reminder(
            key_of("scrutiny.reply", row.pk, due), _runs(people, row.panel), "scrutiny.reply", said,
            reverse("scrutiny:learning_point", args=[row.pk]),
        )  # fmt: skip


def learning_late(at: datetime, today: date) -> Iterator[Reminder]:
    """What a reply promised is past its day and not finished: to its owner, else whoever runs the panel; once for each such day."""
    people = People(today)
    for standing in late(THE_PRODUCT, today):
        row, reply = standing.row, standing.reply
        if standing.state is State.UNANSWERED or reply is None or reply.due_on is None:
            continue
        words = _("Learning point %(number)d of %(panel)s was to be done by %(day)s.")
        said = words % {"number": row.number, "panel": row.panel.name, "day": named(reply.due_on)}
        to = people.who_may([reply.owner_id], "scrutiny.read", area_id=row.panel.area_id)
        yield Reminder(
            key_of("scrutiny.late", row.pk, reply.due_on), to or _runs(people, row.panel), "scrutiny.late", said,
            reverse("scrutiny:learning_point", args=[row.pk]),
        )  # fmt: skip


def themes_to_look_at(at: datetime, today: date) -> Iterator[Reminder]:
    """The day has come after which a panel looks at a theme again: to whoever runs it, once."""
    people = People(today)
    for row in resamples(THE_PRODUCT, waiting=True).filter(after__lte=today):
        panel = row.point.panel
        words = _("%(panel)s is to look again at what it learned (number %(number)d). Draw cases of the theme, then name the draw.")
        said = words % {"panel": panel.name, "number": row.point.number}
        yield Reminder(
            key_of("scrutiny.again", row.pk, row.after), _runs(people, panel), "scrutiny.again", said,
            reverse("scrutiny:learning_point", args=[row.point_id]),
        )  # fmt: skip


def statements_to_review(at: datetime, today: date) -> Iterator[Reminder]:
    """A community impact statement is due for review within four weeks, or past it: to those who keep them, once for each such day."""
    people = People(today)
    for standing in review_due(THE_PRODUCT, today):
        row, due = standing.row, standing.held.review_on if standing.held else None
        if due is None:
            continue
        said = _("The community impact statement “%(what)s” is to be reviewed on %(day)s.") % {"what": row, "day": named(due)}
        to = people.who_may(people.managers(row.area_id) or people.headquarters(), "scrutiny.learn", area_id=row.area_id)
        address = reverse("scrutiny:impact_statement", args=[row.pk])
        yield Reminder(key_of("scrutiny.impact", row.pk, due), to, "scrutiny.impact", said, address)


def _runs(people: People, panel: Panel) -> list[int]:
    """Whoever runs a panel for the service; where nobody who may does, the managers of its Area, else headquarters."""
    for team in ([panel.owner_id], people.managers(panel.area_id), people.headquarters()):
        if able := people.who_may(team, "scrutiny.learn", area_id=panel.area_id):
            return able
    return []
