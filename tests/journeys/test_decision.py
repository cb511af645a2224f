"""A decision that was taken knowing: asked, screened, assessed in full, signed by another, taken by the lead, noted upon later."""

import re

from tests.journeys.conftest import NARROW
from tests.journeys.hands import bring_up, fill, follow, in_days, path_of, save, see, send, words_of

ASSESSED = {
    "aims": {"eliminate": "Nobody is turned away", "advance": "Step-free halls first", "foster": "Halls of several faiths"},
    "engagement": {"engaged": "The panel and two groups", "consulted": "It is consulted on until the end of the month"},
    "combinations": {"no_combination": "Nothing said so far is about two together"},
    "alternatives": {"alternatives": "Meeting in our own office, which few find"},
    "mitigation": {"no_mitigation": "Halls with steps are not used, so the harm does not arise"},
    "conclusion": {"conclusion": "adjust", "conclusion_why": "Halls with steps were struck off the list"},
}  # fmt: skip
IMPACTS = (
    "age", "gender_reassignment", "marriage", "pregnancy", "religion", "sex", "orientation", "care", "socio_economic", "carers", "language",
)  # fmt: skip


def test_a_decision_taken_knowing(visit, cast):
    maya = visit()
    maya.sign_in(*cast["icem"])
    priya = visit()
    priya.sign_in(*cast["lead"])
    consult(maya, visit)
    settle_what_was_asked(maya)
    screen_out(maya)
    decision = prepare(maya)
    assessment = assess(maya, decision)
    sign(maya, priya, assessment)
    take(maya, priya, decision, assessment)
    note(maya, decision, assessment)


def consult(maya, visit) -> None:
    """It cannot be opened without a paper to read, and then everybody may read it."""
    maya.go("/decisions/consultations/new")
    fill(
        maya,
        title_en="Which halls for the panel?",
        kind="service",
        proposal_en="The panel meets in three halls.",
        open_to_change="Which halls, and at what time of day.",
    )
    fill(maya, opens_on=in_days(0), closes_on=in_days(40), ways_en="Write to us, or ring us.", public="on")
    maya.look()
    save(maya)
    consultation = path_of(maya)
    maya.go(consultation + "document")
    fill(maya, title="The three halls", address="https://example.org/halls.pdf")
    maya.look()
    save(maya)
    maya.go(consultation)
    maya.page.locator(f"main a[href='{consultation}open'], main form[action='{consultation}open'] button").first.click()
    maya.page.wait_for_load_state()
    if path_of(maya).endswith("open"):
        maya.look()
        maya.page.locator("main form button").last.click()
    maya.go(consultation + "answer")
    fill(maya, channel="letter", on=in_days(0), who="Ely Deaf club", words_1="The hall in Ely has a loop, the others have none.")
    maya.look()
    save(maya)
    stranger = visit(NARROW)
    for page in ("/consultations/", f"/consultations/{consultation.split('/')[3]}/", "/assessments/", "/assessments/1/"):
        stranger.go(page.replace("/assessments/1/", first_assessment(stranger)) if page == "/assessments/1/" else page)
        stranger.look()


def first_assessment(stranger) -> str:
    return stranger.page.locator("main a[href^='/assessments/']").first.get_attribute("href")


def settle_what_was_asked(maya) -> None:
    """One that has closed: what was found, what changed, and who was told."""
    maya.go("/decisions/consultations/")
    maya.look()
    follow(maya, "Meeting rooms that people can reach")
    consultation = path_of(maya)
    steps = (
        ("analyse", {"findings": "Two letters, both about the last bus. Nobody without a computer answered."}),
        (
            "respond",
            {
                "heard_en": "The last bus goes at six.",
                "changed_en": "Meetings now end at five.",
                "unchanged_en": "The towns stay: no other hall has a ramp.",
            },
        ),
        ("tell", {"on": in_days(0), "channel": "letter", "who": "Those who wrote", "words": "Meetings now end at five."}),
    )
    for step, values in steps:
        maya.go(consultation + step)
        fill(maya, **values)
        maya.look()
        save(maya)
    maya.go(consultation)
    assert "Meetings now end at five." in words_of(maya)
    maya.look()


def _screen(maya, title: str, touches: dict[str, str], large: str) -> None:
    maya.go("/decisions/assessments/new")
    fill(maya, title=title, proposal="The panel meets in three halls.", affected="Members and those who watch", large=large)
    for one in maya.page.locator("main select[name^=touch_]").all():
        code = (one.get_attribute("name") or "").removeprefix("touch_")
        one.select_option(label=touches.get(code, "Not touched"))
        if code in touches:
            fill(maya, **{f"why_{code}": "Some halls have steps"})


def screen_out(maya) -> None:
    """Where nothing is touched none is needed, but why has to be said."""
    _screen(maya, "A new map on the website", {}, "no")
    maya.page.locator("main form button").last.click()
    maya.page.wait_for_load_state()
    assert "why no assessment is needed" in words_of(maya)
    fill(maya, reason="Only the picture of the map changes.")
    save(maya)
    maya.look()


def prepare(maya) -> str:
    maya.go("/decisions/new")
    fill(maya, title="Halls for the panel", question="In which halls does the panel meet?", kind="panel", decider="Priya Chandran")
    maya.look()
    save(maya)
    decision = path_of(maya)
    for words, why in (("Three halls without steps", "All can come; one is dear."), ("Our own office", "Cheap, and nobody comes.")):
        maya.go(decision + "options/new")
        fill(maya, words=words, why=why)
        save(maya)
    for which in ("change", "remove"):
        maya.go(decision)
        maya.page.locator(f"main a[href*='/options/'][href$='/{which}']").first.click()
        maya.page.wait_for_load_state()
        maya.look()
    maya.go(decision + "considered/choose")
    maya.look()
    maya.page.get_by_role("link", name=re.compile("^Choose")).first.click()
    maya.page.wait_for_load_state()
    fill(maya, why="What it is like to come")
    maya.look()
    save(maya)
    maya.go(decision + "considered/document")
    fill(maya, title="Prices of three halls", kept_at="Registry 4", left_out="no", why="What they cost")
    maya.look()
    save(maya)
    return decision


def assess(maya, decision: str) -> str:
    """A harm makes it a full one; a characteristic left blank is named, and never taken for “no impact”."""
    _screen(maya, "Halls for the scrutiny panel", {"disability": "For the worse", "race": "For the better"}, "no")
    maya.look()
    save(maya)
    row = path_of(maya).split("steps/")[0]
    maya.go(row + "steps/proposal")
    fill(maya, aims_of_it="A panel that people can watch", owner="Maya Fenwick", decision="Halls for the panel", decision_due=in_days(20))
    maya.look()
    save(maya)
    maya.go(row + "evidence/about/disability")
    maya.look()
    maya.go(row + "evidence/outside")
    fill(maya, title="Access audit of three halls", as_of=in_days(-30), base="three halls", words="Two halls have steps at the door.")
    maya.look()
    save(maya)
    maya.go(row + "steps/evidence")
    words = maya.page.locator("main a[href$='/words']").first.get_attribute("href")
    see(maya, words, row + "combinations/new", row + "mitigation/new", row + "screening", row + "whole")
    maya.go(row + "steps/evidence")
    fill(maya, gaps="Nobody has asked those who stay away.")
    maya.look()
    save(maya)
    maya.go(row)
    assert "Blank" in words_of(maya)
    impacts(maya, row)
    for step, values in ASSESSED.items():
        maya.go(f"{row}steps/{step}")
        fill(maya, **values)
        maya.look()
        save(maya)
    maya.go(row + "steps/review")
    fill(maya, review_on=in_days(200), monitoring="Who comes is counted each time")
    save(maya)
    return row


def impacts(maya, row: str) -> None:
    """What is touched says how likely and how grave; of the others nobody has evidence, and it is said what will be done."""
    for code, effect in (("disability", "negative"), ("race", "positive")):
        maya.go(f"{row}impact/{code}")
        fill(maya, effect=effect, words="Two halls have steps at the door.", likely="Likely", severe="Moderate", aims="advance")
        maya.page.locator("main [name=cited]").first.check()
        if code == "disability":
            maya.look()
        save(maya)
    for code in IMPACTS:
        maya.go(f"{row}impact/{code}")
        fill(maya, effect="no_evidence", will_do="Ask two groups before the first meeting.")
        save(maya)


def sign(maya, priya, row: str) -> None:
    """Whoever wrote it does not sign it; once signed and checked it is published."""
    maya.go(row)
    maya.page.locator(f"main form[action='{row}submit'] button").click()
    maya.page.wait_for_load_state()
    assert not maya.page.locator(f"main a[href='{row}sign']").count()
    see(priya, row + "return")
    priya.go(row + "sign")
    fill(priya, signed_as="Deputy Chief Crown Prosecutor")
    priya.look()
    save(priya)
    maya.go(row + "publish")
    maya.look()
    for finding in range(maya.page.locator("main a[href*='/publish/explain/']").count()):
        maya.page.locator("main a[href*='/publish/explain/']").nth(finding).click()
        maya.page.wait_for_load_state()
        fill(maya, words="A common word, and nobody’s name")
        maya.look()
        save(maya)
        maya.go(row + "publish")
    send(maya, "Publish it as it stands below")
    maya.go(row)
    assert "ublished" in words_of(maya)
    maya.look()


def take(maya, priya, decision: str, row: str) -> None:
    maya.go(f"{decision}considered/decisions.assessment/{row.split('/')[3]}/add")
    fill(maya, why="Whom the halls leave out")
    save(maya)
    maya.go(decision + "ready")
    maya.look()
    maya.page.locator("main form button").last.click()
    maya.page.wait_for_load_state()
    see(maya, decision + "back")
    see(priya, decision + "paper")
    priya.go(decision + "take")
    priya.page.locator("main [name=chosen]").first.check()
    fill(priya, outcome="The panel meets in three halls without steps.", reasons="More people come, and all of them get in.")
    for concern in priya.page.locator("main [name^=weighed_]").all():
        concern.fill("It was heard, and the halls were chosen by it.")
    priya.look()
    save(priya)
    priya.go(decision)
    assert "The panel meets in three halls without steps." in words_of(priya)
    priya.look()
    bring_up(priya, "What was considered")
    priya.picture("decision")


def note(maya, decision: str, row: str) -> None:
    """What became known later stands beside the record, which stays as it was."""
    maya.go(decision)
    assert not maya.page.locator(f"main a[href='{decision}change']").count()
    maya.go(decision + "note")
    fill(maya, kind="later", words="The hall in March has closed since.")
    maya.look()
    save(maya)
    maya.go(decision)
    assert "The hall in March has closed since." in words_of(maya)
    see(maya, decision + "publishable", decision + "action", f"/decisions/about/decisions.assessment/{row.split('/')[3]}/")
    maya.go(row)
    send(maya, "Begin a new version")
    see(maya, path_of(maya).split("steps/")[0] + "differences")
