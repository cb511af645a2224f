"""The chain end to end as an Inclusion and Community Engagement Manager: met, said, refused, answered, acted, shown, told, closed."""

from datetime import date, timedelta

SAID = "Nobody told us what happened after we reported the graffiti."


def test_the_chain_closes(visit, cast):
    maya = visit()
    maya.sign_in(*cast["icem"])
    maya.look()
    maya.picture("home")
    activity = log_a_contact(maya)
    refuse_to_close(maya, activity)
    point = answer_and_act(maya)
    finish_the_action(maya, point)
    tell_them(maya, point)
    see_the_chain(maya, point)
    close(maya, activity)


def log_a_contact(maya) -> str:
    page = maya.page
    maya.go("/engagement/log")
    maya.look()
    page.get_by_label("Where", exact=True).fill("Wisbech library")
    page.get_by_label("How many people").fill("12")
    page.get_by_label("Rural communities").check()
    page.get_by_label("What was said, in the words it was said").fill(SAID)
    page.get_by_label("Hours of staff time").fill("2.5")
    maya.picture("log-a-contact")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/engagement/*/")
    assert "The contact was logged" in page.locator("main").inner_text()
    maya.look()
    return page.url


def refuse_to_close(maya, activity: str) -> None:
    """An activity with an unanswered point stays open, and the page says which point."""
    page = maya.page
    page.get_by_role("link", name="Change", exact=True).click()
    page.get_by_label("What came of it").fill("The group will be told what happened to its report")
    page.get_by_label("Purpose").select_option(label="Consult")
    page.get_by_label("Public confidence", exact=True).check()
    page.locator("main button[type=submit], main button[name=submit], main input[type=submit]").first.click()
    page.goto(activity)
    page.get_by_role("button", name="Close this activity").click()
    refusal = page.get_by_role("alert").inner_text()
    assert SAID in refusal
    assert "Say what came of it" not in refusal
    maya.look()
    maya.picture("cannot-close")


def answer_and_act(maya) -> str:
    page = maya.page
    page.get_by_role("alert").get_by_role("link", name="Not answered").click()
    point = page.url
    maya.look()
    page.get_by_role("link", name="Answer the point").click()
    page.get_by_label("Accepted", exact=True).check()
    page.get_by_label("What we answer").fill("You are right. We will ring everyone who reports and say what happened.")
    maya.look()
    page.get_by_role("button", name="Save the answer").click()
    page.goto(point)
    page.get_by_role("link", name="Raise an action").click()
    page.get_by_label("What will be done").fill("Ring every person who reported graffiti in Wisbech this year")
    page.get_by_label("How we will know it worked").fill("All nine people rung, by list")
    page.get_by_label("What it takes").fill("two afternoons of the victim liaison unit")
    page.get_by_label("By when").fill((date.today() + timedelta(days=30)).isoformat())  # noqa: DTZ011
    maya.look()
    page.get_by_role("button", name="Save the action").click()
    return point


def finish_the_action(maya, point: str) -> None:
    """Achieved is refused without evidence, and taken with it."""
    page = maya.page
    page.goto(point)
    page.get_by_role("link", name="Ring every person").first.click()
    action = page.url
    maya.look()
    maya.picture("action")
    page.goto(action.rstrip("/") + "/progress")
    page.get_by_label("Achieved", exact=True).check()
    page.get_by_label("What was done").fill("All nine rung.")
    page.locator("main button[type=submit], main button[name=submit], main input[type=submit]").first.click()
    assert "evidence" in page.locator("main").inner_text()
    maya.look()
    page.goto(action.rstrip("/") + "/evidence")
    page.get_by_label("What shows").fill("List of nine calls with dates")
    maya.look()
    page.locator("main button[type=submit], main button[name=submit], main input[type=submit]").first.click()
    page.goto(action.rstrip("/") + "/progress")
    page.get_by_label("Achieved", exact=True).check()
    page.get_by_label("What was done").fill("All nine people were rung and told what happened.")
    page.locator("main button[type=submit], main button[name=submit], main input[type=submit]").first.click()
    page.goto(action)
    assert "Achieved" in page.locator("main").inner_text()


def tell_them(maya, point: str) -> None:
    page = maya.page
    page.goto(point)
    page.get_by_role("link", name="Record that they were told").click()
    page.get_by_label("Who was told").fill("Wisbech neighbourhood group")
    page.get_by_label("By letter").check()
    page.get_by_label("What they were told").fill("Everyone who reported has been rung.")
    maya.look()
    page.get_by_role("button", name="Save the telling").click()


def see_the_chain(maya, point: str) -> None:
    page = maya.page
    page.goto(point)
    page.get_by_role("link", name="See the whole chain").click()
    chain = page.locator("main").inner_text()
    links = "Wisbech library", "You are right", "Ring every person", "List of nine calls", "Everyone who reported has been rung"
    for link in (SAID, *links):
        assert link in chain, f"the chain does not show {link!r}"
    maya.look()
    maya.picture("chain")


def close(maya, activity: str) -> None:
    page = maya.page
    page.goto(activity)
    page.get_by_role("link", name="Say what came of it and what follows").click()
    page.get_by_label("Nothing more is needed").check()
    maya.look()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Close this activity").click()
    page.goto(activity)
    assert "Closed" in page.locator("main").inner_text()
    maya.look()
