"""The service's pages: whom members told, where they are invited, and what they think of their panel."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.members.queries import sitting
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import may_in, panels
from folkmoot.panels.space import meetings, operations, queries
from folkmoot.panels.space.models import Briefing, Invitation, Occasion
from folkmoot.panels.space.web.gate import choose_panel
from folkmoot.panels.space.web.service_forms import (
    CancelForm,
    InviteForm,
    InviteMoreForm,
    LogForm,
    PanelFilter,
    RecordForm,
    TakeUpForm,
)
from folkmoot.panels.web.sight import panel_in_sight
from folkmoot.voice.queries import points

A_PAGE = 30


@may("panels.read")
def briefings(request: HttpRequest) -> HttpResponse:
    """Whom members told. Who keeps the members sees who it was; other readers see the panel alone."""
    viewer = request.viewer
    filters = PanelFilter(request.GET, panels(viewer, ended=True))
    panel = filters.panel
    page = Paginator(queries.briefings(viewer, panel=panel), A_PAGE).get_page(request.GET.get("page"))
    lines = [(row, may_in(viewer, row.member.panel, "panels.members"), may_in(viewer, row.member.panel, "panels.write")) for row in page]
    shown(request, [row for row, _named, _writes in lines])
    context = {"filters": filters, "asked": filters.chosen, "page": page, "lines": lines, "may_write": viewer.may("panels.write")}
    return render(request, "panels/space_service_briefings.html", context)


@may("panels.read")
def briefing(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, and the point that was made of it where the viewer may read it."""
    row, viewer = _briefing(request, pk, "panels.read"), request.viewer
    shown(request, [row])
    made = queries.point_of(row)
    point = made if made and viewer.may("voice.read") and points(viewer).filter(pk=made.pk).exists() else None
    context = {
        "one": row, "named": may_in(viewer, row.member.panel, "panels.members"), "point": point,
        "writes": may_in(viewer, row.member.panel, "panels.write") and not row.is_point,
    }  # fmt: skip
    return render(request, "panels/space_service_briefing.html", context)


@may("panels.write")
def log_briefing(request: HttpRequest) -> HttpResponse:
    """Log for a member what they told, on paper or by telephone."""
    back = reverse("panels:briefings")
    panel = _panel_to_write(request)
    if panel is None:
        return choose_panel(request, panels(request.viewer, "panels.write"), title=_("Log whom a member told"), back=back)
    today = timezone.localdate(request.at)
    seats = list(sitting(panel, today))
    held = meetings.held_by(panel)
    form = LogForm(request.POST or None, seats=seats, meetings=held, initial=started(on=today))

    def do(values: dict[str, Any]) -> str:
        member = _one_of(seats, values.pop("member"))
        del values["version"]
        operations.log_briefing(by=request.viewer, at=request.at, member=member, **values)
        return back

    shown(request, seats)
    return form_page(request, form, title=_("Log whom a member told"), lead=panel.name, back=back, do=do, done=_("It was logged."))


@may("panels.write")
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a point of what people said to a member."""
    row = _briefing(request, pk)
    back, panel = reverse("panels:briefings"), row.member.panel
    areas = areas_for(request.viewer, "voice.write", today=timezone.localdate(request.at)) if panel.area is None else None
    form = TakeUpForm(request.POST or None, areas=areas, initial=started())
    shown(request, [row])

    def do(values: dict[str, Any]) -> str:
        point = operations.take_up(by=request.viewer, at=request.at, briefing=row, **values)
        seen = points(request.viewer).filter(pk=point.pk).exists()
        return reverse("voice:detail", args=[point.pk]) if seen else back

    return form_page(
        request, form, title=_("Take up what people said?"), lead=panel.name, back=back, do=do, done=_("It is a point now."),
        template="panels/space_service_take_up.html", briefing=row,
    )  # fmt: skip


@may("panels.read")
def invitations(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    filters = PanelFilter(request.GET, panels(viewer, ended=True))
    page = Paginator(queries.occasions(viewer, panel=filters.panel), A_PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "asked": filters.chosen, "page": page, "may_write": viewer.may("panels.write"), "now": request.at}
    return render(request, "panels/space_service_invitations.html", context)


@may("panels.write")
def invite(request: HttpRequest) -> HttpResponse:
    back = reverse("panels:invitations")
    panel = _panel_to_write(request)
    if panel is None:
        return choose_panel(request, panels(request.viewer, "panels.write"), title=_("Invite members"), back=back)
    seats = list(sitting(panel, timezone.localdate(request.at)))
    form = InviteForm(request.POST or None, seats=seats, initial=started())
    shown(request, seats)

    def do(values: dict[str, Any]) -> str:
        values["members"] = [_one_of(seats, pk) for pk in values["members"]]
        occasion = operations.invite(by=request.viewer, at=request.at, panel=panel, **values)
        return reverse("panels:occasion", args=[occasion.pk])

    return form_page(request, form, title=_("Invite members"), lead=panel.name, back=back, do=do, done=_("They were invited."))


@may("panels.read")
def occasion(request: HttpRequest, pk: int) -> HttpResponse:
    """One occasion; the names of those invited are for those who keep the members."""
    row = _occasion(request, pk)
    names = may_in(request.viewer, row.panel, "panels.members")
    rows = list(row.invitations.all())
    if names:
        shown(request, rows)
    context = {
        "occasion": row, "rows": rows if names else [], "invited": len(rows),
        "coming": sum(each.reply == Invitation.Reply.YES for each in rows),
        "came": sum(each.attended == Invitation.Attended.YES for each in rows), "over": row.starts_at <= request.at,
        "may_write": may_in(request.viewer, row.panel, "panels.write") and names,
    }  # fmt: skip
    return render(request, "panels/space_service_occasion.html", context)


@may("panels.write")
def invite_more(request: HttpRequest, pk: int) -> HttpResponse:
    row = _occasion(request, pk, "panels.write")
    invited = {each.member.contact_id for each in row.invitations.all()}
    seats = [each for each in sitting(row.panel, timezone.localdate(request.at)) if each.contact_id not in invited]
    form = InviteMoreForm(request.POST or None, seats=seats, initial=started())
    back = reverse("panels:occasion", args=[pk])
    shown(request, seats)

    def do(values: dict[str, Any]) -> str:
        values["members"] = [_one_of(seats, each) for each in values["members"]]
        operations.invite_more(by=request.viewer, at=request.at, occasion=row, **values)
        return back

    return form_page(request, form, title=_("Invite more members"), lead=row.title, back=back, do=do, done=_("They were invited."))


@may("panels.write")
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter for a member what they answered, or whether they were there."""
    row = _invitation(request, pk)
    over, back = row.occasion.starts_at <= request.at, reverse("panels:occasion", args=[row.occasion_id])
    first = {"answer": row.attended if over else row.reply, "words": row.came_of_it if over else row.reply_words, "version": row.version}
    form = RecordForm(request.POST or None, over=over, initial=started(**first))
    shown(request, [row])

    def do(values: dict[str, Any]) -> str:
        given: dict[str, Any] = {"by": request.viewer, "at": request.at, "invitation": row, "seen_version": values["version"]}
        if over:
            operations.record_attended(attended=values["answer"], came_of_it=values["words"], **given)
        else:
            operations.reply(reply=values["answer"], words=values["words"], **given)
        return back

    title = _("Was the member there?") if over else _("What did the member answer?")
    return form_page(request, form, title=title, lead=row.member.contact.name, back=back, do=do, done=_("It was saved."))


@may("panels.write")
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = _occasion(request, pk, "panels.write")
    back = reverse("panels:occasion", args=[pk])

    def do(values: dict[str, Any]) -> str:
        operations.cancel_occasion(by=request.viewer, at=request.at, occasion=row, **values)
        return back

    form = CancelForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("Cancel it?"), lead=row.title, back=back, do=do, done=_("It was cancelled, and members were written to.")
    )


def _panel_to_write(request: HttpRequest) -> Panel | None:
    """The panel that the address names (`?panel=code`), the only one there is, or None where the person must choose."""
    code = request.GET.get("panel", "")
    if code:
        return panel_in_sight(request, code, "panels.write")
    own = list(panels(request.viewer, "panels.write")[:2])
    return own[0] if len(own) == 1 else None


def _one_of(seats: Iterable[Any], pk: int) -> Any:
    return next(each for each in seats if each.pk == pk)


def _briefing(request: HttpRequest, pk: int, capability: str = "panels.write") -> Any:
    try:
        return queries.get_briefing(request.viewer, pk, capability)
    except Briefing.DoesNotExist:
        raise Http404 from None


def _occasion(request: HttpRequest, pk: int, capability: str = "panels.read") -> Occasion:
    try:
        row = queries.get_occasion(request.viewer, pk)
    except Occasion.DoesNotExist:
        raise Http404 from None
    if not may_in(request.viewer, row.panel, capability):
        raise Http404
    return row


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    row = Invitation.objects.select_related("occasion__panel__area", "member__contact", "member__panel").filter(pk=pk).first()
    if row is None or not may_in(request.viewer, row.occasion.panel, "panels.write"):
        raise Http404
    return row
