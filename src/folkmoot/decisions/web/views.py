"""The pages of decisions: the list, one decision, and what prepares it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.web.choices import WHOLE_SERVICE, areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import actions_from, state_of_row
from folkmoot.actions.web.presenters import line_of as line_of_action
from folkmoot.actions.web.raising import raising_page
from folkmoot.communities.web.consultation import shown
from folkmoot.decisions import operations, queries
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.queries import assessments, signed_after_decision, signed_for
from folkmoot.decisions.evidence import DOCUMENT, SOURCES, rows_of
from folkmoot.decisions.models import Decision, Option
from folkmoot.decisions.records import faults_of
from folkmoot.decisions.rules import State
from folkmoot.decisions.web.forms import ConfirmForm, DecisionFilter, DecisionForm, NoteForm, OptionForm, WithdrawForm
from folkmoot.decisions.web.presenters import TRACE_WORDS, line_of, publishable, safe, thing_of
from folkmoot.webkit.paging import Pages

A_PAGE = 50
STORED = ("title", "question", "kind", "body", "planned_on", "no_assessment_why", "version")


@may("decisions.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = DecisionFilter(request.GET, areas_for(viewer, "decisions.read", today=today))
    asked = filters.chosen
    page = Pages(queries.list_decisions(viewer, **asked), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": [line_of(row) for row in page.object_list], "today": today,
        "mine": [line_of(row) for row in queries.waiting(viewer)], "may_add": viewer.may("decisions.write"),
    }  # fmt: skip
    return render(request, "decisions/list.html", context)


@may("decisions.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    decision: Any = in_sight(request, pk)
    considered = list(decision.considered.all())
    rows = rows_of(viewer, considered)
    things = [thing_of(viewer, each, rows) for each in considered]
    shown(request, [each.considered for each in things if not each.hidden and each.considered.kind != DOCUMENT])
    raised = list(actions_from(viewer, queries.ORIGIN, pk))
    state, assessed = State(decision.state), _assessed(viewer, decision)
    context = {
        "decision": decision, "line": line_of(decision), "state": state.value,
        "things": [each for each in things if not each.considered.left_out],
        "left_out": [each for each in things if each.considered.left_out],
        "assessments": assessed, "assessed_in_time": any(not late for _each, late, _seen in assessed),
        "replaced_by": _replacing(decision),
        "place": decision.area.code if decision.area else WHOLE_SERVICE,
        "may_assess": viewer.sight("assessments.write").holds(decision.area_id) and not decision.withdrawn_on and not decision.taken_at,
        "actions": [line_of_action(action, state_of_row(action, today), today) for action in raised],
        "may_write": viewer.sight("decisions.write").holds(decision.area_id),
        "may_take": state is State.READY and viewer.account_id == decision.decider_id,
        "may_enter": state is State.READY and _may_enter(viewer, decision),
        "may_act": viewer.sight("actions.write").holds(decision.area_id),
        "faults": faults_of(decision),
    }  # fmt: skip
    return render(request, "decisions/detail.html", context)


def _assessed(viewer: Viewer, decision: Decision) -> list[tuple[Assessment, bool, bool]]:
    """What was signed for the decision: each with whether that was after it was taken, and whether the viewer may open it."""
    rows = signed_for(decision)
    seen = set(assessments(viewer).filter(decision=decision).values_list("pk", flat=True))
    return [(row, signed_after_decision(row), row.pk in seen) for row in rows]


def _may_enter(viewer: Viewer, decision: Decision) -> bool:
    """Whether the viewer may enter the decision from its paper record."""
    if not viewer.sight("decisions.sign").holds(decision.area_id):
        return False
    return viewer.account_id == decision.decider_id or not queries.has_prepared(viewer, decision)


def _replacing(decision: Decision) -> Decision | None:
    return next((each for each in decision.superseded_by.all() if each.taken_at), None)


@may("decisions.read")
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be given out of a taken decision, to print or to copy."""
    decision = in_sight(request, pk)
    if decision.taken_on is None:
        raise Http404
    context = {
        "decision": decision, "may_be_given": publishable(decision.considered.all()),
        "assessments": queries.signed_before(decision, decision.taken_on),
        "options": [(safe(each.words), each.rejected, safe(each.why)) for each in decision.options.all()],
        "texts": {name: safe(getattr(decision, name)) for name in ("question", "outcome", "reasons", "conditions", "no_assessment_why")},
        "notes": [(note, safe(note.words)) for note in decision.later_notes.all()],
    }  # fmt: skip
    return render(request, "decisions/publishable.html", context)


@may("decisions.read")
def about(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """The trace backwards: which decisions looked at one thing."""
    source = SOURCES.get(kind)
    row = source.find(request.viewer, row_id) if source else None
    if source is None or row is None:
        raise Http404
    shown(request, [row])
    traces = [(line_of(each.decision), TRACE_WORDS[each.how]) for each in queries.decisions_about(request.viewer, kind, row_id)]
    context = {"label": source.label, "words": source.words(row), "address": source.address(row_id), "traces": traces}
    return render(request, "decisions/about.html", context)


@may("decisions.write")
def new(request: HttpRequest) -> HttpResponse:
    title, back, today = _("Prepare a decision"), reverse("decisions:list"), timezone.localdate(request.at)
    place = place_of_form(request, "decisions.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "decisions.write", title=title, back=back, today=today, national_too=True)
    form = DecisionForm(request.POST or None, initial=started(), **_offered(request, place.area_id))

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        return address(operations.prepare_decision(by=request.viewer, at=request.at, area=place.area, **values))

    return form_page(request, form, title=title, lead=place.words, back=back, do=do, done=_("The decision was begun."))


@may("decisions.write")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    decision = to_write(request, pk)
    initial = {name: getattr(decision, name) for name in STORED} | {"decider": decision.decider_id, "supersedes": decision.supersedes_id}
    form = DecisionForm(request.POST or None, initial=started(**initial), **_offered(request, decision.area_id, decision.pk))

    def do(values: dict[str, Any]) -> str:
        operations.change_decision(by=request.viewer, at=request.at, decision=decision, seen_version=values.pop("version"), **values)
        return address(decision)

    return form_page(request, form, title=_("Change the decision"), back=address(decision), do=do, done=_("The decision was changed."))


def _offered(request: HttpRequest, area_id: int | None, apart_from: int | None = None) -> dict[str, Any]:
    return {
        "deciders": people_who_may("decisions.sign", area_id, today=timezone.localdate(request.at)),
        "replaceable": queries.may_supersede(request.viewer, area_id, apart_from=apart_from),
    }


@may("decisions.write")
def add_option(request: HttpRequest, pk: int) -> HttpResponse:
    decision = to_write(request, pk)
    form = OptionForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        del values["version"]
        operations.add_option(by=request.viewer, at=request.at, decision=decision, **values)
        return address(decision)

    return form_page(request, form, title=_("Add an option"), lead=decision.question, back=address(decision), do=do)


@may("decisions.write")
def change_option(request: HttpRequest, pk: int, option_id: int) -> HttpResponse:
    decision, option = to_write(request, pk), _option(pk, option_id)
    form = OptionForm(request.POST or None, initial=started(words=option.words, why=option.why, version=option.version))

    def do(values: dict[str, Any]) -> str:
        operations.change_option(by=request.viewer, at=request.at, option=option, seen_version=values.pop("version"), **values)
        return address(decision)

    return form_page(request, form, title=_("Change the option"), lead=decision.question, back=address(decision), do=do)


@may("decisions.write")
def remove_option(request: HttpRequest, pk: int, option_id: int) -> HttpResponse:
    option = _option(pk, option_id)
    return confirm(
        request, to_write(request, pk), title=_("Take this option away?"), lead=option.words, label=_("Take it away"),
        do=lambda: operations.remove_option(by=request.viewer, at=request.at, option=option),
    )  # fmt: skip


@may("decisions.write")
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    decision = to_write(request, pk)
    return confirm(
        request, decision, title=_("Is it ready to be decided?"), label=_("Hand it to the decider"), lead=decision.title,
        do=lambda: operations.make_ready(by=request.viewer, at=request.at, decision=decision),
        done=_("The decision is with its decider."),
    )  # fmt: skip


@may("decisions.write")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    decision = to_write(request, pk)
    return confirm(
        request, decision, title=_("Take it back to be changed?"), label=_("Take it back"), lead=decision.title,
        do=lambda: operations.take_back(by=request.viewer, at=request.at, decision=decision),
    )  # fmt: skip


@may("decisions.write")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    decision = to_write(request, pk)
    form = WithdrawForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.withdraw_decision(by=request.viewer, at=request.at, decision=decision, **values)
        return address(decision)

    return form_page(request, form, title=_("Withdraw the decision"), lead=decision.title, back=address(decision), do=do)


@may("decisions.write")
def note(request: HttpRequest, pk: int) -> HttpResponse:
    decision = to_write(request, pk)
    form = NoteForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.add_later_note(by=request.viewer, at=request.at, decision=decision, **values)
        return address(decision)

    return form_page(request, form, title=_("Add a later note"), lead=decision.title, back=address(decision), do=do)


@may("actions.write")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    decision = in_sight(request, pk)
    return raising_page(
        request, origin_kind=queries.ORIGIN, origin_id=pk, area=decision.area, title=_("Raise an action from this decision"),
        lead=decision.title, back=address(decision),
    )  # fmt: skip


def confirm(request: HttpRequest, decision: Decision, *, title: Any, label: Any, lead: Any, do: Any, done: Any = "") -> HttpResponse:
    """A page with one button."""
    form = ConfirmForm(request.POST or None, initial=started(version=decision.version), send_label=label)

    def go(_values: dict[str, Any]) -> str:
        do()
        return address(decision)

    return form_page(request, form, title=title, lead=lead, back=address(decision), do=go, done=done)


def in_sight(request: HttpRequest, pk: int) -> Decision:
    try:
        return queries.get_decision(request.viewer, pk)
    except Decision.DoesNotExist:
        raise Http404 from None


def to_write(request: HttpRequest, pk: int) -> Decision:
    decision = in_sight(request, pk)
    if not request.viewer.sight("decisions.write").holds(decision.area_id):
        raise Http404
    return decision


def address(decision: Decision) -> str:
    return reverse("decisions:detail", args=[decision.pk])


def _option(pk: int, option_id: int) -> Option:
    option = Option.objects.select_related("decision").filter(decision_id=pk, pk=option_id).first()
    if option is None:
        raise Http404
    return option
