"""What a panel makes of a case together, and what comes of it: joint view, dissent, learning, an impact statement, a signal's cases."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.cases_of_a_list import list_of_a_table
from tests.journeys.conftest import NARROW
from tests.journeys.hands import fill, follow, in_days, path_of, save, see, send, words_of
from tests.journeys.test_scrutiny import PANEL, answer_all, press

LEARNED = "Say at the first hearing that a higher sentence for hostility will be asked for."
TOLD_OF = (
    "Families keep their children from evening classes since the windows were broken. “We do not walk there alone any more,” said one,"
    " and many say the same. Attendance at prayers has halved, and the old stay at home."
)


def test_what_a_panel_learns_together(visit, cast):
    password = cast["icem"][1]
    maya, ruth = visit(), visit(NARROW)
    maya.sign_in(*cast["icem"])
    ruth.sign_in("ruth.adeyemi@example.org", password)
    meeting = meet_today(maya)
    pack = bring_to(maya, meeting)
    judge_on_a_phone(ruth, pack)
    assessment = put_side_by_side(maya, meeting)
    agree(maya, ruth, assessment, pack)
    priya = visit()
    priya.sign_in(*cast["lead"])
    learn(maya, priya, meeting)
    told(maya, ruth)


def meet_today(maya) -> int:
    """A meeting of today to which the panel is called, late enough to be called before it begins."""
    now = datetime.now(ZoneInfo("Europe/London"))
    if now.strftime("%H:%M") > "23:30":
        pytest.skip("too near to midnight: the meeting has to be called and opened on one day")
    maya.go(f"/panels/meetings/new?panel={PANEL}")
    fill(
        maya, day=now.date().isoformat(), time="23:40", lasts="4", where="place", place="Library, Ely", theme="Cases",
        kind="extraordinary", why_extraordinary="The unit asked for an early view",
    )  # fmt: skip
    save(maya)
    meeting = int(path_of(maya).split("/")[3])
    maya.go(f"/panels/agenda/meeting/{meeting}/new")
    fill(maya, title_en="Cases of the quarter", lasts="4")
    save(maya)
    maya.go(f"/panels/meetings/{meeting}/call")
    press(maya)
    despite = maya.page.locator("main [name=despite]")
    if path_of(maya).endswith("/call") and despite.count():  # another journey has a meeting of today
        despite.check()
        press(maya)
    assert not path_of(maya).endswith("/call"), words_of(maya)
    return meeting


def bring_to(maya, meeting: int) -> int:
    """The cases of a draw come to that meeting: the one that members may read already."""
    maya.go("/scrutiny/packs/?state=released")
    line = maya.page.locator("main .fm-needs li", has_text="case 1").filter(has_text="schools")
    line.locator("a").click()
    pack = int(path_of(maya).split("/")[3])
    maya.go("/scrutiny/draws/")
    maya.look()
    follow(maya, "for hate crime in schools")
    maya.go(path_of(maya) + "move")
    maya.look()
    maya.page.locator("main [name=meeting]").select_option(value=str(meeting))
    save(maya)
    return pack


def judge_on_a_phone(ruth, pack: int) -> None:
    for address in ("/my-cases/", "/my-cases/draws/", f"/my-cases/cases/{pack}/", f"/my-cases/cases/{pack}/i-know-somebody"):
        see(ruth, address)
    see(ruth, f"/my-cases/judge/{pack}/aside")
    ruth.go(f"/my-cases/judge/{pack}/")
    send(ruth, "Begin")
    ruth.fits()
    answer_all(ruth)
    ruth.fits()
    send(ruth, "Lock my answers")


def put_side_by_side(maya, meeting: int) -> int:
    """At the meeting, for a reason, though not everybody has answered."""
    maya.go(f"/panels/meetings/{meeting}/open")
    save(maya)
    for one in maya.page.locator("main input[type=radio][value=room]").all():
        one.check()
    press(maya)
    maya.go("/scrutiny/assessment/")
    maya.look()
    today = f"{date.today().day} {date.today():%B %Y}"  # noqa: DTZ011 - which case it is, the draw decides: it is the one of today
    maya.page.locator("main .fm-needs li", has_text=today).filter(has_text="judge it alone").locator("a").first.click()
    assessment = int(path_of(maya).split("/")[3])
    maya.look()
    follow(maya, "Put the answers side by side")
    maya.look()
    fill(maya, why="The panel meets now and wants to speak")
    save(maya)
    return assessment


def agree(maya, ruth, assessment: int, pack: int) -> None:
    """The panel's view with its reasons, and beside it for good what one member does not share."""
    row = f"/scrutiny/assessment/{assessment}/"
    maya.go(row + "joint")
    maya.look()
    fill(maya, concluded="yes", reasons="The hostility was shown, and the court was asked to say so.", good="Named at once.")
    if maya.page.locator("main [name=grade]").count():
        maya.page.locator("main [name=grade]").first.check()
    chair = maya.page.locator("main [name=chaired_by]")
    if not chair.input_value():
        chair.select_option(index=1)
    for one in maya.page.locator("main [name=took_part]").all():
        one.check()
    save(maya)
    assert "The panel’s view was recorded." in words_of(maya)
    see(maya, row, row + "dissent")
    see(ruth, f"/my-cases/judge/{pack}/together", f"/my-cases/judge/{pack}/dissent")
    fill(ruth, words="I would have called the contact with the victim poor.")
    send(ruth, "Keep my dissent")
    assert "Your dissent is kept." in words_of(ruth)


def learn(maya, priya, meeting: int) -> None:
    """What was learned is written once; the unit replies with reasons, and it is done when something shows it."""
    see(maya, "/scrutiny/learning/", "/scrutiny/learning/new", "/scrutiny/learning/repeated/")
    maya.go(f"/scrutiny/learning/at/{meeting}/new")
    maya.look()
    fill(maya, kind="learning", words_en=LEARNED, to="unit", to_whom="Crown Court unit", audiences="staff")
    maya.page.locator("main [name=theme]").select_option(index=2)
    maya.page.locator("main [name=pack]").select_option(index=1)
    save(maya)
    point = path_of(maya)
    maya.look()
    priya.go(point + "reply")
    priya.look()
    fill(
        priya, outcome="will_act", words_en="It is now on the list for the first hearing, and looked at each month.",
        owner="Priya Chandran", due=in_days(30),
    )  # fmt: skip
    save(priya)
    see(priya, point + "progress", point + "look-again", point + "again")
    priya.go(point + "evidence")
    priya.look()
    fill(priya, what="Ten hearing records in which it was said", lies="Quality folder")
    save(priya)
    priya.go(point + "finish")
    priya.look()
    fill(priya, words="It stands on the list and was said in ten of ten.")
    save(priya)
    assert "It is recorded as done." in words_of(priya)


def told(maya, ruth) -> None:
    """The panel hears what came of it, and each member reads it on a phone."""
    maya.go("/scrutiny/learning/")
    there = maya.page.locator("main a[href^='/scrutiny/learning/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    follow(maya, LEARNED[:20])
    point = path_of(maya)
    other = next(link for link in there if link != point and re.fullmatch(r"/scrutiny/learning/\d+/", link))
    see(maya, point + "told", point + "action", point + "welsh", f"{point}same/{other.split('/')[-2]}")
    maya.go(point)
    follow(maya, "Tell the prosecutor and the unit")
    maya.look()
    see(ruth, "/my-cases/learning/")
    assert LEARNED[:20] in words_of(ruth)


def test_an_impact_statement_tells_of_the_community_alone(visit, cast):
    maya = visit()
    maya.sign_in(*cast["icem"])
    see(maya, "/scrutiny/impact/", "/scrutiny/impact/new")
    fill(
        maya, kind="generic", case_kind="damage to a place of worship", community_words="Muslims in the city",
        requested_by="Complex Casework Unit", requested_on=in_days(-3), force="Cambridgeshire",
    )  # fmt: skip
    save(maya)
    statement = path_of(maya)
    maya.look()
    maya.go(statement + "write")
    maya.look()
    fill(
        maya, areas_affected="The north of the city", groups_affected="Muslim residents", author="An inspector of neighbourhood policing",
        sources="A meeting of 14 people at the start of the month, held in the prayer hall.",
        impact=f"{TOLD_OF} The defendant is guilty and has done this before.",
    )  # fmt: skip
    press(maya)
    assert "is guilty" in maya.page.locator(".govuk-error-summary").inner_text()
    maya.look()
    fill(maya, impact=TOLD_OF)
    save(maya)
    see(maya, statement + "authors", statement + "versions/1/")
    maya.go(statement + "supplied")
    maya.look()
    fill(maya, police_owner="Neighbourhood policing, Cambridgeshire", on=in_days(0), review_on=in_days(80))
    save(maya)
    maya.go(statement + "use")
    maya.look()
    maya.page.locator("main [name=purpose]").first.check()
    fill(maya, on=in_days(0))
    save(maya)
    maya.look()
    follow(maya, "It was served")
    maya.look()
    fill(maya, on=in_days(0), all_parties="on")
    save(maya)
    follow(maya, "How it was used")
    maya.look()
    see(maya, statement + "withdraw")


def test_a_signal_has_its_cases_read(visit, cast):
    """A difference that needs review is accepted with reasons, and its cases come before a panel that is not told of it."""
    farah, maya = visit(), visit()
    farah.sign_in(*cast["analyst"])
    maya.sign_in(*cast["icem"])
    farah.go("/casework/")
    follow(farah, "June 2026, East of England")
    farah.page.locator("main a[href*='/signal/']").first.click()
    farah.look()
    save(farah)
    signal = path_of(farah)
    farah.look()
    follow(farah, "Accept or explain it")
    farah.look()
    fill(
        farah, outcome="accepted", reasons="The difference is large and the cases can be read.", way="panel", owner="Farah Nadeem",
        retest_on=in_days(180),
    )  # fmt: skip
    save(farah)
    see(farah, "/casework/signals/")
    bring_its_cases(maya, signal)


def bring_its_cases(maya, signal: str) -> None:
    maya.go(signal)
    follow(maya, "Bring its cases before a panel")
    maya.look()
    maya.page.locator("main [name=panel]").select_option(label="Eastern Hate Crime Scrutiny Panel")
    fill(maya, title="Cases of the autumn", source="Case management system, monthly extract")
    maya.page.locator("main [name=file]").set_input_files(list_of_a_table({"Caribbean": 12, "White British": 30}))
    save(maya)
    assert "The cases were brought in." in words_of(maya)
    maya.look()
    see(maya, "/scrutiny/signals/", signal + "action/")
    maya.go("/scrutiny/lists/")
    follow(maya, "Cases of the autumn")
    assert "24 cases may be drawn" in words_of(maya)
    assert "Caribbean" not in words_of(maya)  # blind
