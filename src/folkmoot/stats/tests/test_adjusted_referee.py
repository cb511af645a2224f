"""Adjusted analysis: beside statsmodels on one row a case, numerical derivatives and resampling."""

import math
import warnings

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.stats.adjusted import Control, adjust, unadjusted
from folkmoot.stats.cells import cell_table
from folkmoot.stats.intervals import z_value

COLUMNS = ("ethnicity", "offence", "age", "force")
CONTROLS = [Control("offence"), Control("age", linear=True)]


def simulated(seed, cases=900, forces=12):
    """One row a case: (group, offence, age, force), and whether the outcome happened."""
    random = np.random.default_rng(seed)
    ethnicity, offence = random.choice(4, cases, p=[0.5, 0.2, 0.2, 0.1]), random.integers(0, 5, cases)
    age, force = random.integers(10, 60, cases), random.integers(0, forces, cases)
    pull = random.normal(0, 0.5, forces)[force] + np.array([0, 0.5, -0.4, 0.2])[ethnicity] - 0.02 * (age - 30)
    had = random.random(cases) < 1 / (1 + np.exp(-(0.2 * offence - 0.3 + pull)))
    keys = list(zip(*(column.astype(str).tolist() for column in (ethnicity, offence, age, force)), strict=True))
    return keys, had.astype(int)


def cells_of(keys, had):
    counted = {}
    for key, outcome in zip(keys, had.tolist(), strict=True):
        base, with_outcome = counted.get(key, (0, 0))
        counted[key] = (base + 1, with_outcome + outcome)
    return cell_table(COLUMNS, [(key, *counts) for key, counts in counted.items()])


def design_matrix(keys):
    """Names and columns of a design with the group '0' and the most frequent offence as reference, written out row by row."""
    offences = [key[1] for key in keys]
    most = min(set(offences), key=lambda level: (-offences.count(level), level))
    names = [("ethnicity", level) for level in sorted({key[0] for key in keys}) if level != "0"]
    names += [("offence", level) for level in sorted(set(offences)) if level != most]
    place = {"ethnicity": 0, "offence": 1}
    columns = [[float(key[place[name]] == level) for key in keys] for name, level in names]
    columns = [[1.0] * len(keys), *columns, [float(key[2]) for key in keys]]
    return [("(intercept)", None), *names, ("age", None)], np.array(columns).T


def referee(keys, had, cluster=False):
    names, design = design_matrix(keys)
    model = sm.GLM(had, design, family=sm.families.Binomial())
    if not cluster:
        return names, design, model.fit(tol=1e-12)
    groups = np.array([int(key[3]) for key in keys])
    return names, design, model.fit(tol=1e-12, cov_type="cluster", cov_kwds={"groups": groups})


def coefficients(result):
    return {(term.term, term.level): (term.coefficient, term.standard_error) for term in result.terms if not term.is_reference}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("cluster", [None, "force"])
def test_same_as_one_row_a_case(seed, cluster):
    keys, had = simulated(seed)
    result = adjust(cells_of(keys, had), "ethnicity", CONTROLS, reference="0", cluster=cluster)
    names, _, fitted = referee(keys, had, cluster is not None)
    ours = coefficients(result)
    assert set(ours) == set(names)
    for name, coefficient, error in zip(names, fitted.params, fitted.bse, strict=True):
        assert ours[name] == pytest.approx((coefficient, error), rel=1e-6, abs=1e-8)
    assert result.deviance == pytest.approx(fitted.deviance, rel=1e-9)
    assert result.null_deviance == pytest.approx(fitted.null_deviance, rel=1e-9)
    assert result.log_likelihood == pytest.approx(fitted.llf, rel=1e-9)
    assert result.aic == pytest.approx(fitted.aic, rel=1e-9)
    assert result.clusters == (None if cluster is None else 12)
    for level in ("1", "2", "3"):
        place = names.index(("ethnicity", level))
        low, high = np.exp(fitted.conf_int()[place])
        odds = result.groups[level].odds_ratio
        assert (odds.low, odds.high) == pytest.approx((low, high), rel=1e-6)
        assert result.groups[level].p_value == pytest.approx(fitted.pvalues[place], rel=1e-5, abs=1e-12)


@pytest.mark.parametrize("cluster", [None, "force"])
def test_effects_by_predicting_every_case_and_differentiating_numerically(cluster):
    keys, had = simulated(11)
    result = adjust(cells_of(keys, had), "ethnicity", CONTROLS, reference="0", cluster=cluster)
    names, design, fitted = referee(keys, had, cluster is not None)
    groups = [place for place, name in enumerate(names) if name[0] == "ethnicity"]
    covariance, z = np.asarray(fitted.cov_params()), z_value(0.95)

    def rate(beta, level):
        as_if = design.copy()
        as_if[:, groups] = [float(names[place][1] == level) for place in groups]
        return float(np.mean(1 / (1 + np.exp(-as_if @ beta))))

    def error(quantity):
        steps = np.eye(len(names)) * 1e-5
        slope = np.array([(quantity(fitted.params + step) - quantity(fitted.params - step)) / 2e-5 for step in steps])
        return math.sqrt(slope @ covariance @ slope)

    for level in ("1", "2", "3"):
        group = result.groups[level]
        effect = rate(fitted.params, level) - rate(fitted.params, "0")
        half = z * error(lambda beta, level=level: rate(beta, level) - rate(beta, "0"))
        found = group.average_marginal_effect
        assert (found.value, found.low, found.high) == pytest.approx((effect, effect - half, effect + half), abs=1e-6)
        ratio = math.log(rate(fitted.params, level) / rate(fitted.params, "0"))
        half = z * error(lambda beta, level=level: math.log(rate(beta, level) / rate(beta, "0")))
        found = group.standardised_relative_rate
        assert np.log([found.value, found.low, found.high]) == pytest.approx([ratio, ratio - half, ratio + half], abs=1e-6)
        logit = math.log(rate(fitted.params, level) / (1 - rate(fitted.params, level)))
        half = z * error(lambda beta, level=level: math.log(rate(beta, level) / (1 - rate(beta, level))))
        found = np.array([getattr(group.standardised_rate, part) for part in ("value", "low", "high")])
        assert np.log(found / (1 - found)) == pytest.approx([logit, logit - half, logit + half], abs=1e-6)


def test_the_standard_error_of_an_effect_is_about_the_spread_of_resampled_effects():
    random = np.random.default_rng(5)
    keys = [(str(group), str(offence), str(age), "0") for group in range(3) for offence in range(4) for age in (15, 25, 40)]
    base = random.integers(60, 200, len(keys))
    rate = np.array([1 / (1 + math.exp(-(0.4 * int(key[0]) - 0.3 * int(key[1]) + 0.01 * int(key[2])))) for key in keys])

    def effect(had):
        cells = cell_table(COLUMNS, zip(keys, base.tolist(), had.tolist(), strict=True))
        return adjust(cells, "ethnicity", CONTROLS, reference="0").groups["2"].average_marginal_effect

    resampled = [effect(random.binomial(base, rate)).value for _ in range(300)]
    once = effect(random.binomial(base, rate))
    assert (once.high - once.low) / (2 * z_value(0.95)) == pytest.approx(np.std(resampled), rel=0.12)


tables = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"), st.integers(2, 60), st.integers(1, 59)), min_size=4, max_size=12
).filter(lambda rows: {row[0] for row in rows} >= {"A", "B"})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(tables)
def test_random_tables_agree_with_statsmodels_on_counts(rows):
    counted = {}
    for group, control, base, had in rows:
        before = counted.get((group, control), (0, 0))
        counted[group, control] = (before[0] + base, before[1] + min(had, base - 1))
    result = adjust(
        cell_table(("group", "control"), [(key, *counts) for key, counts in counted.items()]), "group", [Control("control")], reference="A"
    )
    if any(term.coefficient is None for term in result.terms):
        return  # columns that cannot be told apart: see the tests of limits
    names = [(term.term, term.level) for term in result.terms if not term.is_reference and term.term != "(intercept)"]
    keys = list(counted)
    design = np.array([[1.0, *(float(key[name == "control"] == level) for name, level in names)] for key in keys])
    outcome = np.array([(had, base - had) for base, had in counted.values()])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a saturated model has no residual degrees of freedom, which statsmodels says
        fitted = sm.GLM(outcome, design, family=sm.families.Binomial()).fit(tol=1e-13, maxiter=200)
    ours = coefficients(result)
    found = [ours["(intercept)", None], *(ours[name] for name in names)]
    assert np.array(found)[:, 0] == pytest.approx(fitted.params, rel=1e-6, abs=1e-6)
    assert np.array(found)[:, 1] == pytest.approx(fitted.bse, rel=1e-5)
    assert result.cell_deviance == pytest.approx(fitted.deviance, abs=1e-6)


@settings(max_examples=80, deadline=None)
@given(st.tuples(*[st.integers(1, 10**6)] * 4))
def test_unadjusted_is_the_raw_odds_ratio_and_the_raw_rates(counts):
    a, b, c, d = counts
    result = unadjusted(cell_table(("group",), [(("one",), a + b, a), (("other",), c + d, c)]), "group", reference="other")
    one = result.groups["one"]
    assert one.odds_ratio.value == pytest.approx(a * d / (b * c), rel=1e-9)
    half = z_value(0.95) * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    assert math.log(one.odds_ratio.high / one.odds_ratio.low) == pytest.approx(2 * half, rel=1e-8)
    assert one.standardised_rate.value == pytest.approx(a / (a + b), rel=1e-9)
    assert result.groups["other"].standardised_rate.value == pytest.approx(c / (c + d), rel=1e-9)
    assert one.average_marginal_effect.value == pytest.approx(a / (a + b) - c / (c + d), abs=1e-9)
    assert result.cell_deviance == pytest.approx(0, abs=1e-6)
