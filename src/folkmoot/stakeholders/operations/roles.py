"""Writing the dated roles of people, and keeping the one shown beside the name in step with them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.accounts.scope import Viewer
from folkmoot.foundation import audit
from folkmoot.foundation.saving import Refused, change, check
from folkmoot.stakeholders.models import Affiliation, Contact, Organisation
from folkmoot.stakeholders.rules import days_problem


@transaction.atomic
def add_affiliation(
    *, by: Viewer, at: datetime, contact: Contact, kind: str, organisation: Organisation | None = None, title: str = "",
    starts: date | None = None, ends: date | None = None, main: bool = False,
) -> Affiliation:  # fmt: skip
    """Record a role of a person; the first that goes on, or one said to be `main`, is shown beside their name.

    Raises Refused or NotAllowed.
    """
    by.require("stakeholders.write", contact.area_id)
    _refuse(contact, organisation, kind, title, starts, ends)
    main = ends is None and (main or not contact.affiliations.filter(main=True).exists())
    if main:
        contact.affiliations.filter(main=True).update(main=False)
    row = Affiliation(contact=contact, organisation=organisation, kind=kind, title=title.strip(), starts=starts, ends=ends, main=main)
    check(row)
    row.save()
    _show_main(contact)
    audit.record(audit.Kind.COLLECTION, by=by, at=at, subject=row, area_id=contact.area_id)
    return row


@transaction.atomic
def change_affiliation(
    *, by: Viewer, at: datetime, affiliation: Affiliation, seen_version: int | None = None, **values: object
) -> list[str]:
    """Change a role or say when it ended; returns the fields that changed. Where the main one ends, another that goes on is shown.

    Raises Refused, ChangedMeanwhile or NotAllowed.
    """
    contact = affiliation.contact
    by.require("stakeholders.write", contact.area_id)
    whole = {name: values.get(name, getattr(affiliation, name)) for name in ("organisation", "kind", "title", "starts", "ends")}
    _refuse(contact, **whole)  # type: ignore[arg-type]  # the form's values, checked again by the row itself
    if whole["ends"] is not None:
        values["main"] = False
    changed = change(affiliation, values, seen_version=seen_version)
    _choose_main(contact)
    _show_main(contact)
    if changed:
        audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=affiliation, area_id=contact.area_id, detail={"fields": changed})
    return changed


@transaction.atomic
def make_main(*, by: Viewer, at: datetime, affiliation: Affiliation) -> None:
    """Show this role beside the name. Raises Refused for one that ended, or NotAllowed."""
    contact = affiliation.contact
    by.require("stakeholders.write", contact.area_id)
    if affiliation.ends is not None:
        raise Refused({"": [_("This role has ended.")]})
    contact.affiliations.filter(main=True).exclude(pk=affiliation.pk).update(main=False)
    change(affiliation, {"main": True})
    _show_main(contact)
    audit.record(audit.Kind.ALTERATION, by=by, at=at, subject=affiliation, area_id=contact.area_id, detail={"fields": ["main"]})


def _choose_main(contact: Contact) -> None:
    """Where nothing is shown beside the name any more, the role held longest that goes on is."""
    if not contact.affiliations.filter(main=True).exists():
        following = contact.affiliations.filter(ends__isnull=True).order_by("pk").first()
        if following:
            change(following, {"main": True})


def _show_main(contact: Contact) -> None:
    main = contact.affiliations.filter(main=True).select_related("organisation").first()
    change(contact, {"organisation": main.organisation if main else None, "role": _role_words(main) if main else ""})


def _role_words(main: Affiliation) -> str:
    if main.title or main.kind == Affiliation.Kind.OTHER:
        return main.title
    with override("en-gb"):
        return str(main.get_kind_display())


def _refuse(contact: Contact, organisation: Organisation | None, kind: str, title: str, starts: date | None, ends: date | None) -> None:
    problems = days_problem(starts, ends)
    if contact.erased_on or contact.merged_into_id:
        problems[""] = [_("These details were erased, or joined with another person’s.")]
    if organisation and organisation.area_id != contact.area_id:
        problems["organisation"] = [_("This organisation is known to another Area.")]
    if kind == Affiliation.Kind.OTHER and organisation is None and not str(title).strip():
        problems["title"] = [_("Say what the role is, or where it is held.")]
    if problems:
        raise Refused(problems)
