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
