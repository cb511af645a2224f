"""What can go wrong between a person's file and a cube, in sentences they can act on."""

import difflib
from collections.abc import Sequence

from folkmoot.errors import FolkmootError


class FileProblem(FolkmootError):
    """The file is not there, is empty, or cannot be read as a table."""


class ColumnNotFound(FolkmootError):
    """A column was asked for that the file does not have."""


class NothingToCount(FolkmootError):
    """No row is left, or nobody is at risk of the outcome."""


class OutcomeUnclear(FolkmootError):
    """It is not clear from the values of a column who had the outcome."""


class ReadingUnclear(FolkmootError):
    """It is not clear how the values of a column are to be read: its bands, its order of day and month."""


class CubesDiffer(FolkmootError):
    """Cubes that were not counted in the same way cannot be added."""


class TooManyValues(FolkmootError):
    """A column of names, reference numbers or measurements was given as a characteristic."""


def wrong_counts(column: str) -> FileProblem:
    return FileProblem(
        f"The column '{column}' holds something that is not a whole number of 0 or more.",
        "It was given as the column of counts.",
        "Correct the file, or leave the count column out if each row is one case.",
    )


def column_not_found(wanted: str, columns: Sequence[str], where: str) -> ColumnNotFound:
    near = difflib.get_close_matches(wanted.casefold(), [column.casefold() for column in columns], n=3, cutoff=0.5)
    nearest = [column for name in near for column in columns if column.casefold() == name]
    published = sum(column.casefold().startswith(("number of", "percentage of")) for column in columns)
    hint = "Did you mean " + " or ".join(f"'{name}'" for name in dict.fromkeys(nearest)) + "? " if nearest else ""
    if published > len(columns) / 2:
        hint += "This looks like a table of published totals, one row an area; comparing groups needs one row a case (or a count column). "
    listed = "; ".join(columns[:60]) + ("; and more" if len(columns) > 60 else "")
    return ColumnNotFound(f"There is no column '{wanted}' in {where}.", f"{hint}The columns are: {listed}.", "Give one of these names.")
