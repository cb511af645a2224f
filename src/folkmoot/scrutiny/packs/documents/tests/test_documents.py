"""Documents of a case: sealed wherever they lie, gone through passage by passage, and erased."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.panels.papers.keeping import FileGone, Upload
from folkmoot.scrutiny.identities.keeping import known_of
from folkmoot.scrutiny.packs import operations as packs
from folkmoot.scrutiny.packs.composing import compose
from folkmoot.scrutiny.packs.documents import files, job, operations, queries
from folkmoot.scrutiny.packs.documents.models import PackDocument, PackSuggestion
from folkmoot.scrutiny.packs.documents.rules import Decision
from folkmoot.scrutiny.packs.documents.texts import released_text
from folkmoot.scrutiny.packs.tests.factories import TEXT, UNTIL, document, lawyer, lead, pack, read_as, reviewed, submitted

pytestmark = pytest.mark.django_db


def one(row: PackDocument, replacement: str) -> PackSuggestion:
    return row.suggestions.get(suggested=replacement)


def accept_all(row: PackDocument) -> None:
    asked = [Decision(pk, "accepted") for pk in row.suggestions.filter(state="open").values_list("pk", flat=True)]
    operations.decide(by=icem(), at=NOW, document=row, decisions=asked)


def said(refused) -> str:
    return " ".join(sentence for sentences in refused.value.problems.values() for sentence in sentences)


def test_neither_the_file_nor_its_name_nor_a_word_of_it_lies_in_the_clear():
    row = document(pack("redacted"))
    with default_storage.open(f"{files.FOLDER}/{row.kept_as}") as kept:
        assert b"Baljit" not in kept.read()
    assert files.read(row).decode() == TEXT
    with connection.cursor() as cursor:
        for table in ("scrutiny_packdocument", "scrutiny_packsuggestion", "scrutiny_packnames", "foundation_auditevent"):
            cursor.execute(f"SELECT * FROM {table}")
            stored = str(cursor.fetchall())
            assert not [word for word in ("Baljit", "Kaur", "KAUR", "07700", "Hope") if word in stored], table


def test_what_nobody_decided_is_replaced_until_somebody_does():
    row = document(pack("redacted"))
    assert released_text(row).splitlines()[0] == "Victim A said that Defendant A shouted at her."
    operations.decide(
        by=icem(), at=NOW, document=row,
        decisions=[
            Decision(one(row, "Victim A").pk, "changed", "The first complainant"),
            Decision(one(row, "Defendant A").pk, "refused", reason="word"),
        ],
    )  # fmt: skip
    assert released_text(row).splitlines()[0] == "The first complainant said that Sam Hope shouted at her."
    assert dict(queries.open_in(row)) == {1: 1}


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (("refused", "", ""), "why the words are left"),
        (("changed", " ", ""), "what the panel reads"),
        (("no", "", ""), "accepted, changed or left"),
    ],
)
def test_a_decision_that_says_too_little_is_refused_and_nothing_else_is_saved(decision, words):
    row = document(pack("redacted"))
    state, replacement, reason = decision
    asked = [Decision(one(row, "Victim A").pk, "accepted"), Decision(one(row, "Defendant A").pk, state, replacement, reason)]
    with pytest.raises(Refused) as refused:
        operations.decide(by=icem(), at=NOW, document=row, decisions=asked)
    assert words in said(refused)
    assert row.suggestions.filter(state="open").count() == 3


def test_a_passage_of_another_document_cannot_be_decided_here():
    of = pack("redacted")
    row, other = document(of), document(of)
    with pytest.raises(Refused, match="no longer there"):
        operations.decide(by=icem(), at=NOW, document=row, decisions=[Decision(one(other, "Victim A").pk, "accepted")])


def test_the_same_words_left_at_one_place_and_replaced_at_another_are_found_by_the_scan():
    text = "Sam Hope came.\nSam Hope left."
    row = document(pack("redacted"), text, spans=(("Sam Hope came", "name", "Defendant A came"),))
    operations.mark_missed(by=icem(), at=NOW, document=row, words="Sam Hope", kind="name", replacement="Defendant A")
    assert released_text(row) == "Defendant A came.\nDefendant A left."
    last = row.suggestions.order_by("-start").first()
    operations.decide(by=icem(), at=NOW, document=row, decisions=[Decision(last.pk, "refused", reason="word")])
    accept_all(row)
    operations.see_hazards(by=icem(), at=NOW, document=row)
    with pytest.raises(Refused, match="leak scan"):
        packs.submit(by=icem(), at=NOW, pack=row.pack)


def test_an_ordinary_word_that_is_also_a_name_is_put_aside_with_a_reason_that_reviewers_see():
    row = document(pack("redacted"))
    accept_all(row)
    operations.see_hazards(by=icem(), at=NOW, document=row)
    found = packs.look(by=icem(), at=NOW, pack=row.pack, blocks=compose(row.pack))
    assert [each.words for each in found] == ["Hope"]
    with pytest.raises(Refused, match="leak scan"):
        packs.submit(by=icem(), at=NOW, pack=row.pack)
    packs.put_aside(by=icem(), at=NOW, pack=row.pack, mark=found[0].mark, why="It is the feeling and not the man.")
    packs.submit(by=icem(), at=NOW, pack=row.pack)
    again = packs.look(by=lead(), at=NOW, pack=row.pack, blocks=compose(row.pack))
    assert [each.alarm.why for each in again] == ["It is the feeling and not the man."]


def test_the_same_words_are_put_aside_everywhere_at_once_where_somebody_says_so():
    text = "Sam Hope came. Hope was gone. He lost Hope."
    row = document(pack("redacted"), text, spans=(("Sam Hope", "name", "Defendant A"),))
    found = packs.look(by=icem(), at=NOW, pack=row.pack, blocks=compose(row.pack))
    assert [each.words for each in found] == ["Hope", "Hope"]
    assert packs.put_aside(by=icem(), at=NOW, pack=row.pack, mark=found[0].mark, why="It is the feeling here.", alike=True) == 2
    assert all(each.alarm for each in packs.look(by=icem(), at=NOW, pack=row.pack, blocks=compose(row.pack)))


def test_a_number_can_never_be_put_aside():
    row = document(pack("redacted"))
    accept_all(row)
    operations.decide(by=icem(), at=NOW, document=row, decisions=[Decision(one(row, "[phone number 1]").pk, "refused", reason="wide")])
    found = packs.look(by=icem(), at=NOW, pack=row.pack, blocks=compose(row.pack))
    number = next(each for each in found if "07700" in each.words)
    with pytest.raises(Refused, match="always tells"):
        packs.put_aside(by=icem(), at=NOW, pack=row.pack, mark=number.mark, why="Nobody would ever call it.")


def test_a_name_the_machine_missed_is_marked_in_every_document_and_known_from_then_on():
    of = pack("redacted")
    first, second = document(of, "Mrs Pell saw it.", spans=()), document(of, "It was Mrs Pell, said PELL.", spans=())
    marked = operations.mark_missed(by=icem(), at=NOW, document=first, words="Pell", kind="name", everywhere=True)
    assert marked == 3
    named = set(PackSuggestion.objects.values_list("replacement", flat=True))
    assert len(named) == 1
    assert "Pell" not in released_text(first) + released_text(second)
    assert "PELL" not in released_text(second)
    assert "Pell" in [each.value for each in known_of(of.drawn.case.identity)]


def test_a_mark_at_one_place_leaves_the_others_and_is_refused_where_the_text_is_another():
    row = document(pack("redacted"), "May came in May.", spans=())
    operations.mark_missed(by=icem(), at=NOW, document=row, words="May", kind="name", replacement="Victim A", start=0, end=3)
    assert released_text(row) == "Victim A came in May."
    with pytest.raises(Refused, match="Other words stand there"):
        operations.mark_missed(by=icem(), at=NOW, document=row, words="May", kind="name", start=4, end=8)
    with pytest.raises(Refused, match="marked already"):
        operations.mark_missed(by=icem(), at=NOW, document=row, words="June", kind="name")


def test_reading_again_keeps_what_people_decided():
    row = document(pack("redacted"))
    operations.decide(by=icem(), at=NOW, document=row, decisions=[Decision(one(row, "Victim A").pk, "changed", "The complainant")])
    job.keep(row, read_as(TEXT, (("Baljit Kaur", "name", "Victim B"), ("Sam Hope", "name", "Defendant A"))), NOW)
    assert sorted(row.suggestions.values_list("replacement", "state")) == [("Defendant A", "open"), ("The complainant", "changed")]


def test_only_those_who_may_know_whose_case_it_is_see_its_documents():
    row = document(pack("redacted"))
    assert list(queries.documents(hq())) == []
    for act in (
        lambda: operations.add_document(by=hq(), at=NOW, pack=row.pack, what="A statement", upload=Upload("a.txt", b"a")),
        lambda: operations.open_part(by=hq(), at=NOW, document=row, number=1),
        lambda: operations.open_original(by=lead(), at=NOW, document=row, why="I want to look."),
        lambda: operations.decide(by=lawyer(), at=NOW, document=row, decisions=[]),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_original_is_handed_over_for_a_reason_that_is_kept():
    row = document(pack("redacted"))
    with pytest.raises(Refused):
        operations.open_original(by=lawyer(), at=NOW, document=row, why="")
    opened = operations.open_original(by=lawyer(), at=NOW, document=row, why="To compare the last page.")
    assert (opened.data.decode(), opened.file_name) == (TEXT, "KAUR Baljit MG11.txt")
    event = AuditEvent.objects.get(kind="disclosure", subject_kind="scrutiny.packdocument")
    assert (event.recipient, event.detail) == ("Lena Law", {"why": "To compare the last page."})


def test_a_removed_document_is_erased_at_once(django_capture_on_commit_callbacks):
    row = document(pack("redacted"))
    kept_as = row.kept_as
    with django_capture_on_commit_callbacks(execute=True):
        operations.remove_document(by=icem(), at=NOW, document=row, why="Of another case.")
    row.refresh_from_db()
    assert (row.state, row.sealed_text, row.kept_as, row.suggestions.count()) == ("removed", "", "", 0)
    assert not default_storage.exists(f"{files.FOLDER}/{kept_as}")
    with pytest.raises(FileGone):
        operations.open_original(by=icem(), at=NOW, document=row, why="To see it again.")


def test_four_weeks_after_a_pack_closed_its_documents_are_gone_and_what_members_read_stays():
    of = _released_with_document()
    assert operations.erase_due(by=THE_PRODUCT, at=UNTIL + timedelta(days=27)) == 0
    assert operations.erase_due(by=THE_PRODUCT, at=UNTIL + timedelta(days=29)) == 1
    assert operations.erase_due(by=THE_PRODUCT, at=UNTIL + timedelta(days=30)) == 0
    row = of.documents.get()
    assert (row.kept_as, row.sealed_text, row.suggestions.count()) == ("", "", 0)
    of.names.refresh_from_db()
    assert of.names.sealed == ""
    assert "Victim A" in " ".join(of.blocks.values_list("words", flat=True))


def _released_with_document():
    row = document(pack("redacted"), "Baljit Kaur saw it.", spans=(("Baljit Kaur", "name", "Victim A"),))
    accept_all(row)
    operations.see_hazards(by=icem(), at=NOW, document=row)
    packs.submit(by=icem(), at=NOW, pack=row.pack)
    of = reviewed(row.pack, lead(), lawyer())
    packs.release(by=lead(), at=NOW, pack=of, expires_at=UNTIL)
    of.refresh_from_db()
    return of


def test_a_redacted_file_waits_until_everything_is_decided_and_looked_at():
    row = document(pack("redacted"))
    with pytest.raises(Refused) as refused:
        packs.submit(by=icem(), at=NOW, pack=row.pack)
    assert "3 are not decided" in said(refused)
    assert "what else the documents hold" in said(refused)


def test_a_file_left_behind_is_swept_and_one_in_use_is_not():
    row = document(pack("redacted"))
    orphan = files.keep(b"nobody's")
    files.sweep(NOW + timedelta(days=3650))
    assert not default_storage.exists(f"{files.FOLDER}/{orphan}")
    assert files.read(row).decode() == TEXT


def test_a_document_of_a_pack_that_is_not_a_draft_stays_as_it_is():
    row = submitted()
    with pytest.raises(Refused, match="back to draft"):
        operations.add_document(by=icem(), at=NOW, pack=row, what="A statement", upload=Upload("a.txt", b"a"))


def test_a_mark_of_a_person_can_be_taken_back_and_one_of_the_machine_cannot():
    row = document(pack("redacted"))
    operations.mark_missed(by=icem(), at=NOW, document=row, words="shouted", kind="other", replacement="[what he did]")
    operations.unmark(by=icem(), at=NOW, document=row, suggestion=row.suggestions.get(by_machine=False))
    assert "shouted" in released_text(row)
    with pytest.raises(Refused, match="Only what a person marked"):
        operations.unmark(by=icem(), at=NOW, document=row, suggestion=one(row, "Victim A"))


def test_two_documents_of_a_pack_are_read_one_after_the_other(monkeypatch):
    of = pack("redacted")
    first, second = document(of), document(of)
    PackDocument.objects.update(state="waiting", beat_at=NOW)
    PackDocument.objects.filter(pk=first.pk).update(state="reading")
    monkeypatch.setattr(job.process, "read", lambda data, *_more: read_as(data.decode(), ()))
    assert job.carry_out(second.pk, clock=lambda: NOW) is False
    assert job.carry_out(second.pk, clock=lambda: NOW + timedelta(minutes=4)) is True
    assert job.carry_out(second.pk, clock=lambda: NOW + timedelta(minutes=4)) is False


def test_what_goes_wrong_unexpectedly_is_said_without_a_word_of_the_document(monkeypatch, caplog):
    row = document(pack("redacted"))
    PackDocument.objects.update(state="waiting")

    def broken(*_args):
        raise ValueError("Baljit Kaur")

    monkeypatch.setattr(job.process, "read", broken)
    job.carry_out(row.pk, clock=lambda: NOW)
    row.refresh_from_db()
    assert (row.state, "could not be read" in row.problem) == ("refused", True)
    assert "Kaur" not in row.problem + caplog.text
