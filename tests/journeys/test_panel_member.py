"""A panel member must see nothing of engagement, voice, actions, casework or reports: not in a page, not in a link."""

import re

ROOMS = ["engagement", "voice", "actions", "casework", "reports", "organisations", "communities", "people", "audit", "import", "export"]
SERVICE = (*(f"/{room}/" for room in ROOMS), "/engagement/log", "/engagement/reach/")


def test_sees_only_the_panel_page(visit, cast):
    ruth = visit()
    ruth.sign_in(*cast["panel_member"])
    ruth.go("/")
    ruth.look()
    ruth.picture("panel-member")
    ruth.go("/my-panel")
    ruth.look()
    links = {link.get_attribute("href") for link in ruth.page.get_by_role("link").all()}
    assert not [link for link in links if link and link.startswith(SERVICE)]
    for address in SERVICE:
        response = ruth.go(address)
        assert response.status in (403, 404), address
        ruth.look()


def test_cannot_reach_a_row_by_its_number(visit, cast):
    ruth = visit()
    ruth.sign_in(*cast["panel_member"])
    for address in ("/engagement/1/", "/voice/1/", "/chain/1/", "/actions/1/", "/casework/1/", "/reports/1/", "/organisations/1/"):
        assert ruth.go(address).status in (403, 404), address
        assert not re.search(r"[“”]", ruth.page.locator("main").inner_text())


def test_the_same_check_sees_something_as_manager(visit, cast):
    """The control: what the member must not see is really there for somebody else."""
    maya = visit()
    maya.sign_in(*cast["icem"])
    opened = [address for address in SERVICE if maya.go(address).status == 200]
    assert len(opened) > 6
