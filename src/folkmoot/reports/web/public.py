"""The public pages of reports, in the version that the address asks for."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from folkmoot.accounts.access import public
from folkmoot.languages.media.open_pages import forms_of
from folkmoot.reports import open_pages
from folkmoot.reports.formats.segments import KIND
from folkmoot.reports.models import ReportFile
from folkmoot.reports.render_html import shown
from folkmoot.reports.review.web.presenters import sections_of
from folkmoot.reports.web.annexed import annex_lines
from folkmoot.reports.web.presenters import CONTENT_TYPES, period_in_words
from folkmoot.reports.wording.writing import document_of
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.rules import Version
from folkmoot.voice.published.web.public import in_version


@public
@in_version
def index(request: HttpRequest, version: Version) -> HttpResponse:
    """The reports that are published: of England and Wales, then of each Area."""
    lines = open_pages.published_reports(everywhere=True)
    ordered = sorted(lines, key=lambda one: (one.area is not None, str(one.area or "")))
    groups = [(area, [(one, period_in_words(one.period)) for one in rows]) for area, rows in groupby(ordered, key=lambda one: one.area)]
    return render(request, "reports/public_index.html", {"groups": groups, **_frame(version)})


@public
@in_version
def report(request: HttpRequest, number: int, version: Version) -> HttpResponse:
    """One published report whole, with its comments and answers; of a withdrawn one the reason."""
    found = open_pages.published_report(number)
    if found is None:
        raise Http404
    row = found.publication
    if found.withdrawn:
        welsh = version.language == "cy" and bool(row.withdrawn_why_cy)
        reason = (row.withdrawn_why_cy, "cy") if welsh else (row.withdrawn_why, "en")
        return render(request, "reports/public_withdrawn.html", {"found": found, "reason": reason, **_frame(version)})
    document = document_of(row.report, version.language)
    entries = annex_lines(open_pages.comments_of(found), dict(sections_of(row.report, document)))
    context = {
        "found": found, "document": shown(document), "entries": entries, "files": open_pages.files_of(found),
        "forms": forms_of(KIND, found.number),
        "missing": gettext("There is no Easy Read version of this page. You read the full report.") if version.is_easy else "",
        **_frame(version),
    }  # fmt: skip
    return render(request, "reports/public_report.html", context)


@public
def file(request: HttpRequest, number: int, language: str, kind: str) -> HttpResponse:
    """A signed file of a published report, byte for byte as it was signed."""
    found = open_pages.published_report(number)
    if found is None or found.withdrawn:
        raise Http404
    row = ReportFile.objects.filter(report=found.publication.report_id, signed=True, language=language, kind=kind).first()
    if row is None:
        raise Http404
    answer = HttpResponse(bytes(row.content), content_type=CONTENT_TYPES[row.kind])
    answer["Content-Disposition"] = f'attachment; filename="{row.name}"'
    return answer


def _frame(version: Version) -> dict[str, Any]:
    """What stands on every page: the versions to change to, each with its language."""
    names = [(each.value, VERSION_NAMES[each], each is version) for each in Version]
    return {"version": version.value, "versions": names, "is_easy": version.is_easy}
