import ssl
from contextlib import closing
from urllib.parse import quote

import pytest

from folkmoot.adapters.mailbox.imap import ImapMailbox
from folkmoot.adapters.mailbox.memory import MemoryMailbox
from folkmoot.adapters.mailbox.protocol import MailboxUnreachable
from folkmoot.adapters.mailbox.tests.server import PASSWORD, USER, Folder, imap_server

MESSAGES = {3: b"From: a@example.org\r\n\r\nfirst", 7: b"x" * 5000, 9: b"From: b@example.org\r\n\r\nlast"}


def address(port, password=PASSWORD, more=""):
    return f"imaps://{quote(USER, safe='')}:{quote(password, safe='')}@127.0.0.1:{port}/INBOX{more}"


@pytest.fixture
def folder():
    return Folder(dict(MESSAGES))


def test_unread_messages_come_oldest_first_and_looking_marks_nothing(folder, tmp_path):
    with imap_server(folder, tmp_path) as (port, tls):
        mailbox = ImapMailbox(address(port), tls=tls)
        found = list(mailbox.waiting(most=10, largest=1000))
        mailbox.close()
    assert [(each.number, each.raw) for each in found] == [("3", MESSAGES[3]), ("7", None), ("9", MESSAGES[9])]
    assert found[1].size == 5000
    assert folder.flags == {}
    assert not any("7 (BODY" in command for command in folder.commands)


def test_what_was_read_is_flagged_and_moved_and_never_deleted(folder, tmp_path):
    with imap_server(folder, tmp_path) as (port, tls):
        mailbox = ImapMailbox(address(port, more="?done=Wedi%20darllen"), tls=tls)
        mailbox.done("3")
        assert [each.number for each in mailbox.waiting(most=1, largest=9000)] == ["7"]
        mailbox.close()
    assert folder.flags == {3: {"\\Seen"}}
    assert folder.moved == {3: '"Wedi darllen"'}
    assert not any(word in command.upper() for command in folder.commands for word in ("EXPUNGE", "DELETED", "DELETE", "CLOSE"))


def test_a_server_that_cannot_move_copies(folder, tmp_path):
    folder.can_move = False
    with imap_server(folder, tmp_path) as (port, tls), closing(ImapMailbox(address(port, more="?done=T%C5%B7"), tls=tls)) as mailbox:
        mailbox.done("9")
    assert folder.moved == {9: '"T&AXc-"'}
    assert any(command.startswith("UID COPY 9") for command in folder.commands)


@pytest.mark.parametrize(
    ("refuses", "does"),
    [("SELECT", ImapMailbox.close), ("SEARCH", lambda m: list(m.waiting(most=1, largest=1))), ("STORE", lambda m: m.done("3")),
     ("MOVE", lambda m: m.done("3")), ("BODY.PEEK", lambda m: list(m.waiting(most=1, largest=100)))],
)  # fmt: skip
def test_a_server_that_refuses_is_a_plain_error(folder, tmp_path, refuses, does):
    folder.refuses = refuses
    with (
        imap_server(folder, tmp_path) as (port, tls),
        pytest.raises(MailboxUnreachable),
        closing(ImapMailbox(address(port, more="?done=Processed"), tls=tls)) as mailbox,
    ):
        does(mailbox)


def test_a_wrong_password_says_so_without_telling_it(folder, tmp_path):
    with imap_server(folder, tmp_path) as (port, tls), pytest.raises(MailboxUnreachable) as refused:
        ImapMailbox(address(port, password="wrong-one"), tls=tls)
    assert "wrong-one" not in str(refused.value)
    assert USER not in str(refused.value)


def test_a_certificate_nobody_vouches_for_is_refused(folder, tmp_path):
    with imap_server(folder, tmp_path) as (port, _tls), pytest.raises(MailboxUnreachable):
        ImapMailbox(address(port), tls=ssl.create_default_context())


@pytest.mark.parametrize(
    "url", ["", "imap://a:b@127.0.0.1/INBOX", "imaps://127.0.0.1/INBOX", "imaps://a@127.0.0.1/", "imaps://a:b@127.0.0.1:1/INBOX"]
)
def test_an_address_that_leads_nowhere_is_a_plain_error(url):
    with pytest.raises(MailboxUnreachable):
        ImapMailbox(url)


def test_the_mailbox_in_memory_keeps_the_same_promises():
    mailbox = MemoryMailbox(list(MESSAGES.values()))
    assert [each.raw for each in mailbox.waiting(most=2, largest=1000)] == [MESSAGES[3], None]
    mailbox.done("1")
    assert [each.number for each in mailbox.waiting(most=1, largest=1000)] == ["2"]
