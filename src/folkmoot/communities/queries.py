"""Reading communities. Those of the whole service are seen by everyone who may see communities at all."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from folkmoot.accounts.scope import Viewer, within
from folkmoot.characteristics.models import Category
from folkmoot.characteristics.rules import Kind
from folkmoot.communities.models import Community, CommunityPoint, TrustChange
from folkmoot.communities.rules import DESCRIBING_SCHEMES, in_words, together
from folkmoot.voice.models import Point
from folkmoot.voice.queries import open_to


def communities(viewer: Viewer) -> QuerySet[Community]:
    """The communities in sight, each with `points_count`: how many points in the viewer's sight came from it."""
    links = within(viewer, CommunityPoint.objects.filter(open_to(viewer, "point__")), "voice.read", area="point__area_id")
    counted = links.filter(community=OuterRef("pk")).order_by().values("community").annotate(how_many=Count("pk")).values("how_many")
    rows = Community.objects.select_related("area", "county", "owner").annotate(
        points_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    )
    return within(viewer, rows, "communities.read", national_rows=True)


def get_community(viewer: Viewer, community_id: int) -> Community:
    """One community in sight, its places and members read. Raises Community.DoesNotExist for one out of sight or that does not exist."""
    members = Prefetch("characteristics", Category.objects.select_related("scheme"))
    return communities(viewer).prefetch_related("authorities", members).get(pk=community_id)


def list_communities(
    viewer: Viewer, *, today: date, area_id: int | None = None, county_id: int | None = None, kind: str = "", ended: bool = False,
    owner_id: int | None = None, low_trust: bool = False,
) -> QuerySet[Community]:  # fmt: skip
    """Communities in being today by name, or those that ended; of one Area (with those of the whole service) or all in sight."""
    over = Q(ends__lt=today)
    rows = communities(viewer).filter(over if ended else ~over | Q(ends__isnull=True))
    if area_id is not None:
        rows = rows.filter(Q(area_id=area_id) | Q(area_id__isnull=True))
    if county_id is not None:
        rows = rows.filter(county_id=county_id)
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    if low_trust:
        rows = rows.filter(low_trust=True)
    return rows.filter(kind=kind) if kind else rows


def community_names(
    viewer: Viewer, *, today: date, area_id: int | None = None, only: int | None = None, most: int | None = None
) -> list[tuple[int, str]]:
    """The communities in being as (id, name) by name, at most the first `most`; nothing else of them is read. `only` one of them."""
    rows = list_communities(viewer, today=today, area_id=area_id)
    named = (rows.filter(pk=only) if only is not None else rows).values_list("pk", "name", "name_cy")[:most]
    welsh = get_language() == "cy"
    return [(pk, name_cy if welsh and name_cy else name) for pk, name, name_cy in named]


def owners(viewer: Viewer) -> list[tuple[int, str]]:
    """Who looks after a community in sight, as (id, name), by name."""
    rows = communities(viewer).filter(owner__isnull=False).order_by("owner__name").values_list("owner_id", "owner__name").distinct()
    return list(dict(rows).items())


def trust_history(viewer: Viewer, community: Community) -> QuerySet[TrustChange]:
    """What was recorded of a community's trust, the latest first."""
    return TrustChange.objects.filter(community__in=communities(viewer).filter(pk=community.pk)).select_related("by")


def description_of(community: Community) -> str:
    """Its characteristics as one phrase: any of those of one scheme, and those of several schemes together; "" for none."""
    rows = sorted(community.characteristics.all(), key=lambda one: (one.scheme.characteristic, one.scheme.code, one.order))
    return in_words(together((category.scheme.code, category.name) for category in rows))


def points_of(viewer: Viewer, community: Community) -> QuerySet[Point]:
    """The points in sight that came from a community, newest first."""
    return within(viewer, Point.objects.filter(open_to(viewer), pk__in=community.points.values("point")), "voice.read")


def points_with_before(viewer: Viewer, family: Sequence[int], most: int) -> list[tuple[Point, Community | None]]:
    """The newest points in sight that came from a community (the first of its `family`) or one before it, which is given with the point."""
    links = CommunityPoint.objects.filter(community__in=family)
    points = list(within(viewer, Point.objects.filter(open_to(viewer), pk__in=links.values("point")), "voice.read")[:most])
    came_from: dict[int, Community | None] = {}
    for link in links.filter(point__in=points).select_related("community"):
        if link.community_id == family[0] or link.point_id not in came_from:
            came_from[link.point_id] = None if link.community_id == family[0] else link.community
    return [(point, came_from[point.pk]) for point in points]


def describing_categories(viewer: Viewer) -> QuerySet[Category]:
    """The categories by which a community may be described, scheme by scheme in their own order."""
    return (
        Category.objects.filter(scheme__code__in=DESCRIBING_SCHEMES, kind__in=(Kind.ANSWER, Kind.GROUP), withdrawn_on__isnull=True)
        .select_related("scheme")
        .order_by("scheme__characteristic", "scheme__code", "order")
    )
