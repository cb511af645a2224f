"""Choosing what is put before a decision, and taking the decision."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import shown
from folkmoot.decisions import operations
from folkmoot.decisions.evidence import CONCERNS, DOCUMENT, SOURCES, is_concern, offered, rows_of
from folkmoot.decisions.models import Considered
from folkmoot.decisions.operations.taking import Taking
from folkmoot.decisions.queries import signed_before
from folkmoot.decisions.rules import State
from folkmoot.decisions.web.forms import ChangeEvidenceForm, DocumentForm, PaperForm, PickForm, SearchForm, TakeForm
from folkmoot.decisions.web.presenters import thing_of
from folkmoot.decisions.web.views import address, confirm, in_sight, to_write


@may("decisions.write")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Search one kind of thing; each line leads to the page that puts it before the decision."""
    decision = to_write(request, pk)
    kinds = [kind for kind, source in SOURCES.items() if request.viewer.may(source.capability)]
    form = SearchForm(request.GET, kinds)
    asked = form.chosen
    kind = asked.get("kind", kinds[0])
    found = offered(request.viewer, kind, words=asked.get("words", ""), area_id=decision.area_id)
    if kind in CONCERNS:
        shown(request, found)
    there = {(each.kind, each.row_id) for each in decision.considered.all()}
    lines = [(row, SOURCES[kind].words(row), (kind, row.pk) in there) for row in found]
    context = {"decision": decision, "filters": form, "kind": kind, "label": SOURCES[kind].label, "lines": lines, "asked": asked}
    return render(request, "decisions/choose.html", context)


@may("decisions.write")
def pick(request: HttpRequest, pk: int, kind: str, row_id: int) -> HttpResponse:
    decision = to_write(request, pk)
    source = SOURCES.get(kind)
    row = source.find(request.viewer, row_id) if source else None
    if source is None or row is None:
        raise Http404
    shown(request, [row])
    form = PickForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.add_evidence(by=request.viewer, at=request.at, decision=decision, kind=kind, row_id=row_id, **values)
        return address(decision)

    return form_page(request, form, title=_("Put it before the decision"), back=address(decision), do=do, template="decisions/pick.html",
                     words=source.words(row), label=source.label)  # fmt: skip


@may("decisions.write")
def document(request: HttpRequest, pk: int) -> HttpResponse:
    decision = to_write(request, pk)
    form = DocumentForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.add_evidence(by=request.viewer, at=request.at, decision=decision, kind=DOCUMENT, **values)
        return address(decision)

    return form_page(request, form, title=_("Add a document"), lead=decision.title, back=address(decision), do=do)


@may("decisions.write")
def change_evidence(request: HttpRequest, pk: int, considered_id: int) -> HttpResponse:
    decision, considered = to_write(request, pk), _considered(pk, considered_id)
    initial = started(why=considered.why, left_out="yes" if considered.left_out else "no", version=considered.version)
    form = ChangeEvidenceForm(request.POST or None, initial=initial)

    def do(values: dict[str, Any]) -> str:
        operations.change_evidence(by=request.viewer, at=request.at, considered=considered, seen_version=values.pop("version"), **values)
        return address(decision)

    return form_page(request, form, title=_("What it bears on"), back=address(decision), do=do)


@may("decisions.write")
def remove_evidence(request: HttpRequest, pk: int, considered_id: int) -> HttpResponse:
    considered = _considered(pk, considered_id)
    return confirm(
        request, to_write(request, pk), title=_("Take it away?"), label=_("Take it away"),
        lead=_("The audit trail keeps that it was there. To show that it was known, leave it in as “known, and left out”."),
        do=lambda: operations.remove_evidence(by=request.viewer, at=request.at, considered=considered),
    )  # fmt: skip


@may("decisions.sign")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The decider sees every concern and says how each was weighed."""
    return _taking(request, pk, TakeForm, _("Take the decision"), _("The decision was taken, and is kept as it stands now."))


@may("decisions.sign")
def enter_from_paper(request: HttpRequest, pk: int) -> HttpResponse:
    return _taking(request, pk, PaperForm, _("Enter a decision taken on paper"), _("The decision was entered from its paper record."))


def _taking(request: HttpRequest, pk: int, kind: type[TakeForm], title: Any, done: Any) -> HttpResponse:
    decision: Any = in_sight(request, pk)
    if State(decision.state) is not State.READY or not request.viewer.sight("decisions.sign").holds(decision.area_id):
        raise Http404
    considered = list(decision.considered.all())
    rows = rows_of(request.viewer, considered)
    things = [thing_of(request.viewer, each, rows) for each in considered]
    shown(request, [each.considered for each in things if each.considered.kind in CONCERNS])
    today = timezone.localdate(request.at)
    concerns = [
        (each.considered.pk, each.words)
        for each in things
        if is_concern(each.considered, rows.get((each.considered.kind, each.considered.row_id or 0)))
    ]
    assessments = signed_before(decision, today)
    form = kind(
        request.POST or None, initial=started(version=decision.version, no_assessment_why=decision.no_assessment_why),
        options=decision.options.all(), concerns=concerns, assessed=bool(assessments) and kind is TakeForm,
    )  # fmt: skip

    def do(values: dict[str, Any]) -> str:
        version = values.pop("version")
        weighed = {number: values.pop(name) for name, number in form.weighed.items()}
        taking = Taking(weighed=weighed, **values)
        operations.take_decision(by=request.viewer, at=request.at, decision=decision, taking=taking, seen_version=version)
        return address(decision)

    return form_page(request, form, title=title, back=address(decision), do=do, done=done, template="decisions/take.html",
                     decision=decision, things=things, assessments=assessments)  # fmt: skip


def _considered(pk: int, considered_id: int) -> Considered:
    row = Considered.objects.select_related("decision").filter(decision_id=pk, pk=considered_id).first()
    if row is None:
        raise Http404
    return row
