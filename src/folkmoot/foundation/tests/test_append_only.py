"""The database itself refuses to change or cut the audit trail, on SQLite and on PostgreSQL alike."""

import pytest
from django.db import DatabaseError, connection, transaction

from folkmoot.accounts.tests.factories import NOW
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM, Kind
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tests.tampering import GUARDS

pytestmark = pytest.mark.django_db

EVERYWHERE = [
    "UPDATE foundation_auditevent SET actor_name = 'x'",
    "UPDATE foundation_auditevent SET actor_name = actor_name WHERE seq = 1",
    "DELETE FROM foundation_auditevent",
    "DELETE FROM foundation_auditevent WHERE seq = 1",
]
BY_DATABASE = {
    "sqlite": [
        "INSERT OR REPLACE INTO foundation_auditevent SELECT * FROM foundation_auditevent",
        "REPLACE INTO foundation_auditevent SELECT * FROM foundation_auditevent",
        "INSERT INTO foundation_auditevent SELECT * FROM foundation_auditevent WHERE true ON CONFLICT DO UPDATE SET actor_name = 'x'",
    ],
    "postgresql": [
        "TRUNCATE foundation_auditevent",
        "INSERT INTO foundation_auditevent SELECT * FROM foundation_auditevent ON CONFLICT (seq) DO UPDATE SET actor_name = 'x'",
    ],
}


def attempt(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def statements() -> list[str]:
    return EVERYWHERE + BY_DATABASE[connection.vendor]


def test_every_way_round_is_refused():
    audit.record(Kind.COLLECTION, by=SYSTEM, at=NOW, subject="x.y", ids=[1])
    before = list(AuditEvent.objects.values())
    for statement in statements():
        with pytest.raises(DatabaseError, match="append-only"):
            attempt(statement)
    assert list(AuditEvent.objects.values()) == before


def test_bulk_changes_through_the_model_are_refused():
    audit.record(Kind.COLLECTION, by=SYSTEM, at=NOW, subject="x.y", ids=[1])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(actor_name="x")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.all().delete()


def test_the_guards_are_what_refuses():
    """Control: without the triggers the same statements go through."""
    audit.record(Kind.COLLECTION, by=SYSTEM, at=NOW, subject="x.y", ids=[1])
    with connection.cursor() as cursor:
        for statement in GUARDS.UNDO[connection.vendor]:
            cursor.execute(statement)
    attempt("UPDATE foundation_auditevent SET actor_name = 'x'")
    assert AuditEvent.objects.get().actor_name == "x"
    attempt("DELETE FROM foundation_auditevent")
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_tests_that_commit_leave_an_empty_trail_first():
    with transaction.atomic():
        audit.record(Kind.COLLECTION, by=SYSTEM, at=NOW, subject="x.y", ids=[1])
    assert audit.head().seq == 1


@pytest.mark.django_db(transaction=True)
def test_tests_that_commit_leave_an_empty_trail_second():
    assert audit.head().seq == 0
    with transaction.atomic():
        audit.record(Kind.COLLECTION, by=SYSTEM, at=NOW, subject="x.y", ids=[1])
    with pytest.raises(DatabaseError, match="append-only"):
        attempt("DELETE FROM foundation_auditevent")
