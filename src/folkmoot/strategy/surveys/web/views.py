"""Bring a survey in: send its file, say what its columns are, see what it would add, confirm. And one survey, and taking it back."""

import hashlib
from dataclasses import asdict
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.areas.models import Area
from folkmoot.foundation import incoming
from folkmoot.foundation.importing.matching import remember
from folkmoot.foundation.incoming import NoSuchUpload, Upload
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.once import only_once
from folkmoot.foundation.saving import Refused
from folkmoot.foundation.tables.reading import read_table
from folkmoot.foundation.tables.table import Table, TableError
from folkmoot.foundation.uploads import takes_file
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.measures.queries import get_measure
from folkmoot.strategy.measures.words import figure, span
from folkmoot.strategy.surveys import operations, queries
from folkmoot.strategy.surveys.matching import SPEC, matched, problems_of
from folkmoot.strategy.surveys.models import Survey
from folkmoot.strategy.surveys.operations import Described
from folkmoot.strategy.surveys.rules import LEAST_SHOWN, Plan, plan_results
from folkmoot.strategy.surveys.web.forms import FILE_BYTES, ColumnsForm, SurveyFileForm, TakeBackForm

LOAD = "surveys.load"
_KIND = "strategy-survey"
_DESCRIBED = ("name", "question", "source", "vouched")


@may("surveys.load")
@takes_file(FILE_BYTES)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    measure, title, today = _measure(request, pk), _("Bring in a survey"), timezone.localdate(request.at)
    national, back = measure.strategy.area_id is None, reverse("strategy:measure", args=[pk])
    place = place_of_form(request, LOAD, today=today, national_too=national)
    if place is None:
        return choose_area(request, LOAD, title=title, back=back, today=today, national_too=national)
    sent = request.method == "POST"
    too_large = getattr(request, "file_too_large", False)
    form = SurveyFileForm(request.POST if sent else None, request.FILES if sent else None, too_large=too_large)
    if sent and form.is_valid():
        incoming.sweep(request.at)
        values = form.cleaned_data
        notes: dict[str, Any] = {"kind": _KIND, "measure": pk, "area": place.area_id, "sheet": values["sheet"], "columns": None}
        notes |= {name: values[name] for name in _DESCRIBED} | {name: _iso(values[name]) for name in ("starts", "as_of")}
        file = values["file"]
        upload = incoming.receive(file.name, file.chunks(), account_id=request.viewer.account_id, at=request.at, notes=notes)
        return redirect("strategy:check_survey", upload.token)
    context = {"form": form, "title": title, "lead": f"{measure.name} ({place.words})", "back": back, "least": LEAST_SHOWN}
    return render(request, "strategy/survey_bring_in.html", context, status=422 if form.errors else 200)


@may("surveys.load")
def check(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would add, with what its columns are taken for; or every fault in it. Sent back with the button, it is kept."""
    earlier = SentForm.objects.filter(mark=token, account_id=request.viewer.account_id).first()
    if earlier:
        return redirect(earlier.went_to)
    upload = _waiting(request, token)
    measure = _measure(request, int(upload.notes["measure"]))
    again = reverse("strategy:bring_in_survey", args=[measure.pk])
    try:
        table = read_table(upload.path, name=upload.file_name, sheet=upload.notes["sheet"] or None)
    except TableError as error:
        incoming.discard(upload)
        context = {"faults": [str(error)], "measure": measure, "file_name": upload.file_name, "again": again}
        return render(request, "strategy/survey_check.html", context, status=422)
    matching = upload.notes["columns"] or list(matched(table.columns, by=request.viewer))
    form = ColumnsForm(request.POST if "submit" in request.POST else None, headings=table.columns, matching=matching)
    if form.is_bound and form.is_valid():
        incoming.keep(upload, columns=form.matching)
        return redirect("strategy:check_survey", token)
    faults, plan = _planned(table, upload, matching, measure)
    if request.method == "POST" and not faults:
        try:
            return _kept(request, upload, table, matching, measure)
        except Refused as refused:
            faults = [words for several in refused.problems.values() for words in several]
    context = {
        "faults": faults, "plan": plan, "measure": measure, "file_name": upload.file_name, "again": again, "form": form,
        "rows": _rows(plan, measure), "said": upload.notes, "as_of": date.fromisoformat(upload.notes["as_of"]), "area": _area(upload),
    }  # fmt: skip
    return render(request, "strategy/survey_check.html", context, status=422 if faults else 200)


@may("reference.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    survey = _survey(request, pk)
    rows = [
        {"row": row, "value": figure(row.value, survey.measure.unit), "interval": span(row.lower, row.upper, survey.measure.unit)}
        for row in queries.results(request.viewer, survey)
    ]
    context = {"survey": survey, "rows": rows, "least": LEAST_SHOWN, "may_take_back": _may_load(request, survey.area_id)}
    return render(request, "strategy/survey.html", context)


@may("surveys.load")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    survey = _survey(request, pk)
    if not _may_load(request, survey.area_id):
        raise Http404
    form, back = TakeBackForm(request.POST or None, initial=started(version=survey.version)), reverse("strategy:survey", args=[pk])

    def do(values: dict[str, Any]) -> str:
        operations.take_back(by=request.viewer, at=request.at, survey=survey, why=values["why"], seen_version=values["version"])
        return back

    done = _("The survey was taken back: no figure rests on it any longer.")
    return form_page(request, form, title=_("Take the survey back"), lead=survey.name, back=back, do=do, done=done)


def _planned(table: Table, upload: Upload, matching: list[str], measure: Measure) -> tuple[list[str], Plan]:
    unbased = bool(upload.notes["vouched"].strip())
    problems = problems_of(table.columns, tuple(matching), unbased=unbased)
    if problems:
        return problems, Plan()
    plan = plan_results(table, upload.file_name, matching, unit=measure.unit, unbased=unbased)
    return plan.faults, plan


def _kept(request: HttpRequest, upload: Upload, table: Table, matching: list[str], measure: Measure) -> HttpResponse:
    """Read and planned again inside the claim: what is stored is what the file says now."""
    taken = incoming.claim(upload)
    said = upload.notes
    described = Described(
        **{name: said[name] for name in _DESCRIBED}, starts=date.fromisoformat(said["starts"]) if said["starts"] else None,
        as_of=date.fromisoformat(said["as_of"]),
    )  # fmt: skip

    def do() -> str:
        _faults, plan = _planned(table, taken, matching, measure)
        survey = operations.bring_in(
            by=request.viewer, at=request.at, measure=measure, area=_area(upload), said=described, plan=plan,
            file_name=upload.file_name, sha256=hashlib.sha256(taken.path.read_bytes()).hexdigest(),
        )  # fmt: skip
        remember(SPEC, table.columns, tuple(matching), by=request.viewer, at=request.at, area_id=None)
        messages.success(request, _("The survey was brought in."))
        return reverse("strategy:survey", args=[survey.pk])

    try:
        address = only_once(upload.token, account_id=request.viewer.account_id, at=request.at, do=do)
    except BaseException:
        incoming.give_back(taken)
        raise
    incoming.discard(taken)
    return redirect(address)


def _rows(plan: Plan, measure: Measure) -> list[dict[str, Any]]:
    return [
        asdict(one) | {"value_words": figure(one.value, measure.unit), "interval": span(one.lower, one.upper, measure.unit)}
        for one in plan.results
    ]


def _waiting(request: HttpRequest, token: str) -> Upload:
    upload = incoming.waiting(token, request.viewer.account_id, request.at)
    if upload.notes.get("kind") != _KIND:  # sent for something else
        raise NoSuchUpload
    return upload


def _area(upload: Upload) -> Area | None:
    return Area.objects.get(pk=upload.notes["area"]) if upload.notes["area"] else None


def _measure(request: HttpRequest, pk: int) -> Measure:
    try:
        return get_measure(request.viewer, pk)
    except Measure.DoesNotExist:
        raise Http404 from None


def _survey(request: HttpRequest, pk: int) -> Survey:
    try:
        return queries.get_survey(request.viewer, pk)
    except Survey.DoesNotExist:
        raise Http404 from None


def _may_load(request: HttpRequest, area_id: int | None) -> bool:
    return bool(request.viewer.sight(LOAD).holds(area_id))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
