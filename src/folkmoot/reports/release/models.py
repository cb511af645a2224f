"""Who signs a report and what they said, to whom it was sent, and its publications."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.reports.models import Report, ReportFile
from folkmoot.reports.release.rules import Step, Verdict

Q, F = models.Q, models.F
VERDICT_NAMES = {Verdict.SIGNED: _("Signed"), Verdict.RETURNED: _("Returned")}
STEP_NAMES = {
    Step.PREPARED: _("Waits for a second person"), Step.RETURNED: _("Sent back"), Step.PUBLISHED: _("Published"),
    Step.WITHDRAWN: _("Withdrawn"),
}  # fmt: skip


class Signatory(Row):
    """Somebody named to sign a report, and in which office."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="signatories")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(_("signs as"), max_length=120)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="report named_at", personal="account named_by", public="office")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="report_signatory_once", fields=["report", "account"]),
            models.CheckConstraint(name="report_signatory_has_office", condition=~Q(office="")),
        ]

    def __str__(self) -> str:
        return f"{self.account.name}, {self.office}"

    @property
    def area_id(self) -> int | None:
        return self.report.area_id


class SignatoryVerdict(Row):
    """What a signatory said: signed, or returned with reasons. The last one stands; after a signature there is none."""

    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=8, choices=[(each.value, VERDICT_NAMES[each]) for each in Verdict])
    reason = models.TextField(_("what has to change, and why"), blank=True)
    at = models.DateTimeField()

    privacy = labels(operational="signatory verdict reason at")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="report_returned_says_why", condition=~Q(verdict="returned") | ~Q(reason="")),
            models.UniqueConstraint(name="report_signed_once_each", fields=["signatory"], condition=Q(verdict="signed")),
        ]

    def __str__(self) -> str:
        return f"{self.signatory}: {self.verdict}"

    @property
    def area_id(self) -> int | None:
        return self.signatory.report.area_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FolkmootError("A signature, or a return with its reasons, stands.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FolkmootError("A signature, or a return with its reasons, stands.")


class Distribution(Row):
    """One file of a report sent to one recipient. By e-mail those with an account get a link, never the file itself."""

    class How(models.TextChoices):
        EMAIL = "email", _("E-mail with a link")
        HAND = "hand", _("By hand or on paper")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="distributions")
    file = models.ForeignKey(ReportFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recipient = models.CharField(_("to whom"), max_length=160)
    how = models.CharField(_("how"), max_length=5, choices=How)
    on = models.DateField(_("day"))
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(operational="report file sha256 how on at", personal="account recipient by")

    class Meta:
        ordering: ClassVar = ["-on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="report_sent_by_email_to_an_account", condition=~Q(how="email") | Q(account__isnull=False)),
            models.CheckConstraint(name="report_sent_to_somebody", condition=~Q(recipient="")),
        ]

    def __str__(self) -> str:
        return self.recipient

    @property
    def area_id(self) -> int | None:
        return self.report.area_id

    @property
    def letter_key(self) -> str:
        return f"report-sent:{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FolkmootError("What was recorded of sending a report stands.", "", "Record what was sent since as a new line.")
        super().save(*args, **kwargs)


class PublishedReport(Row):
    """A signed report on its way to the public page, there, or gone from it with the reason.

    `explained` says, by the key of a finding, why it may stay; `found` is what the check had found when a second person published.
    `fingerprint` is the SHA-256 of what was published: the figures and the annex.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="publications")
    step = models.CharField(max_length=9, choices=[(each.value, STEP_NAMES[each]) for each in Step], default=Step.PREPARED.value)
    explained = models.JSONField(default=dict, blank=True)
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    found = models.JSONField(default=list, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    returned_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.TextField(_("what has to change, and why"), blank=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)
    withdrawn_why_cy = models.CharField(_("why it is withdrawn, in Welsh"), max_length=300, blank=True)

    privacy = labels(
        public="report step published_at fingerprint withdrawn_at withdrawn_why withdrawn_why_cy",
        operational="explained prepared_at found returned_at returned_why", personal="prepared_by published_by returned_by withdrawn_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-prepared_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="report_published_once", fields=["report"], condition=Q(step__in=["prepared", "published"])),
            models.CheckConstraint(
                name="report_published_by_a_second", condition=Q(published_by__isnull=True) | ~Q(published_by=F("prepared_by"))
            ),
            models.CheckConstraint(
                name="report_published_whole",
                condition=~Q(step="published") | Q(published_at__isnull=False, published_by__isnull=False) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(
                name="report_sent_back_says_why", condition=~Q(step="returned") | Q(returned_at__isnull=False) & ~Q(returned_why="")
            ),
            models.CheckConstraint(
                name="report_withdrawn_says_why", condition=~Q(step="withdrawn") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.report)

    @property
    def area_id(self) -> int | None:
        return self.report.area_id
