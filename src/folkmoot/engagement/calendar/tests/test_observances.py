from datetime import date

import pytest

from folkmoot.engagement.calendar.observances import FAITHS, bank_holidays_of, covered, festivals_of, observances, vacations_of


def named(year):
    return {each.name: each for each in festivals_of(year)}


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Eid al-Fitr", date(2026, 3, 20)), ("Diwali", date(2026, 11, 8)), ("Rosh Hashanah", date(2026, 9, 12)),
        ("Vaisakhi", date(2026, 4, 14)), ("Easter Sunday", date(2026, 4, 5)), ("Orthodox Easter Sunday", date(2026, 4, 12)),
        ("Lunar New Year", date(2026, 2, 17)), ("Yom Kippur", date(2026, 9, 21)), ("Vesak", date(2026, 5, 31)),
    ],
)  # fmt: skip
def test_festivals_fall_on_the_days_published_for_them(name, day):
    assert named(2026)[name].first == day


def test_many_faiths_and_every_year_that_is_promised():
    for year in (2001, 2026, 2035):
        assert {each.faith for each in festivals_of(year)} == set(FAITHS)
    assert covered(date(2026, 1, 1), date(2035, 12, 31))
    assert not covered(date(2035, 1, 1), date(2036, 1, 1))
    assert festivals_of(2300) == ()


def test_muslim_days_are_about_and_jewish_days_begin_the_evening_before():
    assert named(2026)["Ramadan"].about
    assert (named(2026)["Passover"].eve, named(2026)["Passover"].about) == (True, False)
    assert not named(2026)["Diwali"].eve


def test_a_year_with_a_festival_twice_has_both():
    assert [each.first for each in festivals_of(2030) if each.name == "Ramadan"] == [date(2030, 1, 5), date(2030, 12, 26)]


def test_a_festival_that_began_last_year_still_holds():
    assert any(each.name == "Ramadan" for each in observances(date(2031, 1, 5), date(2031, 1, 5)))


def test_bank_holidays_of_england_and_wales():
    days = {each.first for each in bank_holidays_of(2026)}
    assert {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),
    } == days
    assert date(2022, 9, 19) in {each.first for each in bank_holidays_of(2022)}  # proclaimed for one day


@pytest.mark.parametrize(
    ("year", "first_days", "last_days"),
    [(2024, [(1, 11), (4, 9), (6, 4), (10, 1)], [(3, 27), (5, 24), (7, 31), (12, 21)]),
     (2025, [(1, 11), (4, 29), (6, 3), (10, 1)], [(4, 16), (5, 23), (7, 31), (12, 21)])],
)  # fmt: skip
def test_vacations_lie_between_the_sittings_that_the_courts_published(year, first_days, last_days):
    vacations = vacations_of(year)
    sitting_first = [date.fromordinal(each.last.toordinal() + 1) for each in vacations[:-1]]
    sitting_last = [date.fromordinal(each.first.toordinal() - 1) for each in vacations[1:]]
    assert sitting_first == [date(year, *each) for each in first_days]
    assert sitting_last == [date(year, *each) for each in last_days]
