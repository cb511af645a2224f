"""What headquarters gives to every Area, what an Area makes of it, what is counted, whether it worked; and what people are told."""

import re

from tests.journeys.conftest import NARROW
from tests.journeys.hands import bring_up, fill, follow, in_days, path_of, save, see, send, words_of

ITEM = "Name a second person for each community"


def test_minimum_set_and_commitments(visit, cast):
    owen = visit()
    owen.sign_in(*cast["hq"])
    issue(owen)
    take_on(visit, cast)
    count(owen)


def issue(owen) -> None:
    """A draft goes to every Area at once, and each has its own action from it."""
    owen.go("/actions/minimum/drafts")
    assert ITEM in words_of(owen)
    owen.look()
    see(owen, "/actions/minimum/new", "/actions/minimum/give-out")
    owen.go("/actions/minimum/issue")
    fill(owen, words="Second edition: a name for every community.")
    owen.look()
    save(owen)
    owen.go("/actions/minimum/")
    assert owen.page.get_by_role("link", name=re.compile(f"Open.*Wessex, {ITEM}")).count()
    owen.look()
    bring_up(owen, "How each Area stands")
    owen.picture("minimum-set")
    owen.page.locator("main a[href^='/actions/minimum/not-applicable/']").first.click()
    owen.page.wait_for_load_state()
    owen.look()


def take_on(visit, cast) -> None:
    maya = visit()
    maya.sign_in(*cast["icem"])
    maya.go("/actions/week/")
    maya.look()
    maya.page.get_by_role("link", name=re.compile(f"Say who takes it on.*{ITEM}")).click()
    maya.page.wait_for_load_state()
    fill(maya, to="Maya Fenwick")
    maya.look()
    save(maya)
    refuse_what_is_not_smart(maya)
    see(maya, "/actions/months/", "/actions/minimum/1/not-applicable/east-of-england")
    did_it_work(maya)
    maya.go("/actions/plans/")
    maya.look()
    follow(maya, "Hate crime action plan")
    maya.look()
    bring_up(maya, "Over time")
    maya.picture("plan")
    plan = path_of(maya)
    follow(maya, "Agree with the police how disabled victims are asked about support")
    see(maya, path_of(maya) + "partner")
    maya.go(plan)
    follow(maya, "Brief all hate crime prosecutors on special measures")
    action = path_of(maya)
    see(maya, action + "reopen", action + "again")
    phone = visit(NARROW)
    phone.sign_in(*cast["icem"])
    see(phone, plan)


def refuse_what_is_not_smart(maya) -> None:
    """Each letter that is missing is named, with what to write."""
    maya.go("/actions/new")
    fill(maya, title="Improve", measure="Better", owner="Maya Fenwick", resources="none", due_on=in_days(60))
    maya.page.locator("main form button").last.click()
    maya.page.wait_for_load_state()
    refused = words_of(maya)
    for letter in ("Specific is missing", "Measurable is missing", "Realistic is missing"):
        assert letter in refused, f"not refused: {letter}"
    maya.look()


def did_it_work(maya) -> None:
    maya.go("/actions/week/")
    maya.page.locator("main a[href$='/did-it-work']").first.click()
    maya.page.wait_for_load_state()
    fill(maya, verdict="worked", before="4 of 20", after="15 of 20", source="Twenty files", words="It lasts where the unit is told twice.")
    maya.look()
    save(maya)


def count(owen) -> None:
    """A figure with its base, and where a commitment stands; what cannot be known says so."""
    owen.go("/strategy/measures/")
    owen.look()
    follow(owen, "Female employees at Senior Civil Servant and equivalent grades")
    measure = path_of(owen)
    owen.go(measure + "figure?area=england-and-wales")
    fill(owen, as_of=in_days(-20), value="55", base="97", source="Workforce system, invented")
    owen.look()
    save(owen)
    owen.go(measure)
    assert "55" in words_of(owen)
    owen.look()
    owen.go("/actions/commitments/")
    owen.look()
    assert owen.page.request.get(f"{owen.service.address}/actions/commitments/take-out/xlsx").status == 200
    owen.page.locator("main a[href^='/actions/commitments/']").filter(has_text="national partnerships").first.click()
    owen.page.wait_for_load_state()
    commitment = path_of(owen).split("/")[3]
    owen.look()
    owen.go(f"/strategy/commitments/{commitment}/standing")
    fill(owen, level="achieved", evidence="Three national partnerships signed", on=in_days(0))
    owen.look()
    save(owen)
    owen.go(f"/actions/commitments/{commitment}/")
    assert "Three national partnerships signed" in words_of(owen)
    owen.go("/actions/commitments/aims/4/")
    owen.look()


def test_inbox_preferences_and_letters(visit, cast):
    # given what the year left unread
    maya = visit()
    maya.sign_in(*cast["icem"])
    maya.go("/inbox/")
    maya.look()
    unread = maya.page.locator("main a[href^='/inbox/']").count()
    assert unread > 3
    # when one is opened, it leads to what it is about
    maya.page.locator("main a[href^='/inbox/']").nth(2).click()
    maya.page.wait_for_load_state()
    assert not path_of(maya).startswith("/inbox")
    maya.go("/inbox/preferences/")
    fill(maya, how="daily")
    maya.look()
    save(maya)
    maya.go("/inbox/")
    send(maya, "Mark all as read")
    maya.look()
    # and a letter of which nobody knows whether it left is settled by a person
    dot = visit()
    dot.sign_in(*cast["administrator"])
    dot.go("/letters/")
    dot.look()
    dot.page.get_by_role("button", name=re.compile("^It arrived")).first.click()
    dot.page.wait_for_load_state()
    assert not dot.page.get_by_role("button", name=re.compile("^It arrived")).count()
