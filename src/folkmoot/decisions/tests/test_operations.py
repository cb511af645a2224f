"""Decisions: what is frozen when one is taken, and that nothing is slipped in afterwards."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from folkmoot.accounts.models import Account
from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem
from folkmoot.decisions import operations
from folkmoot.decisions.assessments.models import Assessment
from folkmoot.decisions.evidence import SOURCES, changed_since, rows_of
from folkmoot.decisions.models import Considered, Decision, LaterNote, Option
from folkmoot.decisions.queries import decisions, decisions_about, get_decision, list_decisions, waiting
from folkmoot.decisions.records import faults_of
from folkmoot.decisions.rules import State
from folkmoot.decisions.tests.factories import decision, evidence, lead, ready, take
from folkmoot.foundation import audit
from folkmoot.foundation.saving import ChangedMeanwhile, Refused
from folkmoot.foundation.tests.lifting import lifted
from folkmoot.voice import operations as voice
from folkmoot.voice.models import Point
from folkmoot.voice.tests.factories import WORDS, point

pytestmark = pytest.mark.django_db


def taken(**over):
    one = decision()
    said = point(said_by="Jo Bloggs", words=f"{WORDS} Ring me on 07700 900123.")
    evidence(one, "voice.point", said.pk)
    return take(ready(one), **over), said


def test_taking_freezes_what_was_considered_without_names():
    one, said = taken()
    kept = one.considered.get()
    assert WORDS in kept.snapshot["words"]
    assert "07700" not in str(kept.snapshot)
    assert "Bloggs" not in str(kept.snapshot) + str(one.record)
    assert kept.weighed == "Their concern is met by the letters."
    assert one.taken_on == NOW.date()
    assert [option.rejected for option in one.options.all()] == [False, True]
    assert one.record["concerns"] == {"known_in_the_year_before": 1, "considered": 1}
    assert [(each.decision, each.how) for each in decisions_about(icem(), "voice.point", said.pk)] == [(one, "considered")]
    assert faults_of(Decision.objects.get(pk=one.pk)) == []
    assert list(audit.faults()) == []


def test_later_evidence_cannot_be_slipped_in():
    one, _said = taken()
    late, there, option = point(words="And nobody rings back either."), one.considered.get(), one.options.first()
    for slip in (
        lambda: operations.add_evidence(by=icem(), at=NOW, decision=one, kind="voice.point", row_id=late.pk),
        lambda: operations.remove_evidence(by=icem(), at=NOW, considered=there),
        lambda: operations.change_evidence(by=icem(), at=NOW, considered=there, why="Something else altogether", left_out=True),
        lambda: operations.add_option(by=icem(), at=NOW, decision=one, words="Ring everybody", why="It would be kinder."),
        lambda: operations.change_option(by=icem(), at=NOW, option=option, words="Ring everybody", why=""),
        lambda: operations.remove_option(by=icem(), at=NOW, option=option),
        lambda: operations.change_decision(by=icem(), at=NOW, decision=one, title="Another title"),
        lambda: operations.take_back(by=icem(), at=NOW, decision=one),
        lambda: operations.withdraw_decision(by=icem(), at=NOW, decision=one, reason="We would rather not have done it."),
        lambda: take(one),
    ):
        with pytest.raises(Refused):
            slip()
    assert one.considered.count() == 1
    note = operations.add_later_note(
        by=icem(), at=NOW, decision=one, kind="later", words="Nobody rings back either.", about_kind="voice.point", about_id=late.pk
    )  # fmt: skip
    assert (note.at, [each.how for each in decisions_about(icem(), "voice.point", late.pk)]) == (NOW, ["later"])
    assert faults_of(Decision.objects.get(pk=one.pk)) == []


@pytest.fixture
def no_guards():
    """As somebody who owns the database could have it."""
    with lifted("decisions.migrations.0003_what_was_decided_stays"):
        yield


def test_the_database_refuses_what_goes_behind_the_operations():
    one, _said = taken()
    for attempt in (
        lambda: Considered.objects.create(decision=one, kind="document", title="Slipped in", added_at=NOW, snapshot={}, snapshot_sha256=""),
        lambda: Considered.objects.filter(decision=one).update(snapshot={}),
        lambda: Considered.objects.filter(decision=one).delete(),
        lambda: Decision.objects.filter(pk=one.pk).update(reasons="Other reasons than were given then."),
    ):
        with pytest.raises(DatabaseError, match="taken"), transaction.atomic():
            attempt()


def test_whoever_goes_behind_the_operations_is_seen(no_guards):
    one, _said = taken()
    stored = Decision.objects.filter(pk=one.pk)

    def faults():
        return faults_of(stored.get())

    Considered.objects.create(decision=one, kind="document", title="Slipped in", added_at=NOW, snapshot={}, snapshot_sha256="")
    assert "considered: is not what was recorded" in faults()
    Considered.objects.filter(title="Slipped in").delete()
    assert faults() == []
    Considered.objects.filter(decision=one).update(snapshot={"words": "They are content.", "facts": {}, "finding": []})
    assert any("snapshot was altered" in fault for fault in faults())
    stored.update(reasons="Other reasons than were given then.")
    assert any(fault.startswith("reasons") for fault in faults())
    stored.update(fingerprint="0" * 64)
    assert "the audit trail names another fingerprint" in faults()


def test_a_point_that_changed_or_was_erased_leaves_the_snapshot_and_says_so():
    one, said = taken()
    kept = one.considered.get()
    row = rows_of(icem(), [kept])[("voice.point", said.pk)]
    assert changed_since(kept, row) == []
    voice.change_point(by=icem(), at=NOW, point=said, words="We report and hear nothing for two years.")
    assert changed_since(kept, rows_of(icem(), [kept])[("voice.point", said.pk)]) == ["words"]
    Point.objects.filter(pk=said.pk).delete()
    assert rows_of(icem(), [kept]) == {}
    assert WORDS in Considered.objects.get(pk=kept.pk).snapshot["words"]
    assert faults_of(Decision.objects.get(pk=one.pk)) == []


def test_of_a_restricted_point_only_that_it_was_there_is_kept():
    one = decision()
    said = point(visibility="restricted")
    evidence(one, "voice.point", said.pk)
    kept = take(ready(one)).considered.get()
    assert kept.snapshot["facts"] == {"restricted": True, "nature": "concern"}
    assert WORDS not in str(kept.snapshot)


def test_only_the_decider_takes_it_and_each_concern_is_weighed():
    one = decision()
    evidence(one, "voice.point", point().pk)
    ready(one)
    with pytest.raises(NotAllowed):
        take(one, by=icem())
    with pytest.raises(Refused, match="Only the person named"):
        take(one, by=hq())
    with pytest.raises(Refused, match="not weighed"):
        take(one, together="")
    kept = one.considered.get()
    assert take(one, together="", weighed={kept.pk: "The letters answer it in full."}).considered.get().weighed.startswith("The letters")


def test_it_needs_an_assessment_signed_before_it_or_the_reason_why_not():
    one = decision()
    evidence(one)
    ready(one)
    with pytest.raises(Refused, match="No equality impact assessment was signed"):
        take(one, no_assessment_why="")
    settled = {"area": one.area, "decision": one, "proposal": "Letters", "affected": "Everybody", "kind": "none", "asked_for": "none"}
    settled |= {"screening_reason": "It touches nobody.", "begun_at": NOW, "signed_parts": [], "signed_by_id": hq().account_id}
    Assessment.objects.create(**settled, title="Signed the day after", signed_at=NOW + timedelta(days=1))
    with pytest.raises(Refused, match="No equality impact assessment was signed"):
        take(one, no_assessment_why="")
    Assessment.objects.create(**settled, title="Signed in time", signed_at=NOW - timedelta(days=1))
    assert [each["title"] for each in take(one, no_assessment_why="").record["assessments"]] == ["Signed in time"]


def test_a_decision_from_paper_bears_its_own_day_and_says_that_it_was_entered_afterwards():
    one = decision()
    evidence(one)
    day = NOW.date() - timedelta(days=90)
    entered = take(ready(one), by=hq(), on=day, on_paper="Registry 12, folder 3")
    assert (entered.taken_on, entered.taken_at, entered.taken_by_id) == (day, NOW, hq().account_id)
    assert [each["entered_afterwards"] for each in entered.record["considered"]] == [True]
    assert faults_of(Decision.objects.get(pk=one.pk)) == []


def test_two_people_at_once_neither_loses_a_change_nor_decides_on_what_they_have_not_seen():
    one = decision()
    first, second = Decision.objects.get(pk=one.pk), Decision.objects.get(pk=one.pk)
    operations.change_decision(by=icem(), at=NOW, decision=first, seen_version=1, title="Letters, and a call")
    with pytest.raises(ChangedMeanwhile):
        operations.change_decision(by=hq(), at=NOW, decision=second, seen_version=1, body="Area Board")
    evidence(one := first)
    ready(one)
    on_screen = Decision.objects.get(pk=one.pk)
    operations.take_back(by=icem(), at=NOW, decision=one)
    evidence(one, title="A paper nobody has read")
    operations.make_ready(by=icem(), at=NOW, decision=one)
    with pytest.raises(ChangedMeanwhile):
        take(on_screen)
    assert Decision.objects.get(pk=one.pk).taken_at is None
    assert not Considered.objects.filter(snapshot__isnull=False).exists()


def test_an_area_does_not_see_another_areas_and_nobody_the_national_ones_before_they_are_taken():
    mine = decision()
    wales = area("cymru-wales", "Cymru-Wales")
    other = icem("sian.pugh@example.org", "Sian Pugh", wales)
    owner = Account.objects.get(pk=hq().account_id)
    national = decision(by=hq(), area=None, decider=owner, title="One letter for all")
    assert list(decisions(other)) == []
    assert list(list_decisions(icem())) == [mine]
    with pytest.raises(NotAllowed):
        operations.add_option(by=other, at=NOW, decision=mine, words="x", why="y")
    with pytest.raises(Refused, match="your role does not show it"):
        evidence(mine, "voice.point", point(by=other, area=wales).pk)
    operations.add_evidence(by=hq(), at=NOW, decision=national, kind="document", title="Survey")
    for words in ("One letter", "None"):
        operations.add_option(by=hq(), at=NOW, decision=national, words=words, why="For and against.")
    operations.make_ready(by=hq(), at=NOW, decision=national)
    assert [each.pk for each in waiting(hq())] == [national.pk]
    take(national, by=hq())
    assert [each.pk for each in decisions(other)] == [national.pk]


def test_a_later_decision_takes_the_place_of_an_earlier_one_only_when_it_is_taken():
    one, _said = taken()
    new = decision(title="Letters and calls", supersedes=one)
    evidence(new)
    assert get_decision(icem(), one.pk).state == State.TAKEN
    take(ready(new))
    assert get_decision(icem(), one.pk).state == State.SUPERSEDED
    assert faults_of(get_decision(icem(), one.pk)) == []


def test_what_cannot_be_is_refused():
    with pytest.raises(Refused, match="does not let them take decisions"):
        decision(decider=Account.objects.get(pk=icem().account_id))
    one = decision()
    with pytest.raises(Refused, match="at least two options"):
        operations.make_ready(by=icem(), at=NOW, decision=one)
    evidence(one, "voice.point", (said := point()).pk)
    with pytest.raises(Refused, match="chosen already"):
        evidence(one, "voice.point", said.pk)
    with pytest.raises(Refused, match="not been taken yet"):
        operations.add_later_note(by=icem(), at=NOW, decision=one, kind="later", words="Something that came afterwards.")
    operations.withdraw_decision(by=icem(), at=NOW, decision=one, reason="The question went away by itself.")
    with pytest.raises(Refused, match="was withdrawn"):
        operations.change_decision(by=icem(), at=NOW, decision=one, title="Again")
    assert (Option.objects.count(), LaterNote.objects.count()) == (0, 0)
    assert lead().may("decisions.sign", one.area_id)
    assert set(SOURCES) >= {"voice.point", "voice.issue", "casework.analysis", "decisions.consultation", "decisions.assessment"}


def test_the_command_finds_the_decision_that_was_altered(no_guards, monkeypatch, capsys):
    from folkmoot.cli import main

    monkeypatch.setattr("folkmoot.cli.product.start", lambda: None)
    one, _said = taken()
    assert main(["decisions", "verify"]) == 0
    Decision.objects.filter(pk=one.pk).update(outcome="Nobody gets a letter after all.")
    assert main(["decisions", "verify"]) == 1
    assert f"decision {one.pk}, {one.fingerprint[:12]}: outcome" in capsys.readouterr().err
