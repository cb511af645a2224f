"""The read API: JSON and CSV for anybody, also for pages of other sites; without a key, a cookie, or a way to write."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from folkmoot.accounts.access import public
from folkmoot.engagement.calendar.web.public import over_limit, place_of
from folkmoot.foundation.tables.csv_writer import write_csv
from folkmoot.site.keeping import LISTS
from folkmoot.site.open_data.declared import Endpoint, Row, Value
from folkmoot.site.open_data.endpoints import BY_NAME, ENDPOINTS
from folkmoot.site.open_data.openapi import LICENCE, described
from folkmoot.site.open_data.paging import CURSOR, FORMAT, BadQuestion, Page, asked_of, in_order, page_of
from folkmoot.site.revision import Revision, of_a_day, revision
from folkmoot.site.sources import register
from folkmoot.site.web.presenters import frame
from folkmoot.site.web.showing import answered, kept
from folkmoot.voice.published.rules import Version
from folkmoot.voice.published.web.public import in_version

AN_HOUR, QUESTIONS = 3600, 2000  # in an hour, from one place
JSON, CSV = "application/json; charset=utf-8", "text/csv; charset=utf-8"
View = Callable[..., HttpResponse]


def for_programs(view: View) -> View:
    """GET and HEAD alone, so many in an hour, and open to pages of other sites: nothing here depends on who asks."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with override("en-gb"):
            response = _refused(request) or view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Retry-After"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return shown


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.method not in ("GET", "HEAD"):
        answer = _problem(405, "Nothing can be written here.", "Ask with GET or HEAD.")
        answer.headers["Allow"] = "GET, HEAD"
        return answer
    if not over_limit(f"open-data:{place_of(request)}", QUESTIONS):
        return None
    answer = _problem(429, "There were too many questions from your network.", "Ask again in an hour, or ask for longer pages.")
    answer.headers["Retry-After"] = str(AN_HOUR)
    return answer


@public
@for_programs
def listing(request: HttpRequest, name: str) -> HttpResponse:
    """A page of a collection; every question is answered from the frozen rows of one revision."""
    endpoint = BY_NAME.get(name)
    if endpoint is None:
        return _no_such(f"There is no collection “{name[:40]}”.")
    given = {key: request.GET[key] for key in request.GET}
    try:
        asked = asked_of(endpoint, given)
    except BadQuestion as bad:
        return _problem(400, bad.what, bad.do)
    if given.get(FORMAT, "json") not in ("json", "csv"):
        return _problem(400, f"“{given[FORMAT][:20]}” is no format.", "Ask for json or csv.")
    found, plain = revision(), tuple(sorted(given.items()))
    return answered(
        request, (request.path, _tag(request, found), plain), found,
        lambda: _sent(request, endpoint, page_of(_rows(request, endpoint, found), asked), given, found),
    )  # fmt: skip


@public
@for_programs
def single(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One row by its id."""
    endpoint = BY_NAME.get(name)
    if endpoint is None:
        return _no_such(f"There is no collection “{name[:40]}”.")
    found = revision()
    row = next((row for row in _rows(request, endpoint, found) if row["id"] == key), None)
    if row is None:
        return _no_such("Nothing of this id is published.")
    return answered(request, (request.path, _tag(request, found)), found, lambda: _json({**_head(found), "item": plain(row)}))


@public
@for_programs
def description(request: HttpRequest) -> HttpResponse:
    """The description in OpenAPI 3.1."""
    return _json(described(ENDPOINTS, f"{settings.PUBLIC_URL}{reverse('open_data:about')}v1"))


@public
@in_version
@kept()
def about(request: HttpRequest, version: Version, tag: str) -> HttpResponse:
    """The page for people: what there is, and how to ask for it."""
    root = f"{settings.PUBLIC_URL}{reverse('open_data:about')}v1"
    context = {"endpoints": ENDPOINTS, "root": root, "licence": LICENCE["name"], "questions": QUESTIONS, **frame(version)}
    return render(request, "site/open_data.html", context)


def _tag(request: HttpRequest, found: Revision) -> str:
    return of_a_day(found, timezone.localdate(request.at))


def _rows(request: HttpRequest, endpoint: Endpoint, found: Revision) -> tuple[Row, ...]:
    tag = _tag(request, found)
    released = register(tag, timezone.localdate(request.at))
    return LISTS.made(("rows", endpoint.name, tag), lambda: in_order(list(endpoint.rows(released))))


def _sent(request: HttpRequest, endpoint: Endpoint, page: Page, given: Mapping[str, str], found: Revision) -> HttpResponse:
    following = _following(request, page, given)
    if given.get(FORMAT) == "csv":
        names = [field.name for field in endpoint.fields]
        content = write_csv(names, [[_cell(row[name]) for name in names] for row in page.rows])
        links = {"Link": f'<{following}>; rel="next"'} if following else {}
        return HttpResponse(content, content_type=CSV, headers=links)
    said = {**_head(found), "total": page.total, "next": following or None, "items": [plain(row) for row in page.rows]}
    return _json(said)


def _following(request: HttpRequest, page: Page, given: Mapping[str, str]) -> str:
    if not page.cursor:
        return ""
    kept_on = {name: value for name, value in given.items() if name != CURSOR and value}
    return f"{settings.PUBLIC_URL}{request.path}?{urlencode(kept_on | {CURSOR: page.cursor})}"


def _head(found: Revision) -> dict[str, Any]:
    return {"licence": LICENCE["identifier"], "as_of": _iso(found.last), "revision": found.tag}


def plain(row: Row) -> dict[str, Any]:
    """A row for JSON."""
    return {name: _iso(value) if isinstance(value, date) else value for name, value in row.items()}


def _iso(value: date | None) -> str | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    return value.isoformat() if value else None


def _cell(value: Value) -> str | int | float:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else (_iso(value) or "") if isinstance(value, date) else value


def _json(said: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(said, ensure_ascii=False, allow_nan=False), content_type=JSON, status=status)


def _problem(status: int, what: str, do: str) -> HttpResponse:
    return _json({"problem": what, "do": do}, status)


def _no_such(what: str) -> HttpResponse:
    return _problem(404, what, f"See {settings.PUBLIC_URL}{reverse('open_data:about')}.")
