"""The pages of the questions put to cases: every version, what is drafted, and issuing it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels.agenda.web.forms import SureForm
from folkmoot.scrutiny.assessment.questions import operations, queries
from folkmoot.scrutiny.assessment.questions.models import Question, QuestionSet
from folkmoot.scrutiny.assessment.web.presenters import BASIS, NO_GRADES_KNOWN
from folkmoot.scrutiny.assessment.web.question_forms import QuestionForm, SetForm

State = QuestionSet.State
SET = ("name_en", "name_cy", "kind", "strands", "scale", "changed_what", "version")
QUESTION = ("words_en", "words_cy", "help_en", "help_cy", "kind", "weight", "order", "source")


@may("scrutiny.read")
def listing(request: HttpRequest) -> HttpResponse:
    """The sets in use, those being drafted, and every version before."""
    rows = list(queries.question_sets(request.viewer))
    in_use = {row.pk for row in queries.in_use()}
    context = {
        "in_use": [row for row in rows if row.pk in in_use], "drafts": [row for row in rows if row.state == State.DRAFT],
        "earlier": [row for row in rows if row.pk not in in_use and row.state != State.DRAFT], "basis": BASIS,
        "may_draft": request.viewer.may("scrutiny.prepare"), "no_grades_known": NO_GRADES_KNOWN,
    }  # fmt: skip
    return render(request, "scrutiny/questions_list.html", context)


@may("scrutiny.read")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = _set(request, pk)
    drafted = row.state == State.DRAFT
    context = {
        "row": row, "drafted": drafted, "may_change": drafted and request.viewer.may("scrutiny.prepare"),
        "may_draft": not drafted and request.viewer.may("scrutiny.prepare"),
        "may_issue": drafted and request.viewer.sight("scrutiny.review").national,
    }  # fmt: skip
    return render(request, "scrutiny/questions_detail.html", context)


@may("scrutiny.prepare")
def new(request: HttpRequest) -> HttpResponse:
    scales = queries.scales(request.viewer)
    form = SetForm(request.POST or None, scales=scales, initial=started(scale=scales.first()))

    def do(values: dict[str, Any]) -> str:
        values.pop("version")
        return _address(operations.draft_set(by=request.viewer, at=request.at, **values))

    return form_page(
        request,
        form,
        title=_("Draft a set of questions"),
        back=reverse("scrutiny:questions"),
        do=do,
        done=_("The draft was made. Add questions."),
    )


@may("scrutiny.prepare")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = _draft(request, pk)
    stored = {name: getattr(row, name) for name in SET}
    form = SetForm(request.POST or None, scales=queries.scales(request.viewer), initial=started(**stored))

    def do(values: dict[str, Any]) -> str:
        operations.change_set(by=request.viewer, at=request.at, question_set=row, seen_version=values.pop("version"), **values)
        return _address(row)

    return form_page(request, form, title=_("Change the draft"), back=_address(row), do=do, done=_("The draft was changed."))


@may("scrutiny.prepare")
def following(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the next version of a set."""
    row = _set(request, pk)

    def do(_values: dict[str, Any]) -> str:
        return _address(operations.draft_next(by=request.viewer, at=request.at, question_set=row))

    return _sure(request, row, _("Draft a new version"), do, _("The draft was made with the same questions. Change what should change."))


@may("scrutiny.review")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft in use, for the whole service."""
    row = _draft(request, pk)

    def do(_values: dict[str, Any]) -> str:
        return _address(operations.issue(by=request.viewer, at=request.at, question_set=row))

    return _sure(
        request, row, _("Put this version in use"), do, _("Cases that nobody has begun to judge are asked these questions from now on.")
    )


@may("scrutiny.prepare")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    row = _draft(request, pk)

    def do(_values: dict[str, Any]) -> str:
        operations.drop_draft(by=request.viewer, at=request.at, question_set=row)
        return reverse("scrutiny:questions")

    return _sure(request, row, _("Drop this draft"), do, _("The draft was dropped."))


@may("scrutiny.prepare")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    row = _draft(request, pk)
    form = QuestionForm(request.POST or None, initial=started())
    return _question(request, row, form, _("Add a question"), _("The question was added."))


@may("scrutiny.prepare")
def change_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    row = _draft(request, pk)
    asked = _question_of(row, question)
    form = QuestionForm(request.POST or None, initial=started(version=asked.version, **{name: getattr(asked, name) for name in QUESTION}))
    return _question(request, row, form, _("Change the question"), _("The question was changed."), asked)


@may("scrutiny.prepare")
def take_out(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    row = _draft(request, pk)
    asked = _question_of(row, question)

    def do(_values: dict[str, Any]) -> str:
        operations.take_out_question(by=request.viewer, at=request.at, question=asked)
        return _address(row)

    return _sure(request, row, _("Take this question out"), do, _("The question was taken out."), lead=asked.words)


def _question(
    request: HttpRequest, row: QuestionSet, form: QuestionForm, title: Any, done: Any, asked: Question | None = None
) -> HttpResponse:
    def do(values: dict[str, Any]) -> str:
        if values["order"] is None:
            del values["order"]
        seen = values.pop("version")
        operations.keep_question(by=request.viewer, at=request.at, question_set=row, question=asked, seen_version=seen, **values)
        return _address(row)

    return form_page(request, form, title=title, lead=row.name, back=_address(row), do=do, done=done)


def _sure(request: HttpRequest, row: QuestionSet, label: Any, do: Any, done: Any, lead: str = "") -> HttpResponse:
    form = SureForm(request.POST or None, label=label, initial=started())
    return form_page(request, form, title=label, lead=lead or row.name, back=_address(row), do=do, done=done)


def _set(request: HttpRequest, pk: int) -> QuestionSet:
    try:
        return queries.get_question_set(request.viewer, pk)
    except QuestionSet.DoesNotExist:
        raise Http404 from None


def _draft(request: HttpRequest, pk: int) -> QuestionSet:
    row = _set(request, pk)
    if row.state != State.DRAFT:
        raise Http404
    return row


def _question_of(row: QuestionSet, pk: int) -> Question:
    found = next((each for each in row.questions.all() if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _address(row: QuestionSet) -> str:
    return reverse("scrutiny:question_set", args=[row.pk])
