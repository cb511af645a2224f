"""The process that reads a document: it answers with text and suggestions, or with one plain sentence, whatever it is sent."""

import threading

import pytest

from folkmoot.redaction.spans import Kind, Known
from folkmoot.scrutiny.packs.documents import job, process

STATEMENT = "I am Baljit Kaur, born 3 May 1981. David Shouter lives next door. My number is 07700 900123."
KNOWN = [Known("Baljit Kaur", Kind.NAME, "victim"), Known("David Shouter", Kind.NAME, "defendant")]


def quiet(_done: int, _total: int) -> None:
    """Nobody asks how far it is."""


def test_a_statement_comes_back_with_what_is_to_be_replaced_in_it():
    read = process.read(STATEMENT.encode(), KNOWN, "", quiet)
    assert (read.text, read.kind, read.pages) == (STATEMENT, "txt", 1)
    found = {read.text[one.start : one.end]: (one.kind, one.replacement) for one in read.suggestions}
    assert found["Baljit Kaur"] == ("name", "Victim A")
    assert found["David Shouter"] == ("name", "Defendant A")
    assert found["07700 900123"][0] == "phone"


def test_the_next_document_of_the_pack_calls_the_same_people_the_same():
    first = process.read(b"Baljit Kaur met Ada Quill.", KNOWN, "", quiet)
    second = process.read(b"Then Ada Quill rang Ms Kaur.", [], first.pseudonyms, quiet)
    called = [_called(read) for read in (first, second)]
    assert called[0]["Ada Quill"] == called[1]["Ada Quill"]
    assert "Victim A" in called[1].values()


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\nnot really", b"PK\x03\x04 no archive", b"\x00\x01\x02" * 50, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"]
)
def test_what_cannot_be_read_is_one_plain_sentence(data):
    with pytest.raises(process.CannotRead) as error:
        process.read(data, KNOWN, "", quiet)
    assert error.value.what
    assert "Traceback" not in str(error.value)


def test_a_process_that_dies_is_one_plain_sentence_too(monkeypatch):
    monkeypatch.setattr(process.sys, "executable", "/bin/false")
    with pytest.raises(process.CannotRead, match="could not be read"):
        process.read(b"words", KNOWN, "", quiet)


def test_suggestions_can_be_made_anew_for_a_text_that_was_read():
    read = process.suggest(STATEMENT, [*KNOWN, Known("next door", Kind.PLACE)], "")
    assert "next door" in _called(read)


def _called(read: process.Read) -> dict[str, str]:
    return {read.text[one.start : one.end]: one.replacement for one in read.suggestions}


def test_however_many_documents_are_sent_few_are_read_at_once(monkeypatch):
    left = []

    def reading(_document_id):
        room = job._room
        held = [room.acquire(blocking=False) for _ in range(job.AT_ONCE)]
        for each in held:
            if each:
                room.release()
        left.append(sum(held))
        return False

    monkeypatch.setattr(job, "carry_out", reading)
    monkeypatch.setattr(job, "close_old_connections", lambda: None)
    for number in (1, 2):
        thread = threading.Thread(target=job._in_thread, args=(number,))
        thread.start()
        thread.join()
    assert left == [job.AT_ONCE - 1, job.AT_ONCE - 1], "each reading takes one of the few places, and gives it back"
