"""A case before a panel: drawn so that nobody chose it, redacted so that nobody is known by it, read under a mark, judged alone."""

import json
import re

from tests.journeys.cases_of_a_list import DEFENDANT, as_file, papers, the_list, victim_of
from tests.journeys.conftest import NARROW
from tests.journeys.hands import bring_up, fill, follow, path_of, save, see, send, words_of

PANEL = "eastern-hate-crime"
PHRASE = "Forty geese over the washes"
TITLE = "Hate crime of the quarter"
KIND = "Abuse in the street by a stranger"
PASSWORD_OF_ALL = 1  # where in the cast the one password stands
SUMMARY = {
    "kind_of_case": "Abuse in the street", "relationship": "Strangers", "happened": "Abuse and a push, heard by a neighbour.",
    "flags": "Hate crime, from the start", "known_then": "The account of the victim and of a neighbour.", "decision": "charge",
    "charge": "Assault, with the hostility in it", "reasons": "Two accounts, and the hostility makes it serious.",
    "stages": "Day 3: advice asked for\nDay 20: charged", "outcome": "Conviction", "missing": "Whether the victim was told of the uplift",
}  # fmt: skip


def test_a_case_from_the_list_to_a_judgement_and_back(visit, cast):
    password = cast["icem"][PASSWORD_OF_ALL]
    maya, ruth = visit(), visit()
    maya.sign_in(*cast["icem"])
    ruth.sign_in("ruth.adeyemi@example.org", password)
    frame = bring_in(maya)
    draw = prepare_and_commit(maya, frame)
    seal_at_home(ruth, draw)
    drawn = close_open_and_draw(maya, ruth, draw)
    check_it(visit(), ruth, draw)
    pack = begin(maya, drawn)
    redact(maya, pack, victim_of(open_identity(maya, draw)))
    write_and_submit(visit, cast, maya, pack)
    review_and_release(visit, maya, pack, password)
    read_and_judge(ruth, pack)
    recall(maya, ruth, pack)


def press(visitor) -> None:
    """Send the page's form where it may be refused."""
    visitor.page.locator("main form button").last.click()
    visitor.page.wait_for_load_state()


def send_list(maya, lines: list[str]) -> None:
    """Send the file, agree to the columns proposed, and bring it in grouped by strand."""
    maya.go(f"/scrutiny/lists/new?panel={PANEL}")
    fill(maya, title="Hate crime finalised this quarter", source="Case management system, monthly extract")
    maya.page.locator("main [name=file]").set_input_files(as_file(lines))
    send(maya, "Read the file")
    maya.look()
    fill(maya, youth="Young person identified")  # proposed to nobody: a person says which column it is
    send(maya, "Go on")
    send(maya, "Bring the list in")


def bring_in(maya) -> int:
    lines = the_list()
    send_list(maya, [*lines, lines[3]])
    refused = words_of(maya)
    assert f"rows 4 & {len(lines) + 1}" in refused, refused
    assert "/sent/" in maya.page.url, refused
    maya.look()
    send_list(maya, lines)
    assert "18 cases may be drawn" in words_of(maya)
    maya.look()
    frame = int(path_of(maya).split("/")[3])
    maya.go(f"/scrutiny/lists/{frame}/refused")
    kept_out = words_of(maya)
    for row in (20, 21, 22):
        assert str(row) in kept_out
    maya.look()
    return frame


def prepare_and_commit(maya, frame: int, title: str = TITLE) -> int:
    maya.go(f"/scrutiny/draws/from/{frame}")
    maya.look()
    fill(maya, title=title, way="each", number="1", grouped="on")
    save(maya)
    draw = int(path_of(maya).split("/")[3])
    see(maya, f"/scrutiny/draws/{draw}/change", f"/scrutiny/draws/{draw}/commit")
    save(maya)
    assert "Commitment" in words_of(maya)
    return draw


def seal_at_home(ruth, draw: int) -> None:
    """The phrase stays in the member's own browser: what leaves it is the seal."""
    ruth.go(f"/my-cases/draws/{draw}/seal")
    ruth.look()
    sent: list[str] = []
    ruth.page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    fill(ruth, phrase=PHRASE)
    ruth.page.locator("main form button").first.click()
    ruth.page.locator("[data-draw-keep]:not([hidden])").wait_for()
    seal = ruth.page.locator("[data-draw-seal-code]").inner_text()
    send(ruth, "Hand in the seal")
    assert "Your phrase is sealed." in words_of(ruth)
    assert seal in sent[-1]
    assert not any(word in each for each in sent for word in PHRASE.split())


def close_open_and_draw(maya, ruth, draw: int) -> int:
    """Sealing closes, each opens what they sealed, and chance draws; the pack of the first case can be begun."""
    maya.go(f"/scrutiny/draws/{draw}/close")
    maya.look()
    send(maya, "Close sealing and open the phrases")
    ruth.go(f"/my-cases/draws/{draw}/open")
    ruth.look()
    assert ruth.page.locator("[name=phrase]").input_value() == PHRASE  # kept by this browser
    send(ruth, "Open my phrase")
    maya.go(f"/scrutiny/draws/{draw}/draw")
    maya.look()
    send(maya, "Draw the cases")
    assert PHRASE in words_of(maya)
    maya.look()
    bring_up(maya, "2. The phrases")
    maya.picture("draw")
    return first_of(maya, TITLE)


def first_of(maya, title: str) -> int:
    """The first case drawn of those for which no pack was begun."""
    maya.go("/scrutiny/packs/")
    link = maya.page.locator("main a[href*='/packs/begin/']", has_text=f"{title}, 1")
    return int(link.get_attribute("href").split("/")[-1])


def check_it(anybody, ruth, draw: int) -> None:
    """Anybody draws again in their own browser, from the two files; one byte changed is found."""
    files = {}
    for name in ("list", "receipt"):
        answer = ruth.page.request.get(f"{ruth.service.address}/my-cases/draws/{draw}/{name}")
        files[name] = {"name": name, "mimeType": "application/octet-stream", "buffer": answer.body()}
    for reference in (DEFENDANT, "35AB10"):
        assert not any(reference.encode() in each["buffer"] for each in files.values())
    see(ruth, f"/my-cases/draws/{draw}/")
    see(ruth, ruth.page.locator("main a[href$='/tied']").first.get_attribute("href"))
    anybody.go("/check-a-draw/")
    anybody.look()
    assert _checked(anybody, files) == "yes", words_of(anybody)
    anybody.look()
    receipt = json.loads(files["receipt"]["buffer"])
    first = receipt["drawn"][0]["case"]
    changed = files["list"]["buffer"].replace(first.encode(), (first[:-1] + ("2" if first[-1] != "2" else "3")).encode())
    assert changed != files["list"]["buffer"]
    assert _checked(anybody, files | {"list": files["list"] | {"buffer": changed}}) == "no"


def _checked(anybody, files) -> str:
    for name, file in files.items():
        anybody.page.locator(f"[name={name}]").set_input_files(file)
    anybody.page.locator("[data-draw-result]").evaluate("one => delete one.dataset.drawHolds")
    send(anybody, "Check the draw")
    anybody.page.locator("[data-draw-result][data-draw-holds]").wait_for()
    return anybody.page.locator("[data-draw-result]").get_attribute("data-draw-holds")


def open_identity(maya, draw: int) -> str:
    """Which case it is: asked with a reason, which is recorded. Returns the reference."""
    maya.go(f"/scrutiny/draws/{draw}/")
    follow(maya, "Which case it is")
    fill(maya, why="To prepare the pack for the panel")
    maya.look()
    press(maya)
    return re.search(r"35AB10\d{5}26", words_of(maya))[0]


def begin(maya, drawn: int) -> int:
    maya.go("/scrutiny/packs/")
    maya.look()
    maya.go(f"/scrutiny/packs/begin/{drawn}")
    maya.look()
    fill(maya, title=KIND, level="redacted")
    save(maya)
    return int(path_of(maya).split("/")[3])


def redact(maya, pack: int, victim: str) -> None:
    """A document comes in: what its file hides is said, and each passage is decided from the keyboard."""
    maya.go(f"/scrutiny/packs/{pack}/documents/add")
    maya.look()
    fill(maya, what="Charging decision")
    maya.page.locator("main [name=file]").set_input_files(papers(victim))
    save(maya)
    follow(maya, "Charging decision")
    hazards = words_of(maya)
    assert "Comments" in hazards
    assert "Changes that Word kept" in hazards
    assert "informant" not in hazards
    maya.look()
    document = path_of(maya)
    see(maya, document + "original", document + "remove", document)
    send(maya, "I have looked at this")
    follow(maya, "Go through it")
    by_keyboard(maya, victim)


def by_keyboard(maya, victim: str) -> None:
    """j, a, c and r, each saved as it is pressed; then what the machine missed is selected and marked."""
    page = maya.page
    maya.look()
    bring_up(maya, "What members read")
    maya.picture("pack")
    left = len(page.locator("[data-decision][data-state=open]").all())
    assert left > 3, words_of(maya)
    assert victim in page.locator("[data-original]").inner_text()
    page.keyboard.press("c")
    page.keyboard.press("Control+a")
    page.keyboard.type("The accused")
    page.keyboard.press("Enter")
    page.keyboard.press("r")
    page.keyboard.press("1")
    page.keyboard.press("j")
    page.keyboard.press("k")
    for _each in range(left - 2):
        page.keyboard.press("a")
    page.locator("[data-left='0']").wait_for()
    mark_what_was_missed(maya)


def mark_what_was_missed(maya) -> None:
    fill(maya, words="old counting house", kind="Place")
    send(maya, "Mark it")
    assert "Marked in 1 place." in words_of(maya)


def write_and_submit(visit, cast, maya, pack: int) -> None:
    """The summary is written afresh; a name left standing stops the pack, and without it the pack goes to review."""
    maya.go(f"/scrutiny/packs/{pack}/summary")
    maya.look()
    fill(maya, **SUMMARY)
    save(maya)
    maya.go(f"/scrutiny/packs/{pack}/check")
    assert "The leak scan found" in words_of(maya)
    press(maya)
    assert "The leak scan found 1 passage" in words_of(maya)
    maya.look()
    see_aside(maya)
    take_out_by_hand(visit, cast, maya, pack)
    maya.go(f"/scrutiny/packs/{pack}/check")
    assert "No leaks found" in words_of(maya)
    send(maya, "Send it to review")
    assert "Two other people look at it" in words_of(maya)
    maya.look()


def see_aside(maya) -> None:
    follow(maya, "It is no leak")
    maya.look()


def take_out_by_hand(visit, cast, maya, pack: int) -> None:
    """The passage that was left is taken out on a phone, without scripts."""
    maya.go(f"/scrutiny/packs/{pack}/")
    follow(maya, "Charging decision")
    plain = visit(NARROW, javascript=False)
    plain.sign_in(*cast["icem"])
    plain.go(path_of(maya) + "1/")
    plain.fits()
    plain.page.locator("[data-decision][data-state=refused] input[value=accepted]").check()
    send(plain, "Save and go on")
    assert "Your decisions were saved." in words_of(plain)


def review_and_release(visit, maya, pack: int, password: str) -> None:
    """Two people who had no hand in it, and never the one who prepared it."""
    maya.go(f"/scrutiny/packs/{pack}/review")
    assert "You had a hand in preparing it" in words_of(maya)
    clear(maya)
    assert "/review" in maya.page.url
    maya.look()
    row = f"/scrutiny/packs/{pack}/"
    for name in ("ines.marlow", "priya.chandran"):
        other = visit()
        other.sign_in(f"{name}@example.org", password)
        other.go(row + "review")
        clear(other)
        assert "Your review was recorded." in words_of(other)
    other.go(row + "release")
    other.look()
    send(other, "Release it to the panel")
    assert "The pack was released." in words_of(other)
    other.look()


def clear(reviewer) -> None:
    for one in reviewer.page.locator("main [name=checked]").all():
        one.check()
    fill(reviewer, cleared="yes")
    press(reviewer)


def read_and_judge(ruth, pack: int) -> None:
    """The member reads under a mark that names her, and answers alone; what is locked stays."""
    opened = ruth.go(f"/my-cases/cases/{pack}/")
    assert opened.headers["cache-control"].count("no-store")
    read = words_of(ruth)
    assert "Ruth Adeyemi" in ruth.page.locator(".fm-pack__mark").first.inner_text()
    assert not any(name.casefold() in read.casefold() for name in (*DEFENDANT.split(), "counting house", "07700"))
    assert not ruth.page.locator("main a[download], main a[href*='original'], main a[href*='documents']").count()
    ruth.look()
    ruth.go("/my-cases/")
    ruth.look()
    ruth.go(f"/my-cases/judge/{pack}/")
    ruth.look()
    send(ruth, "Begin")
    ruth.look()
    ruth.picture("judgement")
    answer_all(ruth)
    lock(ruth, pack)


def answer_all(ruth) -> None:
    """One question at a time, until the case as a whole."""
    while "q=end" not in ruth.page.url:
        yes = ruth.page.locator("main [name=answer][value=yes], main [name=answer][value='3']")
        if yes.count():
            yes.first.check()
        send(ruth, "Save and go on")
    fill(ruth, good="The hostility was named in the first review.", better="Nobody wrote to the victim for weeks.")
    if ruth.page.locator("main [name=grade]").count():
        ruth.page.locator("main [name=grade]").first.check()
    send(ruth, "Save and check your answers")


def lock(ruth, pack: int) -> None:
    ruth.look()
    send(ruth, "Lock my answers")
    assert "Your answers are locked." in words_of(ruth)
    ruth.go(f"/my-cases/judge/{pack}/")
    assert "They stay as they are." in words_of(ruth)
    assert not ruth.page.locator("main form input[type=radio]").count()
    ruth.look()
    ruth.go(f"/my-cases/judge/{pack}/together")
    assert path_of(ruth) == f"/my-cases/judge/{pack}/"  # nobody sees what others answered


def recall(maya, ruth, pack: int) -> None:
    """A pack called back is closed at the reader's next request."""
    maya.go(f"/scrutiny/packs/{pack}/recall")
    maya.look()
    fill(maya, why="The case went to appeal")
    send(maya, "Recall it now")
    assert "No member can open it any more." in words_of(maya)
    closed = ruth.go(f"/my-cases/cases/{pack}/")
    assert not ruth.page.locator(".fm-pack").count()
    assert "appeal" not in words_of(ruth)
    assert closed.headers["cache-control"].count("no-store")
    ruth.look()
