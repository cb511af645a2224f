"""What panels need besides: a day that suits, minutes put right, guidance agreed by two, the same said again, an update for everybody."""

import re

from tests.journeys.conftest import NARROW
from tests.journeys.hands import fill, follow, in_days, path_of, save, see, send, words_of


def first(visitor, address: str) -> None:
    """Follow the first link of the page's own part to an address of this kind."""
    visitor.page.locator(f"main a[href{address}]").first.click()
    visitor.page.wait_for_load_state()


def test_a_day_that_suits(visit, cast):
    """Asked of the members, answered for one who rang, and taken."""
    maya = visit()
    maya.sign_in(*cast["icem"])
    maya.go("/panels/meetings/poll?panel=eastern-involvement")
    fill(maya, closes_on=in_days(7), day_0=in_days(30), time_0="14:00", day_1=in_days(31), time_1="18:00", place="Library, Ely")
    save(maya)
    poll = path_of(maya)
    maya.look()
    first(maya, "*='/answer/'")
    for yes in maya.page.locator("main input[type=radio][value=yes]").all():
        yes.check()
    maya.look()
    save(maya)
    see(maya, poll + "withdraw")
    maya.go(poll)
    first(maya, "*='/choose/'")
    maya.look()
    save(maya)
    assert re.fullmatch(r"/panels/meetings/\d+/", path_of(maya))


def test_minutes_are_put_right(visit, cast):
    """Once members have read them a correction is asked for, and made or left with a reason; the words before stay."""
    maya = visit()
    maya.sign_in(*cast["icem"])
    maya.go("/panels/agenda/of/eastern-hate-crime/")
    first(maya, "$='/minutes'")
    minutes = path_of(maya)
    maya.go(minutes + "/ask")
    fill(maya, asked="Say that two members had sent apologies.")
    save(maya)
    left = maya.page.locator("main a[href$='/leave']").first.get_attribute("href")
    see(maya, left)
    maya.go(minutes)
    first(maya, "*='/corrections/'][href$='/make'")
    fill(maya, words="Two members had sent apologies.")
    maya.look()
    save(maya)
    assert "Two members had sent apologies." in words_of(maya)
    maya.look()


def test_guidance_agreed_by_two(visit, cast):
    """Headquarters writes the next version; whoever wrote it does not agree to it."""
    owen, ingrid = visit(), visit()
    owen.sign_in(*cast["hq"])
    ingrid.sign_in("ingrid.solheim@example.org", cast["hq"][1])
    owen.go("/panels/guidance/")
    first(owen, "^='/panels/guidance/']:not([href$='/new'])[href$='/'")
    page = path_of(owen)
    owen.go(page + "draft")
    fill(owen, changed_what="Whom to ring is said")
    save(owen)
    owen.go(page + "agree")
    send(owen, owen.page.locator("main form button").last.inner_text())
    assert path_of(owen) == page + "agree"
    ingrid.go(page + "agree")
    ingrid.look()
    save(ingrid)
    see(ingrid, page, page + "1")


def test_what_is_kept_of_a_member(visit, cast):
    maya = visit()
    maya.sign_in(*cast["icem"])
    maya.go("/panels/members/?words=Ruth+Adeyemi")
    maya.page.get_by_role("link", name="Ruth Adeyemi").first.click()
    maya.page.wait_for_load_state()
    row = path_of(maya)
    maya.go(row + "interest")
    fill(maya, kind="family", what="A sister works for the police")
    save(maya)
    first(maya, "*='/interests/'")
    maya.look()
    see(maya, row + "sign-in/take-back")
    maya.go("/panels/invitations/")
    first(maya, "^='/panels/invitations/']:not([href$='/new'])[href$='/'")
    see(maya, path_of(maya) + "cancel")


def test_the_same_said_again(visit, cast):
    """Words that are alike are shown beside each other; a person says whether they recommend the same."""
    maya = visit()
    maya.sign_in(*cast["icem"])
    maya.go("/panels/recommendations/?words=Ask every victim at the first call")
    follow(maya, "Ask every victim at the first call")
    first(maya, "*='/same/'")
    fill(maya, same="yes")
    maya.look()
    save(maya)
    maya.look()


def test_an_update_for_everybody(visit, cast):
    """Made from the records in one press; whoever made it does not agree to it, and nobody signs in to read it."""
    maya, leo = visit(), visit()
    maya.sign_in(*cast["icem"])
    leo.sign_in(*cast["comms"])
    maya.go("/panels/publications/")
    maya.page.locator("main li", has_text="Violence Against Women").get_by_role("button", name="Make the update").last.click()
    maya.page.wait_for_load_state()
    row = path_of(maya)
    maya.look()
    vouch(maya, row)
    send(maya, "Submit to a second person")
    assert not maya.page.get_by_role("button", name="Agree, and publish it as it stands").count()
    leo.go(row)
    leo.look()
    see(leo, row + "send-back")
    leo.go(row)
    send(leo, "Agree, and publish it as it stands")
    maya.go(row + "withdraw")
    maya.look()
    stranger = visit(NARROW)
    see(stranger, "/our-panels/")
    follow(stranger, "Eastern Violence Against Women and Girls Scrutiny Panel")
    stranger.look()
    first(stranger, "^='/our-panels/eastern-vawg/'")
    stranger.look()


def vouch(maya, row: str) -> None:
    """Say of each thing the check found why it may stay."""
    found = maya.page.locator("main li", has_text="Take it out, or say why it may stay.").locator("a[href*='/finding/']")
    while found.count():
        found.first.click()
        maya.page.wait_for_load_state()
        fill(maya, why="In the service’s own words, and about nobody.")
        save(maya)
        maya.go(row)
