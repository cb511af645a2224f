"""Everything about a package that can be wrong, looked for before the first row is written; each fault names its file, row and column."""

import json
from collections.abc import Iterator
from typing import Any

from folkmoot.wholesale import values
from folkmoot.wholesale.keys import Keys
from folkmoot.wholesale.rules import MANIFEST, PACKAGE, README, TABLES, WHOLE, Manifest, Part
from folkmoot.wholesale.tables import Table
from folkmoot.wholesale.unpacking import NotAPackage, Source, chunks, lines
from folkmoot.wholesale.versions import Way

MOST_TOLD = 40


def faults(source: Source, manifest: Manifest, tables: list[Table], way: Way, keys: Keys) -> Iterator[str]:
    """Sentences; none for a package that may be brought in (the rules that only the database knows are asked of it while it is)."""
    found = list(_of_the_whole(source, manifest, tables, way))
    if found:
        yield from found
        return
    for part in manifest.parts.values():
        if not part.path.startswith(TABLES):
            yield from _of_file(source, part)
    for table in tables:
        if table.name in manifest.tables:
            yield from _of_table(source, manifest, table, way, keys)
    places = {table.name: table.path for table in tables}
    for place, first, second in keys.twice():
        name, _dot, columns = place.partition("/")
        yield f"{places[name]}, row {second}, column {columns}: has the value of row {first}, where no two rows may have the same."
    for place, row, target in keys.leading_nowhere():
        name, _dot, column = place.partition("/")
        yield f"{places[name]}, row {row}, column {column}: points at a row of {target.partition('/')[0]} that is not there."


def _of_the_whole(source: Source, manifest: Manifest, tables: list[Table], way: Way) -> Iterator[str]:
    if manifest.variant != WHOLE:
        yield f"{MANIFEST}: it was taken out {manifest.variant}, so what it lacks cannot come back; only a whole one can be brought in."
    yield from (f"{path}: is not in the manifest." for path in sorted(source.sizes) if path not in manifest.parts and path != MANIFEST)
    yield from (f"{path}: is in the manifest and not there." for path in manifest.parts if path not in source.sizes)
    yield from (f"{path}: is in the manifest and not there." for path in (PACKAGE, README) if path not in manifest.parts)
    known = {table.name: table for table in tables}
    listed = {one.path for one in manifest.tables.values()}
    for part in manifest.tables.values():
        if part.name not in known:
            yield f"{part.path}: this Folkmoot has no table {part.name}."
        elif part.path != known[part.name].path:
            yield f"{part.path}: the table {part.name} is expected at {known[part.name].path}."
    yield from (f"{path}: is not named as a table." for path in manifest.parts if path.startswith(TABLES) and path not in listed)
    missing = [name for name in known if name not in manifest.tables and name not in way.new_tables]
    yield from (f"{known[name].path}: the table {name} is missing." for name in missing)


def _of_file(source: Source, part: Part) -> Iterator[str]:
    try:
        for _piece in chunks(source, part):
            pass
    except NotAPackage as error:
        yield error.why


def _of_table(source: Source, manifest: Manifest, table: Table, way: Way, keys: Keys) -> Iterator[str]:
    part = manifest.tables[table.name]
    row = 0
    reading = Reading(table, way)
    try:
        for row, line in enumerate(lines(source, manifest.parts[part.path]), start=1):
            told, found = reading.values(line)
            yield from (f"{part.path}, row {row}{problem}" for problem in told)
            if not told:
                _note(keys, table, dict(zip(reading.names, found, strict=True)), row)
    except NotAPackage as error:
        yield error.why
        return
    if row != part.rows:
        yield f"{part.path}: has {row} rows; the manifest says {part.rows}."


def _note(keys: Keys, table: Table, row: dict[str, Any], number: int) -> None:
    plain = {name: value if isinstance(value, int | str | None) else str(value) for name, value in row.items()}
    for columns in table.unique:
        keys.hold(f"{table.name}/{', '.join(columns)}", [plain[name] for name in columns], number)
    for column, target in table.points_at.items():
        keys.want(f"{target}/{_key_of(table, column)}", plain[column], f"{table.name}/{column}", number)


def _key_of(table: Table, column: str) -> str:
    return next(str(one.field.target_field.column) for one in table.columns if one.name == column)


class Reading:
    """Reads the lines of one table. `names`: the columns, in the order in which their values come."""

    def __init__(self, table: Table, way: Way) -> None:
        self._table, self._way = table, way
        self._readers = {one.name: (values.reader(one.kind), one.field) for one in table.columns}
        self.names = list(self._readers)

    def values(self, line: bytes) -> tuple[list[str], list[Any]]:
        """What is wrong with a line, as the end of a sentence that names the row; and its values in the order of the columns."""
        try:
            said = json.loads(line, object_pairs_hook=_once, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            return [f": cannot be read: {error}."], []
        if not isinstance(said, dict):
            return [": is not an object of columns and values."], []
        row = self._way.row(self._table.name, said)
        told = [f", column {name[:60]}: there is no such column." for name in row if name not in self._readers]
        found = []
        for name, (read, field) in self._readers.items():
            if name not in row:
                told.append(f", column {name}: is missing.")
            elif row[name] is None:
                found.append(values.empty(field))
                told += [] if values.may_be_empty(field) else [f", column {name}: is empty, and may not be."]
            else:
                try:
                    found.append(read(row[name]))
                except ValueError as error:
                    told.append(f", column {name}: {error}.")
        return told, found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands in it twice")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is not a number")
