import pytest

from folkmoot.voice.identifying import Identifier
from folkmoot.voice.naming import people_in, personal_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My name is Aisha Khan and I wrote in May.", "My name is Aisha Khan"),
        ("my name is aisha, i wrote twice", "my name is aisha"),
        ("I am Ruth O’Neill of the forum.", "Ruth O’Neill"),
        ("I'm Daniel McBride", "Daniel McBride"),
        ("This is Gwen Pritchard-Jones speaking.", "Gwen Pritchard-Jones"),
        ("Fy enw i yw Siân Bevan.", "Fy enw i yw Siân Bevan"),
        ("Gwyn ap Dafydd ydw i, o Gaernarfon.", "Gwyn ap Dafydd"),
        ("Nobody told Mrs J. Okafor anything.", "Mrs J. Okafor"),
        ("We asked PC Patel twice.", "PC Patel"),
        ("dywedodd y Parch Emrys Llwyd", "Parch Emrys Llwyd"),
        ("my youngest son Tomos was stopped", "my youngest son Tomos"),
        ("My daughter, Maria, is afraid.", "My daughter, Maria"),
        ("roedd fy ngŵr Ifan yn dyst", "fy ngŵr Ifan"),
        ("We live at 12 Station Road in March.", "12 Station Road"),
        ("they came to 4a Orchard close", "4a Orchard close"),
        ("yn byw yn 7 Heol y Bont", "7 Heol y Bont"),
        ("at flat 12 above the shop", "flat 12"),
    ],
)
def test_a_person_is_found_by_the_words_around_the_name(text, found):
    assert [one.text for one in people_in(text)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "I am Black British and nobody asked me.",
        "I am Deaf. I’m Roma and I'm Polish.",
        "I am Muslim, and My Friday was lost.",
        "My name is not on the list. My name was spelt wrong.",
        "My name is never pronounced right.",
        "my son was stopped on Monday; my mum Monday week",
        "I told my mum. She wept.",
        "My son, When he came home, was afraid.",
        "The Lord Chief Justice and Dr Justice said so.",
        "This is Victim Support in Wales. This is Stop Hate Crime.",
        "In 2024 Crown Court lists were long, and 30 people waited.",
        "On 12 March 40 women from Leeds came.",
        "We met at 10 in Station Road.",
        "Nid yw fy mab yn ateb; roedd fy mrawd yno.",
        "ہمیں کوئی جواب نہیں ملتا 😀",
        "",
    ],
)
def test_ordinary_words_name_nobody(text):
    assert people_in(text) == []


def test_names_and_forms_are_found_together_each_once():
    found = personal_in("Mr Khan, ring 07700 900123. Mr Khan lives at 12 Station Road.")
    assert [one.kind for one in found] == [Identifier.PHONE, Identifier.NAME, Identifier.ADDRESS]


def test_what_follows_a_title_may_be_as_long_as_it_likes():
    """Runs that almost match are passed over: a name is cut at four words, and the rest of the text is read on."""
    text = "Mr " * 3000 + "Aa " * 3000 + "my son " * 3000 + "1 " * 3000
    assert all(len(one.text) < 120 for one in people_in(text))
