"""The pages of the scales by which cases are graded, and of who must reply to which grade."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.scrutiny.assessment.questions import operations, queries
from folkmoot.scrutiny.assessment.web.presenters import NO_GRADES_KNOWN
from folkmoot.scrutiny.assessment.web.question_forms import EscalationForm, ScaleForm


@may("scrutiny.read")
def listing(request: HttpRequest) -> HttpResponse:
    context = {
        "scales": list(queries.scales(request.viewer)), "may_change": request.viewer.sight("scrutiny.review").national,
        "no_grades_known": NO_GRADES_KNOWN,
    }  # fmt: skip
    return render(request, "scrutiny/questions_scales.html", context)


@may("scrutiny.review")
def new(request: HttpRequest) -> HttpResponse:
    request.viewer.require_for("scrutiny.review", None)  # a scale is the whole service's

    def do(values: dict[str, Any]) -> str:
        values["grades"] = values["grades"].splitlines()
        operations.keep_scale(by=request.viewer, at=request.at, **values)
        return reverse("scrutiny:scales")

    form = ScaleForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("Add a scale"), lead=NO_GRADES_KNOWN, back=reverse("scrutiny:scales"), do=do, done=_("The scale was added.")
    )


@may("scrutiny.review")
def escalation(request: HttpRequest, pk: int) -> HttpResponse:
    """Who must reply when a panel agrees on this grade."""
    request.viewer.require_for("scrutiny.review", None)
    grade = queries.grades_in_order().filter(pk=pk).select_related("scale").first()
    if grade is None:
        raise Http404
    stored = {name: getattr(grade, name) for name in ("escalates_to", "reply_days", "version")}
    form = EscalationForm(request.POST or None, initial=started(**stored))

    def do(values: dict[str, Any]) -> str:
        operations.set_escalation(by=request.viewer, at=request.at, grade=grade, seen_version=values.pop("version"), **values)
        return reverse("scrutiny:scales")

    return form_page(
        request,
        form,
        title=_("Who replies to this grade"),
        lead=grade.name,
        back=reverse("scrutiny:scales"),
        do=do,
        done=_("It was saved."),
    )
