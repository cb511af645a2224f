"""Each request counted and, where the log is JSON, written down: the pattern of its address, never the address."""

import contextvars
import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from folkmoot.overview.running.counts import COUNTS, NO_ROUTE

log = logging.getLogger("folkmoot.requests")
REQUEST_ID: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
_SOUND_ID = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")


class Watched:
    """The outermost of all, so that what the others refuse is counted as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        kept = REQUEST_ID.set(_request_id(request))
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            route = request.resolver_match.route if request.resolver_match else NO_ROUTE
            COUNTS.add(route, response.status_code, seconds)
            if settings.LOG_FORM == "json":
                _write(request, response, route, seconds)
            return response
        finally:
            REQUEST_ID.reset(kept)


def _request_id(request: HttpRequest) -> str:
    """The proxy's own number of the request where a proxy was declared, so that both logs can be read together; otherwise a new one."""
    said = request.headers.get("X-Request-ID", "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
    return said if _SOUND_ID.match(said) else secrets.token_hex(8)


def _write(request: HttpRequest, response: HttpResponse, route: str, seconds: float) -> None:
    match, viewer = request.resolver_match, getattr(request, "viewer", None)
    said = {
        "route": route, "name": match.view_name if match else "", "method": request.method, "status": response.status_code,
        "ms": round(seconds * 1000, 1), "account": viewer.account_id if viewer else None,
    }  # fmt: skip
    log.info("request", extra={"said": said})
