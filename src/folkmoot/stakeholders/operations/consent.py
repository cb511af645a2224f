"""Recording what people agreed to, and that they withdrew it. A line of the trail is ended, never changed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change
from folkmoot.stakeholders.in_step import end_lines, put_in_force
from folkmoot.stakeholders.models import Consent, Contact
from folkmoot.stakeholders.rules import agreement_problems, past_problem

KEEP = Consent.Purpose.KEEP


@transaction.atomic
def record_agreement(
    *, by: Viewer, at: datetime, contact: Contact, purposes: Iterable[str], basis: str = Contact.Basis.CONSENT, how: str = "",
    given_on: date | None = None,
) -> None:  # fmt: skip
    """Record for what a person's details may be used, on what basis, how and since when. What held before for a purpose is replaced.

    Raises Refused or NotAllowed.
    """
    by.require("stakeholders.write", contact.area_id)
    today, chosen = timezone.localdate(at), list(dict.fromkeys(purposes))
    _refuse_gone(contact)
    if problems := agreement_problems(purposes=chosen, basis=basis, how=how, given_on=given_on, today=today):
        raise Refused(problems)
    kept = contact.consents.filter(purpose=KEEP, ended_on__isnull=True).exclude(basis__in=_no_bases()).exists()
    if not kept and KEEP not in chosen:
        chosen.append(KEEP)
    end_lines(contact, chosen, today, Consent.Ending.REPLACED, by)
    put_in_force(contact, chosen, basis, how, given_on, by)
    if KEEP in chosen:
        change(contact, {"basis": basis, "basis_on": given_on})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=contact, detail={"agreed": sorted(chosen), "basis": basis})


@transaction.atomic
def withdraw(*, by: Viewer, at: datetime, contact: Contact, purposes: Iterable[str], on: date | None = None) -> None:
    """Record that a person no longer agrees, from that day on; withdrawing the keeping of details withdraws everything.

    Raises Refused or NotAllowed.
    """
    by.require("stakeholders.write", contact.area_id)
    today, chosen = timezone.localdate(at), set(purposes)
    day = on or today
    _refuse_gone(contact)
    problems = past_problem("on", day, today) | ({} if chosen else {"purposes": [_("Choose what they withdrew.")]})
    if KEEP in chosen:
        chosen |= set(Consent.Purpose.values)
    ending = contact.consents.filter(purpose__in=chosen, ended_on__isnull=True)
    if any(line.given_on and day < line.given_on for line in ending):
        problems["on"] = [_("This is before the day on which they agreed.")]
    if problems:
        raise Refused(problems)
    ended = end_lines(contact, chosen, day, Consent.Ending.WITHDRAWN, by)
    if KEEP in chosen:
        change(contact, {"basis": Contact.Basis.WITHDRAWN, "basis_on": day})
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=contact, detail={"withdrawn": sorted(chosen), "lines": ended})


def _no_bases() -> list[str]:
    return [Contact.Basis.TO_BE_ASKED, Contact.Basis.WITHDRAWN]


def _refuse_gone(contact: Contact) -> None:
    if contact.erased_on or contact.merged_into_id:
        raise Refused({"": [_("These details were erased, or joined with another person’s.")]})
