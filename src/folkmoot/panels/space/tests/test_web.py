"""The members' own pages as a member uses them, and what they never show; and the service's pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import icem, inspector
from folkmoot.foundation.audit import faults
from folkmoot.foundation.models import SentForm
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.agenda.models import Correction, Minutes
from folkmoot.panels.agenda.operations import circulate_minutes, leave_as_it_is, write_minutes
from folkmoot.panels.agenda.operations.items import add_item, put_on_agenda
from folkmoot.panels.agenda.tests.factories import circulated, closed
from folkmoot.panels.guidance.queries import unread_for
from folkmoot.panels.guidance.shipped import load_reference_data
from folkmoot.panels.meetings.attending.operations import record_attendance
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.operations import call_meeting, close_meeting, draft_meeting, enter_afterwards
from folkmoot.panels.members.models import Member
from folkmoot.panels.members.tests.factories import panel, ready
from folkmoot.panels.models import Panel
from folkmoot.panels.papers.operations import add_paper
from folkmoot.panels.space.models import Briefing, Invitation, Occasion
from folkmoot.panels.space.survey.models import Survey, Taken
from folkmoot.panels.space.tests.factories import answered, seated
from folkmoot.voice.models import Point

pytestmark = pytest.mark.django_db
HOME = "/my-panel/"


def sign_in(client, viewer):
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def called(of: Panel, *, days: int = 14) -> Meeting:
    now = timezone.now()
    row = draft_meeting(by=icem(), at=now, panel=of, starts_at=now + timedelta(days=days), place="Ely library", theme="Online abuse")
    item = add_item(by=icem(), at=now, panel=of, title_en="How people report online", kind="discussion")
    put_on_agenda(by=icem(), at=now, item=item, meeting=row)
    call_meeting(by=icem(), at=now, meeting=row)
    row.refresh_from_db()
    return row


def test_a_member_reads_answers_and_logs_on_their_own_pages(client):
    now, one = timezone.now(), panel()
    seat, ruth = seated(one, at=now)
    ready(seat, at=now, on=timezone.localdate(now))
    meeting = called(one)
    last = timezone.localdate(meeting.starts_at) + timedelta(days=30)
    paper = add_paper(by=icem(), at=now, meeting=meeting, title_en="A way to report", words="Read this before you come.", expires_on=last)
    here = sign_in(client, ruth)
    page = here.get(HOME).text
    assert "Ely library" in page
    assert "Say whether you are coming to the next meeting." in page
    following = here.get(f"{HOME}next/").text
    assert "How people report online" in following
    assert f"{HOME}papers/{paper.pk}/" in following
    assert "Read this before you come." in here.get(f"{HOME}papers/{paper.pk}/").text
    assert "Say whether you come." not in here.post(f"{HOME}meetings/{meeting.pk}/reply", {"reply": "yes", "words": "", "mark": "m1"}).text
    assert (seat.attendances.get().reply, seat.attendances.get().replied_by) == ("yes", Attendance.Way.SPACE)
    assert "Say whether you are coming" not in here.get(HOME).text
    told = {
        "whom": "Women’s group",
        "on": timezone.localdate(now).isoformat(),
        "how": "meeting",
        "people": "20",
        "heard": "Reporting is hard.",
    }
    refused = here.post(f"{HOME}told/new", told | {"whom": "", "mark": "m2"})
    assert (refused.status_code, "Reporting is hard." in refused.text) == (422, True)
    assert here.post(f"{HOME}told/new", told | {"mark": "m3"}).status_code == 302
    assert here.post(f"{HOME}told/new", told | {"mark": "m3"}).status_code == 302
    row = Briefing.objects.get()
    here.post(f"{HOME}told/{row.pk}/change", told | {"people": "25", "version": 1, "mark": "m4"})
    assert "about 25 people" in here.get(f"{HOME}told/").text
    for address in ("recommendations/", "members/", "role/", "words/", "invitations/", "guidance/", "survey/"):
        assert here.get(HOME + address).status_code == 200, address
    assert list(faults()) == []


def test_nothing_of_another_panel_and_nothing_once_the_seat_is_gone(client):
    now, one, other = timezone.now(), panel(), panel("eastern-vawg")
    seat, ruth = seated(one, at=now)
    theirs, _bao = seated(other, "Bao Nguyen", at=now)
    ready(theirs, at=now, on=timezone.localdate(now))
    meeting = called(other)
    paper = add_paper(
        by=icem(), at=now, meeting=meeting, title_en="Theirs", words="Not for others.", expires_on=timezone.localdate() + timedelta(days=40)
    )
    briefing = Briefing.objects.create(member=theirs, whom="Their group", how="email", on=timezone.localdate(), logged_at=now)
    here = sign_in(client, ruth)
    shut = [
        f"?panel={other.code}",
        f"meetings/{meeting.pk}/",
        f"papers/{paper.pk}/",
        f"told/{briefing.pk}/change",
        f"meetings/{meeting.pk}/reply",
    ]
    assert [here.get(HOME + address).status_code for address in shut] == [404] * len(shut)
    assert [here.get(address).status_code for address in ("/panels/", "/panels/briefings/", "/voice/")] == [403] * 3
    Member.objects.filter(pk=theirs.pk).update(account=ruth.account_id)  # a seat without the role opens nothing either
    assert here.get(f"{HOME}?panel={other.code}").status_code == 404
    Member.objects.filter(pk=seat.pk).update(ended_on=timezone.localdate(now), ended_how="resigned")
    assert "You hold no seat on a panel today" in here.get(HOME).text
    assert here.get(f"{HOME}?panel={one.code}").status_code == 404


def test_whoever_sits_on_two_panels_chooses_and_papers_wait_for_the_undertaking(client):
    now, one, other = timezone.now(), panel(), panel("eastern-vawg")
    _seat, ruth = seated(one, at=now)
    second, _ruth = seated(other, at=now, contact=_seat.contact)
    called(other)
    here = sign_in(client, ruth)
    assert "Which panel?" in here.get(HOME).text
    page = here.get(f"{HOME}next/?panel={other.code}").text
    assert "You cannot open papers at the moment." in page
    assert here.get(f"{HOME}told/").url == f"{HOME}told/?panel={other.code}", "the choice is remembered, and stands in the address"
    assert second.pk in {each.pk for each in Member.objects.filter(account=ruth.account_id)}


def test_minutes_wait_for_the_undertaking_as_papers_do(client):
    now, one = timezone.now(), panel(quorum=1)
    seat, ruth = seated(one, at=now)
    meeting = closed(one, at=now - timedelta(days=3))
    circulated(meeting, at=now)
    here = sign_in(client, ruth)
    page = here.get(f"{HOME}meetings/{meeting.pk}/").text
    assert "the panel talked about it" not in page
    assert "You cannot open papers at the moment." in page
    ready(seat, at=now, on=timezone.localdate(now))
    assert "the panel talked about it" in here.get(f"{HOME}meetings/{meeting.pk}/").text


def test_the_service_takes_up_invites_and_asks(client, django_assert_max_num_queries):
    now, one = timezone.now(), panel()
    today = timezone.localdate(now)
    seat, ruth = seated(one, at=now)
    briefing = Briefing.objects.create(member=seat, whom="Deaf club", how="email", on=today, heard="No interpreter came.", logged_at=now)
    here = sign_in(client, icem())
    with django_assert_max_num_queries(25):
        assert "Ruth Adeyemi" in here.get("/panels/briefings/").text
    assert here.post(f"/panels/briefings/{briefing.pk}/take-up", {"nature": "concern", "mark": "s1"}).url.startswith("/voice/")
    assert Point.objects.get().words == "No interpreter came."
    board = {"kind": "board", "title": "Strategy Board", "lasts": "60", "place": "Ely", "part": "attend", "members": [seat.pk]}
    spring = here.post("/panels/invitations/new", board | {"day": "2027-03-28", "time": "01:30", "mark": "s2"})
    assert "does not exist on that day" in spring.text
    page = here.post("/panels/invitations/new", board | {"day": (today + timedelta(days=9)).isoformat(), "time": "10:00", "mark": "s3"}).url
    invitation = Invitation.objects.get()
    assert here.post(f"/panels/invitations/answers/{invitation.pk}", {"answer": "yes", "words": "", "version": 1, "mark": "s4"}).url == page
    assert "1 is coming." in here.get(page).text
    days = {"closes_on": (today + timedelta(days=28)).isoformat(), "mark": "s5"}
    survey = here.post(f"/panels/survey/ask/{one.code}", days).url
    assert "0 of 1 member answered." in here.get(survey).text
    assert "asked in" in here.post(f"/panels/survey/ask/{one.code}", days | {"mark": "s6"}).text
    hers = sign_in(client, ruth)
    assert "What do you think of your panel?" in hers.get(f"{HOME}survey/").text
    assert hers.get(f"{HOME}survey/").context["form"]["mark"].value() is None
    assert hers.post(f"{HOME}survey/", {"aims": "yes"}).status_code == 422
    assert hers.post(f"{HOME}survey/", answered("yes")).status_code == 302
    assert hers.post(f"{HOME}survey/", answered("yes")).status_code == 200
    assert Taken.objects.count() == 1
    assert not SentForm.objects.filter(account_id=ruth.account_id).exists(), "no row keeps when who answered"
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Survey.objects.update(opens_on=today - timedelta(days=40), closes_on=today - timedelta(days=1))
    assert "Not shown" in hers.get(f"{HOME}survey/").text
    reader = sign_in(client, inspector())
    assert "Not shown" in reader.get(survey).text
    listed = reader.get("/panels/briefings/").text
    assert "No interpreter came." in listed
    assert "Ruth Adeyemi" not in listed + reader.get(f"/panels/invitations/{Occasion.objects.get().pk}/").text
    assert reader.get("/panels/invitations/new").status_code == 403
    assert list(faults()) == []


def test_a_member_reads_guidance_and_says_so(client):
    now, one = timezone.now(), panel()
    _seat, ruth = seated(one, at=now)
    load_reference_data(by=THE_PRODUCT, at=now)
    here = sign_in(client, ruth)
    assert "of guidance to read" in here.get(HOME).text
    to_read = unread_for(_seat)
    address = f"{HOME}guidance/{to_read[0].version.page.code}/"
    assert "I have read this" in here.get(address).text
    assert here.post(address, {"mark": "g1"}).status_code == 302
    assert len(unread_for(_seat)) == len(to_read) - 1
    assert "You said on" in here.get(address).text
    assert here.get(f"{HOME}guidance/no-such-page/").status_code == 404
    assert here.get(f"{HOME}seat/").url == f"/panels/members/mine/{one.code}/"
    assert here.get(f"{HOME}expenses/").url == f"/panels/expenses/mine/{one.code}/"


def test_a_member_reads_circulated_minutes_and_asks_for_a_correction(client):
    now, one = timezone.now(), panel()
    seat, ruth = seated(one, at=now)
    other, bao = seated(one, "Bao Nguyen", at=now)
    ready(seat, at=now, on=timezone.localdate(now))
    meeting = draft_meeting(by=icem(), at=now, panel=one, starts_at=now - timedelta(days=1), place="Ely library")
    item = add_item(by=icem(), at=now, panel=one, title_en="How people report online", kind="discussion")
    put_on_agenda(by=icem(), at=now, item=item, meeting=meeting)
    enter_afterwards(by=icem(), at=now, meeting=meeting)
    for row in Attendance.objects.filter(meeting=meeting):
        record_attendance(by=icem(), at=now, attendance=row, present="room")
    write_minutes(by=icem(), at=now, item=item, words="Nobody answers the form.")
    close_meeting(by=icem(), at=now, meeting=meeting, why="The others were ill.")
    here, address = sign_in(client, ruth), f"{HOME}meetings/{meeting.pk}/"
    assert "Nobody answers the form." not in here.get(address).text, "minutes are the service's until they are circulated"
    assert here.get(f"{address}correct").status_code == 404
    circulate_minutes(by=icem(), at=now, minutes=Minutes.objects.get(meeting=meeting))
    assert "Nobody answers the form." in here.get(address).text
    asked = {"item": item.pk, "asked": "Somebody answers the form after three weeks."}
    assert here.post(f"{address}correct", asked | {"asked": "Wrong.", "mark": "c1"}).status_code == 422
    assert here.post(f"{address}correct", asked | {"mark": "c2"}).status_code == 302
    correction = Correction.objects.get()
    assert (correction.attendance.member, correction.asked_by_id) == (seat, ruth.account_id)
    assert "Waiting for an answer." in here.get(address).text
    leave_as_it_is(by=icem(), at=now, correction=correction, reason="The panel said nobody does.")
    assert "The panel said nobody does." in here.get(address).text
    unready = sign_in(client, bao).get(address).text
    assert "Nobody answers the form." not in unready, "minutes are as confidential as papers"
    assert "What you asked to be corrected" not in unready
    assert other.attendances.get().meeting == meeting
    assert list(faults()) == []
