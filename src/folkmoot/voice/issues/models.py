"""An issue, and which points belong to it, since when and why."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.voice.models import Point

Q, F = models.Q, models.F


class Issue(Row):
    """One thing that several points are about, of one Area or (no Area) of the whole service. What became of it follows from its points."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("what it is about"), blank=True)
    opened_on = models.DateField(_("opened on"))
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="area title about opened_on", personal="opened_by")

    class Meta:
        ordering: ClassVar = ["-opened_on", "-id"]
        indexes: ClassVar = [models.Index(fields=["area", "opened_on"])]
        constraints: ClassVar = [models.CheckConstraint(name="issue_has_a_title", condition=~Q(title=""))]

    def __str__(self) -> str:
        return self.title


class IssuePoint(Row):
    """That a point belongs to an issue: who joined it, when and why, and the same of its leaving. A row is ended, never deleted."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="memberships")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    joined_why = models.CharField(_("why it belongs here"), max_length=300, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_why = models.CharField(_("why it does not belong here"), max_length=300, blank=True)

    privacy = labels(operational="issue point joined_at joined_why left_at left_why", personal="joined_by left_by")

    class Meta:
        ordering: ClassVar = ["joined_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="point_once_in_an_issue", fields=["issue", "point"], condition=Q(left_at__isnull=True)),
            models.CheckConstraint(name="issue_left_after_joining", condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at"))),
            models.CheckConstraint(name="issue_left_with_reason", condition=Q(left_at__isnull=True) | ~Q(left_why="")),
        ]

    def __str__(self) -> str:
        return f"{self.point} → {self.issue}"
