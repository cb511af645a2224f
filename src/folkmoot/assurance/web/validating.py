"""Validating for another Area from its frozen submission, and moderating where two Areas differ."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.assurance.rounds import queries
from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer
from folkmoot.assurance.rounds.operations import settling
from folkmoot.assurance.web import forms, presenters
from folkmoot.assurance.web.assessing import address_of, confirm
from folkmoot.foundation import audit


@may("assurance.validate")
@transaction.atomic
def validation(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_validate(request, pk)
    audit.consulted(by=request.viewer, at=request.at, rows=[row], route=request.path)
    answers = {one.criterion.code: one for one in queries.answers_of(row)}
    lines = [
        (line, answers[line["code"]], *_words(line, answers[line["code"]]))
        for line in presenters.record_lines(row.record or {"criteria": []})
    ]
    context = {
        "row": row, "lines": lines, "open": row.validated_at is None,
        "missing": sum(one.validator_level is None for one in answers.values()),
    }  # fmt: skip
    return render(request, "assurance/validation.html", context)


def _words(line: dict[str, Any], one: CriterionAnswer) -> tuple[presenters.LevelWords, presenters.LevelWords]:
    names = presenters.names_of(one.criterion)
    return presenters.level_words(line["level"], names), presenters.level_words(one.validator_level, names)


@may("assurance.validate")
def validate(request: HttpRequest, pk: int) -> HttpResponse:
    one = CriterionAnswer.objects.select_related("assessment", "criterion").filter(pk=pk).first()
    if one is None:
        raise Http404
    row = _to_validate(request, one.assessment_id)
    line = next(each for each in presenters.record_lines(row.record or {"criteria": []}) if each["code"] == one.criterion.code)
    level = one.validator_level or one.level
    initial = started(version=one.version, level=level, reasons=one.validator_reasons)
    form = forms.ValidateForm(request.POST or None, initial=initial, criterion=one.criterion)
    back = reverse("assurance:validation", args=[row.pk]) + f"#criterion-{one.pk}"

    def do(values: dict[str, Any]) -> str:
        settling.validate_criterion(by=request.viewer, at=request.at, answer=one, seen_version=values.pop("version"), **values)
        return back

    return form_page(
        request, form, title=one.criterion.title, lead=one.criterion.asks, back=back, do=do, template="assurance/validate.html", line=line,
        own=presenters.level_words(one.level, presenters.names_of(one.criterion)), place=row.area,
    )  # fmt: skip


@may("assurance.validate")
def send(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_validate(request, pk)
    back = reverse("assurance:validation", args=[row.pk])

    def do(values: dict[str, Any]) -> str:
        settling.send_validation(by=request.viewer, at=request.at, assessment=row, seen_version=values["version"])
        return back

    lead = _("Where you agree the level is settled. Where you see another, the Area answers, and headquarters settles what stays apart.")
    return confirm(request, row.version, _("Send the validation"), lead, _("Send it"), back, do, done=_("The validation was sent."))


@may("assurance.moderate")
def moderate(request: HttpRequest, pk: int) -> HttpResponse:
    request.viewer.require_national("assurance.moderate")
    rows = CriterionAnswer.objects.select_related("assessment__area", "criterion")
    one = rows.filter(pk=pk, assessment__in=queries.assessments(request.viewer).values("pk")).first()
    if one is None:
        raise Http404
    names = presenters.names_of(one.criterion)
    form = forms.ModerateForm(request.POST or None, initial=started(version=one.version), criterion=one.criterion)

    def do(values: dict[str, Any]) -> str:
        settling.moderate_criterion(by=request.viewer, at=request.at, answer=one, seen_version=values.pop("version"), **values)
        return address_of(one)

    return form_page(
        request, form, title=one.criterion.title, back=address_of(one), do=do, done=_("The level is settled."),
        template="assurance/both.html", one=one, own=presenters.level_words(one.level, names),
        theirs=presenters.level_words(one.validator_level, names),
    )  # fmt: skip


def _to_validate(request: HttpRequest, pk: int) -> AreaAssessment:
    try:
        return queries.get_to_validate(request.viewer, pk)
    except AreaAssessment.DoesNotExist:
        raise Http404 from None
