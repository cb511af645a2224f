"""What is recorded at an item: interests, what the panel wants found out and the replies, and actions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.web.raising import raising_page
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.agenda import operations, queries
from folkmoot.panels.agenda.models import Declaration, Enquiry, Item
from folkmoot.panels.agenda.sources import ITEM
from folkmoot.panels.agenda.web.forms import AskForm, DeclareForm, ReplyForm, SureForm
from folkmoot.panels.agenda.web.sight import item_in_sight, row_in_sight
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.queries import attendances
from folkmoot.panels.members.models import Interest
from folkmoot.panels.queries import may_in

HERE = (Attendance.Present.ROOM, Attendance.Present.ONLINE)


@may("panels.write")
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_in_sight(request, pk, "panels.write")
    people = list(attendances(item.meeting).filter(present__in=HERE)) if item.meeting else []
    standing = _standing_interests(request, item, people)
    shown(request, [*people, *standing])
    form = DeclareForm(request.POST or None, people=people, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.declare(by=request.viewer, at=request.at, item=item, **values)
        return _back(item)

    return _page(request, item, form, _("Record an interest"), do, template="panels/agenda_declare.html", people=people, standing=standing)


def _standing_interests(request: HttpRequest, item: Item, people: list[Attendance]) -> list[Interest]:
    """What those who are there declared before, for whoever may see what is kept about members."""
    if not may_in(request.viewer, item.panel, "panels.members"):
        return []
    rows = Interest.objects.filter(member__in=[row.member_id for row in people if row.member_id], ended_on__isnull=True)
    return list(rows.exclude(kind=Interest.Kind.NONE).select_related("member__contact"))


@may("panels.write")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Declaration.objects.select_related("item__panel__area", "item__meeting", "attendance")
    declaration = row_in_sight(request, rows, pk, "panels.write", panel="item__panel")
    form = SureForm(request.POST or None, label=_("Take it back"), initial=started())

    def do(_values: dict[str, Any]) -> str:
        operations.take_back(by=request.viewer, at=request.at, declaration=declaration)
        return _back(declaration.item)

    return _page(request, declaration.item, form, _("Take back an interest that was entered by mistake?"), do)


@may("panels.write")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_in_sight(request, pk, "panels.write")
    form = AskForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.ask(by=request.viewer, at=request.at, item=item, **values)
        return _back(item)

    return _page(request, item, form, _("Record what the panel wants to know"), do)


@may("actions.write")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_in_sight(request, pk)
    return raising_page(
        request, origin_kind=ITEM, origin_id=pk, area=item.panel.area, title=_("Raise an action from this item"), lead=item.title,
        back=_back(item),
    )  # fmt: skip


@may("panels.read")
def enquiries(request: HttpRequest) -> HttpResponse:
    rows = queries.enquiries(request.viewer)
    answering = request.viewer.sight("panels.answer")
    lists = {
        "open": [(each, answering.holds(each.panel.area_id)) for each in rows.filter(replied_at__isnull=True)],
        "to_tell": rows.filter(replied_at__isnull=False, told_at_meeting__isnull=True),
        "told": rows.filter(told_at_meeting__isnull=False).order_by("-replied_at")[:50],
    }  # fmt: skip
    return render(request, "panels/agenda_enquiries.html", lists)


@may("panels.answer")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Enquiry.objects.select_related("panel__area", "item")
    enquiry = row_in_sight(request, rows, pk, "panels.answer", panel="panel")
    form = ReplyForm(request.POST or None, initial=started(version=enquiry.version))

    def do(values: dict[str, Any]) -> str:
        operations.reply_to(by=request.viewer, at=request.at, enquiry=enquiry, reply=values["reply"], seen_version=values["version"])
        return reverse("panels:enquiries")

    return form_page(
        request, form, title=_("Reply to the panel"), lead=enquiry.words, back=reverse("panels:enquiries"), do=do,
        done=_("The reply was recorded. The panel is told of it at its next meeting."),
    )  # fmt: skip


def _page(request: HttpRequest, item: Item, form: Any, title: Any, do: Any, **more: Any) -> HttpResponse:
    return form_page(request, form, title=title, lead=item.title, back=_back(item), do=do, **more)


def _back(item: Item) -> str:
    """While the meeting goes on to the page on which its minutes are written, at this item; else to the item."""
    if item.meeting is not None and item.meeting.state == Meeting.State.IN_PROGRESS:
        return f"{reverse('panels:write_minutes', args=[item.meeting_id])}#item-{item.pk}"
    return reverse("panels:item", args=[item.pk])
