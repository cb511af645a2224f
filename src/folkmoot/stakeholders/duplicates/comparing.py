"""Two rows side by side, and a merged row beside what it was: reading only."""

from typing import Any

from django.db.models import Model

from folkmoot.stakeholders.duplicates import relinking
from folkmoot.stakeholders.duplicates.fields import CHOSEN, JOINED, Sides, as_json
from folkmoot.stakeholders.duplicates.keeping import kind_of
from folkmoot.stakeholders.duplicates.models import Merge


def sides(kept: Model, gone: Model) -> list[Sides]:
    """The fields of two rows side by side: those to choose, then those that are joined."""
    names = [*CHOSEN[kind_of(kept)], *JOINED[kind_of(kept)]]
    return [Sides(name, _value(kept, name), _value(gone, name)) for name in names if hasattr(kept, name)]


def _value(row: Model, name: str) -> object:
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]


def labels_of(model: type[Model]) -> dict[str, str]:
    """The words for each field of a table."""
    return {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}


def what_changed(merge: Merge, kept: Model) -> list[str]:
    """What was altered after a merge, in words: fields of the kept row and things that were moved."""
    own = [str(field_of(kept, name).verbose_name) for name, value in merge.after.items() if as_json(getattr(kept, name)) != value]
    return [*own, *relinking.changed_since(merge)]


def field_of(row: Model, attribute: str) -> Any:
    """The field that stands in this column."""
    return next(field for field in row._meta.concrete_fields if field.attname == attribute)
