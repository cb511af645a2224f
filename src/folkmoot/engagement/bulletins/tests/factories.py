"""The invented cast as bulletins, a lawyer, and groups that get them."""

from datetime import date

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, icem
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.communities.tests.factories import area, community
from folkmoot.engagement.bulletins import operations
from folkmoot.engagement.bulletins.delivery import operations as delivery
from folkmoot.engagement.bulletins.delivery.queries import candidates
from folkmoot.engagement.bulletins.models import Bulletin, Recipient
from folkmoot.engagement.bulletins.queries import check_before_leaving, get_bulletin
from folkmoot.stakeholders.models import Consent, Contact, Organisation
from folkmoot.stakeholders.tests.factories import contact, organisation

BODY = "This is what became of hate crime cases.\n\n# What changed\n\n- Sentences are raised\n- Reasons are given in court"
CASE = {
    "outcome": "Convicted; community order", "court": "Norwich Crown Court", "source": "https://www.cps.gov.uk/eastern/news",
    "words": "A man shouted abuse at a Deaf woman on a bus.",
}  # fmt: skip


def lawyer(email: str = "ines.marlow@example.org", of: Area | None = None) -> Account:
    who = account(email, "Ines Marlow")
    if not who.grants.exists():
        grant(who, Role.LAWYER, [of or area()])
    return who


def as_lawyer(**over: object) -> Viewer:
    return viewer_for(lawyer(**over), TODAY)


def draft(title: str = "Hate crime cases, spring", body: str = BODY, by: Viewer | None = None, **over: object) -> Bulletin:
    values = {"area": area()} | over
    return operations.write_bulletin(by=by or icem(), at=NOW, title=title, body=body, **values)


def with_case(bulletin: Bulletin, by: Viewer | None = None, **over: object) -> Bulletin:
    values = {"finalised": True, "finalised_on": date(2026, 2, 3)} | CASE | over
    operations.add_case(by=by or icem(), at=NOW, bulletin=bulletin, **values)
    return fresh(bulletin)


def submitted(bulletin: Bulletin | None = None, by: Viewer | None = None, to: Account | None = None) -> Bulletin:
    bulletin = bulletin or with_case(draft())
    operations.submit(by=by or icem(), at=NOW, bulletin=bulletin, lawyer=to or lawyer(of=bulletin.area))
    return fresh(bulletin)


def cleared(bulletin: Bulletin | None = None, by: Viewer | None = None) -> Bulletin:
    bulletin = submitted(bulletin, by)
    checked = check_before_leaving(bulletin, today=TODAY)
    operations.clear(by=viewer_for(bulletin.lawyer, TODAY), at=NOW, bulletin=bulletin, seen_hash=checked.hash)
    return fresh(bulletin)


def fresh(bulletin: Bulletin) -> Bulletin:
    """As it stands now, with nothing remembered."""
    return Bulletin.objects.select_related("area", "lawyer", "author").get(pk=bulletin.pk)


def person(name: str = "Siân Prŷs", *, agreed: bool = True, **over: object) -> Contact:
    made = contact(name, **over)
    for purpose in ("keep", *(("bulletins",) if agreed else ())):
        Consent.objects.create(contact=made, purpose=purpose, basis="consent", given_on=date(2025, 5, 1), how="form")
    return made


def group(name: str = "Fenland Deaf Club", email: str = "club@example.org", **over: object) -> Organisation:
    """An organisation of the Deaf community of its Area."""
    made = organisation(name, email=email, **over)
    called = "Deaf people"
    made.communities.add(Community.objects.filter(name=called, area=made.area).first() or community(called, area=made.area))
    return made


def chosen(bulletin: Bulletin, by: Viewer | None = None) -> list[Recipient]:
    """Everybody of every community of the Area who may get it, added to the list."""
    viewer = by or icem()
    found = candidates(viewer, bulletin, list(Community.objects.filter(area=bulletin.area)), today=TODAY)
    return delivery.choose(by=viewer, at=NOW, bulletin=bulletin, chosen=[each for each in found if not each.problem])


def seen(viewer: Viewer, bulletin: Bulletin) -> Bulletin:
    return get_bulletin(viewer, bulletin.pk)
