"""The public pages: no account, no cookie, and an address for each language and ease, so that a page can be kept and shared."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from folkmoot.accounts.access import public
from folkmoot.areas.models import Area
from folkmoot.voice.published.models import VERSION_NAMES
from folkmoot.voice.published.open_pages import Headline, headline, open_forms, public_areas, public_entries
from folkmoot.voice.published.rules import SAYABLE, Version
from folkmoot.voice.published.web.presenters import STANDING_WORDS, entry_page, headline_in_words

EVERYWHERE = "england-and-wales"
A_PAGE = 20
HEADLINE_SECONDS = 3600
View = Callable[..., HttpResponse]


def in_version(view: View) -> View:
    """Show the page in the version that its address asks for (`?version=easy-cy`); without one, in the language of the browser.

    The signed-in reader's page is kept nowhere; everybody else's is asked for again each time, since it may have been taken down.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("version", "")
        version = Version(asked) if asked in list(Version) else (Version.WELSH if get_language() == "cy" else Version.ENGLISH)
        with translation.override("cy" if version.language == "cy" else "en-gb"):
            response = view(request, *args, version=version, **kwargs)
        response.headers["Content-Language"] = version.language
        if request.viewer.account_id is None and response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response

    return shown


@public
@in_version
def index(request: HttpRequest, version: Version) -> HttpResponse:
    """The Areas, and what became of concerns in all of them together."""
    today = timezone.localdate(request.at)
    context = {
        "lines": public_areas(today=today), "headline": headline_in_words(_headline(None, today)), "everywhere": EVERYWHERE,
        "forms": open_forms(None, today=today), **_frame(version),
    }  # fmt: skip
    return render(request, "voice/published_index.html", context)


@public
@in_version
def area(request: HttpRequest, code: str, version: Version) -> HttpResponse:
    """What one Area (or England and Wales) published, the newest first, by theme and by how it stands."""
    today = timezone.localdate(request.at)
    place = _place(code)
    everything = public_entries(place, today=today)
    themes = {one.entry.theme.code: one.entry.theme for one in everything if one.entry.theme and not one.withdrawn}
    asked = _asked(request, themes)
    found = public_entries(place, today=today, theme=asked["theme"], standing=asked["standing"]) if any(asked.values()) else everything
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "place": place, "code": code, "page": page, "entries": [entry_page(one, version) for one in page], "asked": asked,
        "themes": sorted(themes.values(), key=lambda theme: theme.name),
        "standings": [(each.value, STANDING_WORDS[each]) for each in SAYABLE],
        "any": bool(everything), "headline": headline_in_words(_headline(place, today)), "forms": open_forms(place, today=today),
        "filtered": any(asked.values()), **_frame(version),
    }  # fmt: skip
    return render(request, "voice/published_area.html", context)


@public
@in_version
def entry(request: HttpRequest, code: str, pk: int, version: Version) -> HttpResponse:
    """One entry at an address that stays, also once it is withdrawn."""
    place = _place(code)
    found = public_entries(place, today=timezone.localdate(request.at), entry_id=pk) if place else []
    if place is None or not found:
        raise Http404
    return render(
        request, "voice/published_one.html", {"one": entry_page(found[0], version), "place": place, "code": code, **_frame(version)}
    )


def _headline(place: Area | None, today: date) -> Headline:
    """Counted once an hour: it moves once a month, and everybody may open the page as often as they like."""
    key = f"said.headline.{place.pk if place else EVERYWHERE}.{today}"
    kept: Headline | None = cache.get(key)
    if kept is None:
        kept = headline(place, today=today)
        cache.set(key, kept, HEADLINE_SECONDS)
    return kept


def _asked(request: HttpRequest, themes: dict[str, Any]) -> dict[str, str]:
    """What to filter by; what cannot be read is left out rather than refused."""
    theme, standing = request.GET.get("theme", ""), request.GET.get("standing", "")
    return {"theme": theme if theme in themes else "", "standing": standing if standing in {each.value for each in SAYABLE} else ""}


def _place(code: str) -> Area | None:
    """The Area of an address; None for England and Wales. Raises Http404 for one that does not exist."""
    if code == EVERYWHERE:
        return None
    found = Area.objects.filter(code=code, withdrawn_on__isnull=True).first()
    if found is None:
        raise Http404
    return found


def _frame(version: Version) -> dict[str, Any]:
    """What stands on every page: the versions to change to, each with its language."""
    names = [(each.value, VERSION_NAMES[each], each is version) for each in Version]
    return {"version": version.value, "versions": names, "is_easy": version.is_easy}
