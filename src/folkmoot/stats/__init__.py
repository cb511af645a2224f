"""The statistics of fair decisions, on counts. No Django, no file, no clock: `from folkmoot.stats import wilson, adjust, cell_table`.

Everything is imported only when it is asked for, so that importing one name does not cost the others. Functions called like their
module are taken from it: `from folkmoot.stats.funnel import funnel`.
"""

import importlib
from typing import Any

# The module each name comes from. Read the module's own docstring before using what is in it.
_FROM: dict[str, tuple[str, ...]] = {
    "counts": ("Counts", "CountsTable"),
    "cells": ("CellTable", "Factor", "cell_table"),
    "intervals": (
        "Estimate", "byar", "count_interval", "exact_poisson", "katz_ratio", "newcombe_difference", "odds_ratio", "ratio", "score_ratio",
        "wilson",
    ),
    "significance": ("benjamini_hochberg", "fisher_p", "two_proportion_p"),
    "judgement": ("Finding", "Rule"),
    "disparity": ("Settings", "disparity_table", "disparity_tables"),
    "released": ("Release", "ReleasedTable", "release", "release_all"),
    "stages": ("Stage", "stage_chain"),
    "four_fifths": ("Favourable",),
    "published": ("PublishedFigure", "published_table"),
    "adjusted": ("Control", "adjust", "unadjusted"),
    "stratified": ("Stratum", "strata_of"),
    "decomposition": ("decompose",),
    "sensitivity": ("e_value", "e_values"),
    "missing": ("Bounds", "field_quality", "rate_bounds", "ratio_bounds", "share_bounds", "verdict_could_change"),
    "funnel": ("ratio_funnel", "relative_rate_funnel"),
    "trends": ("laney_chart", "p_chart", "xmr_chart"),
    "shrinkage": ("shrink_rates", "shrink_relative_rates"),
    "scan": ("bernoulli_score", "subgroup_scan"),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _FROM.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'folkmoot.stats' has no attribute {name!r}")
    return getattr(importlib.import_module(f"folkmoot.stats.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
