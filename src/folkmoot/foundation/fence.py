"""The second fence, on PostgreSQL: a row of an Area shows only to a connection that was told of that Area, whatever the product asks.

The first fence is `accounts.scope`. This one stands in the database: row-level security, forced on the owner of the tables as well. A
connection of the web server is told nothing to begin with, and so sees nothing; each request says whose Areas it may see before its
view runs. Commands, migrations and the day's job see everything. SQLite has no such thing: there the first fence stands alone.

Not obvious: the setting is told outside any transaction, because one that is rolled back takes the setting back to what another person
was told before. And a connection that was lost and made anew within a request sees nothing for the rest of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

from folkmoot.foundation.guards import Guards

SETTING = "folkmoot.areas"
ALL, NONE, PUBLIC = "all", "", "public"
OPEN = f"-c {SETTING}={ALL}"  # for PGOPTIONS of a program that takes or brings back everything
_told: ContextVar[str | None] = ContextVar("folkmoot_areas", default=None)


@dataclass(frozen=True)
class Fenced:
    """A table with the Area of each row.

    `national`: rows of no Area show to whoever was told of any Area; `public`: every row shows on a page that is open to all.
    """

    table: str
    national: bool = False
    public: bool = False

    @property
    def sees(self) -> str:
        """The condition under which a row shows. Each setting is asked once for a statement, not once for a row."""
        said = f"(SELECT current_setting('{SETTING}', true))"
        numbers = f"(SELECT string_to_array(NULLIF(NULLIF({said}, '{ALL}'), '{PUBLIC}'), ',')::bigint[])"
        conditions = [f"{said} = '{ALL}'", f"area_id = ANY ({numbers}::bigint[])"]
        conditions += [f"(area_id IS NULL AND {said} NOT IN ('{NONE}', '{PUBLIC}'))"] if self.national else []
        conditions += [f"{said} = '{PUBLIC}'"] if self.public else []
        return " OR ".join(conditions)


def fencing(every: Sequence[Fenced]) -> Guards:
    """The operation of a migration that puts these tables behind the fence, and takes it down when it is undone."""
    raised, razed = [], []
    for one in every:
        raised += [
            f"ALTER TABLE {one.table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {one.table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {one.table}_fence ON {one.table} USING ({one.sees}) WITH CHECK ({one.sees})",
        ]
        razed += [
            f"DROP POLICY {one.table}_fence ON {one.table}",
            f"ALTER TABLE {one.table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {one.table} DISABLE ROW LEVEL SECURITY",
        ]
    return Guards({"sqlite": [], "postgresql": raised}, {"sqlite": [], "postgresql": razed})


@contextmanager
def seeing(areas: Iterable[int] | None) -> Iterator[None]:
    """Within, this thread's connection shows the rows of these Areas; None: of all."""
    words = ALL if areas is None else ",".join(str(int(each)) for each in sorted(areas))
    before = _told.set(words)
    try:
        _tell(words)
        yield
    finally:
        _told.reset(before)
        with suppress(DatabaseError):  # of a connection that is gone, or whose transaction is rolled back to what was told before it
            _tell(_told.get())


@contextmanager
def lifted() -> Iterator[None]:
    """Within, the fence is open: for what looks at every Area by design and shows none of it, such as the index of search."""
    with seeing(None):
        yield


def open_for(cursor: CursorWrapper) -> None:
    """Open the fence for a connection of its own, which is closed after its work: a backup's."""
    cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, ALL])


def open_to_all() -> None:
    """The page under way is one that everybody may open: show of the fenced tables what such pages need. Ends with `seeing` around it."""
    if _told.get() != ALL:
        _tell(PUBLIC)


def _tell(words: str | None) -> None:
    """Nothing told: what the connection began with."""
    if connection.vendor != "postgresql":
        return
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if words is None:
            connection.connection.execute(f"RESET {SETTING}")
        else:
            connection.connection.execute("SELECT set_config(%s, %s, false)", [SETTING, words])
