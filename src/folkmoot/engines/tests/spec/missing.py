"""What was not recorded"""

from folkmoot.engines.spec import MISSING_CODES
from folkmoot.engines.tests.spec.case import Case, Expected, Table, counting, is_one_of, outcome, table

SAYS = (
    "A blank, a NULL and the codes for not recorded are one group, which has no name. Answers such as 'Not stated' and 'Prefer not to say' "
    f"are groups of their own. The codes, unless others are given: {', '.join(f'`{code}`' for code in sorted(MISSING_CODES - {''}))}."
)

CASES = (
    Case(
        "Blank, space and codes",
        "Whatever says that nothing was recorded falls into one group.",
        table("ethnicity | charged", "White | yes", " | yes", "unknown | no", "N/A | no", "-9 | yes", "? | no"),
        counting("ethnicity", outcomes=(outcome("charged"),)),
        (Expected(("ethnicity",), ((None, 5, (5, 5, 2)), ("White", 1, (1, 1, 1)))),),
    ),
    Case(
        "NULL",
        "A value that is absent from the table altogether is not recorded either.",
        Table(("ethnicity", "charged"), (("White", "yes"), (None, "yes"), ("", "no"), ("White", None))),
        counting("ethnicity", outcomes=(outcome("charged"),)),
        (Expected(("ethnicity",), ((None, 2, (2, 2, 1)), ("White", 2, (2, 1, 1)))),),
    ),
    Case(
        "NULL in a condition",
        "A NULL is blank.",
        Table(("sex", "force", "charged"), (("F", None, "yes"), ("F", "Dorset", "no"), ("M", "", "no"))),
        counting("sex", outcomes=(outcome("charged"),), where=(is_one_of("force", ""),)),
        (Expected(("sex",), (("F", 1, (1, 1, 1)), ("M", 1, (1, 1, 0)))),),
        left_out=1,
    ),
    Case(
        "Answers that tell nothing are answers",
        "'Not stated', 'Prefer not to say', 'None' and 'Other' were said by somebody, and are groups.",
        table("religion | charged", "Not stated | yes", "Prefer not to say | no", "None | no", "Other | yes", "Not known | no"),
        counting("religion", outcomes=(outcome("charged"),)),
        (
            Expected(
                ("religion",),
                (
                    (None, 1, (1, 1, 0)),
                    ("None", 1, (1, 1, 0)),
                    ("Not stated", 1, (1, 1, 1)),
                    ("Other", 1, (1, 1, 1)),
                    ("Prefer not to say", 1, (1, 1, 0)),
                ),
            ),
        ),
    ),
    Case(
        "Other codes",
        "The codes can be given. Then the usual ones are values, and only blank stays what it is.",
        table("ethnicity | charged", "NS | yes", "ns | no", "Unknown | no", " | yes"),
        counting("ethnicity", outcomes=(outcome("charged"),), missing=frozenset({"NS"})),
        (Expected(("ethnicity",), ((None, 3, (3, 3, 2)), ("Unknown", 1, (1, 1, 0)))),),
    ),
    Case(
        "A code that is asked for as an outcome",
        "The codes come first: a value that means not recorded is never an outcome, and asking for it is an error (see the last chapter). "
        "Another value of the column is not touched by that.",
        table("sex | result", "F | -1", "F | 1", "M | 2"),
        counting("sex", outcomes=(outcome("result", "1"),)),
        (Expected(("sex",), (("F", 2, (2, 1, 1)), ("M", 1, (1, 1, 0)))),),
    ),
)
