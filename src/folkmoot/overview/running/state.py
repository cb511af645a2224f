"""What is known of a running service at a moment: each reading with whether the service can work with it."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min
from django.utils import timezone

from folkmoot.accounts.notices.models import Letter
from folkmoot.accounts.notices.rules import State
from folkmoot.overview.reminders.models import DailyRun
from folkmoot.overview.reminders.parts import parked

TOO_LITTLE_BYTES = 200 * 1024**2  # as `folkmoot doctor`: a full disk stops all writing
LETTER_LATE = timedelta(minutes=5)  # the server looks every minute
DAILY_LATE = timedelta(days=2)


@dataclass(frozen=True)
class Reading:
    """One thing looked at. `needed`: without it the service cannot answer, so it is not ready; otherwise it is only said."""

    name: str
    ok: bool
    needed: bool
    value: object = None


@dataclass(frozen=True)
class Queue:
    """Letters that wait to leave, and since when the oldest of them has been due (seconds)."""

    waiting: int
    oldest_seconds: int


def readings(at: datetime) -> list[Reading]:
    """Everything that is looked at, the database first: where it does not answer, nothing in it can be."""
    free = free_bytes()
    found = [Reading("disk", free >= TOO_LITTLE_BYTES, True, free)]
    try:
        missing = migrations_missing()
        found += [Reading("database", True, True), Reading("migrations", missing == 0, True, missing)]
        if missing == 0:
            queue, last = letters(at), last_daily()
            found += [
                Reading("letters", queue.oldest_seconds <= LETTER_LATE.total_seconds(), False, queue.oldest_seconds),
                Reading("daily_parts", not (given_up := len(parked(timezone.localdate(at)))), False, given_up),
                Reading("daily_job", daily_in_time(last, timezone.localdate(at)), False, last.isoformat() if last else None),
            ]
    except DatabaseError:
        found = [each for each in found if each.name == "disk"] + [Reading("database", False, True)]
    return found


def ready(found: list[Reading]) -> bool:
    return all(each.ok for each in found if each.needed)


def free_bytes() -> int:
    return shutil.disk_usage(settings.HOME).free


def migrations_missing() -> int:
    """How many steps this version knows and the database has not taken. One statement; the files are read once in each process."""
    return len(_known() - set(MigrationRecorder(connection).applied_migrations()))


@cache
def _known() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or {})


def letters(at: datetime) -> Queue:
    due = Letter.objects.order_by().filter(state=State.WAITING, next_at__lte=at).aggregate(number=Count("id"), oldest=Min("next_at"))
    return Queue(due["number"], int((at - due["oldest"]).total_seconds()) if due["oldest"] else 0)


def last_daily() -> date | None:
    return DailyRun.objects.exclude(finished_at=None).order_by("-day").values_list("day", flat=True).first()


def daily_in_time(last: date | None, today: date) -> bool:
    """Of invented data no letters go out, so the job is not missed there."""
    return settings.FICTIONAL or (last is not None and last >= today - DAILY_LATE)


def database_bytes() -> int:
    """How large the database is: its file, or what PostgreSQL says."""
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        return file.stat().st_size if file.exists() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
