from datetime import date, timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.engagement.briefings.models import StaffUnit
from folkmoot.engagement.tests.factories import aim
from folkmoot.engagement.volunteering import operations
from folkmoot.engagement.volunteering.models import Opportunity, TakeUp, VolunteerTime
from folkmoot.engagement.volunteering.queries import list_opportunities, own_time, volunteering_figures
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.stakeholders.tests.factories import organisation

pytestmark = pytest.mark.django_db
LIST = "/engagement/volunteering/"
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 6, 30)}


def opportunity(title="Homework club", **over):
    values = {"by": icem(), "at": NOW, "area": area(), "starts": date(2026, 1, 1)} | over
    return operations.add_opportunity(title=title, **values)


def staff(number=1, of=None):
    who = account(f"staff{number}@example.org", f"Staff {number}")
    if not who.grants.exists():
        grant(who, Role.STAFF, [of or area()])
    return viewer_for(who, TODAY)


def taken(row, number=1, **over):
    return operations.take_up(by=staff(number), at=NOW, opportunity=row, **over)


def log(take_up, number=1, day=TODAY, quarters=6):
    return operations.log_time(by=staff(number), at=NOW, taken=take_up, day=day, quarters=quarters)


def test_taken_up_once_left_and_taken_up_again():
    row = opportunity()
    mine = taken(row)
    assert taken(row) == mine
    operations.leave(by=staff(), at=NOW, taken=mine)
    assert TakeUp.objects.get().left_on == TODAY
    assert taken(row).left_on is None


def test_full_and_ended_opportunities_are_refused():
    row = opportunity(places=1)
    taken(row)
    with pytest.raises(Refused, match="places"):
        taken(row, 2)
    with pytest.raises(Refused, match="ended"):
        taken(opportunity("Old", ends=date(2026, 2, 1)))


def test_time_of_a_day_is_put_in_place_of_the_old():
    mine = taken(opportunity())
    log(mine)
    log(mine, quarters=8)
    assert list(own_time(staff()).values_list("quarters", flat=True)) == [8]
    with pytest.raises(Refused):
        log(mine, day=TODAY + timedelta(days=1))


def test_nobody_logs_removes_or_leaves_for_another():
    mine = taken(opportunity())
    row = log(mine)
    for viewer in (staff(2), icem()):
        for do in (
            lambda who: operations.log_time(by=who, at=NOW, taken=mine, day=TODAY, quarters=1),
            lambda who: operations.remove_time(by=who, at=NOW, row=row),
            lambda who: operations.leave(by=who, at=NOW, taken=mine),
        ):
            with pytest.raises(NotAllowed):
                do(viewer)
        assert not own_time(viewer).exists()
    operations.remove_time(by=staff(), at=NOW, row=row)
    assert not VolunteerTime.objects.exists()


def test_staff_and_other_areas_keep_no_opportunities():
    row = opportunity()
    welsh = icem("wyn@example.org", "Wyn Tudur", of=wales())
    for viewer in (staff(), welsh):
        with pytest.raises(NotAllowed):
            operations.change_opportunity(by=viewer, at=NOW, opportunity=row, communities=[], aims=[], title="X")
        with pytest.raises(NotAllowed):
            opportunity(by=viewer)
    with pytest.raises(NotAllowed):
        operations.take_up(by=welsh, at=NOW, opportunity=row)
    with pytest.raises(Refused, match="another Area"):
        opportunity("Other", organisation=organisation(area=wales()))
    assert not list_opportunities(welsh, today=TODAY).exists()


def test_ended_ones_are_listed_apart():
    opportunity("Old", ends=date(2026, 2, 1))
    opportunity()
    assert [row.title for row in list_opportunities(icem(), today=TODAY)] == ["Homework club"]
    assert [row.title for row in list_opportunities(icem(), today=TODAY, ended=True)] == ["Old"]
    row = Opportunity.objects.get(title="Homework club")
    with pytest.raises(ChangedMeanwhile):
        operations.change_opportunity(by=icem(), at=NOW, opportunity=row, communities=[], aims=[], seen_version=9, title="X")


def figures(viewer=None):
    return volunteering_figures(viewer or icem(), area=area(), **YEAR)


def test_totals_by_unit_organisation_community_and_aim_never_by_person():
    deaf, trust = community(), aim()
    row = opportunity(organisation=organisation(), communities=[deaf], aims=[trust])
    unit = StaffUnit.objects.create(area=area(), name="Norwich", headcount=30, headcount_on=TODAY)
    for number in (1, 2):
        log(taken(row, number, unit=unit), number)
    assert figures().total is None
    assert figures().by_unit == []
    log(taken(row, 3, unit=unit), 3, quarters=9)
    found = figures()
    assert (found.total.people, float(found.total.hours)) == (3, 5.25)
    assert [each.key for each in found.by_unit] == ["Norwich"]
    assert [each.key for each in found.by_organisation] == ["Fenland Deaf Club"]
    assert [found.names["communities", each.key] for each in found.by_community] == [str(deaf)]
    assert [found.names["aims", each.key] for each in found.by_aim] == [str(trust)]
    welsh = icem("wyn@example.org", "Wyn Tudur", of=wales())
    assert volunteering_figures(welsh, area=None, **YEAR).total is None


def test_an_area_of_few_cannot_be_worked_out_from_the_whole():
    row = opportunity()
    for number in (1, 2, 3):
        log(taken(row, number), number)
    welsh = icem("wyn@example.org", "Wyn Tudur", of=wales())
    other = opportunity("Clwb", by=welsh, area=wales())
    alone = staff(9, of=wales())
    operations.log_time(by=alone, at=NOW, taken=operations.take_up(by=alone, at=NOW, opportunity=other), day=TODAY, quarters=40)
    whole = volunteering_figures(hq(), area=None, **YEAR)
    assert whole.total == volunteering_figures(hq(), area=area(), **YEAR).total
    assert volunteering_figures(hq(), area=wales(), **YEAR).total is None


def day(offset=0):
    return timezone.localdate() + timedelta(days=offset)


def test_a_member_of_staff_logs_their_hours_in_two_pages(client):
    row = opportunity(starts=day(-30), communities=[community()])
    client.force_login(Account.objects.get(pk=staff().account_id))
    assert "Add an opportunity" not in client.get(LIST).text
    page = LIST + f"{row.pk}/"
    assert client.post(page + "take-up", {"mark": "one"}).url == page
    mine = TakeUp.objects.get()
    refused = client.post(LIST + "time", {"taken": mine.pk, "day": day().isoformat(), "hours": "1.1", "mark": "two"})
    assert "in quarters" in refused.text
    assert client.post(LIST + "time", {"taken": mine.pk, "day": day().isoformat(), "hours": "1.5", "mark": "two"}).url == LIST
    assert "1.5 hours, Homework club" in client.get(LIST).text
    assert "Fewer than 3 people" in client.get(LIST + "figures").text
    client.post(LIST + f"time/{VolunteerTime.objects.get().pk}/remove")
    client.post(page + "leave")
    assert not VolunteerTime.objects.exists()
    assert TakeUp.objects.get().left_on


def test_the_manager_sees_no_persons_hours(client):
    mine = taken(opportunity())
    log(mine)
    client.force_login(Account.objects.get(pk=icem().account_id))
    for page in (LIST, LIST + "figures", LIST + f"{mine.opportunity_id}/"):
        shown = client.get(page).text
        assert "Staff 1" not in shown
        assert "1.5 hours" not in shown
    assert client.post(LIST + f"time/{VolunteerTime.objects.get().pk}/remove").status_code == 404


def test_an_opportunity_is_for_an_organisation_or_a_community(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    club, sent = organisation(name="Wisbech Homework Club"), {"title": "Homework club", "starts": day(-1).isoformat(), "mark": "one"}
    organisation(name="Clwb Gwaith Cartref", area=wales())
    for named, said in (
        ("", "name an organisation or choose a community"),
        ("Wisbech Club", "No organisation called “Wisbech Club” is known"),
        ("Clwb Gwaith Cartref", "No organisation called"),
    ):
        refused = client.post(LIST + "new", sent | {"organisation": named})
        assert refused.status_code == 422
        assert said in refused.text
    assert not Opportunity.objects.exists()
    page = client.post(LIST + "new", sent | {"organisation": "the wisbech homework club"}).url
    assert Opportunity.objects.get().organisation == club
    assert "Wisbech Homework Club" in client.get(page).text
    assert 'value="Wisbech Homework Club"' in client.get(page + "change").text
    organisation(name="Wisbech homework club.")
    assert client.post(page + "change", sent | {"organisation": club.name, "title": "Maths", "version": "1", "mark": "two"}).url == page
    assert Opportunity.objects.get().organisation == club
    assert "Several organisations are called" in client.post(LIST + "new", sent | {"organisation": club.name, "mark": "three"}).text


def test_the_manager_keeps_opportunities(client):
    here, deaf = client, community()
    here.force_login(Account.objects.get(pk=icem().account_id))
    assert "No opportunity is open" in here.get(LIST).text
    sent = {"title": "Homework club", "starts": day(-1).isoformat(), "hours": "7.5", "communities": [deaf.pk], "mark": "one"}
    page = here.post(LIST + "new", sent).url
    assert Opportunity.objects.get().quarters == 30
    assert "7.5 hours" in here.get(page).text
    changed = here.post(page + "change", sent | {"ends": day(-1).isoformat(), "version": "1", "mark": "two"})
    assert changed.url == page
    assert "Ended" in here.get(page).text
