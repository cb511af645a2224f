"""Charts drawn as SVG, on the server or by a command: no script, no style attribute, readable on a narrow phone, spoken by a screen reader.

Shape says what colour says. A picture only repeats what stands beside it in words and in a table. Words inside a picture come from
the caller, in the language of the page; every one of them is escaped. Knows nothing of Django.
"""

from folkmoot.webkit.charts.control import Moment, control_svg
from folkmoot.webkit.charts.drawing import Drawing, Mark
from folkmoot.webkit.charts.forest import Bunch, Line, forest_svg
from folkmoot.webkit.charts.funnel import Dot, Limits, funnel_svg
from folkmoot.webkit.charts.heat import Cell, heat_svg
from folkmoot.webkit.charts.intervals import Interval, interval_plot, interval_plot_wide, interval_svg, interval_svg_wide

__all__ = [
    "Bunch",
    "Cell",
    "Dot",
    "Drawing",
    "Interval",
    "Limits",
    "Line",
    "Mark",
    "Moment",
    "control_svg",
    "forest_svg",
    "funnel_svg",
    "heat_svg",
    "interval_plot",
    "interval_plot_wide",
    "interval_svg",
    "interval_svg_wide",
]
