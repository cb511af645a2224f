"""Words, letters and names"""

from folkmoot.engines.tests.spec.case import Case, Expected, Table, counting, is_one_of, outcome, table

SAYS = (
    "Values are compared without surrounding space and without the difference of capital and small letters, in every script. The groups "
    "themselves keep the letters they are written in: two spellings are two groups until a category scheme makes them one."
)

_ODD = 'Said "so", 100%'

CASES = (
    Case(
        "Space around a value",
        "Space, tabs, line ends and the no-break space around a value are not part of it.",
        Table(("sex", "charged"), ((" F", "yes "), ("F\t", " YES"), ("\u00a0F\r\n", "no"), ("M", "no"))),
        counting("sex", outcomes=(outcome("charged"),)),
        (Expected(("sex",), (("F", 3, (3, 3, 2)), ("M", 1, (1, 1, 0)))),),
    ),
    Case(
        "Space within a value",
        "Space within a value is part of it.",
        table("ethnicity | charged", "White British | yes", "White  British | no"),
        counting("ethnicity", outcomes=(outcome("charged"),)),
        (Expected(("ethnicity",), (("White  British", 1, (1, 1, 0)), ("White British", 1, (1, 1, 1)))),),
    ),
    Case(
        "Groups keep their letters",
        "Capital and small letters make different groups.",
        table("ethnicity | charged", "White | yes", "white | no", "WHITE | no"),
        counting("ethnicity", outcomes=(outcome("charged"),)),
        (Expected(("ethnicity",), (("WHITE", 1, (1, 1, 0)), ("White", 1, (1, 1, 1)), ("white", 1, (1, 1, 0)))),),
    ),
    Case(
        "Capital letters of every script",
        "É and é, Ŵ and ŵ, Σ and σ, Ж and ж are alike wherever values are compared. So are İ and i: the engines can agree on no other "
        "small İ.",
        table("language | result", "cy | TŶ", "fr | ÉCARTÉ", "el | ΣΟΦΟΣ", "ru | ЖДЁТ", "tr | İPTAL", "en | dropped"),
        counting("language", outcomes=(outcome("result", "tŷ", "écarté", "σοφοσ", "ждёт", "iptal"),)),
        (
            Expected(
                ("language",),
                (
                    ("cy", 1, (1, 1, 1)),
                    ("el", 1, (1, 1, 1)),
                    ("en", 1, (1, 1, 0)),
                    ("fr", 1, (1, 1, 1)),
                    ("ru", 1, (1, 1, 1)),
                    ("tr", 1, (1, 1, 1)),
                ),
            ),
        ),
    ),
    Case(
        "Names with quotation marks and other signs",
        "A column or a value may hold any sign. None of them is taken for more than it is.",
        Table(
            (_ODD, "it's `charged`?"),
            (("a;b -- \\n", "yes"), ("a'b", "no"), ('a"b', "no"), ("a,b", "yes"), ("$1 %s {x}", "yes")),
        ),
        counting(_ODD, outcomes=(outcome("it's `charged`?"),)),
        (
            Expected(
                (_ODD,),
                (
                    ("$1 %s {x}", 1, (1, 1, 1)),
                    ('a"b', 1, (1, 1, 0)),
                    ("a'b", 1, (1, 1, 0)),
                    ("a,b", 1, (1, 1, 1)),
                    ("a;b -- \\n", 1, (1, 1, 1)),
                ),
            ),
        ),
    ),
    Case(
        "Signs in conditions and outcomes",
        "The same holds for the values that are asked for.",
        Table(("sex", "why"), (("F", "it's \\ 100%"), ("F", "a 'b' \"c\""), ("M", "no? $1"), ("M", "x"))),
        counting(
            "sex", outcomes=(outcome("why", "IT'S \\ 100%", "No? $1"),), where=(is_one_of("why", "it's \\ 100%", "a 'B' \"c\"", "no? $1"),)
        ),
        (Expected(("sex",), (("F", 2, (2, 2, 1)), ("M", 1, (1, 1, 1)))),),
        left_out=1,
    ),
    Case(
        "A line break within a value",
        "It is part of the value.",
        Table(("sex", "note"), (("F", "a\nb"), ("M", "a b"))),
        counting("note", outcomes=(outcome("sex", "f", name="female"),)),
        (Expected(("note",), (("a\nb", 1, (1, 1, 1)), ("a b", 1, (1, 1, 0)))),),
    ),
    Case(
        "Column names are found without fuss",
        "A column is meant by its exact name, or by the only one that is alike without case, spaces, hyphens and underscores.",
        table("Self-defined ethnicity | CHARGED", "White | yes", "Black | no"),
        counting("self defined_Ethnicity", outcomes=(outcome("charged"),)),
        (Expected(("Self-defined ethnicity",), (("Black", 1, (1, 1, 0)), ("White", 1, (1, 1, 1)))),),
    ),
)
