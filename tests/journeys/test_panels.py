"""A panel from its terms of reference to what was done: set up, seated, called, held, minuted, answered, and told."""

import re
import sqlite3
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import NARROW
from tests.journeys.hands import fill, follow, in_days, path_of, save, see, words_of
from tests.journeys.minutes_together import write_together

PANEL = "Fenland Youth Panel"
HERE = "/panels/fenland-youth/"
TERMS = {
    "scope_en": "The panel hears young people on letters and calls. It cannot change a decision in a case.",
    "conduct_en": "Each is heard. A member declares an interest before an item and leaves by telling the chair.",
    "quorum": "2",
    "least_members": "2",
    "substitutes": "on",
}
RECOMMENDED = "Send the letter about a decision in words that a pupil of twelve understands."
ANSWER = "The panel is right: the letter is hard to read. The unit writes it anew with a school."
FIRST, SECOND = "Letters to young people", "Who may come to court with a witness"


def test_a_panel_from_its_terms_to_what_was_done(visit, cast, service):
    maya, priya = visit(), visit()
    maya.sign_in(*cast["icem"])
    priya.sign_in(*cast["lead"])
    set_up(maya)
    refuse_without_terms(maya)
    agree_terms(maya)
    seat(maya)
    meeting = call(maya)
    answer_by_link(visit, service)
    hold(maya, meeting)
    second = visit()
    second.sign_in(*cast["hq"])
    write_together(maya, second, meeting)
    recommendation = recommend(maya, meeting)
    close_and_circulate(maya, meeting)
    answer_and_do(priya, recommendation)
    tell_at_the_next(maya, meeting, recommendation)


def press(visitor) -> None:
    """Send the page's form where it may be refused."""
    visitor.page.locator("main form button").last.click()
    visitor.page.wait_for_load_state()


def set_up(maya) -> None:
    maya.go("/panels/new")
    fill(maya, name_en=PANEL, code="fenland-youth", starts=in_days(0))
    maya.page.get_by_label("Youth Engagement Panel").check()
    save(maya)
    assert path_of(maya) == HERE
    maya.look()


def refuse_without_terms(maya) -> None:
    """Nobody is asked to a panel of which nobody agreed what it does."""
    maya.go("/panels/meetings/new?panel=fenland-youth")
    fill(maya, day=in_days(30), time="14:00", place="Library, March")
    save(maya)
    meeting = path_of(maya)
    assert "No terms of reference hold on this day" in words_of(maya)
    maya.look()
    maya.go(meeting + "call")
    press(maya)
    assert "No terms of reference hold for this panel" in words_of(maya)
    maya.look()
    maya.go(meeting + "cancel")
    fill(maya, why="It comes too early")
    save(maya)


def agree_terms(maya) -> None:
    maya.go(HERE + "terms/agree")
    fill(maya, how="By the Chief Crown Prosecutor")
    press(maya)
    assert "Say how members work together" in words_of(maya)
    maya.go(HERE + "terms/draft")
    fill(maya, **TERMS)
    save(maya)
    maya.go(HERE + "terms/agree")
    fill(maya, how="By the Chief Crown Prosecutor")
    maya.look()
    save(maya)
    assert "The panel hears young people" in words_of(maya)


def seat(maya) -> None:
    """Three people whom the Area knows; one of them takes the chair."""
    for number in range(3):
        maya.go("/panels/members/of/fenland-youth/appoint?words=an")
        maya.page.locator("main a[href*='/appoint/']").first.click()
        maya.page.wait_for_load_state()
        if number == 0:
            maya.look()
        fill(maya, how="nominated", why="Works with young people every week.", starts=in_days(0))
        save(maya)
    maya.go("/panels/members/of/fenland-youth/chair")
    maya.page.locator("main [name=to]").select_option(index=1)
    fill(maya, position="chair", how="elected", votes_for="2")
    save(maya)


def plan(maya, at: str, **more: str) -> int:
    """A meeting of today, late enough to be called before it begins."""
    maya.go("/panels/meetings/new?panel=fenland-youth")
    now = datetime.now(ZoneInfo("Europe/London"))
    if now.strftime("%H:%M") > "23:30":
        pytest.skip("too near to midnight: the meeting has to be called and opened on one day")
    today = now.date().isoformat()
    fill(maya, day=today, time=at, lasts="5", where="place", place="Library, March", **more)
    save(maya)
    return int(path_of(maya).split("/")[3])


def call(maya) -> int:
    meeting = plan(maya, "23:50", theme="Letters")
    for title in (FIRST, SECOND):
        maya.go(f"/panels/agenda/meeting/{meeting}/new")
        fill(maya, title_en=title, lasts="2")
        save(maya)
    maya.go(f"/panels/agenda/meeting/{meeting}/")
    follow(maya, FIRST)
    follow(maya, "Give it back to the backlog")
    maya.look()
    maya.go(f"/panels/meetings/{meeting}/call")
    maya.look()
    press(maya)
    maya.go(f"/panels/meetings/{meeting}/guest")
    fill(maya, name="Ottoline Brandt", capacity="speaker")
    save(maya)
    maya.go(f"/panels/meetings/{meeting}/")
    maya.page.locator("main a[href$='/take-off']").first.click()
    maya.page.wait_for_load_state()
    maya.look()
    save(maya)
    maya.go(f"/panels/agenda/meeting/{meeting}/")
    assert "23:50" in words_of(maya)
    return meeting


def answer_by_link(visit, service) -> None:
    """A member answers on a phone, without a password and without scripts."""
    with closing(sqlite3.connect(service.home / "folkmoot.sqlite3")) as waiting:  # no letter to invented people leaves by itself
        letter = waiting.execute("SELECT text FROM accounts_letter WHERE subject = ?", [f"Meeting: {PANEL}"]).fetchone()[0]
    link = re.search(r"/dates/[^\s/]+/", letter)[0]
    member = visit(NARROW, javascript=False)
    see(visit(NARROW), link)
    member.go(link)
    fill(member, reply="yes")
    press(member)
    assert "We have your answer:" in words_of(member)


def hold(maya, meeting: int) -> None:
    maya.go(f"/panels/meetings/{meeting}/open")
    maya.look()
    save(maya)
    maya.look()
    everybody_is_there(maya)
    people_come_and_go(maya, meeting)


def people_come_and_go(maya, meeting: int) -> None:
    """The chair changes, a guest comes, a member leaves in mid-meeting and has not left after all."""
    row = f"/panels/meetings/{meeting}/"
    see(maya, row + "chair")
    maya.go(row)
    maya.page.locator("main a[href$='/leave']").last.click()
    maya.page.wait_for_load_state()
    fill(maya, why="Called to a child at school")
    maya.look()
    save(maya)
    maya.go(row)
    assert "Called to a child at school" in words_of(maya)
    maya.look()
    maya.page.locator("main a[href$='/stay']").first.click()
    maya.page.wait_for_load_state()
    maya.look()
    save(maya)


def everybody_is_there(maya) -> None:
    for one in maya.page.locator("main input[type=radio][value=room]").all():
        one.check()
    press(maya)


def recommend(maya, meeting: int) -> int:
    maya.go(f"/panels/recommendations/at/{meeting}/new")
    fill(maya, words_en=RECOMMENDED, to="service")
    save(maya)
    assert RECOMMENDED in words_of(maya)
    return int(path_of(maya).split("/")[3])


def close_and_circulate(maya, meeting: int) -> None:
    maya.go(f"/panels/meetings/{meeting}/close")
    maya.look()
    save(maya)
    maya.go(f"/panels/agenda/meeting/{meeting}/minutes/circulate")
    maya.look()
    save(maya)
    maya.look()
    maya.go(f"/panels/agenda/meeting/{meeting}/minutes/write")
    assert "Record a correction instead" in words_of(maya)


def answer_and_do(priya, recommendation: int) -> None:
    """Done is what evidence shows, not what is said."""
    priya.go("/panels/agenda/enquiries/")
    priya.look()
    priya.page.locator("main a", has_text="How many letters").last.click()
    priya.page.wait_for_load_state()
    fill(priya, reply="Some forty in a month.")
    priya.look()
    save(priya)
    row = f"/panels/recommendations/{recommendation}/"
    priya.go(row + "answer")
    fill(priya, answer="accepted", reason=ANSWER, due=in_days(40), owner="Priya Chandran")
    save(priya)
    priya.go(row + "progress")
    fill(priya, words="A school in March read the first draft.")
    priya.look()
    save(priya)
    priya.go(row + "finish")
    fill(priya, words="The new letter is in use.")
    press(priya)
    assert "There is no evidence that it was done" in words_of(priya)
    priya.look()
    priya.go(row + "evidence")
    fill(priya, what="The new letter, read by ten pupils", lies="Registry 7")
    priya.look()
    save(priya)
    priya.go(row + "finish")
    fill(priya, words="The new letter is in use.")
    save(priya)
    assert "The new letter, read by ten pupils" in words_of(priya)
    priya.look()
    see(priya, row + "again")


def tell_at_the_next(maya, meeting: int, recommendation: int) -> None:
    """The agenda of the next meeting fills itself with the answer; there the minutes are agreed and the panel is told."""
    following = plan(maya, "23:57", kind="extraordinary", why_extraordinary="The letters go out tomorrow")
    maya.go("/panels/agenda/of/fenland-youth/fill")
    save(maya)
    maya.go(f"/panels/agenda/meeting/{following}/choose")
    assert RECOMMENDED[:30] in words_of(maya)
    save(maya)
    maya.go(f"/panels/meetings/{following}/call")
    save(maya)
    maya.go(f"/panels/meetings/{following}/open")
    save(maya)
    everybody_is_there(maya)
    maya.go(f"/panels/agenda/meeting/{meeting}/minutes/agree")
    maya.look()
    save(maya)
    assert "fixed" in words_of(maya)
    maya.look()
    maya.go(f"/panels/recommendations/{recommendation}/told")
    maya.look()
    save(maya)
    assert "told" in words_of(maya)
    maya.go(f"/panels/agenda/meeting/{following}/minutes/rest")
    maya.look()
    save(maya)
    maya.go(f"/panels/meetings/{following}/close")
    save(maya)
    see(maya, HERE)
