"""Certificates of assurance: the lines that ship, each unit's certificate, its answers, and what became of the last one's exceptions."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference
from folkmoot.webkit.dates import half_year_words

Q, F = models.Q, models.F


class CertificateLine(Reference):
    """A line that every certificate of its kind asks. `pulls` is a code of `certificates.pulling.PULLED`; "" where no record answers it."""

    class Applies(models.TextChoices):
        AREA = "area", _("Areas")
        HEADQUARTERS = "headquarters", _("Head office")
        BOTH = "both", _("Areas and head office")

    code = models.SlugField(max_length=40, unique=True)
    order = models.PositiveSmallIntegerField()
    applies = models.CharField(max_length=12, choices=Applies)
    asks = models.CharField(max_length=300)
    guidance = models.TextField(blank=True)
    pulls = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=300)

    privacy = labels(operational="code order applies asks guidance pulls source withdrawn_on")

    class Meta:
        ordering: ClassVar = ["order", "code"]
        verbose_name = _("line of the certificate")
        verbose_name_plural = _("lines of the certificate")

    def __str__(self) -> str:
        return self.asks


class Certificate(Row):
    """The certificate of an Area, or with no Area of head office, for a half-year. Signed by `lead`, never by anybody of `hands`.

    On signing everything is frozen in `record`, with `fingerprint` its SHA-256.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(_("half-year"), max_length=7)
    due_on = models.DateField(_("due"))
    lead = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by"))
    hands = models.ManyToManyField(Account, blank=True, related_name="+")
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField()
    statement = models.TextField(_("what the lead says with it"), blank=True)
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    record = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)

    privacy = labels(
        operational="area period due_on prepared_at statement signed_at fingerprint", personal="lead hands prepared_by signed_by record"
    )

    class Meta:
        ordering: ClassVar = ["-period", "area__name_en", "id"]
        verbose_name = _("certificate of assurance")
        verbose_name_plural = _("certificates of assurance")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "period"], name="assurance_certificate_once"),
            models.UniqueConstraint(fields=["period"], condition=Q(area__isnull=True), name="assurance_certificate_of_head_office_once"),
            models.CheckConstraint(
                name="assurance_certificate_signed_whole",
                condition=Q(signed_at__isnull=True, record__isnull=True, fingerprint="", signed_by__isnull=True)
                | Q(signed_at__isnull=False, record__isnull=False, signed_by=F("lead")) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(
                name="assurance_certificate_signed_by_another", condition=Q(signed_by=None) | ~Q(signed_by=F("prepared_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area.name if self.area else _('Head office')}, {half_year_words(self.period)}"


class CertificateEntry(Row):
    """One line of one certificate. `found` is what the records said: {"words": [...], "late": bool, "as_of": day}; {} where none was asked.

    An exception says what it is, what is done, by whom and by when; “nothing to report” against the records says why.
    """

    class Answer(models.TextChoices):
        NOTHING = "nothing", _("Nothing to report")
        EXCEPTION = "exception", _("An exception")

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="entries")
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    asks = models.CharField(max_length=300)
    pulls = models.CharField(max_length=40, blank=True)
    found = models.JSONField(default=dict, blank=True)
    answer = models.CharField(_("answer"), max_length=9, choices=Answer, blank=True)
    words = models.TextField(_("in words"), blank=True)
    doing = models.TextField(_("what is done about it"), blank=True)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who does it"))
    by_on = models.DateField(_("by when"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="certificate code order asks pulls found answer words doing by_on answered_at", personal="owner"
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["certificate", "order", "id"]
        verbose_name = _("line of a certificate")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "code"], name="assurance_entry_once"),
            models.CheckConstraint(
                name="assurance_exception_whole",
                condition=~Q(answer="exception") | Q(owner__isnull=False, by_on__isnull=False) & ~Q(words="") & ~Q(doing=""),
            ),
        ]

    def __str__(self) -> str:
        return self.asks


class CertificateFollowUp(Row):
    """What a later certificate says became of an exception of the one before."""

    class Became(models.TextChoices):
        RESOLVED = "resolved", _("Put right")
        UNDER_WAY = "under_way", _("Under way")
        NOT_YET = "not_yet", _("Not put right")

    certificate = models.ForeignKey(Certificate, on_delete=models.CASCADE, related_name="follow_ups")
    exception = models.ForeignKey(CertificateEntry, on_delete=models.PROTECT, related_name="followed_up")
    became = models.CharField(_("what became of it"), max_length=9, choices=Became, blank=True)
    words = models.TextField(_("in words"), blank=True)

    privacy = labels(operational="certificate exception became words")

    class Meta:
        ordering: ClassVar = ["certificate", "exception__order", "id"]
        verbose_name = _("what became of an exception")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "exception"], name="assurance_follow_up_once"),
            models.CheckConstraint(name="assurance_follow_up_in_words", condition=Q(became="") | ~Q(words="")),
        ]

    def __str__(self) -> str:
        return str(self.exception)
