"""The minimum set: its editions, its items, and the Areas to which an item does not apply."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.strategy.measures.models import Measure
from folkmoot.strategy.models import Commitment

F, Q = models.F, models.Q


class MinimumEdition(Row):
    """One issue of the minimum set: its number, and what changed with it. What was issued is never altered."""

    number = models.PositiveSmallIntegerField(unique=True)
    words = models.TextField(_("what is new in this edition"))
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="issued_by", operational="number words issued_at")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.CheckConstraint(name="minimum_edition_from_one", condition=Q(number__gte=1))]

    def __str__(self) -> str:
        return str(self.number)


class MinimumItem(Row):
    """One action that every Area undertakes. A draft until it stands in an `edition`; withdrawn, it stays with its history."""

    edition = models.ForeignKey(MinimumEdition, on_delete=models.PROTECT, null=True, blank=True, related_name="items")
    title = models.CharField(_("what every Area will do"), max_length=300)
    measure = models.CharField(_("how an Area will know it worked"), max_length=300)
    resources = models.CharField(_("what it takes"), max_length=300)
    evidence_wanted = models.CharField(_("what counts as evidence"), max_length=300)
    due_on = models.DateField(_("due"))
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commitment it comes from")
    )
    moves = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("the measure it should move")
    )
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    privacy = labels(
        personal="written_by",
        operational="edition title measure resources evidence_wanted due_on commitment moves written_at withdrawn_on withdrawn_why",
    )

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="minimum_item_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_why="") | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_why="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Exemption(Row):
    """An Area that says an item does not apply to it, and why. It holds only where headquarters agrees."""

    item = models.ForeignKey(MinimumItem, on_delete=models.PROTECT, related_name="exemptions")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("why it does not apply here"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed = models.BooleanField(null=True, blank=True)
    answer = models.TextField(_("answer of headquarters"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="asked_by decided_by", operational="item area reason asked_at agreed answer decided_at")

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="exemption_one_open_or_agreed", fields=["item", "area"], condition=~Q(agreed=False) | Q(agreed__isnull=True)
            ),
            models.CheckConstraint(
                name="exemption_decided_whole",
                condition=Q(agreed__isnull=True, decided_at__isnull=True)
                | (Q(agreed__isnull=False, decided_at__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
