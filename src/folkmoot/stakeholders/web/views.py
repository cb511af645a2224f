"""Pages of organisations."""

from collections.abc import Callable
from typing import Any

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
from folkmoot.communities.models import Community
from folkmoot.communities.queries import communities, list_communities
from folkmoot.communities.web.choices import community_choices
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation.periods import months_before
from folkmoot.foundation.typed import number
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.rules import QUIET_MONTHS
from folkmoot.stakeholders.web.forms import ANOTHER, MayBeKnown, OrganisationFilter, OrganisationForm, initial_of
from folkmoot.stakeholders.web.paging import page_of
from folkmoot.stakeholders.web.presenters import organisation_to_do, people_there


@may("stakeholders.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    areas = list(areas_for(viewer, "stakeholders.read", today=today))
    only = areas[0] if len(areas) == 1 else None
    filters = OrganisationFilter(
        request.GET, areas,
        **community_choices(request, areas, community_id=gettext_lazy("Works with"), speaks_for_id=gettext_lazy("Can speak for")),
        county_id=number_choice(gettext_lazy("County"), ((one.pk, one.name) for one in list_counties(viewer, area=only))),
    )  # fmt: skip
    asked = filters.chosen
    wanted = dict(asked)
    show = wanted.pop("show", "")
    quiet = months_before(today, QUIET_MONTHS) if show == "quiet" else None
    rows = queries.list_organisations(viewer, ended=show == "ended", nobody_known=show == "nobody", not_met_since=quiet, **wanted)
    context = {"filters": filters, "asked": asked, "page": page_of(request, rows)}
    return render(request, "stakeholders/list.html", context | {"may_add": viewer.may("stakeholders.write")})


@may("stakeholders.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = in_sight(request, pk)
    viewer, today = request.viewer, timezone.localdate(request.at)
    people = people_there(viewer, organisation, today)
    speaking, relationships = (
        list(queries.speakers(viewer).filter(organisation=organisation)),
        queries.relationships_of(viewer, organisation),
    )
    assessed = list(queries.assessments_of(organisation)[:2])
    shown(request, [organisation, *(row for row, _roles in people)])
    context = {
        "organisation": organisation, "people": people, "communities": communities(viewer).filter(organisations=organisation),
        "speaking": speaking, "relationships": relationships, "assessed": assessed, "today": today,
        "noted": queries.with_safe_contact_note(viewer, [row.pk for row, _roles in people]),
        "may_write": may_write(request, organisation), "may_see_activity": viewer.may("engagement.read", organisation.area_id),
        "to_do": organisation_to_do(organisation, people=bool(people), speaking=bool(speaking), assessed=bool(assessed)),
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
        return redirect(address_of(in_sight(request, int(known))))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return address_of(operations.add_organisation(by=request.viewer, at=request.at, area=area, another=known == ANOTHER, **values))

    def show() -> HttpResponse:
        return form_page(request, form, title=title, lead=area.name, back=back, do=do, done=_("The organisation was added."))

    why = _("We already know this organisation, or one very like it. Choose which it is.")
    return unless_known(request, form, show, _("Which organisation is it?"), why, _("None of these: it is another organisation"))


@may("stakeholders.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = to_write(request, pk)
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
        return address_of(organisation)

    return form_page(request, form, title=_("Change the organisation"), lead=organisation.name, back=address_of(organisation), do=do,
                     done=_("The organisation was changed."))  # fmt: skip


def unless_known(
    request: HttpRequest, form: MayBeKnown, show: Callable[[], HttpResponse], question: Any, why: Any, another: Any
) -> HttpResponse:
    """The page that `show` gives, or, where what was entered may be known already, the same page with that question first."""
    try:
        return show()
    except operations.AlreadyKnown as already:
        form.ask_whether_known(already.rows, already.reasons, question, why, another)
        shown(request, already.rows)
        return show()


def communities_offered(request: HttpRequest, area: Area, also_of: Organisation | None = None) -> list[Community]:
    """The communities in being of an Area and of the whole service, and those an organisation already belongs to."""
    today = timezone.localdate(request.at)
    offered = list(list_communities(request.viewer, today=today, area_id=area.pk))
    ended = [one for one in also_of.communities.all() if one not in offered] if also_of else []
    return [*offered, *ended]


def address_of(organisation: Organisation | Contact) -> str:
    return reverse("stakeholders:detail", args=[organisation.pk])


def in_sight(request: HttpRequest, pk: int) -> Organisation:
    try:
        return queries.get_organisation(request.viewer, pk)
    except Organisation.DoesNotExist:
        raise Http404 from None


def to_write(request: HttpRequest, pk: int) -> Organisation:
    organisation = in_sight(request, pk)
    if not may_write(request, organisation):
        raise Http404
    return organisation


def may_write(request: HttpRequest, row: Organisation | Contact) -> bool:
    return bool(request.viewer.may("stakeholders.write", row.area_id))
