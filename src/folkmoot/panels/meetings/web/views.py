"""The pages on which a meeting is planned, called, opened and closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation.once import new_mark, only_once
from folkmoot.foundation.saving import Refused
from folkmoot.panels.meetings import closing, operations, queries
from folkmoot.panels.meetings.dates.queries import polls
from folkmoot.panels.meetings.letters import Told, public_calendar_file
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.rules import State
from folkmoot.panels.meetings.web import presenters
from folkmoot.panels.meetings.web.forms import CallForm, ChairForm, CloseForm, MeetingFilter, MeetingForm, WhyForm, members_of
from folkmoot.panels.meetings.web.sight import meeting_in_sight
from folkmoot.panels.models import Panel
from folkmoot.panels.publications.queries import update_of
from folkmoot.panels.queries import may_in, panels, terms_on
from folkmoot.panels.recommendations.queries import HELD
from folkmoot.panels.web.sight import panel_in_sight
from folkmoot.webkit.paging import Pages

A_PAGE = 25
WARNED = (State.DRAFT, State.CALLED)


@may("panels.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Every meeting in sight: what is to come first, then what was."""
    viewer = request.viewer
    filters = MeetingFilter(request.GET, areas_for(viewer, "panels.read", today=timezone.localdate(request.at)))
    asked = filters.chosen
    rows = queries.meetings(viewer)
    if "area_id" in asked:
        rows = rows.filter(panel__area_id=asked["area_id"])
    if "state" in asked:
        rows = rows.filter(state=asked["state"])
    coming = rows.exclude(state__in=[State.CLOSED, State.CANCELLED]).order_by("starts_at", "panel_id", "number")
    page = Pages(rows.filter(state__in=[State.CLOSED, State.CANCELLED]), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "asked": asked, "page": page, "coming": [presenters.line_of(row) for row in coming],
        "past": [presenters.line_of(row) for row in page], "polls": polls(viewer, open_only=True), "may_add": viewer.may("panels.write"),
    }  # fmt: skip
    return render(request, "panels/meetings_list.html", context)


@may("panels.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: when and where, who comes and came, the quorum, and what can be done next."""
    viewer, row = request.viewer, meeting_in_sight(request, pk)
    rows = list(queries.attendances(row))
    shown(request, rows)
    may_write, warned = may_in(viewer, row.panel, "panels.write"), row.state in WARNED
    day = queries.day_of(row)
    context = {
        "meeting": row, "line": presenters.line_of(row), "people": presenters.people_of(rows), "may_write": may_write,
        "quorum": presenters.quorum_words(row, queries.quorum_of(row, at=request.at)), "coming": queries.coming(rows),
        "spans": presenters.spans_words(row.record),
        "needs": presenters.needs_words(rows) if warned and _keeps_members(request, row) else [],
        "twice": queries.booked_twice(row) if warned and may_write else [],
        "warnings": queries.day_warnings(viewer, row) if warned and may_write else [],
        "new": queries.not_asked_yet(row) if row.state == State.CALLED else [],
        "without_papers": queries.without_papers(row) if warned and _keeps_members(request, row) else [],
        "gone": [queries.name_of(each) for each in queries.seats_gone(rows, day)] if day and row.state == State.IN_PROGRESS else [],
        "no_terms": warned and day is not None and terms_on(row.panel, day) is None, "mark": new_mark(),
        "over": row.starts_at is not None and row.starts_at < request.at, "faults": closing.faults_of(row),
        "on_the_day": day is not None and day <= timezone.localdate(request.at),
        "recommends": row.state in HELD, "recommended": row.recommendations.order_by("number") if row.state in HELD else [],
        "update": update_of(row) if row.state == State.CLOSED else None,
    }  # fmt: skip
    return render(request, "panels/meetings_detail.html", context)


def _keeps_members(request: HttpRequest, row: Meeting) -> bool:
    return may_in(request.viewer, row.panel, "panels.members")


@may("panels.write")
def new(request: HttpRequest) -> HttpResponse:
    panel = panel_chosen(request)
    if panel is None:
        return choose_panel(request, _("Plan a meeting"))
    form = MeetingForm(request.POST or None, initial=started(**_usual(panel)))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return address(operations.draft_meeting(by=request.viewer, at=request.at, panel=panel, **values))

    done = _("The meeting was planned. Nobody has been asked yet: call it when it is ready.")
    return form_page(request, form, title=_("Plan a meeting"), lead=str(panel), back=reverse("panels:meetings"), do=do, done=done)


def panel_chosen(request: HttpRequest) -> Panel | None:
    """The panel that the address names; None where it names none."""
    code = request.GET.get("panel", "")
    return panel_in_sight(request, code, "panels.write") if code else None


def choose_panel(request: HttpRequest, title: object) -> HttpResponse:
    """Of which panel? Asked once, as links."""
    among = panels(request.viewer, "panels.write")
    return render(request, "panels/meetings_choose.html", {"panels": among, "title": title, "address": request.path})


def _usual(panel: Panel) -> dict[str, Any]:
    """What the last meeting of a panel says of the place: most meet where they met before."""
    last = Meeting.objects.filter(panel=panel).order_by("-number").first()
    return {name: getattr(last, name) for name in ("lasts", "where", "place", "link", "access")} if last else {}


@may("panels.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_in_sight(request, pk, "panels.write")
    stored = {name: getattr(row, name) for name in (*operations.CHANGEABLE, "version") if name != "starts_at"}
    if row.starts_at:
        local = timezone.localtime(row.starts_at)
        stored |= {"day": local.date(), "time": local.time(), "which": "second" if local.fold else ""}
    form = MeetingForm(request.POST or None, initial=started(**stored))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        told = operations.change_meeting(by=request.viewer, at=request.at, meeting=row, seen_version=seen, **values)
        say_told(request, told)
        return address(row)

    return form_page(request, form, title=_("Change the meeting"), lead=str(row.panel), back=address(row), do=do, done=_("It was changed."))


@may("panels.write")
def call(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_in_sight(request, pk, "panels.write")
    twice = queries.booked_twice(row)
    form = CallForm(request.POST or None, twice=bool(twice), initial=started(version=row.version))

    def do(values: dict[str, Any]) -> str:
        called = operations.call_meeting(
            by=request.viewer, at=request.at, meeting=row, despite=values.get("despite", False), seen_version=values["version"]
        )
        say_told(request, called.told)
        return address(row)

    context = {
        "meeting": row, "when": presenters.when_words(row), "twice": twice, "warnings": queries.day_warnings(request.viewer, row),
        "without_papers": queries.without_papers(row) if _keeps_members(request, row) else [],
    }  # fmt: skip
    return form_page(
        request, form, title=_("Call the meeting?"), lead=str(row.panel), back=address(row), do=do, template="panels/meetings_call.html",
        **context,
    )  # fmt: skip


@may("panels.write")
@require_POST
def ask_new(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_in_sight(request, pk, "panels.write")
    return _at_once(request, row, lambda: operations.ask_new_members(by=request.viewer, at=request.at, meeting=row))


@may("panels.write")
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_in_sight(request, pk, "panels.write")
    return _at_once(request, row, lambda: operations.remind(by=request.viewer, at=request.at, meeting=row))


def _at_once(request: HttpRequest, row: Meeting, do: Any) -> HttpResponse:
    """A button without a form: done once, and back to the meeting with what came of it."""

    def go() -> str:
        say_told(request, do())
        return address(row)

    try:
        only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=go)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(address(row))


@may("panels.write")
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin it on its day; a draft whose time has passed is entered afterwards."""
    row = meeting_in_sight(request, pk, "panels.write")
    afterwards = row.state == State.DRAFT
    words = _("Enter it afterwards") if afterwards else _("Open the meeting")
    among = members_of(row) if not afterwards else queries.sitting_then(row)
    form = ChairForm(request.POST or None, among=among, send_label=words, initial=started(chaired_by=queries.usual_chair(row)))
    begin = operations.enter_afterwards if afterwards else operations.open_meeting

    def do(values: dict[str, Any]) -> str:
        begin(by=request.viewer, at=request.at, meeting=row, **values)
        return reverse("panels:attendance", args=[row.pk])

    return form_page(request, form, title=words, lead=f"{row.panel}, {presenters.when_words(row)}", back=address(row), do=do)


@may("panels.write")
def chair(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_in_sight(request, pk, "panels.write")
    form = ChairForm(
        request.POST or None, among=members_of(row), send_label=_("Change the chair"), initial=started(chaired_by=row.chaired_by_id)
    )

    def do(values: dict[str, Any]) -> str:
        operations.take_the_chair(by=request.viewer, at=request.at, meeting=row, **values)
        return address(row)

    return form_page(request, form, title=_("Somebody else takes the chair"), lead=str(row.panel), back=address(row), do=do)


@may("panels.write")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_in_sight(request, pk, "panels.write")
    rows = list(queries.attendances(row))
    spans = closing.spans_of(row, rows, needed=queries.quorum_needed(row), at=request.at)
    form = CloseForm(request.POST or None, quorate=bool(spans), initial=started(version=row.version))

    def do(values: dict[str, Any]) -> str:
        operations.close_meeting(by=request.viewer, at=request.at, meeting=row, why=values.get("why", ""), seen_version=values["version"])
        return address(row)

    shown(request, rows)
    return form_page(
        request, form, title=_("Close the meeting?"), lead=str(row.panel), back=address(row), do=do, template="panels/meetings_close.html",
        done=_("The meeting is closed. Its record stays as it is."), meeting=row, people=presenters.people_of(rows),
        quorum=presenters.quorum_words(row, queries.quorum_of(row, at=request.at)),
        spans=[f"{presenters.clock(each.first)}–{presenters.clock(each.last)}" for each in spans],
    )  # fmt: skip


@may("panels.write")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_in_sight(request, pk, "panels.write")
    form = WhyForm(request.POST or None, send_label=_("Call it off"), initial=started())

    def do(values: dict[str, Any]) -> str:
        say_told(request, operations.cancel_meeting(by=request.viewer, at=request.at, meeting=row, **values))
        return address(row)

    return form_page(
        request, form, title=_("Call the meeting off?"), lead=f"{row.panel}, {presenters.when_words(row)}", back=address(row), do=do,
        done=_("The meeting was called off. Its items wait for the next one."),
    )  # fmt: skip


@may("panels.read")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting for one's own calendar: nobody is named in it."""
    row = meeting_in_sight(request, pk)
    if row.starts_at is None:
        return redirect(address(row))
    answer = HttpResponse(public_calendar_file(row), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


def say_told(request: HttpRequest, told: Told) -> None:
    """Say after the page has moved on who was written to, and by name who must be rung."""
    if not told.written and not told.by_hand:
        return
    messages.info(request, presenters.told_words(len(told.written), len(told.by_hand)))
    for row, why in told.by_hand:
        messages.warning(request, f"{queries.name_of(row)}: {why}")


def address(row: Meeting) -> str:
    return reverse("panels:meeting", args=[row.pk])
