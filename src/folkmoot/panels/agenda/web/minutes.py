"""Pages of minutes: written while meeting, read, circulated, corrected and agreed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.agenda import operations, queries
from folkmoot.panels.agenda.circulating import readers
from folkmoot.panels.agenda.models import Correction, Item, Minutes
from folkmoot.panels.agenda.records import is_intact, record_of
from folkmoot.panels.agenda.rules import writing_problem
from folkmoot.panels.agenda.web import writing
from folkmoot.panels.agenda.web.forms import AgreeForm, AskCorrectionForm, CorrectForm, LeaveForm, SureForm
from folkmoot.panels.agenda.web.presenters import attendances_of, sheet_of, state_words
from folkmoot.panels.agenda.web.sight import item_in_sight, meeting_in_sight, row_in_sight
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.queries import quorum_of
from folkmoot.panels.queries import may_in

# Where a button of the writing page leads after everything was saved.
THEN = {
    "interest": "panels:declare_interest_at_item", "ask": "panels:ask_at_item", "action": "panels:item_action",
}  # fmt: skip


@may("panels.write")
def write(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_in_sight(request, pk, "panels.write")
    if request.method == "POST":
        written = writing.save(by=request.viewer, at=request.at, meeting=meeting, sent=request.POST)
        if written.whole:
            _say_saved(request, written.saved)
            return redirect(_leads_to(request, meeting))
        return _writing_page(request, meeting, written, status=422)
    problem = _why_not_written(meeting)
    if problem:
        messages.error(request, problem)
        return redirect("panels:minutes", pk=pk)
    return _writing_page(request, meeting, writing.Written(writing.boxes_of(meeting)))


def _writing_page(request: HttpRequest, meeting: Meeting, written: writing.Written, *, status: int = 200) -> HttpResponse:
    people = attendances_of(meeting)
    shown(request, people)
    context = {
        "meeting": meeting, "panel": meeting.panel, "boxes": written.boxes, "wrong": written.wrong, "lost": written.lost,
        "saved": written.saved, "quorum": quorum_of(meeting), "goes_on": meeting.state == Meeting.State.IN_PROGRESS,
        "rest": len(queries.unminuted(meeting)), "here": sum(row.present in ("room", "online") and row.left_at is None for row in people),
        "longest": writing.LONGEST,
    }  # fmt: skip
    return render(request, "panels/agenda_write.html", context, status=status)


def _say_saved(request: HttpRequest, number: int) -> None:
    if number:
        words = ngettext("%(number)d text was saved.", "%(number)d texts were saved.", number) % {"number": number}
        messages.success(request, words)


def _leads_to(request: HttpRequest, meeting: Meeting) -> str:
    """Back to the item at which it was saved, or to the page that the button named."""
    what, _colon, number = request.POST.get("then", "").partition(":")
    if what == "new":
        return reverse("panels:add_item_to_meeting", args=[meeting.pk])
    if not number.isdecimal() or not Item.objects.filter(pk=number, meeting=meeting).exists():
        return reverse("panels:write_minutes", args=[meeting.pk])
    if what == "recommendation":
        return f"{reverse('panels:recommend', args=[meeting.pk])}?item={number}"
    if what in THEN:
        return reverse(THEN[what], args=[number])
    return f"{reverse('panels:write_minutes', args=[meeting.pk])}#item-{number}"


def _why_not_written(meeting: Meeting) -> str:
    minutes = queries.minutes_of(meeting)
    return writing_problem(item_state="", meeting_state=meeting.state, minutes_state=minutes.state if minutes else "draft")


@may("panels.write")
def rest(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_in_sight(request, pk, "panels.write")
    back = reverse("panels:write_minutes", args=[pk])
    form = SureForm(request.POST or None, label=_("Carry them over"), initial=started())

    def do(_values: dict[str, Any]) -> str:
        operations.carry_the_rest(by=request.viewer, at=request.at, meeting=meeting)
        return back

    return form_page(
        request, form, title=_("Carry over what was not reached?"), lead=meeting.panel.name, back=back, do=do,
        template="panels/agenda_rest.html", items=queries.unminuted(meeting),
    )  # fmt: skip


@may("panels.read")
def read(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_in_sight(request, pk)
    minutes = queries.minutes_of(meeting)
    context: dict[str, Any] = {
        "meeting": meeting, "panel": meeting.panel, "minutes": minutes, "may_write": may_in(request.viewer, meeting.panel, "panels.write"),
        "may_be_written": not _why_not_written(meeting),
    }  # fmt: skip
    if minutes is not None:
        minutes.meeting = meeting
        context |= _read(request, minutes)
    return render(request, "panels/agenda_minutes.html", context)


def _read(request: HttpRequest, minutes: Minutes) -> dict[str, Any]:
    people = attendances_of(minutes.meeting)
    shown(request, people)
    agreed = minutes.state == Minutes.State.AGREED
    words, colour = state_words(minutes)
    return {
        "sheet": sheet_of(minutes.record if agreed and minutes.record else record_of(minutes), people), "words": words, "colour": colour,
        "intact": is_intact(minutes) if agreed else True, "waiting": list(queries.waiting_corrections(minutes)),
        "circulations": list(minutes.circulations.select_related("circulated_by")),
    }  # fmt: skip


@may("panels.read")
def as_circulated(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    meeting = meeting_in_sight(request, pk)
    minutes = queries.minutes_of(meeting)
    version = minutes.circulations.filter(number=number).first() if minutes else None
    if version is None:
        raise Http404
    people = attendances_of(meeting)
    shown(request, people)
    context = {"meeting": meeting, "panel": meeting.panel, "version": version, "sheet": sheet_of(version.record, people)}
    return render(request, "panels/agenda_circulated.html", context)


@may("panels.write")
def circulate(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, minutes = _minutes_to_write(request, pk)
    form = SureForm(request.POST or None, label=_("Circulate the minutes"), initial=started(version=minutes.version))
    back = reverse("panels:minutes", args=[pk])

    def do(values: dict[str, Any]) -> str:
        operations.circulate_minutes(by=request.viewer, at=request.at, minutes=minutes, seen_version=values["version"])
        return back

    told = readers(meeting.panel, request.at)
    shown(request, [*told.written, *(member for member, _why in told.others)])
    return form_page(
        request, form, title=_("Circulate the minutes"), lead=meeting.panel.name, back=back, do=do, done=_("The minutes were circulated."),
        template="panels/agenda_circulate.html", told=told, unminuted=queries.unminuted(meeting),
    )  # fmt: skip


@may("panels.write")
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, minutes = _minutes_to_write(request, pk)
    later = Meeting.objects.filter(
        panel=meeting.panel, state__in=(Meeting.State.IN_PROGRESS, Meeting.State.CLOSED), starts_at__gt=meeting.starts_at
    ).order_by("starts_at")
    first = {"version": minutes.version, "at_meeting": later.first()}
    form = AgreeForm(request.POST or None, meetings=later, initial=started(**first))
    back = reverse("panels:minutes", args=[pk])

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.agree_minutes(by=request.viewer, at=request.at, minutes=minutes, seen_version=seen, **values)
        return back

    return form_page(
        request, form, title=_("Record that the minutes were agreed"), lead=meeting.panel.name, back=back, do=do,
        done=_("The minutes are agreed and fixed."), template="panels/agenda_agree.html", later=later,
        waiting=list(queries.waiting_corrections(minutes)),
    )  # fmt: skip


@may("panels.write")
def ask_correction(request: HttpRequest, pk: int) -> HttpResponse:
    meeting, minutes = _minutes_to_write(request, pk)
    people = attendances_of(meeting)
    shown(request, people)
    items = Item.objects.filter(meeting=meeting).exclude(state=Item.State.DROPPED)
    form = AskCorrectionForm(request.POST or None, people=people, items=items, initial=started())
    back = reverse("panels:minutes", args=[pk])

    def do(values: dict[str, Any]) -> str:
        operations.ask_correction(by=request.viewer, at=request.at, minutes=minutes, **values)
        return back

    return form_page(request, form, title=_("Record a correction that was asked for"), lead=meeting.panel.name, back=back, do=do)


@may("panels.write")
def correct_opening(request: HttpRequest, pk: int) -> HttpResponse:
    _meeting, minutes = _minutes_to_write(request, pk)
    return _correcting(request, minutes, None, None)


@may("panels.write")
def correct_item(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_in_sight(request, pk, "panels.write")
    minutes = queries.minutes_of(item.meeting) if item.meeting else None
    if minutes is None:
        raise Http404
    return _correcting(request, minutes, item, None)


@may("panels.write")
def make_correction(request: HttpRequest, pk: int) -> HttpResponse:
    correction = _correction(request, pk)
    return _correcting(request, correction.minutes, correction.item, correction)


def _correcting(request: HttpRequest, minutes: Minutes, item: Item | None, correction: Correction | None) -> HttpResponse:
    """The words as they stand, to be written anew; both stay on record."""
    stands = {"words": item.words, "outcome": item.outcome} if item else {"words": minutes.opening}
    version = item.version if item else minutes.version
    form = CorrectForm(request.POST or None, asks=correction is None, of_item=item is not None, initial=started(version=version, **stands))
    back = reverse("panels:minutes", args=[minutes.meeting_id])

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.correct_minutes(
            by=request.viewer, at=request.at, minutes=minutes, item=item, correction=correction, seen_version=seen, **values
        )
        return back

    return form_page(
        request, form, title=_("Correct the minutes"), lead=item.title if item else _now("Before the first item"), back=back, do=do,
        done=_("The correction was made. The words before it are kept."), template="panels/agenda_correct.html", correction=correction,
    )  # fmt: skip


@may("panels.write")
def leave_correction(request: HttpRequest, pk: int) -> HttpResponse:
    correction = _correction(request, pk)
    form = LeaveForm(request.POST or None, initial=started())
    back = reverse("panels:minutes", args=[correction.minutes.meeting_id])

    def do(values: dict[str, Any]) -> str:
        operations.leave_as_it_is(by=request.viewer, at=request.at, correction=correction, reason=values["reason"])
        return back

    return form_page(request, form, title=_("Leave the words as they are"), lead=correction.asked, back=back, do=do)


def _correction(request: HttpRequest, pk: int) -> Correction:
    rows = Correction.objects.select_related("minutes__meeting__panel__area", "item__panel", "item__meeting")
    return row_in_sight(request, rows, pk, "panels.write", panel="minutes__meeting__panel")


def _minutes_to_write(request: HttpRequest, pk: int) -> tuple[Meeting, Minutes]:
    meeting = meeting_in_sight(request, pk, "panels.write")
    minutes = queries.minutes_of(meeting)
    if minutes is None:
        raise Http404
    minutes.meeting = meeting
    return meeting, minutes
