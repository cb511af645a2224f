"""A plain error raised anywhere in a room becomes a plain page, never a broken one; signed-in pages are never kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.accounts.scope import NotAllowed
from folkmoot.errors import FolkmootError


class PlainErrors:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, FolkmootError):
            return None
        status = 403 if isinstance(exception, NotAllowed) else 422
        return render(request, "webkit/plain_error.html", {"error": exception}, status=status)
