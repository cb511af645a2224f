"""What the words of a list mean, and which cases may come before a panel."""

from datetime import date

import pytest

from folkmoot.scrutiny.frames.columns import FIELDS, mapping_problems, propose
from folkmoot.scrutiny.frames.reading import read_day, stratum_of
from folkmoot.scrutiny.frames.rules import Answer, Asked, Refused, Said, answer, last_of_month, name_key, refusal, rows_named, same_name

DAY = date(2026, 3, 10)
CLEAR = dict.fromkeys(Asked, Answer.CLEAR)


def said(day: date | None = date(2026, 1, 15), **over: Answer) -> Said:
    return Said(CLEAR | {Asked(name): value for name, value in over.items()}, day, {})


def reason(one: Said, window=(None, None)):
    return refusal(one, on=DAY, appeal_days=28, window=window)


@pytest.mark.parametrize(
    ("asked", "text", "means"),
    [
        ("status", "Finalised", Answer.CLEAR), ("status", " NON-LIVE ", Answer.CLEAR), ("status", "Live", Answer.BARRED),
        ("status", "not active", Answer.CLEAR), ("status", "", Answer.UNKNOWN), ("status", "Concluded at MC", Answer.UNKNOWN),
        ("appeal", "no", Answer.CLEAR), ("appeal", "Lodged", Answer.BARRED), ("appeal", "-", Answer.UNKNOWN),
        ("restrictions", "N/A", Answer.CLEAR), ("restrictions", "s45", Answer.BARRED), ("youth", "Adult", Answer.CLEAR),
        ("youth", "YES", Answer.BARRED), ("youth", "0", Answer.CLEAR), ("youth", "unknown", Answer.UNKNOWN),
        ("youth", "17", Answer.BARRED), ("youth", "18", Answer.CLEAR), ("youth", "43.0", Answer.CLEAR), ("youth", "7", Answer.UNKNOWN),
        ("appeal", "17", Answer.UNKNOWN),
    ],
)  # fmt: skip
def test_words_are_read_and_what_is_not_said_is_never_a_no(asked, text, means):
    assert answer(Asked(asked), text) is means


def test_a_word_that_a_person_taught_goes_first():
    assert answer(Asked.STATUS, "Concluded at MC", {"concluded at mc": "clear"}) is Answer.CLEAR
    assert answer(Asked.STATUS, "closed", {"closed": "barred"}) is Answer.BARRED


def test_a_certain_bar_goes_before_what_is_not_known():
    assert reason(said()) == (None, "")
    assert reason(said(appeal=Answer.BARRED, status=Answer.UNKNOWN))[0] is Refused.APPEAL
    assert reason(said(status=Answer.UNKNOWN)) == (Refused.UNKNOWN, Asked.STATUS)
    assert reason(said(None))[0] is Refused.UNKNOWN
    assert reason(said(date(2026, 3, 11)))[0] is Refused.LIVE


def test_the_days_to_appeal_must_be_over_and_the_window_is_kept():
    assert reason(said(date(2026, 2, 10)))[0] is None
    assert reason(said(date(2026, 2, 11)))[0] is Refused.APPEAL
    assert reason(said(), (date(2026, 1, 16), None))[0] is Refused.OUTSIDE
    assert reason(said(), (date(2026, 1, 15), date(2026, 1, 15)))[0] is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-15", date(2026, 1, 15)), ("15/01/2026", date(2026, 1, 15)), ("15 January 2026", date(2026, 1, 15)),
        ("2026-02", date(2026, 2, 28)), ("February 2026", date(2026, 2, 28)), ("Feb-26", date(2026, 2, 28)), ("soon", None), ("", None),
        ("2026-13", None),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written_and_a_month_with_caution(text, day):
    assert read_day(text) == day


def test_a_month_alone_is_its_last_day():
    assert last_of_month("dec-24") == date(2024, 12, 31)
    assert last_of_month("ma-24") is None


def test_names_are_compared_whole():
    assert name_key("SMITH, John") == name_key("John Smith")
    assert same_name(["SMITH, John"], ["John Smith"])
    assert not same_name(["John Smithson"], ["John Smith"])
    assert not same_name(["Smith"], ["Smith"])


def test_columns_are_proposed_each_once():
    found = propose(["URN", "Date Finalised", "Case Status", "Hate crime strand", "Defendant name", "Something else"])
    assert found == {
        "reference": "URN", "finalised_on": "Date Finalised", "status": "Case Status", "strand": "Hate crime strand",
        "defendant": "Defendant name",
    }  # fmt: skip
    assert mapping_problems(found, list(found.values()), {}) == {"appeal": "missing", "restrictions": "missing", "youth": "missing"}
    assert mapping_problems(found, ["URN"], dict.fromkeys(Asked, "clear"))["strand"] == "no_such"
    assert len({field.name for field in FIELDS}) == len(FIELDS)


def test_headings_of_case_management_are_known():
    found = propose(["URN ", "Hate Crime Flag(s)", "Appeal Lodged?", "Reporting Restrictions (Y/N)", "Lead Prosecutor"])
    assert (found["strand"], found["prosecutor"], found["restrictions"]) == (
        "Hate Crime Flag(s)",
        "Lead Prosecutor",
        "Reporting Restrictions (Y/N)",
    )


def test_groups_and_rows_are_named():
    assert stratum_of({"strand": "racial", "force": ""}, ["strand", "force"]) == "racial / not stated"
    assert rows_named([2, 4, 7]) == "2, 4 & 7"
    assert rows_named(list(range(1, 20))).endswith("& 7 more")
