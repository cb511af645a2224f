"""What differs between the engines' SQL, in one place: how a value is written as text, how a name is quoted, how a query is put.

**Canonical text.** The keys of a cube are text, so a value must be written alike wherever it lies:

| what the column holds | text |
|---|---|
| text | as it stands |
| true and false | `true`, `false` |
| whole numbers | digits, after a minus sign if need be |
| numbers with a fraction | the shortest decimal that reads back as the same number, no closing zeros: `1`, `1.5`, `0.00001` |
| not a number | nothing: the value is not recorded |
| dates | `2024-01-31` |
| dates with a time | `2024-01-31 09:30:00`, a fraction of a second only where there is one; in UTC where the column has a time zone |
| times | `09:30:00` |

Floating-point numbers of 1e20 and more, or with digits beyond the eighteenth decimal place, are outside this promise. Lists,
structures and bytes have no canonical text and are refused.
"""

import datetime
import re
import uuid
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from folkmoot.engines.errors import FileProblem
from folkmoot.engines.readings import number_text
from folkmoot.engines.spec import TURNED

if TYPE_CHECKING:
    from sqlglot import exp

    from folkmoot.engines.query import Kind

Dialect = Literal["duckdb", "postgres", "spark"]


class Held(StrEnum):
    """What a column holds, as far as writing its values as text is concerned."""

    TEXT = "text"
    BOOLEAN = "boolean"
    WHOLE = "whole numbers"
    EXACT = "decimal numbers"
    FLOAT = "floating-point numbers"
    DATE = "dates"
    MOMENT = "dates with a time"
    ZONED = "dates with a time and a time zone"
    TIME = "times"


# The names that DuckDB, PostgreSQL (format_type) and Spark (simpleString) give their types, in small letters.
_HELD: tuple[tuple[str, Held], ...] = (
    (r"varchar|text|string|uuid|name|citext|null|void|unknown|enum(\(.*)?", Held.TEXT),
    (r"(character varying|character|varchar|char|bpchar)(\(\d+\))?", Held.TEXT),
    (r"boolean|bool", Held.BOOLEAN),
    (r"u?(tinyint|smallint|integer|int|bigint|hugeint)|(decimal|numeric)\(\d+,\s*0\)", Held.WHOLE),
    (r"(decimal|numeric)(\(\d+,\s*-?\d+\))?", Held.EXACT),
    (r"double|double precision|float|real", Held.FLOAT),
    (r"date", Held.DATE),
    (r"timestamp_(ntz|s|ms|ns)|timestamp(\(\d\))? without time zone", Held.MOMENT),
    (r"timestamp(\(\d\))? with time zone", Held.ZONED),
    (r"time(\(\d\))?( without time zone)?", Held.TIME),
)
# DuckDB's TIMESTAMP knows no time zone; Spark's does.
_TIMESTAMP: Mapping[Dialect, Held] = {"duckdb": Held.MOMENT, "spark": Held.ZONED}

# What the query may be told of a column that is left as it is, because every engine writes it alike.
_AS_IT_IS: "Mapping[Held, Kind]" = {Held.WHOLE: "integer", Held.DATE: "date"}


def held(column: str, type_name: str, dialect: Dialect) -> Held:
    """What a column holds, from the name its engine gives its type. Raises FileProblem for a type without canonical text."""
    name = type_name.strip(' "').lower()
    if name == "timestamp" and dialect in _TIMESTAMP:
        return _TIMESTAMP[dialect]
    found = next((what for pattern, what in _HELD if re.fullmatch(pattern, name)), None)
    if found is None:
        raise FileProblem(
            f"The column '{column}' holds values of the type {type_name}, which cannot be counted.",
            "Counting needs text, numbers, dates, or true and false.",
            "Leave the column out, or give a view in which it is text.",
        )
    return found


def selected(column: str, type_name: str, dialect: Dialect) -> "tuple[str, Kind]":
    """How to select a column so that its text is canonical, in the engine's own SQL, and what that then is for `tally_query`."""
    what = held(column, type_name, dialect)
    quoted = name(column, dialect)
    if what in _AS_IT_IS:
        return quoted, _AS_IT_IS[what]
    return canonical_text(quoted, what, dialect), "text"


def canonical_text(value: str, what: Held, dialect: Dialect) -> str:
    """The expression, in the engine's own SQL, that writes a value as canonical text."""
    text = f"CAST({value} AS {_TEXT_TYPE[dialect]})"
    if what is Held.FLOAT:
        return _float_text(value, text, dialect)
    if what is Held.EXACT:
        return _exact_text(value, text, dialect)
    if what is Held.TEXT and dialect == "postgres":
        return f'{text} COLLATE "C"'  # whatever the column's own collation takes for equal
    if what is Held.ZONED and dialect == "duckdb":
        return f"CAST(make_timestamp(epoch_us({value})) AS VARCHAR)"
    if what is Held.ZONED and dialect == "postgres":
        return f"CAST({value} AT TIME ZONE 'UTC' AS TEXT)"
    return text


_TEXT_TYPE: Mapping[Dialect, str] = {"duckdb": "VARCHAR", "postgres": "TEXT", "spark": "STRING"}


def _float_text(value: str, text: str, dialect: Dialect) -> str:
    """By way of the engine's own shortest text, which is read as a decimal number and written without an exponent."""
    if dialect == "postgres":
        plain = f"CAST(trim_scale(round(CAST({text} AS NUMERIC), 18)) AS TEXT)"
        return (
            f"CASE WHEN {value} = 'NaN' THEN NULL WHEN {value} IN ('Infinity', '-Infinity') "
            f"THEN replace(lower({text}), 'infinity', 'inf') ELSE {plain} END"
        )
    unsafe = f"replace(lower({text}), 'infinity', 'inf')"
    plain = f"CAST(TRY_CAST({text} AS DECIMAL(38, 18)) AS {_TEXT_TYPE[dialect]})"
    return f"CASE WHEN isnan({value}) THEN NULL WHEN {value} = 0 THEN '0' ELSE coalesce({_without_zeros(plain, dialect)}, {unsafe}) END"


def _exact_text(value: str, text: str, dialect: Dialect) -> str:
    if dialect == "postgres":  # its NUMERIC can be not a number
        return f"CASE WHEN {value} = 'NaN' THEN NULL ELSE CAST(trim_scale({value}) AS TEXT) END"
    return f"CASE WHEN {value} = 0 THEN '0' ELSE {_without_zeros(text, dialect)} END"


def _without_zeros(plain: str, dialect: Dialect) -> str:
    if dialect == "spark":
        return f"rtrim('.', rtrim('0', {plain}))"
    return f"rtrim(rtrim({plain}, '0'), '.')"


def plain_text(value: Any) -> str | None:
    """The canonical text of a value that has come into Python: what the referee uses. Raises TypeError for a type without one."""
    if value is None or (isinstance(value, float | Decimal) and value != value):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and abs(value) == float("inf"):
        return str(value)
    if isinstance(value, float | Decimal):
        return number_text(Decimal(repr(value)) if isinstance(value, float) else value)
    if isinstance(value, datetime.datetime):
        return _plain_moment(value)
    if isinstance(value, datetime.time):
        return value.isoformat().rstrip("0").rstrip(".") if value.microsecond else value.isoformat()
    if isinstance(value, str | int | datetime.date | uuid.UUID):
        return str(value)
    raise TypeError(type(value).__name__)


def _plain_moment(value: datetime.datetime) -> str:
    if value.tzinfo:
        value = value.astimezone(datetime.UTC).replace(tzinfo=None)
    text = value.isoformat(sep=" ")
    return text.rstrip("0") if value.microsecond else text


def name(identifier: str, dialect: Dialect) -> str:
    """The identifier in the engine's quotation marks."""
    mark = "`" if dialect == "spark" else '"'
    return mark + identifier.replace(mark, mark * 2) + mark


def put(sql: str, dialect: Dialect, collation: str | None = None) -> str:
    """A query in the portable part of DuckDB's dialect, put in another's.

    Beside what SQLGlot changes by itself, small letters are made alike: the letters whose small form depends on those around them, or
    is two letters, are turned first, as in `spec.folded`. `collation` names a collation of PostgreSQL that knows the letters of all
    scripts; without one it would turn those of its own locale only.
    """
    return _put(sql, collation).sql(dialect=dialect, identify=True)


def put_with_literals_apart(sql: str, dialect: Dialect) -> tuple[str, dict[str, str]]:
    """As `put`, with the text literals as named parameters: for an engine that reads escapes in literals which others do not write."""
    from sqlglot import exp

    tree = _put(sql)
    literals = [literal for literal in tree.find_all(exp.Literal) if literal.is_string]
    for place, literal in enumerate(literals):
        literal.replace(exp.Placeholder(this=f"p{place}"))
    return tree.sql(dialect=dialect, identify=True), {f"p{place}": literal.this for place, literal in enumerate(literals)}


def _put(sql: str, collation: str | None = None) -> "exp.Expr":
    from sqlglot import exp, parse_one

    tree = parse_one(sql, read="duckdb")
    for lower in list(tree.find_all(exp.Lower)):
        lower.set("this", _letters_turned(lower.this, collation))
    return tree


def _letters_turned(text: "exp.Expr", collation: str | None) -> "exp.Expr":
    from sqlglot import exp

    large, small = "".join(map(chr, TURNED)), "".join(map(str, TURNED.values()))
    turned = exp.func("TRANSLATE", text.copy(), exp.Literal.string(large), exp.Literal.string(small))
    return exp.Collate(this=turned, expression=exp.to_identifier(collation, quoted=True)) if collation else turned
