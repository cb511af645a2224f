"""Agendas and minutes through their pages: what two people type at once, what readers may see, and what is fixed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, icem, inspector, panel_member
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.panels.agenda.models import Enquiry, Item, Minutes
from folkmoot.panels.agenda.rules import seen_mark
from folkmoot.panels.agenda.tests.factories import called, circulated, closed, item, opened, panel
from folkmoot.panels.meetings.models import Attendance, Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def test_from_backlog_to_a_timed_agenda(here, now):
    of = panel()
    page = here.get(f"/panels/agenda/of/{of.code}/").text
    assert "Nothing waits" in page
    assert "more things have come up" in page
    here.post(f"/panels/agenda/of/{of.code}/fill", {"mark": "m1"})
    new = {"title_en": "Letters to victims", "kind": "discussion", "lasts": "150", "remit": of.kind.remits.first().pk, "mark": "m2"}
    assert here.post(f"/panels/agenda/of/{of.code}/new", new).status_code == 302
    meeting = called(of, at=now)
    row = Item.objects.get(title_en="Letters to victims")
    here.post(f"/panels/agenda/meeting/{meeting.pk}/choose", {"items": [row.pk], "mark": "m3"})
    page = here.get(f"/panels/agenda/meeting/{meeting.pk}/").text
    assert f"{timezone.localtime(meeting.starts_at):%H:%M}" in page
    assert "need 150 minutes; the meeting lasts 120" in page
    row.refresh_from_db()
    arranged = {f"place_{row.pk}": 1, f"lasts_{row.pk}": 30, f"led_by_{row.pk}": "Halina", f"version_{row.pk}": row.version}
    assert here.post(f"/panels/agenda/meeting/{meeting.pk}/arrange", arranged | {"mark": "m4"}).status_code == 302
    stale = here.post(f"/panels/agenda/meeting/{meeting.pk}/arrange", arranged | {f"lasts_{row.pk}": 40, "mark": "m5"})
    assert "changed by somebody else" in stale.text
    assert "need 150 minutes" not in here.get(f"/panels/agenda/meeting/{meeting.pk}/").text


def test_two_people_write_on_the_same_page_and_neither_loses_a_word(here, now):
    of = panel()
    meeting = opened(of, at=now - timedelta(hours=2))
    first, second = item(of, meeting=meeting), item(of, "Interpreters", meeting=meeting)
    address, empty = f"/panels/agenda/meeting/{meeting.pk}/minutes/write", seen_mark("", "", "False")
    shown = {f"seen_{row.pk}": empty for row in (first, second)} | {f"outcome_{row.pk}": "" for row in (first, second)}
    mine = {f"words_{first.pk}": "Mine, first.", f"words_{second.pk}": "", "then": f"stay:{first.pk}"}
    assert here.post(address, shown | mine).url.endswith(f"#item-{first.pk}")
    theirs = here.post(address, shown | {f"words_{first.pk}": "Theirs, first.", f"words_{second.pk}": "Theirs, second."})
    assert theirs.status_code == 422
    for text in ("Mine, first.", "Theirs, first.", "Bring both texts together"):
        assert text in theirs.text
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.words, second.words) == ("Mine, first.", "Theirs, second.")
    again = {f"seen_{first.pk}": seen_mark("Mine, first.", "", "False"), f"words_{first.pk}": "Mine and theirs.", "then": f"ask:{first.pk}"}
    assert here.post(address, again).url == f"/panels/agenda/items/{first.pk}/ask"
    first.refresh_from_db()
    assert first.words == "Mine and theirs."
    Item.objects.filter(pk=second.pk).update(meeting=None, state="waiting", words="")
    lost = here.post(address, {f"seen_{second.pk}": empty, f"words_{second.pk}": "Typed for an item that is gone."})
    assert "Typed for an item that is gone." in lost.text


def test_what_is_recorded_at_an_item_while_meeting(here, now):
    of = panel()
    meeting = opened(of, at=now - timedelta(hours=2))
    row, there = item(of, meeting=meeting), Attendance.objects.filter(meeting=meeting).first()
    declared = {"attendance": there.pk, "what": "Works for that charity", "withdrew": "on", "mark": "m1"}
    assert here.post(f"/panels/agenda/items/{row.pk}/interest", declared).url.endswith(f"/minutes/write#item-{row.pk}")
    asked = {"words": "Was the CCTV asked for?", "of_whom": "Police", "mark": "m2"}
    here.post(f"/panels/agenda/items/{row.pk}/ask", asked)
    page = here.get(f"/panels/agenda/items/{row.pk}/").text
    for text in ("Works for that charity", "They left while it was discussed", "Was the CCTV asked for?"):
        assert text in page
    here.post(f"/panels/agenda/enquiries/{Enquiry.objects.get().pk}/reply", {"reply": "Yes, on the day.", "version": 1, "mark": "m3"})
    assert "Yes, on the day." in here.get("/panels/agenda/enquiries/").text
    assert "1 item has no minutes yet" in here.get(f"/panels/agenda/meeting/{meeting.pk}/minutes/write").text
    here.post(f"/panels/agenda/meeting/{meeting.pk}/minutes/rest", {"mark": "m4"})
    assert Item.objects.get(pk=row.pk).unfinished


def test_minutes_are_circulated_corrected_and_agreed_through_their_pages(here, now):
    of = panel()
    meeting = closed(of, at=now - timedelta(days=2))
    address = f"/panels/agenda/meeting/{meeting.pk}/minutes"
    minutes = Minutes.objects.get()
    assert "Who is not, and why" in here.get(f"{address}/circulate").text
    assert here.post(f"{address}/circulate", {"version": minutes.version, "mark": "m1"}).status_code == 302
    row = meeting.items.get()
    correct = {"asked": "We spoke of calls too.", "words": "Letters and calls.", "outcome": "", "version": row.version, "mark": "m2"}
    assert here.post(f"/panels/agenda/items/{row.pk}/correct", correct).status_code == 302
    page = here.get(address).text
    assert "Letters and calls." in page
    assert "Made. Before it stood:" in page
    assert "Letters and calls." not in here.get(f"{address}/circulated/1").text
    later = opened(of, at=now - timedelta(hours=2))
    minutes.refresh_from_db()
    agreed = here.post(f"{address}/agree", {"at_meeting": later.pk, "how": "", "version": minutes.version, "mark": "m3"})
    assert agreed.status_code == 302
    page = here.get(address).text
    assert "Fixed: these are the words that were agreed" in page
    assert "Ruth Adeyemi" in page
    assert here.get(f"{address}/write").url == address
    with lifted("panels.migrations.0002_what_panels_settled_stays"):
        Minutes.objects.update(opening="Slipped in afterwards.")
    page = here.get(address).text
    assert "their fingerprint does not fit" in page
    assert "Slipped in" not in page


def test_who_may_read_and_who_may_write(client, now):
    of = panel()
    meeting = closed(of, at=now - timedelta(days=2))
    circulated(meeting, at=now)
    pages = [
        f"/panels/agenda/meeting/{meeting.pk}/minutes",
        f"/panels/agenda/of/{of.code}/",
        f"/panels/agenda/items/{meeting.items.get().pk}/",
    ]
    other = account("sian.pugh@example.org", "Sian Pugh")
    grant(other, Role.ICEM, [area("cymru-wales", "Cymru-Wales")])
    seen = {}
    for who in (inspector().account_id, other.pk, panel_member().account_id):
        client.force_login(Account.objects.get(pk=who))
        seen[who] = [client.get(page).status_code for page in pages]
    assert list(seen.values()) == [[200, 200, 200], [404, 404, 404], [403, 403, 403]]
    client.force_login(Account.objects.get(pk=inspector().account_id))
    assert "Circulate them again" not in client.get(pages[0]).text
    assert client.get(f"{pages[0]}/write").status_code == 403
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="panels.attendance", route=pages[0]).exists()


def test_pages_take_as_many_queries_however_long_the_agenda_is(here, now, django_assert_max_num_queries):
    of = panel()
    meeting = opened(of, at=now - timedelta(hours=2))
    for number in range(12):
        item(of, f"Item {number}", meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(theme="Hate crime")
    for page in (f"/panels/agenda/meeting/{meeting.pk}/", f"/panels/agenda/meeting/{meeting.pk}/minutes/write"):
        with django_assert_max_num_queries(45):
            here.get(page)
