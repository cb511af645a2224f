"""Reading frameworks. Their words are nobody's secret: whoever may read assurance anywhere reads every version."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from folkmoot.accounts.scope import Viewer
from folkmoot.assurance.frameworks.models import Criterion, Framework

READ = "assurance.read"


def frameworks(viewer: Viewer) -> QuerySet[Framework]:
    """Every version with its criteria and levels, the latest first; none for a viewer who may not read assurance."""
    criteria = Prefetch("criteria", Criterion.objects.prefetch_related("levels").order_by("order", "pk"))
    rows = Framework.objects.prefetch_related(criteria).order_by("-number")
    return rows if viewer.may(READ) else rows.none()


def get_framework(viewer: Viewer, pk: int) -> Framework:
    """Raises Framework.DoesNotExist where there is none in sight."""
    return frameworks(viewer).get(pk=pk)


def latest_issued(viewer: Viewer) -> Framework | None:
    """The version by which a round that is opened now is held."""
    return frameworks(viewer).filter(issued_at__isnull=False).first()


def by_group(criteria: Iterable[Criterion]) -> list[tuple[str, list[Criterion]]]:
    """Criteria under the headings of their groups, both in the order of the list."""
    found: dict[str, list[Criterion]] = {}
    for one in criteria:
        found.setdefault(one.group, []).append(one)
    return list(found.items())
