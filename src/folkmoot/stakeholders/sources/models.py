"""A source of information, and each receipt from it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models import Organisation

Q = models.Q


class Source(Row):
    """Information expected regularly, with somebody who watches it. Whether it is overdue follows from the receipts."""

    class Kind(models.TextChoices):
        JUSTICE_BOARD = "justice_board", _("Local Criminal Justice Board")
        POLICE = "police", _("Police")
        COUNCIL = "council", _("Council")
        COURTS = "courts", _("Courts and tribunals service")
        HEALTH = "health", _("Health")
        VOLUNTARY = "voluntary", _("Voluntary organisation")
        PUBLISHED = "published", _("Published statistics")
        OTHER = "other", _("Other")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="sources")
    tells = models.TextField(_("what it tells us"))
    every_months = models.PositiveSmallIntegerField(_("expected every (months)"), default=3)
    first_due_on = models.DateField(_("first due on"))
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(_("no longer expected since"), null=True, blank=True)

    privacy = labels(operational="area name kind organisation tells every_months first_due_on ended_on", personal="owner")

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [models.Index(fields=["area", "name"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="source_says_what_it_tells", condition=~Q(name="") & ~Q(tells="")),
            models.CheckConstraint(name="source_expected_within_two_years", condition=Q(every_months__range=(1, 24))),
        ]

    def __str__(self) -> str:
        return self.name


class Receipt(Row):
    """That something came from a source: when, for what time, and what it said."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="receipts")
    on = models.DateField(_("came on"))
    covers = models.CharField(_("the time it covers"), max_length=100)
    words = models.TextField(_("what it says that matters"), blank=True)
    kept_at = models.CharField(_("where it is kept"), max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="source on covers words kept_at", personal="by")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [models.CheckConstraint(name="receipt_says_what_it_covers", condition=~Q(covers=""))]

    def __str__(self) -> str:
        return self.covers
