"""What the records say under a line of the certificate: sentences in English, and whether anything is late or missing.

Sentences name counts and days, never a person, a case or what somebody said.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from folkmoot.actions.models import Action
from folkmoot.actions.queries import list_actions
from folkmoot.actions.rules import State as ActionState
from folkmoot.assurance.place import Place
from folkmoot.casework.sources.queries import listed
from folkmoot.decisions.assessments.queries import reviews_due
from folkmoot.panels.agenda.models import Declaration, Minutes
from folkmoot.panels.flags.queries import Flag, flags_of_panels
from folkmoot.panels.flags.rules import Kind
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.queries import meetings
from folkmoot.panels.queries import panels
from folkmoot.panels.recommendations.queries import recommendations
from folkmoot.scrutiny.packs.queries import AREA as PACK_AREA
from folkmoot.scrutiny.packs.queries import packs
from folkmoot.stakeholders.sources.queries import list_sources
from folkmoot.stakeholders.sources.rules import State as SourceState
from folkmoot.voice.models import Point
from folkmoot.voice.queries import list_points


@dataclass(frozen=True)
class Pulled:
    """What was found: sentences, and whether any of it is late, missing or taken back."""

    words: tuple[str, ...]
    late: bool = False


def _panels_met(place: Place) -> Pulled:
    number, behind = place.own(panels(place.viewer)).count(), _flags(place, Kind.BEHIND, Kind.NO_TERMS)
    words = [f"{_many(number, 'panel', 'panels')}; {_held(place).count()} meetings held in the half-year."]
    return Pulled((*words, *(f"{flag.panel}: {flag.words}" for flag in behind)), bool(behind))


def _minutes_agreed(place: Place) -> Pulled:
    held = _held(place)
    agreed = held.filter(minutes__state=Minutes.State.AGREED).count()
    flags = _flags(place, Kind.MINUTES)
    words = (f"Of {held.count()} meetings held in the half-year the minutes of {agreed} are agreed.",)
    return Pulled((*words, *(f"{flag.panel}: {flag.words}" for flag in flags)), bool(flags))


def _recommendations(place: Place) -> Pulled:
    made = place.own(recommendations(place.viewer), "panel__area_id").filter(made_on__range=(place.first, place.last)).order_by()
    total, answered = made.distinct().count(), made.filter(answers__isnull=False).distinct().count()
    flags = _flags(place, Kind.UNANSWERED, Kind.LATE)
    words = (f"Of {_many(total, 'recommendation', 'recommendations')} made in the half-year {answered} were answered.",)
    return Pulled((*words, *(f"{flag.panel}: {flag.words}" for flag in flags)), bool(flags))


def _promises(place: Place) -> Pulled:
    known = Point.objects.filter(area=place.area, nature=Point.Nature.PROMISE).exists()  # cheap, where there is none
    late = list_points(place.viewer, area_id=place.area_id, promises_late_on=place.today).order_by().count() if known else 0
    made = list_points(place.viewer, area_id=place.area_id, nature=Point.Nature.PROMISE, first=place.first, last=place.last).count()
    words = (
        f"{_many(made, 'promise was', 'promises were')} made in the half-year; {late} are past their day, and nothing shows they were kept."
    )
    return Pulled((words,), late > 0)


def _answers(place: Place) -> Pulled:
    late = list_points(place.viewer, area_id=place.area_id, overdue_on=place.today).order_by().count()
    return Pulled((f"{_many(late, 'point waits', 'points wait')} for an answer longer than is allowed.",), late > 0)


def _complaints(place: Place) -> Pulled:
    rows = list_points(place.viewer, area_id=place.area_id, origin_kind="complaint", first=place.first, last=place.last)
    late = 0
    if Point.objects.filter(area=place.area, origin_kind="complaint").exists():
        late = list_points(place.viewer, area_id=place.area_id, origin_kind="complaint", overdue_on=place.today).order_by().count()
    return Pulled(
        (f"{_many(rows.order_by().count(), 'complaint', 'complaints')} in the half-year; {late} overdue for an answer.",), late > 0
    )


def _releases(place: Place) -> Pulled:
    span = (place.first, place.last)
    rows = place.own(packs(place.viewer), PACK_AREA).order_by()
    done = rows.aggregate(
        released=Count("pk", filter=Q(released_at__date__range=span)),
        recalled=Count("pk", filter=Q(withdrawn_at__date__range=span, released_at__isnull=False)),
    )
    words = (
        f"{_many(done['released'], 'pack was', 'packs were')} released to members; {done['recalled']} had to be taken back after release."
    )
    return Pulled((words,), done["recalled"] > 0)


def _conflicts(place: Place) -> Pulled:
    rows = Declaration.objects.filter(item__meeting__in=_held(place).values("pk"))
    left = rows.filter(withdrew=True).count()
    stayed = rows.count() - left
    words = f"{_many(rows.count(), 'interest was', 'interests were')} declared at meetings of panels; in {left} the person left the item."
    return Pulled((words, *((f"In {stayed} the person stayed.",) if stayed else ())), stayed > 0)


def _actions_due(place: Place) -> Pulled:
    rows = list_actions(place.viewer, today=place.today, state=ActionState.OVERDUE).order_by()
    late = place.own(rows).count()
    due: int = place.own(Action.objects.filter(due_on__range=(place.first, place.last))).count()
    return Pulled((f"{_many(due, 'action was', 'actions were')} due in the half-year; {late} are overdue today.",), late > 0)


def _assessments(place: Place) -> Pulled:
    rows = [one for one in reviews_due(place.viewer, place.today) if one.overdue and one.assessment.area_id == place.area_id]
    return Pulled(
        (f"{_many(len(rows), 'equality impact assessment is', 'equality impact assessments are')} past the day of review.",), bool(rows)
    )


def _sources(place: Place) -> Pulled:
    rows = [one for one in list_sources(place.viewer, today=place.today) if one.source.area_id == place.area_id]
    late = [one for one in rows if one.state is SourceState.OVERDUE]
    return Pulled((f"{_many(len(rows), 'source is', 'sources are')} expected; {len(late)} overdue.",), bool(late))


def _case_data(place: Place) -> Pulled:
    rows = [one for one in listed(place.viewer, place.today) if one.source.area_id == place.area_id]
    late = [one for one in rows if one.standing.late]
    words = [f"{_many(len(rows), 'source of case data', 'sources of case data')}; {len(late)} late."]
    return Pulled((*words, *(f"{one.source.title}: data to {one.last_month or 'no month'}." for one in late)), bool(late))


PULLED: dict[str, Callable[[Place], Pulled]] = {
    "panels_met": _panels_met,
    "minutes_agreed": _minutes_agreed,
    "recommendations": _recommendations,
    "promises": _promises,
    "answers": _answers,
    "complaints": _complaints,
    "releases": _releases,
    "conflicts": _conflicts,
    "actions": _actions_due,
    "assessments": _assessments,
    "sources": _sources,
    "case_data": _case_data,
}


def _held(place: Place) -> QuerySet[Meeting]:
    rows = place.own(meetings(place.viewer), "panel__area_id").order_by()
    return rows.filter(state=Meeting.State.CLOSED, starts_at__date__range=(place.first, place.last))


def _flags(place: Place, *kinds: Kind) -> list[Flag]:
    rows = list(place.own(panels(place.viewer)))
    return [flag for flag in flags_of_panels(rows, today=place.today) if flag.kind in kinds] if rows else []


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
