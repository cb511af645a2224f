"""Of suggestions that lie over one another one stands; nothing found is lost; one person has one pseudonym in every document."""

import json

import pytest

from folkmoot.redaction.pseudonyms import Pseudonyms, PseudonymsDamaged
from folkmoot.redaction.rules import SENTENCES, Rule, explained
from folkmoot.redaction.spans import Kind, Known, Span, SpansDoNotFit, apply, between
from folkmoot.redaction.suggesting import Search, suggest

STATEMENT = """\
WITNESS STATEMENT                                  MG11
URN 12 CD 0456723
Statement of: Chukwuemeka OKONKWO-ADEYEMI
I am Emeka and live with my partner, Siân ferch Huw, at 27b Heol y Deri, Cardiff CF14 6HE, tel 07700 900 456.
On Saturday 5th June 2021 a man I now know to be Krzysztof WIŚNIEWSKI hit me. Wisniewskis brother watched. Mrs Shahida Begum saw it.
Ms Begum called 999. PC 4417 Davies took Chukwuemeka's coat as exhibit COA/1.
"""
KNOWN = [
    Known("Chukwuemeka Okonkwo-Adeyemi", role="victim", person="V"), Known("27B Heol-y-Deri, Cardiff, CF14 6HE", Kind.ADDRESS, person="V"),
    Known("+44 7700 900456", Kind.PHONE, person="V"), Known("Siân ferch Huw", role="partner of V"),
    Known("Krzysztof Wiśniewski", role="suspect"), Known("PC 4417 Carys Davies"), Known("12CD0456723", Kind.REFERENCE),
]  # fmt: skip


def test_a_statement_reads_on_with_pseudonyms():
    assert (
        apply(STATEMENT, suggest(STATEMENT, KNOWN))
        == """\
WITNESS STATEMENT                                  MG11
URN [reference 1]
Statement of: Victim A
I am Victim A and live with my partner, the partner of Victim A, at [address of Victim A], tel [phone number of Victim A].
On Saturday 5th June 2021 a man I now know to be Defendant A hit me. Defendant A's brother watched. Person 1 saw it.
Person 1 called 999. Officer 1 took Victim A's coat as exhibit [initials of Victim A]/1.
"""
    )


def test_documents_of_a_pack_agree():
    pseudonyms = Pseudonyms()
    search = Search(KNOWN, pseudonyms=pseudonyms)
    first = search.look("Mrs Shahida Begum and Amina Yusuf came.", _finder())
    kept = Pseudonyms.from_json(pseudonyms.to_json())
    second = suggest("Amina Yusuf said that Begum and Wiśniewski left.", KNOWN, pseudonyms=kept, finder=_finder())
    names = {span.text: span.replacement for span in [*first.spans, *second]}
    assert names["Begum"] == names["Mrs Shahida Begum"]
    assert names["Wiśniewski"] == "Defendant A"
    assert len({span.replacement for span in second}) == 3


class _finder:
    """Finds two names and nothing else."""

    def find(self, text):
        found = []
        for name in ("Mrs Shahida Begum", "Begum", "Amina Yusuf"):
            start = text.find(name)
            if start >= 0 and not any(span.start <= start < span.end for span in found):
                found.append(Span(start, start + len(name), name, Kind.NAME, "", 0.9, "listed"))
        return sorted(found)


def test_relationships_are_kept_and_told_apart():
    known = [
        Known("John Smith", role="victim"),
        Known("Ann Lee", role="sister of John Smith"),
        Known("Jo Lee", role="sister of the victim"),
    ]
    text = "Ann Lee came. Then Jo Lee came."
    assert apply(text, suggest(text, known, search_names=False)) == "The sister of Victim A came. Then the sister 2 of Victim A came."


def test_roles_of_the_file_are_understood_and_others_kept():
    made = Pseudonyms()
    made.introduce(
        [
            Known("A Bee", role="Injured Party"),
            Known("C Dee", role="OIC"),
            Known("E Eff", role="interpreter"),
            Known("G Aitch"),
            Known("I Jay", role="victim"),
        ]
    )
    assert [each.label for each in made.used()] == ["Victim A", "Officer 1", "Interpreter A", "Person 1", "Victim B"]


def test_letters_go_on_after_z():
    made = Pseudonyms()
    made.introduce([Known(f"Name{number} Other{number}x", role="witness") for number in range(28)])
    assert [each.label for each in made.used()][-3:] == ["Witness Z", "Witness AA", "Witness AB"]


def test_damaged_pseudonyms_are_refused():
    kept = json.loads(Pseudonyms().to_json())
    for damaged in ("", "[]", "{}", json.dumps({**kept, "format": "other"}), json.dumps({**kept, "people": [1]})):
        with pytest.raises(PseudonymsDamaged):
            Pseudonyms.from_json(damaged)


def test_the_longest_wins_and_an_email_address_is_not_cut_at_the_name_in_it():
    (span,) = suggest("Write to john.smith@example.org today", [Known("John Smith", role="victim")], search_names=False)
    assert (span.text, span.replacement) == ("john.smith@example.org", "[e-mail address of Victim A]")


def test_an_address_by_its_shape_ends_where_a_known_name_begins():
    text = "She went to 12 High Street, John Smith said."
    spans = suggest(text, [Known("John Smith", role="victim")], search_names=False)
    assert [span.text for span in spans] == ["12 High Street, ", "John Smith"] or [span.text for span in spans] == [
        "12 High Street",
        "John Smith",
    ]


def test_what_sticks_out_from_under_a_longer_suggestion_is_kept():
    known = [Known("Alpha Bravo Charlie Delta", Kind.OTHER), Known("Delta Echo", Kind.OTHER)]
    spans = suggest("say Alpha Bravo Charlie Delta Echo now", known, search_names=False)
    assert [span.text for span in spans] == ["Alpha Bravo Charlie Delta", "Echo"]


def test_a_text_already_redacted_is_left_alone():
    text = (
        "Victim A rang [phone number of Victim A]. Officer 1's notes and [reference 2]; the mother of Victim A; [initials of Witness B]/1."
    )
    assert suggest(text, [Known("John Smith", role="victim"), Known("Jo Doe", role="mother of John Smith")]) == []


def test_a_name_that_only_stands_beside_a_pseudonym_is_still_taken_out():
    text = "Officer 12 Smith left, and [John Smith] came."
    assert "Smith" not in apply(text, suggest(text, [Known("John Smith", role="victim")], search_names=False))


def test_suggestions_for_another_text_are_refused():
    span = Span(0, 4, "John", Kind.NAME, "Victim A", 1.0, "x")
    with pytest.raises(SpansDoNotFit, match="the text has changed"):
        apply("Jane went", [span])
    with pytest.raises(SpansDoNotFit, match="lies over"):
        apply("John John", [span, Span(2, 6, "hn J", Kind.NAME, "", 1.0, "x")])


def test_the_stretches_between_suggestions():
    spans = [Span(2, 4, "xx", Kind.OTHER, "", 1, ""), Span(4, 5, "x", Kind.OTHER, "", 1, "")]
    assert between(spans, 8) == [(0, 2), (5, 8)]


def test_every_rule_has_a_sentence_and_a_span_can_be_explained():
    assert set(SENTENCES) == set(Rule)
    (span,) = suggest("I saw Smyth.", [Known("John Smith")], search_names=False)
    assert explained(span.rule) == [SENTENCES[Rule.SURNAME], SENTENCES[Rule.BY_EAR]]
    assert explained("something else") == ["something else"]
