"""Pages of single items: added, shown with where they came from, changed, given back, dropped."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import actions_from
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.agenda import operations
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.agenda.queries import minutes_of
from folkmoot.panels.agenda.sources import ITEM
from folkmoot.panels.agenda.web.forms import ItemForm, SureForm, WhyForm
from folkmoot.panels.agenda.web.presenters import line_of
from folkmoot.panels.agenda.web.sight import item_in_sight, meeting_in_sight
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.queries import name_of
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import may_in, remits_of
from folkmoot.panels.web.sight import panel_in_sight


@may("panels.write")
def new(request: HttpRequest, code: str) -> HttpResponse:
    panel = panel_in_sight(request, code, "panels.write")
    return _adding(request, panel, None, reverse("panels:backlog", args=[panel.code]))


@may("panels.write")
def new_at_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """An item put straight on an agenda; while the meeting goes on it leads back to the page on which minutes are written."""
    meeting = meeting_in_sight(request, pk, "panels.write")
    route = "panels:write_minutes" if meeting.state == Meeting.State.IN_PROGRESS else "panels:agenda"
    return _adding(request, meeting.panel, meeting, reverse(route, args=[pk]))


def _adding(request: HttpRequest, panel: Panel, meeting: Meeting | None, back: str) -> HttpResponse:
    form = ItemForm(request.POST or None, remits=remits_of(panel), initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        operations.add_item(by=request.viewer, at=request.at, panel=panel, meeting=meeting, **values)
        return back

    return form_page(request, form, title=_("Add an item"), lead=panel.name, back=back, do=do, done=_("The item was added."))


@may("panels.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    item: Any = item_in_sight(request, pk)
    declared = list(item.declarations.select_related("attendance__member__contact"))
    shown(request, declared)
    context = {
        "line": line_of(item, request.viewer), "item": item, "panel": item.panel, "meeting": item.meeting,
        "declared": [(each, name_of(each.attendance)) for each in declared], "enquiries": list(item.enquiries.all()),
        "before": _before(item), "after": item.carried_to.select_related("meeting").first(),
        "actions": list(actions_from(request.viewer, ITEM, pk)) if request.viewer.may("actions.read") else [],
        "recommendations": list(item.recommendations.all()), "may_write": may_in(request.viewer, item.panel, "panels.write"),
        "is_live": item.state in (Item.State.WAITING, Item.State.ON_AGENDA), "minuted": _state_of_minutes(item),
    }  # fmt: skip
    return render(request, "panels/agenda_item.html", context)


def _state_of_minutes(item: Item) -> str:
    minutes = minutes_of(item.meeting) if item.meeting else None
    return minutes.state if minutes else "draft"


def _before(item: Item) -> list[Item]:
    """The items this one carries on, the latest first; a chain of carrying is short, and ends."""
    found: list[Item] = []
    before = item.carries
    while before is not None and len(found) < 20:
        found.append(before)
        before = before.carries
    return found


@may("panels.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_in_sight(request, pk, "panels.write")
    stored = {name: getattr(item, name) for name in operations.CHANGEABLE | {"version"} if name != "remit"}
    form = ItemForm(
        request.POST or None, remits=remits_of(item.panel), item=item, initial=started(**stored, remit=item.remit_id)
    )  # fmt: skip
    back = reverse("panels:item", args=[pk])

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_item(by=request.viewer, at=request.at, item=item, seen_version=seen, **values)
        return back

    return form_page(request, form, title=_("Change the item"), lead=item.panel.name, back=back, do=do, done=_("The item was changed."))


@may("panels.write")
def off(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_in_sight(request, pk, "panels.write")
    meeting = item.meeting
    back = reverse("panels:agenda", args=[meeting.pk]) if meeting else reverse("panels:item", args=[pk])
    form = SureForm(request.POST or None, label=_("Give it back to the backlog"), initial=started())

    def do(_values: dict[str, Any]) -> str:
        operations.take_off(by=request.viewer, at=request.at, item=item)
        return back

    return form_page(request, form, title=_("Give this item back to the backlog?"), lead=item.title, back=back, do=do)


@may("panels.write")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    item = item_in_sight(request, pk, "panels.write")
    back = reverse("panels:item", args=[pk])

    def do(values: dict[str, Any]) -> str:
        operations.drop(by=request.viewer, at=request.at, item=item, why=values["why"])
        return reverse("panels:backlog", args=[item.panel.code])

    form = WhyForm(request.POST or None, initial=started())
    return form_page(request, form, title=_("Drop this item?"), lead=item.title, back=back, do=do, done=_("The item was dropped."))
