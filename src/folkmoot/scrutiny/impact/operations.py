"""Keeping community impact statements: asked for, written, supplied by the police, put into a case, served and used."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.identities.models import CaseIdentity
from folkmoot.scrutiny.impact.models import ImpactAuthor, ImpactStatement, ImpactUse, ImpactVersion
from folkmoot.scrutiny.impact.queries import Standing, standing_of
from folkmoot.scrutiny.impact.rules import (
    State,
    forbidden_in,
    outcome_problems,
    request_problems,
    service_problems,
    supplying_problems,
    use_problems,
    version_problems,
)
from folkmoot.voice.naming import personal_in

LEARN = "scrutiny.learn"
FIELDS = ("areas_affected", "groups_affected", "author", "sources", "circumstances", "impact", "comparison", "review_on")
KEPT = timedelta(days=183)  # how long after the end of a case its reference is kept, sealed


@transaction.atomic
def ask_for(
    *, by: Viewer, at: datetime, area: Area | None, kind: str, case_kind: str, requested_by: str, requested_on: date | None, force: str,
    community: Community | None = None, community_words: str = "", panel: Panel | None = None, wanted_by: date | None = None,
    police_owner: str = "", reference: str = "",
) -> ImpactStatement:  # fmt: skip
    """Record that a statement was asked for. `reference` of the case, where it is specific, is sealed. Raises Refused or NotAllowed."""
    by.require_for(LEARN, area.pk if area else None)
    problems = request_problems(
        kind=kind, case_kind=case_kind, affected=community is not None or bool(community_words.strip()), requested_by=requested_by,
        force=force, on=requested_on, wanted_by=wanted_by, reference=reference, identifying=_personal(case_kind),
        today=timezone.localdate(at),
    )  # fmt: skip
    if panel is not None and panel.area_id != (area.pk if area else None):
        problems["panel"] = [_("Choose a panel of the same Area.")]
    if problems or requested_on is None:
        raise Refused(problems)
    row = ImpactStatement(
        area=area, panel=panel, kind=kind, case_kind=case_kind.strip(), community=community,
        community_words="" if community else community_words.strip(), requested_by=requested_by.strip(), requested_on=requested_on,
        wanted_by=wanted_by, force=force.strip(), police_owner=police_owner.strip(), identity=_sealed(area, reference, at),
        opened_by_id=by.account_id, opened_at=at,
    )  # fmt: skip
    _keep(row)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, detail={"kind": kind})
    return row


@transaction.atomic
def write_version(
    *, by: Viewer, at: datetime, statement: ImpactStatement, values: Mapping[str, object], vouched_why: str = "",
    names_nobody: bool = False, seen_version: int | None = None,
) -> ImpactVersion:  # fmt: skip
    """Write the draft of a version, or change it: `values` of FIELDS. What looks as if it did not belong needs a reason.

    Raises Refused (by field), ChangedMeanwhile or NotAllowed.
    """
    standing = _to_alter(by, statement, at)
    given = {name: value.strip() if isinstance(value, str) else value for name, value in values.items() if name in FIELDS}
    texts = [str(given.get(name) or "") for name in ("sources", "circumstances", "impact", "comparison")]
    found = forbidden_in(texts)
    problems = version_problems(
        sources=texts[0], impact=texts[2], found=found, vouched_why=vouched_why, identifying=_personal("\n".join(texts)),
        names_nobody=names_nobody,
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    given["vouched_why"] = vouched_why.strip() if found else ""
    if standing.draft is not None:
        change(standing.draft, given | {"written_by_id": by.account_id, "written_at": at}, seen_version=seen_version)
        row = standing.draft
    else:
        number = standing.held.number + 1 if standing.held else 1
        row = ImpactVersion(statement=standing.row, number=number, written_by_id=by.account_id, written_at=at, **given)
        _keep(row)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=row, detail={"version": row.number, "out of place": len(found)})
    return row


@transaction.atomic
def supply(
    *, by: Viewer, at: datetime, statement: ImpactStatement, police_owner: str, on: date | None, review_on: date | None
) -> ImpactVersion:
    """Record that the police supplied the draft, signed: from now on it stays as it is. Raises Refused (by field) or NotAllowed."""
    standing = _to_alter(by, statement, at)
    if standing.draft is None:
        raise Refused({"": [_("There is no draft. Write the statement in the layout of Annex B first.")]})
    row = standing.row
    problems = supplying_problems(
        police_owner=police_owner, on=on, asked_on=row.requested_on, review_on=review_on,
        generic=row.kind == ImpactStatement.Kind.GENERIC, today=timezone.localdate(at),
    )  # fmt: skip
    if problems:
        raise Refused(problems)
    change(row, {"police_owner": police_owner.strip()})
    change(standing.draft, {"supplied_on": on, "review_on": review_on})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=standing.draft, detail={"supplied": standing.draft.number})
    return standing.draft


@transaction.atomic
def add_author(
    *, by: Viewer, at: datetime, statement: ImpactStatement, part: str, member: Member | None = None, office: str = ""
) -> ImpactAuthor:
    """Record who took part in making it: a member of its panel, or an office. Raises Refused (by field) or NotAllowed."""
    standing = _to_alter(by, statement, at)
    if (member is None) == (not office.strip()):
        raise Refused({"office": [_("Choose a panel member, or write an office: one of both.")]})
    if member is not None and member.panel_id != standing.row.panel_id:
        raise Refused({"member": [_("Choose a member of the panel that the statement is kept with.")]})
    row = ImpactAuthor(statement=standing.row, member=member, office=office.strip(), part=part, added_by_id=by.account_id, added_at=at)
    _keep(row)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=standing.row, detail={"author": part})
    return row


@transaction.atomic
def put_into_case(
    *, by: Viewer, at: datetime, statement: ImpactStatement, purpose: str, case_kind: str, on: date | None, reference: str = ""
) -> ImpactUse:
    """Record that the version supplied last was put into a case: never as evidence for a charge. Raises Refused or NotAllowed."""
    standing = _to_alter(by, statement, at)
    problems = use_problems(
        state=standing.state, supplied=standing.held is not None, generic=standing.row.kind == ImpactStatement.Kind.GENERIC,
        purpose=purpose, purposes=ImpactUse.Purpose.values, on=on, today=timezone.localdate(at),
    )  # fmt: skip
    if personal := _personal(case_kind):
        problems["case_kind"] = [_("This may identify a person or a case: %(what)s.") % {"what": "; ".join(personal)}]
    if problems or standing.held is None or on is None:
        raise Refused(problems)
    identity = _sealed(standing.row.area, reference, at) or standing.row.identity
    row = ImpactUse(
        version_used=standing.held, purpose=purpose, case_kind=case_kind.strip() or standing.row.case_kind, identity=identity, put_in_on=on,
        by_id=by.account_id, at=at,
    )  # fmt: skip
    _keep(row)
    audit.record(
        audit.Kind.DISCLOSURE, by=by, at=at, subject=row, recipient=row.get_purpose_display(), detail={"version": standing.held.number}
    )
    return row


@transaction.atomic
def record_service(*, by: Viewer, at: datetime, use: ImpactUse, on: date | None, all_parties: bool) -> None:
    """Record when it was served on all parties. Raises Refused (by field) or NotAllowed."""
    by.require_for(LEARN, use.area_id)
    problems = service_problems(
        put_in_on=use.put_in_on, on=on, all_parties=all_parties, served_already=use.served_on is not None, today=timezone.localdate(at)
    )
    if problems:
        raise Refused(problems)
    change(use, {"served_on": on, "served_on_all": True})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=use, detail={"served": True})


@transaction.atomic
def record_outcome(*, by: Viewer, at: datetime, use: ImpactUse, used: str, on: date | None, words: str = "") -> None:
    """Record how it was used at sentence or in the decision, or why not. The case's reference is erased half a year later.

    Raises Refused (by field) or NotAllowed.
    """
    by.require_for(LEARN, use.area_id)
    problems = outcome_problems(
        used=used, words=words, served_on=use.served_on, put_in_on=use.put_in_on, on=on, done=bool(use.used), today=timezone.localdate(at)
    )
    if used not in ImpactUse.Used.values:
        problems["used"] = [_("Say how it was used.")]
    if problems or on is None:
        raise Refused(problems)
    change(use, {"used": used, "heard_on": on, "used_words": words.strip()})
    if use.identity_id:
        CaseIdentity.objects.filter(pk=use.identity_id, erase_on__isnull=True, erased_at__isnull=True).update(erase_on=on + KEPT)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=use, detail={"used": used})


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, statement: ImpactStatement, why: str) -> None:
    """Withdraw a statement: it is used no more. Raises Refused (by field) or NotAllowed."""
    standing = _to_alter(by, statement, at)
    if not why.strip():
        raise Refused({"why": [_("Say why it is withdrawn: those who gave it will ask.")]})
    change(standing.row, {"withdrawn_on": timezone.localdate(at), "withdrawn_why": why.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=standing.row, detail={"withdrawn": True})


def _to_alter(by: Viewer, statement: ImpactStatement, at: datetime) -> Standing:
    """Where it stands now, read afresh while it is held. Raises NotAllowed, or Refused where it was withdrawn."""
    by.require_for(LEARN, statement.area_id)
    row = ImpactStatement.objects.select_for_update().get(pk=statement.pk)
    standing = standing_of(row, timezone.localdate(at))
    if standing.state is State.WITHDRAWN:
        raise Refused({"": [_("It was withdrawn.")]})
    return standing


def _sealed(area: Area | None, reference: str, at: datetime) -> CaseIdentity | None:
    """The case, sealed; None where no reference was given."""
    from folkmoot.scrutiny.identities.keeping import keep_identity

    return keep_identity(area=area, reference=reference, at=at) if reference.strip() else None


def _personal(words: str) -> list[str]:
    return [found.text for found in personal_in(words)]


def _keep(row: Row) -> None:
    check(row)
    row.save()
