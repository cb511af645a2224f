"""Months as people say them. They are kept everywhere as “2026-03”, which sorts; nobody should have to read it."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def month_words(month: str) -> str:
    """ "2026-03" as a person says it: March 2026. What is no month stands as it is."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    return date_format(first, "F Y")


def month_cell(month: str) -> str:
    """The same, never broken over two lines: for the cell of a table."""
    return month_words(month).replace(" ", "\u00a0")


def half_year_words(code: str) -> str:
    """ "2026-H1" as a person says it: January to June 2026. What is no half-year stands as it is."""
    year, _between, number = str(code).partition("-H")
    if number not in ("1", "2"):
        return str(code)
    months = _("January to June") if number == "1" else _("July to December")
    return f"{months} {year}"


def day_in_english(day: date) -> str:
    """7 March 2026, whatever the language of the reader: for files that are in English."""
    return f"{day.day} {day:%B %Y}"
