"""Every page there is, found by following links as each role, wide and on a phone: nothing wrong with it, nothing wider than the screen."""

import hashlib
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.journeys.conftest import NARROW, SEEN, WIDE, looked_at, route_of

ROLES = ("icem", "lead", "hq", "analyst", "administrator", "hr", "inspector", "lawyer", "panel_member",
         "governance_member")  # fmt: skip
FILE = re.compile(
    r"\.(csv|xlsx|ods|zip|pdf|docx|html|svg|json|ics)$|/(download|file|table)[./]|/papers/\d+$|/copies/\d+$|/r/calendar/|/take-out/\w+$"
    r"|/draws/\d+/(list|receipt)$|/check-a-draw/page$"
    r"|/releases/feed$|^/open/v1/|/other-formats/\d+/(file|transcript\.txt)$|/languages/media/\d+/file$|/easy-read/picture/\d+$"
)
# What a page offers depends on how its row stands: several of each are asked for, where most is offered.
EACH = {"icem": 2}
LEAVE = re.compile(r"^/(account/logout|language(\?|$))")


class Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = dict(attrs).get("href") if tag == "a" else None
        if link and not link.startswith(("#", "mailto:", "http")):
            self.found.append(link)


def links_of(page: str, here: str) -> list[str]:
    addresses = [here + link if link.startswith("?") else link for link in Links(page).found]
    return [link for link in addresses if link.startswith("/") and not FILE.search(link.split("?")[0]) and not LEAVE.match(link)]


@pytest.mark.parametrize("role", ROLES)
def test_pages_found_by_following_links(visit, cast, role):
    """Links are followed as the browser would ask for them; a page nobody has measured yet is opened in it."""
    visitor = visit(WIDE)
    visitor.sign_in(*cast[role])
    waiting, seen = ["/"], Counter()
    while waiting:
        address = waiting.pop(0)
        if seen[route_of(address)] >= EACH.get(role, 1) or address in seen:
            continue
        seen.update({route_of(address), address})
        answer = visitor.page.request.get(visitor.service.address + address)
        assert answer.status == 200, f"{role} was led to {address}, which answers {answer.status}"
        if claimed(route_of(address)):
            measure(visitor, address)
        waiting.extend(links_of(answer.text(), answer.url.removeprefix(visitor.service.address).split("?")[0]))
    assert len(seen) > 5


def claimed(route: str) -> bool:
    """Whether nobody has taken this page yet, here or in the process beside: each page is measured once."""
    if route in measured:
        return False
    measured.add(route)
    if not SEEN:
        return True
    try:
        (Path(SEEN) / f"{hashlib.sha256(route.encode()).hexdigest()}.taken").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def measure(visitor, address: str) -> None:
    """At both widths nothing is wider than the screen; axe once is enough for what does not depend on the width."""
    visitor.go(address)
    visitor.fits()
    visitor.page.set_viewport_size(NARROW)
    visitor.fits() if route_of(address) in looked_at else visitor.look()
    visitor.page.set_viewport_size(WIDE)


measured: set[str] = set()
ENGLISH = {"What needs you", "Engagement", "Voice", "Actions", "Communities", "Reports"}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_public_site_by_its_own_links(visit, language):
    """Nobody signs in; every page the public can come to from the front page of the service; no cookie but where a form is sent."""
    stranger = visit(WIDE)
    waiting, seen = [f"/public/?language={language}"], Counter()
    while waiting:
        address = waiting.pop(0)
        if seen[route_of(address)] >= 1 or address in seen:
            continue
        seen.update({route_of(address), address})
        answer = stranger.page.request.get(stranger.service.address + address)
        assert answer.status == 200, f"the public was led to {address}, which answers {answer.status}"
        if "set-cookie" in answer.headers:
            assert '<form method="post"' in answer.text(), f"{address} sets a cookie, and nothing can be sent from it"
        if claimed(f"{language} {route_of(address)}"):
            measure(stranger, address)
        waiting.extend(
            link for link in links_of(answer.text(), address.split("?")[0]) if not link.startswith(("/account/", "/?")) and link != "/"
        )
    assert len(seen) > 15


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
