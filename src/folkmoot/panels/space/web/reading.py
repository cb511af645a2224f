"""The pages on which a member reads: home, meetings, papers, recommendations, who sits on the panel, the role, words explained."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.agenda.web.presenters import attendances_of, sheet_of
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.meetings.replying import take_reply
from folkmoot.panels.meetings.rules import replies_for
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.papers.models import MeetingPaper
from folkmoot.panels.papers.operations import read_paper
from folkmoot.panels.queries import terms_on
from folkmoot.panels.recommendations.queries import of_panel
from folkmoot.panels.space import meetings
from folkmoot.panels.space.seats import seats
from folkmoot.panels.space.waiting import Waiting, waiting_on
from folkmoot.panels.space.web.forms import MeetingReplyForm
from folkmoot.panels.space.web.gate import address, for_a_seat, own
from folkmoot.panels.space.web.presenters import RECOMMENDATION_COLOURS, RECOMMENDATION_WORDS
from folkmoot.panels.space.words import words as panel_words


@may("panel.home")
@for_a_seat
def home(request: HttpRequest, seat: Member) -> HttpResponse:
    today = timezone.localdate(request.at)
    meeting = meetings.coming(seat, today)
    attendance = meetings.own_attendance(seat, meeting) if meeting else None
    context = {
        "meeting": meeting, "attendance": attendance, "waiting": [(one, _address(one, seat)) for one in waiting_on(seat, request.at)],
        "recommendations": _lines(seat, request)[:3], "cancelled": list(meetings.cancelled_ahead(seat, request.at)),
        "several": len(request.viewer.panels("panel.home")) > 1,
    }  # fmt: skip
    return _page(request, seat, "panels/space_home.html", **context)


@may("panel.home")
@for_a_seat
def next_meeting(request: HttpRequest, seat: Member) -> HttpResponse:
    """The next meeting with agenda and papers, and the meetings that were held."""
    meeting = meetings.coming(seat, timezone.localdate(request.at))
    found = meetings.own_meeting(seat, meeting, request.at) if meeting else None
    cancelled = list(meetings.cancelled_ahead(seat, request.at))
    return _page(request, seat, "panels/space_next.html", found=found, held=meetings.held(seat)[:12], cancelled=cancelled)


@may("panel.home")
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting with its agenda, papers, and minutes once they were circulated."""
    seat, row = own(request, meetings.meetings_of, pk)
    found = meetings.own_meeting(seat, row, request.at)
    record = None if found.no_papers else meetings.minutes_to_read(row)  # minutes are as confidential as papers
    people = attendances_of(row) if record else []
    shown(request, people)
    context = {
        "found": found, "sheet": sheet_of(record, people) if record else None, "asked": list(meetings.asked_by(found.attendance)),
        "may_ask": meetings.may_ask(seat, found.attendance, row),
    }  # fmt: skip
    return _page(request, seat, "panels/space_meeting.html", **context)


@may("panel.home")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether they come to a meeting."""
    seat, row = own(request, meetings.meetings_of, pk)
    attendance = meetings.own_attendance(seat, row)
    if attendance is None:
        raise Http404
    given = {"reply": "" if attendance.reply == Attendance.Reply.NONE else attendance.reply, "words": attendance.reply_words}
    form = MeetingReplyForm(request.POST or None, replies=replies_for(row.where), initial=started(**given))
    back = address("next", seat)

    def do(values: dict[str, str]) -> str:
        take_reply(by=request.viewer, at=request.at, attendance=attendance, way=Attendance.Way.SPACE, **values)
        return back

    title = _("Are you coming to the meeting?")
    return form_page(
        request, form, title=title, back=back, do=do, done=_("Thank you. Your answer was saved."), template="panels/space_reply.html",
        seat=seat, meeting=row,
    )  # fmt: skip


@may("panel.home")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: a file is handed over to be saved, words are shown."""
    seat, row = own(request, _papers, pk)
    opened = read_paper(by=request.viewer, at=request.at, member=seat, paper=row, route=request.path)
    if opened is None:
        return _page(request, seat, "panels/space_paper.html", paper=row)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    answer = HttpResponse(opened.data, content_type=opened.content_type, headers=headers)
    answer.headers["Content-Disposition"] = content_disposition_header(True, opened.file_name) or "attachment"
    return answer


@may("panel.home")
@for_a_seat
def recommendations(request: HttpRequest, seat: Member) -> HttpResponse:
    return _page(request, seat, "panels/space_recommendations.html", lines=_lines(seat, request))


@may("panel.home")
@for_a_seat
def members(request: HttpRequest, seat: Member) -> HttpResponse:
    """Who sits on the panel: names and positions, nothing else."""
    rows = sorted(sitting(seat.panel, timezone.localdate(request.at)), key=lambda row: row.contact.name)
    shown(request, rows)
    return _page(request, seat, "panels/space_members.html", rows=rows)


@may("panel.home")
@for_a_seat
def role(request: HttpRequest, seat: Member) -> HttpResponse:
    """What a member does and does not do, and the terms of reference that hold."""
    return _page(request, seat, "panels/space_role.html", terms=terms_on(seat.panel, timezone.localdate(request.at)))


@may("panel.home")
@for_a_seat
def words(request: HttpRequest, seat: Member) -> HttpResponse:
    return _page(request, seat, "panels/space_words.html", words=panel_words())


@may("panel.home")
def choose(request: HttpRequest) -> HttpResponse:
    """Whoever sits on several panels chooses which to look at."""
    held = seats(request.viewer, timezone.localdate(request.at))
    return render(request, "panels/space_choose.html", {"seats": held, "path": reverse("my_panel:home")})


def _address(one: Waiting, seat: Member) -> str:
    """Where the member does what waits; "" where it is not for them to do."""
    return one.address or (address(one.route, seat, *([one.pk] if one.pk else [])) if one.route else "")


def _papers(seat: Member) -> QuerySet[MeetingPaper]:
    """The papers of the meetings that a member may see; whether they may open one is asked when they do."""
    rows = MeetingPaper.objects.select_related("meeting__panel", "item", "file").prefetch_related("readers")
    return rows.filter(meeting__in=meetings.meetings_of(seat))


def _page(request: HttpRequest, seat: Member, template: str, **context: object) -> HttpResponse:
    return render(request, template, {"seat": seat, "panel_query": f"?panel={seat.panel.code}", **context})


def _lines(seat: Member, request: HttpRequest) -> list[tuple[object, object, str]]:
    """The panel's recommendations, the latest first, each with where it stands in words and the colour of its tag."""
    found = reversed(of_panel(seat.panel, timezone.localdate(request.at)))
    return [(each, RECOMMENDATION_WORDS[each.state], RECOMMENDATION_COLOURS[each.state]) for each in found]
