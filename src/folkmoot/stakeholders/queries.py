"""Reading organisations and contacts. Erased contacts are never read: only their number remains."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from folkmoot.accounts.scope import Viewer, within
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.rules import Known, known_already, likeness, name_key, search_words


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations in sight, each with `contacts_count`: the people known there."""
    present = Count("contacts", filter=Q(contacts__erased_on__isnull=True), distinct=True)
    rows = Organisation.objects.select_related("area", "county").annotate(contacts_count=present).order_by("name", "pk")
    return within(viewer, rows, "stakeholders.read")


def get_organisation(viewer: Viewer, organisation_id: int) -> Organisation:
    """One organisation in sight. Raises Organisation.DoesNotExist for one out of sight."""
    return organisations(viewer).get(pk=organisation_id)


def list_organisations(
    viewer: Viewer, *, search: str = "", area_id: int | None = None, county_id: int | None = None, kind: str = "",
    community_id: int | None = None, ended: bool = False,
) -> QuerySet[Organisation]:  # fmt: skip
    """Organisations by name; `search` finds every word typed, whatever its case and accents. `ended`: those that no longer exist."""
    rows = organisations(viewer).filter(ended_on__isnull=not ended)
    for word in search_words(search):
        rows = rows.filter(search_key__contains=word)
    if community_id is not None:
        rows = rows.filter(pk__in=Organisation.communities.through.objects.filter(community=community_id).values("organisation"))
    asked = {"area_id": area_id, "county_id": county_id, "kind": kind or None}
    return rows.filter(**{name: value for name, value in asked.items() if value is not None})


def contacts(viewer: Viewer) -> QuerySet[Contact]:
    """The people in sight, without those erased."""
    rows = Contact.objects.filter(erased_on__isnull=True).select_related("area", "organisation")
    return within(viewer, rows, "stakeholders.read")


def get_contact(viewer: Viewer, contact_id: int) -> Contact:
    """One contact in sight. Raises Contact.DoesNotExist for one out of sight or erased."""
    return contacts(viewer).get(pk=contact_id)


def list_contacts(viewer: Viewer, *, search: str = "", area_id: int | None = None, kept_past: date | None = None) -> QuerySet[Contact]:
    """People by name; with `kept_past` only those whose details should have gone by that day."""
    rows = contacts(viewer)
    for word in search_words(search):
        rows = rows.filter(search_key__contains=word)
    if area_id is not None:
        rows = rows.filter(area_id=area_id)
    return rows.filter(keep_until__lt=kept_past) if kept_past else rows


def organisations_like(viewer: Viewer, *, area_id: int, name: str, postcode: str = "") -> list[Organisation]:
    """Organisations of the Area that may be the one named, likeliest first. Those that no longer exist are among them."""
    rows = Organisation.objects.filter(area_id=area_id)
    known = [Known(*row) for row in within(viewer, rows, "stakeholders.read").values_list("pk", "search_key", "postcode")]
    ids = known_already(name, postcode, known)
    found = organisations(viewer).in_bulk(ids)
    return [found[each] for each in ids]


def contacts_like(viewer: Viewer, *, area_id: int, name: str, email: str = "") -> list[Contact]:
    """People of the Area with the same address or the same name."""
    same = Q(search_key=name_key(name)) | (Q(email__iexact=email) if email else Q(pk__in=[]))
    return list(contacts(viewer).filter(same, area_id=area_id))


def organisation_counts(viewer: Viewer, community_ids: Iterable[int]) -> dict[int, int]:
    """How many organisations in sight, still in being, are known in each community; 0 for none."""
    ids = list(community_ids)
    links = Organisation.communities.through.objects.filter(
        community__in=ids, organisation__in=within(viewer, Organisation.objects.filter(ended_on__isnull=True), "stakeholders.read")
    )
    counted = links.values_list("community").annotate(how_many=Count("pk")).order_by()
    return dict.fromkeys(ids, 0) | dict(counted)


@dataclass(frozen=True)
class Found:
    """What a typed name stands for: certain where exactly one row has that very name, else what it might be."""

    typed: str
    organisations: list[Organisation] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    certain: bool = False


def find_by_names(viewer: Viewer, *, area_id: int, names: Iterable[str]) -> list[Found]:
    """What each typed name stands for among the organisations and people of one Area, in the order typed."""
    known_organisations = list(within(viewer, Organisation.objects.filter(area_id=area_id, ended_on__isnull=True), "stakeholders.read"))
    known_contacts = list(contacts(viewer).filter(area_id=area_id))
    return [_found(name, known_organisations, known_contacts) for name in names]


def _found(name: str, known_organisations: list[Organisation], known_contacts: list[Contact]) -> Found:
    key = name_key(name)
    same_organisations = [row for row in known_organisations if row.search_key == key]
    same_contacts = [row for row in known_contacts if row.search_key == key]
    if len(same_organisations) + len(same_contacts) == 1:
        return Found(name, same_organisations, same_contacts, certain=True)
    near = same_organisations or [row for row in known_organisations if _may_mean(key, row.search_key)]
    people = same_contacts or [row for row in known_contacts if _may_mean(key, row.search_key)]
    return Found(name, near[:8], people[:8])


def _may_mean(typed: str, key: str) -> bool:
    """Whether a typed name may stand for a known one: nearly the same, or all its words are there."""
    return likeness(typed, key) > 0 or set(typed.split()) <= set(key.split())
