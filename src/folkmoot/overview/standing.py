"""Where the loop stands: raised, answered, changed, told, for one scope and, for the whole service, Area by Area."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.queries import count_overdue_by_area as overdue_actions_by_area
from folkmoot.areas.models import Area
from folkmoot.foundation.periods import HalfYear
from folkmoot.voice.queries import Loop, count_loop, count_loop_by_area
from folkmoot.voice.queries import count_overdue_by_area as overdue_points_by_area
from folkmoot.voice.rules import State

STEP_WORDS: dict[State, Promise] = {
    State.RAISED: _("raised"),
    State.ANSWERED: _("answered"),
    State.CHANGED: _("changed something"),
    State.TOLD: _("told"),
}


@dataclass(frozen=True)
class Figure:
    """One of the four numbers, with the address of the rows behind it."""

    number: int
    words: Promise
    address: str


@dataclass(frozen=True)
class AreaLine:
    """One Area in the table of the whole service; `late_points` wait for an answer, `late_actions` are past their date."""

    area: Area
    loop: Loop
    late_points: int
    late_actions: int

    @property
    def anything(self) -> bool:
        return bool(self.loop.raised or self.late_points or self.late_actions)


def figures(viewer: Viewer, period: HalfYear, area: Area | None) -> list[Figure]:
    """The loop of the points said in the half-year, in the viewer's scope; empty where the viewer reads no points."""
    if not viewer.may("voice.read"):
        return []
    loop = count_loop(viewer, area_id=area.pk if area else None, first=period.first, last=period.last)
    query = {"period": str(period), **({"area": area.code} if area else {})}
    return [
        Figure(getattr(loop, step.value), words, reverse("voice:list", query={"reached": step.value, **query}))
        for step, words in STEP_WORDS.items()
    ]


def by_area(viewer: Viewer, areas: Iterable[Area], period: HalfYear, today: date) -> list[AreaLine]:
    """The Areas side by side in the order given, those where nothing was said too; a division only where there is something to show."""
    loops = count_loop_by_area(viewer, first=period.first, last=period.last)
    points, actions = overdue_points_by_area(viewer, today=today), overdue_actions_by_area(viewer, today=today)
    lines = [AreaLine(area, loops.get(area.pk, Loop()), points.get(area.pk, 0), actions.get(area.pk, 0)) for area in areas]
    return [line for line in lines if line.area.kind == Area.Kind.AREA or line.anything]
