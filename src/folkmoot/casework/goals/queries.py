"""Reading goals: all that are in sight, and what of them is public."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.casework.goals.models import Goal, GoalReading, GoalVersion

READ = "casework.read"


@dataclass(frozen=True)
class Standing:
    """A goal with the version that is public, the one that waits for a second person, and its readings in order."""

    row: Goal
    public: GoalVersion | None
    waiting: GoalVersion | None
    published: Sequence[GoalVersion]
    readings: Sequence[GoalReading]

    @property
    def latest(self) -> GoalReading | None:
        return self.readings[-1] if self.readings else None

    @property
    def shown(self) -> GoalVersion:
        """The public version, or the one that waits."""
        found = self.public or self.waiting
        assert found is not None, "a goal has a version from the start"
        return found


def goals(viewer: Viewer) -> QuerySet[Goal]:
    """The goals in sight with their versions and readings."""
    return within(viewer, _whole(Goal.objects.all()), READ, national_rows=True)


def _whole(rows: QuerySet[Goal]) -> QuerySet[Goal]:
    return rows.select_related("area", "source", "organisation", "set_by").prefetch_related(
        Prefetch("versions", GoalVersion.objects.select_related("by", "published_by").order_by("number")),
        Prefetch("readings", GoalReading.objects.order_by("pk")),
    )


def get_goal(viewer: Viewer, pk: int) -> Goal:
    """One goal in sight. Raises Goal.DoesNotExist for one out of sight."""
    return goals(viewer).get(pk=pk)


def standing_of(row: Goal) -> Standing:
    """Where a row of `goals` stands."""
    versions = list(row.versions.all())
    published = [one for one in versions if one.published_at is not None]
    last = versions[-1] if versions and versions[-1].published_at is None else None
    return Standing(row, published[-1] if published else None, last, published, list(row.readings.all()))


def list_goals(viewer: Viewer) -> list[Standing]:
    """Those in sight: what waits for a second person first, ended ones last."""
    found = [standing_of(row) for row in goals(viewer)]
    return sorted(found, key=lambda one: (one.row.ended_on is not None, one.waiting is None, one.shown.by_on))


def public_goals() -> list[Standing]:
    """What anybody may see: goals of which a version is published, those that still run first."""
    rows = _whole(Goal.objects.filter(versions__published_at__isnull=False).distinct())
    return sorted((standing_of(row) for row in rows), key=lambda one: (one.row.ended_on is not None, one.shown.by_on, one.row.pk))


def public_goal(pk: int) -> Standing | None:
    """One published goal; None for one that is not, as for one that does not exist."""
    row = _whole(Goal.objects.filter(pk=pk, versions__published_at__isnull=False).distinct()).first()
    return standing_of(row) if row else None
