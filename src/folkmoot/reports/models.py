"""Reports and the files made of them. Everything but the signature is frozen when the row is written."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels


class Frozen(FolkmootError):
    """Something tried to change what a report said when it was made."""

    def __init__(self) -> None:
        super().__init__(
            "A report that was made cannot be changed or deleted.",
            "It says what was known on the day it was made.",
            "Make the report again: the new one restates it and says what changed.",
        )


class Report(Row):
    """One report for one half-year and one scope (an Area, or England and Wales where there is none).

    `figures` is everything that the report says, `inputs` is what it was counted from, `restates` is the earlier report that this
    one corrects and `differences` is what changed between the two.
    """

    SIGNATURE: ClassVar = frozenset({"signed_by", "signed_by_id", "signer_name", "signed_at", "version"})

    period = models.CharField(_("period"), max_length=7)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_name = models.CharField(max_length=120)
    product_version = models.CharField(max_length=40)
    figures = models.JSONField()
    figures_sha256 = models.CharField(max_length=64)
    inputs = models.JSONField()
    restates = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="restated_by")
    reason = models.CharField(_("why it was made again"), max_length=300, blank=True)
    differences = models.JSONField(default=list, blank=True)
    signed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signer_name = models.CharField(max_length=800, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        operational="period area number made_at product_version figures figures_sha256 inputs restates reason differences signed_at",
        personal="made_by maker_name signed_by signer_name",
    )

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="report_made_first_once_in_area", fields=["period", "area"], condition=Q(restates__isnull=True)),
            models.UniqueConstraint(
                name="report_made_first_once_nationally", fields=["period"], condition=Q(restates__isnull=True, area__isnull=True)
            ),
            models.CheckConstraint(name="report_signed_by_another", condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("made_by"))),
            models.CheckConstraint(
                name="report_signature_whole",
                condition=Q(signed_by__isnull=True, signed_at__isnull=True) | Q(signed_by__isnull=False, signed_at__isnull=False),
            ),
            models.CheckConstraint(name="report_does_not_restate_itself", condition=~Q(restates=F("pk"))),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.period}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and not set(kwargs.get("update_fields") or ["everything"]) <= self.SIGNATURE:
            raise Frozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Frozen


class ReportFile(Row):
    """A report as a file, in one language, as a draft and again when it was signed. Its bytes are kept and never made anew."""

    class Kind(models.TextChoices):
        HTML = "html", _("Web page")
        PDF = "pdf", _("PDF")
        DOCX = "docx", _("Word document")
        ODS = "ods", _("Tables as a spreadsheet")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        WELSH = "cy", _("Welsh")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind)
    language = models.CharField(max_length=2, choices=Language)
    signed = models.BooleanField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    privacy = labels(operational="report kind language signed content sha256 made_at")

    class Meta:
        ordering: ClassVar = ["report", "language", "kind"]
        constraints: ClassVar = [models.UniqueConstraint(name="report_file_once", fields=["report", "kind", "language", "signed"])]

    def __str__(self) -> str:
        return f"{self.report} {self.language} {self.kind}"

    @property
    def name(self) -> str:
        """What the file is called when it leaves: the period, the scope, the number, the language."""
        scope = self.report.area.code if self.report.area else "england-and-wales"
        return f"report-{self.report.period}-{scope}-{self.report.number}-{self.language}.{self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Frozen


from folkmoot.reports.release.models import (  # noqa: E402,F401
    Distribution,
    PublishedReport,
    Signatory,
    SignatoryVerdict,
)
from folkmoot.reports.review.models import Annex, Answer, Comment, Review, Reviewer  # noqa: E402,F401
