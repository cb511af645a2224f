"""The people we know: their details, what they need in order to take part, and what they agreed to, with its trail."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models.organisations import Organisation


class Contact(Row):
    """A person we know, what they agreed to, and what they need in order to take part.

    Erasing one takes every personal value away and leaves the bare row, so that how many people were met stays true.
    `organisation` and `role` are those of the person's main Affiliation today, and `basis` and `basis_on` those of the Consent to
    keep their details: `operations` keeps them in step. `formats` and `needs` hold values of `Format` and `Need`.
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

    class Format(models.TextChoices):
        LARGE_PRINT = "large_print", _("Large print")
        EASY_READ = "easy_read", _("Easy Read")
        BSL = "bsl", _("British Sign Language video")
        AUDIO = "audio", _("Audio")

    class Need(models.TextChoices):
        STEP_FREE = "step_free", _("Step-free way in")
        HEARING_LOOP = "hearing_loop", _("Hearing loop")
        BSL_INTERPRETER = "bsl_interpreter", _("British Sign Language interpreter")
        INTERPRETER = "interpreter", _("Interpreter of another language")
        COMPANION = "companion", _("Place for a companion or carer")
        PARKING = "parking", _("Parking near the door")
        QUIET = "quiet", _("Quiet place to withdraw to")
        CHILDCARE = "childcare", _("Childcare")
        DIET = "diet", _("Food they can eat")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("They agreed")
        PUBLIC_TASK = "public_task", _("Our public task")
        PUBLISHED = "published", _("Their details are published for this purpose")
        TO_BE_ASKED = "to_be_asked", _("Still to be asked")
        WITHDRAWN = "withdrawn", _("None: they withdrew it")

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts")
    name = models.CharField(_("name"), max_length=160, blank=True)
    search_key = models.CharField(max_length=400, editable=False, blank=True)
    role = models.CharField(_("role"), max_length=160, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    channel = models.CharField(_("prefers to hear from us by"), max_length=10, choices=Channel, default=Channel.EMAIL)
    language = models.CharField(_("language"), max_length=6, choices=Language, default=Language.ENGLISH)
    formats = models.JSONField(_("formats"), default=list, blank=True)
    times = models.CharField(_("days and times that suit them"), max_length=200, blank=True)
    needs = models.JSONField(_("what they need in order to take part"), default=list, blank=True)
    access_needs = models.TextField(_("access needs"), blank=True)
    needs_asked_on = models.DateField(_("asked about access needs on"), null=True, blank=True)
    basis = models.CharField(_("why we may keep their details"), max_length=12, choices=Basis, default=Basis.CONSENT)
    basis_on = models.DateField(_("since"), null=True, blank=True)
    source = models.CharField(_("where the details came from"), max_length=200, blank=True)
    keep_until = models.DateField(_("keep until"), null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from", db_index=False
    )  # fmt: skip

    privacy = labels(
        personal="name search_key role birth_year email phone channel language times organisation source",
        special_category="formats needs access_needs",
        operational="area needs_asked_on basis basis_on keep_until erased_on merged_into",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [
            # Only those that were merged: an index of all would be taken for the lists, of which nearly every row is merged into none.
            models.Index(fields=["merged_into"], name="contact_merged_into", condition=models.Q(merged_into__isnull=False)),
            models.Index(fields=["area", "name"]),
            models.Index(fields=["name", "id"], name="contact_by_name"),
            models.Index(fields=["search_key"], name="contact_by_key"),
            models.Index(fields=["area", "search_key"], name="contact_by_area_and_key"),
            models.Index(fields=["area", "keep_until"], name="contact_keep_until_in_area", condition=models.Q(keep_until__isnull=False)),
            models.Index(fields=["keep_until"], name="contact_keep_until", condition=models.Q(keep_until__isnull=False)),
            models.Index(fields=["basis", "name"], name="contact_by_basis"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="contact_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
            ),
            models.CheckConstraint(
                name="contact_birth_year_of_somebody_living",
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=(1900, 2100)),
            ),
            models.CheckConstraint(
                name="consent_has_a_day", condition=~models.Q(basis="consent") | models.Q(basis_on__isnull=False)
            ),
            models.CheckConstraint(
                name="contact_named_until_erased",
                condition=models.Q(erased_on__isnull=True) & ~models.Q(name="")
                | models.Q(erased_on__isnull=False, name="", search_key="", role="", email="", phone="", access_needs="", source="",
                           times="", birth_year__isnull=True, organisation__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or gettext("erased contact")

    @property
    def name_and_year(self) -> str:
        """The name as lists show it, with the year of birth where it is kept: it tells two people of one name apart."""
        return f"{self} ({self.birth_year})" if self.birth_year else str(self)


class Consent(Row):
    """That details may be used for one purpose, on what basis, and until when: the trail. A row is ended, never changed.

    The row of the purpose `KEEP` says why the details may be kept at all; when it ends they may be used for nothing.
    """

    class Purpose(models.TextChoices):
        KEEP = "keep", _("Keeping their details")
        ENGAGEMENT = "engagement", _("Contact about engagement")
        INVITATIONS = "invitations", _("Invitations")
        BULLETINS = "bulletins", _("Bulletins")
        PANELS = "panels", _("Asking them to join a panel")

    class How(models.TextChoices):
        UNKNOWN = "", _("Not recorded")
        WRITING = "writing", _("In writing")
        VOICE = "voice", _("By voice")
        FORM = "form", _("On a form")

    class Ending(models.TextChoices):
        IN_FORCE = "", _("In force")
        WITHDRAWN = "withdrawn", _("Withdrawn by them")
        REPLACED = "replaced", _("Replaced")
        ERASED = "erased", _("Details erased")

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    basis = models.CharField(_("basis"), max_length=12, choices=Contact.Basis)
    how = models.CharField(_("how they agreed"), max_length=8, choices=How, blank=True)
    given_on = models.DateField(_("since"), null=True, blank=True)
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending, blank=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="contact purpose basis how given_on ended_on ending", personal="recorded_by ended_by")

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="agreement_has_a_day", condition=~models.Q(basis="consent") | models.Q(given_on__isnull=False)
            ),
            models.CheckConstraint(
                name="consent_ended_how_and_when",
                condition=models.Q(ended_on__isnull=True, ending="") | models.Q(ended_on__isnull=False) & ~models.Q(ending=""),
            ),
            models.UniqueConstraint(
                fields=["contact", "purpose"], condition=models.Q(ended_on__isnull=True), name="one_basis_for_a_purpose_at_a_time"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_basis_display()}"


class SafeContactNote(Row):
    """How somebody may safely be contacted. Read only by those who may, each time with a reason; in no list and no export of lists."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="safe_contact_note")
    words = models.TextField(_("how to contact safely"))
    written_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_on = models.DateField(_("written on"))

    privacy = labels(operational="contact written_on", special_category="words", personal="written_by")

    class Meta:
        verbose_name = _("note on safe contact")
        verbose_name_plural = _("notes on safe contact")
        constraints: ClassVar = [models.CheckConstraint(name="safe_contact_note_says_something", condition=~models.Q(words=""))]

    def __str__(self) -> str:
        return gettext("note on safe contact")

    @property
    def area_id(self) -> int:
        return self.contact.area_id


class SafeContactReading(Row):
    """That somebody read a note on safe contact, and the reason they gave."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="safe_contact_readings")
    reason = models.CharField(_("reason for reading"), max_length=300)
    read_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField()

    privacy = labels(operational="contact read_at", personal="reason read_by")

    class Meta:
        verbose_name = _("reading of the note on safe contact")
        verbose_name_plural = _("readings of the note on safe contact")
        ordering: ClassVar = ["-read_at", "-id"]

    def __str__(self) -> str:
        return self.reason
