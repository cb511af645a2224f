from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from folkmoot.accounts.models import RoleGrant
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, icem, inspector
from folkmoot.communities.succession.operations import Part, split_community
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.engagement import operations as activities
from folkmoot.engagement.calendar import operations, queries
from folkmoot.engagement.calendar.editions import editions_of
from folkmoot.engagement.calendar.feeding import NoSuchFeed, fed
from folkmoot.engagement.calendar.models import Communication, Feed
from folkmoot.engagement.calendar.tests.factories import LATER, account_of, comms, communication, timed
from folkmoot.engagement.tests.factories import activity, planned
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.stakeholders.tests.factories import contact

pytestmark = pytest.mark.django_db


def add(**over):
    values = {"by": comms(), "at": NOW, "area": area(), "title": "Hate crime week", "channel": "campaign", "first_on": LATER}
    return operations.add_communication(**(values | over))


def test_a_communication_from_first_word_to_published():
    row = add(communities=[community()])
    assert (row.last_on, row.owner_id) == (LATER, comms().account_id)
    operations.change_communication(by=icem(), at=NOW, communication=row, seen_version=1, place="Peterborough", last_on=date(2026, 4, 4))
    with pytest.raises(ChangedMeanwhile):
        operations.change_communication(by=icem(), at=NOW, communication=Communication.objects.get(), seen_version=1, place="Ely")
    with pytest.raises(Refused):
        operations.publish_communication(by=comms(), at=NOW, communication=row, on=LATER)
    operations.publish_communication(by=comms(), at=NOW, communication=row, on=TODAY)
    for refused in (
        lambda: operations.cancel_communication(by=comms(), at=NOW, communication=row, reason="No"),
        lambda: operations.change_communication(by=comms(), at=NOW, communication=row, place="Ely"),
    ):
        with pytest.raises(Refused):
            refused()
    assert AuditEvent.objects.filter(subject_kind="engagement.communication").count() == 3


def test_who_may_not_and_what_may_not():
    with pytest.raises(NotAllowed):
        add(by=inspector())
    with pytest.raises(NotAllowed):
        add(area=wales())
    with pytest.raises(Refused):
        add(communities=[community("Somalis in Cardiff", area=wales())])
    with pytest.raises(Refused):
        add(starts_at=time(12), ends_at=time(10))
    assert not Communication.objects.exists()


def test_an_activity_gets_its_time_and_keeps_it_when_its_day_moves():
    activity = planned()
    timing = operations.set_timing(
        by=icem(), at=NOW, activity=activity, starts_at=time(10), ends_at=time(12), online_link="https://meet.example.org/a"
    )
    operations.set_timing(by=icem(), at=NOW, activity=activity, starts_at=time(11), ends_at=time(12), seen_version=timing.version)
    with pytest.raises(ChangedMeanwhile):
        operations.set_timing(by=icem(), at=NOW, activity=activity, starts_at=time(9), ends_at=None, seen_version=1)
    activities.change_activity(by=icem(), at=NOW, activity=activity, planned_for=date(2026, 10, 26))
    [entry] = queries.entries(icem(), first=date(2026, 10, 26), last=date(2026, 10, 26))
    assert (entry.start.hour, entry.start.utcoffset()) == (11, timedelta(0))


def edition(row):
    entry = queries.entry_of_activity(row)
    return editions_of([entry], at=NOW)[entry.key]


def test_the_number_of_an_edition_rises_only_when_something_a_guest_must_know_changes():
    activity = timed(planned())
    first = edition(activity)
    assert (first.sequence, edition(activity).sequence) == (0, 0)
    activities.change_activity(by=icem(), at=NOW, activity=activity, outcome="", objective="Deaf people know whom to ring")
    assert edition(activity).sequence == 0
    activities.change_activity(by=icem(), at=NOW, activity=activity, place="Peterborough")
    assert edition(activity).sequence == 1
    operations.set_timing(by=icem(), at=NOW, activity=activity, starts_at=time(9), ends_at=None)
    activity.refresh_from_db()
    assert edition(activity).sequence == 2
    activities.cancel_activity(by=icem(), at=NOW, activity=activity, reason="Flood")
    last = edition(activity)
    assert (last.sequence, last.uid) == (3, first.uid)


def feed_text(token):
    return fed(token, at=NOW)


def test_a_feed_gives_titles_places_and_times_and_nobody():
    activity = timed(planned(planned_for=LATER, objective="A secret aim of ours", measure="and its measure"))
    activity.contacts.add(contact())
    communication(first_on=LATER, last_on=date(2026, 4, 4))
    planned("In Wales", area=wales(), planned_for=LATER)
    feed, token = operations.make_feed(by=icem(), at=NOW, area=area())
    raw = feed_text(token)
    assert token not in str(Feed.objects.values())
    assert [str(each["SUMMARY"]) for each in Calendar.from_ical(raw).walk("VEVENT")] == [
        "Hate crime awareness week",
        "Visit to Ely Deaf Club",
    ]
    for kept in (b"Prys", b"Pr\xc5\xb7s", b"sian", b"secret aim", b"ATTENDEE", b"ORGANIZER", b"Nia"):
        assert kept not in raw
    feed.refresh_from_db()
    assert feed.last_used_at == NOW


def test_a_cancelled_event_stays_in_the_feed_as_cancelled():
    _feed, token = operations.make_feed(by=icem(), at=NOW, area=area())
    activity = planned(planned_for=LATER)
    feed_text(token)
    activities.cancel_activity(by=icem(), at=NOW, activity=activity, reason="Flood")
    [event] = Calendar.from_ical(feed_text(token)).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


def test_a_feed_stops_when_it_is_revoked_replaced_or_its_owner_may_no_longer_read():
    _first, old = operations.make_feed(by=icem(), at=NOW, area=area())
    feed, token = operations.make_feed(by=icem(), at=NOW, area=area())
    with pytest.raises(NoSuchFeed):
        feed_text(old)
    assert feed_text(token)  # the control
    RoleGrant.objects.update(ended_at=NOW)
    with pytest.raises(NoSuchFeed):
        feed_text(token)
    RoleGrant.objects.update(ended_at=None)
    who = account_of(icem())
    who.is_active = False
    who.save()
    with pytest.raises(NoSuchFeed):
        feed_text(token)
    who.is_active = True
    who.save()
    operations.revoke_feed(by=icem(), at=NOW, feed=feed)
    for refused in (token, "", "x" * 5000):
        with pytest.raises(NoSuchFeed):
            feed_text(refused)


def test_nobody_revokes_the_feed_of_another():
    feed, _token = operations.make_feed(by=icem(), at=NOW, area=area())
    with pytest.raises(NoSuchFeed):
        operations.revoke_feed(by=comms(), at=NOW, feed=feed)


def test_entries_stay_within_sight_and_in_constant_queries(django_assert_num_queries):
    for number in range(6):
        row = timed(planned(f"Visit {number}", planned_for=LATER, communities=[community()] if not number else []))
        row.contacts.add(contact(f"Person {number}"))
        communication(f"Release {number}")
    planned("In Wales", area=wales(), planned_for=LATER)
    viewer = icem()
    with django_assert_num_queries(10):
        shown = queries.entries(viewer, first=LATER, last=LATER)
        assert [entry.words for entry in shown if "Wales" in entry.words] == []
    assert len(shown) == 12
    with django_assert_num_queries(1):
        queries.clashes_of(shown, first=LATER, last=LATER)


def test_a_bulletin_that_went_out_stands_in_the_calendar_and_in_no_feed():
    from folkmoot.engagement.models import Bulletin

    Bulletin.objects.create(
        area=area(), title="Spring bulletin", lawyer=account_of(comms()), submitted_at=NOW, cleared_at=NOW, cleared_hash="x", sealed_at=NOW
    )
    [entry] = queries.entries(icem(), first=TODAY, last=TODAY)
    assert (entry.words, entry.kind, entry.day) == ("Spring bulletin", "bulletin", TODAY)
    assert not queries.clashes_of([entry], first=TODAY, last=TODAY, known=[])
    _feed, token = operations.make_feed(by=icem(), at=NOW, area=area())
    assert b"Spring bulletin" not in feed_text(token)


def test_gaps_and_warnings():
    deaf, met = community(), community("Travellers at Ely", contact_every_months=12)
    planned(planned_for=TODAY + timedelta(days=5), communities=[met])
    assert [str(row) for row, _gap in queries.gaps(icem(), today=TODAY)] == [str(deaf)]
    found = queries.planning_warnings(icem(), area=area(), day=TODAY + timedelta(days=5), title="New", communities=[met])
    assert any("both for Travellers at Ely" in clash.words for clash in found)
    assert not queries.planning_warnings(icem(), area=area(), day=date(2026, 6, 10), title="New", communities=[deaf])


def test_what_a_split_community_was_before_counts_as_met():
    polish = community("Polish and Romanian people", contact_every_months=12)
    activity(communities=[polish], held_on=TODAY - timedelta(days=30))
    assert queries.gaps(icem(), today=TODAY) == []
    parts = [Part("Polish people"), Part("Romanian people")]
    split_community(by=icem(), at=NOW, community=polish, parts=parts, on=TODAY, reason="They meet apart now")
    assert queries.gaps(icem(), today=TODAY) == [], "each part goes on from when the whole was met"
