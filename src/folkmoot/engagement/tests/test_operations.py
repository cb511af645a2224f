from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, grant, hq, icem
from folkmoot.communities.models import CommunityPoint
from folkmoot.communities.tests.factories import area, community, somalis, travellers, wales
from folkmoot.engagement import operations
from folkmoot.engagement.models import Activity
from folkmoot.engagement.operations import CannotClose, Links, Said
from folkmoot.engagement.queries import state_of_row, unanswered_points
from folkmoot.engagement.rules import State
from folkmoot.engagement.tests.factories import activity, aim, planned
from folkmoot.foundation import audit
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.stakeholders.models import Organisation
from folkmoot.stakeholders.partnerships.operations import add_partnership
from folkmoot.stakeholders.partnerships.queries import lapsed
from folkmoot.stakeholders.tests.factories import contact, organisation
from folkmoot.voice.models import Point
from folkmoot.voice.operations import answer_point

pytestmark = pytest.mark.django_db


def plan(**over):
    values = {
        "by": icem(), "at": NOW, "area": area(), "title": "Visit to Ely Deaf Club", "kind": "visit", "purpose": "consultation",
        "objective": "Deaf people know how to report", "measure": "20 people come", "planned_for": date(2026, 4, 2),
    } | over  # fmt: skip
    return operations.plan_activity(**values)


def log(**over):
    values = {"by": icem(), "at": NOW, "area": area(), "held_on": date(2026, 3, 9), "kind": "meeting", "place": "Ely"} | over
    return operations.log_contact(**values)


def staff():
    who = account("gwen.hale@example.org", "Gwen Hale")
    if not who.grants.exists():
        grant(who, Role.STAFF, [area()])
    return viewer_for(who, TODAY)


def broken(*args, **kwargs):
    raise RuntimeError("the audit trail cannot be written")


def ready(**over):
    """A recorded activity that lacks nothing."""
    return activity(communities=[community()], aims=[aim()], **over)


def state(row):
    return state_of_row(Activity.objects.get(pk=row.pk))


def test_planning_is_audited_and_links_its_rows():
    deaf, club = community(), organisation()
    made = plan(links=Links(communities=[deaf], organisations=[club], contacts=[contact()], aims=[aim()]))
    assert (made.communities.get(), made.organisations.get(), made.contacts.count(), made.aims.count()) == (deaf, club, 1, 1)
    event = AuditEvent.objects.get(subject_kind="engagement.activity")
    assert (event.kind, event.subject_ids, event.area_id) == ("collection", [made.pk], area().pk)


@pytest.mark.parametrize("write", [plan, log])
def test_nothing_is_stored_when_the_audit_trail_cannot_be_written(write, monkeypatch):
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        write(links=Links(new_organisations=["Clwb Byddar Ely"]))
    assert not Activity.objects.exists()
    assert not Organisation.objects.exists()


def test_a_plan_without_a_measure_is_refused_and_the_database_refuses_it_too():
    with pytest.raises(Refused) as refused:
        plan(measure="", objective="Meet")
    assert set(refused.value.problems) == {"measure", "objective"}
    with pytest.raises(IntegrityError), transaction.atomic():
        planned(measure="")


def test_another_area_is_refused_and_so_are_its_rows():
    with pytest.raises(NotAllowed):
        plan(area=wales())
    with pytest.raises(NotAllowed):
        log(area=wales())
    for links in (
        Links(communities=[somalis()]), Links(organisations=[organisation(area=wales())]), Links(contacts=[contact(area=wales())]),
    ):  # fmt: skip
        with pytest.raises(Refused):
            plan(links=links)
    assert plan(links=Links(communities=[community("Young people", area=None)])).communities.count() == 1


def test_a_plan_is_recorded_late_and_keeps_its_links():
    deaf = community()
    row = planned(planned_for=date(2026, 2, 1), communities=[deaf])
    done = operations.record_activity(by=icem(), at=NOW, activity=row, held_on=date(2026, 2, 1), headcount=12, seen_version=1)
    assert (state(done), done.recorded_at, done.recorded_by_id, list(done.communities.all())) == (
        State.RECORDED,
        NOW,
        icem().account_id,
        [deaf],
    )
    with pytest.raises(Refused):
        operations.record_activity(by=icem(), at=NOW, activity=done, held_on=date(2026, 2, 1))


def test_recording_refuses_the_future_and_a_stale_page():
    with pytest.raises(Refused):
        log(held_on=TODAY + timedelta(days=1))
    row = planned()
    operations.change_activity(by=icem(), at=NOW, activity=Activity.objects.get(), title="Another title")
    with pytest.raises(ChangedMeanwhile):
        operations.record_activity(by=icem(), at=NOW, activity=row, held_on=TODAY, seen_version=1)


def test_logging_records_all_that_was_said_for_every_community_and_gives_a_title():
    deaf, travelling = community(), travellers()
    made = log(said=[Said("We hear nothing."), Said("Thank you for coming.", "praise")], links=Links(communities=[deaf, travelling]))
    assert made.title == "Meeting: Ely"
    points = Point.objects.order_by("pk")
    assert [(each.words, each.nature, each.said_on) for each in points] == [
        ("We hear nothing.", "concern", date(2026, 3, 9)), ("Thank you for coming.", "praise", date(2026, 3, 9)),
    ]  # fmt: skip
    assert {(each.origin_kind, each.origin_id) for each in points} == {("engagement.activity", made.pk)}
    assert CommunityPoint.objects.count() == 4


def test_logging_is_all_or_nothing():
    with pytest.raises(Refused):
        log(said=[Said("We hear nothing."), Said("   ")], links=Links(new_organisations=["Clwb Byddar Ely"]))
    assert not Activity.objects.exists()
    assert not Point.objects.exists()
    assert not Organisation.objects.exists()


def test_names_nobody_knew_become_organisations_of_the_area_by_those_who_may_add_them():
    club = organisation()
    made = log(links=Links(organisations=[club], new_organisations=["Clwb Byddar Ely"]))
    assert set(made.organisations.values_list("name", flat=True)) == {"Fenland Deaf Club", "Clwb Byddar Ely"}
    operations.change_activity(by=icem(), at=NOW, activity=made, links=Links(new_organisations=["Ely Carers"]))
    assert made.organisations.count() == 3
    with pytest.raises(NotAllowed):
        log(by=staff(), links=Links(new_organisations=["Wisbech Carers"]))


def test_an_activity_with_an_unanswered_point_cannot_be_closed_and_says_which():
    row = ready()
    said = operations.add_point(by=icem(), at=NOW, activity=row, words="We hear nothing for a year.")
    with pytest.raises(CannotClose) as refused:
        operations.close_activity(by=icem(), at=NOW, activity=row)
    assert [(each.words, each.point_id) for each in refused.value.obstacles] == [("We hear nothing for a year.", said.pk)]
    assert state(row) is State.RECORDED
    answer_point(by=icem(), at=NOW, point=said, outcome="accepted", words="We will write within ten days.", on=TODAY)
    operations.close_activity(by=icem(), at=NOW, activity=row)
    assert state(row) is State.CLOSED
    assert Activity.objects.get().closed_by_id == icem().account_id


def test_a_point_the_closer_may_not_read_stands_in_the_way_without_its_words():
    row = ready()
    operations.add_point(by=icem(), at=NOW, activity=row, words="We hear nothing for a year.")
    assert not unanswered_points(staff(), row).exists()
    with pytest.raises(CannotClose) as refused:
        operations.close_activity(by=staff(), at=NOW, activity=row)
    obstacle = refused.value.obstacles[0]
    assert obstacle.point_id is None
    assert "year" not in str(refused.value)


def test_a_promise_made_stands_in_the_way_like_anything_else_that_waits():
    row = ready()
    promise = operations.add_point(by=icem(), at=NOW, activity=row, words="We will send the leaflet in Somali.", nature="promise")
    with pytest.raises(CannotClose) as refused:
        operations.close_activity(by=icem(), at=NOW, activity=row)
    assert [each.point_id for each in refused.value.obstacles] == [promise.pk]


def test_people_nobody_knew_are_added_and_what_we_may_keep_is_still_to_be_asked():
    row = log(links=Links(new_people=["Amina Warsame"]))
    person = row.contacts.get()
    assert (person.name, person.basis, person.area_id) == ("Amina Warsame", "to_be_asked", row.area_id)


def test_what_is_missing_is_named_together():
    row = activity(outcome="", headcount=None, purpose="", follow_up="")
    with pytest.raises(CannotClose) as refused:
        operations.close_activity(by=icem(), at=NOW, activity=row)
    assert len(refused.value.obstacles) == 6


def test_the_database_refuses_to_close_without_an_outcome():
    with pytest.raises(IntegrityError), transaction.atomic():
        activity(outcome="", closed_at=NOW)


def test_a_closed_activity_takes_no_point_and_no_change_until_headquarters_opens_it():
    row = ready()
    operations.close_activity(by=icem(), at=NOW, activity=row)
    row.refresh_from_db()
    with pytest.raises(Refused):
        operations.add_point(by=icem(), at=NOW, activity=row, words="One more thing.")
    with pytest.raises(Refused):
        operations.change_activity(by=icem(), at=NOW, activity=row, title="Another title")
    with pytest.raises(NotAllowed):
        operations.reopen_activity(by=icem(), at=NOW, activity=row, reason="A point was forgotten")
    with pytest.raises(Refused):
        operations.reopen_activity(by=hq(), at=NOW, activity=row, reason=" ")
    operations.reopen_activity(by=hq(), at=NOW, activity=row, reason="A point was forgotten")
    assert (state(row), Activity.objects.get().reopened_why) == (State.RECORDED, "A point was forgotten")


def test_a_stale_page_cannot_add_a_point_to_what_was_closed_meanwhile():
    row = ready()
    seen_before = Activity.objects.get()
    operations.close_activity(by=icem(), at=NOW, activity=row)
    with pytest.raises(Refused):
        operations.add_point(by=icem(), at=NOW, activity=seen_before, words="One more thing.")


def test_a_plan_is_cancelled_with_its_reason_and_what_was_held_is_not():
    row = planned()
    with pytest.raises(Refused):
        operations.cancel_activity(by=icem(), at=NOW, activity=row, reason="")
    operations.cancel_activity(by=icem(), at=NOW, activity=row, reason="The hall was flooded")
    assert state(row) is State.CANCELLED
    with pytest.raises(Refused):
        operations.record_activity(by=icem(), at=NOW, activity=row, held_on=TODAY)
    with pytest.raises(Refused):
        operations.cancel_activity(by=icem(), at=NOW, activity=activity(), reason="It never happened")


def test_changing_a_plan_keeps_it_smart_and_an_old_day_may_stay():
    row = planned(planned_for=date(2026, 2, 1))
    assert operations.change_activity(by=icem(), at=NOW, activity=row, place="Wisbech") == ["place"]
    with pytest.raises(Refused):
        operations.change_activity(by=icem(), at=NOW, activity=row, measure="")
    with pytest.raises(Refused):
        operations.change_activity(by=icem(), at=NOW, activity=row, planned_for=date(2026, 2, 2))


def test_changing_what_was_held_names_the_fields_in_the_audit_and_no_values():
    row = activity()
    changed = operations.change_activity(by=icem(), at=NOW, activity=row, outcome="Rhian Vaughan will write.", links=Links(aims=[aim()]))
    assert changed == ["outcome", "aims"]
    event = AuditEvent.objects.get(kind="alteration")
    assert event.detail == {"fields": changed}
    with pytest.raises(Refused):
        operations.change_activity(by=icem(), at=NOW, activity=row, held_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("make", "write"),
    [
        (planned, lambda row: operations.record_activity(by=icem(), at=NOW, activity=row, held_on=TODAY)),
        (planned, lambda row: operations.cancel_activity(by=icem(), at=NOW, activity=row, reason="Flood")),
        (planned, lambda row: operations.change_activity(by=icem(), at=NOW, activity=row, title="Another title")),
        (ready, lambda row: operations.close_activity(by=icem(), at=NOW, activity=row)),
        (ready, lambda row: operations.add_point(by=icem(), at=NOW, activity=row, words="One more thing.")),
        (lambda: ready(closed_at=NOW), lambda row: operations.reopen_activity(by=hq(), at=NOW, activity=row, reason="Forgotten")),
    ],
)
def test_every_write_is_undone_when_the_audit_trail_cannot_be_written(make, write, monkeypatch):
    row = make()
    before = Activity.objects.values().get()
    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        write(row)
    assert Activity.objects.values().get() == before
    assert not Point.objects.exists()


@pytest.mark.parametrize("make", [planned, activity])
def test_another_area_s_activity_is_out_of_reach(make):
    row = make(area=wales())
    for write in (
        lambda: operations.record_activity(by=icem(), at=NOW, activity=row, held_on=TODAY),
        lambda: operations.change_activity(by=icem(), at=NOW, activity=row, title="x"),
        lambda: operations.close_activity(by=icem(), at=NOW, activity=row),
        lambda: operations.cancel_activity(by=icem(), at=NOW, activity=row, reason="x"),
        lambda: operations.add_point(by=icem(), at=NOW, activity=row, words="x"),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_what_was_held_as_part_of_a_partnership_is_a_contact_within_it():
    who, today = icem(), TODAY
    kept = add_partnership(
        by=who, at=NOW, area=area(), kind="mental_health", title="Mental health board", purpose="Agree how witnesses are supported.",
        starts=today - timedelta(days=400), partners=[organisation()],
    )  # fmt: skip
    assert [each.partnership for each in lapsed(who, today=today)] == [kept]
    held = operations.record_activity(by=who, at=NOW, area=area(), held_on=today, kind="meeting", links=Links(partnerships=[kept]))
    assert lapsed(who, today=today) == []
    operations.change_activity(by=who, at=NOW, activity=held, links=Links(partnerships=[]))
    assert [each.partnership for each in lapsed(who, today=today)] == [kept]
