"""What is refused"""

from folkmoot.engines.errors import ColumnNotFound, FileProblem, NothingToCount, OutcomeUnclear, ReadingUnclear
from folkmoot.engines.readings import Periods
from folkmoot.engines.tests.spec.case import Case, counting, is_one_of, outcome, table

SAYS = "What cannot be counted is refused in words that say why. Values are named in them only if at least five rows have them."

_ROWS = table("sex | disposal", *["F | Charge"] * 5, "M | Caution", "M | NFA")

CASES = (
    Case(
        "A column that is not there",
        "The nearest names are offered.",
        _ROWS,
        counting("sexe", outcomes=(outcome("disposal", "Charge"),)),
        refused=ColumnNotFound,
        saying="Did you mean 'sex'?",
    ),
    Case(
        "An outcome that is not yes or no",
        "Which of its values are the outcome must be said. Only common values are named.",
        _ROWS,
        counting("sex", outcomes=(outcome("disposal"),)),
        refused=OutcomeUnclear,
        saying="Its values are: Charge and rarer or further values",
    ),
    Case(
        "An outcome that no row has",
        "",
        _ROWS,
        counting("sex", outcomes=(outcome("disposal", "Chrge"),)),
        refused=OutcomeUnclear,
        saying="No row has 'Chrge'",
    ),
    Case(
        "A code for not recorded as an outcome",
        "It is recorded in no row.",
        table("sex | result", "F | -1", "F | 1"),
        counting("sex", outcomes=(outcome("result", "-1"),)),
        refused=OutcomeUnclear,
        saying="No row has '-1'",
    ),
    Case(
        "No row left",
        "",
        _ROWS,
        counting("sex", outcomes=(outcome("disposal", "Charge"),), where=(is_one_of("sex", "X"),)),
        refused=NothingToCount,
        saying="There is no row to count",
    ),
    Case(
        "Counts that are not whole numbers",
        "",
        table("sex | charged | cases", "F | yes | 3", "M | no | a few"),
        counting("sex", outcomes=(outcome("charged"),), count_column="cases"),
        refused=FileProblem,
        saying="holds something that is not a whole number",
    ),
    Case(
        "Counts with a fraction, below nought, or blank",
        "",
        table("sex | charged | cases", "F | yes | 3", "M | no | 2.5"),
        counting("sex", outcomes=(outcome("charged"),), count_column="cases"),
        refused=FileProblem,
        saying="holds something that is not a whole number",
    ),
    Case(
        "Dates in two orders",
        "Where some dates have the day first and others the month, none of the doubtful ones can be read.",
        table("day | charged", "25/12/2024 | yes", "12/25/2024 | no"),
        counting("day", outcomes=(outcome("charged"),), readings=(("day", Periods("month")),)),
        refused=ReadingUnclear,
        saying="written in two orders",
    ),
)
