"""Pages of communities."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.filters import number_choice
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.queries import list_counties
from folkmoot.communities import operations, queries
from folkmoot.communities.models import Community
from folkmoot.communities.rules import contact_due
from folkmoot.communities.succession.queries import lineage_of, undoable
from folkmoot.communities.themes import MONTHS, of_community
from folkmoot.communities.web.consultation import shown
from folkmoot.communities.web.forms import CommunityFilter, CommunityForm, ConfirmForm, EndForm, TrustForm, initial_of
from folkmoot.communities.web.presenters import lives_here
from folkmoot.communities.web.sections import last_met, origin_words, sections_of
from folkmoot.foundation.once import new_mark, only_once
from folkmoot.foundation.saving import Refused
from folkmoot.webkit.paging import Pages

A_PAGE, A_FEW = 50, 20


@may("communities.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = _filters(request, today)
    asked = filters.chosen
    rows, overdue = _listed(viewer, asked, today)
    page = Pages(rows, A_PAGE).get_page(request.GET.get("page"))
    if not overdue and viewer.may("engagement.read"):
        met = last_met(viewer, [row.pk for row in page])
        overdue = {row.pk for row in page if contact_due(met.get(row.pk), row.contact_every_months, today).overdue}
    context = {"filters": filters, "asked": asked, "page": page, "overdue": overdue}
    return render(request, "communities/list.html", context | _doors(request))


def _filters(request: HttpRequest, today: date) -> CommunityFilter:
    viewer = request.viewer
    areas = list(areas_for(viewer, "communities.read", today=today))
    counties = list_counties(viewer, area=areas[0] if len(areas) == 1 else None)
    return CommunityFilter(
        request.GET, areas, county_id=number_choice(_("County"), ((county.pk, county.name) for county in counties)),
        owner_id=number_choice(_("Who looks after contact"), queries.owners(viewer)),
    )  # fmt: skip


def _listed(viewer: Viewer, asked: dict[str, Any], today: date) -> tuple[QuerySet[Community], set[int]]:
    """The communities asked for, and those of them that are overdue for contact where that was asked."""
    wanted = dict(asked)
    show = wanted.pop("show", "")
    rows = queries.list_communities(viewer, today=today, ended=show == "ended", low_trust=show == "low_trust", **wanted)
    if show != "overdue" or not viewer.may("engagement.read"):
        return rows, set()
    every = dict(rows.values_list("pk", "contact_every_months"))
    met = last_met(viewer, every)
    overdue = {pk for pk, months in every.items() if contact_due(met.get(pk), months, today).overdue}
    return rows.filter(pk__in=overdue), overdue


@may("communities.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, community = request.viewer, _in_sight(request, pk)
    may_write, lineage = _may_write(request, community), lineage_of(viewer, community)
    family = [community.pk, *(each.pk for each, _inherited in lineage.before)]
    points = queries.points_with_before(viewer, family, A_FEW)
    shown(request, [point for point, _earlier in points])
    raised = of_community(viewer, community, today=timezone.localdate(request.at)) if viewer.may("voice.read") else None
    context = {
        "raised": raised, "months": MONTHS,
        "community": community, "points": [(point, earlier, origin_words(point.origin_kind)) for point, earlier in points],
        "description": queries.description_of(community),
        "authorities": community.authorities.all(), "trust": queries.trust_history(viewer, community),
        "lineage": lineage, "undoable": undoable(viewer, lineage, timezone.localdate(request.at)),
        "counted": lives_here(viewer, community), "may_write": may_write, "sections": sections_of(request, community), "mark": new_mark(),
    }  # fmt: skip
    return render(request, "communities/detail.html", context | _doors(request))


@may("communities.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Add a community"), reverse("communities:list"), timezone.localdate(request.at)
    place = place_of_form(request, "communities.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "communities.write", title=title, back=back, today=today, national_too=True)
    form = CommunityForm(request.POST or None, viewer=request.viewer, area=place.area, today=today, initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.add_community(by=request.viewer, at=request.at, area=place.area, **values))

    return form_page(request, form, title=title, lead=place.words, back=back, do=do, done=_("The community was added."))


@may("communities.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    community = _to_write(request, pk)
    initial = started(**initial_of(community))
    today = timezone.localdate(request.at)
    form = CommunityForm(request.POST or None, viewer=request.viewer, area=community.area, today=today, initial=initial, trust_too=False)

    def do(values: dict[str, Any]) -> str:
        operations.change_community(by=request.viewer, at=request.at, community=community, seen_version=values.pop("version"), **values)
        return _address(community)

    return form_page(
        request, form, title=_("Change the community"), lead=str(community), back=_address(community), do=do,
        done=_("The community was changed."),
    )  # fmt: skip


@may("communities.write")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    community = _to_write(request, pk)
    form = EndForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.end_community(by=request.viewer, at=request.at, community=community, **values)
        return _address(community)

    return form_page(
        request, form, title=_("End this community"), lead=str(community), back=_address(community), do=do,
        done=_("The community was ended."),
    )  # fmt: skip


@may("communities.write")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    community = _to_write(request, pk)
    form = ConfirmForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.resume_community(by=request.viewer, at=request.at, community=community)
        return _address(community)

    return form_page(
        request, form, title=_("Take back that this community ended?"), lead=str(community), back=_address(community), do=do,
        done=_("The community is in being again."),
    )  # fmt: skip


@may("communities.write")
def trust(request: HttpRequest, pk: int) -> HttpResponse:
    community = _to_write(request, pk)
    initial = started(version=community.version, low="low" if not community.low_trust else None, on=timezone.localdate(request.at))
    form = TrustForm(request.POST or None, initial=initial)

    def do(values: dict[str, Any]) -> str:
        operations.change_trust(by=request.viewer, at=request.at, community=community, seen_version=values.pop("version"), **values)
        return _address(community)

    return form_page(
        request, form, title=_("Record how far they trust the service"), lead=str(community), back=_address(community), do=do,
        done=_("What is known of their trust was recorded."),
    )  # fmt: skip


@may("communities.write")
@require_POST
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the population from the census."""
    community = _to_write(request, pk)

    def do() -> str:
        operations.take_population_from_census(by=request.viewer, at=request.at, community=community)
        return _address(community)

    try:
        address = only_once(request.POST.get("mark", ""), account_id=request.viewer.account_id, at=request.at, do=do)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_address(community))
    messages.success(request, str(_("The population was taken from the census.")))
    return redirect(address)


def _address(community: Community) -> str:
    return reverse("communities:detail", args=[community.pk])


def _in_sight(request: HttpRequest, pk: int) -> Community:
    try:
        return queries.get_community(request.viewer, pk)
    except Community.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int) -> Community:
    """A community that this viewer may change; for any other the page does not exist."""
    community = _in_sight(request, pk)
    if not _may_write(request, community):
        raise Http404
    return community


def _may_write(request: HttpRequest, community: Community) -> bool:
    return bool(request.viewer.sight("communities.write").holds(community.area_id))


def _doors(request: HttpRequest) -> dict[str, bool]:
    """Which links lead somewhere for this viewer."""
    doors = {
        "may_add": "communities.write", "may_see_activity": "engagement.read", "may_read_voice": "voice.read",
    }  # fmt: skip
    return {name: request.viewer.may(capability) for name, capability in doors.items()}
