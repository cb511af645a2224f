"""Pages of communities."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.actions.web.choices import areas_for, choose_area, place_of_form
from folkmoot.actions.web.sending import form_page, started
from folkmoot.communities import operations, queries
from folkmoot.communities.models import Community
from folkmoot.communities.web.consultation import shown
from folkmoot.communities.web.forms import CommunityFilter, CommunityForm, ConfirmForm, EndForm, initial_of

A_PAGE = 50


@may("communities.read")
def listing(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(request.at)
    filters = CommunityFilter(request.GET, areas_for(request.viewer, "communities.read", today=today))
    asked = filters.chosen
    rows = queries.list_communities(request.viewer, today=today, **{**asked, "ended": bool(asked.get("ended"))})
    context = {"filters": filters, "asked": asked, "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page"))}
    return render(request, "communities/list.html", context | _doors(request))


@may("communities.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    community = _in_sight(request, pk)
    points = list(queries.points_of(request.viewer, community)[:20])
    shown(request, points)
    context = {
        "community": community, "points": points, "characteristics": community.characteristics.select_related("scheme"),
        "may_write": _may_write(request, community),
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
    form = CommunityForm(request.POST or None, viewer=request.viewer, area=community.area, today=today, initial=initial)

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
        operations.end_community(by=request.viewer, at=request.at, community=community, on=values["on"])
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
