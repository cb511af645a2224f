"""Calling, replying, attending and closing, with what is refused on the way."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.scope import THE_PRODUCT, NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, icem
from folkmoot.engagement.calendar.feeding import fed
from folkmoot.engagement.calendar.operations import make_feed
from folkmoot.engagement.calendar.queries import PANEL_MEETING, entries
from folkmoot.foundation.audit import faults
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.meetings import closing, operations, queries, replying
from folkmoot.panels.meetings.attending.operations import forget_details
from folkmoot.panels.meetings.letters import calendar_file
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.tests.factories import SOON, called, drafted, here, opened, panel, row, seat, talked_about
from folkmoot.panels.members.operations import leave

pytestmark = pytest.mark.django_db


def test_a_meeting_is_called_only_with_terms_and_everybody_who_sits_is_asked():
    bare = panel("bare", terms=False, people=())
    with pytest.raises(Refused, match="No terms of reference hold for this panel on 26 March 2026"):
        operations.call_meeting(by=icem(), at=NOW, meeting=drafted(bare))
    of = panel()
    seat(of, "Mair Hughes", channel="phone", language="cy")
    nowhere = drafted(of, place="")
    with pytest.raises(Refused, match="Say where it is held"):
        operations.call_meeting(by=icem(), at=NOW, meeting=nowhere)
    told = operations.call_meeting(by=icem(), at=NOW, meeting=drafted(of, SOON + timedelta(days=7)))
    assert len(told.told.written) == 3
    assert [(queries.name_of(each), why) for each, why in told.told.by_hand] == [
        ("Mair Hughes", "They asked to hear from us in another way: ring or write.")
    ]
    assert {member.contact.name for member, _why in told.without_papers} >= {"Ruth Adeyemi"}, "they signed no undertaking"
    assert all(why for _member, why in told.without_papers)
    letter = Letter.objects.get(to="ruth@example.org")
    assert "Priory Hall, Ely" in letter.text
    assert replying.token_of(row(told.told.written[0].meeting, "Ruth Adeyemi")) in letter.text
    assert "halina" not in letter.text
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    with pytest.raises(NotAllowed):
        operations.draft_meeting(by=other, at=NOW, panel=of)
    assert list(queries.meetings(other)) == []
    assert list(faults()) == []


def test_what_is_booked_twice_must_be_said_aloud():
    first, second = panel("first", people=("Ruth Adeyemi",)), panel("second", people=("Ruth Adeyemi", "Halina Nowak"))
    called(first)
    clash = drafted(second, SOON + timedelta(minutes=90), place="Elsewhere")
    with pytest.raises(Refused, match=r"Expected at Panel first .* at the same time: Ruth Adeyemi"):
        operations.call_meeting(by=icem(), at=NOW, meeting=clash)
    operations.call_meeting(by=icem(), at=NOW, meeting=clash, despite=True)
    assert clash.state == "called"
    after = drafted(second, SOON + timedelta(minutes=300))
    assert queries.booked_twice(after) == []
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        type(second).objects.filter(pk=second.pk).update(area=None)
    clash.panel.refresh_from_db()
    assert "Panel first" not in " ".join(queries.booked_twice(clash)), "a panel of another Area is not named"
    assert "Ruth Adeyemi" in " ".join(queries.booked_twice(clash))


def test_replies_by_link_by_mail_and_what_a_move_does_to_them():
    meeting = called(panel(), where="both", link="https://meet.example.org/1")
    ruth, gwilym = row(meeting, "Ruth Adeyemi"), row(meeting, "Gwilym Parry")
    assert replying.row_of(replying.token_of(ruth)) == ruth
    with pytest.raises(replying.LinkClosed, match="does not work"):
        replying.row_of(replying.token_of(ruth)[:-1] + "x")
    replying.take_reply(at=NOW, attendance=ruth, reply="online", words="A hearing loop, please")
    uid = next(line for line in calendar_file(gwilym, at=NOW).decode().replace("\r\n ", "").splitlines() if line.startswith("UID:"))[4:]
    mailed = {"by": THE_PRODUCT, "at": NOW, "uid": uid, "answers": {"gwilym@example.org": "ACCEPTED"}}
    assert replying.take_mailed_reply(**mailed | {"uid": "another@elsewhere"}, sender="gwilym@example.org", sequence=1) is None
    assert "not come from the address" in replying.take_mailed_reply(**mailed, sender="ruth@example.org", sequence=1)
    assert replying.take_mailed_reply(**mailed, sender="gwilym@example.org", sequence=1) == ""
    assert queries.quorum_of(meeting).present == 2
    operations.change_meeting(by=icem(), at=NOW, meeting=meeting, access="Ring the bell")
    assert queries.quorum_of(meeting).present == 2, "a word on access leaves the answers as they are"
    told = operations.change_meeting(by=icem(), at=NOW, meeting=meeting, starts_at=SOON + timedelta(days=1))
    assert len(told.written) == 3
    assert queries.quorum_of(meeting).present == 0, "an answer to another day is none"
    assert "moved since" in replying.take_mailed_reply(**mailed, sender="gwilym@example.org", sequence=2)
    assert Attendance.objects.get(pk=ruth.pk).reply_words == "A hearing loop, please"
    with pytest.raises(replying.LinkClosed, match="over"):
        replying.take_reply(at=SOON + timedelta(days=2), attendance=ruth, reply="no")
    with pytest.raises(ChangedMeanwhile):
        operations.change_meeting(by=icem(), at=NOW, meeting=meeting, seen_version=1, theme="x")


def test_a_called_off_meeting_tells_those_asked_and_leaves_their_calendars():
    meeting = called(panel())
    sequence = queries.entry_of(meeting).edition.sequence
    with pytest.raises(Refused, match="owed the reason"):
        operations.cancel_meeting(by=icem(), at=NOW, meeting=meeting, why=" ")
    told = operations.cancel_meeting(by=icem(), at=NOW, meeting=meeting, why="The hall is flooded")
    assert len(told.written) == 3
    assert "The hall is flooded" in Letter.objects.filter(to="ruth@example.org").latest("pk").text
    file = calendar_file(row(meeting, "Ruth Adeyemi"), at=NOW).decode()
    assert "METHOD:CANCEL" in file
    entry = queries.dates(icem(), area(), SOON.date(), SOON.date())[0]
    assert (entry.kind, entry.cancelled, entry.edition.sequence) == (PANEL_MEETING, True, sequence + 1)
    with pytest.raises(Refused, match="the meeting is cancelled"):
        operations.open_meeting(by=icem(), at=SOON, meeting=meeting, chaired_by=None)


def test_members_who_come_and_go_between_the_call_and_the_day():
    of = panel()
    meeting = called(of)
    leave(by=THE_PRODUCT, at=NOW, member=row(meeting, "Halina Nowak").member, on=NOW.date(), how="resigned", why="Moved")
    assert "closed when the seat ended" in replying.closed(row(meeting, "Halina Nowak"), NOW)
    with pytest.raises(replying.LinkClosed, match="closed when the seat ended"):
        replying.take_reply(at=NOW, attendance=row(meeting, "Halina Nowak"), reply="yes")
    assert replying.closed(row(meeting, "Ruth Adeyemi"), NOW) == ""
    seat(of, "Mair Hughes", starts=date(2026, 3, 9))
    assert [member.contact.name for member in queries.not_asked_yet(meeting)] == ["Mair Hughes"]
    assert len(operations.ask_new_members(by=icem(), at=NOW, meeting=meeting).written) == 1
    told = operations.remind(by=icem(), at=NOW, meeting=meeting)
    assert "Halina Nowak" not in {queries.name_of(each) for each in told.written}
    with pytest.raises(Refused, match="on its day and not before"):
        operations.open_meeting(by=icem(), at=NOW, meeting=meeting, chaired_by=None)
    operations.open_meeting(by=icem(), at=SOON, meeting=meeting, chaired_by=None)
    assert {queries.name_of(each) for each in queries.attendances(meeting)} == {"Ruth Adeyemi", "Gwilym Parry", "Mair Hughes"}


def test_substitutes_only_where_the_terms_allow_and_guests_without_a_vote():
    strict = called(panel("strict"))
    with pytest.raises(Refused, match="do not let members send a substitute"):
        operations.send_substitute(by=icem(), at=NOW, attendance=row(strict, "Ruth Adeyemi"), name="Jo Bloggs")
    meeting = called(panel("easy", people=("Mair Hughes", "Tom Ellis"), substitutes=True), SOON + timedelta(days=1))
    mair = row(meeting, "Mair Hughes")
    stand_in = operations.send_substitute(by=icem(), at=NOW, attendance=mair, name="Jo Bloggs", email="jo@example.org")
    assert (stand_in.votes, stand_in.stands_for) == (True, mair)
    assert Letter.objects.filter(to="jo@example.org").exists()
    with pytest.raises(Refused, match="named for this member already"):
        operations.send_substitute(by=icem(), at=NOW, attendance=mair, name="Al Other")
    with pytest.raises(Refused, match="in what capacity"):
        operations.add_guest(by=icem(), at=NOW, meeting=meeting, name="A Speaker", capacity="")
    guest = operations.add_guest(by=icem(), at=NOW, meeting=meeting, name="A Speaker", capacity="Police")
    assert not guest.votes
    day = SOON + timedelta(days=1)
    operations.open_meeting(by=icem(), at=day, meeting=meeting, chaired_by=None)
    for each in (stand_in, guest, row(meeting, "Tom Ellis")):
        operations.record_attendance(by=icem(), at=day, attendance=each, present="room")
    assert queries.quorum_of(meeting).met
    later = SOON + timedelta(days=800)
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancelled_why="Snow")
    assert forget_details(by=THE_PRODUCT, at=SOON + timedelta(days=700)) == 0
    assert forget_details(by=THE_PRODUCT, at=later) == 2
    assert set(Attendance.objects.filter(meeting=meeting, member=None).values_list("name", "email")) == {("–", "")}
    assert forget_details(by=THE_PRODUCT, at=later) == 0


def test_a_member_removed_in_mid_meeting_leaves_the_count_and_the_record_says_when():
    meeting = opened(panel())
    with pytest.raises(Refused, match="Nothing is noted yet for: Gwilym Parry"):
        operations.close_meeting(by=icem(), at=SOON, meeting=meeting)
    here(meeting, "Ruth Adeyemi", "Gwilym Parry")
    talked_about(meeting)
    gwilym = row(meeting, "Gwilym Parry")
    leave(by=THE_PRODUCT, at=SOON, member=gwilym.member, on=SOON.date(), how="removed", why="Shared a case with the press")
    end = SOON + timedelta(hours=2)
    with pytest.raises(Refused, match="The seat of Gwilym Parry has ended"):
        operations.close_meeting(by=icem(), at=end, meeting=meeting)
    with pytest.raises(Refused, match="not come yet"):
        operations.leave_meeting(by=icem(), at=SOON, attendance=gwilym, why="Removed", left_at=end)
    quorum = operations.leave_meeting(by=icem(), at=SOON + timedelta(minutes=45), attendance=gwilym, why="Their seat ended")
    assert (quorum.present, quorum.needed, quorum.met) == (1, 2, False)
    operations.close_meeting(by=icem(), at=end, meeting=meeting)
    assert meeting.quorate
    assert meeting.record["quorum"]["spans"] == [["2026-03-26T10:00:00+00:00", "2026-03-26T10:45:00+00:00"]]
    person = next(each for each in meeting.record["people"] if each["row"] == gwilym.pk)
    assert (person["present"], person["left"]) == ("room", "2026-03-26T10:45:00+00:00")
    assert "Parry" not in str(meeting.record), "a name can be erased and the record still holds"
    assert closing.faults_of(meeting) == []
    with pytest.raises(Refused, match="closed or was called off"):
        operations.record_attendance(by=icem(), at=end, attendance=gwilym, present="absent")
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Attendance.objects.filter(pk=gwilym.pk).update(present="absent")
    assert closing.faults_of(meeting) == ["attendance is not what was recorded"]
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Meeting.objects.filter(pk=meeting.pk).update(record=meeting.record | {"chair": None, "number": 9})
    meeting.refresh_from_db()
    assert len(closing.faults_of(meeting)) == 2


def test_held_without_a_quorum_it_says_why_and_afterwards_it_is_entered_as_such():
    of = panel()
    late = drafted(of, SOON - timedelta(days=60))
    with pytest.raises(Refused, match="This time has passed"):
        operations.call_meeting(by=icem(), at=SOON, meeting=late)
    operations.enter_afterwards(by=icem(), at=SOON, meeting=late, chaired_by=None)
    here(late, "Ruth Adeyemi")
    talked_about(late)
    with pytest.raises(Refused, match="no quorum at any time"):
        operations.close_meeting(by=icem(), at=SOON, meeting=late)
    operations.close_meeting(by=icem(), at=SOON, meeting=late, why="Snow kept two away; nothing was decided")
    assert (late.quorate, late.record["entered_afterwards"], queries.quorum_of(late).present) == (False, True, 1)
    assert queries.last_meeting(of, SOON.date()) == late
    assert queries.next_meeting(of, SOON.date()) is None
    assert list(faults()) == []


def test_the_calendar_of_the_area_shows_it_and_a_feed_numbers_its_changes():
    meeting = called(panel())
    clash = next(entry for entry in entries(icem(), area=area(), first=SOON.date(), last=SOON.date()) if entry.kind == PANEL_MEETING)
    assert len(clash.people) == 3
    _feed, token = make_feed(by=icem(), at=NOW, area=area())
    before = fed(token, at=NOW).decode()
    assert "SUMMARY:Panel eastern-hate-crime" in before
    assert "SEQUENCE:1" in before
    assert "example.org" not in before.replace("@folkmoot.example.org", ""), "nobody is named in a feed"
    operations.change_meeting(by=icem(), at=NOW, meeting=meeting, place="Another hall")
    assert "SEQUENCE:2" in fed(token, at=NOW).decode()
