"""How a public page is sent: made once for each state of what is published, and told apart by a mark that the browser brings back.

A page may be kept by anybody, but is asked for again each time (`max-age=0`): the answer costs one statement while nothing changed, and
what was withdrawn is gone at once. No cookie is set or read for it.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from folkmoot.site.keeping import PAGES
from folkmoot.site.revision import Revision, of_a_day, revision
from folkmoot.voice.published.rules import Version

View = Callable[..., HttpResponse]


def kept(*names: str) -> Callable[[View], View]:
    """Keep the page under its address, its version and those parameters of the query that are named; give the view `tag`, the revision.

    A signed-in reader gets a fresh one, which is kept nowhere.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, version: Version, **kwargs: Any) -> HttpResponse:
            found = revision()
            tag = of_a_day(found, timezone.localdate(request.at))
            if request.viewer.account_id is not None:
                return view(request, *args, version=version, tag=tag, **kwargs)
            key = (request.path, version.value, tag, *((name, request.GET.get(name, "")[:100]) for name in names))
            return answered(request, key, found, lambda: view(request, *args, version=version, tag=tag, **kwargs))

        return require_safe(shown)

    return declare


def answered(request: HttpRequest, key: tuple[object, ...], found: Revision, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page under a key: “not modified” where the browser holds it, as it is kept, or made now."""
    mark = f'"{hashlib.sha256(repr((key, settings.FICTIONAL)).encode()).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match"):  # a moment alone would miss a second change within its second
        known = get_conditional_response(request, etag=mark)
        if known is not None:
            return _marked(known, mark, found)
    page = PAGES.get(mark)
    if page is None:
        made = make()
        if made.status_code != 200:
            return made
        page = (made.content, made.headers["Content-Type"], {name: made.headers[name] for name in ("Link",) if name in made.headers})
        PAGES.put(mark, page)
    content, kind, headers = page
    return _marked(HttpResponse(content, content_type=kind, headers=headers), mark, found)


def _marked(response: HttpResponse, mark: str, found: Revision) -> HttpResponse:
    response.headers["ETag"] = mark
    if found.last:
        response.headers["Last-Modified"] = http_date(found.last.timestamp())
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response
