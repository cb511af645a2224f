"""Reading consultations. Those of the whole service are seen by everyone who may read consultations."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import Area
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.rules import State, days_open, state_of, warnings
from folkmoot.engagement.calendar.queries import CONSULTATION, Entry
from folkmoot.panels.agenda.sources import last_dealt_with
from folkmoot.panels.agenda.supplied import Supplied
from folkmoot.panels.models import Panel
from folkmoot.stats.intervals import Estimate, wilson
from folkmoot.voice.models import Point
from folkmoot.voice.queries import points
from folkmoot.voice.themes.queries import themes_of_points

CAPABILITY = "consultations.read"
ORIGIN = "decisions.consultation"
FORM = "voice.form"  # where the points of a form come from


def consultations(viewer: Viewer) -> QuerySet[Consultation]:
    """The consultations in sight, each with `responses_count`."""
    rows = Consultation.objects.select_related("area", "owner").annotate(responses_count=Count("responses", distinct=True))
    return within(viewer, rows, CAPABILITY, national_rows=True)


def get_consultation(viewer: Viewer, consultation_id: int) -> Consultation:
    """One consultation in sight with all that belongs to it. Raises Consultation.DoesNotExist for one out of sight."""
    linked = ("documents", "communities", "organisations", "tellings", "responses__organisation")
    return consultations(viewer).select_related("decision", "form").prefetch_related(*linked).get(pk=consultation_id)


def list_consultations(
    viewer: Viewer, *, today: date, area_id: int | None = None, kind: str = "", state: State | None = None
) -> list[tuple[Consultation, State]]:
    """Consultations in sight with their state: the open ones first, then the latest. With an Area: its own and the national ones."""
    rows = consultations(viewer)
    if area_id is not None:
        rows = rows.filter(Q(area_id=area_id) | Q(area__isnull=True))
    if kind:
        rows = rows.filter(kind=kind)
    lines = [(row, state_of_row(row, today)) for row in rows]
    wanted = [line for line in lines if state is None or line[1] is state]
    return sorted(wanted, key=lambda line: line[1] is not State.OPEN)


def state_of_row(row: Consultation, today: date) -> State:
    return state_of(
        opened=row.opened_at is not None, opens_on=row.opens_on, closes_on=row.closes_on, analysed_on=row.analysed_on,
        responded_on=row.responded_on, withdrawn_on=row.withdrawn_on, today=today,
    )  # fmt: skip


def warnings_of(row: Consultation, *, in_wales: bool) -> list[str]:
    """What makes a consultation (read by `get_consultation`) less fair than it should be."""
    documents = list(row.documents.all())
    return warnings(
        days=days_open(row.opens_on, row.closes_on), languages={each.language for each in documents},
        easy_read=any(each.easy_read for each in documents), in_wales=in_wales,
        asked=len(row.communities.all()) + len(row.organisations.all()), way_to_answer=bool(row.ways_en) or row.form_id is not None,
    )  # fmt: skip


@dataclass(frozen=True)
class ThemeShare:
    """How many of the points made raise a theme ("" for those that bear none), and the share with its 95% interval (Wilson)."""

    theme: str
    number: int
    share: Estimate


@dataclass(frozen=True)
class Analysis:
    """What the points of a consultation add up to: `base` points in all, by theme, and by whether they are concern, praise, idea …"""

    base: int
    themes: list[ThemeShare]
    natures: list[tuple[str, int]]


def points_made(viewer: Viewer, row: Consultation) -> QuerySet[Point]:
    """The points in sight that were made in a consultation, by hand or in its own form."""
    by_hand = Q(origin_kind=ORIGIN, origin_id=row.pk)
    return points(viewer).filter(by_hand | Q(origin_kind=FORM, origin_id=row.form_id) if row.form_id else by_hand).order_by("pk")


def analysis_of(viewer: Viewer, row: Consultation) -> Analysis:
    """The points in sight by the themes they are coded with (under each, where they are several) and by nature, with their base."""
    made = list(points_made(viewer, row).order_by())
    coded = themes_of_points(viewer, [point.pk for point in made])
    themes = Counter(theme.name for point in made for theme in coded.get(point.pk, ()))
    uncoded = sum(point.pk not in coded for point in made)
    counted = [*themes.most_common(), *([("", uncoded)] if uncoded else [])]
    shares = [ThemeShare(name, number, wilson(number, len(made))) for name, number in counted]
    return Analysis(len(made), shares, Counter(str(point.get_nature_display()) for point in made).most_common())


def published(*, today: date) -> list[tuple[Consultation, State]]:
    """What stands on the page that anybody may open: opened, meant for the public, and not withdrawn; the open ones first."""
    rows = Consultation.objects.filter(opened_at__isnull=False, public=True, withdrawn_on__isnull=True, opens_on__lte=today)
    lines = [(row, state_of_row(row, today)) for row in rows.select_related("area", "form").prefetch_related("documents")]
    return sorted(lines, key=lambda line: line[1] is not State.OPEN)


def get_published(consultation_id: int, *, today: date) -> tuple[Consultation, State] | None:
    return next((line for line in published(today=today) if line[0].pk == consultation_id), None)


def dates(viewer: Viewer, area: Area | None, first: date, last: date) -> list[Entry]:
    """The days of the consultations in sight that fall between two days (both included), as lines of the calendar."""
    rows = consultations(viewer).filter(opens_on__lte=last, closes_on__gte=first, withdrawn_on__isnull=True).prefetch_related("communities")
    if area:
        rows = rows.filter(Q(area=area) | Q(area__isnull=True))
    return [
        Entry(
            row.opens_on, row.closes_on, None, None, row.title, CONSULTATION, reverse("decisions:consultation", args=[row.pk]), row,
            "", tuple(row.communities.all()),
        )
        for row in rows
    ]  # fmt: skip


def for_panels(panel: Panel, today: date) -> list[Supplied]:
    """What a panel of the same Area (of the whole service for a national one) should talk about: named in settings.AGENDA_SUPPLIERS.

    An open consultation once, while the panel can still answer it; and one that the panel talked about, once its response is given.
    Only what is meant for the public is taken along.
    """
    heard = last_dealt_with(panel, ORIGIN)
    rows = Consultation.objects.filter(opened_at__isnull=False, withdrawn_on__isnull=True, public=True)
    rows = rows.filter(Q(area=panel.area_id) | Q(area__isnull=True) if panel.area_id else Q(area__isnull=True)).order_by("closes_on", "pk")
    found = []
    for row in rows:
        news = _news_for_panels(row, today, heard.get(row.pk))
        if news:
            found.append(Supplied("consultation", row.title_en, row.title_cy, ORIGIN, row.pk, news))
    return found


def _news_for_panels(row: Consultation, today: date, heard: datetime | None) -> str:
    """What a panel that last talked of it at a moment (None: never) has not heard; "" where there is nothing new for it."""
    state = state_of_row(row, today)
    if state is State.OPEN and heard is None:
        until = date_format(row.closes_on, "j F Y")
        return _("Open until %(day)s. What can still change: %(what)s") % {"day": until, "what": row.open_to_change}
    if state is State.RESPONDED and heard and row.responded_on and row.responded_on >= timezone.localdate(heard):
        return _("Response given. What changed: %(changed)s What did not: %(unchanged)s") % {
            "changed": row.changed_en, "unchanged": row.unchanged_en,
        }  # fmt: skip
    return ""


def closing_soon(viewer: Viewer, *, first: date, last: date) -> QuerySet[Consultation]:
    """Open consultations in sight whose last day falls between two days (both included)."""
    rows = consultations(viewer).filter(opened_at__isnull=False, withdrawn_on__isnull=True, analysed_on__isnull=True)
    return rows.filter(closes_on__range=(first, last)).order_by("closes_on")
