"""Meetings through their pages: planned, called, answered by link, attended, closed; and days found by asking."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import area, icem, inspector, panel_member
from folkmoot.engagement.calendar.rules import LONDON
from folkmoot.foundation.audit import faults
from folkmoot.foundation.models import AuditEvent
from folkmoot.panels.agenda.operations import add_item, write_minutes
from folkmoot.panels.meetings import operations
from folkmoot.panels.meetings.dates.letters import token_of as poll_token
from folkmoot.panels.meetings.dates.models import Poll
from folkmoot.panels.meetings.models import Attendance, Meeting
from folkmoot.panels.meetings.replying import token_of
from folkmoot.panels.meetings.tests.factories import NAMES, panel, row

pytestmark = pytest.mark.django_db
LIST = "/panels/meetings/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def on(days, at=time(10)):
    return datetime.combine(timezone.localdate() + timedelta(days=days), at, tzinfo=LONDON)


def page(meeting, what=""):
    return f"{LIST}{meeting.pk}/{what}"


def test_a_meeting_from_plan_to_call_and_the_answer_by_link(here, client):
    of = panel()
    assert "No meetings yet" in here.get(LIST).text
    assert f"?panel={of.code}" in here.get(f"{LIST}new").text
    given = {"kind": "ordinary", "lasts": 120, "where": "both", "day": "2027-03-28", "time": "01:30", "mark": "m1"}
    refused = here.post(f"{LIST}new?panel={of.code}", given | {"theme": "Letters to victims"})
    assert refused.status_code == 422
    assert "does not exist on that day" in refused.text
    assert "Letters to victims" in refused.text, "nothing that was typed is lost"
    twice = here.post(f"{LIST}new?panel={of.code}", given | {"day": "2027-10-31"})
    assert "The second time, after they went back" in twice.text
    good = given | {"day": on(7).date().isoformat(), "time": "10:00", "place": "Priory Hall"}
    address = here.post(f"{LIST}new?panel={of.code}", good).url
    meeting = Meeting.objects.get()
    assert "Give the link to join online" in here.post(f"{address}call", {"version": 1, "mark": "m2"}).text
    changed = good | {"link": "https://meet.example.org/1", "version": 1, "mark": "m3"}
    assert here.post(f"{address}change", changed).status_code == 302
    assert "was changed by somebody else" in here.post(f"{address}change", changed | {"place": "Elsewhere", "mark": "m4"}).text
    assert here.post(f"{address}call", {"version": 2, "mark": "m5"}).status_code == 302
    detail = here.get(address).text
    assert "3 people are written to." in detail
    assert "0 voting members say they come; the quorum is 2." in detail
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="panels.attendance").exists()
    ruth = row(meeting, "Ruth Adeyemi")
    client.logout()
    link = reverse("dates:answer", args=[token_of(ruth)])
    shown = client.get(link)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Priory Hall" in shown.text
    assert not [name for name in NAMES if name in shown.text]
    assert "Say whether you come" in client.post(link, {}).text
    assert "We have your answer:" in client.post(link, {"reply": "online", "words": "A loop, please"}).text
    assert "A loop" not in client.get(link).text
    assert "METHOD:REQUEST" in client.get(f"{link}meeting.ics").text
    assert client.get("/dates/mforged.token/").status_code == 410
    Meeting.objects.update(starts_at=on(-1))
    assert "This meeting is over." in client.get(link).text
    assert list(faults()) == []


def test_the_day_itself_two_record_at_once_and_a_removed_member_leaves(here):
    of, now = panel(), timezone.now()
    meeting = operations.draft_meeting(by=icem(), at=now, panel=of, starts_at=now + timedelta(minutes=1), place="Ely")
    operations.call_meeting(by=icem(), at=now, meeting=meeting)
    assert here.post(page(meeting, "open"), {"chaired_by": "", "mark": "a"}).status_code == 422
    chair = row(meeting, "Ruth Adeyemi").member_id
    assert here.post(page(meeting, "open"), {"chaired_by": chair, "mark": "b"}).url == page(meeting, "attendance")
    rows = {str(each.member.contact.name): each for each in Attendance.objects.select_related("member__contact")}
    ruth, gwilym, halina = (rows[name] for name in NAMES)
    sent = {f"{name}-{each.pk}": value for each in rows.values() for name, value in (("was", "unknown"), ("version", each.version))}
    mine = {f"present-{each.pk}": "room" for each in (ruth, gwilym)}
    assert here.post(page(meeting, "attendance"), sent | mine).status_code == 302
    clash = here.post(page(meeting, "attendance"), sent | {f"present-{ruth.pk}": "absent", f"present-{halina.pk}": "online"})
    assert clash.status_code == 422
    assert "Ruth Adeyemi: Somebody else recorded this meanwhile: In the room." in clash.text
    assert set(Attendance.objects.values_list("pk", "present")) == {(ruth.pk, "room"), (gwilym.pk, "room"), (halina.pk, "online")}
    assert here.post(f"{LIST}people/{halina.pk}/leave", {"why": "An emergency", "mark": "c"}).status_code == 302
    left = here.post(f"{LIST}people/{gwilym.pk}/leave", {"why": "An emergency", "mark": "d"}, follow=True).text
    assert "There is no quorum any more (voting members there: 1; quorum: 2)." in left
    assert here.post(f"{LIST}people/{halina.pk}/stay", {"mark": "d2"}).status_code == 302
    assert "2 voting members are there; the quorum is 2." in here.get(page(meeting)).text
    assert "No item stands on the agenda" in here.post(page(meeting, "close"), {"mark": "e"}).text
    meeting.refresh_from_db()
    item = add_item(by=icem(), at=timezone.now(), panel=of, title_en="Letters to victims", meeting=meeting)
    write_minutes(by=icem(), at=timezone.now(), item=item, words="The panel talked about the letters.")
    assert here.post(page(meeting, "close"), {"mark": "f"}).status_code == 302
    closed = here.get(page(meeting)).text
    assert "There was a quorum:" in closed
    assert "left at" in closed
    assert "no longer what was recorded" not in closed


def test_a_day_is_found_and_a_series_looked_at_before_it_is_planned(here, client):
    of = panel()
    ask = {"closes_on": on(2).date().isoformat(), "lasts": 90, "where": "place", "place": "Ely", "mark": "p"}
    for place, days in enumerate((5, 6)):
        ask |= {f"day_{place}": on(days).date().isoformat(), f"time_{place}": "18:00"}
    refused = here.post(f"{LIST}poll?panel={of.code}", ask | {"time_1": ""})
    assert "Give the time it starts" in refused.text
    address = here.post(f"{LIST}poll?panel={of.code}", ask).url
    poll = Poll.objects.get()
    first, second = poll.dates.all()
    voice = poll.voices.get(member__contact__name="Ruth Adeyemi")
    link = reverse("dates:answer", args=[poll_token(voice)])
    assert "Which of these times suits you?" in client.get(link).text
    assert "at least one of the times" in client.post(link, {}).text
    assert "We have your answer" in client.post(link, {f"date_{first.pk}": "no", f"date_{second.pk}": "yes"}).text
    table = here.get(address).text
    assert "1 of 2 votes needed" in table
    assert "2 members have not answered." in table
    meeting_page = here.post(f"{address}choose/{second.pk}", {"mark": "q"}).url
    assert "Draft" in here.get(meeting_page).text
    falls = {"panel": of.code, "rhythm": "weekly", "every": 2, "weekday": 1, "nth": 1, "at": "10:00"}
    falls |= {"first_on": on(10).date().isoformat(), "until": on(60).date().isoformat()}
    wrong = here.get(f"{LIST}series", falls | {"until": on(5).date().isoformat()})
    assert "It ends before it begins" in wrong.text
    days = here.get(f"{LIST}series", falls)
    assert days.text.count('name="days"') >= 3
    planned = here.get(days.wsgi_request.get_full_path()).context["form"].fields["days"].choices
    posted = {"days": [day for day, _words in planned[:2]], "lasts": 120, "where": "place", "place": "Ely", "mark": "r"}
    assert here.post(days.wsgi_request.get_full_path(), posted).url == LIST
    assert of.meetings.filter(series__isnull=False).count() == 2


def test_pages_cost_the_same_for_many_as_for_few(here):
    few, many = panel("few"), panel("many", people=("Mair Hughes", "Tom Ellis", "Ann Price", "Bo Lund", "Cy Dunn", "Di Ward"))
    at = timezone.now()
    made = [operations.draft_meeting(by=icem(), at=at, panel=of, starts_at=on(days)) for of, days in ((few, 7), (many, 14))]
    costs = [_cost(here, LIST)]
    for days in (21, 28, 35):
        operations.draft_meeting(by=icem(), at=at, panel=many, starts_at=on(days))
    costs.append(_cost(here, LIST))
    assert costs[0] == costs[1]
    for meeting in made:
        operations.change_meeting(by=icem(), at=at, meeting=meeting, place="Ely")
        operations.call_meeting(by=icem(), at=at, meeting=meeting)
    assert len({_cost(here, page(meeting)) for meeting in made}) == 1


def _cost(client, address):
    client.get(address)  # what is kept after the first visit does not count
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_who_sees_what(client):
    of = panel()
    meeting = operations.draft_meeting(
        by=icem(), at=timezone.now(), panel=of, starts_at=on(7), where="online", link="https://meet.example.org/secret"
    )
    client.force_login(Account.objects.get(pk=inspector().account_id))
    shown = client.get(page(meeting)).text
    assert "secret" not in shown
    assert "Call the meeting" not in shown
    assert client.get(page(meeting, "call")).status_code == 403
    client.force_login(Account.objects.get(pk=panel_member().account_id))
    assert client.get(page(meeting)).status_code == 403
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    client.force_login(Account.objects.get(pk=other.account_id))
    assert client.get(page(meeting)).status_code == 404
    assert client.get(page(meeting, "change")).status_code == 404
