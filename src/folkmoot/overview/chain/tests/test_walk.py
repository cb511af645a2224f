"""The links from each kind both ways, what is out of sight, circles, and how much is read."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.scope import Viewer
from folkmoot.accounts.tests.factories import NOW, TODAY, area, hq, icem
from folkmoot.actions.models import Action
from folkmoot.actions.plans.tests.factories import plan
from folkmoot.actions.tests.factories import achieved, action
from folkmoot.casework.tests.factories import analysis
from folkmoot.communities.operations import link_point
from folkmoot.communities.tests.factories import travellers
from folkmoot.decisions.assessments.models import TakenEvidence
from folkmoot.decisions.assessments.tests.factories import screened
from folkmoot.decisions.consultations.tests.factories import answer as consultation_answer
from folkmoot.decisions.consultations.tests.factories import consultation
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.factories import decision, evidence, ready, take
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.overview.chain import kinds, walk
from folkmoot.overview.chain.gathering import SAYS, chain_of
from folkmoot.overview.chain.kinds import KINDS
from folkmoot.overview.chain.links import LINKS
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.models import Aim, Commitment, Strategy
from folkmoot.voice.issues.operations import join_points
from folkmoot.voice.issues.tests.factories import action_from_issue, issue
from folkmoot.voice.models import Point
from folkmoot.voice.tests.factories import achieve, answer, point

pytestmark = pytest.mark.django_db


def commitment() -> Commitment:
    strategy = Strategy.objects.create(code="s", name_en="Strategy 2030")
    aim = Aim.objects.create(strategy=strategy, code="a", name_en="Heard")
    return Commitment.objects.create(strategy=strategy, aim=aim, code="c", kind="commitment", words_en="We will write to everybody.")


def a_world() -> dict[str, object]:
    """One of each, linked: a community's point joined in an issue, considered with a disparity and an assessment in a decision, from
    which comes an action in a plan, for a commitment, that should move a measure.
    """
    promised, people, said = commitment(), travellers(), point()
    link_point(by=icem(), at=NOW, community=people, point=said)
    joined, compared = issue(points=[said]), analysis(area())
    assessed = screened(large=True)
    key = f"disparity:{compared.pk}:Ethnicity"
    TakenEvidence.objects.create(assessment=assessed, source="disparity", key=key, title="Compared", words="Differs", taken_at=NOW)
    decided = decision()
    for kind, row in (("voice.issue", joined), ("casework.analysis", compared), ("decisions.assessment", assessed)):
        evidence(decided, kind, row.pk, why="it bears on the letters")
    take(ready(decided))
    measured = Measure.objects.create(code="m", commitment=promised, name_en="Letters", definition="Letters sent", source="Count")
    done = action(origin_kind="decisions.decision", origin_id=decided.pk, plan=plan(), commitments=[promised], moves=measured)
    return {
        "communities.community": people, "voice.point": said, "voice.issue": joined, "casework.analysis": compared,
        "decisions.assessment": assessed, "decisions.decision": decided, "actions.plan": done.plan, "strategy.commitment": promised,
        "actions.action": done, "strategy.measure": measured,
    }  # fmt: skip


def met(kind: str, row, viewer: Viewer | None = None) -> set[str]:
    walked = walk.walk(viewer or icem(), kind, row.pk)
    assert walked is not None
    return {each for each, _pk in walked.rows}


DOWN = ["voice.issue", "decisions.decision", "actions.action", "strategy.measure"]
EVERYTHING = {
    "communities.community": ["voice.point", *DOWN], "voice.point": ["communities.community", *DOWN],
    "voice.issue": ["communities.community", "voice.point", *DOWN[1:]],
    "casework.analysis": ["decisions.assessment", *DOWN[1:]],
    "decisions.assessment": ["casework.analysis", *DOWN[1:]],
    "decisions.decision": ["communities.community", "voice.point", "voice.issue", "casework.analysis", "decisions.assessment", *DOWN[2:]],
    "actions.plan": DOWN[2:], "strategy.commitment": DOWN[2:],
}  # fmt: skip
ALL_ABOVE = ["communities.community", "voice.point", "casework.analysis", "decisions.assessment", "actions.plan", "strategy.commitment"]
EVERYTHING["actions.action"] = [*ALL_ABOVE, "voice.issue", "decisions.decision", "strategy.measure"]
EVERYTHING["strategy.measure"] = [*ALL_ABOVE, "voice.issue", "decisions.decision", "actions.action"]


def test_from_each_kind_the_chain_goes_both_ways():
    world = a_world()
    assert {kind: met(kind, row) for kind, row in world.items()} == {kind: {kind, *EVERYTHING[kind]} for kind in world}


def test_a_consultation_and_the_mitigation_of_an_assessment_are_linked():
    asked = consultation()
    consultation_answer(asked)
    assessed = screened()
    later = screened(title="Remote hearings again")
    type(assessed).objects.filter(pk=later.pk).update(before=assessed.pk, first=assessed.pk, edition=2)
    mitigated = action(origin_kind="decisions.assessment", origin_id=assessed.pk)
    raised = action(origin_kind="decisions.consultation", origin_id=asked.pk)
    assert met("decisions.consultation", asked) == {"decisions.consultation", "voice.point", "actions.action"}
    assert met("voice.point", Point.objects.get()) == {"decisions.consultation", "voice.point", "actions.action"} - {"actions.action"}
    assert met("actions.action", raised) == {"decisions.consultation", "actions.action"}
    walked = walk.walk(icem(), "actions.action", mitigated.pk)
    assert {node for node in walked.rows if node[0] == "decisions.assessment"} == {
        ("decisions.assessment", assessed.pk),
        ("decisions.assessment", later.pk),
    }
    assert met("decisions.assessment", later) == {"decisions.assessment", "actions.action"}


def hidden_world():
    """A decision of this Area that considered a point of another."""
    there = point(by=hq(), area=area("wessex", "Wessex"), words="In Wessex too nobody writes back.")
    decided = decision()
    evidence(decided, "voice.point", point().pk)
    Decision.objects.get(pk=decided.pk).considered.create(kind="voice.point", row_id=there.pk, added_at=NOW)
    return decided, there


def words_of(chain):
    return "\n".join(line.words for step in chain.steps for line in [*step.lines, *([step.quote] if step.quote else [])])


def test_what_is_out_of_sight_is_left_out_and_only_said_to_be_there():
    decided, there = hidden_world()
    seen = chain_of(icem(), "decisions.decision", decided.pk, today=TODAY)
    assert "In Wessex" not in words_of(seen)
    assert seen.hidden
    everything = chain_of(hq(), "decisions.decision", decided.pk, today=TODAY)
    assert "In Wessex" in words_of(everything)
    assert not everything.hidden
    assert chain_of(icem(), "voice.point", there.pk, today=TODAY) is None


def test_the_scope_of_the_room_is_what_holds(monkeypatch):
    """Control: with the scope of points taken away the words of the other Area come through."""
    decided, _there = hidden_world()
    points = kinds.points
    monkeypatch.setattr(kinds, "points", lambda _viewer: points(hq()))
    assert "In Wessex" in words_of(chain_of(icem(), "decisions.decision", decided.pk, today=TODAY))


def test_a_point_kept_to_those_who_answer_is_out_of_sight_for_others():
    from folkmoot.accounts.rules import Role
    from folkmoot.accounts.scope import viewer_for
    from folkmoot.accounts.tests.factories import account, grant

    kept = point(words="My neighbour did it.", visibility="restricted")
    joined = issue(points=[kept])
    who = account("leo.marchetti@example.org", "Leo Marchetti")
    grant(who, Role.COMMS, [area()])
    assert chain_of(viewer_for(who, TODAY), "voice.issue", joined.pk, today=TODAY) is None
    join_points(by=icem(), at=NOW, issue=joined, points=[point()])
    chain = chain_of(viewer_for(who, TODAY), "voice.issue", joined.pk, today=TODAY)
    assert "neighbour" not in words_of(chain)
    assert chain.hidden
    assert "neighbour" in words_of(chain_of(icem(), "voice.issue", joined.pk, today=TODAY))


def test_a_circle_is_walked_once():
    first, second = action(), action()
    with lifted("actions.migrations.0005_what_was_done_stays"):
        Action.objects.filter(pk=first.pk).update(origin_kind="actions.action", origin_id=second.pk)
        Action.objects.filter(pk=second.pk).update(origin_kind="actions.action", origin_id=first.pk)
    walked = walk.walk(icem(), "actions.action", first.pk)
    assert set(walked.rows) == {("actions.action", first.pk), ("actions.action", second.pk)}


def test_of_very_many_the_newest_are_shown_and_the_others_counted(monkeypatch):
    monkeypatch.setattr(walk, "MOST_OF_A_KIND", 3)
    joined = issue(points=[point(words=f"Point number {number} of many.") for number in range(5)])
    chain = chain_of(icem(), "voice.issue", joined.pk, today=TODAY)
    assert [(str(label), number) for label, number in chain.more] == [("A point that a community raised", 2)]
    assert "Point number 4" in words_of(chain)
    assert "Point number 0" not in words_of(chain)
    assert not chain.hidden


def test_the_number_of_queries_does_not_grow_with_the_length():
    numbers = []
    joined = issue(points=[])
    for _round in range(2):
        for number in range(4):
            said = point(words=f"{_round} {number}: nobody writes back to us.")
            answer(said)
            joined.memberships.create(point=said, joined_at=NOW)
            achieve(action_from_issue(joined, said), on=date(2026, 3, 1))
        with CaptureQueriesContext(connection) as asked:
            chain_of(icem(), "voice.issue", joined.pk, today=TODAY)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_no_such_kind_and_no_such_row_have_no_chain():
    assert chain_of(icem(), "accounts.account", 1, today=TODAY) is None
    assert chain_of(icem(), "voice.point", 999_999, today=TODAY) is None


def test_every_kind_says_something_stands_on_a_page_and_is_linked():
    from folkmoot.overview.chain.gathering import address_of

    linked = {kind for link in LINKS for kind in link.above | link.below}
    assert KINDS.keys() == SAYS.keys() == linked
    assert [kind for kind in KINDS if not address_of(kind, 1)] == []
    assert [kind for kind, each in KINDS.items() if kind.split(".")[1] not in (each.model._meta.model_name, "minimum", "learning")] == []


def broken_in(kind, row, viewer=None, today=TODAY):
    return [step.broken for step in chain_of(viewer or icem(), kind, row.pk, today=today).steps if step.broken]


def test_what_each_kind_lacks_is_said():
    decided = decision()
    evidence(decided)
    take(ready(decided))
    assert broken_in("decisions.decision", decided) == [
        "decided without an equality impact assessment", "decided 10 March; no action was raised",
    ]  # fmt: skip
    assert broken_in("casework.analysis", analysis(area())) == [
        "nothing came of it: no action, assessment or decision takes it up"
    ]  # fmt: skip
    assert broken_in("decisions.assessment", screened()) == ["it is not signed"]
    done = achieved(on=date(2026, 1, 5))
    assert broken_in("actions.action", done) == ["achieved 5 January without anybody told"]
    later = TODAY + timedelta(days=60)
    assert "achieved 5 January; the measure was never looked at" in broken_in("actions.action", done, today=later)
    assert broken_in("strategy.commitment", commitment()) == ["no action serves it", "no measure would show whether it is met"]
    quiet = travellers()
    assert broken_in("communities.community", quiet) == [
        "nobody has met them yet; contact is expected every 6 months", "nothing that came from this community is recorded",
    ]  # fmt: skip
    asked = consultation(first=date(2026, 1, 5), at=NOW - timedelta(days=60))
    assert broken_in("decisions.consultation", asked) == ["closed on 14 February 2026; what was said has not been analysed"]


def test_nothing_is_claimed_of_tellings_where_part_of_the_chain_is_out_of_sight():
    there = point(by=hq(), area=area("wessex", "Wessex"))
    done = achieved()
    with lifted("actions.migrations.0005_what_was_done_stays"):
        Action.objects.filter(pk=done.pk).update(origin_kind="voice.point", origin_id=there.pk)
    chain = chain_of(icem(), "actions.action", done.pk, today=TODAY)
    assert chain.hidden
    assert not [step.broken for step in chain.steps if "told" in step.broken]
