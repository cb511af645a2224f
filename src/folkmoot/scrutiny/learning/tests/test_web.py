"""Learning through its pages: recorded, replied to, carried out, told; the letter; and what a member reads of it."""

from datetime import date

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, icem, inspector
from folkmoot.foundation.models import AuditEvent
from folkmoot.panels.space.tests.factories import seated
from folkmoot.redaction.spans import Kind, Known
from folkmoot.scrutiny.identities.keeping import keep_identity
from folkmoot.scrutiny.identities.keys import make_key
from folkmoot.scrutiny.learning.models import FeedbackLetter, LearningPoint
from folkmoot.scrutiny.learning.resampling import plan_resample
from folkmoot.scrutiny.learning.tests.factories import WORDS, draw, learned, meeting, packs, panel, replied
from folkmoot.scrutiny.packs.models import Pack

pytestmark = pytest.mark.django_db
LIST = "/scrutiny/learning/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


@pytest.fixture(autouse=True)
def home(tmp_path, settings, db):
    settings.HOME = tmp_path
    make_key()


def sealed(case: Pack) -> None:
    """The pack's case as one that names a victim and a place."""
    identity = keep_identity(
        area=case.drawn.draw.panel.area, reference="05AB1234526",
        details=[Known("Gwenllian Trevelyan", Kind.NAME, "victim", "1"), Known("Ely", Kind.PLACE)], at=NOW,
    )  # fmt: skip
    case.drawn.case.identity = identity
    case.drawn.case.save()


def test_from_the_meeting_to_the_telling(here):
    assert "Nothing was learned yet" in here.get(LIST).text
    held, today = meeting(), timezone.localdate().isoformat()
    case = packs(draw(held))[0]
    assert f"{LIST}at/{held.pk}/new" in here.get(f"{LIST}new").text
    given = {"kind": "learning", "words_en": WORDS, "theme": "personal-statement", "pack": case.pk, "to": "unit", "mark": "m1"}
    refused = here.post(f"{LIST}at/{held.pk}/new", given)
    assert refused.status_code == 422
    assert "Say which" not in here.get(LIST).text
    one = here.post(f"{LIST}at/{held.pk}/new", given | {"audiences": ["staff"], "to_whom": "Crown Court unit", "mark": "m2"}).url
    reply = {
        "outcome": "will_act",
        "words_en": "We will ask with the first letter.",
        "from_whom": "The unit",
        "on": today,
        "seen_replies": 0,
    }
    assert "Name who answers for it" in here.post(f"{one}reply", reply | {"mark": "m3"}).text
    whole = reply | {"owner": icem().account_id, "due": "2027-06-01"}
    assert here.post(f"{one}reply", whole | {"mark": "m4"}).status_code == 302
    assert "no evidence" in here.post(f"{one}finish", {"words": "The letter was changed.", "on": today, "mark": "m5"}).text
    here.post(f"{one}evidence", {"what": "The new letter", "lies": "Binder 4", "mark": "m6"})
    here.post(f"{one}finish", {"words": "The letter was changed.", "on": today, "mark": "m7"})
    here.post(f"{one}told", {"whom": "panel", "meeting": held.pk, "words": "The panel was glad.", "mark": "m8"})
    here.post(f"{one}told", {"whom": "staff", "how": "Training of the unit", "on": today, "mark": "m9"})
    page = here.get(one).text
    for words in (WORDS, "Binder 4", "The panel was glad.", "Training of the unit", "Crown Court unit", "Done"):
        assert words in page
    assert "Still to be told" not in page
    assert WORDS in here.get(LIST, {"theme": "personal-statement", "side": "service", "audience": "staff"}).text
    assert "Nothing matches" in here.get(LIST, {"kind": "good_practice"}).text
    assert here.get(f"{LIST}repeated/").status_code == 200


def test_a_reader_reads_and_changes_nothing(client):
    point = learned()
    client.force_login(Account.objects.get(pk=inspector().account_id))
    page = client.get(f"{LIST}{point.pk}/").text
    assert WORDS in page
    assert "Record the reply" not in page
    assert [client.get(f"{LIST}{point.pk}/{way}").status_code for way in ("reply", "finish", "told")] == [403] * 3


def test_a_letter_is_made_checked_printed_and_given(here):
    held = meeting()
    case = packs(draw(held))[0]
    sealed(case)
    letters = f"{LIST}cases/{case.pk}/letters/"
    assert "Nothing to tell yet" in here.get(letters).text
    learned(held, pack=case, to="prosecutor", to_whom="")
    learned(held, pack=case, kind="good_practice", to="guidance", words_en="The special measures were asked for at once.")
    shown = here.get(letters).text
    assert shown.index("special measures were asked") < shown.index(WORDS)
    made = here.post(f"{letters}prosecutor", {"mark": "m1"})
    assert made.status_code == 302
    page = here.get(made.url)
    assert "C-001" in page.text
    assert page["Cache-Control"] == "no-store"
    here.post(f"{made.url}given", {"how": "unit_head", "on": timezone.localdate().isoformat(), "said": "Thank you.", "mark": "m2"})
    letter = FeedbackLetter.objects.get()
    assert (letter.given_how, letter.said) == ("unit_head", "Thank you.")
    assert AuditEvent.objects.filter(kind="disclosure", subject_kind="scrutiny.feedbackletter").exists()
    assert "recorded already" in here.post(f"{made.url}given", {"how": "paper", "on": timezone.localdate().isoformat(), "mark": "m3"}).text


def test_a_letter_with_a_name_of_the_case_is_not_made(here):
    held = meeting()
    case = packs(draw(held))[0]
    sealed(case)
    learned(held, pack=case, words_en="Somebody called Trevelyan should have been told of the hearing.", names_nobody=True)
    refused = here.post(f"{LIST}cases/{case.pk}/letters/unit", {"mark": "m1"})
    assert "could tell who somebody is" in refused.text
    assert not FeedbackLetter.objects.exists()


def test_a_recalled_pack_and_a_calibration_round_tell_nobody(here):
    held = meeting()
    for drawn, mark in ((draw(held, calibration=True), "m1"), (draw(held), "m2")):
        case = packs(drawn)[0]
        learned(held, pack=case)
        if mark == "m2":
            Pack.objects.filter(pk=case.pk).update(state="withdrawn", withdrawn_why="An appeal was lodged")
        assert here.post(f"{LIST}cases/{case.pk}/letters/unit", {"mark": mark}).status_code == 422
    assert not FeedbackLetter.objects.exists()


def test_looking_again_from_the_page(here):
    held = meeting()
    point = learned(held, pack=packs(draw(held))[0])
    one = f"{LIST}{point.pk}/"
    assert (
        here.post(f"{one}look-again", {"after": "2026-09-01", "why": "Whether statements come earlier now", "mark": "m1"}).status_code
        == 302
    )
    assert "in cases drawn after 1 September 2026" in here.get(LIST).text
    look = point.resamples.get()
    assert here.get(f"{one}look-again/{look.pk}/draw").status_code == 200
    here.post(f"{one}look-again/{look.pk}/drop", {"why": "The panel has ended", "mark": "m2"})
    assert "It was not done: The panel has ended" in here.get(one).text


def test_a_member_reads_what_came_of_it_and_no_case(client):
    of = panel()
    held = meeting(of)
    point = learned(held, pack=packs(draw(held))[0])
    replied(point)
    learned(meeting(panel("west")), words_en="Another panel learned something else here.")
    _seat, viewer = seated(of, "Ana Price")
    client.force_login(Account.objects.get(pk=viewer.account_id))
    page = client.get("/my-cases/learning/").text
    for words in (WORDS, "We will ask for it with the first letter."):
        assert words in page
    for hidden in ("C-001", "neighbour dispute", "Another panel", "Nia Rowe"):
        assert hidden not in page
    assert client.get(LIST).status_code == 403


def test_the_page_asks_the_same_number_of_questions_however_much_was_learned(here, django_assert_max_num_queries):
    held = meeting()
    for number in range(3):
        point = learned(held, words_en=f"A whole sentence about thing {number} of many.")
        replied(point)
    plan_resample(
        by=icem(), at=NOW, point=learned(held, pack=packs(draw(held))[0]), after=date(2026, 9, 1), why="Whether it came earlier now"
    )
    with django_assert_max_num_queries(30):
        here.get(LIST)
    assert LearningPoint.objects.count() == 4
