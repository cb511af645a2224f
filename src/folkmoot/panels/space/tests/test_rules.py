"""What may be kept and what may be shown, without a database."""

from datetime import UTC, date, datetime, timedelta

from folkmoot.panels.space.rules import attendance_problem, briefing_problems, occasion_problems, reply_problem
from folkmoot.panels.space.survey.rules import (
    QUESTIONS,
    Counted,
    answers_problems,
    closing_problem,
    extension_problem,
    may_be_shown,
    pooled,
    shown,
)
from folkmoot.panels.space.words import words

TODAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(days=3)
AIMS = QUESTIONS[0]


def test_a_briefing_lies_within_the_seat_and_after_its_meeting():
    told = {"whom": "Deaf club", "on": TODAY, "people": 20, "since": date(2026, 1, 1), "today": TODAY, "meeting_on": None}
    assert briefing_problems(**told) == {}
    assert set(briefing_problems(**told | {"whom": " ", "people": 0})) == {"whom", "people"}
    assert "before the seat" in briefing_problems(**told | {"on": date(2025, 12, 31)})["on"][0]
    assert "today or earlier" in briefing_problems(**told | {"on": TODAY + timedelta(days=1)})["on"][0]
    assert "before the meeting" in briefing_problems(**told | {"on": date(2026, 2, 1), "meeting_on": date(2026, 2, 2)})["on"][0]


def test_an_invitation_is_answered_before_and_attendance_recorded_after():
    assert reply_problem(reply="yes", starts_at=LATER, cancelled=False, at=AT) == ""
    assert "begun" in reply_problem(reply="yes", starts_at=AT, cancelled=False, at=AT)
    assert "Choose" in reply_problem(reply="none", starts_at=LATER, cancelled=False, at=AT)
    assert "not begun" in attendance_problem(attended="yes", starts_at=LATER, cancelled=False, at=AT)
    assert attendance_problem(attended="no", starts_at=AT, cancelled=False, at=AT) == ""
    assert "cancelled" in attendance_problem(attended="yes", starts_at=AT, cancelled=True, at=AT)
    assert set(occasion_problems(title="", starts_at=None, lasts=1, place="", link="")) == {"title", "starts_at", "lasts", "place"}


def test_a_survey_stays_closed_once_it_has_closed():
    assert closing_problem(closes_on=TODAY + timedelta(days=28), today=TODAY) == ""
    assert closing_problem(closes_on=TODAY + timedelta(days=2), today=TODAY)
    days = {"opens_on": TODAY - timedelta(days=20), "closes_on": TODAY, "until": TODAY + timedelta(days=7)}
    assert extension_problem(**days, today=TODAY) == ""
    assert "has closed" in extension_problem(**days, today=TODAY + timedelta(days=1))
    assert extension_problem(**days | {"until": TODAY - timedelta(days=1)}, today=TODAY)


def test_every_question_wants_one_of_its_answers():
    good = {question.key: "unsaid" for question in QUESTIONS}
    assert answers_problems(good) == {}
    assert list(answers_problems(good | {"confidence": "yes"})) == ["confidence"]


def test_small_bases_and_panels_of_one_mind_are_withheld():
    assert not may_be_shown(Counted(base=4, good=2, asked=9))
    assert may_be_shown(Counted(base=5, good=5, asked=9))
    assert not may_be_shown(Counted(base=8, good=8, asked=8))
    assert not may_be_shown(Counted(base=8, good=7, asked=8)), "else the withholding itself would say that all agreed"
    line = shown(AIMS, Counted(base=8, good=6, asked=8))
    assert line.share is not None
    assert (round(line.share.value, 2), round(line.share.low, 3), round(line.share.high, 3)) == (0.75, 0.409, 0.929)


def test_a_small_panel_cannot_be_worked_out_from_the_whole_and_the_others():
    large, small, another = Counted(10, 6, 12), Counted(4, 4, 9), Counted(3, 1, 9)
    whole = pooled(AIMS, [large, small], year_over=True)
    assert (whole.base, whole.share) == (10, shown(AIMS, large).share), "one small panel alone is not in the whole"
    assert pooled(AIMS, [large, small, another], year_over=False).base == 10, "another small one could still join: the growth would tell"
    assert pooled(AIMS, [large, small, another], year_over=True).base == 17
    assert pooled(AIMS, [small], year_over=True).share is None


def test_the_words_are_there_and_none_twice():
    terms = [word.term for word in words()]
    assert len(terms) > 40
    assert len(terms) == len({term.casefold() for term in terms})
    assert all(word.meaning_en.endswith((".", "?")) for word in words())
