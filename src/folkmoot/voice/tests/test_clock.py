"""By when an answer is owed, what the clock asks for, promises, and the share of concerns that led to a change."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, icem
from folkmoot.voice import queries
from folkmoot.voice.models import Point
from folkmoot.voice.rules import (
    MOST_WORDS,
    RESPONSE_DAYS,
    RESPONSE_DAYS_OF,
    Share,
    Step,
    beginning_of,
    due_on,
    overdue,
    plan_missing,
    promise_late,
    promise_problem,
    reply_problem,
    step_of,
)
from folkmoot.voice.tests.factories import SAID, achieve, action_from, answer, point

DUE = date(2026, 3, 3)


def test_the_clock_reminds_a_week_before_and_escalates_the_day_after():
    around = [(-8, Step.QUIET), (-7, Step.REMIND), (0, Step.REMIND), (1, Step.ESCALATE)]
    assert [step_of(DUE, DUE + timedelta(days=days)) for days, _step in around] == [step for _days, step in around]


def test_an_answer_is_owed_by_the_source_and_a_promise_by_its_day():
    assert due_on(SAID, "letter") == SAID + timedelta(days=RESPONSE_DAYS)
    assert due_on(SAID, "social") == SAID + timedelta(days=14)
    assert due_on(SAID, "letter", DUE + timedelta(days=90)) == DUE + timedelta(days=90)


@pytest.mark.parametrize(
    ("outcome", "actions", "missing"), [("accepted", 0, True), ("partly", 0, True), ("accepted", 1, False), ("not_accepted", 0, False)]
)
def test_work_that_was_promised_and_is_not_planned_is_missing(outcome, actions, missing):
    assert plan_missing(outcome, actions) is missing


def test_a_promise_is_late_when_its_day_has_passed_and_nothing_changed():
    kept = {"nature": "promise", "promise_due": DUE, "changed_on": None, "today": DUE + timedelta(days=1)}
    assert promise_late(**kept)
    for over in ({"nature": "concern"}, {"promise_due": None}, {"changed_on": DUE}, {"today": DUE}):
        assert not promise_late(**{**kept, **over})


def test_a_promise_has_a_keeper_and_a_day_or_neither_and_nothing_else_has():
    asked = {"nature": "promise", "owned": True, "promise_due": DUE, "said_on": SAID}
    assert promise_problem(**asked) is None
    assert promise_problem(**{**asked, "owned": False, "promise_due": None}) is None
    assert promise_problem(**{**asked, "owned": False})[0] == "promise_owner"
    assert promise_problem(**{**asked, "promise_due": None})[0] == "promise_due"
    assert promise_problem(**{**asked, "promise_due": SAID - timedelta(days=1)})[0] == "promise_due"
    assert promise_problem(**{**asked, "nature": "concern"})[0] == "nature"


def test_who_wants_to_hear_by_mail_gives_an_address_and_an_address_has_a_way():
    assert reply_problem(reply_by="", reply_address="") is None
    assert reply_problem(reply_by="meeting", reply_address="") is None
    assert reply_problem(reply_by="email", reply_address="forum@example.org") is None
    assert reply_problem(reply_by="email", reply_address="the forum")[0] == "reply_address"
    assert reply_problem(reply_by="", reply_address="12 Station Road")[0] == "reply_by"


def test_long_words_are_cut_between_two_words_and_never_to_nothing():
    assert beginning_of("short") == "short"
    cut = beginning_of("word " * 2000)
    assert len(cut) <= MOST_WORDS
    assert cut.endswith("word…")
    assert len(beginning_of("x" * 9000)) == MOST_WORDS


def test_a_share_carries_its_base_and_interval():
    estimate = Share(3, 12).estimate
    assert (estimate.value, round(estimate.low, 3), round(estimate.high, 3)) == (0.25, 0.089, 0.532)  # Wilson, as published for 3 of 12
    assert Share(0, 0).estimate is None


@pytest.mark.django_db
def test_overdue_in_the_database_is_overdue_by_the_rules():
    keeper = account("kay.keeper@example.org", "Kay Keeper")
    expected = {}
    for kind in ("letter", *RESPONSE_DAYS_OF):
        for days in (13, 14, 15, 27, 28, 29):
            for promised in (None, TODAY, TODAY - timedelta(days=1)):
                extra = {"promise_due": promised, "promise_owner": keeper, "nature": "promise"} if promised else {}
                row = Point.objects.create(
                    area=area(), origin_kind=kind, words="We hear nothing.", said_on=TODAY - timedelta(days=days), recorded_at=NOW, **extra
                )
                expected[row.pk] = overdue(row.said_on, TODAY, kind, promised)
    late = set(queries.list_points(icem(), overdue_on=TODAY).values_list("pk", flat=True))
    assert late == {pk for pk, is_late in expected.items() if is_late}
    assert 0 < len(late) < len(expected)


@pytest.mark.django_db
def test_the_clock_runs_for_what_nobody_answered():
    late, soon, fresh = (point(said_on=TODAY - timedelta(days=days)) for days in (40, 24, 2))
    answer(point(said_on=date(2026, 1, 3)))
    found = list(queries.clock(icem(), today=TODAY))
    assert [(each.point, each.step, each.escalates) for each in found] == [
        (late, Step.ESCALATE, True), (soon, Step.REMIND, False), (fresh, Step.QUIET, False)
    ]  # fmt: skip
    assert found[0].due == late.said_on + timedelta(days=RESPONSE_DAYS)


@pytest.mark.django_db
def test_the_headline_counts_concerns_alone():
    changed = point()
    answer(changed)
    achieve(action_from(changed), on=date(2026, 3, 1))
    point()
    answer(point(nature="praise"), outcome="thanked")
    point(said_on=date(2025, 1, 1))
    share = queries.share_of_concerns(icem(), first=date(2026, 1, 1), last=TODAY)
    assert (share.changed, share.base) == (1, 2)
    assert queries.share_of_concerns(icem(), area_id=area("wessex", "Wessex").pk).base == 0


@pytest.mark.django_db
def test_late_promises_are_found_until_something_shows_they_were_kept():
    keeper = account("kay.keeper@example.org", "Kay Keeper")
    made = point(nature="promise", promise_owner=keeper, promise_due=date(2026, 2, 28))
    point(nature="promise", promise_owner=keeper, promise_due=TODAY)
    assert list(queries.list_points(icem(), promises_late_on=TODAY)) == [made]
    achieve(action_from(made), on=date(2026, 3, 1))
    assert not queries.list_points(icem(), promises_late_on=TODAY).exists()
