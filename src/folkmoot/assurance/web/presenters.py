"""Rounds, levels, figures and certificates in words; symbols repeat what the words say, and colour never says it alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from folkmoot.assurance.certificates.rules import State as CertificateState
from folkmoot.assurance.figures import FIGURES
from folkmoot.assurance.frameworks.models import Criterion
from folkmoot.assurance.rounds.beside import Beside, beside
from folkmoot.assurance.rounds.models import AreaAssessment, CriterionAnswer, Round
from folkmoot.assurance.rounds.queries import levels_settled, round_before, state_of_row
from folkmoot.assurance.rounds.rules import State, moved
from folkmoot.stats.counts import Counts
from folkmoot.stats.funnel import AreaPoint, Funnel, Position
from folkmoot.webkit.charts import Dot, Drawing, Limits, Mark, funnel_svg

STATES: dict[State, tuple[Promise, str]] = {
    State.DRAFT: (_("The Area is writing"), "yellow"),
    State.SUBMITTED: (_("With the other Area"), "blue"),
    State.VALIDATED: (_("Back with the Area"), "orange"),
    State.TO_MODERATE: (_("With headquarters"), "purple"),
    State.SETTLED: (_("Settled"), "green"),
}
CERTIFICATE_STATES: dict[CertificateState, tuple[Promise, str]] = {
    CertificateState.MISSING: (_("Not begun"), "red"),
    CertificateState.PREPARED: (_("Being prepared"), "yellow"),
    CertificateState.SIGNED: (_("Signed"), "green"),
}
MOVED = {"up": _("higher than last time"), "down": _("lower than last time"), "same": _("as last time"), "new": _("not assessed last time")}
POSITIONS = {
    Position.INSIDE: _("inside the limits"),
    Position.BEYOND_95: _("beyond the 95% limits: needs review"),
    Position.BEYOND_998: _("beyond the 99.8% limits: needs review"),
    Position.TOO_FEW: _("too few to tell"),
}
MARKS = {Position.BEYOND_95: Mark.DIAMOND, Position.BEYOND_998: Mark.SQUARE, Position.TOO_FEW: Mark.CROSS}
_STEPS = 40
FULL, HOLLOW = "●", "○"


@dataclass(frozen=True)
class LevelWords:
    """A level as pages show it: its number, its name, dots that say the same, and how it compares with last time ("" where not said)."""

    number: int | None
    name: str
    dots: str
    moved: Promise | str = ""


@dataclass(frozen=True)
class FigureLine:
    """A figure in one sentence, and the day on which it was counted."""

    words: str
    as_of: date | str | None


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of the page side by side: its Areas in the order of the page; None where an Area has no level to show yet."""

    criterion: Criterion
    cells: list[tuple[str, LevelWords]]


@dataclass(frozen=True)
class FigureBeside:
    """One pulled figure of the page side by side."""

    title: str
    sentences: list[str]
    drawing: Drawing
    rows: list[tuple[str, str, str, Promise | str]]


def level_words(number: int | None, names: Mapping[int, str], how: str = "") -> LevelWords:
    if number is None:
        return LevelWords(None, gettext("No level yet"), "")
    return LevelWords(number, names.get(number, ""), FULL * number + HOLLOW * (max(names, default=number) - number), MOVED.get(how, ""))


def names_of(criterion: Criterion) -> dict[int, str]:
    return {level.number: level.name for level in criterion.levels.all()}


def figure_words(code: str, counted: int, base: int) -> str:
    """“Of 41 points that communities raised in the half-year, 30 answered.”"""
    figure = FIGURES.get(code)
    if figure is None:
        return gettext("This figure is counted no more.")
    if not base:
        return gettext("There were no %(base)s: nothing to count.") % {"base": figure.of}
    return gettext("Of %(number)s %(base)s, %(counted)s were %(what)s.") % {
        "number": f"{base:,}", "base": figure.of, "counted": f"{counted:,}", "what": figure.label,
    }  # fmt: skip


def side_by_side(rows: Sequence[AreaAssessment], held: Round) -> list[CriterionRow]:
    """Every criterion with the level of each Area: the settled one, or of an Area in sight that is not settled, none yet."""
    before = levels_settled(round_before(held), [row.area_id for row in rows])
    answers = {(row.pk, one.criterion_id): one for row in rows for one in row.answers.all()}
    found = []
    for criterion in held.framework.criteria.prefetch_related("levels").order_by("order", "pk"):
        names = names_of(criterion)
        cells = [
            (row.area.name, _cell(answers.get((row.pk, criterion.pk)), names, before.get((row.area_id, criterion.code)))) for row in rows
        ]
        found.append(CriterionRow(criterion, cells))
    return found


def _cell(one: CriterionAnswer | None, names: Mapping[int, str], before: int | None) -> LevelWords:
    level = one.settled_level if one else None
    return level_words(level, names, moved(before, level) if before is not None else "")


def figures_beside(rows: Sequence[AreaAssessment]) -> list[FigureBeside]:
    """Each pulled figure of the submitted Areas, in the order of the criteria."""
    counted: dict[str, dict[str, Counts]] = {}
    for row in rows:
        for one in sorted(row.answers.all(), key=lambda each: each.criterion.order):
            for figure in one.figures.all():
                counted.setdefault(figure.code, {})[row.area.name] = Counts(figure.base, figure.counted)
    return [_figure(code, beside(areas)) for code, areas in counted.items() if code in FIGURES]


def _figure(code: str, found: Beside) -> FigureBeside:
    figure = FIGURES[code]
    title = gettext("%(base)s: %(what)s") % {"base": str(figure.of)[:1].upper() + str(figure.of)[1:], "what": figure.label}
    sentences = _sentences(found)
    drawing = _funnel(found.funnel, title, str(figure.of), " ".join(sentences)) if found.funnel else Drawing("")
    places = {point.area: point for point in found.funnel.areas} if found.funnel else {}
    lines: list[tuple[str, str, str, Promise | str]] = [
        (name, f"{counts.with_outcome:,} / {counts.base:,}", _rate(counts, places.get(name)), _position(places.get(name)))
        for name, counts in found.shown.items()
    ]
    lines += [(name, "[c]", "[c]", _("withheld: the numbers are too small")) for name in found.withheld]
    lines += [(name, "0", "–", _("nothing to count")) for name in found.empty]
    return FigureBeside(title, sentences, drawing, sorted(lines, key=lambda line: line[0].casefold()))


def _sentences(found: Beside) -> list[str]:
    total = sum(found.shown.values(), Counts(0, 0))
    said = []
    if total.base:
        said.append(
            ngettext(
                "Counted of %(base)s records of %(number)d Area: %(rate)s%%.",
                "Counted of %(base)s records of %(number)d Areas: %(rate)s%%.",
                len(found.shown),
            )
            % {"base": f"{total.base:,}", "number": len(found.shown), "rate": f"{100 * total.with_outcome / total.base:.0f}"}
        )  # fmt: skip
    if found.funnel:
        beyond = [point.area for point in found.funnel.beyond]
        chance = gettext("By chance alone about %(number)s would lie beyond the 95%% limits.") % {
            "number": f"{found.funnel.expected_beyond_95:.1f}"
        }
        if beyond:
            said.append(gettext("Beyond the limits, which needs review: %(areas)s.") % {"areas": ", ".join(beyond)})
        else:
            said.append(gettext("Every Area with enough records lies inside the limits: they do not differ by more than chance."))
        said.append(chance)
    elif found.shown:
        said.append(gettext("Too few Areas have numbers that can be shown for a funnel."))
    if found.withheld:
        said.append(gettext("Withheld, because the numbers are too small: %(areas)s.") % {"areas": ", ".join(found.withheld)})
    return said


def _rate(counts: Counts, point: AreaPoint | None) -> str:
    value = f"{100 * counts.with_outcome / counts.base:.0f}%"
    if point is None or point.rate is None:
        return value
    told = {"value": value, "low": f"{100 * point.rate.low:.0f}", "high": f"{100 * point.rate.high:.0f}"}
    return gettext("%(value)s (between %(low)s and %(high)s)") % told


def _position(point: AreaPoint | None) -> Promise | str:
    return POSITIONS[point.position] if point else ""


def _funnel(found: Funnel, title: str, base_words: str, tells: str) -> Drawing:
    bases = [point.counts.base for point in found.areas]
    low, high = min(bases), max(bases)
    steps = sorted({max(1, round(low * (high / low) ** (step / _STEPS))) for step in range(_STEPS + 1)})
    curve = [
        Limits(one.base, (100 * one.limits95.low, 100 * one.limits95.high), (100 * one.limits998.low, 100 * one.limits998.high))
        for one in found.curve(steps)
    ]
    lang = "cy" if get_language() == "cy" else "en-GB"
    dots = [_dot(point) for point in found.areas]
    return funnel_svg(dots, curve, target=100 * found.target, title=title, description=tells, base_words=base_words, lang=lang)


def _dot(point: AreaPoint) -> Dot:
    beyond = point.position in (Position.BEYOND_95, Position.BEYOND_998)
    value = 100 * point.counts.with_outcome / point.counts.base
    return Dot(point.counts.base, value, MARKS.get(point.position, Mark.CIRCLE), point.area if beyond else "")


def state_words(row: AreaAssessment) -> tuple[Promise, str]:
    return STATES[state_of_row(row)]


def due_of(row: AreaAssessment) -> date | None:
    """The day by which the next step is due; None once settled."""
    held = row.round
    return {
        State.DRAFT: held.self_due,
        State.SUBMITTED: held.validation_due,
        State.VALIDATED: held.reply_due,
        State.TO_MODERATE: held.moderation_due,
        State.SETTLED: None,
    }[state_of_row(row)]


def record_lines(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The frozen submission as another Area reads it."""
    return [
        {
            **line,
            "figure_lines": [_frozen(one) for one in line["figures"]],
            "links": [{**one, "as_of": date.fromisoformat(one["as_of"])} for one in line["evidence"]],
        }
        for line in record["criteria"]
    ]


def _frozen(one: dict[str, Any]) -> FigureLine:
    return FigureLine(figure_words(one["code"], one["counted"], one["base"]), date.fromisoformat(one["as_of"]))
