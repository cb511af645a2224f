"""Files that panels keep, the papers put before a meeting, and which member opened which paper."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.panels.agenda.models import Item
from folkmoot.panels.meetings.models import Meeting
from folkmoot.panels.members.models import Member
from folkmoot.panels.models import Panel

Q, F = models.Q, models.F


class PanelFile(Row):
    """One file of a panel: a paper, evidence, a receipt. Size in bytes; `sha256` is of the file as it is kept.

    Who may open it follows from what it belongs to, never from this row. A removed one keeps its row, not its file.
    """

    class Use(models.TextChoices):
        PAPER = "paper", _("Paper of a meeting")
        EVIDENCE = "evidence", _("Evidence")
        RECEIPT = "receipt", _("Receipt")
        SIGNED = "signed", _("Signed form")

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="files")
    use = models.CharField(max_length=10, choices=Use)
    file_name = models.CharField(_("name of the file"), max_length=120)
    kept_as = models.CharField(max_length=64, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_why = models.CharField(_("why it was removed"), max_length=300, blank=True)

    privacy = labels(personal="file_name added_by removed_by", operational="panel use kept_as sha256 size added_at removed_at removed_why")

    class Meta:
        ordering: ClassVar = ["panel", "id"]
        verbose_name = _("file of a panel")
        verbose_name_plural = _("files of panels")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="removed_panel_file_says_why",
                condition=Q(removed_at__isnull=True, removed_why="") | Q(removed_at__isnull=False) & ~Q(removed_why=""),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def area_id(self) -> int | None:
        return self.panel.area_id


class MeetingPaper(Row):
    """One paper of a meeting: `file`, or `words` written here. Members may read it to the end of `expires_on`.

    With `restricted` only the members in `readers` may; a member's seat is meant, so that a renewed seat is named anew.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    title_en = models.CharField(_("title"), max_length=200)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    words = models.TextField(_("the paper, written here"), blank=True)
    file = models.ForeignKey(PanelFile, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    easy_read = models.BooleanField(_("in Easy Read"), default=False)
    restricted = models.BooleanField(_("only for the members named"), default=False)
    readers = models.ManyToManyField(Member, blank=True, related_name="+")
    expires_on = models.DateField(_("members may read it until"))
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    privacy = labels(
        operational="meeting item title_en title_cy file easy_read restricted expires_on added_at withdrawn_at withdrawn_why",
        case_related="words",
        personal="readers added_by withdrawn_by",
    )

    class Meta:
        ordering: ClassVar = ["meeting", "item__order", "id"]
        verbose_name = _("paper of a meeting")
        verbose_name_plural = _("papers of meetings")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="paper_is_file_or_words", condition=Q(file__isnull=True) & ~Q(words="") | Q(file__isnull=False, words="")
            ),
            models.CheckConstraint(name="meeting_paper_named", condition=~Q(title_en="")),
            models.CheckConstraint(
                name="withdrawn_paper_says_why",
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_cy if self.language == "cy" else self.title_en

    @property
    def language(self) -> str:
        """The language in which `title` answers: "cy" or "en"."""
        return "cy" if get_language() == "cy" and self.title_cy else "en"

    @property
    def area_id(self) -> int | None:
        return self.meeting.panel.area_id


class PaperReading(Row):
    """That a member opened a paper: first when. Every opening is in the audit trail."""

    paper = models.ForeignKey(MeetingPaper, on_delete=models.PROTECT, related_name="readings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = labels(operational="paper at", personal="member")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["paper", "member"], name="paper_first_opened_once")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.at:%Y-%m-%d}"
