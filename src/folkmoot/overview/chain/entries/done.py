"""What will be done, what was done with what evidence, and whether it worked."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.queries import state_of_row
from folkmoot.actions.rules import State, review_due_on
from folkmoot.actions.web.origins import ORIGINS, origin_of
from folkmoot.actions.web.presenters import line_of, owner_in_words
from folkmoot.overview.chain.entries.scene import Scene, node_of
from folkmoot.overview.chain.links import ACTION, ACTIVITY, CONSULTATION, ENTRY, MEASURE, MINIMUM, POINT
from folkmoot.overview.chain.saying import Line, Stage, Step, area_words, whole_day

CARRIES_WORD = {POINT, CONSULTATION, ACTIVITY, ENTRY}  # kinds that record themselves who was told


def commitment(scene: Scene, row: Any) -> Iterator[Step]:
    teller, node, walked = scene.teller, node_of(row), scene.walked
    lines = teller.lines(row, (_("Strategy"), "strategy", row.strategy.name), (_("Aim"), "aim", row.aim.name if row.aim else ""))
    idle = scene.is_start(node) and not walked.came_of(node, {ACTION, MINIMUM})
    yield Step(
        Stage.WILL_DO, node, _("A commitment of a strategy"), quote=teller.line("", row, "words_en", row.words), language=row.language,
        lines=lines, broken=gettext("no action serves it") if idle else "",
    )  # fmt: skip
    for standing in row.standings.all():
        said = teller.lines(
            standing, (_("Where it stands"), "level", standing.get_level_display()), (_("What shows it"), "evidence"), (_("Why"), "reason")
        )
        yield Step(Stage.DID, node, _("What was reported on the commitment"), on=standing.on, lines=said)
    if scene.is_start(node) and not walked.came_of(node, {MEASURE}):
        yield Step(Stage.WORKED, node, _("A measure"), broken=gettext("no measure would show whether it is met"))


def minimum(scene: Scene, row: Any) -> Iterator[Step]:
    lines = scene.teller.lines(row, (_("What every Area will do"), "title"), (_("How we will know it worked"), "measure"))
    yield Step(Stage.WILL_DO, node_of(row), _("The minimum set of actions"), lines=lines)


def plan(scene: Scene, row: Any) -> Iterator[Step]:
    lines = scene.teller.lines(
        row, (_("Plan"), "title"), (_("Kind"), "kind", row.get_kind_display()), (_("What it is for"), "purpose"),
        (_("Area"), "area", area_words(row)),
    )  # fmt: skip
    yield Step(Stage.WILL_DO, node_of(row), _("An action plan"), on=row.starts_on, lines=lines)


def action(scene: Scene, row: Any) -> Iterator[Step]:
    state = state_of_row(row, scene.today)
    yield _promised(scene, row, state)
    yield from _carried_out(scene, row, state)
    yield from _looked_at(scene, row, state)
    yield from _untold(scene, row, state)


def _promised(scene: Scene, row: Any, state: State) -> Step:
    line = line_of(row, state, scene.today)
    lines = scene.teller.lines(
        row,
        (_("Action"), "title"), (_("How we will know it worked"), "measure"), (_("Area"), "area", area_words(row)),
        (_("Owner"), "owner", owner_in_words(row)), (_("Agency"), "agency", row.partner_name or row.get_agency_display()),
        (_("State"), "due_on", f"{line.state_words} {line.due_words}".strip()), (_("Due"), "due_on", whole_day(row.due_on)),
        (_("Where it came from"), "origin_kind", _origin(scene, row)), (_("Why it will not be done"), "ended_why"),
    )  # fmt: skip
    broken = {State.OVERDUE: line.due_words}.get(state, "")
    if line.ownerless:
        broken = f"{broken}; {gettext('nobody has taken it on')}" if broken else gettext("nobody has taken it on")
    return Step(Stage.WILL_DO, node_of(row), _("An action"), on=row.starts_on, lines=lines, broken=broken)


def _origin(scene: Scene, row: Any) -> str:
    """In words, where it is no row of the chain in sight."""
    if (row.origin_kind, row.origin_id) in scene.walked.rows or row.origin_kind not in ORIGINS or row.plan_id or row.minimum_id:
        return ""
    return str(origin_of(scene.viewer, row.origin_kind, row.origin_id, row.area_id).words)


def _carried_out(scene: Scene, row: Any, state: State) -> Iterator[Step]:
    teller, node = scene.teller, node_of(row)
    steps, shown = list(row.progress.all()), list(row.evidence.all())
    lines: tuple[Line, ...] = ()
    for step in steps:
        lines += teller.lines(step, (step.get_level_display(), "note", f"{step.note} ({whole_day(step.on)})"))
    for one in shown:
        lines += teller.lines(one, (_("Evidence"), "title", f"{one.title} ({whole_day(one.on)})"))
    bluff = bool(steps) and steps[-1].level == "achieved" and not shown
    broken = gettext("recorded as achieved, and nothing shows it") if bluff else ""
    if not lines and state is State.OVERDUE:
        broken = gettext("nothing has been recorded on it")
    if lines or broken:
        title = teller.lines(row, (_("Action"), "title"))
        yield Step(Stage.DID, node, _("An action was carried out"), on=steps[-1].on if steps else None, lines=title + lines, broken=broken)


def _looked_at(scene: Scene, row: Any, state: State) -> Iterator[Step]:
    """Whether it worked: what was found, or that it was time to ask and nobody did."""
    teller, node = scene.teller, node_of(row)
    reviews = list(row.reviews.all())
    for review in reviews:
        figures = teller.lines(
            review,
            (_("Did it work?"), "verdict", review.get_verdict_display()), (_("What was learned"), "words"), (_("Figure before"), "before"),
            (_("Figure after"), "after"), (_("Source"), "source"),
        )  # fmt: skip
        yield Step(
            Stage.WORKED, node, _("Whether the action worked"), on=review.on, lines=teller.lines(row, (_("Action"), "title")) + figures
        )
    if state is not State.ACHIEVED:
        return
    due = review_due_on(achieved_on=row.latest_on, reviews=[(one.on, one.verdict) for one in reviews])
    if due and due <= scene.today:
        words = gettext("achieved %(day)s; the measure was never looked at") if not reviews else gettext(
            "achieved %(day)s; whether it worked could not be told, and was not asked again"
        )  # fmt: skip
        title = teller.lines(row, (_("Action"), "title"))
        yield Step(Stage.WORKED, node, _("Whether the action worked"), lines=title, broken=words % {"day": teller.day(row.latest_on)})


def _untold(scene: Scene, row: Any, state: State) -> Iterator[Step]:
    """Achieved, and nothing in its chain could say who was told: points, consultations and activities say it themselves.

    Where part of the chain is out of sight, nothing is claimed.
    """
    walked = scene.walked
    if state is State.ACHIEVED and not walked.hidden and not walked.kinds_met & CARRIES_WORD:
        missing = gettext("achieved %(day)s without anybody told") % {"day": scene.teller.day(row.latest_on)}
        yield Step(Stage.TOLD, node_of(row), _("A telling"), lines=scene.teller.lines(row, (_("Action"), "title")), broken=missing)


def measure(scene: Scene, row: Any) -> Iterator[Step]:
    lines = scene.teller.lines(row, (_("Measure"), "name_en", row.name))
    latest = max(row.seen_figures, key=lambda one: (one.as_of, one.pk), default=None)
    if latest is None:
        yield Step(
            Stage.WORKED, node_of(row), _("A measure"), lines=lines, broken=gettext("the measure was never looked at: it has no figure")
        )
        return
    unit = f" {row.get_unit_display()}" if row.unit else ""
    figure = scene.teller.lines(
        latest,
        (_("Latest figure"), "value", f"{latest.value.normalize():f}{unit}, {area_words(latest)}"),
        (_("Interval"), "lower", _interval(latest)), (_("Base"), "base"), (_("Source"), "source"),
    )  # fmt: skip
    yield Step(Stage.WORKED, node_of(row), _("A measure"), on=latest.as_of, lines=lines + figure)


def _interval(figure: Any) -> str:
    if figure.lower is None:
        return gettext("not given")
    return f"{figure.lower.normalize():f} – {figure.upper.normalize():f}"
