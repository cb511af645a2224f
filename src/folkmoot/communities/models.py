"""Communities, and the points that came from each."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.characteristics.models import Category
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.voice.models import Point


class Community(Row):
    """A community of an Area (or of the whole service). Ended, never deleted, so that its history stays."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("Identity")
        PLACE = "place", _("Place")
        INTEREST = "interest", _("Interest")
        CIRCUMSTANCE = "circumstance", _("Circumstance")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    name_cy = models.CharField(_("name in Welsh"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    characteristics = models.ManyToManyField(Category, blank=True, related_name="+")
    county = models.ForeignKey("areas.County", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_source = models.CharField(_("source of the population figure"), max_length=200, blank=True)
    population_on = models.DateField(_("population on"), null=True, blank=True)
    low_trust = models.BooleanField(_("low trust in the service"), default=False)
    low_trust_evidence = models.TextField(_("evidence of low trust"), blank=True)
    contact_every_months = models.PositiveSmallIntegerField(_("contact expected every (months)"), default=12)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField(_("known since"), null=True, blank=True)
    ends = models.DateField(_("ended on"), null=True, blank=True)

    privacy = labels(
        public="area name name_cy kind county population population_source population_on starts ends",
        operational="characteristics low_trust low_trust_evidence contact_every_months",
        personal="owner",
    )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name_plural = "communities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "name"], name="community_named_once_in_area"),
            models.UniqueConstraint(fields=["name"], condition=models.Q(area__isnull=True), name="community_of_the_service_named_once"),
            models.CheckConstraint(name="low_trust_has_evidence", condition=models.Q(low_trust=False) | ~models.Q(low_trust_evidence="")),
            models.CheckConstraint(
                name="population_has_source_and_day",
                condition=models.Q(population__isnull=True) | (~models.Q(population_source="") & models.Q(population_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="community_ends_after_start",
                condition=models.Q(starts__isnull=True) | models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
            ),
            models.CheckConstraint(name="contact_expected_within_five_years", condition=models.Q(contact_every_months__range=(1, 60))),
        ]

    def __str__(self) -> str:
        return self.name_cy if get_language() == "cy" and self.name_cy else self.name


class CommunityPoint(Row):
    """That a point came from a community (several may share one point)."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="points")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="+")

    privacy = labels(operational="community point")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "point"], name="point_of_community_once")]

    def __str__(self) -> str:
        return f"{self.community}: {self.point}"
