"""What holds for every text and every list of known values."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.redaction.pseudonyms import Pseudonyms
from folkmoot.redaction.spans import Kind, Known, apply
from folkmoot.redaction.suggesting import suggest

NAMES = ["John Smith", "SMITH, John", "Mohammed Al-Hassan", "Siân ferch Huw", "Will May", "Nguyễn Thị Hoa", "O'Brien", "PC 123 Jones",
"王伟", "X1 Y2",
         "Anne-Marie van der Berg"]  # fmt: skip
VALUES = [
    *(Known(name, Kind.NAME, role, person) for name in NAMES for role in ("victim", "") for person in ("", "V1")),
    Known("07700 900123", Kind.PHONE), Known("12 Acacia Avenue, Leeds LS1 4AP", Kind.ADDRESS), Known("AB12 CDE", Kind.VEHICLE),
    Known("14/03/1990", Kind.DATE_OF_BIRTH), Known("01AB1234521", Kind.REFERENCE),
]  # fmt: skip
PIECES = [
    "John", "Smith", "smith", "SMITH", "J.", "JS", "JS/1", "Mr", "PC", "1234", "the Smiths'", "Smith's", "will", "Will", "May", "12",
    "Acacia", "Avenue",
    "Road", "Leeds", "LS1", "4AP", "07700", "900123", "+44", "(0)", "14/03/1990", "14 March 1990", "born", "aged 34", "AB12", "CDE",
    "\n\n", ".", "-", "'",
    "@", "jsmith92", "john.smith@example.org", "王伟", "Mohamed", "al-Hasan", "O’Brien", "[", "]", "Victim A", "Person 1",
    "[phone number 1]",
    "[address of Victim A]", "the", "of", "and", "Sarah", "Khan", "is", "said", "DOB:", "1.2.3.4", "£", "(", "Hen-\nderson", "\u200b", "é",
    "ß", "İ",
]  # fmt: skip
TEXTS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", ", ", "\n"])), max_size=25).map(
    lambda pairs: "".join(a + b for a, b in pairs)
)
slowly = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@slowly
@given(st.one_of(TEXTS, st.text(max_size=60)), st.lists(st.sampled_from(VALUES), max_size=6), st.booleans())
def test_suggestions_are_in_order_in_the_text_and_never_over_one_another(text, known, names):
    end = 0
    for span in suggest(text, known, search_names=names):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        assert 0 <= span.confidence <= 1
        assert span.replacement
        assert span.rule
        end = span.end


@slowly
@given(TEXTS, st.lists(st.sampled_from(VALUES), max_size=6))
def test_redacting_twice_is_redacting_once(text, known):
    pseudonyms = Pseudonyms()
    once = apply(text, suggest(text, known, pseudonyms=pseudonyms, search_names=False))
    assert apply(once, suggest(once, known, pseudonyms=pseudonyms, search_names=False)) == once


WORDS = st.text(alphabet="bdgkmnprstvz", min_size=2, max_size=5).map(
    lambda word: "".join(letter + "ao"[place % 2] for place, letter in enumerate(word))
)
FULL_NAMES = st.tuples(WORDS, WORDS).map(lambda pair: f"{pair[0].capitalize()} {pair[1].capitalize()}")
CODES = st.from_regex(r"\A[A-Z]{2}[0-9]{6}\Z")
KNOWN = st.one_of(
    st.builds(Known, FULL_NAMES, st.just(Kind.NAME), st.sampled_from(["victim", "witness", ""])),
    st.builds(Known, CODES, st.sampled_from([Kind.REFERENCE, Kind.PASSPORT, Kind.OTHER])),
)
AROUND = st.sampled_from(["I saw {} there.", "{}", "“{}”, he said", "to {}'s house", "({})\n", "a {}, b {}."])


def survivors(text, known):
    return [each.value for each in known if re.search(rf"(?<!\w){re.escape(each.value)}(?!\w)", text)]


@slowly
@given(st.lists(st.tuples(KNOWN, AROUND), min_size=1, max_size=8))
def test_no_known_value_survives_as_it_is(pairs):
    known = [each for each, _ in pairs]
    text = " ".join(around.replace("{}", each.value) for each, around in pairs)
    assert survivors(apply(text, suggest(text, known, search_names=False)), known) == []


def test_the_guard_above_sees_a_survivor():
    known = [Known("Bado Kana"), Known("AB123456", Kind.REFERENCE)]
    text = "I saw Bado Kana there with AB123456."
    spans = suggest(text, known, search_names=False)
    assert survivors(apply(text, spans), known) == []
    assert survivors(apply(text, spans[1:]), known) == ["Bado Kana"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "’", "[", "0" * 5000, "A. " * 2000, "John Smith " * 500])
def test_odd_texts_do_no_harm(text):
    spans = suggest(text, [Known("John Smith")])
    assert apply(text, spans).count("Smith") == 0
