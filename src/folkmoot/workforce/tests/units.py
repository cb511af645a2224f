"""Units of an imagined service, and who works with figures about its staff."""

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import TODAY, account, area, grant
from folkmoot.workforce.models import Unit

HR = ("gareth.hume@example.org", "Gareth Hume")


def hr() -> Viewer:
    who = account(*HR)
    if not who.grants.exists():
        grant(who, Role.HR, national=True)
    return viewer_for(who, TODAY)


def hr_account() -> Account:
    return Account.objects.get(pk=hr().account_id)


def unit(name: str = "East of England", **over: object) -> Unit:
    kind = over.pop("kind", "area" if name == "East of England" else "directorate")
    given = {"kind": kind, "area": area() if kind == "area" else None} | over
    return Unit.objects.get_or_create(name=name, defaults=given)[0]


def units() -> list[Unit]:
    """An Area and three directorates."""
    return [unit(), *(unit(name) for name in ("Digital", "Operations", "Strategy and policy"))]
