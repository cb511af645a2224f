"""Reading people. Those erased, and those merged into another, are never read: only the number of the erased remains."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.stakeholders.models import Affiliation, Contact, SafeContactNote, SpeaksFor
from folkmoot.stakeholders.rules import FOUND_AT_MOST, NO_BASIS, search_words


def contacts(viewer: Viewer) -> QuerySet[Contact]:
    """The people in sight."""
    rows = Contact.objects.filter(erased_on__isnull=True, merged_into__isnull=True).select_related("area", "organisation")
    return within(viewer, rows, "stakeholders.read")


def get_contact(viewer: Viewer, contact_id: int) -> Contact:
    """One contact in sight. Raises Contact.DoesNotExist for one out of sight, erased or merged into another."""
    return contacts(viewer).get(pk=contact_id)


def list_contacts(
    viewer: Viewer, *, search: str = "", area_id: int | None = None, kept_past: date | None = None, county_id: int | None = None,
    role: str = "", community_id: int | None = None, no_basis: bool = False, not_met_since: date | None = None,
    on: date | None = None,
) -> QuerySet[Contact]:  # fmt: skip
    """People by name. `role` is a kind of role that they hold `on` that day; `community_id` one that they can speak for.

    What needs review: `kept_past`, those whose details should have gone by that day; `no_basis`, those whose details may be used
    for nothing; `not_met_since`, those with whom no activity was held on that day or later.
    """
    rows = contacts(viewer)
    for word in search_words(search):
        rows = rows.filter(search_key__contains=word)
    if role:
        rows = rows.filter(pk__in=held_on(Affiliation.objects.filter(kind=role), on).values("contact"))
    if community_id is not None:
        rows = rows.filter(pk__in=SpeaksFor.objects.filter(community=community_id, ended_on__isnull=True).values("contact"))
    if no_basis:
        rows = rows.filter(basis__in=NO_BASIS)
    if not_met_since is not None:
        rows = rows.exclude(Exists(Contact.objects.filter(pk=OuterRef("pk"), activities__held_on__gte=not_met_since)))
    asked: dict[str, Any] = {"area_id": area_id, "organisation__county_id": county_id, "keep_until__lt": kept_past}
    rows = rows.filter(**{name: value for name, value in asked.items() if value is not None})
    return contacts(viewer).filter(pk__in=first_found(rows)) if search_words(search) else rows


def first_found(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The numbers of the first that a search by name finds, in the order of the index that holds the names."""
    return rows.order_by("search_key", "pk").values("pk")[:FOUND_AT_MOST]


def held_on(rows: QuerySet[Affiliation], on: date | None) -> QuerySet[Affiliation]:
    """Those roles that are held on a day; without one, those that have not ended."""
    if on is None:
        return rows.filter(ends__isnull=True)
    return rows.filter(Q(starts__isnull=True) | Q(starts__lte=on), Q(ends__isnull=True) | Q(ends__gte=on))


def safe_contact_version(viewer: Viewer, contact: Contact) -> int:
    """The version of the note on how to contact somebody safely, 0 where there is none. What it says is not read here."""
    notes = within(viewer, SafeContactNote.objects.filter(contact=contact), "stakeholders.read", area="contact__area_id")
    return notes.values_list("version", flat=True).first() or 0


def with_safe_contact_note(viewer: Viewer, contact_ids: Iterable[int]) -> set[int]:
    """Which of these people in sight have a note on how to contact them safely. What it says is not read here."""
    notes = SafeContactNote.objects.filter(contact__in=list(contact_ids))
    return set(within(viewer, notes, "stakeholders.read", area="contact__area_id").values_list("contact_id", flat=True))
