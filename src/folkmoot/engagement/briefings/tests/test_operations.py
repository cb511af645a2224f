from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, icem
from folkmoot.communities.tests.factories import area, wales
from folkmoot.engagement.briefings import operations
from folkmoot.engagement.briefings.models import Attendance, Briefing, StaffUnit
from folkmoot.engagement.briefings.queries import attendance_of, briefing_coverage, list_briefings, staff_units
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db
LIST = "/engagement/briefings/"
YEAR = {"first": date(2025, 3, 11), "last": TODAY}


def unit(name="Norwich", headcount=20, **over):
    values = {"by": icem(), "at": NOW, "area": area(), "headcount_on": date(2026, 1, 1)} | over
    return operations.add_unit(name=name, headcount=headcount, **values)


def briefing(came=None, **over):
    values = {
        "by": icem(),
        "at": NOW,
        "area": area(),
        "title": "Deaf awareness",
        "topic": "Deaf people",
        "held_on": date(2026, 2, 1),
    } | over
    return operations.record_briefing(came=came or {}, **values)


def staff(of=None):
    who = account("gwen.hale@example.org", "Gwen Hale")
    if not who.grants.exists():
        grant(who, Role.STAFF, [of or area()])
    return viewer_for(who, TODAY)


def test_a_briefing_is_recorded_with_counts_by_unit():
    norwich, ely = unit(), unit("Ely", 15)
    made = briefing({norwich: 12, ely: 0})
    assert list(Attendance.objects.values_list("unit__name", "came")) == [("Norwich", 12)]
    assert list_briefings(icem()).get().came == 12
    assert AuditEvent.objects.filter(subject_kind="engagement.briefing", subject_ids=[made.pk]).count() == 1


def test_what_cannot_be_is_refused_and_nothing_is_stored():
    norwich = unit()
    for over in ({"came": {norwich: 21}}, {"held_on": date(2026, 4, 1)}, {"came": {unit("Cardiff", area=wales(), by=welsh()): 1}}):
        with pytest.raises(Refused):
            briefing(**over)
    assert not Briefing.objects.exists()
    with pytest.raises(Refused, match="already known"):
        unit()
    with pytest.raises(Refused):
        unit("Empty", 0)


def welsh():
    return icem("wyn@example.org", "Wyn Tudur", of=wales())


def test_changing_counts_keeps_those_that_stay_even_when_the_unit_has_shrunk():
    norwich, ely = unit(), unit("Ely")
    made = briefing({norwich: 18, ely: 3})
    operations.change_unit(by=icem(), at=NOW, unit=norwich, headcount=12)
    assert operations.change_briefing(by=icem(), at=NOW, briefing=made, came={norwich: 18, ely: 0}) == ["came"]
    assert dict(Attendance.objects.values_list("unit__name", "came")) == {"Norwich": 18}
    assert operations.change_briefing(by=icem(), at=NOW, briefing=made, came={norwich: 18}) == []
    with pytest.raises(Refused):
        operations.change_briefing(by=icem(), at=NOW, briefing=made, came={norwich: 13})
    with pytest.raises(ChangedMeanwhile):
        operations.change_briefing(by=icem(), at=NOW, briefing=made, came={}, seen_version=99)


def test_staff_and_other_areas_change_nothing():
    norwich, made = unit(), briefing()
    for viewer in (staff(), welsh()):
        for do in (
            lambda who: unit("X", by=who), lambda who: briefing(by=who),
            lambda who: operations.change_unit(by=who, at=NOW, unit=norwich, name="X"),
            lambda who: operations.change_briefing(by=who, at=NOW, briefing=made, came={}),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                do(viewer)
    assert not list_briefings(welsh()).exists()
    assert not staff_units(welsh()).exists()


def test_small_units_are_shown_only_to_who_keeps_them():
    norwich, tiny = unit(), unit("Tiny", 4)
    made = briefing({norwich: 10, tiny: 2})
    kept = briefing_coverage(icem(), area=area(), **YEAR)
    assert {(line.name, line.least) for line in kept.lines} == {("Norwich", 10), ("Tiny", 2)}
    seen = briefing_coverage(staff(), area=area(), **YEAR)
    assert [(line.name, line.least, line.withheld) for line in seen.lines] == [("Norwich", 10, False), ("Tiny", 0, True)]
    assert (seen.total.least, seen.left_out) == (10, 1)
    rows, left_out = attendance_of(staff(), made)
    assert ([row.unit.name for row in rows], left_out) == (["Norwich"], 1)


def test_only_the_period_counts_and_only_units_in_being():
    norwich = unit()
    unit("Closed", starts=date(2010, 1, 1), ends=date(2020, 1, 1))
    briefing({norwich: 9}, held_on=date(2024, 5, 1))
    found = briefing_coverage(icem(), area=area(), **YEAR)
    assert [(line.name, line.least, line.last) for line in found.lines] == [("Norwich", 0, date(2024, 5, 1))]


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def test_the_way_through_the_pages(here):
    assert "No unit of staff is known here yet" in here.get(LIST).text
    values = {"name": "Norwich", "headcount": "20", "headcount_on": "2026-01-01", "mark": "one"}
    assert here.post(LIST + "units/new", values).url == LIST + "units/"
    pk = StaffUnit.objects.get().pk
    sent = {"title": "Deaf awareness", "topic": "Deaf people", "held_on": "2026-02-01", f"unit_{pk}": "21", "mark": "two"}
    refused = here.post(LIST + "new", sent)
    assert refused.status_code == 422
    assert "cannot have come" in refused.text
    page = here.post(LIST + "new", sent | {f"unit_{pk}": "12"}).url
    assert "Norwich: 12" in here.get(page).text
    changed = here.post(page + "change", sent | {f"unit_{pk}": "14", "version": "1", "mark": "three"})
    assert changed.url == page
    shown = here.get(LIST + "?first=2026-01-01").text
    assert "70%" in shown
    assert "14 of 20 staff" in shown
    assert here.get(LIST + f"units/{pk}/change").status_code == 200


def test_staff_see_the_page_without_buttons_and_small_numbers(client):
    briefing({unit("Tiny", 4): 2})
    client.force_login(Account.objects.get(pk=staff().account_id))
    shown = client.get(LIST + "?first=2026-01-01").text
    assert "fewer than 10 staff" in shown
    assert "Record a briefing" not in shown
    assert "2 came" not in shown
    assert client.get(LIST + "new").status_code == 403


def test_as_many_queries_for_many_as_for_few(here):
    for number in range(3):
        briefing({unit(f"Unit {number}"): 3})
    here.get(LIST)
    with CaptureQueriesContext(connection) as few:
        here.get(LIST)
    for number in range(3, 12):
        briefing({unit(f"Unit {number}"): 3})
    with CaptureQueriesContext(connection) as many:
        here.get(LIST)
    assert len(many) == len(few)
