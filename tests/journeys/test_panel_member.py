"""A member of a panel, on a phone: everything of their own panel, and nothing of another panel or of the service's work."""

import re

import pytest

from tests.journeys.conftest import NARROW
from tests.journeys.hands import fill, follow, in_days, path_of, save, see, words_of

ROOMS = ["engagement", "voice", "actions", "casework", "reports", "organisations", "communities", "people", "audit", "import", "export"]
PANELS = ("", "meetings/", "members/", "recruitment/", "recommendations/", "publications/", "guidance/", "kinds/", "eastern-hate-crime/")
SERVICE = (*(f"/{room}/" for room in ROOMS), "/engagement/log", "/engagement/reach/", *(f"/panels/{page}" for page in PANELS))
OWN = "eastern-hate-crime"


@pytest.fixture
def ruth(visit, cast):
    visitor = visit(NARROW)
    visitor.sign_in(*cast["panel_member"])
    return visitor


def test_sees_only_the_panel_page(ruth):
    ruth.go("/")
    ruth.look()
    ruth.picture("panel-member")
    ruth.go("/my-panel/")
    ruth.look()
    links = {link.get_attribute("href") for link in ruth.page.get_by_role("link").all()}
    assert not [link for link in links if link and link.startswith(SERVICE)]
    for address in SERVICE:
        response = ruth.go(address)
        assert response.status in (403, 404), address
    ruth.look()


def test_cannot_reach_a_row_by_its_number(ruth):
    for address in ("/engagement/1/", "/voice/1/", "/chain/1/", "/actions/1/", "/casework/1/", "/reports/1/", "/organisations/1/"):
        assert ruth.go(address).status in (403, 404), address
        assert not re.search(r"[“”]", words_of(ruth))


def test_sees_nothing_of_another_panel(ruth, visit, cast):
    """The control: what the member must not see is really there for whoever runs the other panel."""
    maya = visit()
    maya.sign_in(*cast["icem"])
    maya.go("/panels/meetings/?state=closed")
    links = maya.page.locator("main a[href^='/panels/meetings/']").all()
    meetings = [number for link in links if (number := _number(link.get_attribute("href")))]
    opened = {number: ruth.go(f"/my-panel/meetings/{number}/").status for number in meetings}
    assert set(opened.values()) == {200, 404}
    for code in ("eastern-vawg", "eastern-involvement", "community-accountability-forum"):
        for page in ("", "next/", "members/", "recommendations/", "told/", "survey/"):
            assert ruth.go(f"/my-panel/{page}?panel={code}").status == 404, (page, code)
        assert ruth.go(f"/panels/members/mine/{code}/").status == 404
        assert ruth.go(f"/panels/expenses/mine/{code}/").status == 404


def _number(address: str | None) -> int | None:
    found = re.fullmatch(r"/panels/meetings/(\d+)/", address or "")
    return int(found[1]) if found else None


def test_the_same_check_sees_something_as_manager(visit, cast):
    """The control: what the member must not see is really there for somebody else."""
    maya = visit()
    maya.sign_in(*cast["icem"])
    opened = [address for address in SERVICE if maya.go(address).status == 200]
    assert len(opened) > 12


def test_answers_and_reads(ruth):
    ruth.go("/my-panel/next/")
    ruth.look()
    reply = ruth.page.locator("main a[href$='/reply']").get_attribute("href")
    ruth.go(reply)
    fill(ruth, reply="online", words="I come by telephone.")
    ruth.look()
    save(ruth)
    assert "You said:" in words_of(ruth)
    ruth.page.locator("main a[href*='/my-panel/papers/']").first.click()
    ruth.page.wait_for_load_state()
    assert "Four closed cases" in words_of(ruth)
    ruth.look()
    ruth.go("/my-panel/next/")
    ruth.page.locator("main a[href*='/my-panel/meetings/']").nth(1).click()
    ruth.page.wait_for_load_state()
    assert "These minutes" in words_of(ruth)
    follow(ruth, "Ask for a correction")
    fill(ruth, asked="I had sent apologies, and they are not there.")
    ruth.look()
    save(ruth)
    assert "Waiting for an answer." in words_of(ruth)
    ruth.look()
    see(ruth, *(f"/my-panel/{page}/" for page in ("recommendations", "members", "role", "words", "which")))
    ruth.go("/my-panel/guidance/")
    ruth.look()
    ruth.page.locator("main a[href*='/my-panel/guidance/']").first.click()
    ruth.page.wait_for_load_state()
    ruth.look()


def test_says_whom_they_told_and_where_they_go(ruth):
    ruth.go("/my-panel/told/new")
    fill(ruth, whom="The women’s meeting at church", how="conversation", people="11", heard="They ask what a witness may bring.")
    ruth.look()
    save(ruth)
    assert "The women’s meeting at church" in words_of(ruth)
    ruth.look()
    ruth.page.locator("main a[href$='/change']").first.click()
    ruth.page.wait_for_load_state()
    ruth.look()
    ruth.go("/my-panel/invitations/")
    ruth.look()
    ruth.page.locator("main a[href*='/my-panel/invitations/']").first.click()
    ruth.page.wait_for_load_state()
    fill(ruth, reply="yes")
    ruth.look()
    save(ruth)


def test_is_asked_once_a_year(ruth):
    ruth.go("/my-panel/survey/")
    for name in ("aims", "listened", "told", "support"):
        fill(ruth, **{name: "yes"})
    fill(ruth, confidence="up", remark="More evenings, please.")
    ruth.look()
    save(ruth)
    ruth.go("/my-panel/survey/")
    assert not ruth.page.locator("main [name=aims]").count()
    ruth.look()


def test_keeps_their_own_seat(ruth):
    seat = f"/panels/members/mine/{OWN}/"
    ruth.go(seat)
    ruth.look()
    ruth.go(seat + "declare")
    fill(ruth, kind="work", what="My daughter works for the court")
    ruth.look()
    save(ruth)
    assert "My daughter works for the court" in words_of(ruth)
    ruth.page.locator("main a[href$='/end']").first.click()
    ruth.page.wait_for_load_state()
    ruth.look()
    see(ruth, seat + "sign")


def test_claims_a_journey_and_somebody_else_agrees(ruth, visit, cast):
    claims = f"/panels/expenses/mine/{OWN}/"
    ruth.go(claims)
    ruth.look()
    ruth.go(claims + "new")
    fill(ruth, occasion="Last meeting of the panel")
    ruth.look()
    save(ruth)
    claim = path_of(ruth).removesuffix("add")
    number = claim.rstrip("/").split("/")[-1]
    ruth.go(claim + "add")
    fill(ruth, kind="public", on=in_days(-2), asked="8.40", what="Luton to Ely and back", no_receipt_why="A ticket from a machine")
    ruth.look()
    save(ruth)
    see(ruth, claim)
    ruth.page.locator("main a[href$='/take-out']").first.click()
    ruth.page.wait_for_load_state()
    ruth.look()
    ruth.go(claim + "send")
    ruth.look()
    save(ruth)
    see(ruth, claim + "take-back")
    maya = visit()
    maya.sign_in(*cast["icem"])
    see(maya, f"/panels/expenses/{number}/", f"/panels/expenses/{number}/refuse")
    maya.go(f"/panels/expenses/{number}/agree")
    maya.look()
    save(maya)
    maya.go(f"/panels/expenses/{number}/pay")
    fill(maya, paid_on=in_days(0))
    maya.look()
    save(maya)
    ruth.go(claim)
    assert "Paid on" in words_of(ruth)
