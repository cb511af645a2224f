"""The public pages of panels: no account, no cookie, and an address for each language and ease, so that a page can be kept and shared."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from folkmoot.accounts.access import public
from folkmoot.panels.models import Position, Terms
from folkmoot.panels.publications import open_pages, wording
from folkmoot.panels.publications.models import Publication
from folkmoot.panels.publications.rules import State
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.rules import Version
from folkmoot.voice.published.web.public import in_version


@public
@in_version
def index(request: HttpRequest, version: Version) -> HttpResponse:
    """The panels of the whole service, then those of each Area."""
    lines = open_pages.public_panels(today=timezone.localdate(request.at))
    groups = [(area, list(rows)) for area, rows in groupby(lines, key=lambda line: line.panel.area)]
    return render(request, "panels/publications_public_index.html", {"groups": groups, **_frame(version)})


@public
@in_version
def panel(request: HttpRequest, code: str, version: Version) -> HttpResponse:
    """One panel: what it is for, how it works, when it met and meets, and what it published."""
    found = open_pages.public_panel(code, today=timezone.localdate(request.at))
    if found is None:
        raise Http404
    welsh = version.language == "cy" and bool(found.panel.purpose_cy)
    context = {
        "found": found, "panel": found.panel, "purpose": found.panel.purpose_cy if welsh else found.panel.purpose_en,
        "purpose_language": "cy" if welsh else "en", "voting": _voting(found.terms),
        "published": [_line(row, version) for row in found.published], **_frame(version),
    }  # fmt: skip
    return render(request, "panels/publications_public_panel.html", context)


@public
@in_version
def publication(request: HttpRequest, code: str, pk: int, version: Version) -> HttpResponse:
    """One publication as it was frozen; of a withdrawn one the reason."""
    row = open_pages.public_publication(code, pk)
    if row is None:
        raise Http404
    shown = open_pages.version_shown(row, version)
    texts = open_pages.versions_of(row).get(shown)
    welsh_reason = version.language == "cy" and bool(row.withdrawn_why_cy)
    context = {
        "publication": row, "panel": row.panel, "title": texts[0] if texts else "", "language": shown.language,
        "page": wording.as_page(texts[1]) if texts else "", "withdrawn": row.state == State.WITHDRAWN,
        "reason": row.withdrawn_why_cy if welsh_reason else row.withdrawn_why, "reason_language": "cy" if welsh_reason else "en",
        "instead": open_pages.published_since_withdrawn(row) if row.state == State.WITHDRAWN else None,
        "missing": _missing(version, shown) if texts else "", **_frame(version),
    }  # fmt: skip
    return render(request, "panels/publications_public_one.html", context)


def _line(row: Publication, version: Version) -> dict[str, Any]:
    shown = open_pages.version_shown(row, version)
    texts = open_pages.versions_of(row).get(shown)
    return {"row": row, "title": texts[0] if texts else "", "language": shown.language}


def _missing(asked: Version, shown: Version) -> str:
    if asked is shown:
        return ""
    return gettext("There is no version of this in %(asked)s yet. You read it in %(shown)s.") % {
        "asked": VERSION_NAMES[asked], "shown": VERSION_NAMES[shown]
    }  # fmt: skip


def _voting(terms: Terms | None) -> list[Any]:
    return [each.label for each in Position if terms and each.value in terms.voting]


def _frame(version: Version) -> dict[str, Any]:
    """What stands on every page: the versions to change to, each with its language."""
    names = [(each.value, VERSION_NAMES[each], each is version) for each in Version]
    return {"version": version.value, "versions": names, "is_easy": version.is_easy}
