from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem
from folkmoot.areas.models import AreaCounty, County
from folkmoot.communities.succession.operations import Part, merge_communities, split_community
from folkmoot.communities.tests.factories import area, community, somalis, travellers, wales
from folkmoot.engagement import operations
from folkmoot.engagement.reach import queries
from folkmoot.engagement.reach.queries import Asked
from folkmoot.engagement.tests.factories import activity, planned
from folkmoot.stakeholders.models import Affiliation, SpeaksFor
from folkmoot.stakeholders.tests.factories import contact, organisation

pytestmark = pytest.mark.django_db


def staff():
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.STAFF, [area()])
    return viewer_for(who, TODAY)


def county(code="cambridgeshire", name="Cambridgeshire"):
    made = County.objects.create(code=code, name_en=name, kind="ceremonial", nation="England")
    AreaCounty.objects.create(area=area(), county=made, coverage="whole")
    return made


def asked(**over):
    return Asked(**({"today": TODAY, "area": area()} | over))


def lines(viewer=None, **over):
    return queries.lines(viewer or icem(), asked(**over))


def test_lines_gather_who_is_known_and_stand_by_what_there_is_to_gain():
    cambs = county()
    many, few, fresh = travellers(county=cambs), community(population=300), community("Polish people in Ipswich", population=9000)
    somalis()
    organisation().communities.add(many)
    held = activity(communities=[many], held_on=date(2025, 1, 5))
    activity(communities=[fresh], held_on=date(2026, 3, 1))
    operations.add_point(by=icem(), at=NOW, activity=held, words="We hear nothing.")
    found = lines()
    assert [line.community for line in found] == [many, few, fresh]
    first = found[0]
    assert (first.organisations, first.points, first.contacts, first.contact.months_since, first.contact.overdue) == (1, 0, 0, 14, True)
    assert lines(months=24)[0].points == 1
    assert found[2].contacts == 1
    assert [(line.organisations, line.speakers, line.seats, line.points) for line in lines(staff())] == [(None,) * 4] * 3


def test_nothing_of_another_area_is_counted():
    of_all = community("Young people", area=None)
    activity(communities=[of_all], area=wales())
    organisation("Cardiff club", area=wales()).communities.add(of_all)
    mine = lines()[0]
    assert (mine.contacts, mine.contact.last, mine.organisations) == (0, None, 0)
    theirs = queries.lines(hq(), asked(area=None))[0]
    assert (theirs.contacts, theirs.organisations) == (1, 1)


def test_a_county_shows_its_own_communities_and_what_of_the_others_is_there():
    cambs, suffolk = county(), county("suffolk", "Suffolk")
    of_area, own, elsewhere = community("Everywhere"), community("Cambs only", county=cambs), community("Suffolk only", county=suffolk)
    activity(communities=[of_area], county=cambs)
    activity(communities=[of_area], county=suffolk, held_on=date(2026, 3, 1))
    activity(communities=[of_area])
    organisation(county=cambs).communities.add(of_area)
    found = {line.community: line for line in lines(county=cambs)}
    assert set(found) == {of_area, own}
    assert elsewhere not in found
    there = found[of_area]
    assert (there.county, there.contacts, there.organisations, there.contact.last) == (cambs, 1, 1, date(2026, 2, 20))
    whole = {line.county: line.contacts for line in lines(by_county=True) if line.community == of_area}
    assert whole == {None: 3, cambs: 1, suffolk: 1}


def test_a_merged_community_was_last_met_when_any_part_was_and_one_activity_counts_once():
    ely, wisbech = community("Deaf people in Ely"), community("Deaf people in Wisbech")
    activity(communities=[ely, wisbech], held_on=date(2026, 2, 1))
    activity(communities=[wisbech], held_on=date(2026, 2, 20))
    club = organisation()
    club.communities.add(ely, wisbech)
    later = merge_communities(by=icem(), at=NOW, communities=[ely, wisbech], name="Deaf people", on=TODAY, reason="One club")
    activity(communities=[later, ely], held_on=date(2025, 12, 1))
    line = next(line for line in lines() if line.community == later)
    assert (line.contact.last, line.contacts, line.organisations) == (date(2026, 2, 20), 3, 1)
    assert (line.met_as, line.inherited) == (wisbech.pk, False)
    assert queries.last_met(icem(), [later.pk]) == {later.pk: date(2026, 2, 20)}


def test_a_split_community_inherits_its_last_contact_and_says_so():
    row = community()
    activity(communities=[row], held_on=date(2026, 2, 20))
    elders, young = split_community(
        by=icem(), at=NOW, community=row, parts=[Part("Deaf elders"), Part("Young deaf people")], on=TODAY, reason="Apart"
    )
    activity(communities=[young], held_on=TODAY)
    found = {line.community: line for line in lines()}
    assert (found[elders].contact.last, found[elders].inherited) == (date(2026, 2, 20), True)
    assert (found[young].contact.last, found[young].inherited, found[young].met_as) == (TODAY, False, None)
    assert found[young].contacts == 2


def test_who_speaks_and_who_sits_on_a_panel():
    row, person = community(), contact()
    SpeaksFor.objects.create(contact=person, community=row, attested_by="Fenland Deaf Club", attested_on=date(2025, 5, 1))
    Affiliation.objects.create(contact=person, kind="panel_member", starts=date(2025, 6, 1))
    line = lines()[0]
    assert (line.speakers, line.seats) == (1, 1)
    assert line.why.nobody_speaks == 1
    assert lines(kind="place") == []


def test_the_overdue_are_the_same_as_on_the_page():
    late, fresh = community(), community("Met lately")
    activity(communities=[fresh], held_on=TODAY)
    planned(communities=[late])
    assert [each.community for each in queries.overdue(icem(), today=TODAY)] == [late]


def test_the_number_of_queries_does_not_grow_with_communities_or_areas():
    def used(viewer, wanted):
        with CaptureQueriesContext(connection) as captured:
            queries.lines(viewer, wanted)
        return len(captured)

    cambs = county()
    row = community()
    activity(communities=[row], county=cambs)
    community("Never met")
    before = used(icem(), asked(by_county=True)), used(hq(), asked(area=None))
    for number in range(8):
        each = community(f"Community {number}")
        activity(communities=[each], county=cambs)
        organisation(f"Club {number}").communities.add(each)
        somalis(name_cy="") if number == 0 else None
    assert (used(icem(), asked(by_county=True)), used(hq(), asked(area=None))) == before
    assert max(before) <= 25
