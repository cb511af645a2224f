from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.actions.models import Action, Evidence, Progress
from folkmoot.voice import queries as points
from folkmoot.voice.issues import operations, queries
from folkmoot.voice.issues.models import Issue, IssuePoint
from folkmoot.voice.issues.rules import Standing
from folkmoot.voice.issues.tests.factories import issue, shared_issue, wessex
from folkmoot.voice.models import Answer, Point, Telling
from folkmoot.voice.rules import Facts, State, answered_on, state_of
from folkmoot.voice.tests.factories import SAID, answer, point

pytestmark = pytest.mark.django_db
BEFORE, EARLY, LATE = date(2026, 1, 20), date(2026, 2, 10), date(2026, 3, 1)


def test_each_area_sees_its_own_points_and_that_others_have_it_too_never_their_words():
    one, here, _there = shared_issue()
    assert list(queries.points_of_issue(icem(), one)) == [here]
    assert queries.standings(icem(), [one])[one.pk] == Standing(points=1, areas_seen=1, areas=2, first=SAID, last=SAID)
    assert queries.standings(icem(), [one])[one.pk].elsewhere == 1
    whole = queries.standings(hq(), [one])[one.pk]
    assert (whole.points, whole.areas, whole.elsewhere, whole.waiting) == (2, 2, 0, 2)
    assert [membership.point for membership in queries.history_of(icem(), one)] == [here]
    assert [(line.area, line.points, line.base) for line in queries.by_area(icem(), one, first=SAID, last=SAID)] == [(area(), 1, 1)]


def test_an_issue_is_seen_by_its_area_by_all_where_it_is_everybodys_and_through_a_point_in_sight():
    own, everybodys, through, away = (
        issue(), issue(area=None), issue(by=hq(), area=wessex(), points=[point()]), issue(by=hq(), area=wessex())
    )  # fmt: skip
    assert set(queries.issues(icem())) == {own, everybodys, through}
    with pytest.raises(Issue.DoesNotExist):
        queries.get_issue(icem(), away.pk)
    assert set(queries.list_issues(icem(), area_id=area().pk)) == {own, through}
    assert list(queries.list_issues(hq(), words="nobody WESSEX")) == []
    staff = account("sam.lee@example.org", "Sam Lee")
    grant(staff, Role.STAFF, [area()])
    assert not queries.issues(viewer_for(staff, TODAY)).exists()


def test_what_is_raised_in_several_areas_is_found_and_a_point_that_left_counts_no_more():
    one, _here, there = shared_issue()
    issue(points=[point()])
    assert list(queries.list_issues(hq(), several_areas=True)) == [one]
    operations.take_out(by=hq(), at=NOW, issue=one, point=there, why="it is about something else")
    assert not queries.list_issues(hq(), several_areas=True).exists()
    assert list(queries.issues_about(hq(), there)) == []


def test_a_restricted_point_is_in_sight_and_counted_for_those_who_answer_alone():
    kept = point(visibility="restricted", words="The officer we reported lives next door.")
    one = issue(points=[kept, point()])
    reader = account("kim.reader@example.org", "Kim Reader")
    grant(reader, Role.COMMS, [area()])
    comms = viewer_for(reader, TODAY)
    assert queries.standings(icem(), [one])[one.pk].points == 2
    assert queries.standings(comms, [one])[one.pk].points == 1
    assert kept not in queries.points_of_issue(comms, one)
    assert kept not in [membership.point for membership in queries.history_of(comms, one)]
    assert kept not in [each.row for each in queries.similar_to_point(comms, point(words=kept.words))]
    assert kept in [each.row for each in queries.similar_to_point(icem(), point(words=kept.words))]


def test_like_points_are_suggested_until_they_join_or_were_taken_out():
    like, unlike = point(words="Nobody told us what became of our report."), point(words="The car park is full by nine.", theme="parking")
    one = issue()
    found = queries.similar_points(icem(), one)
    assert like in [each.row for each in found]
    assert unlike not in [each.row for each in found]
    assert all(0 < each.percent <= 100 for each in found)
    assert [each.row for each in queries.similar_points(icem(), one, words="car park")] == [unlike]
    operations.join_points(by=icem(), at=NOW, issue=one, points=[like])
    operations.take_out(by=icem(), at=NOW, issue=one, point=like, why="another matter")
    assert like not in [each.row for each in queries.similar_points(icem(), one)]
    assert [each.row for each in queries.issues_like(icem(), like)] == [one]


def test_the_state_in_the_database_is_the_state_of_the_rules_with_actions_of_issues():
    """Every combination of own and shared actions, changes, answers and tellings; a point that left; an action of another Area."""
    days = (None, EARLY, LATE)
    expected = {}
    for own, shared, changed, answered, told, left, elsewhere in product(
        (None, EARLY), (None, BEFORE, EARLY), (None, BEFORE, LATE), (None, EARLY), days, (False, True), (False, True)
    ):
        if changed and (not shared or changed < shared):
            continue
        row = _stored(own, shared, changed, answered, told, left, elsewhere)
        counts = not left and not elsewhere
        acted = [day for day in (own, shared if counts and shared and shared >= SAID else None) if day]
        changed_on = changed if counts and changed and changed >= SAID else None
        known = answered_on(
            latest_outcome="accepted" if answered else None, latest_answer_on=answered, acted_on=min(acted) if acted else None
        )
        expected[row.pk] = (known, changed_on, state_of(Facts(known, changed_on, told)))
    found = {row.pk: (row.answered_on, row.changed_on, State(row.state)) for row in points.points(icem())}
    assert found == expected
    assert {state for _known, _changed, state in expected.values()} == set(State)


def _stored(own, shared, changed, answered, told, left, elsewhere):
    row = Point.objects.create(area=area(), origin_kind="letter", words="We hear nothing.", said_on=SAID, recorded_at=NOW)
    one = Issue.objects.create(area=None, title="Silence", opened_on=SAID)
    ended = {"left_at": NOW, "left_why": "another matter"} if left else {}
    IssuePoint.objects.create(issue=one, point=row, joined_at=NOW, **ended)
    if own:
        _action(own, "voice.point", row.pk, area())
    if shared:
        action = _action(shared, "voice.issue", one.pk, wessex() if elsewhere else None)
        if changed:
            Evidence.objects.create(action=action, on=changed, title="Count of letters")
            Progress.objects.create(action=action, on=changed, level="achieved", note="done")
    if answered:
        Answer.objects.create(point=row, outcome="accepted", words="Yes.", on=answered)
    if told:
        Telling.objects.create(point=row, on=told, channel="letter", who="Forum", words="We listened.")
    return row


def _action(on, kind, pk, where):
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Action.objects.create(
        area=where, origin_kind=kind, origin_id=pk, title="Write to every reporter", measure="letters counted",
        owner_id=icem().account_id, starts_on=on, due_on=on + timedelta(days=90), raised_at=at,
    )  # fmt: skip


def test_points_and_standings_take_as_many_queries_for_many_as_for_one():
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            rows = list(queries.list_issues(viewer))
            queries.standings(viewer, rows)
        return len(seen)

    viewer = icem()
    issue(points=[answer(point()).point])
    few = asked()
    for _each in range(4):
        issue(points=[point(), point()])
    assert asked() == few
