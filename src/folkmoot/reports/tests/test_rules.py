from datetime import date

import pytest

from folkmoot.foundation.periods import HalfYear
from folkmoot.reports.rules import (
    LEAST_BASE,
    TRANSITIONS,
    State,
    Verdict,
    compared,
    fingerprint,
    middle,
    not_done,
    period_problem,
    position_on,
    sign_problem,
    state_of,
)

HALF = HalfYear(2026, 1)


def share(key: str, value: int, of: int):
    return {"key": key, "kind": "share", "value": value, "of": of}


def count(key: str, value: float | None, of: int | None = None):
    return {"key": key, "kind": "count", "value": value, "of": of}


def verdicts(now, before):
    return [Verdict(one["verdict"]) for one in compared(now, before)]


def test_a_period_that_has_not_begun_cannot_be_reported():
    assert "1 January 2026" in (period_problem(HALF, date(2025, 12, 31)) or "")
    assert period_problem(HALF, date(2026, 1, 1)) is None


def test_stock_is_taken_on_the_last_day_or_today_while_the_period_runs():
    assert position_on(HALF, date(2026, 3, 10)) == date(2026, 3, 10)
    assert position_on(HALF, date(2026, 7, 5)) == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"signer_id": None}, "command line"),
        ({"state": State.SIGNED}, "signed already"),
        ({"state": State.RESTATED}, "Sign the later one"),
        ({"signer_id": 1}, "for this Area or headquarters must read and sign it"),
        ({"signer_id": 1, "national": True}, "signs for headquarters must read and sign it"),
        ({"ended": False}, "has not ended"),
    ],
)
def test_who_may_not_sign(over, words):
    given = {"state": State.DRAFT, "maker_id": 1, "signer_id": 2, "ended": True, "national": False}
    assert sign_problem(**given) is None
    assert words in (sign_problem(**{**given, **over}) or "")


def test_states_come_from_the_table():
    reached = {State.DRAFT, *(end for _, _, end in TRANSITIONS)}
    found = {
        state_of(signed=signed, restated=restated, returned=returned, review_open=review_open)
        for signed in (True, False) for restated in (True, False) for returned in (True, False) for review_open in (None, True, False)
    }  # fmt: skip
    assert reached == found == set(State)
    assert not [start for start, _, _ in TRANSITIONS if start is State.RESTATED]


def test_the_middle():
    assert middle([]) is None
    assert middle([9, 1, 5]) == 5
    assert middle([1, 9, 5, 7]) == 6


def test_a_change_is_beyond_chance_only_where_interval_and_adjusted_test_say_so():
    assert verdicts([share("a", 54, 76)], [share("a", 20, 75)]) == [Verdict.MORE]
    assert verdicts([share("a", 20, 75)], [share("a", 54, 76)]) == [Verdict.LESS]
    assert verdicts([share("a", 40, 76)], [share("a", 38, 75)]) == [Verdict.WITHIN_CHANCE]


def test_many_comparisons_need_more_evidence():
    alone_now, alone_before = share("a", 60, 100), share("a", 45, 100)
    assert verdicts([alone_now], [alone_before]) == [Verdict.MORE]
    others_now = [share(f"o{place}", 50, 100) for place in range(9)]
    others_before = [share(f"o{place}", 50, 100) for place in range(9)]
    assert verdicts([alone_now, *others_now], [alone_before, *others_before])[0] is Verdict.WITHIN_CHANCE


def test_small_bases_new_measures_and_counts_are_not_tested():
    assert verdicts([share("a", 9, LEAST_BASE - 1)], [share("a", 0, 500)]) == [Verdict.TOO_FEW]
    assert verdicts([share("a", 9, 90)], [share("b", 9, 90)]) == [Verdict.NEW_MEASURE]
    assert verdicts([share("a", 9, 90)], None) == [Verdict.NO_EARLIER]
    assert verdicts([count("a", 900)], [count("a", 1)]) == [Verdict.COUNT]
    assert verdicts([count("a", 1)], [count("a", 1)]) == [Verdict.SAME]


def test_the_interval_of_a_change_is_kept():
    [change] = compared([share("a", 54, 76)], [share("a", 20, 75)])
    assert 0 < change["low"] < 54 / 76 - 20 / 75 < change["high"] < 1


def test_promised_and_not_done_says_when_the_day_was_moved():
    def promise(key, due):
        return {"id": key, "title": f"Action {key}", "area": None, "due_on": due}

    promised = [promise(1, "2026-03-31"), promise(2, "2026-03-31"), promise(3, "2026-09-30"), promise(4, "2026-06-30")]
    found = not_done(promised, {1: "2026-09-01", 3: "2026-09-30", 4: "2026-06-30"}, date(2026, 6, 30))
    assert found == [{"title": "Action 1", "area": None, "promised_for": "2026-03-31", "due_on": "2026-09-01"}]


def test_a_fingerprint_does_not_depend_on_order():
    assert fingerprint({"a": 1, "b": [1, 2]}) == fingerprint({"b": [1, 2], "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
