"""Invented plans."""

from datetime import date

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.actions.plans import operations
from folkmoot.actions.plans.models import Plan


def plan(by: Viewer | None = None, **over: object) -> Plan:
    viewer = by or icem()
    values = {
        "area": area(), "title": "Hate crime plan 2026", "kind": "area", "purpose": "So that people report hate crime and stay with us.",
        "owner": Account.objects.get(pk=viewer.account_id), "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
    }  # fmt: skip
    return operations.make_plan(by=viewer, at=NOW, **{**values, **over})
