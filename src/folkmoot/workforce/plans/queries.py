"""Reading local plans: every unit in sight, with its plan in force or without one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.actions.plans.queries import PlanLine, list_plans
from folkmoot.workforce.models import Unit
from folkmoot.workforce.plans.models import UnitPlan
from folkmoot.workforce.plans.rules import Facts, Part, missing_of
from folkmoot.workforce.queries import units

READ, WRITE = "workforce.read", "workforce.plans"


@dataclass(frozen=True)
class UnitLine:
    """A unit and its latest plan (None: it has none), how far that has come, and what it lacks."""

    unit: Unit
    held: UnitPlan | None
    line: PlanLine | None
    missing: tuple[Part, ...]

    @property
    def complete(self) -> bool:
        return self.held is not None and not self.missing


def unit_plans(viewer: Viewer) -> QuerySet[UnitPlan]:
    rows = UnitPlan.objects.select_related("unit__area", "plan__owner", "plan__area", "plan__aim")
    return within(viewer, rows, READ, area="unit__area_id", national_rows=True)


def get_unit_plan(viewer: Viewer, pk: int) -> UnitPlan:
    """One plan in sight with its reviews. Raises UnitPlan.DoesNotExist."""
    return unit_plans(viewer).prefetch_related("reviews__by").get(pk=pk)


def side_by_side(viewer: Viewer, today: date) -> list[UnitLine]:
    """Every unit in sight: those without a plan first, then by what is missing."""
    latest: dict[int, UnitPlan] = {}
    for row in unit_plans(viewer).order_by("plan__ends_on", "pk"):
        latest[row.unit_id] = row
    lines = {line.plan.pk: line for line in list_plans(viewer, today=today)}
    found = [_line(unit, latest.get(unit.pk), lines, today) for unit in units(viewer)]
    return sorted(found, key=lambda one: (one.held is not None, -len(one.missing), one.unit.name))


def _line(unit: Unit, held: UnitPlan | None, lines: dict[int, PlanLine], today: date) -> UnitLine:
    line = lines.get(held.plan_id) if held else None
    return UnitLine(unit, held, line, missing_of(facts_of(held, line), today) if held else ())


def facts_of(held: UnitPlan, line: PlanLine | None) -> Facts:
    """`line` None where the viewer may not see the actions of the plan."""
    counted = line.weighed.parts if line and line.weighed else 0
    return Facts(counted, line.ownerless if line else 0, held.plan.aim_id is not None, held.plan.ends_on, held.review_on)
