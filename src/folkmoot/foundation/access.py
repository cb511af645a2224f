"""The rule of each page, declared at its view; a page without a declared rule fails the house tests.

It stands in foundation so that every room can use it: the viewer brings the rules along (`viewer.may`, `viewer.require`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


OR = " or "


def may(*capabilities: str) -> Callable[[View], View]:
    """The page opens for those who hold one of the capabilities somewhere; what they see in it is scoped by the queries.

    Several only where one page is of several subjects, such as a signal: the view then requires the one that belongs to its row.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not any(map(request.viewer.may, capabilities)):
                request.viewer.require(capabilities[0])
            return view(request, *args, **kwargs)

        guarded.access_rule = OR.join(capabilities)
        return guarded

    return declare


def signed_in(view: View) -> View:
    """The page opens for everyone who has signed in, whatever their role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access_rule = "signed in"
    return guarded


def public(view: View) -> View:
    """The page opens for everyone."""
    view.access_rule = "public"
    return view
