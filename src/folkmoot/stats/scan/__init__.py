"""A search through all combinations of characteristics for the one whose outcomes depart most from what was expected.

It raises questions and settles none: whatever it names was picked because it stood out.
"""

from folkmoot.stats.scan.score import Score, bernoulli_score
from folkmoot.stats.scan.subgroups import SEARCH_LABEL, Direction, NothingToScan, Scan, Subgroup, subgroup_scan

__all__ = ["SEARCH_LABEL", "Direction", "NothingToScan", "Scan", "Score", "Subgroup", "bernoulli_score", "subgroup_scan"]
