"""The audit trail: append-only, chained, one writer at a time. Source of the six kinds: Data Protection Act 2018, section 62.

A write and its event stand or fall together: `record` must be called inside the operation's own transaction. A chain alone
does not show that its tail was cut off or that all of it was rewritten, so the head is exported off the machine and compared.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import AuditEvent

Kind = AuditEvent.Kind
GENESIS = "0" * 64
_LOCK = 0x466F6C6B  # any fixed number: the name of the one writer's lock on PostgreSQL


@dataclass(frozen=True)
class Actor:
    """Who does something: an account, or the product itself at the command line (no account)."""

    account_id: int | None
    name: str


SYSTEM = Actor(None, "folkmoot at the command line")


def record(
    kind: AuditEvent.Kind,
    *,
    by: Actor,
    at: datetime,
    subject: models.Model | str,
    ids: Iterable[object] | None = None,
    area_id: int | None = None,
    route: str = "",
    recipient: str = "",
    detail: dict[str, object] | None = None,
) -> AuditEvent:
    """Append one event. `subject` is a row, or the kind of row ("stakeholders.contact") with `ids` for several of them.

    `detail` names fields and counts, never personal values. `at` is an aware time. Raises FolkmootError outside a transaction.
    """
    _wait_for_turn()
    event = AuditEvent(
        at=at.astimezone(UTC), kind=kind, actor_id=by.account_id, actor_name=by.name[:254], subject_kind=_kind_of(subject),
        subject_ids=_plain(_ids_of(subject, ids)), area_id=_area_of(subject, area_id), route=route[:200], recipient=recipient[:254],
        detail=_plain(detail or {}),
    )  # fmt: skip
    _append([event])
    return event


def consulted(*, by: Actor, at: datetime, rows: Iterable[models.Model], route: str) -> None:
    """Log that these rows were shown to `by`. One event for each kind of row of each Area; nothing is written for no rows."""
    shown: dict[tuple[str, int | None], list[object]] = {}
    for row in rows:
        shown.setdefault((row._meta.label_lower, getattr(row, "area_id", None)), []).append(row.pk)
    if not shown:
        return
    _wait_for_turn()
    _append(
        [
            AuditEvent(
                at=at.astimezone(UTC), kind=Kind.CONSULTATION, actor_id=by.account_id, actor_name=by.name[:254], subject_kind=kind,
                subject_ids=_plain(ids), area_id=area_id, route=route[:200],
            )
            for (kind, area_id), ids in shown.items()
        ]
    )  # fmt: skip


def _append(events: list[AuditEvent]) -> None:
    """Chain the events to the last and to each other, and store them: two statements, however many they are."""
    seq, previous = AuditEvent.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)
    for number, event in enumerate(events, start=seq + 1):
        event.seq, event.previous_hash = number, previous
        event.hash = previous = digest(event)
    if len(events) == 1:
        events[0].save(force_insert=True)
    else:
        AuditEvent.objects.bulk_create(events)


def digest(event: AuditEvent) -> str:
    """SHA-256 over everything the event says, including the hash of the one before, as canonical JSON."""
    said = [
        event.seq, event.at.astimezone(UTC).isoformat(timespec="microseconds"), str(event.kind), event.actor_id, event.actor_name,
        event.subject_kind, event.subject_ids, event.area_id, event.route, event.recipient, event.detail, event.previous_hash,
    ]  # fmt: skip
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """The end of the chain at a moment: what is kept off the machine."""

    seq: int
    hash: str


def head() -> Head:
    seq, value = AuditEvent.objects.order_by("-seq").values_list("seq", "hash").first() or (0, GENESIS)
    return Head(seq, value)


def faults(kept: Head | None = None, *, last: int | None = None) -> Iterator[str]:
    """Walk the chain and name each place where it does not hold; nothing is yielded for a sound chain.

    `kept` is a head exported earlier: with it a cut tail and a wholesale rewriting are found too. `last` walks only so many
    events at the end, for a quick look.
    """
    seq, previous = _start(last)
    met_kept = kept is None or kept.seq <= seq
    events = AuditEvent.objects.filter(seq__gt=seq).order_by("seq").iterator(chunk_size=2000)
    while True:
        try:
            event = next(events, None)
            found = list(_faults_of(event, seq, previous)) if event else []
        except (ValueError, TypeError, AttributeError):
            yield f"an event soon after event {seq}: was altered so that it cannot even be read"
            return
        if event is None:
            break
        yield from found
        if kept and event.seq == kept.seq:
            met_kept = True
            if event.hash != kept.hash:
                yield f"event {event.seq}: is not the event that the exported head names"
        seq, previous = event.seq, event.hash
    if not met_kept and kept:
        yield f"the chain ends at event {seq}, before event {kept.seq} of the exported head: its tail is missing"


def between(first: datetime, last: datetime) -> Iterator[dict[str, object]]:
    """The events from `first` up to, not including, `last`, each with every field that its hash covers."""
    for event in AuditEvent.objects.filter(at__gte=first, at__lt=last).order_by("seq").iterator(chunk_size=2000):
        yield {field.attname: getattr(event, field.attname) for field in AuditEvent._meta.concrete_fields}


def _start(last: int | None) -> tuple[int, str]:
    """The event after which the walk begins, as its number and hash."""
    before = AuditEvent.objects.order_by("-seq").values_list("seq", "hash")[last : last + 1].first() if last else None
    return before or (0, GENESIS)


def _faults_of(event: AuditEvent, seq: int, previous: str) -> Iterator[str]:
    if event.seq != seq + 1:
        yield f"event {event.seq}: follows event {seq}, so {event.seq - seq - 1} event(s) between them are missing"
    if event.previous_hash != previous:
        yield f"event {event.seq}: does not continue from event {seq}"
    if event.hash != digest(event):
        yield f"event {event.seq}: was altered after it was written"


def _plain(value: object) -> Any:
    """The value as it will come back from any database's JSON: keys are words, and a fraction is kept as it was written."""
    return json.loads(json.dumps(value, default=str), parse_float=str)


def _wait_for_turn() -> None:
    """On PostgreSQL two writers that read the same last event would fork the chain; the lock is held until commit.

    SQLite admits one writer at a time already.
    """
    if not connection.in_atomic_block:
        raise FolkmootError("An audit event must be written in the transaction of what it records.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _kind_of(subject: models.Model | str) -> str:
    return subject if isinstance(subject, str) else subject._meta.label_lower


def _ids_of(subject: models.Model | str, ids: Iterable[object] | None) -> list[object]:
    return [subject.pk] if isinstance(subject, models.Model) else list(ids or [])


def _area_of(subject: models.Model | str, area_id: int | None) -> int | None:
    return area_id if area_id is not None else getattr(subject, "area_id", None)
