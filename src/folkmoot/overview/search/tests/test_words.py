import pytest
from django.urls import reverse

from folkmoot.overview.search.sources import SOURCES
from folkmoot.overview.search.words import asked_words, folded, kept_words, marked, scope_of, scope_token


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Siôn O’Neill", "Sion ONeill"),
        ("Łódź", "Lodz"),
        ("Nguyễn Thị", "Nguyen Thi"),
        ("Straße", "Strasse"),
        ("D'Arcy", "DArcy"),
        ("“quoted”", "“quoted”"),
    ],
)
def test_accents_and_apostrophes_do_not_matter(text, plain):
    assert folded(text) == plain


def test_operators_mean_nothing():
    assert asked_words('title:x OR "a*b" NEAR(c) - d; DROP') == ["title", "x", "or", "a", "b", "near", "c", "d", "drop"]
    assert asked_words("  _ ' \" ") == []
    assert kept_words("Travellers’ Forum, p1@example.org") == "Travellers Forum p1 example org"
    assert len(asked_words("a " * 40)) == 12


def test_a_scope_is_letters_and_digits_only():
    assert scope_token("voice.read", 7) == "mayvoicereadin7"
    assert scope_of("communities.read", None, everywhere=True) == "maycommunitiesread maycommunitiesreadinall"
    assert scope_of("voice.read", 7, everywhere=False) == "mayvoiceread mayvoicereadin7"


def test_the_piece_around_the_first_hit_is_marked():
    pieces = marked("The leaflet was too long. " * 20 + "Interpreters came late to Ely.", ["interpreter"])
    assert ("Interpreters", True) in pieces
    assert pieces[0] == ("…", False)
    assert marked("Nothing here", ["interpreter"]) == [("Nothing here", False)]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.label)
def test_every_kind_leads_to_a_page_and_reads_fields_that_exist(source):
    assert reverse(source.route, args=[1])
    row = source.model()
    for name in ("title", "body", "day"):
        getattr(source, name)(row)
    assert source.label == source.model._meta.label_lower
