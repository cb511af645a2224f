"""Every table of the product as it goes out: asked of the app registry, so that a new one cannot be forgotten."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models

from folkmoot.foundation.privacy import SENSITIVE, Label
from folkmoot.wholesale.leaving_out import COLUMNS_LEFT_OUT, LIBRARY_LABELS, TABLES_LEFT_OUT
from folkmoot.wholesale.rules import TABLES

AnyModel = type[models.Model]


@dataclass(frozen=True)
class Column:
    """A column of a table. `field` says what it holds, `kind` the same with a relation followed to what it points at."""

    name: str
    field: Any
    label: Label | None

    @property
    def sensitive(self) -> bool:
        return self.label in SENSITIVE

    @cached_property
    def kind(self) -> Any:
        field = self.field
        while field.remote_field:
            field = field.target_field
        return field


@dataclass(frozen=True)
class Table:
    """A table that leaves, with the columns that leave, in the order of the model."""

    name: str
    model: AnyModel
    columns: tuple[Column, ...]

    @property
    def path(self) -> str:
        return f"{TABLES}{self.name}.jsonl"

    @property
    def db_table(self) -> str:
        return str(self.model._meta.db_table)

    @property
    def key(self) -> str:
        """The column by which a row is known."""
        return str(self.model._meta.pk.column)

    @property
    def is_link(self) -> bool:
        """Whether the table only says which rows of two others belong together."""
        return bool(self.model._meta.auto_created)

    @cached_property
    def points_at(self) -> dict[str, str]:
        """Column -> name of the table that holds the rows it names."""
        return {one.name: one.field.related_model._meta.label_lower for one in self.columns if one.field.remote_field}

    @cached_property
    def unique(self) -> tuple[tuple[str, ...], ...]:
        """The columns whose values, together, stand in one row only, wherever all of them are filled."""
        meta, names = self.model._meta, {one.field.name: one.name for one in self.columns}
        single = [(field.name,) for field in meta.local_concrete_fields if field.unique]
        several = [tuple(fields) for fields in meta.unique_together]
        plain = [one.fields for one in meta.constraints if isinstance(one, models.UniqueConstraint) and one.fields and not one.condition]
        found = dict.fromkeys((*single, *several, *plain))
        return tuple(tuple(names[field] for field in fields) for fields in found if all(field in names for field in fields))


def all_tables() -> list[Table]:
    """Every table that leaves, in the order of their names."""
    made = (table_of(model) for model in apps.get_models(include_auto_created=True) if not model._meta.proxy)
    return sorted((one for one in made if one.name not in TABLES_LEFT_OUT), key=lambda one: one.name)


def children_first(tables: list[Table]) -> list[Table]:
    """The same tables so that a row goes in before the rows it points at; the keys are checked at the end.

    In this order no guard need be lifted: a guard that closes a table asks whether the row it belongs to is settled (`closed` of
    `foundation.guards.Stays`), and that row is not there yet.
    """
    waiting = {one.name: one for one in tables}
    ordered: list[Table] = []
    while waiting:
        pointed_at = {target for one in waiting.values() for target in one.points_at.values() if target != one.name}
        free = [name for name in waiting if name not in pointed_at]
        ordered += [waiting.pop(name) for name in free or list(waiting)[:1]]
    return ordered


def table_of(model: AnyModel) -> Table:
    """A model as a table, whether it leaves or not."""
    name = model._meta.label_lower
    columns = tuple(
        Column(str(field.column), field, _label(model, field.name))
        for field in model._meta.local_concrete_fields
        if (name, field.column) not in COLUMNS_LEFT_OUT
    )
    return Table(name, model, columns)


def _label(model: AnyModel, field: str) -> Label | None:
    """The privacy label of a field; of a table of links, that of the field which made it."""
    owner: Any = model._meta.auto_created
    if owner:
        made_by = next(one for one in owner._meta.local_many_to_many if one.remote_field.through is model)
        return Label.OPERATIONAL if field == "id" else _label(owner, made_by.name)
    known = LIBRARY_LABELS.get(model._meta.label_lower)
    if known is not None:
        return known.get(field)
    found: Label | None = model.privacy_of(field) if hasattr(model, "privacy_of") else None
    return found
