"""A trend or priority, and each time it was looked at again."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.strategy.models import Aim

Q = models.Q


class Trend(Row):
    """Something that changes, or that comes first: of the whole service (no Area) or of one Area. Ended, never deleted."""

    class Kind(models.TextChoices):
        CRIME = "crime", _("Crime trend")
        PEOPLE = "people", _("Changing population")
        COMMUNITY = "community", _("New or emerging community")
        CONFIDENCE = "confidence", _("Trust and confidence")
        PRIORITY = "priority", _("Strategic priority")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    words = models.TextField(_("what is seen, and why it matters"))
    evidence = models.TextField(_("evidence, and where it comes from"))
    since = models.DateField(_("seen since"), null=True, blank=True)
    review_on = models.DateField(_("to be looked at again on"))
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aims = models.ManyToManyField(Aim, blank=True, related_name="+")
    categories = models.ManyToManyField(Category, blank=True, related_name="+")
    ended_on = models.DateField(_("no longer so since"), null=True, blank=True)
    ended_why = models.CharField(_("why"), max_length=300, blank=True)

    privacy = labels(
        operational="area kind title words evidence since review_on aims categories ended_on ended_why", personal="owner"
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["review_on", "id"]
        indexes: ClassVar = [models.Index(fields=["area", "review_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="trend_says_what_and_why", condition=~Q(title="") & ~Q(words="") & ~Q(evidence="")),
            models.CheckConstraint(name="trend_ended_with_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_why="")),
        ]

    def __str__(self) -> str:
        return self.title


class TrendReview(Row):
    """That a trend was looked at again: what was found, and when next."""

    trend = models.ForeignKey(Trend, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField(_("looked at on"))
    words = models.TextField(_("what was found"))
    next_on = models.DateField(_("next on"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="trend on words next_on", personal="by")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="trend_review_next_is_later", condition=Q(next_on__gt=models.F("on"))),
            models.CheckConstraint(name="trend_review_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words
