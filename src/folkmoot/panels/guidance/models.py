"""Pages of guidance, their versions, and which member has read which version."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.foundation.reference.rows import Reference
from folkmoot.panels.members.models import Member

Q = models.Q


class Guidance(Reference):
    """One page of guidance by its short name. `where` says beside which pages of the product it is shown; its words are in versions."""

    class For(models.TextChoices):
        MEMBERS = "members", _("Panel members")
        SERVICE = "service", _("Those who run panels")
        ALL = "all", _("Everybody")

    class Where(models.TextChoices):
        NOWHERE = "", _("Nowhere else")
        PANEL = "panel", _("Panels and their terms of reference")
        RECRUITMENT = "recruitment", _("Recruitment")
        MEMBERS = "members", _("Members")
        MEETING = "meeting", _("Meetings")
        AGENDA = "agenda", _("Agenda and minutes")
        RECOMMENDATIONS = "recommendations", _("Recommendations")
        PUBLICATIONS = "publications", _("What panels publish")

    code = models.SlugField(_("short name"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    meant_for = models.CharField(_("for whom"), max_length=8, choices=For, default=For.ALL)
    where = models.CharField(_("where it is shown"), max_length=16, choices=Where, blank=True)
    to_read = models.BooleanField(_("every member is to read it"), default=False)
    shipped = models.BooleanField(default=True, editable=False)

    privacy = labels(public="code order meant_for where to_read withdrawn_on", operational="shipped")

    class Meta:
        ordering: ClassVar = ["order", "code"]
        verbose_name = _("page of guidance")
        verbose_name_plural = _("pages of guidance")

    def __str__(self) -> str:
        return self.code


class GuidanceVersion(Row):
    """One version of a page: a draft until somebody else agrees it, then it stays as it is.

    Words are paragraphs; a line that begins with “## ” is a heading, lines that begin with “- ” are a list.
    """

    page = models.ForeignKey(Guidance, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title_en = models.CharField(_("title"), max_length=160)
    title_cy = models.CharField(_("title in Welsh"), max_length=160, blank=True)
    words_en = models.TextField(_("guidance"))
    words_cy = models.TextField(_("guidance in Welsh"), blank=True)
    easy_en = models.TextField(_("guidance in Easy Read"), blank=True)
    easy_cy = models.TextField(_("guidance in Easy Read, in Welsh"), blank=True)
    changed_what = models.CharField(_("what changed since the last version"), max_length=400, blank=True)
    drafted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(
        public="page number title_en title_cy words_en words_cy easy_en easy_cy changed_what agreed_at",
        operational="drafted_at", personal="drafted_by agreed_by",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["page", "-number"]
        verbose_name = _("version of guidance")
        verbose_name_plural = _("versions of guidance")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "number"], name="guidance_numbered_once"),
            models.UniqueConstraint(fields=["page"], condition=Q(agreed_at__isnull=True), name="one_draft_of_guidance"),
            models.CheckConstraint(name="guidance_says_something", condition=~Q(title_en="") & ~Q(words_en="")),
            models.CheckConstraint(
                name="guidance_says_what_changed", condition=Q(number=1) | Q(agreed_at__isnull=True) | ~Q(changed_what="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title_en


class GuidanceReading(Row):
    """A member said that they have read a version, and when."""

    guidance = models.ForeignKey(GuidanceVersion, on_delete=models.PROTECT, related_name="readings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="guidance at", personal="member")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["guidance", "member"], name="guidance_read_once")]

    def __str__(self) -> str:
        return f"{self.guidance_id} {self.at:%Y-%m-%d}"
