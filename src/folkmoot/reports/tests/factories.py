"""A small half-year of two Areas whose figures can be counted by hand, and reports made of it."""

from datetime import date, datetime

from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import area, hq, icem
from folkmoot.actions.tests.factories import action, evidence, progress
from folkmoot.areas.models import Area
from folkmoot.communities.tests.factories import community, travellers
from folkmoot.engagement.tests.factories import activity, aim, planned
from folkmoot.foundation.periods import HalfYear
from folkmoot.reports import operations
from folkmoot.reports.models import Report
from folkmoot.voice.tests.factories import achieve, action_from, answer, point, telling
from folkmoot.voice.themes.models import Theme

FIRST_HALF = HalfYear(2026, 1)
EARLIER_HALF = HalfYear(2025, 2)
JULY = datetime(2026, 7, 5, 14, 5, tzinfo=timezone.get_default_timezone())
AUGUST = datetime(2026, 8, 3, 9, 0, tzinfo=timezone.get_default_timezone())
JANUARY = datetime(2026, 1, 6, 9, 0, tzinfo=timezone.get_default_timezone())
CANARY = "Canary Wharfdale Traders"


def other_area() -> Area:
    return area("cymru-wales", "Cymru-Wales")


def other_icem() -> Viewer:
    return icem("gwen.pryce@example.org", "Gwen Pryce", other_area())


def engagement() -> None:
    """East of England: 3 activities, 65 people counted in 2 of them, 3.5 hours in 2, £170 in 2; one planned and never recorded."""
    gypsies, deaf = travellers(), community()
    confidence, justice = aim(), aim("fair-decisions", "Fair decisions", order=1)
    aim("equal-workforce", "An equal workforce", order=2)
    activity(communities=[gypsies], aims=[confidence])
    activity(
        "Talk at Ely Deaf Club", communities=[deaf], aims=[confidence, justice], headcount=None, staff_quarters=4, cost_pence=None,
        held_on=date(2026, 5, 6),
    )  # fmt: skip
    activity("Stall at the county show", headcount=25, staff_quarters=None, cost_pence=5000, held_on=date(2026, 6, 30))
    activity("Visit last summer", communities=[gypsies], held_on=date(2025, 8, 1))
    planned()
    community("Fishing families of the coast")


def voice() -> None:
    """12 points in the period: 8 concerns (3 changed), 5 answered or more; and 1 from before that nobody answered."""
    for name in ("being kept informed", "interpreters", "letters"):
        Theme.objects.get_or_create(code=name.replace(" ", "-"), defaults={"name_en": name, "starts": date(2020, 1, 1)})
    for _ in range(5):
        point()
    point(said_on=date(2025, 11, 3), theme="interpreters")
    for _ in range(3):
        changed = point(theme="letters")
        answer(changed)
        achieve(action_from(changed), date(2026, 3, 1))
    told = point(nature="question", theme="letters")
    answer(told)
    telling(told)
    answer(point(nature="praise", theme=""), outcome="thanked", on=date(2026, 2, 5))
    for _ in range(2):
        point(nature="idea", theme="")


def actions() -> None:
    """Besides the three from points: one done late, one overdue, one not due yet."""
    late = action(title="Late but done properly", due_on=date(2026, 1, 20))
    evidence(late)
    progress(late, "achieved")
    action(title="Overdue translation of the leaflet", due_on=date(2026, 4, 1))
    action(title="Not due before the autumn", due_on=date(2026, 10, 1))


def elsewhere() -> None:
    """Cymru-Wales, with a canary in every text that a report could show."""
    there = other_area()
    traders = community(f"{CANARY} community", area=there)
    activity(f"{CANARY} meeting", area=there, communities=[traders], aims=[aim("canary-aim", CANARY)])
    other = other_icem()
    Theme.objects.get_or_create(code="canary", defaults={"name_en": CANARY, "area": there, "starts": date(2020, 1, 1)})
    answer(point(other, area=there, theme=CANARY, words=CANARY), other)
    action(other, area=there, title=f"{CANARY} action is overdue", due_on=date(2026, 2, 1))


def half_year() -> None:
    engagement()
    voice()
    actions()
    elsewhere()


def report(
    by: Viewer | None = None, *, at: datetime = JULY, period: HalfYear = FIRST_HALF, national: bool = False, **over: object
) -> Report:
    """A report of East of England by its manager, or of England and Wales by headquarters."""
    maker = by or (hq() if national else icem())
    return operations.make_report(by=maker, at=at, period=period, area=None if national else area(), **over).report
