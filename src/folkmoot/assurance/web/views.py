"""Rounds: the list and what waits for this person, one round, opening one, who validates whom, and Areas side by side."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.assurance.frameworks.queries import latest_issued
from folkmoot.assurance.rounds import queries
from folkmoot.assurance.rounds.models import AreaAssessment, Round
from folkmoot.assurance.rounds.operations import opening
from folkmoot.assurance.rounds.rules import State
from folkmoot.assurance.web import forms, presenters
from folkmoot.foundation import audit
from folkmoot.foundation.periods import half_year_of, parse_half_year


@may("assurance.read")
def home(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    own = [row for row in queries.assessments(viewer) if viewer.sight("assurance.write").holds(row.area_id) and not row.settled_at]
    mine = [
        row for row in own if queries.state_of_row(row) in {State.DRAFT, State.VALIDATED} and not viewer.sight("assurance.write").national
    ]
    context = {
        "rounds": [(held, _progress(request, held)) for held in queries.rounds(viewer)], "mine": [_line(row) for row in mine],
        "others": [_line(row) for row in queries.to_validate(viewer).filter(validated_at__isnull=True)],
        "moderating": [_line(row) for row in own if queries.state_of_row(row) is State.TO_MODERATE and _moderates(request)],
        "may_open": _moderates(request), "framework": latest_issued(viewer),
    }  # fmt: skip
    return render(request, "assurance/home.html", context)


@may("assurance.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    held, viewer = _round(request, pk), request.viewer
    sight, validated = viewer.sight("assurance.read"), set(queries.to_validate(viewer).values_list("pk", flat=True))
    lines = [
        {**_line(row), "may_open": sight.holds(row.area_id), "may_validate": row.pk in validated}
        for row in queries.taking_part(viewer, held)
    ]
    context = {"held": held, "period": parse_half_year(held.period), "lines": lines, "may_change": _moderates(request)}
    return render(request, "assurance/round.html", context)


@may("assurance.moderate")
def new_round(request: HttpRequest) -> HttpResponse:
    today, framework = timezone.localdate(request.at), latest_issued(request.viewer)
    request.viewer.require_national("assurance.moderate")
    now = half_year_of(today)
    form = forms.RoundForm(request.POST or None, initial=started(period=str(now.previous)), periods=[now.previous, now])

    def do(values: dict[str, Any]) -> str:
        assert framework is not None, "the form is shown only where a framework was issued"
        period = parse_half_year(values.pop("period"))
        made = opening.open_round(by=request.viewer, at=request.at, framework=framework, period=period, **values)
        return reverse("assurance:round", args=[made.pk])

    if framework is None:
        return render(request, "assurance/no_framework.html")
    lead = _("Every Area in being takes part. Who validates whom is proposed by turning a circle of Areas one step further each round.")
    return form_page(request, form, title=_("Open a round"), lead=lead, back=reverse("assurance:home"), do=do, done=_("The round is open."))


@may("assurance.moderate")
def validator(request: HttpRequest, pk: int) -> HttpResponse:
    request.viewer.require_national("assurance.moderate")
    row = _assessment(request, pk)
    areas = Area.objects.filter(pk__in=row.round.assessments.exclude(pk=row.pk).values("area")).order_by("name_en")
    form = forms.ValidatorForm(request.POST or None, initial=started(version=row.version, validator=row.validator_id), areas=areas)
    back = reverse("assurance:round", args=[row.round_id])

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        opening.change_validator(by=request.viewer, at=request.at, assessment=row, seen_version=seen, **values)
        return back

    return form_page(request, form, title=_("Who validates this Area"), lead=row.area.name, back=back, do=do, done=_("It was changed."))


@may("assurance.read")
@transaction.atomic
def side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    held = _round(request, pk)
    rows = queries.compared(request.viewer, held)
    audit.consulted(by=request.viewer, at=request.at, rows=rows, route=request.path)
    context = {
        "held": held, "areas": [row.area.name for row in rows], "rows": presenters.side_by_side(rows, held),
        "figures": presenters.figures_beside([row for row in rows if row.submitted_at]), "before": queries.round_before(held),
    }  # fmt: skip
    return render(request, "assurance/side_by_side.html", context)


def _progress(request: HttpRequest, held: Round) -> dict[str, int]:
    rows = queries.taking_part(request.viewer, held)
    return {"areas": len(rows), "settled": sum(row.settled_at is not None for row in rows)}


def _line(row: AreaAssessment) -> dict[str, Any]:
    words, colour = presenters.state_words(row)
    return {"row": row, "words": words, "colour": colour, "due": presenters.due_of(row)}


def _moderates(request: HttpRequest) -> bool:
    return bool(request.viewer.sight("assurance.moderate").national)


def _round(request: HttpRequest, pk: int) -> Round:
    try:
        return queries.get_round(request.viewer, pk)
    except Round.DoesNotExist:
        raise Http404 from None


def _assessment(request: HttpRequest, pk: int) -> AreaAssessment:
    try:
        return queries.get_assessment(request.viewer, pk)
    except AreaAssessment.DoesNotExist:
        raise Http404 from None
