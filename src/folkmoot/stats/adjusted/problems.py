"""Why a model cannot be fitted, in sentences a practitioner can act on."""

import difflib
from collections.abc import Mapping, Sequence

from folkmoot.errors import FolkmootError
from folkmoot.stats.disclosure import DEFAULT_THRESHOLD

MOST_PARAMETERS = 2000
_SHOWN = 20


class ModelProblem(FolkmootError):
    """The adjusted analysis that was asked for cannot be made from these counts."""


def no_such_column(wanted: str, columns: Sequence[str]) -> ModelProblem:
    near = difflib.get_close_matches(wanted.casefold(), [column.casefold() for column in columns], n=1, cutoff=0.5)
    hint = "".join(f" Did you mean '{column}'?" for column in columns if [column.casefold()] == near)
    listed = "; ".join(columns) or "none"
    why = f"They are counted by: {listed}.{hint}"
    return ModelProblem(f"The counts hold no column '{wanted}'.", why, "Count by it too, or leave it out.")


def used_twice(name: str, characteristic: str) -> ModelProblem:
    if name == characteristic:
        return ModelProblem(
            f"'{name}' is the characteristic whose groups are compared, so it cannot also be a control or the cluster.",
            "Holding it equal would leave nothing to compare.",
            "Take it out of the controls, and cluster by another column.",
        )
    return ModelProblem(f"'{name}' is given twice among the controls.", "", "Give each control once.")


def reference_absent(column: str, wanted: str, bases: Mapping[str, int]) -> ModelProblem:
    """`bases`: the levels there are and how many cases each has; a level of few cases is not named."""
    large = sorted(level for level, base in bases.items() if base >= DEFAULT_THRESHOLD)
    more = "; and more." if len(large) > _SHOWN else "."
    return ModelProblem(
        f"The reference '{wanted}' is not among the values of '{column}' in the cases the model can use.",
        "Values found: " + ("; ".join(large[:_SHOWN]) + more if large else "none large enough to be named."),
        "Give one of them as the reference.",
    )


def nothing_left(left_out: Sequence[str]) -> ModelProblem:
    why = "Left out: " + "; ".join(left_out) + "." if left_out else "The counts are empty."
    return ModelProblem("No case is left for the model.", why, "Take out the controls that are hardly recorded, or look at the file.")


def one_group(column: str) -> ModelProblem:
    return ModelProblem(
        f"All cases the model can use are of one group of '{column}'.",
        "There is nothing to compare it with.",
        "Look at how groups are recorded, and at the controls, for want of which cases may have been left out.",
    )


def no_variation(outcome: str, everyone: bool) -> ModelProblem:
    who = "Everyone" if everyone else "Nobody"
    return ModelProblem(
        f"{who} among the cases the model can use had the outcome '{outcome}'.",
        "A model of who has it and who has not needs some of both.",
        "Look at how the outcome is recorded.",
    )


def reference_decided(column: str, reference: str, everyone: bool) -> ModelProblem:
    who = "Everyone" if everyone else "Nobody"
    return ModelProblem(
        f"{who} in the reference group '{reference}' of '{column}' had the outcome, among the cases the model can use.",
        "So no ratio to that group can be given.",
        "Give another reference, best a large group.",
    )


def reference_separated(column: str, reference: str) -> ModelProblem:
    return ModelProblem(
        f"For all cases of the reference group '{reference}' of '{column}' the outcome follows from the columns without exception.",
        "So no ratio to that group can be given.",
        "Give another reference, best a large group, or fewer controls.",
    )


def outcome_decided(columns: Sequence[str]) -> ModelProblem:
    listed = " and ".join(f"'{column}'" for column in columns)
    return ModelProblem(
        f"The outcome follows from {listed} without exception.",
        "Where a column, or some together, already say what the outcome is, nothing is left to compare.",
        "Take out a control that is the outcome under another name, or controls so fine that each case stands alone.",
    )


def too_many_parameters(parameters: int, widest: str) -> ModelProblem:
    return ModelProblem(
        f"The model would have {parameters:,} coefficients; at most {MOST_PARAMETERS:,} are fitted.",
        f"Most come from '{widest}', which may be a number, a date or a reference number.",
        f"Band '{widest}', enter it as linear, or leave it out.",
    )


def no_numbers(column: str) -> ModelProblem:
    return ModelProblem(
        f"'{column}' is to enter as a number, and none of its values is one.",
        "A number is written in digits with a point for the decimals, such as 12 or 0.5.",
        "Enter it as a column of categories instead.",
    )


def one_cluster(column: str) -> ModelProblem:
    return ModelProblem(
        f"All cases have the same value of '{column}', so standard errors cannot be clustered by it.",
        "How far clusters differ cannot be seen in one.",
        "Leave the cluster out.",
    )


def not_converged(iterations: int) -> ModelProblem:
    return ModelProblem(
        f"The model did not settle in {iterations} steps.",
        "Some columns may be so fine, or so close to one another, that their effects cannot be told apart.",
        "Take out controls one at a time, finest first.",
    )
