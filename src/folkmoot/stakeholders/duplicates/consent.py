"""What a person agreed to and needs, when two entries of them become one: the stricter wins and nothing that keeps them safe is lost."""

from datetime import date

from folkmoot.stakeholders.duplicates.models import Merge
from folkmoot.stakeholders.duplicates.relinking import set_fields
from folkmoot.stakeholders.models import Affiliation, Consent, Contact, SafeContactNote

# The stricter comes first.
STRICTNESS = (
    Contact.Basis.WITHDRAWN, Contact.Basis.TO_BE_ASKED, Contact.Basis.CONSENT, Contact.Basis.PUBLIC_TASK, Contact.Basis.PUBLISHED,
)  # fmt: skip
KEEP = Consent.Purpose.KEEP


def settle(merge: Merge, kept: Contact, gone: Contact, *, today: date) -> dict[str, object]:
    """Bring consents, main roles and safe-contact notes of both together before the links move; returns new values of the kept row."""
    values = _settle_consents(merge, kept, gone, today)
    _join_safe_contact(merge, kept, gone)
    return values | _settle_roles(merge, kept, gone)


def _settle_consents(merge: Merge, kept: Contact, gone: Contact, today: date) -> dict[str, object]:
    ours, theirs = _in_force(kept), _in_force(gone)
    refused = _refused(kept, ours) | _refused(gone, theirs)
    for purpose, consent in [*ours.items(), *theirs.items()]:
        if purpose in refused:
            _end(merge, consent, Consent.Ending.WITHDRAWN, today)
    for purpose in sorted((ours.keys() & theirs.keys()) - refused):
        _end(merge, max(theirs[purpose], ours[purpose], key=_leniency), Consent.Ending.REPLACED, today)
    return _basis(kept, gone, today if KEEP in refused else None)


def _leniency(consent: Consent) -> int:
    return STRICTNESS.index(Contact.Basis(consent.basis))


def _basis(kept: Contact, gone: Contact, withdrawn: date | None) -> dict[str, object]:
    """The basis shown beside the name: withdrawn where either withdrew, else the stricter of the two."""
    if withdrawn and Contact.Basis.WITHDRAWN not in (kept.basis, gone.basis):
        return {"basis": str(Contact.Basis.WITHDRAWN), "basis_on": withdrawn}
    if STRICTNESS.index(Contact.Basis(gone.basis)) < STRICTNESS.index(Contact.Basis(kept.basis)):
        return {"basis": gone.basis, "basis_on": gone.basis_on}
    return {}


def _in_force(contact: Contact) -> dict[str, Consent]:
    return {each.purpose: each for each in Consent.objects.filter(contact=contact, ended_on__isnull=True)}


def _refused(contact: Contact, in_force: dict[str, Consent]) -> set[str]:
    """The purposes for which somebody withdrew and has not agreed again; all of them for whoever wants no details kept."""
    if contact.basis == Contact.Basis.WITHDRAWN:
        return set(Consent.Purpose.values)
    latest: dict[str, str] = {}
    for each in Consent.objects.filter(contact=contact, ended_on__isnull=False).order_by("ended_on", "pk"):
        latest[each.purpose] = each.ending
    return {purpose for purpose, ending in latest.items() if ending == Consent.Ending.WITHDRAWN and purpose not in in_force}


def _end(merge: Merge, consent: Consent, ending: str, today: date) -> None:
    set_fields(merge, consent, ended_on=today, ending=str(ending))


def _join_safe_contact(merge: Merge, kept: Contact, gone: Contact) -> None:
    note, other = (SafeContactNote.objects.filter(contact=each).first() for each in (kept, gone))
    if note and other and other.words not in note.words:
        set_fields(merge, note, words=f"{note.words}\n\n{other.words}")


def _settle_roles(merge: Merge, kept: Contact, gone: Contact) -> dict[str, object]:
    """One role at most is shown beside a name: the kept entry's, where it has any."""
    if kept.organisation_id or kept.affiliations.filter(main=True).exists():
        for main in Affiliation.objects.filter(contact=gone, main=True):
            set_fields(merge, main, main=False)
        return {}
    return {"organisation_id": gone.organisation_id, "role": gone.role or kept.role}
