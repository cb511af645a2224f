"""Papers. The file lies in the data folder under a random name; the row says what it is and what became of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.engagement.models import Activity
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q = models.Q


class Paper(Row):
    """One file attached to an activity. Size in bytes; `sha256` is of the file as it is kept. A removed one keeps its row, not its file."""

    class Sort(models.TextChoices):
        PICTURE = "picture", _("Photograph or picture")
        DOCUMENT = "document", _("Document")
        RECORDING = "recording", _("Sound or film")

    class Consent(models.TextChoices):
        ALL = "all", _("Everybody in it agreed")
        NO_FACES = "no_faces", _("Nobody in it can be recognised")
        NOT_ASKED = "not_asked", _("Not asked")

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(_("what it is"), max_length=200)
    sort = models.CharField(_("sort"), max_length=10, choices=Sort)
    consent = models.CharField(_("did those in it agree"), max_length=10, choices=Consent, blank=True)
    transcript = models.TextField(_("what is said in it, in writing"), blank=True)
    file_name = models.CharField(_("name of the file"), max_length=120)
    kept_as = models.CharField(max_length=64, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_why = models.CharField(_("why it was removed"), max_length=300, blank=True)

    privacy = labels(
        personal="title transcript file_name added_by removed_by",
        operational="activity sort consent kept_as sha256 size added_at removed_at removed_why",
    )

    class Meta:
        ordering: ClassVar = ["activity", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="picture_says_who_agreed", condition=~Q(sort="picture") | ~Q(consent="")),
            models.CheckConstraint(name="recording_has_a_transcript", condition=~Q(sort="recording") | ~Q(transcript="")),
            models.CheckConstraint(
                name="removed_paper_says_why",
                condition=Q(removed_at__isnull=True, removed_why="") | Q(removed_at__isnull=False) & ~Q(removed_why=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def area_id(self) -> int:
        return self.activity.area_id

    @property
    def may_be_published(self) -> bool:
        """A picture in which people may be recognised, and were not asked, stays inside."""
        return self.sort != self.Sort.PICTURE or self.consent in (self.Consent.ALL, self.Consent.NO_FACES)
