"""A new service from nothing: set up, invite the first administrator, join, invite a manager, who joins and logs the first contact."""

import re


def join(visitor, link: str, email: str, password: str) -> None:
    visitor.page.goto(link)
    visitor.look()
    visitor.page.get_by_label("Password", exact=True).fill(password)
    visitor.page.get_by_label("Password again").fill(password)
    visitor.page.get_by_role("button", name="Join").click()
    visitor.look()
    visitor.sign_in(email, password)


def invited(printed: str) -> str:
    return re.search(r"http://\S+/join/\?\S+", printed)[0]


def test_from_empty_to_the_first_contact(empty_service, visit):
    link = invited(empty_service.run("invite", "dot@example.org", "--name", "Dot Ainsley", "--role", "administrator", "--national"))
    dot = visit(to=empty_service)
    join(dot, link, "dot@example.org", "harbour-thimble-93")
    dot.go("/people/")
    dot.look()
    dot.picture("people")

    link = invited(empty_service.run("invite", "maya@example.org", "--name", "Maya Fenwick", "--role", "icem", "--area", "east-of-england"))
    maya = visit(to=empty_service)
    join(maya, link, "maya@example.org", "lantern-orchard-57")
    for address in (
        "/",
        "/communities/",
        "/organisations/",
        "/engagement/",
        "/engagement/reach/",
        "/voice/",
        "/actions/",
        "/casework/",
        "/reports/",
    ):
        assert maya.go(address).status == 200
        maya.look()
    maya.go("/engagement/log")
    maya.page.get_by_label("Where", exact=True).fill("Norwich market")
    maya.page.get_by_label("What was said, in the words it was said").fill("We had never met anybody from your service.")
    maya.page.get_by_role("button", name="Save", exact=True).click()
    maya.page.wait_for_url("**/engagement/*/")
    assert "We had never met anybody from your service." in maya.page.locator("main").inner_text()
    assert "0 faults" in empty_service.run("audit", "verify")

    maya.go("/account/logout/")
    maya.look()
    maya.page.get_by_role("button", name="Sign out").click()
    assert "/account/login" in maya.page.url
    maya.page.goto(link)
    assert "cannot be used" in maya.page.locator("main").inner_text()
    maya.look()
