"""Bringing stored rows in line with the tables that ship: add, change, withdraw; never delete. Doing it twice changes nothing.

A row that left its file is withdrawn (`withdrawn_on`), because other rows may still refer to it; back in the file, it returns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from folkmoot.errors import FolkmootError
from folkmoot.foundation import audit
from folkmoot.foundation.models import Row
from folkmoot.foundation.saving import change

Key = tuple[object, ...]


class Reference(Row):
    """A row that ships with the product. One that left its file is withdrawn, not deleted: others may refer to it."""

    withdrawn_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


@dataclass
class Changes:
    """What a load did to one table, by the rows' own words; empty lists where it did nothing."""

    model: type[Reference]
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.withdrawn)

    def __str__(self) -> str:
        return (
            f"{self.model._meta.verbose_name_plural}: {len(self.added)} added, {len(self.changed)} changed, {len(self.withdrawn)} withdrawn"
        )


def store(changes: Changes, key: tuple[str, ...], wanted: Iterable[Mapping[str, object]]) -> None:
    """Add or change rows so that each `wanted` mapping of fields is stored. `key` names the fields that identify a row."""
    model = changes.model
    held = {_key_of(row, key): row for row in model._default_manager.all()}
    new = []
    for values in wanted:
        row = held.get(tuple(values[name] for name in key))
        if row is None:
            new.append(_checked(model(**values)))
        elif change(row, {**values, "withdrawn_on": None}):
            changes.changed.append(str(row))
            changes.ids.append(row.pk)
    for row in model._default_manager.bulk_create(new):
        changes.added.append(str(row))
        changes.ids.append(row.pk)


def withdraw_others(changes: Changes, key: tuple[str, ...], kept: Iterable[Key], on: date) -> None:
    """Withdraw the rows whose key is not among `kept`, from the day `on`."""
    keep = set(kept)
    for row in changes.model._default_manager.filter(withdrawn_on__isnull=True):
        if _key_of(row, key) not in keep:
            change(row, {"withdrawn_on": on})
            changes.withdrawn.append(str(row))
            changes.ids.append(row.pk)


def store_all(model: type[Reference], key: tuple[str, ...], wanted: Iterable[Mapping[str, object]], at: datetime) -> Changes:
    """Store `wanted` and withdraw every other row of the table."""
    rows = list(wanted)
    changes = Changes(model)
    store(changes, key, rows)
    withdraw_others(changes, key, (tuple(values[name] for name in key) for values in rows), timezone.localdate(at))
    return changes


def record_changes(loaded: Iterable[Changes], *, by: audit.Actor, at: datetime) -> None:
    """One audit event for each table that changed; none where nothing did. Call it inside the load's transaction."""
    for changes in loaded:
        if not changes.nothing:
            detail: dict[str, object] = {"added": changes.added, "changed": changes.changed, "withdrawn": changes.withdrawn}
            kind = audit.Kind.ALTERATION if changes.changed or changes.withdrawn else audit.Kind.COLLECTION
            audit.record(kind, by=by, at=at, subject=changes.model._meta.label_lower, ids=changes.ids, detail=detail)


def _key_of(row: Reference, key: tuple[str, ...]) -> Key:
    return tuple(getattr(row, name) for name in key)


def _checked(row: Reference) -> Reference:
    """The row, its own fields validated; relations and uniqueness were checked in the files and are held by the database."""
    relations = [each.name for each in row._meta.fields if each.is_relation]
    try:
        row.clean_fields(exclude=relations)
    except ValidationError as error:
        faults = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise FolkmootError(
            f"“{row}” cannot be stored.", faults, "Mend the reference file and load it again; nothing was changed."
        ) from error
    return row
