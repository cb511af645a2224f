"""The register, the page of an assessment, and the screening with which each begins."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.choices import areas_for, choose_area, place_of_form
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.decisions.assessments import operations, queries
from folkmoot.decisions.assessments.contents import differences as differing
from folkmoot.decisions.assessments.guidance import SCREENING
from folkmoot.decisions.assessments.models import NEED_NAMES, Assessment
from folkmoot.decisions.assessments.rules import RULE_SETS, STEP_NAMES, State, may_do, steps_of
from folkmoot.decisions.assessments.screening import Need
from folkmoot.decisions.assessments.web.forms import Register, ScreeningForm
from folkmoot.decisions.assessments.web.mitigations import lines_of
from folkmoot.decisions.assessments.web.presenters import STATE_COLOURS, STATE_WORDS, differences_shown, shown_parts
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries import decisions
from folkmoot.foundation.typed import number

A_PAGE = 50
EDITABLE = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})


@may("assessments.read")
def register(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = Register(request.GET, areas_for(viewer, "assessments.read", today=today))
    asked = filters.chosen
    rows = queries.list_assessments(
        viewer, today=today, area_id=asked.get("area_id"), state=State(asked["state"]) if "state" in asked else None,
        code=asked.get("code", ""), open_only="open_only" in asked,
    )  # fmt: skip
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    lines = [(row, state_words(row), state_colour(row), NEED_NAMES[Need(row.kind)]) for row in page]
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": lines, "may_write": viewer.may("assessments.write"),
        "reviews": queries.reviews_due(viewer, today), "waiting": list(queries.waiting_to_be_signed(viewer)),
        "mitigations": lines_of(queries.open_mitigations(viewer, today=today)[:A_PAGE], today),
    }  # fmt: skip
    return render(request, "decisions/assessments_register.html", context)


@may("assessments.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, in_sight(request, pk))


def detail_page(request: HttpRequest, row: Assessment, refused: str = "") -> HttpResponse:
    """The page of one version: its steps while it is written, its contents once it is settled."""
    viewer, today = request.viewer, timezone.localdate(request.at)
    state = State(row.state)
    may_write = viewer.may("assessments.write", row.area_id)
    signs = viewer.may("assessments.sign", row.area_id) and viewer.account_id not in queries.writer_ids(row)
    versions = queries.versions_of(viewer, row, today=today)
    gaps = queries.gaps_of(row) if state in EDITABLE else {}
    context = {
        "row": row, "state": state, "state_words": STATE_WORDS[state], "state_colour": STATE_COLOURS[state], "refused": refused,
        "kind": NEED_NAMES[Need(row.kind)], "rule_set": RULE_SETS[row.rule_set], "place": row.area,
        "steps": [(step, STEP_NAMES[step], gaps[step]) for step in steps_of(row.kind)] if gaps else [],
        "done": sum(not found for found in gaps.values()), "may_edit": may_write and state in EDITABLE, "may_write": may_write,
        "may_submit": may_write and may_do(state, "submit") and not any(gaps.values()),
        "may_sign": signs and may_do(state, "sign"), "may_publish": may_write and may_do(state, "publish"),
        "may_review": may_write and may_do(state, "review"), "late": queries.signed_after_decision(row),
        "may_follow": may_write and row.signed_at and not hasattr(row, "after"), "versions": versions,
        "latest": next((each for each in versions if each.signed_at), None), "parts": shown_parts(row.signed_parts or [], viewer),
        "mitigations": lines_of(queries.mitigations_of(viewer, row, today=today), today),
        "reviews": list(row.reviews.prefetch_related("impacts__impact")),
        "public_line": row.line_id if row.published else None,
    }  # fmt: skip
    return render(request, "decisions/assessments_detail.html", context, status=422 if refused else 200)


@may("assessments.read")
def whole(request: HttpRequest, pk: int) -> HttpResponse:
    """All of a version on one page, as it stands or as it was signed: to be read through before it is signed, and to be printed."""
    row = in_sight(request, pk)
    parts = shown_parts(queries.contents_of(request.viewer, row), request.viewer)
    return render(request, "decisions/assessments_whole.html", {"row": row, "parts": parts, "back": address(row)})


@may("assessments.read")
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """What is not the same in this version as in the one before it."""
    row = in_sight(request, pk)
    if row.before is None:
        raise Http404
    before = in_sight(request, row.before.pk)
    found = differing(queries.contents_of(request.viewer, before), queries.contents_of(request.viewer, row))
    context = {"row": row, "before": before, "lines": differences_shown(found), "back": address(row)}
    return render(request, "decisions/assessments_differences.html", context)


@may("assessments.write")
def new(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    title, back = _("Screen a proposal"), reverse("decisions:assessments")
    decision = _decision(request)
    place = place_of_form(request, "assessments.write", today=today, national_too=True)
    if place is None:
        return choose_area(request, "assessments.write", title=title, back=back, today=today, national_too=True)
    area = place.area
    form = ScreeningForm(request.POST or None, initial=started(title=decision.title if decision else ""))

    def do(values: dict[str, Any]) -> str:
        del values["seen"]
        return address(operations.screen_proposal(by=viewer, at=request.at, area=area, decision=decision, **values))

    return form_page(
        request, form, title=title, lead=place.words, back=back, do=do, done=_("The screening was saved."), guidance=SCREENING,
        template="decisions/assessments_form.html",
    )  # fmt: skip


def _decision(request: HttpRequest) -> Decision | None:
    """The decision that the address names, where it is in sight."""
    pk = number(request.GET.get("decision", ""))
    if pk is None or not request.viewer.may("decisions.read"):
        return None
    found: Decision | None = decisions(request.viewer).filter(pk=pk).first()
    return found


def address(row: Assessment) -> str:
    return reverse("decisions:assessment", args=[row.pk])


def in_sight(request: HttpRequest, pk: int) -> Assessment:
    try:
        return queries.get_assessment(request.viewer, pk, today=timezone.localdate(request.at))
    except Assessment.DoesNotExist:
        raise Http404 from None


def to_edit(request: HttpRequest, pk: int) -> Assessment:
    """A version that this viewer may still write; for any other the page does not exist."""
    row = in_sight(request, pk)
    if not request.viewer.may("assessments.write", row.area_id) or row.signed_at:
        raise Http404
    return row


def state_words(row: Assessment) -> object:
    return STATE_WORDS[State(row.state)]


def state_colour(row: Assessment) -> str:
    return STATE_COLOURS[State(row.state)]
