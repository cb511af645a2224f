"""Prints the specification of counting as docs/specification.md: `python tools/specification.py`; `--check` only compares."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANUAL = ROOT / "docs" / "specification.md"

INTRODUCTION = """# What a count is

Folkmoot reduces a case file to counts where it lies. This manual says what these counts are. It is printed by `tools/specification.py`
from the cases in `src/folkmoot/engines/tests/spec`, and the tests hold every engine to every case:

| engine | counts | says how far it is | cannot |
|---|---|---|---|
| `duckdb` (what is used unless another is named) | CSV, Parquet and DuckDB files on this machine | yes | |
| `postgres` | one table or view: `postgresql://name@host/database#schema.table` | no | several tables at once: make a view of them |
| `spark` | Parquet and CSV its session can read, tables of its catalogue (`#catalog.schema.table`) | no | CSV that needs care: see below |
| `reference` | CSV and Parquet files of at most a million rows | no | anything larger: it is the slow and obvious referee of the others |

PostgreSQL needs the extra `postgres`, Spark needs pyspark 4.0 or newer and Java 17 or newer. With Spark, CSV must be in UTF-8, have no line
before its headings, and no two headings alike; with DuckDB and the referee, none of that matters.
Columns of lists, structures or bytes cannot be counted anywhere, nor can columns of names or reference numbers.

## How values are written

{canonical}

{outside}
"""


def manual() -> str:
    """The whole manual."""
    from folkmoot.engines import dialects
    from folkmoot.engines.tests.spec import CHAPTERS

    opening, table, outside = _parts(dialects.__doc__ or "")
    parts = [INTRODUCTION.format(canonical=f"{opening}\n\n{table}", outside=outside)]
    parts += [_chapter(chapter) for chapter in CHAPTERS]
    return "\n".join(parts)


def _parts(text: str) -> tuple[str, str, str]:
    """What the module says of canonical text: the sentence before its table, the table, and the sentences after it."""
    paragraphs = text.strip().split("\n\n")
    place = next(place for place, paragraph in enumerate(paragraphs) if paragraph.startswith("|"))
    return paragraphs[place - 1].removeprefix("**Canonical text.** "), paragraphs[place], "\n\n".join(paragraphs[place + 1 :])


def _chapter(chapter: ModuleType) -> str:
    return "\n".join([f"## {chapter.__doc__}\n", f"{chapter.SAYS}\n", *(part for case in chapter.CASES for part in _case(case))])


def _case(case: Any) -> Iterator[str]:
    yield f"### {case.title}\n"
    if case.says:
        yield f"{case.says}\n"
    headings = [_heading(column, case.table) for column in case.table.columns]
    yield _table(headings, [[_value(value) for value in row] for row in case.table.rows])
    yield from (f"- {line}" for line in _asked(case.spec))
    yield ""
    if case.refused:
        yield f"Refused: “{case.saying}”.\n"
    for expected in case.expects:
        names = [*map(_code, expected.by), "rows", *(outcome.name for outcome in case.spec.outcomes)]
        yield _table(names, [_line(expected, line) for line in expected.lines])
    yield from _besides(case)


def _heading(column: str, table: Any) -> str:
    kind = table.type_of(column)
    return _code(column) if kind == "VARCHAR" else f"{_code(column)} ({kind.lower()})"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _value(value: object) -> str:
    """A value so that space and NULL can be seen."""
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return _code(value) if value else ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _code(text: str) -> str:
    """Text as it is, in a span of code; signs that cannot be seen are shown as Python writes them."""
    seen = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text).replace("|", "\\|")
    mark = "``" if "`" in seen else "`"
    space = " " if "`" in seen or not seen.strip() else ""
    return f"{mark}{space}{seen}{space}{mark}"


def _asked(spec: Any) -> Iterator[str]:
    from folkmoot.engines.spec import MISSING_CODES

    yield f"Counted by {_listed(spec.by)}" if spec.by else "Counted by nothing"
    if spec.groupings:
        yield "in the combinations " + "; ".join(_listed(grouping) for grouping in spec.groupings)
    for outcome in spec.outcomes:
        yield _outcome(outcome)
    for condition in spec.where:
        yield f"Only rows where {_condition(condition)}"
    if spec.missing != MISSING_CODES:
        yield f"Codes for not recorded: {_listed(sorted(spec.missing))}"
    if spec.count_column:
        yield f"Cases a row stands for: {_code(spec.count_column)}"
    for column, reading in spec.readings:
        yield f"{_code(column)} is read {_reading(reading.plain())}"


def _outcome(outcome: Any) -> str:
    values = "yes" if outcome.positive is None else _either(outcome.positive)
    among = " and ".join(_condition(condition) for condition in outcome.among)
    name = "" if outcome.name == outcome.column else f"{outcome.name}: "
    return f"Outcome: {name}{_code(outcome.column)} is {values}" + (f", among rows where {among}" if among else "")


def _condition(condition: Any) -> str:
    return f"{_code(condition.column)} is {_either(condition.values)}"


def _either(values: Sequence[str]) -> str:
    return " or ".join(_code(value) if value else "blank" for value in sorted(values))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_code, names))


def _reading(plain: Mapping[str, Any]) -> str:
    if plain["kind"] == "scheme":
        pairs = (f"{_code(value)} is {_code(label) if label else 'not recorded'}" for value, label in plain["labels"])
        return "by the scheme in which " + ", ".join(pairs)
    if plain["kind"] == "bands":
        return f"in the bands {_code(plain['bands'])}"
    return "as numbers" if plain["kind"] == "numbers" else f"as periods: {plain['unit']}"


def _line(expected: Any, line: Sequence[Any]) -> list[str]:
    width = len(expected.by)
    key = ["*not recorded*" if part is None else _code(part) for part in line[:width]]
    return [*key, str(line[width]), *(" / ".join(map(str, counted)) for counted in line[width + 1 :])]


def _besides(case: Any) -> Iterator[str]:
    if case.left_out:
        yield f"Left out by the conditions: {case.left_out}.\n"
    for column, values in case.unmapped.items():
        yield f"Reported as unknown to the scheme of {_code(column)}: {', '.join(f'{_code(v)} {rows}' for v, rows in values.items())}.\n"
    for column, rows in case.invalid.items():
        yield f"Invalid in {_code(column)}: {rows}.\n"


def is_current() -> bool:
    return MANUAL.exists() and MANUAL.read_text(encoding="utf-8") == manual()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        if not is_current():
            print(f"out of date: {MANUAL.relative_to(ROOT)}")
        return 0 if is_current() else 1
    MANUAL.write_text(manual(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
