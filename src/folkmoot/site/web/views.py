"""The pages of the public site: no account, no cookie, nothing of a third party, and an address for each language and ease."""

from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from folkmoot.accounts.access import public
from folkmoot.areas.queries import list_areas
from folkmoot.site import finding
from folkmoot.site.area_page import area_page, areas_listed, ways
from folkmoot.site.register import KIND_NAMES, Kind, Release, chosen
from folkmoot.site.sources import register
from folkmoot.site.web.feed import Feed, as_atom
from folkmoot.site.web.presenters import frame, line_of, parts_of, ways_in_words
from folkmoot.site.web.showing import kept
from folkmoot.voice.published.rules import Version
from folkmoot.voice.published.web.public import in_version

A_PAGE, LATEST, FED = 50, 8, 50


@public
@in_version
@kept()
def front(request: HttpRequest, version: Version, tag: str) -> HttpResponse:
    """What this is, where to go from here, and what was published last."""
    rows = register(tag, _today(request))
    latest = [line_of(row, version) for row in islice(chosen(rows, standing=True), LATEST)]
    context = {"latest": latest, "reports": _address("our_reports:index"), **frame(version)}
    return render(request, "site/front.html", context)


@public
@in_version
@kept()
def areas(request: HttpRequest, version: Version, tag: str) -> HttpResponse:
    today = _today(request)
    return render(request, "site/areas.html", {"lines": areas_listed(request.viewer, register(tag, today), today=today), **frame(version)})


@public
@in_version
@kept()
def area(request: HttpRequest, code: str, version: Version, tag: str) -> HttpResponse:
    today = _today(request)
    page = area_page(request.viewer, code, register(tag, today), today=today)
    if page is None:
        raise Http404
    context = {
        "page": page, "area": page.area, "parts": parts_of(page, version), "ways": ways_in_words(page.ways, version), "any": page.ways.any,
        "contact": settings.CONTACT, **frame(version),
    }  # fmt: skip
    return render(request, "site/area.html", context)


@public
@in_version
@kept()
def take_part(request: HttpRequest, version: Version, tag: str) -> HttpResponse:
    """Every way to take part that is open today, in all Areas."""
    found = ways(None, today=_today(request))
    return render(request, "site/take_part.html", {"ways": ways_in_words(found, version), "any": found.any, **frame(version)})


@public
@in_version
@kept()
def statements(request: HttpRequest, version: Version, tag: str) -> HttpResponse:
    """What each panel last said of whom it represents."""
    rows = chosen(register(tag, _today(request)), kinds=[Kind.REPRESENTATION], standing=True)
    return render(request, "site/statements.html", {"lines": [line_of(row, version) for row in rows], **frame(version)})


@public
@in_version
@kept("page", "kind", "area", "first", "last")
def releases(request: HttpRequest, version: Version, tag: str) -> HttpResponse:
    """The register: everything ever published, the latest first, with what was withdrawn and why."""
    today = _today(request)
    everything, asked = register(tag, today), _asked(request)
    page = Paginator(list(_chosen(everything, asked)), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": [line_of(row, version) for row in page], "asked": asked, "any": bool(everything),
        "kinds": [(kind.value, name) for kind, name in KIND_NAMES.items()], "areas": list_areas(request.viewer, on=today, kind=None),
        "filtered": any(asked.values()), **frame(version),
    }  # fmt: skip
    return render(request, "site/releases.html", context)


@public
@in_version
@kept("kind", "area", "first", "last")
def feed(request: HttpRequest, version: Version, tag: str) -> HttpResponse:
    """The register for programs that follow it (Atom): what was published or withdrawn last, by kind and Area as the page."""
    rows = _chosen(register(tag, _today(request)), _asked(request))
    latest = sorted(rows, key=lambda row: (row.withdrawn or row.day, row.published), reverse=True)[:FED]
    root = settings.PUBLIC_URL
    told = Feed(
        _("Releases"), f"{root}{request.path}", f"{root}{reverse('site:releases')}?version={version.value}", version.language, root,
        _("Withdrawn"),
    )  # fmt: skip
    return HttpResponse(as_atom(told, [(row, line_of(row, version)) for row in latest]), content_type="application/atom+xml; charset=utf-8")


@public
@in_version
@kept("q")
def search(request: HttpRequest, version: Version, tag: str) -> HttpResponse:
    """What is published and holds every word asked for."""
    question = request.GET.get("q", "").strip()[: finding.LONGEST]
    found = finding.found_in(register(tag, _today(request)), question)
    context = {
        "question": question, "lines": [line_of(row, version) for row in found], "most": len(found) == finding.MOST_FOUND,
        "asked": bool(finding.words_asked(question)), **frame(version),
    }  # fmt: skip
    return render(request, "site/search.html", context)


def _today(request: HttpRequest) -> date:
    return timezone.localdate(request.at)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What to choose by; what cannot be read is left out rather than refused."""
    kind, given = request.GET.get("kind", ""), request.GET.get("area", "")
    days = {name: _day(request.GET.get(name, "")) for name in ("first", "last")}
    return {"kind": kind if kind in list(Kind) else "", "area": given[:50], **days}


def _day(given: str) -> date | None:
    try:
        return parse_date(given)
    except ValueError:  # a day that no month has
        return None


def _chosen(rows: tuple[Release, ...], asked: dict[str, Any]) -> list[Release]:
    kinds = [Kind(asked["kind"])] if asked["kind"] else []
    return list(chosen(rows, kinds=kinds, area=asked["area"], first=asked["first"], last=asked["last"]))


def _address(route: str) -> str:
    """Where the pages of another room begin; empty where it has none."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
