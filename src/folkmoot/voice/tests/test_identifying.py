import pytest

from folkmoot.voice.identifying import Found, Identifier, identifiers_in

E, P, C, B, R = Identifier.EMAIL, Identifier.PHONE, Identifier.POSTCODE, Identifier.BIRTH, Identifier.CASE


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Write to ruth.o'neill+panel@mail.example.org please", E, "ruth.o'neill+panel@mail.example.org"),
        ("ring 01632 960123 after six", P, "01632 960123"),
        ("ring 07700 900123.", P, "07700 900123"),
        ("ring 07700900123", P, "07700900123"),
        ("ring (020) 7946 0958", P, "(020) 7946 0958"),
        ("ring 020 7946 0958", P, "020 7946 0958"),
        ("ring 029 2018 0123", P, "029 2018 0123"),
        ("ring 0161 496 0123", P, "0161 496 0123"),
        ("ring +44 7700 900123", P, "+44 7700 900123"),
        ("ring +44 (0)1632 960 123", P, "+44 (0)1632 960 123"),
        ("he lives at PE13 1AB now", C, "PE13 1AB"),
        ("he lives at cf10 3at now", C, "cf10 3at"),
        ("she moved to EC1A1BB", C, "EC1A1BB"),
        ("she was born on 3/4/1990", B, "born on 3/4/1990"),
        ("DOB: 03-04-90", B, "DOB: 03-04-90"),
        ("date of birth is 3rd April 1990", B, "date of birth is 3rd April 1990"),
        ("ganwyd 12 Mawrth 1987", B, "ganwyd 12 Mawrth 1987"),
        ("the file 52SB0012326 was lost", R, "52SB0012326"),
        ("the file 01/AB/12345/24 was lost", R, "01/AB/12345/24"),
        ("crime reference 35/123456/26", R, "crime reference 35/123456/26"),
        ("URN 01AB1234526", R, "URN 01AB1234526"),
        ("incident number: 4521/26-A", R, "incident number: 4521/26-A"),
    ],
)
def test_what_may_identify_a_person_is_found(text, kind, found):
    assert identifiers_in(text) == [Found(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We report hate crime and then hear nothing for a year.",
        "On 01-02-2026 10 people came, and 12 on 03/02/2026.",
        "The meeting on 3 March 2026 ran from 10.30 to 12.15 in room B2 4th floor.",
        "Take the A1 2nd exit, then the M11.",
        "Take the a1 2nd exit.",
        "The helpline 0808 168 9111 and 0300 123 4567 were not answered.",
        "Only 41,000 of 1,250,000 people were asked; 020 was wrong.",
        "Section 66A of the 2004 Act and form HO4 2AB.",
        "She was born in Cambridge and came back in 2019.",
        "A child born during the trial.",
        "The budget for 2025/26 was £125,000.",
        "Code F12345678 of the catalogue, page 12 of 2024.",
        "In case number of people grows, book a bigger room.",
        "Follow us @fenland on the web.",
    ],
)
def test_ordinary_words_raise_no_warning(text):
    assert identifiers_in(text) == []


def test_each_is_named_once_and_several_kinds_are_named_together():
    text = "Ruth, ruth@example.org, PE13 1AB; again ruth@example.org"
    assert identifiers_in(text) == [Found(E, "ruth@example.org"), Found(C, "PE13 1AB")]
