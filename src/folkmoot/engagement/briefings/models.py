"""Units of staff, briefing sessions, and how many of each unit came."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

F, Q = models.F, models.Q


class StaffUnit(Row):
    """A team or unit of an Area, and how many staff it had on a day. Ended, never deleted."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    headcount = models.PositiveIntegerField(_("how many staff"))
    headcount_on = models.DateField(_("counted on"))
    starts = models.DateField(_("in being since"), null=True, blank=True)
    ends = models.DateField(_("in being until"), null=True, blank=True)

    privacy = labels(operational="area name headcount headcount_on starts ends")

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "name"], name="staff_unit_named_once_in_area",
                violation_error_message=_("A unit of this name is already known in this Area."),
            ),
            models.CheckConstraint(
                name="staff_unit_ends_after_start", condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts"))
            ),
            models.CheckConstraint(name="staff_unit_has_staff", condition=Q(headcount__gt=0)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Briefing(Row):
    """One session for staff. Who came is counted by unit; nobody is named."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    topic = models.CharField(_("topic"), max_length=120)
    held_on = models.DateField(_("held on"))
    led_by = models.CharField(_("who led it"), max_length=160, blank=True)
    materials = models.TextField(_("materials, and where they are kept"), blank=True)
    evaluation = models.TextField(_("what staff took from it"), blank=True)
    units = models.ManyToManyField(StaffUnit, through="Attendance", related_name="briefings")

    privacy = labels(operational="area title topic held_on materials evaluation units", personal="led_by")

    class Meta:
        ordering: ClassVar = ["-held_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "held_on"])]

    def __str__(self) -> str:
        return self.title


class Attendance(Row):
    """How many of a unit came to a session."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="attendance")
    unit = models.ForeignKey(StaffUnit, on_delete=models.PROTECT, related_name="attendance")
    came = models.PositiveIntegerField(_("how many came"))

    privacy = labels(operational="briefing unit came")

    class Meta:
        ordering: ClassVar = ["unit__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["briefing", "unit"], name="unit_counted_once_in_briefing"),
            models.CheckConstraint(name="somebody_of_the_unit_came", condition=Q(came__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.came}"
