from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, icem
from folkmoot.communities.tests.factories import area, community, somalis, wales
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.stakeholders import operations
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.tests.factories import contact, organisation

pytestmark = pytest.mark.django_db


def add(**over):
    return operations.add_organisation(
        **({"by": icem(), "at": NOW, "area": area(), "name": "Fenland Deaf Club", "kind": "community"} | over)
    )


def add_person(**over):
    values = {"by": icem(), "at": NOW, "area": area(), "name": "Siân Prŷs", "basis": "consent", "basis_on": date(2025, 5, 1)}
    return operations.add_contact(**(values | over))


def test_adding_is_audited_and_the_postcode_tidied():
    added = add(postcode="cb74ew", email="club@example.org", communities=[community()])
    assert (added.postcode, added.search_key, added.communities.count()) == ("CB7 4EW", "fenland deaf club", 1)
    event = AuditEvent.objects.get(kind="collection", subject_kind="stakeholders.organisation")
    assert event.subject_ids == [added.pk]
    assert "example.org" not in str(event.detail)


@pytest.mark.parametrize("write", [add, add_person])
def test_nothing_is_added_when_the_audit_trail_cannot_be_written(write, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail cannot be written")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        write()
    assert not Organisation.objects.exists()
    assert not Contact.objects.exists()


def test_a_near_name_is_asked_back_and_added_only_as_another():
    known = organisation()
    with pytest.raises(operations.AlreadyKnown) as already:
        add(name="The Fenland Deaf Club Ltd.")
    assert already.value.rows == [known]
    assert add(name="The Fenland Deaf Club Ltd.", another=True).pk != known.pk


def test_the_same_name_in_the_same_town_is_refused_even_as_another():
    organisation()
    with pytest.raises(Refused) as refused:
        add(town="Ely", another=True)
    assert "already known" in str(refused.value)


def test_names_of_another_area_are_not_compared():
    organisation(area=wales())
    assert add().area == area()


def test_other_areas_bad_postcodes_and_foreign_communities_are_refused():
    with pytest.raises(NotAllowed):
        add(area=wales())
    with pytest.raises(Refused):
        add(postcode="ELY")
    with pytest.raises(Refused):
        add(communities=[somalis()])


def test_changing_keeps_the_search_key_in_step_and_refuses_the_later_of_two():
    row = organisation()
    changed = operations.change_organisation(
        by=icem(), at=NOW, organisation=row, seen_version=1, name="Tŷ’r Byddar", communities=[community()]
    )
    assert set(changed) == {"name", "search_key", "communities"}
    assert Organisation.objects.get().search_key == "tyr byddar"
    with pytest.raises(ChangedMeanwhile):
        operations.change_organisation(by=icem(), at=NOW, organisation=row, seen_version=1, name="Another")


def test_a_person_of_the_same_name_or_address_is_asked_back():
    known = contact()
    for over in ({}, {"name": "sian prys"}, {"name": "S. Prys", "email": "SIAN.PRYS@example.org"}):
        with pytest.raises(operations.AlreadyKnown) as already:
            add_person(**over)
        assert already.value.rows == [known]
    assert add_person(another=True).pk != known.pk


def test_consent_without_its_day_is_refused_and_the_database_refuses_it_too():
    with pytest.raises(Refused):
        add_person(basis_on=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        contact(basis_on=None)


def test_a_person_cannot_be_put_in_another_area_s_organisation():
    with pytest.raises(Refused):
        add_person(organisation=organisation(area=wales()))
    with pytest.raises(Refused):
        operations.change_contact(by=icem(), at=NOW, contact=contact(), organisation=organisation(area=wales(), name="Cardiff Centre"))


def test_changing_a_person_whose_day_has_passed_is_allowed_but_not_setting_such_a_day():
    row = contact(keep_until=date(2026, 1, 1))
    assert operations.change_contact(by=icem(), at=NOW, contact=row, phone="01632 960999") == ["phone"]
    with pytest.raises(Refused):
        operations.change_contact(by=icem(), at=NOW, contact=row, keep_until=date(2026, 2, 1))


def stored_values():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stakeholders_contact")
        return str(cursor.fetchall())


def test_erasing_leaves_the_bare_row_and_an_event_without_the_data():
    row = contact(organisation=organisation())
    secrets = ("Siân", "sian prys", "Chair", "sian.prys", "960001", "interpreter", "Met in Ely")
    assert all(secret in stored_values() for secret in secrets)
    operations.erase_contact(by=icem(), at=NOW, contact=row)
    assert not any(secret in stored_values() for secret in secrets)
    erased = Contact.objects.get()
    assert (erased.erased_on, erased.organisation, str(erased)) == (TODAY, None, "erased contact")
    event = AuditEvent.objects.get(kind="erasure")
    assert event.subject_ids == [erased.pk]
    everything = str(AuditEvent.objects.values_list())
    assert not any(secret in everything for secret in secrets)


def test_an_erased_contact_cannot_be_changed_or_erased_again():
    row = contact()
    operations.erase_contact(by=icem(), at=NOW, contact=row)
    with pytest.raises(Refused):
        operations.change_contact(by=icem(), at=NOW, contact=row, name="Siân Prŷs")
    with pytest.raises(ChangedMeanwhile):
        operations.erase_contact(by=icem(), at=NOW, contact=row)


def test_erasing_is_undone_when_the_audit_trail_cannot_be_written(monkeypatch):
    row = contact()

    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail cannot be written")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        operations.erase_contact(by=icem(), at=NOW, contact=row)
    assert Contact.objects.get().name == "Siân Prŷs"


def test_another_area_s_people_are_out_of_reach():
    other = contact(area=wales())
    for write in (operations.change_contact, operations.erase_contact):
        with pytest.raises(NotAllowed):
            write(by=icem(), at=NOW, contact=other)
