"""The page of a published table: the series month by month, places in a funnel, both as tables and as files."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from folkmoot.accounts.access import may
from folkmoot.casework.sources.cubes import NothingLoaded
from folkmoot.casework.workbench import operations, published
from folkmoot.casework.workbench.opening import NotThere
from folkmoot.casework.workbench.published import OpenedTable, Shown
from folkmoot.casework.workbench.web import published_words as words
from folkmoot.casework.workbench.web.published_forms import PublishedForm
from folkmoot.foundation import audit


@may("casework.read")
@transaction.atomic
def show(request: HttpRequest, source: int) -> HttpResponse:
    opened, found = _asked(request, source)
    audit.consulted(by=request.viewer, at=request.at, rows=[opened.row], route=request.path)
    context: dict[str, Any] = {
        "opened": opened, "form": PublishedForm(opened, found.choice), "lead": words.lead_of(opened, found), "kinds": list(words.KINDS),
        "query": words.query_of(found.choice), "pictures": words.pictures_of(opened, found), "months": words.month_table(found),
        "places": words.place_table(opened, found), "caveats": words.caveats_of(opened), "title": words.title_of(found.choice),
        "place_words": words.place_words(opened, found),
    }  # fmt: skip
    return render(request, "casework/workbench_published.html", context)


@may("casework.read")
@transaction.atomic
def download(request: HttpRequest, source: int, kind: str) -> HttpResponse:
    if kind not in words.KINDS:
        raise Http404
    opened, found = _asked(request, source)
    query = words.query_of(found.choice)
    address = request.build_absolute_uri(f"{reverse('casework:published_view', args=[source])}?{query}")
    content = words.as_file(kind, opened, found, address)
    operations.take_published_away(by=request.viewer, at=request.at, source=opened.row, query=query, kind=kind)
    name = f"{slugify(f'{opened.row.title} {found.choice.measure}')[:80] or 'table'}.{kind}"
    return HttpResponse(content, content_type=words.KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _asked(request: HttpRequest, source: int) -> tuple[OpenedTable, Shown]:
    """The table and what the address asks of it, or Http404 for one out of sight, of cases, or of which nothing is loaded."""
    try:
        opened = published.open_table(request.viewer, source)
        return opened, published.shown(opened, published.chosen(opened, request.GET.dict()))
    except (NotThere, NothingLoaded) as error:
        raise Http404(str(error)) from error
