"""Against a server that speaks SMTP: what certainly did not leave is told apart from what may have."""

import pytest

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.sending import send_waiting
from folkmoot.accounts.notices.tests.factories import Clock, letter
from folkmoot.accounts.notices.tests.smtp import smtp_server
from folkmoot.accounts.scope import THE_PRODUCT

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with smtp_server() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.DEFAULT_FROM_EMAIL = "folkmoot@service.example"
        yield running


def send():
    return send_waiting(by=THE_PRODUCT, clock=Clock())


def test_two_letters_leave_as_two_messages(server):
    row = letter(text="Diolch – 🙂\n.\nBcc: not a header")
    letter("telling:8", "mair.ellis@example.org")
    assert send().sent == 2
    assert len(server.taken) == 2
    assert f"Message-ID: <{row.message_id}@service.example>" in server.taken[0]
    assert "mair.ellis" not in server.taken[0]
    assert send().sent == 0


@pytest.mark.parametrize(
    ("step", "answer", "state"),
    [
        ("RCPT", "550 no such person", "failed"),
        ("RCPT", "450 full", "waiting"),
        ("MAIL", "550 not you", "waiting"),
        ("DATA", "554 no", "failed"),
        ("after the words", "451 greylisted", "waiting"),
        ("after the words", "554 spam", "failed"),
        ("after the words", "hang up", "uncertain"),
    ],
)
def test_each_answer_of_the_server_leads_to_what_is_true_of_the_letter(server, step, answer, state):
    row = letter()
    server.answers[step] = answer
    send()
    assert Letter.objects.get(pk=row.pk).state == state


def test_where_nothing_listens_nothing_is_tried(settings, server):
    row = letter()
    server.server_close()
    server.shutdown()
    assert send().out_of_reach == "ConnectionRefusedError"
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 0)
