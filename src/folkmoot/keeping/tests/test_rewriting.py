"""After an erasure the embedded database is written anew, once; without room, and by who may not, nothing is changed."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import icem
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.keeping import rewriting
from folkmoot.keeping.queries import BACKUP, REWRITTEN
from folkmoot.keeping.rewriting import rewrite_if_erased

NOW = datetime(2026, 4, 20, 6, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _sqlite(transactional_db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL clears its own pages")


def erased(subject: str = "stakeholders.contact") -> None:
    with transaction.atomic():
        audit.record(audit.Kind.ERASURE, by=THE_PRODUCT, at=NOW, subject=subject, ids=[7])


def rewrite() -> str:
    return rewrite_if_erased(by=THE_PRODUCT, at=NOW)


def test_it_is_written_anew_once_after_each_erasure():
    assert "nothing was erased" in rewrite()
    erased()
    assert rewrite().startswith("Database: written anew after erasures")
    assert AuditEvent.objects.get(subject_kind=REWRITTEN).detail["up to"] == AuditEvent.objects.get(kind="erasure").seq
    assert "nothing was erased" in rewrite()
    erased()
    assert "written anew" in rewrite()


def test_a_backup_that_was_removed_is_no_reason():
    erased(BACKUP)
    assert "nothing was erased" in rewrite()


def test_without_room_it_says_how_much_it_needs_and_changes_nothing(monkeypatch):
    erased()
    with monkeypatch.context() as patch:
        patch.setattr(rewriting.shutil, "disk_usage", lambda _place: SimpleNamespace(free=1000))
        with pytest.raises(FolkmootError, match="1,000 bytes are free"):
            rewrite()
    assert not AuditEvent.objects.filter(subject_kind=REWRITTEN).exists()
    assert "written anew" in rewrite()


def test_only_who_may_take_everything_may():
    erased()
    with pytest.raises(NotAllowed):
        rewrite_if_erased(by=icem(), at=NOW)
