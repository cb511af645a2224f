"""Reading networks, standards and accreditations. They are the whole service's: seen by all who may see figures about staff."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.workforce.culture.models import Accreditation, NetworkEvent, StaffNetwork, Standard
from folkmoot.workforce.culture.rules import Held, accreditation_state

READ, WRITE = "workforce.read", "workforce.write"


@dataclass(frozen=True)
class Award:
    row: Accreditation
    state: Held


def networks(viewer: Viewer, today: date) -> QuerySet[StaffNetwork]:
    """Every network with `held`, the events of the last year, and `last`, the day of the latest."""
    if not viewer.may(READ):
        return StaffNetwork.objects.none()
    year = today.replace(year=today.year - 1, day=min(today.day, 28))
    return StaffNetwork.objects.annotate(held=Count("events", filter=Q(events__on__gt=year)), last=Max("events__on"))


def get_network(viewer: Viewer, pk: int) -> StaffNetwork:
    """One network. Raises StaffNetwork.DoesNotExist."""
    rows = StaffNetwork.objects.prefetch_related("events") if viewer.may(READ) else StaffNetwork.objects.none()
    return rows.get(pk=pk)


def standards(viewer: Viewer) -> QuerySet[Standard]:
    return Standard.objects.all() if viewer.may(READ) else Standard.objects.none()


def accreditations(viewer: Viewer, today: date) -> list[Award]:
    """Those that hold or are sought, the soonest to end first; ended ones last."""
    rows = Accreditation.objects.all() if viewer.may(READ) else Accreditation.objects.none()
    found = [
        Award(row, accreditation_state(awarded_on=row.awarded_on, expires_on=row.expires_on, ended_on=row.ended_on, today=today))
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.state is Held.ENDED, one.row.expires_on or date.max, one.row.name))


def events_of(network: StaffNetwork) -> list[NetworkEvent]:
    return list(network.events.all())
