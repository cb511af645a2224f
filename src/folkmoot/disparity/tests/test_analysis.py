"""From a cube to the document: what is said follows from the counts that are shown, and nothing else is said."""

import json
import random
from dataclasses import replace

import pytest

from folkmoot.disparity.analysis.document import analyse
from folkmoot.disparity.analysis.plan import specification
from folkmoot.disparity.request import Adjustment, Period, Request, WrongRequest, checked
from folkmoot.disparity.schema import validated
from folkmoot.engines import memory
from folkmoot.engines.spec import YES, Condition, Outcome
from folkmoot.stats.intervals import newcombe_difference, score_ratio, wilson

CHARGE = Outcome("charge", "charge")
CONVICTED = Outcome("convicted", "convicted", None, (Condition("charge", YES),))
EVERYTHING = Request(
    (CHARGE, CONVICTED),
    ("ethnicity", "sex"),
    adjust=(Adjustment("offence"), Adjustment("prior", linear=True)),
    cluster="force",
    intersect=(("ethnicity", "sex"),),
    area="area",
    period=Period("date", "quarter"),
    scan=True,
    permutations=19,
)


def invented(rows=4000, small=0):
    """Cases with an effect of ethnicity and of offence; `small` people of a group of their own."""
    chance = random.Random(11)
    cases = []
    for place in range(rows):
        ethnicity = chance.choices(["White", "Black", "Asian", ""], [60, 20, 15, 5])[0]
        offence = chance.choice(["Theft", "Violence", "Drugs"])
        charged = chance.random() < 0.55 + 0.12 * (ethnicity == "Black") + 0.1 * (offence == "Drugs")
        cases.append(case(ethnicity, offence, charged, chance, place))
    return [*cases, *(case("Secretland", "Theft", place % 2 == 0, chance, place) for place in range(small))]


def case(ethnicity, offence, charged, chance, place):
    return {
        "ethnicity": ethnicity, "sex": chance.choice("FMM"), "offence": offence, "prior": str(place % 6), "force": f"F{place % 12}",
        "area": "NESW"[place % 4], "date": f"2024-{1 + place % 12:02d}-11", "charge": str(int(charged)),
        "convicted": str(int(chance.random() < 0.8)) if charged else "",
    }  # fmt: skip


def analysed(cases, request=EVERYTHING):
    cube = memory.count(cases, specification(checked(request), lambda name: pytest.fail(name)))
    return validated(analyse(cube, replace(request, outcomes=cube.spec.outcomes)))


def characteristic(document, name="ethnicity", stage=0):
    return next(part for part in document["stages"][stage]["characteristics"] if part["name"] == name)


def group(document, name, stage=0):
    return next(one for one in characteristic(document, "ethnicity", stage)["groups"] if one["group"] == name)


@pytest.fixture(scope="module")
def document():
    return analysed(invented())


def test_rates_gaps_and_ratios_are_those_of_the_counts(document):
    black, white = group(document, "Black"), group(document, "White")
    counts = black["k"], black["n"], white["k"], white["n"]
    assert black["rate_ci"] == pytest.approx([wilson(*counts[:2]).low, wilson(*counts[:2]).high])
    assert black["difference_ci"] == pytest.approx([newcombe_difference(*counts).low, newcombe_difference(*counts).high])
    assert black["relative_rate_ci"] == pytest.approx([score_ratio(*counts).low, score_ratio(*counts).high])
    assert black["verdict"] == "difference found"


def test_every_row_is_used_or_left_out_for_a_reason(document):
    source = document["source"]
    assert source["rows"] == source["used"] + sum(one["rows"] for one in source["excluded"])
    for stage in (0, 1):
        model = characteristic(document, "ethnicity", stage)["model"]
        assert model["cases"] + sum(one["rows"] for one in model["left_out"]) == document["stages"][stage]["overall"]["n"]


def test_the_chain_multiplies_where_everything_is_recorded(document):
    [black] = [one for one in document["chain"][0]["groups"] if one["group"] == "Black"]
    first, second = (step["relative_rate"] for step in black["steps"])
    assert black["cumulative"] == pytest.approx(first * second)
    assert document["chain"][0]["notes"] == []


def test_parts_of_a_gap_add_up_to_it(document):
    for found in characteristic(document)["decomposition"]:
        parts = sum(part["effect"] for part in found["parts"]) + found["rate_effect"]
        assert parts == pytest.approx(found["difference"], abs=5e-6)


def test_areas_are_listed_by_name_and_periods_by_time(document):
    for funnel in document["areas"]:
        names = [area["area"] for area in funnel["areas"]]
        assert names == sorted(names)
    assert [point["period"] for point in document["periods"][0]["points"]] == ["2024 Q1", "2024 Q2", "2024 Q3", "2024 Q4"]
    assert any("12" in note for note in document["periods"][0]["notes"])


def test_a_group_too_small_to_show_is_nowhere():
    said = json.dumps(analysed(invented(small=4)))
    assert "Secretland" not in said


def test_the_fit_itself_is_told_only_where_nothing_is_kept_back(document):
    assert characteristic(document)["model"]["terms"] is None
    assert characteristic(document)["model"]["deviance"] is None
    open_document = analysed(invented(), replace(EVERYTHING, threshold=None))
    assert characteristic(open_document)["model"]["deviance"] > 0
    assert open_document["disclosure"]["off"] is True
    assert group(open_document, "Black")["adjusted"]["odds_ratio"] == pytest.approx(
        group(document, "Black")["adjusted"]["odds_ratio"], 1e-5
    )


def test_figures_of_a_model_are_no_fingerprint(document):
    figures = [figure for figure in group(document, "Black")["adjusted"].values() if isinstance(figure, float)]
    assert figures
    assert all(figure == float(f"{figure:.6g}") for figure in figures)


def test_what_the_search_finds_cannot_be_subtracted_from_the_tables(document):
    for found in document["scan"]["subgroups"]:
        assert found["suppressed"] or (found["n"] % 10 == 0 and found["k"] % 10 == 0)


def test_the_tables_were_attacked(document):
    assert document["disclosure"]["attack"]["ran"] is True
    assert document["disclosure"]["attack"]["recovered"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": ("charge",)},
        {"intersect": (("sex", "sex"),)},
        {"adjust": (Adjustment("sex", linear=True),)},
        {"adjust": (), "cluster": "force"},
        {"model_by": ("offence",)},
        {"model_outcomes": ("nothing",)},
        {"bands": {"prior": ("0-2",)}},
    ],
)
def test_requests_that_contradict_themselves_are_refused(wrong):
    with pytest.raises(WrongRequest):
        checked(replace(EVERYTHING, **wrong))


def test_an_area_whose_row_is_withheld_is_not_given_back_by_its_completeness():
    cases = invented()
    few = [dict(case, area="X") for case in cases[:3]]
    document = analysed([*cases, *few])
    withheld = {area["area"] for area in document["areas"][0]["areas"] if area["suppressed"]}
    shown = {area["area"] for area in document["areas"][0]["areas"]} - withheld
    places = [place for one in document["completeness"] for place in one["by"] if place["dimension"] == "area"]
    assert "X" not in {place["value"] for place in places} | shown
    for place in places:
        if place["value"] not in shown:
            assert (place["rows"], place["share"]) == ("[c]", "[c]")
