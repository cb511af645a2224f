"""The second fence by itself: what a connection shows depends on what it was told, whatever is asked. On PostgreSQL alone."""

import pytest
from django.db import DatabaseError, connection, transaction

from folkmoot.accounts.scope import areas_of
from folkmoot.accounts.tests.factories import area, hq, icem
from folkmoot.foundation import fence
from folkmoot.stakeholders.models import Organisation
from folkmoot.stakeholders.tests.factories import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def fenced():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row-level security: the first fence stands alone there")


def shown() -> int:
    return Organisation.objects.count()


def test_only_the_areas_that_were_told_show(fenced):
    row = organisation()
    with fence.seeing({row.area_id}):
        assert shown() == 1
    with fence.seeing({row.area_id + 1}):
        assert shown() == 0
        with fence.lifted():
            assert shown() == 1
        assert shown() == 0
    assert shown() == 1


def test_no_area_at_all_shows_nothing_and_is_no_error(fenced):
    organisation()
    with fence.seeing(()):
        assert shown() == 0


def test_nothing_is_written_into_another_area(fenced):
    row = organisation()
    elsewhere = area("wales", "Wales")
    with fence.seeing({row.area_id}), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Organisation(area=elsewhere, name="Elsewhere", version=1).save()
    assert shown() == 1


def test_a_transaction_that_is_rolled_back_leaves_what_was_told(fenced):
    row = organisation()
    with fence.seeing({row.area_id + 1}):
        with pytest.raises(RuntimeError), transaction.atomic(), fence.lifted():
            raise RuntimeError
        assert shown() == 0


def test_every_table_behind_the_fence_holds_its_owner_to_it(fenced):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, relforcerowsecurity FROM pg_class WHERE relrowsecurity AND relkind = 'r'")
        tables = dict(cursor.fetchall())
    assert {"stakeholders_contact", "stakeholders_organisation", "engagement_activity", "voice_point"} <= set(tables)
    assert all(tables.values())


def test_the_areas_of_a_viewer():
    manager = icem()
    assert areas_of(manager) == manager.sight("engagement.read").area_ids
    assert areas_of(hq()) is None
