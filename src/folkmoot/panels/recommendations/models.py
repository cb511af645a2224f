"""Recommendations of panels, the answers given to them, and what was told to the panel."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.models import Panel

Q, F = models.Q, models.F


class Recommendation(Row):
    """What a panel recommended at a meeting, in its words, numbered in the panel; it stays as it was written."""

    class To(models.TextChoices):
        SERVICE = "service", _("Prosecution service")
        POLICE = "police", _("Police")
        COURTS = "courts", _("Courts")
        PARTNER = "partner", _("Another partner")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="recommendations")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="recommendations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    words_en = models.TextField(_("what the panel recommends"))
    words_cy = models.TextField(_("what the panel recommends, in Welsh"), blank=True)
    reasons = models.TextField(_("why"), blank=True)
    to = models.CharField(_("to whom"), max_length=8, choices=To)
    to_whom = models.CharField(_("which force, court or partner"), max_length=160, blank=True)
    made_on = models.DateField(_("made on"))
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    privacy = labels(
        public="panel meeting number words_en words_cy reasons to to_whom made_on", operational="item entered_at", personal="entered_by"
    )

    class Meta:
        ordering: ClassVar = ["panel", "-number"]
        indexes: ClassVar = [models.Index(fields=["panel", "made_on"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["panel", "number"], name="recommendation_numbered_once"),
            models.CheckConstraint(name="recommendation_says_what", condition=~Q(words_en="")),
        ]

    def __str__(self) -> str:
        return self.words_en
