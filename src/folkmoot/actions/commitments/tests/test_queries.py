"""What is done for a commitment, where nothing is, and that no more is said of another Area than whether something is."""

from datetime import date, timedelta

import pytest

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem, panel_member
from folkmoot.actions.commitments import queries
from folkmoot.actions.commitments.rules import Delivered
from folkmoot.actions.models import Action
from folkmoot.actions.tests.factories import action, evidence, progress
from folkmoot.strategy.models import Commitment
from folkmoot.strategy.operations import date_strategy, end_strategy
from folkmoot.strategy.tests.factories import load_strategies

pytestmark = pytest.mark.django_db


@pytest.fixture
def promised():
    load_strategies()
    return Commitment.objects.select_related("strategy").get(code="trust-1")


def tracked(viewer, commitment, **over):
    return queries.track(viewer, today=TODAY, commitments=[commitment], **over)[0]


def test_actions_named_for_it_and_raised_from_it_count_once(promised):
    both = action(commitments=[promised], origin_kind=queries.ORIGIN, origin_id=promised.pk)
    action(commitments=[promised, Commitment.objects.get(code="trust-2")])
    action(origin_kind=queries.ORIGIN, origin_id=promised.pk, due_on=TODAY - timedelta(days=1))
    evidence(both)
    progress(both, "achieved")
    assert tracked(hq(), promised).delivered == Delivered(3, 1, 1)
    assert queries.actions_for(hq(), promised, today=TODAY).count() == 3


def test_an_area_with_only_an_ended_action_has_nothing_happening(promised):
    here = area()
    assert here.pk in tracked(hq(), promised).reach.nothing
    only = action(commitments=[promised])
    assert tracked(hq(), promised).reach.something == (here.pk,)
    Action.objects.filter(pk=only.pk).update(ended_on=TODAY, ended_why="Nobody came")
    assert here.pk in tracked(hq(), promised).reach.nothing


def test_what_lies_outside_the_time_of_the_strategy_is_not_delivery_of_it(promised):
    action(commitments=[promised], due_on=date(2026, 6, 30))
    date_strategy(by=hq(), at=NOW, strategy=promised.strategy, starts=date(2018, 1, 1), ends=date(2020, 12, 31))
    assert tracked(hq(), Commitment.objects.select_related("strategy").get(pk=promised.pk)).reach.something == ()


def test_another_area_learns_that_something_is_done_and_nothing_of_it(promised):
    action(commitments=[promised])
    other = icem("sian.pugh@example.org", "Sian Pugh", area("cymru-wales", "Cymru-Wales"))
    seen = tracked(other, promised)
    assert seen.delivered == Delivered(0, 0, 0)
    assert seen.reach.something == (area().pk,)
    assert not queries.actions_for(other, promised, today=TODAY).exists()
    with pytest.raises(NotAllowed):
        tracked(panel_member(), promised)


def test_an_areas_own_strategy_is_for_that_area_alone(promised):
    own = Commitment.objects.select_related("strategy").get(code="plan-1")
    assert tracked(hq(), own).reach.nothing == (own.strategy.area_id,)


def test_idle_commitments_of_an_area_are_those_in_force_that_nobody_there_acts_for(promised):
    before = queries.idle(icem(), area().pk, today=TODAY)
    assert promised in before
    action(commitments=[promised])
    assert len(before) - len(queries.idle(icem(), area().pk, today=TODAY)) == 1
    end_strategy(by=hq(), at=NOW, strategy=promised.strategy, on=TODAY, reason="Replaced by another")
    assert {one.strategy.code for one in queries.idle(icem(), area().pk, today=TODAY)} == {"eastern-2010-11"}
