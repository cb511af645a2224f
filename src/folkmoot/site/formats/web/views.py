"""The public pages of texts in other forms. A page is asked for again each time, so that what was withdrawn is gone at once."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from folkmoot.accounts.access import public
from folkmoot.languages.media.kinds import BY_ENDING, FILM
from folkmoot.languages.media.open_pages import Forms, Medium, easy_of, easy_picture, released_medium
from folkmoot.languages.media.web.presenters import length_of
from folkmoot.languages.media.web.serving import called, sent
from folkmoot.site.formats.places import is_public, public_forms, public_text
from folkmoot.site.web.presenters import frame
from folkmoot.voice.published.rules import Version
from folkmoot.voice.published.web.public import in_version

KEPT = "public, max-age=0, must-revalidate"


@public
@in_version
@require_safe
def index(request: HttpRequest, version: Version) -> HttpResponse:
    """Every published text that is there in another form."""
    lines = [{"forms": forms, "address": address} for forms, address in public_forms()]
    return _asked_again(render(request, "site/formats_index.html", {"lines": lines, **frame(version)}))


@public
@in_version
@require_safe
def text(request: HttpRequest, pk: int, version: Version) -> HttpResponse:
    """One text: its films and readings with their transcripts below them, its large print, and the way to its Easy Read."""
    forms, address = _text(pk)
    context = {"forms": forms, "address_of_text": address, "media": [_shown(one) for one in forms.media], **frame(version)}
    return _asked_again(render(request, "site/formats_text.html", context))


@public
@in_version
@require_safe
def easy(request: HttpRequest, pk: int, version: Version) -> HttpResponse:
    """The Easy Read edition that was last released, each part beside its picture."""
    forms, address = _text(pk)
    edition = easy_of(forms.document)
    if edition is None:
        raise Http404
    context = {"forms": forms, "edition": edition, "address_of_text": address, **frame(version)}
    return _asked_again(render(request, "site/formats_easy.html", context))


@public
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture of a released Easy Read edition."""
    part = easy_picture(pk)
    if part is None or not is_public(part.edition.document):
        raise Http404
    return HttpResponse(
        bytes(part.picture or b""), content_type=f"image/{part.picture_format}",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": KEPT},
    )  # fmt: skip


@public
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A released film, reading or large print, whole or the part that a player asks for."""
    return sent(request, _medium(pk).row, kept=KEPT)


@public
@require_safe
def transcript(request: HttpRequest, pk: int) -> HttpResponse:
    """The transcript alone, as plain text."""
    row = _medium(pk).row
    if not row.recorded:
        raise Http404
    answer = HttpResponse(row.transcript, content_type="text/plain; charset=utf-8", headers={"Content-Language": row.language})
    name = called(row).rsplit(".", 1)[0]
    answer.headers["Content-Disposition"] = f'inline; filename="{name}-transcript.txt"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = KEPT
    return answer


def _text(pk: int) -> tuple[Forms, str]:
    found = public_text(pk)
    if found is None:
        raise Http404
    return found


def _medium(pk: int) -> Medium:
    found = released_medium(pk)
    if found is None or not is_public(found.row.document):
        raise Http404
    return found


def _shown(one: Medium) -> dict[str, Any]:
    kind = BY_ENDING[one.row.ending]
    return {"row": one.row, "old": one.old, "is_film": kind.what == FILM, "type": kind.content_type, "length": length_of(one.row)}


def _asked_again(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, max_age=0, must_revalidate=True)
    return response
