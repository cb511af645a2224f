"""Roles, relationships, speaking for communities, influence and interest, and what people need."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem
from folkmoot.communities.tests.factories import area, community, somalis, wales
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.stakeholders import operations, queries
from folkmoot.stakeholders.models import Affiliation, Assessment, Contact, Organisation, Relationship, SpeaksFor
from folkmoot.stakeholders.tests.factories import organisation, person

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 1)


def role(who, **over):
    return operations.add_affiliation(**({"by": icem(), "at": NOW, "contact": who, "kind": "chair"} | over))


def attest(who, of, **over):
    values = {"by": icem(), "at": NOW, "stakeholder": who, "community": of, "attested_by": "Their committee", "attested_on": DAY}
    return operations.attest(**(values | over))


def assess(who, influence=4, interest=2, **over):
    values = {"by": icem(), "at": NOW, "stakeholder": who, "influence": influence, "interest": interest, "reason": "Many listen to them."}
    return operations.assess(**(values | over))


def staff():
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.STAFF, [area()])
    return viewer_for(who, TODAY)


def test_the_details_follow_the_main_role():
    club, mosque = organisation(), organisation("Wisbech Mosque")
    row = person()
    role(row, organisation=club)
    row.refresh_from_db()
    assert (row.organisation, row.role) == (club, "Chair")
    second = role(row, organisation=mosque, kind="trustee", title="Trustee for youth")
    row.refresh_from_db()
    assert row.organisation == club
    operations.make_main(by=icem(), at=NOW, affiliation=second)
    row.refresh_from_db()
    assert (row.organisation, row.role) == (mosque, "Trustee for youth")
    assert row.affiliations.filter(main=True).count() == 1


def test_where_the_main_role_ends_another_that_goes_on_is_shown_and_else_none():
    club, mosque = organisation(), organisation("Wisbech Mosque")
    row = person(organisation=club, role="Chair")
    other = role(row, organisation=mosque, kind="member")
    main = row.affiliations.get(main=True)
    operations.change_affiliation(by=icem(), at=NOW, affiliation=main, ends=TODAY)
    row.refresh_from_db()
    assert row.organisation == mosque
    other.refresh_from_db()
    operations.change_affiliation(by=icem(), at=NOW, affiliation=other, ends=TODAY)
    row.refresh_from_db()
    assert (row.organisation, row.role) == (None, "")
    assert row.affiliations.filter(ends=TODAY).count() == 2


def test_another_organisation_in_the_details_ends_the_role_before_it():
    club, mosque = organisation(), organisation("Wisbech Mosque")
    row = person(organisation=club, role="Chair", role_kind="chair")
    operations.change_contact(by=icem(), at=NOW, contact=row, role="Co-chair")
    assert row.affiliations.get().title == "Co-chair"
    operations.change_contact(by=icem(), at=NOW, contact=row, organisation=mosque)
    assert [(one.organisation, one.kind, one.ends, one.main) for one in row.affiliations.order_by("pk")] == [
        (club, "chair", TODAY, False), (mosque, "other", None, True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("over", "field"),
    [({"starts": DAY, "ends": DAY - timedelta(days=1)}, "ends"), ({"kind": "other"}, "title"), ({"starts": date(1066, 1, 1)}, "starts")],
)
def test_a_role_that_cannot_be_is_refused(over, field):
    with pytest.raises(Refused) as refused:
        role(person(), **over)
    assert field in refused.value.problems
    assert not Affiliation.objects.exists()


def test_the_database_keeps_one_main_role_that_goes_on():
    row = person(organisation=organisation())
    for values in ({"main": True}, {"main": False, "starts": DAY, "ends": DAY - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Affiliation.objects.create(contact=row, kind="member", **values)


def test_the_later_of_two_who_change_a_role_is_told():
    row = person(organisation=organisation())
    main = row.affiliations.get()
    operations.change_affiliation(by=icem(), at=NOW, affiliation=main, seen_version=1, title="Chair")
    with pytest.raises(ChangedMeanwhile):
        operations.change_affiliation(by=icem(), at=NOW, affiliation=main, seen_version=1, title="Treasurer")


def test_a_role_elsewhere_is_out_of_reach():
    row = person()
    with pytest.raises(Refused):
        role(row, organisation=organisation("Cardiff Centre", area=wales()))
    Contact.objects.filter(pk=row.pk).update(area=wales())
    row.refresh_from_db()
    with pytest.raises(NotAllowed):
        role(row, title="Chair")


def test_relationships_are_dated_and_once_at_a_time():
    club, union = organisation(), organisation("Deaf Union")
    values = {"by": icem(), "at": NOW, "organisation": club, "kind": "branch_of", "other": union, "starts": DAY}
    row = operations.add_relationship(**values)
    assert queries.relationships_of(icem(), union) == queries.relationships_of(icem(), club) == [row]
    with pytest.raises(Refused):
        operations.add_relationship(**values)
    with pytest.raises(Refused):
        operations.add_relationship(**(values | {"other": club}))
    with pytest.raises(Refused):
        operations.end_relationship(by=icem(), at=NOW, relationship=row, on=DAY - timedelta(days=1))
    operations.end_relationship(by=icem(), at=NOW, relationship=row, on=TODAY)
    assert operations.add_relationship(**values).pk != row.pk
    assert [each.ends for each in queries.relationships_of(icem(), club)] == [None, TODAY]
    with pytest.raises(IntegrityError), transaction.atomic():
        Relationship.objects.create(organisation=club, other=club, kind="funds")


def test_a_relationship_with_an_organisation_out_of_sight_is_not_shown():
    club, far = organisation(), organisation("Cardiff Centre", area=wales())
    with pytest.raises(NotAllowed):
        operations.add_relationship(by=icem(), at=NOW, organisation=club, kind="works_with", other=far)
    row = operations.add_relationship(by=hq(), at=NOW, organisation=club, kind="works_with", other=far)
    assert (queries.relationships_of(icem(), club), queries.relationships_of(hq(), club)) == ([], [row])


def test_speaking_for_a_community_is_not_working_with_it():
    deaf, club, who = community(), organisation(), person()
    club.communities.add(deaf)
    assert queries.speaking_for(icem(), [deaf.pk], on=TODAY) == {deaf.pk: []}
    rows = [attest(club, deaf), attest(who, deaf)]
    assert queries.speaking_for(icem(), [deaf.pk, 99], on=TODAY) == {deaf.pk: rows, 99: []}
    assert queries.speaking_for(staff(), [deaf.pk], on=TODAY) == {deaf.pk: []}
    assert list(queries.list_contacts(icem(), community_id=deaf.pk)) == [who]
    with pytest.raises(Refused):
        attest(club, deaf)
    operations.end_attestation(by=icem(), at=NOW, speaks_for=rows[0], on=TODAY - timedelta(days=1))
    assert queries.speaking_for(icem(), [deaf.pk], on=TODAY)[deaf.pk] == [rows[1]]
    assert queries.speaking_for(icem(), [deaf.pk], on=DAY)[deaf.pk] == rows


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"attested_by": " "}, "attested_by"),
        ({"attested_on": TODAY + timedelta(days=1)}, "attested_on"),
        ({"ended_on": date(2025, 8, 1)}, "ended_on"),
    ],
)
def test_nobody_speaks_for_a_community_in_nobody_s_word(over, field):
    with pytest.raises(Refused) as refused:
        attest(organisation(), community(), **over)
    assert field in refused.value.problems
    with pytest.raises(Refused):
        attest(organisation("Other"), somalis())
    assert not SpeaksFor.objects.exists()


def test_seats_on_panels_are_people_and_each_counts_once():
    deaf, club = community(), organisation()
    own, by_place, neither, ended = (person(name) for name in ("A Bee", "C Dee", "E Eff", "G Aitch"))
    for who in (own, by_place, neither):
        role(who, kind="panel_member")
    role(ended, kind="panel_member", ends=TODAY - timedelta(days=1))
    for who in (own, by_place):
        role(who, kind="member", organisation=club)
    for who in (own, ended, club):
        attest(who, deaf)
    assert queries.panel_seats(icem(), [deaf.pk, 99], on=TODAY) == {deaf.pk: 2, 99: 0}
    assert queries.panel_seats(staff(), [deaf.pk], on=TODAY) == {deaf.pk: 0}


def test_assessments_are_kept_one_a_day_and_the_last_beside_the_new_one():
    club, who = organisation(), person()
    assess(club, 2, 2, on=DAY)
    assess(club, 3, 3)
    assess(club, 4, 3)
    for seen in (0, 1):  # before there was one of today, and before it was changed
        with pytest.raises(ChangedMeanwhile):
            assess(club, 1, 1, seen_version=seen)
    assess(who)
    assert [(row.on, row.influence) for row in queries.assessments_of(club)] == [(TODAY, 4), (DAY, 2)]
    first, second = queries.latest_assessments(icem())
    assert (first.stakeholder, first.before.influence) == (club, 2)
    assert (second.stakeholder, second.before) == (who, None)
    assert queries.latest_assessments(staff()) == []
    for over in ({"influence": 6}, {"interest": 0}, {"reason": " "}, {"on": TODAY + timedelta(days=1)}):
        with pytest.raises(Refused):
            assess(who, **over)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(organisation=club, contact=who, influence=1, interest=1, reason="x", on=DAY)


def test_needs_are_counted_for_everybody_and_named_only_for_those_who_may_see():
    people = [
        person("A Bee", needs=["step_free", "bsl_interpreter"], needs_asked_on=DAY),
        person("C Dee", needs=["step_free"], access_needs="A seat by the window", language="cy", needs_asked_on=DAY),
        person("E Eff"),
    ]
    told = [(line.words, line.people, line.names) for line in queries.needs_of(icem(), people)]
    assert told[0] == ("Step-free way in", 2, ("A Bee", "C Dee"))
    assert told[-1] == ("Never asked what they need", 1, ("E Eff",))
    assert {"A seat by the window", "Language: Welsh", "British Sign Language interpreter"} <= {words for words, _people, _names in told}
    unseen = queries.needs_of(staff(), people)
    assert {(line.words, line.people) for line in unseen} >= {("Step-free way in", 2), ("Something else, in their own words", 1)}
    assert not any(line.names for line in unseen)
    assert not any("window" in line.words for line in unseen)


def test_merged_rows_are_left_out_of_lists_counts_and_questions():
    kept, gone = organisation(), organisation("Fenland Deaf Clubb")
    who, twice = person(organisation=kept), person("Sian Prys", organisation=gone)
    deaf = community()
    attest(gone, deaf)
    gone.communities.add(deaf)
    Organisation.objects.filter(pk=gone.pk).update(merged_into=kept)
    Contact.objects.filter(pk=twice.pk).update(merged_into=who)
    assert list(queries.list_organisations(icem())) == [kept]
    assert list(queries.list_contacts(icem())) == [who]
    assert queries.get_organisation(icem(), kept.pk).contacts_count == 1
    assert queries.organisation_counts(icem(), [deaf.pk]) == {deaf.pk: 0}
    assert queries.speaking_for(icem(), [deaf.pk], on=TODAY) == {deaf.pk: []}
    assert [each.row for each in queries.contacts_like(icem(), area_id=area().pk, name="Sian Prys")] == [who]
    with pytest.raises(Contact.DoesNotExist):
        queries.get_contact(icem(), twice.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=who.pk).update(merged_into=who)


def test_lists_narrow_by_what_needs_review():
    met, quiet = organisation(), organisation("Wisbech Mosque")
    person(organisation=met)
    assert list(queries.list_organisations(icem(), nobody_known=True)) == [quiet]
    role(person("Aled Pugh"), kind="councillor", title="Councillor for Ely")
    assert [row.name for row in queries.list_contacts(icem(), role="councillor", on=TODAY)] == ["Aled Pugh"]


def test_two_of_one_name_and_different_years_of_birth_are_two():
    first = person(birth_year=1950)
    values = {"by": icem(), "at": NOW, "area": area(), "name": "Sian Prys", "basis": "published"}
    with pytest.raises(operations.AlreadyKnown):
        operations.add_contact(**values)
    assert operations.add_contact(birth_year=1980, **values).pk != first.pk
    with pytest.raises(Refused, match="year of birth"):
        operations.add_contact(**(values | {"name": "X", "birth_year": 1812}))
