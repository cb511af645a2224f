"""From an open signal to what was done about it: owner, hypotheses, answer, second person, re-test, closing."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.accounts.rules import Role
from folkmoot.accounts.scope import NotAllowed, Viewer, viewer_for
from folkmoot.accounts.tests.factories import NOW, TODAY, account, area, grant, hq, icem, inspector
from folkmoot.actions.tests.factories import action
from folkmoot.casework.signals import queries
from folkmoot.casework.signals.models import Signal
from folkmoot.casework.signals.operations import (
    add_hypothesis,
    answer_signal,
    finish_retest,
    raise_from,
    read_again,
    review_answer,
    set_owner,
    set_retest,
)
from folkmoot.casework.signals.rules import Figures, State, Waits, waits_for
from folkmoot.casework.signals.runs.models import SignalRule
from folkmoot.casework.signals.runs.tests.factories import ran, rule
from folkmoot.casework.signals.tests.factories import WHY, acceptance, accepted, hypothesis_of, signal
from folkmoot.casework.tests.factories import analysis
from folkmoot.casework.tests.visits import client_of, text_of
from folkmoot.foundation.models import AuditEvent
from folkmoot.foundation.saving import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db
EVIDENCE = "The table by offence, in this service."


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path


def person(role: Role, email: str, name: str, *, national: bool = False) -> Viewer:
    who = account(email, name)
    if not who.grants.exists():
        grant(who, role, [] if national else [area()], national=national)
    return viewer_for(who, TODAY)


def lead() -> Viewer:
    return person(Role.LEAD, "efa.moss@example.org", "Efa Moss")


def hr() -> Viewer:
    return person(Role.HR, "jo.penn@example.org", "Jo Penn", national=True)


def visit(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account_id))
    return client


def standing(row: Signal, at=NOW) -> queries.Standing:
    return queries.standing_of(queries.get_signal(hq(), row.pk), at.date())


def of_workforce(**over) -> Signal:
    given = {
        "group": "Disabled staff", "reference": "Other staff", "outcome": "Reported bullying", "by": ("Disability",), "rate": 0.16,
        "rate_low": 0.14, "rate_high": 0.18, "reference_rate": 0.08, "gap": 0.08, "gap_low": 0.05, "gap_high": 0.11,
    }  # fmt: skip
    return raise_from(
        by=hr(), at=NOW, figures=Figures(**(given | over)), subject="workforce", origin_kind="workforce.surveyload", origin_id=7,
        origin_words="People Survey 2025",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "waits"),
    [
        ({"state": State.OPEN, "owned": False}, Waits.OWNER), ({"state": State.OPEN}, Waits.ANSWER),
        ({"reviewed": False}, Waits.REVIEW), ({"retest_on": TODAY}, Waits.RETEST),
        ({"retest_on": TODAY + timedelta(days=1)}, Waits.NOTHING),
        ({"tested_since": True}, Waits.AFTER_RETEST), ({"state": State.CLOSED, "tested_since": True}, Waits.NOTHING), ({}, Waits.NOTHING),
    ],
)  # fmt: skip
def test_what_comes_next(given, waits):
    whole = {"state": State.ACCEPTED, "owned": True, "reviewed": True, "retest_on": None, "tested_since": False, "today": TODAY}
    assert waits_for(**(whole | given)) is waits


def test_explained_only_with_a_hypothesis_that_was_tested():
    row = signal()
    given = {"by": icem(), "at": NOW, "signal": row, "outcome": "explained", "reasons": WHY, "evidence": EVIDENCE}
    add_hypothesis(by=icem(), at=NOW, signal=row, words="The cases differ in how large they are.")
    with pytest.raises(Refused):
        answer_signal(**given)
    hypothesis_of(row)
    answer_signal(**given)
    assert standing(row).state is State.EXPLAINED
    assert standing(row).waits is Waits.REVIEW
    with pytest.raises(Refused):
        add_hypothesis(by=icem(), at=NOW, signal=row, words="the cases differ in how large they are.")


def test_accepted_by_an_action_needs_the_action():
    row = signal()
    with pytest.raises(Refused) as refused:
        answer_signal(by=icem(), at=NOW, signal=row, **acceptance(way="action"))
    assert set(refused.value.problems) == {"way"}
    action(icem(), origin_kind=queries.ORIGIN, origin_id=row.pk)
    answer_signal(by=icem(), at=NOW, signal=row, **acceptance(way="action"))
    assert standing(row).state is State.ACCEPTED


def test_a_second_person_agrees_or_opens_it_again():
    row = accepted()
    answer = row.answers.get()
    with pytest.raises(NotAllowed):
        review_answer(by=inspector(), at=NOW, answer=answer, agreed=True)
    with pytest.raises(Refused) as refused:
        review_answer(by=icem(), at=NOW, answer=answer, agreed=True)
    assert "Somebody else" in refused.value.problems[""][0]
    with pytest.raises(Refused):
        review_answer(by=lead(), at=NOW, answer=answer, agreed=False, remarks="No.")
    review_answer(by=lead(), at=NOW, answer=answer, agreed=False, remarks="Nobody has said which cases are looked at.")
    assert (standing(row).state, standing(row).waits) == (State.OPEN, Waits.ANSWER)
    with pytest.raises(Refused):
        review_answer(by=hq(), at=NOW, answer=answer, agreed=True)
    answer_signal(by=icem(), at=NOW, signal=row, **acceptance())
    review_answer(by=lead(), at=NOW, answer=row.answers.get(number=2), agreed=True)
    assert standing(row).waits is Waits.NOTHING


def test_only_the_last_answer_is_reviewed():
    row = accepted()
    first = row.answers.get()
    hypothesis_of(row)
    answer_signal(by=icem(), at=NOW, signal=row, outcome="explained", reasons=WHY, evidence=EVIDENCE)
    with pytest.raises(Refused):
        review_answer(by=lead(), at=NOW, answer=first, agreed=True)


def test_it_is_closed_by_a_person_after_a_retest_that_no_longer_saw_it():
    row = accepted()
    review_answer(by=lead(), at=NOW, answer=row.answers.get(), agreed=True)
    later = NOW + timedelta(days=190)
    assert standing(row, later).waits is Waits.RETEST
    with pytest.raises(Refused):
        answer_signal(by=icem(), at=later, signal=row, outcome="closed", reasons="It is gone from the figures.")
    finish_retest(by=icem(), at=later, retest=row.retests.get(), finding="not_seen")
    assert standing(row, later).waits is Waits.AFTER_RETEST
    with pytest.raises(ChangedMeanwhile):
        finish_retest(by=icem(), at=later, retest=row.retests.get(), finding="still_there")
    answer_signal(by=icem(), at=later + timedelta(days=1), signal=row, outcome="closed", reasons="It is gone from the figures.")
    assert standing(row, later).state is State.CLOSED


def test_a_retest_that_waits_is_moved_and_one_that_was_made_is_followed_by_another():
    row = accepted()
    set_retest(by=icem(), at=NOW, signal=row, due_on=TODAY + timedelta(days=30))
    assert row.retests.count() == 1
    finish_retest(by=icem(), at=NOW + timedelta(days=31), retest=row.retests.get(), finding="cannot_tell")
    set_retest(by=icem(), at=NOW + timedelta(days=31), signal=row, due_on=TODAY + timedelta(days=90))
    assert row.retests.count() == 2


def test_an_owner_is_somebody_who_may_answer_it():
    row = signal()
    with pytest.raises(Refused):
        set_owner(by=icem(), at=NOW, signal=row, owner=Account.objects.get(pk=inspector().account_id))
    set_owner(by=icem(), at=NOW, signal=row, owner=Account.objects.get(pk=icem().account_id))
    assert standing(row).owner.pk == icem().account_id


def test_another_room_lists_a_difference_once_and_adds_to_its_history():
    first, again = of_workforce(), of_workforce(rate=0.15, gap=0.07)
    assert first == again
    assert [one.gap for one in first.history.all()] == [0.08, 0.07]
    assert of_workforce(group="Carers") != first
    of_a_part = Figures("Disabled staff", "Other staff", "Reported bullying", ("Disability",), 0.2, 0.1, 0.3, 0.1, 0.1, 0.05, 0.15)
    narrowed = raise_from(
        by=hr(), at=NOW, subject="workforce", origin_kind="workforce.surveyload", origin_id=7, origin_words="People Survey 2025",
        restricted={"Grade": "SCS"}, figures=of_a_part,
    )  # fmt: skip
    assert narrowed != first


def test_a_signal_about_staff_is_for_those_who_see_the_workforce():
    made, of_cases = of_workforce(), signal()
    assert list(queries.signals(hr())) == [made]
    assert set(queries.signals(hq())) == {made, of_cases}
    comms = person(Role.COMMS, "kit.vale@example.org", "Kit Vale")
    assert not queries.signals(comms).exists()
    with pytest.raises(NotAllowed):
        raise_from(by=icem(), at=NOW, figures=Figures("A", "B", "C", ("D",), 0.2, 0.1, 0.3, 0.1, 0.1, 0.0, 0.2), subject="workforce")
    with pytest.raises(NotAllowed):
        set_retest(by=hr(), at=NOW, signal=of_cases, due_on=TODAY + timedelta(days=9))
    page = visit(hr()).get(f"/casework/signals/{made.pk}/")
    assert "People Survey 2025" in text_of(page)
    assert "panel" not in text_of(page).split("How it was answered")[1].split("Re-tests")[1].lower()
    assert visit(hr()).get(f"/casework/signals/{of_cases.pk}/").status_code == 404
    assert visit(comms).get(f"/casework/signals/{made.pk}/").status_code == 403


def test_figures_without_counts_only_of_staff():
    with pytest.raises(Refused):
        raise_from(
            by=hq(), at=NOW, subject="casework", origin_kind="other.row", origin_id=1, origin_words="Something",
            figures=Figures("A", "B", "C", ("D",), 0.2, 0.1, 0.3, 0.1, 0.1, 0.05, 0.15),
        )  # fmt: skip


def test_what_is_read_later_never_closes_anything():
    row = accepted()
    now = Figures("Black", "White", "charged", ("Ethnicity",), 0.6, 0.5, 0.7, 0.6, 0.0, -0.1, 0.1)
    read_again(by=icem(), at=NOW, signal=row, finding="not_seen", figures=now)
    assert standing(row).state is State.ACCEPTED


def test_the_pages_from_owner_to_review():
    row, client = signal(), client_of(icem())
    one = f"/casework/signals/{row.pk}/"
    shown = text_of(client.get(one))
    for words in ("Nobody answers for it yet", "79.1% of 220 for Black", "None yet. Write down what could explain"):
        assert words in shown
    assert client.post(f"{one}owner/", {"owner": icem().account_id, "mark": "a"}).status_code == 302
    assert "What others tested" in text_of(client.get(f"{one}hypotheses/"))
    assert client.post(f"{one}hypotheses/", {"words": "The groups differ in their plea.", "mark": "b"}).status_code == 302
    assert client.get(f"{one}hypotheses/9/").status_code == 404
    tested = {"finding": "not_supported", "words": "Both groups pleaded alike in the table.", "evidence": "View by plea", "mark": "c"}
    assert client.post(f"{one}hypotheses/1/", tested).status_code == 302
    explained = {"outcome": "explained", "reasons": WHY, "evidence": EVIDENCE, "seen_answers": 0, "mark": "d"}
    assert client.post(f"{one}answer/", explained).status_code == 302
    assert client.post(f"{one}retest/", {"retest_on": "2027-02-01", "mark": "e"}).status_code == 302
    shown = text_of(client.get(one))
    for words in ("Not supported", "No second person has reviewed it yet", "from 1 February 2027"):
        assert words in shown
    assert "Review the answer" not in shown
    second = visit(lead())
    assert "Review the answer" in text_of(second.get(one))
    assert WHY in text_of(second.get(f"{one}review/"))
    assert second.post(f"{one}review/", {"agreed": "yes", "mark": "f"}).status_code == 302
    assert "A second person agreed" in text_of(client.get(one))
    assert second.get(f"{one}review/").status_code == 404


def test_whoever_only_reads_is_offered_nothing():
    row = accepted()
    page = visit(inspector()).get(f"/casework/signals/{row.pk}/")
    for words in ("Answer it anew", "Name another", "Add a hypothesis", "Review the answer"):
        assert words not in text_of(page)
    for part in ("answer", "owner", "retest", "hypotheses", "review"):
        assert visit(inspector()).get(f"/casework/signals/{row.pk}/{part}/").status_code == 403


def test_the_list_by_what_it_waits_for_and_as_a_file():
    waiting, done = signal(), accepted(analysis(area(), title="Another table"))
    client = client_of(icem())
    found = text_of(client.get("/casework/signals/", {"waits": "owner"}))
    assert "Charging decisions, January to June 2025" in found
    assert "Another table" not in found
    sent = client.get("/casework/signals/list.csv", {"waits": "review"})
    rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert [(row["Signal"], row["Stands"], row["Waits for"]) for row in rows] == [(str(done.pk), "accepted", "review")]
    event = AuditEvent.objects.filter(kind="disclosure", subject_kind="casework.signal").get()
    assert event.subject_ids == [done.pk]
    assert waiting.pk != done.pk


def test_the_list_asks_the_database_as_often_for_many_as_for_one(django_assert_max_num_queries):
    for number in range(6):
        accepted(analysis(area(), title=f"Table {number}"))
    who = hq()
    with django_assert_max_num_queries(6):
        assert len(queries.list_signals(who, today=TODAY)) == 6


def test_a_signal_of_the_run_tells_its_history_and_what_is_left_of_it():
    rule()
    ran()
    row = Signal.objects.get()
    read_again(
        by=hq(), at=NOW, signal=row, finding="cannot_tell", why="withheld", window=("2023-04", "2026-03"), as_of=TODAY
    )  # fmt: skip
    client = visit(hq())
    shown = text_of(client.get(f"/casework/signals/{row.pk}/"))
    for words in (
        "met the rule in 1 of them",
        "See the same Area by Area",
        "by the monthly run",
        "taken into account",
        "too small to be shown",
        "Meets the rule",
        "[c]",
    ):
        assert words in shown
    assert "Suspects, all Areas" in text_of(client.get("/casework/signals/rules/"))
    assert client.get("/casework/signals/runs/").status_code == 200
    run = row.history.first().run
    assert "Black: Charged" in text_of(client.get(f"/casework/signals/runs/{run.pk}/"))
    page = text_of(client.get(f"/casework/signals/rules/{row.source_id}/"))
    assert "Least difference, in percentage points" in page


def test_the_rule_is_changed_on_its_page():
    held = rule()
    given = {
        "min_gap": "4", "q": "1", "min_at_risk": "50", "min_events": "20", "min_completeness": "70", "months": "12", "stages": ["charged"],
        "by_area": "on", "holds": "on", "why": "The Board wants fewer alarms than before.", "mark": "r",
    }  # fmt: skip
    address = f"/casework/signals/rules/{held.source_id}/"
    assert visit(hq()).post(address, given).status_code == 302
    made = SignalRule.objects.get(number=2)
    assert (made.min_gap, made.q, made.months, made.characteristics) == (0.04, 0.01, 12, [])
    assert "Version 1" in text_of(visit(icem()).get("/casework/signals/rules/"))
    assert visit(icem()).get(address).status_code == 403


def test_an_area_sees_in_a_run_only_what_is_its_own():
    rule()
    run = ran()
    shown = text_of(visit(icem()).get(f"/casework/signals/runs/{run.pk}/"))
    assert "Wessex" not in shown
    assert "Wessex" in text_of(visit(hq()).get(f"/casework/signals/runs/{run.pk}/"))
