"""Writing partnerships, contacts within them and outcomes. Each is one transaction with its audit event."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, change_with_links, check
from folkmoot.stakeholders.models import Organisation
from folkmoot.stakeholders.partnerships.models import Partnership, PartnershipContact, PartnershipOutcome
from folkmoot.stakeholders.partnerships.rules import dated_problem, end_problem, partnership_problems
from folkmoot.strategy.models import Aim
from folkmoot.strategy.trends.models import Trend

CHECKED = ("title", "purpose", "starts", "agreed_on", "agreed_until", "review_every_months")


@transaction.atomic
def add_partnership(
    *, by: Viewer, at: datetime, area: Area | None, partners: Iterable[Organisation], aims: Iterable[Aim] = (),
    trends: Iterable[Trend] = (), **values: object,
) -> Partnership:  # fmt: skip
    """Add a partnership of an Area, or of the whole service. Raises Refused or NotAllowed."""
    by.require_for("stakeholders.write", area.pk if area else None)
    partnership = Partnership(area=area, **values)
    partners = list(partners)
    _refuse(partnership, bool(partners), at)
    check(partnership)
    partnership.save()
    for name, rows in (("partners", partners), ("aims", aims), ("trends", trends)):
        getattr(partnership, name).set(rows)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=partnership)
    return partnership


@transaction.atomic
def change_partnership(
    *, by: Viewer, at: datetime, partnership: Partnership, seen_version: int | None = None, partners: Iterable[Organisation] | None = None,
    aims: Iterable[Aim] | None = None, trends: Iterable[Trend] | None = None, **values: object,
) -> list[str]:  # fmt: skip
    """Change a partnership; returns the fields that changed. Raises Refused, ChangedMeanwhile or NotAllowed."""
    by.require_for("stakeholders.write", partnership.area_id)
    linked = {"partners": partners, "aims": aims, "trends": trends}
    links = {name: list(rows) for name, rows in linked.items() if rows is not None}
    wanted = Partnership(**{name: values.get(name, getattr(partnership, name)) for name in CHECKED})
    _refuse(wanted, "partners" not in links or bool(links["partners"]), at)
    changed = change_with_links(partnership, values, links, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=partnership, detail={"fields": changed})
    return changed


@transaction.atomic
def record_contact(*, by: Viewer, at: datetime, partnership: Partnership, on: date, words: str) -> PartnershipContact:
    """Record that the partners were in touch. Raises Refused or NotAllowed."""
    by.require_for("stakeholders.write", partnership.area_id)
    problem = dated_problem(on, partnership.starts, timezone.localdate(at))
    if problem:
        raise Refused({"on": [problem]})
    contact = PartnershipContact(partnership=partnership, on=on, words=words.strip(), by_id=by.account_id)
    check(contact)
    contact.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=contact, area_id=partnership.area_id)
    return contact


@transaction.atomic
def note_contact_elsewhere(
    *, by: Viewer, at: datetime, partnerships: Iterable[Partnership], on: date, words: str, origin_kind: str, origin_id: int
) -> None:
    """Keep in step the contacts that one thing elsewhere (a held activity) stands for: those of `partnerships`, and of no others.

    Whoever may write that thing may say which partnerships it was part of; the caller has asked.
    """
    wanted = {partnership.pk for partnership in partnerships}
    known = PartnershipContact.objects.filter(origin_kind=origin_kind, origin_id=origin_id)
    gone = known.exclude(partnership__in=wanted)
    removed = sorted(gone.values_list("partnership", flat=True))
    gone.delete()
    for pk in wanted:
        PartnershipContact.objects.update_or_create(
            partnership_id=pk,
            origin_kind=origin_kind,
            origin_id=origin_id,
            defaults={"on": on, "words": words[:300], "by_id": by.account_id},
        )
    if wanted or removed:
        detail: dict[str, object] = {"origin": f"{origin_kind} {origin_id}", "no_longer": removed}
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject="stakeholders.partnership", ids=sorted(wanted), detail=detail)


@transaction.atomic
def record_outcome(
    *, by: Viewer, at: datetime, partnership: Partnership, kind: str, on: date, words: str, evidence: str, number: int | None = None
) -> PartnershipOutcome:
    """Record something that came of a partnership, with what shows it. Raises Refused or NotAllowed."""
    by.require_for("stakeholders.write", partnership.area_id)
    problem = dated_problem(on, partnership.starts, timezone.localdate(at))
    if problem:
        raise Refused({"on": [problem]})
    outcome = PartnershipOutcome(
        partnership=partnership, kind=kind, on=on, words=words.strip(), evidence=evidence.strip(), number=number, by_id=by.account_id
    )
    check(outcome)
    outcome.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=outcome, area_id=partnership.area_id)
    return outcome


@transaction.atomic
def end_partnership(*, by: Viewer, at: datetime, partnership: Partnership, on: date, reason: str) -> None:
    """End a partnership; its history stays. Raises Refused or NotAllowed."""
    by.require_for("stakeholders.write", partnership.area_id)
    today = timezone.localdate(at)
    problem = end_problem(ended_on=partnership.ended_on, on=on, starts=partnership.starts, reason=reason, today=today)
    if problem:
        raise Refused({"": [problem]})
    change(partnership, {"ended_on": on, "ended_why": reason.strip()})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=partnership, detail={"fields": ["ended_on", "ended_why"]})


@transaction.atomic
def resume_partnership(*, by: Viewer, at: datetime, partnership: Partnership) -> None:
    """Take up again a partnership that had ended. Raises Refused or NotAllowed."""
    by.require_for("stakeholders.write", partnership.area_id)
    if partnership.ended_on is None:
        raise Refused({"": [_("It has not ended.")]})
    change(partnership, {"ended_on": None, "ended_why": ""})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=partnership, detail={"fields": ["ended_on", "ended_why"]})


def _refuse(partnership: Partnership, has_partners: bool, at: datetime) -> None:
    problems = partnership_problems(
        title=partnership.title, purpose=partnership.purpose, starts=partnership.starts, agreed_on=partnership.agreed_on,
        agreed_until=partnership.agreed_until, every_months=partnership.review_every_months, today=timezone.localdate(at),
    )  # fmt: skip
    if not has_partners:
        problems["partners"] = [_("Choose at least one partner.")]
    if problems:
        raise Refused(problems)
