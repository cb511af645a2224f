"""What one Area answers, and what is kept to those who answer, is read by nobody else; each guard is broken once to see it go red."""

import pytest
from django.urls import reverse

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.voice.issues import operations, queries
from folkmoot.voice.issues.models import Issue
from folkmoot.voice.issues.tests.factories import issue, shared_issue, wessex
from folkmoot.voice.models import Answer, Point
from folkmoot.voice.operations import AnsweredMeanwhile
from folkmoot.voice.tests.factories import point

pytestmark = pytest.mark.django_db
WORDS, REASON, NAME = "We told the family in Wessex.", "The family asked us not to.", "Wilma Wess"


def theirs() -> Viewer:
    return icem("wilma.wess@example.org", NAME, of=wessex())


def comms() -> Viewer:
    who = account("kim.reader@example.org", "Kim Reader")
    if not who.grants.exists():
        grant(who, Role.COMMS, [area()])
    return viewer_for(who, TODAY)


def answered_in_wessex() -> Issue:
    one, _here, _there = shared_issue()
    operations.answer_issue(by=theirs(), at=NOW, issue=one, outcome="not_accepted", words=WORDS, reason=REASON, on=TODAY)
    return one


def _pages(client, one: Issue) -> str:
    client.force_login(Account.objects.get(pk=icem().account_id))
    names = ("issue", "issue-answer", "issue-tell")
    return "".join(client.get(reverse(f"voice:{name}", args=[one.pk])).text for name in names)


def _nothing_of_wessex_is_read(client, one: Issue) -> None:
    text = _pages(client, one)
    for kept in (WORDS, REASON, NAME):
        assert kept not in text


def test_an_area_reads_nothing_of_what_another_answered(client):
    one = answered_in_wessex()
    _nothing_of_wessex_is_read(client, one)
    assert queries.answers_to(icem(), one) == []
    assert [answer.words for answer in queries.answers_to(hq(), one)] == [WORDS]
    operations.answer_issue(by=hq(), at=NOW, issue=one, outcome="accepted", words="All get a letter.", on=TODAY)
    assert [answer.words for answer in queries.answers_to(icem(), one)] == ["All get a letter."]


def test_control_with_every_answer_in_sight_it_would_be_read(client, monkeypatch):
    monkeypatch.setattr(queries, "answers_to", lambda _viewer, issue: list(Answer.objects.filter(issue=issue)))
    with pytest.raises(AssertionError):
        _nothing_of_wessex_is_read(client, answered_in_wessex())


def test_that_another_area_answered_meanwhile_is_known_and_not_who_or_what():
    one = answered_in_wessex()
    with pytest.raises(AnsweredMeanwhile, match="not in your sight") as meanwhile:
        operations.answer_issue(by=icem(), at=NOW, issue=one, outcome="accepted", words="Yes.", on=TODAY, seen=0)
    assert meanwhile.value.latest == Answer.objects.get().pk
    for kept in (WORDS, REASON, NAME, "shown above"):
        assert kept not in str(meanwhile.value)


def test_an_answer_to_a_restricted_point_is_kept_with_it():
    kept, open_one = point(visibility="restricted"), point()
    one = issue(points=[kept, open_one])
    operations.take_out(by=icem(), at=NOW, issue=one, point=open_one, why="it is about parking")
    operations.answer_issue(by=icem(), at=NOW, issue=one, outcome="accepted", words=WORDS, on=TODAY)
    assert len(queries.answers_to(icem(), one)) == 1
    assert queries.answers_to(comms(), one) == []


def _only_of_restricted() -> tuple[Issue, Issue, Point]:
    said = point(visibility="restricted")
    return issue(title="Beaten in cell four", points=[said]), issue(area=None, by=hq(), points=[said], title="Cells"), said


def _neither_is_seen(*kept: Issue) -> None:
    assert not set(kept) & set(queries.list_issues(comms()))


def test_an_issue_whose_points_are_all_restricted_is_kept_with_them():
    own, everybodys, _said = _only_of_restricted()
    empty = issue(title="Nothing joined yet")
    _neither_is_seen(own, everybodys)
    assert set(queries.issues(comms())) == {empty}
    with pytest.raises(Issue.DoesNotExist):
        queries.get_issue(comms(), own.pk)
    assert set(queries.issues(icem())) == {own, everybodys, empty}
    assert set(queries.issues(theirs())) == set()
    assert set(queries.issues(hq())) == {own, everybodys, empty}
    operations.join_points(by=icem(), at=NOW, issue=own, points=[point(words="Nobody writes back.")])
    assert own in queries.issues(comms())


def test_control_without_the_rule_its_title_would_be_seen(monkeypatch):
    from django.db.models import Q

    own, everybodys, _said = _only_of_restricted()
    monkeypatch.setattr(queries, "_open_to", lambda _viewer: Q())
    with pytest.raises(AssertionError):
        _neither_is_seen(own, everybodys)
