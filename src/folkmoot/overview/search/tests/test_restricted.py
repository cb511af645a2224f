"""What was said to those who answer alone is found by nobody else: not the words, not that there are any; nor an issue made of it."""

import pytest

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem
from folkmoot.actions.plans.tests.factories import plan
from folkmoot.communities.tests.factories import wales
from folkmoot.decisions.assessments.tests.factories import screened
from folkmoot.decisions.consultations.tests.factories import consultation
from folkmoot.decisions.models import Decision
from folkmoot.decisions.operations import prepare_decision
from folkmoot.decisions.tests.factories import decision
from folkmoot.overview.search import keeping, sources
from folkmoot.overview.search.queries import search
from folkmoot.strategy.measures.tests.factories import measure
from folkmoot.strategy.tests.factories import load_strategies
from folkmoot.voice.forms.tests.factories import form
from folkmoot.voice.issues.tests.factories import issue
from folkmoot.voice.models import Point
from folkmoot.voice.operations import change_point
from folkmoot.voice.tests.factories import point

pytestmark = pytest.mark.django_db


def of_communications():
    who = account("leo.marchetti@example.org", "Leo Marchetti")
    if not who.grants.exists():
        grant(who, Role.COMMS, [area()])
    return viewer_for(who, TODAY)


def found(viewer, text):
    answer = search(viewer, text)
    return answer.number, sorted(hit.source.label for hit in answer.hits)


def kept():
    said = point(words="The lantern was broken by my neighbour.", visibility="restricted")
    return said, issue(points=[said], title="A lantern was broken in a street")


def test_restricted_words_are_found_by_those_who_answer_alone():
    kept()
    assert found(icem(), "lantern") == (2, ["voice.issue", "voice.point"])
    assert found(of_communications(), "lantern") == (0, [])
    assert found(icem("sian.pugh@example.org", "Sian Pugh", wales()), "lantern") == (0, [])


def test_the_second_capability_is_what_holds(monkeypatch):
    """Control: kept as any other row, the index gives away that something is there, and the room's own query still holds it back."""
    for label in ("voice.point", "voice.issue"):
        monkeypatch.setattr(type(sources.BY_LABEL[label]), "capability_of", lambda self, _row: self.capability)
    kept()
    assert found(of_communications(), "lantern") == (2, [])


def test_an_issue_opens_with_the_first_point_that_is_open_and_closes_with_the_last():
    said, _joined = kept()
    change_point(by=icem(), at=NOW, point=said, seen_version=said.version, visibility="area")
    assert found(of_communications(), "lantern") == (2, ["voice.issue", "voice.point"])
    said = Point.objects.get(pk=said.pk)
    change_point(by=icem(), at=NOW, point=said, seen_version=said.version, visibility="restricted")
    assert found(of_communications(), "lantern") == (0, [])
    keeping.rebuild()
    assert found(of_communications(), "lantern") == (0, [])


def test_an_issue_without_points_and_one_with_an_open_point_are_found():
    issue(points=[], title="A lantern in the square is dark")
    open_one, shut = point(words="It is dark."), point(words="He broke it.", visibility="restricted")
    issue(points=[open_one, shut], title="Another lantern in the square is dark")
    assert found(of_communications(), "lantern") == (2, ["voice.issue", "voice.issue"])


def test_decisions_assessments_consultations_forms_plans_and_measures_are_found():
    load_strategies()
    decision(title="Lantern letters"), screened(title="Lantern hearings"), consultation(title_en="Lantern times")
    form(title_en="Lantern questions"), plan(title="Lantern plan")
    measure(name_en="Lanterns lit")
    assert found(icem(), "lantern") == (6, [
        "actions.plan", "decisions.assessment", "decisions.consultation", "decisions.decision", "strategy.measure", "voice.form",
    ])  # fmt: skip
    keeping.rebuild()
    words = sources.Commitment.objects.filter(code="success-1").get().words_en
    assert "strategy.commitment" in found(icem(), " ".join(words.split()[:6]))[1]


def test_a_decision_of_the_whole_service_is_found_in_areas_once_it_is_taken():
    decider = Account.objects.get(pk=hq().account_id)
    prepared = prepare_decision(
        by=hq(), at=NOW, area=None, title="Lantern letters", question="Shall we write to everybody?", kind="policy", decider=decider
    )
    assert found(icem(), "lantern") == (0, [])
    assert found(hq(), "lantern") == (1, ["decisions.decision"])
    Decision.objects.filter(pk=prepared.pk).update(
        taken_at=NOW, taken_on=TODAY, taken_by=decider, record={}, fingerprint="0" * 64, outcome="We do.", reasons="They ask."
    )
    keeping.rebuild()
    assert found(icem(), "lantern") == (1, ["decisions.decision"])
