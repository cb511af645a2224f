"""What is read: gaps beside everybody's, completeness, the years with their breaks; who sees it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.scope import NotAllowed
from folkmoot.accounts.tests.factories import administrator, panel_member
from folkmoot.stats.judgement import Finding
from folkmoot.workforce.survey import queries
from folkmoot.workforce.survey.tests.factories import EVERYBODY, MINORITY, WHITE, hr, loaded

pytestmark = pytest.mark.django_db


def test_gaps_of_a_year_beside_everybody():
    loaded()
    gaps = queries.gaps(hr(), 2024, "ethnicity")
    found = {row.item.code: row for row in gaps.rows}
    assert found["E01"].finding is Finding.DIFFERENCE
    assert found["E01"].statistic == pytest.approx(4.9445, abs=1e-3)
    assert found["EES"].finding is Finding.NO_DIFFERENCE
    assert gaps.everybody["minority", "E01"].gap == pytest.approx(11.433 - 7.532)
    assert (gaps.answered, gaps.of) == (2880, 2880)
    assert queries.latest_year(hr()) == 2024


def test_prefer_not_to_say_stands_apart():
    loaded(*EVERYBODY, MINORITY, WHITE, [*WHITE[:4], "Prefer not to say", "", 77, "50.123", "60.123", "30.123"])
    gaps = queries.gaps(hr(), 2024, "ethnicity")
    assert {row.group.code for row in gaps.rows} == {"minority"}
    assert {row.group.code for row in gaps.alone} == {"pnts"}
    assert {row.finding for row in gaps.alone} == {Finding.NOT_COMPARED}
    assert gaps.rows[0].beside.base == 2464


def test_years_in_one_query_with_their_breaks():
    for year in (2020, 2021, 2022):
        loaded(*EVERYBODY, [*MINORITY[:6], 400 + year % 100, *MINORITY[7:]], WHITE, year=year, name=f"{year}.ods")
    with CaptureQueriesContext(connection) as seen:
        series = queries.trend(hr(), "ethnicity", "E01")["minority"]
    assert len(seen) <= 6
    assert [(year.row.year, [one.year for one in year.breaks]) for year in series] == [(2020, []), (2021, [2021]), (2022, [])]


def test_those_who_may_not_see_staff_figures_see_none():
    loaded()
    for viewer in (panel_member(), administrator()):
        for ask in (queries.organisation, queries.loads, queries.asked, lambda who: queries.gap_rows(who, 2024)):
            with pytest.raises(NotAllowed):
                ask(viewer)


def test_no_figures_no_gaps():
    assert queries.asked(hr()) == {}
    assert queries.latest_year(hr()) is None
    assert queries.trend(hr(), "ethnicity", "E01") == {}
