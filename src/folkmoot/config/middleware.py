"""A plain error raised anywhere in a room becomes a plain page, never a broken one; signed-in pages are never kept; files run nothing."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from folkmoot.accounts import sign_in_events
from folkmoot.accounts.scope import NotAllowed
from folkmoot.engagement.papers import files as papers
from folkmoot.errors import FolkmootError
from folkmoot.foundation import incoming
from folkmoot.languages.media import files as media
from folkmoot.overview.search.keeping import catch_up
from folkmoot.panels.papers import files as panel_files
from folkmoot.scrutiny.packs.documents import files as case_files

SWEEP_SECONDS = 600
# Of a file that a browser opens by itself in spite of everything: nothing in it runs, and it is no page of ours. A film still plays.
FILE_POLICY = "default-src 'none'; media-src 'self'; sandbox"


class RefuseNul:
    """No text of ours holds a NUL, and PostgreSQL stores none: an address with one is a mistake or an attack, never a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any("\x00" in value for values in request.GET.lists() for value in [values[0], *values[1]]):
            return HttpResponseBadRequest("This address cannot be read.", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class StrangersSendLittle:
    """Whoever has not signed in sends at most this much at once: enough for a long comment, too little to fill the memory."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> HttpResponse | None:
        if request.user.is_authenticated or _length(request) <= settings.MOST_FROM_STRANGERS:
            return None
        return render(request, "voice/forms_too_long.html", status=413)


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


class Sweep:
    """Files nobody came back for and sessions that are over are removed while the product is in use, every ten minutes at most."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response, self.swept = get_response, 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and time.monotonic() - self.swept > SWEEP_SECONDS:
            self.swept = time.monotonic()
            incoming.sweep(request.at)
            papers.sweep(request.at)
            panel_files.sweep(request.at)
            media.sweep(request.at)
            case_files.sweep(request.at)
            sign_in_events.settle(at=request.at)
            call_command("clearsessions")
            catch_up()  # nothing that was erased stays in the index of search until somebody searches
        return response


class PlainErrors:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store"  # a public page too: it then shows who is signed in
        if "Content-Disposition" in response.headers:
            response.headers["Content-Security-Policy"] = FILE_POLICY
            response.headers.setdefault("X-Content-Type-Options", "nosniff")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, FolkmootError):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 422
        return render(request, "webkit/plain_error.html", {"error": exception}, status=status)
