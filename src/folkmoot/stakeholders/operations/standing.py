"""Recording who can speak for a community, and how much influence and interest a stakeholder has."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.communities.models import Community
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.stakeholders.models import Assessment, Contact, Organisation, SpeaksFor
from folkmoot.stakeholders.rules import days_problem, mark_problems, may_belong, past_problem

Stakeholder = Contact | Organisation


@transaction.atomic
def attest(
    *, by: Viewer, at: datetime, stakeholder: Stakeholder, community: Community, attested_by: str, attested_on: date | None = None,
    ended_on: date | None = None,
) -> SpeaksFor:  # fmt: skip
    """Record in whose word a person or organisation can speak for a community. Raises Refused or NotAllowed."""
    by.require("stakeholders.write", stakeholder.area_id)
    day = attested_on or timezone.localdate(at)
    problems = past_problem("attested_on", day, timezone.localdate(at))
    problems |= days_problem(day, ended_on, first_field="attested_on", last_field="ended_on")
    if not attested_by.strip():
        problems["attested_by"] = [_("Say who says so: it is not for us to decide.")]
    if not may_belong(community_area=community.area_id, area=stakeholder.area_id):
        problems["community"] = [_("“%(name)s” is a community of another Area.") % {"name": community}]
    if problems:
        raise Refused(problems)
    row = SpeaksFor(community=community, attested_by=attested_by.strip(), attested_on=day, ended_on=ended_on, **_one(stakeholder))
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=stakeholder.area_id)
    return row


@transaction.atomic
def end_attestation(*, by: Viewer, at: datetime, speaks_for: SpeaksFor, on: date | None = None, seen_version: int | None = None) -> None:
    """Say until which day this holds. Raises Refused, ChangedMeanwhile or NotAllowed."""
    area_id = _area_of(speaks_for)
    by.require("stakeholders.write", area_id)
    day = on or timezone.localdate(at)
    if problems := days_problem(speaks_for.attested_on, day, first_field="attested_on", last_field="on"):
        raise Refused(problems)
    if changed := change(speaks_for, {"ended_on": day}, seen_version=seen_version):
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=speaks_for, area_id=area_id, detail={"fields": changed})


@transaction.atomic
def assess(
    *, by: Viewer, at: datetime, stakeholder: Stakeholder, influence: int, interest: int, reason: str, on: date | None = None,
    seen_version: int | None = None,
) -> Assessment:  # fmt: skip
    """Record influence and interest, from 1 to 5, with the reason. A second assessment of one day takes the place of the first.

    `seen_version`: of that day's, 0 where there was none. Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    by.require("stakeholders.write", stakeholder.area_id)
    day = on or timezone.localdate(at)
    if problems := mark_problems(influence, interest, reason) | past_problem("on", day, timezone.localdate(at)):
        raise Refused(problems)
    given = {"influence": influence, "interest": interest, "reason": reason.strip(), "assessed_by_id": by.account_id}
    row = stakeholder.assessments.filter(on=day).first()
    if row is None and seen_version:
        raise ChangedMeanwhile(Assessment(on=day, **_one(stakeholder)))
    if row:
        changed = change(row, given, seen_version=seen_version)
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, area_id=stakeholder.area_id, detail={"fields": changed})
        return row
    row = Assessment(on=day, **given, **_one(stakeholder))
    check(row)
    row.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=stakeholder.area_id)
    return row


def _one(stakeholder: Stakeholder) -> dict[str, Stakeholder]:
    return {"contact" if isinstance(stakeholder, Contact) else "organisation": stakeholder}


def _area_of(row: SpeaksFor) -> int:
    stakeholder = row.contact or row.organisation
    if stakeholder is None:
        raise Refused({"": [_("Nobody is named in this record.")]})
    return stakeholder.area_id
