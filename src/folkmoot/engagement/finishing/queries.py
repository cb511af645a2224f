"""Reading what was finished at the desk. Small counts are shown to those who may correct them, and to nobody else."""

from dataclasses import dataclass

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.characteristics.models import Category
from folkmoot.characteristics.rules import Kind
from folkmoot.engagement.finishing.rules import SCHEMES, SMALL, Gap, Left, left_out
from folkmoot.engagement.models import Activity, Headcount, Material, StaffPart
from folkmoot.stats.disclosure import is_small


@dataclass(frozen=True)
class Shown:
    """A count as this viewer may see it: `people` is None where it is too small to show, and then it is from 1 to `most`."""

    category: Category
    people: int | None
    most: int
    how: str


def headcounts(viewer: Viewer, activity: Activity) -> QuerySet[Headcount]:
    """The counts by characteristic of an activity in sight, exact: for forms, never for pages that others see."""
    rows = Headcount.objects.filter(activity=activity).select_related("category__scheme")
    return within(viewer, rows, "engagement.write", area="activity__area_id")


def shown_headcounts(viewer: Viewer, activity: Activity) -> list[Shown]:
    """The counts by characteristic as this viewer may see them.

    Those who may write the activity counted the people themselves and must be able to put a slip right; they see every number. For
    everyone else a small number in a room whose people they may know would say who somebody is.
    """
    rows = within(viewer, Headcount.objects.filter(activity=activity), "engagement.read", area="activity__area_id")
    exact = viewer.may("engagement.write", activity.area_id)
    return [
        Shown(row.category, None if is_small(row.people, SMALL) and not exact else row.people, SMALL - 1, row.get_how_display())
        for row in rows.select_related("category__scheme")
    ]


def materials(viewer: Viewer, activity: Activity) -> QuerySet[Material]:
    """What was handed out or shown in an activity in sight."""
    return within(viewer, Material.objects.filter(activity=activity), "engagement.read", area="activity__area_id")


def staff_parts(viewer: Viewer, activity: Activity) -> QuerySet[StaffPart]:
    """How many of each unit and grade took part in an activity in sight."""
    return within(viewer, StaffPart.objects.filter(activity=activity), "engagement.read", area="activity__area_id")


def categories_offered(viewer: Viewer) -> list[Category]:
    """The categories by which people in a room are counted, by scheme in the order of `SCHEMES`."""
    rows = Category.objects.filter(scheme__code__in=SCHEMES, withdrawn_on__isnull=True, kind=Kind.ANSWER).select_related("scheme")
    return sorted(rows, key=lambda row: (SCHEMES.index(row.scheme.code), row.order))


def what_is_left(activity: Activity, *, counts: int, parts: int) -> list[Gap]:
    """What may still be added to a recorded activity (fetched with its links); `counts` and `parts` say how many rows there are."""
    evaluated = bool(activity.result or not activity.objective)
    return left_out(
        Left(
            counted=activity.headcount is not None, timed=activity.staff_quarters is not None, costed=activity.cost_pence is not None,
            purpose=bool(activity.purpose), aims=bool(activity.aims.all()), communities=bool(activity.communities.all()),
            county=activity.county_id is not None, outcome=bool(activity.outcome), evaluated=evaluated,
            decided=bool(activity.follow_up), told=activity.told_participants_on is not None, by_characteristic=bool(counts),
            staff=bool(parts or activity.staff.all()),
        )
    )  # fmt: skip
