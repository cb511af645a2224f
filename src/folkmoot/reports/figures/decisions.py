"""Decisions taken, assessments signed, consultations opened and answered, in the period and by the day of the report."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.assessments.queries import assessments
from folkmoot.decisions.assessments.rules import ORIGIN
from folkmoot.decisions.consultations.models import Consultation
from folkmoot.decisions.consultations.queries import consultations
from folkmoot.decisions.models import Decision
from folkmoot.decisions.queries import decisions, signed_before
from folkmoot.reports.figures.actions import Standing
from folkmoot.reports.figures.scope import Scope, local_day, noted, place_or_none
from folkmoot.reports.shapes import Input
from folkmoot.reports.shapes_of_rooms import Decisions, Thing

_QUERY = (
    "decisions taken in the period, assessments signed by the day of the report with their publications and reviews, the actions that came"
    " from them, and consultations opened by that day"
)


def gather(scope: Scope, known: list[Standing]) -> tuple[Decisions, Input]:
    """`known`: the actions of the scope as they stood."""
    taken = list(scope.of_area(decisions(scope.viewer)).filter(taken_on__range=(scope.first, scope.position)).order_by("pk"))
    signed = _signed(scope)
    asked = _asked(scope)
    ended = [one for one in asked if scope.holds(one.closes_on)]
    against = [one for one in known if one.action.origin_kind == ORIGIN and one.open]
    figures: Decisions = {
        "taken": len(taken),
        "informed": {"count": sum(bool(signed_before(one, one.taken_on)) for one in taken if one.taken_on), "of": len(taken)},
        "considered": sum(getattr(one, "considered_count", 0) > 0 for one in taken),
        "assessments": sum(scope.holds(local_day(one.signed_at)) for one in signed),
        "published": sum(scope.holds(_day(getattr(one, "published", None))) for one in signed),
        "reviews_overdue": [_review(one) for one in signed if _due(one, scope.position)],
        "mitigations": len(against),
        "mitigations_overdue": sum(one.action.due_on < scope.position for one in against),
        "opened": sum(scope.holds(_day(one.opened_at)) for one in asked),
        "closed": len(ended),
        "responses": sum(getattr(one, "responses_count", 0) for one in ended),
        "answered": {"count": sum(_answered(one, scope.position) for one in ended), "of": len(ended)},
        "unanswered": [_unanswered(one) for one in asked if one.closes_on <= scope.position and not _answered(one, scope.position)],
    }
    return figures, _note(taken, signed, asked)


def _signed(scope: Scope) -> list[Assessment]:
    rows = scope.of_area(assessments(scope.viewer)).filter(signed_at__isnull=False).exclude(kind="none").order_by("pk")
    return [one for one in rows if local_day(one.signed_at) <= scope.position]


def _asked(scope: Scope) -> list[Consultation]:
    rows = scope.of_area(consultations(scope.viewer)).filter(opened_at__isnull=False)
    rows = rows.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=scope.position)).order_by("closes_on", "pk")
    return [one for one in rows if local_day(one.opened_at) <= scope.position]


def _day(moment: object) -> date | None:
    return timezone.localdate(moment) if moment else None  # type: ignore[arg-type]


def _due(row: Assessment, position: date) -> bool:
    next_on: date | None = getattr(row, "next_review", None)
    return not getattr(row, "superseded", False) and next_on is not None and next_on < position


def _review(row: Assessment) -> Thing:
    due_on: date = row.next_review  # type: ignore[attr-defined]
    return {"id": row.pk, "title": row.title, "area": place_or_none(row.area), "due_on": due_on.isoformat()}


def _answered(row: Consultation, position: date) -> bool:
    return row.responded_on is not None and row.responded_on <= position


def _unanswered(row: Consultation) -> Thing:
    return {"id": row.pk, "title": row.title_en, "area": place_or_none(row.area), "due_on": row.closes_on.isoformat()}


def _note(taken: list[Decision], signed: list[Assessment], asked: list[Consultation]) -> Input:
    rows: list[tuple[str, int, int, tuple[object, ...]]] = [("decisions.decision", one.pk, one.version, (one.taken_on,)) for one in taken]
    rows += [("decisions.assessment", one.pk, one.version, (one.signed_at,)) for one in signed]
    rows += [("decisions.consultation", one.pk, one.version, (one.closes_on, one.responded_on)) for one in asked]
    return noted("decisions", _QUERY, rows)
