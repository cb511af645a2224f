"""The audit trail: what an event says, that it stands or falls with the write, and that tampering is found."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.areas.models import Area
from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.audit import SYSTEM, Actor, Head, Kind
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tests.tampering import bring_back, take_out, tamper

pytestmark = pytest.mark.django_db
NIA = Actor(7, "Nia Rowe")


def write(count: int = 5) -> None:
    for number in range(count):
        audit.record(Kind.ALTERATION, by=NIA, at=NOW, subject="voice.point", ids=[number], detail={"fields": ["title"]})


@pytest.mark.parametrize("kind", list(Kind))
def test_all_six_kinds_are_recorded_and_the_chain_holds(kind):
    event = audit.record(kind, by=NIA, at=NOW, subject="voice.point", ids=[3, 4], area_id=2, route="/voice/", recipient="Owen Achebe")
    stored = AuditEvent.objects.get(pk=event.seq)
    said = (stored.kind, stored.actor_id, stored.actor_name, stored.subject_kind, stored.subject_ids, stored.area_id, stored.recipient)
    assert said == (kind.value, 7, "Nia Rowe", "voice.point", [3, 4], 2, "Owen Achebe")
    assert stored.at == NOW
    assert list(audit.faults()) == []


def test_there_are_exactly_the_six_kinds_of_the_act():
    assert {kind.value for kind in Kind} == {"collection", "alteration", "consultation", "disclosure", "combination", "erasure"}


def test_the_first_event_continues_from_nothing_and_each_next_from_the_one_before():
    write(3)
    first, second, third = AuditEvent.objects.order_by("seq")
    assert (first.seq, first.previous_hash) == (1, audit.GENESIS)
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert audit.head() == Head(3, third.hash)


def test_the_head_of_an_empty_trail():
    assert audit.head() == Head(0, audit.GENESIS)
    assert list(audit.faults(Head(0, audit.GENESIS))) == []


def test_a_row_as_subject_brings_its_kind_its_number_and_its_area():
    place = area()
    event = audit.record(Kind.ALTERATION, by=SYSTEM, at=NOW, subject=place)
    assert (event.subject_kind, event.subject_ids, event.actor_id) == ("areas.area", [place.pk], None)


@pytest.mark.parametrize(
    "detail",
    [
        {10: "ten", 9: "nine"},
        {"day": date(2026, 3, 7)},
        {"share": 1e16, "part": 0.1},
        {"deep": {"list": (1, 2)}},
        {"words": "Ŵyl y pentref – “dros dro”"},
    ],
)
def test_what_an_event_says_survives_the_database(detail):
    audit.record(Kind.COLLECTION, by=NIA, at=datetime(2026, 3, 7, 1, 2, 3, 999_999, tzinfo=UTC), subject="x.y", ids=[1], detail=detail)
    assert list(audit.faults()) == []


def test_rows_shown_are_logged_by_kind_and_nothing_for_no_rows():
    nia, place = icem(), area()
    before = AuditEvent.objects.count()
    with transaction.atomic():
        audit.consulted(by=nia, at=NOW, rows=[], route="/x/")
    assert AuditEvent.objects.count() == before
    audit.consulted(by=nia, at=NOW, rows=[place, place], route="/areas/")
    assert AuditEvent.objects.latest("seq").subject_ids == [place.pk, place.pk]


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(FolkmootError, match="in the transaction"):
        write(1)
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_write_and_event_stand_or_fall_together(monkeypatch):
    with transaction.atomic():
        Area.objects.create(code="kept", name_en="Kept", kind="area")
        write(1)
    assert Area.objects.filter(code="kept").exists()

    def broken(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(AuditEvent, "save", broken)

    @transaction.atomic
    def write_both():
        Area.objects.create(code="lost", name_en="Lost", kind="area")
        write(1)

    with pytest.raises(OSError, match="disk"):
        write_both()
    assert not Area.objects.filter(code="lost").exists()
    assert AuditEvent.objects.count() == 1


def test_through_the_model_an_event_can_be_neither_changed_nor_deleted():
    write(1)
    event = AuditEvent.objects.get()
    with pytest.raises(FolkmootError, match="cannot be changed"):
        event.save()
    with pytest.raises(FolkmootError, match="cannot be deleted"):
        event.delete()


# --- tampering: each kind, with what is found -------------------------------------------------------------------------------
def test_an_edit_is_found_and_its_place_named():
    write()
    tamper("UPDATE foundation_auditevent SET actor_name = 'Owen Achebe' WHERE seq = 3")
    assert list(audit.faults()) == ["event 3: was altered after it was written"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "'2020-01-01 00:00:00+00:00'"), ("kind", "'erasure'"), ("actor_id", "8"), ("subject_kind", "'a.b'"), ("area_id", "9"),
     ("route", "'/x/'"), ("recipient", "'x'"), ("detail", "'{}'"), ("subject_ids", "'[]'"), ("previous_hash", "'x'"), ("hash", "'x'")],
)  # fmt: skip
def test_an_edit_of_any_field_is_found(column, value):
    write()
    tamper(f'UPDATE foundation_auditevent SET "{column}" = {value} WHERE seq = 3')
    assert next(iter(audit.faults())).startswith("event 3:")


def test_an_event_that_can_no_longer_be_read_is_found():
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL stores no unreadable moment, so this cannot happen there")
    write()
    tamper("UPDATE foundation_auditevent SET at = 'rubbish' WHERE seq = 3")
    assert list(audit.faults()) == ["an event soon after event 2: was altered so that it cannot even be read"]


def test_a_deleted_event_is_found():
    write()
    tamper("DELETE FROM foundation_auditevent WHERE seq = 3")
    assert list(audit.faults()) == [
        "event 4: follows event 2, so 1 event(s) between them are missing",
        "event 4: does not continue from event 2",
    ]


def test_an_event_slipped_in_is_found():
    write(3)
    rows = take_out()
    false = rows[1] | {"seq": 3, "actor_name": "Owen Achebe", "hash": "f" * 64}
    bring_back([rows[0], rows[1], false, rows[2] | {"seq": 4}])
    assert any("event 3: was altered" in fault for fault in audit.faults())
    assert any(fault.startswith("event 4:") for fault in audit.faults())


def test_two_events_that_changed_places_are_found():
    write(4)
    rows = take_out()
    bring_back([rows[0], rows[2] | {"seq": 2}, rows[1] | {"seq": 3}, rows[3]])
    assert {fault.split(":")[0] for fault in audit.faults()} == {"event 2", "event 3", "event 4"}


def test_a_cut_tail_is_found_against_the_exported_head_and_only_so():
    write()
    kept = audit.head()
    tamper("DELETE FROM foundation_auditevent WHERE seq > 3")
    assert list(audit.faults()) == []
    assert list(audit.faults(kept)) == ["the chain ends at event 3, before event 5 of the exported head: its tail is missing"]


def test_a_trail_rewritten_with_fresh_hashes_is_found_against_the_exported_head_and_only_so():
    write()
    kept = audit.head()
    tamper("DELETE FROM foundation_auditevent")
    for number in range(6):
        audit.record(Kind.ALTERATION, by=Actor(9, "Somebody else"), at=NOW, subject="voice.point", ids=[number])
    assert list(audit.faults()) == []
    assert list(audit.faults(kept)) == ["event 5: is not the event that the exported head names"]


def test_a_trail_that_grew_still_holds_against_an_older_head():
    write()
    kept = audit.head()
    write()
    assert list(audit.faults(kept)) == []


def test_a_quick_look_walks_the_end_only():
    write(8)
    tamper("UPDATE foundation_auditevent SET actor_name = 'x' WHERE seq = 2")
    assert list(audit.faults(last=4)) == []
    assert list(audit.faults(last=7)) == ["event 2: was altered after it was written"]
    assert list(audit.faults(last=100)) == ["event 2: was altered after it was written"]


def test_between_gives_the_events_of_a_period():
    audit.record(Kind.COLLECTION, by=NIA, at=datetime(2026, 1, 1, tzinfo=UTC), subject="x.y", ids=[1])
    audit.record(Kind.COLLECTION, by=NIA, at=datetime(2026, 1, 2, tzinfo=UTC), subject="x.y", ids=[2])
    found = list(audit.between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)))
    assert [event["subject_ids"] for event in found] == [[1]]
    assert found[0]["hash"] == AuditEvent.objects.get(seq=1).hash
