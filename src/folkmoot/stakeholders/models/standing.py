"""What ties people, organisations and communities: dated roles, whom one may speak for, and how much each matters to the work."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.communities.models import Community
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models.organisations import Organisation
from folkmoot.stakeholders.models.people import Contact

ONE_STAKEHOLDER = models.Q(organisation__isnull=True, contact__isnull=False) | models.Q(organisation__isnull=False, contact__isnull=True)


class Affiliation(Row):
    """What a person is or was somewhere, from a day to a day; without an organisation for a seat of their own, such as on a panel.

    `main` is the one shown beside the name; a person has one at most, and it has not ended.
    """

    class Kind(models.TextChoices):
        CHAIR = "chair", _("Chair")
        TRUSTEE = "trustee", _("Trustee")
        OFFICER = "officer", _("Officer of the committee")
        WORKER = "worker", _("Paid worker")
        VOLUNTEER = "volunteer", _("Volunteer")
        MEMBER = "member", _("Member")
        FAITH_LEADER = "faith_leader", _("Faith leader")
        COUNCILLOR = "councillor", _("Councillor")
        PANEL_MEMBER = "panel_member", _("Panel member")
        OTHER = "other", _("Other")

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="affiliations")
    kind = models.CharField(_("kind of role"), max_length=12, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=160, blank=True)
    starts = models.DateField(_("since"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    main = models.BooleanField(_("shown beside the name"), default=False)

    privacy = labels(personal="contact organisation kind title starts ends", operational="main")

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering: ClassVar = ["-main", "id"]
        indexes: ClassVar = [models.Index(fields=["kind", "contact"], name="affiliation_of_kind")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="affiliation_ends_after_start",
                condition=models.Q(starts__isnull=True) | models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
            ),
            models.CheckConstraint(name="main_affiliation_goes_on", condition=models.Q(main=False) | models.Q(ends__isnull=True)),
            models.UniqueConstraint(fields=["contact"], condition=models.Q(main=True), name="one_main_affiliation"),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class SpeaksFor(Row):
    """That an organisation or a person can speak for a community, in whose word, from a day to a day.

    Not the same as `Organisation.communities`, the communities that an organisation works with.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="speaks_for")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="speaks_for")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="spoken_for")
    attested_by = models.CharField(_("who says so"), max_length=200)
    attested_on = models.DateField(_("said on"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    privacy = labels(personal="contact attested_by", operational="organisation community attested_on ended_on")

    class Meta:
        ordering: ClassVar = ["id"]
        verbose_name = _("community they can speak for")
        verbose_name_plural = _("communities they can speak for")
        constraints: ClassVar = [
            models.CheckConstraint(name="speaks_for_as_one_stakeholder", condition=ONE_STAKEHOLDER),
            models.CheckConstraint(
                name="speaks_for_ends_after_start",
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("attested_on")),
            ),
            models.UniqueConstraint(
                fields=["contact", "community"], condition=models.Q(ended_on__isnull=True, contact__isnull=False),
                name="person_speaks_for_once", violation_error_message=_("This is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "community"], condition=models.Q(ended_on__isnull=True, organisation__isnull=False),
                name="organisation_speaks_for_once", violation_error_message=_("This is recorded already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.contact or self.organisation}: {self.community}"


class Assessment(Row):
    """How much influence and interest a stakeholder has, from 1 to 5, on a day, with the reason. One for each day."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments")
    influence = models.PositiveSmallIntegerField(_("influence"))
    interest = models.PositiveSmallIntegerField(_("interest"))
    reason = models.TextField(_("reason"))
    on = models.DateField(_("day"))
    assessed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="contact influence interest reason assessed_by", operational="organisation on")

    class Meta:
        verbose_name = _("assessment of influence and interest")
        verbose_name_plural = _("assessments of influence and interest")
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="assessment_of_one_stakeholder", condition=ONE_STAKEHOLDER),
            models.CheckConstraint(
                name="assessed_from_one_to_five", condition=models.Q(influence__range=(1, 5), interest__range=(1, 5))
            ),
            models.UniqueConstraint(
                fields=["contact", "on"], condition=models.Q(contact__isnull=False), name="person_assessed_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["organisation", "on"], condition=models.Q(organisation__isnull=False), name="organisation_assessed_once_a_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.contact or self.organisation}, {self.on}"
