"""What an agenda and minutes may become, said without a database."""

from datetime import UTC, date, datetime, timedelta

from folkmoot.panels.agenda import rules
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.agenda.rules import TRANSITIONS, AgreeingAt, State


def test_nothing_follows_agreed_minutes():
    assert {end for _start, _verb, end in TRANSITIONS} == set(State) - {State.DRAFT}
    assert not [each for each in TRANSITIONS if each[0] is State.AGREED]
    assert set(rules.USUAL_ORDER) == set(Item.Kind.values)


def test_an_agenda_is_timed_across_the_change_of_clocks_by_the_minutes_that_pass():
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # half past one by the clock of London, for the first time that night
    slots = rules.timetable(before, [30, 45])
    assert slots[1].ends == before + timedelta(minutes=75)
    assert rules.timetable(None, [30])[0].starts is None
    assert (rules.overrun([30, 45], 60), rules.overrun([30], 60)) == (15, 0)


def test_minutes_are_agreed_at_a_later_meeting_of_the_same_panel_with_a_quorum():
    good = {"same_panel": True, "state": "in_progress", "later": True, "quorate": True}

    def problem(minutes_state: str = "circulated", waiting: int = 0, **over: object) -> str:
        at_meeting = AgreeingAt(**(good | over))  # type: ignore[arg-type]
        return rules.agreeing_problem(minutes_state=minutes_state, waiting=waiting, at_meeting=at_meeting)

    assert problem() == ""
    assert "fixed" in problem("agreed")
    assert "Circulate them first" in problem("draft")
    assert "later meeting" in problem(later=False)
    assert "later meeting" in problem(same_panel=False)
    assert "not been opened" in problem(state="called")
    assert "no answer yet" in problem(waiting=2)
    assert "no quorum" in problem(quorate=False)


def test_a_fingerprint_follows_the_content_and_not_the_order_of_keys():
    assert rules.fingerprint({"a": 1, "b": "Ŵyl"}) == rules.fingerprint({"b": "Ŵyl", "a": 1})
    assert rules.fingerprint({"a": 1}) != rules.fingerprint({"a": 2})
    assert rules.seen_mark("one\r\ntwo ", "") == rules.seen_mark("one\ntwo", "")
    assert rules.seen_mark("one", "two") != rules.seen_mark("two", "one")


def test_a_part_of_the_remit_is_due_again_from_when_it_was_last_discussed():
    began, today = date(2024, 1, 31), date(2026, 3, 10)
    assert rules.due_again(last_on=None, began_on=began, every_months=1, today=date(2024, 2, 29)) == rules.Due(date(2024, 2, 29), False)
    assert rules.due_again(last_on=date(2025, 3, 9), began_on=began, every_months=12, today=today).overdue
    assert not rules.due_again(last_on=date(2025, 3, 10), began_on=began, every_months=12, today=today).overdue


def test_when_minutes_can_be_written_and_what_can_be_dropped():
    assert "not been opened" in rules.writing_problem(item_state="on_agenda", meeting_state="called", minutes_state="draft")
    assert "Record a correction" in rules.writing_problem(item_state="done", meeting_state="closed", minutes_state="circulated")
    assert rules.writing_problem(item_state="on_agenda", meeting_state="in_progress", minutes_state="draft") == ""
    assert "few words" in rules.dropping_problem(item_state="waiting", meeting_state="", why="No.")
    assert "stays as it was" in rules.dropping_problem(item_state="on_agenda", meeting_state="closed", why="It is not needed.")
    assert "2 items" in rules.settling_problem(["Letters", "Interpreters"])
