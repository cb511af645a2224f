"""Signals: raised only where the rule says so, with the figures of then; answered with reasons, and never closed by silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import NOW, area, hq, icem, inspector
from folkmoot.actions.models import Action
from folkmoot.casework.operations import remove_analysis
from folkmoot.casework.queries import Counted
from folkmoot.casework.signals import queries
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.operations import answer_signal, raise_signal
from folkmoot.casework.signals.rules import TRANSITIONS, Given, State, answer_problems, state_of
from folkmoot.casework.signals.tests.factories import WHY, accepted, hypothesis_of, signal
from folkmoot.casework.tests.factories import analysis, cases
from folkmoot.casework.tests.visits import client_of, text_of
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def test_the_state_is_the_last_answer():
    assert state_of([]) is State.OPEN
    assert state_of(["accepted", "explained"]) is State.EXPLAINED
    assert state_of(["accepted", "reopened"]) is State.OPEN
    assert {state for before, _, after in TRANSITIONS for state in (before, after)} == set(State)


def test_an_explanation_needs_evidence_and_a_tested_hypothesis():
    told = {"reasons": WHY, "evidence": "The table by offence, in this service."}
    assert set(answer_problems(State.OPEN, Given("explained", WHY, "I think so.", tested=1), TODAY)) == {"evidence"}
    assert set(answer_problems(State.OPEN, Given("explained", **told), TODAY)) == {"outcome"}
    assert answer_problems(State.OPEN, Given("explained", **told, tested=1), TODAY) == {}
    assert set(answer_problems(State.OPEN, Given("reopened", WHY), TODAY)) == {"outcome"}


def test_an_acceptance_needs_a_way_an_owner_and_a_retest():
    day = TODAY + timedelta(days=90)
    assert set(answer_problems(State.OPEN, Given("accepted", "So."), TODAY)) == {"reasons", "way", "owner", "retest_on"}
    assert answer_problems(State.OPEN, Given("accepted", WHY, way="panel", owned=True, retest_on=day), TODAY) == {}
    assert set(answer_problems(State.OPEN, Given("accepted", WHY, way="action", owned=True, retest_on=day), TODAY)) == {"way"}
    assert set(answer_problems(State.OPEN, Given("accepted", WHY, way="panel", owned=True, retest_on=TODAY), TODAY)) == {"retest_on"}
    assert set(answer_problems(State.ACCEPTED, Given("accepted", WHY, way="panel", owned=True, retest_on=day), TODAY)) == {"outcome"}


def test_it_is_closed_only_after_a_retest_that_no_longer_saw_it():
    assert set(answer_problems(State.ACCEPTED, Given("closed", WHY), TODAY)) == {"outcome"}
    assert set(answer_problems(State.OPEN, Given("closed", WHY, not_seen=True), TODAY)) == {"outcome"}
    assert answer_problems(State.EXPLAINED, Given("closed", WHY, not_seen=True), TODAY) == {}


def test_it_keeps_the_released_figures_of_its_day():
    kept = analysis(area())
    made = signal(kept)
    table = Counted(kept).table(("Ethnicity",))
    row = next(each for each in table.rows if each.group == "Black")
    assert (made.base, made.with_outcome, made.reference) == (220, 174, "White")
    assert made.gap == row.difference.value
    assert made.gap_low < made.gap < made.gap_high
    assert made.area == kept.area


def test_only_a_group_that_needs_review_once():
    kept = analysis(area())
    for columns, group in ((("Ethnicity",), "Asian"), (("Ethnicity",), "White"), (("Ethnicity",), "Nobody"), (("URN",), "1")):
        with pytest.raises(Refused):
            raise_signal(by=icem(), at=NOW, analysis=kept, columns=columns, group=group)
    signal(kept)
    with pytest.raises(Refused) as refused:
        signal(kept)
    assert "already" in refused.value.problems[""][0]
    assert Signal.objects.count() == 1


def test_who_only_reads_raises_and_answers_nothing():
    made = signal()
    with pytest.raises(NotAllowed):
        raise_signal(by=inspector(), at=NOW, analysis=made.analysis, columns=("Ethnicity",), group="Chinese")
    with pytest.raises(NotAllowed):
        answer_signal(by=inspector(), at=NOW, signal=made, outcome="accepted", reasons=WHY)
    far = icem("far.away@example.org", "Far Away", of=area("wessex", "Wessex"))
    assert not queries.signals(far).exists()


def test_answers_stay_and_an_old_screen_is_told():
    made = accepted()
    hypothesis_of(made)
    with pytest.raises(ChangedMeanwhile):
        answer_signal(
            by=icem(), at=NOW, signal=made, outcome="explained", reasons=WHY, evidence="The table by offence, here.", seen_answers=0
        )
    answer_signal(by=icem(), at=NOW, signal=made, outcome="explained", reasons=WHY, evidence="The table by offence, here.", seen_answers=1)
    standing = queries.standing_of(queries.get_signal(hq(), made.pk), NOW.date())
    assert (standing.state, standing.answer.number) == (State.EXPLAINED, 2)
    found = AuditEvent.objects.filter(subject_kind="casework.signal", kind="alteration").order_by("seq")
    assert [event.detail["answer"] for event in found if "answer" in event.detail] == ["accepted", "explained"]
    others = [event.detail.keys() & {"owner", "retest", "hypothesis"} for event in found if "answer" not in event.detail]
    assert others == [{"owner"}, {"retest"}, {"hypothesis"}, {"hypothesis"}]


def test_the_table_of_a_signal_stays():
    made = signal()
    with pytest.raises(Refused) as refused:
        remove_analysis(by=icem(), at=NOW, analysis=made.analysis)
    assert "signal was raised" in refused.value.problems[""][0]


def test_from_the_table_to_the_action():
    kept = analysis(area())
    client = client_of(icem())
    assert "No signals yet" in text_of(client.get("/casework/signals/"))
    page = client.get(f"/casework/{kept.pk}/").text
    asked = f"/casework/{kept.pk}/signal/?by=Ethnicity&group=Black"
    assert asked.replace("&", "&amp;") in page
    assert client.get(f"/casework/{kept.pk}/signal/?by=Ethnicity&group=Asian").status_code == 404
    one = client.post(asked, {"note": "The chair asked.", "mark": "m1"}).url
    shown = text_of(client.get(one))
    for words in ("not evidence of bias", "174 / 220", "The chair asked.", "silence closes nothing"):
        assert words in shown
    refused = client.post(f"{one}answer/", {"outcome": "explained", "reasons": WHY, "seen_answers": 0, "mark": "m2"})
    assert "what shows the explanation" in text_of(refused)
    given = {"outcome": "accepted", "reasons": WHY, "seen_answers": 0, "mark": "m3"}
    assert "Name who answers for it." in text_of(client.post(f"{one}answer/", given))
    owner = {"way": "panel", "owner": icem().account_id, "retest_on": "2027-01-15"}
    assert client.post(f"{one}answer/", given | owner).status_code == 302
    assert "No panel has read its cases yet" in text_of(client.get(one))
    assert client.get(f"{one}action/").status_code == 200
    assert "see the signal" in client.get(f"/casework/{kept.pk}/").text
    assert "Black: charged" in text_of(client.get("/casework/signals/", {"stands": "accepted"}))
    assert "No signal matches" in text_of(client.get("/casework/signals/", {"stands": "open"}))
    assert not Action.objects.exists()


def test_a_group_with_withheld_figures_is_never_offered():
    rows = [row for row in cases() if row[2] in ("White", "")] + cases((("Roma", "Male", 4, 4),))
    kept = analysis(area(), rows)
    assert queries.offers(kept, Counted(kept).tables) == []
    with pytest.raises(Refused):
        raise_signal(by=icem(), at=NOW, analysis=kept, columns=("Ethnicity",), group="Roma")


def test_open_signals_stand_first_however_old():
    waiting = signal()
    done = accepted(analysis(area(), title="Charging decisions, July to December 2025"))
    found = queries.list_signals(hq(), today=timezone.localdate(NOW))
    assert [each.row for each in found] == [waiting, done]
