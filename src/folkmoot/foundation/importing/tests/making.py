"""Tables as they arrive, without a file."""

from collections.abc import Sequence

from folkmoot.foundation.importing.columns import ImportSpec
from folkmoot.foundation.importing.matching import suggest
from folkmoot.foundation.importing.running import Source
from folkmoot.foundation.tables.table import Row, Table


def table(columns: Sequence[str], *rows: Sequence[str], sheet: str = "") -> Table:
    found = tuple(Row(number, tuple(row)) for number, row in enumerate(rows, 2))
    return Table(tuple(columns), found, sheet, (sheet,) if sheet else (), "utf-8", ",", ())


def source(spec: ImportSpec, columns: Sequence[str], *rows: Sequence[str], area: object | None = None, sheet: str = "") -> Source:
    return Source(table(columns, *rows, sheet=sheet), suggest(spec, columns), "groups.csv", "0" * 64, area)
