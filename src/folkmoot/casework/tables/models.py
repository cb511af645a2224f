"""Publications, their editions with the tables in them, and the register of every set of cells that was released."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.models import Account
from folkmoot.areas.models import Area
from folkmoot.casework.tables.rules import SHOWN, State
from folkmoot.errors import FolkmootError
from folkmoot.foundation.models import Row
from folkmoot.foundation.privacy import labels

Q, F = models.Q, models.F
STATE_NAMES = {
    State.DRAFT: _("Draft"), State.CHECKED: _("Checked, waits for a second person"), State.AGREED: _("Agreed, not yet published"),
    State.PUBLISHED: _("Published"), State.WITHDRAWN: _("Withdrawn"),
}  # fmt: skip


class Publication(Row):
    """Tables under an address that stays. Its words are those of its editions. No Area means England and Wales."""

    slug = models.SlugField(_("last part of the public address"), max_length=80, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()

    privacy = labels(public="slug area", operational="begun_at", personal="begun_by")

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = _("publication of tables")
        verbose_name_plural = _("publications of tables")
        constraints: ClassVar = [models.CheckConstraint(name="tables_have_an_address", condition=~Q(slug=""))]

    def __str__(self) -> str:
        return self.slug


class Edition(Row):
    """One edition. `body` is what the check let through, as `grid.Grid.plain` writes it, and `checked` what the check had to say.

    From its publication on it stays as it is. A withdrawn one keeps its place with the reason; `taken_down`: its figures are shown no more.
    `corrects`: the edition in which a mistake was made that this one puts right.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="editions")
    major = models.PositiveSmallIntegerField(default=1)
    minor = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=[(each.value, STATE_NAMES[each]) for each in State], default=State.DRAFT)
    title_en = models.CharField(_("title"), max_length=160)
    title_cy = models.CharField(_("title in Welsh"), max_length=160, blank=True)
    about_en = models.TextField(_("what it is about"))
    about_cy = models.TextField(_("what it is about, in Welsh"), blank=True)
    about_easy = models.TextField(_("what it is about, in Easy Read"), blank=True)
    about_easy_cy = models.TextField(_("what it is about, in Easy Read in Welsh"), blank=True)
    period_first = models.DateField(_("first day of the period"))
    period_last = models.DateField(_("last day of the period"))
    data_as_of = models.DateField(_("data as of"), null=True, blank=True)
    next_on = models.DateField(_("day on which the next edition comes out"), null=True, blank=True)
    provisional = models.BooleanField(_("the figures are provisional"), default=False)
    changes = models.TextField(_("what changed since the edition before, and why"), blank=True)
    changes_cy = models.TextField(_("what changed, in Welsh"), blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")
    prepared_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField()
    writers = models.ManyToManyField(Account, blank=True, related_name="+")
    checked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked = models.JSONField(null=True, blank=True)
    body = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_why = models.TextField(_("what has to change, and why"), blank=True)
    agreed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)
    withdrawn_why_cy = models.CharField(_("why it is withdrawn, in Welsh"), max_length=300, blank=True)
    taken_down = models.BooleanField(_("its figures are shown no more"), default=False)

    privacy = labels(
        public="publication major minor title_en title_cy about_en about_cy about_easy about_easy_cy period_first period_last data_as_of"
        " next_on provisional changes changes_cy corrects body published_at withdrawn_at withdrawn_why withdrawn_why_cy taken_down",
        operational="state prepared_at checked_at checked fingerprint returned_at returned_why agreed_at",
        personal="prepared_by writers checked_by returned_by agreed_by published_by withdrawn_by",
    )

    class Meta:
        ordering: ClassVar = ["publication", "-major", "-minor"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        indexes: ClassVar = [models.Index(fields=["state", "published_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(name="tables_edition_numbered_once", fields=["publication", "major", "minor"]),
            models.UniqueConstraint(
                name="one_open_edition", fields=["publication"], condition=Q(state__in=["draft", "checked", "agreed"])
            ),
            models.CheckConstraint(name="tables_edition_numbered_from_one", condition=Q(major__gte=1)),
            models.CheckConstraint(name="tables_edition_says_what", condition=~Q(title_en="") & ~Q(about_en="")),
            models.CheckConstraint(name="tables_edition_ends_after_start", condition=Q(period_last__gte=F("period_first"))),
            models.CheckConstraint(name="tables_edition_after_the_first_says_why", condition=Q(major=1, minor=0) | ~Q(changes="")),
            models.CheckConstraint(
                name="tables_edition_checked_whole",
                condition=Q(state="draft") | Q(checked_at__isnull=False, body__isnull=False, checked__isnull=False) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(
                name="tables_edition_draft_holds_no_figures", condition=~Q(state="draft") | Q(body__isnull=True, agreed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="tables_edition_published_after_agreement",
                condition=Q(state__in=["draft", "checked"]) | Q(agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="tables_edition_published_on_a_day", condition=~Q(state__in=["published", "withdrawn"]) | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="tables_edition_agreed_by_a_second",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("prepared_by")) & ~Q(agreed_by=F("checked_by")),
            ),
            models.CheckConstraint(name="tables_edition_returned_says_why", condition=Q(returned_at__isnull=True) | ~Q(returned_why="")),
            models.CheckConstraint(
                name="tables_edition_withdrawn_says_why",
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title_en}, {self.number}"

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def area_id(self) -> int | None:
        return self.publication.area_id

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_frozen(self.pk)
        return super().delete(*args, **kwargs)


class Content(Row):
    """One choice of tables in an edition: an analysis, a view of the workbench, or a table of another room.

    `choice` is what `contents` reads; `name` says in words what was chosen. A title of its own, where it has one, is given to its tables.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contents")
    place = models.PositiveSmallIntegerField()
    choice = models.JSONField()
    name = models.CharField(max_length=300)
    title_en = models.CharField(_("title"), max_length=200, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)

    privacy = labels(operational="edition place choice name title_en title_cy")

    class Meta:
        ordering: ClassVar = ["edition", "place"]
        verbose_name = _("tables of an edition")
        verbose_name_plural = _("tables of an edition")
        constraints: ClassVar = [
            models.UniqueConstraint(name="content_placed_once", fields=["edition", "place"]),
            models.CheckConstraint(name="content_is_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def area_id(self) -> int | None:
        return self.edition.area_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_frozen(self.edition_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_frozen(self.edition_id)
        return super().delete(*args, **kwargs)


class PublishedRelease(Row):
    """One set of cells that left, as it was shown: written once, never changed, never removed.

    `record` is what `stats.register.Record` writes, and `digest` of it without the day, so that the same cells stand here once for each
    way they left. `follows`: it was not a table of its own, but can be read off one that was (an Area's rows in a table by Area).
    `number` counts published tables without a gap.
    """

    class How(models.TextChoices):
        PUBLISHED = "published", _("Published")
        TAKEN = "taken", _("Taken away as a file")

    how = models.CharField(_("how it left"), max_length=9, choices=How)
    number = models.PositiveIntegerField(null=True, blank=True, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="releases")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=300)
    origin_kind = models.CharField(max_length=60, blank=True)
    origin_id = models.BigIntegerField(null=True, blank=True)
    record = models.JSONField()
    digest = models.CharField(max_length=64)
    follows = models.BooleanField(default=False)
    shown = models.PositiveIntegerField(_("cells shown"))
    withheld = models.PositiveIntegerField(_("cells withheld"))
    released_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField()

    privacy = labels(
        case_related="record",
        operational="how number edition area title origin_kind origin_id digest follows shown withheld released_at",
        personal="released_by",
    )

    class Meta:
        ordering: ClassVar = ["-released_at", "-id"]
        verbose_name = _("released set of cells")
        verbose_name_plural = _("released sets of cells")
        indexes: ClassVar = [models.Index(fields=["how", "released_at"]), models.Index(fields=["digest"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="release_published_of_an_edition",
                condition=~Q(how="published") | Q(edition__isnull=False) & (Q(number__isnull=False) | Q(follows=True)),
            ),
            models.UniqueConstraint(name="release_taken_once", fields=["digest"], condition=Q(how="taken")),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FolkmootError("What was released stays on the register as it was.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FolkmootError("What was released stays on the register: it cannot be called back.")


def _refuse_frozen(edition_id: int | None) -> None:
    if edition_id and Edition.objects.filter(pk=edition_id, state__in=SHOWN).exists():
        raise FolkmootError("What was published stays as it was.", "", "Begin a new edition, and say what it changes.")
