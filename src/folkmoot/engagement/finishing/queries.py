"""Reading what was finished at the desk. Small counts are shown to those who counted or look after them, and to nobody else."""

from dataclasses import dataclass

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.characteristics.models import Category
from folkmoot.characteristics.rules import Kind
from folkmoot.engagement.finishing.rules import SCHEMES, Gap, Left, left_out, too_few
from folkmoot.engagement.models import Activity, Headcount, Material, StaffPart


@dataclass(frozen=True)
class Shown:
    """A count as this viewer may see it: `people` is None where the counts of its characteristic are too few to show."""

    category: Category
    people: int | None
    how: str


def may_see_counts(viewer: Viewer, activity: Activity) -> bool:
    """Every number is for whoever recorded the activity, and for those who look after engagement: they must be able to put a slip right."""
    own = viewer.account_id is not None and viewer.account_id == activity.recorded_by_id
    return viewer.may("engagement.write", activity.area_id) and (own or viewer.may("staff_work.write", activity.area_id))


def headcounts(viewer: Viewer, activity: Activity) -> QuerySet[Headcount]:
    """The counts by characteristic of an activity, exact: for its form. None for whoever may not see them (`may_see_counts`)."""
    rows = Headcount.objects.filter(activity=activity).select_related("category__scheme")
    return rows if may_see_counts(viewer, activity) else rows.none()


def shown_headcounts(viewer: Viewer, activity: Activity) -> list[Shown]:
    """The counts by characteristic as this viewer may see them.

    A small number in a room whose people one may know would say who somebody is, and one number left out can be worked out from the
    others and the headcount: so a characteristic is shown whole or not at all (`rules.too_few`).
    """
    counted = within(viewer, Headcount.objects.filter(activity=activity), "engagement.read", area="activity__area_id")
    rows = list(counted.select_related("category__scheme"))
    exact = may_see_counts(viewer, activity)
    by_scheme: dict[int, list[int]] = {}
    for row in rows:
        by_scheme.setdefault(row.category.scheme_id, []).append(row.people)
    hidden = {scheme for scheme, numbers in by_scheme.items() if not exact and too_few(numbers, activity.headcount)}
    return [Shown(row.category, None if row.category.scheme_id in hidden else row.people, row.get_how_display()) for row in rows]


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
