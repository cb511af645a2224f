"""Where campaigns and applications stand, and for how long words are kept, without a database."""

from datetime import date, time, timedelta

import pytest

from folkmoot.panels.recruitment.rules import (
    OVER,
    TRANSITIONS,
    CampaignState,
    State,
    application_problems,
    campaign_problems,
    campaign_state,
    campaign_warnings,
    criteria,
    erase_after,
    interview_problems,
    late_warning,
    marks_problem,
    opening_problem,
    reason_problems,
    state_of,
    step_problem,
)

DAY = date(2026, 3, 10)


def test_an_application_goes_step_by_step_and_ends():
    assert state_of([]) is State.RECEIVED
    assert state_of(["shortlisted", "interviewed", "reserved", "offered", "accepted", "appointed"]) is State.APPOINTED
    with pytest.raises(KeyError):
        state_of(["appointed"])
    assert not {state for state, _step, _then in TRANSITIONS} & OVER
    assert {then for _state, _step, then in TRANSITIONS} == set(State) - {State.RECEIVED}


def test_nobody_is_offered_a_seat_before_the_interview_where_there_is_one():
    assert "interviewed before" in str(step_problem(state=State.SHORTLISTED, step="offered", interviews=True))
    assert step_problem(state=State.SHORTLISTED, step="offered", interviews=False) is None
    assert "does not follow" in str(step_problem(state=State.UNSUCCESSFUL, step="offered", interviews=False))


def test_whoever_is_turned_down_is_told_why():
    assert set(reason_problems(step="turned_down", reason="No.", said="")) == {"reason", "said"}
    assert reason_problems(step="withdrew", reason="", said="") == {}


def test_a_campaign_stands_where_its_days_put_it():
    given = {"opened": True, "opens_on": date(2026, 3, 1), "closes_on": date(2026, 3, 31), "ended_on": None, "undecided": 1}
    assert campaign_state(**given, today=DAY) is CampaignState.OPEN
    assert campaign_state(**given, today=date(2026, 4, 1)) is CampaignState.CHOOSING
    assert campaign_state(**given | {"undecided": 0}, today=date(2026, 4, 1)) is CampaignState.FINISHED
    assert campaign_state(**given | {"opened": False}, today=DAY) is CampaignState.PLANNED
    assert campaign_state(**given | {"ended_on": DAY}, today=DAY) is CampaignState.ENDED


def test_an_advert_says_what_is_asked_and_what_is_looked_for():
    words = {"title": "x", "why": "Nobody speaks for them.", "about": "Members read closed cases.", "asks": "Four meetings in a year.",
             "ways": "Ring us or write."}  # fmt: skip
    days = {"opens_on": DAY, "closes_on": DAY}
    assert campaign_problems(**words, looks_for="- Listens\n\n- Cares", looks_for_cy="Gwrando\nGofalu", **days) == {}
    assert set(campaign_problems(**words, looks_for="Listens", looks_for_cy="Gwrando\nGofalu", **days)) == {"looks_for_cy"}
    bad = campaign_problems(**words | {"ways": "Online"}, looks_for=" ", looks_for_cy="", opens_on=DAY, closes_on=date(2026, 3, 9))
    assert set(bad) == {"ways_en", "looks_for_en", "closes_on"}
    assert criteria("- Listens\n\n• Cares ") == ["Listens", "Cares"]


def test_what_keeps_the_missing_away_is_said():
    warned = campaign_warnings(days=10, sought=0, in_wales=True, welsh=False, untold=[], placings=0, opened=True)
    assert len(warned) == 4
    assert campaign_warnings(days=30, sought=1, in_wales=True, welsh=True, untold=["Travellers"], placings=1, opened=True) == [
        "It has not been told of yet among: Travellers."
    ]
    assert campaign_warnings(days=30, sought=1, in_wales=False, welsh=False, untold=[], placings=1, opened=True) == []


def test_a_panel_without_terms_recruits_nobody():
    given = {"opened": False, "ended": False, "closes_on": DAY, "panel_ended": False, "today": DAY}
    assert "no agreed terms" in str(opening_problem(**given, has_terms=False))
    assert opening_problem(**given, has_terms=True) is None


def test_an_application_needs_a_name_a_way_and_a_reason():
    given = {"name": "", "email": "", "phone": "", "address": "", "reasons": "Because", "agreed": False, "texts": ["x" * 3001]}
    assert set(application_problems(**given)) == {"name", "email", "reasons", "agreed", ""}
    fine = {"name": "B", "phone": "1", "reasons": "I want to help people.", "agreed": True, "texts": []}
    assert application_problems(**given | fine) == {}


def test_marks_are_given_for_everything_that_is_looked_for():
    assert marks_problem([3, 0], 2) is None
    assert marks_problem([3], 2)
    assert marks_problem([3, 4], 2)
    assert marks_problem([3, None], 2)


def test_an_interview_is_by_day_so_no_clock_change_can_skip_its_hour():
    given = {"where": "Ely", "who": "Nia", "today": DAY}
    assert interview_problems(day=DAY, hour=time(14, 30), **given) == {}
    assert set(interview_problems(day=date(2026, 3, 29), hour=time(1, 30), **given)) == {"hour"}
    assert set(interview_problems(day=date(2026, 3, 9), hour=None, where="", who="", today=DAY)) == {"day", "hour", "where", "who"}


def test_an_application_is_erased_months_after_it_is_over_and_never_before_the_campaign_closed():
    assert erase_after(over_on=None, closed_on=DAY, keep_months=6) == erase_after(over_on=DAY, closed_on=DAY, keep_months=6) + timedelta(
        365
    )
    assert erase_after(over_on=date(2026, 1, 1), closed_on=DAY, keep_months=6) == date(2026, 9, 9)
    assert erase_after(over_on=date(2026, 4, 10), closed_on=DAY, keep_months=1) == date(2026, 5, 10)


def test_people_who_wait_too_long_for_an_answer_are_pointed_at():
    assert late_warning(closed_on=DAY, waiting=2, today=date(2026, 4, 9)) == ""
    assert "2 of those who applied" in late_warning(closed_on=DAY, waiting=2, today=date(2026, 4, 10))
    assert late_warning(closed_on=DAY, waiting=0, today=date(2026, 12, 1)) == ""
