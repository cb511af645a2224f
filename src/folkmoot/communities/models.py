"""Communities, what came before and after each, what is known of their trust, and the points that came from them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area, Authority
from folkmoot.characteristics.models import Category
from folkmoot.communities.languages import Language, languages_of
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.voice.models import Point


class Community(Row):
    """A community of an Area (or of the whole service). Ended, never deleted, so that its history stays.

    Categories of one scheme mean any of them, categories of several schemes all together. `languages` holds codes of
    `communities.languages`. A population `from_census` was taken from published tables on request, never by itself; one `derived` was
    worked out at a merge or a split from the figures before it, and nobody counted it.
    """

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
    authorities = models.ManyToManyField(Authority, blank=True, related_name="+")
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_source = models.CharField(_("source of the population figure"), max_length=200, blank=True)
    population_on = models.DateField(_("population on"), null=True, blank=True)
    from_census = models.BooleanField(_("population taken from the census"), default=False)
    derived = models.BooleanField(_("population worked out at a merge or a split"), default=False)
    low_trust = models.BooleanField(_("low trust in the service"), default=False)
    low_trust_evidence = models.TextField(_("evidence of low trust"), blank=True)
    contact_every_months = models.PositiveSmallIntegerField(_("contact expected every (months)"), default=12)
    languages = models.JSONField(_("main languages"), default=list, blank=True)
    access_needs = models.TextField(_("access needs that are common in it"), blank=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField(_("known since"), null=True, blank=True)
    ends = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)

    privacy = labels(
        public="area name name_cy kind county authorities population population_source population_on from_census derived starts ends",
        operational="characteristics low_trust low_trust_evidence contact_every_months languages access_needs end_reason",
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

    @property
    def spoken(self) -> list[Language]:
        """The main languages spoken in it, by name."""
        return languages_of(self.languages)


class TrustChange(Row):
    """That trust was found to be low, or no longer low: what showed it, and who recorded it. Never changed."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="trust_changes")
    low = models.BooleanField()
    on = models.DateField(_("since"))
    words = models.TextField(_("what shows it"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="community low on words at", personal="by")

    class Meta:
        ordering: ClassVar = ["-on", "-at", "-id"]
        constraints: ClassVar = [models.CheckConstraint(name="trust_change_has_words", condition=~models.Q(words=""))]

    def __str__(self) -> str:
        return f"{self.community}: {self.on}"


class CommunitySuccession(Row):
    """One community came before another. What belongs to the earlier one stays with it and is shown with the later one.

    `share` is the part of the earlier one's people, from 0 to 1, that came to the later one, where somebody said so. `began` says that
    the later one began with this; `at` and `by` are of the act, which may have made several such rows. `figure_before` holds what was
    recorded of the people of a later one that goes on, so that it can be put back.
    """

    class Kind(models.TextChoices):
        MERGED = "merged", _("Merged")
        SPLIT = "split", _("Split")

    from_community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="followed_by")
    to_community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField(_("on"))
    kind = models.CharField(max_length=6, choices=Kind)
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300)
    began = models.BooleanField(default=True)
    figure_before = models.JSONField(null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="from_community to_community on kind share reason began figure_before at", personal="by")

    class Meta:
        ordering: ClassVar = ["on", "from_community", "to_community"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["from_community", "to_community"], name="community_succession_once"),
            models.CheckConstraint(name="community_succession_to_another", condition=~models.Q(from_community=models.F("to_community"))),
            models.CheckConstraint(
                name="community_succession_share", condition=models.Q(share__isnull=True) | models.Q(share__gt=0, share__lte=1)
            ),
            models.CheckConstraint(name="community_succession_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.from_community} → {self.to_community}"


class CommunityPoint(Row):
    """That a point came from a community (several may share one point)."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="points")
    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="+")

    privacy = labels(operational="community point")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["community", "point"], name="point_of_community_once")]

    def __str__(self) -> str:
        return f"{self.community}: {self.point}"
