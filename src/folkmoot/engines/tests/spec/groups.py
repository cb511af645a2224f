"""Characteristics together"""

from folkmoot.engines.tests.spec.case import Case, Expected, counting, outcome, table

SAYS = "A cube holds one cell for each combination of values that occurs. Smaller tables are sums of larger ones."

_ROWS = table(
    "ethnicity | sex | age | charged",
    "White | F | 20 | yes",
    "White | M | 20 | no",
    "Black | F | 30 | yes",
    "Black | | 30 | no",
    " | F | 20 | yes",
)

CASES = (
    Case(
        "Two characteristics",
        "Every combination that occurs is a cell, with what was not recorded among them.",
        _ROWS,
        counting("ethnicity", "sex", outcomes=(outcome("charged"),)),
        (
            Expected(
                ("ethnicity", "sex"),
                (
                    ("White", "F", 1, (1, 1, 1)),
                    ("White", "M", 1, (1, 1, 0)),
                    ("Black", "F", 1, (1, 1, 1)),
                    ("Black", None, 1, (1, 1, 0)),
                    (None, "F", 1, (1, 1, 1)),
                ),
            ),
            Expected(("sex",), (("F", 3, (3, 3, 3)), ("M", 1, (1, 1, 0)), (None, 1, (1, 1, 0)))),
        ),
    ),
    Case(
        "Only the combinations that are wanted",
        "Where combinations are named, those are counted, all from one reading of the rows. What is part of one of them can be had too.",
        _ROWS,
        counting("ethnicity", "sex", "age", outcomes=(outcome("charged"),), groupings=(("ethnicity", "sex"), ("age",), ("sex",))),
        (
            Expected(("age",), (("20", 3, (3, 3, 2)), ("30", 2, (2, 2, 1)))),
            Expected(("sex",), (("F", 3, (3, 3, 3)), ("M", 1, (1, 1, 0)), (None, 1, (1, 1, 0)))),
            Expected(("ethnicity",), (("White", 2, (2, 2, 1)), ("Black", 2, (2, 2, 1)), (None, 1, (1, 1, 1)))),
        ),
    ),
    Case(
        "A value that is not recorded is no subtotal",
        "The cell of what was not recorded is kept apart from the sum over a characteristic.",
        table("ethnicity | sex | charged", "White | | yes", " | | no", "White | F | no"),
        counting("ethnicity", "sex", outcomes=(outcome("charged"),), groupings=(("ethnicity",), ("sex",), ("ethnicity", "sex"))),
        (
            Expected(("ethnicity",), (("White", 2, (2, 2, 1)), (None, 1, (1, 1, 0)))),
            Expected(("sex",), (("F", 1, (1, 1, 0)), (None, 2, (2, 2, 1)))),
            Expected(("ethnicity", "sex"), (("White", None, 1, (1, 1, 1)), (None, None, 1, (1, 1, 0)), ("White", "F", 1, (1, 1, 0)))),
        ),
    ),
    Case(
        "No characteristic",
        "Without any, there is one cell: everybody.",
        _ROWS,
        counting(outcomes=(outcome("charged"),)),
        (Expected((), ((5, (5, 5, 3)),)),),
    ),
    Case(
        "A characteristic that is an outcome too",
        "One column may be both.",
        table("plea | charged", "Guilty | yes", "Not guilty | yes", "Guilty | no"),
        counting("plea", outcomes=(outcome("plea", "guilty"),)),
        (Expected(("plea",), (("Guilty", 2, (2, 2, 2)), ("Not guilty", 1, (1, 1, 0)))),),
    ),
)
