"""What the measure that an action should move was before the action began, and after it was achieved."""

from dataclasses import dataclass
from decimal import Decimal

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action
from folkmoot.strategy.measures.models import Measure, Observation
from folkmoot.strategy.measures.queries import observations


@dataclass(frozen=True)
class Around:
    """The last observation up to the first day of the action, and the latest after it was achieved; None where there is none.

    Of the action's Area where the measure has figures of it, else of the whole service (`is_national`).
    """

    measure: Measure
    before: Observation | None
    after: Observation | None
    is_national: bool

    @property
    def rows(self) -> list["Figure"]:
        return [Figure(row, _plain(row.value), _plain(row.lower), _plain(row.upper)) for row in (self.before, self.after) if row]


@dataclass(frozen=True)
class Figure:
    """An observation with its numbers as they are said; the ends of the interval are empty where none is given."""

    row: Observation
    value: str
    lower: str
    upper: str


def _plain(number: Decimal | None) -> str:
    """“100”, never “1E+2”."""
    return "" if number is None else f"{number.normalize():f}"


def figures_around(viewer: Viewer, action: Action) -> Around | None:
    """Two figures prove no cause: the page says so beside them."""
    if action.moves is None:
        return None
    seen = [
        row for row in observations(viewer).filter(measure=action.moves).order_by("as_of", "pk") if row.area_id in (None, action.area_id)
    ]
    here = [row for row in seen if row.area_id == action.area_id]
    used = here or [row for row in seen if row.area_id is None]
    done_on = action.latest_on if action.latest_level == "achieved" else None
    before = [row for row in used if row.as_of <= action.starts_on]
    after = [row for row in used if done_on and row.as_of >= done_on]
    return Around(action.moves, before[-1] if before else None, after[-1] if after else None, bool(used) and used[0].area_id is None)
