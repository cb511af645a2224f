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
from folkmoot.stakeholders.rules import name_key, told_apart

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
    """What each typed name stands for among the organisations and people of one Area, in the order typed.

    Rows of the very name are looked up by it; what else it may mean is asked for only where that leaves it open.
    """
    typed = list(names)
    in_being = Organisation.objects.filter(area_id=area_id, ended_on__isnull=True, merged_into__isnull=True)
    groups = within(viewer, in_being, "stakeholders.read")
    people = contacts(viewer).filter(area_id=area_id)
    return [_found(viewer, area_id, name, groups, people) for name in typed]


def _found(viewer: Viewer, area_id: int, name: str, groups: QuerySet[Organisation], people: QuerySet[Contact]) -> Found:
    key = name_key(name)
    same_groups = list(groups.filter(search_key=key)[:MOST])
    same_people = list(people.filter(search_key=key)[:MOST])
    if len(same_groups) + len(same_people) == 1:
        return Found(name, same_groups, same_people, certain=True)
    near = same_groups or _near(viewer, area_id, name, groups, Kind.ORGANISATION)
    return Found(name, near, same_people or _near(viewer, area_id, name, people, Kind.PERSON))


def _near(viewer: Viewer, area_id: int, name: str, rows: QuerySet[Any], kind: Kind) -> list[Any]:
    """Rows that hold every word typed, and those whose name is nearly the same; at most `MOST`."""
    holding = rows
    for word in name_key(name).split():
        holding = holding.filter(search_key__contains=word)
    found = {row.pk: row for row in holding[: MOST * 4] if set(name_key(name).split()) <= set(row.search_key.split())}
    alike = [each.row.pk for each in likely(viewer, area=area_id, name=name, kind=kind)]
    found |= {row.pk: row for row in rows.filter(pk__in=[pk for pk in alike if pk not in found])}
    return list(found.values())[:MOST]
