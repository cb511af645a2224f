from folkmoot.overview.glossary import words


def test_every_word_has_a_meaning_and_stands_once_and_in_order():
    terms = [word.term for word in words()]
    assert len(terms) > 50
    assert terms == sorted(terms, key=str.casefold)
    assert len({term.casefold() for term in terms}) == len(terms)
    assert all(word.meaning_en.endswith(".") for word in words())


def test_no_welsh_is_guessed():
    assert {word.meaning_cy for word in words()} == {""}
