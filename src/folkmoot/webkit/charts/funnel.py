"""Funnel plots: each Area's share against how many cases it has, between limits that narrow as there are more of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.webkit.charts.drawing import FAINT, INK, Drawing, Mark, framed, shape, stroke, words
from folkmoot.webkit.charts.plane import BOTTOM, HEIGHT, LEFT, RIGHT, Labels, Plane, level_line, shares
from folkmoot.webkit.charts.scales import count_scale


@dataclass(frozen=True)
class Dot:
    """One Area: how many cases, its share in the plot's unit. Only a label that is given is printed."""

    base: float
    value: float
    mark: Mark = Mark.CIRCLE
    label: str = ""


@dataclass(frozen=True)
class Limits:
    """The limits at one number of cases, in the plot's unit; None where there is none."""

    base: float
    inner: tuple[float | None, float | None]
    outer: tuple[float | None, float | None]


def funnel_svg(
    dots: Sequence[Dot],
    curve: Sequence[Limits],
    *,
    target: float | None,
    title: str,
    description: str,
    base_words: str,
    unit: str = "%",
    lang: str = "en-GB",
    beside: Sequence[Limits] = (),
) -> Drawing:
    """The plot: a level line at `target`, the inner limits dashed, the outer limits solid, a shape for each Area.

    `base_words` names the lower axis. `beside` are the limits of a second funnel that stands beside this one: both then have the
    same scale. Nothing is drawn without a dot.
    """
    if not dots:
        return Drawing("")
    plane = _plane(dots, [*curve, *beside], target, unit)
    drawn = [plane.ground(base_words), _count_words(plane)]
    drawn += [] if target is None else [level_line(plane, target)]
    drawn += list(_curves(curve, plane))
    drawn += [shape(dot.mark, *plane.point(dot.base, dot.value), 0.75) for dot in dots]
    return framed("".join(drawn) + _labels(dots, plane), HEIGHT, title, description, lang)


def _plane(dots: Sequence[Dot], curve: Sequence[Limits], target: float | None, unit: str) -> Plane:
    """Limits far outside every Area are left out of the picture: they would press the Areas into a line."""
    fewest, most = min(dot.base for dot in dots), max(dot.base for dot in dots)
    bounds = [end for limits in curve if fewest <= limits.base <= most for end in (*limits.inner, *limits.outer) if end is not None]
    values = [dot.value for dot in dots]
    return Plane(count_scale(fewest, most, LEFT, RIGHT), shares([*values, *bounds, *([] if target is None else [target])]), unit)


def _curves(curve: Sequence[Limits], plane: Plane) -> Iterator[str]:
    within = [limits for limits in sorted(curve, key=lambda limits: limits.base) if plane.across.holds(limits.base)]
    for side in (0, 1):
        yield stroke(plane.path((limits.base, limits.inner[side]) for limits in within), FAINT, 1.5, "6 4")
        yield stroke(plane.path((limits.base, limits.outer[side]) for limits in within), INK, 1.5)


def _count_words(plane: Plane) -> str:
    ticks = plane.across.ticks
    lines = stroke("".join(f"M{plane.across.at(tick)} {BOTTOM}v5" for tick in ticks))
    shown = ticks if len(f"{ticks[-1]:,.0f}") <= 5 else [ticks[0], ticks[-1]]
    ends = {ticks[-1]: "end"}
    return lines + "".join(_tick(plane, tick, ends.get(tick, "middle")) for tick in shown)


def _tick(plane: Plane, tick: float, anchor: str) -> str:
    x = plane.across.at(tick) + (12 if anchor == "end" else 0)
    return words(x, BOTTOM + 22, f"{tick:,.0f}" if tick == int(tick) else f"{tick:g}", anchor)


def _labels(dots: Sequence[Dot], plane: Plane) -> str:
    labels = Labels()
    for dot in dots:
        labels.keep_free(*plane.point(dot.base, dot.value))
    return "".join(labels.beside(dot.label, *plane.point(dot.base, dot.value)) for dot in dots if dot.label)
