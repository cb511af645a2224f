"""Who a case is about, sealed; and the mark by which the same case is known again without opening the seal."""

from typing import ClassVar

from django.db import models

from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q = models.Q


class CaseIdentity(Row):
    """One real case. `sealed` holds its reference and its own names, encrypted with a key kept outside the database; empty once erased.

    `mark` is a keyed hash of the reference as people write it in any form: the same case brought in twice has the same mark, so that
    a case already scrutinised is known without anybody opening the seal. No Area: a case of the whole service.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mark = models.CharField(max_length=64, unique=True, editable=False)
    sealed = models.TextField(blank=True, editable=False)
    kept_at = models.DateTimeField()
    erase_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(case_related="sealed mark", operational="area kept_at erase_on erased_at")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name_plural = "case identities"
        indexes: ClassVar = [models.Index(fields=["erase_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="case_identity_sealed_or_erased",
                condition=Q(erased_at__isnull=True) & ~Q(sealed="") | Q(erased_at__isnull=False, sealed=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"case {self.pk}"
