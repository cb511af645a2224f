"""Reading plans of improvement with where each stands, and the shares of one force that a plan is measured by."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.areas.models import PoliceForce
from folkmoot.areas.queries import forces_by_key
from folkmoot.areas.rules import force_key
from folkmoot.casework.quality.models import ImprovementPlan, PlanReading, PlanStep
from folkmoot.casework.quality.queries import CAPABILITY, Opening
from folkmoot.casework.quality.rules import State, state_of

ORIGIN = "casework.improvement"  # where an action comes from


@dataclass(frozen=True)
class Standing:
    """A plan and what follows from its history. `readings`: the last of each month, in order; `latest`: the last that could be read."""

    row: ImprovementPlan
    state: State
    latest: PlanReading | None
    readings: tuple[PlanReading, ...]
    days_late: int

    @property
    def is_open(self) -> bool:
        return self.state is not State.FINISHED


def plans(viewer: Viewer) -> QuerySet[ImprovementPlan]:
    """The plans of the Areas in sight with all their history."""
    rows = ImprovementPlan.objects.select_related("source", "area", "force", "owner", "opened_by").prefetch_related(
        Prefetch("steps", PlanStep.objects.select_related("by").order_by("at", "pk")),
        Prefetch("readings", PlanReading.objects.order_by("month", "pk")),
    )
    return within(viewer, rows, CAPABILITY)


def get_plan(viewer: Viewer, pk: int) -> ImprovementPlan:
    """Raises ImprovementPlan.DoesNotExist for one out of sight."""
    return plans(viewer).get(pk=pk)


def standing_of(row: ImprovementPlan, today: date) -> Standing:
    """Where a row of `plans` stands."""
    by_month = {reading.month: reading for reading in row.readings.all()}
    readings = tuple(by_month[month] for month in sorted(by_month))
    latest = next((reading for reading in reversed(readings) if reading.share is not None), None)
    state = state_of(
        steps=[step.kind for step in row.steps.all()], latest=latest.share if latest else None, target=row.target, by_on=row.by_on,
        today=today,
    )  # fmt: skip
    return Standing(row, state, latest, readings, max(0, (today - row.by_on).days) if state is State.LATE else 0)


def list_plans(viewer: Viewer, *, today: date, area_id: int | None = None, stands: str = "", force_id: int | None = None) -> list[Standing]:
    """Those in sight, the late ones first, then by the day they are due."""
    rows = plans(viewer)
    if area_id is not None:
        rows = rows.filter(area=area_id)
    if force_id is not None:
        rows = rows.filter(force=force_id)
    found = [one for one in (standing_of(row, today) for row in rows) if not stands or one.state.value == stands]
    order = (State.LATE, State.OPEN, State.REACHED, State.FINISHED)
    return sorted(found, key=lambda one: (order.index(one.state), one.row.by_on, one.row.pk))


def late(viewer: Viewer, today: date) -> list[Standing]:
    """The plans in sight whose day has passed without the target."""
    return list_plans(viewer, today=today, stands=State.LATE.value)


def usable_by_month(opening: Opening, field: str, area: str, force: str) -> dict[str, float | None]:
    """The share of the force's records that name a group, month by month; None where it is withheld."""
    found = opening.months(field, area, force)
    return {one.month: one.quality.usable if isinstance(one.quality.usable, float) else None for one in found}


def force_of_level(viewer: Viewer, level: str) -> PoliceForce | None:
    """The one force that a level of the column of forces stands for."""
    found = forces_by_key(viewer).get(force_key(level), [])
    return found[0] if len(found) == 1 else None
