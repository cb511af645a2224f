"""When somebody has to look after backups, and who is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import administrator, icem
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.keeping.queries import BACKUP, DRILL, standing
from folkmoot.keeping.rules import Standing
from folkmoot.keeping.taking import key_apart

NOW = datetime(2026, 4, 20, 6, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("told", "backup_late", "drill_late"),
    [
        (Standing(None, None, False, None), True, True),
        (Standing(NOW - DAY, NOW - DAY, True, NOW - DAY), False, False),
        (Standing(NOW - 3 * DAY, NOW - 36 * DAY, True, NOW - 36 * DAY), True, True),
        (Standing(NOW - DAY, NOW - DAY, False, NOW - 2 * DAY), False, True),
    ],
)
def test_what_is_too_old_or_failed_is_late(told, backup_late, drill_late):
    assert (told.backup_late(NOW), told.drill_late(NOW)) == (backup_late, drill_late)


def test_the_key_may_not_lie_beside_what_it_opens(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    for beside in (settings.HOME, tmp_path / "safe", tmp_path / "safe" / "deeper"):
        beside.mkdir(parents=True, exist_ok=True)
        with pytest.raises(FolkmootError, match="lies in"):
            key_apart(beside / "backup.key", tmp_path / "safe")


@pytest.mark.django_db
def test_an_administrator_reads_how_backups_stand_and_nobody_else_does(client):
    def told(kind: audit.Kind, subject: str, at: datetime, **detail: object) -> None:
        audit.record(kind, by=THE_PRODUCT, at=at, subject=subject, detail=detail)

    told(audit.Kind.COLLECTION, BACKUP, NOW, name="folkmoot-1.backup", size=1000)
    told(audit.Kind.CONSULTATION, DRILL, NOW, name="folkmoot-1.backup", good=True)
    told(audit.Kind.CONSULTATION, DRILL, NOW + DAY, name="folkmoot-1.backup", good=False)
    assert standing(icem()) is None
    assert standing(THE_PRODUCT) == Standing(NOW, NOW + DAY, False, NOW)
    client.force_login(administrator_account())
    page = client.get(reverse("keeping:home")).text
    assert "The last one failed" in page
    assert "folkmoot-1.backup" in page


def administrator_account():
    from folkmoot.accounts.models import Account

    return Account.objects.get(pk=administrator().account_id)
