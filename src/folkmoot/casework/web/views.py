"""The pages of tables that were counted: the list, one table, its files, the action that follows, and taking it back."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.choices import areas_for, choose_area, chosen_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.actions.web.raising import raising_page
from folkmoot.casework import operations, queries, sheets
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import Counted
from folkmoot.casework.rules import in_words
from folkmoot.casework.signals.queries import offers
from folkmoot.casework.web.forms import RemoveForm
from folkmoot.casework.web.presenters import Panel, joined, lead_of, panel_of
from folkmoot.foundation import audit
from folkmoot.stats.disparity import METHODS

ORIGIN = "casework.analysis"
A_PAGE = 50


@may("casework.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    areas = areas_for(viewer, "casework.read", today=timezone.localdate(request.at))
    area = chosen_area(request.GET, areas)
    rows = queries.list_analyses(viewer, area_id=area.pk if area else None)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "casework/list.html", {"page": page, "areas": areas, "area": area, "may_write": viewer.may("casework.write")})


@may("casework.read")
@transaction.atomic
def detail(request: HttpRequest, analysis_id: int) -> HttpResponse:
    analysis, viewer = _in_sight(request, analysis_id), request.viewer
    audit.consulted(by=viewer, at=request.at, rows=[analysis], route=request.path)
    shown = Counted(analysis)
    panels = [panel_of(table, shown.adverse, f"by-{place}") for place, table in enumerate(shown.tables)]
    today = timezone.localdate(request.at)
    pair = _pair(request, shown)
    seen = [*shown.tables, *([shown.table(pair)] if pair else [])]
    return render(
        request,
        "casework/detail.html",
        {
            "offers": [(each, joined(each.by)) for each in offers(analysis, seen)],
            "analysis": analysis, "lead": lead_of(shown, panels), "panels": panels, "together": _together(request, shown),
            "asked": _pair(request, shown), "pairs": [{"columns": pair, "words": joined(pair)} for pair in shown.pairs],
            "table": shown.tables[0], "methods": METHODS, "smallest": analysis.threshold - 1,
            "actions": [line_of_action(one, state_of_row(one, today), today) for one in actions_from(viewer, ORIGIN, analysis.pk)],
            "may_write": _may_change(viewer, analysis), "may_act": viewer.may("actions.write", analysis.area_id),
            "kinds": list(sheets.KINDS), "restricted": [(in_words(column), values) for column, values in analysis.restricted_to.items()],
        },
    )  # fmt: skip


def _pair(request: HttpRequest, shown: Counted) -> tuple[str, ...]:
    """The two characteristics that the address asks for together; none where it asks for none. Raises Http404 for others."""
    asked = {name for name in request.GET.getlist("by") if name}
    if not asked:
        return ()
    for pair in shown.pairs:
        if asked == set(pair):
            return pair
    raise Http404


def _together(request: HttpRequest, shown: Counted) -> Panel | None:
    pair = _pair(request, shown)
    return panel_of(shown.table(pair), shown.adverse, "together") if pair else None


@may("casework.read")
@transaction.atomic
def download(request: HttpRequest, analysis_id: int, kind: str) -> HttpResponse:
    analysis = _in_sight(request, analysis_id)
    if kind not in sheets.KINDS:
        raise Http404
    shown = Counted(analysis)
    pair = _pair(request, shown)
    tables = [shown.table(pair)] if pair else shown.tables
    content = sheets.as_file(kind, analysis, tables)
    operations.take_away(by=request.viewer, at=request.at, analysis=analysis, kind=kind, tables=tables)
    name = f"{slugify(analysis.title)[:60] or 'table'}.{kind}"
    return HttpResponse(content, content_type=sheets.KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@may("actions.write")
def action(request: HttpRequest, analysis_id: int) -> HttpResponse:
    analysis, today = _in_sight(request, analysis_id), timezone.localdate(request.at)
    area, title = analysis.area, _("Raise an action from this table")
    if area is None:
        place = place_of_form(request, "actions.write", today=today, national_too=True)
        if place is None:
            return choose_area(request, "actions.write", title=title, back=_address(analysis), today=today, national_too=True)
        area = place.area
    return raising_page(
        request, origin_kind=ORIGIN, origin_id=analysis.pk, area=area, title=title, back=_address(analysis), lead=analysis.title
    )


@may("casework.write")
def remove(request: HttpRequest, analysis_id: int) -> HttpResponse:
    analysis = _in_sight(request, analysis_id)
    request.viewer.require_for("casework.write", analysis.area_id)
    form = RemoveForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.remove_analysis(by=request.viewer, at=request.at, analysis=analysis)
        return reverse("casework:list")

    lead = _("Its counts are deleted and cannot be brought back. Actions that were raised from it stay.")
    return form_page(
        request, form, title=_("Remove this table?"), lead=lead, back=_address(analysis), do=do, done=_("The table was removed.")
    )


def _may_change(viewer: Viewer, analysis: Analysis) -> bool:
    return viewer.sight("casework.write").holds(analysis.area_id)


def _in_sight(request: HttpRequest, analysis_id: int) -> Analysis:
    try:
        return queries.get_analysis(request.viewer, analysis_id)
    except Analysis.DoesNotExist:
        raise Http404 from None


def _address(analysis: Analysis) -> str:
    return reverse("casework:detail", args=[analysis.pk])
