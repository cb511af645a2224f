"""What panels looked at: how many cases, what they learned, how often a member differed. Never a case, never a person."""

from collections import Counter
from datetime import date

from django.utils import timezone

from folkmoot.reports.figures.scope import Scope, noted
from folkmoot.reports.rules import LEAST_BASE
from folkmoot.reports.shapes import Input, Part
from folkmoot.reports.shapes_of_rooms import Scrutiny
from folkmoot.scrutiny.assessment.comparing.queries import counted
from folkmoot.scrutiny.assessment.models import Assessment
from folkmoot.scrutiny.assessment.queries import assessments
from folkmoot.scrutiny.learning.models import LearningPoint
from folkmoot.scrutiny.learning.queries import learning, reply_by
from folkmoot.scrutiny.learning.rules import State, is_late, state_of

_QUERY = (
    "assessments of cases at the meetings of the period that were not set aside, the judgements that count in them, and every learning"
    " point made by the day of the report with the replies and steps dated by then"
)
_PANEL = "pack__drawn__draw__panel__area_id"


def gather(scope: Scope) -> tuple[Scrutiny, Input]:
    judged = _judged(scope)
    points = list(scope.of_area(learning(scope.viewer), "panel__area_id").filter(made_on__lte=scope.position).order_by("pk"))
    states = {one.pk: _state(one, scope.position) for one in points}
    made = [one for one in points if scope.holds(one.made_on)]
    kinds = Counter(one.kind for one in made)
    concluded, dissent = _outcomes(judged, scope.position)
    figures: Scrutiny = {
        "cases": len({one.pack_id for one in judged}),
        "concluded": concluded,
        "dissent": dissent,
        "judgements": _judgements(scope),
        "learning": kinds[LearningPoint.Kind.LEARNING],
        "good_practice": kinds[LearningPoint.Kind.GOOD_PRACTICE],
        "states": {state.value: Counter(states.values())[state] for state in State},
        "late": sum(_late(one, states[one.pk], scope.position) for one in points),
        "owed": sum(states[one.pk] is State.UNANSWERED and reply_by(one) < scope.position for one in points),
    }
    rows: list[tuple[str, int, int, tuple[object, ...]]] = [
        ("scrutiny.assessment", one.pk, one.version, (one.shown_at, one.set_aside_at)) for one in judged
    ]
    rows += [("scrutiny.learningpoint", one.pk, one.version, (states[one.pk],)) for one in points]
    return figures, noted("scrutiny", _QUERY, rows)


def _judged(scope: Scope) -> list[Assessment]:
    rows = scope.of_area(assessments(scope.viewer), _PANEL).filter(meeting__starts_at__date__range=(scope.first, scope.position))
    rows = rows.filter(set_aside_at__isnull=True, pack__withdrawn_at__isnull=True, pack__drawn__draw__calibration=False)
    return list(rows.order_by("pk"))


def _judgements(scope: Scope) -> int:
    rows = scope.of_area(counted(scope.viewer, since=scope.first), f"assessment__{_PANEL}")
    return rows.filter(assessment__meeting__starts_at__date__lte=scope.position).count()


def _outcomes(judged: list[Assessment], position: date) -> tuple[Part | None, Part | None]:
    """How many cases were concluded, and with how many of them a member differed; None where fewer cases than may be shown."""
    latest = {one.pack_id: one for one in judged}
    if len(latest) < LEAST_BASE:
        return None, None
    views = [[each for each in one.views.all() if timezone.localdate(each.agreed_at) <= position] for one in latest.values()]
    concluded = [each[-1] for each in views if each and each[-1].concluded]
    differed = sum(bool(one.dissents.all()) for one in concluded)
    some: Part = {"count": len(concluded), "of": len(latest)}
    return some, {"count": differed, "of": len(concluded)} if len(concluded) >= LEAST_BASE else None


def _state(row: LearningPoint, position: date) -> State:
    replies = [one for one in row.replies.all() if one.replied_on <= position]
    steps = [one.kind for one in row.steps.all() if one.on <= position]
    return state_of(outcome=replies[-1].outcome if replies else "", steps=steps)


def _late(row: LearningPoint, state: State, position: date) -> bool:
    replies = [one for one in row.replies.all() if one.replied_on <= position]
    return is_late(state, reply_due=reply_by(row), due_on=replies[-1].due_on if replies else None, today=position)
