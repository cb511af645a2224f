"""A canary in every sensitive free text of every row that belongs to an Area: whoever meets one in an answer knows whose row was shown.

A canary reads zq<area>x<field>q, where `field` is the place of its field in `Planted.fields`. It is added to what stood there, so that
pages still make sense of the row.
"""

import re
from collections import deque
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models

from folkmoot.foundation.privacy import SENSITIVE

CANARY = re.compile(r"zq(\d+)x(\d+)q")
# Fields that are compared, opened or looked up by their value: a canary in them would break what it is meant to watch.
KEYS = re.compile(
    r"key|token|hash|sha|finger|mark|digest|code|secret|sealed|kind|language|route|channel|state|password|folder|path|media_type"
)
FARTHEST = 4  # foreign keys from a row to its Area


@dataclass(frozen=True)
class Planted:
    """`fields`: label of each field by its number; `rows`: how many rows hold a canary; `passed_over`: sensitive texts without one."""

    fields: list[str]
    rows: int
    passed_over: list[str]


def plant() -> Planted:
    """Plant them in the database that Django uses, whose guards against change are taken away first."""
    without_guards()
    fields, rows, passed = [], 0, []
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label):
        texts = _sensitive_texts(model)
        way = area_of(model) if texts else None
        for field in texts:
            label = f"{model._meta.label_lower}.{field.name}"
            if way is None or KEYS.search(field.name) or field.unique:
                passed.append(label)
                continue
            rows += _plant_in(model, field, way, len(fields))
            fields.append(label)
    return Planted(fields, rows, passed)


def without_guards() -> None:
    """Take away what guards the rows of the database against change."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')


def _sensitive_texts(model: type[models.Model]) -> list[models.Field]:
    if not model.__module__.startswith("folkmoot.") or not hasattr(model, "privacy_of"):
        return []
    return [
        field for field in model._meta.local_concrete_fields
        if model.privacy_of(field.name) in SENSITIVE and isinstance(field, (models.CharField, models.TextField))
        and not field.choices and not isinstance(field, (models.SlugField, models.URLField))
    ]  # fmt: skip


def area_of(model: type[models.Model]) -> str | None:
    """The shortest way from a row to its Area, such as activity__area_id; None where there is none."""
    waiting, seen = deque([(model, "")]), {model}
    while waiting:
        here, way = waiting.popleft()
        if way.count("__") > FARTHEST:
            return None
        for field in here._meta.concrete_fields:
            if field.is_relation and field.related_model._meta.label == "areas.Area" and field.name == "area":
                return f"{way}area_id"
        for field in here._meta.concrete_fields:
            to = field.related_model if field.is_relation else None
            if to and to not in seen and to._meta.app_label not in {"accounts", "areas", "auth", "contenttypes"}:
                seen.add(to)
                waiting.append((to, f"{way}{field.name}__"))
    return None


def _plant_in(model: type[models.Model], field: models.Field, way: str, number: int) -> int:
    table, key = model._meta.db_table, model._meta.pk.column
    found = list(model._base_manager.exclude(**{field.name: ""}).exclude(**{f"{way}": None}).values_list("pk", way, field.name))
    changed = []
    for pk, area, text in found:
        if text:
            canary = f"zq{area}x{number}q"
            kept = text[: field.max_length - len(canary) - 1] if field.max_length else text
            words = f"{canary}{text}"[: field.max_length] if isinstance(field, models.EmailField) else f"{kept} {canary}"
            changed.append((words, getattr(pk, "hex", pk)))
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key}" = %s', changed)
    return len(changed)
