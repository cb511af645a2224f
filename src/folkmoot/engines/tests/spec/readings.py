"""How values are read as groups"""

from folkmoot.engines.readings import Bands, Numbers, Periods, Scheme
from folkmoot.engines.tests.spec.case import Case, Expected, Table, counting, is_one_of, outcome, table

SAYS = (
    "A column may be read by a category scheme, in bands, as numbers or as periods. Nothing is dropped: a value that a scheme does not "
    "know is a group of its own and is reported with its rows; a value that is no number, in no band or in no period is among those not "
    "recorded, and is counted as invalid."
)

_SCHEME = Scheme.of(
    "five groups", {"White British": "White", "W1": "White", "Indian": "Asian", "A1": "Asian", "Refused": None, "Any other": "Other"}
)
_AGES = ("17", "18", "24.9", "25", "64", "65", "101", "-9", "old", "")
_DATES = ("2024-01-31", "2024-03-31", "2024-04-01", "2024-12-25 23:59:59", "not a day")


def _each(column: str, *values: str) -> Table:
    return Table((column, "charged"), tuple((value, "yes") for value in values))


def _counted(*lines: tuple[str | None, int]) -> tuple[tuple[str | None, int, tuple[int, int, int]], ...]:
    return tuple((label, rows, (rows, rows, rows)) for label, rows in lines)


def _dates(unit: str, *lines: tuple[str | None, int]) -> Case:
    return Case(
        f"Dates as {'halves' if unit == 'half' else unit.replace('-', ' ') + 's'}",
        "A time of day after the date does not matter.",
        _each("day", *_DATES),
        counting("day", outcomes=(outcome("charged"),), readings=(("day", Periods(unit)),)),  # type: ignore[arg-type]
        (Expected(("day",), _counted(*lines)),),
        invalid={"day": 1},
    )


CASES = (
    Case(
        "A category scheme",
        "Values are looked up without case and surrounding space. A standard label stands for itself. What the scheme calls not recorded "
        "is not recorded.",
        _each("ethnicity", "white british", "W1 ", "Indian", "asian", "Refused", "Any other", "Unknown"),
        counting("ethnicity", outcomes=(outcome("charged"),), readings=(("ethnicity", _SCHEME),)),
        (Expected(("ethnicity",), _counted((None, 2), ("Asian", 2), ("Other", 1), ("White", 2))),),
    ),
    Case(
        "Values the scheme does not know",
        "They are groups under their own name, and are reported with their rows, so that the scheme can be completed.",
        _each("ethnicity", "W1", "Martian", "Martian", "martian"),
        counting("ethnicity", outcomes=(outcome("charged"),), readings=(("ethnicity", _SCHEME),)),
        (Expected(("ethnicity",), _counted(("Martian", 2), ("White", 1), ("martian", 1))),),
        unmapped={"ethnicity": {"Martian": 2, "martian": 1}},
    ),
    Case(
        "Bands",
        "A band reaches from its first number up to, but not including, the one after its last: 24.9 is in 18-24.",
        _each("age", *_AGES),
        counting("age", outcomes=(outcome("charged"),), readings=(("age", Bands.parsed("0-17,18-24,25-64,65+")),)),
        (Expected(("age",), _counted((None, 3), ("0-17", 1), ("18-24", 2), ("25-64", 2), ("65+", 2))),),
        invalid={"age": 1},
    ),
    Case(
        "Bands of a column of whole numbers",
        "It is the same where the column is not text. A number outside every band is invalid, unless it is a code for not recorded.",
        Table(("age", "charged"), ((17, "yes"), (18, "yes"), (130, "yes"), (-9, "yes"), (-3, "yes"), (None, "yes")), {"age": "INTEGER"}),
        counting("age", outcomes=(outcome("charged"),), readings=(("age", Bands.parsed("0-17,18-120")),)),
        (Expected(("age",), _counted((None, 4), ("0-17", 1), ("18-120", 1))),),
        invalid={"age": 2},
    ),
    Case(
        "Bands of a column of numbers with fractions",
        "-9.0 is the code -9.",
        Table(("age", "charged"), ((17.99, "yes"), (18.0, "yes"), (-9.0, "yes"), (-3.5, "yes"), (None, "yes")), {"age": "DOUBLE"}),
        counting("age", outcomes=(outcome("charged"),), readings=(("age", Bands.parsed("0-17,18-120")),)),
        (Expected(("age",), _counted((None, 3), ("0-17", 1), ("18-120", 1))),),
        invalid={"age": 1},
    ),
    Case(
        "Bands already made",
        "A value that is written like one of the bands is that band.",
        _each("age", "18-24", "0-17", "18 - 24"),
        counting("age", outcomes=(outcome("charged"),), readings=(("age", Bands.parsed("0-17,18-24")),)),
        (Expected(("age",), _counted((None, 1), ("0-17", 1), ("18-24", 1))),),
        invalid={"age": 1},
    ),
    Case(
        "Numbers",
        "For a control that enters a model as a straight line every different number is kept, however it is written.",
        _each("priors", "3", "3.0", "03", "1,200", "1.2e3", "-2.50", "many", ""),
        counting("priors", outcomes=(outcome("charged"),), readings=(("priors", Numbers()),)),
        (Expected(("priors",), _counted((None, 2), ("-2.5", 1), ("1200", 2), ("3", 3))),),
        invalid={"priors": 1},
    ),
    Case(
        "Numbers of a column of numbers",
        "Text, whole numbers, decimal numbers and floating-point numbers come to the same.",
        Table(
            ("a", "b", "c", "charged"),
            ((3, 3.0, "3.00", "yes"), (-2, 0.1, "0.10", "yes"), (-2, 0.1, "0.1", "yes")),
            {"a": "BIGINT", "b": "DOUBLE", "c": "DECIMAL(9,2)"},
        ),
        counting("a", "b", "c", outcomes=(outcome("charged"),), readings=(("a", Numbers()), ("b", Numbers()), ("c", Numbers()))),
        (Expected(("a", "b", "c"), (("3", "3", "3", 1, (1, 1, 1)), ("-2", "0.1", "0.1", 2, (2, 2, 2)))),),
    ),
    _dates("month", (None, 1), ("2024-01", 1), ("2024-03", 1), ("2024-04", 1), ("2024-12", 1)),
    _dates("quarter", (None, 1), ("2024 Q1", 2), ("2024 Q2", 1), ("2024 Q4", 1)),
    _dates("half", (None, 1), ("2024 H1", 3), ("2024 H2", 1)),
    _dates("year", (None, 1), ("2024", 4)),
    _dates("financial-year", (None, 1), ("2023/24", 2), ("2024/25", 2)),
    Case(
        "Dates written in other ways",
        "Day and month may be told apart by the column's other dates: here 25/12/2024 shows that the day comes first.",
        _each("day", "25/12/2024", "3/4/2024", "5 April 2024", "Ebrill 2024", "202404", "2024-04"),
        counting("day", outcomes=(outcome("charged"),), readings=(("day", Periods("month")),)),
        (Expected(("day",), _counted(("2024-04", 5), ("2024-12", 1))),),
    ),
    Case(
        "A column of dates",
        "It is the same where the column is not text.",
        Table(
            ("day", "heard", "charged"),
            (("2024-03-31", "2024-04-01 09:30:00", "yes"), ("2024-04-01", "2023-12-31 23:59:59", "yes"), (None, None, "yes")),
            {"day": "DATE", "heard": "TIMESTAMP"},
        ),
        counting(
            "day", "heard", outcomes=(outcome("charged"),), readings=(("day", Periods("financial-year")), ("heard", Periods("quarter")))
        ),
        (
            Expected(
                ("day", "heard"),
                (("2023/24", "2024 Q2", 1, (1, 1, 1)), ("2024/25", "2023 Q4", 1, (1, 1, 1)), (None, None, 1, (1, 1, 1))),
            ),
        ),
    ),
    Case(
        "Conditions look at what is written",
        "A condition on a column that is read has the values of the column, not the groups made of them.",
        _each("age", "17", "18", "19"),
        counting("age", outcomes=(outcome("charged"),), where=(is_one_of("age", "17", "18"),), readings=(("age", Bands.parsed("0-120")),)),
        (Expected(("age",), _counted(("0-120", 2))),),
        left_out=1,
    ),
    Case(
        "Rows left out are not reported as invalid or unmapped",
        "What does not meet the conditions is not read.",
        table("ethnicity | age | charged", "W1 | 20 | yes", "Martian | old | no"),
        counting(
            "ethnicity",
            "age",
            outcomes=(outcome("charged"),),
            where=(is_one_of("charged", "yes"),),
            readings=(("ethnicity", _SCHEME), ("age", Numbers())),
        ),
        (Expected(("ethnicity", "age"), (("White", "20", 1, (1, 1, 1)),)),),
        left_out=1,
    ),
)
