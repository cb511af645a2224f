"""The timelines of an organisation, a person and a community."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date

from folkmoot.accounts.access import may
from folkmoot.communities.models import Community
from folkmoot.communities.queries import get_community
from folkmoot.communities.web.consultation import shown
from folkmoot.overview.timeline.gathering import Timeline, of_community, of_organisation, of_person
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.queries import get_contact, get_organisation


@may("stakeholders.read")
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        row = get_organisation(request.viewer, pk)
    except Organisation.DoesNotExist:
        raise Http404 from None
    return _page(request, row, of_organisation(request.viewer, row, before=_before(request)), reverse("stakeholders:detail", args=[pk]))


@may("stakeholders.read")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        row = get_contact(request.viewer, pk)
    except Contact.DoesNotExist:
        raise Http404 from None
    made = of_person(request.viewer, row, before=_before(request))
    return _page(request, row, made, reverse("stakeholders:person", args=[pk]), [row])


@may("communities.read")
def community(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        row = get_community(request.viewer, pk)
    except Community.DoesNotExist:
        raise Http404 from None
    return _page(request, row, of_community(request.viewer, row, before=_before(request)), reverse("communities:detail", args=[pk]))


def _page(request: HttpRequest, row: Any, made: Timeline, back: str, named: list[Any] | None = None) -> HttpResponse:
    sensitive = {(type(each), each.pk): each for each in [*(named or []), *made.sensitive]}
    shown(request, sensitive.values())
    return render(request, "overview/timeline.html", {"row": row, "timeline": made, "back": back, "before": _before(request)})


def _before(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("before", ""))
    except ValueError:
        return None
