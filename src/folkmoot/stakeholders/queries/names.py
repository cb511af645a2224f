"""What a typed name may stand for among those known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from folkmoot.accounts.scope import Viewer, within
from folkmoot.stakeholders.duplicates.queries import Likely, likely
from folkmoot.stakeholders.duplicates.rules import Kind
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.queries.organisation_list import organisations
from folkmoot.stakeholders.queries.people import contacts
from folkmoot.stakeholders.rules import likeness, name_key, told_apart

MOST = 8


def organisations_like(
    viewer: Viewer, *, area_id: int, name: str, postcode: str = "", email: str = "", phone: str = "", town: str = "", website: str = ""
) -> list[Likely]:
    """Organisations of the Area that may be the one named, likeliest first. Those that no longer exist are among them."""
    found = likely(
        viewer, area=area_id, name=name, kind=Kind.ORGANISATION, postcode=postcode, email=email, phone=phone, town=town, website=website
    )
    same = organisations(viewer).filter(search_key=name_key(name), area_id=area_id)
    return _with_same(found, same)


def contacts_like(
    viewer: Viewer, *, area_id: int, name: str, email: str = "", phone: str = "", birth_year: int | None = None
) -> list[Likely]:
    """People of the Area that may be the one named, likeliest first, without those certainly born in another year."""
    found = likely(viewer, area=area_id, name=name, email=email, phone=phone, birth_year=birth_year, kind=Kind.PERSON)
    same = contacts(viewer).filter(search_key=name_key(name), area_id=area_id)
    return [each for each in _with_same(found, same) if not told_apart(getattr(each.row, "birth_year", None), birth_year)]


def _with_same(found: list[Likely], same: QuerySet[Any]) -> list[Likely]:
    """The likely ones, and any of exactly the same name that are not among them."""
    there = {each.row.pk for each in found}
    return [*found, *(Likely(row, _("the same name"), 1.0) for row in same[:MOST] if row.pk not in there)]


@dataclass(frozen=True)
class Found:
    """What a typed name stands for: certain where exactly one row has that very name, else what it might be."""

    typed: str
    organisations: list[Organisation] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    certain: bool = False


def find_by_names(viewer: Viewer, *, area_id: int, names: Iterable[str]) -> list[Found]:
    """What each typed name stands for among the organisations and people of one Area, in the order typed."""
    in_being = Organisation.objects.filter(area_id=area_id, ended_on__isnull=True, merged_into__isnull=True)
    known_organisations = list(within(viewer, in_being, "stakeholders.read"))
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
