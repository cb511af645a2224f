"""Actions due, done, late and overdue on the day of the report, from the steps and evidence recorded by then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.rules import in_force
from folkmoot.actions.models import Action, Evidence, Progress
from folkmoot.actions.queries import actions
from folkmoot.actions.rules import LEVELS, State, state_of
from folkmoot.areas.models import Area
from folkmoot.reports.figures.scope import Scope, local_day, noted, place_of, place_or_none
from folkmoot.reports.shapes import Actions, AreaActions, Input, OpenAction, OverdueAction
from folkmoot.voice.queries import ISSUE_ORIGIN

_QUERY = "actions of the scope raised by the day of the report, with the steps and the evidence dated by then, and their owners' roles"


@dataclass(frozen=True)
class Standing:
    """An action as it stood on the day of the report. `done_on`: the first day of the run of achieved steps that still holds."""

    action: Action
    state: State
    level: str
    done_on: date | None
    owned: bool

    @property
    def late(self) -> bool:
        return self.done_on is not None and self.done_on > self.action.due_on

    @property
    def open(self) -> bool:
        return self.state not in (State.ACHIEVED, State.ENDED)


def standings(scope: Scope) -> list[Standing]:
    """Every action of the scope that had been raised by the day of the report."""
    return _stood(scope, scope.of_area(actions(scope.viewer)))


def standings_of_issues(scope: Scope) -> list[Standing]:
    """The actions of issues that hold for the points of the scope: its own and, for an Area, those of the whole service."""
    rows = actions(scope.viewer).filter(origin_kind=ISSUE_ORIGIN)
    return _stood(scope, rows.filter(Q(area=scope.area) | Q(area__isnull=True)) if scope.area else rows)


def _stood(scope: Scope, rows: QuerySet[Action]) -> list[Standing]:
    rows = rows.prefetch_related(
        Prefetch("progress", Progress.objects.filter(on__lte=scope.position).order_by("on", "pk"), to_attr="steps"),
        Prefetch("evidence", Evidence.objects.filter(on__lte=scope.position).order_by("on", "pk"), to_attr="shown"),
        Prefetch("owner__grants", RoleGrant.objects.prefetch_related("areas").order_by("pk")),
    )
    return [_standing(one, scope.position) for one in rows.order_by("due_on", "pk") if local_day(one.raised_at) <= scope.position]


def _standing(action: Action, position: date) -> Standing:
    steps, shown = action.steps, action.shown  # type: ignore[attr-defined]
    levels = [step.level for step in steps]
    state = state_of(levels=levels, has_evidence=bool(shown), due_on=action.due_on, today=position, ended=_ended(action, position))
    done_on = _done_on(steps, shown) if state is State.ACHIEVED else None
    return Standing(action, state, levels[-1] if levels else LEVELS[0], done_on, bool(roles_of(action.owner, position)))


def _done_on(steps: Sequence[Progress], shown: Sequence[Evidence]) -> date:
    """It is done once the steps say so and something shows it: whichever of the two came later."""
    run = len(steps)
    while run and steps[run - 1].level == "achieved":
        run -= 1
    return max(steps[run].on, shown[0].on)


def _ended(action: Action, position: date) -> bool:
    """Whether it had been said by that day that it will not be done."""
    return action.ended_on is not None and action.ended_on <= position


def roles_of(owner: Account | None, on: date) -> list[RoleGrant]:
    """The roles an owner held that day; none for somebody who has left or whose account is closed: then nobody owns the action."""
    if owner is None or not owner.is_active:
        return []
    return [grant for grant in owner.grants.all() if in_force(grant.starts, grant.ends, on) and not _ended_by(grant, on)]


def _ended_by(grant: RoleGrant, on: date) -> bool:
    ended = grant.ended_at
    return ended is not None and timezone.localdate(ended) <= on


def gather(scope: Scope) -> tuple[Actions, Input, list[Standing]]:
    known = standings(scope)
    due = [one for one in known if scope.holds(one.action.due_on)]
    achieved = [one for one in known if scope.holds(one.done_on)]
    still_open = [one for one in known if one.open]
    overdue = [one for one in still_open if one.state is State.OVERDUE]
    figures: Actions = {
        "due": len(due),
        "done": sum(not one.open for one in due),
        "done_late": sum(one.late for one in due),
        "achieved": len(achieved),
        "achieved_from_before": sum(one.action.due_on < scope.first for one in achieved),
        "open": len(still_open),
        "overdue": len(overdue),
        "overdue_from_before": sum(one.action.due_on < scope.first for one in overdue),
        "ownerless": sum(not one.owned for one in still_open),
        "levels": {level: Counter(one.level for one in still_open)[level] for level in LEVELS},
        "by_area": [] if scope.area else _by_area(scope, known),
        "overdue_list": [_overdue_line(one, scope.position) for one in overdue],
        "open_list": [_open_line(one) for one in still_open],
    }
    return figures, _note(known), known


def _by_area(scope: Scope, known: Sequence[Standing]) -> list[AreaActions]:
    areas: dict[int | None, Area | None] = {one.action.area_id: one.action.area for one in known}
    ordered = sorted(areas.items(), key=lambda item: (item[1] is None, item[1].name_en if item[1] else ""))
    return [_area_line(scope, area, [one for one in known if one.action.area_id == key]) for key, area in ordered]


def _area_line(scope: Scope, area: Area | None, known: Sequence[Standing]) -> AreaActions:
    due = [one for one in known if scope.holds(one.action.due_on)]
    return {
        "area": place_or_none(area),
        "due": len(due),
        "done": sum(not one.open for one in due),
        "done_late": sum(one.late for one in due),
        "overdue": sum(one.state is State.OVERDUE for one in known),
        "ownerless": sum(one.open and not one.owned for one in known),
    }


def _overdue_line(one: Standing, position: date) -> OverdueAction:
    grants = roles_of(one.action.owner, position)
    areas = {area.pk: area for grant in grants for area in grant.areas.all()}
    return {
        **_open_line(one),
        "days": (position - one.action.due_on).days,
        "level": one.level,
        "owner_roles": list(dict.fromkeys(grant.role for grant in grants)),
        "owner_areas": [place_of(area) for area in sorted(areas.values(), key=lambda area: area.name_en)],
    }


def _open_line(one: Standing) -> OpenAction:
    action = one.action
    return {"id": action.pk, "title": action.title, "area": place_or_none(action.area), "due_on": action.due_on.isoformat()}


def _note(known: Sequence[Standing]) -> Input:
    rows = [
        ("actions.action", one.action.pk, one.action.version, (
            one.action.title, one.action.due_on, one.state, one.level, one.done_on, one.owned,
        ))
        for one in known
    ]  # fmt: skip
    return noted("actions", _QUERY, rows)
