"""Values that nobody listed are recognised by their shape, and what only looks alike is not."""

import pytest

from folkmoot.redaction.patterns import checks
from folkmoot.redaction.spans import Kind
from folkmoot.redaction.suggesting import suggest

FOUND = [
    (Kind.POSTCODE, "SW1A 1AA"), (Kind.POSTCODE, "M14 5RX"), (Kind.POSTCODE, "cf14 6he"), (Kind.POSTCODE, "EC1A1BB"), (Kind.POSTCODE,
    "BT1 5GS"),
    (Kind.PHONE, "07700 900123"), (Kind.PHONE, "+44 (0)161 496 0000"), (Kind.PHONE, "029 2018 0123"), (Kind.PHONE, "(0113) 496 0001"),
    (Kind.PHONE, "0800 123 4567"), (Kind.PHONE, "+48 58 123 45 67"), (Kind.NI_NUMBER, "AB 12 34 56 C"), (Kind.NI_NUMBER, "JK123456A"),
    (Kind.EMAIL, "a.person@example.co.uk"), (Kind.EMAIL, "someone [at] example [dot] com"), (Kind.URL, "https://example.org/profile?id=3"),
    (Kind.URL, "www.example.co.uk"), (Kind.IP, "86.12.33.201"), (Kind.IP, "2001:db8::ff00:42:8329"), (Kind.HANDLE, "@some_body"),
    (Kind.DEVICE, "490154203237518"), (Kind.DEVICE, "00:1A:2B:3C:4D:5E"), (Kind.BANK, "4111 1111 1111 1111"), (Kind.BANK,
    "20-00-00 12345678"),
    (Kind.BANK, "GB82 WEST 1234 5698 7654 32"), (Kind.NHS_NUMBER, "943 476 5919"), (Kind.DRIVING_LICENCE, "MORGA657054SM9IJ"),
    (Kind.VEHICLE, "AB12 CDE"), (Kind.VEHICLE, "ab12cde"), (Kind.VEHICLE, "R416 XYL"), (Kind.VEHICLE, "ABC 123D"), (Kind.VEHICLE,
    "BIG 1234"),
    (Kind.REFERENCE, "01AB1234521"), (Kind.REFERENCE, "01/AB/12345/21"), (Kind.REFERENCE, "62 WC 12345 21"), (Kind.REFERENCE, "T20217654"),
    (Kind.REFERENCE, "42/12345/21"), (Kind.REFERENCE, "CRI/06AA/0001234/21"), (Kind.REFERENCE, "A1234CD"), (Kind.REFERENCE, "99/123456R"),
    (Kind.ADDRESS, "12 Acacia Avenue"), (Kind.ADDRESS, "27b Heol y Deri"), (Kind.ADDRESS,
    "Flat 3, 112-114 Cowbridge Rd East, Cardiff CF11 9DX"),
    (Kind.ADDRESS, "Llandaff Road"), (Kind.ADDRESS, "1 The Green"), (Kind.ADDRESS, "12 ACACIA AVENUE"), (Kind.ADDRESS, "Flat 12"),
    (Kind.NAME, "PC 4417"), (Kind.ORGANISATION, "St Mary's Primary School"), (Kind.ORGANISATION, "Jamia Mosque"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "written"), FOUND, ids=[written for _, written in FOUND])
def test_a_value_is_found_by_its_shape(kind, written):
    spans = suggest(f"It is {written}, so it is.", search_names=False)
    assert [(span.kind, span.text) for span in spans] == [(kind, written)]


BY_CONTEXT = [
    (Kind.DATE_OF_BIRTH, "DOB: 21-07-1992", "21-07-1992"), (Kind.DATE_OF_BIRTH, "born on 3rd of May 1992", "3rd of May 1992"),
    (Kind.DATE_OF_BIRTH, "was born in 1990", "1990"), (Kind.DATE_OF_BIRTH, "Date of birth 1/2/03", "1/2/03"),
    (Kind.AGE, "a man aged 34", "34"), (Kind.AGE, "a 19-year-old lad", "19"), (Kind.AGE, "she is thirty-four years old", "thirty-four"),
    (Kind.REFERENCE, "Crime ref 2100456789", "2100456789"), (Kind.REFERENCE, "Custody record: 44CC/1234/21", "44CC/1234/21"),
    (Kind.REFERENCE, "CAD 3321/05JUN21", "3321/05JUN21"), (Kind.REFERENCE, "incident number 345 of today", "345"),
    (Kind.REFERENCE, "URN 62 12 12345 21", "62 12 12345 21"), (Kind.REFERENCE, "Prison no. AB1234", "AB1234"),
    (Kind.PASSPORT, "passport no. 123456789", "123456789"), (Kind.BANK, "sort code 200000", "200000"), (Kind.BANK,
    "account number 12345678", "12345678"),
    (Kind.PHONE, "his number ends 0789", "0789"), (Kind.PHONE, "Tel: 496 0123", "496 0123"), (Kind.HANDLE, "Snapchat: jim_99", "jim_99"),
    (Kind.HANDLE, "his Instagram name is bigjim", "bigjim"), (Kind.VEHICLE, "the vehicle A 1", "A 1"), (Kind.VEHICLE, "reg 1234 AB",
    "1234 AB"),
    (Kind.ADDRESS, "lives at Rose Cottage", "Rose Cottage"), (Kind.PLACE, "Place of birth: Gdańsk", "Gdańsk"), (Kind.ADDRESS,
    "in St. Mary St", "St. Mary St"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "value"), BY_CONTEXT, ids=[text for _, text, _ in BY_CONTEXT])
def test_a_value_is_found_by_the_words_before_it(kind, text, value):
    spans = suggest(f"Note. {text}. End.", search_names=False)
    assert (kind, value) in [(span.kind, span.text) for span in spans], spans


FALSE_ALARMS = """\
The suspect was charged under section 18 of the Offences Against the Person Act 1861 and section 4A Public Order Act 1986.
The hearing is at Leeds Crown Court on Friday 14 May 2021 at 10:00 hours. The Magistrates' Court sat in March, April and June.
He paid £2,500.00 and €300 and 1200 pounds. The CCTV ran from 23:10:45 to 23:15. There were 3 officers. He was fined 500.
Paragraph 12.4.2.1 of Code B 5.6 applies. In 2021 the CPS charged 12,345 people. The M25 and A1 roads. 70 mph on the A361.
The Judge said that the Recorder had left. King's Counsel appeared. The Custody Sergeant came. ABH, GBH and TWOC. DNA and VIPER.
12 bottles of beer. 30 minutes. 5 years imprisonment, 24 months suspended. 100 hours unpaid work. Victim surcharge £156. Version 1.2.3.4.
Page 3 of 12. Flat out. I went into the flat I rented. s.9 Criminal Justice Act 1967; Criminal Procedure Rules, r 16.2.
At 10 the House sat. Over 18. Call 999 or 101. iPhone 12 Pro. PS5. Covid-19. 7 July 2005. 24/7. 50/50. 2020/21. 01/02/2021. MG11 and MG/3.
Bail until 10 August 2021. Size 10 shoes, 6 feet tall. Category 2A. Band C fine. 20 Marlboro. R v Brown [1994] 1 AC 212. Junction 4 exit.
""".splitlines()


@pytest.mark.parametrize("line", FALSE_ALARMS)
def test_laws_times_money_courts_and_forms_are_left(line):
    assert suggest(line, search_names=False) == []


def test_an_exhibit_number_carries_initials_and_is_suggested_with_little_certainty():
    (span,) = suggest("I produce it as exhibit AB/1.", search_names=False)
    assert (span.text, span.kind, span.replacement) == ("AB", Kind.NAME, "[initials]")
    assert span.confidence < 0.5


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (checks.luhn, "4111 1111 1111 1111", "4111 1111 1111 1112"),
        (checks.luhn, "490154203237518", "490154203237519"),
        (checks.iban, "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
        (checks.nhs_number, "943 476 5919", "943 476 5918"),
        (checks.ni_number, "AB123456C", "BG123456C"),
        (checks.ni_number, "AB123456C", "AB123456E"),
        (checks.postcode, "SW1A 1AA", "QW1 1AA"),
        (checks.postcode, "M14 5RX", "M14 5CX"),
        (checks.phone, "07700 900123", "06700 900123"),
        (checks.phone, "+44 161 496 0000", "+44 161 49"),
        (checks.driving_licence, "MORGA657054SM9IJ", "MORGA633054SM9IJ"),
        (checks.pnc_identity, "99/123456X", "99/123456A"),
    ],
)  # fmt: skip
def test_check_digits_and_grammars(check, right, wrong):
    assert check(right)
    assert not check(wrong)


def test_a_wrong_check_digit_is_said():
    (span,) = suggest("NHS number 943 476 5918 was given.", search_names=False)
    assert "check digits wrong" in span.rule
