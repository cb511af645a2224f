"""What else there is about cases before a panel: a list put right, a draw by the server's own seal, questions, grades, letters."""

from tests.journeys.cases_of_a_list import the_list
from tests.journeys.conftest import NARROW
from tests.journeys.hands import fill, follow, path_of, save, see, send, words_of
from tests.journeys.test_scrutiny import PHRASE, begin, first_of, prepare_and_commit, press, send_list

OTHERS = "Hate crime of the quarter before"


def test_a_draw_without_scripts(visit, cast):
    """Where no script runs the service makes the seal and says so, and the phrase is opened as any other."""
    maya, plain = visit(), visit(NARROW, javascript=False)
    maya.sign_in(*cast["icem"])
    send_list(maya, [line.replace("35AB10", "35AB20") for line in the_list()])
    frame = int(path_of(maya).split("/")[3])
    see(maya, "/scrutiny/", "/scrutiny/lists/", *(f"/scrutiny/lists/{frame}/{each}" for each in ("keep-out", "tied", "withdraw")))
    draw = prepare_and_commit(maya, frame, OTHERS)
    row = f"/scrutiny/draws/{draw}/"
    see(maya, "/scrutiny/draws/new", row + "seal", row + "give-up")
    plain.sign_in("ruth.adeyemi@example.org", cast["icem"][1])
    seal_by_the_service(plain, draw)
    maya.go(row + "close")
    send(maya, "Close sealing and open the phrases")
    maya.go(row + "draw")
    send(maya, "Draw the cases")
    assert PHRASE in words_of(maya)
    see(maya, maya.page.locator("main a[href$='/replace']").first.get_attribute("href"))
    plain.go(f"/my-cases/draws/{draw}/")
    plain.fits()
    follow(plain, "I am tied to this case")
    plain.fits()
    fill(plain, what="I know somebody in it")
    save(plain)
    assert "you will not be shown it" in words_of(plain)
    pack_besides(maya)


def seal_by_the_service(plain, draw: int) -> None:
    plain.go(f"/my-cases/draws/{draw}/seal")
    assert "this service seals your phrase and sees it" in words_of(plain)
    plain.fits()
    fill(plain, phrase=PHRASE)
    send(plain, "Seal my phrase")
    assert "Your phrase is sealed." in words_of(plain)


def pack_besides(maya) -> None:
    """Whom members must know of, and what can be done with a pack at each step."""
    pack = begin(maya, first_of(maya, OTHERS))
    row = f"/scrutiny/packs/{pack}/"
    see(maya, row + "change", row + "names", row + "people/new")
    fill(maya, called="Victim A", words="needed an interpreter")
    save(maya)
    see(maya, maya.page.locator("main a[href*='/people/']").first.get_attribute("href"))
    see(maya, row + "reopen", row + "together")


def test_questions_and_grades(visit, cast):
    """A new version of the questions is drafted beside the one in use, and put in use by somebody who may."""
    maya, priya, hq = visit(), visit(), visit()
    maya.sign_in(*cast["icem"])
    priya.sign_in(*cast["lead"])
    hq.sign_in(*cast["hq"])
    see(maya, "/scrutiny/questions/", "/scrutiny/questions/new", "/scrutiny/questions/scales/")
    maya.go("/scrutiny/questions/")
    maya.page.locator("main a[href^='/scrutiny/questions/']", has_text="Hate crime").first.click()
    maya.look()
    follow(maya, "Draft a new version")
    maya.look()
    press(maya)
    drafted = path_of(maya)
    see(maya, drafted, drafted + "add", drafted + "change", drafted + "drop")
    maya.go(drafted)
    see(maya, maya.page.locator("main a", has_text="Change").last.get_attribute("href"))
    see(priya, drafted + "issue")
    see(hq, "/scrutiny/questions/scales/new")
    hq.go("/scrutiny/questions/scales/")
    see(hq, hq.page.locator("main a[href*='/grades/']").first.get_attribute("href"))


def test_what_was_judged_and_learned_before(visit, cast):
    maya, priya = visit(), visit()
    maya.sign_in(*cast["icem"])
    priya.sign_in(*cast["lead"])
    see(maya, "/scrutiny/assessment/agreement/", "/scrutiny/assessment/calibration/", "/scrutiny/assessment/drift/eastern-hate-crime/")
    maya.go("/scrutiny/assessment/")
    maya.page.locator("main li", has_text="Could not conclude").locator("a").first.click()  # which case it is, the draw decides
    follow(maya, "Take it to a later meeting")
    maya.look()
    maya.go("/scrutiny/packs/?state=released")
    maya.page.locator("main .fm-needs li", has_text="faith and hate crime, case 3").locator("a").first.click()
    pack = path_of(maya).split("/")[3]
    see(maya, f"/scrutiny/assessment/case/{pack}/aside")
    see(priya, f"/scrutiny/assessment/case/{pack}/set-aside", f"/scrutiny/packs/{pack}/until")
    write_a_letter(maya, pack)
    look_again(maya)


def write_a_letter(maya, pack: str) -> None:
    """What was learned is told to the unit on paper, from the records, good practice first."""
    maya.go(f"/scrutiny/learning/cases/{pack}/letters/unit")
    maya.look()
    press(maya)
    maya.look()
    see(maya, path_of(maya) + "given")
    maya.page.locator("main [name=how]").first.check()
    save(maya)


def look_again(maya) -> None:
    maya.go("/scrutiny/learning/")
    follow(maya, "Write on the hearing record")
    point = path_of(maya)
    maya.go(point + "look-again")
    maya.look()
    fill(maya, after="2030-01-01", why="Whether the records say it now")
    save(maya)
    for address in maya.page.eval_on_selector_all("main a[href*='/look-again/']", "all => all.map(one => one.getAttribute('href'))"):
        see(maya, address)
    maya.go(point)
    compared = maya.page.locator("main a[href*='/same/']")
    if compared.count():
        see(maya, compared.first.get_attribute("href"))
