"""Pages for what went wrong: each says what happened and what to do next."""

import sys
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from folkmoot.webkit import trouble


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "webkit/not_found.html", status=404)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "webkit/forbidden.html", status=403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not bring the mark of its own page back; `reason` is for programmers and is not shown."""
    return render(request, "webkit/form_refused.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled. What passes by itself is answered by “try again”, not as a fault of the product."""
    if trouble.passes(sys.exc_info()[1]):
        return trouble.try_again(request)
    return render(request, "webkit/broken.html", status=500)
