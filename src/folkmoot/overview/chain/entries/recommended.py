"""What a panel recommended, what was answered and done, and when the panel was told."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.overview.chain.entries.scene import Scene, node_of
from folkmoot.overview.chain.links import RECOMMENDATION
from folkmoot.overview.chain.saying import Stage, Step, area_words, whole_day
from folkmoot.panels.recommendations.models import RecommendationStep
from folkmoot.panels.recommendations.queries import Standing, standing_of
from folkmoot.panels.recommendations.rules import State


def recommendation(scene: Scene, row: Any) -> Iterator[Step]:
    """One that was recommended before without being carried out is said to be so: it came back."""
    teller, node, standing = scene.teller, node_of(row), standing_of(row, scene.today)
    lines = teller.lines(
        row,
        (_("Panel"), "panel", row.panel.name), (_("To whom"), "to", row.to_whom or row.get_to_display()), (_("Why"), "reasons"),
        (_("Area"), "panel", area_words(row)),
    )  # fmt: skip
    again = scene.walked.led_to(node, {RECOMMENDATION})
    yield Step(
        Stage.SAID, node, _("A panel recommended it again") if again else _("A panel’s recommendation"), on=row.made_on, lines=lines,
        quote=teller.line("", row, "words_en", row.words), language=row.language,
    )  # fmt: skip
    yield from _answers(scene, standing)
    yield from _done(scene, standing)
    yield from _told(scene, standing)


def _answers(scene: Scene, standing: Standing) -> Iterator[Step]:
    row, teller = standing.row, scene.teller
    for given in row.answers.all():
        lines = teller.lines(
            given,
            (_("Answer"), "outcome", given.get_outcome_display()), (_("Done by"), "due_on", whole_day(given.due_on)),
            (_("Who does it"), "owner", str(given.owner or given.owner_words)),
        )  # fmt: skip
        superseded = standing.answer is not None and given.number < standing.answer.number
        heading = _("An answer that a later one superseded") if superseded else _("The answer to the panel")
        quote = teller.line("", given, "reason_en", given.reason_en)
        yield Step(Stage.ANSWERED, node_of(row), heading, on=given.answered_on, quote=quote, lines=lines)
    if standing.missing == "answer":
        missing = gettext("the panel has met since, and there is no answer")
        yield Step(Stage.ANSWERED, node_of(row), _("The answer to the panel"), broken=missing)


def _done(scene: Scene, standing: Standing) -> Iterator[Step]:
    row = standing.row
    headings = {
        RecommendationStep.Kind.PROGRESS: _("Progress"), RecommendationStep.Kind.FINISHED: _("It was done"),
        RecommendationStep.Kind.REOPENED: _("It was taken up again"),
    }  # fmt: skip
    for step in row.steps.all():
        quote = scene.teller.line("", step, "words")
        yield Step(Stage.DID, node_of(row), headings[RecommendationStep.Kind(step.kind)], on=step.on, quote=quote)
    if standing.late and standing.answer:
        late = gettext("was to be done by %(day)s") % {"day": whole_day(standing.answer.due_on)}
        yield Step(Stage.DID, node_of(row), _("What was promised to the panel"), broken=late)


def _told(scene: Scene, standing: Standing) -> Iterator[Step]:
    row = standing.row
    for telling in row.tellings.all():
        day = timezone.localdate(telling.meeting.starts_at) if telling.meeting.starts_at else timezone.localdate(telling.at)
        heading = _("The panel was told that it is done") if telling.finished else _("The panel was told the answer")
        yield Step(Stage.TOLD, node_of(row), heading, on=day)
    if standing.state is not State.UNANSWERED and standing.missing == "telling":
        missing = gettext("it was answered; the panel has met since and was not told")
        yield Step(Stage.TOLD, node_of(row), _("The reply to the panel"), broken=missing)
