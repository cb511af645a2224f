"""The work of `folkmoot disparity` as its peers do it, one piece in each process: python peer_work.py PIECE FILE OUT.

Run by a Python that has the peer; nothing of Folkmoot is imported. What was found goes to OUT as JSON, so that it can be compared.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cases import CHARACTERISTICS, CONTROLS, INTERSECTION, STAGES

REFERENCE = {"ethnicity": "White British"}
LEAST_BASE = 30  # an interval for fewer is not worth its time, here or there


def _frame(path: str, *columns: str) -> Any:
    import pandas

    return pandas.read_parquet(path, columns=list(dict.fromkeys(columns)))


def _compared(frame: Any, by: list[str]) -> Iterator[dict[str, Any]]:
    """Every stage by one characteristic or several: Wilson intervals of the rates, score intervals of their ratios to the largest group."""
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

    for stage in STAGES:
        cells = frame.groupby(by, observed=True)[stage].agg(["count", "sum"])
        cells = cells[cells["count"] > 0]
        low, high = proportion_confint(cells["sum"], cells["count"], method="wilson")
        largest = cells.loc[cells["count"].idxmax()]
        ratios = {}
        for group, n, x in cells.itertuples():
            if n >= LEAST_BASE and x:
                ratios[str(group)] = confint_proportions_2indep(x, n, largest["sum"], largest["count"], compare="ratio", method="score")
        yield {"stage": stage, "by": by, "low": list(low), "high": list(high), "ratios": ratios}


def rates_with_pandas(path: str) -> Any:
    """Six characteristics by three stages."""
    frame = _frame(path, *CHARACTERISTICS, *STAGES)
    return [table for name in CHARACTERISTICS for table in _compared(frame, [name])]


def rates_and_intersection_with_pandas(path: str) -> Any:
    """The same, and one characteristic taken together with three others."""
    frame = _frame(path, *CHARACTERISTICS, *INTERSECTION, *STAGES)
    return [table for by in [*([name] for name in CHARACTERISTICS), list(INTERSECTION)] for table in _compared(frame, by)]


def _formula() -> str:
    return "charge ~ C(ethnicity, Treatment('White British')) + " + " + ".join(f"C({name})" for name in CONTROLS)


def _odds_ratios(fitted: Any) -> dict[str, Any]:
    import math

    wanted = [name for name in fitted.params.index if name.startswith("C(ethnicity")]
    effects = {name.rpartition("[T.")[2].rstrip("]"): (float(fitted.params[name]), float(fitted.bse[name])) for name in wanted}
    return {
        "parameters": len(fitted.params),
        "odds_ratios": {group: math.exp(effect) for group, (effect, _) in effects.items()},
        "errors": {group: error for group, (_, error) in effects.items()},
    }


def model_with_glm(path: str) -> Any:
    """The adjusted model, a row a case, by formula."""
    import statsmodels.api as sm
    import statsmodels.formula.api as smf

    frame = _frame(path, "ethnicity", *CONTROLS, "charge")
    return _odds_ratios(smf.glm(_formula(), frame, family=sm.families.Binomial()).fit())


def model_with_logit(path: str) -> Any:
    """The same by maximum likelihood for a binary outcome."""
    import statsmodels.formula.api as smf

    frame = _frame(path, "ethnicity", *CONTROLS, "charge")
    return _odds_ratios(smf.logit(_formula(), frame).fit(disp=0))


def rates_with_aequitas(path: str) -> Any:
    """Rates of every group and their ratios to a reference group. Aequitas gives no intervals of them."""
    from aequitas.bias import Bias
    from aequitas.group import Group

    frame = _frame(path, *CHARACTERISTICS, *STAGES)
    found = []
    for stage in STAGES:
        at_risk = frame[frame[stage].notna()].fillna(dict.fromkeys(CHARACTERISTICS, "Not recorded"))
        decided = at_risk[[*CHARACTERISTICS]].assign(score=at_risk[stage].astype(int), label_value=at_risk[stage].astype(int))
        table, _ = Group().get_crosstabs(decided, attr_cols=list(CHARACTERISTICS))
        references = {name: decided[name].value_counts().idxmax() for name in CHARACTERISTICS}
        compared = Bias().get_disparity_predefined_groups(table, original_df=decided, ref_groups_dict=references, check_significance=False)
        found.append(compared[["attribute_name", "attribute_value", "pprev", "pprev_disparity"]].to_dict("records"))
    return found


def rates_with_fairlearn(path: str) -> Any:
    """Rates of every group and their ratios to a reference group. Its only intervals, by bootstrap, take far longer."""
    from fairlearn.metrics import MetricFrame, count, selection_rate

    frame = _frame(path, *CHARACTERISTICS, *STAGES)
    found = []
    for stage in STAGES:
        at_risk = frame[frame[stage].notna()].fillna(dict.fromkeys(CHARACTERISTICS, "Not recorded"))
        decision = at_risk[stage].astype(int)
        for name in CHARACTERISTICS:
            metrics = {"rate": selection_rate, "count": count}
            shown = MetricFrame(metrics=metrics, y_true=decision, y_pred=decision, sensitive_features=at_risk[name]).by_group
            found.append((shown["rate"] / shown["rate"][shown["count"].idxmax()]).to_dict())
    return found


PIECES: dict[str, Callable[[str], Any]] = {
    work.__name__: work
    for work in (
        rates_with_pandas,
        rates_and_intersection_with_pandas,
        model_with_glm,
        model_with_logit,
        rates_with_aequitas,
        rates_with_fairlearn,
    )
}


if __name__ == "__main__":
    piece, file, out = sys.argv[1:]
    Path(out).write_text(json.dumps(PIECES[piece](file), default=str), encoding="utf-8")
