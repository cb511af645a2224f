"""Reading papers: those of activities in sight, without those that were removed."""

from django.db.models import QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.engagement.models import Activity
from folkmoot.engagement.papers.models import Paper


def papers(viewer: Viewer) -> QuerySet[Paper]:
    """The papers in sight that are still kept."""
    rows = Paper.objects.filter(removed_at__isnull=True).select_related("activity")
    return within(viewer, rows, "engagement.read", area="activity__area_id")


def papers_of(viewer: Viewer, activity: Activity) -> QuerySet[Paper]:
    """The papers of one activity, the first added first."""
    return papers(viewer).filter(activity=activity)


def get_paper(viewer: Viewer, paper_id: int) -> Paper:
    """One paper in sight. Raises Paper.DoesNotExist for one out of sight or removed."""
    return papers(viewer).get(pk=paper_id)
