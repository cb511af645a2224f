"""Which unit a plan of actions is the diversity and inclusion plan of, and each time it was looked at."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.actions.plans.models import Plan
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels


class UnitPlan(Row):
    """A plan (of `actions`, with its actions, owners and evidence there) as the local plan of one unit."""

    unit = models.ForeignKey("workforce.Unit", on_delete=models.PROTECT, related_name="plans")
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="of_unit")
    review_on = models.DateField(_("to be looked at on"))

    privacy = labels(operational="unit plan review_on")

    class Meta:
        ordering: ClassVar = ["unit_id", "-plan__ends_on"]

    def __str__(self) -> str:
        return str(self.plan)

    @property
    def area_id(self) -> int | None:
        return self.unit.area_id


class PlanReview(Row):
    """That a unit's plan was looked at: what was found, and when next."""

    unit_plan = models.ForeignKey(UnitPlan, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField(_("looked at on"))
    words = models.TextField(_("what was found"))
    next_on = models.DateField(_("next on"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="unit_plan on words next_on", personal="by")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="unit_plan_review_has_words", condition=~models.Q(words="")),
            models.CheckConstraint(name="unit_plan_review_next_is_later", condition=models.Q(next_on__gt=models.F("on"))),
        ]

    def __str__(self) -> str:
        return self.words
