"""Many writers at once do not fork the chain. PostgreSQL only: SQLite admits one writer at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from folkmoot.accounts.tests.factories import NOW
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM, Kind
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tests.tampering import GUARDS

WRITERS, EACH = 20, 10
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def postgresql(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run it with tools/with_postgres.py")


def run_writers(write) -> None:
    ready = Barrier(WRITERS)

    def writer(number: int) -> None:
        try:
            ready.wait(30)
            for turn in range(EACH):
                write(number, turn)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(writer, range(WRITERS)))


def test_twenty_writers_make_one_chain_without_a_gap(postgresql):
    def write(number: int, turn: int) -> None:
        with transaction.atomic():
            audit.record(Kind.ALTERATION, by=SYSTEM, at=NOW, subject="x.y", ids=[number, turn])

    run_writers(write)
    assert AuditEvent.objects.count() == WRITERS * EACH
    assert list(audit.faults()) == []
    written = {tuple(ids) for ids in AuditEvent.objects.values_list("subject_ids", flat=True)}
    assert len(written) == WRITERS * EACH


def test_without_the_lock_the_same_writers_fork_the_chain(postgresql):
    """Control: read the last event, then insert. Numbers are taken from elsewhere so that nothing but the lock keeps order."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE unlocked (hash text, previous_hash text)")
        cursor.execute("CREATE SEQUENCE unlocked_order")
        cursor.execute("ALTER TABLE unlocked ADD place bigint DEFAULT nextval('unlocked_order')")
    ready = Barrier(WRITERS)

    def write(number: int, turn: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT hash FROM unlocked ORDER BY place DESC LIMIT 1")
            last = (cursor.fetchone() or (audit.GENESIS,))[0]
            if turn == 0:
                ready.wait(30)
            cursor.execute("INSERT INTO unlocked VALUES (%s, %s)", [f"{number}-{turn}", last])

    try:
        run_writers(write)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) - count(DISTINCT previous_hash) FROM unlocked")
            assert cursor.fetchone()[0] > 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE unlocked")
            cursor.execute("DROP SEQUENCE unlocked_order")


def test_the_append_only_guards_are_back_after_a_test_that_commits(postgresql):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname IN ('audit_no_change', 'audit_no_truncate')")
        assert cursor.fetchone()[0] == len(GUARDS.GUARDS["postgresql"]) - 1
