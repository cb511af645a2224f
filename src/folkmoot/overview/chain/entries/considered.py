"""What our own data show, what was assessed and consulted on, and what was decided."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.decisions.assessments.queries import signed_after_decision
from folkmoot.decisions.consultations.queries import state_of_row
from folkmoot.decisions.consultations.rules import State as ConsultationState
from folkmoot.decisions.consultations.web.presenters import STATE_WORDS as CONSULTATION_WORDS
from folkmoot.decisions.evidence import SOURCES
from folkmoot.decisions.rules import State as DecisionState
from folkmoot.decisions.web.presenters import STATE_WORDS as DECISION_WORDS
from folkmoot.overview.chain.entries.scene import Scene, node_of
from folkmoot.overview.chain.links import ACTION, ANALYSIS, ASSESSMENT, DECISION
from folkmoot.overview.chain.saying import Stage, Step, area_words, whole_day


def analysis(scene: Scene, row: Any) -> Iterator[Step]:
    """Its sentences are opened only for the comparison that the chain is about: each is worked out from its counts."""
    node = node_of(row)
    found = "\n".join(SOURCES[ANALYSIS].finding(row)) if scene.is_start(node) else ""
    lines = scene.teller.lines(
        row,
        (_("Comparison"), "title"), (_("The outcome"), "outcome"), (_("Area"), "area", area_words(row)),
        (_("What it shows"), "cube", found), (_("Source"), "source"),
    )  # fmt: skip
    taken_up = scene.walked.came_of(node, {ACTION, ASSESSMENT, DECISION})
    broken = "" if taken_up else gettext("nothing came of it: no action, assessment or decision takes it up")
    yield Step(Stage.SEEN, node, _("A comparison of casework"), on=row.data_as_of, lines=lines, broken=broken)


def trend(scene: Scene, row: Any) -> Iterator[Step]:
    lines = scene.teller.lines(row, (_("Trend or priority"), "title"), (_("In words"), "words"), (_("Evidence"), "evidence"))
    yield Step(Stage.SEEN, node_of(row), _("A trend or priority"), on=row.since, lines=lines)


def assessment(scene: Scene, row: Any) -> Iterator[Step]:
    teller, node = scene.teller, node_of(row)
    signed = timezone.localdate(row.signed_at) if row.signed_at else None
    lines = teller.lines(
        row,
        (_("Assessment"), "title", f"{row.title} ({gettext('version %(number)d') % {'number': row.edition}})"),
        (_("What is proposed"), "proposal"), (_("Area"), "area", area_words(row)),
        (_("Conclusion"), "conclusion", row.get_conclusion_display()), (_("Why"), "conclusion_why"),
        (_("Why none is needed"), "screening_reason", row.screening_reason if row.kind == "none" else ""), (_("Signed by"), "signed_by"),
    )  # fmt: skip
    yield Step(
        Stage.CONSIDERED, node, _("An equality impact assessment"), on=signed or timezone.localdate(row.begun_at), lines=lines,
        broken=_assessment_broken(scene, row),
    )  # fmt: skip
    for review in row.reviews.all():
        found = teller.lines(review, (_("What really happened"), "words"))
        yield Step(Stage.WORKED, node, _("The assessment was reviewed"), on=review.on, lines=found)
    if row.signed_at and row.kind != "none" and not row.superseded and row.next_review and row.next_review < scene.today:
        due = gettext("its review was due on %(day)s, and nobody has looked at what really happened")
        yield Step(Stage.WORKED, node, _("A review of the assessment"), broken=due % {"day": whole_day(row.next_review)})


def _assessment_broken(scene: Scene, row: Any) -> str:
    if not row.signed_at:
        return "" if row.superseded else gettext("it is not signed")
    return gettext("signed after the decision was taken: it could not inform it") if signed_after_decision(row) else ""


def consultation(scene: Scene, row: Any) -> Iterator[Step]:
    teller, node, state = scene.teller, node_of(row), state_of_row(row, scene.today)
    lines = teller.lines(
        row,
        (_("Consultation"), "title_en", row.title), (_("State"), "closes_on", f"{CONSULTATION_WORDS[state]} ({_days(row)})"),
        (_("Area"), "area", area_words(row)), (_("What the analysis found"), "findings"), (_("What we heard"), "heard_en"),
        (_("What changed because of it"), "changed_en"), (_("What did not change, and why"), "unchanged_en"),
    )  # fmt: skip
    yield Step(Stage.CONSIDERED, node, _("A consultation"), on=row.opens_on, lines=lines, broken=_consultation_broken(state, row))
    for telling in row.tellings.all():
        told = teller.lines(telling, (_("Who was told"), "who"), (_("How"), "channel", telling.get_channel_display()))
        yield Step(Stage.TOLD, node, _("A telling"), on=telling.on, quote=teller.line("", telling, "words"), lines=told)
    if state is ConsultationState.RESPONDED and not row.tellings.all():
        missing = gettext("a response was given on %(day)s; nobody who answered has been told")
        yield Step(Stage.TOLD, node, _("A telling"), broken=missing % {"day": whole_day(row.responded_on)})


def _days(row: Any) -> str:
    return f"{whole_day(row.opens_on)} – {whole_day(row.closes_on)}"


def _consultation_broken(state: ConsultationState, row: Any) -> str:
    if state is ConsultationState.CLOSED:
        return gettext("closed on %(day)s; what was said has not been analysed") % {"day": whole_day(row.closes_on)}
    if state is ConsultationState.ANALYSED:
        return gettext("analysed on %(day)s; no response has been given") % {"day": whole_day(row.analysed_on)}
    return ""


def decision(scene: Scene, row: Any) -> Iterator[Step]:
    teller, node = scene.teller, node_of(row)
    lines = teller.lines(
        row,
        (_("Decision"), "title"), (_("The question"), "question"), (_("State"), "taken_on", _decision_state(row)),
        (_("Area"), "area", area_words(row)), (_("What was decided"), "outcome"), (_("Reasons"), "reasons"),
        (_("Conditions"), "conditions"),
        (_("Why no equality impact assessment"), "no_assessment_why"), (_("Decided by"), "taken_by"),
    )  # fmt: skip
    yield Step(
        Stage.CONSIDERED, node, _("A decision"), on=row.taken_on or timezone.localdate(row.prepared_at), lines=lines,
        broken=_decision_broken(scene, row),
    )  # fmt: skip
    if row.state == DecisionState.TAKEN and not scene.walked.came_of(node, {ACTION, DECISION}):
        missing = gettext("decided %(day)s; no action was raised") % {"day": teller.day(row.taken_on)}
        yield Step(Stage.WILL_DO, node, _("An action"), broken=missing)


def _decision_state(row: Any) -> str:
    words = str(DECISION_WORDS[DecisionState(row.state)])
    return f"{words} ({whole_day(row.planned_on)})" if row.planned_on and not row.taken_on and not row.withdrawn_on else words


def _decision_broken(scene: Scene, row: Any) -> str:
    if row.taken_at is None:
        late = row.planned_on and row.planned_on < scene.today and not row.withdrawn_on
        return gettext("it was to be decided by %(day)s") % {"day": whole_day(row.planned_on)} if late else ""
    return "" if row.pk in scene.assessed else gettext("decided without an equality impact assessment")
