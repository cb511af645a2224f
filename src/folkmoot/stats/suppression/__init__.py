"""Which further cells to withhold so that the small ones cannot be worked out, and as few of them as can be.

`suppress` solves the cell suppression problem as a mixed-integer programme. It takes any additive table: a table of two
characteristics, a hierarchy, several tables that share margins. Two guarantees are offered (`Guarantee`), and several objectives
(`Objective`). Method: M. Fischetti and J. J. Salazar-González, "Solving the Cell Suppression Problem on Tabular Data with Linear
Constraints", Management Science 47 (2001) 1008-1027; Handbook on Statistical Disclosure Control (2024), chapters 4 and 5.
"""

from folkmoot.stats.suppression.optimum import Guarantee, Limits, Objective, Suppression, suppress
from folkmoot.stats.suppression.table import Cell, Need, Relation, Table, Unit, two_way

__all__ = ["Cell", "Guarantee", "Limits", "Need", "Objective", "Relation", "Suppression", "Table", "Unit", "suppress", "two_way"]
