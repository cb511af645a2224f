"""What was said: the words, the answer, what is missing, and who was told; and issues of several points."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.web.origins import origin_of
from folkmoot.overview.chain.entries.scene import Scene, node_of
from folkmoot.overview.chain.links import ACTION, COMMUNITY
from folkmoot.overview.chain.saying import Line, Stage, Step, area_words, whole_day
from folkmoot.voice.models import Point
from folkmoot.voice.queries import due_of, facts_of
from folkmoot.voice.rules import State, broken_link, promise_late, state_of


def point(scene: Scene, row: Any) -> Iterator[Step]:
    teller, node = scene.teller, node_of(row)
    if scene.is_start(node) and not scene.walked.led_to(node, {COMMUNITY}):
        missing = gettext("no community is named, so it counts towards none")
        yield Step(Stage.LIVES, node, _("The community"), broken=missing, ours=True)
    lines = teller.lines(
        row,
        (_("Kind"), "nature", row.get_nature_display()), (_("Theme"), "theme"), (_("Aim of the strategy"), "aim"),
        (_("Said by"), "said_by"), (_("Area"), "area", area_words(row)), (_("Came by"), "origin_kind", _came_by(scene, row)),
    )  # fmt: skip
    yield Step(
        Stage.SAID, node, _("A point"), on=row.said_on, quote=teller.line("", row, "words"), lines=lines, language=row.language,
        broken=_promise(scene, row),
    )  # fmt: skip
    yield from _answers(scene, row)
    yield from _nothing_done(scene, row)
    yield from _tellings(scene, row)


def _came_by(scene: Scene, row: Any) -> str:
    """Where it came from in words, where that is no row of the chain in sight."""
    if (row.origin_kind, row.origin_id) in scene.walked.rows:
        return ""
    return str(origin_of(scene.viewer, row.origin_kind, row.origin_id, row.area_id).words)


def _promise(scene: Scene, row: Any) -> str:
    late = promise_late(nature=row.nature, promise_due=row.promise_due, changed_on=row.changed_on, today=scene.today)
    return gettext("promised by %(day)s, and nothing shows that it was kept") % {"day": whole_day(row.promise_due)} if late else ""


def _missing(scene: Scene, row: Any, *states: State) -> str:
    """The broken link in words where the point is in one of these states."""
    facts = facts_of(row)
    missing = broken_link(facts, said_on=row.said_on, today=scene.today, due=due_of(row))
    return missing or "" if state_of(facts) in states else ""


def _answers(scene: Scene, row: Any) -> Iterator[Step]:
    teller, node = scene.teller, node_of(row)
    answers = list(row.answers.all())
    for answer in answers:
        lines = teller.lines(
            answer, (_("Outcome"), "outcome", answer.get_outcome_display()), (_("Reason"), "reason"), (_("Answered by"), "by")
        )
        yield Step(
            Stage.ANSWERED, node, _("An answer"), on=answer.on, quote=teller.line("", answer, "words"), lines=lines,
            broken=_not_planned(scene, row, answer) if answer is answers[-1] else "",
        )  # fmt: skip
    if waiting := _missing(scene, row, State.RAISED):
        yield Step(Stage.ANSWERED, node, _("An answer"), broken=waiting)


def _not_planned(scene: Scene, row: Any, answer: Any) -> str:
    """“Accepted 7 March; no action was raised”: of actions out of sight too."""
    if answer.outcome not in ("accepted", "partly") or row.acted_on is not None or scene.walked.came_of(node_of(row), {ACTION}):
        return ""
    words = gettext("accepted %(day)s; no action was raised") if answer.outcome == "accepted" else gettext(
        "accepted in part %(day)s; no action was raised"
    )  # fmt: skip
    return words % {"day": scene.teller.day(answer.on)}


def _nothing_done(scene: Scene, row: Any) -> Iterator[Step]:
    """Of the point that the chain is about: that nothing has changed. What was refused with a reason was not to change anything."""
    if not scene.is_start(node_of(row)) or row.changed_on or row.nature == "praise" or row.latest_outcome == "not_accepted":
        return
    missing = gettext("nothing has changed yet: no action from this point is achieved") if row.acted_on else gettext("nothing has changed")
    yield Step(Stage.DID, node_of(row), _("What changed"), broken=missing)


def _tellings(scene: Scene, row: Any) -> Iterator[Step]:
    teller, node = scene.teller, node_of(row)
    for telling in row.tellings.all():
        lines = teller.lines(
            telling, (_("Who was told"), "who"), (_("How"), "channel", telling.get_channel_display()), (_("Told by"), "by")
        )  # fmt: skip
        yield Step(Stage.TOLD, node, _("A telling"), on=telling.on, quote=teller.line("", telling, "words"), lines=lines)
    if untold := _missing(scene, row, State.ANSWERED, State.CHANGED):
        yield Step(Stage.TOLD, node, _("A telling"), broken=untold)


def issue(scene: Scene, row: Any) -> Iterator[Step]:
    lines = scene.teller.lines(row, (_("Issue"), "title"), (_("What it is about"), "about"), (_("Area"), "area", area_words(row)))
    broken = "" if any(below == node_of(row) for _above, below in scene.walked.pairs) else gettext("no point belongs to it")
    own = broken if scene.is_start(node_of(row)) else ""
    yield Step(Stage.JOINED, node_of(row), _("An issue of several points"), on=row.opened_on, lines=lines, broken=own)


def entry(scene: Scene, row: Any) -> Iterator[Step]:
    """“You said, we did”: the words that were published last; words that are not published yet are not shown here."""
    node, teller = node_of(row), scene.teller
    published = [edition for edition in row.editions.all() if edition.published_at]
    if row.withdrawn_at:
        why = teller.lines(row, (_("Why it was withdrawn"), "withdrawn_why"))
        yield Step(Stage.TOLD, node, _("“You said, we did”"), on=localdate(row.withdrawn_at), lines=why, broken=gettext("it was withdrawn"))
    elif not published:
        missing = gettext("“You said, we did” is prepared, and not published")
        yield Step(Stage.TOLD, node, _("“You said, we did”"), broken=missing, ours=True)
    else:
        texts = {text.which: text for text in published[-1].editiontexts.all()}
        text = texts.get(get_language()) or texts.get("en") or texts.get("cy")
        lines = teller.lines(text, (_("Title"), "title"), (_("You said"), "you_said"), (_("We did"), "we_did")) if text else ()
        yield Step(Stage.TOLD, node, _("“You said, we did”"), on=localdate(published[-1].published_at), lines=lines)


def stays_withheld(row: Any) -> bool:
    """Whether nothing of a row may be published, whoever vouches for its words: a point kept to those who answer it."""
    return isinstance(row, Point) and row.visibility == Point.Visibility.RESTRICTED


def withheld_point(row: Any) -> Step:
    """What stands for a point kept to those who answer it, where nothing of it may be published."""
    words = Line("", gettext("A point kept to those who answer it: nothing of it may be published."), True)
    return Step(Stage.SAID, node_of(row), _("A point"), lines=(words,))
