"""Writing communities: add, change, end, resume, their trust and their population; and that a point came from one.

Each is one transaction with its audit event.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area, Authority
from folkmoot.characteristics.models import Category
from folkmoot.communities.counted import counted
from folkmoot.communities.languages import unknown_codes
from folkmoot.communities.models import Community, CommunityPoint, TrustChange
from folkmoot.communities.rules import community_problems, end_problem, may_share_point, trust_problems
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.voice.models import Point

_TRUST = ("low_trust", "low_trust_evidence")
_COUNTED = ("population", "population_source", "population_on")
_CHECKED = ("low_trust", "low_trust_evidence", "population", "population_source", "population_on", "contact_every_months")


@transaction.atomic
def add_community(
    *, by: Viewer, at: datetime, area: Area | None, name: str, kind: str, characteristics: Iterable[Category] = (),
    authorities: Iterable[Authority] = (), **values: object,
) -> Community:  # fmt: skip
    """Add a community of an Area, or (area None, national roles only) of the whole service. Raises Refused or NotAllowed."""
    by.require_for("communities.write", area.pk if area else None)
    community = Community(area=area, name=name.strip(), kind=kind, **values)
    _refuse_problems(community, at)
    check(community)
    community.save()
    community.characteristics.set(characteristics)
    community.authorities.set(authorities)
    if community.low_trust:
        _trust_changed(community, timezone.localdate(at), by=by, at=at)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=community)
    return community


@transaction.atomic
def change_community(
    *, by: Viewer, at: datetime, community: Community, seen_version: int | None = None,
    characteristics: Iterable[Category] | None = None, authorities: Iterable[Authority] | None = None, **values: object,
) -> list[str]:  # fmt: skip
    """Change a community; returns the fields that changed. A population typed is no longer the census's, nor derived.

    Raises Refused or ChangedMeanwhile.
    """
    by.require_for("communities.write", community.area_id)
    links = {name: rows for name, rows in (("characteristics", characteristics), ("authorities", authorities)) if rows is not None}
    if any(values.get(name, getattr(community, name)) != getattr(community, name) for name in _COUNTED):
        values |= {"from_census": values.get("from_census", False), "derived": False}
    proposed = Community(**{name: values.get(name, getattr(community, name)) for name in (*_CHECKED, "languages")})
    _refuse_problems(proposed, at)
    if community.low_trust and not proposed.low_trust and proposed.low_trust_evidence.strip() in ("", community.low_trust_evidence):
        raise Refused({"low_trust_evidence": [_("Say what shows that trust is no longer low.")]})
    changed = change_with_links(community, values, links, seen_version=seen_version)
    if set(changed) & set(_TRUST):
        _trust_changed(community, timezone.localdate(at), by=by, at=at)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=community, detail={"fields": changed})
    return changed


@transaction.atomic
def change_trust(
    *, by: Viewer, at: datetime, community: Community, low: bool, words: str, on: date, seen_version: int | None = None
) -> TrustChange:
    """Record that trust was found to be low (again), or no longer low, and what shows it. Raises Refused or ChangedMeanwhile."""
    by.require_for("communities.write", community.area_id)
    last = community.trust_changes.first()
    problems = trust_problems(low=low, words=words, on=on, last_on=last.on if last else None, today=timezone.localdate(at))
    if not low and not community.low_trust:
        problems["low"] = [_("Trust is not recorded as low.")]
    if problems:
        raise Refused(problems)
    changed = change(community, {"low_trust": low, "low_trust_evidence": words.strip()}, seen_version=seen_version)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=community, detail={"fields": changed, "low": low})
    return _trust_changed(community, on, by=by, at=at)


@transaction.atomic
def take_population_from_census(*, by: Viewer, at: datetime, community: Community, seen_version: int | None = None) -> list[str]:
    """Take the population from the published tables, by the community's own characteristics and place; returns the fields changed.

    Raises Refused where the tables cannot say, with what would help, and ChangedMeanwhile.
    """
    by.require_for("communities.write", community.area_id)
    figure = counted(by, community)
    if figure.value is None or figure.day is None:
        raise Refused({"": [figure.note or _("The published tables do not say how many people this community has.")]})
    values = {
        "population": figure.value, "population_source": figure.source[:200], "population_on": figure.day, "from_census": True,
        "derived": False,
    }  # fmt: skip
    changed = change(community, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=community, detail={"fields": changed, "year": figure.year})
    return changed


@transaction.atomic
def end_community(*, by: Viewer, at: datetime, community: Community, on: date, reason: str) -> None:
    """End a community; its history stays and it is no longer offered. Raises Refused."""
    by.require_for("communities.write", community.area_id)
    problem = end_problem(ended_on=community.ends, on=on, starts=community.starts, today=timezone.localdate(at))
    problems = {"on": [problem]} if problem else {}
    if not reason.strip():
        problems["reason"] = [_("Say why it ended, in a few words.")]
    if problems:
        raise Refused(problems)
    change(community, {"ends": on, "end_reason": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=community, detail={"ended": on.isoformat()})


@transaction.atomic
def resume_community(*, by: Viewer, at: datetime, community: Community) -> None:
    """Take back that a community ended. Raises Refused where it had not, or where another community took its place."""
    by.require_for("communities.write", community.area_id)
    if community.followed_by.exists():
        raise Refused({"": [_("Another community took its place. Undo the merge or the split instead.")]})
    if not change(community, {"ends": None, "end_reason": ""}):
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
    unknown = unknown_codes(community.languages)
    if unknown:
        problems["languages"] = [_("“%(code)s” is not in the list of languages.") % {"code": unknown[0]}]
    if problems:
        raise Refused(problems)


def _trust_changed(community: Community, on: date, *, by: Viewer, at: datetime) -> TrustChange:
    """Keep what is now known of a community's trust, with its day and its evidence."""
    words = community.low_trust_evidence or _("No reason was given.")
    return TrustChange.objects.create(community=community, low=community.low_trust, on=on, words=words, by_id=by.account_id, at=at)
