"""Every address has a declared rule, and the access matrix in the documents shows it."""

import pytest
from tools.documents import access_rows, routes


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.address)
def test_route_has_a_declared_rule(route):
    assert route.rule, f"{route.address} ({route.name}) has no declared rule: use @may, @signed_in or @public"


def test_rules_are_capabilities_that_exist():
    from folkmoot.accounts.rules import CAPABILITIES

    known = {*CAPABILITIES, "public", "signed in", "closed"}
    assert {rule for route in routes() for rule in route.rule.split(" or ")} <= known


def test_panel_member_reaches_only_the_panel_page():
    opened = {row.address for row in access_rows() if row.opens_for("panel_member")}
    rooms = "engagement voice actions casework reports organisations communities people audit chain import export"
    service = tuple(f"/{room}" for room in rooms.split())
    assert not [address for address in opened if address.startswith(service)]
