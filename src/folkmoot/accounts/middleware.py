"""Each request starts from who is looking: roles are read afresh, so a role that ended opens nothing from the next request on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from folkmoot.accounts import sign_in_events
from folkmoot.accounts.rules import session_over
from folkmoot.accounts.scope import NOBODY, Viewer, areas_of, viewer_for
from folkmoot.accounts.third_party_routes import RULES, SIGNED_IN
from folkmoot.foundation import fence


class ViewerMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()
        request.viewer = self._viewer(request)
        with fence.seeing(areas_of(request.viewer)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> HttpResponse | None:
        """Open a page only by a declared rule: our own views carry theirs, a library's stand in `third_party_routes`."""
        if hasattr(view, "access_rule"):
            if view.access_rule == "public":
                fence.open_to_all()
            return redirect("mfa_index") if view.access_rule != "public" and _lacks_second_step(request) else None
        match = request.resolver_match
        rule = RULES.get(match.view_name) if match else None
        if rule is None:
            raise Http404
        if rule == SIGNED_IN and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return None

    def _viewer(self, request: HttpRequest) -> Viewer:
        if not request.user.is_authenticated:
            return NOBODY
        viewer = viewer_for(request.user, timezone.localdate(request.at))
        if not viewer.grants or _over(request):
            account = request.user
            logout(request)
            sign_in_events.record("session ended", account=account, at=request.at)
            return NOBODY
        return viewer


def _lacks_second_step(request: HttpRequest) -> bool:
    """Whether the person holds a role that asks for a second step and has set none up: nothing opens but the pages to do so."""
    asked = settings.TWO_STEP_ROLES and settings.TWO_STEP_ROLES & {role.value for role in request.viewer.roles}
    return bool(asked) and not is_mfa_enabled(request.user)


def _over(request: HttpRequest) -> bool:
    """Whether the session has reached one of its limits; if not, note that the person is still there."""
    began = datetime.fromisoformat(request.session.setdefault("signed_in_at", request.at.isoformat()))
    seen = datetime.fromisoformat(request.session.setdefault("last_seen", request.at.isoformat()))
    idle, longest = timedelta(minutes=settings.SESSION_INACTIVITY_MINUTES), timedelta(seconds=settings.SESSION_COOKIE_AGE)
    if session_over(began=began, seen=seen, at=request.at, idle=idle, longest=longest):
        return True
    if request.at - seen > timedelta(minutes=1):
        request.session["last_seen"] = request.at.isoformat()
    return False
