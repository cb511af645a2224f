"""A public page in the language that its address asks for (`?version=cy`), so that nobody needs a cookie to change it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation

View = Callable[..., HttpResponse]


def in_language_of_address(view: View) -> View:
    """Show the page in Welsh for `version=cy`, in English for `version=en`; without one, in the language of the browser."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("version", "")
        welsh = asked.endswith("cy") if asked else translation.get_language() == "cy"
        with translation.override("cy" if welsh else "en-gb"):
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = "cy" if welsh else "en"
        return response

    return shown
