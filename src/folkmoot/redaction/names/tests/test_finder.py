"""Names that nobody listed, in the papers of a case: found whatever their origin, and ordinary words left alone."""

from itertools import pairwise

import pytest

from folkmoot.redaction.names import finder
from folkmoot.redaction.names.finder import Finder
from folkmoot.redaction.names.lexicon import by_origin, lexicon
from folkmoot.redaction.spans import Kind, Span


def found(text, **options):
    return [span.text for span in finder(model="never", **options).find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Tuesday I met my brother Tendaishe in Leeds.", ["Tendaishe"]),
        ("DC Hunter spoke to Mr Okwuosa.", ["Hunter", "Okwuosa"]),
        ("PC 4412 Bolton made the arrest.", ["Bolton"]),
        ("Before HHJ Ellenbogen, Ms J. Ledward KC for the Crown.", ["Ellenbogen", "J. Ledward"]),
        ("Name: Chukwuemeka Ogbeide\nAddress: not given", ["Chukwuemeka Ogbeide"]),
        ("I am the sister of Aoife O'Flaherty-Byrne.", ["Aoife O'Flaherty-Byrne"]),
        ("He is known as Xirsi.", ["Xirsi"]),
        ("A man called Rafiq bin Yusuf al-Amin ran off.", ["Rafiq bin Yusuf al-Amin"]),
        ("Dafydd ap Gwilym waved.", ["Dafydd ap Gwilym"]),
        ("The suspect is OGASAWARA, Kenji.", ["OGASAWARA", "Kenji"]),
        ("Yours sincerely,\n\nLaimdota Zvaigzne\nHead of Unit", ["Laimdota Zvaigzne"]),
        ("Her mother, Rocky Sargeant, was there.", ["Rocky Sargeant"]),
        ("Trâm Mạc left at noon.", ["Trâm Mạc"]),
        ("Quansah's car was seen.", ["Quansah"]),
        ("We met at Zoryana's flat.", ["Zoryana"]),
    ],
)
def test_found_by_what_stands_around_them(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "On Friday 3 May I walked along Market Street to Leeds Crown Court.",
        "May I add that the Criminal Justice Act 2003 applies. Will anybody help? Mark my words.",
        "The Lady Chief Justice of England and Wales sat with the Crown Prosecution Service.",
        "He drove a Vauxhall Corsa and wore a Nike top. I speak Urdu and English.",
        "Grace Road and King George's Way meet at the station. Heol y Bont is closed.",
        "Greater Manchester Police logged it at www.example.gov.uk in June 2022.",
        "I'm sure. They’ve gone. Don't ask; I couldn’t say. Absolutly not. I waited 90 mins to see the Dr I saw before.",
        "It was reported on 999 and CCTV was kept by the CPS.",
    ],
)
def test_ordinary_capitals_are_left_alone(text):
    assert found(text) == []


def test_what_stands_before_a_number_is_no_name_though_somebody_is_called_so():
    assert found("Tel: 01223 555 0199\nMob. +44 7700 900456\nTel 020 7946 0000") == []
    assert found("My friend Tel was not there.\nTel: 07700 900123") == ["Tel"]


def test_a_word_that_is_also_a_name_is_a_name_where_people_are_spoken_of():
    assert found("Mark told me that Grace was crying.") == ["Mark", "Grace"]
    assert found("my mate mark said hope for the best\nlol ok") == ["mark"]


def test_messages_without_capitals():
    text = "[21:14] kez: wat u on\n[21:15] tommo: ask priya she was wiv ahmednoor\n[21:16] kez: nuthing man im playin"
    assert found(text) == ["kez", "tommo", "priya", "ahmednoor", "kez"]


def test_telephones_write_the_first_word_with_a_capital():
    text = (
        "03/02/25 09:15 - kez: Morning did zozan get the money for the car from last week or do we have to wait again\n"
        "03/02/25 09:16 - tommo: not yet\n03/02/25 09:17 - kez: Tell priya to go round"
    )
    assert found(text) == ["kez", "zozan", "tommo", "kez", "priya"]


def test_messages_leave_the_apostrophe_out():
    assert found("[21:14] zozan: at priyas place\n[21:15] kez: zozans mum is there") == ["zozan", "priyas", "kez", "zozans"]


def test_logs_in_capitals():
    text = "CALLER STATES HER EX PARTNER DEVONTE GREENIDGE IS OUTSIDE THE ADDRESS.\nGREENIDGE HAS A KNIFE AND A BOTTLE OF WINE."
    assert found(text) == ["DEVONTE GREENIDGE", "GREENIDGE"]


def test_a_name_once_sure_is_found_again_where_nothing_shows_it():
    text = "Mr Price came at noon. We waited. Later the keys that Price held were found, and the price of the lock was paid."
    assert found(text) == ["Price", "Price"]
    assert found("Later the price of the lock was paid.") == []


def test_spans_are_exact_sorted_and_apart():
    text = "Dear Ms Ngozi Okafor,\n\nI saw Ngozi’s brother Ade Bankole-Ojo with (Kwame) at Boots.\n" * 3
    spans = finder(model="never").find(text)
    assert all(text[span.start : span.end] == span.text and span.kind is Kind.NAME and span.replacement == "" for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(0.4 <= span.confidence <= 1 and span.rule for span in spans)


def test_less_certain_findings_are_shown_on_request():
    text = "We went past Limavady."
    assert found(text) == ["Limavady"]
    assert found(text, shown_from=0.7) == []


@pytest.mark.parametrize("text", ["", " \n\t", "12345", "…—!", "🙂🙂", "\u200b", "A", "I", "عبد الله", "x" * 5000, "A. " * 500, "Mr Mr Mr"])
def test_strange_texts_do_no_harm(text):
    for span in finder(model="never").find(text):
        assert text[span.start : span.end] == span.text


class Model:
    """Stands in for a language model."""

    def __init__(self, *stretches):
        self.stretches = stretches

    def find(self, text):
        return [Span(start, end, text[start:end], Kind.NAME, "", 0.6, "Found by the language model") for start, end in self.stretches]


def test_what_a_model_finds_is_joined_with_the_rules():
    text = "I saw Kwame Nutifafa by the bay window with ari."
    alone = Finder().find(text)
    both = Finder(model=Model((6, 11), (28, 31), (44, 47))).find(text)
    assert [span.text for span in alone] == ["Kwame Nutifafa"]
    assert [span.text for span in both] == ["Kwame Nutifafa", "ari"]
    assert both[0].confidence > alone[0].confidence


def test_every_origin_has_given_and_family_names_of_similar_number():
    sizes = {origin: sum(map(len, parts.values())) for origin, parts in by_origin().items()}
    assert all(set(parts) == {"given", "family"} for parts in by_origin().values())
    assert len(sizes) >= 30
    assert min(sizes.values()) >= 60
    assert max(sizes.values()) <= 8 * min(sizes.values())


def test_listed_names_of_every_origin_are_found_in_one_sentence():
    missed = {}
    for origin, parts in by_origin().items():
        people = [f"{given} {family}" for given, family in zip(parts["given"][:25], parts["family"][:25], strict=False)]
        missed[origin] = [name for name in people if found(f"Then the officer spoke to {name} about the parcel.") != [name]]
    assert all(len(names) <= 1 for names in missed.values()), missed


def test_the_lists_are_read_folded():
    assert "okonkwo" in lexicon().family
    assert "siobhan" in lexicon().given
