"""Months as people say them. They are kept everywhere as “2026-03”, which sorts; nobody should have to read it."""

from datetime import date

from django.utils.formats import date_format


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


def day_in_english(day: date) -> str:
    """7 March 2026, whatever the language of the reader: for files that are in English."""
    return f"{day.day} {day:%B %Y}"
