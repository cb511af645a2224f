"""Outcomes, and who is at risk of them"""

from folkmoot.engines.tests.spec.case import Case, Expected, counting, is_one_of, outcome, table

SAYS = (
    "An outcome is looked for in the rows at risk of it. Of those it is recorded in some, and found in some of these; a rate is the "
    "found among the recorded. The three numbers in the tables below are the rows in which an outcome was looked for, recorded, and found."
)

_CHAIN = table(
    "sex | charged | remanded",
    "F | yes | no",
    "F | yes | yes",
    "F | no |",
    "M | yes |",
    "M | no | yes",
    "M | | no",
)

CASES = (
    Case(
        "Yes and no",
        "A column of yes and no needs no more than its name. 1, 1.0, Y, true and T are yes as well, whatever their case; 0, 0.0, N, false "
        "and F are no.",
        table("sex | charged", "F | 1", "F | YES", "F | n", "M | True", "M | 0.0", "M | F"),
        counting("sex", outcomes=(outcome("charged"),)),
        (Expected(("sex",), (("F", 3, (3, 3, 2)), ("M", 3, (3, 3, 1)))),),
    ),
    Case(
        "Values that are the outcome",
        "Where a column holds more than yes and no, the values that are the outcome are named. All others recorded are not the outcome.",
        table("sex | disposal", "F | Charge", "F | Caution", "F | NFA", "M | Postal requisition", "M | Charge"),
        counting("sex", outcomes=(outcome("disposal", "Charge", "Postal requisition"),)),
        (Expected(("sex",), (("F", 3, (3, 3, 1)), ("M", 2, (2, 2, 2)))),),
    ),
    Case(
        "Several outcomes of one column",
        "Outcomes may be different values of the same column.",
        table("sex | disposal", "F | Charge", "F | Caution", "F | NFA", "M | Charge"),
        counting("sex", outcomes=(outcome("disposal", "Charge", name="charged"), outcome("disposal", "Caution", name="cautioned"))),
        (Expected(("sex",), (("F", 3, (3, 3, 1), (3, 3, 1)), ("M", 1, (1, 1, 1), (1, 1, 0)))),),
    ),
    Case(
        "An outcome that is not recorded",
        "A row with nothing recorded is at risk, but in no rate: it is looked for in it, and not recorded.",
        table("sex | charged", "F | yes", "F |", "F | unknown", "M | no"),
        counting("sex", outcomes=(outcome("charged"),)),
        (Expected(("sex",), (("F", 3, (3, 1, 1)), ("M", 1, (1, 1, 0)))),),
    ),
    Case(
        "A chain of outcomes",
        "Those at risk of a later outcome are those who had the one before it: the condition stands with the outcome. Somebody remanded "
        "without a charge is not at risk of the second outcome, and counts for the first alone.",
        _CHAIN,
        counting("sex", outcomes=(outcome("charged"), outcome("remanded", among=(is_one_of("charged", "yes"),)))),
        (Expected(("sex",), (("F", 3, (3, 3, 2), (2, 2, 1)), ("M", 3, (3, 2, 1), (1, 0, 0)))),),
    ),
    Case(
        "At risk only if all conditions hold",
        "Several conditions of one outcome must all hold; a condition holds where the column has any one of its values.",
        table("sex | age | charged | bailed", "F | 20 | yes | yes", "F | 30 | yes | no", "F | 40 | yes | yes", "M | 20 | no | yes"),
        counting("sex", outcomes=(outcome("bailed", among=(is_one_of("charged", "yes"), is_one_of("age", "20", "40"))),)),
        (Expected(("sex",), (("F", 3, (2, 2, 2)), ("M", 1, (0, 0, 0)))),),
    ),
    Case(
        "No outcome at all",
        "Without an outcome the rows themselves are counted.",
        table("sex", "F", "M", "F"),
        counting("sex", outcomes=()),
        (Expected(("sex",), (("F", 2), ("M", 1))),),
    ),
)
