"""Writing the people we know, giving them what is held on them, and erasing it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.notices.forgetting import forget_letters_to
from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.areas.models import Area
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, check
from folkmoot.stakeholders.duplicates.keeping import keep_keys
from folkmoot.stakeholders.duplicates.operations import forget
from folkmoot.stakeholders.duplicates.queries import Likely
from folkmoot.stakeholders.in_step import follow_details, keep_in_step, put_in_force
from folkmoot.stakeholders.models import (
    Affiliation,
    Assessment,
    Consent,
    Contact,
    Organisation,
    SafeContactNote,
    SafeContactReading,
    SpeaksFor,
)
from folkmoot.stakeholders.operations.known import AlreadyKnown
from folkmoot.stakeholders.queries import Held, contacts_like, everything_held
from folkmoot.stakeholders.rules import ERASED, agreement_problems, contact_problems, name_key, tidy_phone, unknown_choices

_JUDGED = ("name", "basis", "basis_on", "keep_until", "organisation", "area", "birth_year", "needs_asked_on", "formats", "needs")


@transaction.atomic
def add_contact(
    *, by: Viewer, at: datetime, area: Area, name: str, organisation: Organisation | None = None, another: bool = False,
    role_kind: str = Affiliation.Kind.OTHER, purposes: tuple[str, ...] | list[str] = (), how: str = "", **values: object,
) -> Contact:  # fmt: skip
    """Add a person to an Area, with what they agreed to (`purposes`, and `how`) and their main role where one is given.

    Raises AlreadyKnown unless `another`, Refused or NotAllowed.
    """
    by.require("stakeholders.write", area.pk)
    today = timezone.localdate(at)
    contact = Contact(area=area, name=name.strip(), search_key=name_key(name), organisation=organisation, **_tidied(values))
    _refuse_contact(contact, today, keep_until_changed=True)
    _refuse_purposes(contact, purposes, how, today)
    like = [] if another else _like(contact)
    if like:
        raise AlreadyKnown(like)
    check(contact)
    contact.save()
    put_in_force(contact, ("keep", *purposes), contact.basis, how, contact.basis_on, by)
    follow_details(contact, today, kind=role_kind)
    keep_keys([contact])
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=contact, detail={"purposes": sorted(purposes)} if purposes else None)
    return contact


@transaction.atomic
def change_contact(*, by: Viewer, at: datetime, contact: Contact, seen_version: int | None = None, **values: object) -> list[str]:
    """Change a person's details; returns the fields that changed. A change of basis, organisation or role leaves its trail.

    Raises Refused or ChangedMeanwhile.
    """
    by.require("stakeholders.write", contact.area_id)
    if contact.erased_on:
        raise Refused({"": [_("This contact was erased.")]})
    if contact.merged_into_id:
        raise Refused({"": [_("This contact was joined with another. Change that one.")]})
    values = _tidied(values)
    if "name" in values:
        values["search_key"] = name_key(str(values["name"]))
    proposed = Contact(**{name: values.get(name, getattr(contact, name)) for name in _JUDGED})
    _refuse_contact(proposed, timezone.localdate(at), keep_until_changed=proposed.keep_until != contact.keep_until)
    if proposed.basis == Contact.Basis.WITHDRAWN != contact.basis:
        raise Refused({"basis": [_("Record on the person’s page that they withdrew.")]})
    changed = change(contact, values, seen_version=seen_version)
    if {"basis", "basis_on"} & set(changed):
        keep_in_step(contact, by, timezone.localdate(at))
    if {"organisation", "role"} & set(changed):
        follow_details(contact, timezone.localdate(at))
    if changed:
        keep_keys([contact])
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=contact, detail={"fields": changed})
    return changed


@transaction.atomic
def erase_contact(*, by: Viewer, at: datetime, contact: Contact) -> None:
    """Take every personal value of a contact away; that somebody was met stays. It cannot be undone. Raises Refused.

    What was recorded twice and joined with this contact goes as well.
    """
    by.require("stakeholders.write", contact.area_id)
    today = timezone.localdate(at)
    gone = {**ERASED, "erased_on": today, "version": F("version") + 1}
    if not Contact.objects.filter(pk=contact.pk, erased_on__isnull=True, version=contact.version).update(**gone):
        raise ChangedMeanwhile(contact)
    ids = [contact.pk, *_merged_into(contact)]
    emails = {contact.email, *Contact.objects.filter(pk__in=ids).values_list("email", flat=True)}
    shared = Contact.objects.exclude(pk__in=ids).filter(email__in=emails - {""}).values_list("email", flat=True)
    forget_letters_to(by=by, at=at, emails=emails - set(shared))
    Contact.objects.filter(pk__in=ids, erased_on__isnull=True).update(**gone)
    _erase_what_hangs_on(ids, today, by)
    _erase_what_was_copied(ids)
    forget(by=by, at=at, row=contact)
    contact.refresh_from_db()
    keep_keys(Contact.objects.filter(pk__in=ids))
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=contact, detail={"fields": sorted(ERASED)})


@transaction.atomic
def disclose_everything(*, by: Viewer, at: datetime, contact: Contact, route: str = "") -> list[Held]:
    """Everything held on a person, to be given to them. Logged as a disclosure. Raises NotAllowed."""
    by.require("stakeholders.write", contact.area_id)
    held = everything_held(by, contact)
    detail: dict[str, object] = {"records": sum(len(one.rows) for one in held), "withheld": sum(one.withheld for one in held)}
    audit.record(audit.Kind.DISCLOSURE, by=by, at=at, subject=contact, route=route, recipient=by.name, detail=detail)
    return held


def _like(contact: Contact) -> list[Likely]:
    return contacts_like(
        THE_PRODUCT, area_id=contact.area_id, name=contact.name, email=contact.email, phone=contact.phone, birth_year=contact.birth_year
    )


def _merged_into(contact: Contact) -> list[int]:
    """The rows joined with this one, and those joined with them."""
    found: list[int] = []
    wave = [contact.pk]
    while wave:
        wave = list(Contact.objects.filter(merged_into__in=wave).exclude(pk__in=found).values_list("pk", flat=True))
        found += wave
    return found


def _erase_what_was_copied(ids: list[int]) -> None:
    """Rows of higher rooms that name a person say in `gone_with_contact` which of their fields go with that person, and to what."""
    for relation in Contact._meta.get_fields(include_hidden=True):
        gone = getattr(relation.related_model, "gone_with_contact", None) if relation.auto_created and relation.one_to_many else None
        if gone:
            rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": ids})  # type: ignore[union-attr]
            rows.update(**gone, version=F("version") + 1)


def _erase_what_hangs_on(ids: list[int], today: date, by: Viewer) -> None:
    """Words, places and judgements go; that somebody held a kind of role, and that consent was given and ended, stays to be counted."""
    for model in (SafeContactNote, SpeaksFor, Assessment):
        model._default_manager.filter(contact__in=ids).delete()
    SafeContactReading.objects.filter(contact__in=ids).update(reason="")
    roles = Affiliation.objects.filter(contact__in=ids)
    roles.filter(Q(starts__isnull=True) | Q(starts__lte=today), ends__isnull=True).update(ends=today, main=False)
    roles.filter(ends__isnull=True).delete()
    roles.update(title="", organisation=None, main=False)
    Consent.objects.filter(contact__in=ids, ended_on__isnull=True).update(
        ended_on=today, ending=Consent.Ending.ERASED, ended_by_id=by.account_id
    )


def _tidied(values: dict[str, object]) -> dict[str, object]:
    return {**values, "phone": tidy_phone(str(values["phone"]))} if "phone" in values else dict(values)


def _refuse_purposes(contact: Contact, purposes: tuple[str, ...] | list[str], how: str, today: date) -> None:
    if not purposes:
        return
    problems = agreement_problems(purposes=purposes, basis=contact.basis, how=how, given_on=contact.basis_on, today=today)
    if "given_on" in problems:
        problems["basis_on"] = problems.pop("given_on")
    if problems:
        raise Refused(problems)


def _refuse_contact(contact: Contact, today: date, *, keep_until_changed: bool) -> None:
    problems = contact_problems(
        name=contact.name, basis=contact.basis, basis_on=contact.basis_on, keep_until=contact.keep_until, today=today,
        keep_until_changed=keep_until_changed, birth_year=contact.birth_year, needs_asked_on=contact.needs_asked_on,
    )  # fmt: skip
    for name, chosen, choices in (("formats", contact.formats, Contact.Format), ("needs", contact.needs, Contact.Need)):
        if unknown_choices(chosen, choices.values):
            problems[name] = [_("Choose among those offered.")]
    if contact.organisation and contact.organisation.area_id != contact.area_id:
        problems["organisation"] = [_("This organisation is known to another Area.")]
    if problems:
        raise Refused(problems)
