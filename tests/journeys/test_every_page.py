"""Every page there is, found by following links as each role, wide and on a phone: nothing wrong with it, nothing wider than the screen."""

import re

import pytest

from tests.journeys.conftest import NARROW, WIDE, route_of

ROLES = ("icem", "lead", "hq", "analyst", "administrator", "inspector", "lawyer", "panel_member")
FILE = re.compile(
    r"\.(csv|xlsx|ods|pdf|html|svg|json|ics)$|/(download|file|table)[./]|/papers/\d+$|/copies/\d+$|/r/calendar/|/take-out/\w+$"
)
LEAVE = re.compile(r"^/(account/logout|language)")


def links_of(visitor) -> list[str]:
    found = visitor.page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    here = visitor.page.url.removeprefix(visitor.service.address).split("?")[0]
    addresses = [here + link if link.startswith("?") else link for link in found if link and not link.startswith(("#", "mailto:", "http"))]
    return [link for link in addresses if link.startswith("/") and not FILE.search(link.split("?")[0]) and not LEAVE.match(link)]


@pytest.mark.parametrize("role", ROLES)
def test_pages_found_by_following_links(visit, cast, role):
    visitor = visit(WIDE)
    visitor.sign_in(*cast[role])
    waiting, seen = ["/"], set()
    while waiting:
        address = waiting.pop(0)
        if route_of(address) in seen:
            continue
        seen.add(route_of(address))
        response = visitor.go(address)
        assert response.status == 200, f"{role} was led to {address}, which answers {response.status}"
        if role == "icem" or route_of(address) not in looked_at:
            looked_at.add(route_of(address))
            visitor.fits()
            visitor.page.set_viewport_size(NARROW)
            visitor.look()  # once is enough for what does not depend on the width: the page is the same
            visitor.page.set_viewport_size(WIDE)
        waiting.extend(links_of(visitor))
    assert len(seen) > 5


looked_at: set[str] = set()
ENGLISH = {"What needs you", "Engagement", "Voice", "Actions", "Communities", "Reports"}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_before_signing_in(visit, size):
    stranger = visit(size)
    for address in ("/account/login/", "/account/password/reset/", "/accessibility", "/words", "/no-such-page"):
        stranger.go(address)
        stranger.look()


def test_pages_in_welsh_mark_what_is_english(visit, cast):
    nia = visit()
    nia.sign_in("nia.rowe@example.org", cast["icem"][1])
    nia.go("/")
    nia.page.get_by_role("button", name="Cymraeg").click()
    for address in ("/", "/engagement/", "/voice/", "/actions/", "/communities/", "/reports/"):
        nia.go(address)
        nia.look()
        assert nia.page.locator("html").get_attribute("lang") == "cy"
        unmarked = nia.page.locator("h1:not([lang=en])").filter(has_not=nia.page.locator("[lang=en]")).all_inner_texts()
        assert not set(unmarked) & ENGLISH, f"{address}: shown as Welsh: {unmarked}"
    nia.picture("welsh")


def test_works_without_javascript(visit, cast):
    plain = visit(NARROW, javascript=False)
    plain.sign_in(*cast["icem"])
    plain.go("/engagement/log")
    plain.page.get_by_label("Where", exact=True).fill("Ely market")
    plain.page.get_by_label("What was said, in the words it was said").fill("The leaflet was too long to read.")
    plain.page.get_by_role("button", name="Save", exact=True).click()
    assert "The leaflet was too long to read." in plain.page.locator("main").inner_text()
    plain.picture("phone")
