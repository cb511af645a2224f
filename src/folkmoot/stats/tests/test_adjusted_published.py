"""Adjusted analysis: published models reproduced from counts."""

import csv
from dataclasses import fields

import numpy as np
import pytest
import statsmodels.api as sm

from folkmoot.stats.adjusted import METHODS, AdjustedGroup, Control, adjust, unadjusted
from folkmoot.stats.cells import cell_table

# R datasets::UCBAdmissions (Bickel, Hammel and O'Connell 1975): admitted and rejected men, admitted and rejected women.
BERKELEY = {
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}

# ProPublica (2016): coefficients and standard errors of the logistic regression of a medium or high score.
COMPAS = {
    ("(intercept)", None): (-1.52554, 0.07851),
    ("sex", "Female"): (0.22127, 0.07951),
    ("age_cat", "Greater than 45"): (-1.35563, 0.09908),
    ("age_cat", "Less than 25"): (1.30839, 0.07593),
    ("race", "African-American"): (0.47721, 0.06935),
    ("race", "Asian"): (-0.25441, 0.47821),
    ("race", "Hispanic"): (-0.42839, 0.12813),
    ("race", "Native American"): (1.39421, 0.76612),
    ("race", "Other"): (-0.82635, 0.16208),
    ("priors_count", None): (0.26895, 0.01110),
    ("c_charge_degree", "M"): (-0.31124, 0.06655),
    ("two_year_recid", "1"): (0.68586, 0.06402),
}
COMPAS_COLUMNS = ("race", "sex", "age_cat", "priors_count", "c_charge_degree", "two_year_recid")
COMPAS_CONTROLS = [Control(name, linear=name == "priors_count") for name in COMPAS_COLUMNS[1:]]


@pytest.fixture(scope="module")
def berkeley():
    cells = []
    for department, (men, men_rejected, women, women_rejected) in BERKELEY.items():
        cells.append((("Male", department), men + men_rejected, men))
        cells.append((("Female", department), women + women_rejected, women))
    return cell_table(("sex", "department"), cells, outcome="admitted")


@pytest.fixture(scope="module")
def compas_rows(shared_data):
    with (shared_data / "compas-cells" / "compas-cells.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def compas(compas_rows):
    cells = {}
    for row in compas_rows:
        base, had = cells.get(key := tuple(row[name] for name in COMPAS_COLUMNS), (0, 0))
        count = int(row["count"])
        cells[key] = (base + count, had + count * (row["score_text"] != "Low"))
    return cell_table(COMPAS_COLUMNS, [(key, *counts) for key, counts in cells.items()], outcome="scored medium or high")


@pytest.fixture(scope="module")
def compas_model(compas):
    return adjust(compas, "race", COMPAS_CONTROLS, reference="Caucasian", references={"age_cat": "25 - 45", "sex": "Male"})


def term(result, name, level=None):
    return next(found for found in result.terms if (found.term, found.level) == (name, level))


def test_berkeley_adjusted_for_department(berkeley):
    result = adjust(berkeley, "sex", [Control("department")], reference="Male")
    women = term(result, "sex", "Female")
    assert women.coefficient == pytest.approx(0.09987, abs=5e-6)
    assert women.standard_error == pytest.approx(0.08085, abs=5e-6)
    assert result.cell_deviance == pytest.approx(20.20428, abs=5e-6)
    assert result.cell_degrees_of_freedom == 5
    assert result.groups["Female"].standardised_rate.value == pytest.approx(0.399694, abs=5e-7)
    assert result.groups["Male"].standardised_rate.value == pytest.approx(0.380197, abs=5e-7)
    assert result.groups["Female"].average_marginal_effect.value == pytest.approx(0.019497, abs=5e-7)
    assert (result.cases, result.left_out, result.notes) == (berkeley.total, (), ())


def test_berkeley_unadjusted_stands_beside_it_with_the_other_sign(berkeley):
    result = unadjusted(berkeley, "sex", reference="Male")
    women = term(result, "sex", "Female")
    assert women.coefficient == pytest.approx(-0.61035, abs=5e-6)
    assert women.standard_error == pytest.approx(0.06389, abs=5e-6)
    assert 1 / result.groups["Female"].odds_ratio.value == pytest.approx(1.84108, abs=5e-6)
    assert 1 / result.groups["Female"].standardised_relative_rate.value == pytest.approx(1.466642, abs=5e-7)


def test_compas_coefficients_and_standard_errors_as_published(compas_model):
    for (name, level), (coefficient, error) in COMPAS.items():
        found = term(compas_model, name, level)
        assert found.coefficient == pytest.approx(coefficient, abs=5.1e-6), (name, level)
        assert found.standard_error == pytest.approx(error, abs=5.1e-6), (name, level)
    references = {(found.term, found.level) for found in compas_model.terms if found.is_reference}
    assert references == {
        ("race", "Caucasian"),
        ("sex", "Male"),
        ("age_cat", "25 - 45"),
        ("c_charge_degree", "F"),
        ("two_year_recid", "0"),
    }
    assert len(compas_model.terms) == len(COMPAS) + len(references)


def test_compas_deviances_as_published(compas_model):
    assert compas_model.cases.base == 6172
    assert compas_model.null_deviance == pytest.approx(8483.3, abs=0.05)
    assert compas_model.deviance == pytest.approx(6168.4, abs=0.05)
    assert compas_model.aic == pytest.approx(6192.4, abs=0.05)
    assert compas_model.parameters == 12


def test_compas_standardised_rates(compas, compas_model):
    group, reference = compas_model.groups["African-American"], compas_model.groups["Caucasian"]
    assert group.standardised_rate.value == pytest.approx(0.497487, abs=5e-7)
    assert reference.standardised_rate.value == pytest.approx(0.414278, abs=5e-7)
    assert group.standardised_relative_rate.value == pytest.approx(1.20085, abs=5e-6)
    assert group.average_marginal_effect.value == pytest.approx(0.083209, abs=5e-7)
    crude = unadjusted(compas, "race", reference="Caucasian").groups["African-American"]
    assert crude.standardised_relative_rate.value == pytest.approx(1.7406, abs=5e-5)
    assert (crude.cases.with_outcome, crude.cases.base) == (1829, 3175)


def test_switching_one_indicator_on_is_not_standardisation(compas_rows, compas_model):
    """statsmodels' get_margeff(dummy=True) leaves the other groups' indicators as observed: people are then in two groups."""
    weights = np.array([int(row["count"]) for row in compas_rows])
    columns = [key for key in COMPAS if key[1] is not None]
    design = np.array([[1.0, *(row[name] == level for name, level in columns), int(row["priors_count"])] for row in compas_rows])
    had = np.array([row["score_text"] != "Low" for row in compas_rows], dtype=float)
    fitted = sm.Logit(np.repeat(had, weights), np.repeat(design, weights, axis=0)).fit(disp=0)
    switched = fitted.get_margeff(at="overall", dummy=True).margeff[columns.index(("race", "African-American"))]
    assert switched == pytest.approx(0.081569, abs=5e-7)
    ours = compas_model.groups["African-American"].average_marginal_effect.value
    assert abs(ours - switched) > 0.0015


def test_the_methods_are_named_for_whoever_prints_the_figures():
    figures = {"odds_ratio", "p_value", "average_marginal_effect", "standardised_rate", "standardised_relative_rate"}
    assert set(METHODS) == figures | {"model", "cluster"}
    assert figures <= {each.name for each in fields(AdjustedGroup)}
