"""Pages of the people we know. Each page that shows one is logged."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.actions.web.choices import areas_for, choose_area, place_of_form
from folkmoot.actions.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.communities.web.consultation import shown
from folkmoot.communities.web.forms import ConfirmForm
from folkmoot.foundation.typed import number
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.web.forms import ANOTHER, ContactForm, PeopleFilter, initial_of
from folkmoot.stakeholders.web.views import A_PAGE, may_write, unless_known


@may("stakeholders.read")
def listing(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    filters = PeopleFilter(request.GET, areas_for(request.viewer, "stakeholders.read", today=today))
    asked = filters.chosen
    rows = queries.list_contacts(
        request.viewer, search=asked.get("search", ""), area_id=asked.get("area_id"), kept_past=today if asked.get("kept") else None
    )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown(request, page.object_list)
    past = queries.list_contacts(request.viewer, kept_past=today).count()
    context = {"filters": filters, "asked": asked, "page": page, "today": today, "past": past}
    return render(request, "stakeholders/people.html", context | {"may_add": request.viewer.may("stakeholders.write")})


@may("stakeholders.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _in_sight(request, pk)
    shown(request, [contact])
    context = {"contact": contact, "may_write": may_write(request, contact), "today": timezone.localdate(request.at)}
    return render(request, "stakeholders/person.html", context)


@may("stakeholders.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Add a person"), reverse("stakeholders:people"), timezone.localdate(request.at)
    organisation = _organisation_named(request)
    place = None if organisation else place_of_form(request, "stakeholders.write", today=today)
    area = organisation.area if organisation else place.area if place else None
    if area is None:
        return choose_area(request, "stakeholders.write", title=title, back=back, today=today)
    form = ContactForm(request.POST or None, organisations=_organisations_of(request, area), initial=started(organisation=organisation))
    known = request.POST.get("known", "")
    if number(known):
        return redirect(_address(_in_sight(request, int(known))))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.add_contact(by=request.viewer, at=request.at, area=area, another=known == ANOTHER, **values))

    def show() -> HttpResponse:
        return form_page(request, form, title=title, lead=organisation or area.name, back=back, do=do, done=_("The person was added."))

    why = _("We already know a person of this name or address. Choose which it is.")
    return unless_known(request, form, show, _("Which person is it?"), why, _("None of these: it is another person"))


@may("stakeholders.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _to_write(request, pk)
    shown(request, [contact])
    initial = started(**initial_of(contact, ContactForm))
    form = ContactForm(request.POST or None, organisations=_organisations_of(request, contact.area), initial=initial)

    def do(values: dict[str, Any]) -> str:
        operations.change_contact(by=request.viewer, at=request.at, contact=contact, seen_version=values.pop("version"), **values)
        return _address(contact)

    return form_page(
        request, form, title=_("Change the person’s details"), back=_address(contact), do=do, done=_("The details were changed.")
    )


@may("stakeholders.write")
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _to_write(request, pk)
    form = ConfirmForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.erase_contact(by=request.viewer, at=request.at, contact=contact)
        return reverse("stakeholders:people")

    return form_page(
        request, form, title=_("Erase this person’s details?"), back=_address(contact), do=do, done=_("The details were erased."),
        lead=_("Name, role, addresses, access needs and organisation are taken away for good. That somebody was met stays in the figures."),
    )  # fmt: skip


def _address(contact: Contact) -> str:
    return reverse("stakeholders:person", args=[contact.pk])


def _in_sight(request: HttpRequest, pk: int) -> Contact:
    try:
        return queries.get_contact(request.viewer, pk)
    except Contact.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int) -> Contact:
    contact = _in_sight(request, pk)
    if not may_write(request, contact):
        raise Http404
    return contact


def _organisation_named(request: HttpRequest) -> Organisation | None:
    """The organisation in the address, where the person is added from its page."""
    named = request.GET.get("organisation", "")
    if not named:
        return None
    organisation = queries.organisations(request.viewer).filter(pk=given).first() if (given := number(named)) else None
    if organisation is None or not may_write(request, organisation):
        raise Http404
    return organisation


def _organisations_of(request: HttpRequest, area: Area) -> Any:
    return queries.organisations(request.viewer).filter(area=area)
