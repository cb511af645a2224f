"""The list of texts, one text, one translation segment by segment, and what was released of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.languages import operations, queries
from folkmoot.languages.media.queries import extents, lines_of
from folkmoot.languages.media.web.presenters import extent_tags, line_shown
from folkmoot.languages.models import Document, Language, Translation
from folkmoot.languages.web import presenters
from folkmoot.languages.web.forms import AskForm
from folkmoot.webkit.paging import Pages

ON_ONE_PAGE = 50


@may("languages.read")
def listing(request: HttpRequest) -> HttpResponse:
    found = queries.documents(request.viewer)
    there = extents([one.document for one in found])
    lines = [
        {
            "one": one,
            "forms": extent_tags(there[one.document.pk]),
            "standings": [
                {"row": each, "words": presenters.progress_words(each.progress), "released": presenters.released_words(each)}
                for each in one.standings
            ],
        }
        for one in found
    ]
    return render(request, "languages/list.html", {"lines": lines})


@may("languages.read")
def document(request: HttpRequest, pk: int) -> HttpResponse:
    row = document_in_sight(request, pk)
    standings = [queries.standing_of(each) for each in row.translations.select_related("document", "asked_by")]
    lines = [
        {"row": each, "words": presenters.progress_words(each.progress), "released": presenters.released_words(each)} for each in standings
    ]
    context = {
        "row": row, "lines": lines, "source": queries.current_source(row), "editions": row.easy_editions.all(),
        "may_ask": request.viewer.may("languages.ask") and _languages_left(row), "may_write": request.viewer.may("languages.translate"),
        "forms": extent_tags(extents([row])[row.pk]), "media": [line_shown(line) for line in lines_of(request.viewer, row)],
    }  # fmt: skip
    return render(request, "languages/document.html", context)


@may("languages.ask")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    row = document_in_sight(request, pk)
    left = _languages_left(row)
    if not left:
        raise Http404
    form = AskForm(request.POST or None, initial=started(language=left[0].value), languages=left)

    def do(values: dict[str, Any]) -> str:
        return address_of(operations.ask(by=request.viewer, at=request.at, document=row, **values))

    return form_page(
        request, form, title=_("Ask for a translation"), lead=row.title, back=address_of_document(row), do=do,
        done=_("It was asked for. Translators see it in their list."),
    )  # fmt: skip


@may("languages.read")
def translation(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = translation_in_sight(request, pk), request.viewer
    standing = queries.standing_of(row)
    page = Pages(standing.lines, ON_ONE_PAGE).get_page(request.GET.get("page"))
    context = {
        "row": row, "standing": standing, "words": presenters.progress_words(standing.progress), "page": page,
        "lines": [presenters.line_of(line) for line in page], "released": presenters.released_words(standing),
        "may_translate": viewer.may("languages.translate"), "may_check": viewer.may("languages.check"),
        "may_release": viewer.may("languages.release") and standing.progress.checked,
    }  # fmt: skip
    return render(request, "languages/translation.html", context)


@may("languages.read")
def released(request: HttpRequest, pk: int) -> HttpResponse:
    """What anybody is given: each part in its language."""
    row = translation_in_sight(request, pk)
    found = queries.released(row.document.kind, row.document.number, row.language)
    if found is None:
        raise Http404
    return render(request, "languages/released.html", {"row": row, "found": found, "percent": int(found.share * 100)})


def _languages_left(row: Document) -> list[Language]:
    taken = {row.language, *row.translations.values_list("language", flat=True)}
    return [one for one in Language if one.value not in taken]


def document_in_sight(request: HttpRequest, pk: int) -> Document:
    try:
        return queries.get_document(request.viewer, pk)
    except Document.DoesNotExist:
        raise Http404 from None


def translation_in_sight(request: HttpRequest, pk: int) -> Translation:
    try:
        return queries.get_translation(request.viewer, pk)
    except Translation.DoesNotExist:
        raise Http404 from None


def address_of(row: Translation) -> str:
    return reverse("languages:translation", args=[row.pk])


def address_of_document(row: Document) -> str:
    return reverse("languages:document", args=[row.pk])
