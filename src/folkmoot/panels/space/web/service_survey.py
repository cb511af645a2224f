"""The service's pages about the yearly survey of members."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.panels.queries import may_in, panels
from folkmoot.panels.space.survey import operations, queries
from folkmoot.panels.space.survey.models import Survey
from folkmoot.panels.space.survey.rules import CAVEAT
from folkmoot.panels.space.web.presenters import completeness, figure
from folkmoot.panels.space.web.service_forms import ExtendSurveyForm, OpenSurveyForm
from folkmoot.panels.web.sight import panel_in_sight

USUAL = timedelta(days=28)


@may("panels.read")
def listing(request: HttpRequest) -> HttpResponse:
    """One year: the whole of the panels in sight, each panel, and those not asked yet."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    asked = request.GET.get("year", "")
    years = sorted({today.year, *queries.surveys(viewer).order_by().values_list("year", flat=True)}, reverse=True)
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else today.year
    found = queries.results(queries.surveys(viewer, year=year), today=today)
    whole = queries.whole_year(viewer, year, today=today)
    had = {each.survey.panel_id for each in found}
    not_asked = [row for row in panels(viewer, "panels.write") if row.pk not in had] if year == today.year else []
    context = {
        "year": year, "years": years, "whole": whole, "figures": [figure(each) for each in whole.questions],
        "completeness": completeness(whole.answered, whole.asked), "caveat": CAVEAT, "not_asked": not_asked,
        "lines": [(each, completeness(each.answered, each.asked)) for each in found],
    }  # fmt: skip
    return render(request, "panels/space_service_survey.html", context)


@may("panels.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _survey(request, pk)
    found = queries.results([row], today=timezone.localdate(request.at))[0]
    if found.remarks:
        shown(request, [row])
    context = {
        "survey": row, "result": found, "figures": [figure(each) for each in found.questions], "caveat": CAVEAT,
        "completeness": completeness(found.answered, found.asked), "may_write": may_in(request.viewer, row.panel, "panels.write"),
    }  # fmt: skip
    return render(request, "panels/space_service_survey_one.html", context)


@may("panels.write")
def open_survey(request: HttpRequest, code: str) -> HttpResponse:
    panel = panel_in_sight(request, code, "panels.write")
    form = OpenSurveyForm(request.POST or None, initial=started(closes_on=timezone.localdate(request.at) + USUAL))

    def do(values: dict[str, Any]) -> str:
        row = operations.open_survey(by=request.viewer, at=request.at, panel=panel, **values)
        return reverse("panels:survey_one", args=[row.pk])

    title, back = _("Ask the members of this panel"), reverse("panels:survey")
    return form_page(
        request, form, title=title, lead=panel.name, back=back, do=do, done=_("The survey is open."),
        template="panels/space_service_survey_open.html",
    )  # fmt: skip


@may("panels.write")
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    row = _survey(request, pk)
    if not may_in(request.viewer, row.panel, "panels.write"):
        raise Http404
    form = ExtendSurveyForm(request.POST or None, initial=started(version=row.version))
    back = reverse("panels:survey_one", args=[pk])

    def do(values: dict[str, Any]) -> str:
        operations.extend_survey(by=request.viewer, at=request.at, survey=row, until=values["until"], seen_version=values["version"])
        return back

    return form_page(request, form, title=_("Give members longer"), lead=row.panel.name, back=back, do=do, done=_("They have longer now."))


def _survey(request: HttpRequest, pk: int) -> Survey:
    try:
        return queries.get_survey(request.viewer, pk)
    except Survey.DoesNotExist:
        raise Http404 from None
