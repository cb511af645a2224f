"""Actions, dated progress on them, and the evidence that they were done."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.strategy.trends.models import Trend


class Action(Row):
    """What will be done, by whom, by when, and the measure it should move. Its status is derived, never typed."""

    class Agency(models.TextChoices):
        CPS = "cps", _("CPS")
        POLICE = "police", _("Police")
        HMCTS = "hmcts", _("Courts and tribunals service")
        PARTNER = "partner", _("Partner organisation")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin_kind = models.CharField(max_length=40)
    origin_id = models.BigIntegerField(null=True, blank=True)
    title = models.CharField(_("what will be done"), max_length=300)
    measure = models.CharField(_("how we will know it worked"), max_length=300)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))
    agency = models.CharField(_("agency"), max_length=10, choices=Agency, default=Agency.CPS)
    starts_on = models.DateField()
    due_on = models.DateField(_("due"))
    raised_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    trends = models.ManyToManyField(Trend, blank=True, related_name="+", verbose_name=_("trends and priorities it answers"))

    privacy = labels(
        personal="owner raised_by", operational="area origin_kind origin_id title measure agency starts_on due_on raised_at trends"
    )

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        indexes: ClassVar = [models.Index(fields=["origin_kind", "origin_id"]), models.Index(fields=["area", "due_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="action_due_after_start", condition=models.Q(due_on__gte=models.F("starts_on"))),
            models.CheckConstraint(name="action_says_what", condition=~models.Q(title="") & ~models.Q(measure="")),
        ]

    def __str__(self) -> str:
        return self.title


class Progress(Row):
    """One dated step on an action. Levels: the four used in follow-up inspection (practice note 2.13)."""

    class Level(models.TextChoices):
        NOT_PROGRESSED = "not_progressed", _("Not progressed")
        IN_PROGRESS = "in_progress", _("In progress")
        SUBSTANTIAL = "substantial", _("Substantial progress")
        ACHIEVED = "achieved", _("Achieved")

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="progress")
    on = models.DateField(_("on"))
    level = models.CharField(_("how far it has got"), max_length=16, choices=Level)
    note = models.TextField(_("what was done"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="by", operational="action on level note")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.note}"


class Evidence(Row):
    """What shows that an action was done: words, and where the thing itself is kept. Evidence is added, never removed."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence")
    on = models.DateField(_("on"))
    title = models.CharField(_("what shows it was done"), max_length=300)
    kept_at = models.CharField(_("where it is kept"), max_length=500, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="by", operational="action on title kept_at")

    class Meta:
        ordering: ClassVar = ["on", "id"]

    def __str__(self) -> str:
        return self.title
