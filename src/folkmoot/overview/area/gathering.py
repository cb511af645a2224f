"""What the page of an Area says, part by part along the loop; each part only where the viewer may see it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.queries import count_by_state
from folkmoot.actions.rules import State as ActionState
from folkmoot.areas.models import Area, County
from folkmoot.census.queries import population
from folkmoot.communities.queries import list_communities
from folkmoot.decisions.assessments.queries import reviews_due as assessments_due
from folkmoot.decisions.consultations.queries import list_consultations
from folkmoot.decisions.consultations.rules import State as ConsultationState
from folkmoot.decisions.queries import list_decisions
from folkmoot.engagement.calendar.queries import entries as calendar_entries
from folkmoot.engagement.conversations.queries import themes_by_community
from folkmoot.engagement.queries import list_activities
from folkmoot.engagement.reach.queries import overdue as overdue_communities
from folkmoot.engagement.rules import State as ActivityState
from folkmoot.foundation.periods import months_before
from folkmoot.overview.needs import day_in_words
from folkmoot.stakeholders.partnerships.queries import list_partnerships
from folkmoot.stakeholders.partnerships.rules import State as PartnershipState
from folkmoot.stakeholders.queries import list_contacts, list_organisations
from folkmoot.stakeholders.sources.queries import list_sources
from folkmoot.stakeholders.sources.rules import State as SourceState
from folkmoot.strategy.trends.queries import list_trends
from folkmoot.voice.issues.queries import list_issues
from folkmoot.voice.published.models import Edition
from folkmoot.voice.published.queries import entries
from folkmoot.voice.queries import count_loop
from folkmoot.voice.themes.queries import count_themes

MONTHS, SHOWN, AHEAD_DAYS = 12, 5, 42


@dataclass(frozen=True)
class Here:
    """Which Area (and county in it) the page is about, who looks, and today."""

    viewer: Viewer
    area: Area
    county: County | None
    today: date

    @property
    def first(self) -> date:
        return months_before(self.today, MONTHS) + timedelta(days=1)

    @property
    def county_id(self) -> int | None:
        return self.county.pk if self.county else None

    def listing(self, route: str, **query: str | int) -> str:
        """The address of a list narrowed to this Area."""
        return reverse(route, query={"area": self.area.code, **query})


@dataclass(frozen=True)
class Line:
    """A sentence, and the page behind it where there is one. `pressing`: something is late."""

    words: str
    address: str = ""
    pressing: bool = False


@dataclass(frozen=True)
class Part:
    """One part of the page: a heading, its sentences, and the page where one goes on. `whole_area`: not divided by county."""

    heading: str | Promise
    lines: list[Line]
    label: str | Promise
    address: str
    whole_area: bool = False


def parts_of(here: Here) -> list[Part]:
    """The parts in the order of the loop; those the viewer may not see are left out."""
    return [part for make in PARTS if (part := make(here))]


def who_lives_here(here: Here) -> Part | None:
    if not here.viewer.may("communities.read"):
        return None
    found = population(here.viewer, area=None if here.county else here.area, county=here.county, today=here.today)
    where = here.county.name if here.county else here.area.name
    if found.value is None:
        line = Line(gettext("How many people live here is not known yet: no table of the census has been brought in."))
    else:
        told = {"number": f"{found.value:,}", "place": where, "source": found.source, "year": found.year}
        line = Line(gettext("%(number)s people live in %(place)s (%(source)s, %(year)s).") % told)
    notes = [Line(found.note)] if found.value is not None and found.note else []
    rows = list_communities(here.viewer, today=here.today, area_id=here.area.pk, county_id=here.county_id)
    low = sum(row.low_trust for row in rows)
    known = ngettext("%(number)d community is described", "%(number)d communities are described", len(rows)) % {"number": len(rows)}
    trust = gettext("; trust in the service is low in %(number)d of them") % {"number": low} if low else ""
    place = ("county", here.county.code) if here.county else ("area", here.area.code)
    lines = [line, *notes, Line(f"{known}{trust}.", here.listing("communities:list"))]
    return Part(_("Who lives here"), lines, _("Who lives here, by characteristic"), reverse("census:profile", args=place))


def who_we_know(here: Here) -> Part | None:
    if not here.viewer.may("stakeholders.read"):
        return None
    organisations = list_organisations(here.viewer, area_id=here.area.pk, county_id=here.county_id).count()
    people = list_contacts(here.viewer, area_id=here.area.pk, county_id=here.county_id).count()
    counted = gettext("%(organisations)s organisations and %(people)s people are known.") % {
        "organisations": f"{organisations:,}", "people": f"{people:,}",
    }  # fmt: skip
    standing = list_partnerships(here.viewer, today=here.today, area_id=here.area.pk)
    lapsed = sum(each.state is PartnershipState.LAPSED for each in standing)
    words = ngettext("%(number)d partnership", "%(number)d partnerships", len(standing)) % {"number": len(standing)}
    words += gettext("; %(lapsed)d without contact for too long.") % {"lapsed": lapsed} if lapsed else "."
    lines = [Line(counted), Line(words, here.listing("stakeholders:partnerships"), bool(lapsed))]
    return Part(_("Whom we know"), lines, _("Organisations"), here.listing("stakeholders:list"))


def whom_we_met(here: Here) -> Part | None:
    if not here.viewer.may("engagement.read"):
        return None
    rows = list_activities(here.viewer, area_id=here.area.pk, first=here.first, last=here.today).filter(held_on__isnull=False)
    held = rows.filter(county=here.county) if here.county else rows
    sums = held.order_by().aggregate(number=Count("pk"), people=Sum("headcount"), counted=Count("headcount"))
    number, uncounted = sums["number"], sums["number"] - sums["counted"]
    told = {"number": number, "people": f"{sums['people'] or 0:,}"}
    words = ngettext(
        "%(number)d activity in the last twelve months reached %(people)s people.",
        "%(number)d activities in the last twelve months reached %(people)s people.", number,
    ) % told  # fmt: skip
    words += " " + gettext("In %(number)d nobody counted.") % {"number": uncounted} if uncounted else ""
    quiet = overdue_communities(here.viewer, today=here.today, area_id=here.area.pk)
    shown = [one for one in quiet if here.county is None or one.community.county_id in (None, here.county.pk)]
    late = ngettext("%(number)d community is overdue for contact.", "%(number)d communities are overdue for contact.", len(shown))
    lines = [Line(words, here.listing("engagement:list")), Line(late % {"number": len(shown)}, pressing=bool(shown))]
    lines += [Line(str(one.community), reverse("communities:detail", args=[one.community.pk])) for one in shown[:SHOWN]]
    return Part(_("Whom we met"), lines, _("Reach"), here.listing("engagement:reach"))


def what_they_said(here: Here) -> Part | None:
    if not here.viewer.may("voice.read"):
        return None
    loop = count_loop(here.viewer, area_id=here.area.pk, first=here.first, last=here.today)
    words = gettext(
        "In the last twelve months %(raised)d points were raised: %(answered)d were answered, %(changed)d changed something, "
        "and of %(told)d people were told."
    )
    lines = [Line(words % {"raised": loop.raised, "answered": loop.answered, "changed": loop.changed, "told": loop.told})]
    themes = count_themes(here.viewer, periods=[(here.first, here.today)], area_id=here.area.pk)
    coded = gettext("%(coded)d of %(points)d points were coded by theme.") % {"coded": themes.coded[0], "points": themes.points[0]}
    lines += [Line(coded), *(Line(f"{each.theme}: {each.total}") for each in themes.lines[:SHOWN])] if themes.points[0] else []
    return Part(_("What they said"), lines, _("Voice"), here.listing("voice:list"), whole_area=True)


def what_staff_heard(here: Here) -> Part | None:
    if not here.viewer.may("engagement.read"):
        return None
    heard = themes_by_community(here.viewer, area=here.area, first=here.first, last=here.today)
    lines = [
        Line(f"{community}: " + ", ".join(f"{each.theme} ({each.conversations})" for each in themes[:3]))
        for community, themes in heard[:SHOWN]
    ]
    nothing = [Line(gettext("No conversation of staff was logged in the last twelve months."))]
    return Part(
        _("What staff heard"), lines or nothing, _("Staff conversations"), here.listing("engagement:conversations"), whole_area=True
    )


def what_we_do(here: Here) -> Part | None:
    if not here.viewer.may("actions.read"):
        return None
    counts = count_by_state(here.viewer, today=here.today, area_id=here.area.pk)
    open_now = counts[ActionState.PLANNED] + counts[ActionState.IN_PROGRESS] + counts[ActionState.OVERDUE]
    words = gettext("%(open)d actions are open, %(overdue)d of them overdue; %(achieved)d are achieved.") % {
        "open": open_now, "overdue": counts[ActionState.OVERDUE], "achieved": counts[ActionState.ACHIEVED],
    }  # fmt: skip
    line = Line(words, pressing=bool(counts[ActionState.OVERDUE]))
    return Part(_("What we do about it"), [line], _("Actions"), here.listing("actions:list"), whole_area=True)


def what_is_decided(here: Here) -> Part | None:
    if not here.viewer.may("decisions.read"):
        return None
    rows = list_decisions(here.viewer, area_id=here.area.pk)
    taken = rows.filter(taken_on__range=(here.first, here.today)).count()
    ahead = rows.filter(taken_on__isnull=True, withdrawn_on__isnull=True).count()
    words = ngettext(
        "%(taken)d decision was taken in the last twelve months. In preparation: %(ahead)d.",
        "%(taken)d decisions were taken in the last twelve months. In preparation: %(ahead)d.", taken,
    )  # fmt: skip
    lines = [Line(words % {"taken": taken, "ahead": ahead}, here.listing("decisions:list")), *_consultations(here), *_assessments(here)]
    return Part(_("What is consulted on and decided"), lines, _("Decisions"), here.listing("decisions:list"), whole_area=True)


def _consultations(here: Here) -> list[Line]:
    """Those that are open to this Area, its own and those of the whole service, and those that wait for their analysis."""
    asked = list_consultations(here.viewer, today=here.today, area_id=here.area.pk)
    words = {
        ConsultationState.OPEN: gettext("“%(title)s” is open until %(day)s."),
        ConsultationState.CLOSED: gettext("“%(title)s” closed on %(day)s and is not analysed."),
    }
    return [
        Line(
            words[state] % {"title": row.title, "day": day_in_words(row.closes_on)}, reverse("decisions:consultation", args=[row.pk]),
            state is ConsultationState.CLOSED,
        )
        for row, state in asked
        if state in words
    ][:SHOWN]  # fmt: skip


def _assessments(here: Here) -> list[Line]:
    late = [each for each in assessments_due(here.viewer, here.today) if each.overdue and each.assessment.area_id == here.area.pk]
    if not late:
        return []
    words = ngettext(
        "%(number)d equality impact assessment is overdue for review.", "%(number)d equality impact assessments are overdue for review.",
        len(late),
    )  # fmt: skip
    return [Line(words % {"number": len(late)}, here.listing("decisions:assessments"), pressing=True)]


def what_is_published(here: Here) -> Part | None:
    if not here.viewer.may("voice.read"):
        return None
    raised = list_issues(here.viewer, area_id=here.area.pk).count()
    of_here = Edition.objects.filter(entry__in=entries(here.viewer).filter(area=here.area).order_by().values("pk"))
    shown = of_here.filter(published_at__isnull=False, entry__withdrawn_at__isnull=True).values("entry").distinct().count()
    issues_said = ngettext(
        "%(number)d issue joins points that were raised here.", "%(number)d issues join points that were raised here.", raised
    )
    shown_said = ngettext(
        "Of %(number)d thing the public can read what was said and what we did.",
        "Of %(number)d things the public can read what was said and what we did.", shown,
    )  # fmt: skip
    lines = [
        Line(issues_said % {"number": raised}, here.listing("voice:issues")),
        Line(shown_said % {"number": shown}, here.listing("voice:published")),
    ]
    return Part(_("What people can read of it"), lines, _("You said, we did"), here.listing("voice:published"), whole_area=True)


def what_comes_next(here: Here) -> Part | None:
    if not here.viewer.may("calendar.read"):
        return None
    last = here.today + timedelta(days=AHEAD_DAYS)
    found = calendar_entries(here.viewer, area=here.area, first=here.today, last=last)
    coming = [each for each in found if getattr(each.row, "held_on", None) is None]  # what was held today has come
    lines = [Line(f"{day_in_words(each.day)}: {each.words}", each.href) for each in coming[: 2 * SHOWN]]
    waiting = list_activities(here.viewer, area_id=here.area.pk, state=ActivityState.PLANNED, last=here.today - timedelta(days=1))
    number = waiting.count()
    if number:
        words = ngettext("%(number)d planned activity is not recorded yet.", "%(number)d planned activities are not recorded yet.", number)
        lines.insert(0, Line(words % {"number": number}, here.listing("engagement:list", state="late"), pressing=True))
    nothing = [Line(gettext("Nothing is planned for the next six weeks."))]
    return Part(_("What comes next"), lines or nothing, _("Calendar"), here.listing("engagement:calendar"), whole_area=True)


def what_we_are_sent(here: Here) -> Part | None:
    if not here.viewer.may("stakeholders.read"):
        return None
    standing = list_sources(here.viewer, today=here.today, area_id=here.area.pk)
    late = [each for each in standing if each.state is SourceState.OVERDUE]
    lines = [
        Line(
            gettext("“%(name)s” was due by %(day)s.") % {"name": each.source.name, "day": day_in_words(each.due)},
            reverse("stakeholders:source", args=[each.source.pk]), pressing=True,
        )
        for each in late[:SHOWN]
    ]  # fmt: skip
    if not standing:
        lines = [Line(gettext("No source of information is kept for this Area."))]
    elif not late:
        lines = [Line(gettext("Nothing is overdue."))]
    return Part(_("What partners send us"), lines, _("Sources"), here.listing("stakeholders:sources"), whole_area=True)


def what_is_changing(here: Here) -> Part | None:
    rows = list_trends(here.viewer, today=here.today, area_id=here.area.pk)[:SHOWN] if here.viewer.may("reference.read") else None
    if rows is None:
        return None
    lines: list[Line] = [Line(row.title, reverse("strategy:trend", args=[row.pk])) for row in rows]
    nothing = [Line(gettext("No trend or priority is kept."))]
    return Part(
        _("What is changing, and what comes first"), lines or nothing, _("Trends and priorities"), here.listing("strategy:trends"), True
    )


PARTS: tuple[Callable[[Here], Part | None], ...] = (
    who_lives_here, who_we_know, whom_we_met, what_they_said, what_staff_heard, what_is_decided, what_we_do, what_is_published,
    what_comes_next, what_we_are_sent, what_is_changing,
)  # fmt: skip


def here_of(viewer: Viewer, area: Area, county: County | None, at: Any) -> Here:
    return Here(viewer, area, county, timezone.localdate(at))
