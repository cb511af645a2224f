"""Writing communities: add, change, end, resume; and that a point came from one. Each is one transaction with its audit event."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category
from folkmoot.communities.models import Community, CommunityPoint
from folkmoot.communities.rules import community_problems, end_problem, may_share_point
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.voice.models import Point

_CHECKED = ("low_trust", "low_trust_evidence", "population", "population_source", "population_on", "contact_every_months")


@transaction.atomic
def add_community(
    *, by: Viewer, at: datetime, area: Area | None, name: str, kind: str, characteristics: Iterable[Category] = (), **values: object
) -> Community:
    """Add a community of an Area, or (area None, national roles only) of the whole service. Raises Refused or NotAllowed."""
    by.require_for("communities.write", area.pk if area else None)
    community = Community(area=area, name=name.strip(), kind=kind, **values)
    _refuse_problems(community, at)
    check(community)
    community.save()
    community.characteristics.set(characteristics)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=community)
    return community


@transaction.atomic
def change_community(
    *, by: Viewer, at: datetime, community: Community, seen_version: int | None = None,
    characteristics: Iterable[Category] | None = None, **values: object,
) -> list[str]:  # fmt: skip
    """Change a community; returns the fields that changed. Raises Refused or ChangedMeanwhile."""
    by.require_for("communities.write", community.area_id)
    links = {} if characteristics is None else {"characteristics": characteristics}
    proposed = Community(**{name: values.get(name, getattr(community, name)) for name in _CHECKED})
    _refuse_problems(proposed, at)
    changed = change_with_links(community, values, links, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=community, detail={"fields": changed})
    return changed


@transaction.atomic
def end_community(*, by: Viewer, at: datetime, community: Community, on: date) -> None:
    """End a community; its history stays and it is no longer offered. Raises Refused."""
    by.require_for("communities.write", community.area_id)
    problem = end_problem(ended_on=community.ends, on=on, starts=community.starts, today=timezone.localdate(at))
    if problem:
        raise Refused({"on": [problem]})
    change(community, {"ends": on})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=community, detail={"ended": on.isoformat()})


@transaction.atomic
def resume_community(*, by: Viewer, at: datetime, community: Community) -> None:
    """Take back that a community ended. Raises Refused where it had not."""
    by.require_for("communities.write", community.area_id)
    if not change(community, {"ends": None}):
        raise Refused({"": [_("This community has not ended.")]})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=community, detail={"resumed": True})


@transaction.atomic
def link_point(*, by: Viewer, at: datetime, community: Community, point: Point) -> CommunityPoint:
    """Say that a point came from a community; saying it twice changes nothing. Raises Refused for another Area's community."""
    by.require("voice.write", point.area_id)
    if not may_share_point(community_area=community.area_id, point_area=point.area_id):
        raise Refused({"communities": [_("“%(name)s” is a community of another Area.") % {"name": community}]})
    link, new = CommunityPoint.objects.get_or_create(community=community, point=point)
    if new:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=community, area_id=point.area_id, detail={"point": point.pk})
    return link


def _refuse_problems(community: Community, at: datetime) -> None:
    problems = community_problems(**{name: getattr(community, name) for name in _CHECKED}, today=timezone.localdate(at))
    if problems:
        raise Refused(problems)
