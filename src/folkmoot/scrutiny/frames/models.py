"""A list of finalised cases from which cases are drawn, and each case in it under a pseudonym."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel
from folkmoot.scrutiny.identities.models import CaseIdentity

Q, F = models.Q, models.F


class Frame(Row):
    """One list of finalised cases brought in for one panel. `columns` says which column of the file was read as what.

    `fingerprint` is that of the eligible cases in canonical form (folkmoot.sampling), set when a draw first commits to the list; from
    then on no case of it changes. `counts` are how many rows were read, taken in and refused, by reason. `again`: cases that a panel has
    scrutinised before may come again, for a calibration round or to test the same theme later.
    """

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="frames")
    title = models.CharField(_("what the list holds"), max_length=200)
    source = models.CharField(_("where it comes from"), max_length=300)
    finalised_from = models.DateField(_("finalised from"), null=True, blank=True)
    finalised_to = models.DateField(_("finalised to"), null=True, blank=True)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    again = models.BooleanField(_("cases scrutinised before may come again"), default=False)
    fingerprint = models.CharField(max_length=64, blank=True)
    fixed_at = models.DateTimeField(null=True, blank=True)
    brought_in_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    brought_in_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    privacy = labels(
        operational="panel title source finalised_from finalised_to file_sha256 columns again fingerprint fixed_at brought_in_at"
        " withdrawn_at withdrawn_why",
        case_related="file_name counts",
        personal="brought_in_by",
    )

    class Meta:
        ordering: ClassVar = ["-brought_in_at", "-id"]
        verbose_name = _("list of finalised cases")
        verbose_name_plural = _("lists of finalised cases")
        indexes: ClassVar = [models.Index(fields=["panel", "brought_in_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="frame_says_what", condition=~Q(title="") & ~Q(source="")),
            models.CheckConstraint(
                name="frame_fixed_with_fingerprint",
                condition=Q(fixed_at__isnull=True, fingerprint="") | Q(fixed_at__isnull=False) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(name="frame_withdrawn_with_reason", condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def area_id(self) -> int | None:
        return self.panel.area_id


class FrameCase(Row):
    """One case of a list, under a pseudonym that nobody can derive from its reference. `row` is its row in the file.

    `facts` are what may be known of it without knowing it (strand, force, outcome, offence, month finalised), by name; `stratum` is what
    it is drawn by. `always`: of a strand so rare that each such case comes to the panel. `binding` is a hash of `salt` and the reference,
    part of the fingerprint, so that a pseudonym cannot later be given to another case; the salt is of the sealed identity.
    A case that may not come before a panel says why in `refused`; it is never drawn.
    """

    class Refused(models.TextChoices):
        LIVE = "live", _("It is not finalised")
        APPEAL = "appeal", _("An appeal is open or its time is not over")
        REPORTING = "reporting", _("Reporting restrictions apply")
        YOUTH = "youth", _("It would identify a young person")
        REVIEWED = "reviewed", _("A panel has scrutinised it before")
        TIED = "tied", _("A member of the panel is tied to it")
        OUTSIDE = "outside", _("It was finalised outside the window")
        UNKNOWN = "unknown", _("The list does not say whether it may be seen")

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="cases")
    identity = models.ForeignKey(CaseIdentity, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=16)
    row = models.PositiveIntegerField()
    stratum = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    always = models.BooleanField(default=False)
    binding = models.CharField(max_length=64)
    finalised_on = models.DateField(null=True, blank=True)
    refused = models.CharField(max_length=10, choices=Refused, blank=True)
    refused_why = models.CharField(max_length=300, blank=True)

    privacy = labels(
        operational="frame pseudonym row binding",
        case_related="identity stratum facts always finalised_on refused refused_why",
    )

    class Meta:
        ordering: ClassVar = ["frame", "pseudonym"]
        verbose_name = _("case of a list")
        verbose_name_plural = _("cases of a list")
        indexes: ClassVar = [models.Index(fields=["frame", "refused", "stratum"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["frame", "pseudonym"], name="pseudonym_once_in_a_list"),
            models.UniqueConstraint(fields=["frame", "identity"], name="case_once_in_a_list"),
        ]

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def area_id(self) -> int | None:
        return self.frame.panel.area_id


class Tie(Row):
    """That a member is tied to a case (knows somebody in it, worked on it, gave evidence): they may not read or judge it.

    Known before the draw it keeps the case out of the list; found later, the member alone is kept from it. `what` is never shown to others.
    """

    case = models.ForeignKey(FrameCase, on_delete=models.PROTECT, related_name="ties")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("how they are tied to it"), max_length=300)
    declared_at = models.DateTimeField()
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = labels(personal="member what entered_by", operational="case declared_at")

    class Meta:
        ordering: ClassVar = ["case", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "member"], name="tie_once"),
            models.CheckConstraint(name="tie_says_what", condition=~Q(what="")),
        ]

    def __str__(self) -> str:
        return f"tie {self.pk}"

    @property
    def area_id(self) -> int | None:
        return self.case.frame.panel.area_id
