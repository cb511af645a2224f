"""Pages of the people we know. Each page that shows one is logged."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.filters import number_choice
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.areas.queries import list_counties
from folkmoot.communities.web.choices import community_choices
from folkmoot.communities.web.consultation import shown
from folkmoot.communities.web.forms import ConfirmForm
from folkmoot.foundation.periods import months_before
from folkmoot.foundation.typed import number
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.rules import QUIET_MONTHS
from folkmoot.stakeholders.web.forms import ANOTHER, ContactChangeForm, ContactForm, PeopleFilter, initial_of
from folkmoot.stakeholders.web.paging import page_of
from folkmoot.stakeholders.web.presenters import needs_words, person_to_do, uses_of
from folkmoot.stakeholders.web.views import may_write, unless_known


@may("stakeholders.read")
def listing(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    areas = list(areas_for(request.viewer, "stakeholders.read", today=today))
    only = areas[0] if len(areas) == 1 else None
    filters = PeopleFilter(
        request.GET, areas,
        **community_choices(request, areas, community_id=gettext_lazy("Can speak for")),
        county_id=number_choice(gettext_lazy("County"), ((one.pk, one.name) for one in list_counties(request.viewer, area=only))),
    )  # fmt: skip
    asked = filters.chosen
    rows = _listed(request, asked, today)
    page = page_of(request, rows)
    shown(request, page.object_list)
    past = queries.list_contacts(request.viewer, kept_past=today).count()
    noted = queries.with_safe_contact_note(request.viewer, [row.pk for row in page])
    context = {"filters": filters, "asked": asked, "page": page, "today": today, "past": past, "noted": noted}
    return render(request, "stakeholders/people.html", context | {"may_add": request.viewer.may("stakeholders.write")})


def _listed(request: HttpRequest, asked: dict[str, Any], today: date) -> QuerySet[Contact]:
    wanted = dict(asked)
    show = wanted.pop("kept", "")
    return queries.list_contacts(
        request.viewer, on=today, kept_past=today if show == "past" else None, no_basis=show == "no_basis",
        not_met_since=months_before(today, QUIET_MONTHS) if show == "quiet" else None, **wanted,
    )  # fmt: skip


@may("stakeholders.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    contact = in_sight(request, pk)
    viewer, today = request.viewer, timezone.localdate(request.at)
    shown(request, [contact])
    trail, roles = list(queries.trail_of(contact)), list(queries.affiliations(viewer).filter(contact=contact))
    uses = uses_of(contact, trail, today)
    context = {
        "contact": contact, "may_write": may_write(request, contact), "today": today, "trail": trail, "uses": uses, "roles": roles,
        "speaking": list(queries.speakers(viewer).filter(contact=contact)), "assessed": list(queries.assessments_of(contact)[:2]),
        "noted": bool(queries.with_safe_contact_note(viewer, [pk])), "needs": needs_words(contact),
        "may_read_note": viewer.may("safe_contact.read", contact.area_id),
        "may_write_note": viewer.may("safe_contact.write", contact.area_id),
        "may_see_activity": viewer.may("engagement.read", contact.area_id), "to_do": person_to_do(contact, uses, today),
    }  # fmt: skip
    return render(request, "stakeholders/person.html", context)


@may("stakeholders.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Add a person"), reverse("stakeholders:people"), timezone.localdate(request.at)
    organisation = _organisation_named(request)
    place = None if organisation else place_of_form(request, "stakeholders.write", today=today)
    area = organisation.area if organisation else place.area if place else None
    if area is None:
        return choose_area(request, "stakeholders.write", title=title, back=back, today=today)
    form = ContactForm(request.POST or None, organisations=organisations_of(request, area), initial=started(organisation=organisation))
    known = request.POST.get("known", "")
    if number(known):
        return redirect(address_of(in_sight(request, int(known))))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        values["needs_asked_on"] = form.asked_on(today)
        return address_of(operations.add_contact(by=request.viewer, at=request.at, area=area, another=known == ANOTHER, **values))

    def show() -> HttpResponse:
        return form_page(request, form, title=title, lead=organisation or area.name, back=back, do=do, done=_("The person was added."))

    why = _("We already know a person of this name or address. Choose which it is.")
    return unless_known(request, form, show, _("Which person is it?"), why, _("None of these: it is another person"))


@may("stakeholders.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    contact = to_write(request, pk)
    shown(request, [contact])
    form = ContactChangeForm(request.POST or None, initial=started(**initial_of(contact, ContactChangeForm)))

    def do(values: dict[str, Any]) -> str:
        values["needs_asked_on"] = form.asked_on(timezone.localdate(request.at))
        operations.change_contact(by=request.viewer, at=request.at, contact=contact, seen_version=values.pop("version"), **values)
        return address_of(contact)

    return form_page(
        request, form, title=_("Change the person’s details"), back=address_of(contact), do=do, done=_("The details were changed."),
        lead=contact.name,
    )  # fmt: skip


@may("stakeholders.write")
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    contact = to_write(request, pk)
    form = ConfirmForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.erase_contact(by=request.viewer, at=request.at, contact=contact)
        return reverse("stakeholders:people")

    return form_page(
        request, form, title=_("Erase this person’s details?"), back=address_of(contact), do=do, done=_("The details were erased."),
        lead=_("Name, roles, addresses, needs, notes and judgements are taken away for good. That somebody was met stays in the figures."),
    )  # fmt: skip


def address_of(contact: Contact) -> str:
    return reverse("stakeholders:person", args=[contact.pk])


def in_sight(request: HttpRequest, pk: int) -> Contact:
    try:
        return queries.get_contact(request.viewer, pk)
    except Contact.DoesNotExist:
        raise Http404 from None


def to_write(request: HttpRequest, pk: int) -> Contact:
    contact = in_sight(request, pk)
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


def organisations_of(request: HttpRequest, area: Area) -> Any:
    return queries.organisations(request.viewer).filter(area=area)
