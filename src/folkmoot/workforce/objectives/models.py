"""A unit's count for one question at one day; a corrected one takes its place, and both stay."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class StaffCount(Row):
    """`whole` staff of whom something was asked, and the `part` of them for whom it is so. What is asked: see `rules.QUESTIONS`.

    `about` says whose programme or network it is, where the question has one. Small numbers are kept and never shown.
    """

    unit = models.ForeignKey("workforce.Unit", on_delete=models.PROTECT, related_name="staff_counts")
    question = models.CharField(_("question"), max_length=24)
    about = models.CharField(_("programme or network"), max_length=120, blank=True)
    as_of = models.DateField(_("as of"))
    whole = models.PositiveIntegerField(_("staff asked about"))
    part = models.PositiveIntegerField(_("of them"))
    source = models.CharField(_("where the count comes from"), max_length=200)
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    privacy = labels(special_category="whole part", personal="made_by", operational="unit question about as_of source replaced_by made_at")

    class Meta:
        ordering: ClassVar = ["-as_of", "unit_id", "id"]
        indexes: ClassVar = [models.Index(fields=["question", "as_of"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="staff_count_part_of_whole", condition=Q(part__lte=F("whole"))),
            models.CheckConstraint(name="staff_count_says_where_from", condition=~Q(source="")),
            models.UniqueConstraint(
                fields=["unit", "question", "about", "as_of"], condition=Q(replaced_by__isnull=True), name="staff_count_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.as_of}"
