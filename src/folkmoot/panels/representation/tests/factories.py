"""Invented panels whose members can speak for invented communities."""

from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.communities.models import Community
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.tests.factories import member
from folkmoot.panels.models import Panel
from folkmoot.stakeholders.operations import attest

NAMES = ("Ruth Adeyemi", "Bridie Quilligan", "Tom Lovell", "Aisha Warsame", "Piotr Zielinski", "Mei Chen")


def seat_of(of: Panel, name: str, *communities: Community, **over: object) -> Member:
    row = member(of, name, **over)
    for community in communities:
        attest(by=icem(), at=NOW, stakeholder=row.contact, community=community, attested_by="The members of the group")
    return row


def seats(of: Panel, number: int, *communities: Community) -> list[Member]:
    """So many members, each of whom can speak for the communities."""
    return [seat_of(of, name, *communities) for name in NAMES[:number]]
