"""Opportunities to volunteer, who took one up, and the hours they gave."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.communities.models import Community
from folkmoot.engagement.briefings.models import StaffUnit
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models import Organisation
from folkmoot.strategy.models import Aim

Q = models.Q


class Opportunity(Row):
    """Something staff can do for an organisation or a community. Time in quarter hours; `places` None is no limit."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("what it is"), max_length=200)
    about = models.TextField(_("what there is to do"), blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    communities = models.ManyToManyField(Community, blank=True, related_name="+")
    aims = models.ManyToManyField(Aim, blank=True, related_name="+")
    languages = models.CharField(_("languages that would help"), max_length=200, blank=True)
    quarters = models.PositiveIntegerField(_("working time offered to each person (quarter hours)"), null=True, blank=True)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    apply = models.TextField(_("how to take part"), blank=True)

    privacy = labels(operational="area title about organisation communities aims languages quarters places starts ends apply")

    class Meta:
        ordering: ClassVar = ["-starts", "-id"]
        verbose_name_plural = "opportunities"
        indexes: ClassVar = [models.Index(fields=["area", "starts"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="opportunity_ends_after_start", condition=Q(ends__isnull=True) | Q(ends__gte=models.F("starts"))),
        ]

    def __str__(self) -> str:
        return self.title


class TakeUp(Row):
    """That a person took up an opportunity, and the unit they work in."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="taken_up")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(StaffUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(_("since"))
    left_on = models.DateField(_("until"), null=True, blank=True)

    privacy = labels(personal="account", operational="opportunity unit since left_on")

    class Meta:
        ordering: ClassVar = ["-since", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "account"], name="opportunity_taken_up_once"),
            models.CheckConstraint(
                name="take_up_leaves_after_start", condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("since"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.opportunity)


class VolunteerTime(Row):
    """Time that one person gave on one day, in quarter hours."""

    take_up = models.ForeignKey(TakeUp, on_delete=models.PROTECT, related_name="time")
    day = models.DateField(_("day"))
    quarters = models.PositiveIntegerField(_("time (quarter hours)"))

    privacy = labels(personal="take_up", operational="day quarters")

    class Meta:
        ordering: ClassVar = ["-day", "-id"]
        verbose_name_plural = "volunteer time"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["take_up", "day"], name="volunteer_time_once_a_day"),
            models.CheckConstraint(name="volunteer_time_within_a_day", condition=Q(quarters__range=(1, 96))),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.quarters}"
