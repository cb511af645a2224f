"""From a point said to those who said it told: recorded, coded, joined, answered, done, shown, told, and published in two languages."""

import re

from tests.journeys.conftest import NARROW
from tests.journeys.hands import bring_up, fill, follow, in_days, path_of, save, see, send, unfold, words_of

SAID = "Nobody told us why it was dropped. Write to anna.kowalska@example.org."
ANSWER = "You are right. Whoever reported is written to when a case is dropped, and told why."


def test_a_point_from_said_to_told(visit, cast):
    maya = visit()
    maya.sign_in(*cast["icem"])
    point = record(maya)
    code_by_keyboard(maya, point)
    issue = join(maya)
    answer_and_achieve(maya, issue)
    tell(maya, issue)
    entry = prepare(maya, issue)
    agree_and_publish(maya, entry, visit, cast)
    public(visit)
    chain(maya, issue)


def record(maya) -> int:
    """An e-mail address in the words is shown before they are kept."""
    maya.go("/voice/new")
    fill(maya, origin_kind="An e-mail", words=SAID, nature="concern", said_by="Ipswich Polish club", reply_by="By e-mail")
    fill(maya, reply_address="club@example.org")
    maya.look()
    maya.page.locator("main form button").last.click()
    maya.page.wait_for_load_state()
    assert "anna.kowalska@example.org" in words_of(maya)
    maya.look()
    fill(maya, keep="on")
    maya.page.locator("main form button").last.click()
    maya.page.wait_for_url(re.compile(r"/voice/\d+/$"))
    assert "Ipswich Polish club" in words_of(maya)
    maya.look()
    see(maya, path_of(maya) + "whole")
    return int(path_of(maya).split("/")[2])


def code_by_keyboard(maya, point: int) -> None:
    maya.go(f"/voice/coding/{point}/")
    maya.page.locator("body").press("3")
    maya.look()
    maya.picture("coding")
    maya.page.locator("body").press("Enter")
    maya.page.wait_for_load_state()
    maya.go(f"/voice/{point}/")
    maya.go("/voice/coding/agreement/")
    assert "lpha" in words_of(maya), "the second coding of the year has no measure of agreement"
    maya.look()
    maya.go("/voice/themes/victims-informed/")
    maya.look()


def test_the_next_version_of_the_coding_list(visit, cast):
    """Headquarters drafts it: everything can be changed until it is issued."""
    owen = visit()
    owen.sign_in(*cast["hq"])
    owen.go("/voice/coding-list/")
    owen.page.locator("main form[action$='/coding-list/draft'] button").click()
    owen.page.wait_for_load_state()
    see(owen, *(f"/voice/coding-list/draft{page}" for page in ("", "/theme", "/theme/delays", "/issue")))
    owen.go("/voice/coding-list/draft")
    owen.page.locator("main button[name=drop]").click()
    owen.page.wait_for_load_state()
    assert path_of(owen) == "/voice/coding-list/"


def join(maya) -> int:
    page = maya.page
    maya.go("/voice/issues/new")
    fill(maya, title="Cases are dropped without a word", about="People hear of it by chance")
    maya.look()
    save(maya)
    issue = int(path_of(maya).split("/")[3])
    for words in ("Nobody told us why", "dropped until we rang"):
        maya.go(f"/voice/issues/{issue}/join?q={words}")
        page.get_by_label(re.compile(words)).first.check()
        fill(maya, why="The same silence")
        maya.look()
        page.locator("main form button").last.click()
        page.wait_for_load_state()
    maya.go(f"/voice/issues/{issue}/")
    assert "Nobody told us why" in words_of(maya)
    maya.look()
    return issue


def answer_and_achieve(maya, issue: int) -> None:
    """The answer raises the action it promises; the action is achieved once something shows it."""
    page = maya.page
    maya.go(f"/voice/issues/{issue}/answer")
    unfold(maya)
    fill(maya, outcome="accepted", words=ANSWER, plan_title="Write to whoever reported when a case is dropped", plan_owner="Maya Fenwick")
    fill(
        maya, plan_measure="Twenty letters in a row, by the register", plan_resources="an hour a week of the unit", plan_due_on=in_days(40)
    )
    maya.look()
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    maya.go(f"/voice/issues/{issue}/")
    follow(maya, "Write to whoever reported when a case is dropped")
    action = path_of(maya)
    maya.go(action + "evidence")
    fill(maya, title="Register of twenty letters")
    save(maya)
    maya.go(action + "progress")
    fill(maya, level="achieved", note="Twenty letters in a row have gone out.")
    save(maya)
    maya.go(action)
    assert "Achieved" in words_of(maya)
    maya.look()


def tell(maya, issue: int) -> None:
    """By e-mail from here to those who asked for it; by hand to the others."""
    page = maya.page
    maya.go(f"/voice/issues/{issue}/tell")
    fill(maya, words="When a case is dropped you are now written to, and told why.")
    maya.look()
    page.get_by_role("button", name=re.compile("^Write to")).click()
    page.wait_for_load_state()
    maya.go(f"/voice/issues/{issue}/")
    assert "told" in words_of(maya).casefold()


def prepare(maya, issue: int) -> str:
    page = maya.page
    maya.go("/voice/published/gaps")
    maya.look()
    maya.go(f"/voice/published/new/issue/{issue}")
    fill(maya, theme="Keeping victims informed")
    maya.look()
    save(maya)
    entry = path_of(maya)
    if "/text/" in entry:
        entry = entry[: entry.index("text/")]
    for which, texts in (
        ("en", ("Hearing when a case ends", "People heard by chance that it was over.", "Letters go out, and say why.", "The register")),
        ("cy", ("Clywed pan ddaw i ben", "Clywodd pobl ar hap.", "Mae llythyrau yn mynd allan ac yn dweud pam.", "Y gofrestr")),
    ):  # fmt: skip
        maya.go(f"{entry}text/{which}")
        fill(maya, **dict(zip(("title", "you_said", "we_did", "shown_by"), texts, strict=True)))
        maya.look()
        save(maya)
    maya.go(entry)
    while page.locator("main a[href*='/finding/']").count():
        page.locator("main a[href*='/finding/']").first.click()
        fill(maya, words="General words, and nobody is meant")
        maya.look()
        save(maya)
        maya.go(entry)
    send(maya, "Submit to a second person")
    maya.go(entry)
    maya.look()
    return entry


def agree_and_publish(maya, entry: str, visit, cast) -> None:
    """Nobody agrees to what they wrote; the lead does."""
    assert not maya.page.get_by_role("button", name="Agree to it as it stands").count()
    priya = visit()
    priya.sign_in(*cast["lead"])
    priya.go(entry)
    priya.look()
    send(priya, "Agree to it as it stands")
    maya.go(entry)
    maya.page.get_by_role("button", name=re.compile("^Publish")).click()
    maya.page.wait_for_load_state()
    maya.go(entry)
    maya.look()


def public(visit) -> None:
    """Nobody signs in to read it, in either language."""
    stranger = visit(NARROW)
    stranger.go("/said/")
    stranger.look()
    stranger.go("/said/east-of-england/?version=en")
    assert "Hearing when a case ends" in words_of(stranger)
    stranger.look()
    follow(stranger, "Hearing when a case ends")
    stranger.look()
    stranger.go(path_of(stranger) + "?version=cy")
    assert "Clywed pan ddaw i ben" in words_of(stranger)
    stranger.look()
    wide = visit()
    wide.go("/said/cymru-wales/?version=en")
    wide.look()
    bring_up(wide, "What we answered")
    wide.picture("you-said")


def chain(maya, issue: int) -> None:
    maya.go(f"/chain/voice.issue/{issue}/")
    shown = words_of(maya)
    for link in (
        "Nobody told us why",
        "You are right",
        "Write to whoever reported",
        "Register of twenty letters",
        "Hearing when a case ends",
    ):
        assert link in shown, f"the chain does not show {link!r}"
    maya.look()
