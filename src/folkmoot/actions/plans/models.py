"""Plans that hold actions."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.strategy.models import Aim


class Plan(Row):
    """A set of actions for one purpose and period, of one Area, of a division (in words), or with neither of the whole service."""

    class Kind(models.TextChoices):
        AREA = "area", _("Area plan")
        PANEL = "panel", _("Panel plan")
        DIVERSITY = "diversity", _("Diversity and inclusion plan")
        ASSESSMENT = "assessment", _("Plan from an impact assessment")
        NATIONAL = "national", _("National plan")
        CONSULTATION = "consultation", _("Plan from a consultation")
        IMPROVEMENT = "improvement", _("Plan after an inspection or review")
        OTHER = "other", _("Other plan")

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind of plan"), max_length=20, choices=Kind)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    division = models.CharField(_("division, directorate or panel"), max_length=200, blank=True)
    purpose = models.TextField(_("what the plan is for"))
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    aim = models.ForeignKey(Aim, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("aim it serves"))
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    privacy = labels(personal="owner made_by", operational="title kind area division purpose starts_on ends_on aim made_at")

    class Meta:
        ordering: ClassVar = ["-starts_on", "title", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="plan_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))),
            models.CheckConstraint(name="plan_says_what", condition=~models.Q(title="") & ~models.Q(purpose="")),
        ]

    def __str__(self) -> str:
        return self.title
