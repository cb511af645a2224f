from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Invitation
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.actions.tests.factories import action
from folkmoot.areas.models import Area
from folkmoot.communities.tests.factories import community, travellers
from folkmoot.engagement.tests.factories import activity, planned
from folkmoot.foundation.periods import parse_half_year
from folkmoot.overview.needs import ORDER, WAITED_FOR, Asked, needs_of, overdue_actions, shown_rows, waiting_points
from folkmoot.overview.standing import by_area, figures
from folkmoot.voice.tests.factories import achieve, action_from, answer, point, telling

pytestmark = pytest.mark.django_db
PERIOD = parse_half_year("2026-H1")


def asked(viewer=None, of=None):
    return Asked(viewer or icem(), NOW, of.pk if of else None, of.code if of else "")


def headings(groups):
    return [str(group.heading) for group in groups]


def test_nothing_recorded_needs_nobody():
    assert needs_of(asked()) == []


def everything():
    action(due_on=date(2026, 2, 1))
    point()
    answer(point())
    planned(planned_for=date(2026, 3, 1), communities=[community()])
    planned(planned_for=date(2026, 3, 20))
    activity()
    travellers()


def test_the_kinds_come_in_order_of_consequence():
    everything()
    assert headings(needs_of(asked())) == [
        "Actions overdue", "Waiting for an answer", "Answered, but nobody told", "Planned, but not recorded",
        "Soon, with something missing", "Recorded, but not closed", "Communities overdue for contact",
    ]  # fmt: skip


def test_each_need_is_a_sentence_with_a_button():
    everything()
    lines = [need for group in needs_of(asked()) for need in group.needs]
    assert [line.words for line in lines][:4] == [
        "“Brief all hate crime prosecutors on special measures”: 37 days late; you own it.",
        "“We report hate crime and then hear nothing for a year.” has waited 35 days for an answer, which was due on 3 March 2026.",
        "“We report hate crime and then hear nothing for a year.”: answered 20 February; nobody has been told.",
        "“Visit to Ely Deaf Club” was planned for 1 March 2026 and is not recorded.",
    ]
    assert all(line.words.endswith(".") and line.address and str(line.button) for line in lines)


def test_every_address_of_a_need_opens(client):
    everything()
    client.force_login(account())
    for group in needs_of(asked()):
        for address in [group.address, *(need.address for need in group.needs)]:
            assert not address or client.get(address).status_code == 200, address


def test_my_own_overdue_actions_come_first():
    action(by=hq(), due_on=date(2026, 1, 10))
    action(due_on=date(2026, 2, 1), title="Train every new prosecutor")
    assert overdue_actions(asked()).needs[0].about == "Train every new prosecutor"


def test_who_has_waited_longest_comes_first():
    point(words="Newer point.")
    point(words="Older point.", said_on=date(2025, 12, 1))
    assert [need.about for need in waiting_points(asked()).needs] == ["Older point.", "Newer point."]


def test_what_is_done_needs_nobody():
    said = point()
    answer(said)
    achieve(action_from(said), on=date(2026, 3, 1))
    telling(said)
    assert needs_of(asked()) == []


def test_only_what_is_in_sight_and_only_the_area_chosen():
    wessex = area("wessex", "Wessex")
    point(by=hq(), area=wessex)
    assert needs_of(asked()) == []
    assert waiting_points(asked(hq())).total == 1
    assert waiting_points(asked(hq(), of=area())).total == 0
    assert waiting_points(asked(hq(), of=wessex)).address == "/voice/?state=raised&order=oldest&area=wessex"


def test_five_are_shown_and_all_are_counted():
    for number in range(7):
        point(words=f"Point number {number}.")
    group = waiting_points(asked())
    assert (len(group.needs), group.total) == (5, 7)
    assert len(shown_rows([group])) == 5


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.ANALYST, ["Actions overdue"]),
        (
            Role.STAFF,
            ["Planned, but not recorded", "Soon, with something missing", "Recorded, but not closed", "Communities overdue for contact"],
        ),
        (Role.GOVERNANCE_MEMBER, []),
        (Role.ADMINISTRATOR, []),
    ],
)
def test_each_role_sees_what_it_may_and_no_more(role, kinds):
    everything()
    who = account("other@example.org", "Other Person")
    grant(who, role, [] if role is not Role.STAFF else [area()], national=role is not Role.STAFF)
    assert headings(needs_of(asked(viewer_for(who, TODAY)))) == kinds


def test_an_inspector_is_led_to_pages_to_read_and_to_no_form(client):
    everything()
    who = account("inspector@example.org", "Ines Ward")
    grant(who, Role.INSPECTOR, national=True)
    client.force_login(who)
    needs = [need for group in needs_of(asked(viewer_for(who, TODAY))) for need in group.needs]
    assert {str(need.button) for need in needs} == {"Open"}
    assert {client.get(need.address).status_code for need in needs} == {200}


def test_an_administrator_is_told_of_invitations_about_to_expire():
    who = account("admin@example.org", "Ada Min")
    grant(who, Role.ADMINISTRATOR, national=True)
    for days, name in ((2, "Soon"), (9, "Later")):
        Invitation.objects.create(
            email=f"{name}@example.org", name=name, fingerprint=name, role="staff", sent_at=NOW, expires_at=NOW + timedelta(days=days)
        )
    groups = needs_of(asked(viewer_for(who, TODAY)))
    assert [need.words for group in groups for need in group.needs] == ["The invitation to Soon expires on 12 March 2026."]


def test_the_number_of_queries_does_not_grow_with_the_rows():
    everything()
    few = _queries()
    for _ in range(5):
        everything_again()
    assert _queries() <= few + len((*WAITED_FOR, *ORDER))  # at most one more for each kind: the count of those not shown


def everything_again():
    for _ in range(3):
        action(due_on=date(2026, 2, 1))
        point()
        answer(point())
        planned(planned_for=date(2026, 3, 1))
        planned(planned_for=date(2026, 3, 20))
        activity()


def _queries():
    viewer = icem()
    with CaptureQueriesContext(connection) as captured:
        needs_of(asked(viewer))
    return len(captured)


def test_the_four_numbers_lead_to_as_many_rows(client):
    said = point()
    answer(said)
    achieve(action_from(said), on=date(2026, 3, 1))
    telling(said)
    answer(point())
    point()
    point(said_on=date(2025, 12, 31))
    shown = figures(icem(), PERIOD, None)
    assert [figure.number for figure in shown] == [3, 2, 1, 1]
    client.force_login(account())
    for figure in shown:
        page = client.get(figure.address).text
        assert page.count('class="fm-needs__words"') == figure.number, figure.address


def test_who_reads_no_points_sees_no_numbers_rather_than_noughts():
    who = account("ada.quist@example.org", "Ada Quist")
    grant(who, Role.ANALYST, national=True)
    assert figures(viewer_for(who, TODAY), PERIOD, None) == []


def test_areas_stand_side_by_side_those_with_nothing_too():
    wessex = area("wessex", "Wessex")
    point()
    action(due_on=date(2026, 2, 1))
    division = Area.objects.create(code="special-crime", name_en="Special Crime", kind="casework_division")
    lines = by_area(hq(), [area(), division, wessex], PERIOD, TODAY)
    assert [(line.area, line.loop.raised, line.late_points, line.late_actions) for line in lines] == [(area(), 1, 1, 1), (wessex, 0, 0, 0)]
    point(by=hq(), area=division)
    assert len(by_area(hq(), [area(), division, wessex], PERIOD, TODAY)) == 3


def test_where_several_areas_stand_together_each_line_says_which_it_is_of():
    point(by=hq(), area=area("wessex", "Wessex"))
    action(due_on=date(2026, 2, 1))
    lines = [need.where for group in needs_of(Asked(hq(), NOW, None, several=True)) for need in group.needs]
    assert lines == ["East of England", "Wessex"]
    assert [need.where for group in needs_of(asked()) for need in group.needs] == [""]


def test_the_list_behind_a_group_is_in_the_order_of_the_group(client):
    deaf = community()
    for number in range(7):
        point(words=f"Point number {number}.", said_on=date(2026, 1, 20 - number))
        planned(f"Plan {number}", planned_for=date(2026, 2, 20 - number), communities=[deaf])
        activity(f"Held {number}", held_on=date(2026, 2, 20 - number), communities=[deaf])
        planned(f"Soon {number}", planned_for=timezone.localdate() + timedelta(days=10 - number))
    client.force_login(account())
    groups = needs_of(Asked(icem(), timezone.now(), None))[:4]
    assert [group.total for group in groups] == [7, 7, 7, 7]
    for group in groups:
        page = client.get(group.address).text
        places = [page.rfind(need.about) for need in group.needs]
        assert -1 not in places, group.heading
        assert places == sorted(places), group.heading
