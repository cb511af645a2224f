"""From which versions of Folkmoot a package can be brought in: the same, or an older one from which every step has a name here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from folkmoot.errors import FolkmootError
from folkmoot.wholesale.tables import all_tables


@dataclass(frozen=True)
class Step:
    """What one migration means for the rows of an older package, by table: new tables, columns added (with the value that older rows
    get), renamed (old -> new) and taken away. A migration that changes no row is an empty step."""

    new_tables: frozenset[str] = frozenset()
    added: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dropped: Mapping[str, frozenset[str]] = field(default_factory=dict)


# (app, migration) -> its step. Empty: this is the first version that takes everything out. Whoever adds a migration adds its step.
STEPS: dict[tuple[str, str], Step] = {}


class OtherVersion(FolkmootError):
    """The package comes from a version that this one cannot read."""


@dataclass(frozen=True)
class Way:
    """The steps from the package's version to this one, in order; none for the same version."""

    steps: tuple[Step, ...] = ()

    @property
    def new_tables(self) -> frozenset[str]:
        return frozenset().union(*(step.new_tables for step in self.steps))

    def row(self, table: str, row: dict[str, Any]) -> dict[str, Any]:
        """A row as this version has it."""
        for step in self.steps:
            renamed, dropped = step.renamed.get(table, {}), step.dropped.get(table, frozenset())
            row = {renamed.get(name, name): value for name, value in row.items() if name not in dropped}
            row |= {name: value for name, value in step.added.get(table, {}).items() if name not in row}
        return row


def migrations_here() -> dict[str, list[str]]:
    """The migrations of this database, of the apps whose tables leave, in the order in which they were applied."""
    apps = {one.model._meta.app_label for one in all_tables()}
    found: dict[str, list[str]] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        if app in apps:
            found.setdefault(app, []).append(name)
    return {app: sorted(names) for app, names in sorted(found.items())}


def way_from(there: Mapping[str, Iterable[str]], product: str) -> Way:
    """The way from a package made by `product` with the migrations `there` to this database. Raises OtherVersion."""
    here = migrations_here()
    newer = sorted(f"{app} {name}" for app, names in there.items() for name in set(names) - set(here.get(app, ())))
    if newer:
        raise OtherVersion(
            "This was taken out of a newer Folkmoot than this one.",
            f"It came from version {product}, which has changes to the database that this one does not know: {', '.join(newer[:5])}.",
            "Bring this Folkmoot up to that version and run folkmoot setup; then bring it in.",
        )
    missing = [(app, name) for app, names in here.items() for name in names if name not in set(there.get(app, ()))]
    unnamed = [f"{app} {name}" for app, name in missing if (app, name) not in STEPS]
    if unnamed:
        raise OtherVersion(
            "This was taken out of an older Folkmoot, and the way from there is not known.",
            f"It came from version {product}; not known is what these changes mean for its rows: {', '.join(unnamed[:5])}.",
            "Install that version, bring it in there, then bring that Folkmoot up to this version and run folkmoot setup.",
        )
    return Way(tuple(STEPS[one] for one in missing))
