"""The parts of a day's job, each taken by one process at a time, and given up after so many tries that failed or ended their process.

A part that cannot be done must neither be tried for ever nor keep the others from being done. What was given up is shown to whoever
looks after the service (`folkmoot doctor`, /health/ready, /metrics) until the part is done on a later day, or by hand: `folkmoot daily`.
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from folkmoot.overview.reminders.models import DailyPart

MOST_TRIES = 5
STOPPED = timedelta(hours=1)  # a part that has not ended for so long has stopped with its process
STOPPED_ITS_PROCESS = "stopped its process"
LOOKED_BACK = timedelta(days=30)


def tries_of(day: date) -> dict[str, int]:
    """How often each part of a day was tried; parts that were not are left out."""
    return dict(DailyPart.objects.filter(day=day).values_list("name", "tries"))


def take_part(day: date, name: str, *, at: datetime, by_hand: bool = False) -> bool:
    """Take a part for oneself, stored before it begins; False where another is at it, it is done or it is parked.

    One whose last try stopped its process is parked here, once it had its tries. `by_hand`: a person asks for it, and what is done or
    parked is tried again. Call it outside a transaction, so that a part which ends its process leaves the try behind.
    """
    try:
        with transaction.atomic():
            DailyPart.objects.create(day=day, name=name, tries=1, begun_at=at)
        return True
    except IntegrityError:
        pass
    row = DailyPart.objects.get(day=day, name=name)
    if row.ended_at is None and row.begun_at > at - STOPPED:
        return False
    if not by_hand and (row.done_at or row.parked_at):
        return False
    if not by_hand and row.tries >= MOST_TRIES:
        _change(row, parked_at=at, ended_at=at, reason=STOPPED_ITS_PROCESS if row.ended_at is None else row.reason)
        return False
    return _change(row, tries=F("tries") + 1, begun_at=at, ended_at=None, parked_at=None, done_at=None)


def end_part(day: date, name: str, *, at: datetime, whole: bool, error: str = "") -> None:
    """Store how a try ended. `error` is the kind of error it failed with; a part that had its tries is parked.

    Not whole and without an error: what it needs from outside was not there, which is no fault of the part. It is tried again, and
    that try does not count.
    """
    row = DailyPart.objects.get(day=day, name=name)
    if whole:
        _change(row, ended_at=at, done_at=at, parked_at=None, reason="")
    elif error:
        _change(row, ended_at=at, reason=error[:60], parked_at=at if row.tries >= MOST_TRIES else None)
    else:
        _change(row, ended_at=at, reason="", tries=max(0, row.tries - 1))


def left_of(day: date, names: list[str]) -> list[str]:
    """The parts of a day that are neither done nor parked, in the order given."""
    settled = set(DailyPart.objects.filter(day=day).exclude(done_at=None, parked_at=None).values_list("name", flat=True))
    return [name for name in names if name not in settled]


def parked(today: date) -> list[DailyPart]:
    """What was given up in the last month and not done since, the latest of each part."""
    latest: dict[str, DailyPart] = {}
    for row in DailyPart.objects.filter(day__gt=today - LOOKED_BACK).order_by("-day", "id"):
        if row.done_at or row.parked_at:
            latest.setdefault(row.name, row)
    return [row for row in latest.values() if row.parked_at]


def _change(row: DailyPart, **values: object) -> bool:
    """False where another process changed it meanwhile."""
    return bool(DailyPart.objects.filter(pk=row.pk, version=row.version).update(version=F("version") + 1, **values))
