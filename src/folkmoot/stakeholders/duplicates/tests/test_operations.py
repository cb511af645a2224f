"""Merging and unmerging: whatever was merged, taking it back leaves every table as it was."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, hq, icem
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile
from folkmoot.stakeholders.duplicates import operations, queries
from folkmoot.stakeholders.duplicates.keeping import keep_keys, rebuild
from folkmoot.stakeholders.duplicates.models import DuplicatePair, DuplicateRun, Merge, NameKey
from folkmoot.stakeholders.duplicates.relinking import linked
from folkmoot.stakeholders.duplicates.rules import Kind
from folkmoot.stakeholders.models import Affiliation, Consent, Contact, Organisation, Relationship, SafeContactNote
from folkmoot.stakeholders.operations import erase_contact
from folkmoot.stakeholders.tests.factories import contact, organisation

pytestmark = pytest.mark.django_db
OWN = ("foundation", "accounts", "account", "mfa", "sessions", "contenttypes", "auth")  # what signing in and the audit trail add


def everything():
    """Every row of every table but the audit trail and the merges themselves; versions only ever rise and are left out."""
    tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label not in OWN]
    kept = [model for model in tables if model.__name__ not in {"Merge", "MergeMove", "NameKey"}]
    return {model._meta.label: sorted((_row(values) for values in model._base_manager.values()), key=str) for model in kept} | {
        "keys": sorted(NameKey.objects.values_list("kind", "row_id", "key", "area"))
    }


def _row(values):
    return {name: value for name, value in values.items() if name != "version"}


def merge(kept, gone, by=None, **choices):
    return operations.merge(by=by or icem(), at=NOW, kept=kept, gone=gone, choices=choices)


def unmerge(made, by=None, **over):
    operations.unmerge(by=by or icem(), at=NOW, merge=made, **over)


def person(name, **over):
    row = contact(name, **over)
    keep_keys([row])
    return row


def full_pair():
    """Two entries of one person with something of every sort on each."""
    club, other = organisation(), organisation("Ely Deaf Club")
    one = person("Siân Prŷs", organisation=club, access_needs="Sign language", needs=["quiet"])
    two = person("Prys, Siân", email="", phone="01632 960002", access_needs="Step-free", needs=["parking"], birth_year=1970)
    for row, where in ((one, club), (two, other)):
        Affiliation.objects.create(contact=row, organisation=where, main=True)
        Consent.objects.create(contact=row, purpose="keep", basis="consent", given_on=date(2025, 5, 1))
        SafeContactNote.objects.create(contact=row, words=f"Note of {row.name}", written_on=date(2025, 5, 1))
    return one, two


def test_a_person_merged_keeps_the_choices_and_loses_nothing():
    one, two = full_pair()
    made = merge(one, two, phone="gone")
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.phone, one.birth_year, one.email) == ("01632 960002", 1970, "sian.prys@example.org")
    assert one.access_needs == "Sign language\n\nStep-free"
    assert one.needs == ["quiet", "parking"]
    assert SafeContactNote.objects.get(contact=one).words == "Note of Siân Prŷs\n\nNote of Prys, Siân"
    assert one.affiliations.count() == 2
    assert one.affiliations.get(main=True).organisation == one.organisation
    assert two.merged_into == one
    event = AuditEvent.objects.get(kind="combination")
    assert event.subject_ids == [one.pk, two.pk]
    assert "01632" not in str(event.detail)
    assert made.moves.count()


def test_whoever_withdrew_once_has_withdrawn():
    one, two = person("Aled Pugh"), person("Aled Pugh", email="b@example.org")
    Consent.objects.create(contact=one, purpose="invitations", basis="consent", given_on=date(2025, 5, 1))
    Consent.objects.create(
        contact=two, purpose="invitations", basis="consent", given_on=date(2025, 1, 1), ended_on=date(2026, 1, 1), ending="withdrawn"
    )
    before = everything()
    made = merge(one, two)
    assert not Consent.objects.filter(contact=one, ended_on__isnull=True).exists()
    unmerge(made)
    assert everything() == before


@pytest.mark.parametrize("withdrew", ["kept", "gone"])
def test_whoever_wants_no_details_kept_is_asked_for_nothing(withdrew):
    one, two = person("Aled Pugh"), person("Aled Pugh", email="b@example.org")
    for each in (one, two):
        Consent.objects.create(contact=each, purpose="keep", basis="consent", given_on=date(2025, 5, 1))
        Consent.objects.create(contact=each, purpose="bulletins", basis="consent", given_on=date(2025, 5, 1))
    who = one if withdrew == "kept" else two
    Consent.objects.filter(contact=who).update(ended_on=date(2026, 1, 1), ending="withdrawn")
    Contact.objects.filter(pk=who.pk).update(basis="withdrawn", basis_on=date(2026, 1, 1))
    before = everything()
    made = merge(one, two)
    one.refresh_from_db()
    assert (one.basis, one.basis_on) == ("withdrawn", date(2026, 1, 1))
    assert not Consent.objects.filter(contact__in=[one, two], ended_on__isnull=True).exists()
    unmerge(made)
    assert everything() == before


def test_the_stricter_of_two_bases_goes_on():
    one, two = person("Aled Pugh", basis="published"), person("Aled Pugh", email="b@example.org", basis_on=date(2025, 3, 1))
    Consent.objects.create(contact=one, purpose="keep", basis="published")
    Consent.objects.create(contact=two, purpose="keep", basis="consent", given_on=date(2025, 3, 1))
    merge(one, two)
    one.refresh_from_db()
    assert (one.basis, one.basis_on) == ("consent", date(2025, 3, 1))
    assert Consent.objects.get(contact=one, ended_on__isnull=True).basis == "consent"


def test_merging_and_unmerging_a_person_is_nothing():
    one, two = full_pair()
    before = everything()
    made = merge(one, two, name="gone", phone="gone", email="gone")
    assert everything() != before
    unmerge(made)
    assert everything() == before
    with pytest.raises(operations.CannotMerge, match="already been taken back"):
        unmerge(made)


def test_organisations_merge_with_people_communities_and_relationships():
    deaf, young = community(), community("Young people")
    one, two, third = organisation(phone="01632 960001"), organisation("Fenland Deaf Klub", phone="01632 960002"), organisation("Trust")
    one.communities.set([deaf])
    two.communities.set([deaf, young])
    member = contact(organisation=two)
    for each in (one, two):
        Relationship.objects.create(organisation=each, kind="member_of", other=third)
    Relationship.objects.create(organisation=one, kind="works_with", other=two)
    keep_keys([one, two, third])
    before = everything()
    made = merge(one, two, name="gone")
    one.refresh_from_db()
    member.refresh_from_db()
    assert one.name == "Fenland Deaf Klub"
    assert set(one.communities.all()) == {deaf, young}
    assert member.organisation == one
    assert "name: Fenland Deaf Club; telephone: 01632 960002" in one.notes
    assert Relationship.objects.filter(organisation=one, kind="member_of").count() == 1
    unmerge(made)
    assert everything() == before


def test_what_was_changed_since_is_said_and_stays():
    one, two = full_pair()
    made = merge(one, two, phone="gone")
    Contact.objects.filter(pk=one.pk).update(phone="01632 960009")
    with pytest.raises(operations.ChangedSinceMerged) as caught:
        unmerge(made)
    assert caught.value.changes == ["telephone"]
    unmerge(made, anyway=True)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.phone, one.birth_year, one.access_needs) == ("01632 960009", None, "Sign language")
    assert two.merged_into is None


def test_a_link_moved_elsewhere_since_is_said_and_left():
    one, two, third = (organisation(name) for name in ("Ely Club", "Ely Klub", "March Club"))
    member = contact(organisation=two)
    made = merge(one, two)
    Contact.objects.filter(pk=member.pk).update(organisation=third)
    with pytest.raises(operations.ChangedSinceMerged, match=r"contacts \(1\)"):
        unmerge(made)
    unmerge(made, anyway=True)
    member.refresh_from_db()
    assert member.organisation == third


def test_chains_are_taken_back_last_first():
    first, second, third = (organisation(name) for name in ("Ely Club", "Ely Klub", "Ely Klubb"))
    member = contact(organisation=first)
    early = merge(second, first)
    late = merge(third, Organisation.objects.get(pk=second.pk))
    member.refresh_from_db()
    assert member.organisation == third
    with pytest.raises(operations.CannotMerge, match="itself merged"):
        unmerge(early)
    unmerge(late)
    unmerge(early)
    member.refresh_from_db()
    assert member.organisation == first


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_chain_of_merges_taken_back_leaves_all_as_it_was(data):
    """Five organisations with random people and communities, merged at random, taken back in any order that is allowed."""
    from django.db import transaction

    with transaction.atomic():
        rows = _random_world(data)
        before = everything()
        standing, made = list(rows), []
        for _ in range(data.draw(st.integers(1, 4))):
            kept, gone = data.draw(st.permutations(standing))[:2]
            side = data.draw(st.sampled_from(["kept", "gone"]))
            made.append(merge(kept, gone, name=side, phone=data.draw(st.sampled_from(["kept", "gone"]))))
            standing.remove(gone)
        while made:
            one = data.draw(st.sampled_from(made))
            try:
                unmerge(one)
            except operations.CannotMerge:
                continue
            made.remove(one)
        assert everything() == before
        transaction.set_rollback(True)


def _random_world(data):
    groups = [community(name) for name in ("Deaf people", "Young people", "Roma")]
    rows = []
    for number in range(5):
        row = organisation(f"Club {number}", phone=data.draw(st.sampled_from(["", "01632 960001", "01632 960002"])))
        row.communities.set(data.draw(st.sets(st.sampled_from(groups))))
        for each in range(data.draw(st.integers(0, 2))):
            member = contact(f"Person {number} {each}", organisation=row)
            Affiliation.objects.create(contact=member, organisation=row, main=True)
        rows.append(row)
    for one, other in data.draw(st.sets(st.sampled_from([(a, b) for a in range(5) for b in range(5) if a != b]), max_size=4)):
        Relationship.objects.create(organisation=rows[one], kind="works_with", other=rows[other])
    keep_keys(rows)
    return rows


def test_merging_is_refused_where_it_should_be():
    one, two, elsewhere = person("Aled Pugh"), person("Aled Pugh", email="b@example.org"), person("Aled Pugh", area=wales())
    gone = Contact.objects.create(area=area(), erased_on=date(2026, 1, 1), basis_on=date(2025, 5, 1))
    with pytest.raises(NotAllowed):
        merge(one, elsewhere)
    with pytest.raises(operations.CannotMerge, match="Two different"):
        merge(one, one)
    with pytest.raises(operations.CannotMerge, match="erased"):
        merge(one, gone)
    with pytest.raises(ChangedMeanwhile):
        operations.merge(by=icem(), at=NOW, kept=one, gone=two, seen_versions=(1, 7))
    made = merge(one, two)
    with pytest.raises(operations.CannotMerge, match="already merged"):
        merge(one, Contact.objects.get(pk=two.pk))
    with pytest.raises(operations.CannotMerge, match="different Areas"):
        merge(Contact.objects.get(pk=one.pk), elsewhere, by=hq())
    assert Merge.objects.get(pk=made.pk).undone_at is None


def test_a_merge_and_its_event_stand_or_fall_together(monkeypatch):
    one, two = full_pair()
    before = everything()

    def broken(*args, **kwargs):
        raise RuntimeError("the audit trail is full")

    monkeypatch.setattr(operations.audit, "record", broken)
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        merge(one, two)
    monkeypatch.undo()
    assert everything() == before


def test_forgetting_a_person_takes_what_merges_remember():
    one, two = full_pair()
    made = merge(one, two, phone="gone")
    assert made.before
    assert operations.forget(by=icem(), at=NOW, row=one) == [two.pk]
    made.refresh_from_db()
    assert made.before == made.after == {}
    assert not made.moves.exclude(values={}).exists()


def test_erasing_a_person_takes_it_too():
    one, two = full_pair()
    made = merge(one, two, phone="gone")
    one.refresh_from_db()
    erase_contact(by=icem(), at=NOW, contact=one)
    made.refresh_from_db()
    two.refresh_from_db()
    assert made.before == made.after == {}
    assert (one.name, two.name) == ("", "")
    with pytest.raises(operations.CannotMerge, match="cannot be taken back"):
        unmerge(made)


def test_put_aside_is_remembered_until_a_row_changes():
    one, two = person("Aled Pugh"), person("Aled Pugh", email="b@example.org")
    pair = DuplicatePair.objects.create(
        kind="person", left_id=one.pk, right_id=two.pk, left_area=area(), right_area=area(), probability=0.9, found_at=NOW
    )
    assert queries.pairs(icem(), kind="person").count() == 1
    operations.put_aside(by=icem(), at=NOW, pair=pair)
    assert not queries.pairs(icem(), kind="person").exists()
    assert not queries.changed_since_put_aside("person").exists()
    Contact.objects.filter(pk=two.pk).update(version=2)
    assert queries.changed_since_put_aside("person").get() == pair


def test_one_search_at_a_time_and_a_dead_one_does_not_block():
    started = operations.start_search(by=icem(), at=NOW, kind=Kind.PERSON, area=area())
    with pytest.raises(operations.CannotMerge, match="already going on"):
        operations.start_search(by=icem(), at=NOW, kind=Kind.PERSON, area=area())
    assert queries.has_died(started, at=NOW + timedelta(minutes=4))
    operations.start_search(by=icem(), at=NOW + timedelta(minutes=4), kind=Kind.PERSON, area=area())
    with pytest.raises(NotAllowed):
        operations.start_search(by=icem(), at=NOW, kind=Kind.PERSON, area=None)
    assert DuplicateRun.objects.count() == 2


def test_keys_follow_the_rows():
    one, two = person("Aled Pugh"), person("Aled Pugh", email="b@example.org")
    assert NameKey.objects.filter(row_id=one.pk).exists()
    merge(one, two)
    assert not NameKey.objects.filter(row_id=two.pk, kind="person").exists()
    keys = sorted(NameKey.objects.values_list("row_id", "key"))
    assert rebuild(Kind.PERSON) == 1
    assert sorted(NameKey.objects.values_list("row_id", "key")) == keys


def test_what_would_be_moved_is_counted():
    club = organisation()
    club.communities.set([community()])
    contact(organisation=club)
    assert linked(club) == [("communities", 1), ("contacts", 1)]
