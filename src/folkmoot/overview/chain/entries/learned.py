"""A difference that needed review, and what a panel learned from cases: the reply, what was done, what shows it, and who was told."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.casework.signals.queries import standing_of as standing_of_signal
from folkmoot.casework.signals.rules import State as SignalState
from folkmoot.overview.chain.entries.scene import Scene, node_of
from folkmoot.overview.chain.links import LEARNING
from folkmoot.overview.chain.saying import Stage, Step, area_words, whole_day
from folkmoot.scrutiny.learning.models import LearningPoint, LearningStep
from folkmoot.scrutiny.learning.queries import Standing, standing_of
from folkmoot.scrutiny.learning.themes import themes

HEADINGS = {
    LearningStep.Kind.PROGRESS: _("Progress"), LearningStep.Kind.FINISHED: _("It was done"),
    LearningStep.Kind.REOPENED: _("It was taken up again"),
}  # fmt: skip


def signal(scene: Scene, row: Any) -> Iterator[Step]:
    """Figures are not repeated here: they stand on the signal, with their intervals."""
    node, standing = node_of(row), standing_of_signal(row, scene.today)
    lines = scene.teller.lines(
        row, (_("Group"), "group"), (_("Compared with"), "reference"), (_("The outcome"), "outcome"), (_("Area"), "area", area_words(row))
    )
    waits = gettext("it is neither accepted nor explained") if standing.state is SignalState.OPEN else ""
    yield Step(Stage.SEEN, node, _("A difference that needed review"), on=row.noticed_on, lines=lines, broken=waits)
    for given in row.answers.all():
        heading = given.get_outcome_display()
        quote = scene.teller.line("", given, "reasons")
        yield Step(Stage.CONSIDERED, node, heading, on=timezone.localdate(given.at), quote=quote)


def learning(scene: Scene, row: Any) -> Iterator[Step]:
    """Which case it was stays out of the chain; that there was one is said."""
    teller, node, standing = scene.teller, node_of(row), standing_of(row, scene.today)
    lines = teller.lines(
        row,
        (_("Panel"), "panel", row.panel.name), (_("Theme"), "theme", str(themes().get(row.theme, row.theme))),
        (_("For whom"), "to", row.to_whom or row.get_to_display()), (_("From"), "meeting", _from(row)),
        (_("Area"), "panel", area_words(row)),
    )  # fmt: skip
    heading = _("Good practice that a panel found") if row.kind == LearningPoint.Kind.GOOD_PRACTICE else _("What a panel learned")
    again = _("A panel learned it again") if scene.walked.led_to(node, {LEARNING}) else heading
    yield Step(
        Stage.SEEN, node, again, on=row.made_on, lines=lines, quote=teller.line("", row, "words_en", row.words), language=row.language
    )
    yield from _replies(scene, standing)
    yield from _done(scene, standing)
    yield from _told(scene, standing)


def _from(row: LearningPoint) -> str:
    return gettext("a case that was drawn") if row.pack_id else gettext("several cases together")


def _replies(scene: Scene, standing: Standing) -> Iterator[Step]:
    row, teller = standing.row, scene.teller
    for given in row.replies.all():
        lines = teller.lines(
            given,
            (_("Answer"), "outcome", given.get_outcome_display()), (_("Done by"), "due_on", whole_day(given.due_on)),
            (_("Who does it"), "owner", str(given.owner or given.owner_words)),
        )  # fmt: skip
        superseded = standing.reply is not None and given.number < standing.reply.number
        heading = _("A reply that a later one superseded") if superseded else _("The reply to the panel")
        quote = teller.line("", given, "words_en", given.words_en)
        yield Step(Stage.ANSWERED, node_of(row), heading, on=given.replied_on, quote=quote, lines=lines)
    if standing.reply is None and standing.late:
        missing = gettext("a reply was due by %(day)s") % {"day": whole_day(standing.reply_due)}
        yield Step(Stage.ANSWERED, node_of(row), _("The reply to the panel"), broken=missing)


def _done(scene: Scene, standing: Standing) -> Iterator[Step]:
    row, teller = standing.row, scene.teller
    for step in row.steps.all():
        heading = HEADINGS[LearningStep.Kind(step.kind)]
        yield Step(Stage.DID, node_of(row), heading, on=step.on, quote=teller.line("", step, "words"))
    for each in row.evidence.all():
        lines = teller.lines(each, (_("What it shows"), "what"))
        yield Step(Stage.DID, node_of(row), _("Evidence"), on=timezone.localdate(each.at), lines=lines)
    if standing.late and standing.reply:
        late = gettext("was to be done by %(day)s") % {"day": whole_day(standing.reply.due_on)}
        yield Step(Stage.DID, node_of(row), _("What was promised to the panel"), broken=late)


def _told(scene: Scene, standing: Standing) -> Iterator[Step]:
    row = standing.row
    for telling in row.tellings.all():
        lines = scene.teller.lines(telling, (_("Who was told"), "whom", telling.get_whom_display()), (_("How"), "how"))
        yield Step(Stage.TOLD, node_of(row), _("A telling"), on=telling.on, lines=lines)
    if standing.missing == "telling":
        missing = gettext("there was a reply; the panel has met since and was not told")
        yield Step(Stage.TOLD, node_of(row), _("The reply to the panel"), broken=missing)
