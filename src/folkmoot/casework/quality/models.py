"""Plans with a police force to record a field better, what was done about them, and what the data said each month."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area, PoliceForce
from folkmoot.casework.sources.models import Source
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class ImprovementPlan(Row):
    """What was agreed with a force about one field of a source. Shares are of all its records that name a group, from 0 to 1.

    `level` is what the source calls the force; `contact` an office at the force, never a person.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("Area"))
    force = models.ForeignKey(PoliceForce, on_delete=models.PROTECT, related_name="+", verbose_name=_("police force"))
    level = models.CharField(max_length=200)
    field = models.CharField(_("field"), max_length=100)
    field_title = models.CharField(max_length=200)
    baseline = models.FloatField(_("share recorded at the beginning"))
    baseline_month = models.CharField(_("month of that share"), max_length=7)
    target = models.FloatField(_("share to be reached"))
    by_on = models.DateField(_("by when"))
    contact = models.CharField(_("who at the force"), max_length=160)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))
    agreed = models.TextField(_("what was agreed"))
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()

    privacy = labels(
        operational="source area force level field field_title baseline baseline_month target by_on contact agreed opened_at",
        personal="owner opened_by",
    )

    class Meta:
        ordering: ClassVar = ["by_on", "id"]
        indexes: ClassVar = [models.Index(fields=["area", "by_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="improvement_aims_higher", condition=Q(target__gt=F("baseline"), target__lte=1, baseline__gte=0)),
            models.CheckConstraint(name="improvement_says_what_with_whom", condition=~Q(agreed="") & ~Q(contact="") & ~Q(field="")),
        ]

    def __str__(self) -> str:
        return f"{self.force}: {self.field_title}"


class PlanStep(Row):
    """What was done about a plan on a day. Each stays; whether it is finished follows from the last that says so."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        MEETING = "meeting", _("Meeting with the force")
        FINISHED = "finished", _("Finished")
        REOPENED = "reopened", _("Taken up again")

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("what it was"), max_length=8, choices=Kind)
    on = models.DateField(_("on"))
    words = models.TextField(_("what was done or said"))
    share = models.FloatField(null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="plan kind on words share at", personal="by")

    class Meta:
        ordering: ClassVar = ["plan", "at", "id"]
        constraints: ClassVar = [models.CheckConstraint(name="plan_step_says_what", condition=~Q(words=""))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"

    @property
    def area_id(self) -> int | None:
        return self.plan.area_id


class PlanReading(Row):
    """What the data of one month said, read by the product. A month that was revised is read again; the last reading of it holds.

    `share` is empty where it is withheld or where the force has no record in the month.
    """

    plan = models.ForeignKey(ImprovementPlan, on_delete=models.PROTECT, related_name="readings")
    month = models.CharField(max_length=7)
    share = models.FloatField(null=True, blank=True)
    data_as_of = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    privacy = labels(operational="plan month share data_as_of at")

    class Meta:
        ordering: ClassVar = ["plan", "month", "id"]
        indexes: ClassVar = [models.Index(fields=["plan", "month"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="plan_reading_is_a_share", condition=Q(share=None) | Q(share__gte=0, share__lte=1))
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.month}"

    @property
    def area_id(self) -> int | None:
        return self.plan.area_id
