"""What follows from a person's details: the lines of their consent trail and their main role. Called by operations, which audit it."""

from collections.abc import Iterable
from datetime import date

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation.saving import change
from folkmoot.stakeholders.models import Affiliation, Consent, Contact


def put_in_force(contact: Contact, purposes: Iterable[str], basis: str, how: str, given_on: date | None, by: Viewer) -> None:
    """Write one line for each purpose. The caller has ended what held before and writes the audit event."""
    Consent.objects.bulk_create(
        Consent(contact=contact, purpose=purpose, basis=basis, how=how, given_on=given_on, recorded_by_id=by.account_id)
        for purpose in dict.fromkeys(purposes)
    )


def keep_in_step(contact: Contact, by: Viewer, today: date) -> None:
    """After the basis of keeping somebody's details was changed: end the line that held and write the new one."""
    end_lines(contact, [Consent.Purpose.KEEP], today, Consent.Ending.REPLACED, by)
    put_in_force(contact, [Consent.Purpose.KEEP], contact.basis, "", contact.basis_on, by)


def end_lines(contact: Contact, purposes: Iterable[str], on: date, ending: str, by: Viewer) -> int:
    """End what holds for these purposes on a day; returns how many lines that ended."""
    lines = contact.consents.filter(purpose__in=list(purposes), ended_on__isnull=True)
    return int(lines.update(ended_on=on, ending=ending, ended_by_id=by.account_id))


def follow_details(contact: Contact, today: date, kind: str = Affiliation.Kind.OTHER) -> None:
    """After a person's organisation or role was changed in their details: the main role follows.

    Another organisation is another role: the one held until then ended on that day. The caller writes the audit event.
    """
    main = contact.affiliations.filter(main=True).first()
    if main and main.organisation_id == contact.organisation_id and contact.role:
        change(main, {"title": contact.role})
        return
    if main:
        change(main, {"main": False, "ends": max(today, main.starts or today)})
    if contact.organisation_id or contact.role:
        row = Affiliation(
            contact=contact, organisation_id=contact.organisation_id, kind=kind, title=contact.role, main=True,
            starts=today if main else None,
        )  # fmt: skip
        row.save()
