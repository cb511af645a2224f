"""Keeping the table of keys in step with the rows. Whoever writes a row calls `keep_keys` in the same transaction."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model, QuerySet

from folkmoot.stakeholders.duplicates.models import NameKey
from folkmoot.stakeholders.duplicates.rules import Entry, Kind, entry, keys

AT_ONCE = 2000


def table_of(kind: str) -> type[Model]:
    return apps.get_model("stakeholders", "Contact" if kind == Kind.PERSON else "Organisation")


def kind_of(row: Model) -> Kind:
    return Kind.PERSON if row._meta.model_name == "contact" else Kind.ORGANISATION


# The columns that comparing needs.
COMPARED: dict[str, tuple[str, ...]] = {
    Kind.PERSON: ("name", "email", "phone", "birth_year"),
    Kind.ORGANISATION: ("name", "email", "phone", "postcode", "town", "website"),
}


def entry_of(row: Model) -> Entry:
    """A stored row as far as comparing needs."""
    kind = kind_of(row)
    return entry_said(kind, {name: getattr(row, name) for name in COMPARED[kind]})


def entry_said(kind: Kind, said: Mapping[str, Any]) -> Entry:
    """The same from the values of its columns."""
    values = {name: said[name] for name in COMPARED[kind] if name != "name"}
    return entry(kind, said["name"], **values)


def number_of(kind: str, key: str) -> int:
    """The 64-bit number under which a key is kept."""
    return int.from_bytes(hashlib.blake2b(f"{kind} {key}".encode(), digest_size=8).digest(), "big", signed=True)


def numbers(one: Entry) -> list[int]:
    return [number_of(one.kind, key) for key in keys(one)]


def in_being(kind: str) -> QuerySet[Model]:
    """The rows that may be found as duplicates: neither erased nor merged into another."""
    rows = table_of(kind)._default_manager.filter(merged_into__isnull=True)
    return rows.filter(erased_on__isnull=True) if kind == Kind.PERSON else rows


def keep_keys(rows: Iterable[Model]) -> None:
    """Write the keys of these rows afresh; rows that were erased or merged away lose theirs. All of one kind."""
    given = list(rows)
    if not given:
        return
    kind = kind_of(given[0])
    with transaction.atomic():
        NameKey.objects.filter(kind=kind, row_id__in=[row.pk for row in given]).delete()
        _write(kind, (row for row in given if not getattr(row, "erased_on", None) and row.merged_into_id is None))  # type: ignore[attr-defined]


def rebuild(kind: str, *, progress: Callable[[int], None] | None = None) -> int:
    """Write all keys of one kind afresh; returns how many rows have keys."""
    done = 0
    with transaction.atomic():
        NameKey.objects.filter(kind=kind)._raw_delete("default")
        rows = in_being(kind).order_by("pk").iterator(chunk_size=AT_ONCE)
        while some := list(islice(rows, AT_ONCE)):
            _write(kind, some)
            done += len(some)
            if progress:
                progress(done)
    return done


def _write(kind: str, rows: Iterable[Model]) -> None:
    made = (_key(kind, row, each) for row in rows for each in numbers(entry_of(row)))
    NameKey.objects.bulk_create(list(made), batch_size=AT_ONCE)


def _key(kind: str, row: Model, number: int) -> NameKey:
    return NameKey(kind=kind, row_id=row.pk, key=number, area_id=row.area_id)  # type: ignore[attr-defined]
