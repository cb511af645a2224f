import smtplib
from datetime import date, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.engagement import operations as activities
from folkmoot.engagement.calendar import inviting, queries
from folkmoot.engagement.calendar.models import ActivityInvitation
from folkmoot.engagement.calendar.tests.factories import LATER, comms, timed
from folkmoot.engagement.tests.factories import planned
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused
from folkmoot.stakeholders.models import Consent
from folkmoot.stakeholders.operations import erase_contact
from folkmoot.stakeholders.tests.factories import contact

pytestmark = pytest.mark.django_db


def agreeing(name="Siân Prŷs", **over):
    person = contact(name, **over)
    for purpose in ("keep", "invitations"):
        Consent.objects.create(contact=person, purpose=purpose, basis="consent", given_on=date(2025, 5, 1))
    return person


@pytest.fixture
def activity():
    return timed(planned(planned_for=LATER))


def invite(activity, *people, **over):
    return inviting.invite(by=icem(), at=NOW, activity=activity, contact_ids=[each.pk for each in people], **over)


def send(activity, **over):
    return inviting.send_waiting(by=icem(), at=NOW, activity=activity, **over)


def calendar_of(message):
    return Calendar.from_ical(message.alternatives[0].content)


def test_each_person_gets_one_message_with_their_own_address_alone(activity):
    invite(activity, agreeing(), agreeing("Ade Bello", email="ade@example.org"), words="Bring a friend.")
    assert send(activity) == inviting.Sent(2, 0, 0)
    assert sorted(message.to[0] for message in mail.outbox) == ["ade@example.org", "sian.prys@example.org"]
    for message in mail.outbox:
        raw = message.message().as_bytes()
        other = b"ade@" if message.to == ["sian.prys@example.org"] else b"sian.prys@"
        assert other not in raw
        assert not message.cc
        assert not message.bcc
        assert "British Sign Language" not in message.body
        [event] = calendar_of(message).walk("VEVENT")
        assert str(event["ATTENDEE"]) == f"mailto:{message.to[0]}"
        assert event["DTSTART"].dt.hour == 10
    kinds = [part.get_content_type() for part in mail.outbox[0].message().walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics"]
    assert 'method="REQUEST"' in mail.outbox[0].message().as_string() or "method=REQUEST" in mail.outbox[0].message().as_string()


def test_sending_again_sends_nothing_twice(activity):
    person = agreeing()
    assert invite(activity, person) == 1
    assert send(activity).sent == 1
    assert invite(activity, person) == 0
    assert send(activity).sent == 0
    assert len(mail.outbox) == 1


def test_a_run_cut_short_goes_on_where_it_stopped(activity, monkeypatch):
    invite(activity, agreeing(), agreeing("Ade Bello", email="ade@example.org"))
    monkeypatch.setattr(inviting, "send", broken(ConnectionRefusedError()))
    assert send(activity) == inviting.Sent(0, 0, 2)
    monkeypatch.undo()
    assert send(activity).sent == 2
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 2


def test_a_message_claimed_by_another_sender_is_left_to_it_and_taken_up_when_that_one_died(activity):
    invite(activity, agreeing())
    ActivityInvitation.objects.update(sending_since=NOW - timedelta(minutes=1))
    assert send(activity).sent == 0
    ActivityInvitation.objects.update(sending_since=NOW - timedelta(minutes=11))
    assert send(activity).sent == 1


def broken(error):
    def send(_message):
        raise error

    return send


def test_a_refused_address_is_a_row_that_failed_and_may_be_tried_again(activity, monkeypatch):
    invite(activity, agreeing())
    monkeypatch.setattr(inviting, "send", broken(smtplib.SMTPRecipientsRefused({"sian.prys@example.org": (550, b"no")})))
    assert send(activity).failed == 1
    row = ActivityInvitation.objects.get()
    assert (row.failed_why, row.sent_at) == ("The mail server refused this address.", None)
    monkeypatch.undo()
    assert send(activity).sent == 0
    assert send(activity, again=True).sent == 1


def test_nobody_is_invited_who_did_not_agree_and_nobody_is_written_to_who_took_it_back(activity):
    stranger, person = contact("No Consent"), agreeing()
    assert [bool(each.problem) for each in queries.invitable(icem(), activity, today=NOW.date())] == [False, True]
    assert invite(activity, stranger, person) == 1
    Consent.objects.filter(contact=person, purpose="invitations").update(ended_on=NOW.date(), ending="withdrawn")
    assert send(activity) == inviting.Sent(0, 1, 0)
    assert not mail.outbox


def test_a_change_and_a_cancellation_go_to_those_invited_under_the_same_uid(activity):
    invite(activity, agreeing())
    send(activity)
    activities.change_activity(by=icem(), at=NOW, activity=activity, place="Peterborough")
    assert inviting.waiting_to_be_sent(by=THE_PRODUCT, at=NOW) == [activity]
    assert send(activity).sent == 1
    activities.cancel_activity(by=icem(), at=NOW, activity=activity, reason="Flood")
    late = ActivityInvitation.objects.create(activity=activity, contact=agreeing("Ade Bello"), invited_at=NOW)
    assert send(activity).sent == 1
    events = [calendar_of(message).walk("VEVENT")[0] for message in mail.outbox]
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [str(calendar_of(message)["METHOD"]) for message in mail.outbox] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [message.subject.split(":")[0] for message in mail.outbox] == ["Invitation", "Changed", "Called off"]
    late.refresh_from_db()
    assert late.sent_at is None


def test_welsh_only_where_it_is_preferred_and_written(activity):
    invite(activity, agreeing("Gwen Hâf", language="cy", email="gwen@example.org"), agreeing(), words="Welcome", words_cy="Croeso")
    send(activity)
    by_address = {message.to[0]: message.body for message in mail.outbox}
    assert "Croeso" in by_address["gwen@example.org"]
    assert "Welcome" in by_address["sian.prys@example.org"]
    assert "<span" not in "".join(by_address.values())


def test_who_may_invite(activity):
    with pytest.raises(NotAllowed):
        inviting.invite(by=inspector_of(), at=NOW, activity=activity, contact_ids=[agreeing().pk])
    assert inviting.invite(by=comms(), at=NOW, activity=activity, contact_ids=[agreeing("Ade Bello").pk]) == 1
    with pytest.raises(Refused):
        inviting.invite(by=icem(), at=NOW + timedelta(days=90), activity=activity, contact_ids=[1])


def inspector_of():
    from folkmoot.accounts.tests.factories import inspector

    return inspector()


@pytest.fixture
def row(activity):
    invite(activity, agreeing())
    send(activity)
    return ActivityInvitation.objects.get()


def test_the_link_works_more_than_once_and_blank_needs_keep_what_was_said(row):
    token = inviting.link_token(row)
    assert inviting.invitation_of(token, at=NOW) == row
    inviting.take_reply(at=NOW, invitation=row, reply="accepted", way="link", needs="Hearing loop", companions=2)
    inviting.take_reply(at=NOW, invitation=inviting.invitation_of(token, at=NOW), reply="declined", way="link", companions=0)
    row.refresh_from_db()
    assert (row.reply, row.needs, row.companions, row.replied_by) == ("declined", "Hearing loop", 0, "link")
    assert "Hearing" not in str(AuditEvent.objects.values())


@pytest.mark.parametrize("made_up", ["", "x.y", "🙂", "{key}", "{key}.x", "{token}x", "{token}.x"])
def test_a_made_up_link_opens_nothing(row, made_up):
    with pytest.raises(inviting.LinkClosed):
        inviting.invitation_of(made_up.format(key=row.key.hex, token=inviting.link_token(row)), at=NOW)


def test_a_link_closes_after_the_day_and_when_it_is_called_off(row, activity):
    token = inviting.link_token(row)
    with pytest.raises(inviting.LinkClosed):
        inviting.invitation_of(token, at=NOW + timedelta(days=30))
    activities.cancel_activity(by=icem(), at=NOW, activity=activity, reason="Flood")
    with pytest.raises(inviting.LinkClosed):
        inviting.invitation_of(token, at=NOW)


def mailed(row, **over):
    values = {
        "uid": f"{row.key}@localhost",
        "sender": "sian.prys@example.org",
        "answers": {"sian.prys@example.org": "ACCEPTED"},
        "sequence": 0,
    }
    return inviting.take_mailed_reply(by=THE_PRODUCT, at=NOW, **(values | over))


def test_a_mailed_reply_needs_the_key_and_the_address(row):
    for wrong in (
        {"uid": "1@localhost"},
        {"uid": ""},
        {"sender": "eve@example.org"},
        {"answers": {"eve@example.org": "ACCEPTED"}},
        {"answers": {}},
    ):
        assert mailed(row, **wrong)
    row.refresh_from_db()
    assert row.reply == ""
    assert mailed(row) == ""
    row.refresh_from_db()
    assert (row.reply, row.replied_by, row.replied_sequence) == ("accepted", "mail", 0)


def test_what_the_erased_said_they_need_goes_with_them(row):
    inviting.take_reply(at=NOW, invitation=row, reply="accepted", way="link", needs="Hearing loop")
    erase_contact(by=icem(), at=NOW, contact=row.contact)
    assert queries.invitations(icem(), row.activity) == []
    with pytest.raises(inviting.LinkClosed):
        inviting.invitation_of(inviting.link_token(row), at=NOW)
    row.refresh_from_db()
    assert row.needs == ""
