"""Who validates whom, what each step needs, what is settled; frameworks, certificates and figures side by side. No database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from folkmoot.assurance.certificates import rules as certificates
from folkmoot.assurance.frameworks.rules import criterion_problems, issue_problems
from folkmoot.assurance.rounds.beside import beside
from folkmoot.assurance.rounds.rules import (
    ACCEPTS,
    STANDS,
    Said,
    State,
    days_problems,
    fingerprint_of,
    moderating_problems,
    moved,
    possible_turns,
    replying_problems,
    rotation,
    settled_level,
    state_of,
    submitting_problems,
    validating_problems,
    validator_problem,
)
from folkmoot.assurance.tables import read_shipped
from folkmoot.foundation.periods import HalfYear
from folkmoot.foundation.reference.files import BadReferenceFile
from folkmoot.stats.counts import Counts
from folkmoot.stats.funnel import Position

WHOLE = "This is a whole sentence of some words."
TODAY = date(2026, 3, 10)


@given(some.integers(3, 20), some.integers(0, 40))
def test_nobody_validates_itself_and_no_two_each_other(areas, held_before):
    pairs = rotation(list(range(100, 100 + areas)), held_before)
    assert set(pairs) == set(pairs.values())
    assert all(pairs[pairs[area]] != area and pairs[area] != area for area in pairs)


def test_another_area_validates_each_round_and_two_are_too_few():
    areas = list(range(5))
    assert [rotation(areas, held)[0] for held in range(4)] == [1, 2, 3, 4]
    assert possible_turns(4) == [1, 3]
    assert rotation([1, 2], 0) == {}
    assert rotation(areas, 3) == rotation(areas, 3)


def test_a_changed_validator_is_another_area_of_the_round_and_makes_no_pair():
    pairs = {1: 2, 2: 3, 3: 1}
    assert "itself" in validator_problem(1, 1, pairs)
    assert "take part" in validator_problem(1, 9, pairs)
    assert "each other" in validator_problem(1, 3, pairs)
    assert validator_problem(1, 2, pairs) == ""


def test_the_days_of_a_round_follow_one_another():
    days = [TODAY + timedelta(days=step) for step in (10, 20, 30, 40)]
    names = ("self_due", "validation_due", "reply_due", "moderation_due")
    assert days_problems(opens=TODAY, **dict(zip(names, days, strict=True))) == {}
    assert set(days_problems(opens=TODAY, **dict(zip(names, [TODAY, *days[:2], days[1]], strict=True)))) == {"self_due", "moderation_due"}


def test_what_an_assessment_lacks_is_named():
    said = [Said("A"), Said("B", 2, WHOLE), Said("C", 1, WHOLE), Said("D", 4, WHOLE)]
    problems = submitting_problems(said, {"D"})
    assert len(problems) == 2
    assert "“A”" in problems[0]
    assert "“B”" in problems[1]


def test_another_level_needs_reasons_and_the_same_none():
    assert validating_problems(level=2, own=2, reasons="") == {}
    assert set(validating_problems(level=3, own=2, reasons="Too low.")) == {"reasons"}
    assert set(validating_problems(level=None, own=2, reasons=WHOLE)) == {"level"}
    assert set(replying_problems(reply=STANDS, words="No.")) == {"words"}
    assert replying_problems(reply=ACCEPTS, words="") == {}
    assert set(replying_problems(reply="perhaps", words=WHOLE)) == {"reply"}
    assert set(moderating_problems(level=None, reasons="")) == {"level", "reasons"}


@pytest.mark.parametrize(
    ("said", "level"),
    [
        (Said("A", 3), None),
        (Said("A", 3, validator_level=3), 3),
        (Said("A", 3, validator_level=2), None),
        (Said("A", 3, validator_level=2, reply=ACCEPTS), 2),
        (Said("A", 3, validator_level=2, reply=STANDS), None),
        (Said("A", 3, validator_level=2, reply=STANDS, moderated_level=3), 3),
    ],
)
def test_what_is_settled_follows_from_who_said_what(said, level):
    assert settled_level(said) == level


def test_states_and_what_moved():
    assert state_of(submitted=False, validated=False, answered=False, settled=False) is State.DRAFT
    assert state_of(submitted=True, validated=True, answered=True, settled=False) is State.TO_MODERATE
    assert [moved(2, 3), moved(3, 2), moved(2, 2), moved(None, 2), moved(2, None)] == ["up", "down", "same", "new", ""]
    assert fingerprint_of({"b": 1, "a": [2]}) == fingerprint_of({"a": [2], "b": 1}) != fingerprint_of({"a": [2], "b": 2})


def test_a_criterion_says_what_each_level_means():
    whole = dict.fromkeys((1, 2, 3, 4), ("Begun", "This is what it means."))
    words = {"code": "known", "group": "Knowing", "title": "Known", "asks": WHOLE, "guidance": WHOLE, "known": {"met"}}
    assert criterion_problems(**words, figures=["met"], levels=whole) == {}
    problems = criterion_problems(**{**words, "asks": "Why?"}, figures=["guessed"], levels={**whole, 2: ("", "")})
    assert set(problems) == {"asks", "figures", "words_2"}
    assert issue_problems([], draft=True)
    assert issue_problems(["a"], draft=False)
    assert issue_problems(["a"], draft=True) == []


def test_a_line_is_never_left_open_and_an_exception_is_whole():
    given_ = {"words": "", "doing": "", "has_owner": False, "by_on": None, "late": False, "today": TODAY}
    assert set(certificates.answering_problems(answer="", **given_)) == {"answer"}
    assert certificates.answering_problems(answer="nothing", **given_) == {}
    assert set(certificates.answering_problems(answer="nothing", **{**given_, "late": True})) == {"words"}
    assert set(certificates.answering_problems(answer="exception", **given_)) == {"words", "doing", "owner", "by_on"}
    passed = {**given_, "words": WHOLE, "doing": WHOLE, "has_owner": True, "by_on": TODAY - timedelta(days=1)}
    assert set(certificates.answering_problems(answer="exception", **passed)) == {"by_on"}


def test_only_the_named_lead_signs_a_whole_certificate_and_never_what_they_prepared():
    lines = [certificates.Line("A", "nothing", ""), certificates.Line("B", "", ""), certificates.Line("C", "nothing", "", late_now=True)]
    problems = certificates.signing_problems(lines, followed=False, is_lead=False, had_a_hand=True, signed=False)
    assert len(problems) == 5
    whole = [certificates.Line("A", "nothing", ""), certificates.Line("C", "nothing", WHOLE, late_now=True)]
    assert certificates.signing_problems(whole, followed=True, is_lead=True, had_a_hand=False, signed=False) == []
    assert len(certificates.signing_problems(whole, followed=True, is_lead=True, had_a_hand=False, signed=True)) == 1


def test_a_certificate_is_due_a_month_after_its_half_year():
    period = HalfYear(2025, 2)
    assert certificates.due_day(period) == date(2026, 1, 31)
    assert certificates.beginning_problem(period, TODAY) == ""
    assert certificates.beginning_problem(HalfYear(2026, 1), TODAY)
    assert certificates.is_late(due_on=date(2026, 1, 31), signed_on=None, today=TODAY)
    assert not certificates.is_late(due_on=date(2026, 1, 31), signed_on=date(2026, 1, 30), today=TODAY)


def test_small_numbers_are_withheld_and_the_funnel_is_of_the_others_alone():
    areas = {"A": Counts(100, 60), "B": Counts(120, 70), "C": Counts(90, 52), "d": Counts(40, 2), "E": Counts(3, 0), "F": Counts(0, 0)}
    found = beside(areas)
    assert list(found.shown) == ["A", "B", "C"]
    assert found.withheld == ("d", "E")
    assert found.empty == ("F",)
    assert found.funnel
    assert found.funnel.target == pytest.approx(182 / 310), "nothing withheld is in the rate of all"
    assert all(point.position is Position.INSIDE for point in found.funnel.areas)
    assert "d" in beside(areas, threshold=0).shown, "without the rule it would be shown"
    assert beside({"A": Counts(100, 60), "B": Counts(100, 60)}).funnel is None


def test_an_area_far_off_needs_review_and_comes_in_no_other_order():
    areas = {name: Counts(400, 240) for name in "ABDEFGH"} | {"C": Counts(400, 60)}
    found = beside(areas)
    assert found.funnel
    assert [point.area for point in found.funnel.beyond] == ["C"]
    assert [point.area for point in found.funnel.areas] == sorted(areas)


def test_what_ships_holds_together_and_says_that_it_is_ours():
    read = read_shipped()
    assert len(read.criteria) == 10
    assert all("ours" in line.text("source") for line in read.certificate_lines)


def test_a_fault_in_what_ships_names_file_row_and_column(tmp_path):
    from folkmoot.assurance.tables import FOLDER

    for name in ("criteria.csv", "certificate_lines.csv"):
        (tmp_path / name).write_text((FOLDER / name).read_text().replace("points_told", "points_sung"))
    with pytest.raises(BadReferenceFile, match=r"criteria.csv, row 5, column “figures”"):
        read_shipped(tmp_path)
