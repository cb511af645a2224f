from datetime import date, datetime, time

import pytest

from folkmoot.engagement.calendar.observances import BANK_HOLIDAY, Observance
from folkmoot.engagement.calendar.rules import (
    LONDON,
    TRANSITIONS,
    Busy,
    Sort,
    State,
    clashes,
    exists,
    fingerprint_of,
    gap_of,
    invitation_problem,
    may_do,
    moment,
    months_later,
    observance_words,
    overlap,
    place_key,
    span_problems,
    state_of,
    time_problems,
)

DAY, TODAY = date(2026, 4, 2), date(2026, 3, 10)


def busy(key="a", **over):
    return Busy(**({"key": key, "title": key.upper(), "first": DAY, "last": DAY} | over))


def found(*rows, observances=(), names=None, faiths=None):
    return clashes(rows, observances, names=names or {1: "Deaf people"}, faiths=faiths or {})


@pytest.mark.parametrize(
    ("published", "cancelled", "last", "state"),
    [
        (None, None, DAY, State.PLANNED), (None, None, date(2026, 3, 9), State.DUE), (DAY, None, DAY, State.PUBLISHED),
        (None, TODAY, DAY, State.CANCELLED),
    ],
)  # fmt: skip
def test_state_is_read_off_the_dates(published, cancelled, last, state):
    assert state_of(last_on=last, published_on=published, cancelled_on=cancelled, today=TODAY) is state


def test_every_verb_stands_in_the_table_and_nothing_leaves_published():
    assert may_do(State.DUE, "publish")
    assert not may_do(State.PUBLISHED, "cancel")
    assert {start for start, _verb, _end in TRANSITIONS} == {State.PLANNED, State.DUE}


def test_spans_and_times():
    assert span_problems(first_on=DAY, last_on=date(2026, 4, 1), starts_at=None, ends_at=None).keys() == {"last_on"}
    assert span_problems(first_on=DAY, last_on=date(2028, 4, 1), starts_at=None, ends_at=None).keys() == {"last_on"}
    assert time_problems(DAY, time(12), time(10)).keys() == {"ends_at"}
    assert time_problems(DAY, None, time(10)).keys() == {"starts_at"}
    assert not span_problems(first_on=DAY, last_on=date(2026, 4, 3), starts_at=time(12), ends_at=time(10))


def wall(month, day):
    return datetime.combine(date(2026, month, day), time(1, 30))


def test_a_time_that_the_clock_skips_is_refused_and_one_it_shows_twice_is_the_first():
    assert time_problems(date(2026, 3, 29), time(1, 30), None).keys() == {"starts_at"}
    assert not exists(wall(3, 29))
    assert exists(wall(10, 25))
    assert moment(date(2026, 10, 25), time(1, 30)).utcoffset().total_seconds() == 3600


def test_two_things_for_one_community_on_one_day():
    assert [clash.sort for clash in found(busy("a", community_ids=frozenset({1})), busy("b", community_ids=frozenset({1, 2})))] == [
        Sort.COMMUNITY
    ]
    assert not found(busy("a", community_ids=frozenset({1})), busy("b", community_ids=frozenset({2})))
    apart = busy("b", community_ids=frozenset({1}), first=date(2026, 4, 3), last=date(2026, 4, 3))
    assert not found(busy("a", community_ids=frozenset({1})), apart)


def at(hour, ends=None):
    return {"starts": datetime(2026, 4, 2, hour, tzinfo=LONDON), "ends": datetime(2026, 4, 2, ends, tzinfo=LONDON) if ends else None}


def test_the_same_place_or_person_at_the_same_time():
    same = {"place": "Ely Library", "people": frozenset({"c1"})}
    clash = found(busy("a", **same, **at(10, 12)), busy("b", place="ely library.", people=frozenset({"c1"}), **at(11, 12)))
    assert [each.sort for each in clash] == [Sort.PEOPLE, Sort.PLACE]
    assert not found(busy("a", **same, **at(10, 12)), busy("b", **same, **at(12, 13)))
    assert "not both given" in found(busy("a", **same), busy("b", **same, **at(12, 13)))[0].words
    assert overlap(busy("a", **at(10)), busy("b", **at(10, 11)))
    assert place_key(" Ely  Library!") == "ely library"


def test_a_festival_says_whose_it_is_and_how_sure_it_is():
    eid = Observance("Eid al-Fitr", DAY, DAY, faith="Muslim", about=True, eve=True)
    [clash] = found(busy("a", community_ids=frozenset({1})), observances=[eid], names={1: "Somalis"}, faiths={1: frozenset({"Muslim"})})
    assert clash.words == (
        "A: Eid al-Fitr (Muslim), about this day, by moon sighting; begins at sunset the day before. It matters to: Somalis"
    )
    [other] = found(busy("a", community_ids=frozenset({1})), observances=[eid], names={1: "Deaf people"})
    assert "matters" not in other.words
    assert "courts do not sit" in observance_words(Observance("May Day", DAY, DAY, BANK_HOLIDAY))


def test_gaps_of_contact():
    assert gap_of(community_id=1, last=None, every_months=6, next_planned=None, today=TODAY).due is None
    assert gap_of(community_id=1, last=date(2026, 2, 1), every_months=12, next_planned=None, today=TODAY) is None
    overdue = {"community_id": 1, "last": date(2025, 1, 1), "every_months": 6, "today": TODAY}
    assert gap_of(**overdue, next_planned=None).due == date(2025, 7, 1)
    assert gap_of(**overdue, next_planned=date(2026, 3, 20)) is None
    assert gap_of(**overdue, next_planned=date(2026, 8, 1)).next_planned == date(2026, 8, 1)


def test_months_later_keeps_to_the_month():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2025, 11, 15), 3) == date(2026, 2, 15)


@pytest.mark.parametrize(
    ("over", "may"),
    [({}, True), ({"email": ""}, False), ({"channel": "letter"}, False), ({"erased": True}, False), ({"agreed": False}, False)],
)  # fmt: skip
def test_who_may_be_invited(over, may):
    values = {"email": "a@example.org", "channel": "email", "erased": False, "agreed": True}
    assert (invitation_problem(**(values | over)) == "") is may


def test_what_makes_a_new_edition():
    said = {"title": "A", "first": DAY, "last": DAY, "starts_at": None, "ends_at": None, "place": "", "cancelled": False}
    for change in ({"title": "B"}, {"first": date(2026, 4, 1)}, {"starts_at": time(10)}, {"place": "Ely"}, {"cancelled": True}):
        assert fingerprint_of(**said) != fingerprint_of(**(said | change))
