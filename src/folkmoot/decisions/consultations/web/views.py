"""The pages on which a consultation is run."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.actions.web.raising import raising_page
from folkmoot.communities.web.consultation import shown
from folkmoot.decisions.consultations import operations, queries
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.rules import SOURCE, State
from folkmoot.decisions.consultations.web.forms import (
    AnalysisForm,
    AnswerForm,
    ConsultationFilter,
    ConsultationForm,
    DocumentForm,
    ExtendForm,
    ResponseForm,
    TellForm,
)
from folkmoot.decisions.consultations.web.presenters import STATE_COLOURS, STATE_WORDS, share_words
from folkmoot.decisions.queries import decisions_about, list_decisions
from folkmoot.decisions.web.forms import ConfirmForm, WithdrawForm
from folkmoot.decisions.web.presenters import TRACE_WORDS, line_of

WELSH_AREA = "cymru-wales"


@may("consultations.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = ConsultationFilter(request.GET, areas_for(viewer, "consultations.read", today=today))
    asked = filters.chosen
    wanted = asked | ({"state": State(asked["state"])} if "state" in asked else {})
    found = queries.list_consultations(viewer, today=today, **wanted)
    lines = [(row, STATE_WORDS[state], STATE_COLOURS[state]) for row, state in found]
    context = {"filters": filters, "asked": asked, "lines": lines, "may_add": viewer.may("consultations.write")}
    return render(request, "decisions/consultations.html", context)


@may("consultations.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    row: Any = _in_sight(request, pk)
    state = queries.state_of_row(row, today)
    analysis = queries.analysis_of(viewer, row) if viewer.may("voice.read") else None
    raised = list(actions_from(viewer, queries.ORIGIN, pk))
    found = decisions_about(viewer, queries.ORIGIN, pk) if viewer.may("decisions.read") else []
    shown(request, row.responses.all())
    context = {
        "consultation": row, "state": state.value, "words": STATE_WORDS[state], "colour": STATE_COLOURS[state],
        "warnings": [] if state in (State.RESPONDED, State.WITHDRAWN) else queries.warnings_of(row, in_wales=_in_wales(row)),
        "source": SOURCE, "analysis": analysis, "themes": [(each, share_words(each)) for each in analysis.themes] if analysis else [],
        "actions": [line_of_action(action, state_of_row(action, today), today) for action in raised],
        "traces": [(line_of(each.decision), TRACE_WORDS[each.how]) for each in found],
        "may_write": viewer.sight("consultations.write").holds(row.area_id), "may_act": viewer.sight("actions.write").holds(row.area_id),
    }  # fmt: skip
    return render(request, "decisions/consultation.html", context)


def _in_wales(row: Consultation) -> bool:
    """Whether people in Wales are asked: by Cymru-Wales, or by the whole service."""
    return row.area is None or row.area.code == WELSH_AREA


@may("consultations.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Plan a consultation"), reverse("decisions:consultations"), timezone.localdate(request.at)
    place = place_of_form(request, "consultations.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "consultations.write", title=title, back=back, today=today, national_too=True)
    form = ConsultationForm(request.POST or None, viewer=request.viewer, area=place.area, today=today, initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return _address(operations.plan_consultation(by=request.viewer, at=request.at, area=place.area, **values))

    return form_page(request, form, title=title, lead=place.words, back=back, do=do, done=_("The consultation was planned."))


@may("consultations.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row: Any = _to_write(request, pk)
    stored = {name: getattr(row, name) for name in (*operations.CHANGEABLE, "version") if name not in ("owner", "form")}
    links = {
        "owner": row.owner_id, "form": row.form_id, "communities": list(row.communities.all()),
        "organisation_names": "\n".join(each.name for each in row.organisations.all()),
    }  # fmt: skip
    today = timezone.localdate(request.at)
    form = ConsultationForm(request.POST or None, viewer=request.viewer, area=row.area, today=today, initial=started(**stored, **links))

    def do(values: dict[str, Any]) -> str:
        seen = values.pop("version")
        operations.change_consultation(by=request.viewer, at=request.at, consultation=row, seen_version=seen, **values)
        return _address(row)

    return form_page(request, form, title=_("Change the consultation"), back=_address(row), do=do, done=_("The consultation was changed."))


@may("consultations.write")
def document(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.add_document(by=request.viewer, at=request.at, consultation=row, **values)

    return _page(request, row, DocumentForm(request.POST or None, initial=started()), _("Add a document"), do)


@may("consultations.write")
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)
    form = ConfirmForm(request.POST or None, initial=started(version=row.version), send_label=_("Approve it to open"))

    def do(values: dict[str, Any]) -> None:
        operations.open_consultation(by=request.viewer, at=request.at, consultation=row, seen_version=values["version"])

    warned = queries.warnings_of(row, in_wales=_in_wales(row))
    return _page(
        request, row, form, _("Open the consultation?"), do, template="decisions/consultation_open.html", warnings=warned, source=SOURCE
    )


@may("consultations.write")
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.extend_consultation(by=request.viewer, at=request.at, consultation=row, **values)

    return _page(request, row, ExtendForm(request.POST or None, initial=started()), _("Extend the consultation"), do)


@may("consultations.write")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    row, today = _to_write(request, pk), timezone.localdate(request.at)
    areas = areas_for(request.viewer, "voice.write", today=today) if row.area is None else None
    form = AnswerForm(request.POST or None, areas=areas, initial=started(on=today))

    def do(values: dict[str, Any]) -> None:
        given = {name: values[name] for name in ("channel", "on", "who")} | {"area": values.get("area")}
        operations.log_answer(by=request.viewer, at=request.at, consultation=row, said=form.said, **given)

    return _page(request, row, form, _("Log an answer"), do)


@may("consultations.write")
def analyse(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)
    form = AnalysisForm(request.POST or None, initial=started(findings=row.findings, version=row.version))

    def do(values: dict[str, Any]) -> None:
        seen = values.pop("version")
        operations.record_analysis(by=request.viewer, at=request.at, consultation=row, seen_version=seen, **values)

    return _page(request, row, form, _("Record the analysis"), do)


@may("consultations.write")
def respond(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)
    taken = list_decisions(request.viewer, area_id=row.area_id).filter(taken_at__isnull=False)
    form = ResponseForm(request.POST or None, decisions=taken, initial=started(version=row.version))

    def do(values: dict[str, Any]) -> None:
        seen, decision = values.pop("version"), values.pop("decision")
        operations.respond(by=request.viewer, at=request.at, consultation=row, seen_version=seen, decision=decision, **values)

    return _page(request, row, form, _("Give the response"), do)


@may("consultations.write")
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)
    form = TellForm(request.POST or None, initial=started(on=timezone.localdate(request.at)))

    def do(values: dict[str, Any]) -> None:
        operations.tell_those_asked(by=request.viewer, at=request.at, consultation=row, **values)

    return _page(request, row, form, _("Record that they were told"), do)


@may("consultations.write")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = _to_write(request, pk)

    def do(values: dict[str, Any]) -> None:
        operations.withdraw_consultation(by=request.viewer, at=request.at, consultation=row, **values)

    return _page(request, row, WithdrawForm(request.POST or None, initial=started()), _("Withdraw the consultation"), do)


@may("actions.write")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    row = _in_sight(request, pk)
    return raising_page(
        request, origin_kind=queries.ORIGIN, origin_id=pk, area=row.area, title=_("Raise an action from this consultation"), lead=row.title,
        back=_address(row),
    )  # fmt: skip


def _page(request: HttpRequest, row: Consultation, form: Any, title: Any, do: Any, **more: Any) -> HttpResponse:
    def go(values: dict[str, Any]) -> str:
        do(values)
        return _address(row)

    return form_page(request, form, title=title, lead=row.title, back=_address(row), do=go, **more)


def _in_sight(request: HttpRequest, pk: int) -> Consultation:
    try:
        return queries.get_consultation(request.viewer, pk)
    except Consultation.DoesNotExist:
        raise Http404 from None


def _to_write(request: HttpRequest, pk: int) -> Consultation:
    row = _in_sight(request, pk)
    if not request.viewer.sight("consultations.write").holds(row.area_id):
        raise Http404
    return row


def _address(row: Consultation) -> str:
    return reverse("decisions:consultation", args=[row.pk])
