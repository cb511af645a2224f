"""Who may judge, what a judgement and a joint view need: values in, sentences out."""

import pytest

from folkmoot.scrutiny.assessment.questions.rules import (
    Asked,
    answer_problem,
    fit,
    grade_problems,
    issuing_problems,
    question_problems,
    scale_problems,
)
from folkmoot.scrutiny.assessment.rules import (
    State,
    dissent_problems,
    judging_problem,
    locking_problems,
    may_judge,
    returning_problem,
    showing_problem,
    state_of,
    view_problems,
)

ASKED = [Asked("charge", "yes_no"), Asked("needs", "scale"), Asked("else", "words")]
MAY = {"judges": True, "stands_aside": False, "set_aside": False, "shown": False, "viewed": False, "reading_problem": ""}
LOCK = {
    "questions": ASKED, "answers": {"charge": "yes", "needs": "3"}, "has_scale": False, "graded": False, "concludes": True, "better": "",
    "missing": "", "read": True, "identifying": [], "vouched": False,
}  # fmt: skip
VIEW = {
    "state": State.SHOWN, "held": True, "chair_apart": False, "taking_part": 3, "strangers": 0, "absent": 0, "quorum": 3, "concluded": True,
    "has_scale": False, "graded": False, "grade_concludes": False, "reasons": "The charge was right.", "missing": "", "anew": False,
    "why_anew": "",
}  # fmt: skip


def test_an_observer_never_judges_even_where_the_terms_let_observers_vote():
    assert may_judge("member", ["member"])
    assert not may_judge("legal_adviser", ["member"])
    assert not may_judge("observer", ["member", "observer"])
    assert not may_judge("service", ["service"])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""), ({"judges": False}, "Only members who vote"), ({"stands_aside": True}, "stand aside"), ({"set_aside": True}, "set aside"),
        ({"shown": True}, "Nobody can answer"), ({"shown": True, "viewed": True}, "agreed its view"),
        ({"reading_problem": "It is closed."}, "It is closed."),
    ],
)  # fmt: skip
def test_why_a_member_may_not_answer(changed, said):
    problem = judging_problem(**(MAY | changed))
    assert said in problem if said else problem == ""


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"read": False}, ""), ({"answers": {"charge": "yes"}}, "needs"), ({"answers": {"charge": "4", "needs": "3"}}, "charge"),
        ({"has_scale": True}, "grade"), ({"has_scale": True, "graded": True, "concludes": False}, "missing"),
        ({"identifying": ["Mrs Parry"]}, "names_nobody"),
    ],
)  # fmt: skip
def test_what_a_judgement_needs_before_it_is_locked(changed, field):
    assert locking_problems(**LOCK) == {}
    assert list(locking_problems(**(LOCK | changed))) == [field]
    assert locking_problems(**(LOCK | {"identifying": ["Mrs Parry"], "vouched": True})) == {}


def test_answers_are_shown_when_all_have_locked_or_the_meeting_goes_on_and_somebody_says_why():
    ask = {"state": State.ALONE, "locked": 3, "meeting_goes_on": False, "why": ""}
    assert showing_problem(**ask, waiting=0) == {}
    assert "2 members have not locked" in showing_problem(**ask, waiting=2)[""][0]
    assert list(showing_problem(**(ask | {"meeting_goes_on": True}), waiting=1)) == ["why"]
    assert showing_problem(**(ask | {"meeting_goes_on": True, "why": "She sent her apologies today."}), waiting=1) == {}
    assert "Nobody has locked" in showing_problem(**(ask | {"locked": 0, "meeting_goes_on": True}), waiting=3)[""][0]
    assert showing_problem(**(ask | {"state": State.SHOWN}), waiting=0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"state": State.ALONE}, ""), ({"state": State.SET_ASIDE}, ""), ({"held": False}, ""), ({"chair_apart": True}, "chaired_by"),
        ({"strangers": 1}, "took_part"), ({"absent": 1}, "took_part"), ({"taking_part": 2}, "took_part"), ({"has_scale": True}, "grade"),
        ({"has_scale": True, "graded": True}, "grade"), ({"reasons": "Yes."}, "reasons"), ({"concluded": False}, "missing"),
        ({"anew": True}, "why_anew"),
    ],
)  # fmt: skip
def test_what_a_joint_view_needs(changed, field):
    assert view_problems(**VIEW) == {}
    assert list(view_problems(**(VIEW | changed))) == [field]


def test_without_a_quorum_a_case_is_taken_on_but_not_concluded():
    unfinished = {"concluded": False, "missing": "The letter to the victim.", "taking_part": 1}
    assert view_problems(**(VIEW | unfinished)) == {}


def test_states_follow_from_what_was_done():
    assert state_of(set_aside=False, shown=False, concluded=None) is State.ALONE
    assert state_of(set_aside=False, shown=True, concluded=None) is State.SHOWN
    assert state_of(set_aside=False, shown=True, concluded=False) is State.NOT_CONCLUDED
    assert state_of(set_aside=True, shown=True, concluded=True) is State.SET_ASIDE


def test_dissent_is_from_the_view_that_holds_by_somebody_who_took_part():
    ask = {"holds": True, "took_part": True, "concluded": True, "words": "I would have graded it lower.", "again": False}
    assert dissent_problems(**ask) == {}
    for changed in ({"holds": False}, {"took_part": False}, {"concluded": False}, {"words": "No."}, {"again": True}):
        assert dissent_problems(**(ask | changed))


def test_a_case_goes_to_a_later_meeting_of_the_same_panel_only_where_it_is_not_concluded():
    ask = {"state": State.NOT_CONCLUDED, "meeting_over": False, "same_panel": True, "later": True, "taken": False}
    assert returning_problem(**ask) == ""
    assert "still ahead" in returning_problem(**(ask | {"state": State.ALONE}))
    assert returning_problem(**(ask | {"state": State.ALONE, "meeting_over": True})) == ""
    for changed in ({"state": State.CONCLUDED}, {"same_panel": False}, {"later": False}, {"taken": True}):
        assert returning_problem(**(ask | changed))


def test_the_set_of_the_strand_comes_before_that_of_the_panel_before_that_for_any_case():
    kind = "hate-crime-scrutiny"
    assert fit(strand="Domestic_Abuse", kind=kind, set_strands=["domestic abuse"], set_kind="vawg-scrutiny") == 3
    assert fit(strand="racial", kind=kind, set_strands=["disability"], set_kind=kind) == 2
    assert fit(strand="racial", kind=kind, set_strands=["rape"], set_kind="rape-scrutiny") == 0
    assert fit(strand="", kind=kind, set_strands=[], set_kind="") == 1
    assert fit(strand="racial", kind=kind, set_strands=["caution"], set_kind="") == 0


def test_answers_and_versions():
    assert answer_problem(Asked("a", "yes_no"), "maybe")
    assert answer_problem(Asked("a", "scale"), "5") == ""
    assert answer_problem(Asked("a", "words"), "x" * 4001)
    draft = {"state": "draft", "questions": ASKED, "number": 1, "changed_what": ""}
    assert issuing_problems(**draft) == {}
    assert list(issuing_problems(**(draft | {"number": 2}))) == ["changed_what"]
    for changed in ({"state": "issued"}, {"questions": ASKED[2:]}, {"questions": ASKED * 14}):
        assert list(issuing_problems(**(draft | changed))) == [""]
    assert list(question_problems(state="draft", words="Why?", taken=True)) == ["words_en", "code"]
    assert list(question_problems(state="issued", words="Was it right?", taken=False)) == [""]
    assert list(scale_problems(code_taken=True, grades=["Good"])) == ["code", "grades"]
    assert list(scale_problems(code_taken=False, grades=["Good", "good"])) == ["grades"]
    assert "ships with" in grade_problems(shipped=True, used=False, words_change=True, escalates_to="", reply_days=None)["name_en"][0]
    assert list(grade_problems(shipped=False, used=True, words_change=False, escalates_to="Unit", reply_days=None)) == ["reply_days"]
