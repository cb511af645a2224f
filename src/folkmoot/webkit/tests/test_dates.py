"""Months and days as people read them."""

from datetime import date

from django.template import Context, Template

from folkmoot.webkit.dates import day_in_english, month_cell, month_words


def test_months_are_said_and_what_is_none_stands_as_it_is():
    assert month_words("2018-03") == "March 2018"
    assert month_cell("2018-03") == "March\u00a02018"
    assert [month_words(text) for text in ("", "2018-13", "Essex", "2025/26 Q1")] == ["", "2018-13", "Essex", "2025/26 Q1"]
    assert Template("{% load components %}{{ one|month }}").render(Context({"one": "2026-10"})) == "October 2026"


def test_days_of_files_are_english():
    assert day_in_english(date(2026, 3, 7)) == "7 March 2026"
