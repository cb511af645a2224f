"""An Area's own assessment: its page, answering a criterion, linking evidence, submitting, answering the other Area, raising an action."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.access import may
from folkmoot.accounts.web.sending import form_page, started
from folkmoot.actions.queries import actions_from
from folkmoot.actions.web.raising import raising_page
from folkmoot.assurance.figures import FIGURES
from folkmoot.assurance.frameworks.queries import by_group
from folkmoot.assurance.place import Place
from folkmoot.assurance.rounds import evidence, queries
from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer, EvidenceLink
from folkmoot.assurance.rounds.operations import assessing, settling
from folkmoot.assurance.rounds.rules import State, differs
from folkmoot.assurance.web import forms, presenters
from folkmoot.communities.web.consultation import shown
from folkmoot.foundation import audit
from folkmoot.foundation.periods import parse_half_year

ORIGIN = "assurance.criterionanswer"  # where an action raised from a gap comes from
SAID_BY_PEOPLE = frozenset({"voice.point", "voice.issue"})


@may("assurance.read")
@transaction.atomic
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    row, viewer = in_sight(request, pk), request.viewer
    audit.consulted(by=viewer, at=request.at, rows=[row], route=request.path)
    state = queries.state_of_row(row)
    may_write = viewer.sight("assurance.write").holds(row.area_id)
    moves = {one.code: one for one in queries.changes_of(row)}
    lines = {one.criterion.pk: _line(request, row, one, state, moves) for one in queries.answers_of(row)}
    groups = [(name, [lines[each.pk] for each in among]) for name, among in by_group(line["criterion"] for line in lines.values())]
    words, colour = presenters.STATES[state]
    national = viewer.sight("assurance.moderate").national
    context = {
        "row": row, "groups": groups, "state": state.value, "words": words, "colour": colour, "due": presenters.due_of(row),
        "may_write": may_write, "may_raise": viewer.sight("actions.write").holds(row.area_id),
        "may_moderate": national and state is State.TO_MODERATE and not queries.moderating_problem(viewer, row),
    }  # fmt: skip
    return render(request, "assurance/assessment.html", context)


def _line(request: HttpRequest, row: AreaAssessment, one: CriterionAnswer, state: State, moves: dict[str, queries.Moved]) -> dict[str, Any]:
    names, said = presenters.names_of(one.criterion), queries.said_of(one)
    sent = state not in {State.DRAFT, State.SUBMITTED}
    return {
        "one": one, "criterion": one.criterion, "own": presenters.level_words(one.level, names),
        "theirs": presenters.level_words(one.validator_level, names) if sent else None, "differs": sent and differs(said),
        "settled": presenters.level_words(one.settled_level, names, moves[one.criterion.code].how) if one.settled_level else None,
        "moderated": presenters.level_words(one.moderated_level, names) if one.moderated_level else None,
        "figures": _figures(row, one, state, request), "evidence": [(link, _address(request, link)) for link in one.evidence.all()],
        "gap": one.settled_level is not None and one.settled_level < max(names, default=0),
        "actions": list(actions_from(request.viewer, ORIGIN, one.pk)) if one.settled_level else [],
    }  # fmt: skip


def _figures(row: AreaAssessment, one: CriterionAnswer, state: State, request: HttpRequest) -> list[presenters.FigureLine]:
    """As frozen; of a draft, as counted now."""
    if state is not State.DRAFT:
        return [
            presenters.FigureLine(presenters.figure_words(each.code, each.counted, each.base), each.as_of) for each in one.figures.all()
        ]
    place = Place.of(row.area, parse_half_year(row.round.period), timezone.localdate(request.at))
    counted = [(code, FIGURES[code].count(place)) for code in one.criterion.figures if code in FIGURES]
    return [presenters.FigureLine(presenters.figure_words(code, each.counted, each.base), place.today) for code, each in counted]


def _address(request: HttpRequest, link: EvidenceLink) -> str:
    source = evidence.KINDS.get(link.kind)
    return source.address(link.row_id) if source and request.viewer.may(source.capability) else ""


@may("assurance.write")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    one = to_write(request, pk)
    initial = started(version=one.version, level=one.level, words=one.words)
    form = forms.AnswerForm(request.POST or None, initial=initial, criterion=one.criterion)

    def do(values: dict[str, Any]) -> str:
        assessing.answer_criterion(by=request.viewer, at=request.at, answer=one, seen_version=values.pop("version"), **values)
        return address_of(one)

    return form_page(
        request, form, title=one.criterion.title, lead=one.criterion.asks, back=address_of(one), do=do, done=_("It was kept."),
        template="assurance/answer.html", criterion=one.criterion,
    )  # fmt: skip


@may("assurance.read")
def where(request: HttpRequest, pk: int) -> HttpResponse:
    """From an action back to the gap it came from."""
    return redirect(address_of(_answer(request, pk)))


@may("assurance.write")
def choose_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Search one kind of record of this Area; each line leads to the page that links it."""
    one, viewer = to_write(request, pk), request.viewer
    kinds = [kind for kind, source in evidence.KINDS.items() if viewer.may(source.capability)]
    kind = request.GET.get("kind", kinds[0])
    if kind not in kinds:
        raise Http404
    words = request.GET.get("words", "")
    found = evidence.offered(viewer, kind, words=words, area_id=one.assessment.area_id)
    if kind in SAID_BY_PEOPLE:
        shown(request, found)
    there = {(link.kind, link.row_id) for link in one.evidence.all()}
    context = {
        "one": one, "kinds": [(each, evidence.KINDS[each].label) for each in kinds], "kind": kind, "words": words,
        "lines": [(row, evidence.KINDS[kind].words(row), (kind, row.pk) in there) for row in found], "back": address_of(one),
    }  # fmt: skip
    return render(request, "assurance/choose.html", context)


@may("assurance.write")
def link(request: HttpRequest, pk: int, kind: str, row_id: int) -> HttpResponse:
    one = to_write(request, pk)
    found = evidence.find(request.viewer, kind, row_id, one.assessment.area_id) if kind in evidence.KINDS else None
    if found is None:
        raise Http404
    if kind in SAID_BY_PEOPLE:
        shown(request, [found])
    form = forms.NoteForm(request.POST or None, initial=started())

    def do(values: dict[str, Any]) -> str:
        assessing.link_evidence(by=request.viewer, at=request.at, answer=one, kind=kind, row_id=row_id, **values)
        return address_of(one)

    return form_page(
        request, form, title=_("Link evidence"), lead=one.criterion.title, back=reverse("assurance:evidence", args=[pk]), do=do,
        template="decisions/pick.html", words=evidence.KINDS[kind].words(found), label=evidence.KINDS[kind].label,
    )  # fmt: skip


@may("assurance.write")
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    held = EvidenceLink.objects.select_related("answer__assessment").filter(pk=pk).first()
    if held is None:
        raise Http404
    one = to_write(request, held.answer_id)

    def do(values: dict[str, Any]) -> str:
        assessing.unlink_evidence(by=request.viewer, at=request.at, link=held)
        return address_of(one)

    return confirm(request, one.version, _("Take this evidence away?"), held.note, _("Take it away"), address_of(one), do)


@may("assurance.write")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    request.viewer.require("assurance.write", row.area_id)

    def do(values: dict[str, Any]) -> str:
        assessing.submit_assessment(by=request.viewer, at=request.at, assessment=row, seen_version=values["version"])
        return _page(row)

    lead = _("Figures are counted now, evidence is read anew, and all of it is frozen. The other Area then reads it, and nothing else.")
    return confirm(request, row.version, _("Submit the assessment"), lead, _("Submit it"), _page(row), do, done=_("It was submitted."))


@may("assurance.write")
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    one = to_write(request, pk)
    names = presenters.names_of(one.criterion)
    initial = started(version=one.version, reply=one.reply, words=one.reply_words)
    form = forms.ReplyForm(request.POST or None, initial=initial)

    def do(values: dict[str, Any]) -> str:
        settling.reply_to_criterion(by=request.viewer, at=request.at, answer=one, seen_version=values.pop("version"), **values)
        return address_of(one)

    return form_page(
        request, form, title=one.criterion.title, back=address_of(one), do=do, template="assurance/both.html", one=one,
        own=presenters.level_words(one.level, names), theirs=presenters.level_words(one.validator_level, names),
    )  # fmt: skip


@may("assurance.write")
def send_reply(request: HttpRequest, pk: int) -> HttpResponse:
    row = in_sight(request, pk)
    request.viewer.require("assurance.write", row.area_id)

    def do(values: dict[str, Any]) -> str:
        settling.send_reply(by=request.viewer, at=request.at, assessment=row, seen_version=values["version"])
        return _page(row)

    lead = _("What you accept is settled. Where you stand by your own level, headquarters reads both sides and settles it.")
    return confirm(request, row.version, _("Send your answer"), lead, _("Send it"), _page(row), do, done=_("Your answer was sent."))


@may("actions.write")
def raise_action(request: HttpRequest, pk: int) -> HttpResponse:
    """One press from a gap to an action: what the next level means is its first words."""
    request.viewer.require("assurance.read")
    one = _answer(request, pk)
    if one.settled_level is None:
        raise Http404
    following = one.criterion.levels.filter(number=one.settled_level + 1).first()
    first: dict[str, object] = {"title": f"{one.criterion.title}: {following.words}"[:300]} if following else {}
    return raising_page(
        request, origin_kind=ORIGIN, origin_id=one.pk, area=one.assessment.area, title=_("Raise an action from this gap"),
        back=address_of(one), lead=one.criterion.title, first=first,
    )  # fmt: skip


def confirm(
    request: HttpRequest, version: int, title: Any, lead: Any, label: Any, back: str, do: Any, *, done: Any = "", **context: Any
) -> HttpResponse:
    """A page with one button; what refuses it is told there."""
    form = forms.ConfirmForm(request.POST or None, initial=started(version=version), label=label)
    return form_page(request, form, title=title, lead=lead, back=back, do=do, done=done, **context)


def in_sight(request: HttpRequest, pk: int) -> AreaAssessment:
    """An assessment that the viewer may see whole, else 404."""
    try:
        return queries.get_assessment(request.viewer, pk)
    except AreaAssessment.DoesNotExist:
        raise Http404 from None


def _answer(request: HttpRequest, pk: int) -> CriterionAnswer:
    rows = CriterionAnswer.objects.select_related("assessment__area", "assessment__round", "criterion")
    one = rows.filter(pk=pk, assessment__in=queries.assessments(request.viewer).values("pk")).first()
    if one is None:
        raise Http404
    return one


def to_write(request: HttpRequest, pk: int) -> CriterionAnswer:
    """One criterion of an assessment that the viewer may write, else 404 or refused."""
    one = _answer(request, pk)
    request.viewer.require("assurance.write", one.assessment.area_id)
    return one


def address_of(one: CriterionAnswer) -> str:
    return reverse("assurance:assessment", args=[one.assessment_id]) + f"#criterion-{one.pk}"


def _page(row: AreaAssessment) -> str:
    return reverse("assurance:assessment", args=[row.pk])
