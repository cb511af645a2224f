"""The invented cast as organisations and people."""

from datetime import date

from folkmoot.communities.tests.factories import area
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.rules import name_key


def organisation(name: str = "Fenland Deaf Club", **over: object) -> Organisation:
    values = {"area": area(), "kind": "community", "town": "Ely", "search_key": name_key(name)} | over
    return Organisation.objects.create(name=name, **values)


def contact(name: str = "Siân Prŷs", **over: object) -> Contact:
    values = {
        "area": area(), "search_key": name_key(name), "role": "Chair", "email": "sian.prys@example.org", "phone": "01632 960001",
        "access_needs": "British Sign Language interpreter", "basis": "consent", "basis_on": date(2025, 5, 1), "source": "Met in Ely",
        "keep_until": date(2027, 5, 1),
    } | over  # fmt: skip
    return Contact.objects.create(name=name, **values)
