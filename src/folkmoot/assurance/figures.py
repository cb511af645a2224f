"""The figures a criterion may pull from the records of an Area: of how many, how many; each with what it is counted of.

Every one is a share of records, never of people by a characteristic. A higher number is not always better: the words of the
Area stand beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.actions.models import Progress
from folkmoot.actions.queries import actions
from folkmoot.assurance.place import Place
from folkmoot.communities.queries import communities
from folkmoot.engagement.queries import list_activities
from folkmoot.panels.agenda.models import Minutes
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.meetings.queries import meetings
from folkmoot.panels.recommendations.queries import recommendations
from folkmoot.voice.models import Point
from folkmoot.voice.queries import REACHED, count_loop, list_points
from folkmoot.voice.rules import State as PointState


@dataclass(frozen=True)
class Counted:
    """`counted` of `base` records."""

    counted: int
    base: int


@dataclass(frozen=True)
class Figure:
    """`label` says what is counted, `of` what the base is."""

    label: Promise
    of: Promise
    count: Callable[[Place], Counted]


def _points_answered(place: Place) -> Counted:
    loop = count_loop(place.viewer, area_id=place.area_id, first=place.first, last=place.last)
    return Counted(loop.answered, loop.raised)


def _points_told(place: Place) -> Counted:
    loop = count_loop(place.viewer, area_id=place.area_id, first=place.first, last=place.last)
    return Counted(loop.told, loop.raised)


def _concerns_changed(place: Place) -> Counted:
    rows = list_points(place.viewer, area_id=place.area_id, nature=Point.Nature.CONCERN, first=place.first, last=place.last).order_by()
    return Counted(rows.filter(REACHED[PointState.CHANGED]).count(), rows.count())


def _communities_met(place: Place) -> Counted:
    held = list_activities(place.viewer, area_id=place.area_id).filter(held_on__range=(place.first, place.last)).order_by()
    known = place.own(communities(place.viewer)).order_by()
    return Counted(known.filter(activities__in=held.values("pk")).distinct().count(), known.distinct().count())


def _activities_recorded(place: Place) -> Counted:
    rows = list_activities(place.viewer, area_id=place.area_id, first=place.first, last=place.last).filter(cancelled_on__isnull=True)
    due = rows.filter(day__lte=place.last).order_by()  # type: ignore[misc]  # `day` is annotated in `activities`
    return Counted(due.filter(held_on__isnull=False).count(), due.count())


def _activities_aimed(place: Place) -> Counted:
    held = list_activities(place.viewer, area_id=place.area_id).filter(held_on__range=(place.first, place.last)).order_by()
    return Counted(held.filter(aims__isnull=False).distinct().count(), held.count())


def _actions_achieved(place: Place) -> Counted:
    due = place.own(actions(place.viewer)).filter(due_on__range=(place.first, place.last)).order_by()
    done = due.filter(latest_level=Progress.Level.ACHIEVED, has_evidence=True)  # type: ignore[misc]  # annotated in `actions`
    return Counted(done.count(), due.count())


def _meetings_minuted(place: Place) -> Counted:
    held = place.own(meetings(place.viewer), "panel__area_id").filter(
        state=Meeting.State.CLOSED, starts_at__date__range=(place.first, place.last)
    )
    written = (Minutes.State.CIRCULATED, Minutes.State.AGREED)
    return Counted(held.filter(minutes__state__in=written).order_by().count(), held.order_by().count())


def _recommendations_answered(place: Place) -> Counted:
    made = place.own(recommendations(place.viewer), "panel__area_id").filter(made_on__range=(place.first, place.last)).order_by()
    return Counted(made.filter(answers__isnull=False).distinct().count(), made.distinct().count())


FIGURES: dict[str, Figure] = {
    "points_answered": Figure(_("answered"), _("points that communities raised in the half-year"), _points_answered),
    "points_told": Figure(_("where those who said it were told what came of it"), _("points raised in the half-year"), _points_told),
    "concerns_changed": Figure(_("that changed something"), _("concerns raised in the half-year"), _concerns_changed),
    "communities_met": Figure(_("met in the half-year"), _("communities the Area describes"), _communities_met),
    "activities_recorded": Figure(_("recorded"), _("activities of the half-year"), _activities_recorded),
    "activities_aimed": Figure(_("that served an aim of the strategy"), _("activities held in the half-year"), _activities_aimed),
    "actions_achieved": Figure(_("achieved, with evidence"), _("actions due in the half-year"), _actions_achieved),
    "meetings_minuted": Figure(_("with minutes that members have"), _("meetings of panels in the half-year"), _meetings_minuted),
    "recommendations_answered": Figure(_("answered"), _("recommendations of panels made in the half-year"), _recommendations_answered),
}
