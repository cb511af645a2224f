"""What an adjusted analysis is asked for and what it gives back.

Everything here is exact and may describe very few people: it is for computing and for the release step, never for showing as it is.
Notes carry their column, levels and rows apart from their sentence, so that a note on a small group can be withheld with the group.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.stats.counts import Counts
from folkmoot.stats.intervals import Estimate

# Codes of notes, of cases left out and of terms without a coefficient.
NOT_RECORDED = "not_recorded"
NOT_A_NUMBER = "not_a_number"
SEPARATION = "separation"
CANNOT_TELL_APART = "cannot_tell_apart"
ONE_VALUE = "one_value"
NOBODY_LEFT = "nobody_left"
OTHER_REFERENCE = "other_reference"
FEW_CLUSTERS = "few_clusters"
GROUP_IN_ONE_CLUSTER = "group_in_one_cluster"
NO_INTERVAL = "no_interval"

INTERCEPT = "(intercept)"


@dataclass(frozen=True)
class Control:
    """A column to hold equal. `linear`: its levels are numbers written as text and enter as one term, not as one for each level."""

    name: str
    linear: bool = False


@dataclass(frozen=True)
class LeftOut:
    """Cases of the base that the model does not use, and why. A case with several reasons is counted under the first."""

    code: str
    reason: str
    column: str
    rows: int


@dataclass(frozen=True)
class Note:
    """Something a reader of the figures has to know, as a code and as a sentence. `rows`: the cases it concerns, where it counts any."""

    code: str
    text: str
    column: str = ""
    levels: tuple[str, ...] = ()
    rows: int = 0


@dataclass(frozen=True)
class Term:
    """One coefficient, in log-odds (for a linear control: for each 1 more). `level` is None for the intercept and for linear controls.

    A reference level has coefficient 0 and no standard error. Where the model has no coefficient it is None, and `why_none` says why.
    """

    term: str
    level: str | None
    coefficient: float | None
    standard_error: float | None
    is_reference: bool = False
    why_none: str = ""


@dataclass(frozen=True)
class AdjustedGroup:
    """One group of the characteristic. Rates and effects lie on the scale 0 to 1; everything compared is beside the reference group.

    `cases` are those the model used. The reference has no odds ratio, p value, effect or relative rate, being what they are measured
    by. A group for which the model cannot give figures has None for each, and a note of the result names it.
    """

    group: str
    cases: Counts
    odds_ratio: Estimate | None = None
    p_value: float | None = None
    average_marginal_effect: Estimate | None = None
    standardised_rate: Estimate | None = None
    standardised_relative_rate: Estimate | None = None


@dataclass(frozen=True)
class Adjusted:
    """One model. `cases` used and the rows of `left_out` add up to the base of the cells given.

    `averaged_over` is how many of the cases used standardised rates are averages over: all, but those of groups without figures.

    `deviance` and `null_deviance` are those of single cases (-2 log-likelihood), as programs print them that are given one row a
    case. `cell_deviance` is measured from the model that fits every combination of the columns exactly, as programs print it that
    are given counts; it has `cell_degrees_of_freedom`. `clusters` is None where standard errors are model-based.
    """

    outcome: str
    characteristic: str
    reference: str
    controls: tuple[Control, ...]
    level: float
    groups: Mapping[str, AdjustedGroup]
    terms: tuple[Term, ...]
    cases: Counts
    averaged_over: int
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    deviance: float
    null_deviance: float
    cell_deviance: float
    cell_degrees_of_freedom: int
    aic: float
    log_likelihood: float
    parameters: int
    iterations: int
    cluster: str | None = None
    clusters: int | None = None
