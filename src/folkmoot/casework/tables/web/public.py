"""The public pages of published tables: no account, no cookie, an address for each edition, language and ease, and the files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from folkmoot.accounts.access import public
from folkmoot.casework.tables import files, open_pages
from folkmoot.casework.tables.models import Edition
from folkmoot.casework.tables.open_pages import Page
from folkmoot.casework.tables.rules import State
from folkmoot.casework.tables.web.presenters import about_in, in_short, shown, symbols, words_in
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.rules import Version
from folkmoot.voice.published.web.public import in_version

A_PAGE = 50


@public
@in_version
def index(request: HttpRequest, version: Version) -> HttpResponse:
    lines = [_line(row, version) for row in open_pages.latest_editions()]
    return render(request, "casework/tables_public_index.html", {"lines": lines, **_frame(version)})


def _line(row: Edition, version: Version) -> dict[str, Any]:
    welsh = version.language == "cy"
    about, _asked_for = about_in(row, welsh=welsh, easy=version.is_easy)
    return {"row": row, "title": words_in(row, "title", welsh=welsh), "about": about, "withdrawn": row.state == State.WITHDRAWN}


@public
@in_version
def latest(request: HttpRequest, slug: str, version: Version) -> HttpResponse:
    return _shown(request, open_pages.page_of(slug), version)


@public
@in_version
def edition(request: HttpRequest, slug: str, major: int, minor: int, version: Version) -> HttpResponse:
    return _shown(request, open_pages.page_of(slug, (major, minor)), version)


def _shown(request: HttpRequest, page: Page | None, version: Version) -> HttpResponse:
    if page is None:
        raise Http404
    row, welsh = page.edition, version.language == "cy"
    about, asked_for = about_in(row, welsh=welsh, easy=version.is_easy)
    reason = row.withdrawn_why_cy if welsh and row.withdrawn_why_cy else row.withdrawn_why
    context = {
        "edition": row, "page": page, "title": words_in(row, "title", welsh=welsh), "about": about, "asked_for": asked_for,
        "tables": [shown(grid, number) for number, grid in enumerate(page.grids, 1)],
        "symbols": symbols(), "in_short": in_short(page.grids),
        "changes": words_in(row, "changes", welsh=welsh), "withdrawn": row.state == State.WITHDRAWN, "reason": reason,
        "reason_language": "cy" if welsh and row.withdrawn_why_cy else "en",
        "name": VERSION_NAMES[version], **_frame(version),
    }  # fmt: skip
    return render(request, "casework/tables_public_one.html", context)


@public
@in_version
def register(request: HttpRequest, version: Version) -> HttpResponse:
    page = Paginator(open_pages.public_register(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "casework/tables_public_register.html", {"page": page, **_frame(version)})


@public
@require_safe
def whole_file(request: HttpRequest, slug: str, major: int, minor: int, kind: str) -> HttpResponse:
    """All tables of an edition as a workbook ("ods"), or as CSV files together ("zip")."""
    page = _with_figures(slug, major, minor)
    writers = {"ods": files.as_ods, "zip": files.as_zip}
    if kind not in writers:
        raise Http404
    return _sent(request, page.edition, writers[kind](page.edition, page.grids), kind, f"{slug}-{page.edition.number}.{kind}")


@public
@require_safe
def one_table(request: HttpRequest, slug: str, major: int, minor: int, number: int) -> HttpResponse:
    page = _with_figures(slug, major, minor)
    if not 1 <= number <= len(page.grids):
        raise Http404
    return _sent(request, page.edition, files.as_csv(page.grids[number - 1]), "csv", f"{slug}-{page.edition.number}-table-{number}.csv")


def _with_figures(slug: str, major: int, minor: int) -> Page:
    page = open_pages.page_of(slug, (major, minor))
    if page is None or page.edition.taken_down:
        raise Http404
    return page


def _sent(request: HttpRequest, row: Edition, content: bytes, kind: str, name: str) -> HttpResponse:
    tag = f'"{row.fingerprint[:32]}-{row.state}-{kind}"'
    answer = HttpResponse(content, content_type=files.KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})
    answer.headers["ETag"] = tag
    if request.viewer.account_id is None:
        patch_cache_control(answer, public=True, max_age=0, must_revalidate=True)
    return answer


def _frame(version: Version) -> dict[str, Any]:
    """What stands on every page: the versions to change to."""
    names = [(each.value, VERSION_NAMES[each], each is version) for each in Version]
    return {"version": version.value, "versions": names, "is_easy": version.is_easy, "welsh": version.language == "cy"}
