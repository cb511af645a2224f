"""Cases read again: drawn by chance from a list that is not kept, read by two apart, settled, closed, and the process itself assessed."""

from pathlib import Path

from tests.journeys.hands import fill, follow, in_days, path_of, save, see, send, words_of
from tests.journeys.test_fairness import address, give

FOUND = "Reviewers differ on when hostility is written down."
SEEN = "Both reviewers read the instructions on flags again and saw it."


def test_cases_are_read_again_by_two(visit, cast, tmp_path):
    """Cases are drawn from a list that is not kept; two read one of them apart; what differs is settled; the round is closed."""
    ines, farah, owen = visit(), visit(), visit()
    ines.sign_in(*cast["lawyer"])
    farah.sign_in(*cast["analyst"])
    owen.sign_in(*cast["hq"])
    see(ines, "/casework/reviews/")
    drawn = draw(ines, the_list(tmp_path))
    follow(ines, "Case 1")
    ines.look()
    case = path_of(ines)
    read(ines, case, "yes")
    read(farah, case, "no")
    see(ines, case + "settle/")
    fill(ines, how="agreed", reasons=SEEN)
    for each in ines.page.locator("main input[type=radio][value=no]:not([name=how])").all():
        each.check()
    save(ines)
    assert "The two reviewers agreed" in words_of(ines)
    close(ines, owen, drawn)


def the_list(folder: Path) -> Path:
    lines = [f"45CX{place:06}26,{('White', 'White', 'Black', 'Asian')[place % 4]},{('Male', 'Female')[place % 2]}" for place in range(60)]
    file = folder / "cases.csv"
    file.write_text("\n".join(["URN,Ethnicity,Sex", *lines]), encoding="utf-8")
    return file


def draw(ines, file: Path) -> str:
    see(ines, "/casework/reviews/new/")
    ines.page.locator("main [name=place]").select_option("east-of-england")
    give(ines, file, title="Charging decisions, summer", from_on=in_days(-150), to_on=in_days(-60))
    ines.look()
    fill(ines, reference="URN", number="4", phrase="Bread and roses")
    ines.page.locator("main [name=facts][value=Ethnicity]").check()
    send(ines, ines.page.locator("main button[name=submit]").inner_text())
    assert words_of(ines).count("45CX") == 4
    ines.look()
    ines.go("/casework/reviews/")
    follow(ines, "Charging decisions, summer")
    ines.look()
    assert "45CX" not in words_of(ines)
    drawn = path_of(ines)
    see(ines, drawn + "check/")
    ines.page.set_input_files("main input[type=file]", file)
    ines.page.locator("main button[name=submit]").click()
    ines.page.wait_for_load_state()
    assert "Nobody has changed any of it" in words_of(ines)
    ines.go(drawn)
    return drawn


def read(reviewer, case: str, answer: str) -> None:
    """Take the case, having had no part in it, and answer every question alike."""
    see(reviewer, case + "take/")
    fill(reviewer, took_no_part="on")
    save(reviewer)
    reviewer.look()
    assert path_of(reviewer) == case + "read/"
    for each in reviewer.page.locator(f"main input[type=radio][value={answer}]").all():
        each.check()
    for words in reviewer.page.locator("main textarea").all():
        words.fill("The file says nothing of it anywhere.")
    if answer == "yes":
        see(reviewer, case + "back/")
        reviewer.page.go_back()
    save(reviewer)


def close(ines, owen, drawn: str) -> None:
    see(ines, drawn + "close/")
    fill(ines, words="It ends early because the unit was merged.")
    save(ines)
    ines.go(drawn)
    assert "How far two reviewers agree" in words_of(ines)
    ines.look()
    see(ines, drawn + "learn/")
    fill(ines, words=FOUND)
    save(ines)
    assert FOUND in words_of(ines)
    owen.go(drawn)
    see(owen, address(owen, "/casework/reviews/learning/"))
    see(owen, "/casework/reviews/questions/", "/casework/reviews/questions/new/", "/casework/reviews/process/")
    assess(ines, owen)


def assess(ines, owen) -> None:
    see(ines, "/casework/reviews/process/new/?area=east-of-england")
    fill(ines, from_on=in_days(-360), to_on=in_days(0))
    save(ines)
    ines.look()
    for part in ("sampling", "coverage", "reviewers", "agreement", "changed", "findings"):
        fill(ines, **{part: "Cases were drawn by chance and checked by somebody else."})
    fill(ines, next_on=in_days(180))
    save(ines)
    ines.look()
    see(owen, path_of(ines) + "second/")
