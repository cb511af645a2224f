"""Each section is answered from released tables, and those of one Area see no figure of another."""

import json

import pytest

from folkmoot.casework.workbench.answering import answered
from folkmoot.casework.workbench.held import Held
from folkmoot.casework.workbench.hiding import hidden_elsewhere
from folkmoot.casework.workbench.rules import NotInSource, Section, View, settled
from folkmoot.casework.workbench.tests import factories


def answer(section=Section.RATES, **asked):
    return answered(settled(View(1, section=section, **asked), factories.shape()), factories.shape(), factories.cube(), held=Held())


def groups(document, place=0):
    return {row["group"]: row for row in document["stages"][0]["characteristics"][place]["groups"]}


def test_rates_are_those_of_the_cube_with_their_interval():
    found = groups(answer().document)["Black"]
    counts = factories.cube().counts(("ethnicity",), "charged").cells["Black",]
    assert (found["n"], found["k"]) == (counts.base, counts.with_outcome)
    assert found["rate_ci"][0] < found["rate"] < found["rate_ci"][1]
    assert found["verdict"] == "difference found"


def test_each_characteristic_is_compared_by_itself():
    document = answer(by=("ethnicity", "sex")).document
    assert [one["name"] for one in document["stages"][0]["characteristics"]] == ["Ethnicity", "Sex"]


def test_a_filter_counts_only_those_it_names_and_is_told_in_the_document():
    document = answer(area="Wessex").document
    rows = factories.cube().counts(("area", "sex"), "charged").cells
    assert document["stages"][0]["overall"]["n"] == sum(one.base for key, one in rows.items() if key[0] == "Wessex")
    assert document["specification"]["where"] == [{"column": "Area", "values": ["Wessex"]}]


def test_a_reference_is_the_one_chosen_and_the_largest_where_none_is_or_it_does_not_occur():
    assert answer(reference="Black").document["stages"][0]["characteristics"][0]["reference"] == "Black"
    assert answer(reference="Not stated").document["stages"][0]["characteristics"][0]["reference"] == "White"


def test_areas_are_a_funnel_and_the_filter_on_an_area_does_not_empty_it():
    funnel = answer(Section.AREAS, area="Wessex").document["areas"][0]
    assert {one["area"] for one in funnel["areas"]} == set(factories.AREAS)


def test_the_trend_shows_every_period_and_its_breaks():
    series = answer(Section.TIME, period="2024/25").document["periods"][0]
    assert [one["period"] for one in series["points"]] == list(factories.MONTHS)


def test_a_long_series_is_told_by_quarter(monkeypatch):
    monkeypatch.setattr("folkmoot.casework.workbench.asking.MOST_MONTHS", 12)
    series = answer(Section.TIME).document["periods"][0]
    assert series["unit"] == "quarter"
    assert series["points"][0]["period"] == "2022/23 Q4"


def test_stages_follow_one_another_with_their_own_bases():
    document = answer(Section.STAGES).document
    assert [one["name"] for one in document["stages"]] == ["Charged", "Convicted"]
    assert document["chain"][0]["groups"]
    assert document["stages"][1]["overall"]["n"] == document["stages"][0]["overall"]["k"]


def test_what_would_change_takes_the_offence_and_the_rest_into_account_where_nothing_was_chosen():
    table = answer(Section.CHANGE).document["stages"][0]["characteristics"][0]
    assert [one["column"] for one in table["model"]["controls"]] == ["Sex", "Offence"]
    assert groups(answer(Section.CHANGE).document)["Black"]["adjusted"]["average_marginal_effect"] > 0


def test_two_together_is_a_table_of_combinations_and_one_alone_is_refused():
    table = answer(Section.TOGETHER, by=("ethnicity", "sex")).document["intersections"][0]
    assert table["by"] == ["Ethnicity", "Sex"]
    assert any(row["group"] == "Black · Male" for row in table["groups"])
    with pytest.raises(NotInSource):
        answer(Section.TOGETHER)


@pytest.mark.parametrize("section", list(Section))
def test_nothing_small_is_in_any_document_and_every_release_was_attacked(section):
    document = answer(section, by=("ethnicity", "sex")).document
    assert document["disclosure"]["attack"]["ran"]
    assert document["disclosure"]["attack"]["recovered"] == 0
    for piece in _figures(document["stages"]) + _figures(document["intersections"]) + _figures(document["areas"]):
        if isinstance(piece.get("n"), int) and isinstance(piece.get("k"), int):
            assert not 0 < piece["k"] < 5
            assert not 0 < piece["n"] - piece["k"] < 5


def _figures(part):
    if isinstance(part, dict):
        return [part, *(one for inner in part.values() for one in _figures(inner))]
    return [one for inner in part for one in _figures(inner)] if isinstance(part, list) else []


def test_those_of_one_area_see_no_other_area_and_still_the_limits_over_all():
    found = answer(Section.AREAS)
    seen = hidden_elsewhere(found.document, factories.shape(), {"Wessex"})
    assert {one["area"] for one in seen["areas"][0]["areas"]} == {"Wessex"}
    assert seen["areas"][0]["curve"] == found.document["areas"][0]["curve"]
    assert "London North" not in json.dumps({key: part for key, part in seen.items() if key != "specification"})
    assert "London North" in json.dumps(found.document)
