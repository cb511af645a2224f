"""Two senders at once send each letter once. PostgreSQL only: SQLite admits one writer at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.sending import send_waiting
from folkmoot.accounts.notices.tests.factories import Clock, FakeServer, letter
from folkmoot.accounts.scope import THE_PRODUCT

LETTERS, SENDERS = 30, 4


@pytest.mark.django_db(transaction=True)
def test_senders_at_once_share_the_letters_between_them(transactional_db, settings):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run it with tools/with_postgres.py")
    settings.EMAIL_BACKEND = "folkmoot.accounts.notices.tests.factories.FakeServer"
    server, ready = FakeServer.start(), Barrier(SENDERS)
    for number in range(LETTERS):
        letter(f"telling:{number}", f"person{number}@example.org")

    def sender(_number: int) -> int:
        try:
            ready.wait(30)
            return send_waiting(by=THE_PRODUCT, clock=Clock()).sent
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as pool:
        sent = list(pool.map(sender, range(SENDERS)))
    assert sum(sent) == LETTERS
    assert len([each for each in sent if each]) > 1, "more than one of them took part"
    assert sorted(message.to[0] for message in server.taken) == sorted(Letter.objects.filter(state="sent").values_list("to", flat=True))
    assert len({message.to[0] for message in server.taken}) == len(server.taken) == LETTERS
