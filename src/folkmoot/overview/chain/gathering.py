"""One chain put together: walked, said step by step, ordered by stage, and cut to what may be published where that is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.models import Row
from folkmoot.overview.chain import links
from folkmoot.overview.chain.entries import considered, done, learned, met, recommended, said
from folkmoot.overview.chain.entries.scene import Say, Scene
from folkmoot.overview.chain.kinds import KINDS
from folkmoot.overview.chain.links import POINT, Node
from folkmoot.overview.chain.saying import STAGE_WORDS, Line, Stage, Step, Teller
from folkmoot.overview.chain.walk import walk
from folkmoot.voice.identifying import Found
from folkmoot.voice.models import Point
from folkmoot.voice.naming import personal_in

FULLY = 5  # steps of a stage that stand open on the page: the latest
SAYS: dict[str, Say] = {
    links.COMMUNITY: met.community, links.ACTIVITY: met.activity, links.CONVERSATION: met.conversation, links.FORM: met.form,
    links.POINT: said.point, links.ISSUE: said.issue, links.ANALYSIS: considered.analysis, links.TREND: considered.trend,
    links.ASSESSMENT: considered.assessment, links.CONSULTATION: considered.consultation, links.DECISION: considered.decision,
    links.COMMITMENT: done.commitment, links.MINIMUM: done.minimum, links.PLAN: done.plan, links.ACTION: done.action,
    links.MEASURE: done.measure, links.ENTRY: said.entry, links.RECOMMENDATION: recommended.recommendation,
    links.SIGNAL: learned.signal, links.LEARNING: learned.learning,
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A step as it stands on the page. `times`: of how many rows the same is said. The addresses are empty in what is published."""

    step: Step
    times: int
    address: str
    chain: str
    is_start: bool


@dataclass(frozen=True)
class Part:
    """A stage of the chain with its steps, the earliest first; those without a day last."""

    stage: Stage
    heading: Promise
    steps: list[Told]

    @property
    def earlier(self) -> list[Told]:
        """Those that are folded away, where there are many."""
        return self.steps[:-FULLY] if len(self.steps) > FULLY + 1 else []

    @property
    def latest(self) -> list[Told]:
        return self.steps[len(self.earlier) :]


@dataclass(frozen=True)
class Chain:
    """The stages in order. `hidden`: part of it is not in the viewer's sight; `more` counts what is in sight and not shown, by kind.

    `read` are the rows about people that are shown (for the log), `vouched` the points whose words a person let through.
    """

    label: Promise
    row: Any
    title: Line | None
    parts: list[Part]
    hidden: bool
    more: list[tuple[Promise, int]]
    read: list[Row]
    vouched: list[Point]

    @property
    def area(self) -> Any:
        """Whose it is: of a commitment or a measure the Area of its strategy; None for the whole service."""
        return getattr(self.row, "area", None) or getattr(getattr(self.row, "strategy", None), "area", None)

    @property
    def steps(self) -> list[Step]:
        return [told.step for part in self.parts for told in part.steps]

    @property
    def broken(self) -> int:
        return sum(bool(step.broken) for step in self.steps)

    @property
    def alone(self) -> bool:
        """Whether nothing else is linked to it."""
        return len({step.node for step in self.steps}) < 2 and not self.hidden

    @property
    def identifiers(self) -> list[Found]:
        """What in the words that are shown still looks like personal data."""
        return personal_in("\n".join(line.words for line in _lines(self.steps) if not line.withheld))


def chain_of(viewer: Viewer, kind: str, row_id: int, *, today: date, publication: bool = False, words_read: bool = False) -> Chain | None:
    """The chain of a row in the viewer's sight, else None. What the viewer may not see elsewhere is not seen here either."""
    walked = walk(viewer, kind, row_id)
    if walked is None:
        return None
    teller = Teller(publication=publication, today=today, words_read=words_read)
    steps = _steps(Scene(viewer, walked, teller), publication)
    vouched = [row for row in walked.of(POINT) if words_read and teller.may_show(row, "words")]
    sensitive = [row for (each, _pk), row in walked.rows.items() if KINDS[each].sensitive]
    more = [(KINDS[each].label, number) for each, number in walked.more.items()]
    parts = _parts(steps, walked.start, publication)
    start, named = walked.rows[walked.start], KINDS[kind].named
    title = teller.line("", start, named, str(start)) if named else None
    return Chain(KINDS[kind].label, start, title, parts, walked.hidden, more, [*sensitive, *teller.named], vouched)


def _steps(scene: Scene, publication: bool) -> list[Step]:
    """What the rows say. In what is published a point kept to those who answer says nothing, and our own gaps are left out."""
    found: list[Step] = []
    for (kind, _pk), row in scene.walked.rows.items():
        if publication and said.stays_withheld(row):
            found.append(said.withheld_point(row))
            continue
        found += SAYS[kind](scene, row)
    return _published(found) if publication else found


def _published(steps: Iterable[Step]) -> list[Step]:
    kept = [replace(step, broken="") if step.ours else step for step in steps]
    return [step for step in kept if step.lines or step.quote or step.broken]


def _parts(steps: list[Step], start: Node, publication: bool) -> list[Part]:
    """Stage by stage, by day. A row's own chain is linked from the first step that it has."""
    by_stage: dict[Stage, dict[tuple[Any, ...], list[Step]]] = {}
    for step in sorted(steps, key=lambda step: (step.stage, step.on is None, step.on or date.min)):
        by_stage.setdefault(step.stage, {}).setdefault(_same(step), []).append(step)
    linked = {start}
    return [Part(stage, STAGE_WORDS[stage], _told(groups.values(), linked, start, publication)) for stage, groups in by_stage.items()]


def _same(step: Step) -> tuple[Any, ...]:
    """Steps that say the same of several rows (one answer to all points of an issue) stand once."""
    lines = tuple((str(line.label), line.words) for line in step.lines)
    return (str(step.heading), step.on, step.quote.words if step.quote else "", lines, step.broken)


def _told(groups: Iterable[list[Step]], linked: set[Node], start: Node, publication: bool) -> list[Told]:
    found = []
    for group in groups:
        step = next((each for each in group if each.node == start), group[0])
        address = "" if publication else address_of(*step.node)
        links = not publication and step.node not in linked and step.stage is not Stage.KNOWN  # whom we know leads to where we met them
        chain = reverse("chain_of", args=step.node) if links else ""
        linked |= {step.node} if links else set()
        found.append(Told(step, len(group), address, chain, step.node == start))
    return found


def address_of(kind: str, pk: int) -> str:
    """The page of a row; empty where there is none."""
    try:
        return reverse(KINDS[kind].route, args=[pk])
    except NoReverseMatch:
        return ""


def _lines(steps: Iterable[Step]) -> list[Line]:
    return [line for step in steps for line in [*step.lines, *([step.quote] if step.quote else [])]]
