"""Figures over time: XmR, p and Laney p′ charts, with break markers and run rules where there are points enough for them."""

from folkmoot.stats.trends.charts import BreakNotFound, Chart, Point, Segment, laney_chart, p_chart, xmr_chart
from folkmoot.stats.trends.runs import LEAST_POINTS, Signal, run_signals

__all__ = [
    "LEAST_POINTS",
    "BreakNotFound",
    "Chart",
    "Point",
    "Segment",
    "Signal",
    "laney_chart",
    "p_chart",
    "run_signals",
    "xmr_chart",
]
