from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem, panel_member
from folkmoot.communities.tests.factories import area, community, travellers, wales
from folkmoot.engagement import queries
from folkmoot.engagement.models import Activity
from folkmoot.engagement.reach.queries import last_met
from folkmoot.engagement.rules import State
from folkmoot.engagement.tests.factories import activity, aim, planned
from folkmoot.stakeholders.tests.factories import organisation

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def staff():
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.STAFF, [area()])
    return viewer_for(who, TODAY)


def test_only_the_own_area_is_in_sight():
    mine, other = activity(), activity(area=wales())
    assert list(queries.activities(icem())) == [mine]
    assert queries.activities(hq()).count() == 2
    assert not queries.activities(panel_member()).exists()
    with pytest.raises(Activity.DoesNotExist):
        queries.get_activity(icem(), other.pk)


def test_every_activity_is_in_one_state_and_the_database_agrees_with_the_rule():
    made = {
        State.PLANNED: planned(),
        State.RECORDED: activity(),
        State.CLOSED: activity(closed_at=NOW),
        State.CANCELLED: planned(cancelled_on=TODAY, cancelled_why="Flood"),
    }
    for state, row in made.items():
        assert list(queries.list_activities(icem(), state=state)) == [row]
        assert queries.state_of_row(row) is state


def test_lists_narrow_by_aim_with_its_sub_aims_community_organisation_and_day():
    deaf, club, top = community(), organisation(), aim()
    below = aim("build-trust", "Build trust", parent=top)
    row = activity(communities=[deaf, travellers()], aims=[top, below])
    row.organisations.add(club)
    other = planned(planned_for=date(2026, 5, 1))
    other.aims.add(below)

    def rows(**asked):
        return list(queries.list_activities(icem(), **asked))

    assert rows() == [other, row]
    assert rows(aim=top.pk) == [other, row]
    assert rows(aim=below.pk, state=State.RECORDED) == rows(community=deaf.pk) == rows(organisation=club.pk) == [row]
    assert rows(first=date(2026, 2, 20), last=date(2026, 2, 20)) == [row]
    assert rows(first=date(2026, 2, 21), last=date(2026, 4, 30)) == []
    assert rows(area_id=wales().pk) == []


def test_what_waits_and_what_comes_next():
    late, next_up, recorded = planned(planned_for=date(2026, 3, 9)), planned(planned_for=TODAY), activity()
    planned(planned_for=date(2026, 3, 1), cancelled_on=TODAY, cancelled_why="Flood")
    activity(closed_at=NOW)
    assert list(queries.waiting_to_be_recorded(icem(), TODAY)) == [late]
    assert list(queries.planned_next(icem(), TODAY)) == [next_up]
    assert list(queries.waiting_to_be_closed(icem())) == [recorded]


def test_last_contact_is_the_latest_day_held_within_sight():
    of_all, deaf = community("Young people", area=None), community()
    activity(communities=[of_all], held_on=date(2025, 5, 1))
    activity(communities=[of_all], held_on=date(2025, 8, 1))
    activity(communities=[of_all], area=wales(), held_on=date(2026, 1, 1))
    planned(communities=[deaf])
    assert last_met(icem(), [of_all.pk, deaf.pk]) == {of_all.pk: date(2025, 8, 1)}
    assert last_met(hq(), [of_all.pk]) == {of_all.pk: date(2026, 1, 1)}


def test_figures_by_aim_do_not_add_up_to_the_total_and_gaps_have_their_line():
    trust, casework = aim(), aim("high-quality-casework", "High quality casework", order=2)
    below = aim("build-trust", "Build trust", parent=trust, order=1)
    deaf, travelling = community(), travellers()
    activity(aims=[trust, casework], communities=[deaf], held_on=date(2026, 2, 1), headcount=40, cost_pence=12000)
    activity(aims=[trust, below], communities=[deaf, travelling], held_on=date(2026, 3, 1), headcount=10, cost_pence=None, staff_quarters=1)
    activity(held_on=date(2026, 4, 1), headcount=None)
    activity(aims=[trust], held_on=date(2025, 12, 31))
    planned(planned_for=date(2026, 5, 1)).aims.add(trust)
    activity(aims=[trust], area=wales(), held_on=date(2026, 2, 1))
    by_aim = {each.aim_code: each.figures for each in queries.engagement_figures(icem(), area().pk, *YEAR)}
    total = queries.engagement_total(icem(), area().pk, *YEAR)
    assert {code: each.activities for code, each in by_aim.items()} == {
        "public-confidence": 2, "build-trust": 1, "high-quality-casework": 1, "": 1,
    }  # fmt: skip
    assert total.activities == 3 < sum(each.activities for each in by_aim.values())
    assert (by_aim["public-confidence"].people_reached, by_aim["public-confidence"].communities_reached) == (50, 2)
    assert (total.people_reached, total.counted, total.cost_pence, total.staff_hours) == (50, 2, 24000, Decimal("5.25"))
    assert total.cost_per_person_pence == 300
    # The first meets people never met; the second meets Travellers for the first time; the third says of no community.
    assert (total.low_contact, total.with_communities) == (2, 2)
    assert queries.engagement_total(icem(), wales().pk, *YEAR).activities == 0
    assert queries.engagement_total(hq(), None, *YEAR).activities == 4


def test_both_days_of_a_period_are_within_it_and_an_aim_without_activity_is_there():
    aim()
    activity(held_on=YEAR[0])
    activity(held_on=YEAR[1])
    assert queries.engagement_total(icem(), None, *YEAR).activities == 2
    assert queries.engagement_figures(icem(), None, *YEAR)[0].figures.activities == 0


def test_the_number_of_queries_for_figures_does_not_grow():
    def used():
        viewer = icem()
        with CaptureQueriesContext(connection) as captured:
            queries.engagement_figures(viewer, None, *YEAR)
        return len(captured)

    trust = aim()
    activity(communities=[community()], aims=[trust])
    before = used()
    for number in range(10):
        activity(communities=[community(f"Community {number}")], aims=[trust])
    assert used() == before
