"""Pages of organisations."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.access import may
from folkmoot.actions.web.choices import areas_for, choose_area, place_of_form
from folkmoot.actions.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.areas.queries import list_counties
from folkmoot.communities.models import Community
from folkmoot.communities.queries import communities, list_communities
from folkmoot.communities.web.consultation import shown
from folkmoot.communities.web.filters import number_choice
from folkmoot.foundation.typed import number
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.web.forms import ANOTHER, MayBeKnown, OrganisationFilter, OrganisationForm, initial_of

A_PAGE = 50


@may("stakeholders.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = areas_for(viewer, "stakeholders.read", today=today)
    only = areas[0] if len(areas) == 1 else None
    filters = OrganisationFilter(
        request.GET, areas,
        community_id=number_choice(gettext_lazy("Community"), ((one.pk, str(one)) for one in list_communities(viewer, today=today))),
        county_id=number_choice(gettext_lazy("County"), ((one.pk, one.name) for one in list_counties(viewer, area=only))),
    )  # fmt: skip
    asked = filters.chosen
    rows = queries.list_organisations(viewer, **{**asked, "ended": bool(asked.get("ended"))})
    context = {"filters": filters, "asked": asked, "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page"))}
    return render(request, "stakeholders/list.html", context | {"may_add": viewer.may("stakeholders.write")})


@may("stakeholders.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = _in_sight(request, pk)
    contacts = list(queries.contacts(request.viewer).filter(organisation=organisation))
    shown(request, [organisation, *contacts])
    context = {
        "organisation": organisation, "contacts": contacts,
        "communities": communities(request.viewer).filter(organisations=organisation),
        "may_write": may_write(request, organisation), "may_see_activity": request.viewer.may("engagement.read", organisation.area_id),
    }  # fmt: skip
    return render(request, "stakeholders/detail.html", context)


@may("stakeholders.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Add an organisation"), reverse("stakeholders:list"), timezone.localdate(request.at)
    place = place_of_form(request, "stakeholders.write", today=today)
    if place is None or place.area is None:
        return choose_area(request, "stakeholders.write", title=title, back=back, today=today)
    area = place.area
    form = OrganisationForm(
        request.POST or None, viewer=request.viewer, area=area, communities=communities_offered(request, area), stored=False,
        initial=started(name=request.GET.get("name", "")),
    )  # fmt: skip
    known = request.POST.get("known", "")
    if number(known):
        return redirect(_address(_in_sight(request, int(known))))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.add_organisation(by=request.viewer, at=request.at, area=area, another=known == ANOTHER, **values))

    def show() -> HttpResponse:
        return form_page(request, form, title=title, lead=area.name, back=back, do=do, done=_("The organisation was added."))

    why = _("We already know this organisation, or one very like it. Choose which it is.")
    return unless_known(request, form, show, _("Which organisation is it?"), why, _("None of these: it is another organisation"))


@may("stakeholders.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = _to_write(request, pk)
    shown(request, [organisation])
    offered = communities_offered(request, organisation.area, also_of=organisation)
    form = OrganisationForm(
        request.POST or None, viewer=request.viewer, area=organisation.area, communities=offered, stored=True,
        initial=started(**initial_of(organisation, OrganisationForm)),
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        operations.change_organisation(
            by=request.viewer, at=request.at, organisation=organisation, seen_version=values.pop("version"), **values
        )
        return _address(organisation)

    return form_page(request, form, title=_("Change the organisation"), lead=organisation.name, back=_address(organisation), do=do,
                     done=_("The organisation was changed."))  # fmt: skip


def unless_known(
    request: HttpRequest, form: MayBeKnown, show: Callable[[], HttpResponse], question: Any, why: Any, another: Any
) -> HttpResponse:
    """The page that `show` gives, or, where what was entered may be known already, the same page with that question first."""
    try:
        return show()
    except operations.AlreadyKnown as already:
        form.ask_whether_known(already.rows, question, why, another)
        shown(request, already.rows)
        return show()


def communities_offered(request: HttpRequest, area: Area, also_of: Organisation | None = None) -> list[Community]:
    """The communities in being of an Area and of the whole service, and those an organisation already belongs to."""
    today = timezone.localdate(request.at)
    offered = list(list_communities(request.viewer, today=today, area_id=area.pk))
    ended = [one for one in also_of.communities.all() if one not in offered] if also_of else []
    return [*offered, *ended]


def _address(organisation: Organisation | Contact) -> str:
    return reverse("stakeholders:detail", args=[organisation.pk])


def _in_sight(request: HttpRequest, pk: int) -> Organisation:
    try:
        return queries.get_organisation(request.viewer, pk)
    except Organisation.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int) -> Organisation:
    organisation = _in_sight(request, pk)
    if not may_write(request, organisation):
        raise Http404
    return organisation


def may_write(request: HttpRequest, row: Organisation | Contact) -> bool:
    return bool(request.viewer.may("stakeholders.write", row.area_id))
