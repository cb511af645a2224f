"""The pages of the minimum set: Areas beside items, one item, drafts and issuing, where an item does not apply."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.minimum import operations, queries
from folkmoot.actions.minimum.models import MinimumItem
from folkmoot.actions.minimum.web.forms import ChangeItemForm, DecideForm, GiveOutForm, IssueForm, ItemForm, ReasonForm
from folkmoot.actions.minimum.web.presenters import shown
from folkmoot.strategy.measures.queries import measures
from folkmoot.strategy.queries import commitments_of_area


@may("actions.read")
def grid(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    rows = queries.grid(viewer, today=today)
    issues = viewer.sight("minimum.issue").national
    all_items = list(queries.items(viewer))
    context = {
        "items": [item for item in all_items if item.edition_id and not item.withdrawn_on],
        "withdrawn": [item for item in all_items if item.edition_id and item.withdrawn_on],
        "rows": [shown(row) for row in rows],
        "editions": queries.editions(viewer),
        "may_issue": issues,
        "drafts": sum(not item.edition_id and not item.withdrawn_on for item in all_items),
        "lacking": len(queries.areas_that_lack(today=today)) if issues else 0,
        "waiting": queries.waiting_exemptions(viewer),
    }
    return render(request, "actions/minimum_grid.html", context)


@may("actions.read")
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    row, viewer, today = _in_sight(request, item_id), request.viewer, timezone.localdate(request.at)
    rows = [shown(one) for one in queries.grid(viewer, today=today, item_id=row.pk, withdrawn=row.withdrawn_on is not None)]
    context = {
        "item": row, "rows": rows, "may_issue": viewer.sight("minimum.issue").national,
        "exemptions": queries.exemptions(viewer).filter(item=row),
    }  # fmt: skip
    return render(request, "actions/minimum_item.html", context)


@may("minimum.issue")
def drafts(request: HttpRequest) -> HttpResponse:
    return render(request, "actions/minimum_drafts.html", {"drafts": queries.drafts(request.viewer)})


@may("minimum.issue")
def new(request: HttpRequest) -> HttpResponse:
    form = ItemForm(request.POST or None, initial=started(), **_offered(request))

    def do(values: dict[str, Any]) -> str:
        operations.write_item(by=request.viewer, at=request.at, **values)
        return reverse("actions:minimum_drafts")

    return form_page(
        request, form, title=_("Write an item for the minimum set"), back=reverse("actions:minimum_drafts"), do=do,
        done=_("The draft was saved. No Area has it before you issue it."),
    )  # fmt: skip


@may("minimum.issue")
def change(request: HttpRequest, item_id: int) -> HttpResponse:
    row = _in_sight(request, item_id)
    first = {name: getattr(row, name) for name in (*operations.CHANGEABLE, "version")}
    form = ChangeItemForm(request.POST or None, initial=started(**first), **_offered(request))

    def do(values: dict[str, Any]) -> str:
        operations.change_item(by=request.viewer, at=request.at, item=row, seen_version=values.pop("version"), **values)
        return reverse("actions:minimum_drafts")

    return form_page(
        request, form, title=_("Change the draft"), back=reverse("actions:minimum_drafts"), do=do, done=_("The draft was changed.")
    )


@may("minimum.issue")
def issue(request: HttpRequest) -> HttpResponse:
    form = IssueForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.issue_set(by=request.viewer, at=request.at, **values)
        return reverse("actions:minimum")

    return form_page(
        request, form, title=_("Issue the drafts to every Area"), back=reverse("actions:minimum_drafts"), do=do,
        done=_("The items were issued. Every Area has its own actions now."), template="actions/minimum_issue.html",
        drafts=queries.drafts(request.viewer),
    )  # fmt: skip


@may("minimum.issue")
def give_out(request: HttpRequest) -> HttpResponse:
    """For Areas that began since an item was issued."""
    form = GiveOutForm(request.POST or None, initial=started())

    def do(_values: dict[str, Any]) -> str:
        operations.give_out(by=request.viewer, at=request.at)
        return reverse("actions:minimum")

    return form_page(
        request, form, title=_("Areas that have not been given their actions"), back=reverse("actions:minimum"), do=do,
        done=_("They have their actions now."), template="actions/minimum_give_out.html",
        lacking=queries.areas_that_lack(today=timezone.localdate(request.at)),
    )  # fmt: skip


@may("minimum.issue")
def withdraw(request: HttpRequest, item_id: int) -> HttpResponse:
    row = _in_sight(request, item_id)
    form = ReasonForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.withdraw_item(by=request.viewer, at=request.at, item=row, **values)
        return reverse("actions:minimum") if row.edition_id else reverse("actions:minimum_drafts")

    return form_page(
        request, form, title=_("Withdraw an item"), lead=row.title, back=_address(row), do=do,
        done=_("The item was withdrawn. What was achieved stays."),
    )  # fmt: skip


@may("actions.write")
def exempt(request: HttpRequest, item_id: int, area_code: str) -> HttpResponse:
    row = _in_sight(request, item_id)
    areas = areas_for(request.viewer, "actions.write", today=timezone.localdate(request.at))
    area = next((one for one in areas if one.code == area_code), None)
    if area is None:
        raise Http404
    form = ReasonForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.ask_exemption(by=request.viewer, at=request.at, item=row, area=area, **values)
        return _address(row)

    return form_page(
        request, form, title=_("Say that an item does not apply"), lead=f"{area.name}: {row.title}", back=_address(row), do=do,
        done=_("Headquarters was asked. Until it agrees, the action stays open."),
    )  # fmt: skip


@may("minimum.issue")
def decide(request: HttpRequest, exemption_id: int) -> HttpResponse:
    exemption = queries.exemptions(request.viewer).filter(pk=exemption_id).first()
    if exemption is None:
        raise Http404
    form = DecideForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.decide_exemption(by=request.viewer, at=request.at, exemption=exemption, **values)
        return _address(exemption.item)

    return form_page(
        request, form, title=_("Does this item apply?"), back=_address(exemption.item), do=do, done=_("The decision was saved."),
        template="actions/minimum_decide.html", exemption=exemption,
    )  # fmt: skip


def _offered(request: HttpRequest) -> dict[str, Any]:
    return {"commitments": commitments_of_area(request.viewer, None).filter(kind="commitment"), "measures": measures(request.viewer)}


def _in_sight(request: HttpRequest, item_id: int) -> MinimumItem:
    try:
        return queries.get_item(request.viewer, item_id)
    except MinimumItem.DoesNotExist:
        raise Http404 from None


def _address(row: MinimumItem) -> str:
    return reverse("actions:minimum_item", args=[row.pk])
