from datetime import date, timedelta
from html import unescape

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from folkmoot.accounts.attempts import SharedFileCache
from folkmoot.accounts.models import RoleGrant
from folkmoot.accounts.tests.factories import account, icem, inspector
from folkmoot.communities.tests.factories import area, community, wales
from folkmoot.engagement.calendar.models import ActivityInvitation, Communication, DraftActivity, Feed, Timing
from folkmoot.engagement.calendar.tests.factories import account_of, comms, communication, ics, timed
from folkmoot.engagement.calendar.tests.test_inviting import agreeing
from folkmoot.engagement.calendar.web import public
from folkmoot.engagement.models import Activity
from folkmoot.engagement.tests.factories import planned
from folkmoot.foundation.models import AuditEvent
from folkmoot.stakeholders.tests.factories import contact

pytestmark = pytest.mark.django_db
HERE = "/engagement/calendar/"


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()


@pytest.fixture
def here(client):
    client.force_login(account_of(icem()))
    return client


@pytest.fixture
def press(client):
    client.force_login(account_of(comms()))
    return client


def day(offset=20):
    return timezone.localdate() + timedelta(days=offset)


def sent(**over):
    return {"title": "Hate crime week", "channel": "campaign", "first_on": day().isoformat(), "mark": "one-mark"} | over


def text_of(answer):
    return unescape(answer.text)


def test_an_empty_calendar_teaches(here):
    page = text_of(here.get(HERE + "?shape=agenda"))
    assert "Nothing stands in the calendar" in page or "(Christian)" in page
    assert "Every community known here has a contact planned in time." in page


def test_communications_puts_a_campaign_in_and_the_inclusion_manager_sees_it_beside_a_visit(press):
    deaf = community()
    planned("Visit to Ely Deaf Club", planned_for=day(), communities=[deaf])
    answer = press.post(HERE + "communications/new", sent(communities=[str(deaf.pk)], starts_at="10:00", ends_at="11:30"))
    row = Communication.objects.get()
    assert (answer.url, row.owner_id, row.last_on) == (f"{HERE}communications/{row.pk}/", None, day())
    assert f"both for {deaf} on the same day" in text_of(press.get(answer.url))
    press.post(HERE + "communications/new", sent(communities=[str(deaf.pk)]))
    assert Communication.objects.count() == 1
    other = Client()
    other.force_login(account_of(icem()))
    for shape in ("month", "week", "agenda"):
        page = text_of(other.get(f"{HERE}?shape={shape}&month={day():%Y-%m}&on={day()}"))
        assert "Hate crime week" in page
        assert "Visit to Ely Deaf Club" in page
        assert "10:00–11:30" in page


def test_a_refused_communication_comes_back_with_its_reasons(press):
    answer = press.post(HERE + "communications/new", sent(title="", starts_at="12:00", ends_at="10:00"))
    assert answer.status_code == 422
    assert "Enter a title." in text_of(answer)
    assert "ends before it begins" in text_of(press.post(HERE + "communications/new", sent(starts_at="12:00", ends_at="10:00")))


def test_published_and_cancelled(press):
    row = communication(first_on=day(-3), last_on=day(-2))
    page = f"{HERE}communications/{row.pk}/"
    assert "Was it published?" in text_of(press.get(page))
    press.post(page + "published", {"on": day(-2).isoformat(), "mark": "a"})
    assert "Published" in text_of(press.get(page))
    assert press.get(page + "cancel").status_code == 404
    other = communication("Other", first_on=day(), last_on=day())
    press.post(f"{HERE}communications/{other.pk}/cancel", {"reason": "No money", "mark": "b"})
    assert "No money" in text_of(press.get(f"{HERE}communications/{other.pk}/"))


def test_strangers_and_readers(client):
    row, other = communication(), communication("In Wales", area=wales())
    assert client.get(HERE).status_code == 302
    client.force_login(account_of(inspector()))
    assert client.get(HERE).status_code == 200
    assert client.get(HERE + "communications/new").status_code == 403
    client.force_login(account_of(icem()))
    assert client.get(f"{HERE}communications/{other.pk}/").status_code == 404
    assert client.get(f"{HERE}communications/{row.pk}/").status_code == 200
    assert "In Wales" not in client.get(HERE + "?month=2026-04").text


@pytest.mark.parametrize(
    "asked",
    [
        "month=x",
        "month=9999-12",
        "month=2026-13",
        "shape=<b>",
        "on=0001-01-01&shape=week",
        "on=9999-12-31&shape=agenda",
        "area=nowhere",
        "community_id=²",
    ],
)
def test_odd_addresses_show_a_calendar_all_the_same(here, asked):
    assert here.get(f"{HERE}?{asked}").status_code == 200


def test_festivals_with_their_source_and_years_beyond_it(here):
    page = text_of(here.get(HERE + "?month=2026-03"))
    assert "Eid al-Fitr (Muslim, about)" in page
    assert "known for 2001 to 2035" in page
    assert "no festival dates are known" not in page
    assert "no festival dates are known" in text_of(here.get(HERE + "?month=2060-03"))
    assert "the courts do not sit" in text_of(here.get(HERE + "day?on=2026-12-25"))


def test_the_filter_keeps_to_one_community_and_gaps_lead_to_a_plan(here):
    deaf, other = community(), community("Travellers at Ely")
    planned("Visit A", planned_for=day(2), communities=[deaf])
    planned("Visit B", planned_for=day(2), communities=[other])
    page = text_of(here.get(f"{HERE}?shape=agenda&community_id={deaf.pk}"))
    assert "Visit A" in page
    assert "Visit B" not in page
    lonely = community("Nobody meets us")
    assert f"/engagement/new?community={lonely.pk}" in text_of(here.get(HERE))


def test_the_calendar_takes_the_same_queries_for_one_line_and_for_many(here):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as taken:
            assert here.get(f"{HERE}?month={day():%Y-%m}").status_code == 200
        return len(taken)

    deaf = community()
    timed(planned(planned_for=day(), communities=[deaf]))
    communication(first_on=day(), last_on=day(), communities=[deaf])
    queries()  # the first page of a day also sweeps
    few = queries()
    for number in range(8):
        timed(planned(f"Visit {number}", planned_for=day(), communities=[community(f"Community {number}")]))
        communication(f"Release {number}", first_on=day(), last_on=day(), communities=[deaf])
    assert queries() == few


def test_a_feed_is_made_shown_once_read_by_a_program_and_stopped(here):
    activity = timed(planned(planned_for=day()))
    made = here.post(HERE + "feeds/", {"area": area().code})
    link = text_of(made).split("<code>")[1].split("</code>")[0]
    assert made.headers["Cache-Control"] == "no-store"
    assert "<code>" not in here.get(HERE + "feeds/").text
    program = Client()
    answer = program.get(link.replace("http://localhost:8000", ""))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["SUMMARY"]) == activity.title
    assert "last read" in text_of(here.get(HERE + "feeds/"))
    here.post(f"{HERE}feeds/{Feed.objects.get().pk}/revoke", {"mark": "m"})
    assert program.get(link.replace("http://localhost:8000", "")).status_code == 404


def test_wrong_feeds_all_answer_alike_and_guessing_ends(here):
    here.post(HERE + "feeds/", {"area": area().code})
    RoleGrant.objects.all().delete()
    program = Client()
    answers = {program.get(f"/r/calendar/{token}.ics").status_code for token in ("a", "b", "x" * 400)}
    assert answers == {404}
    for number in range(40):
        last = program.get(f"/r/calendar/guess-{number}.ics")
    assert last.status_code == 429
    assert "Retry-After" in last.headers


def test_wrong_feeds_leave_one_count_of_the_place_they_came_from(monkeypatch, tmp_path):
    """One file each would let a stranger fill the disk."""
    monkeypatch.setattr(public, "cache", SharedFileCache(str(tmp_path), {}))
    program = Client()
    answers = [program.get(f"/r/calendar/guess-{number}.ics").status_code for number in range(50)]
    assert answers == [404] * 30 + [429] * 20
    assert len(list(tmp_path.iterdir())) == 1


def test_guesses_of_a_neighbour_do_not_shut_a_feed_that_works(here):
    link = (
        text_of(here.post(HERE + "feeds/", {"area": area().code}))
        .split("<code>")[1]
        .split("</code>")[0]
        .removeprefix("http://localhost:8000")
    )
    program = Client()
    for number in range(40):
        program.get(f"/r/calendar/guess-{number}.ics")
    assert program.get(link).status_code == 200
    assert [program.get(link).status_code for _number in range(60)][-1] == 429


def test_the_whole_way_of_an_invitation_from_a_tick_to_an_answer(here):
    activity = timed(planned(planned_for=day()))
    person, silent = agreeing(), contact("Not Asked")
    activity.contacts.add(person)
    page = f"{HERE}activities/{activity.pk}/invitations/"
    form = text_of(here.get(page + "new"))
    assert "Not Asked</a>: They have not agreed to be invited" in form
    answer = here.post(page + "new", {"people": [str(person.pk)], "words": "Welcome", "mark": "m"})
    assert answer.url == page
    here.post(page + "new", {"people": [str(person.pk)], "words": "Welcome", "mark": "m"})
    assert len(mail.outbox) == 1
    assert here.post(page + "new", {"people": [str(silent.pk)], "mark": "n"}).status_code == 422
    link = next(line for line in mail.outbox[0].body.splitlines() if "/r/" in line).strip().replace("http://localhost:8000", "")
    guest = Client(enforce_csrf_checks=False)
    shown = text_of(guest.get(link))
    assert activity.title in shown
    assert "Prŷs" not in shown
    assert "British Sign Language" not in shown
    assert guest.post(link, {"reply": ""}).status_code == 422
    assert "We have your answer: Coming" in text_of(guest.post(link, {"reply": "accepted", "companions": "2", "needs": "Hearing loop"}))
    assert "Hearing loop" not in text_of(guest.get(link))
    assert "We have your answer: Perhaps" in text_of(guest.post(link, {"reply": "tentative", "needs": ""}))
    assert guest.post(link, {"reply": "accepted", "companions": "99"}).status_code == 422
    listed = text_of(here.get(page))
    for words in ("0 coming, 1 perhaps", "Hearing loop", "British Sign Language interpreter: 1", "by the link in the message"):
        assert words in listed
    assert AuditEvent.objects.filter(kind="consultation", route=page).exists()


def test_a_change_waits_to_be_sent_and_is_sent_by_one_button(here):
    activity = timed(planned(planned_for=day()))
    page = f"{HERE}activities/{activity.pk}/invitations/"
    here.post(page + "new", {"people": [str(agreeing().pk)], "mark": "m"})
    here.post(f"{HERE}activities/{activity.pk}/time", {"starts_at": "14:00", "ends_at": "15:00", "version": "1", "mark": "t"})
    assert Timing.objects.get().starts_at.hour == 14
    assert "Send 1 message that waits" in text_of(here.get(page))
    here.post(page + "send", {"mark": "s"})
    assert [message.subject.split(":")[0] for message in mail.outbox] == ["Invitation", "Changed"]
    assert "that waits" not in text_of(here.get(page))


def test_a_broken_or_old_link_says_so(here):
    activity = planned(planned_for=day(-1))
    row = ActivityInvitation.objects.create(activity=activity, contact=agreeing(), invited_at=timezone.now())
    from folkmoot.engagement.calendar.inviting import link_token

    assert "This is over." in text_of(Client().get(f"/r/{link_token(row)}"))
    answer = Client().get("/r/nonsense")
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (410, "same-origin")


def test_who_may_not_see_people_sees_no_names(client):
    from folkmoot.accounts.rules import Role
    from folkmoot.accounts.tests.factories import grant

    activity = planned(planned_for=day())
    ActivityInvitation.objects.create(activity=activity, contact=agreeing(), invited_at=timezone.now())
    who = account("gwen.hale@example.org", "Gwen Hale")
    grant(who, Role.STAFF, [area()])
    client.force_login(who)
    page = text_of(client.get(f"{HERE}activities/{activity.pk}/invitations/"))
    assert "Prŷs" not in page
    assert client.get(f"{HERE}activities/{activity.pk}/invitations/new").status_code == 403


def upload(client, raw, mark="u"):
    return client.post(HERE + "drafts/file", {"file": SimpleUploadedFile("a.ics", raw), "mark": mark})


def when(offset, clock="T100000"):
    return (f"DTSTART;TZID=Europe/London:{day(offset):%Y%m%d}{clock}",)


def test_a_file_becomes_a_draft_and_the_draft_a_plan(here):
    known = contact()
    page = upload(here, ics("ATTENDEE:mailto:sian.prys@example.org", "ATTENDEE:mailto:other@example.org", when=when(10))).url
    form = text_of(here.get(page))
    for words in ("Visit to the mosque", "Siân Prŷs", "other@example.org", f'value="{day(10)}"'):
        assert words in form
    made = here.post(page, {
        "title": "Visit to the mosque", "kind": "visit", "purpose": "consultation", "objective": "Worshippers know how to report",
        "measure": "20 people come", "planned_for": day(10).isoformat(), "place": "Wisbech", "mark": "p",
    })  # fmt: skip
    activity = Activity.objects.get()
    assert made.url == f"/engagement/{activity.pk}/"
    assert list(activity.contacts.all()) == [known]
    assert here.get(page).status_code == 404
    assert "No draft waits" in text_of(here.get(HERE + "drafts/"))


def test_a_draft_of_a_past_day_is_recorded_and_one_without_a_zone_asks(here):
    page = upload(here, ics(when=(f"DTSTART:{day(-2):%Y%m%d}T100000",))).url
    held = {"title": "Visit", "kind": "visit", "held_on": day(-2).isoformat(), "headcount": "5", "mark": "h"}
    assert "names no time zone" in text_of(here.get(page))
    assert here.post(page, held).status_code == 422
    here.post(page, held | {"zone_confirmed": "on"})
    assert Activity.objects.get().held_on == day(-2)


@pytest.fixture
def guarded():
    """A client that is held to the marks against forged forms, as a browser is."""
    found = Client(enforce_csrf_checks=True)
    found.force_login(account_of(icem()))
    return found


def guarded_upload(client, raw, **over):
    client.get(HERE + "drafts/file")
    sent = {"file": SimpleUploadedFile("a.ics", raw), "mark": "u", "csrfmiddlewaretoken": client.cookies["csrftoken"].value} | over
    return client.post(HERE + "drafts/file", sent)


def test_a_file_is_taken_with_the_mark_of_its_page_and_not_without(guarded):
    assert guarded_upload(guarded, ics(when=when(10)), csrfmiddlewaretoken="forged").status_code == 403
    assert not DraftActivity.objects.exists()
    assert guarded_upload(guarded, ics(when=when(10))).status_code == 302
    assert DraftActivity.objects.count() == 1


def test_a_file_with_an_invented_time_zone_is_refused_in_words(guarded):
    answer = guarded_upload(guarded, ics(when=(f"DTSTART;TZID=Narnia/Cair Paravel:{day(10):%Y%m%d}T100000",)))
    assert answer.status_code == 422
    assert "by the clock of “Narnia/Cair Paravel”, which is no time zone that we know" in text_of(answer)
    assert not DraftActivity.objects.exists()


def test_a_file_without_a_time_zone_stores_no_activity_until_its_time_is_confirmed(guarded):
    page = guarded_upload(guarded, ics(when=(f"DTSTART:{day(10):%Y%m%d}T100000",))).url
    assert "names no time zone" in text_of(guarded.get(page))
    assert not Activity.objects.exists()


def test_without_a_mail_server_nothing_is_said_to_be_sent(here, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    activity = timed(planned(planned_for=day()))
    page = f"{HERE}activities/{activity.pk}/invitations/"
    shown = text_of(here.post(page + "new", {"people": [str(agreeing().pk)], "mark": "m"}, follow=True))
    assert "1 message was written to the outbox; no mail server is set up" in shown
    assert "Written to the outbox; no answer yet" in shown
    assert "was sent" not in shown
    assert "Sent; no answer yet" not in shown
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("raw", [b"not a calendar", b"BEGIN:VCALENDAR\r\n" + b"X:1\r\n" * 100_000, b"\x89PNG"])
def test_a_file_that_is_none_is_refused_in_plain_words(here, raw):
    answer = upload(here, raw)
    assert answer.status_code == 422
    assert "larger than" in text_of(answer) or "cannot be used" in text_of(answer)
    assert not DraftActivity.objects.exists()


def test_drafts_are_thrown_away_and_belong_to_one_person(here):
    page = upload(here, ics(when=when(5))).url
    other = Client()
    other.force_login(account_of(comms()))
    assert other.get(page).status_code == 404
    assert other.post(page + "discard", {"mark": "d"}).status_code == 404
    here.post(page + "discard", {"mark": "d"})
    assert DraftActivity.objects.get().discarded_at


def test_dates_of_the_month_table_are_whole_weeks(here):
    page = text_of(here.get(HERE + "?month=2026-02"))
    assert page.count("calendar/day?on=2026-01-26") >= 1
    assert date(2026, 2, 1).weekday() == 6
