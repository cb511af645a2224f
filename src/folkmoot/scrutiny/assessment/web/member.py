"""The pages on which a member judges a case alone: what waits, one question at a time beside the case, checked and locked."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.communities.web.consultation import read, shown
from folkmoot.panels.members.models import Member
from folkmoot.panels.space.web.gate import for_a_seat, own
from folkmoot.scrutiny.assessment import operations
from folkmoot.scrutiny.assessment.member_cases import cases_of
from folkmoot.scrutiny.assessment.models import Judgement
from folkmoot.scrutiny.assessment.queries import missing_before, own_judgement, round_of, why_not_judge
from folkmoot.scrutiny.assessment.questions.models import Question
from folkmoot.scrutiny.assessment.questions.queries import grades_of
from folkmoot.scrutiny.assessment.web.forms import AnswerForm, AsideForm, BeginForm, EndForm, LockForm
from folkmoot.scrutiny.assessment.web.presenters import BASIS, NO_GRADES_KNOWN, case_line, said_answer
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.operations import open_for
from folkmoot.scrutiny.packs.queries import packs_asked, reading_problem
from folkmoot.scrutiny.packs.web.member import sealed

END = "end"  # the step after the last question
Text = Callable[[], object]


@may("case.judge")
@for_a_seat
def home(request: HttpRequest, seat: Member) -> HttpResponse:
    """Cases to review: each with what this member has still to do, and by when."""
    cases = cases_of(seat, request.at)
    shown(request, [case.pack for case in cases])
    lines = [case_line(case) for case in cases]
    context = {
        "seat": seat, "panel_query": f"?panel={seat.panel.code}", "lines": lines, "basis": BASIS,
        "to_do": sum(line.case.stage in ("todo", "begun") for line in lines), "several": len(request.viewer.panels("case.judge")) > 1,
    }  # fmt: skip
    return sealed(render(request, "scrutiny/assessment_home.html", context))


@may("case.judge")
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """The case with one question at a time (`?q=` its code); first what judging is; once locked, the answers as given."""
    seat, pack = own(request, packs_asked, pk)
    read(request, pack)
    row = round_of(pack)
    judgement = own_judgement(seat, row)
    if judgement is not None and judgement.locked_at:
        return _locked(request, pack, judgement)
    if why := why_not_judge(seat, pack, row, request.at):
        context = {"why": why, "pack": pack, "is_shown": row is not None and row.shown_at is not None}
        return sealed(render(request, "scrutiny/assessment_closed.html", context))
    if judgement is None:
        return _begin(request, seat, pack, missing_before(row))
    questions = list(judgement.assessment.question_set.questions.order_by("order", "pk"))
    step = request.GET.get("q", "")
    if step == END:
        return _end(request, seat, pack, judgement, questions)
    asked = next((each for each in questions if each.code == step), None)
    if asked is None:
        return redirect(_step(pack, _first_open(questions, judgement)))
    return _question(request, seat, pack, judgement, questions, asked)


def _begin(request: HttpRequest, seat: Member, pack: Pack, missing: str) -> HttpResponse:
    def do(_values: dict[str, Any]) -> str:
        operations.start_judgement(by=request.viewer, at=request.at, pack=pack, member=seat)
        return reverse("my_cases:judge", args=[pack.pk])

    form = BeginForm(request.POST or None, initial=started())
    return form_page(
        request, form, title=_("Judge this case on your own first"), back=reverse("my_cases:home"), do=do,
        template="scrutiny/assessment_begin.html", pack=pack, basis=BASIS, missing=missing,
    )  # fmt: skip


def _question(
    request: HttpRequest, seat: Member, pack: Pack, judgement: Judgement, questions: list[Question], asked: Question
) -> HttpResponse:
    place = questions.index(asked)
    following = questions[place + 1].code if place + 1 < len(questions) else END
    stands = {"answer": judgement.answers.get(asked.code, ""), "remark": judgement.remarks.get(asked.code, "")}
    form = AnswerForm(request.POST or None, question=asked, initial=started(version=judgement.version, **stands))

    def do(values: dict[str, Any]) -> str:
        remarks = {asked.code: values["remark"]} if "remark" in values else {}
        operations.save_judgement(
            by=request.viewer, at=request.at, judgement=judgement, answers={asked.code: values["answer"]}, remarks=remarks,
            seen_version=values["version"],
        )  # fmt: skip
        return f"{_step(pack, following)}#question"  # on a phone the case stands above: go to what is asked next

    before = _step(pack, questions[place - 1].code) if place else ""
    return _beside_the_case(request, seat, pack, form, do, questions, asked.words, place=place + 1, before=before, question=asked)


def _end(request: HttpRequest, seat: Member, pack: Pack, judgement: Judgement, questions: list[Question]) -> HttpResponse:
    first = {name: getattr(judgement, name) for name in (*operations.alone.TEXTS, "grade", "version")}
    form = EndForm(request.POST or None, initial=started(**first))
    form.grades(grades_of(judgement.assessment.question_set.scale_id))

    def do(values: dict[str, Any]) -> str:
        texts = {name: values[name] for name in operations.alone.TEXTS}
        operations.save_judgement(
            by=request.viewer, at=request.at, judgement=judgement, texts=texts, grade=values.get("grade"), seen_version=values["version"]
        )
        return reverse("my_cases:check", args=[pack.pk])

    before = _step(pack, questions[-1].code)
    return _beside_the_case(
        request, seat, pack, form, do, questions, _("The case as a whole"), place=len(questions) + 1, before=before,
        no_grades_known=NO_GRADES_KNOWN if "grade" in form.fields else "",
    )  # fmt: skip


def _beside_the_case(
    request: HttpRequest, seat: Member, pack: Pack, form: Any, do: Any, questions: list[Question], title: object, **context: object
) -> HttpResponse:
    """The case left, the form right; one under the other on a phone."""
    closed = reading_problem(pack, seat, request.at)
    answer = form_page(
        request, form, title=title, back=reverse("my_cases:home"), do=do, template="scrutiny/assessment_question.html", pack=pack,
        steps=len(questions) + 1, basis=BASIS, closed=closed, text=None if closed else _opened(request, seat, pack), **context,
    )  # fmt: skip
    return sealed(answer)


def _opened(request: HttpRequest, seat: Member, pack: Pack) -> Text:
    """Opens the pack when the page is drawn, and not when an answer is only saved: each opening is recorded."""
    return cache(lambda: open_for(by=request.viewer, at=request.at, pack=pack, seat=seat, route=request.path))


@may("case.judge")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """All answers before they are locked."""
    seat, pack = own(request, packs_asked, pk)
    read(request, pack)
    row = round_of(pack)
    judgement = own_judgement(seat, row)
    if judgement is None or judgement.locked_at or why_not_judge(seat, pack, row, request.at):
        return redirect("my_cases:judge", pk)
    form = LockForm(request.POST or None, initial=started(version=judgement.version))

    def do(values: dict[str, Any]) -> str:
        operations.lock_judgement(
            by=request.viewer, at=request.at, judgement=judgement, names_nobody=values["names_nobody"], seen_version=values["version"]
        )
        return reverse("my_cases:home")

    return sealed(
        form_page(
            request, form, title=_("Check your answers, then lock them"), back=_step(pack, END), do=do,
            done=_("Your answers are locked. Nobody sees them until the panel’s are put side by side."),
            template="scrutiny/assessment_check.html", pack=pack, judgement=judgement, answers=_answers(judgement), end=_step(pack, END),
        )
    )  # fmt: skip


@may("case.judge")
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Stand aside from a case."""
    seat, pack = own(request, packs_asked, pk)
    read(request, pack)
    back = reverse("my_cases:home")
    form = AsideForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        operations.stand_aside(by=request.viewer, at=request.at, pack=pack, member=seat, **values)
        return back

    return form_page(
        request, form, title=_("Stand aside from this case"), lead=pack.told_as, back=back, do=do,
        done=_("You stand aside from this case. The other members judge it."), template="scrutiny/assessment_aside.html",
    )  # fmt: skip


def _locked(request: HttpRequest, pack: Pack, judgement: Judgement) -> HttpResponse:
    shown(request, [judgement])
    context = {"pack": pack, "judgement": judgement, "answers": _answers(judgement), "is_shown": judgement.assessment.shown_at}
    return sealed(render(request, "scrutiny/assessment_locked.html", context))


def _answers(judgement: Judgement) -> list[tuple[Question, object, str, str]]:
    """Each question with its answer, the remark beside it, and where it is changed."""
    questions = judgement.assessment.question_set.questions.order_by("order", "pk")
    return [
        (each, said_answer(each, judgement.answers.get(each.code, "")), judgement.remarks.get(each.code, ""), each.code)
        for each in questions
    ]


def _first_open(questions: list[Question], judgement: Judgement) -> str:
    if not questions:
        raise Http404
    return next((each.code for each in questions if not judgement.answers.get(each.code)), questions[0].code)


def _step(pack: Pack, code: str) -> str:
    return f"{reverse('my_cases:judge', args=[pack.pk])}?q={code}"
