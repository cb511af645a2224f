"""Two axes with a share upwards: the ground of funnel plots and control charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from folkmoot.webkit.charts.drawing import INK, NARROW, halo, stroke, words
from folkmoot.webkit.charts.scales import Scale, whole_scale

LEFT, RIGHT, TOP, BOTTOM = 52, 346, 12, 262
HEIGHT = BOTTOM + 50
_LETTER = 8.2  # units across, of a letter of average width


@dataclass(frozen=True)
class Plane:
    across: Scale
    up: Scale  # drawn from BOTTOM to TOP
    unit: str = ""

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.across.at(x), self.up.at(y)

    def path(self, points: Iterable[tuple[float, float | None]]) -> str:
        """A line through the points; it is broken where there is no value, and where one lies outside the picture."""
        parts = []
        for drawable, group in groupby(points, lambda at: at[1] is not None and self.up.holds(at[1])):
            if drawable:
                found = [self.point(x, y) for x, y in group if y is not None]
                parts.append("M" + "L".join(f"{x} {y}" for x, y in found))
        return "".join(part for part in parts if "L" in part)

    def ground(self, name_across: str) -> str:
        """Both axes with their numbers; `name_across` says what lies along the lower one."""
        lines = f"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}" + "".join(f"M{LEFT} {self.up.at(tick)}h-5" for tick in self.up.ticks)
        numbers = "".join(words(LEFT - 8, self.up.at(tick) + 5, f"{tick:g}{self.unit}", "end") for tick in self.up.ticks)
        return stroke(lines) + numbers + words((LEFT + RIGHT) / 2, HEIGHT - 6, name_across, "middle")


def shares(values: Sequence[float]) -> Scale:
    return whole_scale(values, BOTTOM, TOP)


def level_line(plane: Plane, value: float) -> str:
    return stroke(f"M{LEFT} {plane.up.at(value)}H{RIGHT}", INK, 1)


class Labels:
    """Short words beside points, each put where it covers no other; one that finds no place is left to the table."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float, float]] = []

    def beside(self, said: str, x: float, y: float) -> str:
        wide = len(said) * _LETTER
        for right in (True, False):
            start = x + 12 if right else x - 12 - wide
            box = (start, y - 9, start + wide, y + 9)
            if start >= LEFT - 4 and start + wide <= NARROW.width and not any(_cross(box, other) for other in self._taken):
                self._taken.append(box)
                placed = x + 12 if right else x - 12, y + 5, said, "start" if right else "end"
                return halo(*placed) + words(*placed)
        return ""

    def keep_free(self, x: float, y: float) -> None:
        """No word is put on this point."""
        self._taken.append((x - 7, y - 7, x + 7, y + 7))


def _cross(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
