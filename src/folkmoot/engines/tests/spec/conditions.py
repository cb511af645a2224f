"""Which rows are counted, and for how many cases each stands"""

from folkmoot.engines.tests.spec.case import Case, Expected, counting, is_one_of, outcome, table

SAYS = (
    "Conditions leave rows out of the count altogether; how many, the cube remembers. A column of counts says how many cases a row "
    "stands for."
)

_CASES = table(
    "sex | force | charged",
    "F | Dorset | yes",
    "F | Gwent | no",
    "M | Dorset | no",
    "M | dorset | yes",
    "M | | yes",
)
_TOTALS = table("sex | charged | cases", "F | yes | 12", "F | no | 1,250", "M | yes | 3.0", "M | no | 0", "X | no | 0")

CASES = (
    Case(
        "Only some rows",
        "A condition names the values a column must have, compared without case and surrounding space. Rows that do not meet it are left "
        "out.",
        _CASES,
        counting("sex", outcomes=(outcome("charged"),), where=(is_one_of("force", "DORSET"),)),
        (Expected(("sex",), (("F", 1, (1, 1, 1)), ("M", 2, (2, 2, 1)))),),
        left_out=2,
    ),
    Case(
        "Several conditions",
        "All conditions must hold.",
        _CASES,
        counting("sex", outcomes=(outcome("charged"),), where=(is_one_of("force", "Dorset", "Gwent"), is_one_of("sex", "f"))),
        (Expected(("sex",), (("F", 2, (2, 2, 1)),)),),
        left_out=3,
    ),
    Case(
        "Blank rows",
        "An empty value in a condition means rows in which the column is blank.",
        _CASES,
        counting("sex", outcomes=(outcome("charged"),), where=(is_one_of("force", ""),)),
        (Expected(("sex",), (("M", 1, (1, 1, 1)),)),),
        left_out=4,
    ),
    Case(
        "Blank or a value",
        "An empty value may stand beside others.",
        _CASES,
        counting("sex", outcomes=(outcome("charged"),), where=(is_one_of("force", "", "Gwent"),)),
        (Expected(("sex",), (("F", 1, (1, 1, 0)), ("M", 1, (1, 1, 1)))),),
        left_out=3,
    ),
    Case(
        "A code for not recorded is a value like any other in a condition",
        "Conditions look at what is written. 'Unknown' meets the condition that names it, and no other.",
        table("sex | force | charged", "F | Unknown | yes", "M | | no", "M | Dorset | no"),
        counting("sex", outcomes=(outcome("charged"),), where=(is_one_of("force", "unknown"),)),
        (Expected(("sex",), (("F", 1, (1, 1, 1)),)),),
        left_out=2,
    ),
    Case(
        "A condition on an outcome or a characteristic",
        "The column of a condition may be one that is counted.",
        _CASES,
        counting("force", outcomes=(outcome("charged"),), where=(is_one_of("charged", "yes"), is_one_of("force", "dorset"))),
        (Expected(("force",), (("Dorset", 1, (1, 1, 1)), ("dorset", 1, (1, 1, 1)))),),
        left_out=3,
    ),
    Case(
        "A column of counts",
        "Each row stands for as many cases as the column says. Thousands may have commas, and a whole number may have .0 after it. A row "
        "that stands for no case makes no cell.",
        _TOTALS,
        counting("sex", outcomes=(outcome("charged"),), count_column="cases"),
        (Expected(("sex",), (("F", 1262, (1262, 1262, 12)), ("M", 3, (3, 3, 3)))),),
    ),
    Case(
        "A column of counts with a condition",
        "What a condition leaves out is counted in cases too.",
        _TOTALS,
        counting("sex", outcomes=(outcome("charged"),), count_column="cases", where=(is_one_of("charged", "no"),)),
        (Expected(("sex",), (("F", 1250, (1250, 1250, 0)),)),),
        left_out=15,
    ),
)
