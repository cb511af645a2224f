import pytest
from django.db import IntegrityError, connection, transaction

from folkmoot.areas.models import Area, AreaAlias, AreaForce, AreaSuccession, ForceAlias, PoliceForce
from folkmoot.areas.tests.factories import NOW, copied_files, edit, load_places
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.reference.files import BadReferenceFile

pytestmark = pytest.mark.django_db


def test_loading_stores_everything_and_is_audited_table_by_table():
    load_places()
    assert (Area.objects.count(), PoliceForce.objects.count(), AreaForce.objects.count()) == (22, 44, 48)
    events = AuditEvent.objects.filter(subject_kind="areas.area")
    assert [event.kind for event in events] == ["collection"]
    assert len(events[0].subject_ids) == 22
    assert list(audit.faults()) == []


def test_loading_twice_changes_nothing_and_leaves_no_event():
    load_places()
    versions = list(Area.objects.values_list("pk", "version"))
    before = AuditEvent.objects.count()
    assert all(changes.nothing for changes in load_places())
    assert AuditEvent.objects.count() == before
    assert list(Area.objects.values_list("pk", "version")) == versions


def test_a_changed_row_is_updated_and_only_that_row(tmp_path):
    load_places()
    folder = copied_files(tmp_path)
    edit(folder, "areas.csv", "wessex,area,Wessex", "wessex,area,Wessex and the Isles")
    changed = [changes for changes in load_places(folder) if not changes.nothing]
    assert [(changes.model, changes.changed, changes.added, changes.withdrawn) for changes in changed] == [
        (Area, ["Wessex and the Isles"], [], [])
    ]
    assert Area.objects.get(code="wessex").version == 2
    assert AuditEvent.objects.last().detail["changed"] == ["Wessex and the Isles"]


def test_a_row_that_left_the_file_is_withdrawn_and_returns_with_it(tmp_path):
    load_places()
    folder = copied_files(tmp_path)
    edit(folder, "aliases.csv", "cymru-wales,Cymru,\n", "")
    load_places(folder)
    assert AreaAlias.objects.get(alias="Cymru").withdrawn_on == NOW.date()
    assert AreaAlias.objects.count() == 12
    load_places()
    assert AreaAlias.objects.get(alias="Cymru").withdrawn_on is None


def test_a_bad_file_changes_nothing(tmp_path):
    folder = copied_files(tmp_path)
    edit(folder, "force_counties.csv", "wiltshire,wiltshire,whole", "wiltshire,wiltshire,all")
    with pytest.raises(BadReferenceFile):
        load_places(folder)
    assert not Area.objects.exists()
    assert not AuditEvent.objects.exists()


def test_an_area_made_by_hand_before_is_taken_over():
    kept = Area.objects.create(code="east-of-england", name_en="Eastern", kind="area")
    load_places()
    stored = Area.objects.get(code="east-of-england")
    assert (stored.pk, stored.name_en) == (kept.pk, "East of England")


def test_rows_and_audit_stand_or_fall_together(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail cannot be written")

    monkeypatch.setattr(audit.AuditEvent, "save", broken)
    with pytest.raises(RuntimeError):
        load_places()
    assert not Area.objects.exists()


def attempt(write):
    with transaction.atomic():
        write()
        connection.check_constraints()


def refused(write):
    with pytest.raises(IntegrityError):
        attempt(write)


def test_the_database_refuses_what_must_never_be():
    load_places()
    london, wessex = Area.objects.get(code="london"), Area.objects.get(code="wessex")
    force = PoliceForce.objects.get(code="dorset")
    refused(lambda: Area.objects.filter(code="wessex").update(ends="2010-01-01"))
    refused(lambda: Area.objects.filter(code="wessex").update(starts_by="2012-01-01"))
    refused(lambda: AreaAlias.objects.create(area=wessex, alias="EASTERN", key="eastern"))
    refused(lambda: AreaSuccession.objects.create(from_area=london, to_area=london, on="2018-01-01", lossy=False))
    refused(lambda: AreaSuccession.objects.create(from_area=london, to_area=wessex, lossy=False))
    refused(lambda: ForceAlias.objects.create(force=force, alias="GMP", key="gmp"))
    refused(lambda: AreaForce.objects.create(area=wessex, force=force, basis="stated"))
