"""The list of publications, one edition with its check, and the register of what was published."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.casework.tables import queries
from folkmoot.casework.tables.models import STATE_NAMES, Edition
from folkmoot.casework.tables.rules import OPEN, SHOWN, State, may_do
from folkmoot.casework.tables.web.forms import TablesFilter
from folkmoot.casework.tables.web.presenters import STATE_COLOURS, shown, symbols
from folkmoot.foundation.once import new_mark

A_PAGE = 50


@may("tables.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    filters = TablesFilter(request.GET, areas_for(viewer, queries.READ, today=timezone.localdate(request.at)))
    asked = filters.chosen
    rows = queries.editions(viewer, state=asked.get("state", ""))
    if "area_id" in asked:
        rows = rows.filter(publication__area_id=asked["area_id"])
    page = Paginator(rows.defer("body", "checked"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": [(row, STATE_NAMES[State(row.state)], colour_of(row)) for row in page],
        "waiting": queries.waiting_for_agreement(viewer), "may_write": viewer.may("tables.publish"),
    }  # fmt: skip
    return render(request, "casework/tables_list.html", context)


@may("tables.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, in_sight(request, pk))


def detail_page(request: HttpRequest, edition: Edition, refused: str = "") -> HttpResponse:
    """The page of an edition; `refused` says what could not be done."""
    grids, state = queries.grids_of(edition), State(edition.state)
    context = {
        "edition": edition, "publication": edition.publication, "state": state.value, "state_words": STATE_NAMES[state],
        "state_colour": STATE_COLOURS[state], "refused": refused, "contents": edition.contents.all(), "report": edition.checked or {},
        "tables": [shown(grid, number) for number, grid in enumerate(grids, 1)], "symbols": symbols(), "settled": state in SHOWN,
        "as_agreed": edition.body is None or queries.is_as_agreed(edition), "others": queries.editions_of(edition),
        "address": public_address(edition), "mark": new_mark(), **_allowed(request, edition),
    }  # fmt: skip
    return render(request, "casework/tables_edition.html", context, status=422 if refused else 200)


def _allowed(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    viewer, state = request.viewer, edition.state
    writes = viewer.sight("tables.publish").holds(edition.area_id)
    made = viewer.account_id in {writer.pk for writer in edition.writers.all()}
    second = viewer.sight("tables.agree").holds(edition.area_id)
    last = next(iter(queries.editions_of(edition)), edition)
    return {
        "may_edit": writes and state in OPEN, "may_check": writes and may_do(state, "check") and bool(edition.contents.all()),
        "may_agree": second and not made and may_do(state, "agree"), "may_return": second and may_do(state, "send back"),
        "may_publish": writes and may_do(state, "publish"), "may_withdraw": writes and may_do(state, "withdraw"),
        "may_follow": writes and last.state in SHOWN, "own": second and made and may_do(state, "agree"),
    }  # fmt: skip


@may("tables.read")
def register(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.releases(request.viewer), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "casework/tables_register.html", {"page": page})


def public_address(edition: Edition) -> str:
    """Where everybody reads it; empty while it is not published."""
    if edition.state not in SHOWN:
        return ""
    return reverse("fairness:edition", args=[edition.publication.slug, edition.major, edition.minor])


def in_sight(request: HttpRequest, pk: int) -> Edition:
    try:
        return queries.get_edition(request.viewer, pk)
    except Edition.DoesNotExist:
        raise Http404 from None


def address(edition: Edition) -> str:
    return reverse("casework:tables_edition", args=[edition.pk])


def colour_of(edition: Edition) -> str:
    return STATE_COLOURS[State(edition.state)]
