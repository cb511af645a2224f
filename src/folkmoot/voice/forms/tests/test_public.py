import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.notices.models import Letter
from folkmoot.voice.forms.models import MonitoringCount, Response, ResponseAnswer
from folkmoot.voice.forms.tests.factories import scheme, whole
from folkmoot.voice.forms.web import carrying
from folkmoot.voice.identifying import identifiers_in
from folkmoot.voice.models import Point

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_was_counted(monkeypatch):
    cache.clear()
    # A test answers faster than anybody can read: it began a minute before.
    begun = carrying.begun
    monkeypatch.setattr(
        "folkmoot.voice.forms.web.public.begun", lambda form, *, at, language: begun(form, at=at - timedelta(minutes=1), language=language)
    )


class Person:
    """Somebody with a telephone: each step sends what the page carried, and what they typed."""

    def __init__(self, code: str = "after", address: str = "192.0.2.1", language: str = "en") -> None:
        self.browser = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)
        self.url = f"/f/{code}"
        self.page = self.browser.get(f"{self.url}?language={language}")
        self.send(go="begin")

    @property
    def text(self) -> str:
        return unescape(self.page.text)

    def send(self, go: str = "next", **typed) -> "Person":
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page.text)
        values: dict[str, list[str]] = {}
        for name, value in hidden:
            values.setdefault(name, []).append(unescape(value))
        self.page = self.browser.post(self.url, values | {"go": go} | typed)
        return self

    def all(self, questions, words: str = "Ring people back within a week, please.") -> "Person":
        first, scale, long, day = questions
        self.send(**{f"q{first.pk}": "1"}).send(**{f"q{scale.pk}": "2"}).send(**{f"q{long.pk}": words, f"q{day.pk}": "2026-01-05"})
        return self


def test_a_form_is_walked_page_by_page_and_back_checked_sent_and_counted_once():
    at = timezone.localtime()
    form, questions = whole(at=at)
    first, _scale, long, day = questions
    person = Person()
    assert person.send().page.status_code == 422  # the first question must be answered
    assert "This question must be answered" in person.text
    assert "There is a problem" in person.text
    person.send(**{f"q{first.pk}": "1"})
    assert "How did it go?" in person.text
    assert "5 – Well" in person.text
    person.send(go="back")
    assert re.search(rf'name="q{first.pk}"[^>]*value="1"[^>]*checked', person.page.text)
    person.send(**{f"q{first.pk}": "2"})  # now the page that only some are asked is passed over
    assert "What should change?" in person.text
    person.send(**{f"q{long.pk}": "Ring <b>Ann</b> on 07700 900123 🙂 شکریہ", f"q{day.pk}": "31/2/2026"})
    assert "Enter a real date" in person.text
    assert "شکریہ" in person.text
    person.send(**{f"q{long.pk}": "Ring <b>Ann</b> on 07700 900123 🙂 شکریہ", f"q{day.pk}": "2026-01-05"})
    assert "Check your answers" in person.text
    assert "a telephone number" in person.text
    assert "<b>Ann</b>" not in person.page.text
    before, page = Response.objects.count(), person.page
    person.send(go="send")
    assert "Your answers have reached us" in person.text
    person.page = page
    person.send(go="send")
    assert "Your answers have reached us" in person.text
    assert (before, Response.objects.count()) == (0, 1)
    response = Response.objects.get()
    assert (response.channel, response.may_identify, response.held_for, response.reference) == ("online", True, "", "")
    assert {answer.question_id for answer in response.answers.all()} == {first.pk, long.pk, day.pk}
    point = Point.objects.get()
    assert (point.origin_kind, point.origin_id, point.nature, point.visibility, point.said_by) == (
        "voice.form",
        form.pk,
        "concern",
        "restricted",
        "",
    )
    assert set(person.browser.cookies) == {"csrftoken"}


def test_the_other_language_keeps_what_was_typed():
    _form, questions = whole(at=timezone.localtime())
    first, _scale, long, _day = questions
    person = Person(language="cy")
    assert '<html lang="cy"' in person.text
    assert "Did you report it? (cy)" in person.text
    assert "Naddo" in person.text
    person.send(**{f"q{first.pk}": "2"}).send(go="language:en", **{f"q{long.pk}": "Mae angen ateb."})
    assert '<html lang="en-GB"' in person.text
    assert "Mae angen ateb." in person.text
    assert "What should change?" in person.text
    person.send(go="language:cy", **{f"q{long.pk}": "Mae angen ateb."}).send(**{f"q{long.pk}": "Mae angen ateb."}).send(go="send")
    assert Response.objects.get().language == "cy"


def test_days_before_and_after_are_said_kindly_and_who_began_in_time_may_send():
    at = timezone.localtime()
    form, questions = whole(at=at, opens_on=at.date(), closes_on=at.date() + timedelta(days=1))
    person = Person().all(questions)
    form.opens_on, form.closes_on, form.closed_at = at.date() - timedelta(days=3), at.date() - timedelta(days=1), None
    form.opened_at = at - timedelta(days=3)
    form.save()
    assert "This form closed" in unescape(Client().get("/f/after").text)
    assert person.send(go="send").page.status_code == 410  # it began after the end: the stamp says so
    form.closes_on, form.closed_at = at.date() + timedelta(days=1), timezone.now()
    form.save()
    person = Person.__new__(Person)
    person.browser, person.url = Client(), "/f/after"
    assert person.browser.get("/f/after").status_code == 410
    form.opens_on, form.closes_on, form.closed_at = at.date() + timedelta(days=3), at.date() + timedelta(days=5), None
    form.save()
    page = Client().get("/f/after")
    assert (page.status_code, "This form opens on" in unescape(page.text)) == (200, True)
    assert Client().get("/f/nothing").status_code == 404


def test_a_form_closed_while_somebody_writes_still_takes_what_they_wrote():
    form, questions = whole(at=timezone.localtime())
    person = Person().all(questions)
    form.closed_at = timezone.now()
    form.save()
    assert Client().get("/f/after").status_code == 410
    assert "Your answers have reached us" in person.send(go="send").text


def test_pages_that_were_changed_on_the_way_are_not_read():
    _form, _questions = whole(at=timezone.localtime())
    person = Person()
    page = person.browser.post(person.url, {"carried": "x" + "y" * 50, "step": "1", "go": "send", "csrfmiddlewaretoken": _token(person)})
    assert (page.status_code, "Please begin again" in page.text) == (422, True)
    assert Client(enforce_csrf_checks=True).post(person.url, {"go": "begin"}).status_code == 403


def _token(person) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', person.page.text)[1]


def test_very_many_words_are_taken_and_a_book_is_answered_kindly():
    _form, questions = whole(at=timezone.localtime())
    person = Person().all(questions, "gair " * 200_000)
    assert "Check your answers" in person.text
    person.send(go="send")
    assert len(ResponseAnswer.objects.get(question=questions[2]).text) == 999_999
    page = Client().post("/f/after", {"words": "x" * 2_200_000})
    assert (page.status_code, "too long to send" in page.text) == (413, True)


def test_a_name_is_asked_only_where_the_form_says_so_and_needs_consent():
    _form, questions = whole(
        at=timezone.localtime(), anonymous=False, consent_en="We may write to you.", consent_cy="Cawn ysgrifennu atoch."
    )
    person = Person().all(questions)
    assert "We may write to you." in person.text
    assert "Tick that you agree" in person.send(name="Asha Vale", address="asha@example.org").text
    person.send(name="Asha Vale", address="asha@example.org", agreed="on").send(go="send")
    response = Response.objects.get()
    assert response.reference in person.text
    point = Point.objects.get()
    assert (point.said_by, point.reply_by, point.reply_address) == ("Asha Vale", "email", "asha@example.org")
    letter = Letter.objects.get()
    assert (letter.to, response.reference in letter.text, "Ring people" in letter.text) == ("asha@example.org", True, False)


def test_what_a_machine_would_send_is_held_and_a_flood_stops_only_its_own_form(monkeypatch):
    _form, questions = whole(at=timezone.localtime())
    other, _questions = whole(at=timezone.localtime(), code="other")
    monkeypatch.setattr("folkmoot.voice.forms.web.public.RATES", {"form": "4/10m/ip", "flood": "6/h/key"})
    person = Person().all(questions)
    person.send(website="x")  # the field that people do not see; this was the check page
    trapped = Person()
    trapped.send(website="x", **{f"q{questions[0].pk}": "2"}).send(**{f"q{questions[2].pk}": "Buy this now, everybody."}).send(go="send")
    assert "Your answers have reached us" in trapped.text
    assert Response.objects.get().held_for == "trap"
    assert Point.objects.count() == 0
    for _number in range(3):
        Person().all(questions, "The very same words from all of us.").send(go="send")
    assert sorted(Response.objects.values_list("held_for", flat=True)) == ["", "", "same", "trap"]
    late = Person().all(questions)
    assert late.send(go="send").page.status_code == 429
    assert "Yours are still on this page" in late.text
    cache.clear()
    assert "Your answers have reached us" in late.send(go="send").text
    assert Client().get(f"/f/{other.code}").status_code == 200


def test_above_its_hour_a_form_holds_what_comes_and_is_closed_to_nobody(monkeypatch):
    _form, questions = whole(at=timezone.localtime())
    monkeypatch.setattr("folkmoot.voice.forms.web.public.RATES", {"form": "9/10m/ip", "flood": "2/h/key"})
    for number in range(3):
        person = Person(address=f"192.0.2.{number}").all(questions, f"Number {number} asks to be rung back within a week.").send(go="send")
        assert "Your answers have reached us" in person.text
    assert sorted(Response.objects.values_list("held_for", flat=True)) == ["", "", "flood"]
    assert Point.objects.count() == 2


def _names_are_kept_to_those_who_answer():
    _form, questions = whole(at=timezone.localtime())
    person = Person().all(questions, "My name is Mary Jones of 14 Acacia Avenue. My son Kofi was hit.")
    assert "a person’s name" in person.text
    assert "a street address" in person.text
    person.send(go="send")
    assert Response.objects.get().may_identify
    assert Point.objects.get().visibility == "restricted"


def test_names_and_addresses_in_the_words_are_found_and_kept_to_those_who_answer():
    _names_are_kept_to_those_who_answer()


@pytest.mark.parametrize("room", ["taking", "web.public"])
def test_control_with_the_narrow_search_alone_names_would_be_open(monkeypatch, room):
    monkeypatch.setattr(f"folkmoot.voice.forms.{room}.personal_in", identifiers_in)
    with pytest.raises(AssertionError):
        _names_are_kept_to_those_who_answer()


def test_the_last_page_searches_the_beginning_of_very_long_words_and_taking_searches_all(monkeypatch):
    searched: list[int] = []
    monkeypatch.setattr("folkmoot.voice.forms.web.public.personal_in", lambda text: searched.append(len(text)) or [])
    _form, questions = whole(at=timezone.localtime())
    Person().all(questions, "gair " * 10_000 + "My name is Mary Jones.").send(go="send")
    assert max(searched) == 20_000
    assert Response.objects.get().may_identify


def test_a_question_of_the_same_page_appears_once_its_answer_was_given():
    from folkmoot.accounts.tests.factories import icem
    from folkmoot.voice.forms.operations import open_form
    from folkmoot.voice.forms.tests.factories import ask, form

    at = timezone.localtime()
    made = form(at=at)
    one = ask(made, "yes_no", "Was it recorded?", at=at)
    two = ask(made, "short", "By whom?", at=at, only_if=one, only_keys=["yes"])
    open_form(by=icem(), at=at, form=made)
    person = Person()
    assert "By whom?" not in person.text
    person.send(**{f"q{one.pk}": "yes"})
    assert "By whom?" in person.text
    assert "something more to ask" in person.text
    person.send(**{f"q{one.pk}": "yes", f"q{two.pk}": "Nobody"}).send(go="send")
    assert ResponseAnswer.objects.count() == 2


def test_equality_answers_are_counted_and_appear_in_no_response():
    form, questions = whole(at=timezone.localtime(), schemes=[scheme()])
    row = MonitoringCount.objects.filter(form=form).first()
    person = Person().all(questions)
    assert "kept apart" in person.text
    person.send(**{f"e{row.scheme_id}": str(row.category_id)})
    assert "North" not in person.text
    person.send(go="send")
    assert list(MonitoringCount.objects.filter(form=form).values_list("count", flat=True)) == [1, 0, 0, 0]
