"""A certificate of assurance from its beginning to its signature, and a survey of the public from its file to the judgement."""

import re

from tests.journeys.hands import fill, follow, in_days, path_of, save, see, send, words_of

AREA, LEAD = "Wessex", "Priya Chandran"
SURVEY = "\n".join((
    "Community,Confident per cent,People asked,Effect of the design",
    "All,63,4400,1.2",
    "Black,39,280,1.2",
    "Roma,30,7,",
    "",
))  # fmt: skip
BROKEN = "Community,Confident per cent,People asked\nAll,63,\nAsian,163,300\n"


def links(visitor, pattern: str) -> list[str]:
    every = (each.get_attribute("href") or "" for each in visitor.page.locator("main a").all())
    return sorted({link for link in every if re.search(pattern, link)})


def test_a_certificate_from_beginning_to_signature(visit, cast):
    owen = visit()
    owen.sign_in(*cast["hq"])
    new = f"/assurance/certificates/new/?area={AREA.lower()}"
    owen.go(new)
    assert "Nobody holds a role that signs" in words_of(owen)
    owen.look()
    give_the_leads_role(visit, cast)
    owen.go(new)
    owen.look()
    fill(owen, lead=LEAD)
    save(owen)
    certificate = path_of(owen)
    owen.look()
    priya = visit()
    priya.sign_in(*cast["lead"])
    assert "have no answer yet" in refused(priya, f"{certificate}sign/")
    lines = links(owen, r"/certificates/lines/\d+/$")
    report_an_exception(owen, lines[0])
    for line in lines[1:]:
        nothing_to_report(owen, line)
    say_what_became(owen, certificate)
    see(priya, certificate)
    follow(priya, "Sign the certificate")
    fill(priya, statement="I asked each head of unit, and read the records with them.")
    priya.look()
    save(priya)
    assert "Signed" in words_of(priya)
    assert LEAD in words_of(priya)
    priya.look()
    owen.go(certificate)
    assert not links(owen, r"/certificates/lines/")
    see(owen, "/assurance/certificates/?period=2026-H1" if "2026-H1" in owen.page.content() else "/assurance/certificates/")


def give_the_leads_role(visit, cast) -> None:
    dot = visit()
    dot.sign_in(*cast["administrator"])
    dot.go("/people/")
    dot.page.get_by_role("link", name=LEAD).first.click()
    dot.page.wait_for_load_state()
    dot.go(path_of(dot) + "role/")
    dot.page.locator("main [name=role]").select_option(value="lead")
    dot.page.get_by_label(AREA, exact=True).check()
    dot.look()
    save(dot)


def refused(visitor, address: str) -> str:
    visitor.go(address)
    visitor.page.locator("main form button").last.click()
    visitor.page.wait_for_load_state()
    return words_of(visitor)


def report_an_exception(owen, line: str) -> None:
    """One that names nobody to do it, and no day, is sent back with what was typed."""
    owen.go(line)
    words = "Two meetings of the panel were not held, for want of a room."
    fill(owen, answer="exception", words=words, doing="The county council lends us one from next month.")
    owen.page.locator("main form button").last.click()
    owen.page.wait_for_load_state()
    assert "Choose the one person who does it." in words_of(owen)
    assert owen.page.locator("main [name=words]").input_value() == words
    owen.look()
    owen.page.locator("main [name=owner]").select_option(index=1)
    fill(owen, by_on=in_days(40))
    save(owen)


def nothing_to_report(owen, line: str) -> None:
    owen.go(line)
    fill(owen, answer="nothing", words="We looked at the records and asked those who keep them.")
    save(owen)


def say_what_became(owen, certificate: str) -> None:
    owen.go(certificate)
    for one in links(owen, r"/certificates/became/\d+/$"):
        owen.go(one)
        owen.page.locator("main [name=became]").first.check()
        fill(owen, words="It was put right in the month after it was reported.")
        save(owen)


def test_a_survey_from_its_file_to_the_judgement(visit, cast, tmp_path):
    owen = visit()
    owen.sign_in(*cast["hq"])
    owen.go("/strategy/measures/")
    measure = links(owen, r"^/strategy/measures/\d+/$")[0]
    bring_in(owen, measure, tmp_path, "broken.csv", BROKEN)
    assert "This file was not brought in." in words_of(owen)
    owen.look()
    for place, field in enumerate(("group", "value", "base")):
        owen.page.locator(f"main [name=column{place}]").select_option(value=field)
    send(owen, "Read it so")
    assert "row 2" in words_of(owen)
    assert "row 3" in words_of(owen)
    bring_in(owen, measure, tmp_path, "confidence.csv", SURVEY)
    for place, field in enumerate(("group", "value", "base", "design_effect")):
        owen.page.locator(f"main [name=column{place}]").select_option(value=field)
    send(owen, "Read it so")
    assert "Withheld" in words_of(owen)
    owen.look()
    send(owen, "Bring it in")
    assert "The survey was brought in." in words_of(owen)
    survey = path_of(owen)
    owen.look()
    see(owen, measure)
    assert "Confidence survey of this autumn" in words_of(owen)
    owen.go(survey)
    follow(owen, "Take the survey back")
    fill(owen, why="It was a rehearsal of the walk.")
    owen.look()
    save(owen)
    assert "no figure rests on it any longer" in words_of(owen)


def bring_in(owen, measure: str, folder, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    owen.go(measure)
    follow(owen, "Bring in a survey")
    if owen.page.locator("main [name=file]").count() == 0:
        owen.page.get_by_text("England and Wales").first.click()
        owen.page.wait_for_load_state()
    owen.page.locator("main [name=file]").set_input_files(folder / name)
    fill(owen, name="Confidence survey of this autumn", source="Published by the service itself", as_of=in_days(-30))
    owen.look()
    save(owen)
