"""Which days the daily job has done."""

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
