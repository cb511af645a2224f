"""Films, readings and large print of a text. The file lies in the data folder under a random name; the row says what it is."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.languages.media.rules import State, state_of
from folkmoot.languages.models import Document, Language, SourceVersion

Q, F = models.Q, models.F


class Rendition(Row):
    """One text in one other form, made from one version of it. `sha256` is of the file as it is kept, `size` in bytes.

    A second person confirms it, an office releases it. A removed one keeps its row, not its file.
    """

    class Sort(models.TextChoices):
        BSL = "bsl", _("Film in British Sign Language")
        AUDIO = "audio", _("Reading aloud")
        LARGE = "large_print", _("Large print")

    class Sound(models.TextChoices):
        NONE = "none", _("No sound")
        ENGLISH = "en", _("English")
        WELSH = "cy", _("Welsh")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="renditions")
    source = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(_("what it is"), max_length=12, choices=Sort)
    language = models.CharField(_("language of its words"), max_length=2, choices=Language)
    number = models.PositiveIntegerField()
    sound = models.CharField(_("language that is spoken"), max_length=4, choices=Sound, blank=True)
    seconds = models.PositiveIntegerField(_("length in seconds"), null=True, blank=True)
    transcript = models.TextField(_("what is said or signed in it, in writing"), blank=True)
    short_why = models.CharField(_("why the transcript has so few words"), max_length=300, blank=True)
    performer = models.CharField(_("who signed or spoke"), max_length=200, blank=True)
    agreed_on = models.DateField(_("day on which they agreed that it is published"), null=True, blank=True)
    agreed_how = models.CharField(_("how they agreed"), max_length=300, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=120)
    kept_as = models.CharField(max_length=64, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    says_who_wrote_it = models.BooleanField(default=False)
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    checked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.CharField(_("why it was sent back"), max_length=300, blank=True)
    office = models.CharField(_("office that releases it"), max_length=200, blank=True)
    released_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    removed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(_("why it was removed"), max_length=300, blank=True)

    privacy = labels(
        public="document source sort language number sound seconds transcript office released_at sha256 size",
        operational="short_why agreed_on kept_as says_who_wrote_it made_at checked_at returned_at returned_why withdrawn_at withdrawn_why "
        "removed_at removed_why",
        personal="performer agreed_how file_name made_by checked_by returned_by released_by withdrawn_by removed_by",
    )

    class Meta:
        ordering: ClassVar = ["document", "sort", "language", "-number"]
        verbose_name = _("film, reading or large print")
        verbose_name_plural = _("films, readings and large print")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "sort", "language", "number"], name="rendition_numbered_once"),
            models.CheckConstraint(
                name="rendition_recorded_with_a_transcript",
                condition=Q(sort="large_print")
                | (~Q(transcript="") & ~Q(sound="") & ~Q(performer="") & ~Q(agreed_how="") & Q(seconds__gt=0, agreed_on__isnull=False)),
            ),
            models.CheckConstraint(name="rendition_read_in_the_language_spoken", condition=~Q(sort="audio") | Q(sound=F("language"))),
            models.CheckConstraint(name="rendition_checked_by_another", condition=Q(checked_by=None) | ~Q(checked_by=F("made_by"))),
            models.CheckConstraint(
                name="rendition_released_once_checked",
                condition=Q(released_at=None) | (Q(checked_at__isnull=False, returned_at=None) & ~Q(office="")),
            ),
            models.CheckConstraint(name="rendition_returned_says_why", condition=Q(returned_at=None) | ~Q(returned_why="")),
            models.CheckConstraint(
                name="rendition_withdrawn_says_why",
                condition=Q(withdrawn_at=None) | (Q(released_at__isnull=False) & ~Q(withdrawn_why="")),
            ),
            models.CheckConstraint(
                name="rendition_removed_says_why",
                condition=Q(removed_at=None) | (~Q(removed_why="") & (Q(released_at=None) | Q(withdrawn_at__isnull=False))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_sort_display()} ({self.get_language_display()})"

    @property
    def state(self) -> State:
        return state_of(
            confirmed=self.checked_at is not None, returned=self.returned_at is not None, released=self.released_at is not None,
            withdrawn=self.withdrawn_at is not None, removed=self.removed_at is not None,
        )  # fmt: skip

    @property
    def ending(self) -> str:
        return self.kept_as.rsplit(".", 1)[-1]

    @property
    def recorded(self) -> bool:
        return self.sort != self.Sort.LARGE
