"""Any table and any specification: every engine makes the same cube of them as the referee, or refuses them with the same words."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from folkmoot.engines.readings import Bands, Numbers, Periods, Scheme
from folkmoot.engines.spec import MISSING_CODES, Condition, CubeSpec, Outcome
from folkmoot.engines.tests import at_hand
from folkmoot.engines.tests.spec.case import Table
from folkmoot.errors import FolkmootError

LETTERS = "aAbBéÉŴŵΣσςİiIıßẞǅЖж ,;\"'\\%$?{}|\t\u00a0\n-_1290.`:"
WORDS = ["White", "white", " Black", "Not stated", "Unknown", "-1", "-9", "", "ΟΔΟΣ", "οδοσ", "İ", "i", 'a"b', "a,b", "it's", "%s $1 ?"]
YES_AND_NO = ["1", "0", "yes", "No", "TRUE", "f", "1.0", "0.0", "", "?"]
ETHNICITY, SEX, CHARGE = 'Ethnic "group"', "it's sex", "Chargé, %"
SCHEME = Scheme.of("a scheme", {"white": "White", "a,b": "Other", "it's": None})

words = st.one_of(st.sampled_from(WORDS), st.text(LETTERS, max_size=4))
ages = st.one_of(st.integers(-10, 110), st.integers(-(2**31), 2**31 - 1))
scores = st.one_of(
    st.integers(-9, 9).map(float), st.floats(-1e9, 1e9).map(lambda number: round(number, 6)), st.sampled_from([0.1, 1e-5, -0.0])
)
days = st.dates().filter(lambda day: 1000 < day.year < 9999)
moments = st.datetimes().filter(lambda moment: 1000 < moment.year < 9999)
weights = st.one_of(st.integers(0, 9).map(str), st.sampled_from(["1,000", " 2 ", "3.0", "0"]))
TYPED = {"age": ("INTEGER", ages), "score": ("DOUBLE", scores), "held": ("BOOLEAN", st.booleans()), "day": ("DATE", days)}
TYPED |= {"heard": ("TIMESTAMP", moments), "n": ("BIGINT", st.integers(0, 5000))}
AS_TEXT = {"age": st.integers(-10, 110).map(str) | words, "score": words, "held": st.sampled_from(YES_AND_NO), "day": days.map(str) | words}
AS_TEXT |= {"heard": words, "n": weights}
COLUMNS = (ETHNICITY, SEX, CHARGE, "disposal", *TYPED)
BASE = {ETHNICITY: words, SEX: words, CHARGE: st.sampled_from(YES_AND_NO), "disposal": words}


@st.composite
def tables(draw, text_only):
    """Two to five of the columns, CHARGE among them."""
    columns = (
        CHARGE,
        *draw(st.lists(st.sampled_from([column for column in COLUMNS if column != CHARGE]), unique=True, min_size=1, max_size=4)),
    )
    typed = frozenset() if text_only else frozenset(column for column in columns if column in TYPED and draw(st.booleans()))
    values = [BASE.get(column) if column in BASE else TYPED[column][1] if column in typed else AS_TEXT[column] for column in columns]
    cells = values if text_only else [value if column == "n" else st.none() | value for column, value in zip(columns, values, strict=True)]
    rows = draw(st.lists(st.tuples(*cells), min_size=draw(st.sampled_from([8, 12, 1])), max_size=20))
    return Table(columns, tuple(rows), {column: TYPED[column][0] for column in sorted(typed)})


def _written(table, column):
    """Values of the column as they are written, and one that it may not have."""
    place = table.columns.index(column)
    return st.sampled_from(["white", "20", "", *(at_hand.written(row[place]) for row in table.rows)])


@st.composite
def conditions(draw, table):
    column = draw(st.sampled_from(table.columns))
    return Condition(column, draw(st.frozensets(_written(table, column), min_size=1, max_size=4)))


@st.composite
def outcomes(draw, table):
    column = draw(st.sampled_from(table.columns))
    had = sorted({text for row in table.rows if (text := at_hand.written(row[table.columns.index(column)])).strip()})
    values = st.sampled_from(had) if had else _written(table, column)
    positive = draw(st.none() if column in (CHARGE, "held") else st.frozensets(values | _written(table, column), min_size=1, max_size=2))
    return Outcome(f"{column} {positive}", column, positive, tuple(draw(st.lists(conditions(table), max_size=2))))


READINGS = {
    ETHNICITY: st.just(SCHEME),
    "age": st.sampled_from([Numbers(), Bands.parsed("0-17,18-24,25-64,65+")]),
    "score": st.sampled_from([Numbers(), Bands.parsed("0,1-5")]),
    "day": st.sampled_from(["month", "quarter", "half", "year", "financial-year"]).map(Periods),
    "heard": st.sampled_from(["month", "financial-year"]).map(Periods),
}


@st.composite
def questions(draw, text_only):
    """A table and a specification for it."""
    table = draw(tables(text_only))
    by = tuple(draw(st.lists(st.sampled_from(table.columns), unique=True, min_size=draw(st.sampled_from([2, 1, 0])))))
    groupings = draw(st.lists(st.lists(st.sampled_from(by), unique=True, min_size=1).map(tuple), unique=True, max_size=3)) if by else ()
    read = [column for column in sorted(by) if column in READINGS and draw(st.booleans())]
    spec = CubeSpec(
        by,
        tuple(draw(st.lists(outcomes(table), min_size=draw(st.sampled_from([1, 1, 0])), max_size=3, unique_by=lambda one: one.name))),
        tuple(draw(st.lists(conditions(table), max_size=draw(st.sampled_from([0, 0, 1, 2]))))),
        draw(st.sampled_from([MISSING_CODES, frozenset({"White", "no"})])),
        draw(st.sampled_from([None, "n"])) if "n" in table.columns else None,
        tuple(groupings),
        tuple((column, draw(READINGS[column])) for column in read),
    )
    return table, spec


def came_of(count, table, spec):
    """All of the cube but where it came from, or what was said in refusing it. What was read but not asked for does not matter."""
    try:
        cube = count(table, spec)
    except FolkmootError as error:
        return type(error), error.what
    wanted = {column for grouping in spec.wanted for column in grouping}
    return cube.spec, cube.groupings, cube.not_met, {column: values for column, values in cube.values.items() if column in wanted}


PHASES = set(Phase) - {Phase.explain}  # which takes minutes where an engine is slow
EXAMPLES = {"reference": 50, "DuckDB": 150, "PostgreSQL": 100, "Spark": 12}


@pytest.mark.parametrize("name", at_hand.ENGINES[1:])
def test_engine_agrees_with_the_referee(name, find_engine):
    count = find_engine(name)

    @settings(deadline=None, max_examples=EXAMPLES[name.partition(",")[0]], suppress_health_check=list(HealthCheck), phases=PHASES)
    @given(questions(text_only=name.endswith("CSV")))
    def agrees(question):
        assert came_of(count, *question) == came_of(at_hand.by_memory, *question)

    agrees()
