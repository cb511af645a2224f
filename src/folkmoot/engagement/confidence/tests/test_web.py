import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, icem
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.communities.tests.factories import wales
from folkmoot.engagement.confidence import operations
from folkmoot.engagement.confidence.models import Reply, Sheet
from folkmoot.engagement.confidence.queries import asked_at
from folkmoot.engagement.tests.factories import activity
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_was_counted():
    cache.clear()


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def made(row=None, **over):
    at = timezone.now()
    values = {"by": icem(), "at": at, "activity": row or activity(held_on=date(2026, 2, 20)), "question": "prosecuting"}
    return operations.make_sheet(**(values | {"until": timezone.localdate(at) + timedelta(days=7)} | over))


def phone():
    """A browser of its own, with the protection of forms as it is in use."""
    return Client(enforce_csrf_checks=True)


def answer(browser, token, **over):
    page = browser.get(f"/c/{token}").text
    mark = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[1]
    return browser.post(f"/c/{token}", {"answer": "fairly", "csrfmiddlewaretoken": mark} | over)


def test_a_question_is_made_shown_as_a_code_and_answered_by_anybody(here):
    row = activity()
    until = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert here.post(f"/engagement/{row.pk}/confidence", {"question": "prosecuting", "until": until, "mark": "a"}).status_code == 302
    page = here.get(f"/engagement/{row.pk}/confidence").text
    sheet = Sheet.objects.get()
    assert f"/c/{sheet.before_token}" in page
    code = here.get(f"/engagement/{row.pk}/confidence/before.svg")
    assert code["Content-Type"] == "image/svg+xml"
    assert b"<path" in code.content
    assert b"style=" not in code.content
    assert f"/c/{sheet.after_token}" in here.get(f"/engagement/{row.pk}/confidence/after").text
    assert "Your answer was counted" in answer(phone(), sheet.before_token).text
    assert Reply.objects.get().phase == "before"


def test_the_public_page_sets_no_cookie_but_the_one_that_protects_the_form_and_keeps_no_time_or_person():
    sheet, browser = made(), phone()
    answer(browser, sheet.after_token)
    assert set(browser.cookies) == {"csrftoken"}
    assert {field.name for field in Reply._meta.get_fields()} == {"id", "sheet", "phase", "answer", "category", "mark"}
    assert browser.cookies["csrftoken"].value not in Reply.objects.get().mark


def test_one_browser_counts_once_in_each_phase_unless_it_is_handed_on():
    sheet, browser = made(), phone()
    answer(browser, sheet.before_token)
    assert "counted already" in answer(browser, sheet.before_token, answer="very").text
    answer(browser, sheet.after_token)
    assert Reply.objects.count() == 2
    assert len(set(Reply.objects.values_list("mark", flat=True))) == 2
    page = browser.get(f"/c/{sheet.before_token}").text
    mark = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[1]
    browser.post(f"/c/{sheet.before_token}", {"another": "yes", "csrfmiddlewaretoken": mark})
    assert "Your answer was counted" in answer(browser, sheet.before_token, answer="very").text
    assert Reply.objects.count() == 3


def test_without_a_choice_the_question_is_asked_again():
    again = answer(phone(), made().before_token, answer="")
    assert again.status_code == 422
    assert "Choose one of the answers" in again.text


@pytest.mark.parametrize("over", ["until", "stopped", "unknown"])
def test_a_link_that_is_over_takes_nothing_and_says_so(over):
    sheet = made()
    if over == "until":
        Sheet.objects.update(until=timezone.localdate() - timedelta(days=1))
    if over == "stopped":
        operations.stop_sheet(by=icem(), at=NOW, sheet=sheet)
    page = phone().get(f"/c/{'x' if over == 'unknown' else sheet.before_token}")
    assert page.status_code == 404
    assert "No more answers are taken here" in page.text
    sheet.refresh_from_db()
    if over != "unknown":
        with pytest.raises(Refused):
            operations.take_answer(by=icem(), at=timezone.now(), sheet=sheet, phase="before", answer="very", mark="m")


def test_a_machine_that_answers_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr("folkmoot.engagement.confidence.web.views.RATES", {"confidence": "2/10m/ip"})
    sheet = made()
    answers = [answer(phone(), sheet.before_token).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert Reply.objects.count() == 2


def test_what_else_is_asked_may_be_left_and_only_its_own_categories_count():
    scheme = Scheme.objects.get_or_create(code="sex", defaults={"characteristic": "sex", "name_en": "Sex"})[0]
    women = Category.objects.get_or_create(scheme=scheme, code="F", defaults={"name_en": "Female", "kind": "answer"})[0]
    sheet = made(characteristic="sex")
    page = unescape(phone().get(f"/c/{sheet.after_token}").text)
    assert "I prefer not to say" in page
    answer(phone(), sheet.after_token, category=str(women.pk))
    answer(phone(), sheet.after_token, category="")
    assert sorted(Reply.objects.values_list("category", flat=True), key=str) == [women.pk, None]
    assert answer(phone(), sheet.after_token, category="999999").status_code == 422


def test_the_audit_trail_holds_no_single_answer():
    sheet = made()
    for _ in range(3):
        answer(phone(), sheet.before_token)
    events = AuditEvent.objects.filter(subject_kind__icontains="confidence") | AuditEvent.objects.filter(detail__answers="first")
    assert events.filter(detail__answers="first").count() == 1


def many_answers(sheet):
    for phase, confident in (("before", 12), ("after", 19)):
        for number in range(24):
            said = "very" if number < confident else "not_at_all"
            operations.take_answer(by=icem(), at=timezone.now(), sheet=sheet, phase=phase, answer=said, mark=f"{phase}{number}")


def test_few_answers_are_not_shown_even_when_no_more_are_taken(here):
    sheet = made()
    answer(phone(), sheet.before_token)
    operations.stop_sheet(by=icem(), at=timezone.now(), sheet=sheet)
    assert "too few to show" in here.get(f"/engagement/{sheet.activity_id}/confidence").text


def without_counts(text):
    """The page without what differs at each look: the numbers of answers, and the marks of its forms."""
    return re.sub(r'Answers before: \d+; after: \d+|value="[^"]*"|nonce="?[^" >]*|content="[^"]*"', "", text)


def test_two_looks_with_one_answer_between_them_do_not_differ(here):
    """Results while answers come in would tell, by difference, what the last person answered."""
    sheet = made(characteristic="sex")
    many_answers(sheet)
    looks = [f"/engagement/{sheet.activity_id}/confidence", f"/engagement/{sheet.activity_id}/"]
    before = [without_counts(here.get(look).text) for look in looks]
    operations.take_answer(by=icem(), at=timezone.now(), sheet=sheet, phase="after", answer="very", mark="the last")
    assert [without_counts(here.get(look).text) for look in looks] == before
    page = here.get(looks[0]).text
    assert "Answers before: 24; after: 25" in page
    assert "What they add up to is shown after" in page
    assert asked_at(icem(), sheet.activity, today=timezone.localdate()).change is None


def test_without_waiting_the_last_answer_would_be_told(here, monkeypatch):
    """The control: the wait is broken on purpose, and two looks differ."""
    sheet = made()
    many_answers(sheet)
    monkeypatch.setattr("folkmoot.engagement.confidence.queries.open_on", lambda _sheet, _day: False)
    look = f"/engagement/{sheet.activity_id}/confidence"
    before = without_counts(here.get(look).text)
    operations.take_answer(by=icem(), at=timezone.now(), sheet=sheet, phase="after", answer="very", mark="the last")
    assert without_counts(here.get(look).text) != before


def test_results_are_shown_once_the_last_day_is_over(here):
    sheet = made()
    many_answers(sheet)
    Sheet.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert "79%" in here.get(f"/engagement/{sheet.activity_id}/confidence").text


def test_results_say_how_to_read_them(here):
    sheet = made()
    page = f"/engagement/{sheet.activity_id}/confidence"
    many_answers(sheet)
    operations.stop_sheet(by=icem(), at=timezone.now(), sheet=sheet)
    text = unescape(here.get(page).text)
    assert "79%" in text
    assert "percentage points (95 per cent interval" in text
    assert "need not be the same people" in text


def test_one_question_for_one_activity_of_one_s_own_area(here):
    sheet = made()
    with pytest.raises(Refused):
        made(sheet.activity)
    assert here.get(f"/engagement/{activity(area=wales()).pk}/confidence").status_code == 404


def test_taking_no_more_answers(here):
    sheet = made()
    here.post(f"/engagement/{sheet.activity_id}/confidence/stop", {"mark": "one"})
    assert asked_at(icem(), sheet.activity, today=timezone.localdate()).sheet.stopped_at is not None
    assert "No more answers are taken" in here.get(f"/engagement/{sheet.activity_id}/confidence").text


def test_the_number_of_queries_does_not_grow(here):
    sheet = made()

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert here.get(f"/engagement/{sheet.activity_id}/confidence").status_code == 200
        return len(queries)

    before = [asked(), asked()][1]
    for number in range(20):
        operations.take_answer(by=icem(), at=timezone.now(), sheet=sheet, phase="after", answer="very", mark=str(number))
    assert asked() == before
