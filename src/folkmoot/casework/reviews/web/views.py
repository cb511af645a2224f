"""The pages of rounds: the list, one with its cases or its results, the questions, closing, learning and the action that follows."""

from typing import Any

from django.db import transaction
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
from folkmoot.casework.reviews import operations, queries
from folkmoot.casework.reviews.models import ReviewLearning, ReviewRound
from folkmoot.casework.reviews.web import presenters
from folkmoot.casework.reviews.web.forms import CloseForm, LearnForm, QuestionsForm, RoundFilter
from folkmoot.foundation import audit
from folkmoot.sampling.receipt import Receipt
from folkmoot.webkit.paging import Pages

A_PAGE = 30


@may("quality.read")
def listing(request: HttpRequest) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate(request.at)
    filters = RoundFilter(request.GET, areas_for(viewer, "quality.read", today=today))
    asked = filters.chosen
    page = Pages(queries.list_rounds(viewer, **asked), A_PAGE).get_page(request.GET.get("page"))
    lines = [(one, presenters.STATE_WORDS[one.state], presenters.STATE_COLOURS[one.state]) for one in page]
    context = {
        "filters": filters, "asked": asked, "page": page, "lines": lines, "may_draw": viewer.may("quality.review"),
        "waiting": queries.waiting_for(viewer), "due": queries.assessment_due(viewer, today),
    }  # fmt: skip
    return render(request, "casework/reviews_list.html", context)


@may("quality.read")
@transaction.atomic
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = in_sight(request, pk), request.viewer
    audit.consulted(by=viewer, at=request.at, rows=[row], route=request.path)
    standing, receipt = queries.standing_of(row), Receipt.from_plain(row.receipt)
    may_review = viewer.sight("quality.review").holds(row.area_id)
    cases = queries.cases_of(viewer, row) if may_review else []
    context = {
        "row": row, "standing": standing, "words": presenters.STATE_WORDS[standing.state],
        "colour": presenters.STATE_COLOURS[standing.state],
        "cases": [(one, presenters.CASE_WORDS[one.state], presenters.CASE_COLOURS[one.state]) for one in cases], "may_review": may_review,
        "proof": presenters.PROOF_WORDS[receipt.proof], "code": receipt.checksum[:16], "is_open": row.closed_at is None,
        "learning": _learning(request, row), **_results(row),
    }  # fmt: skip
    return render(request, "casework/reviews_round.html", context)


def _results(row: ReviewRound) -> dict[str, object]:
    found = queries.results_of(row)
    if found is None:
        return {}
    return {
        "agreement_said": presenters.sentence_of_agreement(found.agreement),
        "agreement": presenters.lines_of_agreement(found.questions, found.agreement),
        "answers": presenters.lines_of_answers(found.questions, found.answers),
        "groups": presenters.tables_by_group(found.questions, found.by_group),
    }


def _learning(request: HttpRequest, row: ReviewRound) -> list[tuple[ReviewLearning, list[Any], bool]]:
    viewer, today = request.viewer, timezone.localdate(request.at)
    found = []
    for one in queries.learning(viewer, row):
        raised = list(actions_from(viewer, queries.ORIGIN, one.pk)) if viewer.may("actions.read") else []
        lines = [line_of_action(action, state_of_row(action, today), today) for action in raised]
        found.append((one, lines, viewer.may("actions.write", row.area_id)))
    return found


@may("quality.read")
def questions(request: HttpRequest) -> HttpResponse:
    number, asked = queries.questions_now()
    may_issue = request.viewer.sight("quality.review").national
    return render(request, "casework/reviews_questions.html", {"number": number, "questions": asked, "may_issue": may_issue})


@may("quality.review")
def new_questions(request: HttpRequest) -> HttpResponse:
    request.viewer.require_national("quality.review")
    _number, before = queries.questions_now()
    form = QuestionsForm(request.POST or None, before=before, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.issue_questions(by=request.viewer, at=request.at, questions=form.questions(), why=values["why"])
        return reverse("casework:review_questions")

    lead = _("Rounds that are under way keep the questions they began with. A changed question is a new one: its results do not compare.")
    back = reverse("casework:review_questions")
    return form_page(request, form, title=_("Issue new questions"), lead=lead, back=back, do=do, done=_("The questions were issued."))


@may("quality.review")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    request.viewer.require_for("quality.review", row.area_id)
    standing = queries.standing_of(row)
    form = CloseForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.close_round(by=request.viewer, at=request.at, round=row, **values)
        return address_of(row)

    lead = _("%(done)d of %(cases)d cases are done. Once it is closed nobody reads further, and its results can be seen.")
    return form_page(
        request, form, title=_("Close this round?"), lead=lead % {"done": standing.done, "cases": standing.cases}, back=address_of(row),
        do=do, done=_("The round was closed."),
    )  # fmt: skip


@may("quality.review")
def learn(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    request.viewer.require_for("quality.review", row.area_id)
    form = LearnForm(request.POST or None, questions=queries.questions_of(row), initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.learn(by=request.viewer, at=request.at, round=row, **values)
        return address_of(row)

    return form_page(
        request, form, title=_("What does this round teach?"), lead=str(row), back=address_of(row), do=do, done=_("It was recorded.")
    )  # fmt: skip


@may("actions.write")
def action(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        row = queries.get_learning(request.viewer, pk)
    except ReviewLearning.DoesNotExist:
        raise Http404 from None
    area, today, title, back = row.round.area, timezone.localdate(request.at), _("Raise an action from this"), address_of(row.round)
    if area is None:
        place = place_of_form(request, "actions.write", today=today, national_too=True)
        if place is None:
            return choose_area(request, "actions.write", title=title, back=back, today=today, national_too=True)
        area = place.area
    return raising_page(request, origin_kind=queries.ORIGIN, origin_id=pk, area=area, title=title, back=back, lead=row.words)


def in_sight(request: HttpRequest, pk: int) -> ReviewRound:
    try:
        return queries.get_round(request.viewer, pk)
    except ReviewRound.DoesNotExist:
        raise Http404 from None


def address_of(row: ReviewRound) -> str:
    return reverse("casework:review_round", args=[row.pk])
