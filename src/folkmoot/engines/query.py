"""The one query of a specification, in the part of DuckDB's dialect that SQLGlot carries over to PostgreSQL and Spark.

The engines differ only in where the rows lie: each writes `tally_query`, runs it, and hands the rows to `tallies.counted`.
Names go through `name`, which quotes them as identifiers, and values through `text`, which quotes them as literals; nothing of a
file is in the text of a query but its column names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from folkmoot.engines.errors import TooManyValues
from folkmoot.engines.readings import Bands, Periods
from folkmoot.engines.spec import SPACE, Condition, CubeSpec, folded
from folkmoot.engines.splits import FIRST_CLASS, NOT_MET, NOT_RECORDED, OTHER, WRONG_COUNT, Digit, Splits

# What an engine may know of a column's type. Text is always right; the others only make the query cheaper.
Kind = Literal["text", "integer", "number", "date"]
Kinds = Mapping[str, Kind]
ANY_TEXT: Kinds = MappingProxyType({})

MOST_SPLITS = 1 << 62  # what fits into a whole number of 64 bits, with room for a sign
_ISO_DAY = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([ T]|$)"
_DAY_AND_TIME = "^[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{2}|[0-9]{4})[ T]"
_PLAIN_NUMBER = "^[0-9]{1,9}([.][0-9]*)?$"
_MOST_CASES = 10**15 - 1
_WHOLE = "^[0-9]{1,15}([.]0+)?$"


@dataclass(frozen=True)
class Query:
    """A query in DuckDB's dialect, without parameters, and what its columns mean.

    Its rows are (which, rows, split, key0, key1, …): `which` is a key of `groupings`; `rows` a whole number; `split` a number of
    `Splits(spec)`, or NOT_MET or WRONG_COUNT; key0… the text of `keys`, in order, not yet read (None where the value is null or the
    column is not in the grouping).
    """

    sql: str
    spec: CubeSpec
    keys: tuple[str, ...]
    groupings: Mapping[int, tuple[str, ...]]


def tally_query(spec: CubeSpec, relation: str, kinds: Kinds = ANY_TEXT) -> Query:
    """Every wanted grouping of the specification from one scan of the relation.

    `spec` has the columns by their real names. `relation` is whatever may stand after FROM in DuckDB's dialect: a quoted table name,
    or a subquery in brackets with an alias. `kinds` says which columns are not text. Groupings held in a larger one are not scanned
    for: they are summed from it afterwards.
    """
    scanned = largest(spec.wanted)
    keys = tuple(column for column in spec.by if any(column in grouping for grouping in scanned))
    met = conjunction(spec.where, kinds)
    inner = [f"{_unless(met, _key(spec, column, kinds))} AS k{place}" for place, column in enumerate(keys)]
    inner.append(f"{_split(spec, met, kinds)} AS split")
    if spec.count_column:
        inner.append(f"{weight(spec.count_column, kinds)} AS weight")
    bits = [f"{1 << place} * GROUPING(k{place})" for place in range(len(keys))] if len(scanned) > 1 else ["0"]
    chosen = [f"{' + '.join(bits)} AS which", f"{_rows(spec)} AS rows", "split"]
    chosen += [f"CAST(k{place} AS VARCHAR) AS key{place}" for place in range(len(keys))]
    sql = (
        f"SELECT {', '.join(chosen)} FROM (SELECT {', '.join(inner)} FROM {relation}) AS cases "  # noqa: S608
        f"GROUP BY {_groups(scanned, keys)}"
    )
    return Query(sql, spec, keys, {_which(grouping, keys, len(scanned)): grouping for grouping in scanned})


def values_query(spec: CubeSpec, relation: str, column: str, kinds: Kinds = ANY_TEXT) -> str:
    """The values of a column in the rows that meet `where`, as (value, rows), commonest first: for a message that lists them."""
    met = conjunction(spec.where, kinds)
    where = f" WHERE {met}" if met else ""
    rows = f"SUM({weight(spec.count_column, kinds)})" if spec.count_column else "COUNT(*)"
    return (
        f"SELECT CAST(v AS VARCHAR) AS value, rows FROM (SELECT {name(column)} AS v, {rows} AS rows FROM {relation}{where} "  # noqa: S608
        f"GROUP BY {name(column)}) AS found ORDER BY rows DESC LIMIT 10000"
    )


def largest(groupings: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The groupings that are not part of another one: all others are sums of these."""
    by_size = sorted(dict.fromkeys(groupings), key=len, reverse=True)
    kept: list[tuple[str, ...]] = []
    for grouping in by_size:
        if not any(set(grouping) <= set(other) for other in kept):
            kept.append(grouping)
    return tuple(kept)


def name(identifier: str) -> str:
    """The identifier in quotation marks."""
    return '"' + identifier.replace('"', '""') + '"'


def text(literal: str) -> str:
    """The literal in quotation marks."""
    return "'" + literal.replace("'", "''") + "'"


def weight(column: str, kinds: Kinds) -> str:
    """The cases a row stands for: null unless the column holds a whole number of 0 or more."""
    if kinds.get(column) == "integer":
        return f"CASE WHEN {name(column)} BETWEEN 0 AND {_MOST_CASES} THEN CAST({name(column)} AS BIGINT) END"
    plain = f"REPLACE(TRIM(CAST({name(column)} AS VARCHAR), {text(SPACE)}), ',', '')"
    return f"CASE WHEN REGEXP_MATCHES({plain}, {text(_WHOLE)}) THEN CAST(CAST({plain} AS DECIMAL(18, 2)) AS BIGINT) END"


def conjunction(conditions: Sequence[Condition], kinds: Kinds) -> str:
    """True where all the conditions hold; empty where there is none."""
    return " AND ".join(_holds(condition, kinds) for condition in conditions)


def _holds(condition: Condition, kinds: Kinds) -> str:
    return _among(condition.column, condition.folded_values, kinds)


def _among(column: str, values: Iterable[str], kinds: Kinds) -> str:
    """True or null or false: whether the column holds one of the folded values; an empty one stands for null too."""
    listed = sorted(set(values))
    if kinds.get(column) != "integer":
        return f"{_folded(column)} IN ({', '.join(map(text, listed))})" if listed else "FALSE"
    numbers = [value for value in listed if _is_integer(value)]
    tests = [f"{name(column)} IN ({', '.join(numbers)})"] if numbers else []
    tests += [f"{name(column)} IS NULL"] if "" in listed else []
    return f"({' OR '.join(tests)})" if tests else "FALSE"


def _is_integer(value: str) -> bool:
    """Whether an engine writes a whole number just like this, and it fits."""
    digits = value.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) < 18 and str(int(value)) == value


def _folded(column: str) -> str:
    return f"LOWER(TRIM(COALESCE(CAST({name(column)} AS VARCHAR), ''), {text(SPACE)}))"


def _unless(met: str, expression: str) -> str:
    """Rows that do not meet the conditions fall into one cell."""
    return f"CASE WHEN {met} THEN {expression} END" if met else expression


def _key(spec: CubeSpec, column: str, kinds: Kinds) -> str:
    """The column, or fewer values that are read as the same group: the reading itself is done on the levels, not on the rows."""
    reading, kind = spec.reading(column), kinds.get(column, "text")
    if isinstance(reading, Bands):
        return _banded(spec, column, reading, kind)
    if isinstance(reading, Periods) and not any(code[:4].isdigit() for code in spec.missing_codes):
        return _month_or_period(column, reading, kind)
    return name(column)


def _banded(spec: CubeSpec, column: str, reading: Bands, kind: Kind) -> str:
    """The band's label; whatever is in no band, and the codes for not recorded, stay as they are written."""
    if any(folded(band.label) in spec.missing_codes for band in reading.bands) or kind == "date":
        return name(column)
    written = f"CAST({name(column)} AS VARCHAR)"
    if kind != "text":
        return _band_of(spec, name(column), written, reading)
    plain = f"TRIM({written}, {text(SPACE)})"
    whole = f"CAST(SPLIT_PART({plain}, '.', 1) AS BIGINT)"  # the whole part is in the same band: these numbers are not negative
    return f"CASE WHEN REGEXP_MATCHES({plain}, {text(_PLAIN_NUMBER)}) THEN {_band_of(spec, whole, written, reading)} ELSE {written} END"


def _band_of(spec: CubeSpec, number: str, written: str, reading: Bands) -> str:
    codes = sorted({code for code in spec.missing_codes if _is_integer(code)})
    cases = [f"WHEN {number} IN ({', '.join(codes)}) THEN {written}"] if codes else []
    expected = 0
    for band in reading.bands:
        if band.low != expected or not expected:
            cases.append(f"WHEN {number} < {band.low} THEN {written}")
        expected = 10**15 if band.high is None else band.high + 1  # "not a number", which engines sort last, is below nothing
        cases.append(f"WHEN {number} < {expected} THEN {text(band.label)}")
    return f"CASE {' '.join(cases)} ELSE {written} END"


def _month_or_period(column: str, reading: Periods, kind: Kind) -> str:
    if kind == "date":
        return _period(name(column), reading.unit)
    if kind != "text":
        return name(column)
    plain = f"TRIM(CAST({name(column)} AS VARCHAR), {text(SPACE)})"
    month = f"WHEN REGEXP_MATCHES({plain}, {text(_ISO_DAY)}) THEN SUBSTRING({plain}, 1, 7)"
    day = f"WHEN REGEXP_MATCHES({plain}, {text(_DAY_AND_TIME)}) THEN REGEXP_REPLACE({plain}, '[ T].*', '')"
    return f"CASE {month} {day} ELSE {plain} END"


def _period(column: str, unit: str) -> str:
    """The label of a date's period, as `readings.Periods` writes it."""
    year, month = (f"CAST(EXTRACT({part} FROM {column}) AS INTEGER)" for part in ("YEAR", "MONTH"))
    year_text = f"CAST({year} AS VARCHAR)"
    if unit == "year":
        return year_text
    if unit == "quarter":
        return f"{year_text} || ' Q' || CAST(CAST(EXTRACT(QUARTER FROM {column}) AS INTEGER) AS VARCHAR)"
    if unit == "financial-year":
        begins = f"({year} - CASE WHEN {month} < 4 THEN 1 ELSE 0 END)"
        return f"CAST({begins} AS VARCHAR) || '/' || SUBSTRING(CAST({begins} + 1 AS VARCHAR), 3, 2)"
    if unit == "half":
        return f"{year_text} || CASE WHEN {month} < 7 THEN ' H1' ELSE ' H2' END"
    return f"{year_text} || '-' || SUBSTRING(CAST(100 + {month} AS VARCHAR), 2, 2)"


def _split(spec: CubeSpec, met: str, kinds: Kinds) -> str:
    splits = Splits(spec)
    digits = [f"CAST({place} AS BIGINT) * {_digit(spec, digit, kinds)}" for digit, place in zip(splits.digits, splits.places, strict=True)]
    if splits.most > MOST_SPLITS:
        raise TooManyValues(
            "There are too many outcomes, or conditions on them, to be counted at once.", "", "Count some of them now and the others after."
        )
    split = " + ".join(digits) or "0"
    if not (met or spec.count_column):
        return split
    wrong = f"WHEN {weight(spec.count_column, kinds)} IS NULL THEN {WRONG_COUNT} " if spec.count_column else ""
    unmet = f"WHEN {met} THEN {split} ELSE {NOT_MET}" if met else f"ELSE {split}"
    return f"CASE {wrong}{unmet} END"


def _digit(spec: CubeSpec, digit: Digit, kinds: Kinds) -> str:
    if digit.condition:
        return f"CASE WHEN {_holds(digit.condition, kinds)} THEN 1 ELSE 0 END"
    state_of = {value: state for state, members in enumerate(digit.classes, FIRST_CLASS) for value in sorted(members)}
    state_of |= dict.fromkeys(sorted(spec.missing_codes), NOT_RECORDED)
    if kinds.get(digit.column) != "integer":
        cases = " ".join(f"WHEN {text(value)} THEN {state}" for value, state in state_of.items())
        return f"CASE {_folded(digit.column)} {cases} ELSE {OTHER} END"
    cases = " ".join(f"WHEN {value} THEN {state}" for value, state in state_of.items() if _is_integer(value))
    known = f"CASE {name(digit.column)} {cases} ELSE {OTHER} END" if cases else str(OTHER)
    return f"CASE WHEN {name(digit.column)} IS NULL THEN {NOT_RECORDED} ELSE {known} END"


def _rows(spec: CubeSpec) -> str:
    return "CAST(SUM(weight) AS BIGINT)" if spec.count_column else "COUNT(*)"


def _groups(scanned: Sequence[tuple[str, ...]], keys: Sequence[str]) -> str:
    sets = [", ".join([*(f"k{keys.index(column)}" for column in grouping), "split"]) for grouping in scanned]
    return sets[0] if len(sets) == 1 else f"GROUPING SETS ({', '.join(f'({group})' for group in sets)})"


def _which(grouping: Sequence[str], keys: Sequence[str], groupings: int) -> int:
    return 0 if groupings == 1 else sum(1 << place for place, column in enumerate(keys) if column not in grouping)
