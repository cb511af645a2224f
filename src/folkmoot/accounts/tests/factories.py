"""The invented cast as accounts and viewers."""

from datetime import date, datetime

from django.utils import timezone

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.areas.models import Area

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=timezone.get_default_timezone())
PASSWORD = "marigold-lantern-42"


def area(code: str = "east-of-england", name: str = "East of England") -> Area:
    return Area.objects.get_or_create(code=code, defaults={"name_en": name, "kind": "area"})[0]


def account(email: str = "nia.rowe@example.org", name: str = "Nia Rowe") -> Account:
    return Account.objects.filter(email=email).first() or Account.objects.create_user(email, name, PASSWORD)


def grant(who: Account, role: Role = Role.ICEM, areas: list[Area] | None = None, panel: str = "", national: bool = False) -> RoleGrant:
    given = RoleGrant.objects.create(account=who, role=role, national=national, panel=panel, starts=date(2025, 1, 1))
    given.areas.set(areas or [])
    return given


def icem(email: str = "nia.rowe@example.org", name: str = "Nia Rowe", of: Area | None = None) -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.ICEM, [of or area()])
    return viewer_for(who, TODAY)


def hq(email: str = "owen.achebe@example.org", name: str = "Owen Achebe") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.HQ, national=True)
    return viewer_for(who, TODAY)


def panel_member(email: str = "ruth.adeyemi@example.org", name: str = "Ruth Adeyemi") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.PANEL_MEMBER, panel="east-of-england-hate-crime")
    return viewer_for(who, TODAY)


def administrator(email: str = "gwen.pryce@example.org", name: str = "Gwen Pryce") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.ADMINISTRATOR, national=True)
    return viewer_for(who, TODAY)


def inspector(email: str = "tomos.hale@example.org", name: str = "Tomos Hale") -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, Role.INSPECTOR, national=True)
    return viewer_for(who, TODAY)
