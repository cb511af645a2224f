"""Where a recommendation stands follows from its history alone."""

from datetime import date

from folkmoot.panels.recommendations.rules import (
    State,
    answer_problems,
    finishing_problems,
    is_late,
    making_problems,
    reply_missing,
    state_of,
    telling_problem,
)

DAY = date(2026, 3, 10)
MADE = {"words": "Write to victims in plain words.", "to": "service", "to_whom": "", "meeting_held": True, "item_elsewhere": False}


def test_the_state_is_derived_from_the_answer_that_holds_and_from_what_was_done():
    assert state_of(outcome="", steps=[]) is State.UNANSWERED
    assert state_of(outcome="in_part", steps=[]) is State.ACCEPTED
    assert state_of(outcome="accepted", steps=["progress"]) is State.IN_PROGRESS
    assert state_of(outcome="accepted", steps=["progress", "finished"]) is State.FINISHED
    assert state_of(outcome="accepted", steps=["finished", "reopened"]) is State.IN_PROGRESS
    assert state_of(outcome="rejected", steps=["progress"]) is State.REJECTED


def test_only_what_is_still_to_be_done_can_be_late():
    assert is_late(State.ACCEPTED, date(2026, 3, 9), DAY)
    assert not is_late(State.ACCEPTED, DAY, DAY)
    assert not is_late(State.FINISHED, date(2026, 3, 9), DAY)


def test_a_recommendation_is_made_at_a_meeting_to_somebody_and_names_nobody():
    assert making_problems(**MADE, identifying=[], vouched=False) == {}
    assert "" in making_problems(**(MADE | {"meeting_held": False}), identifying=[], vouched=False)
    assert "to_whom" in making_problems(**(MADE | {"to": "police"}), identifying=[], vouched=False)
    assert "CB4 1AA" in making_problems(**MADE, identifying=["CB4 1AA"], vouched=False)["names_nobody"][0]
    assert making_problems(**MADE, identifying=["Fenland Street"], vouched=True) == {}


def test_an_answer_gives_reasons_and_what_is_accepted_has_an_owner_and_a_day():
    given = {"state": State.UNANSWERED, "reason": "We can do it from June.", "to": "service", "on": DAY, "made_on": DAY, "today": DAY}
    assert set(answer_problems(outcome="accepted", owned=False, due_on=None, **given)) == {"owner", "due"}
    assert answer_problems(outcome="accepted", owned=True, due_on=date(2026, 6, 1), **given) == {}
    assert set(answer_problems(outcome="rejected", owned=False, due_on=None, **(given | {"reason": "No."}))) == {"reason"}
    assert "owner_words" in answer_problems(outcome="accepted", owned=False, due_on=DAY, **(given | {"to": "police"}))
    assert set(answer_problems(outcome="rejected", owned=False, due_on=None, **(given | {"on": date(2026, 3, 11)}))) == {"on"}
    assert (
        "Take it up again first"
        in answer_problems(outcome="rejected", owned=False, due_on=None, **(given | {"state": State.FINISHED}))[""][0]
    )


def test_nothing_is_finished_without_evidence():
    given = {"state": State.IN_PROGRESS, "words": "The letters were all rewritten.", "on": DAY, "answered_on": DAY, "today": DAY}
    assert "no evidence" in finishing_problems(**given, evidence=0)[""][0]
    assert finishing_problems(**given, evidence=1) == {}


def test_the_panel_is_owed_a_reply_once_it_has_met_since():
    assert reply_missing(state=State.UNANSWERED, told=False, met_since=False) == ""
    assert reply_missing(state=State.UNANSWERED, told=False, met_since=True) == "answer"
    assert reply_missing(state=State.REJECTED, told=False, met_since=True) == "telling"
    assert reply_missing(state=State.REJECTED, told=True, met_since=True) == ""
    assert telling_problem(answered=True, same_panel=True, held=True, before=False, told_already=False) == ""
    assert "when it meets" in telling_problem(answered=True, same_panel=True, held=False, before=False, told_already=False)
