"""Documents made by hand. `rich()` has every part, with figures that are withheld, not defined and without limit; all numbers invented."""

import copy
from typing import Any

WITHHELD = "[c]"
CAVEAT = "A difference here is not evidence of bias: much else differs between groups and is not taken into account."
NOTE_ON_MODEL = "What is taken account of may itself carry an earlier difference; the adjusted gap would then hide part of it."
FIGURES = (
    "difference", "difference_ci", "relative_rate", "relative_rate_ci", "complement_relative_rate", "complement_relative_rate_ci",
    "p_value", "q_value", "odds_ratio", "odds_ratio_ci", "shrunk_rate", "shrunk_rate_ci", "e_value", "e_value_limit",
)  # fmt: skip
ADJUSTED = (
    "odds_ratio", "odds_ratio_ci", "p_value", "average_marginal_effect", "average_marginal_effect_ci", "standardised_rate",
    "standardised_rate_ci", "standardised_relative_rate", "standardised_relative_rate_ci",
)  # fmt: skip


def counted(n: Any, k: Any, low: float = 0.0, high: float = 1.0) -> dict[str, Any]:
    if WITHHELD in (n, k):
        return {"n": n, "k": k, "rate": WITHHELD, "rate_ci": WITHHELD}
    return {"n": n, "k": k, "rate": k / n if n else None, "rate_ci": [low, high] if n else None}


def group(name: str, n: Any, k: Any, verdict: str, **over: Any) -> dict[str, Any]:
    """One group; figures that are not given are null, or withheld where its counts are."""
    absent = WITHHELD if k == WITHHELD else None
    made = {
        "group": name, **counted(n, k), **dict.fromkeys(FIGURES, absent), "verdict": verdict, "four_fifths": None, "adjusted": None,
        "missing_bounds": None, "suppressed": k == WITHHELD,
    }  # fmt: skip
    return made | over


def adjusted(**over: Any) -> dict[str, Any]:
    return dict.fromkeys(ADJUSTED) | over


def _ethnicity() -> list[dict[str, Any]]:
    return [
        group("White", 6200, 4315, "reference", rate_ci=[0.684, 0.707], shrunk_rate=0.696, shrunk_rate_ci=[0.685, 0.707]),
        group(
            "Black", 1200, 914, "difference found", rate_ci=[0.737, 0.785], difference=0.066, difference_ci=[0.038, 0.092],
            relative_rate=1.094, relative_rate_ci=[1.055, 1.133], complement_relative_rate=0.784, complement_relative_rate_ci=[0.7, 0.87],
            p_value=0.00002, q_value=0.0001, odds_ratio=1.4, odds_ratio_ci=[1.21, 1.61], e_value=1.417, e_value_limit=1.29,
            four_fifths="below", shrunk_rate=0.755, shrunk_rate_ci=[0.73, 0.779],
            adjusted=adjusted(
                odds_ratio=1.18, odds_ratio_ci=[1.01, 1.38], p_value=0.04, average_marginal_effect=0.031,
                average_marginal_effect_ci=[0.002, 0.06], standardised_rate=0.724, standardised_rate_ci=[0.7, 0.75],
                standardised_relative_rate=1.045, standardised_relative_rate_ci=[1.002, 1.09],
            ),
            missing_bounds={"rate": [0.66, 0.79], "relative_rate": [0.93, 1.16], "verdict_could_change": True},
        ),
        group(
            "Asian", 900, 658, "no difference found", rate_ci=[0.701, 0.759], difference=0.035, difference_ci=[-0.003, 0.065],
            relative_rate=1.05, relative_rate_ci=[1.005, 1.094], complement_relative_rate=0.885,
            complement_relative_rate_ci=[0.79, 0.98], p_value=0.034, q_value=0.09, odds_ratio=1.19, odds_ratio_ci=[1.01, 1.39],
            adjusted=adjusted(average_marginal_effect=0.041, average_marginal_effect_ci=[0.008, 0.074], odds_ratio=1.25),
            missing_bounds={"rate": [0.6, 0.8], "relative_rate": [0.9, 1.2], "verdict_could_change": False},
            shrunk_rate=0.725, shrunk_rate_ci=[0.7, 0.75],
        ),
        group(
            "Gypsy, Roma or Irish Traveller, of any part of the United Kingdom", 40, 0, "cannot tell (too few)", rate_ci=[0.0, 0.088],
            difference=-0.696, difference_ci=[-0.71, None], relative_rate=0.0, relative_rate_ci=[0.0, 0.12],
            complement_relative_rate=None, complement_relative_rate_ci=[2.9, None], p_value=0.0, q_value=None,
        ),
        group("Arab", WITHHELD, WITHHELD, WITHHELD, adjusted=WITHHELD),
        group("Mixed", 300, WITHHELD, WITHHELD, missing_bounds=dict.fromkeys(("rate", "relative_rate", "verdict_could_change"), WITHHELD)),
        group("Not stated", 260, 181, "not compared", rate_ci=[0.64, 0.75]),
    ]  # fmt: skip


def _characteristic(name: str, reference: str, groups: list[dict[str, Any]], **over: Any) -> dict[str, Any]:
    made = {
        "name": name, "scheme": "census-2021", "reference": reference,
        "completeness": {"not_recorded": 450, "share_recorded": 0.951, "not_stated": 260},
        "not_recorded": counted(450, 320, 0.67, 0.75), "groups": groups, "model": None, "stratified": None, "decomposition": None,
    }  # fmt: skip
    return made | over


def _model() -> dict[str, Any]:
    return {
        "controls": [{"column": "offence", "linear": False}, {"column": "age", "linear": True}], "cases": 8100,
        "left_out": [{"reason": "offence is not recorded", "rows": 210}, {"reason": "age is not recorded", "rows": WITHHELD}],
        "notes": [NOTE_ON_MODEL], "clusters": {"column": "force", "number": 43},
        "terms": [
            {"term": "intercept", "level": None, "coefficient": -1.526, "standard_error": 0.0785},
            {"term": "ethnicity", "level": "Black", "coefficient": 0.165, "standard_error": 0.079},
            {"term": "age", "level": None, "coefficient": 0.00001, "standard_error": WITHHELD},
        ],
        "deviance": 6168.4, "null_deviance": 8483.3, "aic": 6192.4,
    }  # fmt: skip


def _stage(name: str, n: int, k: int) -> dict[str, Any]:
    stratified = [
        {"by": "offence", "group": "Black", "odds_ratio": 1.21, "odds_ratio_ci": [1.04, 1.41], "p_value": 0.012, "homogeneity_p": 0.31,
         "strata": 9},
        {"by": "offence", "group": "Arab", "odds_ratio": WITHHELD, "odds_ratio_ci": WITHHELD, "p_value": WITHHELD, "homogeneity_p": None,
         "strata": WITHHELD},
    ]  # fmt: skip
    parts = [{"factor": "offence", "effect": 0.041, "share": 0.621}, {"factor": "age", "effect": -0.006, "share": -0.091}]
    decomposition = [
        {
            "group": "Black",
            "difference": 0.066,
            "parts": parts,
            "rate_effect": 0.031,
            "notes": ["The order of the factors does not matter."],
        }
    ]
    sexes = [
        group("Male", 7800, 5400, "reference", rate_ci=[0.68, 0.702]),
        group("Female", 1500, 1020, "cannot tell (missing data)", rate_ci=[0.655, 0.703], difference=-0.012, difference_ci=[-0.038, 0.013]),
    ]
    return {
        "name": name, "overall": counted(n, k, 0.695, 0.714), "outcome_not_recorded": 120, "eligible": n + 120,
        "characteristics": [
            _characteristic("ethnicity", "White", _ethnicity(), model=_model(), stratified=stratified, decomposition=decomposition),
            _characteristic("sex", "Male", sexes, scheme=None),
        ],
    }  # fmt: skip


def _chain() -> list[dict[str, Any]]:
    def step(stage: str, ratio: Any, interval: Any) -> dict[str, Any]:
        return {"stage": stage, "relative_rate": ratio, "relative_rate_ci": interval}

    return [{
        "characteristic": "ethnicity", "reference": "White", "notes": ["Each stage is counted among those who reached it."],
        "groups": [
            {"group": "Black", "steps": [step("charged", 1.094, [1.055, 1.133]), step("convicted", 0.97, [0.93, 1.01])],
             "cumulative": 1.061, "cumulative_ci": [1.01, 1.12], "suppressed": False},
            {"group": "Gypsy, Roma or Irish Traveller", "steps": [step("charged", 0.0, [0.0, 0.12]), step("convicted", None, [2.4, None])],
             "cumulative": None, "cumulative_ci": None, "suppressed": False},
            {"group": "Arab", "steps": [step("charged", WITHHELD, WITHHELD), step("convicted", WITHHELD, WITHHELD)],
             "cumulative": WITHHELD, "cumulative_ci": WITHHELD, "suppressed": True},
        ],
    }]  # fmt: skip


def _intersection() -> dict[str, Any]:
    return {
        "by": ["ethnicity", "sex"], "stage": "charged", "reference": "White · Male", "combinations_withheld": True,
        "overall": counted(9300, 6550, 0.695, 0.714), "not_recorded": counted(600, 410, 0.64, 0.72),
        "completeness": {"not_recorded": 600, "share_recorded": 0.936, "not_stated": WITHHELD},
        "groups": [
            group("White · Male", 5200, 3650, "reference", rate_ci=[0.689, 0.714]),
            group("White · Female", 1000, 665, "no difference found", rate_ci=[0.635, 0.694], difference=-0.037,
                  difference_ci=[-0.07, 0.0]),
            group("Black · Male", 1000, 782, "difference found", rate_ci=[0.755, 0.807], difference=0.08, difference_ci=[0.05, 0.11],
                  relative_rate=1.114, relative_rate_ci=[1.07, 1.15], complement_relative_rate=0.73,
                  complement_relative_rate_ci=[0.65, 0.83], p_value=0.0004, q_value=0.002),
            group("Black · Female", 200, 132, "no difference found", rate_ci=[0.59, 0.72], difference=-0.042, difference_ci=[-0.11, 0.02]),
            group("Arab · Male", WITHHELD, WITHHELD, WITHHELD),
            group("Groups too small to be named", 33, 20, "not compared"),
        ],
    }  # fmt: skip


def _area(name: str, n: Any, k: Any, position: str, z: Any, z_adjusted: Any, half: float = 0.05) -> dict[str, Any]:
    withheld = k == WITHHELD
    limits = [WITHHELD, WITHHELD] if withheld else [[0.705 - half, 0.705 + half], [0.705 - 1.6 * half, 0.705 + 1.6 * half]]
    return {
        "area": name, **counted(n, k, 0.6, 0.8), "z": z, "z_adjusted": z_adjusted, "position": position,
        "limits_95": limits[0], "limits_998": limits[1], "suppressed": withheld,
    }  # fmt: skip


def _funnel() -> dict[str, Any]:
    curve = [
        {"n": n, "limits_95": [max(0, 0.705 - 0.9 / n**0.5), min(1, 0.705 + 0.9 / n**0.5)],
         "limits_998": [max(0, 0.705 - 1.42 / n**0.5), min(1, 0.705 + 1.42 / n**0.5)],
         "adjusted_95": [max(0, 0.705 - 0.06 - 0.9 / n**0.5), min(1, 0.765 + 0.9 / n**0.5)],
         "adjusted_998": [max(0, 0.705 - 0.1 - 1.42 / n**0.5), min(1, 0.805 + 1.42 / n**0.5)]}
        for n in (20, 60, 120, 250, 400, 600, 900, 1300, 1800)
    ]  # fmt: skip
    inside = [{"area": "Cymru Wales", "n": 130, "k": 100, "relative_rate": 1.2, "relative_rate_ci": [0.9, 1.5],
               "shrunk_relative_rate": 1.11, "suppressed": False},
              {"area": "Wessex", "n": WITHHELD, "k": WITHHELD, "relative_rate": WITHHELD, "relative_rate_ci": WITHHELD,
               "shrunk_relative_rate": WITHHELD, "suppressed": True}]  # fmt: skip
    return {
        "stage": "charged", "column": "area", "target": 0.705, "limits": [95, 99.8], "phi": 4.547, "tau2": 0.00346, "scale": "arcsine",
        "verdict": "Most of the spread between Areas is shared by all of them.",
        "areas": [
            _area("London North", 1790, 1279, "inside", 0.5, 0.2, 0.02), _area("Cymru Wales", 900, 720, "beyond 95%", 6.1, 2.3, 0.03),
            _area("Eastern", 600, 340, "beyond 99.8%", -7.4, -3.2, 0.036), _area("Mersey-Cheshire", 420, 325, "inside", 3.0, 1.2, 0.044),
            _area("North West", 250, 160, "inside", -2.2, -0.9, 0.057), _area("South East", 22, 12, "too few", None, None, 0.18),
            _area("Wessex", 300, WITHHELD, WITHHELD, WITHHELD, WITHHELD),
        ],
        "curve": curve, "notes": ["Exact limits are used where fewer than 5 are expected."],
        "characteristics": [{"name": "ethnicity", "reference": "White", "group": "Black", "areas": inside}],
    }  # fmt: skip


def _series() -> dict[str, Any]:
    def point(place: int, k: Any) -> dict[str, Any]:
        centre = 0.70 if place < 8 else 0.74
        shown = k != WITHHELD
        return {
            "period": f"{2023 + place // 4} quarter {place % 4 + 1}", **counted(620, k, 0.62, 0.8),
            "lower": centre - 0.055 if shown else WITHHELD, "centre": centre, "upper": centre + 0.055 if shown else WITHHELD,
            "signals": ["beyond the upper limit"] if place == 5 else [], "suppressed": not shown,
        }  # fmt: skip

    taken = [430, 440, 428, 435, 441, 478, 433, 436, 455, 461, WITHHELD, 458, 462]
    by_group = [
        {"period": "2023 quarter 1", "group": "Black", "n": 90, "k": 68, "rate": 0.7556, "relative_rate": 1.08,
         "relative_rate_ci": [0.94, 1.22], "suppressed": False},
        {"period": "2023 quarter 2", "group": "Black", "n": WITHHELD, "k": WITHHELD, "rate": WITHHELD, "relative_rate": WITHHELD,
         "relative_rate_ci": WITHHELD, "suppressed": True},
    ]  # fmt: skip
    return {
        "stage": "charged", "column": "decided_on", "unit": "quarter", "chart": "p'", "points": [point(*one) for one in enumerate(taken)],
        "notes": ["Limits allow for the spread between periods."],
        "completeness": [{"column": "ethnicity", "values": [{"period": "2023 quarter 1", "recorded": 0.91}]}],
        "characteristics": [{"name": "ethnicity", "reference": "White", "points": by_group}],
    }  # fmt: skip


def _specification() -> dict[str, Any]:
    return {
        "outcomes": [
            {"name": "charged", "column": "decision", "values": ["Charge"], "at_risk": [{"column": "stage", "values": ["Decision"]}]},
            {"name": "convicted", "column": "convicted", "values": None, "at_risk": []},
        ],
        "by": ["ethnicity", "sex"], "references": {"ethnicity": "White"},
        "adjust": [{"column": "offence", "linear": False}, {"column": "age", "linear": True}],
        "intersect": [["ethnicity", "sex"]], "area": "area", "period": {"column": "decided_on", "unit": "quarter"},
        "where": [{"column": "youth", "values": ["no"]}], "missing": ["NK", ""], "bands": {"age": ["0-17", "18-24"]},
        "schemes": {"ethnicity": "census-2021"}, "level": 0.95, "ratio_method": "score", "threshold": 5, "rounding": None, "adverse": "yes",
        "rule": {"min_gap": 0.02, "min_events": 10, "min_at_risk": 30, "q": 0.05, "min_completeness": 0.6},
        "methods": {"rate": "Wilson score interval", "relative_rate": "score interval"}, "comparisons": 7,
    }  # fmt: skip


def _source() -> dict[str, Any]:
    unmapped = [{"value": "Klingon", "rows": 12}, {"value": "?", "rows": WITHHELD}]
    values = [{"column": "ethnicity", "scheme": "census-2021", "unmapped": unmapped, "unmapped_rows": 14, "invalid_rows": 3}]  # fmt: skip
    return {
        "files": [{"name": "cases-2023.parquet", "sha256": "ab" * 32, "size": 123456}], "sha256": "cd" * 32, "engine": "duckdb",
        "rows": 10000, "used": 9700, "excluded": [{"reason": "the period is not recorded", "rows": 300}], "values": values,
    }  # fmt: skip


def _scan() -> dict[str, Any]:
    found = {
        "stage": "charged",
        "conditions": [{"column": "ethnicity", "values": ["Black", "Mixed"]}, {"column": "sex", "values": ["Male"]}], "n": 900, "k": 720,
        "observed_rate": 0.8, "expected_rate": 0.71, "score": 12.34, "direction": "above", "p_value": 0.01, "permutations": 99,
        "suppressed": False,
    }  # fmt: skip
    hidden = found | {"conditions": [], "suppressed": True}
    hidden |= dict.fromkeys(("n", "k", "observed_rate", "expected_rate", "score", "p_value"), WITHHELD)
    return {
        "label": "A search, not a test of a question asked beforehand", "subgroups": [found, hidden],
        "notes": ["Test what it found on other data."],
    }  # fmt: skip


def rich() -> dict[str, Any]:
    """Every part."""
    attack = {"ran": True, "tables": 9, "unknowns": 14, "protected": 6, "recovered": 0, "method": "linear programmes"}
    known = [
        {"column": "ethnicity", "rows": 9700, "recorded": 9225, "share": 0.951,
         "by": [{"dimension": "area", "value": "Eastern", "rows": 900, "share": 0.82}, {"dimension": "area", "value": "Wessex",
                "rows": 410, "share": 0.97}, {"dimension": "area", "value": "Tiny", "rows": WITHHELD, "share": WITHHELD}]},
    ]  # fmt: skip
    return {
        "schema": "folkmoot.disparity/1", "source": _source(), "specification": _specification(),
        "stages": [_stage("charged", 9300, 6550), _stage("convicted", 6550, 5200)], "chain": _chain(), "intersections": [_intersection()],
        "areas": [_funnel()], "periods": [_series()], "completeness": known, "scan": _scan(),
        "disclosure": {"threshold": 5, "rounding": None, "attack": attack, "register": {"file": "register.json", "releases": 3,
                       "differences": ["No earlier release differs from this one by few records."]}, "off": False},
        "caveats": [CAVEAT, "The counts are of records in the file."],
    }  # fmt: skip


def plain() -> dict[str, Any]:
    """The least that can be asked: one outcome, one characteristic, nothing taken into account."""
    document = rich()
    stage = document["stages"][0]
    sex = copy.deepcopy(stage["characteristics"][1])
    sex["groups"][1]["verdict"] = "no difference found"
    stage["characteristics"] = [sex]
    document["specification"] |= {"adjust": [], "intersect": [], "area": None, "period": None, "where": [], "by": ["sex"]}
    document["specification"]["outcomes"] = document["specification"]["outcomes"][:1]
    none: dict[str, Any] = {"chain": None, "intersections": [], "areas": [], "periods": [], "completeness": [], "scan": None}
    document["disclosure"]["register"] = None
    return document | none | {"stages": [stage]}


def empty() -> dict[str, Any]:
    """Nobody at risk, everything withheld or not defined."""
    document = plain()
    stage = document["stages"][0]
    stage |= {"overall": counted(0, 0), "outcome_not_recorded": WITHHELD, "eligible": WITHHELD}
    stage["characteristics"] = [
        _characteristic("ethnicity", WITHHELD, [], not_recorded=counted(WITHHELD, WITHHELD),
                        completeness=dict.fromkeys(("not_recorded", "share_recorded", "not_stated"), WITHHELD))
    ]  # fmt: skip
    return document
