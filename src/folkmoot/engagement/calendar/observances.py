"""Days to know of before choosing one: festivals of many faiths, bank holidays and court sittings of England and Wales.

Festival dates stand in the calendars of the `holidays` library, which is fixed by the lock file: tables computed beforehand for
Muslim, Jewish, Hindu, Sikh, Jain, Buddhist, Chinese and Persian calendars; Christian days are computed from Easter. Muslim dates
are of the Umm al-Qura calendar and move by a day with the sighting of the moon. Bank holidays are those the library knows; one
proclaimed since is not among them. Sittings of the High Court: Practice Direction 2F to the Civil Procedure Rules.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

DAY = timedelta(days=1)
FAITHS = ("Christian", "Muslim", "Jewish", "Hindu", "Sikh", "Jain", "Buddhist", "Zoroastrian", "Bahá’í", "Chinese")
# Years for which every calendar named here is known; within them the words may say that no festival falls on a day.
FIRST_YEAR, LAST_YEAR = 2001, 2035
FESTIVAL, BANK_HOLIDAY, VACATION = "festival", "bank_holiday", "vacation"


@dataclass(frozen=True)
class Observance:
    """A named span of days (both included). `about`: by moon sighting; `eve`: it begins at sunset the day before."""

    name: str
    first: date
    last: date
    kind: str = FESTIVAL
    faith: str = ""
    about: bool = False
    eve: bool = False

    def holds(self, first: date, last: date) -> bool:
        return self.first <= last and first <= self.last


# (faith, name, calendar, its table, days it lasts). Names of festivals are the same in both languages.
_TABLED: tuple[tuple[str, str, str, str, int], ...] = (
    ("Muslim", "Ramadan", "islamic", "ramadan_beginning_dates", 29),
    ("Muslim", "Eid al-Fitr", "islamic", "eid_al_fitr_dates", 1),
    ("Muslim", "Eid al-Adha", "islamic", "eid_al_adha_dates", 1),
    ("Muslim", "Islamic New Year", "islamic", "hijri_new_year_dates", 1),
    ("Muslim", "Ashura", "islamic", "ashura_dates", 1),
    ("Muslim", "Mawlid", "islamic", "mawlid_dates", 1),
    ("Jewish", "Passover", "hebrew", "passover_date", 8),
    ("Jewish", "Shavuot", "hebrew", "shavuot_date", 2),
    ("Jewish", "Rosh Hashanah", "hebrew", "rosh_hashanah_date", 2),
    ("Jewish", "Yom Kippur", "hebrew", "yom_kippur_date", 1),
    ("Jewish", "Sukkot", "hebrew", "sukkot_date", 9),
    ("Jewish", "Hanukkah", "hebrew", "hanukkah_date", 8),
    ("Jewish", "Purim", "hebrew", "purim_date", 1),
    ("Hindu", "Maha Shivaratri", "hindu", "maha_shivaratri_date", 1),
    ("Hindu", "Holi", "hindu", "holi_date", 1),
    ("Hindu", "Navaratri", "hindu", "sharad_navratri_date", 9),
    ("Hindu", "Diwali", "hindu", "diwali_india_date", 1),
    ("Sikh", "Bandi Chhor Divas", "hindu", "diwali_india_date", 1),
    ("Sikh", "Vaisakhi", "hindu", "vaisakhi_date", 1),
    ("Sikh", "Birthday of Guru Nanak", "hindu", "guru_nanak_jayanti_date", 1),
    ("Sikh", "Birthday of Guru Gobind Singh", "hindu", "guru_gobind_singh_jayanti_date", 1),
    ("Jain", "Mahavir Jayanti", "hindu", "mahavir_jayanti_date", 1),
    ("Buddhist", "Vesak", "buddhist", "vesak_date", 1),
    ("Chinese", "Lunar New Year", "chinese", "lunar_new_year_date", 1),
    ("Zoroastrian", "Nowruz", "persian", "new_year_date", 1),
    ("Bahá’í", "Naw-Rúz", "persian", "new_year_date", 1),
)
# (name, days after Easter)
_FROM_EASTER = (
    ("Ash Wednesday", -46),
    ("Palm Sunday", -7),
    ("Good Friday", -2),
    ("Easter Sunday", 0),
    ("Ascension Day", 39),
    ("Pentecost", 49),
)


@cache
def festivals_of(year: int) -> tuple[Observance, ...]:
    """The festivals that begin in a year, by day; empty where no calendar knows the year."""
    if not 1900 <= year <= 2100:
        return ()
    found = [*_tabled(year), *_christian(year)]
    return tuple(sorted(found, key=lambda each: (each.first, each.faith, each.name)))


@cache
def bank_holidays_of(year: int) -> tuple[Observance, ...]:
    """The bank holidays of England and Wales in a year, by day, as the library knows them. Courts do not sit on them."""
    import holidays

    days = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return tuple(Observance(name, day, day, BANK_HOLIDAY) for day, name in sorted(days.items()) if day.weekday() < 5)


@cache
def vacations_of(year: int) -> tuple[Observance, ...]:
    """When the High Court and the Court of Appeal are in vacation in a year: the days between their sittings."""
    easter = _easter(year)
    spring = date(year, 5, 31) - timedelta(days=date(year, 5, 31).weekday())  # the last Monday of May
    sittings = [
        (date(year, 1, 11), easter - 4 * DAY),
        (easter + 9 * DAY, spring - 3 * DAY),
        (spring + 8 * DAY, date(year, 7, 31)),
        (date(year, 10, 1), date(year, 12, 21)),
    ]
    starts = [date(year, 1, 1), *(last + DAY for _first, last in sittings)]
    ends = [*(first - DAY for first, _last in sittings), date(year, 12, 31)]
    return tuple(
        Observance("High Court vacation", first, last, VACATION) for first, last in zip(starts, ends, strict=True) if first <= last
    )


def observances(first: date, last: date) -> list[Observance]:
    """Festivals, bank holidays and court vacations that touch the span (both days included), by day."""
    years = range(first.year - 1, last.year + 1)  # one that begins in December may reach into the next year
    of: tuple[Callable[[int], tuple[Observance, ...]], ...] = (festivals_of, bank_holidays_of, vacations_of)
    found = (each for year in years for one in of for each in one(year))
    return sorted((each for each in found if each.holds(first, last)), key=lambda each: (each.first, each.kind, each.faith, each.name))


def covered(first: date, last: date) -> bool:
    """Whether every calendar is known for the whole span, so that silence means that nothing falls there."""
    return first.year >= FIRST_YEAR and last.year <= LAST_YEAR


def library_version() -> str:
    from importlib.metadata import version

    return version("holidays")


def _tabled(year: int) -> Iterator[Observance]:
    calendars = _calendars()
    for faith, name, calendar, table, days in _TABLED:
        for first in _dates(getattr(calendars[calendar], table), year):
            last = first + (days - 1) * DAY
            yield Observance(name, first, last, faith=faith, about=faith == "Muslim", eve=faith in ("Jewish", "Muslim"))


@cache
def _calendars() -> dict[str, Any]:
    from importlib import import_module

    calendars: Any = import_module("holidays.calendars")

    return {
        "islamic": calendars._IslamicLunar(), "hebrew": calendars._HebrewLunisolar(), "hindu": calendars._HinduLunisolar(),
        "buddhist": calendars._BuddhistLunisolar(), "chinese": calendars._ChineseLunisolar(), "persian": calendars._Persian(),
    }  # fmt: skip


def _dates(table: Callable[[int], Any], year: int) -> Iterable[date]:
    """The days of a table in a year. A calendar answers with a day, with a day and whether it is estimated, or with several of these."""
    answer = table(year)
    if answer is None:
        return []
    if isinstance(answer, date):
        return [answer]
    if isinstance(answer, tuple):
        return [answer[0]] if answer[0] else []
    days = {each[0] if isinstance(each, tuple) else each for each in answer}
    return sorted(day for day in days if day.year == year)


def _christian(year: int) -> Iterator[Observance]:
    from dateutil.easter import EASTER_ORTHODOX, easter

    for name, after in _FROM_EASTER:
        day = _easter(year) + after * DAY
        yield Observance(name, day, day, faith="Christian")
    orthodox = easter(year, EASTER_ORTHODOX)
    fixed = (("Christmas Day", date(year, 12, 25)), ("Orthodox Christmas", date(year, 1, 7)))
    for name, day in (("Orthodox Good Friday", orthodox - 2 * DAY), ("Orthodox Easter Sunday", orthodox), *fixed):
        yield Observance(name, day, day, faith="Christian")


def _easter(year: int) -> date:
    from dateutil.easter import easter

    day: date = easter(year)
    return day
