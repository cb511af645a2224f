from datetime import date
from itertools import product

from folkmoot.decisions.assessments.evidence.matching import column_tells
from folkmoot.decisions.assessments.rules import (
    TRANSITIONS,
    Facts,
    State,
    Step,
    impact_problems,
    may_do,
    missing,
    needed_codes,
    review_day_problem,
    same_topic,
    signing_problem,
    state_of,
    steps_of,
)
from folkmoot.decisions.assessments.screening import PROTECTED, Characteristic, Need, screen, screening_problems

TODAY = date(2026, 3, 10)
NONE = {code.value: "none" for code in Characteristic}
WORDS = {
    "aims_of_it": "a", "affected": "a", "owner": 1, "decision_due": TODAY, "gaps": "a", "engaged": "a", "consulted": "a",
    "no_combination": "a", "eliminate": "a", "advance": "a", "foster": "a", "alternatives": "a", "conclusion": "adjust",
    "conclusion_why": "a", "review_on": TODAY, "monitoring": "a",
}  # fmt: skip


def test_screening_asks_for_as_much_as_the_answers_do():
    assert screen(NONE, large=False).need is Need.NONE
    assert screen(NONE, large=True).need is Need.SHORT
    assert screen(NONE | {"sex": "positive"}, large=False).need is Need.SHORT
    assert screen(NONE | {"sex": "not_known"}, large=False).need is Need.SHORT
    assert screen(NONE | {"sex": "not_known"}, large=True).need is Need.FULL
    harm = screen(NONE | {"carers": "negative"}, large=False)
    assert harm.need is Need.FULL
    assert "Carers" in harm.why


def test_screening_may_ask_for_more_never_for_less():
    touched, why = NONE | {"race": "negative"}, {"race": "fewer interpreters"}
    less = screening_problems(touched, why, large=False, chosen="short", reason="")
    assert "never less" in less["chosen"][0]
    assert screening_problems(NONE, {}, large=False, chosen="full", reason="") == {}
    assert "reason" in screening_problems(NONE, {}, large=False, chosen="", reason="no")
    blank = screening_problems({**NONE, "age": ""}, {}, large=False, chosen="", reason="")
    assert "not known" in blank["touch_age"][0]
    assert "why_race" in screening_problems(touched, {}, large=False, chosen="", reason="")


def test_final_is_blocked_while_a_characteristic_is_blank():
    effects = {code.value: "no_evidence" for code in Characteristic}
    whole = Facts("full", WORDS, effects, taken=1)
    assert not any(missing(whole).values())
    for code in Characteristic:
        rest = {name: effect for name, effect in effects.items() if name != code}
        assert "Blank" in missing(Facts("full", WORDS, rest, taken=1))[Step.IMPACT][0]
    short = {code.value: "no_evidence" for code in PROTECTED}
    assert not any(missing(Facts("short", WORDS, short, taken=1)).values())
    assert missing(Facts("short", WORDS, short, touched=["carers"], taken=1))[Step.IMPACT]
    assert needed_codes("short", []) == PROTECTED


def test_harm_asks_for_mitigation_and_does_not_end_in_no_change():
    effects = {code.value: "no_evidence" for code in Characteristic} | {"race": "mixed"}
    facts = Facts("full", {**WORDS, "conclusion": "no_change"}, effects, taken=1)
    assert missing(facts)[Step.MITIGATION]
    assert "does not fit" in missing(facts)[Step.CONCLUSION][0]
    helped = Facts("full", WORDS, effects, taken=1, mitigations=1)
    assert not any(missing(helped).values())
    assert missing(Facts("full", WORDS, {}, combined=["negative"], taken=1))[Step.MITIGATION]


def test_wales_asks_about_welsh():
    facts = Facts("short", WORDS, asks_about_welsh=True)
    assert "Welsh" in missing(facts)[Step.PROPOSAL][0]


def test_a_short_assessment_has_fewer_steps():
    assert len(steps_of("full")) == 10
    assert Step.ALTERNATIVES not in steps_of("short")
    assert steps_of("none") == ()


def test_no_evidence_is_not_evidence_of_no_impact():
    base = {"words": "", "likely": "", "severe": "", "aims": [], "cited": 0, "will_do": "", "codes": ["race"]}
    assert set(impact_problems(effect="no_impact", **base)) == {"words", "cited"}
    told = base | {"words": "It shows no difference at all.", "cited": 1}
    assert set(impact_problems(effect="no_impact", **told)) == {"cited"}
    assert impact_problems(effect="no_impact", **told, telling=1) == {}
    assert set(impact_problems(effect="no_evidence", **base)) == {"will_do"}
    assert set(impact_problems(effect="negative", **base)) == {"words", "likely", "severe", "aims"}
    said = base | {"words": "it reaches fewer people", "likely": "likely", "severe": "slight", "aims": ["advance"]}
    assert impact_problems(effect="negative", **said) == {}
    assert "149(7)" in impact_problems(effect="negative", **said | {"codes": ["marriage"]})["aims"][0]


def test_states_follow_the_table():
    base = {"kind": "full", "submitted": False, "returned": False, "signed": False, "published": False, "superseded": False,
            "next_review": date(2026, 9, 1), "today": TODAY}  # fmt: skip
    seen = set()
    flags = ("submitted", "returned", "signed", "published", "superseded")
    for values in product((False, True), repeat=5):
        for kind, day in product(("none", "full"), (TODAY, date(2026, 9, 1))):
            seen.add(state_of(**base | dict(zip(flags, values, strict=True)) | {"kind": kind, "next_review": day}))
    assert seen == set(State)
    assert {start for start, _verb, _end in TRANSITIONS} | {end for _start, _verb, end in TRANSITIONS} == set(State)
    assert not may_do(State.SIGNED, "edit")
    assert not may_do(State.SUPERSEDED, "publish")
    assert not may_do(State.DRAFT, "sign")


def test_a_review_lies_ahead_and_not_too_far():
    assert review_day_problem(None, TODAY)
    assert review_day_problem(TODAY, TODAY)
    assert review_day_problem(date(2031, 1, 1), TODAY)
    assert review_day_problem(date(2027, 3, 1), TODAY) is None


def test_nobody_signs_what_they_wrote():
    assert signing_problem(by_id=1, writers={1, 2})
    assert signing_problem(by_id=None, writers=set())
    assert signing_problem(by_id=3, writers={1, 2}) is None


def test_topics_and_columns_are_recognised():
    assert same_topic("Remote hearings", "Hearings by video")
    assert not same_topic("Remote hearings", "About the canteen")
    assert column_tells("ageBand", Characteristic.AGE)
    assert column_tells("self-defined ethnicity", Characteristic.RACE)
    assert not column_tells("gender identity", Characteristic.SEX)
    assert not column_tells("language", Characteristic.AGE)
