"""Writing organisations and contacts. Each is one transaction with its audit event; no personal value enters the audit trail."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import THE_PRODUCT, Viewer
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused, change, change_with_links, check
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.queries import contacts_like, organisations_like
from folkmoot.stakeholders.rules import ERASED, contact_problems, may_belong, name_key, postcode_problem, tidy_postcode


class AlreadyKnown(FolkmootError):
    """What is being added may be known already; `rows` are what it may be. Say `another=True` to add it all the same."""

    def __init__(self, rows: Sequence[Organisation | Contact]) -> None:
        self.rows = list(rows)
        super().__init__(
            _("We already know “%(name)s”.") % {"name": rows[0]},
            _("It looks like the same one."),
            _("Use the one we know, or say that this is another."),
        )


@transaction.atomic
def add_organisation(
    *, by: Viewer, at: datetime, area: Area, name: str, kind: str, communities: Iterable[Community] = (), another: bool = False,
    **values: object,
) -> Organisation:  # fmt: skip
    """Add an organisation to an Area. Raises AlreadyKnown unless `another`, Refused or NotAllowed."""
    by.require("stakeholders.write", area.pk)
    values = _tidied(values)
    linked = _of_area(communities, area.pk)
    like = [] if another else organisations_like(THE_PRODUCT, area_id=area.pk, name=name, postcode=str(values.get("postcode", "")))
    if like:
        raise AlreadyKnown(like)
    organisation = Organisation(area=area, name=name.strip(), search_key=name_key(name), kind=kind, **values)
    check(organisation)
    organisation.save()
    organisation.communities.set(linked)
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
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=organisation, detail={"fields": changed})
    return changed


@transaction.atomic
def add_contact(
    *, by: Viewer, at: datetime, area: Area, name: str, organisation: Organisation | None = None, another: bool = False,
    **values: object,
) -> Contact:  # fmt: skip
    """Add a person to an Area. Raises AlreadyKnown unless `another`, Refused or NotAllowed."""
    by.require("stakeholders.write", area.pk)
    contact = Contact(area=area, name=name.strip(), search_key=name_key(name), organisation=organisation, **values)
    _refuse_contact(contact, timezone.localdate(at), keep_until_changed=True)
    like = [] if another else contacts_like(THE_PRODUCT, area_id=area.pk, name=name, email=contact.email)
    if like:
        raise AlreadyKnown(like)
    check(contact)
    contact.save()
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=contact)
    return contact


@transaction.atomic
def change_contact(*, by: Viewer, at: datetime, contact: Contact, seen_version: int | None = None, **values: object) -> list[str]:
    """Change a person's details; returns the fields that changed. Raises Refused or ChangedMeanwhile."""
    by.require("stakeholders.write", contact.area_id)
    if contact.erased_on:
        raise Refused({"": [_("This contact was erased.")]})
    if "name" in values:
        values["search_key"] = name_key(str(values["name"]))
    names = ("name", "basis", "basis_on", "keep_until", "organisation", "area")
    proposed = Contact(**{name: values.get(name, getattr(contact, name)) for name in names})
    _refuse_contact(proposed, timezone.localdate(at), keep_until_changed=proposed.keep_until != contact.keep_until)
    changed = change(contact, values, seen_version=seen_version)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=contact, detail={"fields": changed})
    return changed


@transaction.atomic
def erase_contact(*, by: Viewer, at: datetime, contact: Contact) -> None:
    """Take every personal value of a contact away; that somebody was met stays. It cannot be undone. Raises Refused."""
    by.require("stakeholders.write", contact.area_id)
    gone = {**ERASED, "erased_on": timezone.localdate(at), "version": F("version") + 1}
    if not Contact.objects.filter(pk=contact.pk, erased_on__isnull=True, version=contact.version).update(**gone):
        raise ChangedMeanwhile(contact)
    contact.refresh_from_db()
    audit.record(audit.Kind.ERASURE, by=by, at=at, subject=contact, detail={"fields": sorted(ERASED)})


def _of_area(communities: Iterable[Community], area_id: int) -> list[Community]:
    chosen = list(communities)
    for community in chosen:
        if not may_belong(community_area=community.area_id, area=area_id):
            raise Refused({"communities": [_("“%(name)s” is a community of another Area.") % {"name": community}]})
    return chosen


def _tidied(values: dict[str, object]) -> dict[str, object]:
    if "postcode" not in values:
        return dict(values)
    postcode = tidy_postcode(str(values["postcode"]))
    problem = postcode_problem(postcode)
    if problem:
        raise Refused({"postcode": [problem]})
    return {**values, "postcode": postcode}


def _refuse_contact(contact: Contact, today: date, *, keep_until_changed: bool) -> None:
    problems = contact_problems(
        name=contact.name, basis=contact.basis, basis_on=contact.basis_on, keep_until=contact.keep_until, today=today,
        keep_until_changed=keep_until_changed,
    )  # fmt: skip
    if contact.organisation and contact.organisation.area_id != contact.area_id:
        problems["organisation"] = [_("This organisation is known to another Area.")]
    if problems:
        raise Refused(problems)
