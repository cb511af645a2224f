"""Assurance: what an Area still has to say, what it answers to another Area, and a framework of one's own."""

import re

from tests.journeys.hands import fill, path_of, save, see, words_of


def first(visitor, pattern: str) -> str:
    found = [link for link in addresses(visitor) if re.search(pattern, link)]
    assert found, f"{visitor.page.url} leads nowhere like {pattern}"
    return found[0]


def addresses(visitor) -> list[str]:
    return [each.get_attribute("href") or "" for each in visitor.page.locator("main a").all()]


def assessment_with(visitor, pattern: str) -> str:
    """The first assessment of the latest round whose page leads to something like the pattern."""
    visitor.go("/assurance/")
    visitor.go(next(link for link in addresses(visitor) if re.fullmatch(r"/assurance/rounds/\d+/", link)))
    for address in sorted({link for link in addresses(visitor) if re.fullmatch(r"/assurance/assessments/\d+/", link)}):
        visitor.go(address)
        if any(re.search(pattern, link) for link in addresses(visitor)):
            return address
    raise AssertionError(f"no assessment leads to {pattern}")


def test_an_area_says_where_it_stands_and_what_it_answers(visit, cast):
    owen = visit()
    owen.sign_in(*cast["hq"])
    draft = assessment_with(owen, r"/answers/\d+/evidence/$")
    evidence = first(owen, r"/answers/\d+/evidence/$")
    see(owen, first(owen, r"/answers/\d+/$"))
    fill(owen, level="2", words="It is done in two units, and recorded there; the third has begun.")
    save(owen)
    see(owen, evidence)
    see(owen, first(owen, r"/evidence/[^/]+/\d+/$"))
    fill(owen, note="The notes of each meeting, with what was said and by when it was answered.")
    save(owen)
    see(owen, first(owen, r"/evidence/\d+/remove/$") if any("/remove/" in link for link in addresses(owen)) else draft)
    see(owen, f"{draft}submit/")
    differing = assessment_with(owen, r"/answers/\d+/reply/$")
    see(owen, first(owen, r"/answers/\d+/reply/$"), f"{differing}reply/")


def test_a_framework_of_ones_own(visit, cast):
    owen = visit()
    owen.sign_in(*cast["hq"])
    see(owen, "/assurance/framework/new/")
    fill(owen, title="Our own framework", source="Written by our inclusion team with the Areas, autumn 2026")
    save(owen)
    framework = path_of(owen)
    owen.look()
    see(owen, f"{framework}criterion/")
    owen.go(framework)
    assert "Our own framework" in words_of(owen)
    see(owen, f"{framework}issue/")
