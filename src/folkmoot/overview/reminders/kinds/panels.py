"""Panels: flags that nobody has to look for, meetings left open, recommendations that wait or are late, publications, requests."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.overview.reminders.kinds.reminder import SOON, Reminder, key_of, named, quarter_of
from folkmoot.overview.reminders.recipients import People
from folkmoot.panels.flags.queries import Flag, flags_of
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel
from folkmoot.panels.publications.queries import answers_due, publications
from folkmoot.panels.recommendations.queries import recommendations, standing_of

ANSWERED = timedelta(days=28)
AGAIN_WEEKS = 13  # so often a flag that still stands is said again
OVER = timedelta(days=2)  # so long after its day a meeting may wait to be closed


def panel_flags(at: datetime, today: date) -> Iterator[Reminder]:
    """What of a panel is late, missing or about to lapse: to whoever runs it, once and each quarter of a year while it stands."""
    people = People(today)
    for flag in flags_of(THE_PRODUCT, today=today):
        words = _("%(panel)s: %(flag)s") % {"panel": flag.panel.name, "flag": flag.words}
        yield Reminder(_key(flag, today), _runs(people, flag.panel, "panels.write"), "panels.flag", words, flag.address)


def _key(flag: Flag, today: date) -> str:
    """Counted from the day since which it is so; where none is known, or it is to come, by the quarter of the calendar."""
    what = f"panels.flag.{flag.kind}:{flag.panel.pk}"
    if flag.since is None or flag.since > today:
        return f"{what}:{flag.since or quarter_of(today)}"
    return f"{what}:{flag.since}:time {(today - flag.since).days // (7 * AGAIN_WEEKS)}"


def meetings_to_close(at: datetime, today: date) -> Iterator[Reminder]:
    """A meeting whose day is past and that is not closed: to whoever runs the panel, once."""
    people = People(today)
    rows = Meeting.objects.filter(state__in=(Meeting.State.CALLED, Meeting.State.IN_PROGRESS), starts_at__lt=at - OVER)
    for row in rows.select_related("panel").order_by("pk"):
        held = timezone.localdate(row.starts_at)
        words = _("The meeting of %(panel)s of %(day)s is not closed: what was said and decided is not on record.")
        said = words % {"panel": row.panel.name, "day": named(held)}
        yield Reminder(
            key_of("panels.unclosed", row.pk, held), _runs(people, row.panel, "panels.write"), "panels.unclosed", said,
            reverse("panels:panel", args=[row.panel.code]),
        )  # fmt: skip


def recommendations_to_answer(at: datetime, today: date) -> Iterator[Reminder]:
    """Four weeks without an answer: to the leads of the Area, and where it has none to headquarters, once."""
    people = People(today)
    for row in recommendations(THE_PRODUCT).filter(answers__isnull=True, made_on__lte=today - ANSWERED).order_by("pk"):
        words = _("Recommendation %(number)d of %(panel)s, made on %(day)s, has had no answer.")
        said = words % {"number": row.number, "panel": row.panel.name, "day": named(row.made_on)}
        to = people.who_may(people.leads(row.panel.area_id), "panels.answer", area_id=row.panel.area_id)
        address = reverse("panels:recommendation", args=[row.pk])
        yield Reminder(key_of("panels.unanswered", row.pk, row.made_on), to, "panels.unanswered", said, address)


def recommendations_late(at: datetime, today: date) -> Iterator[Reminder]:
    """Accepted, its day past and not finished: to its owner (else whoever runs the panel), once for each such day."""
    people = People(today)
    for row in recommendations(THE_PRODUCT).filter(answers__due_on__lt=today).distinct().order_by("pk"):
        standing = standing_of(row, today)
        if not standing.late or standing.answer is None or standing.answer.due_on is None:
            continue
        words = _("Recommendation %(number)d of %(panel)s was to be done by %(day)s.")
        said = words % {"number": row.number, "panel": row.panel.name, "day": named(standing.answer.due_on)}
        to = people.who_may([standing.answer.owner_id], "panels.read", area_id=row.panel.area_id)
        yield Reminder(
            key_of("panels.late", row.pk, standing.answer.due_on), to or _runs(people, row.panel, "panels.write"), "panels.late", said,
            reverse("panels:recommendation", args=[row.pk]),
        )  # fmt: skip


def publications_to_agree(at: datetime, today: date) -> Iterator[Reminder]:
    """Something a panel publishes waits for a second person: to those who may agree it and made none of it, once each time it is sent."""
    people = People(today)
    for row in publications(THE_PRODUCT, state="waiting").prefetch_related("writers").order_by("pk"):
        made_by = {each.pk for each in row.writers.all()}
        may_agree = people.who_may(people.holders("panels.agree", row.panel.area_id), "panels.agree", area_id=row.panel.area_id)
        words = _("What %(panel)s is to publish waits for a second person to agree it.") % {"panel": row.panel.name}
        sent = timezone.localdate(row.submitted_at)
        to = [one for one in may_agree if one not in made_by]
        yield Reminder(key_of("panels.agree", row.pk, sent), to, "panels.agree", words, reverse("panels:publication", args=[row.pk]))


def requests_due(at: datetime, today: date) -> Iterator[Reminder]:
    """The answer to a request for information is due within a week: to whoever runs the panel, once."""
    people = People(today)
    for row in answers_due(THE_PRODUCT):
        due = row.answer_due_on
        if due is None or due > today + SOON:
            continue
        words = _("The answer to a request for information about %(panel)s is due on %(day)s.")
        said = words % {"panel": row.panel.name, "day": named(due)}
        to, address = _runs(people, row.panel, "panels.write"), reverse("panels:publication", args=[row.pk])
        yield Reminder(key_of("panels.request", row.pk, due), to, "panels.request", said, address)


def _runs(people: People, panel: Panel, capability: str) -> list[int]:
    """Whoever runs a panel for the service; where nobody who may does, the managers of its Area, else headquarters."""
    for team in ([panel.owner_id], people.managers(panel.area_id), people.headquarters()):
        if able := people.who_may(team, capability, area_id=panel.area_id):
            return able
    return []
