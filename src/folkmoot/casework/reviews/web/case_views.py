"""The pages of one case: taking it, reading it apart, giving it back, and settling where two readings differ."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.casework.reviews import operations, queries
from folkmoot.casework.reviews.models import CaseReview
from folkmoot.casework.reviews.rules import CaseState
from folkmoot.casework.reviews.web import presenters
from folkmoot.casework.reviews.web.forms import BackForm, ReadingForm, SettleForm, TakeForm
from folkmoot.foundation import audit


@may("quality.review")
@transaction.atomic
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a case stands; what two people said only once both are locked, and to one of them only what they said themselves before."""
    case = _in_sight(request, pk)
    standing = queries.case_standing(request.viewer, case)
    audit.consulted(by=request.viewer, at=request.at, rows=[case], route=request.path)
    asked = queries.questions_of(case.round)
    shown = standing.readings or ((standing.mine,) if standing.mine and standing.mine.locked_at else ())
    settled = standing.settlement.answers if standing.settlement else {}
    is_open = case.round.closed_at is None
    context = {
        "case": case, "standing": standing, "words": presenters.CASE_WORDS[standing.state],
        "colour": presenters.CASE_COLOURS[standing.state],
        "rows": presenters.answer_rows(asked, shown, settled) if shown else [], "readings": shown, "differing": standing.differing,
        "may_take": is_open and standing.mine is None and standing.state is CaseState.FREE,
        "may_read": is_open and standing.mine is not None and standing.mine.locked_at is None,
        "may_settle": is_open and standing.state is CaseState.DIFFERS,
    }  # fmt: skip
    return render(request, "casework/reviews_case.html", context)


@may("quality.review")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    case = _in_sight(request, pk)
    form = TakeForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.take_case(by=request.viewer, at=request.at, case=case, **values)
        return reverse("casework:review_read", args=[pk])

    lead = _("Two people read each case apart. Find the file under this number on the sheet of whoever drew the round.")
    return form_page(request, form, title=_("Take case %(number)d") % {"number": case.number}, lead=lead, back=_address(case), do=do)


@may("quality.review")
def read(request: HttpRequest, pk: int) -> HttpResponse:
    case = _in_sight(request, pk)
    mine = queries.case_standing(request.viewer, case).mine
    if mine is None:
        raise Http404
    form = ReadingForm(request.POST or None, questions=queries.questions_of(case.round), initial=started())

    def do(values: dict[str, Any]) -> str:
        answers, remarks = form.given()
        operations.lock_answers(by=request.viewer, at=request.at, reading=mine, answers=answers, remarks=remarks)
        return _address(case)

    lead = _("Answer from the file alone, and speak with nobody about it until both of you have locked. Locked answers never change.")
    return form_page(
        request, form, title=_("Case %(number)d") % {"number": case.number}, lead=lead, back=_address(case), do=do,
        done=_("Your answers are locked."),
    )  # fmt: skip


@may("quality.review")
def back(request: HttpRequest, pk: int) -> HttpResponse:
    case = _in_sight(request, pk)
    mine = queries.case_standing(request.viewer, case).mine
    if mine is None:
        raise Http404
    form = BackForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.hand_back(by=request.viewer, at=request.at, reading=mine)
        return _address(case)

    lead = _("Somebody else can take it then. Give it back if you find that you had a part in the decision.")
    return form_page(request, form, title=_("Give this case back?"), lead=lead, back=_address(case), do=do, done=_("It was given back."))


@may("quality.review")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    case = _in_sight(request, pk)
    standing = queries.case_standing(request.viewer, case)
    asked = [one for one in queries.questions_of(case.round) if one.key in standing.differing]
    if not asked:
        raise Http404
    form = SettleForm(request.POST or None, questions=asked, initial=started(how="agreed" if standing.mine else "third"))

    def do(values: dict[str, Any]) -> str:
        operations.settle(
            by=request.viewer, at=request.at, case=case, how=values["how"], answers=form.given(), reasons=values["reasons"]
        )  # fmt: skip
        return _address(case)

    lead = _("Only the questions on which the two readings differ. What each of them said stays as it is.")
    return form_page(
        request, form, title=_("Settle case %(number)d") % {"number": case.number}, lead=lead, back=_address(case), do=do,
        done=_("It was recorded."),
    )  # fmt: skip


def _in_sight(request: HttpRequest, pk: int) -> CaseReview:
    try:
        return queries.get_case(request.viewer, pk)
    except CaseReview.DoesNotExist:
        raise Http404 from None


def _address(case: CaseReview) -> str:
    return reverse("casework:review_case", args=[case.pk])
