"""The case's own values other than names are found however they are written."""

import pytest

from folkmoot.redaction.spans import Kind, Known, apply
from folkmoot.redaction.suggesting import suggest

ADDRESS = "Flat 3, 12 Acacia Avenue, Moss Side, Manchester M14 5RX"


def seen(text, *known, **more):
    return suggest(text, known, search_names=False, **more)


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("Flat 3, 12 Acacia Avenue, Moss Side, Manchester M14 5RX", True),
        ("flat 3 12 acacia ave moss side manchester m145rx", True),
        ("Flat 3,\n12 Acacia Ave.,\nMoss Side,\nManchester,\nM14 5RX", True),
        ("12 Acacia Avenue", True),
        ("no. 12 Acacia Av", False),
        ("Acacia Avenue", True),
        ("12 Acacia Avenu", True),
        ("M14 5RX", True),
        ("m145rx", True),
        ("M14", True),
        ("Moss Side", True),
        ("12, Acacia Avenue", True),
        ("Accacia Avenue", True),
    ],
)
def test_an_address_is_found_in_whole_and_in_part(written, whole):
    spans = seen(f"It was at {written} that night.", Known(ADDRESS, Kind.ADDRESS, person="John Smith"), Known("John Smith", role="victim"))
    assert spans
    if whole:
        assert "".join(span.text for span in spans).replace(" ", "") == written.replace(" ", "")
        assert all("of Victim A]" in span.replacement for span in spans)


def test_a_town_is_less_certain_than_a_street_and_least_in_the_name_of_a_court():
    known = Known(ADDRESS, Kind.ADDRESS)
    (street,) = seen("We met in Acacia Avenue.", known)
    (town,) = seen("We met in Manchester.", known)
    (court,) = seen("The trial was at Manchester Crown Court.", known)
    assert street.confidence > town.confidence > court.confidence


@pytest.mark.parametrize(
    "written",
    ["14/03/1990", "14-3-90", "14.3.1990", "14 March 1990", "14th of March, 1990", "March 14, 1990", "14 MAR 90", "1990-03-14", "14031990",
     "the fourteenth of March 1990", "fourteenth March nineteen ninety", "14 Mawrth 1990", "14 / 03 / 1990", "03/14/1990"],
)  # fmt: skip
def test_a_date_of_birth_in_any_form(written):
    (span,) = seen(f"His details: {written} (given).", Known("14 March 1990", Kind.DATE_OF_BIRTH))
    assert span.kind is Kind.DATE_OF_BIRTH
    assert span.confidence >= 0.8
    assert span.text in written


@pytest.mark.parametrize("written", ["14 March", "March 1990"])
def test_a_part_of_a_date_of_birth_is_less_certain(written):
    (span,) = seen(f"It was in his head on {written} then.", Known("14/03/1990", Kind.DATE_OF_BIRTH))
    assert span.confidence <= 0.5


def test_other_dates_are_left():
    assert seen("On 15/03/1990 and 14 April 1990 and 12 May 2021.", Known("14/03/1990", Kind.DATE_OF_BIRTH)) == []


def test_an_age_that_follows_is_tied_to_the_person():
    text = "On 12 May 2021 a man aged 31 came with a boy aged 9."
    known = [Known("John Smith", role="victim", person="V"), Known("14/03/1990", Kind.DATE_OF_BIRTH, person="V")]
    ages = {span.text: span for span in seen(text, *known)}
    assert ages["31"].replacement == "[age of Victim A]"
    assert ages["9"].replacement == "[age]"
    assert all(span.kind is Kind.AGE and span.confidence < 0.5 for span in ages.values())


@pytest.mark.parametrize(
    "written",
    ["07700 900123", "07700900123", "+447700900123", "+44 7700 900 123", "+44 (0)7700 900123", "0044 7700 900123", "(07700) 900-123",
    "07700.900.123",
     "447700900123", "0 7 7 0 0 9 0 0 1 2 3", "O7700 900123"],
)  # fmt: skip
def test_a_phone_in_any_grouping(written):
    (span,) = seen(f"Ring {written} now.", Known("07700 900 123", Kind.PHONE))
    assert "7700" in span.text.replace(" ", "")
    assert sum(letter.isdigit() for letter in span.text) >= sum(letter.isdigit() for letter in written)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (Kind.VEHICLE, "AB12 CDE", "ab12cde"),
        (Kind.VEHICLE, "AB12CDE", "AB12 CDE"),
        (Kind.VEHICLE, "AB12 CDE", "AB 12 CDE"),
        (Kind.VEHICLE, "AB12 CDE", "AB12-CDE"),
        (Kind.VEHICLE, "AB10 CDO", "ABIO CDO"),
        (Kind.REFERENCE, "01AB1234521", "01/AB/12345/21"),
        (Kind.REFERENCE, "01/AB/12345/21", "01 AB 12345 21"),
        (Kind.REFERENCE, "CRI/06AA/0001234/21", "CRI 06AA 0001234 21"),
        (Kind.NI_NUMBER, "AB 12 34 56 C", "AB123456C"),
        (Kind.NHS_NUMBER, "943 476 5919", "9434765919"),
        (Kind.BANK, "12-34-56 12345678", "12345678"),
        (Kind.BANK, "12-34-56 12345678", "12-34-56"),
        (Kind.EMAIL, "j.smith@example.org", "J.Smith@Example.org"),
        (Kind.HANDLE, "@jsm1th", "jsm1th"),
        (Kind.PASSPORT, "123456789", "123 456 789"),
        (Kind.IP, "10.1.2.3", "10.1.2.3"),
        (Kind.URL, "https://www.example.org/me", "example.org/me"),
    ],
)
def test_a_code_with_other_separators(kind, value, written):
    spans = seen(f"He gave {written} to me.", Known(value, kind))
    assert [span.text for span in spans] == [written]
    assert spans[0].kind is kind
    assert "known value" in spans[0].rule


def test_a_short_number_is_not_taken_out_of_times_and_dates():
    assert seen("At 12:34 on 1/2/34, 12 34 times.", Known("1234", Kind.REFERENCE)) == [
        span
        for span in seen("At 12:34 on 1/2/34, 12 34 times.", Known("1234", Kind.REFERENCE))
        if span.text == "12 34" and span.confidence <= 0.5
    ]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Aeth i Gaernarfon.", "Gaernarfon"),
        ("Mae hi yng Nghaernarfon.", "Nghaernarfon"),
        ("Es â Chaernarfon.", "Chaernarfon"),
        ("We went to Caernarfon.", "Caernarfon"),
    ],
)
def test_a_place_mutates_as_welsh_does(written, found):
    assert [span.text for span in seen(written, Known("Caernarfon", Kind.PLACE))] == [found]


def test_a_place_has_a_name_in_both_languages_and_can_be_given_apart():
    text = "O Gaerdydd i Abertawe: from Cardiff to Swansea."
    assert {span.text for span in seen(text, places=["Cardiff", "Swansea"])} == {"Gaerdydd", "Abertawe", "Cardiff", "Swansea"}


def test_a_mutated_form_needs_the_word_that_mutates():
    assert seen("The Dref shop.", Known("Tref", Kind.PLACE)) == []


def test_values_of_one_person_say_whose_they_are_and_others_are_numbered():
    known = [
        Known("John Smith", role="victim", person="V1"),
        Known("07700 900123", Kind.PHONE, person="V1"),
        Known("0161 496 0999", Kind.PHONE),
    ]
    text = "Ring 07700900123, or 0161 496 0999, or 0161 496 0777, or 0161-496-0999."
    assert apply(text, seen(text, *known)) == (
        "Ring [phone number of Victim A], or [phone number 1], or [phone number 2], or [phone number 1]."
    )


def test_an_organisation_and_anything_else_are_found_word_for_word():
    known = [Known("Kebab King", Kind.ORGANISATION), Known("the blue heron tattoo", Kind.OTHER), Known("Reading", Kind.ORGANISATION)]
    text = "At KEBAB KING he showed the Blue Heron tattoo while reading."
    assert [span.text for span in seen(text, *known)] == ["KEBAB KING", "the Blue Heron tattoo"]
