"""Writing organisations and how they stand to each other."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.stakeholders.duplicates.keeping import keep_keys
from folkmoot.stakeholders.duplicates.queries import Likely
from folkmoot.stakeholders.models import Organisation, Relationship
from folkmoot.stakeholders.operations.known import AlreadyKnown
from folkmoot.stakeholders.queries import organisations_like
from folkmoot.stakeholders.rules import days_problem, may_belong, name_key, postcode_problem, tidy_phone, tidy_postcode


@transaction.atomic
def add_organisation(
    *, by: Viewer, at: datetime, area: Area, name: str, kind: str, communities: Iterable[Community] = (), another: bool = False,
    **values: object,
) -> Organisation:  # fmt: skip
    """Add an organisation to an Area. Raises AlreadyKnown unless `another`, Refused or NotAllowed."""
    by.require("stakeholders.write", area.pk)
    values = _tidied(values)
    linked = _of_area(communities, area.pk)
    like = [] if another else _like(area, name, values)
    if like:
        raise AlreadyKnown(like)
    organisation = Organisation(area=area, name=name.strip(), search_key=name_key(name), kind=kind, **values)
    check(organisation)
    organisation.save()
    organisation.communities.set(linked)
    keep_keys([organisation])
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=organisation)
    return organisation


@transaction.atomic
def change_organisation(
    *, by: Viewer, at: datetime, organisation: Organisation, seen_version: int | None = None,
    communities: Iterable[Community] | None = None, **values: object,
) -> list[str]:  # fmt: skip
    """Change an organisation; returns the fields that changed. Raises Refused or ChangedMeanwhile."""
    by.require("stakeholders.write", organisation.area_id)
    values = _tidied(values)
    links = {} if communities is None else {"communities": _of_area(communities, organisation.area_id)}
    if "name" in values:
        values["search_key"] = name_key(str(values["name"]))
    changed = change_with_links(organisation, values, links, seen_version=seen_version)
    if changed:
        keep_keys([organisation])
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=organisation, detail={"fields": changed})
    return changed


@transaction.atomic
def add_relationship(
    *, by: Viewer, at: datetime, organisation: Organisation, kind: str, other: Organisation, starts: date | None = None,
    ends: date | None = None,
) -> Relationship:  # fmt: skip
    """Record what one organisation is to another, which must be in sight. Raises Refused or NotAllowed."""
    by.require("stakeholders.write", organisation.area_id)
    by.require("stakeholders.read", other.area_id)
    problems = days_problem(starts, ends)
    if organisation == other:
        problems["other"] = [_("Choose another organisation: this is the same one.")]
    if problems:
        raise Refused(problems)
    row = Relationship(organisation=organisation, kind=kind, other=other, starts=starts, ends=ends)
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=organisation.area_id)
    return row


@transaction.atomic
def end_relationship(*, by: Viewer, at: datetime, relationship: Relationship, on: date, seen_version: int | None = None) -> None:
    """Say on which day a relationship was over. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require("stakeholders.write", relationship.organisation.area_id)
    if problems := days_problem(relationship.starts, on, last_field="on"):
        raise Refused(problems)
    if changed := change(relationship, {"ends": on}, seen_version=seen_version):
        audit.record(
            audit.Kind.ALTERATION, by=by, at=at, subject=relationship, area_id=relationship.organisation.area_id, detail={"fields": changed}
        )


def _like(area: Area, name: str, values: dict[str, object]) -> list[Likely]:
    told = {field: str(values.get(field) or "") for field in ("postcode", "email", "phone", "town", "website")}
    return organisations_like(THE_PRODUCT, area_id=area.pk, name=name, **told)


def _of_area(communities: Iterable[Community], area_id: int) -> list[Community]:
    chosen = list(communities)
    for community in chosen:
        if not may_belong(community_area=community.area_id, area=area_id):
            raise Refused({"communities": [_("“%(name)s” is a community of another Area.") % {"name": community}]})
    return chosen


def _tidied(values: dict[str, object]) -> dict[str, object]:
    values = dict(values)
    if "phone" in values:
        values["phone"] = tidy_phone(str(values["phone"]))
    if "postcode" not in values:
        return values
    postcode = tidy_postcode(str(values["postcode"]))
    problem = postcode_problem(postcode)
    if problem:
        raise Refused({"postcode": [problem]})
    return {**values, "postcode": postcode}
