from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.actions.models import Action, Evidence, Progress
from folkmoot.voice import queries
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.queries import ORIGIN, Loop
from folkmoot.voice.rules import Facts, State, answered_on, state_of
from folkmoot.voice.tests.factories import achieve, action_from, answer, point, telling

pytestmark = pytest.mark.django_db
EARLY, MIDDLE, LATE = date(2026, 2, 10), date(2026, 2, 20), date(2026, 3, 1)


def wessex():
    return area("wessex", "Wessex")


def test_another_areas_point_does_not_exist_for_this_viewer():
    here, there = point(), point(by=hq(), area=wessex())
    assert list(queries.points(icem())) == [here]
    with pytest.raises(Point.DoesNotExist):
        queries.get_point(icem(), there.pk)
    assert queries.get_point(hq(), there.pk) == there


def test_staff_who_may_write_points_do_not_read_them():
    point()
    who = account("sam.lee@example.org", "Sam Lee")
    grant(who, Role.STAFF, [area()])
    assert not queries.points(viewer_for(who, TODAY)).exists()


def test_the_state_in_the_database_is_the_state_of_the_rules():
    """Every combination of answers, action, change and telling on three days."""
    days = (None, EARLY, MIDDLE, LATE)
    expected = {}
    for outcome, answer_on, acted_on, changed_on, told_on in product(("accepted", "needs_more"), days, (None, EARLY, LATE), days, days):
        if changed_on and (not acted_on or changed_on < acted_on):
            continue
        row = _stored(outcome, answer_on, acted_on, changed_on, told_on)
        known = answered_on(latest_outcome=outcome if answer_on else None, latest_answer_on=answer_on, acted_on=acted_on)
        expected[row.pk] = (known, state_of(Facts(known, changed_on, told_on)))
    found = {row.pk: (row.answered_on, State(row.state)) for row in queries.points(icem())}
    assert found == expected
    assert {one for _, one in expected.values()} == set(State)
    for states, asked in (({State.ANSWERED, State.CHANGED}, {"untold": True}), *(({one}, {"state": one}) for one in State)):
        assert {row.pk for row in queries.list_points(icem(), **asked)} == {pk for pk, (_, one) in expected.items() if one in states}


def _stored(outcome, answer_on, acted_on, changed_on, told_on):
    row = Point.objects.create(area=area(), origin_kind="letter", words="We hear nothing.", said_on=EARLY, recorded_at=NOW)
    if answer_on:
        Answer.objects.create(point=row, outcome="accepted", words="An older answer.", on=EARLY)
        Answer.objects.create(point=row, outcome=outcome, words="The answer that counts.", on=answer_on)
    if told_on:
        Telling.objects.create(point=row, on=told_on, channel="letter", who="Forum", words="We listened.")
    if acted_on:
        _act(row, acted_on, changed_on)
    return row


def _act(row, acted_on, changed_on):
    at = datetime(acted_on.year, acted_on.month, acted_on.day, 23, 30, tzinfo=UTC)
    action = Action.objects.create(
        area=area(), origin_kind=ORIGIN, origin_id=row.pk, title="Write to all reporters", measure="letters counted",
        owner_id=icem().account_id, starts_on=acted_on, due_on=date(2026, 6, 30), raised_at=at,
    )  # fmt: skip
    if changed_on:
        Evidence.objects.create(action=action, on=changed_on, title="Count of letters")
        Progress.objects.create(action=action, level="achieved", on=changed_on, note="Done.")


@pytest.mark.parametrize(
    "outcomes", [(), ("needs_more",), ("accepted",), ("needs_more", "accepted"), ("accepted", "needs_more"), ("thanked", "accepted")]
)
def test_where_every_answer_settles_nothing_may_wait(outcomes):
    """Never says that nothing waits where something does: a point whose state is raised is always among what may wait."""
    row = Point.objects.create(
        area=area(), origin_kind="engagement.activity", origin_id=5, words="We hear nothing.", said_on=EARLY, recorded_at=NOW
    )
    for days, outcome in enumerate(outcomes):
        Answer.objects.create(point=row, outcome=outcome, words="An answer.", on=EARLY + timedelta(days=days))
    waits = queries.points(icem()).get(pk=row.pk).state == State.RAISED
    assert queries.perhaps_unanswered("engagement.activity", 5) or not waits
    assert not queries.perhaps_unanswered("engagement.activity", 6)
    assert queries.perhaps_unanswered("engagement.activity", 5) == (not outcomes or "needs_more" in outcomes)


def test_an_action_that_slipped_back_or_has_no_evidence_changed_nothing():
    slipped, unproved = point(), point()
    action = action_from(slipped)
    achieve(action, on=MIDDLE)
    Progress.objects.create(action=action, level="in_progress", on=LATE, note="Letters stopped again.")
    Progress.objects.create(action=action_from(unproved), level="achieved", on=LATE, note="Trust us.")
    assert {row.changed_on for row in queries.points(icem())} == {None}


def test_the_number_of_queries_for_a_list_is_one(django_assert_num_queries):
    for _ in range(5):
        answer(point())
    viewer = icem()
    with django_assert_num_queries(1):
        assert len(queries.list_points(viewer)) == 5
    for _ in range(45):
        telling_of = point()
        answer(telling_of)
        telling(telling_of)
    with django_assert_num_queries(1):
        assert len({row.state for row in queries.list_points(viewer)}) == 2


def test_points_are_chosen_by_state_nature_origin_theme_and_days():
    old = point(said_on=date(2025, 11, 3), nature="idea", origin_kind="engagement.activity", origin_id=4, theme="parking")
    new = point()
    answer(new)
    viewer = icem()
    for chosen in (
        {"state": State.RAISED}, {"nature": "idea"}, {"origin_kind": "engagement.activity"}, {"theme": "parking"},
        {"last": date(2025, 12, 31)}, {"overdue_on": TODAY},
    ):  # fmt: skip
        assert list(queries.list_points(viewer, **chosen)) == [old], chosen
    assert list(queries.list_points(viewer, first=date(2026, 1, 1))) == [new]
    assert list(queries.list_points(viewer, reached=State.ANSWERED)) == [new]
    assert list(queries.list_points(viewer, area_id=wessex().pk)) == []
    assert list(queries.points_of_origin(viewer, "engagement.activity", 4)) == [old]


def test_an_answer_is_overdue_from_the_29th_day():
    point(said_on=TODAY - timedelta(days=28))
    late = point(said_on=TODAY - timedelta(days=29))
    assert list(queries.list_points(icem(), overdue_on=TODAY)) == [late]


def full_loop():
    """Four points here, one at each step, and one elsewhere."""
    for steps in range(4):
        said = point()
        if steps > 0:
            answer(said)
        if steps > 1:
            achieve(action_from(said), on=LATE)
        if steps > 2:
            telling(said)
    point(by=hq(), area=wessex())


def test_the_loop_counts_each_step_and_only_what_is_in_sight():
    full_loop()
    assert queries.count_loop(icem()) == Loop(4, 3, 2, 1)
    assert queries.count_loop(hq()) == Loop(5, 3, 2, 1)
    assert queries.count_loop(hq(), area_id=wessex().pk) == Loop(1, 0, 0, 0)
    assert queries.count_loop(icem(), first=date(2026, 3, 1)) == Loop()


def test_the_rows_behind_each_number_are_as_many_as_the_number():
    full_loop()
    loop = queries.count_loop(icem())
    for step in State:
        assert len(queries.list_points(icem(), reached=step)) == getattr(loop, step.value)


def test_the_loop_by_area_adds_up_and_takes_one_query(django_assert_num_queries):
    full_loop()
    viewer = hq()
    with django_assert_num_queries(1):
        found = queries.count_loop_by_area(viewer)
    assert found == {area().pk: Loop(4, 3, 2, 1), wessex().pk: Loop(1)}


def test_the_commonest_theme_comes_first_and_only_from_what_is_in_sight():
    for theme in ("parking", "charging", "charging", ""):
        point(theme=theme)
    point(by=hq(), area=wessex(), theme="letters")
    assert queries.themes_in_use(icem()) == ["charging", "parking"]
