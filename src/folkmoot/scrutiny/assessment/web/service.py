"""The pages on which the service sees where each case stands: no judgement before it is shown, and never whose it is."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for
from folkmoot.accounts.web.filters import FilterForm, number_choice
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.communities.web.consultation import read, shown
from folkmoot.panels.queries import may_in, panels
from folkmoot.scrutiny.assessment import queries
from folkmoot.scrutiny.assessment.models import Assessment
from folkmoot.scrutiny.assessment.rules import State
from folkmoot.scrutiny.assessment.together import side_by_side
from folkmoot.scrutiny.assessment.web.presenters import BASIS, STANDS, beside_lines, grade_tallies, standing_line
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.webkit.paging import Pages

A_PAGE = 30


class JudgementFilter(FilterForm):
    stands = forms.ChoiceField(label=_("Where it stands"), required=False, choices=[("", _("All")), *STANDS])


@may("scrutiny.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    among = panels(viewer, "scrutiny.read", ended=True).filter(draws__isnull=False).distinct().order_by("name_en", "pk")
    choice = number_choice(_("Panel"), [(panel.pk, panel.name) for panel in among])
    filters = JudgementFilter(request.GET, areas_for(viewer, "scrutiny.read", today=today), panel=choice)
    asked = filters.chosen
    found = queries.list_assessments(viewer, today=today, **asked)
    page = Pages(found, A_PAGE).get_page(request.GET.get("page"))
    shown(request, [*(each.row for each in page), *(each.view for each in page if each.view)])
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": [standing_line(each) for each in page],
        "not_begun": list(queries.not_begun(viewer, asked.get("panel"))) if not asked.get("stands") else [],
    }  # fmt: skip
    return render(request, "scrutiny/assessment_list.html", context)


@may("scrutiny.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: how many have locked, then the answers side by side, the joint view with what it superseded, dissent and the reply.

    What members wrote in words is for whoever prepares the panel's cases; other readers see how many gave each answer.
    """
    viewer, today = request.viewer, timezone.localdate(request.at)
    row = in_sight(request, pk)
    standing = queries.standing_of(row, today, len(queries.judges_of(row)) if row.shown_at is None else None)
    prepares = may_in(viewer, row.pack.drawn.draw.panel, "scrutiny.prepare")
    beside = side_by_side(row) if row.shown_at and standing.state is not State.SET_ASIDE else None
    shown(request, [*([column.judgement for column in beside.columns] if beside else []), *row.views.all()])
    recusals = list(queries.recusals(viewer, row.pack))
    shown(request, recusals)
    raised = list(actions_from(viewer, queries.ORIGIN, pk)) if viewer.may("actions.read") else []
    context = {
        "row": row, "standing": standing, "line": standing_line(standing), "beside": beside, "prepares": prepares, "basis": BASIS,
        "lines": beside_lines(beside) if beside else [], "grades": grade_tallies(beside) if beside else [],
        "superseded": list(row.views.all())[:-1], "recusals": recusals, "state": standing.state.value,
        "reviews": may_in(viewer, row.pack.drawn.draw.panel, "scrutiny.review"),
        "learns": may_in(viewer, row.pack.drawn.draw.panel, "scrutiny.learn"),
        "missing": queries.missing_before(row), "closed": _closed_to_members(row, request.at),
        "actions": [line_of_action(action, state_of_row(action, today), today) for action in raised],
    }  # fmt: skip
    return render(request, "scrutiny/assessment_detail.html", context)


def _closed_to_members(row: Assessment, at: datetime) -> bool:
    """Whether a case is still judged alone, and members cannot open it any more: its meeting was moved, or it came back."""
    pack = row.pack
    return row.shown_at is None and pack.state == Pack.State.RELEASED and (pack.expires_at is None or pack.expires_at <= at)


def in_sight(request: HttpRequest, pk: int, capability: str = "scrutiny.read") -> Assessment:
    try:
        return read(request, queries.get_assessment(request.viewer, pk, capability))
    except Assessment.DoesNotExist:
        raise Http404 from None
