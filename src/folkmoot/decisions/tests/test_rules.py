"""When a decision may be made ready and taken: no database."""

from datetime import date

import pytest

from folkmoot.decisions.rules import (
    TRANSITIONS,
    State,
    differing,
    digest,
    evidence_problems,
    ready_problems,
    state_of,
    taking_problems,
    withhold,
    writing_problem,
)

TODAY = date(2026, 3, 10)
GOOD = {
    "state": State.READY, "is_decider": True, "prepared_it": False, "outcome": "Everybody gets a letter.",
    "reasons": "They hear nothing at all.", "chosen": True, "unweighed": 0, "assessed": True, "no_assessment_why": "",
    "on": None, "on_paper": "", "today": TODAY,
}  # fmt: skip


def test_the_table_of_transitions_agrees_with_the_state_that_is_derived():
    flags = {
        State.DRAFT: {}, State.READY: {"ready": True}, State.TAKEN: {"ready": True, "taken": True},
        State.SUPERSEDED: {"ready": True, "taken": True, "superseded": True}, State.WITHDRAWN: {"withdrawn": True},
    }  # fmt: skip
    nothing = dict.fromkeys(("ready", "taken", "superseded", "withdrawn"), False)
    for state, given in flags.items():
        assert state_of(**(nothing | given)) is state
    assert {before for before, _what, _after in TRANSITIONS} == {State.DRAFT, State.READY, State.TAKEN}
    assert [after for before, _what, after in TRANSITIONS if before is State.TAKEN] == [State.SUPERSEDED]
    assert [state for state in State if writing_problem(state) is None] == [State.DRAFT]


def test_two_options_with_reasons_and_something_considered_make_it_ready():
    assert ready_problems(options=2, unreasoned=0, considered=1) == []
    assert len(ready_problems(options=1, unreasoned=1, considered=0)) == 3


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"state": State.DRAFT}, ""), ({"is_decider": False}, ""), ({"outcome": "Yes"}, "outcome"), ({"reasons": " "}, "reasons"),
        ({"chosen": False}, "chosen"), ({"unweighed": 2}, "together"), ({"assessed": False}, "no_assessment_why"),
        ({"on": TODAY, "on_paper": "Registry 4"}, "on"), ({"on": date(2026, 3, 1)}, "on_paper"), ({"on_paper": "Registry 4"}, "on"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field(over, field):
    assert taking_problems(**GOOD) == {}
    assert list(taking_problems(**(GOOD | over))) == [field]


def test_a_reason_why_no_assessment_is_needed_is_enough_and_so_is_a_paper_record():
    assert taking_problems(**(GOOD | {"assessed": False, "no_assessment_why": "The letters say nothing new."})) == {}
    assert taking_problems(**(GOOD | {"on": date(2026, 3, 1), "on_paper": "Registry 4"})) == {}


def test_leaving_out_needs_a_reason_and_a_fingerprint_its_shape():
    assert list(evidence_problems(known=True, title="", sha256="", left_out=True, why="no")) == ["why"]
    assert list(evidence_problems(known=False, title=" ", sha256="xyz", left_out=False, why="")) == ["title", "sha256"]
    assert evidence_problems(known=False, title="Survey", sha256="ab" * 32, left_out=False, why="") == {}


def test_the_digest_does_not_depend_on_order_and_names_no_difference_where_there_is_none():
    assert digest({"a": 1, "b": "é"}) == digest({"b": "é", "a": 1}) != digest({"a": 2, "b": "é"})
    assert differing({"a": 1, "b": 2}, {"b": 3, "a": 1, "c": 0}) == ["b", "c"]
    assert withhold("Call 07700 900123 or 07700", ["07700", "07700 900123"]) == "Call […] or […]"
