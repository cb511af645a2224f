"""Whether the process lives, whether the service can work, and its figures: for programs, without anything about people."""

import ipaddress
import secrets
import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from folkmoot.accounts.access import public
from folkmoot.overview.running import state
from folkmoot.overview.running.exposition import CONTENT_TYPE, exposition

KEPT_SECONDS = 2.0  # whoever asks without end costs one look at the database in so long, in each process
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
_kept: tuple[float, list[state.Reading]] | None = None


def _not_kept(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return shown


@public
@_not_kept
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; the database is not asked."""
    return _said(request, {"status": "live"}, 200)


@public
@_not_kept
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has every table, and there is room on the disk. What was found is told to the operator alone."""
    found = _readings()
    works = state.ready(found)
    said: dict[str, object] = {"status": "ready" if works else "not ready"}
    if _is_operator(request):
        said["checks"] = {each.name: {"ok": each.ok, "needed": each.needed, "value": each.value} for each in found}
    return _said(request, said, 200 if works else 503)


@public
@_not_kept
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, to whoever brings the token; as if there were no such page to everybody else."""
    if not _has_token(request):
        raise Http404
    return HttpResponse(exposition(timezone.now()), content_type=CONTENT_TYPE)


def _readings() -> list[state.Reading]:
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > KEPT_SECONDS:
        _kept = (time.monotonic(), state.readings(timezone.now()))
    return _kept[1]


def _said(request: HttpRequest, said: dict[str, object], status: int) -> HttpResponse:
    """As JSON; as one line of plain text for whoever asks for that."""
    if request.headers.get("Accept", "").startswith("text/plain"):
        return HttpResponse(f"{said['status']}\n", content_type="text/plain; charset=utf-8", status=status)
    return JsonResponse(said, status=status)


def _has_token(request: HttpRequest) -> bool:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    known = settings.METRICS_TOKEN
    return bool(known) and kind.lower() == "bearer" and secrets.compare_digest(token.strip().encode(), known.encode())


def _is_operator(request: HttpRequest) -> bool:
    """By the token, or by asking on the machine itself: a proxy says that it passes on what somebody else asked."""
    return _has_token(request) or (not any(name in request.META for name in FORWARDED) and _from_this_machine(request))


def _from_this_machine(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
