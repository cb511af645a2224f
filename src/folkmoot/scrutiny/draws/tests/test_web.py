"""A draw through its pages, by the service and by members; on a phone or at a desk, with and without JavaScript."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import icem, inspector
from folkmoot.panels.space.tests.factories import seated
from folkmoot.scrutiny.draws.models import Draw
from folkmoot.scrutiny.draws.tests.factories import NOW, SALT, committed, drawn, in_browser, meeting, opening, panel, people, prepared
from folkmoot.scrutiny.frames.tests.factories import as_csv, case, cases
from folkmoot.scrutiny.frames.tests.factories import frame as a_frame

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    """Pages are opened on the invented day."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def as_member(client, seat):
    client.force_login(Account.objects.get(pk=seat[1].account_id))
    return client


def test_from_the_list_to_the_cases(here, client):
    assert "No panel has a meeting to come" in here.get("/scrutiny/").text
    of = panel()
    meeting(of)
    assert "No list of finalised cases was brought in" in here.get("/scrutiny/").text
    frame = a_frame(of)
    assert "Say how many cases are drawn" in here.get("/scrutiny/").text
    new = f"/scrutiny/draws/from/{frame.pk}"
    assert "Two cases" not in here.get(new).text
    given = {"meeting": of.meetings.get().pk, "title": "Five hate crime cases", "way": "total", "number": "5", "mark": "m1"}
    one = here.post(new, given | {"way": "each", "grouped": "on", "mark": "m2"})
    assert "so few cases" in one.text
    address = here.post(new, given).url
    assert "The whole list" in here.get(address).text
    assert "Fix the list" in here.get("/scrutiny/").text
    changed = here.post(f"{address}change", given | {"number": "4", "mark": "m3", "version": Draw.objects.get().version})
    assert changed.status_code == 302
    fixed = here.post(f"{address}commit", {"seals_until": "2026-03-17T18:00", "mark": "m4"})
    assert fixed.status_code == 302
    page = here.get(address).text
    assert Draw.objects.get().fingerprint in page
    assert "Members can seal phrases until" in here.get("/scrutiny/").text
    here.post(f"{address}close", {"mark": "m5"})
    here.post(f"{address}draw", {"mark": "m6"})
    page = here.get(address).text
    assert "Drawn without a member." in page
    first = Draw.objects.get().drawn.get(order=1)
    assert first.case.pseudonym in page
    replaced = here.post(f"/scrutiny/drawn/{first.pk}/replace", {"why": "An appeal was made", "mark": "m7"})
    assert replaced.status_code == 302
    assert "An appeal was made" in here.get(address).text
    assert "cases were drawn; packs of 0 are begun" in here.get("/scrutiny/").text


def test_a_member_seals_in_the_browser_opens_and_sees_the_cases(client):
    seat = people()[0]
    row = committed()
    as_member(client, seat)
    assert "Seal my phrase" in client.get("/my-cases/draws/").text
    assert f"/my-cases/draws/{row.pk}/seal" in client.get("/my-panel/").text
    page = client.get(f"/my-cases/draws/{row.pk}/seal").text
    assert "data-draw-seal" in page
    assert "this service seals your phrase and sees it" in page
    assert client.post(f"/my-cases/draws/{row.pk}/seal", {"mark": "m1"}).status_code == 422
    in_browser(row, seat)
    assert "Seal another phrase" in client.get(f"/my-cases/draws/{row.pk}/").text
    assert f"/my-cases/draws/{row.pk}/seal" not in client.get("/my-panel/").text
    opening(row)
    assert f"/my-cases/draws/{row.pk}/open" in client.get("/my-panel/").text
    assert "Open my phrase" in client.get(f"/my-cases/draws/{row.pk}/").text
    wrong = client.post(f"/my-cases/draws/{row.pk}/open", {"phrase": "a goose over the Ouse", "salt": SALT, "mark": "m2"})
    assert "not the phrase that was sealed" in wrong.text
    opened = client.post(f"/my-cases/draws/{row.pk}/open", {"phrase": "a heron over the Ouse", "salt": SALT, "mark": "m3"})
    assert opened.status_code == 302
    client.force_login(Account.objects.get(pk=icem().account_id))
    client.post(f"/scrutiny/draws/{row.pk}/draw", {"mark": "m4"})
    as_member(client, seat)
    page = client.get(f"/my-cases/draws/{row.pk}/").text
    assert "nobody could choose these cases" in page
    assert "a heron over the Ouse" in page
    for secret in ("disability", "Adeyemi", "Gwilym", "05/AB"):
        assert secret not in page.replace("Ruth Adeyemi", "", 1)


def test_without_javascript_the_server_seals_and_says_so(client):
    seat = people()[0]
    row = committed()
    as_member(client, seat)
    sealed = client.post(f"/my-cases/draws/{row.pk}/seal", {"phrase": "two lamps and a ladder", "mark": "m1"})
    assert sealed.status_code == 302
    page = client.get(f"/my-cases/draws/{row.pk}/").text
    assert "two lamps and a ladder" not in page
    assert "By Folkmoot" in page
    opening(row)
    assert "two lamps and a ladder" in client.get(f"/my-cases/draws/{row.pk}/").text


def test_a_member_takes_list_and_receipt_and_says_that_they_are_tied(client):
    row = drawn()
    seat = row.panel.members.filter(account__isnull=False).first()
    client.force_login(seat.account)
    listed = client.get(f"/my-cases/draws/{row.pk}/list")
    assert listed.content.startswith(b"folkmoot-sample-1/frame\n")
    assert client.get(f"/my-cases/draws/{row.pk}/receipt").json()["frame"]["fingerprint"] == row.fingerprint
    one = row.drawn.first()
    assert client.post(f"/my-cases/drawn/{one.pk}/tied", {"what": "I know somebody in it", "mark": "m1"}).status_code == 302
    assert "you will not be shown it" in client.get(f"/my-cases/draws/{row.pk}/").text
    one.refresh_from_db()
    assert one.case.ties.get().member == seat


def test_nobody_but_its_members_sees_a_draw_of_a_panel(client):
    row = committed()
    other = panel("another-panel")
    as_member(client, seated(other, "Halina Nowak"))
    for way in ("", "seal", "open", "list", "receipt"):
        assert client.get(f"/my-cases/draws/{row.pk}/{way}").status_code == 404
    assert client.get(f"/scrutiny/draws/{row.pk}/").status_code == 403


def test_a_reader_sees_the_draw_and_takes_no_step(client):
    row = prepared()
    client.force_login(Account.objects.get(pk=inspector().account_id))
    assert row.title in client.get("/scrutiny/draws/").text
    page = client.get(f"/scrutiny/draws/{row.pk}/").text
    assert "Change it" not in page
    assert [client.get(f"/scrutiny/draws/{row.pk}/{way}").status_code for way in ("change", "commit", "give-up")] == [403] * 3


def test_anybody_opens_the_page_that_checks_a_draw(client):
    assert "nothing is sent to this service" in client.get("/check-a-draw/").text


def test_a_list_is_brought_in_through_its_pages(here):
    of = panel()
    rows = [*cases(), case(40, Status="Sub judice")]
    file = SimpleUploadedFile("finalised.csv", as_csv(rows))
    given = {"panel": of.pk, "title": "Hate crime of the winter", "source": "CMS", "file": file, "mark": "m1"}
    address = here.post("/scrutiny/lists/new", given).url
    page = here.get(address).text
    assert 'value="URN" selected' in page
    said = {"reference": "URN", "finalised_on": "Finalised", "status": "Status", "appeal": "Appeal", "strand": "Strand", "mark": "m2"}
    wrong = here.post(address, said)
    assert "answer for the whole list" in wrong.text
    said |= {"restrictions": "Restrictions", "vouched_youth": "on", "victim": "Victim"}
    words = here.post(address, said).url
    assert "sub judice" in here.get(words).text
    done = here.post(words, {"word_status_0": "barred", "strata": ["strand"], "always": ["disability"], "mark": "m3"})
    page = here.get(done.url).text
    assert "24 cases may be drawn" in page
    assert "always included" in page
    assert "It is not finalised" in here.get(f"{done.url}refused").text
    assert "Hate crime of the winter" in here.get("/scrutiny/lists/").text
    kept = here.post(f"{done.url}keep-out", {"reference": "05ab1000325", "reason": "appeal", "mark": "m4"})
    assert kept.status_code == 302
    assert "23 cases may be drawn" in here.get(done.url).text


def test_a_file_that_cannot_be_read_is_gone_with_the_reason(here):
    file = SimpleUploadedFile("finalised.csv", b"")
    address = here.post("/scrutiny/lists/new", {"panel": panel().pk, "title": "A", "source": "B", "file": file, "mark": "m1"})
    assert (address.status_code, "empty" in address.text) == (422, True)
    torn = SimpleUploadedFile("finalised.xlsx", b"PK\x03\x04 torn")
    address = here.post("/scrutiny/lists/new", {"panel": panel().pk, "title": "A", "source": "B", "file": torn, "mark": "m2"}).url
    read = here.get(address)
    assert (read.status_code, "nothing of it was kept" in read.text) == (422, True)
    assert here.get(address).status_code != 200


def test_which_case_it_is_is_asked_why_and_shown_once(here, client):
    row = drawn()
    one = row.drawn.first().case
    address = f"/scrutiny/cases/{one.pk}/identity"
    assert "Victoria" not in here.get(address).text
    assert here.post(address, {"why": "so"}).status_code == 422
    shown = here.post(address, {"why": "To ask the unit for the file"})
    assert "Victoria Sample" in shown.text
    assert shown["Cache-Control"] == "no-store"
    client.force_login(Account.objects.get(pk=inspector().account_id))
    assert client.get(address).status_code == 403


def test_the_first_page_asks_the_database_a_constant_number_of_times(here, django_assert_max_num_queries):
    for number in range(3):
        of = panel(f"panel-{number}")
        meeting(of, NOW + timedelta(days=20 + number))
        a_frame(of)
    here.get("/scrutiny/")
    with django_assert_max_num_queries(25):
        assert here.get("/scrutiny/").status_code == 200
