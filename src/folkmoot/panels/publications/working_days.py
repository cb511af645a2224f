"""The day by which a request for information has to be answered.

Freedom of Information Act 2000, section 10: the twentieth working day after the day it came; a day that is a bank holiday in any part
of the United Kingdom is no working day.
"""

from datetime import date, timedelta
from functools import cache

from folkmoot.panels.publications.rules import FOI_WORKING_DAYS


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    import holidays

    return frozenset(day for part in ("ENG", "SCT", "NIR") for day in holidays.country_holidays("GB", subdiv=part, years=year))


def answer_due(asked_on: date, working_days: int = FOI_WORKING_DAYS) -> date:
    """The last day on which the answer is in time."""
    day, left = asked_on, working_days
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in _bank_holidays(day.year):
            left -= 1
    return day
