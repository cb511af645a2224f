"""Figures as plain values: what a document may hold. A withheld figure is "[c]"; one that is not defined is null."""

import math
from typing import Any

from folkmoot.stats.disclosure import Suppressed
from folkmoot.stats.figures import Row
from folkmoot.stats.intervals import Estimate
from folkmoot.stats.judgement import Finding
from folkmoot.stats.missing import Bounds
from folkmoot.stats.released import SYMBOL

DIGITS, EXACT = 6, 17


def number(figure: object) -> Any:
    """A number, "[c]", or null for what is not defined or without limit."""
    if isinstance(figure, Suppressed):
        return SYMBOL
    if isinstance(figure, bool) or not isinstance(figure, int | float):
        return None
    return figure if math.isfinite(figure) else None


def value(figure: object) -> Any:
    return number(figure.value) if isinstance(figure, Estimate) else number(figure)


def interval(figure: object) -> Any:
    """[low, high], "[c]" or null."""
    if isinstance(figure, Estimate | Bounds):
        return [number(figure.low), number(figure.high)]
    return SYMBOL if isinstance(figure, Suppressed) else None


def finding(row: Row) -> str:
    if isinstance(row.finding, Finding):
        return row.finding.value
    return SYMBOL if isinstance(row.finding, Suppressed) else Finding.NOT_COMPARED.value


def counted(row: Row) -> dict[str, Any]:
    """The base, those with the outcome and the rate: what every row has."""
    return {
        "n": number(row.shown.base),
        "k": number(row.shown.with_outcome),
        "rate": value(row.rate),
        "rate_ci": interval(row.rate),
    }


def significant(figure: Any, digits: int = DIGITS) -> Any:
    """A figure of a model to a few significant digits. At full precision it would be a fingerprint of the counts behind it, and a
    count that is withheld could be found by trying which one gives exactly that figure.
    """
    if isinstance(figure, list):
        return [significant(one, digits) for one in figure]
    if not isinstance(figure, float) or figure == 0:
        return figure
    return float(f"{figure:.{digits}g}")
