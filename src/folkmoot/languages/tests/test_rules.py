"""What a translation keeps, how far one has come, and what two texts share: without a database."""

import pytest

from folkmoot.languages import terms
from folkmoot.languages.rules import (
    Progress,
    State,
    Worded,
    changed_words,
    checking_problem,
    keeping_problems,
    likeness,
    marks_in,
    offer_problems,
    parts_of,
    progress_of,
    releasing_problems,
    state_of,
)
from folkmoot.languages.shapes import Segment


@pytest.mark.parametrize(
    ("source", "text", "said"),
    [
        ("%(number)d cases in 2026", "2026: %(number)d", ""),
        ("%(number)d cases in 2026", "%(number)d", "2026"),
        ("Hello {name}", "{enw}", "{name}"),
        ("Hello {name}", "{enw} {name}", "{enw}"),
        ("See https://example.org/a/2026.", "https://example.org/a/2026", ""),
        ("See https://example.org/a/2026.", "https://example.org/b/2026", "https://example.org/a/2026"),
        ("Write to a.b@example.org, by 3 March", "3 a.b@example.org", ""),
        ("1,250 of 5.5% at 10:30", "10:30 5.5% 1,250", ""),
        ("10 and 10", "10", "10"),
        ("ten", "10", ""),
    ],
)
def test_what_a_translation_must_keep(source, text, said):
    problems = keeping_problems(source, text)
    assert (said in " ".join(problems)) if said else not problems


def test_a_number_within_a_link_is_part_of_the_link():
    assert dict(marks_in("https://example.org/7 and 7")) == {"https://example.org/7": 1, "7": 1}


def test_where_a_segment_stands():
    assert state_of("Report", None) is State.MISSING
    assert state_of("Report", Worded("Reports", "Adroddiadau", True)) is State.OUT_OF_DATE
    assert state_of("Report", Worded("Report", "Adroddiad", False)) is State.UNCHECKED
    assert state_of("Report", Worded("Report", "Adroddiad", True)) is State.CHECKED


def test_a_hundred_percent_is_said_of_a_whole_text_only():
    assert Progress(1000, 1000, 999, 0).percent == 99
    assert progress_of([State.CHECKED, State.UNCHECKED, State.OUT_OF_DATE, State.MISSING]) == Progress(4, 2, 1, 1)
    assert Progress(4, 2, 1, 1).missing == 1
    assert not progress_of([]).complete


def test_nobody_checks_their_own_words():
    assert checking_problem(state=State.UNCHECKED, writer=1, checker=2) is None
    assert "somebody else" in str(checking_problem(state=State.UNCHECKED, writer=1, checker=1))
    for state in (State.MISSING, State.OUT_OF_DATE, State.CHECKED):
        assert checking_problem(state=state, writer=1, checker=2)


def test_a_part_of_a_text_is_released_only_when_that_is_said():
    half = Progress(4, 2, 2, 0)
    assert set(releasing_problems(half, partly=False, office="Translation")) == {"partly"}
    assert not releasing_problems(half, partly=True, office="Translation")
    assert set(releasing_problems(Progress(4, 2, 0, 0), partly=True, office=" ")) == {"office", ""}
    assert not releasing_problems(Progress(4, 4, 4, 0), partly=False, office="Translation")


def test_only_checked_words_of_the_current_source_are_released():
    segments = [Segment("a", "Report"), Segment("b", "Area"), Segment("c", "Answer")]
    said = {"a": Worded("Report", "Adroddiad", True), "b": Worded("Area", "Ardal", False), "c": Worded("Answers", "Ateb", True)}
    parts = parts_of(segments, said, source="en", target="cy")
    assert [(one.text, one.language) for one in parts] == [("Adroddiad", "cy"), ("Area", "en"), ("Answer", "en")]


def test_how_alike_two_texts_are():
    assert likeness("Email  address", "email address") == 1.0
    assert likeness("abcd", "bcde") == 0.75  # the example in the documentation of Python's difflib
    assert likeness("Report", "Wholly other words") == 0.0


def test_what_was_changed_word_by_word():
    pieces = changed_words("The panel met twice.", "The panel met three times.")
    assert "".join(text for kind, text in pieces if kind != "in") == "The panel met twice."
    assert "".join(text for kind, text in pieces if kind != "out") == "The panel met three times."
    assert ("out", "twice.") in pieces


def test_what_is_offered_says_what_it_is():
    given = {"kind": "report", "number": 1, "title": "Report", "language": "en", "segments": [Segment("a", "Report")]}
    assert not offer_problems(**given)
    assert offer_problems(**given | {"segments": []})
    assert offer_problems(**given | {"segments": [Segment("a", "Report"), Segment("a", "Area")]})
    assert offer_problems(**given | {"segments": [Segment("a", " ")]})
    assert offer_problems(**given | {"language": "fr"})
    assert offer_problems(**given | {"kind": ""})


def test_terms_have_a_source_and_a_longer_one_hides_the_shorter():
    assert all(one.english and one.welsh and one.source for one in terms.terms())
    assert [one.english for one in terms.terms_in("Each Panel member, in England and Wales.")] == ["England and Wales", "Panel member"]
    assert terms.terms_in("Reporting") == []


def test_every_term_stands_in_the_welsh_catalogue_with_its_source():
    from folkmoot.config.settings import PACKAGE

    catalogue = (PACKAGE / "locale/cy/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    for one in terms.terms():
        assert f'msgid "{one.english}"\nmsgstr "{one.welsh}"' in catalogue, one
        assert one.source in catalogue
