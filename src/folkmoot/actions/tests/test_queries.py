from datetime import date, timedelta
from itertools import product

import pytest

from folkmoot.accounts.tests.factories import TODAY, area, hq, icem
from folkmoot.actions import queries
from folkmoot.actions.models import Action, Evidence, Progress
from folkmoot.actions.rules import LEVELS, State, state_of
from folkmoot.actions.tests.factories import STARTS, action, evidence, progress

pytestmark = pytest.mark.django_db
WESSEX = ("wessex", "Wessex")


def test_another_areas_action_does_not_exist_for_this_viewer():
    here, there = action(), action(by=hq(), area=area(*WESSEX))
    assert list(queries.actions(icem())) == [here]
    with pytest.raises(Action.DoesNotExist):
        queries.get_action(icem(), there.pk)
    assert queries.get_action(hq(), there.pk) == there


def test_the_state_in_the_database_is_the_state_of_the_rules():
    """Every combination of steps, evidence and due date."""
    viewer = icem()
    expected = {}
    steps = [(), *((one,) for one in LEVELS), *product(LEVELS, LEVELS)]
    for levels, has_evidence, due_in, ended in product(steps, [False, True], [-1, 0, 1], [False, True]):
        due_on = TODAY + timedelta(days=due_in)
        row = _stored(levels, has_evidence, due_on, ended)
        expected[row.pk] = state_of(levels=levels, has_evidence=has_evidence, due_on=due_on, today=TODAY, ended=ended)
    found = {row.pk: State(row.state) for row in queries.list_actions(viewer, today=TODAY)}
    assert found == expected
    assert {row.pk: queries.state_of_row(row, TODAY) for row in queries.actions(viewer)} == expected
    for state in State:
        assert {row.pk for row in queries.list_actions(viewer, today=TODAY, state=state)} == {
            key for key, value in expected.items() if value is state
        }


def _stored(levels, has_evidence, due_on, ended):
    row = Action.objects.create(
        area=area(), origin_kind="plan", title="Brief all prosecutors", measure="30 prosecutors briefed", owner_id=icem().account_id,
        starts_on=STARTS, due_on=due_on, raised_at="2026-01-05T09:00Z",
        ended_on=TODAY if ended else None, ended_why="The unit was closed." if ended else "",
    )  # fmt: skip
    Progress.objects.bulk_create(Progress(action=row, level=level, on=STARTS, note="A step.") for level in levels)
    if has_evidence:
        Evidence.objects.create(action=row, on=STARTS, title="Attendance list")
    return row


def test_the_overdue_come_first_and_then_by_due_date():
    soon = action(due_on=date(2026, 4, 1))
    done = action(due_on=date(2026, 2, 1))
    evidence(done)
    progress(done, "achieved")
    late = action(due_on=date(2026, 3, 1))
    later = action(due_on=date(2026, 2, 1))
    assert list(queries.list_actions(icem(), today=TODAY)) == [later, late, soon, done]


def test_counts_by_state_agree_with_the_rows():
    action(due_on=date(2026, 2, 1))
    progress(action(), "in_progress")
    action(by=hq(), area=area(*WESSEX), due_on=date(2026, 2, 1))
    for viewer in (icem(), hq()):
        counts = queries.count_by_state(viewer, today=TODAY)
        assert counts == {state: len(queries.list_actions(viewer, today=TODAY, state=state)) for state in State}
    assert queries.count_overdue_by_area(hq(), today=TODAY) == {area().pk: 1, area(*WESSEX).pk: 1}
    assert queries.count_overdue_by_area(icem(), today=TODAY) == {area().pk: 1}


def test_mine_are_those_i_own():
    mine, _ = action(), action(by=hq())
    assert list(queries.list_actions(icem(), today=TODAY, owner_id=icem().account_id)) == [mine]


def test_actions_from_one_thing():
    raised = action(origin_kind="voice.point", origin_id=7)
    action(origin_kind="voice.point", origin_id=8)
    assert list(queries.actions_from(icem(), "voice.point", 7)) == [raised]
