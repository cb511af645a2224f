"""Organisations and contacts."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
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

    privacy = labels(
        public="area name search_key kind county town postcode website", operational="communities ended_on", personal="email phone notes"
    )

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [models.Index(fields=["area", "name"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "name", "town"], name="organisation_named_once_in_town",
                violation_error_message=_("An organisation of this name in this town is already known. Use it, or give another town."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Contact(Row):
    """A person we know, what they agreed to, and what they need in order to take part.

    Erasing one takes every personal value away and leaves the bare row, so that how many people were met stays true.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Telephone")
        LETTER = "letter", _("Letter")
        TEXT = "text", _("Text message")
        IN_PERSON = "in_person", _("In person")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        WELSH = "cy", _("Welsh")
        BSL = "bsl", _("British Sign Language")
        OTHER = "other", _("Another language")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("They agreed")
        PUBLIC_TASK = "public_task", _("Our public task")
        PUBLISHED = "published", _("Their details are published for this purpose")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    name = models.CharField(_("name"), max_length=160, blank=True)
    search_key = models.CharField(max_length=400, editable=False, blank=True)
    role = models.CharField(_("role"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    channel = models.CharField(_("prefers to hear from us by"), max_length=10, choices=Channel, default=Channel.EMAIL)
    language = models.CharField(_("language"), max_length=6, choices=Language, default=Language.ENGLISH)
    access_needs = models.TextField(_("access needs"), blank=True)
    basis = models.CharField(_("why we may keep their details"), max_length=12, choices=Basis, default=Basis.CONSENT)
    basis_on = models.DateField(_("since"), null=True, blank=True)
    source = models.CharField(_("where the details came from"), max_length=200, blank=True)
    keep_until = models.DateField(_("keep until"), null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True, editable=False)

    privacy = labels(
        personal="name search_key role email phone channel language organisation source", special_category="access_needs",
        operational="area basis basis_on keep_until erased_on",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [models.Index(fields=["area", "name"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="consent_has_a_day", condition=~models.Q(basis="consent") | models.Q(basis_on__isnull=False)
            ),
            models.CheckConstraint(
                name="contact_named_until_erased",
                condition=models.Q(erased_on__isnull=True) & ~models.Q(name="")
                | models.Q(erased_on__isnull=False, name="", search_key="", role="", email="", phone="", access_needs="", source="",
                           organisation__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or gettext("erased contact")
