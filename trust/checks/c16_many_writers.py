"""Check 16: many who write to the audit trail at once make one chain, on both databases, at a small cost."""

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from typing import Any
from unittest.mock import patch

from trust.checks import trail
from trust.figures import Figure, Size, check, control
from trust.places import postgresql

WRITERS = 20
EACH = {Size.GATE: 15, Size.WHOLE: 500}
COST_MS = 3.0
TARGET = "20 writers × 500: 0 forks, 0 gaps, 0 lost; at most 3 processor milliseconds more a request"
Broken = Callable[[], AbstractContextManager[Any]]


@check(16, "Twenty who write to the audit trail at once make one chain (PostgreSQL)", target=TARGET)
def on_postgresql(size: Size) -> Figure:
    return _on_postgresql(size)


@control(16, "the lock of the one writer is dropped")
def without_lock(size: Size) -> Figure:
    return _on_postgresql(size, _without_lock)


@control(16, "the lock is dropped, and so are the keys that refuse a second event of one number")
def without_lock_and_keys(size: Size) -> Figure:
    return _on_postgresql(size, _without_lock, without_keys=True)


@check(16, "Twenty who write to the audit trail at once make one chain (SQLite)", target=TARGET, part="s")
def on_sqlite(size: Size) -> Figure:
    trail.bare()
    return _measured(size, nullcontext)


@control("16s", "a transaction does not take its turn before it reads")
def deferred(size: Size) -> Figure:
    trail.bare()
    return _measured(size, _deferred)


def _on_postgresql(size: Size, broken: Broken = nullcontext, *, without_keys: bool = False) -> Figure:
    with postgresql() as address:
        trail.bare(address)
        if without_keys:
            _drop_keys()
        return _measured(size, broken)


def _measured(size: Size, broken: Broken) -> Figure:
    from django.db import connection

    from folkmoot.foundation import audit
    from folkmoot.foundation.models import AuditEvent

    before = AuditEvent.objects.count()
    with broken():
        written, seconds = _written(EACH[size])
        events = AuditEvent.objects.filter(subject_kind="trust.writer")
        forks = AuditEvent.objects.count() - AuditEvent.objects.values("previous_hash").distinct().count()
        gaps = len([fault for fault in audit.faults() if "missing" in fault or "continue" in fault])
        lost = WRITERS * EACH[size] - len({tuple(ids) for ids in events.values_list("subject_ids", flat=True)})
        cost = _cost_ms()
    connection.close()
    more = {"forks": forks, "gaps": gaps, "lost": lost, "refused": WRITERS * EACH[size] - written, "events before": before}
    more |= {"processor milliseconds an event": round(cost, 2), "events a second": round(written / seconds)}
    found = () if cost <= COST_MS else (f"an event costs {cost:.1f} processor milliseconds",)
    return Figure(max(forks, gaps) + lost + len(found), WRITERS * EACH[size], "events", more, found, least=WRITERS * EACH[size])


def _written(each: int) -> tuple[int, float]:
    """So many events by each of the writers, who are processes that begin together: (how many were accepted, seconds)."""
    from django.db import connection

    connection.close()
    context = get_context("fork")
    ready, results = context.Barrier(WRITERS), context.Queue()
    writers = [context.Process(target=_writer, args=(number, each, ready, results)) for number in range(WRITERS)]
    started = time.monotonic()
    for one in writers:
        one.start()
    accepted = sum(results.get(timeout=900) for _ in writers)
    for one in writers:
        one.join(60)
    return accepted, time.monotonic() - started


def _writer(number: int, each: int, ready: Any, results: Any) -> None:
    from django.db import DatabaseError, transaction
    from django.utils import timezone

    from folkmoot.foundation import audit

    accepted = 0
    ready.wait(120)
    for turn in range(each):
        try:
            with transaction.atomic():
                audit.record(audit.Kind.ALTERATION, by=audit.SYSTEM, at=timezone.now(), subject="trust.writer", ids=[number, turn])
            accepted += 1
        except DatabaseError:
            continue
    results.put(accepted)
    results.close()
    results.join_thread()
    os._exit(0)  # nothing of the parent is tidied away


def _cost_ms(times: int = 200) -> float:
    """Processor milliseconds of this process for one event, beyond what a transaction costs anyway."""
    from django.db import connection, transaction
    from django.utils import timezone

    from folkmoot.foundation import audit

    def spent(act: Callable[[], object]) -> float:
        started = time.process_time()
        for _ in range(times):
            with transaction.atomic():
                act()
        return (time.process_time() - started) * 1000 / times

    def select() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    def event() -> None:
        audit.record(audit.Kind.ALTERATION, by=audit.SYSTEM, at=timezone.now(), subject="trust.cost", ids=[1])

    select()
    return spent(event) - spent(select)


def _without_lock() -> AbstractContextManager[Any]:
    from folkmoot.foundation import audit

    return patch.object(audit, "_wait_for_turn", lambda: None)


def _drop_keys() -> None:
    """What somebody with the database could do: without the unique keys nothing but the lock keeps the order."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = 'foundation_auditevent'::regclass AND contype IN ('p', 'u')")
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE foundation_auditevent DROP CONSTRAINT "{name}"')


def _deferred() -> AbstractContextManager[Any]:
    from django.db import connection

    return patch.dict(connection.settings_dict["OPTIONS"], {"transaction_mode": "DEFERRED"})
