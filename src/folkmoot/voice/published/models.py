"""Entries of “You said, we did”, their versions in time, the texts of each in every language, and why a finding may stay."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels
from folkmoot.voice.published.rules import Version
from folkmoot.voice.themes.models import Theme

F, Q = models.F, models.Q
VERSION_NAMES = {
    Version.ENGLISH: _("English"), Version.WELSH: _("Welsh"), Version.EASY: _("Easy Read"), Version.EASY_WELSH: _("Easy Read in Welsh"),
}  # fmt: skip
KINDS = {"voice.point": _("A point"), "voice.issue": _("An issue")}


class Entry(Row):
    """One thing of which an Area says what it heard and what came of it; made from a point or an issue.

    A withdrawn entry keeps its place: the reason stands there for everybody, and the words are gone from the page.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    origin_kind = models.CharField(max_length=40, choices=list(KINDS.items()))
    origin_id = models.BigIntegerField()
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme"))
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)
    withdrawn_why_cy = models.CharField(_("why it is withdrawn, in Welsh"), max_length=300, blank=True)

    privacy = labels(
        operational="area origin_kind origin_id theme prepared_at withdrawn_at", public="withdrawn_why withdrawn_why_cy",
        personal="prepared_by withdrawn_by",
    )  # fmt: skip

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "entries"
        indexes: ClassVar = [models.Index(fields=["origin_kind", "origin_id"], name="entry_by_origin")]
        constraints: ClassVar = [
            models.CheckConstraint(name="entry_of_a_point_or_an_issue", condition=Q(origin_kind__in=list(KINDS))),
            models.CheckConstraint(name="entry_withdrawn_says_why", condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why="")),
            models.UniqueConstraint(
                name="entry_once_in_an_area", fields=["area", "origin_kind", "origin_id"], condition=Q(withdrawn_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_origin_kind_display()} {self.origin_id}"


class Edition(Row):
    """One version of an entry in time; the first, or a later one that says what it corrects. Once published it never changes.

    `agreed_hash` is of all that was agreed: it no longer matches once a word, or what the words rest on, is another. `rests_on`
    keeps what the records said on the day of publication, and `sha256` the fingerprint of what was published.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    corrects = models.CharField(_("what this version corrects"), max_length=300, blank=True)
    corrects_cy = models.CharField(_("what this version corrects, in Welsh"), max_length=300, blank=True)
    writers = models.ManyToManyField(Account, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_why = models.TextField(_("what has to change, and why"), blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_hash = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rests_on = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    privacy = labels(
        operational="entry number submitted_at returned_at returned_why agreed_at agreed_hash published_at rests_on sha256",
        public="corrects corrects_cy", personal="writers submitted_by returned_by agreed_by published_by",
    )  # fmt: skip

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="edition_numbered_once", fields=["entry", "number"]),
            models.CheckConstraint(name="edition_agreed_has_hash", condition=Q(agreed_at__isnull=True) | ~Q(agreed_hash="")),
            models.CheckConstraint(
                name="edition_agreed_by_a_second", condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("submitted_by"))
            ),
            models.CheckConstraint(name="edition_returned_says_why", condition=Q(returned_at__isnull=True) | ~Q(returned_why="")),
            models.CheckConstraint(
                name="edition_published_when_agreed",
                condition=Q(published_at__isnull=True) | (Q(agreed_at__isnull=False, sha256=F("agreed_hash")) & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="edition_says_what_it_corrects", condition=Q(published_at__isnull=True) | Q(number=1) | ~Q(corrects="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, {self.number}"

    @property
    def area_id(self) -> int:
        return self.entry.area_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_frozen(self.pk)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_frozen(self.pk)
        return super().delete(*args, **kwargs)


class OfAnEdition(Row):
    """What belongs to an edition and is frozen with it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="%(class)ss")

    privacy = labels(operational="edition")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_frozen(self.edition_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_frozen(self.edition_id)
        return super().delete(*args, **kwargs)


class EditionText(OfAnEdition):
    """An edition in one language, in full or easy words; written by a person, never translated by a machine."""

    which = models.CharField(max_length=8, choices=[(each.value, VERSION_NAMES[each]) for each in Version])
    title = models.CharField(_("what it is about, in a few words"), max_length=120, blank=True)
    you_said = models.TextField(_("you said"), blank=True)
    we_did = models.TextField(_("we did"), blank=True)
    shown_by = models.TextField(_("what shows that it was done"), blank=True)

    privacy = OfAnEdition.privacy | labels(operational="which title you_said we_did shown_by")

    class Meta:
        app_label = "voice"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(name="edition_text_once", fields=["edition", "which"])]

    def __str__(self) -> str:
        return self.title


class FindingExplained(OfAnEdition):
    """Why something that the check found may stay. `key` names the finding; an edit that changes it leaves the explanation behind."""

    key = models.CharField(max_length=64)
    words = models.CharField(_("why it may stay"), max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    privacy = OfAnEdition.privacy | labels(operational="key", personal="words by")

    class Meta:
        app_label = "voice"
        constraints: ClassVar = [
            models.UniqueConstraint(name="entry_finding_explained_once", fields=["edition", "key"]),
            models.CheckConstraint(name="entry_explanation_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.words


def _refuse_frozen(edition_id: int | None) -> None:
    if edition_id and Edition.objects.filter(pk=edition_id, published_at__isnull=False).exists():
        raise FolkmootError(
            "What was published cannot be changed.", "People may have read it.", "Begin a new version that says what it corrects."
        )
