"""How far members agree, whether a panel's reading drifts, and calibration rounds: each figure with its interval, base and caveat."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.filters import FilterForm
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.panels.queries import panels
from folkmoot.scrutiny.assessment import operations, queries
from folkmoot.scrutiny.assessment.comparing import queries as compared
from folkmoot.scrutiny.assessment.comparing.rules import LEAST_CASES, LEAST_MEMBERS, WANTED, Against, Finding, Turn
from folkmoot.scrutiny.assessment.questions.models import Question
from folkmoot.scrutiny.assessment.questions.queries import grades_of
from folkmoot.scrutiny.assessment.questions.rules import WORDS
from folkmoot.scrutiny.assessment.web.key_form import KeyForm
from folkmoot.scrutiny.assessment.web.presenters import ANSWER_WORDS
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.queries import get_pack
from folkmoot.stats.agreement.coefficients import Agreement
from folkmoot.stats.intervals import Estimate, wilson
from folkmoot.webkit.forms import DayField

BY_WORDS: dict[str, Promise] = {"question": _("By question"), "strand": _("By strand"), "panel": _("By panel")}
FINDING_WORDS: dict[Finding, Promise] = {
    Finding.NEEDS_REVIEW: _("Needs review"),
    Finding.HOLDS: _("They read it alike"),
    Finding.OPEN: _("Cannot be told yet"),
    Finding.WITHHELD: _("Too few to show"),
}
FINDING_COLOURS = {Finding.NEEDS_REVIEW: "orange", Finding.HOLDS: "green", Finding.OPEN: "grey", Finding.WITHHELD: "grey"}


class AgreementFilter(FilterForm):
    by = forms.ChoiceField(label=_("Compare"), required=False, choices=list(BY_WORDS.items()))
    since = DayField(label=_("Meetings since (optional)"), required=False)


@dataclass(frozen=True)
class FigureLine:
    """One line of the table; the figures "" where they are withheld or cannot be computed."""

    line: compared.Line
    base: str
    share: str
    coefficient: str
    alpha: str
    measure: str
    words: Promise
    colour: str


@may("scrutiny.read")
def agreement(request: HttpRequest) -> HttpResponse:
    filters = AgreementFilter(request.GET)
    asked = {"by": "question", **filters.chosen}
    found = compared.agreement(request.viewer, by=str(asked["by"]), since=asked.get("since"))
    context = {
        "filters": filters, "asked": filters.chosen, "found": found, "lines": [_figure(line) for line in found.lines], "wanted": WANTED,
        "least_cases": LEAST_CASES, "least_members": LEAST_MEMBERS,
        "panels": panels(request.viewer, "scrutiny.read").filter(draws__isnull=False).distinct(),
    }  # fmt: skip
    return render(request, "scrutiny/assessment_agreement.html", context)


def _figure(line: compared.Line) -> FigureLine:
    figure = line.figure
    base = ngettext("%(number)d case", "%(number)d cases", figure.cases) % {"number": figure.cases}
    base += ", " + ngettext("%(number)d answer", "%(number)d answers", figure.judgements) % {"number": figure.judgements}
    measure = figure.coefficient.measure if figure.coefficient else ""
    return FigureLine(
        line, base, _coefficient(figure.share, percent=True), _coefficient(figure.coefficient), _coefficient(figure.alpha), measure,
        FINDING_WORDS[figure.finding], FINDING_COLOURS[figure.finding],
    )  # fmt: skip


def _coefficient(found: Agreement | None, *, percent: bool = False) -> str:
    """“0.62 (0.31 to 0.93)”, or without an interval where none can be given, which is said."""
    if found is None or found.value is None:
        return ""
    if found.interval is None:
        return gettext("%(value)s (no interval)") % {"value": _number(found.value, percent)}
    return _estimate(found.interval, percent)


def _estimate(found: Estimate, percent: bool) -> str:
    values = {"value": _number(found.value, percent), "low": _number(found.low, percent), "high": _number(found.high, percent)}
    return gettext("%(value)s (%(low)s to %(high)s)") % values


def _number(value: float, percent: bool) -> str:
    return f"{round(100 * value)}%" if percent else f"{value:.2f}"


@dataclass(frozen=True)
class TurnLine:
    meeting: object
    turn: Turn
    share: str
    difference: str
    words: Promise
    colour: str


@may("scrutiny.read")
def drift(request: HttpRequest, code: str) -> HttpResponse:
    panel = panels(request.viewer, "scrutiny.read", ended=True).filter(code=code).first()
    if panel is None:
        raise Http404
    lines = [_turn(meeting, turn) for meeting, turn in compared.drift_of(request.viewer, panel)]
    return render(request, "scrutiny/assessment_drift.html", {"panel": panel, "lines": lines, "least_cases": LEAST_CASES})


def _turn(meeting: object, turn: Turn) -> TurnLine:
    share = turn.share.estimate if turn.finding is not Finding.WITHHELD else None
    difference = turn.difference
    return TurnLine(
        meeting, turn, _estimate(share, True) if share else "", _points(difference) if difference else "", FINDING_WORDS[turn.finding],
        FINDING_COLOURS[turn.finding],
    )  # fmt: skip


def _points(found: Estimate) -> str:
    value, low, high = (f"{100 * each:+.0f}" for each in (found.value, found.low, found.high))
    return gettext("%(value)s points (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}


@dataclass(frozen=True)
class KeyLine:
    """One question of a known case: how the key has it, and how many read it so."""

    question: Question
    key: Promise
    same: str
    given: str


@may("scrutiny.read")
def calibration(request: HttpRequest) -> HttpResponse:
    rounds = [(each, [_key_line(*line) for line in each.lines]) for each in compared.calibration(request.viewer)]
    context = {"rounds": rounds, "may_set": request.viewer.may("scrutiny.review"), "may_draw": request.viewer.may("scrutiny.prepare")}
    return render(request, "scrutiny/assessment_calibration.html", context)


def _key_line(question: Question, found: Against) -> KeyLine:
    interval = wilson(found.same, found.of)
    same = gettext("%(same)d of %(of)d: %(share)s") % {"same": found.same, "of": found.of, "share": _estimate(interval, True)}
    given = "; ".join(f"{ANSWER_WORDS[value]}: {number}" for value, number in found.given.items() if value in ANSWER_WORDS)
    return KeyLine(question, ANSWER_WORDS[found.key], same, given)


@may("scrutiny.review")
def key(request: HttpRequest, pack: int) -> HttpResponse:
    """Set how a lawyer reads a case of a calibration round, before members answer."""
    try:
        row = get_pack(request.viewer, pack, "scrutiny.review")
    except Pack.DoesNotExist:
        raise Http404 from None
    begun = queries.round_of(row)
    question_set = begun.question_set if begun else queries.put_to(row)
    if question_set is None or not row.drawn.draw.calibration:
        raise Http404
    questions = [each for each in question_set.questions.order_by("order", "pk") if each.kind != WORDS]
    form = KeyForm(request.POST or None, questions=questions, grades=grades_of(question_set.scale_id), initial=started())
    back = reverse("scrutiny:calibration")

    def do(values: dict[str, Any]) -> str:
        answers = {each.code: values[each.code] for each in questions}
        operations.keep_key(
            by=request.viewer, at=request.at, pack=row, answers=answers, reasons=values["reasons"], grade=values.get("grade")
        )
        return back

    return form_page(
        request, form, title=_("How this case is read"), lead=row.title, back=back, do=do,
        done=_("The key was kept. Members see it once their answers are side by side."),
    )  # fmt: skip
