from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.tests.factories import hq, icem
from folkmoot.actions.models import Action
from folkmoot.foundation.models import AuditEvent
from folkmoot.voice.issues.models import Issue, IssuePoint
from folkmoot.voice.issues.tests.factories import TITLE, issue, shared_issue, wessex
from folkmoot.voice.models import Answer, Point
from folkmoot.voice.tests.factories import WORDS, point

pytestmark = pytest.mark.django_db
LIST = "/voice/issues/"


@pytest.fixture
def here(client):
    client.force_login(Account.objects.get(pk=icem().account_id))
    return client


def address(name, *rows):
    return reverse(f"voice:{name}", args=[row.pk for row in rows])


def test_the_list_teaches_when_empty_and_says_where_else_it_was_raised(here):
    assert "When several people say the same thing" in here.get(LIST).text
    shared_issue()
    page = here.get(LIST).text
    assert TITLE in page
    assert "1 point, in 1 Area" in page
    assert "raised in 1 other Area too" in page
    assert "No issue in your sight fits" in here.get(LIST, {"q": "parking"}).text
    assert TITLE in here.get(LIST, {"several": "1"}).text


def test_an_area_reads_its_own_words_and_never_those_of_another(here, client):
    one, said, there = shared_issue()
    page = here.get(address("issue", one)).text
    assert said.words in page
    assert there.words not in page
    assert [event.subject_ids for event in AuditEvent.objects.filter(kind="consultation", subject_kind="voice.point")] == [[said.pk]]
    client.force_login(Account.objects.get(pk=hq().account_id))
    page = client.get(address("issue", one)).text
    assert there.words in page
    assert "All points said then" in page


def test_an_issue_out_of_sight_does_not_exist(here):
    away = issue(by=hq(), area=wessex())
    for name in ("issue", "issue-change", "issue-join", "issue-answer", "issue-tell", "issue-action"):
        assert here.get(address(name, away)).status_code == 404


def test_an_issue_is_opened_and_takes_in_what_is_ticked_once(here):
    said = point(words="Nobody told us what became of our report.")
    sent = {"title": "Nobody is told what became of a report", "about": "", "mark": "m"}
    joining = here.post("/voice/issues/new", sent).url
    assert here.post("/voice/issues/new", sent).url == joining
    one = Issue.objects.get()
    page = here.get(joining).text
    assert "These are suggestions" in page
    assert said.words in page
    assert here.post(joining, {"why": "x"}).status_code == 422
    here.post(joining, {"points": [said.pk], "why": "the same silence"})
    membership = IssuePoint.objects.get()
    assert (membership.issue, membership.point, membership.joined_why) == (one, said, "the same silence")
    assert "No point in your sight has words like these" in here.get(joining, {"q": "parking"}).text
    here.post(address("issue-change", one), {"title": "Silence", "version": one.version})
    assert Issue.objects.get().title == "Silence"


def test_a_point_joins_an_issue_from_its_own_page_or_opens_one_with_others_like_it(here):
    said, like = point(), point(words="We report hate crime and never hear anything.")
    page = here.get(address("point-issue", said)).text
    assert like.words in page
    assert "Give the new issue a title." in here.post(address("point-issue", said), {"issue": "new"}).text
    here.post(address("point-issue", said), {"issue": "new", "title": "Silence", "points": [like.pk]})
    one = Issue.objects.get()
    assert set(one.memberships.values_list("point", flat=True)) == {said.pk, like.pk}
    third = point(words="Silence.")
    assert "(suggested: like words)" in here.get(address("point-issue", third)).text
    here.post(address("point-issue", third), {"issue": one.pk})
    assert one.memberships.count() == 3
    assert "Silence" in here.get(address("detail", third)).text


def test_a_point_is_taken_out_with_a_reason_that_stays(here):
    said = point()
    one = issue(points=[said])
    assert here.post(address("issue-take-out", one, said), {"why": ""}).status_code == 422
    here.post(address("issue-take-out", one, said), {"why": "it is about parking"})
    page = here.get(address("issue", one)).text
    assert "it is about parking" in page
    assert "None in your sight." in page


def test_an_issue_is_answered_with_its_action_and_all_are_told_once(here):
    day = timezone.localdate()
    points = [point(reply_by="email", reply_address="forum@example.org"), point(reply_by="phone"), point()]
    one = issue(points=points)
    sent = {
        "outcome": "accepted", "words": "You are right.", "on": day.isoformat(), "seen": "0", "mark": "m",
        "plan_title": "Write to everyone now",
        "plan_measure": "letters counted", "plan_resources": "two days of a clerk", "plan_owner": icem().account_id,
        "plan_due_on": (day + timedelta(days=60)).isoformat(),
    }  # fmt: skip
    assert "It answers 3 points." in here.get(address("issue-answer", one)).text
    here.post(address("issue-answer", one), sent)
    here.post(address("issue-answer", one), sent)
    assert Answer.objects.filter(issue=one).count() == 3
    assert Action.objects.get().origin_id == one.pk
    page = here.get(address("detail", points[0])).text
    assert "answered with its issue" in page
    assert "Write to everyone now" in page
    telling = here.get(address("issue-tell", one)).text
    for words in ("Write to 1 person or group", "forum@example.org", "By telephone", "1 person or group did not say"):
        assert words in telling
    for _again in range(2):
        here.post(address("issue-tell", one), {"words": "Letters go out.", "mark": "t"})
    assert Letter.objects.get().to == "forum@example.org"
    assert "Nobody is left who was answered" in here.get(address("issue-tell", one)).text


def test_two_who_answer_an_issue_at_once_neither_loses_a_word(here):
    one = issue(points=[point()])
    first = {"outcome": "accepted", "words": "We write now.", "on": timezone.localdate().isoformat(), "seen": "0", "mark": "a"}
    page = here.post(address("issue-answer", one), first, follow=True).text
    assert "nothing is planned yet" in page
    refused = here.post(address("issue-answer", one), {**first, "words": "We look into it.", "mark": "b"})
    assert refused.status_code == 422
    for words in ("We write now.", "We look into it.</textarea>", "while you were writing"):
        assert words in refused.text


def test_an_action_is_raised_from_an_issue_and_leads_back_to_it(here):
    one = issue(points=[point()])
    action = {
        "title": "Write to every reporter", "measure": "letters counted", "resources": "two days of a clerk", "owner": icem().account_id,
        "agency": "cps", "due_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
    }  # fmt: skip
    here.post(address("issue-action", one), action)
    raised = Action.objects.get()
    assert (raised.origin_kind, raised.area) == ("voice.issue", one.area)
    assert address("issue", one) in here.get(reverse("actions:detail", args=[raised.pk])).text
    assert "Write to every reporter" in here.get(address("issue", one)).text
    assert Point.objects.get().words == WORDS
