"""What a letter can become, when a digest belongs to which period, and what may stand in a message."""

from datetime import date, timedelta

from folkmoot.accounts.notices.rules import (
    SAID_BY_A_PERSON,
    TRANSITIONS,
    WAITS,
    How,
    State,
    after,
    breaks_the_header,
    foreign_lines,
    period_of,
    wait_after,
)

START = "https://folkmoot.example.org/inbox/"


def test_what_may_have_left_goes_again_only_by_a_person():
    back = {(start, verb) for start, verb, end in TRANSITIONS if end is State.WAITING}
    assert {verb for start, verb in back if start is State.FAILED} == {"send again"}
    assert after(State.SENT, "send again") is None
    assert not [start for start, verb, _end in TRANSITIONS if verb == "claim" and start is not State.WAITING]
    assert {"say it arrived", "send again"} == SAID_BY_A_PERSON


def test_waits_grow_and_end():
    assert [wait_after(n) for n in (1, 2, 3)] == [timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)]
    assert list(WAITS) == sorted(WAITS)
    assert wait_after(len(WAITS)) is not None
    assert wait_after(len(WAITS) + 1) is None


def test_a_weekly_period_runs_from_its_day_however_late_the_job_is():
    monday = date(2026, 3, 9)
    periods = {period_of(How.WEEKLY, 0, monday + timedelta(days=day)) for day in range(7)}
    assert periods == {"week of 2026-03-09"}
    assert period_of(How.WEEKLY, 0, monday + timedelta(days=7)) == "week of 2026-03-16"
    assert period_of(How.DAILY, 0, monday) == "2026-03-09"
    assert {period_of(How.NONE, 0, monday), period_of(How.AT_ONCE, 0, monday)} == {""}


def test_lines_that_are_not_ours_are_found():
    text = f"Something waits.\n\n{START}12/\n{START}\nMrs Owusu was afraid\n{START}?words=owusu\nhttps://elsewhere.example/inbox/12/\n"
    assert foreign_lines(text, {"Something waits."}, START) == [
        "Mrs Owusu was afraid",
        f"{START}?words=owusu",
        "https://elsewhere.example/inbox/12/",
    ]


def test_line_breaks_of_every_kind_break_a_header():
    assert all(breaks_the_header(f"Hello{each}Bcc: x@example.org") for each in ("\n", "\r", "\x0b", "\x00", "\x85", "\u2028"))
    assert not breaks_the_header("Diolch – ateb i’r hyn a ddywedoch 🙂")
