"""What goes wrong in other products, put in the place of our own: each must be found by a check."""

import socket
from contextlib import suppress
from typing import Any, ClassVar

from django.http import HttpRequest

from folkmoot.accounts import middleware
from folkmoot.accounts.middleware import ViewerMiddleware
from folkmoot.accounts.scope import Viewer


class Remembering(ViewerMiddleware):
    """Each process remembers who somebody is, to save three statements."""

    known: ClassVar[dict[str, Viewer]] = {}

    def _viewer(self, request: HttpRequest) -> Viewer:
        key = request.session.session_key or ""
        if key not in self.known or not key:
            found = super()._viewer(request)
            if not request.user.is_authenticated:
                return found
            self.known[key] = found
        return self.known[key]


class Endless(ViewerMiddleware):
    """No session ends by being left, or by its age."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        middleware._over = lambda *_: False  # type: ignore[assignment]


class Telling:
    """Each page is reported to somebody's counter of visits."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        with suppress(OSError), socket.create_connection(("192.0.2.1", 443), timeout=0.05):
            pass
        return self.get_response(request)
