"""The pages on which a member does something: whom they told, invitations, the yearly survey."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.agenda.operations import ask_correction as ask
from folkmoot.panels.members.models import Member
from folkmoot.panels.space import meetings, operations, queries
from folkmoot.panels.space.models import Invitation
from folkmoot.panels.space.survey.operations import answer_survey
from folkmoot.panels.space.survey.queries import latest_result, to_answer
from folkmoot.panels.space.survey.rules import CAVEAT, QUESTIONS
from folkmoot.panels.space.web.forms import AttendedForm, BriefingForm, CorrectionForm, ReplyForm, SurveyForm
from folkmoot.panels.space.web.gate import address, for_a_seat, own
from folkmoot.panels.space.web.presenters import completeness, figure
from folkmoot.webkit.templatetags.components import day


@may("panel.home")
@for_a_seat
def briefings(request: HttpRequest, seat: Member) -> HttpResponse:
    rows = list(queries.own_briefings(seat))
    shown(request, rows)
    return _page(request, seat, "panels/space_briefings.html", rows=rows)


@may("panel.home")
@for_a_seat
def new_briefing(request: HttpRequest, seat: Member) -> HttpResponse:
    back, held = address("briefings", seat), meetings.held(seat)
    first = started(on=timezone.localdate(request.at), meeting=held.first())
    form = BriefingForm(request.POST or None, meetings=held, initial=first)

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        operations.log_briefing(by=request.viewer, at=request.at, member=seat, **values)
        return back

    return form_page(
        request, form, title=_("Whom did you tell?"), lead=seat.panel.name, back=back, do=do, done=_("Thank you. It was saved.")
    )


@may("panel.home")
def change_briefing(request: HttpRequest, pk: int) -> HttpResponse:
    seat, row = own(request, queries.own_briefings, pk)
    stored = {name: getattr(row, name) for name in (*operations.BRIEFING, "version")}
    form = BriefingForm(request.POST or None, meetings=meetings.held(seat), initial=started(**stored))
    back = address("briefings", seat)

    def do(values: dict[str, Any]) -> str:
        operations.change_briefing(by=request.viewer, at=request.at, briefing=row, seen_version=values.pop("version"), **values)
        return back

    return form_page(request, form, title=_("Change what you logged"), lead=seat.panel.name, back=back, do=do, done=_("It was changed."))


@may("panel.home")
@for_a_seat
def invitations(request: HttpRequest, seat: Member) -> HttpResponse:
    rows = list(queries.own_invitations(seat))
    ahead = [row for row in rows if row.occasion.starts_at > request.at]
    over = [row for row in rows if row.occasion.starts_at <= request.at]
    return _page(request, seat, "panels/space_invitations.html", ahead=ahead[::-1], over=over)


@may("panel.home")
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """One invitation: before it begins the member says whether they come, afterwards whether they were there."""
    seat, row = own(request, queries.own_invitations, pk)
    back = address("invitations", seat)
    if row.occasion.cancelled_at:
        return _page(request, seat, "panels/space_invitation.html", invitation=row, occasion=row.occasion, back=back)
    if row.occasion.starts_at > request.at:
        form: Any = ReplyForm(request.POST or None, initial=started(reply=row.reply, words=row.reply_words, version=row.version))
        do: Any = operations.reply
    else:
        form = AttendedForm(request.POST or None, initial=started(attended=row.attended, came_of_it=row.came_of_it, version=row.version))
        do = operations.record_attended

    def go(values: dict[str, Any]) -> str:
        do(by=request.viewer, at=request.at, invitation=row, seen_version=values.pop("version"), **values)
        return back

    return form_page(
        request, form, title=row.occasion.title, back=back, do=go, done=_("Thank you. Your answer was saved."),
        template="panels/space_invitation.html", seat=seat, invitation=row, occasion=row.occasion, speaks=row.part == Invitation.Part.SPEAK,
    )  # fmt: skip


@may("panel.home")
def ask_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that minutes be corrected, between the day they were circulated and the meeting that agrees them."""
    seat, row = own(request, meetings.meetings_of, pk)
    attendance, back = meetings.own_attendance(seat, row), reverse("my_panel:meeting", args=[pk])
    if not meetings.may_ask(seat, attendance, row):
        raise Http404
    form = CorrectionForm(request.POST or None, items=meetings.minuted(row), initial=started())

    def do(values: dict[str, Any]) -> str:
        ask(by=request.viewer, at=request.at, minutes=row.minutes, attendance=attendance, **values)
        return back

    done = _("Thank you. You are told on this page what becomes of it.")
    return form_page(request, form, title=_("Ask for a correction of the minutes"), lead=day(row.starts_at), back=back, do=do, done=done)


@may("panel.home")
@for_a_seat
def survey(request: HttpRequest, seat: Member) -> HttpResponse:
    """The survey of the year where one is open and not answered; else what the last one said."""
    today = timezone.localdate(request.at)
    asked = to_answer(seat, today)
    if asked is None:
        last = latest_result(seat.panel, today=today)
        context: dict[str, object] = {"result": last, "caveat": CAVEAT}
        if last:
            context |= {"figures": [figure(each) for each in last.questions], "completeness": completeness(last.answered, last.asked)}
        return _page(request, seat, "panels/space_survey_results.html", **context)
    # Without the mark of other forms: it would keep the moment beside the account. Nobody answers twice in any case.
    form = SurveyForm(request.POST or None)
    back = address("home", seat)

    def do(values: dict[str, Any]) -> str:
        answers = {question.key: values[question.key] for question in QUESTIONS}
        answer_survey(by=request.viewer, at=request.at, survey=asked, member=seat, answers=answers, remark=values["remark"])
        return back

    return form_page(
        request, form, title=_("What do you think of your panel?"), back=back, do=do, done=_("Thank you. Your answers were counted."),
        template="panels/space_survey.html", seat=seat, survey=asked,
    )  # fmt: skip


@may("panel.home")
@for_a_seat
def own_seat(request: HttpRequest, seat: Member) -> HttpResponse:
    """To what is kept about the member: their undertaking, which they can sign, and their interests."""
    return redirect("panels:my_seat", seat.panel.code)


@may("panel.home")
@for_a_seat
def expenses(request: HttpRequest, seat: Member) -> HttpResponse:
    """To the member's claims on this panel."""
    return redirect("panels:my_claims", seat.panel.code)


def _page(request: HttpRequest, seat: Member, template: str, **context: object) -> HttpResponse:
    return render(request, template, {"seat": seat, "panel_query": f"?panel={seat.panel.code}", **context})
