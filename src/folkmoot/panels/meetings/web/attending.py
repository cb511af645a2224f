"""Who comes to a meeting: replies entered by hand, guests, substitutes, attendance on the day, and leaving in its midst."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.typed import number
from folkmoot.panels.meetings import operations, queries
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.replying import LinkClosed
from folkmoot.panels.meetings.rules import State
from folkmoot.panels.meetings.web import presenters
from folkmoot.panels.meetings.web.forms import LeaveForm, PersonForm, ReplyForm, StayForm, TakeOffForm, moment_on
from folkmoot.panels.meetings.web.sight import meeting_in_sight, person_in_sight
from folkmoot.panels.meetings.web.views import address


@may("panels.write")
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody on one page, as people come in. Only what was changed here is saved, so that two can record at once."""
    row = meeting_in_sight(request, pk, "panels.write")
    problems: list[str] = []
    typed: dict[int, tuple[str, str]] = {}
    if request.method == "POST":
        problems, typed = _take(request, row)
        if not problems:
            messages.success(request, _("Attendance was saved."))
            return redirect(address(row))
    rows = list(queries.attendances(row))
    shown(request, rows)
    lines = [
        (person, *typed.get(person.row.pk, (person.row.present, presenters.clock(person.row.came_at))))
        for person in presenters.people_of(rows)
    ]
    context = {
        "meeting": row, "lines": lines, "choices": [each for each in Attendance.Present.choices if each[0] != "unknown"],
        "problems": problems, "open": row.state == State.IN_PROGRESS,
    }  # fmt: skip
    return render(request, "panels/meetings_attendance.html", context, status=422 if problems else 200)


def _take(request: HttpRequest, row: Meeting) -> tuple[list[str], dict[int, tuple[str, str]]]:
    """Save each line that was changed on the page; returns what could not be saved, in sentences, and what was typed there."""
    problems, typed = [], {}
    for each in queries.attendances(row):
        present, came = (request.POST.get(f"{name}-{each.pk}", "") for name in ("present", "came"))
        seen = tuple(request.POST.get(f"{name}-{each.pk}", "") for name in ("was", "was-came", "version"))
        if not present or (present, came) == seen[:2]:
            continue
        said = _save(request, row, each, present, came, number(seen[2]))
        if said:
            problems.append(f"{queries.name_of(each)}: {said}")
            typed[each.pk] = (present, came)
    return problems, typed


def _save(request: HttpRequest, row: Meeting, each: Attendance, present: str, came: str, version: int | None) -> str:
    clock = _clock(came)
    if came.strip() and clock is None:
        return _("Type the time as 14:30.")
    came_at, wrong = moment_on(row, clock)
    if wrong:
        return " ".join(sentence for sentences in wrong.values() for sentence in sentences)
    try:
        operations.record_attendance(
            by=request.viewer, at=request.at, attendance=each, present=present, came_at=came_at, seen_version=version
        )
    except ChangedMeanwhile:
        return _("Somebody else recorded this meanwhile: %(now)s. Compare, and save once more.") % {"now": _now(each)}
    except Refused as refused:
        return str(refused)
    return ""


def _now(each: Attendance) -> str:
    each.refresh_from_db()
    return presenters.there_words(each) or str(each.get_present_display())


def _clock(typed: str) -> time | None:
    try:
        return parse_time(typed.strip().replace(".", ":")) if typed.strip() else None
    except ValueError:
        return None


@may("panels.write")
def guest(request: HttpRequest, pk: int) -> HttpResponse:
    row = meeting_in_sight(request, pk, "panels.write")
    form = PersonForm(request.POST or None, send_label=gettext_lazy("Add the guest"), initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.add_guest(by=request.viewer, at=request.at, meeting=row, **values)
        return address(row)

    return form_page(request, form, title=_("Add a guest"), lead=_("A guest is there without a vote."), back=address(row), do=do)


@may("panels.write")
def substitute(request: HttpRequest, row: int) -> HttpResponse:
    person = person_in_sight(request, row)
    form = PersonForm(request.POST or None, send_label=gettext_lazy("Name the substitute"), initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.send_substitute(by=request.viewer, at=request.at, attendance=person, **values)
        return address(person.meeting)

    lead = _("In the place of %(name)s, with their vote while they are not there.") % {"name": queries.name_of(person)}
    return form_page(request, form, title=_("Name a substitute"), lead=lead, back=address(person.meeting), do=do)


@may("panels.write")
def reply(request: HttpRequest, row: int) -> HttpResponse:
    person = person_in_sight(request, row)
    form = ReplyForm(request.POST or None, where=person.meeting.where, initial=started(reply=person.reply))
    form.fields["reply"].label = _("Does %(name)s come?") % {"name": queries.name_of(person)}

    def do(values: dict[str, Any]) -> str:
        try:
            operations.record_reply(by=request.viewer, at=request.at, attendance=person, **values)
        except LinkClosed as over:
            raise Refused({"": [str(over)]}) from over
        return address(person.meeting)

    return form_page(request, form, title=_("Enter an answer"), lead=queries.name_of(person), back=address(person.meeting), do=do)


@may("panels.write")
def leave(request: HttpRequest, row: int) -> HttpResponse:
    person = person_in_sight(request, row)
    form = LeaveForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        left_at, wrong = moment_on(person.meeting, values["left_time"])
        if wrong:
            raise Refused({"left_time": [sentence for sentences in wrong.values() for sentence in sentences]})
        try:
            quorum = operations.leave_meeting(by=request.viewer, at=request.at, attendance=person, why=values["why"], left_at=left_at)
        except Refused as refused:
            raise Refused({{"left_at": "left_time"}.get(name, name): said for name, said in refused.problems.items()}) from refused
        if not quorum.met:
            words = _("There is no quorum any more (voting members there: %(present)d; quorum: %(needed)d). Nothing can be decided.")
            messages.warning(request, words % {"present": quorum.present, "needed": quorum.needed})
        return address(person.meeting)

    title = _("%(name)s leaves the meeting") % {"name": queries.name_of(person)}
    return form_page(request, form, title=title, back=address(person.meeting), do=do)


@may("panels.write")
def stay(request: HttpRequest, row: int) -> HttpResponse:
    """Take back that somebody left."""
    person = person_in_sight(request, row)
    form = StayForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.stay_on(by=request.viewer, at=request.at, attendance=person)
        return address(person.meeting)

    title = _("Is %(name)s still there?") % {"name": queries.name_of(person)}
    lead = _("Whoever only goes out for one item declares an interest at that item instead.")
    return form_page(request, form, title=title, lead=lead, back=address(person.meeting), do=do)


@may("panels.write")
def take_off(request: HttpRequest, row: int) -> HttpResponse:
    person = person_in_sight(request, row)
    form = TakeOffForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.take_off(by=request.viewer, at=request.at, attendance=person)
        return address(person.meeting)

    title = _("Take %(name)s off the list?") % {"name": queries.name_of(person)}
    return form_page(request, form, title=title, back=address(person.meeting), do=do)
