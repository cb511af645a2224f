from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from folkmoot.voice.forms import rules, suspicion
from folkmoot.voice.forms.rules import Asked, Kind, State, Texts, Value

Q1 = Asked(1, Kind.ONE, section=1, required=True, options=("a", "b"))
Q2 = Asked(2, Kind.SCALE, section=1, only_if=1, only_keys=("a",))
Q3 = Asked(3, Kind.LONG, section=2, section_if=2, section_keys=("4", "5"))
Q4 = Asked(4, Kind.YES_NO, section=3)
ALL = [Q1, Q2, Q3, Q4]


def ids(questions):
    return [each.id for each in questions]


def test_an_answer_leads_to_the_questions_that_depend_on_it_and_no_other_typing_does():
    assert ids(rules.shown(ALL, {1: Value(keys=("b",))})) == [1, 4]
    assert ids(rules.shown(ALL, {1: Value(keys=("a",)), 2: Value(keys=("4",))})) == [1, 2, 3, 4]
    # The scale was answered before the first answer was changed to “b”: it leads nowhere any more.
    assert ids(rules.shown(ALL, {1: Value(keys=("b",)), 2: Value(keys=("4",))})) == [1, 4]


def test_what_was_typed_in_a_question_that_is_not_asked_is_left_out():
    found = rules.checked(ALL, {1: ["b"], 2: ["4"], 3: ["words"], 4: ["yes"]})
    assert set(found.values) == {1, 4}
    assert found.problems == {}


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([replace(Q1, only_if=4, only_keys=("yes",)), Q2, Q3, Q4], "asked later"),
        ([replace(Q1, only_if=2, only_keys=("1",)), Q2, Q3, Q4], "circle"),
        ([replace(Q1, only_if=1, only_keys=("a",)), Q4], "circle"),
        ([Q1, replace(Q2, only_if=99), Q4], "not asked any more"),
        ([replace(Q3, section_if=None), replace(Q4, only_if=3, only_keys=("x",))], "not answered by choosing"),
        ([Q1, replace(Q2, only_keys=("c",))], "Choose which answers"),
        ([Q1, replace(Q2, only_keys=())], "Choose which answers"),
    ],
)
def test_conditions_that_cannot_be_are_refused(questions, words):
    assert words in rules.branching_problems(questions)[0][1]


def test_conditions_on_earlier_answers_hold():
    assert rules.branching_problems(ALL) == []


def test_on_paper_each_choice_says_where_to_go_on():
    assert rules.next_after(ALL, 1, "a") == 2
    assert rules.next_after(ALL, 1, "b") == 3  # its own condition, on another question, stands there in words
    assert rules.next_after(ALL, 4, "yes") is None


@pytest.mark.parametrize(
    ("kind", "typed", "text"),
    [
        (Kind.NUMBER, " 1,250.50 ", "1250.5"), (Kind.NUMBER, "-3", "-3"), (Kind.DAY, "7/3/2026", "2026-03-07"),
        (Kind.LONG, "آپ کا شکریہ 🙂\r\nDiolch\x00", "آپ کا شکریہ 🙂\nDiolch"), (Kind.LONG, "word " * 200_000, ("word " * 200_000).strip()),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(kind, typed, text):
    value, problem = rules.value_of(Asked(1, kind, 1), [typed])
    assert (value.text, problem) == (text, None)


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (Asked(1, Kind.NUMBER, 1), ["a few"]), (Asked(1, Kind.NUMBER, 1), ["1e400"]), (Asked(1, Kind.DAY, 1), ["31/2/2026"]),
        (Q1, []), (Q1, ["c"]), (Q1, ["a", "b"]), (Asked(1, Kind.SHORT, 1), ["x" * 301]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_sentence(asked, typed):
    value, problem = rules.value_of(asked, typed)
    assert problem
    assert not value.given


def test_several_choices_keep_the_order_in_which_they_are_offered():
    asked = Asked(1, Kind.SEVERAL, 1, options=("a", "b", "c"))
    assert rules.value_of(asked, ["c", "a", "a"])[0].keys == ("a", "c")


def test_a_form_is_closed_for_good():
    day = date(2026, 3, 10)
    assert rules.state_of(opened=False, closed=False, closes_on=day, today=day) is State.DRAFT
    assert rules.state_of(opened=True, closed=False, closes_on=day, today=day) is State.OPEN
    assert rules.state_of(opened=True, closed=False, closes_on=day, today=day + timedelta(days=1)) is State.CLOSED
    assert rules.state_of(opened=True, closed=True, closes_on=day + timedelta(days=9), today=day) is State.CLOSED


def test_who_began_in_time_has_a_day_and_nobody_begins_afterwards():
    zone = timezone.get_default_timezone()
    first, last = datetime(2026, 3, 1, tzinfo=zone), datetime(2026, 3, 11, tzinfo=zone)
    before, minute = last - timedelta(minutes=1), timedelta(minutes=1)
    assert rules.still_takes(began=before, at=last + timedelta(hours=23), first=first, last=last)
    assert not rules.still_takes(began=before, at=last + timedelta(hours=24), first=first, last=last)
    assert not rules.still_takes(began=last, at=last + minute, first=first, last=last)
    assert not rules.still_takes(began=first - minute, at=first - minute, first=first, last=last)


def test_counting_is_over_four_weeks_after_the_end_or_when_somebody_says_so_but_never_while_answers_may_come():
    end = date(2026, 3, 10)
    assert not rules.counting_over(ended_on=None, finished=True, today=end)
    assert not rules.counting_over(ended_on=end, finished=True, today=end + timedelta(days=1))
    assert rules.counting_over(ended_on=end, finished=True, today=end + timedelta(days=2))
    assert not rules.counting_over(ended_on=end, finished=False, today=end + timedelta(days=28))
    assert rules.counting_over(ended_on=end, finished=False, today=end + timedelta(days=29))


def test_a_choice_keeps_its_key_when_its_words_are_mended_or_its_place_changes():
    before = rules.options_from(["Yes | Ydw", "No | Nac ydw"])
    assert [each["key"] for each in before] == ["1", "2"]
    assert [each["key"] for each in rules.options_from(["Yes, often", "No | Nac ydw"], before)] == ["1", "2"]
    assert [each["key"] for each in rules.options_from(["No", "Yes"], before)] == ["2", "1"]
    assert [each["key"] for each in rules.options_from(["Yes", "Sometimes", "No"], before)] == ["1", "3", "2"]


def test_a_long_text_is_cut_where_it_breaks_and_nothing_is_lost():
    text = ("One sentence here. " * 30).strip()
    pieces = rules.pieces_of(text, 100)
    assert all(len(piece) <= 100 for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
    assert "".join(rules.pieces_of("x" * 950, 100)) == "x" * 950


def test_a_form_of_wales_opens_in_both_languages_only():
    texts = [Texts("question 1", (("Why?", ""),))]
    values = {
        "questions": ALL,
        "texts": texts,
        "anonymous": True,
        "consent": "",
        "closes_on": date(2026, 3, 10),
        "today": date(2026, 3, 10),
    }
    assert "question 1" in rules.opening_problems(needs_welsh=True, **values)[0]
    assert rules.opening_problems(needs_welsh=False, **values) == []
    assert rules.opening_problems(needs_welsh=False, **values | {"anonymous": False}) != []


def test_what_looks_sent_by_a_machine_is_named():
    slow = {"trapped": False, "took": timedelta(minutes=1), "texts": ["I said it once."], "alike": 0}
    assert suspicion.reasons(**slow) == []
    assert suspicion.reasons(**slow | {"trapped": True}) == ["trap"]
    assert suspicion.reasons(**slow | {"took": timedelta(seconds=1)}) == ["quick"]
    assert suspicion.reasons(**slow | {"texts": ["see https://a.example", "www.b.example"]}) == ["links"]
    assert suspicion.reasons(**slow | {"alike": 2}) == ["same"]


def test_the_same_words_are_known_whatever_their_case_and_stops():
    assert suspicion.same_words(["The charges were DROPPED, again!"]) == suspicion.same_words(["the charges were dropped again"])
    assert suspicion.same_words(["Nothing"]) == ""
