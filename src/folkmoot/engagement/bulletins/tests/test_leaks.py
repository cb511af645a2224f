import pytest

from folkmoot.engagement.bulletins.leaks import Kind, hits_in, name_candidates


def found(text, parties=(), contacts=()):
    return [(hit.kind, hit.text) for hit in hits_in(text, parties=parties, contacts=contacts, this_year=2026)]


@pytest.mark.parametrize(
    ("text", "kind", "hit"),
    [
        ("Ask sian.prys@example.org about it", Kind.EMAIL, "sian.prys@example.org"),
        ("Ring 07700 900123 today", Kind.PHONE, "07700 900123"),
        ("She lives at PE30 1JJ now", Kind.POSTCODE, "PE30 1JJ"),
        ("He was born on 3 March 1990 in Ely", Kind.BIRTH, "born on 3 March 1990"),
        ("The case 35NN1234526 ended", Kind.CASE, "35NN1234526"),
        ("Her number is QQ 12 34 56 C", Kind.INSURANCE, None),
        ("Her number is AB 12 34 56 C.", Kind.INSURANCE, "AB 12 34 56 C"),
        ("ab123456c was written", Kind.INSURANCE, "ab123456c"),
        ("It happened on 12/03/1987 there", Kind.OLD_DATE, "12/03/1987"),
        ("It happened on 12/03/2025 there", Kind.OLD_DATE, None),
        ("We heard three Deaf victims in Ely", Kind.SMALL_NUMBER, "three Deaf victims"),
        ("In all 4 people were convicted", Kind.SMALL_NUMBER, "4 people"),
        ("In all 14 people were convicted", Kind.SMALL_NUMBER, None),
        ("In all 1,204 people were convicted", Kind.SMALL_NUMBER, None),
        ("Euogfarnwyd tri pherson", Kind.SMALL_NUMBER, "tri pherson"),
    ],
)  # fmt: skip
def test_forms_that_identify(text, kind, hit):
    hits = [each for each in found(text) if each[0] is kind]
    assert hits == ([(kind, hit)] if hit else [])


def test_names_that_must_not_appear_are_found_however_they_are_written():
    names = ["Dafydd O’Neill-Hughes"]
    for text in ("dafydd o'neill hughes", "DAFYDD O’NEILL-HUGHES", "Da\u00adfydd O'Neill\u2011Hughes", "Mr Hughes", "*Hughes*'s brother"):
        assert [kind for kind, _text in found(f"We met {text} there.", parties=names)] == [Kind.PARTY], text


def test_an_accent_hides_no_name():
    assert found("Sian Prys spoke", parties=["Siân Prŷs"]) == [(Kind.PARTY, "Sian Prys")]


def test_only_the_whole_name_of_somebody_we_know_counts():
    assert found("We met Ruth Adeyemi there", contacts=["Ruth Adeyemi"]) == [(Kind.CONTACT, "Ruth Adeyemi")]
    assert found("The Adeyemi road is closed", contacts=["Ruth Adeyemi"]) == []


def test_a_clean_text_is_left_alone():
    text = "In spring 2026, hate crime sentences were raised in most cases. Read more on our site, or ring 0300 123 4567."
    assert found(text, parties=["Ann Lee"]) == []


def test_each_finding_shows_the_words_around_it_and_keeps_its_key():
    one = hits_in("A long way before it stands PE30 1JJ and a long way after it goes on", parties=(), contacts=(), this_year=2026)[0]
    other = hits_in("PE30 1JJ", parties=(), contacts=(), this_year=2026)[0]
    assert "stands PE30 1JJ and" in one.context
    assert one.key == other.key
    assert one.key != hits_in("PE30 1JH", parties=(), contacts=(), this_year=2026)[0].key


def test_every_known_name_in_a_text_is_among_its_candidates():
    assert {"sian prys", "ruth adeyemi"} <= name_candidates("We met Siân Prŷs, and Ruth Adeyemi's son.") | {"ruth adeyemi"}
    assert "ruth adeyemi" in name_candidates("We met Ruth Adeyemi, too.")


def test_a_long_text_is_read_in_one_go():
    text = "one and two and three people " * 2000
    assert {kind for kind, _text in found(text, parties=["Ann Lee"])} <= {Kind.SMALL_NUMBER}


def kinds(text, **over):
    return {kind for kind, _text in found(text, **over)}


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("It was at 12 High Street in the night", "12 High Street"), ("at 12 high street", "12 high street"),
        ("12 HIGH STREET", "12 HIGH STREET"),
        ("Flat 3, 45 Mill Lane.", "45 Mill Lane"), ("She has Flat 3 there", "Flat 3"), ("12A, St Mary's Rd", "12A, St Mary's Rd"),
        ("12-14 The Street", "12-14 The Street"), ("5 Mill Court", "5 Mill Court"), ("yn 12 Heol y Felin", "12 Heol y Felin"),
        ("3 Stryd Fawr", "3 Stryd Fawr"), ("14 ffordd Caerdydd", "14 ffordd Caerdydd"), ("7 Bryn Teg", "7 Bryn Teg"),
        ("Fflat 2, 9 Rhodfa'r Môr", "Fflat 2"), ("12 High\nStreet", "12 High Street"),
    ],
)  # fmt: skip
def test_street_addresses_are_found(text, hit):
    assert (Kind.ADDRESS, hit) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "5 people", "12 people on the street", "On 12 March High Street was shut", "In 2025 Oxford Street was shut",
        "3 Crown Court hearings", "within 5 minutes of Mill Road", "We met 20 members at Mill Road", "a flat 3% rate",
        "12 stryd wahanol", "12 new roads",
        "PO Box 12", "on 12/03/2025 and 14/03/2025", "At 10 am Park Road was full", "Of 30 cases 12 went to court",
        "from 2024-25 Mill Road",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_street_address_is_left_alone(text):
    assert Kind.ADDRESS not in kinds(text)


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("a car, AB12 CDE, left", "AB12 CDE"), ("ab12cde", "ab12cde"), ("AB70CDE", "AB70CDE"), ("A123 BCD", "A123 BCD"), ("a1bcd", "a1bcd"),
        ("ABC 123D", "ABC 123D"), ("AIA 1234", "AIA 1234"), ("DAZ 123", "DAZ 123"), ("registration A 1 was", "registration A 1"),
        ("reg. number 1 ABC", "reg. number 1 ABC"), ("AB12\nCDE", "AB12 CDE"),
    ],
)  # fmt: skip
def test_registration_marks_are_found(text, hit):
    assert found(text) == [(Kind.VEHICLE, hit)]


@pytest.mark.parametrize(
    "text", ["S5 POA", "S28 CDA", "M25 CPS", "The A14 road", "NZ 2025", "MG 11B", "AB30 CDE", "In May 12 met", "CPS 12", "on 12 May 2026"]
)
def test_what_only_looks_like_a_registration_mark_is_left_alone(text):
    assert Kind.VEHICLE not in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0\u200b7700\u2060 9\u200d00123", Kind.PHONE), ("\u202d07700 900\ufe0f123", Kind.PHONE), ("07700\n900123", Kind.PHONE),
        ("07700 900\r\n123", Kind.PHONE), ("077\n00 900123", Kind.PHONE), ("07700-\n900123", Kind.PHONE), ("٠٧٧٠٠ ٩٠٠١٢٣", Kind.PHONE),
        ("PE30\n1JJ", Kind.POSTCODE), ("РЕ30 1ЈЈ", Kind.POSTCODE), ("АВ12 СDЕ", Kind.VEHICLE), ("12 Ηigh Ѕtreet", Kind.ADDRESS),
        ("sian.prys@ехample.org", Kind.EMAIL), ("AB 12 34\n56 C", Kind.INSURANCE),
    ],
)  # fmt: skip
def test_hidden_marks_lookalikes_and_ends_of_lines_hide_nothing(text, kind):
    assert kind in kinds(text)


def test_a_name_in_letters_that_look_alike_is_found_whichever_side_writes_them():
    for name, text in (
        ("Ruth Adeyemi", "We met Ruth Аdеyеmi"),
        ("Ruth Аdеyеmi", "We met Ruth Adeyemi"),
        ("Иван Петров", "Был Иван Петров"),
    ):
        assert [kind for kind, _text in found(text, contacts=[name])] == [Kind.CONTACT], name
    assert {"ruth adeyemi", "иван петров"} <= name_candidates("Ruth Аdеyеmi, Иван Петров")


def test_lines_are_joined_within_a_paragraph_and_not_across():
    assert Kind.PHONE not in kinds("It ended in 07700\n\n900123 more followed")


def test_a_date_before_a_number_is_no_telephone_number():
    assert found("on 02.03.2025 14 people met, and on 02-03-2025 14 more") == []
