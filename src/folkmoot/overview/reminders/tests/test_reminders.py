"""Each reminder is said exactly once: when the job runs late, runs twice, and misses days."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.notices.models import Notice
from folkmoot.accounts.notices.operations import prefer
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.actions.models import Action
from folkmoot.actions.tests.factories import action, evidence, progress
from folkmoot.overview.reminders import operations
from folkmoot.overview.reminders.kinds import KINDS
from folkmoot.overview.reminders.tests.factories import LEAD, lead, run_from, run_on, told
from folkmoot.voice.models import Point
from folkmoot.voice.tests.factories import WORDS, answer, point

pytestmark = pytest.mark.django_db
DUE = date(2026, 4, 20)
NIA = "nia.rowe@example.org"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _people():
    area()
    icem()
    lead()


def test_an_action_due_in_a_week_is_said_once_however_often_the_job_runs():
    action(due_on=DUE)
    assert run_on(DUE - 8 * DAY) == {}
    assert [run_on(DUE - 7 * DAY), run_on(DUE - 7 * DAY), run_on(DUE - 6 * DAY)] == [{"actions.due": 1}, {}, {}]
    assert told("actions.due", NIA) == ["“Brief all hate crime prosecutors on special measures” is due on 20 April 2026."]


@pytest.mark.parametrize("late", [1, 3, 7])
def test_a_job_that_ran_late_says_it_all_the_same_and_once(late):
    """A job that looks for exactly seven days says nothing when that day was missed; this one looks for what is not yet said."""
    action(due_on=DUE)
    run_from(DUE - 8 * DAY, DUE, skipping=tuple(DUE - (7 - number) * DAY for number in range(late)))
    assert len(told("actions.due")) == 1


def test_overdue_is_said_once_to_the_owner_and_weekly_to_the_lead_after_two_weeks():
    action(due_on=DUE)
    run_from(DUE + 8 * DAY, DUE + 13 * DAY)
    assert (len(told("actions.overdue")), told("actions.escalated")) == (1, [])
    run_from(DUE + 14 * DAY, DUE + 27 * DAY)
    assert len(told("actions.overdue")) == 1
    assert len(told("actions.escalated", LEAD)) == 2
    assert told("actions.escalated", NIA) == []


def test_weeks_in_which_the_job_did_not_run_are_not_made_up_for_in_a_heap():
    action(due_on=DUE)
    run_on(DUE + 14 * DAY)
    run_on(DUE + 50 * DAY)
    run_on(DUE + 51 * DAY)
    assert len(told("actions.escalated", LEAD)) == 2


def test_a_moved_due_date_is_a_new_reminder_and_a_done_action_is_none():
    row = action(due_on=DUE)
    run_on(DUE - DAY)
    Action.objects.filter(pk=row.pk).update(due_on=DUE + 30 * DAY)
    run_from(DUE + 20 * DAY, DUE + 27 * DAY)
    assert len(told("actions.due")) == 2
    evidence(row, on=date(2026, 3, 1))
    progress(row, "achieved", on=date(2026, 3, 1))
    assert run_on(DUE + 31 * DAY) == {}


def test_whether_it_worked_is_asked_once_and_again_after_nobody_could_tell():
    row = action(due_on=DUE)
    evidence(row, on=date(2026, 3, 1))
    progress(row, "achieved", on=date(2026, 3, 1))
    assert run_on(date(2026, 5, 31)) == {}
    assert [run_on(date(2026, 6, 1)), run_on(date(2026, 6, 9))] == [{"actions.worked": 1}, {}]
    row.reviews.create(on=date(2026, 6, 10), verdict="cannot_tell", words="Too early.")
    assert [run_on(date(2026, 9, 9)), run_on(date(2026, 9, 10)), run_on(date(2026, 9, 11))] == [{}, {"actions.worked": 1}, {}]


def test_an_area_without_a_lead_and_what_is_of_no_area_go_to_headquarters():
    hq()
    RoleGrant.objects.filter(role="lead").delete()
    action(due_on=DUE)
    run_on(DUE + 14 * DAY)
    assert len(told("actions.escalated", "owen.achebe@example.org")) == 1


def test_a_point_is_said_to_those_who_answer_without_a_word_of_it():
    row = point(said_on=date(2026, 2, 3))  # an answer is owed by 3 March
    assert run_on(date(2026, 2, 23)) == {}
    run_from(date(2026, 2, 24), date(2026, 3, 3))
    assert told("voice.overdue") + told("voice.escalated") == []
    run_from(date(2026, 3, 4), date(2026, 3, 17))
    assert told("voice.due", NIA) == ["A point of 3 February 2026 in East of England is to be answered by 3 March 2026."]
    assert len(told("voice.overdue", NIA)) == 1
    assert len(told("voice.escalated", LEAD)) == 3, "in each of three weeks once"
    answer(row)
    assert run_on(date(2026, 4, 30)) == {}
    assert not Notice.objects.filter(words__contains=WORDS[:12]).exists()


def test_a_restricted_point_is_not_even_named_to_those_who_may_not_read_it():
    row = point(said_on=date(2026, 2, 3))
    Point.objects.filter(pk=row.pk).update(visibility=Point.Visibility.RESTRICTED)
    RoleGrant.objects.filter(account__email=NIA).update(role="comms")
    assert run_on(date(2026, 2, 24)) == {}
    RoleGrant.objects.filter(account__email=NIA).update(role="icem")
    assert run_on(date(2026, 2, 24)) == {"voice.due": 1}


def test_a_promise_is_said_to_whoever_keeps_it_before_and_after_its_day():
    row = point(nature="promise", said_on=date(2026, 2, 3))
    Point.objects.filter(pk=row.pk).update(promise_owner=Account.objects.get(email=LEAD), promise_due=DUE)
    run_from(DUE - 9 * DAY, DUE - 5 * DAY)
    run_from(DUE, DUE + 3 * DAY)
    assert len(told("voice.promise", LEAD)) == 1
    assert len(told("voice.promise_overdue", LEAD)) == 1
    assert not Notice.objects.filter(kind__in=["voice.due", "voice.overdue"]).exists()


def test_nobody_is_reminded_of_what_left_their_sight():
    action(due_on=DUE)
    RoleGrant.objects.filter(account__email=NIA).update(ends=date(2026, 3, 31))
    assert run_on(DUE) == {"actions.ownerless": 1}
    assert told("actions.ownerless", LEAD) == [
        "The owner of “Brief all hate crime prosecutors on special measures” is no longer here. Hand it to somebody.",
    ]


def test_a_crash_in_the_middle_loses_none_and_doubles_none(monkeypatch):
    for number in range(5):
        action(due_on=DUE + number * DAY)
    honest, calls = operations.notify, []

    class Crash(BaseException):
        pass

    def crash_at_third(**asked):
        calls.append(asked)
        if len(calls) == 3:
            raise Crash
        return honest(**asked)

    with monkeypatch.context() as broken:
        broken.setattr(operations, "notify", crash_at_third)
        with pytest.raises(Crash):
            run_on(DUE)
    assert Notice.objects.count() == 2
    run_on(DUE)
    assert Notice.objects.count() == 5


def test_a_kind_that_fails_is_named_and_does_not_keep_the_others_from_being_said():
    action(due_on=DUE)

    def broken_kind(_at, _today):
        raise ValueError("Mrs Owusu")

    ran = operations.run(at=NOW + (DUE - NOW.date()), kinds=(broken_kind, *KINDS))
    assert (ran.broken, ran.said) == (["broken_kind"], {"actions.due": 1})


def test_words_are_in_the_language_of_the_person_and_said_once_in_it():
    action(due_on=DUE)
    prefer(by=icem(), at=NOW, how="none", weekday=0, language="cy")
    run_from(DUE - DAY, DUE)
    prefer(by=icem(), at=NOW, how="none", weekday=0, language="en")
    run_on(DUE)
    assert len(told("actions.due", NIA)) == 1
