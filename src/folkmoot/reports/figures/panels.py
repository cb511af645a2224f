"""Panels on the day of the report: whether they met, whether enough were there, what they recommended, and for whom nobody speaks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.queries import meetings, quorum_of
from folkmoot.panels.models import Panel
from folkmoot.panels.queries import panels
from folkmoot.panels.recommendations.models import Recommendation
from folkmoot.panels.recommendations.queries import recommendations
from folkmoot.panels.recommendations.rules import State, is_late, state_of
from folkmoot.panels.representation.queries import representations
from folkmoot.reports.figures.scope import Scope, noted, place_or_none
from folkmoot.reports.shapes import Input, Name
from folkmoot.reports.shapes_of_rooms import Gap, Panels, Thing

_QUERY = (
    "panels of the scope in being on the day of the report, their meetings held in the period, every recommendation made by that day with"
    " the answers and steps dated by then, and for which communities their members can speak"
)


@dataclass(frozen=True)
class Stood:
    """A recommendation as it stood on the day of the report."""

    row: Recommendation
    state: State
    due_on: date | None
    late: bool


def gather(scope: Scope) -> tuple[Panels, Input]:
    known = [one for one in panels(scope.viewer, area=scope.area, ended=True) if _in_being(one, scope)]
    held = _held(scope)
    met = {one.panel_id for one in held}
    stood = [_stood(one, scope.position) for one in _made(scope)]
    lines = representations(known, scope.position)
    pairs = [(one, line) for one in known for line in lines[one.pk].lines]
    quorums = [quorum_of(one) for one in held]
    figures: Panels = {
        "panels": len(known),
        "met": {"count": sum(one.pk in met for one in known), "of": len(known)},
        "meetings": len(held),
        "quorate": {"count": sum(one.met for one in quorums), "of": len(held)},
        "not_met": [_name(one) for one in known if one.pk not in met],
        "made": sum(scope.holds(one.row.made_on) for one in stood),
        "states": {state.value: Counter(one.state for one in stood)[state] for state in State},
        "late": [_late(one) for one in sorted(stood, key=lambda one: one.due_on or date.max) if one.late],
        "owed": sum(_owed(one, held) for one in stood),
        "missing": {"count": sum(line.missing for _panel, line in pairs), "of": len(pairs)},
        "gaps": _gaps(pairs),
    }
    return figures, _note(known, held, stood)


def _in_being(panel: Panel, scope: Scope) -> bool:
    return panel.starts <= scope.position and (panel.ended_on is None or panel.ended_on >= scope.position)


def _held(scope: Scope) -> list[Meeting]:
    rows = scope.of_area(meetings(scope.viewer), "panel__area_id").filter(state=Meeting.State.CLOSED)
    return list(rows.filter(starts_at__date__range=(scope.first, scope.position)).order_by("starts_at", "pk"))


def _made(scope: Scope) -> list[Recommendation]:
    return list(scope.of_area(recommendations(scope.viewer), "panel__area_id").filter(made_on__lte=scope.position).order_by("pk"))


def _stood(row: Recommendation, position: date) -> Stood:
    answers = [one for one in row.answers.all() if one.answered_on <= position]
    steps = [one.kind for one in row.steps.all() if one.on <= position]
    answer = answers[-1] if answers else None
    state = state_of(outcome=answer.outcome if answer else "", steps=steps)
    due_on = answer.due_on if answer else None
    return Stood(row, state, due_on, is_late(state, due_on, position))


def _owed(one: Stood, held: Sequence[Meeting]) -> bool:
    """No answer, though the panel has met since."""
    met = [meeting.starts_at for meeting in held if meeting.panel_id == one.row.panel_id and meeting.pk != one.row.meeting_id]
    return one.state is State.UNANSWERED and any(at and at.date() > one.row.made_on for at in met)


def _late(one: Stood) -> Thing:
    return {
        "id": one.row.pk, "title": one.row.words_en, "area": place_or_none(one.row.panel.area),
        "due_on": one.due_on.isoformat() if one.due_on else "",
    }  # fmt: skip


def _name(panel: Panel) -> Name:
    return {"en": panel.name_en, "cy": panel.name_cy}


def _gaps(pairs: Sequence[tuple[Panel, Any]]) -> list[Gap]:
    """The communities for which nobody speaks on any of the panels that ought to hear them, by name."""
    everybody = {line.community.pk: line.community for _panel, line in pairs}
    heard = {line.community.pk for _panel, line in pairs if not line.missing}
    silent = [one for pk, one in everybody.items() if pk not in heard]
    return [
        {"en": one.name, "cy": one.name_cy, "area": place_or_none(one.area)} for one in sorted(silent, key=lambda one: (one.name, one.pk))
    ]


def _note(known: Sequence[Panel], held: Sequence[Meeting], stood: Sequence[Stood]) -> Input:
    rows: list[tuple[str, int, int, Sequence[object]]] = [("panels.panel", one.pk, one.version, (one.ended_on,)) for one in known]
    rows += [("panels.meeting", one.pk, one.version, (one.starts_at,)) for one in held]
    rows += [("panels.recommendation", one.row.pk, one.row.version, (one.state, one.due_on)) for one in stood]
    return noted("panels", _QUERY, rows)
