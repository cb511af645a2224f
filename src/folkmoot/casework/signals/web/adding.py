"""The forms of a signal: raising it, its owner, its hypotheses and their tests, the answer, the review, the re-test."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import people_who_may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.casework.models import Analysis
from folkmoot.casework.queries import Counted, get_analysis
from folkmoot.casework.signals import operations, queries
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.rules import capability
from folkmoot.casework.signals.web import forms, presenters
from folkmoot.casework.signals.web.views import address_of, in_sight
from folkmoot.stats.judgement import Finding


@may("casework.write")
def raise_from(request: HttpRequest, analysis_id: int) -> HttpResponse:
    """Raise a signal for the group that the address names (`?by=…&group=…`), where the analysis says that it needs review."""
    analysis = _analysis(request, analysis_id)
    columns, group = tuple(request.GET.getlist("by")), request.GET.get("group", "")
    found = queries.row_of(Counted(analysis), columns, group)
    if found is None or found[1].finding is not Finding.DIFFERENCE:
        raise Http404
    form = forms.RaiseForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        made = operations.raise_signal(by=request.viewer, at=request.at, analysis=analysis, columns=columns, group=group, **values)
        return address_of(made)

    lead = _(
        "A signal is a reason to look at the cases, not evidence of bias. It stays open until it is accepted or explained with evidence."
    )
    return form_page(
        request, form, title=_("Raise a signal"), lead=lead, back=reverse("casework:detail", args=[analysis.pk]), do=do,
        done=_("The signal was raised."), template="casework/raise_signal.html", analysis=analysis, group=group,
    )  # fmt: skip


@may("casework.write", "workforce.write")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    row = _writable(request, pk)
    standing = queries.standing_of(row, timezone.localdate(request.at))
    first = started(seen_answers=standing.answer.number if standing.answer else 0, retest_on=standing.retest_on, owner=standing.owner)
    form = forms.AnswerForm(request.POST or None, initial=first, owners=_owners(request, row))
    return _adds(request, row, form, _("Answer the signal"), operations.answer_signal, signal=row)


@may("casework.review", "workforce.review")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    request.viewer.require_for(capability(row.subject, "review"), row.area_id)
    held = queries.standing_of(row, timezone.localdate(request.at)).answer
    if held is None or getattr(held, "review", None) is not None:
        raise Http404
    form = forms.ReviewForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        agreed = values["agreed"] == "yes"
        operations.review_answer(by=request.viewer, at=request.at, answer=held, agreed=agreed, remarks=values["remarks"])
        return address_of(row)

    return form_page(
        request, form, title=_("Review the answer"), lead=str(row), back=address_of(row), do=do, done=_("It was recorded."),
        template="casework/review_signal.html", answer=held, hypotheses=queries.hypotheses(row),
    )  # fmt: skip


@may("casework.write", "workforce.write")
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    row = _writable(request, pk)
    form = forms.OwnerForm(request.POST or None, initial=started(), owners=_owners(request, row))
    return _adds(request, row, form, _("Name who answers for it"), operations.set_owner, signal=row)


@may("casework.write", "workforce.write")
def retest(request: HttpRequest, pk: int) -> HttpResponse:
    row = _writable(request, pk)
    standing = queries.standing_of(row, timezone.localdate(request.at))
    form = forms.RetestForm(request.POST or None, initial=started(retest_on=standing.retest_on))

    def do(values: dict[str, Any]) -> str:
        operations.set_retest(by=request.viewer, at=request.at, signal=row, due_on=values["retest_on"])
        return address_of(row)

    return form_page(
        request, form, title=_("Set the day of the re-test"), lead=str(row), back=address_of(row), do=do, done=_("It was recorded.")
    )


@may("casework.write", "workforce.write")
def hypothesis(request: HttpRequest, pk: int) -> HttpResponse:
    row = _writable(request, pk)
    form = forms.HypothesisForm(request.POST or None, initial=started(words=request.GET.get("words", "")[:400]))
    known = {each.words for each in queries.hypotheses(row)}
    suggested = [str(words) for words in presenters.SUGGESTED if str(words) not in known]
    return _adds(
        request, row, form, _("Add a hypothesis"), operations.add_hypothesis, signal=row, template="casework/signal_hypothesis.html",
        suggested=suggested,
    )  # fmt: skip


@may("casework.write", "workforce.write")
def test(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    row = _writable(request, pk)
    tested = next((each for each in queries.hypotheses(row) if each.number == number), None)
    if tested is None:
        raise Http404
    form = forms.TestForm(request.POST or None, initial=started())
    return _adds(request, row, form, _("Record a test"), operations.test_hypothesis, lead=tested.words, hypothesis=tested)


def _adds(
    request: HttpRequest, row: Signal, form: Any, title: Any, operation: Any, *, lead: str = "", template: str = "webkit/form_page.html",
    suggested: list[str] | None = None, **what: Any,
) -> HttpResponse:  # fmt: skip
    """A form whose fields are what an operation takes."""

    def do(values: dict[str, Any]) -> str:
        operation(by=request.viewer, at=request.at, **what, **values)
        return address_of(row)

    return form_page(
        request, form, title=title, lead=lead or str(row), back=address_of(row), do=do, done=_("It was recorded."), template=template,
        suggested=suggested or [],
    )  # fmt: skip


def _owners(request: HttpRequest, row: Signal) -> QuerySet[Account]:
    return people_who_may(capability(row.subject, "write"), row.area_id, today=timezone.localdate(request.at))


def _writable(request: HttpRequest, pk: int) -> Signal:
    row = in_sight(request, pk)
    request.viewer.require_for(capability(row.subject, "write"), row.area_id)
    return row


def _analysis(request: HttpRequest, pk: int) -> Analysis:
    try:
        analysis = get_analysis(request.viewer, pk)
    except Analysis.DoesNotExist:
        raise Http404 from None
    request.viewer.require_for("casework.write", analysis.area_id)
    return analysis
