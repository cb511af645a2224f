"""One community and all that came before it: who is known, who speaks for it, its activities, and what is promised and open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from folkmoot.accounts.scope import Viewer
from folkmoot.actions.models import Action
from folkmoot.actions.queries import list_actions
from folkmoot.actions.rules import State
from folkmoot.communities.models import CommunityPoint
from folkmoot.engagement.models import Activity
from folkmoot.engagement.queries import activities
from folkmoot.stakeholders.models import Organisation, SpeaksFor
from folkmoot.stakeholders.queries import organisations

POINT, COMMUNITY = "voice.point", "communities.community"


@dataclass(frozen=True)
class Known:
    """The first few organisations and speakers of a community and of those before it."""

    organisations: list[Organisation]
    speakers: list[SpeaksFor]


def known(viewer: Viewer, family: Sequence[int], most: int, speaking: Mapping[int, Sequence[SpeaksFor]]) -> Known:
    """Who is known of a family of communities, of whom those of `speaking` (`speaking_for` the family) can speak for it."""
    linked = Organisation.communities.through.objects.filter(community__in=family).values("organisation")
    rows = organisations(viewer).filter(pk__in=linked, ended_on__isnull=True, merged_into__isnull=True)
    spoken = {(row.contact_id, row.organisation_id): row for rows in speaking.values() for row in rows}
    return Known(list(rows[:most]), list(spoken.values())[:most])


def latest_activities(viewer: Viewer, family: Sequence[int], first: date, today: date, most: int) -> list[Activity]:
    """What was held since a day, and what is planned from today on, the latest day first; each once."""
    linked = Activity.communities.through.objects.filter(community__in=family).values("activity")
    rows = activities(viewer).filter(pk__in=linked, cancelled_on__isnull=True)
    return list(rows.filter(Q(held_on__gte=first) | Q(held_on__isnull=True, planned_for__gte=today)).order_by("-day", "-pk")[:most])  # type: ignore[misc]  # `day` is annotated in `activities`


def promised(viewer: Viewer, family: Sequence[int], today: date, most: int) -> list[Action]:
    """Actions not yet achieved that came from a community or from a point it raised, the overdue first."""
    points = CommunityPoint.objects.filter(community__in=family).values("point")
    here = Q(origin_kind=POINT, origin_id__in=points) | Q(origin_kind=COMMUNITY, origin_id__in=family)
    if not Action.objects.filter(here).exists():
        return []
    rows = list_actions(viewer, today=today).filter(here)
    return list(rows.exclude(state=State.ACHIEVED)[:most])  # type: ignore[misc]  # `state` is annotated in actions
