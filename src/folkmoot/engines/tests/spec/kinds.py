"""Columns that are not text"""

from folkmoot.engines.tests.spec.case import Case, Expected, Table, counting, is_one_of, outcome

SAYS = "A value of another type has one way of being written as text, whatever the engine: the table in the introduction."

_YES = ("yes",)


def _column(type_name: str, *values: object) -> Table:
    return Table(("value", "charged"), tuple((value, "yes") for value in values), {"value": type_name})


def _written(title: str, says: str, type_name: str, values: tuple[object, ...], *lines: tuple[str | None, int]) -> Case:
    return Case(
        title,
        says,
        _column(type_name, *values),
        counting("value", outcomes=(outcome("charged"),)),
        (Expected(("value",), tuple((label, rows, (rows, rows, rows)) for label, rows in lines)),),
    )


CASES = (
    _written("True and false", "", "BOOLEAN", (True, False, True, None), (None, 1), ("false", 1), ("true", 2)),
    Case(
        "True and false as an outcome",
        "They are yes and no.",
        Table(("sex", "charged"), (("F", True), ("F", False), ("M", None)), {"charged": "BOOLEAN"}),
        counting("sex", outcomes=(outcome("charged"),)),
        (Expected(("sex",), (("F", 2, (2, 2, 1)), ("M", 1, (1, 0, 0)))),),
    ),
    _written(
        "Whole numbers",
        "-1, -8 and -9 are codes for not recorded here as well.",
        "BIGINT",
        (0, 1, -2, -9, 12345678901, None),
        (None, 2),
        ("-2", 1),
        ("0", 1),
        ("1", 1),
        ("12345678901", 1),
    ),
    Case(
        "1 and 0 as an outcome, numbers in conditions",
        "Numbers are asked for as they are written.",
        Table(
            ("sex", "charged", "age"),
            (("F", 1, 20), ("F", 0, 20), ("M", None, 30), ("M", 1, 40), ("M", 1, None)),
            {"charged": "INTEGER", "age": "SMALLINT"},
        ),
        counting("sex", outcomes=(outcome("charged"),), where=(is_one_of("age", "20", "30", "", "x"),)),
        (Expected(("sex",), (("F", 2, (2, 2, 1)), ("M", 2, (2, 1, 1)))),),
        left_out=1,
    ),
    _written(
        "Numbers with fractions",
        "1.0 is written 1. A floating-point number is written as the shortest decimal that reads back as the same number.",
        "DOUBLE",
        (1.0, 1.5, 0.1, 1e-05, 12345678.25, -0.0, 1e15, 0.30000000000000004, None),
        (None, 1),
        ("0", 1),
        ("0.00001", 1),
        ("0.1", 1),
        ("0.30000000000000004", 1),
        ("1", 1),
        ("1.5", 1),
        ("1000000000000000", 1),
        ("12345678.25", 1),
    ),
    _written(
        "Short floating-point numbers", "They keep the digits they have.", "FLOAT", (0.1, 2.0, 3.25), ("0.1", 1), ("2", 1), ("3.25", 1)
    ),
    _written(
        "Not a number",
        "It is not recorded. Infinity is a value like any other.",
        "DOUBLE",
        (float("nan"), float("inf"), None),
        (None, 2),
        ("inf", 1),
    ),
    _written(
        "Decimal numbers",
        "Closing zeros are not written.",
        "DECIMAL(12,3)",
        ("1.500", "10.000", "-0.250", "0.000"),
        ("-0.25", 1),
        ("0", 1),
        ("1.5", 1),
        ("10", 1),
    ),
    Case(
        "Yes and no as numbers with fractions",
        "1.0 is yes and 0.0 is no, as numbers and as text.",
        Table(("a", "b"), ((1.0, "1.0"), (0.0, "0.0"), (1.0, "0"), (None, "1")), {"a": "DOUBLE"}),
        counting(outcomes=(outcome("a"), outcome("b"))),
        (Expected((), ((4, (4, 3, 2), (4, 4, 2)),)),),
    ),
    Case(
        "Numbers as text",
        "Text stays as it is: 1 and 1.0 are two groups, unless the column is read as numbers.",
        Table(("value", "charged"), (("1", "yes"), ("1.0", "yes"), ("01", "yes"))),
        counting("value", outcomes=(outcome("charged"),)),
        (Expected(("value",), (("01", 1, (1, 1, 1)), ("1", 1, (1, 1, 1)), ("1.0", 1, (1, 1, 1)))),),
    ),
    _written("Dates", "", "DATE", ("2024-01-31", "1999-12-01", None), (None, 1), ("1999-12-01", 1), ("2024-01-31", 1)),
    _written(
        "Dates with a time",
        "A fraction of a second is written only where there is one.",
        "TIMESTAMP",
        ("2024-01-31 09:30:00", "2024-01-31 00:00:00", "2024-01-31 09:30:00.250"),
        ("2024-01-31 00:00:00", 1),
        ("2024-01-31 09:30:00", 1),
        ("2024-01-31 09:30:00.25", 1),
    ),
    _written(
        "Dates with a time and a time zone",
        "They are written in UTC.",
        "TIMESTAMPTZ",
        ("2024-06-30 23:30:00+00:00", "2024-07-01 01:00:00+01:00"),
        ("2024-06-30 23:30:00", 1),
        ("2024-07-01 00:00:00", 1),
    ),
    Case(
        "A date in a condition",
        "It is asked for as it is written.",
        Table(("sex", "day", "charged"), (("F", "2024-01-31", "yes"), ("M", "2024-02-01", "no")), {"day": "DATE"}),
        counting("sex", outcomes=(outcome("charged"),), where=(is_one_of("day", "2024-01-31"),)),
        (Expected(("sex",), (("F", 1, (1, 1, 1)),)),),
        left_out=1,
    ),
    Case(
        "A column of counts that are numbers",
        "A column of counts may be text or numbers.",
        Table(("sex", "charged", "cases"), (("F", "yes", 3), ("F", "no", 4), ("M", "no", 5)), {"cases": "BIGINT"}),
        counting("sex", outcomes=(outcome("charged"),), count_column="cases"),
        (Expected(("sex",), (("F", 7, (7, 7, 3)), ("M", 5, (5, 5, 0)))),),
    ),
)
