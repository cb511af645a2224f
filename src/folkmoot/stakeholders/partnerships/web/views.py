"""Pages of partnerships."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.stakeholders.partnerships import operations, queries
from folkmoot.stakeholders.partnerships.models import Partnership
from folkmoot.stakeholders.partnerships.rules import State
from folkmoot.stakeholders.partnerships.web.forms import (
    ConfirmForm,
    ContactForm,
    EndForm,
    OutcomeForm,
    PartnershipFilter,
    PartnershipForm,
)  # fmt: skip
from folkmoot.webkit.forms import GovukForm

STORED = ("title", "kind", "purpose", "starts", "review_every_months", "agreement", "agreed_on", "agreed_until", "version")


@may("stakeholders.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = PartnershipFilter(request.GET, areas_for(viewer, "stakeholders.read", today=today))
    asked = filters.chosen
    wanted = asked | ({"state": State(asked["state"])} if "state" in asked else {})
    lines = queries.list_partnerships(viewer, today=today, **wanted)
    lapsed = sum(each.state is State.LAPSED for each in lines)
    seen = queries.partners_in_sight(viewer, [each.partnership for each in lines])
    shown = [(each, seen[each.partnership.pk]) for each in lines]
    context = {"filters": filters, "asked": asked, "lines": shown, "lapsed": lapsed, "may_add": viewer.may("stakeholders.write")}
    return render(request, "stakeholders/partnerships.html", context)


@may("stakeholders.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    partnership = _in_sight(request, pk)
    standing = queries.standing_of(partnership, timezone.localdate(request.at))
    partners = queries.partners_in_sight(request.viewer, [partnership])[partnership.pk]
    context = {
        "partnership": partnership, "standing": standing, "partners": partners, "may_write": _may_write(request, partnership),
    }  # fmt: skip
    return render(request, "stakeholders/partnership.html", context)


@may("stakeholders.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Add a partnership"), reverse("stakeholders:partnerships"), timezone.localdate(request.at)
    place = place_of_form(request, "stakeholders.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "stakeholders.write", title=title, back=back, today=today, national_too=True)
    form = PartnershipForm(request.POST or None, viewer=request.viewer, area=place.area, today=today, initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.add_partnership(by=request.viewer, at=request.at, area=place.area, **values))

    return form_page(request, form, title=title, lead=place.words, back=back, do=do, done=_("The partnership was added."))


@may("stakeholders.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    partnership = _to_write(request, pk)
    initial = {name: getattr(partnership, name) for name in STORED} | {
        "owner": partnership.owner_id, "aims": list(partnership.aims.all()), "trends": list(partnership.trends.all()),
        "partner_names": "\n".join(partner.name for partner in partnership.partners.all()),
    }  # fmt: skip
    made: dict[str, Any] = {"viewer": request.viewer, "area": partnership.area, "today": timezone.localdate(request.at)}
    form = PartnershipForm(request.POST or None, initial=started(**initial), known=partnership, **made)

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_partnership(by=request.viewer, at=request.at, partnership=partnership, seen_version=seen, **values)
        return _address(partnership)

    return form_page(
        request, form, title=_("Change the partnership"), lead=partnership.title, back=_address(partnership), do=do,
        done=_("The partnership was changed."),
    )  # fmt: skip


@may("stakeholders.write")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    initial = started(on=timezone.localdate(request.at))
    form = ContactForm(request.POST or None, initial=initial)
    return _step(request, pk, form, operations.record_contact, _("Record a contact"), _("The contact was recorded."))


@may("stakeholders.write")
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    initial = started(on=timezone.localdate(request.at))
    form = OutcomeForm(request.POST or None, initial=initial)
    return _step(request, pk, form, operations.record_outcome, _("Record what came of it"), _("The outcome was recorded."))


@may("stakeholders.write")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    form = EndForm(request.POST or None, initial=started())
    return _step(request, pk, form, operations.end_partnership, _("End this partnership"), _("The partnership was ended."))


@may("stakeholders.write")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    form = ConfirmForm(request.POST or None, initial=started())
    return _step(request, pk, form, operations.resume_partnership, _("Take it up again?"), _("The partnership is in being again."))


def _step(request: HttpRequest, pk: int, form: GovukForm, operation: Any, title: Any, done: Any) -> HttpResponse:
    partnership = _to_write(request, pk)

    def do(values: dict[str, Any]) -> str:
        operation(by=request.viewer, at=request.at, partnership=partnership, **values)
        return _address(partnership)

    return form_page(request, form, title=title, lead=partnership.title, back=_address(partnership), do=do, done=done)


def _address(partnership: Partnership) -> str:
    return reverse("stakeholders:partnership", args=[partnership.pk])


def _in_sight(request: HttpRequest, pk: int) -> Partnership:
    try:
        return queries.get_partnership(request.viewer, pk)
    except Partnership.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int) -> Partnership:
    """A partnership that this viewer may change; for any other the page does not exist."""
    partnership = _in_sight(request, pk)
    if not _may_write(request, partnership):
        raise Http404
    return partnership


def _may_write(request: HttpRequest, partnership: Partnership) -> bool:
    return bool(request.viewer.sight("stakeholders.write").holds(partnership.area_id))
