"""What another part of the service supplies to a panel's backlog.

A supplier is a function `(panel, today) -> list[Supplied]`, named with its dots in settings.AGENDA_SUPPLIERS: so the rooms above this
one can bring something to a panel without this room knowing them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from folkmoot.panels.models import Panel


@dataclass(frozen=True)
class Supplied:
    """One thing to be talked about. `kind` is a value of Item.Kind; origin kind and id together say what it came from."""

    kind: str
    title_en: str
    title_cy: str
    origin_kind: str
    origin_id: int
    detail: str = ""


Supplier = Callable[[Panel, date], list[Supplied]]


def suppliers() -> list[Supplier]:
    """The functions that the settings name."""
    return [import_string(name) for name in settings.AGENDA_SUPPLIERS]
