"""An audit trail to tamper with: short, of every kind, each event telling of somebody else; and the seven ways of tampering with it.

Whoever tampers here holds the database: the triggers are lifted before each deed, and what is written is as clever as it can be.
"""

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from trust.places import Place, folder, use

TABLE = "foundation_auditevent"
JSON_FIELDS = frozenset({"subject_ids", "detail"})
Row = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """What was done: the events as they stand then, and the numbers of events of which a fault may be told."""

    rows: list[Row]
    places: frozenset[int]


def bare(database: str = "") -> Place:
    """A service with nothing but its audit trail, in use by this process."""
    place = Place(folder(), database=database)
    use(place)
    from django.core.management import call_command

    call_command("migrate", "foundation", verbosity=0)
    return place


def write_events(number: int, rand: random.Random) -> None:
    """`number` events through the product, of every kind, by five people, with every field filled now and then."""
    from django.db import transaction
    from django.utils import timezone

    from folkmoot.foundation import audit

    now = timezone.now()
    kinds = list(audit.Kind)
    for turn in range(number):
        who = rand.randrange(1, 6)
        with transaction.atomic():
            audit.record(
                kinds[turn % len(kinds)], by=audit.Actor(who, f"Person {who}"), at=now + timedelta(seconds=turn, microseconds=turn * 7),
                subject="stakeholders.contact", ids=[turn, turn + 1000][: 1 + turn % 2], area_id=1 + turn % 14,
                route=f"/stakeholders/{turn}/", recipient=f"Recipient {turn}", detail={"fields": ["name"], "turn": turn},
            )  # fmt: skip


def stored() -> list[Row]:
    """Every event as it lies in the table, oldest first."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE} ORDER BY seq")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def store(rows: list[Row]) -> None:
    """Put these in place of the whole trail, with the guards lifted and put back."""
    from django.db import connection

    from folkmoot.foundation.tests.tampering import tamper

    tamper(f"DELETE FROM {TABLE}")
    with connection.cursor() as cursor:
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            values = [json.dumps(value) if isinstance(value, dict | list) else value for value in row.values()]
            cursor.execute(f"INSERT INTO {TABLE} ({names}) VALUES ({', '.join(['%s'] * len(row))})", values)


@contextmanager
def tampered(rows: list[Row]) -> Iterator[None]:
    """The trail as somebody left it; as it was before, afterwards."""
    from django.db import transaction

    with transaction.atomic():
        store(rows)
        yield
        transaction.set_rollback(True)


def rehash(row: Row) -> Row:
    """The event with a hash that fits what it says now: a forger knows the recipe."""
    from folkmoot.foundation.audit import digest
    from folkmoot.foundation.models import AuditEvent

    event = AuditEvent.from_db("default", [field.attname for field in AuditEvent._meta.concrete_fields], _values(row))
    return row | {"hash": digest(event)}


def _values(row: Row) -> list[Any]:
    from django.db import connection

    from folkmoot.foundation.models import AuditEvent

    found = []
    for field in AuditEvent._meta.concrete_fields:
        value = row[field.column]
        for convert in [*connection.ops.get_db_converters(field.get_col(TABLE)), *field.get_db_converters(connection)]:
            value = convert(value, field.get_col(TABLE), connection)
        found.append(value)
    return found


def chained_anew(rows: list[Row]) -> list[Row]:
    """The whole trail with fresh hashes from the first event on."""
    from folkmoot.foundation.audit import GENESIS

    made, previous = [], GENESIS
    for number, row in enumerate(rows, start=1):
        made.append(rehash(row | {"seq": number, "previous_hash": previous}))
        previous = made[-1]["hash"]
    return made


def edit(rows: list[Row], rand: random.Random) -> Deed:
    """One field of one event says something else; every second time with a hash that fits it."""
    place = rand.randrange(len(rows))
    field = rand.choice([name for name in rows[place] if name not in {"seq", "hash"}])
    changed = rows[place] | {field: _other(field, rows[place][field])}
    changed = rehash(changed) if rand.random() < 0.5 else changed
    last = place == len(rows) - 1
    return Deed(
        [*rows[:place], changed, *rows[place + 1 :]], frozenset({rows[place]["seq"]} | (set() if last else {rows[place + 1]["seq"]}))
    )


def _other(field: str, value: Any) -> Any:
    match field:
        case "kind":
            return "erasure" if value != "erasure" else "collection"
        case "at":
            return str(value).replace("20", "19", 1) if not hasattr(value, "isoformat") else value + timedelta(microseconds=1)
        case "actor_id" | "area_id":
            return (value or 0) + 1
        case "subject_ids":
            return json.dumps([424242])
        case "detail":
            return json.dumps({"fields": []})
        case "previous_hash":
            return hashlib.sha256(str(value).encode()).hexdigest()
        case _:
            return f"{value}x"


def delete(rows: list[Row], rand: random.Random) -> Deed:
    """One event is gone, not the last; every second time those after it are numbered anew."""
    place = rand.randrange(len(rows) - 1)
    left = [*rows[:place], *rows[place + 1 :]]
    if rand.random() < 0.5:
        left = [row | {"seq": number} for number, row in enumerate(left, start=1)]
    return Deed(left, frozenset({left[place]["seq"]}))


def insert(rows: list[Row], rand: random.Random) -> Deed:
    """An event that never was, hashed well and chained to the one before it; those after it move up."""
    place = rand.randrange(1, len(rows))
    forged = rehash(rows[place] | {"seq": place + 1, "previous_hash": rows[place - 1]["hash"], "actor_name": "Nobody"})
    later = [row | {"seq": row["seq"] + 1} for row in rows[place:]]
    return Deed([*rows[:place], forged, *later], frozenset({place + 1, place + 2}))


def reorder(rows: list[Row], rand: random.Random) -> Deed:
    """Two events change places and numbers."""
    one, two = sorted(rand.sample(range(len(rows)), 2))
    moved = list(rows)
    moved[one], moved[two] = rows[two] | {"seq": rows[one]["seq"]}, rows[one] | {"seq": rows[two]["seq"]}
    return Deed(moved, frozenset({one + 1, one + 2, two + 1, two + 2}))


def cut_tail(rows: list[Row], rand: random.Random) -> Deed:
    """The last events are gone, as if they had never been written."""
    left = rows[: -rand.randrange(1, len(rows) // 2)]
    return Deed(left, frozenset({left[-1]["seq"], rows[-1]["seq"]}))


def swap_actors(rows: list[Row], rand: random.Random) -> Deed:
    """Two events of different people say each other's people."""
    one = rand.randrange(len(rows))
    others = [place for place, row in enumerate(rows) if row["actor_id"] != rows[one]["actor_id"]]
    two = rand.choice(others)
    who = [{name: rows[place][name] for name in ("actor_id", "actor_name")} for place in (one, two)]
    moved = list(rows)
    moved[one], moved[two] = rows[one] | who[1], rows[two] | who[0]
    return Deed(moved, frozenset({one + 1, two + 1}))


def rewrite(rows: list[Row], rand: random.Random) -> Deed:
    """One event says something else and the whole trail is hashed anew: it holds in itself."""
    place = rand.randrange(len(rows))
    changed = [*rows[:place], rows[place] | {"recipient": "somebody else"}, *rows[place + 1 :]]
    return Deed(chained_anew(changed), frozenset({rows[-1]["seq"]}))


KINDS: dict[str, Callable[[list[Row], random.Random], Deed]] = {
    "edit": edit, "delete": delete, "insert": insert, "reorder": reorder, "cut the tail": cut_tail, "swap two actors": swap_actors,
    "rewrite all": rewrite,
}  # fmt: skip
