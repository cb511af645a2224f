"""The list of recommendations, each with all that happened to it, and recording a new one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.queries import may_in, of_panels
from folkmoot.panels.recommendations import operations, queries
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.web.forms import RecommendationFilter, RecommendForm
from folkmoot.panels.recommendations.web.presenters import history_of, in_language, line_of
from folkmoot.panels.recommendations.web.years import year_choice
from folkmoot.webkit.paging import Pages

A_PAGE = 30
MEETINGS_OFFERED = 24


@may("panels.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = RecommendationFilter(request.GET, areas_for(viewer, "panels.read", today=today), **year_choice(viewer))
    asked = filters.chosen
    found = queries.list_recommendations(viewer, today=today, **asked)
    families = queries.families()
    page = Pages(found, A_PAGE).get_page(request.GET.get("page"))
    lines = [(line_of(each), len(families.get(each.row.pk, ())) - 1) for each in page]
    context = {"filters": filters, "asked": asked, "page": page, "lines": lines, "may_add": viewer.may("panels.write")}
    return render(request, "panels/recommendations_list.html", context)


@may("panels.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    row = in_sight(request, pk)
    standing = queries.standing_of(row, today)
    raised = list(actions_from(viewer, queries.ORIGIN, pk)) if viewer.may("actions.read") else []
    words, language = in_language(row.words_en, row.words_cy)
    context = {
        "row": row, "line": line_of(standing), "standing": standing, "state": standing.state.value, "words": words, "language": language,
        "history": history_of(standing), "repeats": queries.repeats_of(viewer, row),
        "actions": [line_of_action(action, state_of_row(action, today), today) for action in raised],
        "may_write": may_in(viewer, row.panel, "panels.write"), "may_answer": may_in(viewer, row.panel, "panels.answer"),
        "may_act": may_in(viewer, row.panel, "actions.write"),
    }  # fmt: skip
    return render(request, "panels/recommendations_detail.html", context)


@may("panels.write")
def choose_meeting(request: HttpRequest) -> HttpResponse:
    """A recommendation is made at a meeting: the latest that were held, to choose from."""
    rows = of_panels(request.viewer, Meeting.objects.filter(state__in=queries.HELD), "panels.write").select_related("panel__area")
    return render(request, "panels/recommendations_meetings.html", {"meetings": rows.order_by("-starts_at", "-pk")[:MEETINGS_OFFERED]})


@may("panels.write")
def new(request: HttpRequest, meeting: int) -> HttpResponse:
    row = of_panels(request.viewer, Meeting.objects.select_related("panel__area"), "panels.write").filter(pk=meeting).first()
    if row is None:
        raise Http404
    form = RecommendForm(request.POST or None, items=row.items.order_by("order"), initial=started(item=request.GET.get("item")))

    def do(values: dict[str, Any]) -> str:
        return address_of(operations.recommend(by=request.viewer, at=request.at, meeting=row, **values))

    return form_page(
        request, form, title=_("Record a recommendation"), lead=row.panel.name, back=reverse("panels:recommendations"), do=do,
        done=_("The recommendation was recorded."), template="panels/recommendations_new.html", meeting=row,
    )  # fmt: skip


def in_sight(request: HttpRequest, pk: int) -> Recommendation:
    try:
        return queries.get_recommendation(request.viewer, pk)
    except Recommendation.DoesNotExist:
        raise Http404 from None


def address_of(row: Recommendation) -> str:
    return reverse("panels:recommendation", args=[row.pk])
