from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.tests.factories import account, area, grant, hq, icem, panel_member
from folkmoot.actions.models import Action
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.tests.factories import WORDS, answer, point, telling

pytestmark = pytest.mark.django_db
LIST = "/voice/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def address(name, row):
    return reverse(f"voice:{name}", args=[row.pk])


def sent(**over):
    values = {"origin_kind": "letter", "words": WORDS, "said_on": "2026-02-03", "nature": "concern", "theme": "letters", "mark": "one-mark"}
    return {**values, **over}


def test_the_list_teaches_when_empty_and_says_what_is_missing_when_not(here):
    assert "follows it until somebody was told" in here.get(LIST).text
    answer(point())
    page = here.get(LIST).text
    assert WORDS in page
    assert "answered 20 February; nobody has been told" in page


def test_reading_points_is_logged_and_reading_none_is_not(here):
    here.get(LIST)
    assert not AuditEvent.objects.filter(kind="consultation").exists()
    said = point()
    for page in (LIST, address("detail", said), address("answer", said)):
        here.get(page)
    events = AuditEvent.objects.filter(kind="consultation")
    assert [(event.route, event.subject_ids) for event in events] == [
        (LIST, [said.pk]), (address("detail", said), [said.pk]), (address("answer", said), [said.pk])
    ]  # fmt: skip


def test_a_page_that_cannot_be_logged_is_not_shown(here, monkeypatch):
    point()

    def broken(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("folkmoot.foundation.audit._append", broken)
    with pytest.raises(RuntimeError):
        here.get(LIST)


def test_the_list_is_filtered_by_its_address(here):
    point(nature="idea", words="Open the court for schools.")
    answer(point(words="Nobody writes back."))
    assert "Nobody writes back." not in here.get(LIST, {"state": "raised"}).text
    assert "Open the court" not in here.get(LIST, {"nature": "concern"}).text
    assert "Open the court" not in here.get(LIST, {"reached": "answered"}).text
    assert "Nothing in your sight fits" in here.get(LIST, {"theme": "parking"}).text
    assert "Open the court" in here.get(LIST, {"state": "nonsense", "period": "1066-H1", "area": "atlantis"}).text


def test_the_list_is_cut_into_pages_of_fifty(here):
    for number in range(51):
        point(words=f"Point number {number} of many.")
    assert "Page 1 of 2" in here.get(LIST).text
    assert here.get(LIST, {"page": 2}).text.count("of many.") == 1


def test_the_number_of_queries_does_not_grow_with_the_rows(here):
    here.get(LIST)
    for _ in range(5):
        answer(point())
    few = _queries(here)
    for _ in range(45):
        point()
    assert _queries(here) == few


def _queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(LIST).status_code == 200
    return len(captured)


def test_another_areas_point_is_not_found_on_any_page(here):
    there = point(by=hq(), area=area("wessex", "Wessex"))
    for name in ("detail", "change", "answer", "tell", "action"):
        assert here.get(address(name, there)).status_code == 404
        assert here.post(address(name, there), sent()).status_code == 404 or name == "detail"
    assert WORDS not in here.get(LIST).text


def test_a_point_is_recorded_from_the_page_and_sending_twice_counts_once(here):
    first, second = here.post("/voice/new", sent()), here.post("/voice/new", sent())
    said = Point.objects.get()
    assert first.url == second.url == address("detail", said)
    assert (said.area, said.origin_kind, said.recorded_by_id) == (area(), "letter", icem().account_id)


def test_what_looks_like_personal_data_is_saved_only_when_kept_on_purpose(here):
    words = "Ring me on 07700 900123 about it."
    page = here.get("/voice/new").text
    assert "Keep it as it is" not in page
    warned = here.post("/voice/new", sent(words=words))
    assert warned.status_code == 422
    assert "a telephone number (07700 900123)" in warned.text
    assert "Keep it as it is" in warned.text
    assert not Point.objects.exists()
    kept = here.post("/voice/new", sent(words=words, keep="on"), follow=True)
    assert Point.objects.get().words == words
    assert "These words may identify a person" in kept.text


def test_the_words_of_an_answer_and_of_a_telling_are_looked_through_too(here):
    said = point()
    answered = {"outcome": "accepted", "words": "Write to ruth@example.org.", "on": "2026-02-20"}
    assert "an e-mail address" in here.post(address("answer", said), answered).text
    assert not Answer.objects.exists()
    answer(said)
    told = {"who": "Forum", "channel": "letter", "words": "Come to PE13 1AB.", "on": "2026-02-21"}
    assert "a postcode (PE13 1AB)" in here.post(address("tell", said), told).text
    assert not Telling.objects.exists()


def test_a_point_is_answered_acted_on_and_told_from_its_pages(here):
    said = point()
    day = timezone.localdate().isoformat()
    here.post(address("answer", said), {"outcome": "accepted", "words": "You are right.", "on": day})
    assert "Accepted, but nothing is planned" in here.get(address("detail", said)).text
    action = {
        "title": "Write to every reporter", "measure": "letters counted", "resources": "two days of one clerk", "agency": "cps",
        "owner": icem().account_id,
        "due_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
    }  # fmt: skip
    here.post(address("action", said), action)
    raised = Action.objects.get()
    assert (raised.origin_kind, raised.origin_id, raised.area) == ("voice.point", said.pk, area())
    here.post(address("tell", said), {"who": "Forum", "channel": "meeting", "words": "Letters go out.", "on": day})
    page = here.get(address("detail", said)).text
    for words in ("You are right.", "Write to every reporter", "Planned", "Letters go out.", "Forum"):
        assert words in page
    assert "nobody has been told" not in page
    assert address("detail", said) in here.get(reverse("actions:detail", args=[raised.pk])).text


def test_what_was_refused_comes_back_with_the_reason_and_the_typed_words(here):
    said = point()
    refused = here.post(address("answer", said), {"outcome": "not_accepted", "words": "We cannot do this here.", "on": "2026-02-20"})
    assert refused.status_code == 422
    assert "people are owed one" in refused.text
    assert "We cannot do this here." in refused.text
    told = here.post(address("tell", said), {"who": "Forum", "channel": "meeting", "words": "x", "on": "2026-02-20"})
    assert "There is nothing to tell yet" in told.text


def test_thanks_are_offered_for_praise_alone(here):
    assert "Thanked" not in here.get(address("answer", point())).text
    assert "Thanked" in here.get(address("answer", point(nature="praise"))).text


def test_a_change_made_meanwhile_is_not_overwritten(here):
    said = point()
    here.post(address("change", said), sent(version=1, theme="silence", mark="a"))
    assert "was changed by somebody else" in here.post(address("change", said), sent(version=1, theme="noise", mark="b")).text
    assert Point.objects.get().theme == "silence"


def test_staff_record_a_point_and_are_led_home_since_they_read_none(client):
    who = account("sam.lee@example.org", "Sam Lee")
    grant(who, Role.STAFF, [area()])
    client.force_login(who)
    assert client.get(LIST).status_code == 403
    assert client.post("/voice/new", sent()).url == "/"
    assert Point.objects.count() == 1


def test_a_lead_answers_and_sees_no_button_to_change(client):
    who = account("lena.fox@example.org", "Lena Fox")
    grant(who, Role.LEAD, [area()])
    said = point()
    client.force_login(who)
    page = client.get(address("detail", said)).text
    assert address("answer", said) in page
    assert address("change", said) not in page
    assert client.get(address("change", said)).status_code == 403


def test_a_panel_member_opens_no_page_of_points(client):
    said = point()
    client.force_login(Account.objects.get(pk=panel_member().account_id))
    for page in (LIST, "/voice/new", address("detail", said)):
        assert client.get(page).status_code == 403


def test_a_point_told_names_the_day(here):
    said = point()
    answer(said)
    telling(said)
    page = here.get(address("detail", said)).text
    assert "Told</strong>  7 March" in page
    assert "told 7 March" not in page
