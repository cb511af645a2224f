"""Organisations known to an Area, and how they stand to each other."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.areas.models import Area, County
from folkmoot.communities.models import Community
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels


class Organisation(Row):
    """An organisation known to one Area. `search_key` is its name as `rules.name_key` gives it, for searching."""

    class Kind(models.TextChoices):
        COMMUNITY = "community", _("Community group")
        CHARITY = "charity", _("Charity or voluntary organisation")
        FAITH = "faith", _("Faith organisation")
        VICTIM_SUPPORT = "victim_support", _("Victim support")
        COUNCIL = "council", _("Council")
        POLICE = "police", _("Police")
        JUSTICE = "justice", _("Justice partner")
        HEALTH = "health", _("Health")
        EDUCATION = "education", _("School, college or university")
        BUSINESS = "business", _("Business")
        OTHER = "other", _("Other")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    search_key = models.CharField(max_length=400, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.COMMUNITY)
    communities = models.ManyToManyField(Community, blank=True, related_name="organisations")
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    town = models.CharField(_("town"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    ended_on = models.DateField(_("no longer exists since"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from", db_index=False
    )  # fmt: skip

    privacy = labels(
        public="area name search_key kind county town postcode website", operational="communities ended_on merged_into",
        personal="email phone notes",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [
            # Only those that were merged: an index of all would be taken for the lists, of which nearly every row is merged into none.
            models.Index(fields=["merged_into"], name="organisation_merged_into", condition=models.Q(merged_into__isnull=False)),
            models.Index(fields=["area", "name"]),
            models.Index(fields=["name", "id"], name="organisation_by_name"),
            models.Index(fields=["search_key"], name="organisation_by_key"),
            models.Index(fields=["area", "search_key"], name="organisation_by_area_and_key"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "name", "town"], condition=models.Q(merged_into__isnull=True), name="organisation_named_once_in_town",
                violation_error_message=_("An organisation of this name in this town is already known. Use it, or give another town."),
            ),
            models.CheckConstraint(
                name="organisation_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Relationship(Row):
    """What one organisation is to another, from a day to a day: `organisation` is the `kind` `other`, as in “is a branch of”."""

    class Kind(models.TextChoices):
        BRANCH_OF = "branch_of", _("is a branch of")
        MEMBER_OF = "member_of", _("is a member of")
        FUNDS = "funds", _("gives money to")
        WORKS_WITH = "works_with", _("works with")
        SUCCESSOR_OF = "successor_of", _("took the place of")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="relationships")
    kind = models.CharField(_("relationship"), max_length=12, choices=Kind)
    other = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="relationships_from")
    starts = models.DateField(_("since"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)

    privacy = labels(operational="organisation kind other starts ends")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="relationship_between_two", condition=~models.Q(organisation=models.F("other"))),
            models.CheckConstraint(
                name="relationship_ends_after_start",
                condition=models.Q(starts__isnull=True) | models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "other"], condition=models.Q(ends__isnull=True), name="relationship_once_at_a_time",
                violation_error_message=_("This relationship is recorded already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_kind_display()} {self.other}"
