"""Reviews in the browser: from the list to the receipt, a case read and settled, the questions, and the process assessed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.accounts.tests.factories import hq, inspector
from folkmoot.casework.reviews.models import QuestionSet, ReviewRound
from folkmoot.casework.reviews.rules import ASSESSMENT_PARTS
from folkmoot.casework.reviews.tests.factories import COLUMNS, client_of, csv_bytes, given, lawyer, round_of, rows
from folkmoot.casework.tests.visits import text_of

pytestmark = pytest.mark.django_db
WHY = "Both of us read the instructions again and saw it."
PARTS = dict.fromkeys(ASSESSMENT_PARTS, "Cases were drawn by chance and checked by somebody else.")


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def test_from_the_list_to_the_receipt():
    client = client_of(lawyer())
    assert "No rounds yet" in text_of(client.get("/casework/reviews/"))
    about = {"place": "east-of-england", "title": "Charging, summer", "from_on": "2025-06-01", "to_on": "2025-08-31", "unit": "Crown Court"}
    file = SimpleUploadedFile("cases.csv", csv_bytes())
    first = client.post("/casework/reviews/new/", about | {"file": file})
    assert first.status_code == 302, text_of(first)
    asked = {"reference": "URN", "facts": ["Ethnicity", "Sex"], "spread": "Ethnicity", "number": 8, "phrase": "Bread and roses"}
    wrong = client.post(first.url, asked | {"number": 61})
    assert wrong.status_code == 422
    once = client.post(first.url, asked)
    assert once.status_code == 200
    assert once["Cache-Control"] == "no-store"
    assert text_of(once).count("45CX") == 8
    assert client.post(first.url, asked).status_code != 200
    row = ReviewRound.objects.get()
    page = client.get(f"/casework/reviews/{row.pk}/")
    assert "45CX" not in page.text
    assert "Somebody other than the one who drew gave a phrase" in text_of(page)
    assert "45CX" not in client.get(f"/casework/reviews/{row.pk}/receipt.json").text
    again = client.post(f"/casework/reviews/{row.pk}/check/", {"file": SimpleUploadedFile("cases.csv", csv_bytes())})
    assert "Nobody has changed any of it" in text_of(again)
    assert text_of(again).count("45CX") == 8
    other = client_of(lawyer("Ada Price"))
    seen = other.post(f"/casework/reviews/{row.pk}/check/", {"file": SimpleUploadedFile("cases.csv", csv_bytes())})
    assert "Nobody has changed any of it" in text_of(seen)
    assert "45CX" not in seen.text
    shorter = client.post(f"/casework/reviews/{row.pk}/check/", {"file": SimpleUploadedFile("cases.csv", csv_bytes(rows(50)))})
    assert "does not follow from this list" in text_of(shorter)


def test_a_case_read_and_settled_in_the_browser():
    row = round_of()
    case = row.cases.first()
    sam, ada = client_of(lawyer()), client_of(lawyer("Ada Price"))
    for client, flag in ((sam, "yes"), (ada, "no")):
        taken = client.post(f"/casework/reviews/case/{case.pk}/take/", {"took_no_part": "on", "mark": f"t{flag}"})
        assert taken.url == f"/casework/reviews/case/{case.pk}/read/"
        assert "You are reading" in text_of(client.get("/casework/reviews/"))
        sent = given(row, hate_flag=flag) | {"hate_flag-why": WHY, "mark": f"r{flag}"}
        assert client.post(taken.url, sent).status_code == 302
    assert client_of(inspector()).get(f"/casework/reviews/case/{case.pk}/").status_code == 403
    settled = sam.post(
        f"/casework/reviews/case/{case.pk}/settle/", {"how": "agreed", "hate_flag": "no", "reasons": WHY, "mark": "s1"}
    )  # fmt: skip
    assert settled.status_code == 302
    assert "The two reviewers agreed" in text_of(ada.get(f"/casework/reviews/case/{case.pk}/"))
    closed = sam.post(f"/casework/reviews/{row.pk}/close/", {"words": "It ends early because the unit was merged.", "mark": "c1"})
    assert closed.status_code == 302
    assert "Fewer than 5 cases" in text_of(sam.get(f"/casework/reviews/{row.pk}/"))
    assert (
        sam.post(f"/casework/reviews/{row.pk}/learn/", {"words": "The flag is checked before it is sent.", "mark": "l1"}).status_code == 302
    )
    assert "The flag is checked before it is sent." in text_of(sam.get(f"/casework/reviews/{row.pk}/"))


def test_questions_and_the_process_in_the_browser():
    boss, sam = client_of(hq()), client_of(lawyer())
    assert "The set that ships" in text_of(sam.get("/casework/reviews/questions/"))
    assert sam.get("/casework/reviews/questions/new/").status_code == 403
    form = boss.get("/casework/reviews/questions/new/").context["form"]
    values = {name: field.initial for name, field in form.fields.items() if field.initial not in (None, False)}
    values |= {
        "words_10": "Was an interpreter offered where one was needed?",
        "equality_10": "on",
        "why": "Interpreters were missing",
        "mark": "q1",
    }
    assert boss.post("/casework/reviews/questions/new/", values).status_code == 302
    assert QuestionSet.objects.get().questions[10]["key"] == "q1"
    assert "Not assessed yet" in text_of(sam.get("/casework/reviews/process/"))
    chosen = sam.post("/casework/reviews/process/new/?area=east-of-england", {"from_on": "2025-03-10", "to_on": "2026-03-10"})
    assert "from=2025-03-10" in chosen.url
    assert "That is a finding too" in text_of(sam.get(chosen.url))
    made = sam.post(chosen.url, PARTS | {"next_on": "2027-03-01", "mark": "p1"})
    assert made.status_code == 302, text_of(made)
    assert "Say whether you agree" not in text_of(sam.get(made.url))
    assert "Say whether you agree" in text_of(boss.get(made.url))
    assert (
        boss.post(f"{made.url}second/", {"agreed": "no", "words": "Nobody asked who is missing among us.", "mark": "p2"}).status_code == 302
    )
    assert "Does not agree." in text_of(sam.get(made.url))


def test_columns_of_the_list_are_foreign_words():
    client = client_of(lawyer())
    file = SimpleUploadedFile("cases.csv", b"URN,<b>Sex</b>\n1,M\n2,F\n3,M\n")
    about = {"place": "east-of-england", "title": "Charging", "from_on": "2025-06-01", "to_on": "2025-08-31"}
    page = client.get(client.post("/casework/reviews/new/", about | {"file": file}).url)
    assert "<b>Sex</b>" not in page.text
    assert COLUMNS[0] in page.text
