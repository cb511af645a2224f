from datetime import date, timedelta

import pytest

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem
from folkmoot.actions.models import Action
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.voice.issues import operations, queries
from folkmoot.voice.issues.models import IssuePoint
from folkmoot.voice.issues.tests.factories import issue, shared_issue, wessex
from folkmoot.voice.models import Answer, Telling
from folkmoot.voice.operations import AnsweredMeanwhile, Planned
from folkmoot.voice.queries import get_point
from folkmoot.voice.tests.factories import answer, point

pytestmark = pytest.mark.django_db
WORDS = "You are right: every reporter gets a letter."


def reply(to, by=None, **over):
    values = {"outcome": "accepted", "words": WORDS, "on": TODAY, **over}
    return operations.answer_issue(by=by or hq(), at=NOW, issue=to, **values)


def test_joining_and_leaving_are_kept_with_who_when_and_why():
    said, one = point(), issue()
    assert operations.join_points(by=icem(), at=NOW, issue=one, points=[said], why="the same silence") == [said]
    assert operations.join_points(by=icem(), at=NOW, issue=one, points=[said]) == []
    with pytest.raises(Refused, match="Say why"):
        operations.take_out(by=icem(), at=NOW, issue=one, point=said, why=" ")
    operations.take_out(by=icem(), at=NOW + timedelta(days=1), issue=one, point=said, why="it is about parking")
    operations.join_points(by=icem(), at=NOW + timedelta(days=2), issue=one, points=[said])
    first, second = queries.history_of(icem(), one)
    assert (first.joined_why, first.left_why, first.left_by_id) == ("the same silence", "it is about parking", icem().account_id)
    assert second.left_at is None
    assert [event.detail for event in AuditEvent.objects.filter(subject_kind="voice.issue")][1:] == [
        {"joined": [said.pk]}, {"left": said.pk}, {"joined": [said.pk]}
    ]  # fmt: skip


def test_a_point_of_another_area_joins_only_what_is_of_the_whole_service_or_by_who_works_for_both():
    there = point(by=hq(), area=wessex())
    one = issue()
    operations.join_points(by=hq(), at=NOW, issue=one, points=[there])
    assert IssuePoint.objects.get().point == there
    with pytest.raises(NotAllowed):
        operations.join_points(by=icem(), at=NOW, issue=issue(), points=[there])
    with pytest.raises(NotAllowed):
        operations.join_points(by=icem(), at=NOW, issue=issue(by=hq(), area=wessex()), points=[point()])


def test_one_answer_answers_each_point_and_raises_its_action_in_the_same_step():
    one, here, there = shared_issue()
    plan = Planned("Write to every reporter", "letters counted", "two days of a clerk", hq_account(), TODAY + timedelta(days=60))
    given = reply(one, plan=plan)
    assert {answer.point for answer in given} == {here, there}
    assert {answer.issue for answer in Answer.objects.all()} == {one}
    raised = Action.objects.get()
    assert (raised.origin_kind, raised.origin_id, raised.area) == ("voice.issue", one.pk, None)
    assert [answer.words for answer in queries.answers_to(hq(), one)] == [WORDS]


def hq_account():
    from folkmoot.accounts.models import Account

    return Account.objects.get(pk=hq().account_id)


def test_an_action_that_is_not_smart_keeps_the_answer_from_being_saved():
    one, _here, _there = shared_issue()
    with pytest.raises(Refused) as refused:
        reply(one, plan=Planned("Improve", "better", "some", hq_account(), TODAY))
    assert set(refused.value.problems) == {"plan_title", "plan_measure", "plan_resources"}


def test_an_area_answers_its_own_points_of_a_shared_issue_and_no_others():
    one, here, there = shared_issue()
    reply(one, by=icem())
    assert [answer.point for answer in Answer.objects.all()] == [here]
    assert get_point(hq(), there.pk).state == "raised"


def test_two_who_answer_an_issue_at_once_both_keep_their_words():
    one, _here, _there = shared_issue()
    first = reply(one, seen=0)
    with pytest.raises(AnsweredMeanwhile) as meanwhile:
        reply(one, seen=0, words="We are looking into it.")
    assert meanwhile.value.latest == max(answer.pk for answer in first)
    reply(one, seen=meanwhile.value.latest, words="We are looking into it.")
    assert len(queries.answers_to(hq(), one)) == 2


def test_those_that_joined_since_are_answered_without_answering_the_others_again():
    one, here, _there = shared_issue()
    reply(one)
    late = point(words="Nor did we hear.")
    operations.join_points(by=icem(), at=NOW, issue=one, points=[late])
    assert [answer.point for answer in reply(one, only_waiting=True)] == [late]
    assert here.answers.count() == 1
    with pytest.raises(Refused, match="No point"):
        reply(one, only_waiting=True)


def test_all_who_want_to_hear_by_mail_are_written_to_in_one_go_and_once():
    mailed = point(reply_by="email", reply_address="forum@example.org", said_by="Forum", language="cy")
    rung, silent = point(reply_by="phone", reply_address="01632 960123"), point()
    one = issue(points=[mailed, rung, silent])
    with pytest.raises(Refused, match="Nobody is left"):
        operations.tell_by_mail(by=icem(), at=NOW, issue=one, words=WORDS)
    reply(one, by=icem())
    wanted = queries.to_tell(icem(), one)
    assert (wanted.by_mail, wanted.by_hand, wanted.unknown) == ([mailed], [rung], [silent])
    operations.tell_by_mail(by=icem(), at=NOW, issue=one, words=WORDS)
    letter, telling = Letter.objects.get(), Telling.objects.get()
    assert (letter.to, letter.text, letter.language) == ("forum@example.org", WORDS, "cy")
    assert (telling.point, telling.letter, telling.channel, telling.who) == (mailed, letter, "email", "Forum")
    with pytest.raises(Refused, match="Nobody is left"):
        operations.tell_by_mail(by=icem(), at=NOW, issue=one, words=WORDS)


def test_praise_alone_is_thanked_and_an_answer_is_no_older_than_what_was_said():
    one = issue(points=[point(nature="praise"), point()])
    with pytest.raises(Refused, match="Thanks alone"):
        reply(one, by=icem(), outcome="thanked")
    with pytest.raises(Refused, match="dated before"):
        reply(one, by=icem(), on=date(2026, 1, 1))
    assert not Answer.objects.exists()


def test_a_change_to_an_issue_made_meanwhile_is_not_overwritten():
    one = issue()
    operations.change_issue(by=icem(), at=NOW, issue=one, seen_version=1, title="Silence")
    with pytest.raises(ChangedMeanwhile):
        operations.change_issue(by=icem(), at=NOW, issue=one, seen_version=1, title="Noise")
    with pytest.raises(Refused, match="title"):
        operations.change_issue(by=icem(), at=NOW, issue=one, title=" ")
    with pytest.raises(KeyError):
        operations.change_issue(by=icem(), at=NOW, issue=one, area=area())


def test_an_issue_of_the_whole_service_is_opened_for_it_alone():
    with pytest.raises(NotAllowed):
        issue(by=icem(), area=None)
    assert answer(point()).issue is None
