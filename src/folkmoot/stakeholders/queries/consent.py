"""What people's details may be used for today, and how that came about."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from folkmoot.accounts.scope import Viewer
from folkmoot.stakeholders.models import Consent, Contact
from folkmoot.stakeholders.queries.people import contacts
from folkmoot.stakeholders.rules import Agreed, may_be_used


def trail_of(contact: Contact) -> QuerySet[Consent]:
    """Every line of what a person agreed to, the latest first; for a contact that the viewer may see."""
    return contact.consents.select_related("recorded_by", "ended_by").order_by("-given_on", "-pk")


def in_force(contact: Contact) -> QuerySet[Consent]:
    """The lines that have not ended."""
    return contact.consents.filter(ended_on__isnull=True)


def may_be_invited(contact: Contact, purpose: str = "invitations", *, on: date | None = None) -> bool:
    """Whether a person's details may be used for a purpose (a `Consent.Purpose`) on a day, today unless given."""
    if contact.erased_on or contact.merged_into_id:
        return False
    lines = [_agreed(line) for line in contact.consents.all()]
    return may_be_used(purpose, lines, on=on or timezone.localdate(), keep_until=contact.keep_until)


def may_be_used_for(viewer: Viewer, contact_ids: Iterable[int], purpose: str, *, on: date | None = None) -> set[int]:
    """Which of these people in sight may be asked or written to for a purpose on a day, in two queries."""
    day = on or timezone.localdate()
    kept = dict(contacts(viewer).filter(pk__in=list(contact_ids)).order_by().values_list("pk", "keep_until"))
    lines: dict[int, list[Agreed]] = {}
    for line in Consent.objects.filter(contact__in=kept, purpose__in=("keep", purpose)):
        lines.setdefault(line.contact_id, []).append(_agreed(line))
    return {pk for pk, until in kept.items() if may_be_used(purpose, lines.get(pk, []), on=day, keep_until=until)}


def _agreed(line: Consent) -> Agreed:
    return Agreed(line.purpose, line.basis, line.given_on, line.ended_on)
