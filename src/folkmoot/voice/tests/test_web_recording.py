from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.tests.factories import NOW, account, icem
from folkmoot.actions.models import Action
from folkmoot.characteristics.models import Category, Scheme
from folkmoot.voice.issues.operations import open_issue
from folkmoot.voice.models import Answer, EqualityCode, LongWords, Point
from folkmoot.voice.tests.factories import WORDS, action_from, answer, point
from folkmoot.voice.tests.test_recording import LONG, URDU

pytestmark = pytest.mark.django_db
LIST = "/voice/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def address(name, row):
    return reverse(f"voice:{name}", args=[row.pk])


def sent(**over):
    values = {"origin_kind": "letter", "words": WORDS, "said_on": "2026-02-03", "nature": "concern", "mark": "one-mark"}
    return {**values, **over}


def test_a_point_is_recorded_with_all_that_belongs_to_it_and_shown_with_it(here):
    more = {"reply_by": "email", "reply_address": "forum@example.org", "equality": ["age"], "visibility": "restricted"}
    page = here.post("/voice/new", sent(words=URDU, **more), follow=True).text
    said = Point.objects.get()
    assert (said.language, said.visibility, said.equality.get().characteristic) == ("ur", "restricted", "age")
    for words in (f'dir="auto" lang="ur">“{URDU}”', "By e-mail: forum@example.org", "Age", "Only those who answer", "Answer due", "Urdu"):
        assert words in page


def test_a_name_and_address_are_pointed_out_and_the_typed_words_stay(here):
    words = "My name is Aisha Khan, of 12 Station Road."
    page = here.post("/voice/new", sent(words=words))
    assert page.status_code == 422
    assert "a person’s name (My name is Aisha Khan), a street address (12 Station Road)" in page.text
    assert f"{words}</textarea>" in page.text
    here.post("/voice/new", sent(words=words, keep="on"))
    assert Point.objects.get().words == words


def test_a_very_long_comment_is_kept_whole_read_in_parts_and_changed_whole(here):
    here.post("/voice/new", sent(words=LONG))
    said = Point.objects.get()
    assert LongWords.objects.get().words == LONG.strip()
    assert "Read all that was said" in here.get(address("detail", said)).text
    assert "Page 2 of 10" in here.get(address("whole", said), {"page": "2"}).text
    assert LONG.strip() in here.get(address("change", said)).text


def test_a_script_is_shown_and_does_not_run(here):
    said = point(words="<script>alert('x')</script>")
    for page in (LIST, address("detail", said)):
        assert "<script>alert" not in here.get(page).text
        assert "&lt;script&gt;alert" in here.get(page).text


def test_two_answers_at_once_show_the_first_and_keep_the_second_until_it_is_sent_again(here):
    said, day = point(), timezone.localdate().isoformat()
    opened = here.get(address("answer", said))
    assert 'name="seen" value="0"' in opened.text
    answer(said, words="We write to every reporter now.")
    mine = {"outcome": "partly", "words": "We are looking into it.", "on": day, "seen": "0", "mark": "m"}
    refused = here.post(address("answer", said), mine)
    assert refused.status_code == 422
    for words in ("while you were writing", "We write to every reporter now.", "We are looking into it.</textarea>"):
        assert words in refused.text
    latest = Answer.objects.get().pk
    assert f'name="seen" value="{latest}"' in refused.text
    here.post(address("answer", said), {**mine, "seen": latest})
    here.post(address("answer", said), {**mine, "seen": latest})
    assert [one.words for one in said.answers.all()] == ["We write to every reporter now.", "We are looking into it."]


def test_an_answer_and_its_action_are_saved_in_one_step_or_not_at_all(here):
    said, day = point(), timezone.localdate()
    mine = {"outcome": "accepted", "words": "You are right.", "on": day.isoformat(), "seen": "0", "plan_title": "Write to every reporter"}
    assert "An action needs this too" in here.post(address("answer", said), mine).text
    assert not Answer.objects.exists()
    whole = {
        **mine, "plan_measure": "letters counted", "plan_resources": "two days of a clerk", "plan_owner": icem().account_id,
        "plan_due_on": (day + timedelta(days=60)).isoformat(),
    }  # fmt: skip
    page = here.post(address("answer", said), whole, follow=True).text
    assert "nothing is planned yet" not in page
    assert Action.objects.get().origin_id == said.pk
    other = point()
    assert "nothing is planned yet" in here.post(address("answer", other), {**mine, "plan_title": ""}, follow=True).text


def test_a_promise_leads_to_its_action_and_shows_when_its_day_has_passed(here):
    keeper = account("kay.keeper@example.org", "Kay Keeper")
    made = point(nature="promise", promise_owner=keeper, promise_due=date(2026, 2, 20))
    page = here.get(address("detail", made)).text
    assert "nothing shows that it was kept" in page
    assert "Kay Keeper keeps it by" in page
    assert WORDS in here.get(LIST, {"promises": "1"}).text
    led = here.post("/voice/new", sent(nature="promise", words="We will come back in May."))
    assert led.url == address("action", Point.objects.latest("pk"))
    assert 'value="We will come back in May."' in here.get(led.url).text


def test_categories_are_named_on_their_own_page(here):
    scheme = Scheme.objects.create(code="sex", characteristic="sex", name_en="Sex")
    female = Category.objects.create(scheme=scheme, code="female", name_en="Female", kind="answer")
    said = point(equality=[("age", None)])
    assert "Female" in here.get(address("equality", said)).text
    page = here.post(address("equality", said), {"sex": [str(female.pk)]}, follow=True).text
    assert "Sex: Female" in page
    assert [code.category for code in EqualityCode.objects.all()] == [female]
    assert here.post(address("equality", said), {"sex": ["999999"]}).status_code == 422


def test_the_list_is_narrowed_by_what_is_new_and_says_its_headline(here):
    old = point(words="Said of old.", equality=[("age", None)], language="cy")
    one = open_issue(by=icem(), at=NOW, area=old.area, title="Silence", points=[old])
    point(words="Other words altogether.", visibility="restricted")
    for asked in ({"equality": "age"}, {"language": "cy"}, {"visibility": "area"}, {"issue": one.pk}):
        page = here.get(LIST, asked).text
        assert "Said of old." in page
        assert "Other words altogether." not in page
    assert "Only points of this issue are shown" in page
    assert "Nothing in your sight" not in here.get(LIST, {"equality": "x", "language": "x", "visibility": "x", "issue": "x" * 40}).text


def test_a_point_page_takes_as_many_queries_with_many_codes_and_issues_as_with_few(here):
    def asked(row):
        with CaptureQueriesContext(connection) as seen:
            here.get(address("detail", row))
        return len(seen)

    few, many = point(equality=[("age", None)]), point(equality=[("age", None), ("sex", None), ("disability", None)])
    for each in (few, many, many, many):
        one = open_issue(by=icem(), at=NOW, area=each.area, title="Silence", points=[each])
        action_from(each, origin_kind="voice.issue", origin_id=one.pk)
    asked(few)
    assert asked(few) == asked(many)
