"""What is flagged, from facts alone."""

from dataclasses import replace
from datetime import date, timedelta

from folkmoot.panels.flags.rules import Facts, Held, Kind, Laid, RemitPart, Seat, Waiting, behind_since, flags_of_facts, meetings_due

TODAY = date(2026, 3, 10)
LAID = Laid(since=date(2024, 1, 8), meetings_a_year=4, voting=("member", "chair"), chairs=("chair",), least_members=2, undertaking=True)
BOUND = TODAY + timedelta(days=200)
WELL = Facts(
    starts=date(2024, 1, 8), terms=LAID,
    held=tuple(Held(day) for day in (date(2026, 2, 10), date(2025, 11, 4), date(2025, 8, 5), date(2025, 5, 6))),
    seats=(Seat("chair", bound_until=BOUND), Seat("member", bound_until=BOUND)), remit=(RemitPart("Cases read", date(2026, 8, 1)),),
)  # fmt: skip


def kinds(**changed) -> list[str]:
    return [flag.kind for flag in flags_of_facts(replace(WELL, **changed), TODAY)]


def words(**changed) -> str:
    return " ".join(flag.words for flag in flags_of_facts(replace(WELL, **changed), TODAY))


def test_a_panel_that_does_what_its_terms_say_has_no_flag():
    assert kinds() == []
    assert flags_of_facts(replace(WELL, starts=TODAY + timedelta(days=1), terms=None), TODAY) == []


def test_a_panel_without_terms_is_told_so_first():
    assert kinds(terms=None) == [Kind.NO_TERMS]
    assert "only from 1 May 2026" in words(terms=None, terms_from=date(2026, 5, 1))


def test_a_panel_is_behind_once_it_met_less_often_than_its_terms_say_with_a_month_of_grace():
    held = [date(2026, 1, 20), date(2025, 10, 14), date(2025, 7, 15)]
    assert behind_since(since=LAID.since, held=[*held, date(2025, 2, 11)], meetings_a_year=4, today=TODAY) is None
    assert behind_since(since=LAID.since, held=[*held, date(2025, 2, 10)], meetings_a_year=4, today=TODAY) == TODAY
    said = words(held=tuple(Held(day) for day in held), next_on=date(2026, 4, 14))
    assert "It met 3 times" in said
    assert "called for 14 April 2026" in said


def test_a_new_panel_is_given_its_first_year_step_by_step():
    due = [meetings_due(since=date(2025, 6, 10), meetings_a_year=4, today=day) for day in (date(2025, 9, 10), date(2025, 10, 10), TODAY)]
    assert due == [0, 1, 2]
    assert meetings_due(since=date(2020, 1, 1), meetings_a_year=4, today=TODAY) == 4
    assert behind_since(since=date(2025, 6, 10), held=[], meetings_a_year=4, today=TODAY) == date(2025, 10, 10)


def test_two_meetings_running_without_a_quorum_and_not_one():
    one, two, *rest = WELL.held
    assert kinds(held=(replace(one, quorate=False), two, *rest)) == []
    assert kinds(held=(replace(one, quorate=False), replace(two, quorate=False), *rest)) == [Kind.NO_QUORUM]


def test_minutes_are_owed_after_four_weeks_and_agreed_at_the_next_meeting():
    one, two, *rest = WELL.held
    assert kinds(held=(replace(one, on=TODAY - timedelta(days=28), minutes=""), two, *rest)) == []
    assert kinds(held=(replace(one, on=TODAY - timedelta(days=29), minutes="draft"), two, *rest)) == [Kind.MINUTES]
    assert kinds(held=(replace(one, minutes="circulated"), two, *rest)) == []
    assert "4 November 2025" in words(held=(one, replace(two, minutes="circulated"), *rest))


def test_a_chair_that_is_missing_or_leaves_with_nobody_to_follow():
    chair, member = WELL.seats
    assert "no deputy" in words(seats=(replace(chair, position="member"), member))
    assert "deputy can" in words(seats=(replace(chair, position="deputy"), member, replace(member)))
    assert Kind.CHAIR_LEAVING in kinds(chair_ends=TODAY + timedelta(days=90))
    assert kinds(chair_ends=TODAY + timedelta(days=91)) == []


def test_an_undertaking_that_lapsed_yesterday_and_one_never_signed_but_not_of_staff():
    chair, member = WELL.seats
    assert kinds(seats=(chair, replace(member, bound_until=TODAY))) == []
    found = flags_of_facts(replace(WELL, seats=(chair, replace(member, bound_until=TODAY - timedelta(days=1)))), TODAY)
    assert [(flag.kind, flag.since) for flag in found] == [(Kind.UNDERTAKING, TODAY - timedelta(days=1))]
    assert "2 members" in words(seats=(replace(chair, signed=False), replace(member, signed=False)))
    assert kinds(seats=(chair, member, Seat("service", signs=False, signed=False))) == []


def test_recommendations_seats_terms_and_remit():
    chair, member = WELL.seats
    assert "Recommendations 2, 5 were not answered" in words(waiting=(Waiting(5, TODAY), Waiting(2, date(2025, 11, 4))))
    assert "1 seat is empty: 1 of at least 2" in words(seats=(chair, replace(member, position="observer")))
    ending = replace(member, ends=TODAY + timedelta(days=30))
    assert kinds(seats=(chair, ending)) == [Kind.TERM_ENDING]
    assert kinds(seats=(chair, replace(ending, renewed=True))) == []
    late = tuple(RemitPart(f"Part {number}", date(2026, 1, number)) for number in range(1, 6))
    assert "5 parts of its remit" in words(remit=late)
    assert "Part 3; and 2 more." in words(remit=late)


def test_the_gravest_stands_first():
    found = kinds(held=(), seats=(), waiting=(Waiting(1, TODAY),), remit=(RemitPart("Cases", date(2025, 1, 1)),))
    assert found == [Kind.CHAIR_VACANT, Kind.BEHIND, Kind.UNANSWERED, Kind.SEATS, Kind.REMIT]


def test_what_was_promised_by_a_day_that_has_passed():
    late = ((3, date(2026, 2, 1)), (2, date(2026, 1, 5)))
    assert kinds(late=late) == [Kind.LATE]
    assert words(late=late) == "Recommendations 2, 3 are not done in time, the first was to be done by 5 January 2026."
