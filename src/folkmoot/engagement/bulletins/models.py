"""Bulletins, the cases they tell of, what was explained about them, who gets them, and the exact words that left."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.engagement.bulletins.rules import Delivery, Version
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.stakeholders.models import Contact, Organisation

F, Q = models.F, models.Q
VERSION_NAMES = {Version.ENGLISH: _("English"), Version.WELSH: _("Welsh"), Version.EASY: _("Easy Read")}
DELIVERY_NAMES = {
    Delivery.CHOSEN: _("Waiting"), Delivery.SENDING: _("Not certain"), Delivery.SENT: _("Sent"), Delivery.FAILED: _("Failed"),
    Delivery.BOUNCED: _("Came back"), Delivery.HANDED_OVER: _("Handed over"),
}  # fmt: skip


class Bulletin(Row):
    """A bulletin in English and, where they were written, in Welsh and Easy Read. Its state is read off what has happened.

    `cleared_hash` is the hash of all that the lawyer cleared: it no longer matches once anything is edited.
    `must_not_appear` holds names of people in the cases, one a line, to be looked for; it never leaves.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"))
    title_cy = models.CharField(_("title in Welsh"), max_length=160, blank=True)
    body_cy = models.TextField(_("text in Welsh"), blank=True)
    title_easy = models.CharField(_("title in Easy Read"), max_length=160, blank=True)
    body_easy = models.TextField(_("text in Easy Read"), blank=True)
    must_not_appear = models.TextField(_("names that must not appear"), blank=True)
    author = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    writers = models.ManyToManyField(Account, blank=True, related_name="+")
    lawyer = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.TextField(_("why it was sent back"), blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        case_related="body body_cy body_easy must_not_appear returned_why", personal="author writers lawyer",
        operational="area title title_cy title_easy submitted_at returned_at cleared_at cleared_hash sealed_at",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="submitted_to_somebody", condition=Q(submitted_at__isnull=True) | Q(lawyer__isnull=False)),
            models.CheckConstraint(name="cleared_has_hash", condition=Q(cleared_at__isnull=True) | ~Q(cleared_hash="")),
            models.CheckConstraint(name="author_does_not_clear", condition=Q(lawyer__isnull=True) | ~Q(lawyer=F("author"))),
            models.CheckConstraint(name="sent_only_when_cleared", condition=Q(sealed_at__isnull=True) | Q(cleared_at__isnull=False)),
            models.CheckConstraint(name="returned_says_why", condition=Q(returned_at__isnull=True) | ~Q(returned_why="")),
        ]

    def __str__(self) -> str:
        return self.title


class BulletinCase(Row):
    """A finalised case of which a bulletin tells, and where the public can read it."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="cases")
    words = models.TextField(_("what happened"))
    words_cy = models.TextField(_("what happened, in Welsh"), blank=True)
    words_easy = models.TextField(_("what happened, in Easy Read"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=200)
    outcome_cy = models.CharField(_("outcome in Welsh"), max_length=200, blank=True)
    court = models.CharField(_("court"), max_length=120)
    court_cy = models.CharField(_("court in Welsh"), max_length=120, blank=True)
    finalised_on = models.DateField(_("finalised on"))
    source = models.CharField(_("public source"), max_length=300)

    privacy = labels(
        case_related="words words_cy words_easy outcome outcome_cy court court_cy finalised_on source", operational="bulletin"
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.court}, {self.finalised_on}"


class Explanation(Row):
    """Why something that the check found may stay. `key` names the finding; an edit that changes it leaves the explanation behind."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="explanations")
    key = models.CharField(max_length=64)
    words = models.CharField(_("why it may stay"), max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(case_related="words", personal="by", operational="bulletin key")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bulletin", "key"], name="finding_explained_once"),
            models.CheckConstraint(name="explanation_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words


class Copy(Row):
    """The exact words that left in one version, kept for ever. `sha256` is of the subject, a blank line and the text."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="copies")
    which = models.CharField(max_length=8, choices=[(each.value, VERSION_NAMES[each]) for each in Version])
    subject = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    privacy = labels(case_related="subject text", operational="bulletin which sha256 made_at")

    class Meta:
        ordering: ClassVar = ["which"]
        verbose_name_plural = "copies"
        constraints: ClassVar = [models.UniqueConstraint(fields=["bulletin", "which"], name="version_kept_once")]

    def __str__(self) -> str:
        return self.subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FolkmootError("What was sent cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FolkmootError("What was sent cannot be deleted.")


ERASED = Q(name="")  # of a recipient whose details were erased, the bare row stays


class Recipient(Row):
    """One organisation or person that a bulletin goes to, how, in which language and format, and what became of it.

    `name` and `address` are as they were when chosen; `reason` says why it failed or came back, or to whom it was handed.
    """

    class Way(models.TextChoices):
        EMAIL = "email", _("By e-mail")
        PAPER = "paper", _("On paper")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        WELSH = "cy", _("Welsh")
        BSL = "bsl", _("British Sign Language")
        OTHER = "other", _("Another language")

    class OtherFormat(models.TextChoices):
        LARGE_PRINT = "large_print", _("Large print")
        AUDIO = "audio", _("Audio")
        BSL = "bsl", _("British Sign Language video")

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="recipients")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    address = models.EmailField(_("e-mail"), blank=True)
    way = models.CharField(_("how"), max_length=6, choices=Way)
    language = models.CharField(_("language"), max_length=6, choices=Language, default=Language.ENGLISH)
    easy = models.BooleanField(_("in Easy Read"), default=False)
    other_format = models.CharField(_("other format"), max_length=11, choices=OtherFormat, blank=True)
    instead_why = models.CharField(_("why another version will do"), max_length=300, blank=True)
    state = models.CharField(
        max_length=12, choices=[(each.value, DELIVERY_NAMES[each]) for each in Delivery], default=Delivery.CHOSEN.value
    )
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        personal="organisation contact name address reason language",
        special_category="easy other_format instead_why",
        operational="bulletin way state copy state_at",
    )
    gone_with_contact: ClassVar = {"name": "", "address": "", "reason": ""}

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="recipient_is_one_of_two",
                condition=Q(organisation__isnull=True, contact__isnull=False) | Q(organisation__isnull=False, contact__isnull=True),
            ),
            models.UniqueConstraint(fields=["bulletin", "organisation"], name="organisation_gets_it_once"),
            models.UniqueConstraint(fields=["bulletin", "contact"], name="person_gets_it_once"),
            models.UniqueConstraint(fields=["bulletin", "address"], condition=~Q(address=""), name="address_gets_it_once"),
            models.CheckConstraint(name="mail_has_an_address", condition=~Q(way="email") | ~Q(address="") | ERASED),
            models.CheckConstraint(
                name="what_left_names_its_copy", condition=Q(state__in=["chosen", "failed"]) | Q(copy__isnull=False)
            ),
            models.CheckConstraint(
                name="failure_says_why", condition=~Q(state__in=["failed", "bounced", "handed_over"]) | ~Q(reason="") | ERASED
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
