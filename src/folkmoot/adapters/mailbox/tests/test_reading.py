"""From the mailbox to drafts and replies, and what senders are told."""

import pytest
from django.core import mail

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.adapters.mailbox.imap import ImapMailbox
from folkmoot.adapters.mailbox.memory import MemoryMailbox
from folkmoot.adapters.mailbox.reading import read_mailbox
from folkmoot.adapters.mailbox.tests.server import Folder, imap_server
from folkmoot.adapters.mailbox.tests.test_imap import address
from folkmoot.cli import main
from folkmoot.engagement.calendar.models import DraftActivity, TakenMessage
from folkmoot.engagement.calendar.tests.factories import ics, letter
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.scanner import ScannerSilent
from folkmoot.foundation.tests.clamd import EICAR, clamd

pytestmark = pytest.mark.django_db


def read(mailbox, **over):
    return read_mailbox(mailbox, by=THE_PRODUCT, clock=lambda: NOW, **over)


@pytest.fixture(autouse=True)
def nia():
    return icem()


def test_over_imap_an_invitation_becomes_a_draft_and_the_message_is_marked(tmp_path):
    folder = Folder({1: letter(ics()), 2: letter(ics(), sender="stranger@example.org"), 3: b"x" * 6_000_000})
    with imap_server(folder, tmp_path) as (port, tls):
        mailbox = ImapMailbox(address(port), tls=tls)
        assert read(mailbox) == {"draft": 1, "refused": 1, "too large": 1}
        assert read(mailbox) == {}
        mailbox.close()
    assert set(folder.flags) == {1, 2, 3}
    assert DraftActivity.objects.get().title == "Visit to the mosque"
    assert not mail.outbox


def test_a_message_is_scanned_before_it_is_read_and_waits_where_the_scanner_is_silent(settings):
    mailbox = MemoryMailbox([letter(ics()), letter(ics(), Subject=EICAR.decode())])
    with clamd() as fake:
        settings.SCANNER = fake.address
        fake.mode = "down"
        with pytest.raises(ScannerSilent):
            read(mailbox)
        assert not DraftActivity.objects.exists()
        fake.mode = "scan"
        assert read(mailbox) == {"draft": 1, "refused by the scanner": 1}
    assert AuditEvent.objects.get(subject_kind="foundation.upload").route == "mailbox"


def test_a_run_cut_short_before_marking_doubles_nothing():
    class Dies(MemoryMailbox):
        def done(self, number):
            raise ConnectionResetError

    messages = [letter(None), letter(ics())]
    with pytest.raises(ConnectionResetError):
        read(Dies(messages))
    assert len(mail.outbox) == 1
    assert read(MemoryMailbox(messages)) == {"refused": 1, "draft": 1}
    assert (len(mail.outbox), TakenMessage.objects.count(), DraftActivity.objects.count()) == (1, 2, 1)


def test_the_sender_is_told_why_in_a_message_that_no_machine_answers():
    read(MemoryMailbox([letter(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", Subject="Meeting")]))
    [answer] = mail.outbox
    assert answer.to == ["nia.rowe@example.org"]
    assert "There is no event in it." in answer.body
    raw = answer.message()
    assert (raw["Auto-Submitted"], raw["In-Reply-To"], raw["Subject"]) == ("auto-replied", "<1@x>", "Not taken: Meeting")
    assert TakenMessage.objects.get().answered_at == NOW
    read(MemoryMailbox([raw.as_bytes()]))
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_loses_no_message(monkeypatch):
    def down(_message):
        raise ConnectionRefusedError

    monkeypatch.setattr("folkmoot.adapters.mailbox.reading.EmailMessage.send", down)
    mailbox = MemoryMailbox([letter(None)])
    assert read(mailbox) == {"refused": 1}
    assert TakenMessage.objects.get().answered_at is None
    assert mailbox.read == ["1"]


def test_the_command_without_a_mailbox_says_what_to_set(capsys):
    assert main(["mailbox", "read"]) == 1
    assert "MAILBOX_URL" in capsys.readouterr().err


def test_the_command_sends_nothing_where_nothing_waits(capsys):
    assert main(["mailbox", "send"]) == 0
    assert "0 sent, 0 failed, 0 still waiting" in capsys.readouterr().out
