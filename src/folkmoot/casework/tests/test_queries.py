from datetime import date

import pytest

from folkmoot.accounts.scope import THE_PRODUCT
from folkmoot.accounts.tests.factories import area, hq, icem, panel_member
from folkmoot.casework import queries
from folkmoot.casework.models import Analysis
from folkmoot.casework.tests import factories
from folkmoot.stats.disclosure import SUPPRESSED
from folkmoot.stats.judgement import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables():
    return {
        "here": factories.analysis(area()),
        "elsewhere": factories.analysis(area("wales", "Wales")),
        "national": factories.analysis(None),
    }


def row(table, group):
    return next(row for row in table.rows if row.group == group)


def test_an_area_sees_its_own_tables_and_those_of_england_and_wales(tables):
    assert set(queries.analyses(icem())) == {tables["here"], tables["national"]}
    assert set(queries.analyses(hq())) == set(tables.values())
    assert not queries.analyses(panel_member()).exists()


def test_a_table_out_of_sight_is_as_one_that_is_not_there(tables):
    with pytest.raises(Analysis.DoesNotExist):
        queries.get_analysis(icem(), tables["elsewhere"].pk)
    with pytest.raises(Analysis.DoesNotExist):
        queries.disparity_for(icem(), tables["elsewhere"].pk, "Ethnicity")


def test_the_list_can_be_of_one_area_or_of_the_whole_service(tables):
    assert list(queries.list_analyses(hq(), area_id=area().pk)) == [tables["here"]]
    assert list(queries.list_analyses(hq(), national=True)) == [tables["national"]]


def test_the_list_does_not_open_the_cubes(tables):
    assert "cube" in queries.analyses(hq()).first().get_deferred_fields()


def test_a_table_is_computed_from_the_cube_and_judged(tables):
    table = queries.disparity_for(icem(), tables["here"].pk, "Ethnicity", "charged")
    black = row(table, "Black")
    assert table.reference == "White"
    assert (black.shown.base, black.shown.with_outcome) == (220, 174)
    assert black.rate.value == pytest.approx(174 / 220)
    assert black.difference.value == pytest.approx(174 / 220 - 360 / 600)
    assert black.finding is Finding.DIFFERENCE
    assert row(table, "Asian").finding is Finding.NO_DIFFERENCE


def test_two_characteristics_can_be_looked_at_together_in_either_order(tables):
    table = queries.disparity_for(icem(), tables["here"].pk, ("Ethnicity", "Sex"))
    assert row(table, "Black · Male").shown.base == 160
    assert queries.disparity_for(icem(), tables["here"].pk, ("Sex", "Ethnicity")).rows == table.rows


@pytest.mark.parametrize(("by", "outcome"), [("Religion", None), (("Ethnicity", "Ethnicity"), None), ("Ethnicity", "convicted")])
def test_what_was_not_counted_is_not_answered(tables, by, outcome):
    with pytest.raises(KeyError):
        queries.disparity_for(icem(), tables["here"].pk, by, outcome)


def test_two_characteristics_of_very_many_values_are_a_plain_error(tables, monkeypatch):
    monkeypatch.setattr(queries, "MOST_COMBINATIONS", 5)
    with pytest.raises(queries.TooManyCombinations, match="Ethnicity and Sex together"):
        queries.disparity_for(icem(), tables["here"].pk, ("Ethnicity", "Sex"))


def test_a_chosen_group_to_compare_with_is_used(tables):
    tables["here"].references = {"Ethnicity": "Asian"}
    tables["here"].save()
    assert queries.disparity_for(icem(), tables["here"].pk, "Ethnicity").reference == "Asian"


def test_small_numbers_are_withheld_in_every_table():
    groups = [*factories.GROUPS, ("Arab", "Male", 40, 38)]
    kept = factories.analysis(area(), rows=factories.cases(groups))
    table = queries.disparity_for(icem(), kept.pk, "Ethnicity")
    assert row(table, "Arab").shown.with_outcome is SUPPRESSED
    assert row(table, "Arab").rate is SUPPRESSED


def test_the_same_file_is_known_again_in_its_scope_alone(tables):
    assert list(queries.already_counted(hq(), sha256="ab" * 32, area_id=None)) == [tables["national"]]
    assert not queries.already_counted(hq(), sha256="cd" * 32, area_id=None).exists()


def test_a_report_takes_the_tables_of_its_period_else_the_latest_before():
    old = factories.analysis(area(), data_as_of=date(2024, 6, 30))
    new = factories.analysis(area(), data_as_of=date(2025, 6, 30))
    factories.analysis(None, data_as_of=date(2025, 6, 30))

    def reported(first, last, area_id):
        return [found.analysis for found in queries.report_tables(THE_PRODUCT, area_id, first, last)]

    assert reported(date(2025, 1, 1), date(2025, 6, 30), area().pk) == [new]
    assert reported(date(2025, 7, 1), date(2025, 12, 31), area().pk) == [new]
    assert reported(date(2024, 7, 1), date(2024, 12, 31), area().pk) == [old]
    assert reported(date(2023, 1, 1), date(2023, 6, 30), area().pk) == []
    assert len(reported(date(2025, 1, 1), date(2025, 6, 30), None)) == 1


def test_a_report_gets_sentences_with_interval_and_without_a_verdict(tables):
    (found,) = queries.report_tables(icem(), area().pk, date(2025, 1, 1), date(2025, 6, 30))
    said = " ".join(str(sentence) for _, sentences in found.tables for sentence in sentences)
    assert "Needs review: Black. 79.1% (174 of 220) beside 60.0% of White (360 of 600): 19.1 percentage points more" in said
    assert "with 95% confidence. That is the worse result for this group." in said
    assert "bias" not in said


def test_what_the_missing_records_could_do_is_said_as_the_extreme_case_that_it_is(tables):
    (found,) = queries.report_tables(icem(), area().pk, date(2025, 1, 1), date(2025, 6, 30))
    said = " ".join(str(sentence) for _, sentences in found.tables for sentence in sentences)
    assert "the extreme case that, of the 50 records without Ethnicity, all with the outcome belonged to one side" in said


def test_not_stated_keeps_its_row_and_rate_and_is_not_compared():
    groups = [("White", "Male", 400, 240), ("Black", "Female", 300, 240), ("Not stated", "Male", 100, 90)]
    kept = factories.analysis(area(), rows=factories.cases(groups))
    (found,) = queries.report_tables(icem(), area().pk, date(2025, 1, 1), date(2025, 6, 30))
    table, said = found.tables[0]
    assert row(table, "Not stated").rate.value == 0.9
    assert row(table, "Not stated").finding is Finding.NOT_COMPARED
    assert table.comparisons == 2  # Black beside White, and Female beside Male
    assert "Not compared, because no group is named: Not stated." in [str(sentence) for sentence in said]
    assert found.analysis == kept


def test_a_national_report_takes_the_areas_tables_of_its_period_alone(tables):
    late = factories.analysis(area(), data_as_of=date(2025, 12, 31))
    found = queries.area_tables(hq(), date(2025, 1, 1), date(2025, 6, 30))
    assert {one.analysis for one in found} == {tables["here"], tables["elsewhere"]}
    assert [one.analysis for one in queries.area_tables(hq(), date(2025, 7, 1), date(2025, 12, 31))] == [late]
    assert [one.analysis for one in queries.area_tables(icem(), date(2025, 1, 1), date(2025, 6, 30))] == [tables["here"]]
