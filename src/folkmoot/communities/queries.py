"""Reading communities. Those of the whole service are seen by everyone who may see communities at all."""

from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from folkmoot.accounts.scope import Viewer, within
from folkmoot.characteristics.models import Category
from folkmoot.characteristics.rules import Kind
from folkmoot.communities.models import Community, CommunityPoint
from folkmoot.communities.rules import DESCRIBING_SCHEMES
from folkmoot.voice.models import Point


def communities(viewer: Viewer) -> QuerySet[Community]:
    """The communities in sight, each with `points_count`: how many points in the viewer's sight came from it."""
    links = within(viewer, CommunityPoint.objects.all(), "voice.read", area="point__area_id")
    counted = links.filter(community=OuterRef("pk")).order_by().values("community").annotate(how_many=Count("pk")).values("how_many")
    rows = Community.objects.select_related("area", "county", "owner").annotate(
        points_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    )
    return within(viewer, rows, "communities.read", national_rows=True)


def get_community(viewer: Viewer, community_id: int) -> Community:
    """One community in sight. Raises Community.DoesNotExist for one out of sight, as for one that does not exist."""
    return communities(viewer).get(pk=community_id)


def list_communities(
    viewer: Viewer, *, today: date, area_id: int | None = None, county_id: int | None = None, kind: str = "", ended: bool = False
) -> QuerySet[Community]:
    """Communities in being today by name, or those that ended; of one Area (with those of the whole service) or all in sight."""
    over = Q(ends__lt=today)
    rows = communities(viewer).filter(over if ended else ~over | Q(ends__isnull=True))
    if area_id is not None:
        rows = rows.filter(Q(area_id=area_id) | Q(area_id__isnull=True))
    if county_id is not None:
        rows = rows.filter(county_id=county_id)
    return rows.filter(kind=kind) if kind else rows


def points_of(viewer: Viewer, community: Community) -> QuerySet[Point]:
    """The points in sight that came from a community, newest first."""
    return within(viewer, Point.objects.filter(pk__in=community.points.values("point")), "voice.read")


def describing_categories(viewer: Viewer) -> QuerySet[Category]:
    """The categories by which a community may be described, scheme by scheme in their own order."""
    return (
        Category.objects.filter(scheme__code__in=DESCRIBING_SCHEMES, kind__in=(Kind.ANSWER, Kind.GROUP), withdrawn_on__isnull=True)
        .select_related("scheme")
        .order_by("scheme__characteristic", "scheme__code", "order")
    )
