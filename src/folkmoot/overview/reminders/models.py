"""Which days the daily job has done, and each part of a day: how often it was tried, and whether it was given up."""

from typing import ClassVar

from django.db import models

from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels


class DailyRun(Row):
    """The daily job of one day. Where it was begun and not finished it may be begun again: nothing in it happens twice."""

    day = models.DateField(unique=True)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(operational="day begun_at finished_at")

    class Meta:
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"


class DailyPart(Row):
    """One part of the daily job of one day. `tries` is stored before the part begins, so that one which ends its process is counted too.

    `ended_at`: the try came to an end, well or not; while it is empty a process is at it, or stopped. A part that failed or stopped its
    process so often as `parts.MOST_TRIES` is parked: it is not begun again by itself, and `reason` says what kind of error it was.
    """

    day = models.DateField()
    name = models.CharField(max_length=40)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=60, blank=True)

    privacy = labels(operational="day name tries begun_at ended_at done_at parked_at reason")

    class Meta:
        ordering: ClassVar = ["-day", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="one_row_for_each_part_of_a_day", fields=["day", "name"]),
            models.CheckConstraint(
                name="done_part_is_not_parked", condition=models.Q(done_at__isnull=True) | models.Q(parked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
