"""The page of search: one box, what was found by kind, each with the words around."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from folkmoot.accounts.access import may
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation.typed import number
from folkmoot.overview.search.queries import Answer, Hit, kinds_open_to, search
from folkmoot.overview.search.sources import BY_LABEL
from folkmoot.overview.search.words import marked


@dataclass(frozen=True)
class Line:
    """One hit as it is shown; title and body in pieces, some marked."""

    kind: Any
    address: str
    title: list[tuple[str, bool]]
    body: list[tuple[str, bool]]
    area: str
    beside: str
    day: date | None


@may("home.read")
def page(request: HttpRequest) -> HttpResponse:
    text, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    asked = kind if kind in BY_LABEL else ""
    answer = search(request.viewer, text, source=asked, page=int(number(request.GET.get("page", "")) or 1)) if text else None
    if answer:
        shown(request, [hit.row for hit in answer.hits if hit.source.sensitive])
    context = {
        "text": text, "kind": asked, "answer": answer, "lines": _lines(answer) if answer else [],
        "kinds": [source.words for source in kinds_open_to(request.viewer)],
    }  # fmt: skip
    return render(request, "overview/search.html", context)


def _lines(answer: Answer) -> list[Line]:
    return [_line(hit, answer.words) for hit in answer.hits]


def _line(hit: Hit, words: list[str]) -> Line:
    source, row = hit.source, hit.row
    body = source.body(row).replace("\n", "· ")
    area = getattr(row, "area", None)
    return Line(
        source.words, reverse(source.route, args=[row.pk]), marked(source.title(row), words, 150), marked(body, words) if body else [],
        area.name if area else "", source.beside(row), source.day(row),
    )  # fmt: skip
