"""How every DuckDB of the product is shut before anything from outside is looked at: files that were named, and nothing else.

Source: https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview (external access, locking the configuration).
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHUT = ("autoinstall_known_extensions", "autoload_known_extensions", "python_enable_replacements")


def shut(database: "DuckDBPyConnection", paths: Iterable[Path | str] = ()) -> None:
    """From here on the database reads and writes `paths`, its own file and its folder for what does not fit into memory.

    It loads no extension, sees no Python variable, and no statement can change any of that. Set everything else before.
    """
    for bolt in SHUT:
        database.execute(f"SET {bolt} = false")
    allowed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in dict.fromkeys(map(str, paths)))
    database.execute(f"SET allowed_paths = [{allowed}]")
    database.execute("SET enable_external_access = false")
    database.execute("SET lock_configuration = true")
