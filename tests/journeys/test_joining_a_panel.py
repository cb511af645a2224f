"""From a search for members to a seat: an advert, an application by telephone without scripts, marks without names, an offer, a seat."""

from tests.journeys.conftest import NARROW
from tests.journeys.hands import fill, follow, in_days, path_of, save, see, send, words_of

NAME = "Wendeline Askew"
REASONS = "I grew up in care, and nobody told me what a witness is."
ADVERT = {
    "title_en": "Two young people to read letters with us",
    "seats": "2",
    "sought_en": "People aged 16 to 25",
    "why": "Nobody on the panel is younger than forty.",
    "about_en": "Members meet three times a year and say what is hard to understand.",
    "asks_en": "Three evenings a year, a day of training, and keeping what you read to yourself.",
    "looks_for_en": "You know what it is like to be young here\nYou say plainly what you think",
    "ways_en": "Ring us, write to us, or ask a youth worker to write for you.",
}


def test_somebody_joins_a_panel(visit, cast):
    maya = visit()
    maya.sign_in(*cast["icem"])
    campaign = advertise(maya)
    stranger, onlooker = visit(NARROW, javascript=False), visit(NARROW)
    see(onlooker, "/take-part/", f"/take-part/{campaign}/", f"/take-part/{campaign}/apply")
    mine = apply(stranger)
    see(onlooker, mine)
    application = sift(maya, campaign)
    choose(maya, application)
    accept(stranger, mine)
    appoint(maya, application)
    turn_down(maya, campaign)


def advertise(maya) -> int:
    maya.go("/panels/recruitment/new?panel=eastern-vawg")
    fill(maya, **ADVERT, opens_on=in_days(0), closes_on=in_days(40))
    maya.page.locator("main [name=communities]").first.check()
    maya.look()
    save(maya)
    row = path_of(maya)
    maya.look()
    maya.go(row + "open")
    maya.look()
    save(maya)
    maya.go(row + "told")
    fill(maya, where="The youth club in Ely", on=in_days(0))
    maya.look()
    save(maya)
    see(maya, row, row + "enter", row + "extend", row + "end")
    return int(row.split("/")[3])


def apply(stranger) -> str:
    """What is missing is said, and what was typed stays."""
    stranger.go("/take-part/")
    follow(stranger, ADVERT["title_en"])
    send(stranger, "Apply here")
    fill(stranger, name=NAME, agreed="on")
    send(stranger, "Send my application")
    assert "Write a sentence or two about why you would like to join." in words_of(stranger)
    assert stranger.page.locator("main [name=name]").input_value() == NAME
    fill(stranger, reasons=REASONS, phone="01353 700100", access_needs="A lift, please")
    send(stranger, "Send my application")
    assert "Your application has reached us." in words_of(stranger)
    follow(stranger, "My application")
    assert NAME not in words_of(stranger)
    return path_of(stranger)


def sift(maya, campaign: int) -> str:
    """It is judged by what it says: no name stands beside it before it was marked."""
    maya.go(f"/panels/recruitment/{campaign}/")
    assert NAME not in words_of(maya)
    maya.page.locator("main a[href^='/panels/recruitment/applications/']").first.click()
    maya.page.wait_for_load_state()
    row = path_of(maya)
    assert REASONS in words_of(maya)
    assert NAME not in words_of(maya)
    maya.look()
    maya.go(row + "sift")
    fill(maya, mark_0="3", mark_1="2", words="Says it plainly.")
    maya.look()
    save(maya)
    return row


def choose(maya, row: str) -> None:
    for step in ("shortlisted", "offered"):
        if step == "offered":
            interview(maya, row)
        maya.go(f"{row}step/{step}")
        fill(maya, reason="Knows at first hand what the panel lacks.")
        maya.look()
        save(maya)
    maya.go(row)
    assert NAME in words_of(maya)
    maya.look()
    see(maya, row + "said")


def interview(maya, row: str) -> None:
    maya.go(row + "interview")
    fill(maya, day=in_days(1), hour="11:00", where="Library, Ely", who="Maya Fenwick and a member", arranged="The lift was asked for.")
    maya.look()
    save(maya)
    see(maya, row, row + "interview/cancel")
    maya.go(row + "interview/held")
    fill(maya, held_on=in_days(0), words="Told of the day in court, and what would have helped.", mark_0="3", mark_1="3")
    maya.look()
    save(maya)


def accept(stranger, mine: str) -> None:
    stranger.go(mine)
    send(stranger, "Accept the seat")
    assert NAME not in words_of(stranger)


def appoint(maya, row: str) -> None:
    maya.go(row + "appoint")
    fill(maya, starts=in_days(0), why="Grew up in care and says plainly what is hard.")
    maya.look()
    save(maya)
    maya.go(row)
    assert "They hold a seat on the panel" in words_of(maya)
    maya.go("/panels/members/of/eastern-vawg/")
    assert NAME in words_of(maya)


def turn_down(maya, campaign: int) -> None:
    """Somebody who wrote by hand hears why not, and is kept for later as they wished."""
    maya.go(f"/panels/recruitment/{campaign}/enter")
    fill(maya, name="Silas Quarrie", phone="01353 700200", reasons=REASONS, later="on", agreed="on", received_on=in_days(0))
    save(maya)
    row = path_of(maya)
    maya.go(row + "sift")
    fill(maya, mark_0="1", mark_1="1")
    save(maya)
    maya.go(row + "step/turned_down")
    fill(maya, reason="Both seats went to people who know more of it.", said="Both seats were filled. We will write next time.")
    maya.look()
    save(maya)
    maya.page.locator("main a[href*='/told/']").last.click()
    maya.page.wait_for_load_state()
    fill(maya, on=in_days(0), how="phone")
    maya.look()
    save(maya)
    see(maya, row + "erase")
    maya.go(row + "keep")
    maya.look()
    save(maya)
    assert "Silas Quarrie" in words_of(maya)
