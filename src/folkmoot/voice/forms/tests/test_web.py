import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import account, area, grant, icem
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.tables.reading import read_table
from folkmoot.voice.forms.models import Form, MonitoringCount, Response, ResponseAnswer
from folkmoot.voice.forms.taking import Sent, take_from_page
from folkmoot.voice.forms.tests.factories import form, scheme, whole
from folkmoot.voice.models import Point

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client):
    cache.clear()
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def say(of: Form, questions, number: int, words: str = "", key: str = "1", scale: str = "4", seconds: int = 60) -> Response:
    at = timezone.localtime()
    raw = {
        questions[0].pk: [key],
        questions[1].pk: [scale],
        questions[2].pk: [words or f"Person {number} would like to be rung back soon."],
    }
    sent = Sent(mark=f"m{number}", raw=raw)
    return take_from_page(at=at, began=at - timedelta(seconds=seconds), form=of, sent=sent)[0]


def test_a_form_is_made_asked_opened_and_copied_without_code(here):
    today = timezone.localdate()
    area()
    values = {
        "title_en": "What <b>you</b> think", "introduction_en": "We ask.", "purpose": "To know", "audience": "Anybody", "opens_on": today,
        "closes_on": today + timedelta(days=9), "anonymous": "yes", "keep_months": 6, "code": "think", "mark": "a",
    }  # fmt: skip
    assert here.post("/voice/forms/new", values).status_code == 302
    made = Form.objects.get()
    url = f"/voice/forms/{made.pk}/"
    refused = here.post(f"{url}step/open", {"mark": "b"})
    assert (refused.status_code, "Ask at least one question" in refused.text) == (422, True)
    page = made.sections.get()
    question = {"words_en": "Do you <i>agree</i>?", "options": "Yes | Ydw\nNo | Nac ydw", "section": page.pk, "mark": "c"}
    assert here.post(f"{url}questions/new/one", question).status_code == 302
    follow = {"words_en": "Why not?", "section": page.pk, "nature": "concern", "lead": [f"{made.questions.get().pk}:2"], "mark": "d"}
    assert here.post(f"{url}questions/new/long", follow).status_code == 302
    shown = here.get(url).text
    assert "Only if question 1 was answered: No" in shown
    assert "<i>agree</i>" not in shown + here.get(f"{url}preview").text
    assert "no Welsh yet" in shown
    moved = here.post(f"{url}questions/{made.questions.last().pk}/up", {"mark": "e"})
    assert (moved.status_code, "asked later" in moved.text) == (422, True)
    assert here.post(f"{url}step/open", {"mark": "f"}).status_code == 302
    assert "Open" in here.get("/voice/forms/").text
    assert here.get("/f/think").status_code == 200
    copied = here.post(f"{url}copy", {"opens_on": today, "closes_on": today + timedelta(days=99), "mark": "g"})
    copy = Form.objects.exclude(pk=made.pk).get()
    assert copied.headers["Location"] == f"/voice/forms/{copy.pk}/"
    assert copy.opened_at is None
    assert copy.code != made.code
    assert [each.wording.words_en for each in copy.questions.all()] == ["Do you <i>agree</i>?", "Why not?"]
    assert copy.questions.last().only_if.form_id == copy.pk


def test_code_poster_and_paper_in_both_languages(here):
    made, _questions = whole(at=timezone.localtime(), schemes=[scheme()])
    url = f"/voice/forms/{made.pk}/"
    assert "/f/after" in here.get(f"{url}poster").text
    assert b"<path" in here.get(f"{url}code.svg").content
    import io

    from pypdf import PdfReader

    texts = {}
    for language in ("en", "cy"):
        reader = PdfReader(io.BytesIO(here.get(f"{url}paper-{language}.pdf").content))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        texts[language] = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Then go to question 3." in texts["en"]
    assert "5 – Well" in texts["en"]
    assert "torn off" in texts["en"]
    assert "Sut aeth hi" in texts["cy"]
    assert here.get(f"{url}paper-xx.pdf").status_code == 404


def test_sheets_are_entered_one_after_the_other_and_none_twice(here):
    made, questions = whole(at=timezone.localtime())
    first, scale, words, _day = questions
    url = f"/voice/forms/{made.pk}/enter"
    assert 'name="sheet"' in here.get(url).text
    sheet = {
        "batch": "Ely",
        "sheet": "7",
        "on": timezone.localdate().isoformat(),
        "language": "cy",
        f"q{first.pk}": "1",
        f"q{scale.pk}": "5",
    }
    page = here.post(url, sheet | {f"q{words.pk}": "Written by hand."})
    assert "Sheet 7 was entered" in page.text
    assert re.search(r'name="sheet"[^>]*value="8"', page.text)
    again = here.post(url, sheet)
    assert (again.status_code, "entered already" in again.text) == (422, True)
    over = here.post(url, sheet | {"sheet": "8", f"q{first.pk}": "2"})
    assert "lead past this question" in over.text
    response = Response.objects.get()
    assert (response.channel, response.batch, response.sheet, response.language) == ("paper", "Ely", 7, "cy")
    assert Point.objects.get().words == "Written by hand."


def test_held_answers_are_looked_at_and_decided_many_at_once(here):
    made, questions = whole(at=timezone.localtime())
    for number in range(3):
        say(made, questions, number, seconds=1)
    url = f"/voice/forms/{made.pk}/held"
    page = here.get(url).text
    assert page.count("it came within a few seconds") == 3
    assert "Person 1 would like" in page
    assert AuditEvent.objects.filter(kind="consultation", subject_kind="voice.response").exists()
    ids = [str(pk) for pk in Response.objects.order_by("pk").values_list("pk", flat=True)]
    here.post(url, {"response": ids[0], "decide": "leave", "mark": "a"})
    here.post(url, {"all": "1", "decide": "count", "mark": "b"})
    assert sorted(Response.objects.values_list("decided", flat=True)) == ["refused", "taken", "taken"]
    assert Point.objects.count() == 2
    assert Response.objects.count() == 3  # nothing is thrown away


def test_results_show_shares_with_their_base_and_what_is_taken_out_holds_no_more(here, tmp_path):
    made, questions = whole(at=timezone.localtime(), schemes=[scheme()])
    for number in range(12):
        say(made, questions, number, key="1" if number < 4 else "2", words="=1+1 " + "a" * 12 + str(number))
    page = here.get(f"/voice/forms/{made.pk}/results")
    assert page.status_code == 200
    text = re.sub(r"<[^>]+>|\s+", " ", page.text)
    assert "33.3%" in text
    assert "13.8% to 60.9%" in text  # Wilson, for 4 of 12
    assert "not a sample" in text
    assert "fewer than ten answered" in text  # four answered the scale: what they said stays hidden
    assert "4 of the 4 who were asked answered" in text  # eight were led past it: that is no refusal
    assert "Mean" not in text
    for ending in ("csv", "xlsx", "ods"):
        data = here.get(f"/voice/forms/{made.pk}/results.{ending}").content
        file = tmp_path / f"results.{ending}"
        file.write_bytes(data)
        table = read_table(file)
        cells = [cell for row in table.rows for cell in row.values]
        assert "=1+1 aaaaaaaaaaaa3" in cells  # as it was said, and never as a formula
        assert not [row for row in table.rows if row.values[2] == "How did it go?" and row.values[3].startswith("4")]
        assert any("fewer than ten" in cell for cell in cells)
    assert b"\"'=1+1" in here.get(f"/voice/forms/{made.pk}/results.csv").content
    assert AuditEvent.objects.filter(kind="disclosure", subject_kind="voice.form").count() == 4


def test_a_question_taken_out_after_answers_stays_among_the_results_with_its_words(here):
    made, questions = whole(at=timezone.localtime())
    say(made, questions, 1)
    url = f"/voice/forms/{made.pk}/questions/"
    words = questions[2]
    values = {
        "words_en": "What must change first?",
        "words_cy": "Beth?",
        "nature": "concern",
        "section": words.section_id,
        "version": words.version,
        "mark": "a",
    }
    assert here.post(f"{url}{words.pk}", values).status_code == 302
    say(made, questions, 2)
    texts = {answer.text[:8]: answer.wording.words_en for answer in ResponseAnswer.objects.filter(question=words)}
    assert texts == {"Person 1": "What should change?", "Person 2": "What must change first?"}
    refused = here.post(f"{url}{questions[0].pk}/out", {"mark": "b"})
    assert (refused.status_code, "asked only where this one" in refused.text) == (422, True)
    assert here.post(f"{url}{words.pk}/out", {"mark": "c"}).status_code == 302
    text = here.get(f"/voice/forms/{made.pk}/results").text
    assert "before it was taken out" in text
    assert "Person 2 would like" in text
    assert "What must change" not in here.get(f"/voice/forms/{made.pk}/preview").text


def test_other_areas_see_and_change_nothing_and_pages_do_not_grow(here):
    made, questions = whole(at=timezone.localtime(), schemes=[scheme()])
    for number in range(3):
        say(made, questions, number)
    with CaptureQueriesContext(connection) as few:
        here.get(f"/voice/forms/{made.pk}/results")
    for number in range(3, 12):
        say(made, questions, number)
    with CaptureQueriesContext(connection) as many:
        here.get(f"/voice/forms/{made.pk}/results")
    assert len(many) <= len(few)
    wales = area("cymru-wales", "Cymru-Wales")
    other = account("wyn@example.org", "Wyn Price")
    grant(other, areas=[wales])
    here.force_login(other)
    for path in ("", "results", "results.csv", "held", "enter", "preview", "change"):
        assert here.get(f"/voice/forms/{made.pk}/{path}").status_code in (403, 404), path
    assert here.post(f"/voice/forms/{made.pk}/step/close", {"mark": "a"}).status_code == 404
    assert MonitoringCount.objects.exists()
    assert form(code="free").pk
