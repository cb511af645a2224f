"""The invented cast as activities."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from folkmoot.communities.models import Community
from folkmoot.communities.tests.factories import area
from folkmoot.engagement.models import Activity
from folkmoot.strategy.models import Aim, Strategy


def aim(code: str = "public-confidence", name: str = "Public confidence", **over: object) -> Aim:
    strategy = Strategy.objects.get_or_create(code="a-strategy", defaults={"name_en": "A strategy"})[0]
    return Aim.objects.get_or_create(code=code, defaults={"strategy": strategy, "name_en": name, **over})[0]


def planned(title: str = "Visit to Ely Deaf Club", *, communities: Iterable[Community] = (), **over: object) -> Activity:
    values = {
        "area": area(), "kind": "visit", "purpose": "consultation", "objective": "Deaf people know how to report hate crime",
        "measure": "20 people come", "planned_for": date(2026, 4, 2), "place": "Ely",
    } | over  # fmt: skip
    made = Activity.objects.create(title=title, **values)
    made.communities.set(communities)
    return made


def activity(
    title: str = "Open evening at the mosque in Wisbech", *, communities: Iterable[Community] = (), aims: Iterable[Aim] = (), **over: object
) -> Activity:
    """One that was held and recorded."""
    values = {
        "area": area(), "kind": "event", "purpose": "consultation", "place": "Wisbech", "held_on": date(2026, 2, 20), "headcount": 40,
        "staff_quarters": 10, "cost_pence": 12000, "outcome": "They want to hear the result.",
        "follow_up": "none", "recorded_at": datetime(2026, 2, 21, 9, tzinfo=timezone.get_default_timezone()),
    } | over  # fmt: skip
    made = Activity.objects.create(title=title, **values)
    made.communities.set(communities)
    made.aims.set(aims)
    return made
