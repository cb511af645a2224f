"""Adjusted analysis: what is left of a difference between groups once like is compared with like.

A binomial model with a logit link (McCullagh and Nelder 1989, chapter 4) on cells. Cells have the same likelihood as the cases they
count, so coefficients and standard errors are those of the model on single cases. No design matrix is made: what Newton's method
needs is put together from one-way and two-way weighted counts of the cells.

Read `adjust` first, then `results` for what comes back.
"""

from folkmoot.stats.adjusted.analysis import METHODS, adjust, unadjusted
from folkmoot.stats.adjusted.problems import ModelProblem
from folkmoot.stats.adjusted.results import Adjusted, AdjustedGroup, Control, LeftOut, Note, Term

__all__ = ["METHODS", "Adjusted", "AdjustedGroup", "Control", "LeftOut", "ModelProblem", "Note", "Term", "adjust", "unadjusted"]
