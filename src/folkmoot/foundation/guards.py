"""Rows that stay as they were written, held by the database itself: what goes round the product is refused as well.

A migration lists `Stays` and hands them to `standing`. Not obvious: SQLite's INSERT OR REPLACE removes the row it replaces without
calling a delete trigger, and PostgreSQL's TRUNCATE calls no trigger of a row; each has a guard of its own. And SQLite drops the triggers
of a table with the table, and Django makes a table anew to alter it: a later migration that alters a guarded table must set its guards
again, and a test finds one that is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.migrations.operations.base import Operation

VENDORS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Stays:
    """What of a table never changes. `fixed`: the columns (none named: all of them). `when`: a condition on OLD under which it holds.

    `may_go`: rows may be deleted. `closed`: a condition on NEW under which no row may be added. Both databases read the conditions.
    """

    table: str
    words: str
    fixed: tuple[str, ...] = ()
    when: str = ""
    may_go: bool = False
    closed: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        return self.name or self.table

    def guards(self, vendor: str) -> dict[str, list[str]]:
        """The statements that set each guard, by the guard's name."""
        deleted = "" if self.may_go else self.when or "1 = 1"
        conditions = {"update": self._changed(vendor), "delete": deleted, "insert": self._added(vendor)}
        make = _on_sqlite if vendor == "sqlite" else _on_postgresql
        made = {f"{self.label}_{verb}": make(self, verb, condition) for verb, condition in conditions.items() if condition}
        return made if vendor == "sqlite" or self.may_go else made | {f"{self.label}_empty": _emptying(self)}

    def _changed(self, vendor: str) -> str:
        unlike = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        changed = " OR ".join(f'OLD."{column}" {unlike} NEW."{column}"' for column in self.fixed) or "1 = 1"
        return f"({self.when}) AND ({changed})" if self.when else changed

    def _added(self, vendor: str) -> str:
        """What may not be added; on SQLite also a row in the place of one that is kept, as INSERT OR REPLACE would put it."""
        if vendor != "sqlite" or self.may_go:
            return self.closed
        kept = f"EXISTS (SELECT 1 FROM {self.table} AS kept WHERE kept.id = NEW.id{self._of_kept()})"  # noqa: S608
        return f"({self.closed}) OR {kept}" if self.closed else kept

    def _of_kept(self) -> str:
        return f" AND ({self.when.replace('OLD.', 'kept.')})" if self.when else ""


def _on_sqlite(stays: Stays, verb: str, condition: str) -> list[str]:
    return [
        f"CREATE TRIGGER {stays.label}_{verb} BEFORE {verb.upper()} ON {stays.table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{stays.words}'); END"
    ]


def _on_postgresql(stays: Stays, verb: str, condition: str) -> list[str]:
    row = "OLD" if verb == "delete" else "NEW"
    return [
        f"CREATE FUNCTION {stays.label}_{verb}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{stays.words}'; END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {stays.label}_{verb} BEFORE {verb.upper()} ON {stays.table} FOR EACH ROW EXECUTE FUNCTION {stays.label}_{verb}()",
    ]


def _emptying(stays: Stays) -> list[str]:
    """PostgreSQL's TRUNCATE calls no trigger of a row."""
    return [
        f"CREATE FUNCTION {stays.label}_empty() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{stays.words}'; END $$",
        f"CREATE TRIGGER {stays.label}_empty BEFORE TRUNCATE ON {stays.table} FOR EACH STATEMENT EXECUTE FUNCTION {stays.label}_empty()",
    ]


def _undoing(stays: Stays, vendor: str) -> list[str]:
    names = stays.guards(vendor)
    if vendor == "sqlite":
        return [f"DROP TRIGGER {name}" for name in names]
    return [line for name in names for line in (f"DROP TRIGGER {name} ON {stays.table}", f"DROP FUNCTION {name}")]


def setting(every: Sequence[Stays]) -> dict[str, list[str]]:
    """The statements that set all these guards, by the kind of database."""
    return {vendor: [line for stays in every for lines in stays.guards(vendor).values() for line in lines] for vendor in VENDORS}


def lifting(every: Sequence[Stays]) -> dict[str, list[str]]:
    """The statements that take all these guards away, by the kind of database."""
    return {vendor: [line for stays in every for line in _undoing(stays, vendor)] for vendor in VENDORS}


class Guards(Operation):
    """Statements by the kind of database, forwards and backwards. Unlike RunPython it asks for no model: working all out takes seconds."""

    reversible = True

    def __init__(self, forwards: dict[str, list[str]], backwards: dict[str, list[str]]) -> None:
        self.forwards, self.backwards = forwards, backwards

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Guards are in the database alone."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _run(self.forwards, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _run(self.backwards, schema_editor)

    def describe(self) -> str:
        return "Guards of rows that stay as they were written"


def standing(every: Sequence[Stays]) -> Guards:
    """The operation of a migration that sets these guards, and takes them away when it is undone."""
    return Guards(setting(every), lifting(every))


def taking_away(every: Sequence[Stays]) -> Guards:
    """The operation that takes guards away before their tables are altered; a later migration sets them again."""
    return Guards(lifting(every), setting(every))


def _run(statements: dict[str, list[str]], schema_editor: Any) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)
