"""What must hold of a panel and its terms, without a database."""

from datetime import date

from folkmoot.panels.rules import (
    TAKEN_WORDS,
    State,
    Ways,
    agreeing_problems,
    code_problem,
    last_day_of_term,
    month_before,
    months_after,
    parent_problem,
    state_of,
    ways_problems,
)
from folkmoot.panels.web.urls import urlpatterns

POSITIONS = ("member", "chair", "observer")
WAYS = Ways(
    meetings_a_year=4, quorum=4, voting=("member",), chair_rule="elected", least_members=6, most_members=12, least_cases=3, most_cases=5,
    undertaking_months=12,
)  # fmt: skip


def first_parts(entries: list) -> set[str]:
    """The first words of every address among these, those that were included too."""
    own = {str(entry.pattern).split("/")[0] for entry in entries}
    return own.union(*(first_parts(entry.url_patterns) for entry in entries if hasattr(entry, "url_patterns")))


def test_where_a_panel_stands_follows_from_its_days_and_its_terms():
    today = date(2026, 3, 10)
    stands = {"starts": date(2026, 1, 1), "ended_on": None, "has_terms": True, "today": today}
    assert state_of(**stands) is State.RUNNING
    assert state_of(**stands | {"has_terms": False}) is State.WITHOUT_TERMS
    assert state_of(**stands | {"starts": date(2026, 3, 11)}) is State.COMING
    assert state_of(**stands | {"ended_on": today}) is State.RUNNING, "its last day is a day of the panel"
    assert state_of(**stands | {"ended_on": date(2026, 3, 9)}) is State.ENDED


def test_a_panel_needs_somebody_who_votes_and_a_quorum_that_can_be_reached():
    assert ways_problems(WAYS, POSITIONS) == {}
    bad = Ways(0, 13, ("observer",), "elected", 6, 12, 4, 3, None)
    assert set(ways_problems(bad, POSITIONS)) == {"meetings_a_year", "quorum", "voting", "most_cases"}


def test_terms_hold_from_the_day_they_were_agreed_at_the_earliest_and_after_those_before():
    first = date(2026, 3, 1)
    agree = {"how": "By a vote", "on": first, "holds_from": first, "last_holds_from": None, "today": date(2026, 3, 10)}
    assert agreeing_problems(**agree) == {}
    assert set(agreeing_problems(**agree | {"on": date(2026, 3, 11), "how": " "})) == {"how", "on", "holds_from"}
    assert "holds from 1 March 2026" in agreeing_problems(**agree | {"last_holds_from": first})["holds_from"][0]


def test_no_panel_takes_the_address_of_a_part_of_the_product():
    assert code_problem("eastern-hate-crime") == ""
    assert code_problem("Eastern hate crime")
    assert code_problem("-fens")
    assert code_problem("meetings")
    assert first_parts(urlpatterns) - {"", "<slug:code>"} <= TAKEN_WORDS


def test_months_are_counted_to_the_last_day_of_a_shorter_month():
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert month_before(date(2024, 3, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2025, 11, 30), 3) == date(2026, 2, 28)
    assert last_day_of_term(date(2024, 3, 1), 24) == date(2026, 2, 28)


def test_panels_do_not_report_in_a_ring():
    assert parent_problem(1, 3, {1: None, 2: 1, 3: 2})
    assert parent_problem(3, 1, {1: None, 2: 1, 3: 2}) == ""
    assert parent_problem(None, 1, {1: None}) == ""
