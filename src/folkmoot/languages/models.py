"""Texts that rooms offered, each version of their source, every translation and release, and Easy Read editions."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    WELSH = "cy", _("Welsh")


class Document(Row):
    """A text that another room offered, by the kind and number it has there."""

    kind = models.CharField(_("kind"), max_length=40)
    number = models.PositiveBigIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    offered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField()

    privacy = labels(public="kind number title language", operational="offered_at", personal="offered_by")

    class Meta:
        ordering: ClassVar = ["title", "id"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "number"], name="document_offered_once"),
            models.CheckConstraint(name="document_named", condition=~Q(kind="") & ~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class SourceVersion(Row):
    """One version of the source of a text, as it was offered. Never changed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(public="document number", operational="at", personal="by")

    class Meta:
        ordering: ClassVar = ["document", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="source_version_numbered_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"


class SourceSegment(Row):
    """One segment of one version of a source. Never changed."""

    source = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, related_name="segments")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=120)
    text = models.TextField()

    privacy = labels(public="source position key text")

    class Meta:
        ordering: ClassVar = ["source", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key"], name="source_segment_key_once"),
            models.UniqueConstraint(fields=["source", "position"], name="source_segment_placed_once"),
            models.CheckConstraint(name="source_segment_says_something", condition=~Q(key="") & ~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.key}"


class Translation(Row):
    """A text that was asked for in another language."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    why = models.TextField(_("what it is needed for"))
    wanted_on = models.DateField(_("wanted by"), null=True, blank=True)
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()

    privacy = labels(public="document language", operational="why wanted_on asked_at", personal="asked_by")

    class Meta:
        ordering: ClassVar = ["document", "language"]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "language"], name="translation_asked_once"),
            models.CheckConstraint(name="translation_asked_with_a_reason", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.get_language_display()})"


class Wording(Row):
    """The words somebody gave one segment, and what they were translated from. A change is a new row; only the check is ever added."""

    translation = models.ForeignKey(Translation, on_delete=models.PROTECT, related_name="wordings")
    key = models.CharField(max_length=120)
    source_text = models.TextField()
    text = models.TextField()
    taken_from = models.CharField(_("where the words are from"), max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    checked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(public="translation key source_text text", operational="taken_from at checked_at", personal="by checked_by")

    class Meta:
        ordering: ClassVar = ["translation", "id"]
        indexes: ClassVar = [models.Index(fields=["translation", "key"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="wording_says_something", condition=~Q(key="") & ~Q(text="") & ~Q(source_text="")),
            models.CheckConstraint(name="wording_checked_by_another", condition=Q(checked_by=None) | ~Q(checked_by=F("by"))),
            models.CheckConstraint(
                name="wording_checked_by_somebody", condition=Q(checked_by=None, checked_at=None) | Q(checked_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id} {self.key}"


class Release(Row):
    """A translation as it was released, word for word, with the language of each part. Never changed; the latest counts."""

    translation = models.ForeignKey(Translation, on_delete=models.PROTECT, related_name="releases")
    source = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, related_name="+")
    parts = models.JSONField()
    total = models.PositiveIntegerField()
    translated = models.PositiveIntegerField()
    office = models.CharField(_("office that releases it"), max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(public="translation source parts total translated office at", personal="by")

    class Meta:
        ordering: ClassVar = ["translation", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="release_of_something", condition=Q(translated__gt=0, total__gte=F("translated")) & ~Q(office=""))
        ]

    def __str__(self) -> str:
        return f"{self.translation_id} {self.at:%Y-%m-%d}"


class EasyEdition(Row):
    """An Easy Read edition of one version of a text. Once released nothing of it changes: a change is the next edition."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="easy_editions")
    source = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    begun_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    office = models.CharField(_("office that releases it"), max_length=200, blank=True)
    released_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    privacy = labels(public="document source number office released_at", operational="begun_at", personal="begun_by released_by")

    class Meta:
        ordering: ClassVar = ["document", "number"]
        verbose_name = _("Easy Read edition")
        verbose_name_plural = _("Easy Read editions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="easy_edition_numbered_once"),
            models.CheckConstraint(name="easy_edition_released_by_an_office", condition=Q(released_at=None) | ~Q(office="")),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"


class EasyPart(Row):
    """One part of an Easy Read edition: a few words, and a picture beside them that says the same."""

    class Format(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpeg", "JPEG"

    edition = models.ForeignKey(EasyEdition, on_delete=models.PROTECT, related_name="parts")
    position = models.PositiveIntegerField()
    words = models.TextField(_("words"))
    picture = models.BinaryField(null=True, blank=True)
    picture_format = models.CharField(max_length=4, choices=Format, blank=True)
    alternative = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    picture_source = models.CharField(_("where the picture is from"), max_length=300, blank=True)
    licence = models.CharField(_("licence of the picture"), max_length=120, blank=True)

    privacy = labels(public="edition position words picture picture_format alternative picture_source licence")

    class Meta:
        ordering: ClassVar = ["edition", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "position"], name="easy_part_placed_once"),
            models.CheckConstraint(name="easy_part_says_something", condition=~Q(words="")),
            models.CheckConstraint(
                name="easy_picture_described",
                condition=Q(picture=None) | (~Q(picture_format="") & ~Q(alternative="") & ~Q(picture_source="") & ~Q(licence="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.position}"


class EasyReading(Row):
    """That somebody read an edition as its readers will, for which office, and what was changed after it. Never changed."""

    edition = models.ForeignKey(EasyEdition, on_delete=models.PROTECT, related_name="readings")
    office = models.CharField(_("who read it, as an office or a group"), max_length=200)
    read_on = models.DateField(_("read on"))
    changed = models.TextField(_("what was changed after it"))
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    privacy = labels(public="edition office read_on", operational="changed fingerprint at", personal="by")

    class Meta:
        ordering: ClassVar = ["edition", "id"]
        constraints: ClassVar = [models.CheckConstraint(name="easy_reading_says_who", condition=~Q(office="") & ~Q(changed=""))]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.office}"


from folkmoot.languages.media.models import Rendition  # noqa: E402,F401
