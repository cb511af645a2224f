"""What survives is seen in whatever form it survives, and ordinary text is left in peace."""
# ruff: noqa: E501  one case a line

import pytest

from folkmoot.leakscan import SAID, Leak, Secret, Why, names, scan

KNOWN = [
    Secret("John Paul Smith-Jones"), Secret("Siân Llewellyn"), Secret("Mohammed Al-Rashid"), Secret("May Long"), Secret("Jürgen Müller"),
    Secret("Oluwaseun Adeyemi"), Secret("Li Na"), Secret("Дмитрий Волков"), Secret("14 Acacia Avenue, Leeds, LS1 4AB", "address"),
    Secret("07700 900123", "phone"), Secret("3 May 1987", "date_of_birth"), Secret("AB12 CDE", "vehicle"),
    Secret("john.smith@example.com", "email"), Secret("QQ 12 34 56 C", "ni_number"), Secret("14", "age"), Secret("01AB1234523", "reference"),
    Secret("@zebedee_q", "handle"), Secret("The Lantern Hotel", "place"),
]  # fmt: skip

SURVIVES = [
    ("Then SMITH John left.", "SMITH", Why.PART),
    ("Then Smith-Jones, John Paul left.", "Smith-Jones, John Paul", Why.OTHER_ORDER),
    ("Then SmithJones left.", "SmithJones", Why.PART),
    ("Then John Smith-Jones left.", "John Smith-Jones", Why.WHOLE),
    ("It was Smith's car.", "Smith", Why.PART),
    ("The Smiths left.", "Smith", Why.PART),
    ("It was S M I T H who left.", "S M I T H", Why.SPACED),
    ("It was Sm\u200bith who left.", "Sm\u200bith", Why.PART),
    ("It was Smi-\nth who left.", "Smi-\nth", Why.PART),
    ("It was \u0405m\u0456th who left.", "\u0405m\u0456th", Why.PART),
    ("It was Ｓｍｉｔｈ who left.", "Ｓｍｉｔｈ", Why.PART),
    ("It was S.m.i.t.h who left.", "S.m.i.t.h", Why.PART),
    ("Then J.P.S. left.", "J.P.S.", Why.INITIALS),
    ("Then Sian left.", "Sian", Why.PART),
    ("Then Llewelyn left.", "Llewelyn", Why.MISSPELT),
    ("Then Lewellyn left.", "Lewellyn", Why.MISSPELT),
    ("Then Llewelyln left.", "Llewelyln", Why.MISSPELT),
    ("Then al rashid left.", "al rashid", Why.PART),
    ("Then Mr Mueller left.", "Mueller", Why.PART),
    ("Then Mr Muller left.", "Muller", Why.PART),
    ("Then Dmitriy left.", "Dmitriy", Why.PART),
    ("Then May Long left.", "May Long", Why.WHOLE),
    ("See theoluwaseunadeyemi99 there.", "oluwaseunadeyemi", Why.RUN_TOGETHER),
    ("He lives at 14 Acacia Ave now.", "14 Acacia Ave", Why.STREET),
    ("He lives in acacia avenue now.", "acacia avenue", Why.STREET),
    ("It was near ls1-4ab then.", "ls1-4ab", Why.REGROUPED),
    ("Ring 07 700-900-123 now.", "07 700-900-123", Why.REGROUPED),
    ("Ring 07700\n900123 now.", "07700\n900123", Why.REGROUPED),
    ("Ring 7700900123 now.", "7700900123", Why.REGROUPED),
    ("Ring oh double seven double oh nine double oh one two three now.", "oh double seven double oh nine double oh one two three", Why.SPELLED_OUT),
    ("Born 03/05/87 there.", "03/05/87", Why.DATE),
    ("On the 3rd of May 1987 there.", "3rd of May 1987", Why.DATE),
    ("On May 3, 1987 there.", "May 3, 1987", Why.DATE),
    ("Ar 3 Mai 1987 yno.", "3 Mai 1987", Why.DATE),
    ("See 1987-05-03 and on.", "1987-05-03", Why.DATE),
    ("A birthday on 3 May was kept.", "3 May", Why.DAY_AND_MONTH),
    ("The car AB12CDE left.", "AB12CDE", Why.REGROUPED),
    ("The car AB I2 CDE left.", "AB I2 CDE", Why.LOOKALIKE),
    ("Write to john smith (at) example dot com now.", "john smith", Why.REGROUPED),
    ("NI is qq123456c here.", "qq123456c", Why.REGROUPED),
    ("A boy aged 14 left.", "aged 14", Why.WHOLE),
    ("A 14-year-old left.", "14-year-old", Why.WHOLE),
    ("The case 01AB12345/23 it was.", "01AB12345/23", Why.REGROUPED),
    ("His name there is zebedee q on it.", "zebedee q", Why.REGROUPED),
    ("They met at the lantern hotel once.", "the lantern hotel", Why.WHOLE),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found", "why"), SURVIVES, ids=[text for text, _, _ in SURVIVES])
def test_it_is_found(text: str, found: str, why: Why) -> None:
    leaks = scan(text, KNOWN, patterns=False)
    assert (found, why) in {(leak.text, leak.why) for leak in leaks}
    assert all(text[leak.start : leak.end] == leak.text for leak in leaks)


CLEAN = [
    "Victim A said that Officer 1 may have gone a long way with the mother of Victim A.",
    "Walked home at 14:00 on 3 June with 14 others.",
    "The blacksmith and thismith, in smithereens.",
    "Just in case, it was for rest. A lamb was seen in May.".replace("May", "June"),
    "In 2023-24 there were 1,234,567 offences, 12.5% more; see section 4(1)(a) of the 1998 Act.",
    "The report of 12/06/2023 gives pages 14 to 18.",
    "She said no. 1 was the best, at 10.30 am, for £1,200.50.",
    "Witness B knew Defendant C from the same estate.",
    "It is N/a here; n/A there.",
]


@pytest.mark.parametrize("text", CLEAN)
def test_ordinary_text_is_left_in_peace(text: str) -> None:
    assert scan(text, KNOWN) == []


def test_a_short_name_is_found_alone_and_not_at_the_head_of_a_word() -> None:
    thi = [Secret("Nguyen Thi Lanh", "name")]
    assert scan("This address, and this one.", thi) == []
    assert [leak.text for leak in scan("Thi's mother, and Thi.", thi)] == ["Thi", "Thi"]


SHAPES = [
    ("Ring 020 7946 0958 now.", "phone", "020 7946 0958"),
    ("Ring +44 (0)20 7946 0958 now.", "phone", "+44 (0)20 7946 0958"),
    ("At M1 1AE now.", "postcode", "M1 1AE"),
    ("His car XY51 ABC left.", "vehicle", "XY51 ABC"),
    ("NHS 943 476 5919 now.", "nhs_number", "943 476 5919"),
    ("NI AB 12 34 56 C now.", "ni_number", "AB 12 34 56 C"),
    ("Write to fred@example.org now.", "email", "fred@example.org"),
    ("Write to fred [at] example [dot] org now.", "email", "fred [at] example [dot] org"),
    ("URN 01AB1234523 it was.", "reference", "URN 01AB1234523"),
    ("Crime number 13/4567/23 it was.", "reference", "Crime number 13/4567/23"),
    ("Card 4111 1111 1111 1111 now.", "bank", "4111 1111 1111 1111"),
    ("Account 12-34-56 12345678 now.", "bank", "12-34-56 12345678"),
    ("See @fred_b there.", "handle", "@fred_b"),
    ("See https://example.org/fred there.", "url", "https://example.org/fred"),
    ("He was born on 4 June 1990 there.", "date_of_birth", "born on 4 June 1990"),
    ("From 192.0.2.14 it came.", "ip", "192.0.2.14"),
    ("Passport no. 123456789 now.", "passport", "Passport no. 123456789"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "found"), SHAPES, ids=[text for text, _, _ in SHAPES])
def test_what_nobody_listed_is_found_by_its_shape(text: str, kind: str, found: str) -> None:
    assert (kind, found) in {(leak.kind, leak.text) for leak in scan(text, [])}
    assert {leak.why for leak in scan(text, [])} == {Why.PATTERN}
    assert scan(text, [], patterns=False) == []


def test_a_number_that_fails_its_own_check_is_no_nhs_number() -> None:
    assert scan("Number 943 476 5918 now.", []) == []


def test_one_place_is_told_once_by_its_longest_reading() -> None:
    assert scan("Then May Long left.", KNOWN) == [Leak("name", 5, 13, "May Long", Why.WHOLE)]


def test_empty_and_odd_secrets_find_nothing() -> None:
    assert (
        scan("Anything at all.", [Secret(""), Secret(" - "), Secret("...", "phone"), Secret("", "address"), Secret("Mr")], patterns=False)
        == []
    )


def test_every_reason_has_its_words() -> None:
    assert set(SAID) == set(Why)


def test_without_folding_the_disguises_get_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with letters compared as they stand, what is hidden by look-alikes and gaps is missed."""
    disguised = "It was \u0405m\u0456th who left."
    assert scan(disguised, KNOWN, patterns=False)
    monkeypatch.setattr(
        "folkmoot.leakscan.folding.folded_letter", lambda letter: letter.lower() if letter.isascii() and letter.isalnum() else ""
    )
    assert not scan(disguised, KNOWN, patterns=False)


def test_without_near_words_the_misspelt_get_through(monkeypatch: pytest.MonkeyPatch) -> None:
    assert scan("Then Llewelyn left.", KNOWN)
    monkeypatch.setattr(names, "one_apart", lambda *_: False)
    assert not scan("Then Llewelyn left.", KNOWN)


@pytest.mark.parametrize(
    ("one", "two", "apart"),
    [("smith", "smyth", True), ("smith", "smit", True), ("smith", "simth", True), ("smith", "smiths", True), ("smith", "smith", False),
     ("smith", "smote", False), ("smith", "htims", False), ("", "a", True)],
)  # fmt: skip
def test_one_letter_apart(one: str, two: str, apart: bool) -> None:
    assert names.one_apart(one, two) is apart
    assert names.one_apart(two, one) is apart
