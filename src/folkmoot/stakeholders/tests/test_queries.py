from datetime import date

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.stakeholders import queries
from folkmoot.stakeholders.models import Contact, Organisation
from folkmoot.stakeholders.operations import erase_contact
from folkmoot.stakeholders.tests.factories import contact, organisation

pytestmark = pytest.mark.django_db


def staff():
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.STAFF, [area()])
    return viewer_for(who, TODAY)


def test_only_the_own_area_is_in_sight_and_nothing_without_the_capability():
    mine, other = organisation(), organisation("Cardiff Somali Centre", area=wales())
    person, elsewhere = contact(organisation=mine), contact("Aled Pugh", area=wales())
    assert list(queries.organisations(icem())) == [mine]
    assert list(queries.contacts(icem())) == [person]
    assert queries.organisations(hq()).count() == queries.contacts(hq()).count() == 2
    assert not queries.organisations(staff()).exists()
    assert not queries.contacts(staff()).exists()
    with pytest.raises(Organisation.DoesNotExist):
        queries.get_organisation(icem(), other.pk)
    with pytest.raises(Contact.DoesNotExist):
        queries.get_contact(icem(), elsewhere.pk)


def test_erased_people_are_never_read_nor_counted():
    club = organisation()
    contact(organisation=club)
    gone = contact("Aled Pugh", organisation=club, email="aled@example.org")
    erase_contact(by=icem(), at=NOW, contact=gone)
    assert queries.contacts(icem()).count() == 1
    assert queries.get_organisation(icem(), club.pk).contacts_count == 1


def test_searching_minds_neither_case_nor_accents_nor_order():
    house = organisation("Tŷ Gobaith")
    organisation("Wisbech Mosque")
    for typed in ("TY GOBAITH", "gobaith tŷ", "gob"):
        assert list(queries.list_organisations(icem(), search=typed)) == [house]
    assert queries.list_organisations(icem(), search="").count() == 2
    person = contact()
    assert list(queries.list_contacts(icem(), search="prys sian")) == [person]


def test_lists_narrow_by_community_kind_and_whether_in_being():
    deaf = community()
    club, gone = organisation(), organisation("Ely Mission", kind="faith", ended_on=date(2024, 1, 1))
    club.communities.add(deaf)
    assert list(queries.list_organisations(icem(), community_id=deaf.pk)) == [club]
    assert list(queries.list_organisations(icem(), ended=True)) == [gone]
    assert list(queries.list_organisations(icem(), kind="faith")) == []
    assert queries.organisation_counts(icem(), [deaf.pk, 99]) == {deaf.pk: 1, 99: 0}
    assert queries.organisation_counts(staff(), [deaf.pk]) == {deaf.pk: 0}


def test_details_kept_past_their_day_are_found():
    contact()
    late = contact("Aled Pugh", keep_until=date(2026, 3, 9))
    assert list(queries.list_contacts(icem(), kept_past=TODAY)) == [late]


def test_a_typed_name_is_certain_only_where_one_row_has_it():
    club, person = organisation(), contact()
    centre = [organisation("Polish Centre", town=town) for town in ("Ely", "Wisbech")]
    names = ["the fenland deaf club ltd", "sian prys", "Polish Centre", "Fenland Deaf Clubs", "Deaf Club", "Narnia"]
    found = queries.find_by_names(icem(), area_id=area().pk, names=names)
    assert [(each.certain, each.organisations, each.contacts) for each in found] == [
        (True, [club], []),
        (True, [], [person]),
        (False, centre, []),
        (False, [club], []),
        (False, [club], []),
        (False, [], []),
    ]


def test_typed_names_never_meet_another_area_s_rows():
    organisation(area=wales())
    contact(area=wales())
    found = queries.find_by_names(hq(), area_id=area().pk, names=["Fenland Deaf Club", "Siân Prŷs"])
    assert not any(each.organisations or each.contacts for each in found)
