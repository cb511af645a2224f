"""Invented members of an invented panel."""

from datetime import date, datetime

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, TODAY, icem
from folkmoot.communities.tests.factories import area
from folkmoot.panels.members import operations
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel, PanelKind, Terms
from folkmoot.stakeholders.tests.factories import contact

SECRET = "I will keep to myself what I read and hear."
WAYS = {
    "meetings_a_year": 4, "quorum": 3, "voting": ["member", "chair", "deputy"], "chair_rule": "elected", "chair_months": 12,
    "term_months": 24, "renewals": 1, "least_members": 4, "most_members": 6, "undertaking_months": 12, "vetting": "Non-police personnel",
    "training": "Induction day",
}  # fmt: skip


def panel(code: str = "eastern-hate-crime", *, terms: bool = True, **ways: object) -> Panel:
    kind = PanelKind.objects.get_or_create(
        code="hate-crime", defaults={"name_en": "Hate crime scrutiny panel", "level": "either", "purpose_en": "To scrutinise cases."}
    )[0]
    row = Panel.objects.create(
        code=code, kind=kind, area=area(), name_en="Eastern hate crime panel", purpose_en="To scrutinise cases.", starts=date(2024, 1, 1)
    )
    if terms:
        agreed = {"agreed_on": date(2024, 1, 1), "agreed_how": "By the panel", "holds_from": date(2024, 1, 1), "drafted_at": NOW}
        Terms.objects.create(
            panel=row, number=1, scope_en="It scrutinises cases, and decides none.", confidentiality_en=SECRET, **{**WAYS, **ways}, **agreed
        )
    return row


def member(
    of: Panel, name: str = "Ruth Adeyemi", by: Viewer | None = None, *, at: datetime = NOW, starts: date = date(2025, 9, 1), **over: object
) -> Member:
    email = f"{name.split()[0].lower()}@example.org"
    values = {"how": "advert", "why": "She knows the Fens and applied.", "starts": starts} | over
    person = values.pop("contact", None) or contact(name, email=email)
    return operations.appoint(by=by or icem(), at=at, panel=of, contact=person, **values)


def ready(one: Member, by: Viewer | None = None, *, at: datetime = NOW, on: date = TODAY) -> None:
    """With everything that the terms ask for before papers are opened."""
    who, terms = by or icem(), Terms.objects.get(panel=one.panel)
    operations.record_undertaking(by=who, at=at, member=one, signed_on=on, terms=terms)
    operations.record_training(by=who, at=at, member=one, what="Induction day", done_on=on)
    operations.record_vetting(by=who, at=at, member=one, level="Non-police personnel", state="cleared", on=on)
