"""The month, quarter or financial year that a file name or a heading means; nothing is guessed."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from folkmoot.published.errors import Place, PublishedError

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BY_NAME = {name.casefold(): number for number, name in enumerate(MONTHS, 1)}
_BY_NAME |= {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
_MONTH_NAME = "|".join(sorted(_BY_NAME, key=len, reverse=True))
_MONTH = re.compile(rf"(?<![a-z])({_MONTH_NAME})(?![a-z])", re.IGNORECASE)
_SHORT_YEAR = re.compile(rf"(?<![a-z])(?:{_MONTH_NAME})[ _-]?([1-4]\d)(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(20[0-4]\d)[-_. ]?(0[1-9]|1[0-2])(?![-_. ]?\d)")
_FINANCIAL = re.compile(r"(?<!\d)(?:20)?([0-4]\d)\s*[-/_–]\s*(?:20)?([0-4]\d)(?!\d)")
_APRIL_TO_MARCH = re.compile(r"apr(?:il)?[ _-]*(20[0-4]\d)[ _-]*(?:to[ _-]*)?mar(?:ch)?[ _-]*(20[0-4]\d)", re.IGNORECASE)
_YEAR_ENDING = re.compile(r"year (?:ending|to) (?:31 )?march (20[0-4]\d)", re.IGNORECASE)
_QUARTER = re.compile(r"(?<![a-z])(?:Q|quarter)\s*([1-4])(?!\d)", re.IGNORECASE)
_ROLLING = re.compile(r"(?<![a-z])(RYTD|rolling (?:year|annual))", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Period:
    """From one month to another, each as "2018-03". `rolling`: a year to date, which holds months that other periods hold too."""

    first: str
    last: str
    rolling: bool = False

    @property
    def months(self) -> tuple[str, ...]:
        months = [self.first]
        while months[-1] < self.last:
            months.append(later(months[-1], 1))
        return tuple(months)

    @property
    def words(self) -> str:
        """ "March 2018", "2022/23 Q2", "2018/19", "the year to September 2022"."""
        length = len(self.months)
        if self.rolling:
            return f"the year to {month_words(self.last)}"
        if length == 1:
            return month_words(self.first)
        begins = int(self.first[:4]) - (int(self.first[5:]) < 4)
        year = f"{begins}/{(begins + 1) % 100:02}"
        if length == 12 and self.first[5:] == "04":
            return year
        if length == 3 and self.first[5:] in ("04", "07", "10", "01"):
            return f"{year} Q{(int(self.first[5:]) - 4) % 12 // 3 + 1}"
        return f"{month_words(self.first)} to {month_words(self.last)}"


def month_words(month: str) -> str:
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"


def later(month: str, months: int) -> str:
    """The month so many months after (or, below 0, before) a month."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + months, 12)
    return f"{year}-{number + 1:02}"


def month(text: str) -> Period:
    """The period of one month written as "2018-03". Raises ValueError."""
    if not re.fullmatch(r"20[0-4]\d-(0[1-9]|1[0-2])", text):
        raise ValueError(text)
    return Period(text, text)


def month_in_name(name: str) -> Period | None:
    """The month in a file's name, in any of its styles; a year that the name lacks may stand in the folder.

    principal_offence_category_march_2017.csv, 2017__principal_offence_category_Sep.csv, march-2018/Principal_Offence_Category_Mar.csv,
    oct2015.csv, 2019-12-essex-stop-and-search.csv. Where it names none, or more than one, it is not known: None.
    """
    *folders, own = PurePosixPath(name.replace("\\", "/")).parts or ("",)
    written = {f"{year}-{number}" for year, number in _ISO.findall(own)}
    named = {_BY_NAME[text.casefold()] for text in _MONTH.findall(own)}
    if len(written) == 1 and len(named) <= 1:
        (only,) = written
        return month(only) if not named or named == {int(only[5:])} else None
    if len(named) != 1 or written:
        return None
    years = _years_of(own) or next((found for found in map(_years_of, reversed(folders)) if found), set())
    return month(f"{years.pop()}-{named.pop():02}") if len(years) == 1 else None


def _years_of(text: str) -> set[str]:
    return set(_YEAR.findall(text)) or {f"20{short}" for short in _SHORT_YEAR.findall(text)}


def require_month(name: str, given: str = "") -> Period:
    """The month given, else the one in the file's name. Raises PublishedError where it cannot be told."""
    if given:
        try:
            return month(given)
        except ValueError as error:
            raise PublishedError(f"“{given[:30]}” is no month.", "", "Write it as 2018-03.", place=Place(name)) from error
    found = month_in_name(name)
    if found is None:
        raise PublishedError(
            "it cannot be told which month this file is of.",
            "These tables say it only in the file's name, and this name has no month and year, or more than one.",
            "Name the file as 2018-03 or march_2018, or say the month when you bring it in.",
            place=Place(name),
        )
    return found


def financial_year_in(text: str) -> Period | None:
    """April to March, as 2018-19, 2018/19, apr2018-mar2019 or "year ending 31 March 2019"; None where none, or more than one, is named."""
    ends = {int(end) for begin, end in _APRIL_TO_MARCH.findall(text) if int(end) == int(begin) + 1}
    ends |= {int(end) for end in _YEAR_ENDING.findall(text)}
    ends |= {2000 + int(end) for begin, end in _FINANCIAL.findall(text) if int(end) == int(begin) + 1}
    if len(ends) != 1:
        return None
    (end,) = ends
    return Period(f"{end - 1}-04", f"{end}-03")


def quarter_in(text: str) -> Period | None:
    """A quarter of a financial year: "Q2 22/23" is July to September 2022. With RYTD it is the twelve months that end with it."""
    numbers, years = set(_QUARTER.findall(text)), financial_year_in(_QUARTER.sub(" ", text))
    if len(numbers) != 1 or years is None:
        return None
    first = later(years.first, 3 * (int(numbers.pop()) - 1))
    if _ROLLING.search(text):
        return Period(later(first, -9), later(first, 2), rolling=True)
    return Period(first, later(first, 2))
