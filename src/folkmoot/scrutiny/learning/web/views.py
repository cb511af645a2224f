"""The list of what was learned, what is learned again and again, each point with all that happened to it, and recording a new one."""

from datetime import timedelta
from typing import Any

from django.db import transaction
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
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation import audit
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.queries import may_in, of_panels
from folkmoot.panels.recommendations.web.presenters import in_language
from folkmoot.scrutiny.learning import operations, queries
from folkmoot.scrutiny.learning.models import LearningPoint
from folkmoot.scrutiny.learning.themes import themes
from folkmoot.scrutiny.learning.web.forms import LearnForm, LearningFilter
from folkmoot.scrutiny.learning.web.presenters import history_of, line_of, shares_of
from folkmoot.webkit.paging import Pages

A_PAGE = 30
MEETINGS_OFFERED = 24
REPEATED_SINCE = timedelta(days=730)


@may("scrutiny.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = LearningFilter(request.GET, areas_for(viewer, "scrutiny.read", today=today))
    asked = filters.chosen
    found = queries.list_learning(viewer, today=today, **asked)
    page = Pages(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": [line_of(each) for each in page],
        "may_add": viewer.may("scrutiny.learn"), "waiting": queries.resamples(viewer, waiting=True), "today": today,
    }  # fmt: skip
    return render(request, "scrutiny/learning_list.html", context)


@may("scrutiny.read")
def repeated(request: HttpRequest) -> HttpResponse:
    """Themes that are learned again and again across panels and Areas: learning, and good practice."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    since = today - REPEATED_SINCE
    groups = [
        (label, [(themes().get(one.theme), one) for one in queries.repeats(viewer, since=since, today=today, kind=kind)])
        for kind, label in LearningPoint.Kind.choices
    ]
    return render(request, "scrutiny/learning_repeated.html", {"groups": groups, "since": since})


@may("scrutiny.read")
@transaction.atomic
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    row = in_sight(request, pk)
    if row.pack_id:
        audit.consulted(by=viewer, at=request.at, rows=[row], route=request.path)
    standing = queries.standing_of(row, today)
    raised = list(actions_from(viewer, queries.ORIGIN, pk)) if viewer.may("actions.read") else []
    words, language = in_language(row.words_en, row.words_cy)
    context = {
        "row": row, "line": line_of(standing), "standing": standing, "state": standing.state.value, "words": words, "language": language,
        "theme": themes().get(row.theme), "history": history_of(standing), "repeats": queries.repeats_of(viewer, row),
        "actions": [line_of_action(action, state_of_row(action, today), today) for action in raised],
        "looks": [(each, _shares(each)) for each in row.resamples.all()],
        "audiences": [label for value, label in LearningPoint.Audience.choices if value in row.audiences],
        "may_write": may_in(viewer, row.panel, "scrutiny.learn"), "may_act": may_in(viewer, row.panel, "actions.write"),
        "may_see_meeting": may_in(viewer, row.panel, "panels.read"),
    }  # fmt: skip
    return render(request, "scrutiny/learning_detail.html", context)


def _shares(resample: Any) -> Any:
    found = queries.compared_in(resample)
    return shares_of(found) if found else None


@may("scrutiny.learn")
def choose_meeting(request: HttpRequest) -> HttpResponse:
    """Learning is recorded at a meeting: the latest that were held, to choose from."""
    rows = of_panels(request.viewer, Meeting.objects.filter(state__in=queries.HELD, panel__kind__sees_cases=True), "scrutiny.learn")
    meetings = rows.select_related("panel__area").order_by("-starts_at", "-pk")[:MEETINGS_OFFERED]
    return render(request, "scrutiny/learning_meetings.html", {"meetings": meetings})


@may("scrutiny.learn")
def new(request: HttpRequest, meeting: int) -> HttpResponse:
    row = of_panels(request.viewer, Meeting.objects.select_related("panel__area"), "scrutiny.learn").filter(pk=meeting).first()
    if row is None:
        raise Http404
    first = {name: request.GET.get(name) for name in ("pack", "kind", "theme") if request.GET.get(name)}
    packs = queries.packs_of(row)
    shown(request, packs)
    form = LearnForm(request.POST or None, packs=packs, initial=started(**first))

    def do(values: dict[str, Any]) -> str:
        return address_of(operations.learn(by=request.viewer, at=request.at, meeting=row, **values))

    return form_page(
        request, form, title=_("Record what was learned"), lead=row.panel.name, back=reverse("scrutiny:learning"), do=do,
        done=_("It was recorded. A reply is due before the panel meets again."), template="scrutiny/learning_new.html", meeting=row,
    )  # fmt: skip


def in_sight(request: HttpRequest, pk: int) -> LearningPoint:
    try:
        return queries.get_learning(request.viewer, pk)
    except LearningPoint.DoesNotExist:
        raise Http404 from None


def address_of(row: LearningPoint) -> str:
    return reverse("scrutiny:learning_point", args=[row.pk])
