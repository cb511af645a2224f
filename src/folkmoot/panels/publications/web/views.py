"""The list of publications with what is to be made, and the page of one publication."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.foundation.once import new_mark
from folkmoot.panels.models import Panel
from folkmoot.panels.publications import queries
from folkmoot.panels.publications.models import STATE_NAMES, Publication
from folkmoot.panels.publications.queries import Check
from folkmoot.panels.publications.rules import OPEN, State
from folkmoot.panels.publications.web.forms import PublicationFilter
from folkmoot.panels.publications.web.presenters import STATE_COLOURS, finding_lines, line_of, stale_in_words, version_lines
from folkmoot.panels.queries import may_in
from folkmoot.panels.web.sight import panel_in_sight

A_PAGE = 50


@may("panels.read")
def listing(request: HttpRequest) -> HttpResponse:
    """`?panel=code` keeps to one panel."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = PublicationFilter(request.GET, areas_for(viewer, "panels.read", today=today))
    asked = filters.chosen
    panel = panel_in_sight(request, request.GET["panel"]) if request.GET.get("panel") else None
    rows = queries.publications(viewer, panel=panel, kind=asked.get("kind", ""), state=asked.get("state", ""))
    if "area_id" in asked:
        rows = rows.filter(panel__area_id=asked["area_id"])
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "asked": asked, "panel": panel, "page": page, "lines": [line_of(row) for row in page],
        "waiting": queries.waiting_for_agreement(viewer), "due": queries.answers_due(viewer), "today": today,
        "untold": queries.meetings_without_update(viewer, today=today, panel=panel), "mark": new_mark(),
        "may_write": viewer.may("panels.write"),
    }  # fmt: skip
    return render(request, "panels/publications_list.html", context)


@may("panels.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, in_sight(request, pk))


def detail_page(request: HttpRequest, publication: Publication, refused: str = "") -> HttpResponse:
    """The page of a publication; `refused` says what could not be done."""
    checked = queries.check_before_leaving(publication, today=timezone.localdate(request.at))
    state = State(publication.state)
    settled = state not in OPEN
    context = {
        "publication": publication, "panel": publication.panel, "state": state.value, "state_words": STATE_NAMES[state],
        "state_colour": STATE_COLOURS[state], "refused": refused, "checked": checked, "findings": finding_lines(checked.findings),
        "versions": version_lines(publication, checked), "stale": stale_in_words(checked.stale), "settled": settled,
        "as_agreed": settled and queries.is_as_agreed(publication), "address": public_address(publication),
        "title": next((row.title for row in publication.publicationtexts.all()), ""),
        "by_hand": any(row.by_hand for row in publication.publicationtexts.all()),
        **_allowed(request, publication, checked),
    }  # fmt: skip
    return render(request, "panels/publications_detail.html", context, status=422 if refused else 200)


def _allowed(request: HttpRequest, publication: Publication, checked: Check) -> dict[str, Any]:
    viewer, panel, state = request.viewer, publication.panel, State(publication.state)
    may_write = may_in(viewer, panel, "panels.write")
    made = viewer.account_id in {writer.pk for writer in publication.writers.all()}
    second = may_in(viewer, panel, "panels.agree") and state is State.WAITING
    ready = checked.may_leave and not checked.stale
    return {
        "mark": new_mark(), "may_edit": may_write and state in OPEN, "may_submit": may_write and ready and state is State.DRAFT,
        "may_agree": second and not made and ready, "may_return": second and not made, "own": second and made,
        "may_withdraw": may_write and state is State.PUBLISHED,
    }  # fmt: skip


def public_address(publication: Publication) -> str:
    """Where everybody reads it; empty while it is not published, or where the panel is not on the public page."""
    if publication.state in OPEN or not publication.panel.public:
        return ""
    return reverse("our_panels:publication", args=[publication.panel.code, publication.pk])


def in_sight(request: HttpRequest, pk: int) -> Publication:
    try:
        return queries.get_publication(request.viewer, pk)
    except Publication.DoesNotExist:
        raise Http404 from None


def to_make_for(request: HttpRequest, code: str) -> Panel:
    try:
        return queries.panel_to_publish(request.viewer, code)
    except Panel.DoesNotExist:
        raise Http404 from None


def address(publication: Publication) -> str:
    return reverse("panels:publication", args=[publication.pk])
