"""The outbox: nothing is lost and nothing is doubled, whatever fails between every two steps."""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused, SMTPServerDisconnected

import pytest
from django.db import transaction

from folkmoot.accounts.notices import sending
from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.operations import post, settle
from folkmoot.accounts.notices.rules import KEPT, LEASE, WAITS
from folkmoot.accounts.notices.sending import claim, forget_settled, mark, send_waiting
from folkmoot.accounts.notices.tests.factories import Clock, FakeServer, letter
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, account, administrator, area, icem
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "folkmoot.accounts.notices.tests.factories.FakeServer"
    settings.DEFAULT_FROM_EMAIL = "Folkmoot <folkmoot@service.example>"
    return FakeServer.start()


@pytest.fixture
def clock():
    return Clock()


def send(clock):
    return send_waiting(by=THE_PRODUCT, clock=clock)


def state_of(row):
    return Letter.objects.get(pk=row.pk).state


class Crash(BaseException):
    """The process ends: nothing after this point runs."""


def test_a_letter_stands_and_falls_with_the_transaction_of_its_caller(server, clock):
    def tell():
        with transaction.atomic():
            letter()
            raise Crash

    with pytest.raises(Crash):
        tell()
    send(clock)
    assert not Letter.objects.exists()
    assert server.taken == []


def test_the_same_key_is_the_same_letter(server, clock):
    first, second = letter(), letter(subject="Another")
    assert first == second
    assert send(clock).sent == 1
    assert letter() == first
    assert send(clock).sent == 0
    assert [message.subject for message in server.taken] == ["Your question about the car park"]


def test_each_is_a_message_of_its_own_with_a_message_id_that_stays(server, clock):
    letter(language="cy")
    letter("telling:8", "mair.ellis@example.org")
    server.fail("before", SMTPSenderRefused(451, b"later", "folkmoot@service.example"))
    send(clock)
    ids = dict(Letter.objects.values_list("key", "message_id"))
    server.before = None
    clock.move(minutes=5)
    send(clock)
    assert [message.to for message in server.taken] == [["esi.owusu@example.org"], ["mair.ellis@example.org"]]
    assert server.taken[0].message()["Message-ID"] == f"<{ids['telling:7']}@service.example>"
    assert server.taken[0].message()["Content-Language"] == "cy"


@pytest.mark.parametrize(("where", "left"), [("before", False), ("later", True), ("mark", True)])
def test_a_crash_between_any_two_steps_neither_loses_nor_doubles(server, clock, monkeypatch, where, left):
    row = letter()
    crash_at(where, server, monkeypatch)
    with pytest.raises(Crash):
        send(clock)
    monkeypatch.undo()
    server.before = server.later = None
    send(clock)  # at once: the lease of the one that stopped still holds
    assert len(server.taken) == int(left)
    clock.move(seconds=LEASE.total_seconds() + 1)
    found = send(clock)
    assert found.uncertain == 1
    assert state_of(row) == "uncertain"
    clock.move(days=30)
    send(clock)
    assert len(server.taken) == int(left), "what may have left is not sent again by itself"
    settle(by=administrator(), at=clock(), letter=row, what="say it arrived" if left else "send again")
    send(clock)
    assert len(server.taken) == 1
    assert state_of(row) == "sent"


def crash_at(where, server, monkeypatch):
    def crash(*_args, **_more):
        raise Crash

    if where in ("before", "later"):
        server.fail(where, Crash())
    elif where == "mark":
        monkeypatch.setattr(sending, "mark", crash)
    else:  # in the middle of claiming, before that is stored
        monkeypatch.setattr(sending.audit, "record", crash)


def test_a_crash_while_claiming_leaves_it_waiting_and_it_leaves_with_the_next_run(server, clock, monkeypatch):
    row = letter()
    crash_at("claim", server, monkeypatch)
    with pytest.raises(Crash):
        send(clock)
    monkeypatch.undo()
    assert state_of(row) == "waiting"
    assert send(clock).sent == 1
    assert len(server.taken) == 1


def test_a_server_out_of_reach_costs_no_attempt(server, clock):
    row = letter()
    server.fail("on_open", ConnectionRefusedError("smtp.example refused folkmoot:secret"))
    done = send(clock)
    assert (done.out_of_reach, done.sent, done.later) == ("ConnectionRefusedError", 0, 0)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)


def test_what_was_refused_for_now_is_tried_with_growing_waits_and_then_fails_with_its_reason(server, clock):
    row = letter()
    server.fail("before", SMTPDataError(451, b"greylisted esi.owusu@example.org"))
    for attempt, wait in enumerate(WAITS, 1):
        assert send(clock).later == 1
        row.refresh_from_db()
        assert (row.state, row.attempts, row.next_at) == ("waiting", attempt, clock() + wait)
        clock.move(seconds=wait.total_seconds() - 1)
        assert send(clock).later == 0, "not before its time"
        clock.move(seconds=1)
    assert send(clock).failed == 1
    row.refresh_from_db()
    assert row.state == "failed"
    assert "SMTPDataError 451" in row.reason
    assert "owusu" not in row.reason


def test_an_address_that_is_refused_for_good_is_not_tried_again(server, clock):
    row = letter()
    server.fail("before", SMTPRecipientsRefused({"esi.owusu@example.org": (550, b"no such user")}))
    assert send(clock).failed == 1
    assert state_of(row) == "failed"
    server.before = None
    clock.move(days=9)
    assert send(clock).sent == 0
    settle(by=administrator(), at=clock(), letter=row, what="send again")
    assert send(clock).sent == 1


def test_an_answer_that_never_came_is_not_certain_and_the_next_letter_still_leaves(server, clock):
    first, second = letter(), letter("telling:8")
    answers = iter([SMTPServerDisconnected("esi.owusu@example.org"), None])

    def once():
        if error := next(answers):
            raise error

    server.later = staticmethod(once)
    done = send(clock)
    assert (done.uncertain, done.sent) == (1, 1)
    assert (state_of(first), state_of(second)) == ("uncertain", "sent")


def test_two_senders_never_claim_the_same_letter(server, clock):
    letter()
    mine = claim(by=THE_PRODUCT, at=clock())
    assert claim(by=THE_PRODUCT, at=clock()) is None
    assert send(clock).sent == 0
    assert mark(by=THE_PRODUCT, at=clock(), letter=mine, what="taken by the mail server") == "sent"


def test_a_claim_that_another_took_between_reading_and_writing_is_let_go(server, clock, monkeypatch):
    row = letter()
    honest = sending._due

    def taken_meanwhile(at):
        found = list(honest(at))
        Letter.objects.filter(pk=row.pk).update(version=row.version + 1, state="claimed", lease_until=at + LEASE)
        return Stale(found)

    monkeypatch.setattr(sending, "_due", taken_meanwhile)
    assert claim(by=THE_PRODUCT, at=clock()) is None


class Stale(list):
    """Rows as they were read a moment ago."""

    def select_for_update(self, **_how):
        return self

    def order_by(self, *_names):
        return self

    def first(self):
        return self[0]


def test_a_slow_sender_does_not_undo_what_a_person_settled(server, clock):
    letter()
    slow = claim(by=THE_PRODUCT, at=clock())
    clock.move(seconds=LEASE.total_seconds() + 1)
    send(clock)
    settle(by=administrator(), at=clock(), letter=slow, what="send again")
    assert mark(by=THE_PRODUCT, at=clock(), letter=slow, what="taken by the mail server") == "waiting"


def test_a_header_cannot_be_smuggled_in(server, clock):
    for wrong in (
        {"subject": "Hello\nBcc: all@example.org"}, {"subject": "Hello\u2028Bcc: all@example.org"},
        {"to": "a@example.org\nBcc: all@example.org"}, {"to": "a@example.org,b@example.org"}, {"to": "nobody"}, {"text": " "},
        {"language": "xx"},
    ):  # fmt: skip
        with pytest.raises(Refused):
            letter(**wrong)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@example.org", "Hello\x0bBcc: all@example.org"])
def test_a_letter_that_cannot_be_made_into_a_message_holds_up_no_other(server, clock, subject):
    bad, good = letter(), letter("telling:8")
    Letter.objects.filter(pk=bad.pk).update(subject=subject)
    send(clock)
    assert (state_of(bad), state_of(good)) == ("failed", "sent")


def test_our_own_people_are_written_to_where_they_are_now_and_only_while_their_account_is_open(server, clock):
    nia = account()
    post(by=THE_PRODUCT, at=NOW, to=nia.email, subject="A", text="B", key="one", account=nia)
    nia.email = "nia.new@example.org"
    nia.save()
    send(clock)
    assert server.taken[0].to == ["nia.new@example.org"]
    row = post(by=THE_PRODUCT, at=NOW, to=nia.email, subject="A", text="B", key="two", account=nia)
    nia.is_active = False
    nia.save()
    assert send(clock).failed == 1
    assert state_of(row) == "failed"


def test_nobody_but_an_administrator_settles_and_only_what_is_open(server, clock):
    area()
    row = letter()
    with pytest.raises(NotAllowed):
        settle(by=icem(), at=NOW, letter=row, what="send again")
    for what in ("send again", "claim", "say it arrived"):
        with pytest.raises(Refused):
            settle(by=administrator(), at=NOW, letter=row, what=what)


def test_no_personal_data_reaches_the_log_or_the_trail(server, clock, caplog):
    caplog.set_level(logging.DEBUG)
    letter()
    server.fail("before", SMTPRecipientsRefused({"esi.owusu@example.org": (450, b"esi.owusu@example.org: full, password s3cret")}))
    send(clock)
    server.fail("before", SMTPServerDisconnected("esi.owusu@example.org s3cret"))
    clock.move(minutes=5)
    send(clock)
    written = caplog.text + " ".join(f"{event.recipient} {event.detail}" for event in AuditEvent.objects.all())
    assert "SMTPRecipientsRefused" in caplog.text
    assert not [word for word in ("owusu", "s3cret", "car park", "lamp") if word in written]


def test_words_and_address_are_erased_long_after_it_left_and_never_while_it_waits(server, clock):
    gone, waiting = letter(), letter("telling:8")
    Letter.objects.filter(pk=waiting.pk).update(next_at=NOW + timedelta(days=900))
    send(clock)
    clock.move(days=KEPT.days - 1)
    assert forget_settled(by=THE_PRODUCT, at=clock()) == 0
    clock.move(days=2)
    assert forget_settled(by=THE_PRODUCT, at=clock()) == 1
    gone.refresh_from_db()
    assert (gone.to, gone.subject, gone.text, gone.key, gone.state) == ("", "", "", "telling:7", "sent")
    assert letter() == gone, "the key still keeps a second one from being written"
    waiting.refresh_from_db()
    assert waiting.text
