"""What stays with an action: moved dates, handovers, sub-actions, reopening, asking partners, and whether it worked."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, hq, icem
from folkmoot.actions import operations, queries
from folkmoot.actions.models import Action, DueMove, Review
from folkmoot.actions.rules import State, review_due_on
from folkmoot.actions.tests.factories import achieved, action, evidence, progress
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted

pytestmark = pytest.mark.django_db


def seen(row, today=TODAY):
    return queries.list_actions(icem(), today=today).get(pk=row.pk)


def test_a_moved_date_needs_a_reason_and_each_earlier_one_stays():
    row = action()
    with pytest.raises(Refused) as refused:
        operations.change_action(by=icem(), at=NOW, action=row, due_on=date(2026, 7, 31))
    assert set(refused.value.problems) == {"due_reason"}
    for day, why in ((date(2026, 7, 31), "The trainer is ill."), (date(2026, 9, 30), "The court moved.")):
        operations.change_action(by=icem(), at=NOW, action=row, due_on=day, due_reason=why)
    moves = list(DueMove.objects.values_list("was_due_on", "now_due_on", "reason"))
    assert moves == [
        (date(2026, 6, 30), date(2026, 7, 31), "The trainer is ill."),
        (date(2026, 7, 31), date(2026, 9, 30), "The court moved."),
    ]
    assert seen(row).redated == 2


def test_an_achieved_action_is_locked_until_it_is_reopened_with_a_reason():
    row = achieved()
    for values in ({"title": "Brief nobody at all"}, {"measure": "Nobody at all"}, {"due_on": date(2026, 8, 1), "due_reason": "Late."}):
        with pytest.raises(Refused, match="locked"):
            operations.change_action(by=icem(), at=NOW, action=row, **values)
    with pytest.raises(Refused, match="locked"):
        progress(row, "in_progress", on=date(2026, 3, 1))
    operations.reopen_action(by=icem(), at=NOW, action=row, level="in_progress", reason="Half had left the room.", on=date(2026, 3, 1))
    assert seen(row).state == State.IN_PROGRESS
    assert [(step.level, step.reopens, step.note) for step in row.progress.all()][-1] == ("in_progress", True, "Half had left the room.")
    with pytest.raises(Refused, match="only with evidence"):
        progress(row, "achieved", on=date(2026, 3, 2))
    evidence(row, on=date(2026, 3, 2))
    progress(row, "achieved", on=date(2026, 3, 2))
    assert seen(row).state == State.ACHIEVED
    assert row.evidence.count() == 2


def test_somebody_who_had_it_open_when_it_was_achieved_cannot_alter_it():
    row = action()
    theirs = Action.objects.get(pk=row.pk)
    evidence(row)
    progress(row, "achieved")
    with pytest.raises(Refused, match="locked"):
        operations.change_action(by=icem(), at=NOW, action=theirs, seen_version=theirs.version, title="Brief somebody else instead")
    assert Action.objects.get().title == row.title


def test_an_action_is_handed_over_on_a_day_and_two_people_do_not_hand_it_over_unseen():
    row, other = action(), account("ola.reed@example.org", "Ola Reed")
    operations.hand_over(by=icem(), at=NOW, action=row, to=other, on=TODAY, note="The trainer is booked.")
    handover = row.handovers.get()
    assert (handover.from_owner_id, handover.to_owner, handover.on) == (icem().account_id, other, TODAY)
    with pytest.raises(Refused, match="owns it already"):
        operations.hand_over(by=icem(), at=NOW, action=row, to=other, on=TODAY)
    stale = Action.objects.get(pk=row.pk)
    operations.change_action(by=icem(), at=NOW, action=row, target="All of them")
    with pytest.raises(ChangedMeanwhile):
        operations.hand_over(by=icem(), at=NOW, action=stale, to=Account.objects.get(pk=icem().account_id), on=TODAY)


def test_an_action_is_ownerless_when_its_owner_can_no_longer_act_on_it():
    rows = [
        action(owner=Account.objects.get(pk=icem(f"{name}@example.org", name.title()).account_id)) for name in ("ada", "ben", "cai", "dot")
    ]
    Account.objects.filter(email="ada@example.org").update(is_active=False)
    RoleGrant.objects.filter(account__email="ben@example.org").update(ends=TODAY - timedelta(days=1))
    RoleGrant.objects.filter(account__email="cai@example.org").get().areas.set([area("wessex", "Wessex")])
    found = queries.list_actions(hq(), today=TODAY, ownerless=True)
    assert set(found) == set(rows[:3])
    done = achieved(owner=Account.objects.get(email="ada@example.org"))
    assert done not in queries.list_actions(hq(), today=TODAY, ownerless=True)


def test_sub_actions_carry_the_action_they_are_part_of():
    top = action()
    one, two = (action(title=f"Brief the prosecutors of unit {name}", parent=top, weight=weight) for name, weight in (("A", 3), ("B", 1)))
    with pytest.raises(Refused, match="record progress on them"):
        progress(top, "in_progress")
    evidence(one)
    progress(one, "achieved")
    step = top.progress.get()
    assert (step.level, step.rolled_up, step.note) == ("substantial", True, "1 of 2 sub-actions achieved; by weight 75% of the way")
    evidence(top, on=TODAY)
    with pytest.raises(Refused, match="once all its sub-actions are"):
        progress(top, "achieved", on=TODAY)
    evidence(two)
    progress(two, "achieved")
    progress(top, "achieved", on=TODAY)
    assert seen(top).state == State.ACHIEVED
    operations.reopen_action(by=icem(), at=NOW, action=two, level="not_progressed", reason="The wrong unit came.", on=TODAY)
    assert (top.progress.last().reopens, seen(top).state) == (True, State.IN_PROGRESS)
    with pytest.raises(Refused, match="no sub-actions of their own"):
        action(parent=one)


def test_an_ended_sub_action_no_longer_counts():
    top = action()
    one, two = action(parent=top), action(title="Brief the prosecutors of unit B", parent=top)
    evidence(one)
    progress(one, "achieved")
    operations.end_action(by=icem(), at=NOW, action=two, reason="The unit was closed.")
    evidence(top, on=TODAY)
    progress(top, "achieved", on=TODAY)
    assert (seen(two).state, seen(top).state) == (State.ENDED, State.ACHIEVED)
    with pytest.raises(Refused, match="was ended"):
        progress(two, "in_progress")


def test_a_partner_is_named_and_asked_and_their_reply_is_kept():
    with pytest.raises(Refused, match="Name the partner"):
        action(agency="partner")
    row = action(agency="police", partner_name="Essex Police")
    operations.ask_partner(by=icem(), at=NOW, action=row, words="How many were trained?", on=date(2026, 2, 1))
    operations.ask_partner(by=icem(), at=NOW, action=row, words="Forty by March.", on=date(2026, 2, 9), is_reply=True)
    assert list(row.askings.values_list("is_reply", "words")) == [(False, "How many were trained?"), (True, "Forty by March.")]
    with pytest.raises(Refused):
        operations.ask_partner(by=icem(), at=NOW, action=action(), words="How many?", on=date(2026, 2, 1))


def test_the_reviews_due_in_the_database_are_those_of_the_rule():
    """Achieved on many days, with every verdict on several days, and none."""
    rows, today = [], date(2026, 12, 1)
    for done in (date(2026, 1, 31), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)):
        for verdict in ("", *Review.Verdict.values):
            for on in (done, date(2026, 9, 1), date(2026, 9, 2)):
                row = achieved(on=min(done, TODAY))
                with lifted("actions.migrations.0005_what_was_done_stays"):
                    row.progress.update(on=done)
                if verdict:
                    Review.objects.create(action=row, on=on, verdict=verdict, words="As it was.")
                rows.append((row.pk, done, [(on, verdict)] if verdict else []))
    expected = {pk for pk, done, reviews in rows if (due := review_due_on(achieved_on=done, reviews=reviews)) and due <= today}
    assert {row.pk for row in queries.reviews_due(icem(), today=today)} == expected
    assert 0 < len(expected) < len(rows)


def test_whether_it_worked_is_recorded_with_its_figures():
    row = achieved()
    kept = operations.review_action(
        by=icem(),
        at=NOW,
        action=row,
        verdict="no",
        words="Nobody used it.",
        on=TODAY,
        before="10 of 90",
        after="11 of 95",
        source="Register",
    )
    assert (kept.verdict, kept.after, row.reviews.count()) == ("no", "11 of 95", 1)
    with pytest.raises(Refused, match="once it is achieved"):
        operations.review_action(by=icem(), at=NOW, action=action(), verdict="worked", words="Yes.", on=TODAY, after="1", source="Seen")


def test_what_waits_for_evidence():
    waiting, shown = action(), action()
    for row in (waiting, shown):
        progress(row, "substantial")
    evidence(shown)
    assert list(queries.waiting_for_evidence(icem(), today=TODAY)) == [waiting]


def test_due_dates_for_a_calendar_leave_out_what_was_ended():
    row, gone = action(), action()
    operations.end_action(by=icem(), at=NOW, action=gone, reason="The unit was closed.")
    found = queries.dates(icem(), area(), date(2026, 6, 1), date(2026, 6, 30), today=TODAY)
    assert [(one.day, one.row, one.href) for one in found] == [(row.due_on, row, f"/actions/{row.pk}/")]
    assert not queries.dates(icem(), area(), date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize("broken", [{"owner": None}, {"weight": 0}, {"ended_on": TODAY}, {"ended_why": "Because."}])
def test_the_database_refuses_what_no_operation_writes(broken):
    row = action()
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=row.pk).update(**broken)
