"""Control charts: a share period by period between its limits, with the places where the limits were worked out anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folkmoot.webkit.charts.drawing import FAINT, INK, MARK, Drawing, Mark, framed, shape, stroke, words
from folkmoot.webkit.charts.plane import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, Plane, shares
from folkmoot.webkit.charts.scales import Scale


@dataclass(frozen=True)
class Moment:
    """One period. A value of None is not drawn: `instead` is printed on the axis, at a height that says nothing.

    `starts_anew`: the limits are worked out anew from here, and no line is drawn across.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    lower: float | None = None
    centre: float | None = None
    upper: float | None = None
    mark: Mark = Mark.CIRCLE
    starts_anew: bool = False
    instead: str = ""


def control_svg(
    moments: Sequence[Moment], *, title: str, description: str, period_words: str, unit: str = "%", lang: str = "en-GB"
) -> Drawing:
    """The chart: values joined by a line, the centre thin, the limits dashed, each interval (`low`, `high`) as a thin bar.

    Nothing is drawn where no period has a value.
    """
    if not any(moment.value is not None for moment in moments):
        return Drawing("")
    ends = [end for one in moments for end in (one.value, one.low, one.high, one.lower, one.centre, one.upper) if end is not None]
    across = Scale(-0.5, len(moments) - 0.5, (), LEFT, RIGHT)
    plane = Plane(across, shares(ends), unit)
    drawn = [plane.ground(period_words), *_breaks(moments, plane), *_limits(moments, plane), *_intervals(moments, plane)]
    drawn += [stroke(path, MARK, 1.5) for path in _lines(moments, plane)]
    drawn += [_point(place, moment, plane) for place, moment in enumerate(moments)]
    return framed("".join(drawn) + _names(moments, plane), HEIGHT, title, description, lang)


def _stretches(moments: Sequence[Moment]) -> Iterator[list[tuple[int, Moment]]]:
    """Periods between two breaks."""
    current: list[tuple[int, Moment]] = []
    for place, moment in enumerate(moments):
        if moment.starts_anew and current:
            yield current
            current = []
        current.append((place, moment))
    yield current


def _lines(moments: Sequence[Moment], plane: Plane) -> list[str]:
    paths = [plane.path((place, moment.value) for place, moment in stretch) for stretch in _stretches(moments)]
    return [path for path in paths if path]


def _limits(moments: Sequence[Moment], plane: Plane) -> Iterator[str]:
    """Limits and centre as steps: each holds for the whole width of its period."""
    for stretch in _stretches(moments):
        for name, colour, dashes in (("lower", FAINT, "6 4"), ("centre", INK, ""), ("upper", FAINT, "6 4")):
            steps = [(place + side, getattr(moment, name)) for place, moment in stretch for side in (-0.5, 0.5)]
            path = plane.path(steps)
            if path:
                yield stroke(path, colour, 1 if name == "centre" else 1.5, dashes)


def _breaks(moments: Sequence[Moment], plane: Plane) -> Iterator[str]:
    for place, moment in enumerate(moments):
        if moment.starts_anew and place:
            yield stroke(f"M{plane.across.at(place - 0.5)} {TOP}V{BOTTOM}", INK, 1.5, "2 3")


def _intervals(moments: Sequence[Moment], plane: Plane) -> Iterator[str]:
    for place, moment in enumerate(moments):
        if moment.value is not None and moment.low is not None and moment.high is not None:
            x = plane.across.at(place)
            yield stroke(f"M{x} {plane.up.at(moment.low)}V{plane.up.at(moment.high)}", FAINT, 1.5)


def _point(place: int, moment: Moment, plane: Plane) -> str:
    x = plane.across.at(place)
    if moment.value is None:
        return words(x, BOTTOM - 6, moment.instead, "middle") if moment.instead else ""
    return shape(moment.mark, x, plane.up.at(moment.value), 0.75)


def _names(moments: Sequence[Moment], plane: Plane) -> str:
    """The first and last period, and as many between as there is room for."""
    longest = max(len(moment.label) for moment in moments)
    room = max(2, int((RIGHT - LEFT) / (longest * 8.2 + 14)))
    last = len(moments) - 1
    apart = max(1, -(-last // (room - 1)))
    kept = [place for place in range(0, last, apart) if last - place >= apart or place == 0] + [last]
    return "".join(_name(place, moments[place].label, plane) for place in kept)


def _name(place: int, label: str, plane: Plane) -> str:
    x = plane.across.at(place)
    tick = stroke(f"M{x} {BOTTOM}v5")
    half = len(label) * 4.1
    if x - half < LEFT - 40:
        return tick + words(LEFT - 40, BOTTOM + 22, label, "start")
    if x + half > RIGHT + 12:
        return tick + words(RIGHT + 12, BOTTOM + 22, label, "end")
    return tick + words(x, BOTTOM + 22, label, "middle")
