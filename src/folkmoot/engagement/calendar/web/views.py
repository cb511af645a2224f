"""Pages of the calendar: the month, a day before choosing it, communications, times, and the viewer's own feeds."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, chosen_area, place_of_form
from folkmoot.accounts.web.filters import number_choice
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.communities.queries import list_communities
from folkmoot.engagement.calendar import operations, queries
from folkmoot.engagement.calendar.models import Communication, Feed
from folkmoot.engagement.calendar.observances import BANK_HOLIDAY, VACATION, observances
from folkmoot.engagement.calendar.rules import Clash, Sort, may_change
from folkmoot.engagement.calendar.web import presenters
from folkmoot.engagement.calendar.web.forms import CalendarFilter, CommunicationForm, PublishedForm, ReasonForm, TimingForm
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import get_activity
from folkmoot.foundation.once import new_mark, only_once

AGENDA_DAYS = 92


@may("calendar.read")
def calendar(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = list(areas_for(viewer, "calendar.read", today=today))
    area = areas[0] if len(areas) == 1 else chosen_area(request.GET, areas)
    month, shape = _month(request, today), request.GET.get("shape", "month")
    if shape not in ("month", "week", "agenda"):
        shape = "month"
    first, last = _span(request, shape, month, today)
    communities = list(list_communities(viewer, today=today, area_id=area.pk if area else None))
    filters = CalendarFilter(
        request.GET, areas, community_id=number_choice(gettext_lazy("Community"), ((c.pk, str(c)) for c in communities))
    )
    community = filters.chosen.get("community_id")
    shown = queries.entries(viewer, area=area, first=first, last=last, community_id=community)
    known = observances(first, last)
    listed = presenters.days_of(shown, known, first=first, last=last, today=today, month=month.month if shape == "month" else 0)
    gaps = queries.gaps(viewer, today=today, area_id=area.pk if area else None, community_id=community)
    context = {
        "area": area, "filters": filters, "shape": shape, "month": month, "first": first, "last": last, "days": listed,
        "weeks": presenters.weeks_of(listed) if shape == "month" else [], "filled": presenters.only_filled(listed),
        "turns": _turns(request, shape, month, first), "shapes": _shapes(request, shape),
        "clashes": _worth_saying(queries.clashes_of(shown, first=first, last=last, known=known)),
        "gaps": [(row, presenters.gap_words(row, gap)) for row, gap in gaps], "sources": presenters.sources(first, last),
        "may_write": viewer.may("calendar.write"), "may_plan": viewer.may("engagement.write"),
        "drafts": queries.drafts(viewer).count() + queries.overtaken(viewer).count(), "today": today, "several": len(areas) > 1,
        "asked": bool(filters.chosen),
    }  # fmt: skip
    return render(request, "engagement/calendar.html", context)


@may("calendar.read")
def day(request: HttpRequest) -> HttpResponse:
    """One day before something is put on it: what stands there, and what to know of. It warns and refuses nothing."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    on = _day(request.GET.get("on", "")) or today
    place = place_of_form(request, "calendar.read", today=today)
    if place is None or place.area is None:
        return choose_area(request, "calendar.read", title=_("A day"), back=reverse("engagement:calendar"), today=today)
    shown = queries.entries(viewer, area=place.area, first=on, last=on)
    known = observances(on, on)
    context = {
        "area": place.area, "on": on, "lines": [presenters.line_of(entry, on) for entry in shown],
        "notes": [presenters.note_of(each) for each in known if each.kind != VACATION],
        "vacation": {each.kind for each in known} & {VACATION, BANK_HOLIDAY} == {VACATION}, "sources": presenters.sources(on, on),
        "clashes": _worth_saying(queries.clashes_of(shown, first=on, last=on, known=known)), "may_write": viewer.may("calendar.write"),
        "may_plan": viewer.may("engagement.write"), "before": on - timedelta(days=1), "after": on + timedelta(days=1),
    }  # fmt: skip
    return render(request, "engagement/calendar_day.html", context)


# --- communications ------------------------------------------------------------------------------------------------------------------


@may("calendar.read")
def communication(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, today, row = request.viewer, timezone.localdate(request.at), _communication(request, pk)
    entry, state = queries.entry_of_communication(row), presenters.communication_state(row, today)
    words, colour = presenters.state_words(row, today)
    context = {
        "row": row, "entry": entry, "when": presenters.when_words(entry), "state_words": words, "state_colour": colour,
        "clashes": [] if row.cancelled_on else queries.warnings_about(viewer, entry), "open": may_change(state),
        "may_write": viewer.may("calendar.write", row.area_id), "sources": presenters.sources(row.first_on, row.last_on),
    }  # fmt: skip
    return render(request, "engagement/communication.html", context)


@may("calendar.write")
def new_communication(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Add a communication"), reverse("engagement:calendar")
    place = place_of_form(request, "calendar.write", today=today)
    if place is None or place.area is None:
        return choose_area(request, "calendar.write", title=title, back=back, today=today)
    area = place.area
    initial = started(first_on=_day(request.GET.get("on", "")), owner_id=viewer.account_id)
    form = _communication_form(request, area, initial)

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        row = operations.add_communication(by=viewer, at=request.at, area=area, **values)
        return reverse("engagement:communication", args=[row.pk])

    return form_page(request, form, title=title, lead=area.name, back=back, do=do, done=_("It stands in the calendar."))


@may("calendar.write")
def change_communication(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)
    fields = ("title", "channel", "first_on", "last_on", "starts_at", "ends_at", "place", "owner_id", "version")
    initial = {name: getattr(row, name) for name in fields} | {"communities": [each.pk for each in row.communities.all()]}
    form = _communication_form(request, row.area, started(**initial))
    back = reverse("engagement:communication", args=[row.pk])

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_communication(by=request.viewer, at=request.at, communication=row, seen_version=seen, **values)
        return back

    return form_page(request, form, title=_("Change the communication"), lead=row.title, back=back, do=do, done=_("It was changed."))


@may("calendar.write")
def publish_communication(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)
    form = PublishedForm(request.POST or None, initial=started(on=min(row.last_on, timezone.localdate(request.at))))
    return _done_to(request, row, form, operations.publish_communication, _("It was published"))


@may("calendar.write")
def cancel_communication(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)
    form = ReasonForm(request.POST or None, initial=started())
    return _done_to(request, row, form, operations.cancel_communication, _("Cancel this communication"))


def _done_to(request: HttpRequest, row: Communication, form: Any, operation: Callable[..., None], title: str) -> HttpResponse:
    back = reverse("engagement:communication", args=[row.pk])

    def do(values: dict[str, Any]) -> str:
        operation(by=request.viewer, at=request.at, communication=row, **values)
        return back

    return form_page(request, form, title=title, lead=row.title, back=back, do=do, done=_("It was changed."))


def _communication_form(request: HttpRequest, area: Area, initial: dict[str, object]) -> CommunicationForm:
    today = timezone.localdate(request.at)
    communities = list_communities(request.viewer, today=today, area_id=area.pk)
    owners = queries.owners_for(area, today)
    return CommunicationForm(request.POST or None, initial=initial, communities=communities, owners=owners)


# --- times of an activity ------------------------------------------------------------------------------------------------------------


@may("engagement.write")
def timing(request: HttpRequest, pk: int) -> HttpResponse:
    activity = in_sight(request, pk)
    if not request.viewer.may("engagement.write", activity.area_id) or activity.cancelled_on:
        raise Http404
    row = queries.timing_of(activity)
    initial = started(starts_at=row.starts_at, ends_at=row.ends_at, online_link=row.online_link, version=row.version if row.pk else None)
    back = reverse("engagement:invitations", args=[pk])

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version") if row.pk else values.pop("version") and None
        operations.set_timing(by=request.viewer, at=request.at, activity=activity, seen_version=seen, **values)
        return back

    form = TimingForm(request.POST or None, initial=initial)
    return form_page(request, form, title=_("Set the time"), lead=activity.title, back=back, do=do, done=_("The time was saved."))


def in_sight(request: HttpRequest, pk: int) -> Activity:
    try:
        return get_activity(request.viewer, pk)
    except Activity.DoesNotExist:
        raise Http404 from None


# --- the viewer's own feeds ----------------------------------------------------------------------------------------------------------


@may("calendar.read")
def feeds(request: HttpRequest) -> HttpResponse:
    """The viewer's secret addresses. A new one is shown on this answer alone; it cannot be shown again."""
    viewer, today, link = request.viewer, timezone.localdate(request.at), ""
    areas = list(areas_for(viewer, "calendar.read", today=today))
    if request.method == "POST":
        area = next((each for each in areas if each.code == request.POST.get("area")), None)
        if area is None:
            raise Http404
        _feed, token = operations.make_feed(by=viewer, at=request.at, area=area)
        link = f"{settings.PUBLIC_URL}{reverse('calendar-feed', args=[token])}"
    rows = list(queries.feeds(viewer))
    answer = render(request, "engagement/feeds.html", {"rows": rows, "areas": areas, "link": link, "mark": new_mark()})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@may("calendar.read")
@require_POST
def revoke_feed(request: HttpRequest, pk: int) -> HttpResponse:
    feed = queries.feeds(request.viewer).filter(pk=pk).first()
    if feed is None:
        raise Http404

    def do(feed: Feed = feed) -> str:
        operations.revoke_feed(by=request.viewer, at=request.at, feed=feed)
        messages.success(request, _("The address no longer works."))
        return reverse("engagement:feeds")

    return redirect(only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=do))


# --- what was asked for --------------------------------------------------------------------------------------------------------------


def _communication(request: HttpRequest, pk: int) -> Communication:
    try:
        return queries.get_communication(request.viewer, pk)
    except Communication.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int) -> Communication:
    row = _communication(request, pk)
    state = presenters.communication_state(row, timezone.localdate(request.at))
    if not request.viewer.may("calendar.write", row.area_id) or not may_change(state):
        raise Http404
    return row


def _worth_saying(found: list[Clash]) -> list[Clash]:
    """A vacation of the High Court lasts for weeks: it is told where a day is chosen, not over every line of a month."""
    return [clash for clash in found if clash.sort is not Sort.VACATION]


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


def _month(request: HttpRequest, today: date) -> date:
    return _day(f"{request.GET.get('month', '')}-01") or today.replace(day=1)


def _span(request: HttpRequest, shape: str, month: date, today: date) -> tuple[date, date]:
    if shape == "month":
        return queries.month_of(month)
    start = _day(request.GET.get("on", "")) or today
    if shape == "week":
        monday = start - timedelta(days=start.weekday())
        return monday, monday + timedelta(days=6)
    return start, start + timedelta(days=AGENDA_DAYS)


def _turns(request: HttpRequest, shape: str, month: date, first: date) -> tuple[str, str, str]:
    """The addresses of the span before, of today, and of the span after."""
    if shape == "month":
        before, after = (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=31)).replace(day=1)
        asked = [{"month": f"{each:%Y-%m}"} for each in (before, after)]
    else:
        step = timedelta(days=7 if shape == "week" else AGENDA_DAYS)
        asked = [{"on": (first + way * step).isoformat()} for way in (-1, 1)]
    return _address(request, asked[0]), _address(request, {}), _address(request, asked[1])


def _shapes(request: HttpRequest, shape: str) -> list[tuple[str, str, bool]]:
    named = (("month", _("Month")), ("week", _("Week")), ("agenda", _("Agenda")))
    return [(words, _address(request, {"shape": each}), each == shape) for each, words in named]


def _address(request: HttpRequest, asked: dict[str, str]) -> str:
    kept = {name: request.GET[name] for name in ("area", "community_id", "shape") if request.GET.get(name)}
    return reverse("engagement:calendar", query=kept | asked)
