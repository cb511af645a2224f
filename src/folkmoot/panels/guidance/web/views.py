"""Guidance as the service reads it, its earlier versions, and which members have read it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.guidance import queries
from folkmoot.panels.guidance.models import Guidance, GuidanceVersion
from folkmoot.panels.guidance.web.presenters import shown_of


@may("panels.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    versions = queries.current()
    may_count = viewer.may("panels.members")
    read = queries.how_many_read(viewer, versions, today) if may_count else {}
    people = queries.members_on(viewer, today).values("contact_id").distinct().count() if may_count else 0
    keeps = viewer.sight(queries.KEEPING).national
    lines = [(each, shown_of(each), read.get(each.pk, 0)) for each in versions]
    drafts = list(GuidanceVersion.objects.filter(agreed_at__isnull=True).select_related("page", "drafted_by")) if keeps else []
    context = {"lines": lines, "members": people, "may_count": may_count, "drafts": drafts, "may_keep": keeps}
    return render(request, "panels/guidance_list.html", context)


@may("panels.read")
def page(request: HttpRequest, code: str) -> HttpResponse:
    row = get_or_404(request, code)
    versions = list(row.agreed)
    held = versions[0] if versions else None
    keeps = request.viewer.sight(queries.KEEPING).national
    context = {
        "page": row, "version": held, "shown": shown_of(held, easy="easy" in request.GET) if held else None, "versions": versions,
        "draft": queries.draft_of(row) if keeps else None, "may_keep": keeps, "may_see_readers": request.viewer.may("panels.members"),
    }  # fmt: skip
    return render(request, "panels/guidance_page.html", context)


@may("panels.read")
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = get_or_404(request, code)
    found = next((each for each in row.agreed if each.number == number), None)
    if found is None:
        raise Http404
    context = {"page": row, "version": found, "shown": shown_of(found, easy="easy" in request.GET), "holds": row.agreed[0] == found}
    return render(request, "panels/guidance_version.html", context)


@may("panels.members")
def readers(request: HttpRequest, code: str) -> HttpResponse:
    row = get_or_404(request, code)
    held = queries.holds_now(code)
    if held is None:
        raise Http404
    found = queries.readers_of(request.viewer, held, timezone.localdate(request.at))
    shown(request, [member for member, _at in found])
    return render(request, "panels/guidance_readers.html", {"page": row, "version": held, "title": shown_of(held), "readers": found})


def get_or_404(request: HttpRequest, code: str) -> Guidance:
    try:
        return queries.get_page(request.viewer, code)
    except Guidance.DoesNotExist:
        raise Http404 from None
