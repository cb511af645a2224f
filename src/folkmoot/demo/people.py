"""The cast as accounts, and the mark in the data folder that everything in it is fictional."""

import json
from datetime import date, datetime
from pathlib import Path

from folkmoot.accounts.models import Account
from folkmoot.accounts.operations import Work, give_role
from folkmoot.accounts.rules import NATIONAL_ROLES, Role
from folkmoot.accounts.scope import THE_PRODUCT, Viewer, viewer_for
from folkmoot.areas.models import Area
from folkmoot.demo.cast import PASSWORD, Person, people


def make_people(areas: dict[str, Area], *, starts: date, at: datetime) -> dict[str, Account]:
    """Every person of the cast with their role; by e-mail address. All have the same password, which the sign-in page shows."""
    accounts = {}
    for person in people():
        account = Account.objects.create_user(person.email, person.name, PASSWORD)
        if person.role is not Role.PANEL_MEMBER:  # theirs comes with the seat
            give_role(by=THE_PRODUCT, at=at, account=account, work=_work(person, areas), starts=starts)
        accounts[person.email] = account
    return accounts


def _work(person: Person, areas: dict[str, Area]) -> Work:
    national = person.role in NATIONAL_ROLES and not person.area
    return Work(person.role, national, [areas[person.area]] if person.area else ())


def mark_fictional(folder: Path) -> None:
    """Leave the mark that makes every page say so, with whom one can sign in as."""
    areas = dict(Area.objects.values_list("code", "name_en"))
    listed = [
        {"name": one.name, "email": one.email, "role": one.role.value, "area": areas.get(one.area, "")} for one in people() if one.listed
    ]
    (folder / "fictional").write_text(json.dumps({"password": PASSWORD, "people": listed}, indent=1), encoding="utf-8")


def icem_of(area: Area, accounts: dict[str, Account], today: date) -> Viewer:
    """The Inclusion and Community Engagement Manager of an Area, as a viewer."""
    return viewer_for(accounts[icem_person(area).email], today)


def icem_person(area: Area) -> Person:
    return next(person for person in people() if person.role is Role.ICEM and person.area == area.code)
