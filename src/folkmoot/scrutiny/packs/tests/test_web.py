"""Packs through their pages: prepared, gone through with and without a script, reviewed, released, read and recalled."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from folkmoot.accounts.tests.factories import hq, icem, inspector
from folkmoot.panels.meetings.models import Attendance
from folkmoot.panels.members.tests.factories import ready
from folkmoot.scrutiny.packs import operations
from folkmoot.scrutiny.packs.documents import process
from folkmoot.scrutiny.packs.models import Pack
from folkmoot.scrutiny.packs.rules import CHECK_CODES
from folkmoot.scrutiny.packs.tests.factories import (
    FACTS,
    TEXT,
    account_of,
    document,
    drawn,
    lawyer,
    lead,
    pack,
    read_as,
    reviewed,
    submitted,
    written,
)

pytestmark = pytest.mark.django_db
LIST = "/scrutiny/packs/"


@pytest.fixture
def as_(client):
    def sign_in(viewer):
        client.force_login(account_of(viewer))
        return client

    return sign_in


def now_released() -> Pack:
    """Released by the clock of today: pages ask the real one."""
    from datetime import timedelta

    row = reviewed(submitted(), lead(), lawyer())
    meeting, now = row.drawn.draw.meeting, timezone.now()
    meeting.starts_at = now + timedelta(days=7)
    meeting.save()
    operations.release(by=lead(), at=now, pack=row, expires_at=now + timedelta(days=14))
    row.refresh_from_db()
    return row


def reader(row: Pack):
    seat = row.drawn.draw.panel.members.get(contact__name="Ruth Adeyemi")
    ready(seat, at=timezone.now(), on=timezone.localdate())
    Attendance.objects.get_or_create(meeting=row.drawn.draw.meeting, member=seat)
    return seat


def test_from_the_draw_to_review_by_hand(as_):
    case, here = drawn(), as_(icem())
    page = here.get(LIST).text
    assert f"{LIST}begin/{case.pk}" in page
    assert "No packs yet" in page
    one = here.post(f"{LIST}begin/{case.pk}", {"level": "summary", "strand": "race", "title": "", "mark": "m1"}).url
    assert "Say what kind of case it is" in here.get(one).text
    row = Pack.objects.get()
    given = {"level": "summary", "strand": "race", "title": "A neighbour dispute", "version": row.version, "mark": "m2"}
    here.post(f"{one}change", given)
    refused = here.post(f"{one}summary", FACTS | {"happened": "On 3 March 2025 he shouted.", "mark": "m3"})
    assert (refused.status_code, "day of the calendar" in refused.text) == (422, True)
    here.post(f"{one}summary", FACTS | {"mark": "m4"})
    here.post(f"{one}people/new", {"called": "Victim A", "words": "needed an interpreter", "mark": "m5"})
    check = here.get(f"{one}check")
    assert "No leaks found" in check.text
    assert "Victim A: needed an interpreter" in check.text
    row.refresh_from_db()
    assert here.post(f"{one}check", {"version": row.version, "mark": "m6"}).url == one
    row.refresh_from_db()
    assert row.state == "submitted"
    assert here.get(f"{one}review").text.count("somebody else must review it") == 1


def test_a_document_is_gone_through_without_a_script(as_):
    row = document(pack("redacted"))
    here, address = as_(icem()), f"{LIST}documents/{row.pk}/"
    page = here.get(address)
    assert "Properties of the file" in page.text
    here.post(f"{address}seen")
    part = here.get(f"{address}1/")
    assert (part.status_code, part.headers["Cache-Control"]) == (200, "no-store, private")
    assert part.text.count("Baljit Kaur") >= 2
    assert re.search(r'data-read-of="\d+">Victim A<', part.text)
    first, second, third = row.suggestions.values_list("pk", flat=True)
    here.post(f"{address}1/missed", {"words": "shouted", "kind": "other", "replacement": "[what he did]", "mark": "m1"})
    refused = here.post(f"{address}1/", {f"s{first}": "accepted", f"s{second}": "refused"})
    assert (refused.status_code, "Choose why" in refused.text) == (422, True)
    answer = here.post(f"{address}1/", {f"s{first}": "accepted", f"s{second}": "changed", f"r{second}": "The man", f"s{third}": "accepted"})
    assert answer.url == address
    assert "[what he did]" in here.get(f"{address}1/").text
    assert "Every passage is decided" in here.get(address).text


def test_a_script_saves_each_decision_and_is_told_what_is_left(as_):
    row = document(pack("redacted"))
    here, address = as_(icem()), f"{LIST}documents/{row.pk}/1/"
    first, second, _third = row.suggestions.values_list("pk", flat=True)
    said = here.post(address, {f"s{first}": "accepted"}, headers={"X-Decide": "1"})
    assert (said.status_code, said.json()) == (200, {"left": 2})
    refused = here.post(address, {f"s{second}": "refused"}, headers={"X-Decide": "1"})
    assert (refused.status_code, list(refused.json()["problems"])) == (422, [str(second)])
    here.post(f"{address}accept", {"rule": "known full name"})
    assert row.suggestions.filter(state="open").count() == 0


def test_a_page_of_three_hundred_passages_asks_the_database_no_more_than_one_of_three(as_, django_assert_max_num_queries):
    of = pack("redacted")
    text = " ".join(f"Name{number:03}" for number in range(300))
    many = document(of, text, spans=tuple((f"Name{number:03}", "name", "Victim A") for number in range(300)))
    here = as_(icem())
    here.get(f"{LIST}documents/{many.pk}/1/")
    with django_assert_max_num_queries(30):
        page = here.get(f"{LIST}documents/{many.pk}/1/")
    assert page.text.count("data-decision=") == len(many.suggestions.filter(start__lt=many.cuts[1]))
    open_ = {f"s{pk}": "accepted" for pk in many.suggestions.values_list("pk", flat=True)}
    with django_assert_max_num_queries(40):
        here.post(f"{LIST}documents/{many.pk}/1/", open_)
    assert many.suggestions.filter(state="accepted").count() == 300


def test_an_uploaded_file_is_read_in_a_process_of_its_own(as_, monkeypatch, django_capture_on_commit_callbacks):
    row, here = pack("redacted"), as_(icem())
    monkeypatch.setattr(process, "read", lambda data, *_more: read_as(data.decode(), ()))
    from folkmoot.scrutiny.packs.documents import job

    monkeypatch.setattr(job, "launch", job.carry_out)
    empty = here.post(f"{LIST}{row.pk}/documents/add", {"what": "A statement", "mark": "m1"})
    assert (empty.status_code, "not empty" in empty.text) == (422, True)
    with django_capture_on_commit_callbacks(execute=True):
        file = SimpleUploadedFile("KAUR.txt", TEXT.encode())
        here.post(f"{LIST}{row.pk}/documents/add", {"what": "A statement", "file": file, "mark": "m2"})
    held = row.documents.get()
    assert (held.state, held.kind, held.hazards) == ("read", "txt", [{"kind": "metadata", "where": "file", "count": 1}])
    assert "KAUR" not in here.get(f"{LIST}{row.pk}/").text


def test_what_cannot_be_read_says_so_in_a_plain_sentence(as_, monkeypatch):
    from folkmoot.scrutiny.packs.documents import job

    row = document(pack("redacted"))
    row.state = "waiting"
    row.save()

    def damaged(*_args):
        raise process.CannotRead("This file opens only with a password.", "", "Take the password off and send it again.")

    monkeypatch.setattr(process, "read", damaged)
    job.carry_out(row.pk)
    page = as_(icem()).get(f"{LIST}documents/{row.pk}/").text
    assert "This file opens only with a password." in page
    assert "Read it again" in page


def test_the_original_goes_to_those_who_may_know_whose_case_it_is_and_to_nobody_else(as_):
    row = document(pack("redacted"))
    address = f"{LIST}documents/{row.pk}/"
    sent = as_(lawyer()).post(f"{address}original", {"why": "To compare the last page."})
    assert (sent.content.decode(), sent.headers["Content-Disposition"][:10]) == (TEXT, "attachment")
    for viewer in (hq(), lead(), inspector()):
        assert as_(viewer).get(address).status_code == 403
        assert as_(viewer).post(f"{address}original", {"why": "I want to see it."}).status_code == 403


def test_two_others_review_and_one_releases(as_):
    row = submitted()
    address = f"{LIST}{row.pk}/"
    page = as_(lead()).get(f"{address}review")
    assert "Over four weeks the defendant shouted abuse" in page.text
    assert page.headers["Cache-Control"] == "no-store, private"
    given = {"edition": 1, "checked": CHECK_CODES, "cleared": "yes"}
    as_(lead()).post(f"{address}review", given | {"mark": "a1"})
    assert "You have reviewed it" in as_(lead()).get(address).text
    as_(lawyer()).post(f"{address}review", given | {"mark": "a2"})
    late = as_(lead()).post(f"{address}release", {"expires_at": "2020-01-01T10:00", "mark": "a3"})
    assert (late.status_code, "time to come" in late.text) == (422, True)


def test_a_member_reads_on_a_page_that_nothing_keeps(as_, client):
    row = now_released()
    seat = reader(row)
    client.force_login(seat.account)
    page = client.get(f"/my-cases/cases/{row.pk}/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store, private"
    assert page.text.count("Ruth Adeyemi · ") > len(row.blocks.all())
    assert "Over four weeks the defendant shouted abuse" in page.text
    assert "download" not in page.text.lower()
    operations.recall(by=icem(), at=timezone.now(), pack=row, why="An appeal was lodged.")
    closed = client.get(f"/my-cases/cases/{row.pk}/")
    assert (closed.status_code, "was withdrawn" in closed.text, "shouted" in closed.text) == (403, True, False)


def test_a_link_opens_nothing_for_anybody_else(as_, client):
    row = now_released()
    reader(row)
    address = f"/my-cases/cases/{row.pk}/"
    assert client.get(address).status_code == 302
    for viewer in (icem(), hq(), lead(), lawyer(), inspector()):
        assert as_(viewer).get(address).status_code == 403
    other = row.drawn.draw.panel.members.get(contact__name="Gwilym Parry")
    client.force_login(other.account)
    answer = client.get(address)
    assert (answer.status_code, "shouted" in answer.text) == (403, False)


def test_a_member_who_knows_somebody_closes_the_case_for_themselves_alone(client):
    row = now_released()
    seat = reader(row)
    client.force_login(seat.account)
    address = f"/my-cases/cases/{row.pk}/"
    client.post(f"{address}i-know-somebody", {"what": "My cousin lives there.", "mark": "k1"})
    closed = client.get(address)
    assert (closed.status_code, "connected with this case" in closed.text) == (403, True)


def test_readers_of_status_see_no_word_of_a_case(as_):
    row = written()
    page = as_(inspector()).get(f"{LIST}{row.pk}/").text
    assert "shouted" not in page
    assert as_(inspector()).get(f"{LIST}{row.pk}/check").status_code == 403
    assert as_(inspector()).get(f"{LIST}{row.pk}/recall").status_code == 404
