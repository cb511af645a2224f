"""The invented cast as organisations and people."""

from datetime import date

from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.communities.tests.factories import area
from folkmoot.stakeholders.duplicates.keeping import keep_keys
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.operations import add_contact
from folkmoot.stakeholders.rules import name_key


def organisation(name: str = "Fenland Deaf Club", **over: object) -> Organisation:
    values = {"area": area(), "kind": "community", "town": "Ely", "search_key": name_key(name)} | over
    row = Organisation.objects.create(name=name, **values)
    keep_keys([row])
    return row


def contact(name: str = "Siân Prŷs", **over: object) -> Contact:
    values = {
        "area": area(), "search_key": name_key(name), "role": "Chair", "email": "sian.prys@example.org", "phone": "01632 960001",
        "access_needs": "British Sign Language interpreter", "basis": "consent", "basis_on": date(2025, 5, 1), "source": "Met in Ely",
        "keep_until": date(2027, 5, 1),
    } | over  # fmt: skip
    row = Contact.objects.create(name=name, **values)
    keep_keys([row])
    return row


def person(name: str = "Siân Prŷs", **over: object) -> Contact:
    """As `contact`, added through the operation, with the lines and roles that come with it."""
    values = {"area": area(), "basis": "consent", "basis_on": date(2025, 5, 1), "source": "Met in Ely"} | over
    return add_contact(by=icem(), at=NOW, name=name, another=True, **values)
