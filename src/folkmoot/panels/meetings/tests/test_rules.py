"""Quorum over time, the clock of London, double bookings, series and polls, without a database."""

from datetime import UTC, date, datetime, time, timedelta

from folkmoot.engagement.calendar.rules import LONDON
from folkmoot.panels.meetings.dates.rules import Pattern, best_first, days_of, moments_of, pattern_problems, poll_problems, standing
from folkmoot.panels.meetings.rules import (
    Booked,
    Stay,
    after,
    calling_problems,
    closed_words,
    closing_problems,
    double_bookings,
    instant_problem,
    quorate_spans,
    replies_for,
    reply_problem,
    starts_from,
    voting_at,
)

TEN = datetime(2026, 3, 26, 10, 0, tzinfo=LONDON)


def minutes(number):
    return TEN + timedelta(minutes=number)


def test_a_meeting_goes_one_way():
    assert [after(state, what) for state, what in (("draft", "call"), ("called", "open"), ("in_progress", "close"))] == [
        "called", "in_progress", "closed",
    ]  # fmt: skip
    assert after("closed", "cancel") is None
    assert after("in_progress", "cancel") is None
    assert after("draft", "open") is None


def test_quorum_is_counted_over_time_and_a_vote_once():
    stays = [
        Stay(1, True, "room"),
        Stay(2, True, "online", came=minutes(20)),
        Stay(3, True, "room", left=minutes(60)),
        Stay(4, True, "absent"),
        Stay(5, True, "room", stands_for=4),
        Stay(6, False, "room"),
    ]
    assert voting_at(stays, TEN) == 3
    both = [*stays, Stay(7, True, "room", stands_for=1)]
    assert voting_at(both, TEN) == 3, "a substitute beside the member they stand for is not a second vote"
    spans = quorate_spans(stays, needed=4, opened=TEN, closed=minutes(120))
    assert [(span.first, span.last) for span in spans] == [(minutes(20), minutes(60))]
    assert quorate_spans(stays, needed=5, opened=TEN, closed=minutes(120)) == []
    assert len(quorate_spans(stays, needed=3, opened=TEN, closed=minutes(120))) == 1, "spans that touch are one"


def test_a_time_that_does_not_exist_is_refused_and_one_that_comes_twice_is_asked_about():
    forward, back = date(2026, 3, 29), date(2026, 10, 25)
    moment, problems = starts_from(forward, time(1, 30))
    assert moment is None
    assert "does not exist" in problems["time"][0]
    moment, problems = starts_from(back, time(1, 30))
    assert moment is None
    assert "comes twice" in problems["which"][0]
    first, second = (starts_from(back, time(1, 30), which)[0] for which in ("first", "second"))
    assert second.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=1)
    assert starts_from(None, None) == (None, {})
    assert "day" in starts_from(None, time(10))[1]
    assert "does not exist" in instant_problem(datetime(2026, 3, 29, 1, 30, tzinfo=LONDON))
    assert instant_problem(datetime(2026, 3, 29, 1, 30)) == "A time needs a zone."  # noqa: DTZ001  what is refused
    assert instant_problem(TEN) == ""


def test_double_booking_is_seen_across_the_clock_change():
    """By the clock the first ends at 1:40 and the second begins at 1:30, yet an hour lies between the two."""
    before = starts_from(date(2026, 10, 25), time(1, 0))[0] or datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    one = Booked(1, "One", datetime(2026, 10, 25, 0, 0, tzinfo=UTC), 40, "Priory Hall", frozenset({7}))
    apart = Booked(2, "Two", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 60, "priory hall!", frozenset({7}))
    assert before.tzinfo is not None
    assert double_bookings(one, [apart], {7: "Ruth"}) == []
    # By the clock they are two hours apart, yet the hour between one and two does not exist on that night.
    late = Booked(1, "One", datetime(2026, 3, 29, 0, 30, tzinfo=LONDON), 60, "Priory Hall", frozenset({7, 8}))
    early = Booked(2, "Two", datetime(2026, 3, 29, 2, 15, tzinfo=LONDON), 60, "PRIORY HALL", frozenset({7}))
    found = double_bookings(late, [early], {7: "Ruth", 8: "Gwilym"})
    assert found == ["Priory Hall is taken at that time by Two.", "Expected at Two at the same time: Ruth."]
    assert double_bookings(late, [Booked(1, "Three", late.starts, 30)], {}) == ["This panel meets at the same time already: Three."]


def test_a_series_keeps_its_hour_when_the_clocks_change():
    pattern = Pattern("monthly", 1, 1, 2, date(2026, 3, 1), date(2026, 11, 30), time(10))
    days = days_of(pattern)
    assert days[:3] == [date(2026, 3, 10), date(2026, 4, 14), date(2026, 5, 12)]
    moments = moments_of(pattern, days)
    assert {at.astimezone(LONDON).hour for at in moments} == {10}
    assert {at.astimezone(UTC).hour for at in moments} == {9, 10}
    assert pattern_problems(pattern, days, today=date(2026, 3, 1)) == {}
    last = Pattern("monthly", 3, 4, 5, date(2026, 1, 31), date(2026, 12, 31), time(10))
    assert days_of(last) == [date(2026, 2, 27), date(2026, 5, 29), date(2026, 8, 28), date(2026, 11, 27)]
    weekly = Pattern("weekly", 2, 0, 1, date(2026, 3, 10), date(2026, 4, 10), time(10))
    assert days_of(weekly) == [date(2026, 3, 16), date(2026, 3, 30)]
    night = Pattern("weekly", 1, 6, 1, date(2026, 3, 22), date(2026, 4, 5), time(1, 30))
    assert "29 March 2026: The clocks go forward" in pattern_problems(night, days_of(night), today=date(2026, 3, 1))["at"][0]
    assert "until" in pattern_problems(pattern, [], today=date(2026, 3, 1))


def test_the_best_day_has_a_quorum_first():
    few = standing(1, [("yes", True), ("yes", False), ("yes", False)], needed=2)
    quorate = standing(2, [("maybe", True), ("online", True), ("", True)], needed=2)
    assert [each.date_id for each in best_first([few, quorate])] == [2, 1]
    assert (quorate.voting, quorate.silent, few.quorate) == (2, 1, False)
    at = datetime(2026, 3, 10, 9, tzinfo=LONDON)
    wrong = poll_problems(dates=[TEN], closes_on=date(2026, 3, 26), today=date(2026, 3, 10), at=at)
    assert set(wrong) == {"dates", "closes_on"}
    assert poll_problems(dates=[TEN, minutes(1500)], closes_on=date(2026, 3, 20), today=date(2026, 3, 10), at=at) == {}


def test_what_must_be_known_before_people_are_asked_and_before_it_is_closed():
    wanting = calling_problems(starts_at=TEN, where="both", place=" ", link="", at=minutes(1))
    assert set(wanting) == {"starts_at", "place", "link"}
    assert calling_problems(starts_at=TEN, where="place", place="Ely", link="", at=minutes(-60)) == {}
    open_ = closing_problems(unrecorded=["Ruth"], gone=["Gwilym"], quorate=False, why="")
    assert "Ruth" in open_[""][0]
    assert "Gwilym" in open_[""][1]
    assert "no quorum" in open_["why"][0]
    assert closing_problems(unrecorded=[], gone=[], quorate=True, why="") == {}


def test_replies_fit_how_it_is_held_and_end_with_it():
    assert replies_for("both")[1] == "online"
    assert reply_problem(reply="online", where="place")
    assert not reply_problem(reply="online", where="both")
    assert closed_words(state="called", ends=minutes(120), at=minutes(60)) == ""
    assert closed_words(state="called", ends=minutes(120), at=minutes(120)) == "This meeting is over."
    assert closed_words(state="cancelled", ends=minutes(120), at=TEN) == "This meeting was called off."
